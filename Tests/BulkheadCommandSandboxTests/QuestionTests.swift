import Foundation
import Testing

@Suite("questions while a command runs")
struct QuestionTests {
  @Test("yes lets the call go on, and holds for the run")
  func yes() throws {
    let workshop = try Workshop()
    let outcome = try workshop.run(
      ["sh", "-c", "cat closed/file; cat closed/file"], ["--answer", "yes", "--after", "200"])
    #expect(outcome.output == "topsecret\ntopsecret\n")
    #expect(outcome.rows.count { $0.first == "asked" } == 1)
    #expect(
      outcome.rows.contains {
        $0.starts(with: ["allowed", "fs:read", workshop.path("closed/file"), "answer: yes"])
      })
  }

  @Test("no is a denial, asked once")
  func no() throws {
    let workshop = try Workshop()
    let outcome = try workshop.run(
      ["sh", "-c", "cat closed/file; cat closed/file; true"], ["--answer", "no"])
    #expect(!outcome.output.contains("topsecret"))
    #expect(outcome.rows.count { $0.first == "asked" } == 1)
    #expect(outcome.has("denied", "fs:read", workshop.path("closed/file")))
  }

  @Test("an answer that does not come in time is no")
  func late() throws {
    let outcome = try Workshop().run(
      ["sh", "-c", "cat closed/file || echo went on"],
      ["--answer", "yes", "--after", "3000", "--hold", "300"])
    #expect(outcome.output == "went on\n")
  }

  @Test("many calls for one thing are one question, and a flood of things is cut off")
  func flood() throws {
    let script = """
      import os, threading
      def read(name):
        try: open(name).read()
        except OSError: pass
      for i in range(300): open('granted/f', 'w').close()
      threads = [threading.Thread(target=read, args=('closed/file',)) for _ in range(30)]
      threads += [threading.Thread(target=read, args=('closed/%d' % i,)) for i in range(200)]
      for t in threads: t.start()
      for t in threads: t.join()
      print('done')
      """
    let workshop = try Workshop()
    for index in 0..<200 { try workshop.write("closed/\(index)", "topsecret") }
    let outcome = try workshop.run(
      ["python3", "-c", script],
      ["--answer", "no", "--after", "5", "--write", "granted/**", "--tool", "Bash(python3:*)"])
    #expect(outcome.output == "done\n", "\(outcome.errors)")
    let asked = outcome.rows.filter { $0.first == "asked" }.map { $0[2] }
    #expect(asked.count <= 50)
    #expect(Set(asked).count == asked.count)
  }

  @Test("a program may be asked about too")
  func program() throws {
    let outcome = try Workshop().run(["perl", "-e", "print 7"], ["--answer", "yes"])
    #expect(outcome.output == "7")
    #expect(try Workshop().run(["perl", "-e", "print 7"], ["--answer", "no"]).code == 125)
  }

  @Test("what no grant opens is not asked about")
  func closed() throws {
    let workshop = try Workshop()
    let outcome = try workshop.run(
      ["sh", "-c", "echo x > .claude/security/permissions.json; mkdir .claude/security"],
      ["--answer", "yes", "--write", "**"])
    #expect(outcome.code != 0)
    #expect(!FileManager.default.fileExists(atPath: workshop.path(".claude/security")))
  }
}
