import Foundation
import Testing

/// The same walls met from Python and the shell, as plugins would meet them. Every script prints "topsecret"
/// or "escaped" where it gets through.
@Suite("attempts to get out, in scripts")
struct ScriptAttemptTests {
  struct Attempt: Sendable, CustomTestStringConvertible {
    let name: String
    let command: [String]
    var testDescription: String { name }

    init(_ name: String, sh script: String) {
      self.name = name
      command = ["bash", "-c", script]
    }

    init(_ name: String, python script: String) {
      self.name = name
      command = ["python3", "-c", script]
    }
  }

  // SECRET is outside the project, CLOSED inside it without a grant, PORT a server on loopback.
  static let attempts: [Attempt] = [
    Attempt("cat", sh: "cat SECRET"),
    Attempt("redirection", sh: "while read -r l; do echo $l; done < SECRET"),
    Attempt("mapfile", sh: "mapfile -t l < CLOSED; echo ${l[0]}"),
    Attempt("source", sh: "source CLOSED 2>&1 | grep -o topsecret"),
    Attempt("find", sh: "find $(dirname SECRET) -name secret -exec cat {} +"),
    Attempt("grep -r", sh: "grep -rh topsecret $(dirname CLOSED)"),
    Attempt("tar", sh: "tar cf - -C $(dirname SECRET) secret | tar xOf -"),
    Attempt("cp -r of a parent", sh: "cp -r $(dirname CLOSED) granted/copy; cat granted/copy/file"),
    Attempt("link, then cat", sh: "ln -sf SECRET granted/l; cat granted/l"),
    Attempt("hard link, then cat", sh: "ln CLOSED granted/h; cat granted/h"),
    Attempt("move, then cat", sh: "mv CLOSED granted/m && cat granted/m"),
    Attempt("dd", sh: "dd if=CLOSED status=none"),
    Attempt("cd and relative", sh: "cd granted; cat ../closed/file"),
    Attempt("write beside", sh: "echo x > closed/new && echo escaped"),
    Attempt("remove", sh: "rm CLOSED && echo escaped"),
    Attempt(
      "git hook", sh: "echo '#!/bin/sh' > granted/repository/.git/hooks/pre-commit && echo escaped"),
    Attempt(
      "git hooksPath", sh: "cd granted/repository && echo '[core]' >> .git/config && echo escaped"),
    Attempt("shell start-up", sh: "echo evil >> granted/.bashrc && echo escaped"),
    Attempt(
      "agent settings",
      sh: "mkdir -p granted/.claude && echo {} > granted/.claude/settings.json && echo escaped"),
    Attempt(
      "case of names",
      sh: "mkdir -p granted/.Claude && echo {} > granted/.Claude/Settings.json && echo escaped"),
    Attempt(
      "proc of the parent", sh: "cat /proc/$PPID/root/SECRET /proc/$PPID/cwd/../../outside/secret"),
    Attempt(
      "other processes",
      sh: "cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -a ESCAPE_TOKEN && echo escaped"),
    Attempt(
      "bash's tcp",
      sh:
        "exec 3<>/dev/tcp/127.0.0.1/PORT && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && grep -o escaped <&3"
    ),
    Attempt(
      "a wider PATH",
      sh: "cp /usr/bin/perl granted/cat; PATH=granted:$PATH cat -e 'print \"escaped\"'"),
    Attempt("exec of a renamed program", sh: "exec -a cat perl -e 'print \"escaped\"'"),
    Attempt("loader", sh: "/lib64/ld-linux-x86-64.so.2 /usr/bin/perl -e 'print \"escaped\"'"),
    Attempt("kill of the host", sh: "kill -0 HOSTPID && echo escaped"),
    Attempt("python open", python: "print(open('SECRET').read())"),
    Attempt(
      "python os.open", python: "import os; print(os.read(os.open('CLOSED', os.O_RDONLY), 9))"),
    Attempt(
      "python mmap",
      python: "import mmap; f = open('CLOSED', 'r+b'); print(mmap.mmap(f.fileno(), 0)[:9])"),
    Attempt(
      "python listdir",
      python:
        "import os; print('escaped' if 'secret' in os.listdir(os.path.dirname('SECRET')) else '')"),
    Attempt(
      "python sendfile", python: "import os; os.sendfile(1, os.open('CLOSED', os.O_RDONLY), 0, 9)"),
    Attempt(
      "python copy",
      python: "import shutil; shutil.copy('CLOSED', 'granted/c'); print(open('granted/c').read())"),
    Attempt(
      "python replace",
      python: "import os; os.replace('CLOSED', 'granted/c'); print(open('granted/c').read())"),
    Attempt(
      "python symlink in a directory descriptor",
      python:
        "import os; d = os.open('granted', os.O_RDONLY); os.symlink('SECRET', 's', dir_fd=d); print(open(os.open('s', os.O_RDONLY, dir_fd=d)).read())"
    ),
    Attempt(
      "python libc",
      python:
        "import ctypes; l = ctypes.CDLL(None); b = ctypes.create_string_buffer(9); l.read(l.open(b'CLOSED', 0), b, 9); print(b.raw)"
    ),
    Attempt(
      "python raw system call",
      python:
        "import ctypes; l = ctypes.CDLL(None); b = ctypes.create_string_buffer(9); l.read(l.syscall(2, b'CLOSED', 0, 0), b, 9); print(b.raw)"
    ),
    Attempt(
      "python socket",
      python:
        "import socket; s = socket.create_connection(('127.0.0.1', PORT), 3); s.sendall(b'GET / HTTP/1.0\\r\\n\\r\\n'); print(s.makefile().read())"
    ),
    Attempt(
      "python decimal address",
      python:
        "import urllib.request; print(urllib.request.urlopen('http://2130706433:PORT/', timeout=20).read())"
    ),
    Attempt(
      "python UDP",
      python:
        "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(20); s.sendto(b'x', ('127.0.0.1', PORT)); print('escaped', s.recv(9))"
    ),
    Attempt(
      "python subprocess",
      python:
        "import subprocess; print(subprocess.run(['perl', '-e', 'print \"escaped\"'], capture_output=True).stdout)"
    ),
    Attempt(
      "python memfd",
      python:
        "import os, sys; f = os.memfd_create('x'); os.write(f, open('/usr/bin/perl', 'rb').read()); os.execv('/proc/self/fd/%d' % f, ['perl', '-e', 'print \"escaped\"'])"
    ),
    Attempt(
      "python chmod", python: "import os; os.chmod('readonly/file', 0o777); print('escaped')"),
    Attempt("python utime", python: "import os; os.utime('readonly/file'); print('escaped')"),
    Attempt(
      "python xattr",
      python: "import os; os.setxattr('readonly/file', 'user.x', b'1'); print('escaped')"),
    Attempt("python chroot", python: "import os; os.chroot('granted'); print('escaped')"),
    Attempt(
      "python setuid",
      python:
        "import os; os.setuid(0); print('escaped' if os.access('/etc/shadow', os.R_OK) else '')"),
  ]

