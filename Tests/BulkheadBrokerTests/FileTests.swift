import BulkheadPolicy
import BulkheadWire
import Glibc
import Testing

/// What honest plugins do with files.
@Suite struct FileTests {
  let shop: Workshop
  let host: Workshop.Host

  init() throws {
    shop = try Workshop()
    host = shop.host()
  }

  @Test func `a file is written, read, appended to and cut`() {
    #expect(host.ask(.writeFile, "out/a", "w", "666", bytes: "one") == "ok")
    #expect(host.ask(.writeFile, "out/a", "a", "666", bytes: " two") == "ok")
    #expect(host.ask(.readFile, "out/a") == "one two")
    #expect(host.ask(.writeFile, "out/a", "r+", "666", bytes: "ONE") == "ok")
    #expect(host.ask(.readFile, shop.project + "/out/./x/../a") == "ONE two")
    #expect(host.ask(.truncate, "out/a", "3") == "ok")
    #expect(host.ask(.readFile, "out/a") == "ONE")
    #expect(host.ask(.writeFile, "out/a", "w", "666") == "ok")
    #expect(host.ask(.readFile, "out/a") == "ok", "it is empty")
  }

  @Test(arguments: [
    ("wx", "EEXIST", "ok"), ("ax", "EEXIST", "ok"), ("r+", "ok", "ENOENT"), ("w", "ok", "ok"),
    ("a", "ok", "ok"), ("q", "ERR_INVALID_ARG_VALUE", "ERR_INVALID_ARG_VALUE"),
  ])
  func `each flag says what it takes to be there`(flag: String, present: String, absent: String)
    throws
  {
    try shop.write("project/out/there", "x")
    #expect(host.ask(.writeFile, "out/there", flag, "666", bytes: "y") == present)
    #expect(host.ask(.writeFile, "out/new", flag, "666", bytes: "y") == absent)
    #expect(shop.exists("project/out/new") == (absent == "ok"))
  }

  @Test func `a large file comes back whole`() throws {
    let text = String(repeating: "0123456789", count: 100_000)
    #expect(host.ask(.writeFile, "out/large", "w", "666", bytes: text) == "ok")
    #expect(host.ask(.readFile, "out/large") == text)
    #expect(host.ask(.copyFile, "out/large", "out/copy", "0") == "ok")
    #expect(host.ask(.readFile, "out/copy") == text)
  }

  @Test func `directories are made, listed and removed`() throws {
    #expect(host.ask(.mkdir, "out/d", "0", "777") == "ok")
    #expect(host.ask(.mkdir, "out/d", "0", "777") == "EEXIST")
    #expect(host.ask(.mkdir, "out/d", "1", "777") == "ok")
    #expect(host.ask(.mkdir, "out/e/f/g", "0", "777") == "ENOENT")
    #expect(host.ask(.mkdir, "out/e/f/g", "1", "777") == shop.project + "/out/e")
    try shop.write("project/out/d/b", "")
    try shop.link("project/out/d/l", to: "b")
    #expect(host.ask(.readdir, "out/d", "0") == #"[["b","file"],["l","symlink"]]"#)
    #expect(
      host.ask(.readdir, "out", "1")
        == #"[["d","directory"],["d/b","file"],["d/l","symlink"],["e","directory"],"#
        + #"["e/f","directory"],["e/f/g","directory"]]"#)
    #expect(host.ask(.rmdir, "out/d") == "ENOTEMPTY")
    #expect(host.ask(.rmdir, "out/e/f/g") == "ok")
    #expect(host.ask(.unlink, "out/d") == "EISDIR")
    #expect(host.ask(.rm, "out/d", "0", "0") == "ERR_FS_EISDIR")
    #expect(host.ask(.rm, "out/d", "1", "0") == "ok")
    #expect(!shop.exists("project/out/d"))
    #expect(host.ask(.rm, "out/d", "1", "0") == "ENOENT")
    #expect(host.ask(.rm, "out/d", "1", "1") == "ok")
  }

  @Test func `files and directories are renamed`() throws {
    try shop.makeDirectory("project/out/d")
    try shop.write("project/out/d/x", "x")
    try shop.write("project/out/y", "y")
    #expect(host.ask(.rename, "out/d", "out/e") == "ok")
    #expect(shop.text("project/out/e/x") == "x")
    #expect(host.ask(.rename, "out/y", "out/e/x") == "ok")
    #expect(shop.text("project/out/e/x") == "y")
    #expect(host.ask(.rename, "out/none", "out/z") == "ENOENT")
  }

