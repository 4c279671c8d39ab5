import BulkheadLinux
import BulkheadWire
import CLinuxSandbox
import Glibc

/// Machines and hosts that tests need and cannot be themselves.
enum Stage {
  private static let calls: [String: Int] = [
    "unshare": Int(SYS_unshare), "mount": Int(SYS_mount), "setresuid": Int(SYS_setresuid),
    "capset": Int(SYS_capset), "prlimit64": Int(SYS_prlimit64), "seccomp": Int(SYS_seccomp),
    "landlock_create_ruleset": 444, "pivot_root": Int(SYS_pivot_root),
  ]

  /// Becomes another program on a machine that refuses some system calls, with ENOSYS.
  ///
  /// The program gets the arguments after `--`, and descriptors 3 and 4.
  static func become(_ path: String, refusing names: String) -> Never {
    let rules = names.split(separator: ",").map { name -> SystemCallRule in
      // Asking for a limit is the same call as setting it, without a pointer to the new one.
      let verdict: SystemCallRule.Verdict =
        name == "prlimit64" ? .allowWithout(bits: .max, argument: 2) : .fail(ENOSYS)
      return SystemCallRule(
        String(name), calls[String(name)] ?? -1, verdict, "a missing facility")
    }
    precondition(bulkhead_prctl(PR_SET_NO_NEW_PRIVS, 1) == 0)
    do {
      try FilterProgram(rules: rules, otherwise: .allow).install()
    } catch {
      fatalError("\(error)")
    }
    let rest = CommandLine.arguments.drop { $0 != "--" }.dropFirst()
    var arguments = ([path] + rest).map { (argument: String) in strdup(argument) }
    arguments.append(nil)
    execv(path, arguments)
    _exit(127)
  }

  /// A host whose worker runs an endless loop: says the worker's process id and waits for ever.
  static func host(_ path: String) -> Never {
    do {
      let worker = try WorkerProcess.start(path: path)
      var reader = FrameReader(descriptor: worker.fromWorker.rawValue, accepting: .worker)
      _ = try reader.next()
      let writer = FrameWriter(descriptor: worker.toWorker.rawValue)
      try writer.write(.start, fields: [#"{"cwd":"/","argv":["node"],"now":0}"#])
      try writer.write(
        .execute, id: 1, fields: [#"{"mode":"script","path":"/loop.js","argv":[]}"#],
        bytes: Array("console.log('looping'); while (true);".utf8))
      _ = try reader.next()
      try FrameWriter(descriptor: 4).write(.log, fields: ["\(worker.pid)"])
      while true { pause() }
    } catch {
      fatalError("\(error)")
    }
  }

  /// Says what `Machine` finds here: one line for each facility.
  static func describeMachine() -> Never {
    let text = Machine.probe().facilities.map {
      "\($0.name)\t\($0.isPresent)\t\($0.detail)\t\($0.remedy)"
    }.joined(separator: "\n")
    try? FrameWriter(descriptor: 4).write(.log, fields: [text])
    _exit(0)
  }
}
