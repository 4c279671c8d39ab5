import BulkheadPolicy
import BulkheadSource
import Foundation
import Testing

private func parse(_ text: String, _ file: String = "p.yaml") throws -> SecurityPolicy {
  try SecurityPolicy.parse(Array(text.utf8), file: file)
}

private func errors(_ text: String, _ file: String = "p.yaml") -> [String] {
  do {
    _ = try parse(text, file)
    return []
  } catch let list as DiagnosticList {
    return list.diagnostics.map { diagnostic in
      diagnostic.code + (diagnostic.position.map { " \($0.line):\($0.column)" } ?? "")
    }
  } catch {
    return ["\(error)"]
  }
}

@Suite struct SecurityPolicyTests {
  @Test("the presets have the numbers of the design, from narrow to wide")
  func presets() {
    let numbers = SecurityPolicy.presets.map {
      [$0.maximumFilesystemGrants, $0.maximumNetworkGrants, $0.maximumTools]
    }
    #expect(numbers == [[5, 3, 10], [10, 5, 15], [50, 20, 30], [100, 50, 50]])
    #expect(
      SecurityPolicy.presets.map(\.name) == ["strict", "default", "permissive", "development"])
    #expect(SecurityPolicy.presets.map(\.allowPrivateNetwork) == [false, false, false, true])
    #expect(SecurityPolicy.presets.map(\.promptsOnElevated) == [true, true, true, false])
  }

  @Test("a file extends a preset and changes what it names")
  func file() throws {
    let yaml = try parse(
      """
      # a comment
      extends: default
      tools: 3
      trustedDomains: [example.org, "*.example.net"]
      allowPrivateNetwork: true
      limits:
        memoryLimit: 64MB
      """)
    #expect(yaml.maximumTools == 3)
    #expect(yaml.maximumFilesystemGrants == 10)
    #expect(yaml.trustedDomains == ["example.org", "*.example.net"])
    #expect(yaml.allowPrivateNetwork)
    #expect(yaml.limits.memoryBytes == 64 << 20)
    let json = try parse(#"{"extends":"default","tools":3}"#, "p.json")
    #expect(json.maximumTools == 3)
  }

  @Test(
    "what a file says wrongly is an error at its place",
    arguments: [
      ("extends: strict\ntols: 3", "unknown-key 2:1"), ("extends: nothing", "unknown-policy 1:10"),
      ("tools: 3", "missing-key 1:1"), ("extends: strict\ntools: many", "wrong-type 2:8"),
      ("extends: strict\ntools: 0644", "wrong-type 2:8"),
      ("extends: strict\ntools: -1", "out-of-range 2:8"),
      ("extends: strict\nallowPrivateNetwork: 'true'", "wrong-type 2:22"),
      ("extends: strict\nlimits:\n  memory: 1", "unknown-key 3:3"),
      ("extends: strict\ntrustedDomains: ['*']", "bad-host 2:17"),
      ("extends: strict\nextends: default", "yaml-syntax 1:1"), ("[1]", "wrong-type 1:1"),
      ("extends: [", "yaml-syntax 1:11"), ("", "yaml-empty"),
      ("extends: &a strict", "yaml-anchor 1:10"),
      ("a: &a [x]\nb: [*a, *a]", "yaml-anchor 1:4"), ("? [a]\n: b", "yaml-key 1:3"),
    ])
  func mistakes(text: String, error: String) {
    let found = errors(text)
    #expect(found.first?.split(separator: " ").first == error.split(separator: " ").first)
    if !error.hasPrefix("yaml-syntax") { #expect(found.first == error) }
  }

  @Test("a YAML text that unfolds without end is refused")
  func bomb() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...20 {
      let item = "*a\(level - 1)"
      text +=
        "a\(level): &a\(level) [\(Array(repeating: item, count: 9).joined(separator: ", "))]\n"
    }
    #expect(errors(text).first?.hasPrefix("yaml-anchor") == true)
    #expect(errors(String(repeating: "- ", count: 20_000)).isEmpty == false)
    #expect(errors(String(repeating: "[", count: 30_000)).isEmpty == false)
    #expect(errors(String(repeating: "a", count: 100_000)) == ["yaml-too-large"])
  }

  @Test("narrowing takes the smaller of everything and never widens")
  func narrowing() throws {
    let wide = SecurityPolicy.development
    let narrow = SecurityPolicy.strict
    for policy in [wide.narrowed(by: narrow), narrow.narrowed(by: wide)] {
      #expect(policy.maximumFilesystemGrants == 5)
      #expect(policy.limits == narrow.limits)
      #expect(policy.trustedDomains.isEmpty)
      #expect(policy.promptsOnElevated)
      #expect(!policy.allowPrivateNetwork)
      #expect(!policy.allowDynamicCode)
      #expect(Set(policy.bannedImports).isSuperset(of: narrow.bannedImports))
    }
    let first = try parse("extends: strict\ntrustedDomains: ['*.github.com', a.org]")
    let second = try parse("extends: strict\ntrustedDomains: [api.github.com, b.org]")
    #expect(first.narrowed(by: second).trustedDomains == ["api.github.com"])
    #expect(second.narrowed(by: first).trustedDomains == ["api.github.com"])
  }

  @Test("the machine's policy bounds the user's, and both the project's")
  func layers() throws {
    let root = NSTemporaryDirectory() + "/bulkhead-policy-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: root) }
    func write(_ text: String, _ file: String) throws {
      let path = "\(root)/\(file)"
      let directory = path.split(separator: "/").dropLast().joined(separator: "/")
      try FileManager.default.createDirectory(
        atPath: "/" + directory, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: false, encoding: .utf8)
    }
    let layers = PolicyLayers(
      managedDirectory: root + "/etc", userDirectory: root + "/user", project: root + "/project")
    #expect(try layers.policy() == .strict)
    #expect(try layers.policy(fallback: .default) == .default)
    try write("extends: development\ntools: 2", "project/.claude/security/policy.yaml")
    #expect(try layers.policy().maximumTools == 2)
    #expect(try !layers.policy().allowPrivateNetwork)
    try write(#"{"extends":"development"}"#, "user/policy.json")
    #expect(try layers.policy().allowPrivateNetwork)
    #expect(try layers.policy(chosen: .default).maximumFilesystemGrants == 10)
    try write("extends: strict\nfilesystemGrants: 1", "etc/policy.yml")
    #expect(try layers.policy(chosen: .development).maximumFilesystemGrants == 1)
    #expect(try !layers.policy(chosen: .development).allowPrivateNetwork)
    try write("extends: strict", "etc/policy.yaml")
    #expect(throws: DiagnosticList.self) { try layers.policy() }
  }

  @Test("limits are read with units for sizes, and written so that they can be read again")
  func limits() throws {
    var limits = ResourceLimits()
    for (text, bytes) in [
      ("256MB", 256 << 20), ("1gb", 1 << 30), ("65536KB", 64 << 20), ("67108864", 64 << 20),
      ("64MiB", 64 << 20),
    ] {
      try limits.set("memoryLimit", to: text)
      #expect(limits.memoryBytes == bytes, "\(text)")
    }
    for text in [
      "", "MB", "1.5GB", "-1", "1TB", "0", "99999999999999GB", "256 MB", "٣MB", "0x10000000",
    ] {
      #expect(throws: Diagnostic.self, "\(text)") { try limits.set("memoryLimit", to: text) }
    }
    #expect(throws: Diagnostic.self) { try limits.set("cpuTimeMs", to: "5KB") }
    #expect(throws: Diagnostic.self) { try limits.set("memory", to: "5MB") }
    try limits.set("cpuTimeMs", to: "5")
    #expect(limits.json["cpuTimeMs"] == 5)
    #expect(limits.json["memoryLimit"] == "64MB")
  }
}
