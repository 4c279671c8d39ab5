import BulkheadSource

/// The `exports` of a package.json, in its simple forms: a path, conditions, and a table of subpaths
/// without patterns.
enum PackageExports {
  /// The conditions that hold, in the order a package prefers.
  private static let conditions: Set<String> = ["node", "import", "require", "module", "default"]

  /// The path that a subpath (`.` or `./name`) stands for; nil if the package does not export it.
  static func target(_ exports: JSONNode, of subpath: String) -> String? {
    if case .object(let members) = exports.value,
      members.contains(where: { $0.key.hasPrefix(".") })
    {
      return exports[subpath].flatMap(path)
    }
    return subpath == "." ? path(exports) : nil
  }

  /// The first path of a target whose conditions hold.
  private static func path(_ target: JSONNode) -> String? {
    switch target.value {
    case .string(let path): return path
    case .array(let targets): return targets.lazy.compactMap(path).first
    case .object(let members):
      return members.lazy.filter { conditions.contains($0.key) }.compactMap { path($0.value) }.first
    default: return nil
    }
  }
}
