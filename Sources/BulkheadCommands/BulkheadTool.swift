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
  ///
  /// By _exit(2): everything was written by write(2), and the handlers of exit(3) would take libraries
  /// down under threads that still run. About one end in 150 of a busy machine was a crash.
  package static func runTool() async -> Never {
    do {
      var command = try parseAsRoot(nil)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      _exit(0)
    } catch let code as ExitCode {
      _exit(code.rawValue)
    } catch {
      let isHelp = exitCode(for: error) == .success
      let text = Array((fullMessage(for: error) + "\n").utf8)
      do throws(Diagnostic) {
        try Console.write(text, to: isHelp ? STDOUT_FILENO : STDERR_FILENO)
      } catch {
        _exit(2)
      }
      _exit(isHelp ? 0 : 2)
    }
  }
}
