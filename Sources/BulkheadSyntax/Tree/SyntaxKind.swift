/// The kind of a node, named as in ESTree (`callExpression` is ESTree's `CallExpression`).
///
/// Parentheses have no node of their own: a parenthesised node carries
/// ``NodeFlags/parenthesized`` and its span leaves the parentheses out.
public enum SyntaxKind: UInt8, Hashable, Sendable, CaseIterable {
  /// A node the parser made and then replaced; it is not part of the tree.
  case missing
  case program

  // Names and values.
  case identifier
  case privateIdentifier
  case literal
  case thisExpression
  case `super`
  case metaProperty

  // Expressions.
  case arrayExpression
  case objectExpression
  case property
  case functionExpression
  case arrowFunctionExpression
  case classExpression
  case unaryExpression
  case updateExpression
  case binaryExpression
  case logicalExpression
  case assignmentExpression
  case conditionalExpression
  case memberExpression
  case callExpression
  case newExpression
  case importExpression
  case chainExpression
  case sequenceExpression
  case spreadElement
  case yieldExpression
  case awaitExpression
  case templateLiteral
  case templateElement
  case taggedTemplateExpression

  // Patterns.
  case objectPattern
  case arrayPattern
  case assignmentPattern
  case restElement

  // Statements.
  case expressionStatement
  case blockStatement
  case emptyStatement
  case debuggerStatement
  case withStatement
  case returnStatement
  case labeledStatement
  case breakStatement
  case continueStatement
  case ifStatement
  case switchStatement
  case switchCase
  case throwStatement
  case tryStatement
  case catchClause
  case whileStatement
  case doWhileStatement
  case forStatement
  case forInStatement
  case forOfStatement

  // Declarations.
  case functionDeclaration
  case variableDeclaration
  case variableDeclarator
  case classDeclaration
  case classBody
  case methodDefinition
  case propertyDefinition
  case staticBlock

  // Modules.
  case importDeclaration
  case importSpecifier
  case importDefaultSpecifier
  case importNamespaceSpecifier
  case importAttribute
  case exportNamedDeclaration
  case exportSpecifier
  case exportDefaultDeclaration
  case exportAllDeclaration

  // JSX.
  case jsxElement
  case jsxOpeningElement
  case jsxClosingElement
  case jsxFragment
  case jsxOpeningFragment
  case jsxClosingFragment
  case jsxAttribute
  case jsxSpreadAttribute
  case jsxExpressionContainer
  case jsxEmptyExpression
  case jsxSpreadChild
  case jsxText
  case jsxIdentifier
  case jsxMemberExpression
  case jsxNamespacedName

  // What TypeScript adds beyond types.
  case tsEnumDeclaration
  case tsEnumMember
  case tsModuleDeclaration
  case tsImportEqualsDeclaration
  case tsExportAssignment

  // Proposals.
  case decorator

  /// The ESTree spelling, such as `CallExpression`.
  public var name: String {
    let spelling = String(describing: self)
    if spelling.hasPrefix("jsx") { return "JSX" + spelling.dropFirst(3) }
    if spelling.hasPrefix("ts") { return "TS" + spelling.dropFirst(2) }
    return spelling.prefix(1).uppercased() + spelling.dropFirst()
  }

  /// Function declarations, function expressions and arrow functions.
  public var isFunction: Bool {
    self == .functionExpression || self == .arrowFunctionExpression || self == .functionDeclaration
  }

  /// Class declarations and class expressions.
  public var isClass: Bool { self == .classDeclaration || self == .classExpression }
}

/// Facts about a node that are not children.
public struct NodeFlags: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: UInt16

  /// The flags with these bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// `a[b]`, `{[a]: b}`, `class { [a]() {} }`.
  public static let computed = NodeFlags(rawValue: 1 << 0)
  /// The `?.` of this very link of a chain.
  public static let optional = NodeFlags(rawValue: 1 << 1)
  /// A static class member.
  public static let `static` = NodeFlags(rawValue: 1 << 2)
  /// `{a}`: key and value are one node.
  public static let shorthand = NodeFlags(rawValue: 1 << 3)
  /// A method of an object literal.
  public static let method = NodeFlags(rawValue: 1 << 4)
  /// An async function, or the `await` of `for await`.
  public static let async = NodeFlags(rawValue: 1 << 5)
  /// A generator function, or the `*` of `yield*`.
  public static let generator = NodeFlags(rawValue: 1 << 6)
  /// `++a` rather than `a++`.
  public static let prefix = NodeFlags(rawValue: 1 << 7)
  /// The node stands in parentheses.
  public static let parenthesized = NodeFlags(rawValue: 1 << 8)
  /// An arrow function whose body is an expression.
  public static let expressionBody = NodeFlags(rawValue: 1 << 9)
  /// The text contains escapes, so that name or value differ from it.
  public static let escaped = NodeFlags(rawValue: 1 << 10)
  /// A directive such as `"use strict"`.
  public static let directive = NodeFlags(rawValue: 1 << 11)
  /// Strict mode code: set on programs, functions and classes.
  public static let strict = NodeFlags(rawValue: 1 << 12)
  /// A template element whose escapes have no cooked value, or a literal with an octal escape.
  public static let malformedEscape = NodeFlags(rawValue: 1 << 13)
  /// A field with a getter and setter, `accessor a = 1`: part of the decorators proposal.
  public static let accessor = NodeFlags(rawValue: 1 << 15)
  /// A spread element that a comma follows, which a rest element may not have.
  static let trailingComma = NodeFlags(rawValue: 1 << 14)
}

/// What a `literal` node stands for.
public enum LiteralKind: UInt8, Hashable, Sendable {
  case string, number, bigint, boolean, null, regexp
}

/// How far an import goes: `import source a from "b"` and `import defer * as a from "b"` are proposals.
public enum ImportPhase: UInt8, Hashable, Sendable {
  case evaluation, source, `defer`
}

/// How a variable declaration binds.
public enum DeclarationKind: UInt8, Hashable, Sendable {
  case `var`, `let`, `const`, using, awaitUsing
}

/// What a property or a class member defines.
public enum MemberKind: UInt8, Hashable, Sendable {
  case value, get, set, method, constructor
}
