import BulkheadPolicy
import BulkheadWire
import Glibc
import Testing

/// What governs a plugin or runs later stays closed inside the widest grant, also where it is absent.
@Suite struct ProtectedFileTests {
  let shop: Workshop
  let host: Workshop.Host

  init() throws {
    shop = try Workshop()
    host = shop.host(shop.authority([("**", .readwrite)]))
  }

  @Test(arguments: [
    ".git/hooks/pre-commit", ".git/config", "sub/.git/hooks/post-checkout", ".claude/settings.json",
    ".claude/settings.local.json", ".claude/hooks/x", ".claude/commands/x.md",
    ".claude/security/permissions.json", ".env", "sub/.env", ".env.local", ".envrc", ".bashrc",
    ".vscode/tasks.json", "CLAUDE.md", ".mcp.json", ".ssh/authorized_keys", ".GIT/HOOKS/pre-push",
    ".Claude/Settings.json", ".git", "HEAD",
  ])
  func `a protected path is not written, made or taken, whether it exists or not`(path: String)
    throws
  {
    for isThere in [false, true] {
      if isThere { try plant(path) }
      let before = shop.text("project/" + path)
      #expect(host.ask(.writeFile, path, "w", "666", bytes: "bad") == "EACCES")
      #expect(host.ask(.copyFile, "open/a.txt", path, "0") == "EACCES")
      #expect(host.ask(.symlink, "open/a.txt", path) == "EACCES")
      #expect(host.ask(.mkdir, path, "1", "777") == "EACCES")
      #expect(host.ask(.rename, "open/a.txt", path) == "EACCES")
      #expect(host.ask(.rename, path, "taken") == "EACCES")
      #expect(host.ask(.unlink, path) == "EACCES")
      #expect(host.ask(.rm, path, "1", "1") == "EACCES")
      #expect(host.ask(.chmod, path, "777") == "EACCES")
      #expect(host.ask(.truncate, path, "0") == "EACCES")
      #expect(shop.exists("project/" + path) == isThere)
      #expect(shop.text("project/" + path) == before)
    }
    #expect(host.ask(.writeFile, "src.txt", "w", "666", bytes: "good") == "ok")
  }

  private func plant(_ path: String) throws {
    var directory = "project"
    let names = path.split(separator: "/")
    for name in names.dropLast() {
      directory += "/" + name
      if !shop.exists(directory) { try shop.makeDirectory(directory) }
    }
    try shop.write("project/" + path, "before")
  }

  @Test(arguments: [".git/hooks/pre-commit", ".claude/settings.json", "sub/deep/.env"])
  func `an ancestor of a protected path is not renamed or removed, and stays whole`(path: String)
    throws
  {
    try plant(path)
    let top = String(path.prefix { $0 != "/" })
    try shop.write("project/\(top)/0-first", "kept")
    #expect(host.ask(.rename, top, "moved") == "EACCES")
    #expect(host.ask(.rm, top, "1", "1") == "EACCES")
    #expect(shop.text("project/" + path) == "before")
    #expect(shop.text("project/\(top)/0-first") == "kept", "nothing went before the denial")
    try shop.makeDirectory("project/harmless")
    try shop.write("project/harmless/x", "")
    #expect(host.ask(.rename, "harmless", "moved") == "ok")
    #expect(host.ask(.rm, "moved", "1", "1") == "ok")
  }

  @Test func `a directory whose names become protected is not renamed`() throws {
    for (directory, name, target) in [
      ("a", "hooks", ".claude"), ("b", "settings.json", ".claude"), ("c", "hooks", ".git"),
      ("d", "pre-commit", ".git/hooks"), ("e", "tasks.json", ".vscode"),
    ] {
      try shop.makeDirectory("project/" + directory)
      try shop.write("project/\(directory)/\(name)", "bad")
      #expect(host.ask(.rename, directory, target) == "EACCES")
      #expect(!shop.exists("project/" + target))
    }
    #expect(host.ask(.rename, "a", "z") == "ok")
  }

  @Test func `protected secrets are not read through any door`() throws {
    try plant(".env")
    try plant("sub/.aws/credentials")
    try shop.link("project/link", to: ".env")
    try shop.link("project/dir", to: "sub/.aws")
    for path in [
      ".env", "sub/.aws/credentials", "link", "dir/credentials", "./.env", "sub/../.env",
    ] {
      #expect(host.ask(.readFile, path) == "EACCES")
      #expect(host.ask(.copyFile, path, "copy", "0") == "EACCES")
      #expect(host.ask(.rename, path, "copy") == "EACCES" || path == "link")
    }
    #expect(host.ask(.symlink, ".env", "new-link") == "EACCES")
    #expect(host.ask(.symlink, "sub/.aws", "new-link") == "EACCES")
    #expect(!host.ask(.readdir, ".", "1").contains("credentials"))
    #expect(host.ask(.readFile, "open/a.txt") == "A")
  }

  @Test func `the plugin's own approved files are read and never written`() throws {
    try shop.write("plugin/main.js", "code")
    let wide = shop.host(shop.authority([("/**", .readwrite)]))
    let path = shop.plugin + "/main.js"
    #expect(wide.ask(.readFile, path) == "code")
    #expect(wide.ask(.writeFile, path, "w", "666", bytes: "bad") == "EACCES")
    #expect(wide.ask(.rename, shop.plugin, shop.root + "/moved") == "EACCES")
    #expect(wide.ask(.rename, shop.root + "/project", shop.plugin + "/x") == "EACCES")
    #expect(wide.ask(.rm, shop.root, "1", "1") == "EACCES")
    #expect(shop.text("plugin/main.js") == "code")
    #expect(shop.exists("project/closed.txt"))
  }

  @Test func `write access alone does not become read access by a rename`() throws {
    let host = shop.host(shop.authority([("drop/**", .write), ("out/**", .readwrite)]))
    try shop.makeDirectory("project/drop")
    try shop.write("project/drop/a", "not yours to read")
    #expect(host.ask(.rename, "drop/a", "out/a") == "EACCES")
    #expect(host.ask(.rename, "drop/a", "drop/b") == "ok")
    #expect(host.ask(.writeFile, "out/c", "w", "666", bytes: "mine") == "ok")
    #expect(host.ask(.rename, "out/c", "drop/c") == "ok")
  }

  @Test func `directories on the way to a grant are made, and no others`() throws {
    let host = shop.host(shop.authority([("a/b/c/*.txt", .write)]))
    #expect(host.ask(.mkdir, "a/b/d", "1", "777") == "EACCES")
    #expect(!shop.exists("project/a"))
    #expect(host.ask(.mkdir, "a/b/c", "1", "777") == shop.project + "/a")
    #expect(host.ask(.writeFile, "a/b/c/x.txt", "w", "666", bytes: "x") == "ok")
    #expect(host.ask(.writeFile, "a/x.txt", "w", "666", bytes: "x") == "EACCES")
    #expect(host.ask(.rmdir, "a") == "EACCES")
  }
}
