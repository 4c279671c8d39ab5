/// Timers and clocks.
extension ScriptWorker {
  static var timerFunctions: [NativeFunction] {
    [
      // (milliseconds, callback): the id of a timer that the program waits for.
      NativeFunction("schedule") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let delay = try worker.realm.number(arguments[0])
          guard worker.realm.isFunction(arguments[1]) else {
            throw worker.realm.exception("schedule: no callback", name: "TypeError")
          }
          let deadline =
            Clock.monotonicMilliseconds() + (delay > 0 ? min(delay, ScriptWorker.maximumDelay) : 0)
          let id = worker.timers.schedule(at: deadline, worker.realm.hold(arguments[1]))
          return worker.realm.number(Double(id))
        }
      },
      NativeFunction("cancel") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          worker.timers.cancel(try worker.realm.integer(arguments[0]))
          return worker.realm.undefined
        }
      },
      // (id, whether the program waits for the timer).
      NativeFunction("hold") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let id = try worker.realm.integer(arguments[0])
          worker.timers.setHolding(id, worker.realm.isTrue(arguments[1]))
          return worker.realm.undefined
        }
      },
      NativeFunction("monotonicMs") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, _) throws(ScriptException) in
          worker.realm.number(Clock.monotonicMilliseconds())
        }
      },
      NativeFunction("wallMs") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, _) throws(ScriptException) in
          worker.realm.number(Clock.wallMilliseconds())
        }
      },
    ]
  }

  /// The longest delay of the HTML and Node.js timers, in milliseconds.
  private static let maximumDelay = 2_147_483_647.0
}
