import BulkheadLinux
import BulkheadSource
import BulkheadWire

/// One execution from its command to its end.
extension Session {
  func execute(_ job: Job) -> Result<ExecutionResult, RuntimeError> {
    let begin = Clock.milliseconds()
    let before = settings.services.callCounts
    let worker: WorkerConnection
    do throws(RuntimeError) {
      worker = try readyWorker()
    } catch {
      _ = settings.reporter.take()
      return .failure(error)
    }
    let execution = Execution(job, id: nextID(), worker: worker, limits: settings.limits)
    current = execution
    serve(execution)
    execution.finishSampling()
    current = nil
    settings.services.cancelAll()
    let ending = execution.ending ?? .aborted
    if ending.endsWorker {
      worker.end()
      self.worker = nil
      lostState = true
    }
    var result = result(of: execution, ending)
    let after = settings.services.callCounts
    result.usage.networkCalls = after.network - before.network
    result.usage.filesystemOps = after.files - before.files
    result.executionTimeMs = Self.rounded(Clock.milliseconds() - begin)
    return .success(result)
  }

  /// Microseconds are as fine as it makes sense.
  static func rounded(_ milliseconds: Double) -> Double {
    (milliseconds * 1000).rounded() / 1000
  }

  private func serve(_ execution: Execution) {
    do throws(WireError) {
      try send(execution)
      while execution.ending == nil {
        let ready = Poll.readable(
          execution.worker.reader.descriptor, mailbox.descriptor, within: execution.untilSample)
        if ready.second { sortMail() }
        try sendReplies(execution)
        if ready.first { try receive(execution) }
        execution.sampleIfDue()
      }
    } catch {
      switch error.code {
      // Nothing that a worker does on purpose: its end shows here.
      case .truncated, .systemCall: execution.end(.died(execution.worker.end()))
      case .badLength, .badOperation, .badPayload: execution.end(.violation(error))
      }
    }
  }

  private func send(_ execution: Execution) throws(WireError) {
    let job = execution.job
    var options: JSONObject = ["argv": .array(job.arguments.map(JSONValue.string))]
    var source: [UInt8] = []
    switch job.program {
    case .script(let code, let name):
      options["mode"] = "script"
      options["path"] = .string(path(name ?? "[code]"))
      source = Array(code.utf8)
    case .entry(let path):
      options["mode"] = "entry"
      options["path"] = .string(self.path(path))
    }
    try execution.worker.send(
      .execute, id: execution.id, fields: [JSONValue.object(options).rendered()], bytes: source
    ) { () throws(WireError) in try self.waitForRoom(execution) }
  }

  private func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : settings.pluginRoot + "/" + name
  }

  private func sendReplies(_ execution: Execution) throws(WireError) {
    while !execution.replies.isEmpty {
      let (id, reply) = execution.replies.removeFirst()
      execution.noteRefusal(reply)
      try send(reply, id: id, execution)
    }
  }

  private func send(_ reply: Reply, id: UInt32, _ execution: Execution) throws(WireError) {
    try execution.worker.send(reply, id: id) { () throws(WireError) in
      try self.waitForRoom(execution)
    }
  }

  /// The limits hold while the worker does not read, too.
  private func waitForRoom(_ execution: Execution) throws(WireError) {
    Poll.waitForRoom(
      execution.worker.process.toWorker.rawValue, wake: mailbox.descriptor,
      within: execution.untilSample)
    sortMail()
    execution.sampleIfDue()
    if execution.ending != nil { throw WireError(.systemCall, "given up") }
  }

  private func receive(_ execution: Execution) throws(WireError) {
    guard try execution.worker.reader.fill() else {
      return execution.end(.died(execution.worker.process.wait()))
    }
    while execution.ending == nil, let header = try execution.worker.reader.nextBuffered() {
      try serve(try execution.worker.reader.request(header), execution)
      execution.sampleIfDue()
    }
  }

  private func serve(_ request: Request, _ execution: Execution) throws(WireError) {
    switch request.operation {
    case .result:
      guard request.id == execution.id else {
        throw WireError(.badPayload, "a result of something else")
      }
      execution.end(.result(request.fields[0]))
    case .stdout: execution.print(request.bytes, to: .stdout)
    case .stderr: execution.print(request.bytes, to: .stderr)
    // For the authors of Bulkhead; what is not kept counts all the same.
    case .log: execution.observe(.output(bytes: request.fields[0].utf8.count))
    case .exit:
      guard let code = UInt8(request.fields[0]) else {
        throw WireError(.badPayload, "an exit code that is none")
      }
      execution.end(.exit(code: Int(code)))
    case .abort:
      guard let id = UInt32(request.fields[0]) else {
        throw WireError(.badPayload, "abort of what has no id")
      }
      settings.services.abortFetch(id)
    case .ready:
      throw WireError(.badOperation, "ready a second time")
    // Also one that the worker waits for: no request may keep this thread from enforcing limits.
    case .fetch:
      let (mailbox, generation, id) = (mailbox, generation, request.id)
      settings.services.startFetch(request) { reply in
        mailbox.post(.reply(reply, id: id, generation: generation))
      }
    default:
      let reply = settings.services.perform(request)
      execution.noteRefusal(reply)
      try send(reply, id: request.id, execution)
    }
  }
}
