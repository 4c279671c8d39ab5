import BulkheadSource

/// Turns the text of a path pattern into its alternatives.
enum PathPatternParser {
  /// More alternatives than a person would write; braces multiply.
  static let maximumAlternatives = 64

  static func parse(
    _ text: String, locations: Locations
  ) throws(PathPatternError) -> [PathPattern.Alternative] {
    if text.isEmpty {
      throw PathPatternError(message: "the path is empty", help: "write . for the project itself")
    }
    if text.utf8.contains(0) {
      throw PathPatternError(message: "the path contains a NUL character", help: nil)
    }
    let absolute = try expandBase(of: text, locations: locations)
    var alternatives: [PathPattern.Alternative] = []
    for part in try expandBraces(absolute.pattern) {
      let components = try parseComponents(part)
      alternatives.append(.init(components: absolute.base + components))
    }
    return alternatives
  }

  /// Splits off the location that the pattern starts from.
  private static func expandBase(
    of text: String, locations: Locations
  ) throws(PathPatternError) -> (base: [PathPattern.Component], pattern: String) {
    if PathText.isAbsolute(text) { return ([], text) }
    if text == "~" || text.hasPrefix("~/") {
      return (literals(locations.home), String(text.dropFirst()))
    }
    guard text.hasPrefix("${") else { return (literals(locations.project), text) }
    guard let close = text.firstIndex(of: "}") else {
      throw PathPatternError(message: "the path has a '${' without '}'", help: nil)
    }
    let name = text[text.index(text.startIndex, offsetBy: 2)..<close]
    let rest = String(text[text.index(after: close)...])
    guard rest.isEmpty || PathText.isAbsolute(rest) else {
      throw PathPatternError(
        message: "after ${\(name)} the path has to go on with '/'", help: nil)
    }
    let base: String
    switch name {
    case "CLAUDE_PLUGIN_ROOT": base = locations.pluginRoot
    case "CLAUDE_PROJECT_DIR": base = locations.project
    case "CLAUDE_PLUGIN_DATA": base = locations.pluginData
    default:
      throw PathPatternError(
        message: "there is no location ${\(name)}",
        help: "use ${CLAUDE_PLUGIN_ROOT}, ${CLAUDE_PROJECT_DIR} or ${CLAUDE_PLUGIN_DATA}")
    }
    return (literals(base), rest)
  }

  private static func literals(_ path: String) -> [PathPattern.Component] {
    let path = ResolvedPath(path)
    return (0..<path.count).map { .literal(Array(path[$0])) }
  }

  /// `{a,b}` written out; braces may nest.
  private static func expandBraces(_ text: String) throws(PathPatternError) -> [String] {
    var results: [String] = []
    var pending = [Array(text)]
    while let pattern = pending.popLast() {
      guard let open = firstUnescaped("{", in: pattern, from: 0) else {
        if firstUnescaped("}", in: pattern, from: 0) != nil {
          throw PathPatternError(message: "the path has a '}' without '{'", help: "write \\}")
        }
        results.append(String(pattern))
        continue
      }
      let (options, close) = try braceOptions(pattern, open)
      for option in options.reversed() {
        pending.append(Array(pattern[..<open]) + option + Array(pattern[(close + 1)...]))
      }
      if pending.count + results.count > maximumAlternatives {
        throw PathPatternError(
          message: "the braces stand for more than \(maximumAlternatives) paths",
          help: "use * instead")
      }
    }
    return results
  }

  private static func braceOptions(
    _ pattern: [Character], _ open: Int
  ) throws(PathPatternError) -> ([[Character]], close: Int) {
    var options: [[Character]] = [[]]
    var depth = 0
    var index = open + 1
    while index < pattern.count {
      let character = pattern[index]
      if character == "\\", index + 1 < pattern.count {
        options[options.count - 1] += [character, pattern[index + 1]]
        index += 2
        continue
      }
      if character == "}", depth == 0 { return (options, index) }
      if character == ",", depth == 0 {
        options.append([])
      } else {
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
        options[options.count - 1].append(character)
      }
      index += 1
    }
    throw PathPatternError(message: "the path has a '{' without '}'", help: "write \\{")
  }

  private static func firstUnescaped(
    _ wanted: Character, in pattern: [Character], from start: Int
  ) -> Int? {
    var index = start
    while index < pattern.count {
      if pattern[index] == "\\" {
        index += 2
      } else if pattern[index] == wanted {
        return index
      } else {
        index += 1
      }
    }
    return nil
  }

  private static func parseComponents(
    _ text: String
  ) throws(PathPatternError) -> [PathPattern.Component] {
    var components: [PathPattern.Component] = []
    for name in PathText.names(text) where name != "." {
      if name == ".." {
        throw PathPatternError(
          message: "the path contains '..'", help: "write the path without it")
      }
      if name == "**" {
        if components.last != .anyDepth { components.append(.anyDepth) }
        continue
      }
      components.append(try parseName(name))
    }
    return components
  }

  private static func parseName(
    _ name: String
  ) throws(PathPatternError) -> PathPattern.Component {
    var elements: [NamePattern.Element] = []
    var scalars = Array(name.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "*": if elements.last != .any { elements.append(.any) }
      case "?": elements.append(.one)
      case "[": elements.append(try parseClass(&scalars))
      case "\\":
        guard let escaped = scalars.popFirst() else {
          throw PathPatternError(message: "the path ends in a single '\\'", help: "write \\\\")
        }
        elements += String(escaped).utf8.map { .byte($0) }
      default: elements += String(scalar).utf8.map { .byte($0) }
      }
    }
    var bytes: [UInt8] = []
    for element in elements {
      guard case .byte(let byte) = element else { return .wild(NamePattern(elements: elements)) }
      bytes.append(byte)
    }
    return .literal(bytes)
  }

  private static func parseClass(
    _ scalars: inout ArraySlice<Unicode.Scalar>
  ) throws(PathPatternError) -> NamePattern.Element {
    var ranges: [ClosedRange<UInt32>] = []
    let negated = scalars.first == "!" || scalars.first == "^"
    if negated { scalars.removeFirst() }
    while var low = scalars.popFirst() {
      if low == "]", !ranges.isEmpty { return .oneOf(ranges, negated: negated) }
      if low == "\\", let escaped = scalars.popFirst() { low = escaped }
      var high = low
      if scalars.first == "-", scalars.dropFirst().first != "]", scalars.count > 1 {
        scalars.removeFirst()
        high = scalars.removeFirst()
        if high == "\\", let escaped = scalars.popFirst() { high = escaped }
      }
      guard low.value <= high.value else {
        throw PathPatternError(
          message: "the range \(low)-\(high) in the path is backwards", help: nil)
      }
      ranges.append(low.value...high.value)
    }
    throw PathPatternError(message: "the path has a '[' without ']'", help: "write \\[")
  }
}
