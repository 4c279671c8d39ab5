/// What the code around a token allows. Functions replace it, and restore it when they end.
struct Context: OptionSet {
  let rawValue: UInt16

  /// Strict mode code.
  static let strict = Context(rawValue: 1 << 0)
  /// `return` may stand here.
  static let `return` = Context(rawValue: 1 << 1)
  /// `yield` is an operator.
  static let generator = Context(rawValue: 1 << 2)
  /// `await` is an operator.
  static let async = Context(rawValue: 1 << 3)
  /// `super.a` may stand here.
  static let superProperty = Context(rawValue: 1 << 4)
  /// `super()` may stand here.
  static let superCall = Context(rawValue: 1 << 5)
  /// `new.target` may stand here.
  static let newTarget = Context(rawValue: 1 << 6)
  /// `arguments` may not stand here: class fields and static blocks.
  static let noArguments = Context(rawValue: 1 << 7)
  /// `await` may not even be a name: static blocks.
  static let staticBlock = Context(rawValue: 1 << 8)
  /// `in` is no operator: the head of a `for`.
  static let noIn = Context(rawValue: 1 << 9)
  /// The parameters of a function, where `yield` and `await` are refused as operators.
  static let parameters = Context(rawValue: 1 << 10)
  /// `break` may stand here without a label.
  static let `break` = Context(rawValue: 1 << 11)
  /// `continue` may stand here without a label.
  static let `continue` = Context(rawValue: 1 << 12)

  /// What an arrow function keeps of the code around it.
  static let keptByArrows: Context = [
    .strict, .superProperty, .superCall, .newTarget, .noArguments,
  ]
}

/// Where a statement stands, which decides what declarations it may be.
enum StatementPlace {
  /// Among the statements of a block, body or program.
  case list
  /// A branch of `if`: a plain function may stand here in sloppy mode (annex B.3.3).
  case branch
  /// Behind a label that stands in a list: a plain function may stand here in sloppy mode.
  case label
  /// The body of a loop or `with`: no declaration.
  case body
}
