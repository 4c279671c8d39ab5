import BulkheadSource

extension PluginManifest {
  /// Reads the manifest of a plugin's directory; nil where it has none.
  ///
  /// - Throws: `DiagnosticList` with what is wrong in its files.
  public static func load(fromDirectory directory: String) throws(DiagnosticList) -> PluginManifest?
  {
    var found: [(utf8: [UInt8], file: String)] = []
    for path in manifestPaths {
      let file = "\(directory)/\(path)"
      if let utf8 = try readListed(file) { found.append((utf8, file)) }
    }
    let sidecarFile = "\(directory)/\(sidecarPath)"
    let sidecar = try readListed(sidecarFile).map { (utf8: $0, file: sidecarFile) }
    guard let first = found.first else {
      // Without a manifest there is no name, but a sidecar must not pass unseen.
      guard sidecar != nil else { return nil }
      throw DiagnosticList([
        Diagnostic(
          code: "missing-manifest", "there is a bulkhead.json and no manifest", file: sidecarFile,
          help: "add .claude-plugin/plugin.json with a \"name\"")
      ])
    }
    return try parse(
      first.utf8, file: first.file, other: found.dropFirst().first, sidecar: sidecar)
  }

  private static func readListed(_ file: String) throws(DiagnosticList) -> [UInt8]? {
    do throws(Diagnostic) {
      return try BoundedFile.read(file)
    } catch {
      throw DiagnosticList([error])
    }
  }
}
