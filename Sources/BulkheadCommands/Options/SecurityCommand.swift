import ArgumentParser
import Bulkhead

/// How a command ends.
enum CommandStatus {
  /// It was done, or the answer is yes.
  case done
  /// The answer is no: findings over the gate, denied, not whole.
  case no
  /// It could not be done.
  case failed
  /// The plugin ran and ended with this code of its own.
  case plugin(Int32)
  /// The plugin was not run.
  case refused

  /// The exit code of the process, for every command.
  var code: Int32 {
    switch self {
    case .done: 0
    case .no: 1
    case .failed: 2
    case .plugin(let code): code
    case .refused: 125
    }
  }
}

/// A command with its result: what it does is `execute`, how it ends is decided here for all of them.
protocol SecurityCommand: AsyncParsableCommand {
  /// Whether failures are written as JSON too.
  var writesJSON: Bool { get }
  /// How it ends where Bulkhead says no, or fails, whatever it is about.
  static var failureStatus: CommandStatus? { get }
  func execute(_ console: Console) async throws -> CommandStatus
}

extension SecurityCommand {
  static var failureStatus: CommandStatus? { nil }

  mutating func run() async throws {
    let console = Console()
    var status: CommandStatus
    do {
      status = try await execute(console)
    } catch {
      let failure = Failure(error)
      status = Self.failureStatus ?? failure.status
      console.message(failure.text(console.errorStyle))
      if writesJSON, (try? console.result(failure.json.rendered(pretty: true) + "\n")) == nil {
        status = .failed
      }
    }
    if status.code != 0 { throw ExitCode(status.code) }
  }
}
