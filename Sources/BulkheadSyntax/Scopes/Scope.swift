extension ScopeAnalysis {
  /// A part of the text in which names are declared.
  public struct Scope: Sendable {
    /// What makes it a scope.
    public enum Kind: UInt8, Hashable, Sendable {
      case program
      /// The parameters of a function, its name if it is an expression, and an arrow's expression.
      case function
      /// The braces of a function: `var` and functions of the code inside are declared here.
      case functionBody
      /// The braces of a static block of a class.
      case staticBlock
      case block
      /// The head and body of a loop whose head may declare names.
      case loop
      case `switch`
      case `catch`
      case `class`
      /// The body of `with`, where any name can be a property of an object.
      case with
    }

    /// What makes it a scope.
    public let kind: Kind
    /// The node it belongs to.
    public let node: NodeIndex
    /// The place in ``ScopeAnalysis/scopes`` of the scope around it; nil for the program.
    public var parent: Int? { parentNumber == .max ? nil : Int(parentNumber) }
    private let parentNumber: UInt32
    /// The place of the scope that takes the `var` declarations of this one.
    public var variableScope: Int { Int(variableScopeNumber) }
    private let variableScopeNumber: UInt32
    /// The code is strict.
    public let isStrict: Bool
    /// Names can appear in it that the text does not declare: the body of `with`, or a function in
    /// sloppy mode that calls `eval` directly.
    public internal(set) var isDynamic = false
    /// A direct call of `eval` stands in it, or in a scope inside: every name that is visible
    /// there may be read and written.
    public internal(set) var hasDirectEval = false

    init(
      kind: Kind, node: NodeIndex, parent: Int?, variableScope: Int, isStrict: Bool,
      isDynamic: Bool
    ) {
      self.kind = kind
      self.node = node
      parentNumber = parent.map { UInt32(truncatingIfNeeded: $0) } ?? .max
      variableScopeNumber = UInt32(truncatingIfNeeded: variableScope)
      self.isStrict = isStrict
      self.isDynamic = isDynamic
    }
  }

  /// A name that a scope declares.
  public struct Variable: Sendable {
    /// How it is declared, at the first place if there are several.
    public enum Kind: UInt8, Hashable, Sendable {
      case `var`, `let`, const, using, function, `class`, parameter, `import`, `catch`
      /// The name of a function or class expression, known inside of it.
      case ownName
      /// The object `arguments` of a function.
      case arguments
    }

    /// How it is declared.
    public let kind: Kind
    /// The place of the scope that declares it.
    public var scope: Int { Int(scopeNumber) }
    let scopeNumber: UInt32
    let symbol: Symbol
    /// Where its parts of `declarations` and `references` begin, and how long they are.
    var firstDeclaration: UInt32 = 0
    var declarationCount: UInt32 = 0
    var firstReference: UInt32 = 0
    var referenceCount: UInt32 = 0

    var declarations: Range<Int> {
      Int(firstDeclaration)..<Int(firstDeclaration) + Int(declarationCount)
    }
    var references: Range<Int> {
      Int(firstReference)..<Int(firstReference) + Int(referenceCount)
    }

    init(kind: Kind, scope: Int, symbol: Symbol) {
      self.kind = kind
      scopeNumber = UInt32(truncatingIfNeeded: scope)
      self.symbol = symbol
    }
  }

  /// A place where a name is used, other than those that declare it.
  public struct Reference: Hashable, Sendable {
    /// The identifier.
    public let node: NodeIndex
    /// The place of the variable plus one, or zero, above three bits of facts.
    private let numberAndFacts: UInt32

    struct Facts: OptionSet, Hashable {
      let rawValue: UInt8
      static let read = Facts(rawValue: 1)
      static let write = Facts(rawValue: 2)
      static let dynamic = Facts(rawValue: 4)
    }

    private var facts: Facts { Facts(rawValue: UInt8(numberAndFacts & 7)) }

    init(node: NodeIndex, variable: Int?, facts: Facts) {
      self.node = node
      let number = variable.map { UInt32(truncatingIfNeeded: $0 + 1) } ?? 0
      numberAndFacts = number << 3 | UInt32(facts.rawValue)
    }

    /// The place in ``ScopeAnalysis/variables`` of what it means; nil for a global name.
    public var variable: Int? {
      numberAndFacts < 8 ? nil : Int(numberAndFacts >> 3) - 1
    }
    /// The value is read.
    public var isRead: Bool { facts.contains(.read) }
    /// A value is assigned.
    public var isWrite: Bool { facts.contains(.write) }
    /// It may mean something else at run time: a property of the object of a `with`, or a variable
    /// that `eval` declares.
    public var isDynamic: Bool { facts.contains(.dynamic) }
  }
}
