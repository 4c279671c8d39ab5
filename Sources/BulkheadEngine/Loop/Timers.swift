/// What is to be called later, by when; those of one moment in the order they were made.
struct Timers {
  private struct Timer {
    let id: UInt32
    let due: Double
    let callback: ScriptValue
    var holdsProcess = true
  }

  private var timers: [Timer] = []

  /// Whether one is left that the end of the script has to wait for.
  var holdsProcess: Bool { timers.contains(where: \.holdsProcess) }

  /// Milliseconds on the monotonic clock when the first is due.
  var nextDue: Double? { timers.first?.due }

  /// Adds a timer; its callback has to be protected until it is taken or removed.
  mutating func add(id: UInt32, due: Double, callback: ScriptValue) {
    let index = timers.firstIndex { $0.due > due } ?? timers.count
    timers.insert(Timer(id: id, due: due, callback: callback), at: index)
  }

  /// Removes a timer and returns its callback.
  mutating func remove(id: UInt32) -> ScriptValue? {
    guard let index = timers.firstIndex(where: { $0.id == id }) else { return nil }
    return timers.remove(at: index).callback
  }

  /// Says whether the end of the script has to wait for a timer.
  mutating func setHoldsProcess(_ holds: Bool, id: UInt32) {
    guard let index = timers.firstIndex(where: { $0.id == id }) else { return }
    timers[index].holdsProcess = holds
  }

  /// Takes the first timer that is due.
  mutating func popDue(at now: Double) -> ScriptValue? {
    guard let first = timers.first, first.due <= now else { return nil }
    return timers.removeFirst().callback
  }

  /// Removes all and returns their callbacks.
  mutating func removeAll() -> [ScriptValue] {
    let callbacks = timers.map(\.callback)
    timers.removeAll()
    return callbacks
  }
}
