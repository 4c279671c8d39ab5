import BulkheadPolicy
import BulkheadSource
import BulkheadStore
import Foundation
import Testing

@testable import BulkheadInstaller

@Suite("Installing a plugin")
struct InstallTests {
  static let elevated = #"{ "network": [ { "host": "api.unknown.example" } ] }"#

  @Test("places its files, records the approval and writes a row")
  func installs() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    try workshop.write("ref", to: workshop.source + "/.git/HEAD")
    let outcome = try await workshop.install()
    #expect(outcome.directory == workshop.plugins + "/sample")
    #expect(try workshop.text(outcome.directory + "/index.js") == "module.exports = 1\n")
    #expect(outcome.leftOut == [".git"])
    #expect(try workshop.installed() == ["sample"])
    let record = try workshop.permissions.check("sample", root: outcome.directory)
    #expect(record.version == "1.0.0")
    #expect(record.securityScore == 96)
    #expect(record.approvedBy == "policy default")
    #expect(record.files.keys.sorted() == [".claude-plugin/plugin.json", "index.js"])
    let rows = try workshop.log.entries()
    #expect(rows.map(\.event.action) == ["install"])
    #expect(rows.allSatisfy { $0.event.allowed && $0.event.plugin == "sample" })
  }

  @Test("asks nobody where there is nothing to ask")
  func asksNobody() async throws {
    let workshop = try Workshop(answer: false)
    try workshop.writePlugin(
      permissions: #"{ "filesystem": [ { "path": "docs/**", "access": "read" } ] }"#)
    try await workshop.install()
    #expect(workshop.prompter.requests.isEmpty)
    #expect(try workshop.permissions.record(of: "sample")?.permissions.filesystem.count == 1)
  }

  @Test("asks for an elevated grant, and takes no for an answer", arguments: [true, false])
  func asks(answer: Bool) async throws {
    let workshop = try Workshop(answer: answer)
    try workshop.writePlugin(permissions: Self.elevated)
    if answer {
      try await workshop.install()
      #expect(try workshop.permissions.record(of: "sample")?.approvedBy == "prompt")
    } else {
      let error = await #expect(throws: InstallError.self) { try await workshop.install() }
      #expect(error?.code == "not-approved")
      #expect(try workshop.installed() == [])
      #expect(try workshop.permissions.names() == [])
      #expect(try workshop.log.entries().map(\.event.allowed) == [false])
    }
    let request = try #require(workshop.prompter.requests.first)
    #expect(workshop.prompter.requests.count == 1)
    #expect(request.lines.joined(separator: "\n").contains("api.unknown.example"))
    #expect(!request.warnings.isEmpty)
  }

  @Test("takes --yes for an answer without asking")
  func assumesYes() async throws {
    let workshop = try Workshop(answer: false)
    try workshop.writePlugin(permissions: Self.elevated)
    let outcome = try await workshop.install(InstallOptions(assumesYes: true))
    #expect(outcome.record.approvedBy == "--yes")
    #expect(workshop.prompter.requests.isEmpty)
  }

  @Test("shows the plugin's own words escaped")
  func escapes() async throws {
    let workshop = try Workshop()
    try workshop.write(
      """
      { "name": "sample", "version": "1\\u001b[2J", "description": "safe\\u202E\\ngnitide",
        "permissions": \(Self.elevated) }
      """, to: workshop.source + "/.claude-plugin/plugin.json")
    try await workshop.install()
    let lines = try #require(workshop.prompter.requests.first).lines
    for line in lines {
      #expect(line.unicodeScalars.allSatisfy { SafeText.isVisible($0) })
    }
  }

  @Test("refuses what fails the scan, whatever is said beforehand")
  func failsScan() async throws {
    let verdict = PluginVerdict(
      reasons: ["eval of fetched text, index.js:3"], securityScore: 35)
    let workshop = try Workshop(gate: StubGate(verdict: verdict))
    try workshop.writePlugin()
    let error = await #expect(throws: InstallError.self) {
      try await workshop.install(InstallOptions(assumesYes: true))
    }
    #expect(error?.message.contains("failed security scan (score: 35/100)") == true)
    #expect(error?.message.contains("index.js:3") == true)
    #expect(error?.isRefusal == true)
    #expect(try workshop.installed() == [])
    let row = try #require(try workshop.log.entries().last)
    #expect(!row.event.allowed && row.event.rule == "failed-security-scan")
  }

  @Test("refuses what the policy refuses, whatever is said beforehand")
  func invalidPermissions() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin(
      permissions: #"{ "filesystem": [ { "path": "/**", "access": "write" } ] }"#)
    let error = await #expect(throws: InstallError.self) {
      try await workshop.install(InstallOptions(assumesYes: true))
    }
    #expect(error?.code == "invalid-permissions")
    #expect(try workshop.installed() == [])
  }

  @Test("asks for what the code needs where nothing is declared")
  func inferred() async throws {
    let needs = PermissionSet(filesystem: [.init(path: "notes/*.md", access: .read)])
    let verdict = PluginVerdict(securityScore: 90, inferredPermissions: needs)
    let workshop = try Workshop(gate: StubGate(verdict: verdict))
    try workshop.writePlugin(permissions: nil)
    let outcome = try await workshop.install()
    #expect(outcome.isInferred)
    #expect(outcome.record.permissions == needs)
    #expect(workshop.prompter.requests.first?.isInferred == true)
    // A declared set is what counts, whatever the code would need.
    try workshop.writePlugin("other", permissions: "{}")
    let declared = try await workshop.install()
    #expect(!declared.isInferred && declared.record.permissions.isEmpty)
  }

  @Test("leaves out of an inferred set what the policy refuses, and says so")
  func inferredRefused() async throws {
    let needs = PermissionSet(
      filesystem: [.init(path: "docs/a.md", access: .read), .init(path: "/**", access: .write)])
    let verdict = PluginVerdict(securityScore: 90, inferredPermissions: needs)
    let workshop = try Workshop(gate: StubGate(verdict: verdict))
    try workshop.writePlugin(permissions: nil)
    let outcome = try await workshop.install()
    #expect(outcome.record.permissions.filesystem == [.init(path: "docs/a.md", access: .read)])
    let request = try #require(workshop.prompter.requests.first)
    #expect(request.warnings.contains { $0.message.hasPrefix("left out: ") })
  }

  @Test("replaces an installed version only after it was asked", arguments: [true, false])
  func replaces(answer: Bool) async throws {
    let workshop = try Workshop(answer: answer)
    try workshop.writePlugin(script: "old\n")
    try await workshop.install()
    try workshop.writePlugin(
      version: "2.0.0",
      permissions: #"{ "filesystem": [ { "path": "docs/**", "access": "read" } ] }"#,
      script: "new\n")
    if answer {
      let outcome = try await workshop.install()
      #expect(outcome.replaced)
    } else {
      await #expect(throws: InstallError.self) { try await workshop.install() }
    }
    let request = try #require(workshop.prompter.requests.first)
    #expect(request.replaces == "1.0.0")
    #expect(request.widened.count == 1)
    #expect(try workshop.installed() == ["sample"])
    #expect(
      try workshop.text(workshop.plugins + "/sample/index.js") == (answer ? "new\n" : "old\n"))
    let record = try workshop.permissions.check("sample", root: workshop.plugins + "/sample")
    #expect(record.version == (answer ? "2.0.0" : "1.0.0"))
  }

  @Test("installs what was scanned, not what the source has become")
  func sourceChanges() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin(script: "scanned\n")
    let changed = try Workshop(
      gate: StubGate(whileScanning: { [source = workshop.source] _ in
        try Data("changed\n".utf8).write(to: URL(fileURLWithPath: source + "/index.js"))
      }))
    let outcome = try await changed.installer().install(from: workshop.source)
    #expect(try workshop.text(outcome.directory + "/index.js") == "scanned\n")
    #expect(try workshop.text(workshop.source + "/index.js") == "changed\n")
  }

  @Test("keeps links that stay inside, and only the owner's execute bit")
  func keepsLinks() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    try workshop.write("#!/bin/sh\n", to: workshop.source + "/bin/run")
    chmod(workshop.source + "/bin/run", 0o4775)
    symlink("../index.js", workshop.source + "/bin/link")
    symlink("bin", workshop.source + "/tools")
    let directory = try await workshop.install().directory
    let manager = FileManager.default
    #expect(try manager.destinationOfSymbolicLink(atPath: directory + "/bin/link") == "../index.js")
    func mode(_ file: String) throws -> Int? {
      try manager.attributesOfItem(atPath: directory + file)[.posixPermissions] as? Int
    }
    #expect(try mode("/bin/run") == 0o755)
    #expect(try mode("/index.js") == 0o644)
  }

  @Test("uninstalls files and approval, once")
  func uninstalls() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    try await workshop.install()
    try workshop.installer().uninstall("sample")
    #expect(try workshop.installed() == [])
    #expect(try workshop.permissions.names() == [])
    #expect(try workshop.log.entries().last?.event.action == "uninstall")
    let error = #expect(throws: InstallError.self) {
      try workshop.installer().uninstall("sample")
    }
    #expect(error?.code == "not-installed")
    for name in ["../project", "", ".staging.lock", "a/b"] {
      #expect(throws: InstallError.self) { try workshop.installer().uninstall(name) }
    }
  }
}
