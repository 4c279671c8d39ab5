import BulkheadPolicy
import BulkheadSource
import BulkheadStore
import Foundation
import Testing

@testable import BulkheadInstaller

@Suite("Sources that are refused")
struct BadSourceTests {
  /// Makes a bad source out of a good one; `code` is what it is refused with.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: String
    let spoil: @Sendable (String) throws -> Void
    init(
      _ description: String, _ code: String, _ spoil: @escaping @Sendable (String) throws -> Void
    ) {
      testDescription = description
      self.code = code
      self.spoil = spoil
    }
  }

  static let cases = [
    Case("a FIFO", "special-file") { source in mkfifo(source + "/pipe", 0o600) },
    Case("a socket", "special-file") { source in
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      // The path of a socket is short, so it is bound by way of a descriptor.
      let directory = open(source, O_RDONLY | O_DIRECTORY)
      let path = "/proc/self/fd/\(directory)/s"
      withUnsafeMutableBytes(of: &address.sun_path) {
        $0.copyBytes(from: path.utf8CString.map(UInt8.init))
      }
      let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      _ = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      close(socket)
      close(directory)
    },
    Case("an absolute link out", "link-outside") { source in
      symlink("/etc/passwd", source + "/link")
    },
    Case("a relative link out", "link-outside") { source in
      symlink("../../project", source + "/link")
    },
    Case("a link out whose slash joins a combining mark", "link-outside") { source in
      symlink("../\u{301}x", source + "/link")
    },
    Case("two names that differ in case", "name-collision") { source in
      close(open(source + "/Notes", O_CREAT | O_WRONLY, 0o600))
      close(open(source + "/notes", O_CREAT | O_WRONLY, 0o600))
    },
    Case("two names that differ in composition", "name-collision") { source in
      close(open(source + "/\u{e9}", O_CREAT | O_WRONLY, 0o600))
      close(open(source + "/e\u{301}", O_CREAT | O_WRONLY, 0o600))
    },
    Case("a link out through a link inside", "link-outside") { source in
      mkdir(source + "/a", 0o755)
      mkdir(source + "/a/b", 0o755)
      symlink("a/b", source + "/short")
      symlink("short/../../..", source + "/link")
    },
    Case("links that lead to each other", "link-loop") { source in
      symlink("two", source + "/one")
      symlink("one", source + "/two")
    },
    Case("a link to itself", "link-loop") { source in symlink("self", source + "/self") },
    Case("a name that is not UTF-8", "bad-name") { source in
      let name: [CChar] = (source + "/").utf8CString.dropLast() + [-1, -2, 0]
      close(open(name, O_CREAT | O_WRONLY, 0o600))
    },
    Case("directories too deep", "tree-too-deep") { source in
      let deep = source + String(repeating: "/d", count: 40)
      try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    },
    Case("no manifest", "no-manifest") { source in
      try FileManager.default.removeItem(atPath: source + "/.claude-plugin/plugin.json")
    },
  ]

  @Test("are named with what to change, and leave nothing behind", arguments: cases)
  func refused(_ bad: Case) async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    try bad.spoil(workshop.source)
    let error = await #expect(throws: InstallError.self) {
      try await workshop.install(InstallOptions(assumesYes: true))
    }
    #expect(error?.code == bad.code)
    #expect(error?.help != nil)
    #expect(try workshop.installed() == [])
    #expect(try workshop.permissions.names() == [])
    // The same place installs a good plugin: it was the source that was refused.
    try FileManager.default.removeItem(atPath: workshop.source)
    try workshop.writePlugin()
    try await workshop.install()
    #expect(try workshop.installed() == ["sample"])
  }

  @Test(
    "a manifest that is broken is named by its own path",
    arguments: [
      ("{ \"name\": ", ":1:"), ("{ \"name\": \"../x\" }", "bad-name"),
      ("{ \"name\": \"a/b\" }", "bad-name"), ("{ \"name\": \".hidden\" }", "bad-name"),
      ("{ \"name\": 3 }", "wrong-type"), ("{}", "missing-key"), ("[]", "wrong-type"),
      ("{ \"name\": \"a\", \"name\": \"b\" }", "json-duplicate-key"),
      ("{ \"name\": \"a\", \"permissions\": { \"filesystem\": \"all\" } }", "wrong-type"),
      ("{ \"name\": \"a\", \"main\": \"../../x.js\" }", "bad-main"),
    ])
  func brokenManifest(text: String, expected: String) async throws {
    let workshop = try Workshop()
    let file = workshop.source + "/.claude-plugin/plugin.json"
    try workshop.write(text, to: file)
    let error = await #expect(throws: DiagnosticList.self) { try await workshop.install() }
    let description = error?.description ?? ""
    #expect(description.contains(expected))
    #expect(description.contains(file))
    #expect(!description.contains(".staging"))
    #expect(try workshop.installed() == [])
  }

  @Test("a plugin without a manifest can be given a name, but not any name")
  func givenName() async throws {
    let workshop = try Workshop()
    try workshop.write("1\n", to: workshop.source + "/index.js")
    for name in ["../x", ".staging", "a/b", ""] {
      let error = await #expect(throws: InstallError.self) {
        try await workshop.install(InstallOptions(name: name))
      }
      #expect(error?.code == "bad-name")
    }
    try await workshop.install(InstallOptions(name: "named"))
    #expect(try workshop.installed() == ["named"])
  }

  @Test(
    "archives and addresses are refused plainly",
    arguments: [
      "https://example.com/p.git", "git@example.com:p.git", "plugin.zip", "plugin.tar.gz",
    ])
  func unsupported(name: String) async throws {
    let workshop = try Workshop()
    try workshop.write("PK", to: workshop.path + "/" + name.replacing("/", with: "_"))
    let source = name.contains("@") || name.contains(":") ? name : workshop.path + "/" + name
    let error = await #expect(throws: InstallError.self) {
      try await workshop.installer().install(from: source)
    }
    #expect(error?.code == "unsupported-source")
    #expect(error?.message.contains("not supported yet") == true)
  }

  @Test("a source that is not there, and one that contains the project")
  func wrongPlaces() async throws {
    let workshop = try Workshop()
    for (source, code) in [
      (workshop.path + "/nowhere", "no-source"), (workshop.path, "source-contains-project"),
      (workshop.project, "source-contains-project"), ("/", "source-contains-project"),
    ] {
      let error = await #expect(throws: InstallError.self) {
        try await workshop.installer().install(from: source)
      }
      #expect(error?.code == code)
    }
  }

  @Test("too many files and too many bytes stop the copy at the limit")
  func limits() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    for number in 0..<60 { try workshop.write("x", to: workshop.source + "/files/\(number)") }
    func code(_ limits: TreeLimits) async throws -> String? {
      let error = await #expect(throws: InstallError.self) {
        try await workshop.installer(limits: limits).install(from: workshop.source)
      }
      return error?.code
    }
    #expect(try await code(TreeLimits(entries: 50)) == "too-many-files")
    #expect(try await code(TreeLimits(bytes: 100)) == "too-large")
    try await workshop.installer(limits: TreeLimits(entries: 64)).install(from: workshop.source)
  }

  @Test("a sparse file of a terabyte is refused before it is read")
  func sparse() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    try workshop.write("", to: workshop.source + "/big")
    #expect(truncate(workshop.source + "/big", 1 << 40) == 0)
    let error = await #expect(throws: InstallError.self) { try await workshop.install() }
    #expect(error?.code == "too-large")
  }

  @Test("a directory with a hundred thousand entries is not read to its end")
  func manyEntries() async throws {
    let workshop = try Workshop()
    try workshop.writePlugin()
    let first = workshop.source + "/many/0"
    try workshop.write("", to: first)
    // Names of one file: as many entries, without as many files.
    for number in 1..<100_000 { link(first, workshop.source + "/many/\(number)") }
    let error = await #expect(throws: InstallError.self) { try await workshop.install() }
    #expect(error?.code == "too-many-files")
    #expect(try workshop.installed() == [])
  }
}
