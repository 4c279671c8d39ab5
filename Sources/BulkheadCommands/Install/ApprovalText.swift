import Bulkhead

/// The words of the question that a person answers. The texts of a request that came from a plugin are
/// escaped already.
struct ApprovalText {
  let request: ApprovalRequest
  let style: Style

  init(_ request: ApprovalRequest, style: Style) {
    self.request = request
    self.style = style
  }

  static let unknownAnswer = "Please answer y for yes, n for no or d for details.\n"

  /// What it wants, the highest risk first.
  var summary: String {
    var lines = ["", title]
    if let purpose = request.purpose { lines.append("  it says of itself: \(purpose)") }
    lines.append("  from \(request.source)")
    lines.append("  \(scan)policy \(request.policy)")
    lines += replacement
    lines += ["", intention]
    lines += Self.grants(request.grants, style)
    if !request.warnings.isEmpty { lines.append("") }
    lines += request.warnings.map { "  \(style.yellow("!")) \(Self.unprefixed($0.message))" }
    return lines.joined(separator: "\n") + "\n\n"
  }

  var prompt: String {
    let risk = request.risk == .high ? style.red("risk: high") : "risk: \(request.risk.name)"
    return "\(style.bold("Allow this?")) (\(risk)) [y]es, [n]o, [d]etails: "
  }

  /// Everything there is to know.
  var details: String {
    var lines = [""]
    if !request.grants.isEmpty {
      lines.append(style.bold("As it is written in the permissions:"))
      var table = TextTable()
      for review in request.grants {
        table.add(
          .init(review.rule, shownAs: style.dim(review.rule)),
          .init(SafeText.escaped(review.grant.label, limit: 200)))
      }
      lines += table.lines()
    }
    for warning in request.warnings {
      lines.append("  \(style.yellow("!")) \(warning.message)")
      if let place = warning.place { lines.append("    in \(place)") }
      if let help = warning.help { lines.append("    \(style.dim("help: \(help)"))") }
    }
    lines.append(
      request.findings.isEmpty
        ? "The scan found nothing." : style.bold("What the scan found, worst first:"))
    lines += request.findings.map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n\n"
  }

  private var title: String {
    let name = style.bold(
      [request.plugin, request.version].compactMap(\.self).joined(separator: " "))
    return request.securityScore == nil
      ? "\(name) is to get one more permission" : "\(name) is to be installed"
  }

  private var scan: String {
    guard let score = request.securityScore else { return "" }
    let found = request.findings.isEmpty ? "nothing found" : request.findings.count.of("finding")
    return "security score \(score)/100, \(found), "
  }

  private var replacement: [String] {
    guard let version = request.replaces else { return [] }
    guard !request.widened.isEmpty else {
      return ["  it replaces the installed version \(version) and asks for nothing new"]
    }
    return ["  it replaces the installed version \(version); new in this one:"]
      + request.widened.map { "    \(style.yellow("+")) \($0)" }
  }

  private var intention: String {
    if request.grants.isEmpty { return "It gets no permissions." }
    return request.isInferred
      ? "It declares nothing. By its code it wants to:" : "It wants to:"
  }

  /// Grants in words with their risk, aligned.
  static func grants(_ reviews: [GrantReview], _ style: Style) -> [String] {
    var table = TextTable()
    for review in reviews {
      table.add(.init(review.risk.name, shownAs: risk(review.risk, style)), .init(review.sentence))
    }
    return table.lines()
  }

  private static func risk(_ risk: Risk, _ style: Style) -> String {
    switch risk {
    case .high: style.red(risk.name)
    case .medium: style.yellow(risk.name)
    case .low: style.green(risk.name)
    }
  }

  /// `filesystem[0]: why` without the place, which the details give.
  private static func unprefixed(_ message: String) -> String {
    guard let end = message.firstRange(of: "]: "), message[..<end.lowerBound].contains("[") else {
      return message
    }
    return String(message[end.upperBound...])
  }
}
