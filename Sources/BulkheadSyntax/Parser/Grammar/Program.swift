/// The outermost production. ECMA-262 sections 16.1 and 16.2.
extension Parser {
  mutating func program() -> NodeIndex {
    switch goal {
    case .script: break
    case .module: context = [.strict, .async]
    case .commonJS, .auto:
      context = [.return, .newTarget]
      if options.allowsAwait { context.insert(.async) }
    case .interactive: context = [.return, .async]
    }
    scopes.enterFunction()
    advance()
    directives()
    let complete = statements(until: .endOfFile)
    if failure == nil { checkExports() }
    scopes.leave()
    let flags: NodeFlags = context.contains(.strict) ? .strict : []
    guard let failure else {
      return tree.node(.program, flags: flags, 0, bytes.count, pendingFrom: 0)
    }
    tree.abandon(after: failure.mark, keeping: complete)
    return tree.node(.program, flags: flags, 0, bytes.count, pendingFrom: 0)
  }

  /// Statements up to a token, which stays. Gives how many pending nodes there were when the last
  /// statement that was read without giving up had ended.
  @discardableResult
  mutating func statements(until end: TokenKind) -> Int {
    var complete = failure == nil ? tree.pending.count : 0
    while token.kind != end, token.kind != .endOfFile {
      let node = statement(.list)
      if failure == nil {
        tree.pending.append(node)
        complete = tree.pending.count
      }
    }
    return complete
  }

  /// The directives a program or function body begins with: section 11.2.1. Gives whether
  /// `"use strict"` is among them.
  @discardableResult
  mutating func directives() -> Bool {
    var octal: Token?
    var isUseStrict = false
    while token.kind == .string {
      let string = token
      let node = statement(.list)
      guard failure == nil else { return isUseStrict }
      tree.pending.append(node)
      let expression = tree.child(node, 0)
      guard tree[expression].kind == .literal, !tree[expression].flags.contains(.parenthesized)
      else { return isUseStrict }
      tree[node].flags.insert(.directive)
      if string.flags.contains(.legacyOctal) { octal = octal ?? string }
      if string.end - string.start == 12, bytes.matches("use strict", at: string.start + 1) {
        context.insert(.strict)
        isUseStrict = true
      }
      if context.contains(.strict), let string = octal {
        report(.legacyOctal, at: string)
        octal = nil
      }
    }
    return isUseStrict
  }

  private mutating func checkExports() {
    for use in exports.uses where !scopes.isDeclaredAtTop(use.symbol) {
      report(.undeclaredExport, at: use.node)
    }
  }
}
