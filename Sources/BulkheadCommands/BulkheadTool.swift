package import ArgumentParser
import Bulkhead
import Glibc

/// The program `bulkhead`.
package struct BulkheadTool: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "bulkhead", abstract: "A security sandbox for plugins of coding agents.",
    discussion: """
      Scan a plugin, approve what it wants, run it so that nothing else is reachable, and see what \
      it did:
        bulkhead scan ./my-plugin
        bulkhead install ./my-plugin
        bulkhead run my-plugin
        bulkhead audit my-plugin
      """,
    version: SecurityCommands.version, subcommands: SecurityCommands.all)

  package init() {}

  /// Parses the arguments, runs the command and ends the process. The parser's own code for a usage
  /// error is 64; ours is 2.
  package static func runTool() async -> Never {
    do {
      var command = try parseAsRoot(nil)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      Glibc.exit(0)
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      let isHelp = exitCode(for: error) == .success
      let text = Array((fullMessage(for: error) + "\n").utf8)
      do throws(Diagnostic) {
        try Console.write(text, to: isHelp ? STDOUT_FILENO : STDERR_FILENO)
      } catch {
        Glibc.exit(2)
      }
      Glibc.exit(isHelp ? 0 : 2)
    }
  }
}
