extension Authority {
  func decideFile(_ path: String, forWriting: Bool) -> Decision {
    guard path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(0) else {
      return .denied(
        Denial(code: "bad-path", "\(Denial.shown(path)) is not an absolute path without NUL"))
    }
    let resolved = ResolvedPath(path)
    if !forWriting, protected.isOwnFile(resolved) { return .allowed(by: "own plugin directory") }
    if let reason = protected.reason(closing: resolved, forWriting: forWriting) {
      return decideProtected(resolved, path, forWriting: forWriting, reason)
    }
    for grant in files where grant.allows(writing: forWriting) {
      // `d/**` includes d for listing it, not for removing or replacing it.
      if grant.pattern.matches(resolved, includesBase: !forWriting) {
        return .allowed(by: grant.rule)
      }
    }
    let access = forWriting ? "write" : "read"
    return .denied(
      Denial(
        code: "not-granted", "\(access) access to \(Denial.shown(path)) is not granted",
        help: grantHelp(forWriting ? .fsWrite : .fsRead, path: path), canBeGranted: true))
  }

  /// A protected path is open only to a grant that names it exactly; Bulkhead's own files and the
  /// plugin's approved code are not even then.
  private func decideProtected(
    _ resolved: ResolvedPath, _ path: String, forWriting: Bool, _ reason: ProtectedPaths.Reason
  ) -> Decision {
    let canBeGranted =
      !protected.isStore(resolved) && !(forWriting && protected.isOwnCode(resolved))
    if canBeGranted {
      for grant in files where grant.allows(writing: forWriting) && grant.pattern.names(resolved) {
        return .allowed(by: grant.rule)
      }
    }
    let help =
      canBeGranted
      ? grantHelp(forWriting ? .fsWrite : .fsRead, path: path) : "no grant opens this path"
    return .denied(
      Denial(
        code: "protected-path",
        "\(Denial.shown(path)) stays closed inside any broader grant: \(reason.rawValue)",
        help: help, canBeGranted: canBeGranted))
  }

  /// Decides on making a directory: as for writing it, and also where a grant to write below it would
  /// be of no use without. Nothing but an empty directory comes of it.
  public func decideMakingDirectory(_ path: String) -> Decision {
    let decision = decideFile(path, forWriting: true)
    guard case .denied(let denial) = decision, denial.code == "not-granted" else { return decision }
    let resolved = ResolvedPath(path)
    for grant in files where grant.allows(writing: true) {
      let leadsThere = grant.pattern.reaches.contains { reach in
        reach.base.isInside(resolved) && (reach.wildDepth > 0 || reach.base != resolved)
      }
      if leadsThere { return .allowed(by: grant.rule) }
    }
    return decision
  }
}
