import Glibc

/// Colours for one stream: none unless it is a terminal that shows them.
struct Style: Sendable {
  let isColored: Bool

  static let plain = Style(isColored: false)

  init(isColored: Bool) { self.isColored = isColored }

  /// The style of a stream. `NO_COLOR` is honoured as https://no-color.org has it.
  init(descriptor: Int32) {
    isColored =
      isatty(descriptor) == 1 && (Environment["NO_COLOR"] ?? "").isEmpty
      && Environment["TERM"] != "dumb"
  }

  func bold(_ text: String) -> String { paint(text, "1") }
  func dim(_ text: String) -> String { paint(text, "2") }
  func red(_ text: String) -> String { paint(text, "31") }
  func green(_ text: String) -> String { paint(text, "32") }
  func yellow(_ text: String) -> String { paint(text, "33") }
  func cyan(_ text: String) -> String { paint(text, "36") }

  private func paint(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// The environment of this process.
enum Environment {
  static subscript(name: String) -> String? {
    // SAFETY: getenv's string is copied at once; nothing in this program calls setenv.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
