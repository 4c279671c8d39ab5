import BulkheadLinux
import BulkheadPolicy
import BulkheadWire
import Glibc

/// One request about files: resolve, decide and write down, then do.
struct FileOperation {
  let judge: Judge
  let request: Request
  let configuration: BrokerConfiguration

  /// Most names that one request lists, removes or renames.
  static let maximumEntries = 100_000
  /// Most directories inside each other that one request walks: each holds a descriptor.
  static let maximumDepth = 128
  /// Most bytes of one answer: the channel's limit without the frame.
  static let maximumBytes = FrameHeader.defaultLimit - 64

  /// What the request is answered.
  func reply() throws(Refusal) -> Reply {
    switch request.operation {
    case .readFile: try readFile()
    case .stat: try stat()
    case .readdir: try readDirectory()
    case .access: try access()
    case .realpath: try realPath()
    case .readlink: try readLink()
    case .writeFile: try writeFile()
    case .truncate: try truncate()
    case .chmod: try changeMode()
    case .copyFile: try copyFile()
    case .mkdir: try makeDirectory()
    case .mkdtemp: try makeTemporaryDirectory()
    case .symlink: try makeLink()
    case .rm: try remove()
    case .unlink: try removeFile()
    case .rmdir: try removeDirectory()
    case .rename: try rename()
    default:
      throw Refusal(code: "ERR_BULKHEAD_OPERATION", "\(request.operation) is not about files")
    }
  }

  /// A path of the request, absolute and clean.
  func path(_ index: Int) throws(Refusal) -> String {
    let path = request.fields[index]
    // Like open(2): the empty path names nothing.
    if path.isEmpty { throw Refusal(FileError(ENOENT)) }
    let absolute = LexicalPath.absolute(path, from: configuration.workingDirectory)
    // The kernel would say so too; the audit log is spared the text.
    guard max(path.utf8.count, absolute.utf8.count) <= LexicalPath.maximumBytes else {
      throw Refusal(FileError(ENAMETOOLONG))
    }
    return absolute
  }

  /// A number of the request in the given base.
  func number(_ index: Int, radix: Int = 10) throws(Refusal) -> Int {
    guard let number = Int(request.fields[index], radix: radix), number >= 0 else {
      throw Refusal(FileError(EINVAL))
    }
    return number
  }

  func flag(_ index: Int) -> Bool { request.fields[index] == "1" }

  /// Decides on a file for reading or writing and writes it down; then the file is used.
  func settle(
    _ action: Action, _ resolution: borrowing Resolution, asked: String, details: String? = nil
  ) throws(Refusal) {
    try judge.settle(
      judge.claim(action, .path(resolution.path)), asked: asked, details: details)
  }

  /// Settles an entry of a directory for writing.
  func settle(_ entry: borrowing Entry, asked: String, details: String? = nil) throws(Refusal) {
    try judge.settle(judge.claim(.fsWrite, .path(entry.path)), asked: asked, details: details)
  }

  /// The denial of a file that is none: opening it may do something, or wait for ever.
  func refuseSpecial(_ action: Action, _ path: String) -> Refusal {
    refuse(action, path, code: "special-file", "is a pipe, socket or device, not a file")
  }

  func refuse(
    _ action: Action, _ path: String, code: String, _ why: String, help: String? = nil
  ) -> Refusal {
    let denial = Denial(code: code, "\(Shown.path(path)) \(why)", help: help)
    return judge.refuse(
      Judge.Claim(action: action, resource: .path(path), decision: .denied(denial)), denial)
  }
}
