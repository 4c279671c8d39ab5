import Bulkhead

/// Writes long results in pieces: the tree of a bundle is larger than is good to hold as text.
struct ResultWriter {
  /// What was wrong with the text that the result is about.
  var errors: [Diagnostic] = []
  private let console: Console
  private var pending = ""

  init(_ console: Console) { self.console = console }

  mutating func write(_ text: String) throws(Diagnostic) {
    pending += text
    if pending.utf8.count > 64 << 10 { try finish() }
  }

  /// A line of an outline. Far inside, the depth is a number, so that lines do not grow with it.
  mutating func line(_ text: String, depth: Int) throws(Diagnostic) {
    let most = 40
    let mark = depth > most ? "[\(depth)] " : ""
    try write(String(repeating: "  ", count: min(depth, most)) + mark + text + "\n")
  }

  /// An object with a last member that is a list, each of its items on a line.
  mutating func object(
    _ head: JSONObject, _ key: String, _ items: some Sequence<JSONObject>
  ) throws(Diagnostic) {
    try write("{")
    for member in head.members {
      try write("\(JSONValue.string(member.key).rendered()):\(member.value.rendered()),\n")
    }
    try write("\(JSONValue.string(key).rendered()):[")
    var separator = "\n"
    for item in items {
      try write(separator + JSONValue.object(item).rendered())
      separator = ",\n"
    }
    try write("\n]}\n")
  }

  /// Writes what is left.
  mutating func finish() throws(Diagnostic) {
    if !pending.isEmpty { try console.result(pending) }
    pending = ""
  }
}
