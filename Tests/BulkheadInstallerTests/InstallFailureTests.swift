import BulkheadPolicy
import BulkheadStore
import Foundation
import Testing

@testable import BulkheadInstaller

@Suite("Installs that fail or are killed half-way")
struct InstallFailureTests {
  @Test("without an audit row nothing is installed")
  func noAudit() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    let installer = workshop.installer(recorder: FailingRecorder())
    await #expect(throws: StoreError.self) { try await installer.install(from: workshop.source) }
    #expect(try workshop.installed() == [])
    #expect(try workshop.permissions.names() == [])
  }

  @Test("a store that cannot be written undoes the placing", arguments: [false, true])
  func noRecord(replacing: Bool) async throws {
    let workshop = try Workshop()
    try workshop.writePlugin(script: "old\n")
    if replacing { try await workshop.install() }
    try workshop.writePlugin(version: "2.0.0", script: "new\n")
    let records = workshop.project + "/.claude/security/permissions.json"
    let saved = FileManager.default.contents(atPath: records)
    let spoiling = try Workshop(gate: StubGate(), at: workshop.path)
    // The store becomes a directory while the question is asked: no record can be written.
    let installer = PluginInstaller(
      project: workshop.project, permissions: workshop.permissions, recorder: workshop.log,
      gate: StubGate(), prompter: SpoilingPrompter(records: records),
      locations: spoiling.installer().locations)
    try workshop.writePlugin(
      version: "2.0.0", permissions: InstallTests.elevated, script: "new\n")
    await #expect(throws: StoreError.self) { try await installer.install(from: workshop.source) }
    try FileManager.default.removeItem(atPath: records)
    if let saved { try saved.write(to: URL(fileURLWithPath: records)) }
    #expect(try workshop.installed() == (replacing ? ["sample"] : []))
    if replacing {
      let record = try workshop.permissions.check("sample", root: workshop.plugins + "/sample")
      #expect(record.version == "1.0.0")
    }
  }

  @Test(
    "killed at any step, the next install finds either the old plugin or none",
    arguments: KillPoint.allCases, [false, true])
  func killed(point: KillPoint, replacing: Bool) async throws {
    let workshop = try Workshop()
    try workshop.writePlugin(script: "old\n")
    if replacing { try await workshop.install() }
    try workshop.writePlugin(version: "2.0.0", script: "new\n")
    let arguments = [workshop.path, point.rawValue]
    await #expect(processExitsWith: .signal(SIGKILL)) { [arguments = arguments as [String]] in
      let workshop = try Workshop(at: arguments[0])
      let point = try #require(KillPoint(rawValue: arguments[1]))
      try await point.install(workshop)
    }
    // The next install of anything cleans up.
    let other = try Workshop(at: workshop.path)
    try other.write("{ \"name\": \"other\" }", to: workshop.path + "/next/plugin.json")
    try await other.installer().install(from: workshop.path + "/next")
    #expect(try workshop.installed() == (replacing ? ["other", "sample"] : ["other"]))
    if replacing {
      let record = try workshop.permissions.check("sample", root: workshop.plugins + "/sample")
      #expect(record.version == "1.0.0")
    } else {
      #expect(try workshop.permissions.names() == ["other"])
    }
  }

  @Test("the staging directory of a running install is left alone")
  func runningInstall() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    let plugins = try Directory(path: workshop.project).child(".claude", mode: 0o755)
      .child("plugins", mode: 0o755)
    let running = try StagingArea(in: plugins, permissions: workshop.permissions)
    try await workshop.install()
    #expect(try workshop.installed() == [running.name, "sample"])
    try running.remove()
  }

  @Test("a plugins directory that is a link is refused", arguments: [".claude", ".claude/plugins"])
  func linkedDirectory(name: String) async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    let link = workshop.project + "/" + name
    let elsewhere = workshop.path + "/elsewhere"
    try FileManager.default.createDirectory(
      atPath: (link as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
    symlink(elsewhere, link)
    let error = await #expect(throws: StoreError.self) { try await workshop.install() }
    #expect(error?.code == "unsafe-path")
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere).isEmpty)
  }

  @Test(
    "what this user may not read or write is named, and nothing stays behind",
    arguments: ["source/secret.txt", "project/.claude"])
  func notPermitted(name: String) async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    try workshop.write("secret", to: workshop.source + "/secret.txt")
    try workshop.write("", to: workshop.project + "/.claude/x")
    try Nobody.own(workshop.path)
    #expect(chown(workshop.path + "/" + name, geteuid(), getegid()) == 0)
    chmod(workshop.path + "/" + name, name.hasPrefix("source") ? 0 : 0o555)
    let arguments = [workshop.path, name]
    await #expect(processExitsWith: .exitCode(71)) { [arguments = arguments as [String]] in
      try Nobody.become()
      do {
        try await Workshop(at: arguments[0]).install()
      } catch let error as StoreError where error.code == "not-permitted" {
        if error.message.contains(arguments[1]) { _exit(71) }
      }
    }
    #expect(try workshop.installed() == [])
    // The same user installs it once it is permitted.
    #expect(chmod(workshop.path + "/" + name, 0o777) == 0)
    await #expect(processExitsWith: .success) { [path = workshop.path as String] in
      try Nobody.become()
      try await Workshop(at: path).install()
    }
    #expect(try workshop.installed() == ["sample"])
  }

  @Test("a disk that fills up is named, and nothing stays behind")
  func diskFull() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    try workshop.write(
      String(repeating: "x", count: 4 << 20), to: workshop.source + "/big.txt")
    await #expect(processExitsWith: .exitCode(71)) { [path = workshop.path as String] in
      // A full disk for this process: writing beyond the limit fails with EFBIG.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      do {
        try await Workshop(at: path).install()
      } catch let error as StoreError where error.code == "disk-full" {
        _exit(71)
      }
    }
    #expect(try workshop.installed() == [])
    try await workshop.install()
  }
}

