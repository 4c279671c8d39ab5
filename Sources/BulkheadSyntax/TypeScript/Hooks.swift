/// The places where TypeScript's grammar joins that of ECMAScript. The productions of the language
/// call these; where the text is no TypeScript, or has nothing of it here, they take no token.
///
/// TypeScript is not read yet, so that none of them does anything.
extension Parser {
  /// The type behind what `catch` binds.
  mutating func catchAnnotation() {}
  /// `!` and the type behind a variable.
  mutating func declaratorAnnotation(_ target: NodeIndex) {}
  /// The type, or type predicate, behind the parameters of a function.
  mutating func returnAnnotation() {}
  /// Decorators and `public`, `readonly` and the like before a parameter.
  mutating func parameterModifiers() {}
  /// `?` and the type behind a parameter.
  mutating func parameterAnnotation(_ parameter: NodeIndex) {}
  /// A function ends here without a body.
  func hasOverload(_ kind: SyntaxKind) -> Bool { false }
  /// The node of a function without a body; takes what is pending above the mark.
  mutating func overload(
    _ kind: SyntaxKind, _ form: FunctionForm, _ start: Int, _ mark: Int
  ) -> NodeIndex { missing() }
  /// `?` and the type behind an item of parentheses that may be a parameter.
  mutating func typeOfCoverItem(_ item: NodeIndex) {}
  /// The type between the parameters of an arrow function and `=>`; takes nothing if no `=>`
  /// follows.
  mutating func arrowReturnAnnotation() {}
  /// Makes an assertion such as `a!` or `a as T` what is assigned to; false if it is none.
  mutating func toTypedTarget(_ node: NodeIndex) -> Bool { false }
  /// Makes a parameter with a type a binding; false if it is none.
  mutating func toTypedBinding(_ node: NodeIndex, _ role: BindingRole) -> Bool { false }
  /// `<T>` behind the name of a class.
  mutating func classTypeParameters() {}
  /// `<T>` and `implements A, B` behind the class that is extended.
  mutating func classHeritageTypes() {}
  /// The token begins what follows the name of a class, such as `implements`.
  func isClassClause(_ token: Token) -> Bool { false }
  /// `public`, `abstract`, `readonly` and the like before a member, before or behind `static`.
  mutating func memberModifiers(_ head: inout MemberHead) {}
  /// `?` or `!` behind the name of a member.
  mutating func memberMark(_ head: inout MemberHead) {}
  /// The type of a field.
  mutating func memberAnnotation() {}
  /// A method without a body.
  func isBodiless(_ member: NodeIndex) -> Bool { false }
  /// A `<` that begins the type parameters of a method.
  var beginsTypeParameters: Bool { false }
  /// A `?` is that of a conditional expression rather than of an optional parameter.
  func continuesConditional() -> Bool { true }
  /// `<T>a`, or a generic arrow function.
  mutating func typeAssertion() -> NodeIndex? { nil }
  /// `<T>` before the arguments of `new`.
  mutating func callTypeArguments() {}
  /// `!`, or `<T>` before arguments or a template.
  mutating func typedSuffix(_ node: NodeIndex, _ start: Int, forNew: Bool) -> NodeIndex? { nil }
  /// The same where nothing else follows a primary expression.
  mutating func typedSuffixes(_ head: NodeIndex, _ start: Int) -> NodeIndex { head }
  /// `<T>` behind the name of a JSX element.
  mutating func jsxTypeArguments() {}
}
