import Foundation
import Testing

@Suite("files of a command")
struct FileTests {
  @Test("true runs, and the log says so", arguments: Workshop.User.allCases)
  func runsTrue(user: Workshop.User) throws {
    let outcome = try Workshop(user).run(["true"])
    #expect(outcome.code == 0)
    #expect(outcome.rows.contains { $0.starts(with: ["allowed", "sandbox", "true", "tier A"]) })
    #expect(outcome.rows.contains { $0.starts(with: ["allowed", "exec", "/usr/bin/true"]) })
  }

  @Test("a granted file can be read, with a row", arguments: Workshop.User.allCases)
  func readsGranted(user: Workshop.User) throws {
    let workshop = try Workshop(user)
    let outcome = try workshop.run(["cat", "readonly/file"])
    #expect(outcome.output == "readable\n")
    #expect(outcome.has("allowed", "fs:read", workshop.path("readonly/file")))
  }

  @Test(
    "a file that is not granted cannot, with a row that says how", arguments: Workshop.User.allCases
  )
  func deniesOthers(user: Workshop.User) throws {
    let workshop = try Workshop(user)
    let outcome = try workshop.run(["cat", "closed/file"])
    #expect(outcome.code == 1)
    #expect(!outcome.output.contains("topsecret"))
    let row = outcome.rows.first { $0.starts(with: ["denied", "fs:read"]) }
    #expect(row?[2] == workshop.path("closed/file"))
    #expect(row?[4].contains("bulkhead grant demo fs:read closed/file") == true)
  }

