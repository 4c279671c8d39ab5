import BulkheadPolicy
import BulkheadWire
import Glibc
import Synchronization
import Testing

/// What must not get through, each beside what must.
@Suite struct FileAttackTests {
  let shop: Workshop
  let host: Workshop.Host

  init() throws {
    shop = try Workshop()
    host = shop.host()
    try shop.link("project/open/out-link", to: "../closed.txt")
    try shop.link("project/open/abs-link", to: shop.root + "/outside/secret.txt")
    try shop.link("project/open/dir-link", to: "../../outside")
    try shop.link("project/open/in-link", to: "a.txt")
    try shop.link("project/open/loop", to: "loop")
    try shop.link("project/open/environ", to: "/proc/self/environ")
    try shop.link("project/open/dangling", to: "../nothing")
    try shop.link("closed-to-open", to: "project/open")
  }

  @Test(arguments: [
    "closed.txt", "open/../closed.txt", "open/../../outside/secret.txt", "/etc/passwd",
    "open/out-link", "open/abs-link", "open/dir-link/secret.txt", "open/dir-link", "open/environ",
    "open/dangling", "/proc/self/environ", "/proc/self/root/etc/passwd", "/proc/self/cwd",
    "/proc/self/fd/0", "/proc/thread-self/mem", "/sys/kernel/notes", "/dev/zero", "/dev/stdin",
    "openx/a.txt", "open/a.txt/../../closed.txt", "/", "..", ".",
    // Nothing is said about what is not granted, not even that it is not there.
    "nothing", "/etc/nothing", "/nothing/at/all", "../home/.ssh/id_rsa", "/root/.ssh/id_rsa/x",
  ])
  func `reading what is not granted is denied by every operation`(path: String) {
    #expect(host.ask(.readFile, path) == "EACCES")
    #expect(host.ask(.stat, path, "1") == "EACCES")
    #expect(host.ask(.readdir, path, "0") == "EACCES")
    #expect(host.ask(.access, path, "0") == "EACCES")
    #expect(host.ask(.realpath, path) == "EACCES")
    #expect(host.ask(.copyFile, path, "out/copy", "0") == "EACCES")
    #expect(!shop.exists("project/out/copy"))
    #expect(host.log.events.count == 6)
    #expect(host.log.events.allSatisfy { !$0.allowed })
    #expect(host.log.violations.count == 6)
    #expect(host.log.violations.allSatisfy { $0.type == .permission })
    #expect(host.broker.usage.filesystemOps == 6)
  }

  @Test(arguments: [
    "open/a.txt", "open/../open/a.txt", "open/in-link", "out/../open/./a.txt",
    "../closed-to-open/a.txt",
  ])
  func `reading what is granted is not`(path: String) {
    #expect(host.ask(.readFile, path) == "A")
    #expect(host.ask(.stat, path, "1").contains(#""type":"file""#))
    #expect(host.ask(.access, path, "0") == "ok")
    #expect(host.ask(.realpath, path) == shop.project + "/open/a.txt")
    #expect(host.ask(.copyFile, path, "out/copy", "0") == "ok")
    #expect(host.log.lines.first == "+ fs:read \(shop.project)/open/a.txt")
    #expect(host.log.violations.isEmpty)
  }

