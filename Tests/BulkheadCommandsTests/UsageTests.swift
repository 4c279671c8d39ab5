import Foundation
import Testing

@Suite struct UsageTests {
  static let commands: [[String]] = [
    ["scan"], ["scan-all"], ["infer"], ["install"], ["uninstall"], ["permissions"], ["grant"],
    ["revoke"], ["explain"], ["audit"], ["audit", "list"], ["audit", "verify"],
    ["audit", "export"],
    ["run"], ["exec"], ["eval"], ["doctor"], ["policy"], ["policy", "show"], ["policy", "check"],
    ["syntax"],
  ]

  @Test("every command has help with an example and the common flags", arguments: commands)
  func help(command: [String]) throws {
    let output = try Program.run(
      Program.bulkhead, command + ["--help"], environment: ["HOME": "/nonexistent"])
    #expect(output.code == 0)
    #expect(output.stdout.contains("Example"))
    #expect(output.stdout.contains("  bulkhead \(command[0])"))
    #expect(output.stderr.isEmpty)
    // A command with commands of its own has the flags there.
    if !["policy", "audit"].contains(command.joined()) {
      // The streams of what `exec` runs are its own: there is no result to format.
      let format = command == ["exec"] ? [] : ["--format"]
      // A syntax belongs to no project, and nobody is asked about it.
      let common = command == ["syntax"] ? [] : ["--project", "--policy", "--no-prompt", "--yes"]
      for flag in format + common {
        #expect(output.stdout.contains(flag))
      }
    }
  }

  @Test("the list of commands names all of them and no others")
  func list() throws {
    let text = try Program.run(Program.bulkhead, ["--help"]).stdout
    let section = try #require(text.components(separatedBy: "SUBCOMMANDS:").last)
    let names = section.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
    #expect(Set(names) == Set(Self.commands.map { $0[0] }))
  }

  @Test(
    "a usage error is 2, with the usage on the error stream",
    arguments: [
      ["scan"], ["nonsense"], ["install"], ["grant", "x"], ["revoke", "x"],
      ["revoke", "x", "fs:read", "--all"], ["scan", "x", "--format", "xml"], ["audit", "--since"],
      ["install", "x", "--yes", "--no-prompt"], ["policy", "frob"],
    ])
  func usage(arguments: [String]) throws {
    let lab = try Lab()
    let output = try Program.run(
      Program.bulkhead, arguments, directory: lab.project, environment: lab.environment)
    #expect(output.code == 2, "\(output)")
    #expect(output.stdout.isEmpty)
    #expect(output.stderr.contains("Usage:") || output.stderr.contains("USAGE:"), "\(output)")
  }

  @Test("a failure in JSON is an object on standard output too")
  func failureJSON() throws {
    let json = try Lab().json("permissions", "nobody", code: 1)
    #expect(json["error"]?["code"] == "not-installed")
    #expect(json["error"]?["help"]?.stringValue?.contains("bulkhead install") == true)
  }

  @Test("a result that cannot be written is a failure")
  func full() throws {
    let lab = try Lab()
    let output = try Program.run(
      "/bin/sh", ["-c", "exec \(Program.bulkhead) policy show > /dev/full"],
      directory: lab.project, environment: lab.environment)
    #expect(output.code == 2)
    #expect(output.stderr.contains("the result cannot be written"))
  }

  @Test("colours are for terminals, and NO_COLOR turns them off there")
  func colours() throws {
    let lab = try Lab()
    try lab.plugin()
    func shown(_ environment: [String: String]) throws -> String {
      let terminal = try Pseudoterminal(
        ["scan", "../sample"], in: lab, showsOutput: true, environment: environment)
      #expect(terminal.finish() == 0)
      return terminal.shown
    }
    #expect(try shown([:]).contains("\u{1B}[32mpassed\u{1B}[0m"))
    #expect(try !shown(["NO_COLOR": "1"]).contains("\u{1B}"))
    #expect(try !shown(["TERM": "dumb"]).contains("\u{1B}"))
    #expect(try !lab.bulkhead("scan", "../sample").stdout.contains("\u{1B}"))
  }

  @Test("a project that is none, and a home that is not set, are named")
  func surroundings() throws {
    let lab = try Lab()
    let project = try lab.bulkhead("audit", "--project", "/nowhere")
    #expect(project.code == 2)
    #expect(project.stderr.contains("there is no directory /nowhere"))
    let home = try Program.run(Program.bulkhead, ["audit"], directory: lab.project)
    #expect(home.code == 2)
    #expect(home.stderr.contains("HOME is not set"))
  }
}
