public import BulkheadPolicy
import BulkheadSource
import BulkheadSyntax

/// Looks at one file without running it.
public struct CodeScanner: Sendable {
  /// What is banned.
  public let policy: SecurityPolicy
  private let declarations: Declarations?

  /// A scanner; with `permissions`, what the code does beyond them is a finding.
  public init(policy: SecurityPolicy = .default, permissions: PermissionSet? = nil) {
    self.policy = policy
    declarations = permissions.map { Declarations(permissions: $0, policy: policy) }
  }

  /// Scans a text; its language is told by the path.
  public func scanCode(_ source: String, path: String = "code.js") -> FileScan {
    scanCode(Array(source.utf8), path: path)
  }

  /// Scans a text in UTF-8; its language is told by the path.
  public func scanCode(_ source: [UInt8], path: String = "code.js") -> FileScan {
    examine(source, path: path).scan
  }

  /// The scan of a file, with what it says about other files.
  struct Examination: Sendable {
    var scan: FileScan
    /// What it has somebody run.
    var commands: [DeclaredCommand] = []
    var inventory: [InventoryItem] = []
    /// The relative modules it imports.
    var localImports: [String] = []
  }

  func examine(_ source: [UInt8], path: String) -> Examination {
    let language = Language(path: path, firstLine: ScannedFile.firstLine(source))
    var content = FileContent(source: source, path: path, language: language)
    content.read()
    return FileReport(content: content, policy: policy, declarations: declarations).examination()
  }
}
