/// Which names are declared where, as far as that decides whether a declaration is allowed.
///
/// Every declaration has a number in order of the text. A `var` reaches from its block through
/// all blocks around it up to the function; instead of noting it in each of them, its number
/// is compared with the number at which a scope began.
struct DeclarationScopes {
  /// How a lexical name was declared.
  enum Lexical {
    case binding
    /// A plain function in a block of sloppy mode, which may be declared again: annex B.3.3.
    case sloppyFunction
    /// `catch (e)`, which a `var e` may declare again: annex B.3.4.
    case simpleCatch
  }

  private struct LexicalEntry {
    var kind: Lexical
    var scope: Int
    /// The nearest entry of that name below that is no simple catch parameter.
    var below: Int?
  }

  private struct VariableEntry {
    var function: Int
    var lastNumber: Int
    var isParameter: Bool
  }

  private struct Scope {
    var isFunction: Bool
    /// The place of the function's scope around it, or its own.
    var function: Int
    var firstNumber: Int
    var lexicalCount: Int
    var variableCount: Int
  }

  private var scopes: [Scope] = []
  private var lexical = SymbolStack<LexicalEntry>()
  private var variables = SymbolStack<VariableEntry>()
  private var number = 0

  /// Code at the top of a script, module or function body; not in a block.
  var isAtFunctionLevel: Bool { scopes.last?.isFunction ?? true }

  /// Code at the top of the program.
  var isOutermost: Bool { scopes.count <= 1 }

  mutating func enterFunction() { enter(isFunction: true, function: scopes.count) }

  mutating func enterBlock() { enter(isFunction: false, function: scopes.last?.function ?? 0) }

  private mutating func enter(isFunction: Bool, function: Int) {
    scopes.append(
      Scope(
        isFunction: isFunction, function: function, firstNumber: number,
        lexicalCount: lexical.count, variableCount: variables.count))
  }

  mutating func leave() {
    guard let scope = scopes.popLast() else { return }
    lexical.pop(to: scope.lexicalCount)
    if scope.isFunction { variables.pop(to: scope.variableCount) }
  }

  /// Declares a parameter; false when the function already has one of that name.
  mutating func declareParameter(_ symbol: Symbol) -> Bool {
    let scope = scopes.count - 1
    number += 1
    if let top = variables.top(symbol), variables[top].function == scope { return false }
    variables.push(
      symbol, VariableEntry(function: scope, lastNumber: number, isParameter: true))
    return true
  }

  /// Declares a `var`, or a function at the top of a function or script; false when a lexical
  /// declaration of the name is in the way.
  mutating func declareVariable(_ symbol: Symbol) -> Bool {
    let function = scopes[scopes.count - 1].function
    number += 1
    var blocking = lexical.top(symbol)
    if let top = blocking, lexical[top].kind == .simpleCatch {
      blocking = lexical[top].below
    }
    let isAllowed = blocking.map { lexical[$0].scope < function } ?? true
    if let top = variables.top(symbol), variables[top].function == function {
      variables[top].lastNumber = number
    } else {
      variables.push(
        symbol, VariableEntry(function: function, lastNumber: number, isParameter: false))
    }
    return isAllowed
  }

  /// Declares `let`, `const`, a class, an import, a function in a block or what `catch` binds;
  /// false when the scope has another declaration of the name.
  mutating func declareLexical(_ symbol: Symbol, _ kind: Lexical = .binding) -> Bool {
    let place = scopes.count - 1
    let scope = scopes[place]
    let top = lexical.top(symbol)
    number += 1
    if let top, lexical[top].scope == place {
      return kind == .sloppyFunction && lexical[top].kind == .sloppyFunction
    }
    let below = top.flatMap { lexical[$0].kind == .simpleCatch ? lexical[$0].below : $0 }
    lexical.push(symbol, LexicalEntry(kind: kind, scope: place, below: below))
    guard let variable = variables.top(symbol) else { return true }
    let entry = variables[variable]
    return entry.function != scope.function || entry.lastNumber <= scope.firstNumber
  }

  /// The outermost scope declares the name.
  func isDeclaredAtTop(_ symbol: Symbol) -> Bool {
    if let top = variables.top(symbol), variables[top].function == 0 { return true }
    if let top = lexical.top(symbol), lexical[top].scope == 0 { return true }
    return false
  }

  /// How many scopes are open and how much they declare, to return to.
  struct Mark {
    var scopes: Int
    var lexical: Int
    var variables: Int
  }

  /// The present state.
  var mark: Mark {
    Mark(scopes: scopes.count, lexical: lexical.count, variables: variables.count)
  }

  /// Leaves the scopes and forgets the declarations that were added since.
  mutating func rewind(to mark: Mark) {
    scopes.removeLast(max(0, scopes.count - mark.scopes))
    lexical.pop(to: mark.lexical)
    variables.pop(to: mark.variables)
  }
}
