import BulkheadInstaller
import BulkheadPolicy
import BulkheadSource
import Testing

@Suite("Permissions worked out from code")
struct PermissionInferenceTests {
  static let cases: [(CodeNeed, Grant?)] = [
    (.init(.fsRead, "docs/a.md"), .filesystem(.init(path: "docs/a.md", access: .read))),
    (.init(.fsWrite, "./out//b.json"), .filesystem(.init(path: "out/b.json", access: .write))),
    (.init(.fsRead, "/var/lib/x"), .filesystem(.init(path: "/var/lib/x", access: .read))),
    (.init(.fsRead, "~/notes"), .filesystem(.init(path: "~/notes", access: .read))),
    (.init(.fsRead, "a[1]*.md"), .filesystem(.init(path: #"a\[1]\*.md"#, access: .read))),
    (.init(.fsRead, "../secret"), nil),
    (.init(.fsRead, "docs/../../secret"), nil),
    (.init(.fsRead, "/"), nil),
    (.init(.fsRead, ""), nil),
    (.init(.fsRead, "${HOME}/x"), .filesystem(.init(path: #"$\{HOME\}/x"#, access: .read))),
    (.init(.envRead, "A B"), nil),
    (.init(.fsRead, nil), nil),
    (
      .init(.networkFetch, "https://api.example.com/v1?q=1"),
      .network(.init(host: "api.example.com"))
    ),
    (
      .init(.networkFetch, "http://example.com"),
      .network(.init(host: "example.com", protocols: ["http"]))
    ),
    (
      .init(.networkFetch, "https://example.com:8443/x"),
      .network(.init(host: "example.com", ports: [8443]))
    ),
    (
      .init(.networkFetch, "https://good.example@evil.example/"),
      .network(.init(host: "evil.example"))
    ),
    (.init(.networkFetch, "https://*.example.com/"), nil),
    (.init(.networkFetch, "file:///etc/passwd"), nil),
    (.init(.networkFetch, "https://"), nil),
    (.init(.networkFetch, "https://example.com:99999/"), nil),
    (.init(.envRead, "LANG"), .env("LANG")),
    (.init(.exec, "git status --short"), .tool("Bash(git:*)")),
    (.init(.exec, "$(curl example.com)"), nil),
    (.init(.exec, "a;b"), nil),
    (.init(.tool("Read"), "x"), .tool("Read")),
    (.init(.mcp("github"), "x"), .mcpServer("github")),
  ]

  @Test("are exactly what a constant names", arguments: cases)
  func grants(need: CodeNeed, grant: Grant?) {
    #expect(PermissionInference.permissions(for: [need]).grants == [grant].compactMap(\.self))
  }

  @Test("join reading and writing of one file, and name nothing twice")
  func joins() {
    let needs = [
      CodeNeed(.fsWrite, "a"), CodeNeed(.fsRead, "a"), CodeNeed(.fsRead, "./a"),
      CodeNeed(.envRead, "LANG"), CodeNeed(.envRead, "LANG"),
    ]
    let set = PermissionInference.permissions(for: needs)
    #expect(set.grants == [.filesystem(.init(path: "a", access: .readwrite)), .env("LANG")])
  }

  @Test("are sets that a manifest could declare", arguments: cases)
  func areValid(need: CodeNeed, grant: Grant?) throws {
    let json = PermissionInference.permissions(for: [need]).json.rendered()
    let document = try JSONDocument(Array(json.utf8), file: "inferred")
    #expect(try PermissionSet(document).json.rendered() == json)
  }
}
