import Bulkhead
import Glibc
import Synchronization

/// Passes on what a plugin prints: byte for byte where the stream is a file or pipe, made safe where it
/// is a terminal.
final class PluginOutput: Sendable {
  private let filters = Mutex((out: TerminalFilter(), error: TerminalFilter()))
  private let outIsTerminal = isatty(STDOUT_FILENO) == 1
  private let errorIsTerminal = isatty(STDERR_FILENO) == 1

  /// Writes a part; called on the thread that serves the plugin. What cannot be written is lost, as for
  /// any program whose reader has gone.
  func write(_ chunk: OutputChunk) { write(chunk.bytes, to: chunk.stream) }

  func write(_ bytes: [UInt8], to stream: OutputChunk.Stream) {
    filters.withLock { filters in
      switch stream {
      case .stdout:
        let bytes = outIsTerminal ? filters.out.pass(bytes) : bytes
        try? Console.write(bytes, to: STDOUT_FILENO)
      case .stderr:
        let bytes = errorIsTerminal ? filters.error.pass(bytes) : bytes
        try? Console.write(bytes, to: STDERR_FILENO)
      }
    }
  }

  /// Writes what was held back as the beginning of a character.
  func finish() {
    filters.withLock { filters in
      if outIsTerminal { try? Console.write(filters.out.finish(), to: STDOUT_FILENO) }
      if errorIsTerminal { try? Console.write(filters.error.finish(), to: STDERR_FILENO) }
    }
  }
}

/// Lets text, line ends, tabs and colours through to a terminal, and shows everything else that a
/// terminal would obey or hide as `\u{…}`: a plugin must not be able to draw a question of ours, set the
/// clipboard, or answer for the person.
struct TerminalFilter {
  /// Bytes that may go on in the next part: of a character, or of a colour.
  private var rest: [UInt8] = []
  private var isColored = false

  /// The longest colour that is waited for.
  private static let longest = 32

  mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
    let input = rest + bytes
    rest = []
    var output = ""
    var index = 0
    while index < input.count {
      switch Self.token(in: input, at: index) {
      case .incomplete where input.count - index < Self.longest:
        rest = Array(input[index...])
        return Array(output.utf8)
      case .incomplete:
        output += Self.shown(input[index])
        index += 1
      case .color(let length):
        output += String(decoding: input[index..<(index + length)], as: UTF8.self)
        isColored = true
        index += length
      case .scalar(let scalar, let length):
        let isPlain = scalar == "\n" || scalar == "\t" || SafeText.isVisible(scalar)
        let isLineEnd = scalar == "\r" && index + 1 < input.count && input[index + 1] == 0x0A
        if isPlain {
          output.unicodeScalars.append(scalar)
        } else if !isLineEnd {
          output += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
        index += length
      case .invalid:
        output += "\u{FFFD}"
        index += 1
      }
    }
    return Array(output.utf8)
  }

  /// What was held back, and the end of its colours.
  mutating func finish() -> [UInt8] {
    var output = rest.map(Self.shown).joined()
    if isColored { output += "\u{1B}[0m" }
    self = TerminalFilter()
    return Array(output.utf8)
  }

  private enum Token {
    case incomplete, invalid
    case color(length: Int)
    case scalar(Unicode.Scalar, length: Int)
  }

  private static func token(in bytes: [UInt8], at index: Int) -> Token {
    if bytes[index] == 0x1B {
      guard index + 1 < bytes.count else { return .incomplete }
      guard bytes[index + 1] == UInt8(ascii: "[") else { return .scalar("\u{1B}", length: 1) }
      // Select Graphic Rendition: ESC [ digits and semicolons m (ECMA-48 §8.3.117).
      var end = index + 2
      while end < bytes.count, (0x30...0x39).contains(bytes[end]) || bytes[end] == 0x3B { end += 1 }
      if end == bytes.count { return .incomplete }
      return bytes[end] == UInt8(ascii: "m")
        ? .color(length: end + 1 - index) : .scalar("\u{1B}", length: 1)
    }
    let length =
      switch bytes[index] {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    guard length > 0 else { return .invalid }
    guard index + length <= bytes.count else {
      let isContinued = bytes[(index + 1)...].allSatisfy { $0 & 0xC0 == 0x80 }
      return isContinued ? .incomplete : .invalid
    }
    guard
      let text = String(validating: bytes[index..<(index + length)], as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else { return .invalid }
    return .scalar(scalar, length: length)
  }

  private static func shown(_ byte: UInt8) -> String {
    byte >= 0x20 && byte < 0x7F
      ? String(Unicode.Scalar(byte)) : "\\u{" + String(byte, radix: 16, uppercase: true) + "}"
  }
}
