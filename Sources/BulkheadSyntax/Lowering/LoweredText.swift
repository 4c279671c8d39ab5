/// What all modes have in common: a tree, the changes to its text, and names of our own.
struct LoweredText {
  let tree: SyntaxTree
  let finder: ScopeFinder
  var edits: SourceEdits
  /// The parameter that holds the host's functions.
  let host: String
  /// The parameter whose properties are the imported names.
  let imports: String

  init(_ tree: SyntaxTree) {
    self.tree = tree
    finder = ScopeFinder(tree)
    edits = SourceEdits(tree.source)
    host = Self.freshName(tree)
    imports = host + "i"
    removeHashbang()
    lowerImportExpressions()
  }

  /// A further name of our own.
  func name(_ suffix: String) -> String { host + suffix }

  /// A name that no identifier of the text begins with.
  private static func freshName(_ tree: SyntaxTree) -> String {
    var longest = 0
    let prefix = Array("bulkhead$".utf8)
    for node in tree.indices where tree.kind(of: node) == .identifier {
      let name = IdentifierName(node, in: tree)
      guard name.bytes.starts(with: prefix) else { continue }
      longest = max(longest, name.bytes.dropFirst(prefix.count).prefix { $0 == 0x24 }.count + 1)
    }
    return "bulkhead$" + String(repeating: "$", count: longest)
  }

  /// `#!` may stand only where a text begins, and ours begins before it.
  private mutating func removeHashbang() {
    let start = tree.source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    // A byte order mark is white space anywhere.
    if tree.source[start...].starts(with: "#!".utf8) {
      edits.replace(start, start + 2, with: "//")
    }
  }

  private mutating func lowerImportExpressions() {
    for node in tree.indices {
      switch tree.kind(of: node) {
      case .importExpression:
        let start = finder.range(node).lowerBound
        edits.replace(start, start + 6, with: host + ".import")
      case .metaProperty:
        let range = finder.range(node)
        guard tree.source[range.lowerBound] == UInt8(ascii: "i") else { continue }
        edits.blank(range.lowerBound, range.upperBound, leaving: host + ".meta")
      default: continue
      }
    }
  }

  /// Rewrites uses of imported names to properties of the imports object.
  ///
  /// - Parameter valued: the expression statements that get a text of their own in front.
  mutating func lowerImportedNames(_ names: Set<IdentifierName>, valued: Set<NodeIndex> = []) {
    for use in ImportReferences(of: names, in: finder).uses {
      let range = finder.range(use.node)
      let text = String(decoding: tree.source[range], as: UTF8.self)
      let property = imports + "." + text
      if use.isShorthand {
        edits.replace(range.lowerBound, range.upperBound, with: text + ":" + property)
      } else if isCalled(use.node) {
        // Without the comma the imports object would be `this` of the call.
        let semicolon = beginsListedStatement(use.node, except: valued) ? ";" : ""
        edits.replace(
          range.lowerBound, range.upperBound, with: semicolon + "(0," + property + ")")
      } else {
        edits.insert(imports + ".", at: range.lowerBound)
      }
    }
  }

  private func isCalled(_ node: NodeIndex) -> Bool {
    let parent = tree.record(node).parent
    switch tree.kind(of: parent) {
    case .callExpression, .taggedTemplateExpression: return finder.slot(parent, 0) == node
    default: return false
    }
  }

  /// The identifier is the first token of a statement in a list, where a parenthesis in its place
  /// could continue the line before.
  private func beginsListedStatement(_ node: NodeIndex, except valued: Set<NodeIndex>) -> Bool {
    let start = tree.record(node).start
    var child = node
    while true {
      let parent = tree.record(child).parent
      guard parent != .none else { return false }
      let record = tree.record(parent)
      guard record.start == start else { return false }
      if record.kind == .expressionStatement {
        guard !valued.contains(parent) else { return false }
        switch tree.kind(of: record.parent) {
        case .program, .blockStatement, .staticBlock, .switchCase: return true
        default: return false
        }
      }
      child = parent
    }
  }

  /// What a module reads as operators, `a<!--b` and a line that begins with `-->`, begins a
  /// comment in a script: ECMA-262 annex B.1.1.
  mutating func separateHTMLComments() {
    for node in tree.indices {
      let range = finder.range(node)
      switch tree.kind(of: node) {
      case .unaryExpression where hasBytes("<!--", at: range.lowerBound - 1):
        edits.insert(" ", at: range.lowerBound)
      case .updateExpression where hasBytes("-->", at: range.upperBound - 2):
        edits.insert(" ", at: range.upperBound)
      default: continue
      }
    }
  }

  private func hasBytes(_ text: StaticString, at offset: Int) -> Bool {
    offset >= 0 && tree.source[offset...].starts(with: text.description.utf8)
  }

  /// `await` stands outside of all functions.
  var hasTopLevelAwait: Bool {
    for node in tree.indices {
      let record = tree.record(node)
      let isAwait =
        switch record.kind {
        case .awaitExpression: true
        case .forOfStatement: record.flags.contains(.async)
        case .variableDeclaration: record.detail == DeclarationKind.awaitUsing.rawValue
        default: false
        }
      if isAwait, finder.owner(of: node) == .none { return true }
    }
    return false
  }

  /// A string literal of a text.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// CommonJS: the text is a function's body as it stands.
enum CommonJSLowering {
  static func lowered(_ tree: SyntaxTree) -> LoweredScript {
    let text = LoweredText(tree)
    let function = text.hasTopLevelAwait ? "async function" : "function"
    return LoweredScript(
      text.edits,
      head: "(function(\(text.host)){return \(function)"
        + "(exports,require,module,__filename,__dirname){",
      tail: "\n}})")
  }
}
