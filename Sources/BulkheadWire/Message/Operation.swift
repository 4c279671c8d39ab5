/// What a frame asks for or carries; the one byte after a frame's length.
///
/// The worker sends requests and the host answers each with one `.reply`, unless `expectsReply` is
/// false. Codes are part of the protocol: worker and host are built together, so a code may change,
/// but two meanings never share one.
public enum Operation: UInt8, CaseIterable, Sendable {
  // Files. Paths are UTF-8 and never contain NUL, which separates fields.

  /// Fields: path. Reply: the file's bytes.
  case readFile = 1
  /// Fields: path, flags (`w`, `a`, `wx`, `ax`, `r+`), mode in octal. Bytes: the contents.
  case writeFile = 2
  /// Fields: path, `1` to follow a final link or `0`. Reply: JSON object.
  case stat = 3
  /// Fields: path, `1` for recursive or `0`. Reply: JSON `[[name, type], …]`, sorted.
  case readdir = 4
  /// Fields: path, recursive, mode in octal.
  case mkdir = 5
  /// Fields: path, recursive, force.
  case rm = 6
  /// Fields: path.
  case unlink = 7
  /// Fields: path.
  case rmdir = 8
  /// Fields: from, to.
  case rename = 9
  /// Fields: from, to, mode flags in decimal.
  case copyFile = 10
  /// Fields: path, access mode in decimal.
  case access = 11
  /// Fields: path. Reply: text.
  case realpath = 12
  /// Fields: path, length in bytes.
  case truncate = 13
  /// Fields: path, mode in octal.
  case chmod = 14
  /// Fields: prefix. Reply: text, the directory made.
  case mkdtemp = 15
  /// Fields: target, path.
  case symlink = 16
  /// Fields: path. Reply: text.
  case readlink = 17

  // Network and environment.

  /// Fields: method, URL, headers as JSON, redirect mode. Bytes: the body. Reply: JSON NUL body.
  case fetch = 32
  /// Fields: id of the fetch, in decimal. The fetch itself answers `ERR_ABORTED`.
  case abort = 33
  /// Fields: name. Reply: one byte 0 or 1 (present), then the value.
  case envGet = 34
  /// Reply: JSON array of the names granted.
  case envList = 35

  // The program's own life.

  /// Bytes: what the plugin printed.
  case stdout = 48
  /// Bytes: what the plugin printed on the error stream.
  case stderr = 49
  /// Fields: exit code in decimal. The worker ends itself after this frame.
  case exit = 50
  /// Fields: importing module's path, specifier. Reply: JSON NUL source.
  case moduleLoad = 51
  /// Fields: JSON. Answers `execute`, with its id.
  case result = 52
  /// Fields: JSON. The first frame a worker sends: it is confined now.
  case ready = 53
  /// Fields: text for the host's diagnostics.
  case log = 54

  // From the host.

  /// Fields: JSON, the first frame a host sends.
  case start = 128
  /// Fields: JSON `{mode, path, argv}`. Bytes: the source.
  case execute = 129
  /// A status byte, then what the request's operation says. See ``Reply``.
  case reply = 130
  /// The worker ends itself.
  case shutdown = 131
}

extension Operation {
  /// Which end of the channel may send an operation.
  public enum Sender: Sendable {
    /// The confined process: everything it sends is checked.
    case worker
    /// The process that decides.
    case host
  }

  /// The only end that may send this operation.
  public var sender: Sender { rawValue < 128 ? .worker : .host }

  /// Whether the host answers this operation with a `.reply` of the same id.
  public var expectsReply: Bool {
    switch self {
    case .stdout, .stderr, .exit, .result, .ready, .log, .abort: false
    default: sender == .worker
    }
  }

  /// How many NUL-separated fields the text of this operation has; any other number is malformed.
  public var fieldCount: Int {
    switch self {
    case .envList, .stdout, .stderr, .reply, .shutdown: 0
    case .readFile, .unlink, .rmdir, .realpath, .mkdtemp, .readlink, .abort, .envGet, .exit,
      .result, .ready, .log, .start, .execute:
      1
    case .stat, .readdir, .rename, .access, .truncate, .chmod, .symlink, .moduleLoad: 2
    case .writeFile, .mkdir, .rm, .copyFile: 3
    case .fetch: 4
    }
  }

  /// Whether raw bytes may follow the text; for all others they are malformed.
  public var carriesBytes: Bool {
    switch self {
    case .writeFile, .fetch, .stdout, .stderr, .execute, .reply: true
    default: false
    }
  }
}

extension Operation: CustomStringConvertible {
  /// The name as it is written here: for logs, and for the script's table of operations. Every request
  /// asks for it, and the one that reflection finds takes a microsecond or more.
  public var description: String {
    switch self {
    case .readFile: "readFile"
    case .writeFile: "writeFile"
    case .stat: "stat"
    case .readdir: "readdir"
    case .mkdir: "mkdir"
    case .rm: "rm"
    case .unlink: "unlink"
    case .rmdir: "rmdir"
    case .rename: "rename"
    case .copyFile: "copyFile"
    case .access: "access"
    case .realpath: "realpath"
    case .truncate: "truncate"
    case .chmod: "chmod"
    case .mkdtemp: "mkdtemp"
    case .symlink: "symlink"
    case .readlink: "readlink"
    case .fetch: "fetch"
    case .abort: "abort"
    case .envGet: "envGet"
    case .envList: "envList"
    case .stdout: "stdout"
    case .stderr: "stderr"
    case .exit: "exit"
    case .moduleLoad: "moduleLoad"
    case .result: "result"
    case .ready: "ready"
    case .log: "log"
    case .start: "start"
    case .execute: "execute"
    case .reply: "reply"
    case .shutdown: "shutdown"
    }
  }
}
