import BulkheadLinux
import BulkheadPolicy
import BulkheadSource
import BulkheadWire
import Glibc

/// Finds and reads a plugin's modules: only inside its root, and only bytes that were approved.
struct ModuleLoader {
  let judge: Judge
  let configuration: BrokerConfiguration
  /// The real path of the plugin's root.
  let root: String

  /// Most bytes of a module.
  static let maximumBytes = 16 << 20

  init(_ judge: Judge, _ configuration: BrokerConfiguration) throws(Refusal) {
    self.judge = judge
    self.configuration = configuration
    let resolution = Resolution.of(LexicalPath.absolute(configuration.pluginRoot, from: "/"))
    guard resolution.file != nil else { throw Refusal(resolution.error) }
    root = resolution.path
  }

  /// A file of the plugin.
  struct File {
    /// Its real path.
    let path: String
    let bytes: [UInt8]
  }

  /// Answers `moduleLoad`: the importing module's path, empty for the entry, and the specifier.
  func load(from importer: String, specifier: String) throws(Refusal) -> Reply {
    // Longer ones name no file, and the audit log is spared the text.
    let isPath = max(specifier.utf8.count, importer.utf8.count) <= LexicalPath.maximumBytes
    guard isPath, let file = try find(specifier, from: importer) else {
      throw Refusal(
        code: "MODULE_NOT_FOUND", "Cannot find module '\(Shown.path(specifier))'")
    }
    try judge.settle(judge.claim(.fsRead, .path(file.path)))
    let format = try format(of: file)
    let info: JSONValue = ["path": .string(file.path), "format": .string(format.rawValue)]
    return .document(info.rendered(), body: file.bytes)
  }

  private func find(_ specifier: String, from importer: String) throws(Refusal) -> File? {
    let directory = try importingDirectory(importer)
    if importer.isEmpty || specifier.hasPrefix("/") || isRelative(specifier) {
      return try fileOrDirectory(LexicalPath.absolute(specifier, from: directory))
    }
    if specifier.hasPrefix("file://") {
      return try fileOrDirectory(
        LexicalPath.absolute(String(specifier.dropFirst(7)), from: directory))
    }
    return try package(specifier, from: directory)
  }

  private func isRelative(_ specifier: String) -> Bool {
    specifier == "." || specifier == ".." || specifier.hasPrefix("./")
      || specifier.hasPrefix("../")
  }

  /// What the importer says of itself is only a place to start from.
  private func importingDirectory(_ importer: String) throws(Refusal) -> String {
    guard !importer.isEmpty else { return root }
    let path = LexicalPath.absolute(importer, from: root)
    return LexicalPath.split(path)?.directory ?? "/"
  }

  // MARK: Packages

  /// Looks for a package in `node_modules` of the directory and of those around it, up to the root.
  private func package(_ specifier: String, from directory: String) throws(Refusal) -> File? {
    let parts = specifier.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let nameCount = specifier.hasPrefix("@") ? 2 : 1
    guard parts.count >= nameCount, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { return nil }
    let name = parts[..<nameCount].joined(separator: "/")
    let subpath = parts[nameCount...].joined(separator: "/")
    var directory = directory
    while isInside(directory) {
      let base = LexicalPath.join(directory, "node_modules/" + name)
      if let found = try packageFile(base, subpath) { return found }
      guard let outer = LexicalPath.split(directory) else { break }
      directory = outer.directory
    }
    return nil
  }

  private func packageFile(_ base: String, _ subpath: String) throws(Refusal) -> File? {
    let manifest = try manifest(in: base)
    if let exports = manifest?["exports"] {
      let target = PackageExports.target(exports, of: subpath.isEmpty ? "." : "./" + subpath)
      guard let target, target.hasPrefix("./") else { return nil }
      return try file(LexicalPath.absolute(target, from: base), within: base)
    }
    if !subpath.isEmpty {
      return try fileOrDirectory(LexicalPath.absolute(subpath, from: base))
    }
    return try directoryIndex(base, manifest: manifest)
  }

  private func manifest(in directory: String) throws(Refusal) -> JSONNode? {
    guard let file = try file(LexicalPath.join(directory, "package.json")) else { return nil }
    do throws(Diagnostic) {
      return try JSONDocument(file.bytes, file: file.path).root
    } catch {
      throw Refusal(code: "ERR_INVALID_PACKAGE_CONFIG", "\(error)")
    }
  }

