/// Trying a production and going back. Only where a few tokens do not decide, as with type
/// arguments: whoever nests attempts inside attempts makes the parser exponential.
extension Parser {
  /// Everything that parsing changes, short of the nodes themselves.
  struct Checkpoint {
    fileprivate var lexer: Lexer
    fileprivate var token: Token
    fileprivate var previousEnd: Int
    fileprivate var context: Context
    fileprivate var tree: TreeBuilder.Mark
    fileprivate var scopes: DeclarationScopes.Mark
    fileprivate var labels: Labels.Mark
    fileprivate var privateNames: PrivateNames.Mark
    fileprivate var cover: CoverGrammar
    fileprivate var types: TypeNotes.Mark
    fileprivate var duplicateParameter: NodeIndex
    fileprivate var problemCount: Int
    fileprivate var failure: Failure?
  }

  /// The present state.
  func checkpoint() -> Checkpoint {
    Checkpoint(
      lexer: lexer, token: token, previousEnd: previousEnd, context: context, tree: tree.mark,
      scopes: scopes.mark, labels: labels.mark, privateNames: privateNames.mark, cover: cover,
      types: types.mark,
      duplicateParameter: duplicateParameter, problemCount: problems.count, failure: failure)
  }

  /// Goes back. Nodes from before the checkpoint must not have been changed since, nor taken from
  /// those that are pending. Nesting too deep stays a failure.
  mutating func rewind(to checkpoint: Checkpoint) {
    if failure?.isTooDeep == true { return }
    lexer = checkpoint.lexer
    token = checkpoint.token
    previousEnd = checkpoint.previousEnd
    context = checkpoint.context
    tree.rewind(to: checkpoint.tree)
    scopes.rewind(to: checkpoint.scopes)
    labels.rewind(to: checkpoint.labels)
    privateNames.rewind(to: checkpoint.privateNames)
    cover = checkpoint.cover
    types.rewind(to: checkpoint.types)
    duplicateParameter = checkpoint.duplicateParameter
    problems.removeLast(problems.count - checkpoint.problemCount)
    failure = checkpoint.failure
  }

  /// Keeps the place in the text, but forgets the nodes, declarations and broken rules since.
  mutating func forget(since checkpoint: Checkpoint) {
    guard failure == nil else { return }
    tree.rewind(to: checkpoint.tree)
    scopes.rewind(to: checkpoint.scopes)
    labels.rewind(to: checkpoint.labels)
    privateNames.rewind(to: checkpoint.privateNames)
    cover = checkpoint.cover
    types.rewind(to: checkpoint.types)
    duplicateParameter = checkpoint.duplicateParameter
    problems.removeLast(problems.count - checkpoint.problemCount)
  }

  /// Runs a production that may not fit; nil, and nothing has happened, if it gave up or broke a
  /// rule.
  mutating func attempt(_ production: (inout Parser) -> NodeIndex?) -> NodeIndex? {
    let start = checkpoint()
    if let node = production(&self), failure == nil, problems.count == start.problemCount {
      return node
    }
    rewind(to: start)
    return nil
  }
}
