import BulkheadSource

/// Enums: objects that map names to values and numbers back to names.
extension TypeScriptTransform {
  /// `enum A { B, C = 2 }` becomes `var A;(function(A){A[A["B"]=0]="B";A[A["C"]=2]="C"})(A||(A={}));`.
  mutating func lower(enum node: SyntaxNode) {
    guard let id = node.children.first, let name = id.name,
      let brace = token(.leftBrace, from: id.span.end)
    else { return }
    let place = place(of: node.index)
    let start = place.export.map { finder.range($0).lowerBound } ?? node.span.start
    let key = MergeKey(list: place.list, name: name)
    let owner = owner(of: place)
    edits.blank(
      start, brace.end, leaving: declaration(of: name, in: place) + "(function(\(name)){")
    var names = enums[key] ?? EnumNames()
    var previous: String?
    for member in node.children.dropFirst() where member.kind == .tsEnumMember {
      previous = lower(member: member, of: name, &names, previous: previous)
    }
    enums[key] = names
    edits.replace(node.span.end - 1, node.span.end, with: call(with: name, owner: owner))
  }

  /// Lowers one member; gives its name as a string literal.
  private mutating func lower(
    member: SyntaxNode, of name: String, _ names: inout EnumNames, previous: String?
  ) -> String? {
    let slots = tree.slots(member.index)
    guard let first = slots.first, let last = slots.last else { return previous }
    let key = SyntaxNode(tree: tree, index: first)
    let text = key.name ?? key.stringValue ?? ""
    let quoted = LoweredText.quoted(text)
    let target = "\(name)[\(quoted)]"
    let symbol = IdentifierName(text)
    if slots.count == 2, last != .none,
      let assign = token(.assign, from: key.span.end)
    {
      let value = SyntaxNode(tree: tree, index: last)
      let isString = isString(value, of: name, names)
      edits.blank(
        member.span.start, assign.end, leaving: isString ? "\(target)=" : "\(name)[\(target)=")
      let uses = ImportReferences(
        of: names.all, in: finder, among: identifiers(in: value.span.start..<value.span.end))
      qualify(uses.uses, with: name)
      edits.insert(isString ? "" : "]=\(quoted)", at: member.span.end)
      if isString { names.strings.insert(symbol) }
    } else {
      let value = previous.map { "\(name)[\($0)]+1" } ?? "0"
      edits.replace(
        member.span.start, member.span.end, with: "\(name)[\(target)=\(value)]=\(quoted)")
    }
    names.all.insert(symbol)
    // The members are statements now.
    if let comma = separator(behind: member) {
      edits.replace(comma, comma + 1, with: ";")
    }
    return quoted
  }

  /// The offset of the comma behind a member.
  private func separator(behind member: SyntaxNode) -> Int? {
    unsafe tree.source.withUnsafeBufferPointer { buffer in
      // SAFETY: the lexer does not leave this closure.
      var lexer = unsafe Lexer(bytes: SourceBytes(buffer))
      lexer.position = member.span.end
      let token = lexer.next()
      return token.kind == .comma ? token.start : nil
    }
  }

  /// The compiler can tell that the value is a string.
  private func isString(_ value: SyntaxNode, of name: String, _ names: EnumNames) -> Bool {
    var pending = [value]
    while let node = pending.popLast() {
      switch node.kind {
      case .literal: if node.literalKind == .string { return true }
      case .templateLiteral: return true
      case .binaryExpression where node.operator == .plus:
        pending += [node.left, node.right].compactMap { $0 }
      case .identifier:
        if names.strings.contains(IdentifierName(node.index, in: tree)) { return true }
      case .memberExpression:
        if node.object?.name == name, let member = node.propertyName,
          names.strings.contains(IdentifierName(member))
        {
          return true
        }
      default: continue
      }
    }
    return false
  }
}
