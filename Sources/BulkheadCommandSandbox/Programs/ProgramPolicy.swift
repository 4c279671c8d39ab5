import BulkheadPolicy
import Glibc

/// Which programs may be run: those that grants name, the plugin's own, and the small tools that every
/// script needs and that hold no authority a process does not have already.
struct ProgramPolicy {
  let authority: Authority
  let view: SandboxView

  /// Decides on a program by its real path, with the words after its name.
  ///
  /// - Parameter written: the path it was called by; a link among the system's programs gives it a name.
  func decide(_ path: String, written: String, zone: Zone, words: [String]) -> Decision {
    if zone == .own { return .allowed(by: "own plugin directory") }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    // A name stands for the system's program of that name, not for a file that somebody called so.
    if zone == .system {
      if Self.isInBinDirectory(path) {
        var names = [name] + Self.unversioned(name)
        if Self.isInBinDirectory(written), let called = written.split(separator: "/").last {
          names.insert(String(called), at: 0)
        }
        if names.contains(where: Self.tools.contains) { return .allowed(by: "basic tools") }
        for alias in names {
          let decision = authority.decide(.exec, .command([alias] + words))
          if decision.isAllowed { return decision }
        }
      } else if Self.isPartOfProgram(path), !name.hasPrefix("ld-") {
        // git-core, gcc's cc1: parts that a granted program starts. Not the dynamic loader, which runs
        // whatever it is told.
        return .allowed(by: "part of an installed program")
      }
    }
    let whole = authority.decide(.exec, .command([path] + words))
    if whole.isAllowed { return whole }
    let called = written.split(separator: "/").last.map(String.init) ?? name
    return authority.decide(.exec, .command([zone == .system ? called : path] + words))
  }

  private static let binDirectories = [
    "/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/", "/usr/local/bin/", "/usr/local/sbin/",
  ]

  private static func isInBinDirectory(_ path: String) -> Bool {
    binDirectories.contains { path.hasPrefix($0) && !path.dropFirst($0.count).contains("/") }
  }

  private static func isPartOfProgram(_ path: String) -> Bool {
    ["/usr/lib/", "/usr/libexec/", "/lib/", "/usr/share/"].contains { path.hasPrefix($0) }
  }

  /// `python3.11` is what the link `python3` leads to; a grant names what people write.
  private static func unversioned(_ name: String) -> [String] {
    var names: [String] = []
    var base = Substring(name)
    while let last = base.last, last.isNumber || last == "." || last == "-" {
      base = base.dropLast()
      if base.last != ".", base.last != "-", !base.isEmpty { names.append(String(base)) }
    }
    return names
  }

  /// The program in the first line of a script: the path after `#!`.
  static func interpreter(of program: Descriptor) -> String? {
    defer { program.stayOpen() }
    let file = unsafe open(program.reopeningPath, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    // SAFETY: pread writes at most the capacity.
    let head = unsafe [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
      count = unsafe max(0, pread(file, buffer.baseAddress, buffer.count, 0))
    }
    guard head.starts(with: Array("#!".utf8)) else { return nil }
    let line = head.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }
    let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return words.first.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Shells and the tools of POSIX that scripts are made of. What they do is opening files and starting
  /// programs, and that is decided for each.
  static let tools: Set<String> = [
    "sh", "dash", "bash", "rbash", "env", "true", "false", "test", "[", "echo", "printf", "cat",
    "ls", "dir", "cp", "mv", "rm", "ln", "mkdir", "rmdir", "mktemp", "touch", "chmod", "stat",
    "head", "tail", "tac", "cut", "paste", "sort", "uniq", "wc", "tr", "tee", "nl", "od", "fold",
    "fmt", "split", "csplit", "join", "comm", "seq", "shuf", "expr", "date", "sleep", "timeout",
    "basename", "dirname", "realpath", "readlink", "pwd", "id", "whoami", "groups", "uname",
    "hostname", "nproc", "arch", "tty", "stty", "yes", "nohup", "nice", "du", "df", "sync",
    "sha1sum", "sha256sum", "sha512sum", "md5sum", "b2sum", "cksum", "base64", "base32",
    "grep", "egrep", "fgrep", "sed", "gawk", "mawk", "awk", "find", "xargs", "diff", "diff3", "cmp",
    "getopt", "which", "which.debianutils", "tput", "clear", "install", "truncate", "kill", "ps",
    "pgrep", "tar", "gzip", "gunzip", "zcat", "bzip2", "xz", "getconf", "locale", "mkfifo",
  ]
}
