/// One `execute` frame on its way to its `result`.
final class Execution {
  /// The id its result carries.
  let id: UInt32
  /// The JSON of the result, as the built-ins gave it.
  private(set) var result: String?
  /// Whether the result is an error that nobody caught, which ends the program at once.
  private(set) var hasFailed = false

  init(id: UInt32) { self.id = id }

  var hasResult: Bool { result != nil }

  /// The program's promise has settled; only the first time counts.
  func finish(_ json: String) {
    if result == nil { result = json }
  }

  /// An uncaught error ends the program, also one whose promise has settled.
  func fail(_ json: String) {
    guard !hasFailed else { return }
    hasFailed = true
    result = json
  }
}
