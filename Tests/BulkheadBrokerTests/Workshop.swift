import BulkheadBroker
import BulkheadPolicy
import BulkheadWire
import Glibc
import Synchronization
import Testing

/// A temporary project with a plugin, and a broker for it.
final class Workshop: Sendable {
  /// The real path of the directory that holds everything.
  let root: String
  var project: String { root + "/project" }
  var plugin: String { root + "/plugin" }

  init() throws {
    var template = Array("/tmp/bulkhead-broker-XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    let real = try #require(realpath(made, nil))
    defer { free(real) }
    root = String(cString: real)
    for directory in ["project", "project/open", "project/out", "plugin", "home", "outside"] {
      try makeDirectory(directory)
    }
    try write("project/open/a.txt", "A")
    try write("project/closed.txt", "closed")
    try write("outside/secret.txt", "secret")
  }

  deinit { Self.remove(root) }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in names(path) { remove(path + "/" + name) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }

  static func names(_ directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  // MARK: Files, by their path from the root

  func makeDirectory(_ path: String) throws {
    try #require(mkdir(root + "/" + path, 0o755) == 0, "mkdir \(path)")
  }

  func write(_ path: String, _ text: String) throws {
    let descriptor = open(root + "/" + path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    try #require(descriptor >= 0, "open \(path)")
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
  }

  func link(_ path: String, to target: String) throws {
    try #require(symlink(target, root + "/" + path) == 0, "symlink \(path)")
  }

  /// The contents of a file; nil if there is none.
  func text(_ path: String) -> String? {
    let descriptor = open(root + "/" + path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = read(descriptor, &bytes, bytes.count)
    return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
  }

  func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(root + "/" + path, &status) == 0
  }

  // MARK: Authority

  var locations: Locations {
    Locations(
      project: project, pluginRoot: plugin, pluginData: root + "/data", home: root + "/home",
      pluginName: "demo")
  }

  func authority(
    _ files: [(String, PermissionSet.FileGrant.Access)] = [
      ("open/**", .read), ("out/**", .readwrite),
    ],
    network: [PermissionSet.NetworkGrant] = [], env: [String] = [],
    policy: SecurityPolicy = .development
  ) -> Authority {
    Authority(
      permissions: PermissionSet(
        filesystem: files.map { .init(path: $0.0, access: $0.1) }, network: network, env: env),
      policy: policy, locations: locations)
  }

  func host(
    _ authority: Authority? = nil, limits: ResourceLimits = ResourceLimits(),
    _ change: (inout BrokerConfiguration) -> Void = { _ in }
  ) -> Host {
    Host(self, authority ?? self.authority(), limits: limits, change)
  }

  /// A broker with what it was given to work with.
  final class Host: Sendable {
    let source: FixedAuthority
    let log = MemoryLog()
    let broker: Broker

    init(
      _ workshop: Workshop, _ authority: Authority, limits: ResourceLimits,
      _ change: (inout BrokerConfiguration) -> Void
    ) {
      source = FixedAuthority(authority)
      let log = log
      var configuration = BrokerConfiguration(
        plugin: "demo", context: "c1", authority: source, recorder: log, limits: limits,
        environment: ["TOKEN": "t0k3n", "EMPTY": "", "HOME": "/home/user"],
        pluginRoot: workshop.plugin, workingDirectory: workshop.project,
        isApproved: { _, _ in true }, onViolation: { log.add($0) })
      change(&configuration)
      broker = Broker(configuration)
    }

    func perform(_ operation: Operation, _ fields: String..., bytes: String = "") -> Reply {
      broker.perform(
        Request(operation: operation, id: 0, fields: fields, bytes: Array(bytes.utf8)))
    }

    /// `ok`, the text that came back, or the code of the error.
    func ask(_ operation: Operation, _ fields: String..., bytes: String = "") -> String {
      switch broker.perform(
        Request(operation: operation, id: 0, fields: fields, bytes: Array(bytes.utf8)))
      {
      case .bytes(let bytes): bytes.isEmpty ? "ok" : String(decoding: bytes, as: UTF8.self)
      case .text(let text): text
      case .error(let code, _): code
      }
    }
  }
}

/// An authority that can be replaced.
final class FixedAuthority: AuthoritySource {
  private let authority: Mutex<Authority?>

  init(_ authority: Authority) { self.authority = Mutex(authority) }

  struct Unreadable: Error {}

  func current() throws -> Authority {
    guard let authority = authority.withLock({ $0 }) else { throw Unreadable() }
    return authority
  }

  /// Nil makes it throw.
  func replace(by other: Authority?) { authority.withLock { $0 = other } }
}

/// A recorder that keeps everything, or fails.
final class MemoryLog: AuditRecorder {
  private struct State {
    var events: [AuditEvent] = []
    var violations: [Violation] = []
    var fails = false
    var onEvent: (@Sendable (AuditEvent) -> Void)?
  }

  private let state = Mutex(State())

  struct DiskFull: Error {}

  func record(_ event: AuditEvent) throws {
    let hook = try state.withLock { state in
      if state.fails { throw DiskFull() }
      state.events.append(event)
      return state.onEvent
    }
    hook?(event)
  }

  func record(_ violation: Violation, plugin: String, context: String) throws { add(violation) }

  func add(_ violation: Violation) { state.withLock { $0.violations.append(violation) } }

  func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }

  /// Called after each event was taken, on the thread that recorded it.
  func onEvent(_ body: @escaping @Sendable (AuditEvent) -> Void) {
    state.withLock { $0.onEvent = body }
  }

  var events: [AuditEvent] { state.withLock { $0.events } }
  var violations: [Violation] { state.withLock { $0.violations } }
  /// `+ fs:read /path` or `- fs:read /path`.
  var lines: [String] {
    events.map { "\($0.allowed ? "+" : "-") \($0.action) \($0.resource)" }
  }
}