  // MARK: Files

  /// The endings that a specifier may leave out, in the order they are tried.
  private static let extensions = [".js", ".mjs", ".cjs", ".json", ".ts", ".mts", ".cts"]

  private func fileOrDirectory(_ path: String) throws(Refusal) -> File? {
    if let found = try file(path) { return found }
    for ending in Self.extensions {
      if let found = try file(path + ending) { return found }
    }
    // TypeScript names the file that a compiler would make.
    for (ending, source) in [(".js", ".ts"), (".mjs", ".mts"), (".cjs", ".cts")]
    where path.hasSuffix(ending) {
      if let found = try file(path.dropLast(ending.count) + source) { return found }
    }
    return try directoryIndex(path, manifest: manifest(in: path))
  }

  private func directoryIndex(_ directory: String, manifest: JSONNode?) throws(Refusal) -> File? {
    if case .string(let main)? = manifest?["main"]?.value, !main.isEmpty {
      let path = LexicalPath.absolute(main, from: directory)
      for ending in [""] + Self.extensions {
        if let found = try file(path + ending) { return found }
      }
      for ending in Self.extensions {
        if let found = try file(LexicalPath.join(path, "index" + ending)) { return found }
      }
    }
    for ending in Self.extensions {
      if let found = try file(LexicalPath.join(directory, "index" + ending)) { return found }
    }
    return nil
  }

  private func isInside(_ path: String) -> Bool { LexicalPath.isInside(path, root) }

  /// The file of exactly this path; nil if there is none.
  ///
  /// - Throws: a denial for a path that leads out of the plugin, and for bytes that nobody approved.
  private func file(_ path: String, within base: String? = nil) throws(Refusal) -> File? {
    let path = String(path)
    guard isInside(path), base.map({ LexicalPath.isInside(path, $0) }) ?? true else {
      throw outside(path)
    }
    let resolution = Resolution.of(path)
    guard isInside(resolution.path) else { throw outside(path) }
    guard case .some(let file) = resolution.file else { return nil }
    let status = try fileCall { () throws(FileError) in try file.status() }
    guard status.kind == .file else { return nil }
    let bytes = try fileCall { () throws(FileError) in
      try file.reopened(flags: O_RDONLY | O_NONBLOCK | O_NOCTTY)
        .contents(expected: status.size, limit: Self.maximumBytes)
    }
    try checkApproval(resolution.path, bytes)
    return File(path: resolution.path, bytes: bytes)
  }

  private func outside(_ path: String) -> Refusal {
    refuse(
      path, code: "outside-plugin", "is outside of the plugin's directory, and no module of it",
      help: "put what the plugin loads inside its own directory")
  }

  private func checkApproval(_ path: String, _ bytes: [UInt8]) throws(Refusal) {
    let names = PathText.names(path).dropFirst(PathText.names(root).count)
    let relative = names.joined(separator: "/")
    let help = "bulkhead install the plugin again to see what changed"
    do {
      if try configuration.isApproved(relative, bytes) { return }
    } catch {
      throw refuse(path, code: "not-approved", "cannot be compared: \(error)", help: help)
    }
    throw refuse(path, code: "not-approved", "is not the file that was approved", help: help)
  }

  private func refuse(_ path: String, code: String, _ why: String, help: String) -> Refusal {
    let denial = Denial(code: code, "\(Shown.path(path)) \(why)", help: help)
    return judge.refuse(
      Judge.Claim(action: .fsRead, resource: .path(path), decision: .denied(denial)), denial)
  }

  // MARK: Formats

  /// How the worker evaluates a source.
  private enum Format: String {
    case json, module, commonjs
  }

  private func format(of file: File) throws(Refusal) -> Format {
    switch file.path.split(separator: ".").last {
    case "json": return .json
    case "mjs", "mts": return .module
    case "cjs", "cts": return .commonjs
    default: break
    }
    var directory = LexicalPath.split(file.path)?.directory
    while let current = directory, isInside(current) {
      if let manifest = try manifest(in: current) {
        if case .string("module")? = manifest["type"]?.value { return .module }
        if manifest["type"] != nil { return .commonjs }
        break
      }
      directory = LexicalPath.split(current)?.directory
    }
    return ModuleSyntax.hasImportOrExport(file.bytes) ? .module : .commonjs
  }
}
