import BulkheadPolicy
import BulkheadRuntime
import Foundation
import Testing

/// One forgotten function is enough (node CVE-2023-30582, CVE-2025-55132, CVE-2026-21715): so all
/// exports of all modules are listed by the worker itself, and each has to be known here.
@Suite("Every export of every built-in module")
struct ExportTests {
  /// Arguments of the functions of `fs` by the name of the promise form; `T` is a file, `D` a
  /// directory, `L` a link. All of them change, reveal or look at something.
  private static let calls: [String: String] = [
    "readFile": "T, 'utf8'", "writeFile": "T, 'new'", "appendFile": "T, 'new'", "stat": "T",
    "lstat": "T", "readdir": "D", "mkdir": "D + '/made'", "rm": "T, { force: true }",
    "rmdir": "D", "unlink": "T", "rename": "T, 'open/taken'", "copyFile": "T, 'open/copied'",
    "access": "T", "realpath": "T", "truncate": "T, 0", "chmod": "T, 0o777",
    "mkdtemp": "D + '/made-'", "symlink": "T, 'open/linked'", "readlink": "L", "exists": "T",
    "createReadStream": "T", "createWriteStream": "T",
    "open": "T", "cp": "T, 'open/copied'", "opendir": "D",
  ]

  /// Functions that take a descriptor, which only an opened file has, or that never work: they fail
  /// with these arguments, and ask the host for nothing.
  private static let numbers: [String: String] = [
    "close": "3", "fstat": "3", "fsync": "3", "fdatasync": "3", "read": "3, Buffer.alloc(8)",
    "write": "3, 'new'", "watch": "T", "watchFile": "T",
  ]

  /// Exports of `fs` that hold what was already read.
  private static let values: Set<String> = [
    "default", "promises", "constants", "Stats", "Dirent", "Dir", "F_OK", "R_OK", "W_OK", "X_OK",
  ]

  @Test("of fs does nothing without a decision that is written down")
  func files() async throws {
    let listing = try await Arena().run(
      "[Object.keys(require('fs')), Object.keys(require('fs/promises'))]")
    let names = try #require(listing.value?.arrayValue?.map { $0.arrayValue ?? [] })
    let sync = names[0].compactMap(\.stringValue).filter { !Self.values.contains($0) }
    let promises = names[1].compactMap(\.stringValue).filter { !Self.values.contains($0) }
    try #require(sync.count > 30 && promises.count > 15)
    let (closed, open) = (try Arena(), try Arena())
    for name in sync { try await attack("require('fs')", name, closed, open) }
    for name in promises { try await attack("require('fs/promises')", name, closed, open) }
  }

  private func attack(
    _ module: String, _ name: String, _ closed: Arena, _ open: Arena
  ) async throws {
    let isSync = name.hasSuffix("Sync")
    let base = isSync ? String(name.dropLast(4)) : name
    if let arguments = Self.numbers[base] {
      try closed.prepare("outside/closed")
      let result = try await closed.run(
        Self.places("BASE/outside/closed")
          + Self.program(
            "\(module).\(name)(\(arguments)", isStream: false,
            isCallback: !isSync && !base.hasPrefix("watch")))
      #expect(!result.success, "\(module).\(name)")
      #expect(closed.rows.accesses == [], "\(module).\(name)")
      return
    }
    guard let arguments = Self.calls[base] else {
      Issue.record("\(module).\(name) is not known: say what it may do")
      return
    }
    let isStream = name.hasPrefix("create")
    let isCallback = !isSync && !isStream && !module.contains("promises")
    let call = "\(module).\(name)(\(arguments)"
    let run = Self.program(call, isStream: isStream, isCallback: isCallback)
    try closed.prepare("outside/closed")
    let denied = try await closed.run(Self.places("BASE/outside/closed") + run)
    #expect(!denied.success || base == "exists", "\(module).\(name) worked")
    #expect(!Arena.seen(denied).contains(Arena.secret), "\(module).\(name)")
    #expect(!closed.rows.denied.isEmpty, "\(module).\(name) was denied without a row")
    #expect(try closed.isUntouched("outside/closed"), "\(module).\(name)")
    #expect(try closed.contents("project/open").isDisjoint(with: ["taken", "copied", "linked"]))
    // The control: where it is granted it works, and is written down as well.
    try open.prepare("project/open/closed")
    let directory = base == "rmdir" ? "open/closed/empty" : "open/closed"
    let allowed = try await open.run(
      Self.places("open/closed", directory: directory) + run)
    #expect(allowed.success, "\(module).\(name): \(allowed.error?.message ?? "")")
    #expect(open.rows.denied.isEmpty && !open.rows.accesses.isEmpty, "\(module).\(name)")
  }

  private static func places(_ place: String, directory: String? = nil) -> String {
    "globalThis.T = '\(place)/notes.txt'; globalThis.D = '\(directory ?? place)'; "
      + "globalThis.L = '\(place)/link'; "
  }

