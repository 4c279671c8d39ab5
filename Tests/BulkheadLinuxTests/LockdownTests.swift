import BulkheadLinux
import Glibc
import Testing

@Suite("A worker on a machine that lacks something")
struct LockdownTests {
  private func start(refusing calls: String, _ arguments: [String] = []) throws -> WorkerProcess {
    try Programs.probe(
      ["--then=\(Programs.path("bulkhead-worker"))", "--refusing=\(calls)", "--"] + arguments)
  }

  @Test("starts where nothing is missing")
  func control() throws {
    let worker = try start(refusing: "")
    let ready = try #require(try Programs.firstField(of: worker))
    for layer in Layer.allCases { #expect(ready.contains("\"\(layer.rawValue)"), "\(layer)") }
    try Confinement.verify(process: worker.pid)
  }

  @Test(
    "refuses to start and names the layer, and how to get it",
    arguments: [
      ("unshare", Layer.namespaces), ("mount", .emptyRoot), ("pivot_root", .emptyRoot),
      ("capset", .noPrivileges), ("prlimit64", .resourceLimits),
      ("landlock_create_ruleset", .landlock), ("seccomp", .seccomp),
    ])
  func missing(call: String, layer: Layer) throws {
    let worker = try start(refusing: call)
    #expect(try Programs.firstField(of: worker) == nil)
    #expect(worker.wait() == .exited(70))
    #expect(worker.diagnostics.contains("cannot arm the layer \(layer.rawValue): "))
    #expect(worker.diagnostics.contains(call == "prlimit64" ? "EPERM" : "ENOSYS"))
    #expect(worker.diagnostics.contains("; help: "))
  }

  @Test(
    "starts without a layer only if its host says so",
    arguments: [("unshare", Layer.namespaces), ("landlock_create_ruleset", .landlock)])
  func accepted(call: String, layer: Layer) throws {
    let worker = try start(refusing: call, ["--accept-missing=\(layer.rawValue)"])
    let ready = try #require(try Programs.firstField(of: worker))
    #expect(!ready.contains(layer.rawValue))
    #expect(ready.contains("\"seccomp\""))
    try Confinement.verify(process: worker.pid)
  }

  @Test("cannot be told to go without what every machine has", arguments: Layer.allCases)
  func required(layer: Layer) throws {
    let worker = try Programs.worker(["--accept-missing=\(layer.rawValue)"])
    let isOptional = Lockdown.optionalLayers.contains(layer)
    #expect(try (Programs.firstField(of: worker) != nil) == isOptional)
    if !isOptional { #expect(worker.wait() == .exited(64)) }
  }

  @Test("a process that is not confined is told from one that is")
  func verify() throws {
    #expect(throws: LinuxError.self) { try Confinement.verify(process: getpid()) }
    #expect(throws: LinuxError.self) { try Confinement.verify(process: Int32.max) }
    let worker = try Programs.worker()
    _ = try Programs.firstField(of: worker)
    try Confinement.verify(process: worker.pid)
  }
}
