import BulkheadPolicy
import Glibc

/// What a sandbox shows of the machine: the same paths as outside, and nothing that is not needed or
/// granted. The kernel enforces it; the supervisor goes by the same zones.
struct SandboxView: Sendable {
  /// Data of the host that is in the view.
  struct Bind: Hashable, Sendable {
    var path: String
    var isWritable: Bool
  }

  /// Programs and libraries, for reading and running.
  private(set) var systemDirectories: [String] = []
  /// Top-level links into them, such as /bin.
  private(set) var systemLinks: [(path: String, target: String)] = []
  private(set) var binds: [Bind] = []
  /// The plugin's root, where the kernel may let it be read; nil where it holds more than the plugin.
  private(set) var ownRoot: String?
  /// Granted programs that are among the data.
  private(set) var programs: [String] = []
  /// Directories that have to be there, empty.
  private(set) var directories: [String] = []
  /// Scratch space that the kernel can be left alone with: no data is below it.
  private(set) var nativeScratch: [String] = []
  /// Whether programs may be run from scratch space.
  let runsFromScratch: Bool

  static let scratch = ["/tmp", "/var/tmp", "/dev/shm"]
  static let devices = ["null", "zero", "full", "random", "urandom", "tty"].map { "/dev/" + $0 }
  private static let system = [
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix/store",
  ]

  private var zones: [(prefix: [UInt8], zone: Zone)] = []

  /// The view for what an authority grants at this moment.
  ///
  /// - Parameter toolchains: more directories with programs and libraries, outside the system's.
  init(_ authority: Authority, workingDirectory: String, toolchains: [String]) {
    let locations = authority.locations
    runsFromScratch = authority.permissions.tools.contains("Bash")
    for path in Self.system + toolchains {
      guard let status = Kernel.status(path) else { continue }
      let holdsData = [locations.project, locations.home, locations.configuration].contains {
        $0 == path || $0.hasPrefix(path + "/")
      }
      if Kernel.isLink(status.st_mode), let target = Kernel.link(path) {
        systemLinks.append((path, String(decoding: target, as: UTF8.self)))
      } else if Kernel.isDirectory(status.st_mode), !holdsData {
        systemDirectories.append(path)
      }
    }
    let root = locations.pluginRoot
    let rootHoldsMore = [locations.project, locations.home, locations.pluginData].contains {
      $0 == root || $0.hasPrefix(root + "/")
    }
    if !rootHoldsMore, Kernel.realPath(root) == root { ownRoot = root }
    add(Bind(path: root, isWritable: false))
    for grant in authority.permissions.filesystem { add(grant, locations) }
    addPrograms(of: authority)
    directories = [workingDirectory, locations.project, locations.home].filter { path in
      !binds.contains { path == $0.path || path.hasPrefix($0.path + "/") }
    }
    nativeScratch = Self.scratch.filter { directory in
      !binds.contains { $0.path.hasPrefix(directory + "/") }
    }
    zones = Self.zones(
      own: ownRoot, binds: binds, nativeScratch: nativeScratch,
      system: systemDirectories + systemLinks.map(\.path),
      hidden: [locations.project, locations.home])
  }

  private mutating func add(_ grant: PermissionSet.FileGrant, _ locations: Locations) {
    guard let pattern = try? PathPattern(grant.path, locations: locations) else { return }
    for base in pattern.bases {
      var path = base
      // What does not exist yet is made in its directory; what a write may replace is a name in one.
      let isFile = Kernel.status(path).map { !Kernel.isDirectory($0.st_mode) } ?? true
      if isFile, grant.access.allowsWrite || Kernel.status(path) == nil {
        while Kernel.status(path).map({ !Kernel.isDirectory($0.st_mode) }) ?? true {
          guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { break }
          path = String(path[..<slash])
        }
        let project = locations.project
        guard path == project || path.hasPrefix(project + "/") || path.hasPrefix(base + "/")
        else { continue }
      }
      add(Bind(path: path, isWritable: grant.access.allowsWrite))
    }
  }

  /// Adds a bind unless it would show what the sandbox has its own of, or what is reached by a link.
  private mutating func add(_ bind: Bind) {
    let path = bind.path
    let closed = ["/proc", "/sys", "/dev"] + Self.scratch
    guard path.utf8.first == PathBytes.slash, path != "/", Kernel.realPath(path) == path,
      !closed.contains(path), !path.hasPrefix("/proc/"), !path.hasPrefix("/sys/"),
      !path.hasPrefix("/dev/"),
      !systemDirectories.contains(where: { path == $0 || path.hasPrefix($0 + "/") })
    else { return }
    if let outer = binds.firstIndex(where: { path == $0.path || path.hasPrefix($0.path + "/") }) {
      binds[outer].isWritable = binds[outer].isWritable || bind.isWritable
      return
    }
    let inner = binds.filter { $0.path.hasPrefix(path + "/") }
    binds.removeAll { $0.path.hasPrefix(path + "/") }
    binds.append(
      Bind(path: path, isWritable: bind.isWritable || inner.contains(where: \.isWritable)))
  }

  /// Programs named by their path in `Bash(…)`.
  private mutating func addPrograms(of authority: Authority) {
    for tool in authority.permissions.tools where tool.hasPrefix("Bash(") {
      let words = tool.dropFirst(5).split(whereSeparator: { " :)".contains($0) })
      guard var path = words.first.map(String.init), path.contains("/") else { continue }
      if !path.hasPrefix("/") { path = authority.locations.project + "/" + path }
      guard let real = Kernel.realPath(path), let status = Kernel.status(real),
        Kernel.isRegular(status.st_mode),
        binds.contains(where: { real.hasPrefix($0.path + "/") || real == $0.path })
      else { continue }
      programs.append(real)
    }
  }

  private static func zones(
    own: String?, binds: [Bind], nativeScratch: [String], system: [String], hidden: [String]
  ) -> [(prefix: [UInt8], zone: Zone)] {
    var zones: [(prefix: [UInt8], zone: Zone)] = []
    if let own { zones.append((Array(own.utf8), .own)) }
    zones += binds.map { (Array($0.path.utf8), .data) }
    zones += system.map { (Array($0.utf8), .system) }
    zones += hidden.map { (Array($0.utf8), .elsewhere) }
    zones += scratch.map {
      (Array($0.utf8), nativeScratch.contains($0) ? .scratch : .sharedScratch)
    }
    zones += ["/proc", "/dev"].map { (Array($0.utf8), .kernel) }
    return zones
  }

  /// The zone of a path, which should be a real one; of a path as written it says where it would be.
  func zone(of path: [UInt8]) -> Zone {
    zones.first { PathBytes.isInside(path, $0.prefix) }?.zone ?? .elsewhere
  }
}
