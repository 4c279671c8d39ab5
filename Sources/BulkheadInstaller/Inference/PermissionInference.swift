public import BulkheadPolicy
import BulkheadSource

/// Something that a plugin's code does, as far as reading it tells.
public struct CodeNeed: Hashable, Sendable {
  /// What it does.
  public var action: Action
  /// With what, where the code says so in a constant: a path, an address, a variable, a command.
  public var resource: String?

  /// A need.
  public init(_ action: Action, _ resource: String?) {
    self.action = action
    self.resource = resource
  }
}

/// Works out the smallest permission set for code that declares none.
///
/// Only constants count. Code that makes up its paths or addresses gets nothing for them: a guess wide
/// enough to work would be a grant that nobody asked for. It is denied when it runs, and the denial says
/// how to grant it.
public enum PermissionInference {
  /// The set with which the needs are met that name a constant.
  public static func permissions(for needs: some Sequence<CodeNeed>) -> PermissionSet {
    var set = PermissionSet()
    var access: [String: (reads: Bool, writes: Bool)] = [:]
    for need in needs {
      guard let resource = need.resource, !resource.isEmpty, !resource.utf8.contains(0) else {
        continue
      }
      switch need.action {
      case .fsRead, .fsWrite:
        guard let path = pattern(for: resource) else { continue }
        var modes = access[path] ?? (false, false)
        if need.action == .fsRead { modes.reads = true } else { modes.writes = true }
        access[path] = modes
      case .networkFetch, .networkConnect:
        if let grant = networkGrant(resource) { set.insert(.network(grant)) }
      case .envRead:
        if resource.utf8.allSatisfy(isWordByte) { set.insert(.env(resource)) }
      case .exec:
        if let command = command(resource) { set.insert(.tool("Bash(\(command):*)")) }
      case .tool(let name): set.insert(.tool(name))
      case .mcp(let server): set.insert(.mcpServer(server))
      }
    }
    for (path, modes) in access.sorted(by: { $0.key < $1.key }) {
      let kind: PermissionSet.FileGrant.Access =
        modes.reads ? (modes.writes ? .readwrite : .read) : .write
      set.insert(.filesystem(.init(path: path, access: kind)))
    }
    return set
  }

  /// A pattern that matches the path and nothing else; nil where the path climbs out of where it starts,
  /// so that what it names is not a constant.
  private static func pattern(for path: String) -> String? {
    var names: [String] = []
    for name in PathText.names(path) where name != "." {
      if name == ".." { return nil }
      names.append(PathPattern.escaped(name))
    }
    guard !names.isEmpty else { return nil }
    let pattern = (PathText.isAbsolute(path) ? "/" : "") + names.joined(separator: "/")
    // `$` and `~` may not stand for anything that patterns know.
    return (try? PathPattern(pattern, locations: .symbolic)) == nil ? nil : pattern
  }

  /// The host, protocol and port of an address, or of a bare `HOST` or `HOST:PORT`.
  private static func networkGrant(_ address: String) -> PermissionSet.NetworkGrant? {
    var rest = address[...]
    var grant = PermissionSet.NetworkGrant(host: "")
    if let separator = rest.firstRange(of: "://") {
      let scheme = rest[..<separator.lowerBound].lowercased()
      guard ["http", "https", "ws", "wss"].contains(scheme) else { return nil }
      if scheme == "http" || scheme == "ws" { grant.protocols = [scheme] }
      rest = rest[separator.upperBound...]
    }
    rest = rest.prefix { !"/?#".contains($0) }
    // What stands before an @ is a name and password, never the host.
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    if !rest.hasSuffix("]"), let colon = rest.lastIndex(of: ":") {
      guard let port = Int(rest[rest.index(after: colon)...]), (1...65535).contains(port) else {
        return nil
      }
      grant.ports = [port]
      rest = rest[..<colon]
    }
    // A `*` in an address is no pattern of ours.
    guard !rest.contains("*"), (try? HostPattern(String(rest))) != nil else { return nil }
    grant.host = String(rest)
    return grant
  }

  /// The program of a command line; nil where a shell would have to make sense of it first.
  private static func command(_ line: String) -> Substring? {
    guard let word = line.split(separator: " ").first,
      word.utf8.allSatisfy({ isWordByte($0) || ".-+/".utf8.contains($0) })
    else { return nil }
    return word
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }
}
