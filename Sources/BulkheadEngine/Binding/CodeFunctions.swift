import BulkheadBuiltins

/// Turning source into functions, and the ends of a program.
extension ScriptWorker {
  static var codeFunctions: [NativeFunction] {
    [
      // (source, url, number of the first line): the completion value of a script.
      NativeFunction("compile") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let realm = worker.realm
          let line =
            realm.isUndefined(arguments[2])
            ? 1 : Int32(clamping: try realm.integer(arguments[2]))
          return try realm.evaluate(
            realm.text(of: arguments[0]), url: realm.text(of: arguments[1]), line: line)
        }
      },
      // (name): the source of a built-in module, or undefined.
      NativeFunction("moduleSource") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          let name = worker.realm.plainText(of: arguments[0])
          let module = BulkheadBuiltins.modules.first { $0.name == name }
          return module.map { worker.realm.string($0.source) } ?? worker.realm.undefined
        }
      },
      // (source, mode, path): a number of columns and the text of a function expression, which
      // begins with a parenthesis, or JSON that says why there is none.
      NativeFunction("lower") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          guard let source = worker.realm.plainText(of: arguments[0]),
            let mode = worker.realm.plainText(of: arguments[1]),
            let path = worker.realm.plainText(of: arguments[2])
          else { return worker.realm.undefined }
          return worker.realm.string(ScriptLowering.lower(source, mode: mode, path: path))
        }
      },
      // (function): gets (promise, reason) and returns true if it has handled the rejection.
      NativeFunction("onUnhandledRejection") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          worker.unhandledRejection =
            worker.realm.isFunction(arguments[0]) ? worker.realm.hold(arguments[0]) : nil
          return worker.realm.undefined
        }
      },
      // (error): what an exception is that no caller could catch.
      NativeFunction("fail") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          worker.fail(with: arguments[0], origin: "uncaughtException")
          return worker.realm.undefined
        }
      },
      // (value): what a Proxy stands for, null if it was revoked; undefined for all other values.
      NativeFunction("proxyTarget") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
          worker.realm.proxyTarget(of: arguments[0])
        }
      },
      // (): bytes of the heap in use.
      NativeFunction("heapBytes") {
        unsafe ScriptWorker.answer($3, $4, $5) { (worker, _) throws(ScriptException) in
          worker.realm.number(try worker.realm.heapBytes())
        }
      },
    ]
  }

  /// `(json)`: the program's promise has settled.
  static let done = NativeFunction("done") {
    unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
      if let json = worker.realm.plainText(of: arguments[0]) { worker.finish(json) }
      return worker.realm.undefined
    }
  }

  /// `(promise, reason)`, from the engine.
  static let rejected = NativeFunction("rejected") {
    unsafe ScriptWorker.answer($3, $4, $5) { (worker, arguments) throws(ScriptException) in
      worker.reject(arguments[0], reason: arguments[1])
      return worker.realm.undefined
    }
  }
}