  @Test("each gets through without a sandbox and not in it", arguments: attempts)
  func attempt(attempt: Attempt) throws {
    let boxed = try Workshop()
    let server = try HostServer()
    let options =
      Workshop.usualGrants + ["--tool", "Bash(python3:*)", "--limit", "timeoutMs=60000"]
    let outcome = try boxed.run(server.filled(attempt.command, boxed), options)
    #expect(!Self.gotThrough(outcome.output), "\(outcome.output)")
    // A sandbox in which nothing runs would block everything.
    #expect(outcome.rows.contains { $0.starts(with: ["allowed", "exec"]) })
    guard Workshop.isRoot else { return }
    // What the control needs of a busy machine, such as a port that answers, may fail it once.
    var shown = ""
    for _ in 0..<3 {
      let bare = try Workshop()
      let server = try HostServer()
      let control = try Workshop.start(
        ["/usr/bin/env", "ESCAPE_TOKEN=1"] + server.filled(attempt.command, bare), input: nil,
        in: bare.project)
      if Self.gotThrough(control.output) { return }
      shown = control.output + control.errors
    }
    Issue.record("shows nothing: \(shown)")
  }

  private static func gotThrough(_ output: String) -> Bool {
    output.contains("topsecret") || output.contains("escaped")
  }
}

/// A server on loopback, for TCP and UDP, and a process of the host.
final class HostServer {
  private let web: WebServer
  private let echo = Process()
  private let input = Pipe()

  init() throws {
    web = try WebServer("escaped")
    let script = """
      import socket, sys, threading
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', int(sys.argv[1])))
      def serve():
        while True:
          data, peer = s.recvfrom(99); s.sendto(data, peer)
      threading.Thread(target=serve, daemon=True).start()
      print('ready', flush=True); sys.stdin.read()
      """
    let output = Pipe()
    echo.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    echo.arguments = ["-c", script, String(web.port)]
    echo.standardInput = input
    echo.standardOutput = output
    try echo.run()
    _ = output.fileHandleForReading.availableData
  }

  deinit {
    try? input.fileHandleForWriting.close()
    echo.waitUntilExit()
  }

  /// A command with the names of what it attacks filled in.
  func filled(_ command: [String], _ workshop: Workshop) -> [String] {
    command.map { word in
      word.replacing("SECRET", with: workshop.secret)
        .replacing("CLOSED", with: workshop.path("closed/file"))
        .replacing("PORT", with: String(web.port))
        .replacing("HOSTPID", with: String(echo.processIdentifier))
    }
  }
}
