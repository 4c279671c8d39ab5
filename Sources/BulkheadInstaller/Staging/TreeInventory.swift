import BulkheadSource

/// What a copied tree has, to follow its links without touching a file.
struct TreeInventory {
  enum Kind: Hashable {
    case file
    case directory
    case link(String)
  }

  /// By path in UTF-8: names that only look alike are different files.
  private var kinds: [[UInt8]: (path: String, kind: Kind)] = [:]

  mutating func add(_ path: String, _ kind: Kind) { kinds[Array(path.utf8)] = (path, kind) }

  /// The links, by path in order.
  private var links: [(path: String, target: String)] {
    kinds.values.compactMap { path, kind in
      if case .link(let target) = kind { (path, target) } else { nil }
    }.sorted { $0.path < $1.path }
  }

  /// Refuses links that leave the tree or lead in circles. A link to what is not there stays: it can
  /// only lead into the tree.
  func checkLinks() throws(InstallError) {
    for link in links {
      switch resolve(link.path) {
      case .inside: continue
      case .outside:
        throw InstallError(
          code: "link-outside",
          "the link \(shown(link.path)) leads out of the plugin, to \(shown(link.target))",
          help: "put the file itself there", isRefusal: true)
      case .loop:
        throw InstallError(
          code: "link-loop", "the link \(shown(link.path)) leads in a circle",
          help: "remove it", isRefusal: true)
      }
    }
  }

  private enum Resolution { case inside, outside, loop }

  /// Follows a path as the kernel would (path_resolution(7)): name by name, a link replaced by what it
  /// says, `..` from where a link has led.
  private func resolve(_ path: String) -> Resolution {
    var rest = Array(PathText.names(path).reversed())
    var place: [String] = []
    var followed = 0
    while let name = rest.popLast() {
      switch name {
      case ".": continue
      case "..":
        if place.popLast() == nil { return .outside }
      default:
        place.append(name)
        guard case .link(let target) = kinds[Array(place.joined(separator: "/").utf8)]?.kind else {
          continue
        }
        if PathText.isAbsolute(target) || target.isEmpty { return .outside }
        followed += 1
        // The kernel gives up after 40.
        if followed > 40 { return .loop }
        place.removeLast()
        rest += PathText.names(target).reversed()
      }
    }
    return .inside
  }

  private func shown(_ path: String) -> String { SafeText.escaped(path, limit: 300) }
}
