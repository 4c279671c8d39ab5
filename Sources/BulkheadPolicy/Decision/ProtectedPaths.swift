/// Paths that stay closed inside any broader grant: what governs a plugin, what gets code run outside
/// the sandbox later, keys and credentials (DESIGN §2, invariant 5).
///
/// The rules go by names, at any depth and whether or not the path exists yet. Names are compared as
/// the most forgiving file system would (`FoldedName`).
struct ProtectedPaths: Sendable {
  enum Reason: String, Sendable {
    case governs = "it governs what the plugin may do"
    case runsLater = "what is written there gets run outside the sandbox"
    case credentials = "it holds keys or credentials"
    case system = "it is the system's view of processes and devices"
  }

  private let configuration: ResolvedPath
  private let pluginRoot: ResolvedPath
  private let pluginData: ResolvedPath
  /// Whether the plugin's own root is a directory that holds more than the plugin.
  private let rootHoldsProject: Bool

  init(_ locations: Locations) {
    configuration = ResolvedPath(locations.configuration)
    pluginRoot = ResolvedPath(locations.pluginRoot)
    pluginData = ResolvedPath(locations.pluginData)
    let project = ResolvedPath(locations.project)
    let home = ResolvedPath(locations.home)
    rootHoldsProject = project.isInside(pluginRoot) || home.isInside(pluginRoot)
  }

  /// Whether reading is open because the file is the plugin's own. A root that holds the project
  /// as well (an author runs the plugin in place) has the project's credentials in it.
  func isOwnFile(_ path: ResolvedPath) -> Bool {
    path.isInside(pluginRoot)
      && (!rootHoldsProject || reason(closing: path, forWriting: false) == nil)
  }

  /// Whether no grant at all opens the path for writing: the plugin's own approved files.
  func isOwnCode(_ path: ResolvedPath) -> Bool {
    path.isInside(pluginRoot) && !rootHoldsProject && !path.isInside(pluginData)
  }

  /// Whether the path is Bulkhead's own: its key, permission store or audit log.
  func isStore(_ path: ResolvedPath) -> Bool {
    if path.isInside(configuration) { return true }
    for index in 0..<max(path.count - 1, 0)
    where path.name(index, foldsTo: Self.claude) && path.name(index + 1, foldsTo: Self.security) {
      return true
    }
    return false
  }

  private static let claude = Array(".claude".utf8)
  private static let security = Array("security".utf8)

  /// Why the path is closed to writing, or to reading too; nil if it is not.
  func reason(closing path: ResolvedPath, forWriting: Bool) -> Reason? {
    if path.isInside(configuration) { return .governs }
    if forWriting, isOwnCode(path) { return .governs }
    if let reason = systemReason(path) { return reason }
    for index in 0..<path.count {
      if let rule = ProtectedNames.rules(
        path, at: index, forWriting: forWriting,
        where: { rule in
          !(rule.isOpenInOwnData && index < pluginData.count && path.isInside(pluginData))
        })
      {
        return rule.reason
      }
    }
    guard path.count > 0 else { return nil }
    return ProtectedNames.reasonByEnding(path, forWriting: forWriting)
  }

  /// Absolute places: other processes, devices, sockets of services.
  private func systemReason(_ path: ResolvedPath) -> Reason? {
    guard path.count > 0 else { return nil }
    for name in Self.system where path.name(0, equals: name) {
      return path == Self.null ? nil : .system
    }
    return nil
  }

  private static let system = ["proc", "sys", "dev"].map { Array($0.utf8) }

  private static let null = ResolvedPath("/dev/null")
}
