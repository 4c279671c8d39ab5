import BulkheadBroker
import BulkheadPolicy
import BulkheadWire
import Glibc
import Synchronization
import Testing

/// Decisions are written down first, counted exactly, and made with what is granted now.
@Suite struct AuditTests {
  let shop: Workshop

  init() throws { shop = try Workshop() }

  @Test func `without a row nothing happens`() throws {
    let server = try LoopbackServer { _ in LoopbackServer.text("hello") }
    let host = shop.host(
      shop.authority(
        network: [.init(host: "127.0.0.1", ports: [server.port], protocols: ["http"])],
        env: ["TOKEN"]))
    try shop.write("project/out/old", "old")
    try shop.write("plugin/main.js", "1")
    let ask = {
      [
        host.ask(.readFile, "open/a.txt"), host.ask(.stat, "open/a.txt", "1"),
        host.ask(.readdir, "open", "0"), host.ask(.access, "open/a.txt", "0"),
        host.ask(.realpath, "open/a.txt"), host.ask(.writeFile, "out/new", "w", "666", bytes: "x"),
        host.ask(.writeFile, "out/old", "w", "666", bytes: "x"),
        host.ask(.truncate, "out/old", "0"),
        host.ask(.chmod, "out/old", "600"), host.ask(.copyFile, "open/a.txt", "out/copy", "0"),
        host.ask(.mkdir, "out/d", "0", "777"), host.ask(.mkdir, "out/e/f", "1", "777"),
        host.ask(.symlink, "old", "out/l"), host.ask(.rename, "out/old", "out/renamed"),
        host.ask(.unlink, "out/old"), host.ask(.rm, "out/old", "1", "1"),
        host.ask(.mkdtemp, "out/t-"), host.ask(.envGet, "TOKEN"),
        host.ask(.moduleLoad, "", "./main.js"), host.fetch(server.url).code,
        host.ask(.readFile, "closed.txt"),
      ]
    }
    host.log.fail(true)
    #expect(ask().allSatisfy { $0 == "ERR_BULKHEAD_AUDIT" })
    #expect(Workshop.names(shop.project + "/out") == ["old"])
    #expect(shop.text("project/out/old") == "old")
    #expect(server.accepted == 0)
    host.log.fail(false)
    #expect(!ask().contains("ERR_BULKHEAD_AUDIT"))
    #expect(server.accepted == 1)
  }

  @Test func `the row comes before the effect`() throws {
    let host = shop.host()
    let seen = Mutex<[Bool]>([])
    host.log.onEvent { [shop] _ in
      let exists = shop.exists("project/out/new")
      seen.withLock { $0.append(exists) }
    }
    #expect(host.ask(.writeFile, "out/new", "w", "666", bytes: "x") == "ok")
    #expect(host.ask(.unlink, "out/new") == "ok")
    #expect(seen.withLock { $0 } == [false, true])
  }

  @Test func `file operations are counted exactly, denied ones too, up to the limit`() {
    let host = shop.host(limits: ResourceLimits(filesystemOps: 5))
    #expect(host.ask(.readFile, "open/a.txt") == "A")
    #expect(host.ask(.readFile, "closed.txt") == "EACCES")
    #expect(host.ask(.readFile, "open/none") == "ENOENT")
    #expect(host.ask(.copyFile, "open/a.txt", "out/b", "0") == "ok")
    #expect(host.ask(.rename, "out/b", "out/c") == "ok")
    #expect(host.broker.usage == BrokerUsage(filesystemOps: 5))
    for _ in 0..<3 {
      guard case .error(let code, let message) = host.perform(.readFile, "open/a.txt") else {
        Issue.record("the limit is no limit")
        return
      }
      #expect(code == "ERR_BULKHEAD_LIMIT")
      #expect(message.hasPrefix("filesystem operation limit of 5 reached"))
    }
    #expect(host.broker.usage == BrokerUsage(filesystemOps: 5))
    #expect(host.log.violations.map(\.type) == [.permission, .resource])
    #expect(host.ask(.envGet, "HOME") == "EACCES", "other requests go on")
  }

