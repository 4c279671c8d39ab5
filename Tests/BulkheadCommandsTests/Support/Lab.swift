import BulkheadSource
import Foundation
import Testing

/// A project and a home in a temporary directory, in which the real program runs.
final class Lab: Sendable {
  let path: String
  var project: String { path + "/project" }
  var home: String { path + "/home" }
  var plugins: String { project + "/.claude/plugins" }
  var security: String { project + "/.claude/security" }

  init() throws {
    path =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("bulkhead-commands-\(UUID().uuidString)").path
    for directory in ["project/.claude", "home"] {
      try FileManager.default.createDirectory(
        atPath: path + "/" + directory, withIntermediateDirectories: true)
    }
  }

  deinit {
    // Tests take permissions away; they come back so that everything can be removed.
    _ = try? Program.run("/bin/chmod", ["-R", "u+rwX", path])
    _ = try? Program.run("/bin/rm", ["-rf", path])
  }

  // MARK: Files

  func write(_ bytes: [UInt8], to file: String) throws {
    let url = URL(fileURLWithPath: absolute(file))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: file) }

  func text(_ file: String) throws -> String {
    try String(contentsOfFile: absolute(file), encoding: .utf8)
  }

  func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: absolute(file)) }

  func absolute(_ file: String) -> String { file.hasPrefix("/") ? file : path + "/" + file }

  /// Everything below a directory, sorted; the lock of the staging areas is not of interest.
  func files(below directory: String) -> [String] {
    let root = absolute(directory)
    return (FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? [])
      .filter { $0 != ".staging.lock" }.sorted()
  }

  /// A plugin in `NAME/` of the lab: its manifest with these members, and a script.
  @discardableResult
  func plugin(
    _ name: String = "sample", permissions: String? = #"{"filesystem": []}"#,
    more: String = "", script: String = "module.exports = 1;\n"
  ) throws -> String {
    let grants = permissions.map { ", \"permissions\": \($0)" } ?? ""
    try write(
      #"{ "name": "\#(name)", "version": "1.0.0", "main": "main.js"\#(grants)\#(more) }"#,
      to: "\(name)/.claude-plugin/plugin.json")
    try write(script, to: "\(name)/main.js")
    return path + "/" + name
  }

  // MARK: The program

  /// Runs `bulkhead` in the project, without a terminal.
  @discardableResult
  func bulkhead(
    _ arguments: String..., input: String = "", environment: [String: String] = [:],
    terminal: Bool = false
  ) throws -> Program.Output {
    try Program.run(
      Program.bulkhead, arguments, input: input, directory: project,
      environment: self.environment.merging(environment) { $1 })
  }

  /// What the program sees: a home of its own.
  var environment: [String: String] {
    ["HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"]
  }

  /// Runs a command with `--format json` and reads what it writes.
  func json(_ arguments: String..., code: Int32 = 0) throws -> JSONValue {
    let output = try Program.run(
      Program.bulkhead, arguments + ["--format", "json"], directory: project,
      environment: environment)
    #expect(output.code == code, "\(output)")
    return try JSONDocument(Array(output.stdout.utf8), file: "stdout", limits: .data).root.plain
  }
}

extension JSONValue {
  /// The keys of an object in order.
  var keys: [String] { objectValue?.keys ?? [] }
}
