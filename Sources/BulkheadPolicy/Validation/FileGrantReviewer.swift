import BulkheadSource

/// Judges grants of files by where their patterns can reach.
struct FileGrantReviewer {
  private let locations: Locations
  private let policy: SecurityPolicy
  private let protected: ProtectedPaths

  init(_ locations: Locations, _ policy: SecurityPolicy) {
    self.locations = locations
    self.policy = policy
    protected = ProtectedPaths(locations)
  }

  func review(_ grant: PermissionSet.FileGrant, _ review: inout GrantReview) {
    review.sentence = GrantSentence.file(grant)
    let pattern: PathPattern
    do throws(PathPatternError) {
      pattern = try PathPattern(grant.path, locations: locations)
    } catch {
      review.refuse("bad-path", error.message, help: error.help)
      return
    }
    for reach in pattern.reaches { judge(reach, grant, &review) }
  }

  private func judge(
    _ reach: PathPattern.Reach, _ grant: PermissionSet.FileGrant, _ review: inout GrantReview
  ) {
    let base = reach.base
    let writes = grant.access.allowsWrite
    if isTooBroad(base, reach) {
      review.refuse(
        "over-broad-path", "\(shown(grant.path)) reaches far beyond the project",
        help: "name the directory that the plugin works in")
    } else if let reason = protectedReason(reach, grant.access) {
      judgeProtected(base, reach, grant, reason, &review)
    } else if base.isInside(ResolvedPath(locations.pluginRoot)) {
      if writes {
        review.refuse(
          "own-files", "a plugin may not change its own approved files",
          help: "write to ${CLAUDE_PLUGIN_DATA} instead")
      }
    } else if base.isInside(ResolvedPath(locations.pluginData)) {
      review.risk = max(review.risk, .low)
    } else if base.isInside(ResolvedPath(locations.project)) {
      judgeInProject(base, reach, grant, &review)
    } else {
      judgeOutside(base, grant, &review)
    }
  }

  /// The root, or a wildcard in a directory that holds the project or the home directory.
  private func isTooBroad(_ base: ResolvedPath, _ reach: PathPattern.Reach) -> Bool {
    if base.count == 0 { return true }
    guard reach.wildDepth > 0 else { return false }
    let home = ResolvedPath(locations.home)
    let project = ResolvedPath(locations.project)
    if base == home { return reach.wildDepth > 1 }
    return home.isInside(base) || (project.isInside(base) && project != base)
  }

  /// Why everything that the pattern can match stays closed, as far as examples tell.
  private func protectedReason(
    _ reach: PathPattern.Reach, _ access: PermissionSet.FileGrant.Access
  ) -> ProtectedPaths.Reason? {
    var first: ProtectedPaths.Reason?
    for example in [reach.base] + reach.examples {
      // Writing to the plugin's own files has a message of its own.
      if example.isInside(ResolvedPath(locations.pluginRoot)) { return nil }
      let reason =
        (access.allowsRead ? protected.reason(closing: example, forWriting: false) : nil)
        ?? (access.allowsWrite ? protected.reason(closing: example, forWriting: true) : nil)
      if example == reach.base, reason != nil { return reason }
      if example != reach.base {
        guard let reason else { return nil }
        first = first ?? reason
      }
    }
    return first
  }

  /// Protected paths have to be named one by one, and each is a question of its own.
  private func judgeProtected(
    _ base: ResolvedPath, _ reach: PathPattern.Reach, _ grant: PermissionSet.FileGrant,
    _ reason: ProtectedPaths.Reason, _ review: inout GrantReview
  ) {
    if protected.isStore(base) {
      review.refuse(
        "protected-path", "\(shown(grant.path)) belongs to Bulkhead itself",
        help: "remove the grant: no plugin gets it")
    } else if reach.wildDepth > 0 {
      review.refuse(
        "protected-path",
        "\(shown(grant.path)) stays closed to patterns: \(reason.rawValue)",
        help: "name each file that is needed exactly")
    } else {
      review.warn(
        "protected-path", "\(shown(grant.path)) is usually closed: \(reason.rawValue)",
        risk: .high, help: "grant it only if this very file is what the plugin is for")
    }
  }

  private func judgeInProject(
    _ base: ResolvedPath, _ reach: PathPattern.Reach, _ grant: PermissionSet.FileGrant,
    _ review: inout GrantReview
  ) {
    let isWholeProject = base == ResolvedPath(locations.project) && reach.wildDepth > 0
    if grant.access.allowsWrite {
      review.warn(
        "elevated-write",
        isWholeProject
          ? "the plugin could change files all over the project"
          : "the plugin could change \(shown(grant.path)) of the project",
        risk: isWholeProject ? .high : .medium,
        help: "${CLAUDE_PLUGIN_DATA} is the plugin's own place for files")
    } else if isWholeProject, reach.wildDepth > 1 {
      review.warn(
        "elevated-read", "the plugin could read every file of the project", risk: .medium,
        help: "name the directories it needs")
    }
  }

  private func judgeOutside(
    _ base: ResolvedPath, _ grant: PermissionSet.FileGrant, _ review: inout GrantReview
  ) {
    let inHome = base.isInside(ResolvedPath(locations.home))
    if !inHome, let directory = SystemPaths.directory(holding: base) {
      review.refuse(
        "system-path", "\(shown(grant.path)) is in \(directory), which belongs to the system",
        help: "plugins work in the project, their data directory, or your own files")
      return
    }
    if grant.access.allowsWrite {
      review.warn(
        "elevated-write", "\(shown(grant.path)) is outside the project, and could be changed",
        risk: .high, help: "${CLAUDE_PLUGIN_DATA} is the plugin's own place for files")
    } else {
      review.warn(
        "elevated-read", "\(shown(grant.path)) is outside the project", risk: .medium,
        help: "grant it if the plugin is about these files")
    }
  }

  private func shown(_ path: String) -> String { SafeText.escaped(path, limit: 120) }
}

/// Directories of the operating system (hier(7)).
enum SystemPaths {
  private static let directories: [String] = [
    "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/proc",
    "/root", "/run", "/sbin", "/snap", "/srv", "/sys", "/usr", "/var",
  ]

  /// The one that holds a path; nil for `/dev/null` and what users may write anyway.
  static func directory(holding path: ResolvedPath) -> String? {
    if path == ResolvedPath("/dev/null") || path.isInside(ResolvedPath("/var/tmp")) { return nil }
    return directories.first { path.isInside(ResolvedPath($0)) }
  }
}
