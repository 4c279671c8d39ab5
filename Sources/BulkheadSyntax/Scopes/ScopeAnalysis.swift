/// What every name in a tree means: which scopes declare it, and where it is read and written.
///
/// Hoisting is taken into account, so that a use before a declaration finds it; whether the value is
/// there by then is not. Takes time in proportion to the number of nodes, however deep they nest.
public final class ScopeAnalysis: Sendable {
  /// The tree.
  public let tree: SyntaxTree
  /// The scopes, outer ones before inner ones; the first is that of the program.
  public let scopes: [Scope]
  /// The names that scopes declare.
  public let variables: [Variable]
  /// The uses of names, in the order of ``variables``; those of global names come last.
  public let references: [Reference]
  /// The identifiers that declare names, in the order of ``variables``.
  private let declarations: [NodeIndex]
  /// For each node the place of its variable plus one, or zero, as the resolver left it.
  private let variableOfNode: [UInt32]
  private let symbols: SymbolTable

  /// Resolves the names of a tree.
  public init(_ tree: SyntaxTree) {
    var collector = NameCollector(tree)
    collector.run()
    var resolver = NameResolver(collector)
    resolver.run()
    self.tree = tree
    scopes = resolver.scopes
    symbols = resolver.symbols
    variableOfNode = resolver.variableOfNode
    (variables, declarations, references) = resolver.grouped()
  }

  /// The variable that an identifier declares or means; nil for a global name, and for names of
  /// properties and labels.
  public func variable(of identifier: NodeIndex) -> Variable? {
    place(of: identifier).map { variables[$0] }
  }

  /// The place in ``variables`` of the variable that an identifier declares or means.
  public func place(of identifier: NodeIndex) -> Int? {
    let place = Int(identifier.rawValue)
    guard place < variableOfNode.count else { return nil }
    let number = variableOfNode[place] & ~NameResolver.dynamic
    return number == 0 ? nil : Int(number) - 1
  }

  /// The name of a variable, escapes resolved.
  public func name(of variable: Variable) -> String { symbols.name(variable.symbol) }

  /// The identifiers that declare a variable, in the order of the text.
  public func declarations(of variable: Variable) -> ArraySlice<NodeIndex> {
    declarations[variable.declarations]
  }

  /// The uses of a variable, in the order of the text.
  public func references(to variable: Variable) -> ArraySlice<Reference> {
    references[variable.references]
  }

  /// The uses of names that no scope declares, in the order of the text.
  public var globalReferences: ArraySlice<Reference> {
    references[(variables.last?.references.upperBound ?? 0)...]
  }
}
