/// Timers by deadline; those of one deadline in the order they were set.
struct TimerQueue<Callback> {
  private struct Entry {
    var deadline: Double
    var id: Int

    /// Ids grow, so of two equal deadlines the one set earlier comes first.
    static func < (left: Entry, right: Entry) -> Bool {
      left.deadline < right.deadline || (left.deadline == right.deadline && left.id < right.id)
    }
  }

  private struct Timer {
    var callback: Callback
    var holdsLoop: Bool
  }

  /// A binary heap; entries of cancelled timers stay until they come up.
  private var heap: [Entry] = []
  private var timers: [Int: Timer] = [:]
  /// The id of the timer set last.
  private(set) var latestID = 0
  /// How many timers keep the program alive.
  private(set) var holdingCount = 0

  /// Sets a timer and returns its id, which is never used again.
  mutating func schedule(at deadline: Double, _ callback: Callback) -> Int {
    latestID += 1
    timers[latestID] = Timer(callback: callback, holdsLoop: true)
    holdingCount += 1
    heap.append(Entry(deadline: deadline, id: latestID))
    siftUp(heap.count - 1)
    return latestID
  }

  mutating func cancel(_ id: Int) {
    guard let timer = timers.removeValue(forKey: id) else { return }
    if timer.holdsLoop { holdingCount -= 1 }
    // A program that sets and clears timeouts in a loop must not grow the heap for ever.
    if heap.count > 64, heap.count > 4 * timers.count { removeCancelled() }
  }

  /// Whether the program waits for the timer, or may end before it (`unref`).
  mutating func setHolding(_ id: Int, _ holds: Bool) {
    guard let timer = timers[id], timer.holdsLoop != holds else { return }
    timers[id]?.holdsLoop = holds
    holdingCount += holds ? 1 : -1
  }

  mutating func removeAll() {
    heap.removeAll()
    timers.removeAll()
    holdingCount = 0
  }

  /// When the next timer is due.
  mutating func nextDeadline() -> Double? {
    while let first = heap.first {
      if timers[first.id] != nil { return first.deadline }
      removeFirst()
    }
    return nil
  }

  /// Takes the next timer that is due at `now` and was set no later than `latestID`.
  ///
  /// The bound keeps timers that a callback sets out of the turn that runs it: one that sets
  /// itself again without delay would keep replies from ever being delivered. Such timers are due
  /// no earlier than those before them, so nothing is held up behind one.
  mutating func takeDue(at now: Double, upTo latestID: Int) -> Callback? {
    guard let deadline = nextDeadline(), deadline <= now, let id = heap.first?.id, id <= latestID
    else { return nil }
    removeFirst()
    guard let timer = timers.removeValue(forKey: id) else { return nil }
    if timer.holdsLoop { holdingCount -= 1 }
    return timer.callback
  }

  private mutating func removeCancelled() {
    heap.removeAll { timers[$0.id] == nil }
    // A sorted array is a heap.
    heap.sort { $0 < $1 }
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    siftDown()
  }

  private mutating func siftUp(_ start: Int) {
    var index = start
    while index > 0 {
      let parent = (index - 1) / 2
      guard heap[index] < heap[parent] else { return }
      heap.swapAt(index, parent)
      index = parent
    }
  }

  private mutating func siftDown() {
    var index = 0
    while true {
      let left = 2 * index + 1
      guard left < heap.count else { return }
      let right = left + 1
      let child = right < heap.count && heap[right] < heap[left] ? right : left
      guard heap[child] < heap[index] else { return }
      heap.swapAt(index, child)
      index = child
    }
  }
}
