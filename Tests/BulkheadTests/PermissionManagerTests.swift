import Bulkhead
import Synchronization
import Testing

/// Gives the same answer to each question, and counts them.
private final class Answering: PermissionPrompter {
  private let answer: Bool
  private let count = Atomic<Int>(0)

  init(_ answer: Bool) { self.answer = answer }

  var questions: Int { count.load(ordering: .relaxed) }

  func approve(_ request: ApprovalRequest) async -> Bool {
    count.add(1, ordering: .relaxed)
    return answer
  }
}

@Suite struct PermissionManagerTests {
  private static func site() async throws -> Site {
    let site = try Site()
    try await site.install(
      site.plugin(permissions: #"{"filesystem": [{"path": "notes/**", "access": "read"}]}"#))
    return site
  }

  @Test("what is granted needs no question, what is not is asked once and then granted")
  func request() async throws {
    let site = try await Self.site()
    let yes = Answering(true)
    let manager = PermissionManager(project: site.project, prompter: yes)
    #expect(try await manager.requestPermission("test-plugin", "fs:read", "notes/a"))
    #expect(yes.questions == 0)
    #expect(try await manager.requestPermission("test-plugin", "fs:read", "docs/[a].md"))
    #expect(try await manager.requestPermission("test-plugin", "fs:read", "docs/[a].md"))
    #expect(yes.questions == 1)
    // As little as was asked for.
    #expect(try !manager.explain("test-plugin", "fs:read", "docs/a.md").decision.isAllowed)
    let rows = try site.project.audit.entries(AuditFilter(plugin: "test-plugin"))
    #expect(
      rows.filter { $0.event.context == "request" }.map(\.event.allowed) == [true, true, true])
  }

  @Test("a no is a no, is recorded, and grants nothing")
  func refused() async throws {
    let site = try await Self.site()
    let manager = PermissionManager(project: site.project, prompter: Answering(false))
    #expect(try await !manager.requestPermission("test-plugin", "fs:write", "notes/a"))
    #expect(try manager.record(of: "test-plugin").permissions.grants.count == 1)
    #expect(try site.project.audit.entries(AuditFilter(deniedOnly: true)).count == 2)
  }

  @Test(
    "what a policy forbids is not even asked",
    arguments: [
      ("fs:read", ".claude/security/permissions.json"),
      ("network:fetch", "http://169.254.169.254/"),
    ])
  func forbidden(action: String, resource: String) async throws {
    let site = try await Self.site()
    let yes = Answering(true)
    let manager = PermissionManager(project: site.project, prompter: yes)
    #expect(try await !manager.requestPermission("test-plugin", action, resource))
    #expect(try manager.record(of: "test-plugin").permissions.grants.count == 1)
  }

  @Test("the default prompter denies")
  func defaultDenies() async throws {
    let site = try await Self.site()
    let manager = PermissionManager(project: site.project)
    #expect(try await !manager.requestPermission("test-plugin", "env:read", "HOME"))
  }

  @Test("revoking takes what is named, or everything")
  func revoke() async throws {
    let site = try await Self.site()
    let manager = PermissionManager(project: site.project, prompter: Answering(true))
    try await manager.grantPermission("test-plugin", "env:read", "COLOUR")
    #expect(try manager.revokePermission("test-plugin", "fs:read", "other/**").isEmpty)
    #expect(try manager.revokePermission("test-plugin", "fs:read").count == 1)
    #expect(try manager.revokeAllPermissions("test-plugin").count == 1)
    #expect(try manager.record(of: "test-plugin").permissions.isEmpty)
  }

  @Test("many denials and many resources are unusual")
  func unusual() async throws {
    let site = try await Self.site()
    let manager = PermissionManager(project: site.project)
    #expect(try manager.auditPluginPermissions("test-plugin").isEmpty)
    _ = try await site.executor().execute(
      "test-plugin",
      """
      const fs = require('fs');
      for (let i = 0; i < 120; i++) { try { fs.readFileSync('/x' + i) } catch {} }
      """)
    let remarks = try manager.auditPluginPermissions("test-plugin")
    #expect(remarks.count == 2)
    #expect(remarks.first == "120 denied permission attempts detected")
    #expect(try manager.exportAuditLog("test-plugin").hasPrefix("["))
  }

  @Test("a revocation holds in the next request of a running context")
  func live() async throws {
    let site = try await Self.site()
    try site.write("hello", to: "project/notes/a")
    let manager = PermissionManager(project: site.project)
    async let run = site.executor().execute(
      "test-plugin",
      """
      const fs = require('fs');
      let reads = 0;
      for (;;) {
        try { fs.readFileSync('notes/a'); reads++ } catch { return reads }
        await new Promise((done) => setTimeout(done, 10));
      }
      """)
    while try site.project.audit.entries(AuditFilter(plugin: "test-plugin")).count < 4 {
      try await Task.sleep(for: .milliseconds(10))
    }
    try manager.revokePermission("test-plugin", "fs:read")
    #expect(try await (run.value?.integerValue ?? 0) >= 1)
  }
}