  @Test func `links are made, read and followed`() throws {
    #expect(host.ask(.symlink, "../open/a.txt", "out/l") == "ok")
    #expect(host.ask(.readlink, "out/l") == "../open/a.txt")
    #expect(host.ask(.readFile, "out/l") == "A")
    #expect(host.ask(.realpath, "out/l") == shop.project + "/open/a.txt")
    #expect(host.ask(.readlink, "open/a.txt") == "EINVAL")
    #expect(host.ask(.symlink, "later", "out/dangling") == "ok")
    #expect(host.ask(.readFile, "out/dangling") == "ENOENT")
    #expect(host.ask(.writeFile, "out/dangling", "w", "666", bytes: "now") == "ok")
    #expect(shop.text("project/out/later") == "now")
    #expect(host.ask(.unlink, "out/l") == "ok")
    #expect(shop.text("project/open/a.txt") == "A")
  }

  @Test func `a link that leads nowhere is there for what has to be new`() throws {
    try shop.link("project/out/l", to: "later")
    #expect(host.ask(.writeFile, "out/l", "wx", "666", bytes: "x") == "EEXIST")
    #expect(host.ask(.mkdir, "out/l", "0", "777") == "EEXIST")
    #expect(!shop.exists("project/out/later"))
    #expect(host.ask(.writeFile, "out/l", "w", "666", bytes: "x") == "ok")
    #expect(shop.text("project/out/later") == "x")
  }

  @Test func `stat tells a link from its file`() throws {
    try shop.link("project/out/l", to: "../open/a.txt")
    let followed = host.ask(.stat, "out/l", "1")
    #expect(followed.hasPrefix(#"{"type":"file","dev":"#))
    #expect(followed.contains(#","size":1,"#))
    #expect(host.ask(.stat, "out/l", "0").hasPrefix(#"{"type":"symlink","#))
    #expect(host.ask(.stat, "open", "1").hasPrefix(#"{"type":"directory","#))
    for field in ["mode", "nlink", "uid", "gid", "ino", "atimeMs", "mtimeMs", "birthtimeMs"] {
      #expect(followed.contains("\"\(field)\":"))
    }
  }

  @Test func `access asks for what it names`() {
    #expect(host.ask(.access, "open/a.txt", "0") == "ok")
    #expect(host.ask(.access, "open/a.txt", "4") == "ok")
    #expect(host.ask(.access, "open/a.txt", "2") == "EACCES")
    #expect(host.ask(.access, "open/none", "0") == "ENOENT")
    #expect(host.ask(.access, "open/a.txt", "8") == "EINVAL")
  }

  @Test func `modes are changed and kept`() throws {
    #expect(host.ask(.writeFile, "out/a", "w", "600") == "ok")
    var status = stat()
    lstat(shop.project + "/out/a", &status)
    #expect(status.st_mode & 0o7777 == 0o600)
    #expect(host.ask(.chmod, "out/a", "640") == "ok")
    lstat(shop.project + "/out/a", &status)
    #expect(status.st_mode & 0o7777 == 0o640)
  }

  @Test func `a temporary directory has a new name each time`() throws {
    let first = host.ask(.mkdtemp, "out/tmp-")
    #expect(first.hasPrefix("out/tmp-") && first.utf8.count == 14)
    #expect(shop.exists("project/" + first))
    #expect(host.ask(.mkdtemp, "out/tmp-") != first)
  }

  @Test func `what the kernel says comes through in its words`() {
    #expect(host.ask(.readFile, "open") == "EISDIR")
    #expect(host.ask(.readFile, "open/a.txt/b") == "ENOTDIR")
    #expect(host.ask(.readdir, "open/a.txt", "0") == "ENOTDIR")
    #expect(
      host.perform(.readFile, "open/none")
        == .error(code: "ENOENT", message: "ENOENT: no such file or directory"))
    #expect(host.ask(.readFile, "open/" + String(repeating: "n", count: 300)) == "ENAMETOOLONG")
    #expect(host.ask(.readFile, "") == "ENOENT")
    #expect(host.ask(.mkdir, "out/d", "0", "777") == "ok")
    #expect(host.ask(.writeFile, "out/d", "w", "666", bytes: "x") == "EISDIR")
    #expect(host.ask(.writeFile, "out/none/x", "w", "666", bytes: "x") == "ENOENT")
  }
}
