// A command-line program with commands of its own that brings Bulkhead's along:
//
//     swift run example-agent greet
//     swift run example-agent security scan PLUGIN
import ArgumentParser
import BulkheadCommands

@main
struct Agent: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agent", abstract: "A very small agent.",
    subcommands: [Greet.self, SecurityCommands.self])
}

struct Greet: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Say hello.")

  func run() { print("hello") }
}
