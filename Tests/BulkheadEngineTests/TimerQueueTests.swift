import Testing

@testable import BulkheadEngine

@Suite("Timers")
struct TimerQueueTests {
  private func drain(_ timers: inout TimerQueue<String>, at now: Double) -> [String] {
    var fired: [String] = []
    let latest = timers.latestID
    while let callback = timers.takeDue(at: now, upTo: latest) { fired.append(callback) }
    return fired
  }

  @Test("come in the order of their deadlines, then of their setting")
  func order() {
    var timers = TimerQueue<String>()
    for (deadline, name) in [(5, "e"), (1, "a"), (3, "c"), (1, "b"), (3, "d")] as [(Double, String)]
    {
      _ = timers.schedule(at: deadline, name)
    }
    #expect(timers.nextDeadline() == 1)
    #expect(drain(&timers, at: 3) == ["a", "b", "c", "d"])
    #expect(drain(&timers, at: 4).isEmpty)
    #expect(drain(&timers, at: 5) == ["e"])
    #expect(timers.nextDeadline() == nil)
  }

  @Test("a cancelled one does not come, nor hold the program")
  func cancel() {
    var timers = TimerQueue<String>()
    let first = timers.schedule(at: 1, "first")
    _ = timers.schedule(at: 2, "second")
    timers.cancel(first)
    timers.cancel(first)
    #expect(timers.holdingCount == 1)
    #expect(drain(&timers, at: 9) == ["second"])
    #expect(timers.holdingCount == 0)
  }

  @Test("one that the program does not wait for still comes while it waits for others")
  func holding() {
    var timers = TimerQueue<String>()
    let id = timers.schedule(at: 1, "background")
    timers.setHolding(id, false)
    timers.setHolding(id, false)
    #expect(timers.holdingCount == 0)
    #expect(drain(&timers, at: 1) == ["background"])
    #expect(timers.holdingCount == 0)
  }

  @Test("one set by a callback waits for the next turn")
  func rearm() {
    var timers = TimerQueue<String>()
    _ = timers.schedule(at: 1, "first")
    let latest = timers.latestID
    #expect(timers.takeDue(at: 1, upTo: latest) == "first")
    _ = timers.schedule(at: 1, "again")
    #expect(timers.takeDue(at: 1, upTo: latest) == nil)
    #expect(timers.takeDue(at: 1, upTo: timers.latestID) == "again")
  }

  @Test("many set and cancelled keep their order and leave nothing behind")
  func churn() {
    var timers = TimerQueue<Int>()
    var generator = SystemRandomNumberGenerator()
    var kept: [(deadline: Double, id: Int)] = []
    for _ in 0..<5000 {
      let deadline = Double(UInt8.random(in: 0...255, using: &generator))
      let id = timers.schedule(at: deadline, timers.latestID + 1)
      if Bool.random(using: &generator) { timers.cancel(id) } else { kept.append((deadline, id)) }
    }
    kept.sort { ($0.deadline, $0.id) < ($1.deadline, $1.id) }
    var fired: [Int] = []
    while let id = timers.takeDue(at: 255, upTo: timers.latestID) { fired.append(id) }
    #expect(fired == kept.map(\.id))
    #expect(timers.holdingCount == 0)
  }
}
