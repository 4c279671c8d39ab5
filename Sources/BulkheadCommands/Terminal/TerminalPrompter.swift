import Bulkhead
import Glibc

/// Asks the person at the terminal, whatever standard input and output are connected to.
///
/// The terminal is opened anew, and what was typed before the question is thrown away, so that neither a
/// pipe nor a keystroke meant for something else can answer. Only a whole `y` or `yes` is a yes.
struct TerminalPrompter: PermissionPrompter {
  let console: Console

  func approve(_ request: ApprovalRequest) async -> Bool {
    guard let terminal = Terminal() else {
      console.message(Terminal.noneMessage)
      return false
    }
    let question = ApprovalText(request, style: terminal.style)
    terminal.write(question.summary)
    while true {
      // Before the question is seen, not after: a quick answer counts.
      terminal.drain()
      terminal.write(question.prompt)
      switch terminal.readLine()?.lowercased() {
      case "y", "yes": return true
      case "d", "details": terminal.write(question.details)
      case "n", "no", "", nil: return false
      default: terminal.write(ApprovalText.unknownAnswer)
      }
    }
  }
}

/// The terminal that controls this process.
final class Terminal {
  static let noneMessage = "there is no terminal to ask at: nothing is approved"

  private let descriptor: Int32

  init?() {
    // SAFETY: the path is copied by the kernel during the call.
    descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    // A job in the background would be stopped by its first read, with nobody to see why.
    guard tcgetpgrp(descriptor) == getpgrp() else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }

  var style: Style { Style(descriptor: descriptor) }

  func write(_ text: String) { try? Console.write(Array(text.utf8), to: descriptor) }

  func drain() { tcflush(descriptor, TCIFLUSH) }

  /// A line without its end; nil where the terminal is gone, and for a line that no answer is as long
  /// as.
  func readLine() -> String? {
    var line: [UInt8] = []
    while line.count < 100 {
      var byte: UInt8 = 0
      // SAFETY: the kernel writes at most the one byte.
      let count = unsafe read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return nil }
      if byte == UInt8(ascii: "\n") {
        return String(decoding: line, as: UTF8.self)
      }
      line.append(byte)
    }
    return nil
  }
}
