/// The rules of `ProtectedPaths` that go by names, compiled for lookup by hash.
enum ProtectedNames {
  /// A run of names that closes every path it occurs in.
  struct Rule: Sendable {
    /// Folded names, one after the other.
    let names: [[UInt8]]
    let reason: ProtectedPaths.Reason
    /// Whether reading is closed too.
    let closesReading: Bool
    /// Whether it is only about the path that ends in the names, not what is below.
    let isFinal: Bool
    /// Whether the plugin's own data directory, which may be inside, stays open.
    let isOpenInOwnData: Bool
    fileprivate let hash: UInt32

    init(
      _ path: String, _ reason: ProtectedPaths.Reason, closesReading: Bool = false,
      isFinal: Bool = false, isOpenInOwnData: Bool = false
    ) {
      names = path.split(separator: "/").map { Array($0.utf8) }
      self.reason = reason
      self.closesReading = closesReading
      self.isFinal = isFinal
      self.isOpenInOwnData = isOpenInOwnData
      hash = FoldedName.hash(names[0])
    }
  }

  /// The first rule whose names start at a name of the path.
  static func rules(
    _ path: ResolvedPath, at index: Int, forWriting: Bool, where isInForce: (Rule) -> Bool
  ) -> Rule? {
    let hash = path.foldedHash(index)
    if hash == claudeHash, forWriting, isSettings(path, at: index) { return settings }
    var position = table.first(hash)
    while position < table.rules.count, table.rules[position].hash == hash {
      let rule = table.rules[position]
      position += 1
      guard forWriting || rule.closesReading, occurs(rule, in: path, at: index), isInForce(rule)
      else { continue }
      return rule
    }
    return nil
  }

  private static func occurs(_ rule: Rule, in path: ResolvedPath, at index: Int) -> Bool {
    let end = index + rule.names.count
    guard end <= path.count, !rule.isFinal || end == path.count else { return false }
    for offset in rule.names.indices
    where !path.name(index + offset, foldsTo: rule.names[offset]) {
      return false
    }
    return true
  }

  /// `.claude/settings*.json`.
  private static func isSettings(_ path: ResolvedPath, at index: Int) -> Bool {
    guard index == path.count - 2, path.name(index, foldsTo: claude) else { return false }
    let name = path.foldedName(index + 1)
    return name.starts(with: "settings".utf8) && name.suffix(5).elementsEqual(".json".utf8)
  }

  private static let claude = Array(".claude".utf8)
  private static let claudeHash = FoldedName.hash(claude)
  private static let settings = Rule(".claude", .governs)

  // MARK: By the shape of the last name

  /// `.env*`, files of keys by their ending, and what makes a directory a bare git repository.
  static func reasonByEnding(_ path: ResolvedPath, forWriting: Bool) -> ProtectedPaths.Reason? {
    let last = path.count - 1
    let name = path[last]
    // git takes a directory with HEAD, objects and refs for a repository, and runs what its config
    // names (safe.bareRepository in git-config(1)).
    if forWriting, name.elementsEqual("HEAD".utf8), !isOrdinaryHead(path) {
      return .runsLater
    }
    guard name.contains(UInt8(ascii: ".")) else { return nil }
    let folded = path.foldedName(last)
    if folded.starts(with: ".env".utf8) {
      let next = folded.count > 4 ? folded[4] : 0
      let isOtherWord = (0x61...0x7A).contains(next)
      return isOtherWord || harmlessEnvironments.contains(folded) ? nil : .credentials
    }
    guard let dot = folded.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return keyEndings.contains(Array(folded[dot...])) ? .credentials : nil
  }

  /// `.git/HEAD`, and what git keeps of the same name below `.git/logs` and `.git/refs`.
  private static func isOrdinaryHead(_ path: ResolvedPath) -> Bool {
    let last = path.count - 1
    guard last > 0 else { return false }
    if isGitDirectory(path, last - 1) { return true }
    return (1..<last).contains { index in
      isGitDirectory(path, index - 1)
        && (path[index].elementsEqual("logs".utf8) || path[index].elementsEqual("refs".utf8))
    }
  }

  private static func isGitDirectory(_ path: ResolvedPath, _ index: Int) -> Bool {
    path.name(index, foldsTo: Array(".git".utf8))
  }

  private static let harmlessEnvironments: Set<[UInt8]> = Set(
    [".env.example", ".env.sample", ".env.template", ".env.dist", ".env.schema", ".env.d.ts"]
      .map { Array($0.utf8) })

  private static let keyEndings: Set<[UInt8]> = Set(
    [
      ".env", ".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".p8",
      ".tfstate", ".tfvars", ".ovpn", ".mobileprovision",
    ].map { Array($0.utf8) })

  // MARK: Lookup

  /// Rules sorted by the hash of their first name, and where each hash begins.
  private struct Table: Sendable {
    let rules: [Rule]
    private let slots: [Int32]

    init(_ unsorted: [Rule]) {
      rules = unsorted.sorted { $0.hash < $1.hash }
      var slots = [Int32](repeating: -1, count: 1024)
      for (index, rule) in rules.enumerated() where index == 0 || rules[index - 1].hash != rule.hash
      {
        var slot = Int(rule.hash & 1023)
        while slots[slot] >= 0 { slot = (slot + 1) & 1023 }
        slots[slot] = Int32(index)
      }
      self.slots = slots
    }

    /// The first rule of that hash; past the end if there is none.
    func first(_ hash: UInt32) -> Int {
      var slot = Int(hash & 1023)
      while slots[slot] >= 0 {
        let index = Int(slots[slot])
        if rules[index].hash == hash { return index }
        slot = (slot + 1) & 1023
      }
      return rules.count
    }
  }

  private static let table = Table(governing + runningLater + secrets)
}
