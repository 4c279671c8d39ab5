import BulkheadPolicy
import BulkheadRuntime
import BulkheadSource
import Foundation
import Testing

/// Ways to a closed file through the functions that are there; `open/` may be read and written.
@Suite("Ways around a file permission")
struct FileTests {
  @Test(
    "to read what is closed: each spelling is one decision about the real path",
    arguments: [
      "'secret.txt'", "'./open/../secret.txt'", "'open/../../project/secret.txt'",
      "'BASE/project/secret.txt'", "'BASE/outside/secret.txt'", "'//etc//passwd'", "'/etc/passwd'",
      "'open/./.././/secret.txt'", "new URL('file://BASE/outside/secret.txt')",
      "Buffer.from('secret.txt')", "'BASE/home/.ssh/id_ed25519'", "'/proc/self/environ'",
      "'/proc/self/root/etc/passwd'", "'/proc/1/environ'", "'/proc/self/cwd/secret.txt'",
      "'/proc/self/maps'", "'/dev/mem'", "'.env'", "'open/leads-out'", "'open/leads-up/secret.txt'",
      "'open/leads-on'", "require('path').join('open', '..', 'secret.txt')",
      "{ toString: () => 'secret.txt' }", "'open/notes.txt\\0/../../secret.txt'",
      "'OPEN/../secret.txt'", "'open/%2e%2e/secret.txt'", "'~/.ssh/id_ed25519'",
    ])
  func reading(path: String) async throws {
    let arena = try Arena()
    try arena.plantLinks()
    for call in [
      "readFileSync(P, 'utf8')", "promises.readFile(P, 'utf8')",
      "promises.copyFile(P, 'open/copy')",
    ] {
      let result = try await arena.run(
        "const P = \(path); return await require('fs').\(call)".replacing("const P", with: "var P"))
      #expect(!result.success, "\(call)")
      #expect(!Arena.seen(result).contains(Arena.secret))
      #expect(!Arena.seen(result).contains("root:x:"))
    }
    // Either there is no such file, or the denial is written down.
    let exists = arena.rows.accesses.contains {
      $0.allowed && !$0.resource.contains("/project/open")
    }
    #expect(!exists, "\(arena.rows.accesses.filter(\.allowed))")
    let copied = FileManager.default.contents(atPath: arena.base + "/project/open/copy")
    #expect(copied.map { !String(decoding: $0, as: UTF8.self).contains(Arena.secret) } ?? true)
    let control = try await arena.run("require('fs').readFileSync('open/leads-in', 'utf8')")
    #expect(control.value == "open")
  }

  @Test(
    "to change what is closed, or what runs or governs later, inside the widest grant there is",
    arguments: [
      "writeFileSync('BASE/outside/new', 'x')", "writeFileSync('.env', 'x')",
      "writeFileSync('.git/hooks/pre-commit', 'x')", "appendFileSync('.git/config', 'x')",
      "mkdirSync('deep/.git/hooks', { recursive: true })", "writeFileSync('.gitattributes', 'x')",
      "writeFileSync('.claude/settings.json', 'x')",
      "writeFileSync('.claude/settings.local.json', 'x')",
      "writeFileSync('.claude/security/audit.db', 'x')", "writeFileSync('.mcp.json', 'x')",
      "writeFileSync('.envrc', 'x')", "writeFileSync('.vscode/tasks.json', 'x')",
      "writeFileSync('CLAUDE.md', 'x')", "writeFileSync('.claude/commands/x.md', 'x')",
      "writeFileSync('plugin/index.js', 'x')", "rmSync('.git', { recursive: true })",
      "renameSync('.git', 'git')", "renameSync('open', '.git')",
      "rmSync('.claude', { recursive: true })",
      "renameSync('open/notes.txt', '.git/hooks/pre-commit')", "renameSync('.', '../moved')",
      "copyFileSync('open/notes.txt', '.git/hooks/pre-commit')",
      "symlinkSync('BASE/outside/secret.txt', 'open/link')", "symlinkSync('../.env', 'open/link')",
      "chmodSync('.git/hooks/post-commit.sample', 0o777)",
      "truncateSync('.env', 0)", "unlinkSync('.env')", "mkdtempSync('BASE/outside/x')",
      "writeFileSync('open/leads-out', 'x')", "writeFileSync('open/leads-up/.env', 'x')",
      "rmSync('.', { recursive: true, force: true })",
    ])
  func writing(call: String) async throws {
    let wide = PermissionSet(filesystem: [.init(path: "**", access: .readwrite)])
    let arena = try Arena(permissions: wide)
    try arena.plantLinks()
    let before = try arena.tree()
    let result = try await arena.run("require('fs').\(call)")
    #expect(!result.success, "\(call)")
    #expect(try arena.tree() == before)
    #expect(!arena.rows.denied.isEmpty)
    #expect(result.violations.contains { $0.type == .permission })
    // The control: the grant is that wide.
    let control = try await arena.run(
      "require('fs').writeFileSync('else.txt', 'x'); return require('fs').readFileSync('else.txt', 'utf8')"
    )
    #expect(control.value == "x")
  }