/// Root may read and write anything, so a test of permissions needs another user where it runs as root.
enum Nobody {
  private static let id: uid_t = 65534

  static func own(_ path: String) throws {
    guard geteuid() == 0 else { return }
    let below = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    for name in [""] + below {
      try #require(chown(path + "/" + name, id, id) == 0)
    }
  }

  static func become() throws {
    guard geteuid() == 0 else { return }
    try #require(setgroups(0, nil) == 0 && setgid(id) == 0 && setuid(id) == 0)
  }
}

/// Where an install is killed.
enum KillPoint: String, CaseIterable, Sendable {
  case whileScanning, beforePlacing, afterPlacing

  func install(_ workshop: Workshop) async throws {
    switch self {
    case .whileScanning:
      let killing = try Workshop(
        gate: StubGate(whileScanning: { _ in kill(getpid(), SIGKILL) }), at: workshop.path)
      try await killing.install(InstallOptions(assumesYes: true))
    case .beforePlacing:
      let installer = workshop.installer(recorder: KillingRecorder())
      try await installer.install(
        from: workshop.source, options: InstallOptions(assumesYes: true))
    case .afterPlacing:
      // What `Installation.place` does, up to the moment before the record is written.
      let plugins = try Directory(path: workshop.project).child(".claude", mode: 0o755)
        .child("plugins", mode: 0o755)
      let area = try StagingArea(in: plugins, permissions: workshop.permissions)
      var copy = TreeCopy(limits: TreeLimits())
      try copy.copy(from: Directory(path: workshop.source), to: area.plugin)
      try area.place(as: "sample")
      kill(getpid(), SIGKILL)
    }
  }
}

final class FailingRecorder: AuditRecorder {
  func record(_ event: AuditEvent) throws { throw StoreError(code: "disk-full", "no space") }
  func record(_ violation: Violation, plugin: String, context: String) throws {}
}

final class KillingRecorder: AuditRecorder {
  func record(_ event: AuditEvent) throws { kill(getpid(), SIGKILL) }
  func record(_ violation: Violation, plugin: String, context: String) throws {}
}

/// Says yes after it has made the permission store unwritable.
struct SpoilingPrompter: PermissionPrompter {
  let records: String

  func approve(_ request: ApprovalRequest) async -> Bool {
    try? FileManager.default.removeItem(atPath: records)
    let made: ()? = try? FileManager.default.createDirectory(
      atPath: records, withIntermediateDirectories: true)
    return made != nil
  }
}