  /// A program that makes the call and waits for what comes of it.
  private static func program(_ call: String, isStream: Bool, isCallback: Bool) -> String {
    if isStream {
      return """
        return await new Promise((done, fail) => {
          const stream = \(call))
          let text = ''
          stream.on('error', fail)
          stream.on('finish', done)
          stream.on('data', (part) => text += part)
          stream.on('end', () => done(text))
          if (stream.end) stream.end('new')
        })
        """
    }
    if isCallback {
      return """
        return await new Promise((done, fail) => {
          \(call), (error, value) => error instanceof Error ? fail(error) : done(value ?? error))
        })
        """
    }
    return "return await \(call))"
  }

  @Test("and the class of fs that reads by itself is decided about like the function")
  func directoryClass() async throws {
    let arena = try Arena()
    let denied = try await arena.run("new (require('fs').Dir)('BASE/outside').readSync().name")
    #expect(!denied.success)
    #expect(arena.rows.denied.count == 1)
    #expect(try await arena.run("new (require('fs').Dir)('open').readSync().name").value != nil)
  }

  @Test("a descriptor is worth no more than its path is now")
  func descriptors() async throws {
    let arena = try Arena()
    let result = try await arena.run(
      """
      const fs = require('fs')
      const fd = fs.openSync('open/notes.txt', 'r+')
      fs.renameSync('open/notes.txt', 'open/old.txt')
      fs.symlinkSync('old.txt', 'open/notes.txt')
      const seen = []
      for (const target of ['old.txt', 'BASE/outside/secret.txt', '../secret.txt']) {
        try {
          fs.unlinkSync('open/notes.txt')
          fs.symlinkSync(target, 'open/notes.txt')
          const buffer = Buffer.alloc(20)
          seen.push(buffer.toString('utf8', 0, fs.readSync(fd, buffer, 0, 20, 0)))
          fs.writeSync(fd, 'x', 0)
        } catch (error) { seen.push(error.code) }
      }
      return seen
      """)
    #expect(result.value?.arrayValue?.first == "open")
    #expect(!Arena.seen(result).contains(Arena.secret))
    let closed = FileManager.default.contents(atPath: arena.base + "/outside/secret.txt")
    #expect(closed == Data(Arena.secret.utf8))
  }

  /// What ends the program, or waits for it to end.
  private static let skipped =
    "['process.exit', 'process.abort', 'process.exit.prototype.constructor']"

  @Test("of the other modules asks the host for nothing, whatever it is called with")
  func pure() async throws {
    let arena = try Arena()
    let result = try await arena.run(
      """
      const { builtinModules } = require('module')
      const seen = new Set([require('fs'), require('fs/promises')]), called = []
      const secret = 'BASE/outside/secret.txt', skipped = new Set(\(Self.skipped))
      function walk(name, value) {
        if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return
        if (seen.has(value) || skipped.has(name) || name.split('.').length > 5) return
        seen.add(value)
        if (typeof value === 'function') {
          called.push(name)
          for (const parameters of [[secret], [secret, secret], [{ path: secret }, secret], [new URL('file://' + secret)]]) {
            try { const made = value(...parameters); if (made && made.catch) made.catch(() => {}) } catch {}
            try { const made = new value(...parameters); if (made && made.catch) made.catch(() => {}) } catch {}
          }
        }
        for (const key of Reflect.ownKeys(value)) {
          const property = Reflect.getOwnPropertyDescriptor(value, key)
          if (property && 'value' in property && name + '.' + String(key) !== 'process.env') {
            walk(name + '.' + String(key), property.value)
          } else if (property && property.get) {
            try { walk(name + '.' + String(key), property.get.call(value)) } catch {}
          }
        }
      }
      for (const name of builtinModules) walk(name, require(name))
      return called.length
      """)
    #expect(result.error?.message == nil || result.error?.code == "ERR_UNSETTLED_TOP_LEVEL_AWAIT")
    #expect((result.value?.integerValue ?? 0) > 200)
    #expect(arena.rows.accesses == [])
    #expect(result.usage.filesystemOps == 0)
    #expect(result.usage.networkCalls == 0)
    #expect(!Arena.seen(result).contains(Arena.secret))
    // The control: the modules that were left out do ask.
    _ = try await arena.run("require('fs').existsSync('open/notes.txt')")
    #expect(arena.rows.accesses.count == 1)
  }
}

extension Arena {
  /// Makes a directory anew, with all that any function needs; forgets the rows so far.
  func prepare(_ place: String) throws {
    let directory = base + "/" + place
    let manager = FileManager.default
    for name in ["closed", "taken", "copied", "linked"] {
      try? manager.removeItem(atPath: base + "/project/open/" + name)
    }
    try? manager.removeItem(atPath: directory)
    try manager.createDirectory(
      atPath: directory + "/empty", withIntermediateDirectories: true)
    let file = directory + "/notes.txt"
    try Self.secret.write(toFile: file, atomically: false, encoding: .utf8)
    try manager.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    try manager.createSymbolicLink(
      atPath: directory + "/link", withDestinationPath: "notes.txt")
    rows.clear()
  }

  /// Names in a directory.
  func contents(_ place: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: base + "/" + place))
  }

  /// Whether a directory is as `prepare` made it.
  func isUntouched(_ place: String) throws -> Bool {
    let file = base + "/\(place)/notes.txt"
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    return try contents(place) == ["notes.txt", "link", "empty"] && mode == 0o644
      && String(contentsOfFile: file, encoding: .utf8) == Self.secret
  }
}