  @Test func `a limit of nothing allows nothing`() {
    let host = shop.host(limits: ResourceLimits(networkCalls: 0, filesystemOps: 0))
    #expect(host.ask(.readFile, "open/a.txt") == "ERR_BULKHEAD_LIMIT")
    #expect(host.fetch("http://127.0.0.1/").code == "ERR_BULKHEAD_LIMIT")
    #expect(host.broker.usage == BrokerUsage())
    #expect(host.log.events.isEmpty)
  }

  @Test func `a revoke takes effect at the next request`() {
    let host = shop.host()
    #expect(host.ask(.readFile, "open/a.txt") == "A")
    host.source.replace(by: shop.authority([]))
    #expect(host.ask(.readFile, "open/a.txt") == "EACCES")
    host.source.replace(by: nil)
    #expect(host.ask(.readFile, "open/a.txt") == "ERR_BULKHEAD_AUTHORITY")
    #expect(host.ask(.envGet, "TOKEN") == "ERR_BULKHEAD_AUTHORITY")
    host.source.replace(by: shop.authority())
    #expect(host.ask(.readFile, "open/a.txt") == "A")
  }

  @Test func `an event says who asked, for what, and by which rule it was decided`() {
    let host = shop.host()
    _ = host.ask(.writeFile, "out/a", "w", "666", bytes: "x")
    #expect(
      host.log.events == [
        AuditEvent(
          plugin: "demo", context: "c1", action: "fs:write", resource: shop.project + "/out/a",
          allowed: true, rule: "filesystem[1] readwrite out/**", details: "writeFile")
      ])
  }

  // MARK: Variables

  @Test func `variables are read by grant, each with its row`() {
    let host = shop.host(shop.authority(env: ["TOKEN", "EMPTY", "UNSET"]))
    #expect(host.perform(.envGet, "TOKEN") == .optional("t0k3n"))
    #expect(host.perform(.envGet, "EMPTY") == .optional(""))
    #expect(host.perform(.envGet, "UNSET") == .optional(nil))
    #expect(host.ask(.envGet, "HOME") == "EACCES")
    #expect(host.ask(.envGet, "TOKEN ") == "EACCES")
    #expect(host.ask(.envGet, "NOT_SET") == "EACCES")
    #expect(
      host.broker.perform(Request(operation: .envList, id: 0, fields: []))
        == .text(#"["EMPTY","TOKEN"]"#))
    #expect(
      host.log.lines == [
        "+ env:read TOKEN", "+ env:read EMPTY", "+ env:read UNSET", "- env:read HOME",
        "- env:read TOKEN ", "- env:read NOT_SET",
      ])
    #expect(!host.log.events.contains { "\($0)".contains("t0k3n") })
    #expect(host.broker.usage == BrokerUsage())
  }

  @Test func `a loop over variables ends`() {
    let host = shop.host(shop.authority(env: ["TOKEN"]))
    for index in 0..<20_000 { _ = host.perform(.envGet, "V\(index)") }
    #expect(host.ask(.envGet, "TOKEN") == "ERR_BULKHEAD_LIMIT")
    #expect(host.ask(.moduleLoad, "", "./main.js") == "ERR_BULKHEAD_LIMIT")
    #expect(host.log.events.count == 20_000)
    #expect(host.ask(.readFile, "open/a.txt") == "A")
  }

  @Test func `a name that is none is spared the log`() {
    let host = shop.host(shop.authority(env: ["TOKEN"]))
    #expect(host.perform(.envGet, String(repeating: "x", count: 100_000)) == .optional(nil))
    #expect(host.ask(.moduleLoad, "", String(repeating: "x", count: 100_000)) == "MODULE_NOT_FOUND")
    #expect(host.fetch("http://x/" + String(repeating: "x", count: 100_000)).code == "EACCES")
    #expect(host.log.events.allSatisfy { "\($0)".utf8.count < 1_000 })
  }

  @Test(arguments: [Operation.stdout, .exit, .result, .abort, .start, .shutdown])
  func `what is not the broker's is refused`(operation: Operation) {
    let fields = [String](repeating: "", count: operation.fieldCount)
    guard
      case .error(let code, _) = shop.host().broker.perform(
        Request(operation: operation, id: 0, fields: fields))
    else {
      Issue.record("\(operation) was performed")
      return
    }
    #expect(code == "ERR_BULKHEAD_OPERATION")
  }
}
