import BulkheadPolicy
import BulkheadSource
import Foundation
import Testing

private func parse(
  _ text: String, other: String? = nil, sidecar: String? = nil
) throws -> PluginManifest {
  try PluginManifest.parse(
    Array(text.utf8), file: "plugin.json", other: other.map { (Array($0.utf8), "root.json") },
    sidecar: sidecar.map { (Array($0.utf8), "bulkhead.json") })
}

private func errors(
  _ text: String, other: String? = nil, sidecar: String? = nil
) -> [String] {
  do {
    _ = try parse(text, other: other, sidecar: sidecar)
    return []
  } catch let list as DiagnosticList {
    return list.diagnostics.map { diagnostic in
      let position = diagnostic.position.map { " \($0.line):\($0.column)" } ?? ""
      return diagnostic.code + position
    }
  } catch {
    return ["\(error)"]
  }
}

@Suite struct PluginManifestTests {
  @Test("every field of the permissions is read")
  func full() throws {
    let manifest = try parse(
      """
      {"name": "demo", "version": "1", "description": "d", "main": "./a/b.js", "hooks": {}, "x": 1,
       "permissions": {
         "filesystem": [{"path": ".claude/**", "access": "read"}],
         "network": [{"host": "*.github.com", "ports": [443], "protocols": ["https"]}],
         "tools": ["Read"], "mcpServers": ["github"], "env": ["GITHUB_TOKEN"]},
       "sandbox": {"enabled": true, "memoryLimit": "128MB", "cpuTimeMs": 5, "allowedCommands": ["git"]}}
      """)
    #expect(manifest.name == "demo")
    #expect(manifest.main == "./a/b.js")
    #expect(manifest.limits.memoryBytes == 128 << 20)
    #expect(manifest.limits.cpuTimeMs == 5)
    #expect(manifest.limits.timeoutMs == 30_000)
    #expect(manifest.requestedPermissions.tools == ["Read", "Bash(git:*)"])
    #expect(
      manifest.permissions?.network == [
        .init(host: "*.github.com", ports: [443], protocols: ["https"])
      ])
    #expect(manifest.permissions?.grants.count == 5)
  }

  @Test(
    "a manifest that declares nothing has no permissions, one that declares none has an empty set")
  func absent() throws {
    #expect(try parse(#"{"name":"a"}"#).permissions == nil)
    #expect(try parse(#"{"name":"a","permissions":{}}"#).permissions == PermissionSet.none)
    #expect(
      try parse(#"{"name":"a","permissions":{"filesystem":[]}}"#).permissions == PermissionSet.none)
  }

  @Test(
    "what is misspelt or of the wrong type is an error at its place",
    arguments: [
      (#"{"permissions":{"filesytem":[]}}"#, "unknown-key 1:28"),
      (#"{"permissions":{"filesystem":{}}}"#, "wrong-type 1:41"),
      (#"{"permissions":{"filesystem":null}}"#, "wrong-type 1:41"),
      (#"{"permissions":null}"#, "wrong-type 1:27"),
      (#"{"permissions":[]}"#, "wrong-type 1:27"),
      (#"{"permissions":{"filesystem":[{"path":"a","access":"rw"}]}}"#, "unknown-access 1:63"),
      (#"{"permissions":{"filesystem":[{"path":"a"}]}}"#, "missing-key 1:42"),
      (#"{"permissions":{"filesystem":[{"path":"../a","access":"read"}]}}"#, "bad-path 1:50"),
      (#"{"permissions":{"filesystem":["a"]}}"#, "wrong-type 1:42"),
      (#"{"permissions":{"network":[{"host":"*"}]}}"#, "bad-host 1:47"),
      (#"{"permissions":{"network":[{"host":"a.org","ports":[0]}]}}"#, "out-of-range 1:64"),
      (#"{"permissions":{"network":[{"host":"a.org","ports":[]}]}}"#, "empty-list 1:63"),
      (
        #"{"permissions":{"network":[{"host":"a.org","protocols":["ftp"]}]}}"#,
        "unknown-protocol 1:67"
      ),
      (#"{"permissions":{"tools":["Read","Read"]}}"#, "bad-item 1:44"),
      (#"{"permissions":{"env":["A*"]}}"#, "bad-variable 1:34"),
      (#"{"sandbox":{"memorylimit":"1GB"}}"#, "unknown-key 1:24"),
      (#"{"sandbox":{"memoryLimit":"256 parsecs"}}"#, "bad-limit 1:38"),
      (#"{"sandbox":{"cpuTimeMs":"5MB"}}"#, "bad-limit 1:36"),
      (#"{"sandbox":{"cpuTimeMs":-1}}"#, "bad-limit 1:36"),
      (#"{"sandbox":{"enabled":false}}"#, "sandbox-disabled 1:34"),
      (#"{"sandbox":{"allowedCommands":["/bin/sh"]}}"#, "bad-command 1:42"),
      (#"{"main":"../x.js"}"#, "bad-main 1:20"), (#"{"main":"/x.js"}"#, "bad-main 1:20"),
      (#"{"main":"a\\..\\..\\x"}"#, "bad-main 1:20"), (#"{"main":1}"#, "wrong-type 1:20"),
      (#"{"version":1}"#, "wrong-type 1:23"),
    ])
  func mistakes(body: String, error: String) {
    #expect(errors(#"{"name":"a","# + body.dropFirst()) == [error])
  }

  @Test(
    "a name that is no directory name is refused",
    arguments: [
      "", ".", "..", ".hidden", "-x", "a/b", "a\\\\b", "../x", "a\\u0000b", "a b", "a\\u202eb", "é",
      "a..b", "a.", "a..", "..a",
      String(repeating: "a", count: 65),
    ])
  func badName(name: String) {
    #expect(errors("{\"name\":\"\(name)\"}") == ["bad-name 1:9"])
  }

  @Test(
    "ordinary names are accepted",
    arguments: ["a", "my-plugin", "A_b.c-1", String(repeating: "a", count: 64)])
  func goodName(name: String) throws {
    #expect(try parse("{\"name\":\"\(name)\"}").name == name)
  }

  @Test("the places may repeat each other but not contradict")
  func contradictions() throws {
    let permissions = #""permissions":{"tools":["Read"]}"#
    let same = #"{"name":"a",\#(permissions)}"#
    #expect(errors(same, other: same, sidecar: "{\(permissions)}") == [])
    #expect(errors(same, sidecar: #"{"permissions":{"tools":["Bash"]}}"#) == ["contradiction 1:16"])
    #expect(errors(same, sidecar: #"{"permissions":{}}"#) == ["contradiction 1:16"])
    #expect(
      errors(same, other: #"{"name":"b","permissions":{"tools":["Bash"]}}"#) == [
        "contradiction 1:27"
      ])
    #expect(
      errors(#"{"name":"a","main":"a.js"}"#, other: #"{"main":"b.js"}"#) == ["contradiction 1:9"])
    let nested =
      #"{"name":"a",\#(permissions),"metadata":{"sandbox":{"permissions":{"tools":["Edit"]}}}}"#
    #expect(errors(nested) == ["contradiction 1:83"])
    let limits = #"{"name":"a","sandbox":{"cpuTimeMs":5},"metadata":{"sandbox":{"cpuTimeMs":6}}}"#
    #expect(errors(limits) == ["contradiction 1:61"])
  }

  @Test("permissions are read from metadata.sandbox and from the sidecar")
  func places() throws {
    let nested = try parse(
      #"{"name":"a","metadata":{"x":1,"sandbox":{"permissions":{"env":["A"]},"timeoutMs":9}}}"#)
    #expect(nested.permissions?.env == ["A"])
    #expect(nested.limits.timeoutMs == 9)
    let sidecar = try parse(#"{"name":"a"}"#, sidecar: #"{"permissions":{"env":["B"]}}"#)
    #expect(sidecar.permissions?.env == ["B"])
    #expect(errors(#"{"name":"a"}"#, sidecar: #"{"permission":{}}"#) == ["unknown-key 1:2"])
  }

  @Test("all errors are reported at once")
  func several() {
    #expect(
      errors(#"{"name":"a b","main":"/x","permissions":{"x":1,"env":[1]}}"#)
        == ["bad-name 1:9", "bad-main 1:22", "unknown-key 1:42", "wrong-type 1:55"])
  }
}

@Suite struct ManifestLoadingTests {
  private func withDirectory(_ body: (String) throws -> Void) throws {
    let directory = NSTemporaryDirectory() + "/bulkhead-manifest-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory + "/.claude-plugin", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try body(directory)
  }

  private func write(_ text: String, _ file: String) throws {
    try text.write(toFile: file, atomically: false, encoding: .utf8)
  }

  @Test("a manifest is found in .claude-plugin, then in the root; none is none")
  func found() throws {
    try withDirectory { directory in
      #expect(try PluginManifest.load(fromDirectory: directory)?.name == nil)
      try write(#"{"name":"root"}"#, directory + "/plugin.json")
      #expect(try PluginManifest.load(fromDirectory: directory)?.name == "root")
      try write(#"{"name":"first"}"#, directory + "/.claude-plugin/plugin.json")
      #expect(try PluginManifest.load(fromDirectory: directory)?.name == "first")
    }
  }

  @Test(
    "a link, a FIFO, a directory and a file of more than a mebibyte are refused, without waiting")
  func hostileFiles() throws {
    try withDirectory { directory in
      let file = directory + "/plugin.json"
      try write(#"{"name":"a"}"#, directory + "/real.json")
      try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "real.json")
      #expect(throws: DiagnosticList.self) { try PluginManifest.load(fromDirectory: directory) }
      try FileManager.default.removeItem(atPath: file)
      #expect(mkfifo(file, 0o600) == 0)
      #expect(throws: DiagnosticList.self) { try PluginManifest.load(fromDirectory: directory) }
      try FileManager.default.removeItem(atPath: file)
      try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
      #expect(throws: DiagnosticList.self) { try PluginManifest.load(fromDirectory: directory) }
      try FileManager.default.removeItem(atPath: file)
      try write(
        #"{"name":"a"}"# + String(repeating: " ", count: 1 << 20), file)
      #expect(throws: DiagnosticList.self) { try PluginManifest.load(fromDirectory: directory) }
      try write(#"{"name":"a"}"#, file)
      #expect(try PluginManifest.load(fromDirectory: directory)?.name == "a")
    }
  }

  @Test("a sidecar without a manifest does not pass unseen")
  func sidecarAlone() throws {
    try withDirectory { directory in
      try write(#"{"permissions":{}}"#, directory + "/bulkhead.json")
      #expect(throws: DiagnosticList.self) { try PluginManifest.load(fromDirectory: directory) }
    }
  }
}
