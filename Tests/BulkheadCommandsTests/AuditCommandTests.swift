import BulkheadSource
import Testing

@Suite struct AuditCommandTests {
  private static func lab() throws -> Lab {
    let lab = try Lab()
    for name in ["one", "two"] {
      try lab.plugin(name)
      try lab.bulkhead("install", "../\(name)")
    }
    try lab.bulkhead("grant", "one", "exec", "rm")
    return lab
  }

  @Test("an empty log is no error, and nothing is made")
  func empty() throws {
    let lab = try Lab()
    #expect(try lab.bulkhead("audit").stdout == "no audit entries\n")
    #expect(try lab.bulkhead("audit", "verify").code == 0)
    #expect(lab.files(below: "project/.claude").isEmpty)
    #expect(lab.files(below: "home").isEmpty || !lab.exists("project/.claude/security"))
  }

  @Test("rows can be chosen by plugin, answer and time")
  func filters() throws {
    let lab = try Self.lab()
    #expect(try lab.json("audit")["count"] == 3)
    #expect(try lab.json("audit", "two")["count"] == 1)
    #expect(try lab.json("audit", "-d")["count"] == 1)
    #expect(try lab.json("audit", "one", "--denied", "--since", "1")["count"] == 1)
    #expect(try lab.json("audit", "-s", "0")["count"] == 0)
    #expect(try lab.json("audit", "--limit", "1")["count"] == 1)
    for hours in ["-1", "x", "nan", "inf"] {
      #expect(try lab.bulkhead("audit", "--since=\(hours)").code == 2)
    }
  }

  @Test("a row has the keys of the contract")
  func keys() throws {
    let row = try #require(try Self.lab().json("audit", "-d")["entries"]?.arrayValue?.first)
    #expect(
      row.keys.starts(with: [
        "id", "timestamp", "plugin", "context", "action", "resource", "allowed", "rule", "user",
        "session",
      ]))
    #expect(row["plugin"] == "one")
    #expect(row["action"] == "grant")
    #expect(row["resource"] == "Bash(rm:*)")
    #expect(row["allowed"] == false)
  }

  @Test("the text is aligned and ends with the number of rows")
  func text() throws {
    let lines = try Self.lab().bulkhead("audit").stdout.split(separator: "\n").map(String.init)
    #expect(lines.count == 4)
    #expect(lines.last == "3 audit entries")
    let columns = lines.dropLast().map { $0.firstRange(of: "ed   ")?.lowerBound }
    #expect(lines[0].contains("  one  allowed  install  "))
    #expect(lines[2].contains("  one  denied   grant    Bash(rm:*)"), "\(columns)")
  }

  @Test("export is an array of all rows")
  func export() throws {
    let lab = try Self.lab()
    let output = try lab.bulkhead("audit", "export")
    let rows = try JSONDocument(Array(output.stdout.utf8), file: "export", limits: .data).root.plain
    #expect(rows.arrayValue?.count == 3)
  }

  @Test(
    "a row that is changed or cut off behind our back is found",
    arguments: [
      "UPDATE event SET allowed = 1 WHERE allowed = 0", "DELETE FROM event WHERE id = 2",
      "DELETE FROM event WHERE id >= 2",
    ])
  func tampering(sql: String) throws {
    let lab = try Self.lab()
    #expect(try lab.bulkhead("audit", "verify").code == 0)
    let script = """
      import sqlite3, sys
      c = sqlite3.connect(sys.argv[1])
      triggers = c.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
      for name, _ in triggers: c.execute("DROP TRIGGER " + name)
      c.execute(sys.argv[2])
      for _, sql in triggers: c.execute(sql)
      c.commit()
      """
    let edit = try Program.run(
      "/usr/bin/python3", ["-c", script, lab.security + "/audit.db", sql])
    #expect(edit.code == 0, "\(edit)")
    let verify = try lab.bulkhead("audit", "verify")
    #expect(verify.code == 1)
    #expect(verify.stdout.hasPrefix("not whole: "))
    #expect(try lab.json("audit", "verify", code: 1)["whole"] == false)
  }
}
