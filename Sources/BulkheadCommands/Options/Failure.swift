import Bulkhead

/// An error as a person and a program get it.
struct Failure {
  private let diagnostics: [Diagnostic]
  let status: CommandStatus

  /// Any error of the libraries below; a refusal is the answer no, everything else a failure.
  init(_ error: any Error) {
    switch error {
    case let error as Diagnostic:
      diagnostics = [error]
      status = .failed
    case let error as DiagnosticList:
      diagnostics = error.diagnostics
      status = .failed
    case let error as CommandSandboxError:
      diagnostics = [
        Diagnostic(code: "sandbox", "\(error.step): \(error.message)", help: error.help)
      ]
      status = .failed
    case let error as InstallError:
      diagnostics = [Diagnostic(code: error.code, error.message, help: error.help)]
      status = error.isRefusal ? .no : .failed
    case let error as PermissionRefusal:
      diagnostics = [Diagnostic(code: error.code, error.message, help: error.help)]
      status = .no
    case let error as RuntimeError:
      diagnostics = [Diagnostic(code: error.code, error.message, help: error.help)]
      status = .failed
    case let error as StoreError:
      diagnostics = [Diagnostic(code: error.code, error.message, help: error.help)]
      status = Self.answersNo.contains(error.code) ? .no : .failed
    default:
      diagnostics = [Diagnostic(code: "internal-error", "internal error: \(error)")]
      status = .failed
    }
  }

  /// What a record or a plugin's files are not: approved.
  private static let answersNo: Set<String> = [
    "not-installed", "bad-mac", "file-changed", "file-added", "file-missing",
  ]

  func text(_ style: Style) -> String {
    diagnostics.map { diagnostic in
      let place = diagnostic.place.map { style.bold($0 + ":") + " " } ?? ""
      // The reasons follow on lines of their own.
      var lines = diagnostic.message.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      lines[0] = "\(place)\(style.red("error:")) \(lines[0]) \(style.dim("[\(diagnostic.code)]"))"
      if let help = diagnostic.help { lines.append("  \(style.cyan("help:")) \(help)") }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  var json: JSONValue {
    let errors = diagnostics.map(\.json)
    return ["error": errors.first ?? .null, "errors": .array(errors)]
  }
}
