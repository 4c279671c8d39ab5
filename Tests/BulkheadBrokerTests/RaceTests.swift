import BulkheadPolicy
import BulkheadWire
import Glibc
import Synchronization
import Testing

/// Another process of the same plugin changes the file system while the broker decides.
@Suite struct RaceTests {
  /// Swaps names on a thread of its own until told to stop.
  final class Swapper: Sendable {
    private let state = Mutex((isStopped: false, isDone: false, rounds: 0))

    init(_ swap: @escaping @Sendable () -> Void) {
      LoopbackServer.thread {
        while !self.state.withLock({ $0.isStopped }) {
          swap()
          self.state.withLock { $0.rounds += 1 }
        }
        self.state.withLock { $0.isDone = true }
      }
    }

    func stop() throws {
      state.withLock { $0.isStopped = true }
      try waitUntil { state.withLock { $0.isDone } }
    }

    var rounds: Int { state.withLock { $0.rounds } }
  }

  /// Renames `replacement` over `name` and the original back, again and again.
  private func swapper(_ directory: String, _ name: String, _ other: String) -> Swapper {
    Swapper {
      let name = directory + "/" + name
      let other = directory + "/" + other
      // RENAME_EXCHANGE has no name in Swift: three renames through a third name do as well.
      rename(name, name + ".tmp")
      rename(other, name)
      rename(name + ".tmp", other)
    }
  }

  @Test func `a link swapped in for a file is never read through`() throws {
    let shop = try Workshop()
    let host = shop.host(limits: ResourceLimits(filesystemOps: 100_000))
    try shop.write("project/out/x", "open")
    try shop.link("project/out/y", to: "../closed.txt")
    let swapper = swapper(shop.project + "/out", "x", "y")
    var counts: [String: Int] = [:]
    for _ in 0..<5_000 { counts[host.ask(.readFile, "out/x"), default: 0] += 1 }
    while swapper.rounds < 100 { usleep(1_000) }
    try swapper.stop()
    #expect(counts["closed"] == nil)
    #expect(counts["open"] != nil)
    #expect(Set(counts.keys).isSubset(of: ["open", "EACCES", "ENOENT"]))
    // Each read has its row, with the path that the file had.
    #expect(host.log.events.filter { $0.allowed && $0.resource.hasSuffix("closed.txt") }.isEmpty)
  }

  @Test func `a link swapped in for a directory is never written through`() throws {
    let shop = try Workshop()
    let host = shop.host(limits: ResourceLimits(filesystemOps: 100_000))
    try shop.makeDirectory("project/out/d")
    try shop.link("project/out/l", to: "../../outside")
    let swapper = swapper(shop.project + "/out", "d", "l")
    var made = 0
    for index in 0..<3_000 {
      if host.ask(.writeFile, "out/d/f\(index % 7)", "w", "666", bytes: "bad") == "ok" { made += 1 }
      _ = host.ask(.writeFile, "out/d/secret.txt", "w", "666", bytes: "bad")
      _ = host.ask(.mkdir, "out/d/n\(index)", "0", "777")
      _ = host.ask(.unlink, "out/d/secret.txt")
      _ = host.ask(.rm, "out/d/f\(index % 7)", "1", "1")
    }
    try swapper.stop()
    #expect(made > 0)
    #expect(Workshop.names(shop.root + "/outside") == ["secret.txt"])
    #expect(shop.text("outside/secret.txt") == "secret")
  }

  @Test func `a link swapped in below is not followed by rm, rename or readdir`() throws {
    let shop = try Workshop()
    let host = shop.host(limits: ResourceLimits(filesystemOps: 100_000))
    try shop.makeDirectory("outside/deep")
    try shop.write("outside/deep/kept", "kept")
    try shop.link("project/out/l", to: "../../outside")
    let swapper = swapper(shop.project + "/out", "d", "l")
    for _ in 0..<1_000 {
      _ = host.ask(.mkdir, "out/d/deep", "1", "777")
      let listing = host.ask(.readdir, "out", "1")
      #expect(!listing.contains("kept"))
      _ = host.ask(.rename, "out/d/deep", "out/moved")
      _ = host.ask(.rm, "out/d", "1", "1")
      _ = host.ask(.rm, "out/moved", "1", "1")
    }
    try swapper.stop()
    #expect(shop.text("outside/deep/kept") == "kept")
    #expect(shop.text("outside/secret.txt") == "secret")
  }

  @Test func `a directory renamed to a protected name takes nothing new along`() throws {
    let shop = try Workshop()
    let host = shop.host(
      shop.authority([("**", .readwrite)]), limits: ResourceLimits(filesystemOps: 100_000))
    try shop.makeDirectory("project/x")
    let swapper = Swapper { [project = shop.project] in
      rename(project + "/x", project + "/.vscode")
      rename(project + "/.vscode", project + "/x")
    }
    var made = 0
    for _ in 0..<3_000 {
      if host.ask(.writeFile, "x/tasks.json", "wx", "666", bytes: "bad") == "ok" { made += 1 }
      if host.ask(.unlink, "x/tasks.json") == "ok" { made += 1 }
      _ = host.ask(.mkdir, "x/tasks", "0", "777")
      _ = host.ask(.rmdir, "x/tasks")
    }
    try swapper.stop()
    #expect(made > 0)
    // Whoever renames moves what was made before; what is made under the other name is not there.
    #expect(host.log.events.allSatisfy { !$0.allowed || !$0.resource.contains(".vscode") })
  }

  @Test func `a directory made and filled while it is renamed is put back`() throws {
    let shop = try Workshop()
    let host = shop.host(shop.authority([("**", .readwrite)]))
    try shop.makeDirectory("project/a")
    // The row is written between the look at the tree and the rename: just then a file appears.
    host.log.onEvent { [project = shop.project] event in
      guard event.resource.hasSuffix("/.claude") else { return }
      mkdir(project + "/a/hooks", 0o755)
    }
    #expect(host.ask(.rename, "a", ".claude") == "EACCES")
    #expect(!shop.exists("project/.claude"))
    #expect(shop.exists("project/a/hooks"))
    #expect(host.ask(.rename, "a", "b") == "ok")
  }

  @Test func `what is made in a directory that moves meanwhile is taken back`() throws {
    let shop = try Workshop()
    let host = shop.host(shop.authority([("**", .readwrite)]))
    try shop.makeDirectory("project/a")
    host.log.onEvent { [project = shop.project] event in
      guard event.allowed else { return }
      rename(project + "/a", project + "/.vscode")
    }
    #expect(host.ask(.writeFile, "a/tasks.json", "w", "666", bytes: "bad") == "EACCES")
    #expect(Workshop.names(shop.project + "/.vscode") == [])
    rename(shop.project + "/.vscode", shop.project + "/a")
    #expect(host.ask(.mkdir, "a/d", "0", "777") == "EACCES")
    #expect(Workshop.names(shop.project + "/.vscode") == [])
    rename(shop.project + "/.vscode", shop.project + "/a")
    #expect(host.ask(.symlink, "../open/a.txt", "a/l") == "EACCES")
    #expect(Workshop.names(shop.project + "/.vscode") == [])
    rename(shop.project + "/.vscode", shop.project + "/a")
    host.log.onEvent { _ in }
    #expect(host.ask(.writeFile, "a/tasks.json", "w", "666", bytes: "good") == "ok")
  }
}
