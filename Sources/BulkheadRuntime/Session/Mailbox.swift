import BulkheadLinux
import BulkheadWire
import Synchronization

/// What other threads tell a serving thread, with a descriptor that poll(2) can wait for.
final class Mailbox: Sendable {
  enum Letter: Sendable {
    /// Something to execute.
    case execute(Job)
    /// The caller of that job no longer wants it.
    case abort(job: Int)
    /// The answer to a request of a worker; `generation` says which worker.
    case reply(Reply, id: UInt32, generation: Int)
    /// The context is destroyed; called back once nothing of it is left.
    case close(@Sendable () -> Void)
  }

  private struct State {
    var letters: [Letter] = []
    var isClosed = false
  }

  private let bell: Bell
  private let state = Mutex(State())

  init() throws(RuntimeError) {
    do throws(LinuxError) {
      bell = try Bell()
    } catch {
      throw RuntimeError(
        code: "no-descriptor", "no descriptors for a context: \(error)",
        help: "destroy contexts that are no longer needed, or raise ulimit -n")
    }
  }

  /// Readable while there are letters.
  var descriptor: Int32 { bell.descriptor }

  /// Puts a letter in; false if nobody will take it out any more.
  @discardableResult
  func post(_ letter: Letter) -> Bool {
    state.withLock { state in
      if state.isClosed { return false }
      if state.letters.isEmpty { bell.ring() }
      state.letters.append(letter)
      return true
    }
  }

  /// All letters in order; none if there are none.
  func takeAll() -> [Letter] {
    state.withLock { state in
      if !state.letters.isEmpty { bell.silence() }
      let letters = state.letters
      state.letters = []
      return letters
    }
  }

  /// Takes the last letters and refuses all that come later.
  func close() -> [Letter] {
    state.withLock { state in
      state.isClosed = true
      let letters = state.letters
      state.letters = []
      return letters
    }
  }
}
