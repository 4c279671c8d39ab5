public import BulkheadSource

/// Turns modules and interactive code into classic scripts, for an engine that runs only these.
///
/// The result is the text of a function expression, in parentheses. Every line of the source stays
/// on its line; columns shift only behind what had to change. What the text needs from its host it
/// finds in objects that are passed to the function, under names that the source does not contain.
///
/// | mode | parameters | result of the call |
/// | --- | --- | --- |
/// | `module` | `host`, `imports` | a module record, see ``ModuleLowering`` |
/// | `commonJS`, `entry` | `host` | a function of `exports, require, module, __filename, __dirname` |
/// | `interactive` | `host`, `imports` | an async function without parameters |
///
/// `import()` becomes `host.import()` and `import.meta` becomes `host.meta`.
public enum Lowering {
  /// What a text is.
  public enum Mode: Hashable, Sendable {
    /// An ECMAScript module.
    case module
    /// A CommonJS module.
    case commonJS
    /// A CommonJS module that is a program's start: `await` may stand at its top.
    case entry
    /// What a prompt takes, see ``InteractiveLowering``.
    case interactive
  }

  /// Lowers a text that is UTF-8; TypeScript is erased first.
  ///
  /// - Throws: the diagnostics of a text that is no valid program of its mode. Nothing that does
  ///   not parse as a whole is put into a function, so no text can end that function early.
  public static func lower(
    _ utf8: [UInt8], mode: Mode, options: ParserOptions = ParserOptions()
  ) throws(LoweringError) -> LoweredScript {
    var utf8 = utf8
    var options = options
    if options.language.hasTypes {
      let erased = TypeScript.erase(
        utf8, goal: mode == .module ? .module : .auto, options: options)
      guard erased.diagnostics.isEmpty else {
        throw LoweringError(diagnostics: erased.diagnostics)
      }
      utf8 = erased.utf8
      options.language = .javaScript
      // What was read as a module has to be one without its types, too: in the function that a
      // namespace becomes, `await` would be a name to a script.
      if mode != .module, erased.goal == .module { _ = try parse(utf8, .module, options) }
    }
    switch mode {
    case .module:
      var lowering = ModuleLowering(try parse(utf8, .module, options))
      return lowering.lowered()
    case .interactive:
      var lowering = InteractiveLowering(try parse(utf8, .interactive, options))
      return lowering.lowered()
    case .commonJS:
      return CommonJSLowering.lowered(try parse(utf8, .commonJS, options))
    case .entry:
      // `await` is a name in CommonJS, and an operator only where the text makes no sense else.
      let plain = Parser.parse(utf8, goal: .commonJS, options: options)
      if plain.diagnostics.isEmpty, plain.isComplete {
        return CommonJSLowering.lowered(plain.tree)
      }
      options.allowsAwait = true
      return CommonJSLowering.lowered(try parse(utf8, .commonJS, options))
    }
  }

  private static func parse(
    _ utf8: [UInt8], _ goal: Goal, _ options: ParserOptions
  ) throws(LoweringError) -> SyntaxTree {
    let result = Parser.parse(utf8, goal: goal, options: options)
    guard result.diagnostics.isEmpty, result.isComplete else {
      throw LoweringError(diagnostics: result.diagnostics)
    }
    return result.tree
  }
}

/// What a text was lowered to.
public struct LoweredScript: Hashable, Sendable {
  /// The text of a function expression.
  public var utf8: [UInt8]
  /// How many UTF-16 code units stand before the source on its first line.
  public var headCount: Int

  init(_ edits: SourceEdits, head: String, tail: String) {
    utf8 = edits.applied(after: head, before: tail)
    headCount = head.utf16.count
  }
}

/// Why a text was not lowered.
public struct LoweringError: Error, Hashable, Sendable {
  /// What is wrong with it, in its order.
  public var diagnostics: [Diagnostic]
}