  @Test("a protected file inside a grant is there but closed")
  func deniesProtected() throws {
    let workshop = try Workshop()
    let outcome = try workshop.run(["cat", "granted/.env"])
    #expect(outcome.errors.contains("Permission denied"))
    #expect(
      outcome.rows.contains {
        $0.starts(with: ["denied", "fs:read", workshop.path("granted/.env"), "protected-path"])
      })
  }

  static let scripts: [(String, String)] = [
    ("make, read, append", "echo a > granted/n; echo b >> granted/n; cat granted/n"),
    ("copy and move", "cp readonly/file granted/c; mv granted/c granted/d; cat granted/d"),
    (
      "directories",
      "mkdir -p granted/x/y; echo a > granted/x/y/z; mv granted/x granted/w; cat granted/w/y/z; rm -r granted/w"
    ),
    ("links", "ln -s file granted/l; cat granted/l; ln granted/file granted/h; cat granted/h"),
    (
      "attributes",
      "touch -d 2001-01-01 granted/file; chmod 640 granted/file; stat -c '%a %Y' granted/file"
    ),
    (
      "truncate",
      "truncate -s 3 granted/file; wc -c < granted/file; : > granted/file; wc -c < granted/file"
    ),
    ("list", "ls granted readonly; ls -A granted | wc -l"),
    ("scratch space", "echo a > /tmp/t; mkdir /tmp/d; mv /tmp/t /tmp/d/u; cat /tmp/d/u; ls /tmp"),
    ("devices", "echo x > /dev/null; head -c 3 /dev/zero | od -An -c; cat /dev/stdin < /dev/null"),
    ("umask", "umask 077; echo a > granted/u; mkdir granted/v; stat -c %a granted/u granted/v"),
    ("exclusive", "set -C; echo a > granted/e; echo b > granted/e; cat granted/e"),
    (
      "descriptors",
      "exec 3< readonly/file; cat /dev/fd/3; exec 4> granted/o; echo q >&4; cat granted/o"
    ),
    ("here documents", "cat <<E\nhere\nE"),
    ("process substitution", "bash -c 'diff <(echo a) <(echo a) && echo same'"),
    ("pipes", "echo a | cat | tr a b"),
    (
      "working directory",
      "cd granted; echo x > r; cat ./r; cat ../readonly/file; pwd | sed 's/.*project/P/'"
    ),
  ]

  @Test("the same as without a sandbox", arguments: scripts)
  func same(script: (String, String)) throws {
    let (bare, boxed) = (try Workshop(), try Workshop())
    let expected = try Workshop.start(
      [
        "/bin/sh", "-c",
        script.1.replacing("/tmp/", with: "\(bare.directory)/outside/").replacing(
          "ls /tmp", with: "echo d"),
      ], input: nil, in: bare.project)
    let outcome = try boxed.run(["sh", "-c", script.1])
    #expect(outcome.output == expected.output)
    #expect(outcome.code == expected.code, "\(outcome.errors)")
  }

  @Test(
    "files made by the sandbox belong to the project's owner", arguments: Workshop.User.allCases)
  func ownership(user: Workshop.User) throws {
    let workshop = try Workshop(user)
    #expect(try workshop.run(["sh", "-c", "echo a > granted/new; mkdir granted/dir"]).code == 0)
    for name in ["granted/new", "granted/dir"] {
      let own = try FileManager.default.attributesOfItem(atPath: workshop.path(name))
      let project = try FileManager.default.attributesOfItem(atPath: workshop.project)
      #expect(own[.ownerAccountID] as? Int == project[.ownerAccountID] as? Int)
    }
  }

  @Test("root runs a command in a project of somebody else as that user")
  func otherOwner() throws {
    guard Workshop.isRoot else { return }
    let workshop = try Workshop(.ordinary)
    // As root, not as the project's owner.
    let log = workshop.directory + "/log"
    let arguments = workshop.probeArguments(
      ["sh", "-c", "id -u; echo new > granted/new; cat granted/.env; echo x > /tmp/t; cat /tmp/t"],
      Workshop.usualGrants, log: log
    ).drop { $0 != Workshop.probe }
    let (_, output, errors) = try Workshop.start(
      Array(arguments), input: nil, in: workshop.project)
    #expect(output == "65534\nx\n", "\(errors)")
    let made = try FileManager.default.attributesOfItem(atPath: workshop.path("granted/new"))
    #expect(made[.ownerAccountID] as? Int == 65534)
    // The log is root's own all the same.
    let rows = try String(contentsOfFile: log, encoding: .utf8)
    #expect(rows.contains("denied\tfs:read\t\(workshop.path("granted/.env"))"))
  }

  @Test("a plugin's own files can be read and run, not changed")
  func ownFiles() throws {
    let workshop = try Workshop()
    let root = workshop.directory + "/plugin"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    try "#!/bin/sh\necho own $(cat data.txt) ${1}\n".write(
      toFile: root + "/hook.sh", atomically: false, encoding: .utf8)
    chmod(root + "/hook.sh", 0o755)
    try "data".write(toFile: root + "/data.txt", atomically: false, encoding: .utf8)
    let options = ["--root", root, "--directory", root] + Workshop.usualGrants
    #expect(try workshop.run(["./hook.sh", "x"], options).output == "own data x\n")
    let outcome = try workshop.run(["sh", "-c", "echo y > data.txt || echo z > new"], options)
    #expect(outcome.code != 0)
    #expect(outcome.has("denied", "fs:write", root + "/data.txt"))
  }

  @Test("a grant that is taken back closes the file for a running command, a new one opens it")
  func live() throws {
    let workshop = try Workshop()
    let grants = workshop.directory + "/grants"
    try "read readonly/**\n".write(toFile: grants, atomically: true, encoding: .utf8)
    let script = """
      cat readonly/file && : > granted/ready
      while [ ! -e granted/go ]; do sleep 0.05; done
      cat readonly/file || echo closed; cat closed/file && echo open
      """
    let options = ["--write", "granted/**", "--grants", grants]
    let outcome = try Self.concurrently {
      try workshop.run(["sh", "-c", script], options)
    } meanwhile: {
      while !FileManager.default.fileExists(atPath: workshop.path("granted/ready")) {
        usleep(20_000)
      }
      try "read closed/**\n".write(toFile: grants, atomically: true, encoding: .utf8)
      try workshop.write("granted/go", "")
    }
    #expect(outcome.output == "readable\nclosed\ntopsecret\nopen\n")
  }

  @Test("a grant made while it runs opens a file of the host, and no link from there leads further")
  func grantedLater() throws {
    let workshop = try Workshop()
    let outside = workshop.path("later")
    try FileManager.default.createDirectory(
      atPath: outside, withIntermediateDirectories: true)
    try workshop.write("later/secret", "topsecret\n")
    try FileManager.default.createSymbolicLink(
      atPath: outside + "/link", withDestinationPath: workshop.path("closed/file"))
    // The view is made from the grants at the start, of which this is none.
    let late = workshop.directory + "/late"
    let script = """
      cat \(outside)/secret; : > granted/ready
      while [ ! -e granted/go ]; do sleep 0.05; done; cat \(outside)/secret \(outside)/link
      """
    try "".write(toFile: late, atomically: true, encoding: .utf8)
    let results = try Self.concurrently {
      try workshop.run(["sh", "-c", script], ["--write", "granted/**", "--grants", late])
    } meanwhile: {
      while !FileManager.default.fileExists(atPath: workshop.path("granted/ready")) {
        usleep(20_000)
      }
      try "read \(outside)/**\n".write(toFile: late, atomically: true, encoding: .utf8)
      try workshop.write("granted/go", "")
    }
    #expect(results.output == "topsecret\n", "\(results.errors)")
    #expect(results.has("allowed", "fs:read", outside + "/secret"))
    #expect(results.has("denied", "fs:read", workshop.path("closed/file")))
  }

  /// On threads of their own: tests that wait hold up the few that Swift's tasks have.
  private static func concurrently(
    _ body: @escaping @Sendable () throws -> Workshop.Outcome, meanwhile: () throws -> Void
  ) throws -> Workshop.Outcome {
    final class Box: @unchecked Sendable { var result: Result<Workshop.Outcome, any Error>? }
    let (box, done) = (Box(), DispatchSemaphore(value: 0))
    Thread {
      box.result = Result { try body() }
      done.signal()
    }.start()
    try meanwhile()
    done.wait()
    return try #require(box.result).get()
  }
}