  @Test func `a denial says what, why and how to allow it`() {
    guard case .error(_, let message) = host.perform(.readFile, "closed.txt") else {
      Issue.record("it was read")
      return
    }
    #expect(
      message
        == """
        Permission denied: read access to \(shop.project)/closed.txt is not granted
          help: bulkhead grant demo fs:read closed.txt
        """)
  }

  @Test func `where a link leads that may not be looked at stays unsaid`() throws {
    try shop.link("project/closed-link", to: "../outside/secret.txt")
    guard case .error(_, let message) = host.perform(.readFile, "closed-link"),
      case .error(_, let seen) = host.perform(.readFile, "open/abs-link")
    else {
      Issue.record("it was read")
      return
    }
    #expect(!message.contains("outside"))
    #expect(seen.contains(shop.root + "/outside/secret.txt"))
    #expect(
      host.log.events.map(\.resource)
        == [String](repeating: shop.root + "/outside/secret.txt", count: 2))
  }

  @Test(arguments: [
    "closed.txt", "new.txt", "open/a.txt", "open/new", "../outside/secret.txt", "../outside/new",
    "out/../closed.txt", "out/file-link", "out/new-link", "out/dir-link/new", "/tmp/bulkhead-new",
    "out",
  ])
  func `writing what is not granted changes nothing`(path: String) throws {
    try shop.link("project/out/file-link", to: "../closed.txt")
    try shop.link("project/out/new-link", to: "../new.txt")
    try shop.link("project/out/dir-link", to: "../../outside")
    #expect(host.ask(.writeFile, path, "w", "666", bytes: "bad") == "EACCES")
    #expect(host.ask(.writeFile, path, "a", "666", bytes: "bad") == "EACCES")
    #expect(host.ask(.writeFile, path, "wx", "666", bytes: "bad") == "EACCES")
    #expect(host.ask(.truncate, path, "0") == "EACCES")
    #expect(host.ask(.chmod, path, "777") == "EACCES")
    #expect(host.ask(.copyFile, "open/a.txt", path, "0") == "EACCES")
    #expect(shop.text("project/closed.txt") == "closed")
    #expect(shop.text("project/open/a.txt") == "A")
    #expect(shop.text("outside/secret.txt") == "secret")
    #expect(Workshop.names(shop.root + "/outside") == ["secret.txt"])
    #expect(!shop.exists("project/new.txt") && !shop.exists("project/open/new"))
    #expect(host.ask(.writeFile, "out/new", "w", "666", bytes: "good") == "ok")
  }

  @Test(arguments: [
    "closed.txt", "open/a.txt", "out/dir-link/secret.txt", "../outside/secret.txt", "open", "out",
    "nothing",
  ])
  func `removing and renaming what is not granted is denied, at both ends`(path: String) throws {
    try shop.link("project/out/dir-link", to: "../../outside")
    try shop.write("project/out/mine", "mine")
    #expect(host.ask(.unlink, path) == "EACCES")
    #expect(host.ask(.rmdir, path) == "EACCES")
    #expect(host.ask(.rm, path, "1", "1") == "EACCES")
    #expect(host.ask(.rename, path, "out/taken") == "EACCES")
    #expect(host.ask(.rename, "out/mine", path) == "EACCES")
    #expect(host.ask(.mkdir, path + "/new", "1", "777") == "EACCES" || path == "out")
    #expect(host.ask(.symlink, "mine", path) == "EACCES")
    #expect(shop.text("project/closed.txt") == "closed")
    #expect(shop.text("project/open/a.txt") == "A")
    #expect(shop.text("outside/secret.txt") == "secret")
    #expect(shop.text("project/out/mine") == "mine")
    #expect(host.ask(.rename, "out/mine", "out/taken") == "ok")
    #expect(host.ask(.unlink, "out/dir-link") == "ok")
    #expect(shop.exists("outside"))
  }

  @Test(arguments: [
    "../closed.txt", "../../outside/secret.txt", "/etc/passwd", "/etc", "../open/out-link",
    "../open/dir-link", "/nothing", "../nothing", "sub/../../closed.txt", "/proc/self/environ",
    "../open/dir-link/secret.txt", "../../../../../../../etc/passwd",
  ])
  func `a link may not point to what its maker may not read`(target: String) {
    let answer = host.ask(.symlink, target, "out/l")
    #expect(answer == (target.contains("sub/..") ? "EINVAL" : "EACCES"))
    #expect(!shop.exists("project/out/l"))
    #expect(host.ask(.symlink, "../open/a.txt", "out/l") == "ok")
  }

  @Test func `a link cannot be moved to where it points to what may not be read`() throws {
    try shop.makeDirectory("project/out/d")
    try shop.write("project/out/secret.txt", "mine")
    try shop.makeDirectory("project/out/outside")
    try shop.write("project/out/outside/secret.txt", "mine")
    // From out/d it names out/outside/secret.txt; from out it would name project/outside.
    #expect(host.ask(.symlink, "../outside/secret.txt", "out/d/l") == "ok")
    #expect(host.ask(.rename, "out/d/l", "out/l") == "EACCES")
    #expect(host.ask(.rename, "out/d/l", "out/outside/l") == "ok")
    #expect(host.ask(.mkdir, "out/deep/d", "1", "777") == shop.project + "/out/deep")
    #expect(host.ask(.symlink, "../../../open/a.txt", "out/deep/d/m") == "ok")
    #expect(host.ask(.rename, "out/deep/d", "out/m") == "EACCES")
    #expect(host.ask(.rename, "out/deep/d", "out/deep/e") == "ok")
    #expect(host.ask(.rename, "out/d", "out/e") == "ok")
  }

  // MARK: What is no file

  @Test func `a pipe, a socket and a device are not opened, and nothing waits`() throws {
    let wide = shop.host(shop.authority([("**", .readwrite), ("/dev/**", .readwrite)]))
    #expect(mkfifo(shop.project + "/out/pipe", 0o666) == 0)
    try makeSocket(shop.project + "/out/socket")
    for path in ["out/pipe", "out/socket"] {
      #expect(wide.ask(.readFile, path) == "EACCES")
      #expect(wide.ask(.writeFile, path, "w", "666", bytes: "x") == "EACCES")
      #expect(wide.ask(.writeFile, path, "a", "666", bytes: "x") == "EACCES")
      #expect(wide.ask(.copyFile, path, "out/copy", "0") == "EACCES")
      #expect(wide.ask(.copyFile, "open/a.txt", path, "0") == "EACCES")
      #expect(wide.ask(.truncate, path, "0") == "EACCES")
      #expect(wide.ask(.stat, path, "1").contains(#""type":"other""#))
    }
    #expect(wide.log.events.filter { $0.rule == "special-file" }.count == 12)
    #expect(wide.ask(.readFile, "/dev/zero") == "EACCES")
    #expect(wide.ask(.readFile, "/dev/null") == "ok")
    #expect(wide.ask(.writeFile, "/dev/null", "w", "666", bytes: "x") == "ok")
  }

  private func makeSocket(_ path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
  }

  @Test func `a file with another name is not written, but read`() throws {
    try shop.write("project/out/two", "two")
    #expect(link(shop.project + "/closed.txt", shop.project + "/out/hard") == 0)
    #expect(host.ask(.writeFile, "out/hard", "w", "666", bytes: "bad") == "EACCES")
    #expect(host.ask(.writeFile, "out/hard", "a", "666", bytes: "bad") == "EACCES")
    #expect(host.ask(.truncate, "out/hard", "0") == "EACCES")
    #expect(host.ask(.chmod, "out/hard", "777") == "EACCES")
    #expect(host.ask(.copyFile, "open/a.txt", "out/hard", "0") == "EACCES")
    #expect(shop.text("project/closed.txt") == "closed")
    #expect(host.log.events.filter { !$0.allowed }.allSatisfy { $0.rule == "hard-link" })
    #expect(host.ask(.writeFile, "out/two", "w", "666", bytes: "good") == "ok")
    #expect(host.ask(.rename, "out/two", "out/hard") == "ok")
    #expect(shop.text("project/closed.txt") == "closed")
  }

  @Test(arguments: ["4755", "2755", "1777", "6777"])
  func `no file gets a bit that makes others run as its owner`(mode: String) throws {
    try shop.write("project/out/a", "")
    #expect(host.ask(.chmod, "out/a", mode) == "EACCES")
    #expect(host.ask(.writeFile, "out/b", "w", mode) == "ok")
    #expect(host.ask(.mkdir, "out/c", "0", mode) == "ok")
    for name in ["a", "b", "c"] {
      var status = stat()
      lstat(shop.project + "/out/" + name, &status)
      #expect(status.st_mode & 0o7000 == 0)
    }
    #expect(host.ask(.chmod, "out/a", "755") == "ok")
  }

  @Test(arguments: ["closed-dir", "absent-dir", "closed.txt", "closed-link"])
  func `a detour does not show what is there where nothing may be looked at`(name: String) throws {
    try shop.makeDirectory("project/closed-dir")
    try shop.link("project/closed-link", to: "closed-dir")
    #expect(host.ask(.readFile, "\(name)/../open/a.txt") == "A")
    #expect(host.ask(.readFile, "\(name)/../../project/open/none") == "ENOENT")
    for path in [name, name + "/x", name + "/x/y"] {
      #expect(host.ask(.readFile, path) == "EACCES")
      #expect(host.ask(.mkdir, path, "0", "777") == "EACCES")
      #expect(host.ask(.rm, path, "1", "1") == "EACCES")
    }
  }

  @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20E3}"])
  func `a mark that Unicode joins to a slash hides no step of a path`(mark: String) throws {
    try shop.write("project/\(mark)x", "closed")
    try shop.makeDirectory("project/open/\(mark)d")
    try shop.write("project/open/\(mark)d/y", "open")
    #expect(host.ask(.readFile, "open/../\(mark)x") == "EACCES")
    #expect(host.ask(.readFile, "open/./../\(mark)x") == "EACCES")
    #expect(host.ask(.readFile, "open/\(mark)d/../../\(mark)x") == "EACCES")
    #expect(host.ask(.symlink, "../open/../\(mark)x", "out/l") == "EINVAL")
    #expect(host.log.events[0].resource == shop.project + "/\(mark)x")
    #expect(host.ask(.readFile, "open/\(mark)d/y") == "open")
    #expect(host.ask(.readFile, "out/../open/\(mark)d/./y") == "open")
  }

  @Test func `names that only look alike are not the same`() throws {
    let host = shop.host(shop.authority([("caf\u{E9}/**", .readwrite)]))
    try shop.makeDirectory("project/caf\u{E9}")
    try shop.makeDirectory("project/cafe\u{301}")
    try shop.write("project/cafe\u{301}/x", "other")
    try shop.write("project/caf\u{E9}/x", "mine")
    #expect(host.ask(.readFile, "cafe\u{301}/x") == "EACCES")
    #expect(host.ask(.symlink, "../cafe\u{301}/x", "caf\u{E9}/l") == "EACCES")
    #expect(host.ask(.readFile, "caf\u{E9}/x") == "mine")
  }

  @Test(arguments: [4_000, 5_000, 1_000_000])
  func `a path beyond what the kernel takes is spared the log`(length: Int) {
    let path = String(repeating: "x/", count: length / 2)
    let isKernels = length < 4_000 + 1 && shop.project.utf8.count + length <= 4_095
    #expect(host.ask(.readFile, path) == (isKernels ? "EACCES" : "ENAMETOOLONG"))
    #expect(host.ask(.symlink, path + "y", "out/l") == (isKernels ? "ok" : "ENAMETOOLONG"))
    #expect(host.log.events.isEmpty == !isKernels)
    #expect(host.log.events.allSatisfy { $0.resource.utf8.count <= 4_096 })
    #expect(host.broker.usage.filesystemOps == 2)
  }

  @Test func `what is too large or too deep is an error, not a burden`() throws {
    #expect(host.ask(.writeFile, "out/large", "w", "666") == "ok")
    #expect(host.ask(.truncate, "out/large", "100000000000") == "ok")
    #expect(host.ask(.readFile, "out/large") == "EFBIG")
    var path = "out"
    for _ in 0..<140 {
      path += "/d"
      try shop.makeDirectory("project/" + path)
    }
    #expect(host.ask(.readdir, "out", "1") == "ENAMETOOLONG")
    #expect(host.ask(.rm, "out/d", "1", "1") == "ENAMETOOLONG")
    #expect(host.ask(.rename, "out/d", "out/e") == "ENAMETOOLONG")
    #expect(shop.exists("project/" + path))
    #expect(host.ask(.readdir, "out", "0") == #"[["d","directory"],["large","file"]]"#)
  }

  @Test func `a removed file is not mistaken for another`() throws {
    try shop.write("project/out/gone (deleted)", "here")
    #expect(host.ask(.readFile, "out/gone (deleted)") == "here")
    #expect(host.log.lines.last == "+ fs:read \(shop.project)/out/gone (deleted)")
  }

  @Test func `a name that is not UTF-8 is listed, and leads nowhere`() throws {
    let path = Array((shop.project + "/open/").utf8) + [0xFF, 0xFE, 0]
    let descriptor = path.withUnsafeBufferPointer {
      $0.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_WRONLY | O_CREAT, 0o644) }
    }
    close(descriptor)
    #expect(host.ask(.readdir, "open", "0").contains("\u{FFFD}\u{FFFD}"))
    #expect(host.ask(.readFile, "open/\u{FFFD}\u{FFFD}") == "ENOENT")
    try shop.makeDirectory("project/out/d")
    let below = Array((shop.project + "/out/d/").utf8) + [0xFF, 0]
    below.withUnsafeBufferPointer {
      _ = $0.withMemoryRebound(to: CChar.self) { mkdir($0.baseAddress!, 0o755) }
    }
    #expect(host.ask(.rename, "out/d", "out/e") == "EILSEQ")
    #expect(host.ask(.rm, "out/d", "1", "1") == "EILSEQ")
    #expect(shop.exists("project/out/d"))
  }
}
