extension Rules {
  /// Faults of Python, found on its tree.
  static let python: [Rule] =
    pythonCode + pythonProcesses + pythonData + pythonNetwork + pythonHost + pythonCrypto
}

/// Which calls of Python do what, by their full names.
enum PythonSinks {
  /// Run text as code: the position of the text.
  static let evaluators: [String: Int] = [
    "eval": 0, "exec": 0, "compile": 0, "execfile": 0, "_testcapi.run_in_subinterp": 0,
    "test.support.run_in_subinterp": 0, "_xxsubinterpreters.run_string": 1,
    "code.InteractiveConsole().push": 0, "code.InteractiveInterpreter().runcode": 0,
    "code.InteractiveInterpreter().runsource": 0, "code.InteractiveConsole().runcode": 0,
    "code.InteractiveConsole().runsource": 0, "runpy.run_path": 0, "timeit.timeit": 0,
    "types.FunctionType": 0, "types.CodeType": 0, "marshal.loads().__call__": 0,
  ]

  /// Give their first argument to a shell.
  static let shells: Set<String> = [
    "os.system", "os.popen", "os.popen2", "os.popen3", "os.popen4", "popen2.popen2",
    "popen2.popen3", "popen2.popen4", "popen2.Popen3", "commands.getoutput",
    "commands.getstatusoutput", "subprocess.getoutput", "subprocess.getstatusoutput",
    "asyncio.create_subprocess_shell", "asyncio.subprocess.create_subprocess_shell",
    "asyncio.get_event_loop().subprocess_shell", "platform.popen", "os.startfile", "pty.spawn",
    "pexpect.spawn", "pexpect.run",
  ]

  /// Start a program given as a list, or by a shell where `shell` says so.
  static let runners: Set<String> = [
    "subprocess.run", "subprocess.call", "subprocess.Popen", "subprocess.check_output",
    "subprocess.check_call", "subprocess.popen",
  ]

  /// Replace the process or start another: the position of the program.
  static let starters: [String: Int] = [
    "os.execl": 0, "os.execle": 0, "os.execlp": 0, "os.execlpe": 0, "os.execv": 0, "os.execve": 0,
    "os.execvp": 0, "os.execvpe": 0, "os.spawnl": 1, "os.spawnle": 1, "os.spawnlp": 1,
    "os.spawnlpe": 1, "os.spawnv": 1, "os.spawnve": 1, "os.spawnvp": 1, "os.spawnvpe": 1,
    "os.posix_spawn": 0, "os.posix_spawnp": 0, "asyncio.create_subprocess_exec": 0,
    "asyncio.subprocess.create_subprocess_exec": 0,
    "asyncio.get_event_loop().subprocess_exec": 1,
  ]

  /// Send what they are given to another host.
  static func sends(_ path: String) -> Bool {
    if senders.contains(path) { return true }
    guard let root = path.split(separator: ".").first,
      ["requests", "httpx", "aiohttp", "urllib3"].contains(root)
    else { return false }
    return [".get", ".post", ".put", ".patch", ".request", ".delete", ".stream", ".send"]
      .contains { path.hasSuffix($0) }
  }

  private static let senders: Set<String> = [
    "urllib.request.urlopen", "urllib.request.Request", "urllib2.urlopen", "urllib2.Request",
    "urllib.urlopen", "socket.socket().send", "socket.socket().sendall", "socket.socket().sendto",
    "socket.create_connection().sendall", "socket.create_connection().send",
    "http.client.HTTPSConnection().request", "http.client.HTTPConnection().request",
    "httplib.HTTPSConnection().request", "httplib.HTTPConnection().request",
    "smtplib.SMTP().sendmail", "smtplib.SMTP_SSL().sendmail", "smtplib.SMTP().send_message",
    "ftplib.FTP().storbinary", "boto3.client().upload_file", "boto3.client().put_object",
    "urllib.request.urlretrieve", "websocket.create_connection().send", "dns.resolver.query",
    "socket.gethostbyname", "paramiko.SSHClient().open_sftp().put",
  ]
}

extension PythonFacts {
  /// The calls that run text as code, each with the text.
  func findEvaluations() -> [(call: Call, code: PythonTree.Index)] {
    calls.compactMap { call in
      guard let path = call.path, let position = PythonSinks.evaluators[path],
        call.arguments.indices.contains(position)
      else { return nil }
      return (call, call.arguments[position])
    }
  }

  /// The calls that hand a command to a shell or start a program, each with the command.
  func findCommands() -> [(call: Call, command: PythonTree.Index, isShell: Bool)] {
    calls.compactMap { call in
      guard let path = call.path else { return nil }
      if PythonSinks.shells.contains(path) || path.hasSuffix(".subprocess_shell") {
        let position = path.hasSuffix(".subprocess_shell") ? 1 : 0
        guard let command = argument(call, "command", position) ?? argument(call, "cmd", position)
        else { return nil }
        return (call, command, true)
      }
      if PythonSinks.runners.contains(path) {
        guard let command = argument(call, "args", 0) else { return nil }
        return (call, command, usesShell(call))
      }
      if let position = PythonSinks.starters[path]
        ?? (path.hasSuffix(".subprocess_exec") ? 1 : nil),
        call.arguments.indices.contains(position)
      {
        return (call, call.arguments[position], false)
      }
      return nil
    }
  }

  /// `shell=` with anything but what is false.
  func usesShell(_ call: Call) -> Bool {
    guard let shell = evaluator.keyword("shell", of: call.node) else { return false }
    let text = tree.source(of: shell, limit: 8)
    return !["False", "None", "0", "''", "\"\"", "[]", "{}", "()"].contains(text)
  }

  /// The calls that send, each with what is sent.
  func findSendings() -> [(call: Call, data: [PythonTree.Index])] {
    calls.compactMap { call in
      guard let path = call.path, PythonSinks.sends(path) else { return nil }
      return (call, Array(tree.children(call.node).dropFirst()))
    }
  }
}
