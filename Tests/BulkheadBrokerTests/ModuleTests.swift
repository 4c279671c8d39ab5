import BulkheadPolicy
import BulkheadWire
import Glibc
import Testing

/// Modules come from inside the plugin, and only as they were approved.
@Suite struct ModuleTests {
  let shop: Workshop
  let host: Workshop.Host

  init() throws {
    shop = try Workshop()
    host = shop.host()
    for (path, text) in [
      ("main.js", "main"), ("lib/a.js", "a"), ("lib/b.mjs", "b"), ("lib/c.cjs", "c"),
      ("lib/d.json", "{}"), ("lib/e.ts", "e"), ("lib/f.mts", "f"), ("lib/index.js", "index"),
      ("lib/syntax.js", "// x\nimport fs from 'fs'\n"), ("lib/text.js", "const x = 'import y'"),
      ("esm/package.json", #"{"type":"module","main":"./start"}"#), ("esm/start.js", "start"),
      ("node_modules/plain/package.json", #"{"main":"./lib/main.js"}"#),
      ("node_modules/plain/lib/main.js", "plain"), ("node_modules/plain/extra.js", "extra"),
      ("node_modules/bare/index.js", "bare"),
      ("node_modules/@scope/pkg/index.js", "scoped"),
      (
        "node_modules/exp/package.json",
        #"{"exports":{".":{"types":"./t.d.ts","import":"./i.mjs"},"./sub":"./s.js","./up":"../plain/extra.js"}}"#
      ),
      ("node_modules/exp/i.mjs", "exported"), ("node_modules/exp/s.js", "sub"),
      ("node_modules/exp/hidden.js", "hidden"),
      ("lib/node_modules/plain/index.js", "nearer"),
      ("bad/package.json", #"{"main":"../../outside/secret.txt"}"#),
      ("broken/package.json", "{"),
    ] {
      try plant(path, text)
    }
    try shop.link("plugin/leak.js", to: "../outside/secret.txt")
    try shop.link("plugin/way", to: "../outside")
    try shop.link("plugin/alias.js", to: "lib/a.js")
  }

  private func plant(_ path: String, _ text: String) throws {
    var directory = "plugin"
    let names = path.split(separator: "/")
    for name in names.dropLast() {
      directory += "/" + name
      if !shop.exists(directory) { try shop.makeDirectory(directory) }
    }
    try shop.write("plugin/" + path, text)
  }

  private func load(_ specifier: String, from importer: String = "main.js") -> String {
    let from = importer.isEmpty ? "" : shop.plugin + "/" + importer
    switch host.perform(.moduleLoad, from, specifier) {
    case .bytes(let bytes):
      return bytes.split(separator: 0, maxSplits: 1)
        .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    case .text(let text): return text
    case .error(let code, _): return code
    }
  }

  private func found(_ path: String, _ format: String, _ source: String) -> String {
    #"{"path":"\#(shop.plugin)/\#(path)","format":"\#(format)"} \#(source)"#
  }

  @Test(arguments: [
    ("", "main.js", "main.js", "commonjs", "main"), ("", "./main", "main.js", "commonjs", "main"),
    ("main.js", "./lib/a", "lib/a.js", "commonjs", "a"),
    ("main.js", "./lib/b", "lib/b.mjs", "module", "b"),
    ("main.js", "./lib/c", "lib/c.cjs", "commonjs", "c"),
    ("main.js", "./lib/d.json", "lib/d.json", "json", "{}"),
    ("main.js", "./lib/e", "lib/e.ts", "commonjs", "e"),
    ("main.js", "./lib/e.js", "lib/e.ts", "commonjs", "e"),
    ("main.js", "./lib/f", "lib/f.mts", "module", "f"),
    ("main.js", "./lib", "lib/index.js", "commonjs", "index"),
    ("lib/a.js", "../main.js", "main.js", "commonjs", "main"),
    ("lib/a.js", ".", "lib/index.js", "commonjs", "index"),
    ("main.js", "./lib/syntax.js", "lib/syntax.js", "module", "// x\nimport fs from 'fs'\n"),
    ("main.js", "./lib/text.js", "lib/text.js", "commonjs", "const x = 'import y'"),
    ("main.js", "./esm", "esm/start.js", "module", "start"),
    ("main.js", "plain", "node_modules/plain/lib/main.js", "commonjs", "plain"),
    ("lib/a.js", "plain", "lib/node_modules/plain/index.js", "commonjs", "nearer"),
    ("main.js", "plain/extra", "node_modules/plain/extra.js", "commonjs", "extra"),
    ("main.js", "bare", "node_modules/bare/index.js", "commonjs", "bare"),
    ("main.js", "@scope/pkg", "node_modules/@scope/pkg/index.js", "commonjs", "scoped"),
    ("main.js", "exp", "node_modules/exp/i.mjs", "module", "exported"),
    ("main.js", "exp/sub", "node_modules/exp/s.js", "commonjs", "sub"),
    ("main.js", "./alias.js", "lib/a.js", "commonjs", "a"),
  ])
  func `a specifier finds what Node would find`(
    importer: String, specifier: String, path: String, format: String, source: String
  ) {
    #expect(load(specifier, from: importer) == found(path, format, source))
    #expect(host.log.lines == ["+ fs:read \(shop.plugin)/\(path)"])
    #expect(host.broker.usage.filesystemOps == 0)
  }

  @Test func `an absolute path and a file URL inside the plugin are found`() {
    #expect(load(shop.plugin + "/lib/a.js") == found("lib/a.js", "commonjs", "a"))
    #expect(load("file://" + shop.plugin + "/lib/a.js") == found("lib/a.js", "commonjs", "a"))
  }

  @Test(arguments: [
    "../outside/secret.txt", "./../outside/secret.txt", "/etc/passwd", "file:///etc/passwd",
    "./leak.js", "./way/secret.txt", "./bad", "./lib/../../outside/secret.txt",
    "../project/open/a.txt",
    "..", "/",
  ])
  func `nothing outside of the plugin is a module, by whatever way`(specifier: String) {
    #expect(load(specifier) == "EACCES")
    #expect(host.log.events.map(\.rule) == ["outside-plugin"])
    #expect(host.log.violations.count == 1)
    #expect(load("./lib/a") == found("lib/a.js", "commonjs", "a"))
  }

  @Test(arguments: [
    ("none", "MODULE_NOT_FOUND"), ("./none", "MODULE_NOT_FOUND"), ("@scope", "MODULE_NOT_FOUND"),
    ("exp/hidden.js", "MODULE_NOT_FOUND"), ("exp/package.json", "MODULE_NOT_FOUND"),
    ("plain/../../main.js", "MODULE_NOT_FOUND"), ("#inside", "MODULE_NOT_FOUND"),
    ("./broken", "ERR_INVALID_PACKAGE_CONFIG"), ("exp/up", "MODULE_NOT_FOUND"),
  ])
  func `what is not exported or not there is not found`(specifier: String, code: String) {
    #expect(load(specifier) == code)
    #expect(host.log.events.isEmpty)
  }

  @Test func `an importer outside of the plugin imports nothing`() {
    #expect(host.ask(.moduleLoad, "/etc/x.js", "./passwd") == "EACCES")
    #expect(host.ask(.moduleLoad, shop.project + "/x.js", "./open/a.txt") == "EACCES")
    #expect(host.ask(.moduleLoad, shop.project + "/x.js", "plain") == "MODULE_NOT_FOUND")
  }

  @Test func `a directory whose name only looks like the plugin's is not the plugin's`() throws {
    try shop.makeDirectory("plug\u{ED}n")
    try shop.write("plug\u{ED}n/main.js", "main")
    try shop.makeDirectory("plugi\u{301}n")
    try shop.write("plugi\u{301}n/main.js", "other")
    let root = shop.root + "/plug\u{ED}n"
    var locations = shop.locations
    locations.pluginRoot = root
    let authority = Authority(permissions: .none, policy: .strict, locations: locations)
    let host = shop.host(authority) { $0.pluginRoot = root }
    #expect(host.ask(.moduleLoad, root + "/main.js", "../plugi\u{301}n/main.js") == "EACCES")
    #expect(host.ask(.moduleLoad, "", shop.root + "/plugi\u{301}n/main.js") == "EACCES")
    #expect(host.ask(.moduleLoad, "", "./main.js").hasSuffix("main"))
  }

  @Test func `bytes that were not approved are not loaded, nor followed`() throws {
    let approved = ["main.js": "main", "node_modules/plain/lib/main.js": "plain"]
    let host = shop.host { configuration in
      configuration.isApproved = { path, bytes in
        approved[path] == String(decoding: bytes, as: UTF8.self)
      }
    }
    let main = shop.plugin + "/main.js"
    #expect(host.ask(.moduleLoad, "", "./main.js").hasSuffix("main"))
    #expect(host.ask(.moduleLoad, main, "./lib/a.js") == "EACCES")
    #expect(host.ask(.moduleLoad, main, "plain") == "EACCES", "its package.json is not approved")
    try shop.write("plugin/main.js", "changed")
    #expect(host.ask(.moduleLoad, "", "./main.js") == "EACCES")
    #expect(host.log.events.last?.rule == "not-approved")
    struct Broken: Error {}
    let failing = shop.host { $0.isApproved = { _, _ in throw Broken() } }
    #expect(failing.ask(.moduleLoad, "", "./main.js") == "EACCES")
  }
}
