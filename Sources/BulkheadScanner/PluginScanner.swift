public import BulkheadPolicy
public import BulkheadSource
import Synchronization

/// Looks at all files of a plugin, without running any, on all cores.
public struct PluginScanner: Sendable {
  /// What is banned.
  public let policy: SecurityPolicy
  /// How much is scanned.
  public let limits: ScanLimits

  /// A scanner.
  public init(policy: SecurityPolicy = .default, limits: ScanLimits = ScanLimits()) {
    self.policy = policy
    self.limits = limits
  }

  /// Scans a directory, or a single file. The result does not depend on the order in which threads run.
  ///
  /// - Parameters:
  ///   - directory: its path; no link below it is followed.
  ///   - permissions: what the plugin declares; nil where it declares nothing.
  ///   - progress: called with how many files are done, of how many, on any thread.
  /// - Throws: a `Diagnostic` where the directory cannot be read.
  public func scan(
    directory: String, permissions: PermissionSet? = nil,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) throws(Diagnostic) -> SecurityScanResult {
    var walk = TreeWalk(root: directory, limits: limits)
    try walk.run()
    let scanner = CodeScanner(policy: policy, permissions: permissions)
    let files = walk.files
    let limits = limits
    let results = Mutex([FileResult?](repeating: nil, count: files.count))
    let done = Atomic<Int>(0)
    let work = SharedWork(results: results, done: done)
    Workers.forEach(count: files.count) { index in
      let result = Self.scan(files[index], root: directory, scanner, limits)
      work.results.withLock { $0[index] = result }
      progress?(work.done.add(1, ordering: .relaxed).newValue, files.count)
    }
    return PluginReport(
      policy: policy, walk: walk, results: work.results.withLock { $0.compactMap(\.self) }
    ).result()
  }

  private final class SharedWork: Sendable {
    let results: Mutex<[FileResult?]>
    let done: Atomic<Int>
    init(results: consuming Mutex<[FileResult?]>, done: consuming Atomic<Int>) {
      self.results = results
      self.done = done
    }
  }

  /// What became of one file.
  enum FileResult: Sendable {
    case scanned(CodeScanner.Examination)
    case skipped(SkippedFile, isIncomplete: Bool)
  }

  private static func scan(
    _ path: String, root: String, _ scanner: CodeScanner, _ limits: ScanLimits
  ) -> FileResult {
    switch ScannedFile.read(path, root: root, limits: limits) {
    case .skipped(let file, let isIncomplete): .skipped(file, isIncomplete: isIncomplete)
    case .text(let bytes): .scanned(scanner.examine(bytes, path: path.isEmpty ? root : path))
    }
  }
}
