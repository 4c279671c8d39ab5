import BulkheadLinux
import Glibc
import Testing

@Suite("What a machine gives")
struct MachineTests {
  private static let names = [
    "user-namespace", "mount-namespace", "network-namespace", "pid-namespace", "ipc-namespace",
    "uts-namespace", "landlock", "seccomp-filter", "seccomp-notification", "control-group",
    "javascript-engine",
  ]

  @Test("is described facility by facility, each with its use and how to get it")
  func facilities() {
    let machine = Machine.probe()
    #expect(machine.facilities.map(\.name) == Self.names)
    for facility in machine.facilities {
      #expect(!facility.detail.isEmpty)
      #expect(!facility.purpose.isEmpty)
      #expect(!facility.remedy.isEmpty)
    }
    #expect(machine.kernel.first?.isNumber == true)
    #expect(["x86_64", "aarch64"].contains(machine.architecture))
    // Without these the other tests could not have run.
    #expect(machine["seccomp-filter"]?.isPresent == true)
    #expect(machine["javascript-engine"]?.isPresent == true)
    #expect(machine.missing == machine.facilities.filter { !$0.isPresent })
  }

  @Test("is found out without changing the process that asks")
  func innocence() {
    let before = state()
    _ = Machine.probe()
    #expect(state() == before)
  }

  private func state() -> [String] {
    let kinds = ["user", "mnt", "net", "pid", "ipc", "uts"]
    return kinds.map { kind in
      var buffer = [CChar](repeating: 0, count: 64)
      let count = readlink("/proc/self/ns/\(kind)", &buffer, buffer.count)
      return String(
        decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    } + ["\(getuid())", "\(geteuid())"]
  }

  @Test(
    "lacks what the kernel refuses",
    arguments: [
      ("unshare", ["user-namespace", "mount-namespace", "network-namespace", "pid-namespace"]),
      ("mount", ["mount-namespace"]),
      ("landlock_create_ruleset", ["landlock"]),
      ("seccomp", ["seccomp-filter", "seccomp-notification"]),
    ])
  func lacking(call: String, missing: [String]) throws {
    let probe = try Programs.path("worker-probe")
    let process = try Programs.probe(["--then=\(probe)", "--refusing=\(call)", "--", "--machine"])
    let text = try #require(try Programs.firstField(of: process))
    let lines = text.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(lines.map { String($0[0]) } == Self.names)
    for line in lines where missing.contains(String(line[0])) {
      #expect(line[1] == "false", "\(line[0])")
      #expect(line.count == 4)
    }
  }
}