  @Test("a link that a plugin may make is decided about like what it leads to")
  func ownLinks() async throws {
    let wide = PermissionSet(filesystem: [.init(path: "**", access: .readwrite)])
    let arena = try Arena(permissions: wide)
    let result = try await arena.run(
      """
      const fs = require('fs')
      fs.symlinkSync('.git/hooks', 'hooks')
      fs.symlinkSync('hooks', 'again')
      const errors = []
      for (const path of ['hooks/pre-commit', 'again/pre-commit', 'open/../hooks/pre-commit']) {
        try { fs.writeFileSync(path, 'x') } catch (error) { errors.push(error.code) }
      }
      return errors
      """)
    #expect(result.value == ["EACCES", "EACCES", "EACCES"])
    #expect(arena.rows.denied.map(\.rule) == Array(repeating: "protected-path", count: 3))
    #expect(try arena.contents("project/.git/hooks") == ["post-commit.sample"])
  }

  @Test("a link that is swapped while it is used leads nowhere else")
  func swapping() async throws {
    let arena = try Arena(limits: ResourceLimits(filesystemOps: 100_000))
    let project = arena.base + "/project"
    try FileManager.default.createDirectory(
      atPath: project + "/open/real", withIntermediateDirectories: true)
    try "open".write(toFile: project + "/open/real/secret.txt", atomically: false, encoding: .utf8)
    let swapper = Swapper(
      link: project + "/open/turn", targets: [project + "/open/real", arena.base + "/outside"])
    swapper.start()
    let result = try await arena.run(
      """
      const fs = require('fs')
      let open = 0, closed = 0
      for (let i = 0; i < 3000; i++) {
        try {
          const text = fs.readFileSync('open/turn/secret.txt', 'utf8')
          if (text !== 'open') return 'READ ' + text
          open++
        } catch { closed++ }
      }
      return [open > 0, closed > 0]
      """)
    swapper.stop()
    #expect(result.value == [true, true])
  }
}

/// Turns a link back and forth between two directories, in a thread of its own.
private final class Swapper: @unchecked Sendable {
  private let link: String
  private let targets: [String]
  private let isStopped = DispatchSemaphore(value: 0)
  private let hasEnded = DispatchSemaphore(value: 0)

  init(link: String, targets: [String]) {
    self.link = link
    self.targets = targets
  }

  func start() {
    Thread.detachNewThread { [self] in
      var turn = 0
      while isStopped.wait(timeout: .now()) == .timedOut {
        symlink(targets[turn % 2], link + ".new")
        rename(link + ".new", link)
        turn += 1
      }
      hasEnded.signal()
    }
  }

  func stop() {
    isStopped.signal()
    hasEnded.wait()
  }
}

extension Arena {
  /// Links inside the open directory, of which only `leads-in` stays there.
  func plantLinks() throws {
    let open = base + "/project/open/"
    for (name, target) in [
      ("leads-out", base + "/outside/secret.txt"), ("leads-up", ".."), ("leads-in", "notes.txt"),
      ("leads-on", "leads-out"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: open + name, withDestinationPath: target)
    }
  }

  /// Every file below the base with its contents, link or mode.
  func tree() throws -> [String: String] {
    var tree: [String: String] = [:]
    let files = FileManager.default.enumerator(atPath: base)
    while let path = files?.nextObject() as? String {
      let attributes = try FileManager.default.attributesOfItem(atPath: base + "/" + path)
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: base + "/" + path)
      let text = FileManager.default.contents(atPath: base + "/" + path)
      tree[path] =
        "\(attributes[.posixPermissions] ?? 0) \(link ?? "") "
        + (text.map { String(decoding: $0, as: UTF8.self) } ?? "")
    }
    return tree
  }
}
