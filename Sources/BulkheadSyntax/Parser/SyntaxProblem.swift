/// What can be wrong with a program beyond its tokens.
enum SyntaxProblem {
  case lexical(LexicalProblem)
  case unexpectedToken, unexpectedEnd, nestingTooDeep
  case regularExpression(String)
  // Names.
  case reservedName, strictName, escapedKeyword, awaitName, yieldName, argumentsName
  case duplicateDeclaration, duplicateParameter, lexicalLet, duplicateLabel, undefinedLabel
  case misplacedBreak, misplacedContinue
  case undeclaredPrivateName, privateNameOutsideClass, duplicatePrivateName, privateConstructor
  case deletedPrivateName
  // Statements and declarations.
  case misplacedReturn, misplacedDeclaration, misplacedModuleItem, missingInitializer
  case patternWithoutInitializer, initializerInForHead, severalBindingsInForHead, misplacedAwait
  case newlineAfterThrow, tryAlone, duplicateDefault, withInStrictMode, misplacedUsing
  case asyncOf, letOf
  // Functions and classes.
  case strictDirectiveWithParameters, restNotLast, restInitializer, accessorParameters
  case yieldInParameters, awaitInParameters, misplacedArrow
  case duplicateConstructor, specialConstructor, staticPrototype, constructorField
  // Expressions.
  case invalidTarget, invalidPattern, parenthesizedPattern, coverInitializer, duplicatePrototype
  case legacyOctal, malformedEscape, deletedName, mixedNullish, unaryBeforePower
  case templateInChain, newWithChain, misplacedSuper, misplacedNewTarget, misplacedImportMeta
  case newImport, misplacedImport
  // Modules.
  case duplicateExport, undeclaredExport, surrogateInName, stringWithoutSource, duplicateAttribute
  case unclosedElement

  /// Declarations of TypeScript merge (overloads, namespaces, enums, types beside values), and in
  /// declaration files they need no values. What breaks these rules for good, the JavaScript that
  /// remains shows.
  var isLeftToJavaScript: Bool {
    switch self {
    case .duplicateDeclaration, .duplicateExport, .duplicatePrivateName, .missingInitializer,
      .patternWithoutInitializer:
      true
    default: false
    }
  }

  var code: String {
    switch self {
    case .lexical(let problem): return problem.code
    case .regularExpression: return "invalid-regular-expression"
    default: break
    }
    // `duplicateLabel` is `duplicate-label`.
    var code = ""
    for character in String(describing: self) {
      if character.isUppercase { code += "-" }
      code += character.lowercased()
    }
    return code
  }

  var message: String {
    switch self {
    case .lexical(let problem): problem.message
    case .regularExpression(let message): message
    case .unexpectedToken: "this does not belong here"
    case .unexpectedEnd: "the text ends before the program does"
    case .nestingTooDeep: "the program nests deeper than can be read"
    case .reservedName: "a reserved word is no name"
    case .strictName: "this name is not allowed in strict mode"
    case .escapedKeyword: "a keyword may not be written with escapes"
    case .awaitName: "await is no name here"
    case .yieldName: "yield is no name here"
    case .argumentsName: "arguments is not available in class fields and static blocks"
    case .duplicateDeclaration: "the name is already declared in this scope"
    case .duplicateParameter: "two parameters have this name"
    case .lexicalLet: "let cannot be declared by let, const, using or class"
    case .duplicateLabel: "a statement around this one has the same label"
    case .undefinedLabel: "no statement around this one has the label"
    case .misplacedBreak: "break stands outside of a loop or switch"
    case .misplacedContinue: "continue stands outside of a loop"
    case .undeclaredPrivateName: "no class around declares this private name"
    case .privateNameOutsideClass: "private names exist in classes only"
    case .duplicatePrivateName: "the class already declares this private name"
    case .privateConstructor: "a private name cannot be #constructor"
    case .deletedPrivateName: "a private member cannot be deleted"
    case .misplacedReturn: "return stands outside of a function"
    case .misplacedDeclaration: "a declaration cannot be a statement's only body"
    case .misplacedModuleItem: "import and export belong at the top of a module"
    case .missingInitializer: "const and using need a value"
    case .patternWithoutInitializer: "a pattern needs a value to take apart"
    case .initializerInForHead: "the variable of this loop cannot have a value of its own"
    case .severalBindingsInForHead: "this loop takes one variable"
    case .misplacedAwait: "await stands outside of an async function or module"
    case .newlineAfterThrow: "the thrown value must begin on the line of throw"
    case .tryAlone: "try needs catch or finally"
    case .duplicateDefault: "the switch already has a default"
    case .withInStrictMode: "with is not allowed in strict mode"
    case .misplacedUsing: "using stands at the top of a script or directly in a switch case"
    case .asyncOf: "a for-of loop cannot begin with async of"
    case .letOf: "a for-of loop cannot begin with an expression that starts with let"
    case .strictDirectiveWithParameters:
      "a function with defaults, patterns or a rest parameter cannot be made strict by itself"
    case .restNotLast: "a rest element must be the last one"
    case .restInitializer: "a rest element has no default"
    case .accessorParameters: "a getter has no parameter and a setter exactly one"
    case .yieldInParameters: "yield cannot stand in parameters"
    case .awaitInParameters: "await cannot stand in parameters"
    case .misplacedArrow: "=> must follow its parameters on the same line"
    case .duplicateConstructor: "the class already has a constructor"
    case .specialConstructor: "a constructor is no accessor, generator or async function"
    case .staticPrototype: "a class cannot have a static member named prototype"
    case .constructorField: "a field cannot be named constructor"
    case .invalidTarget: "nothing can be assigned to this"
    case .invalidPattern: "this cannot stand in a pattern"
    case .parenthesizedPattern: "a pattern cannot stand in parentheses"
    case .coverInitializer: "a shorthand property has a default in patterns only"
    case .duplicatePrototype: "the object sets __proto__ twice"
    case .legacyOctal: "octal numbers and escapes of this form are not allowed in strict mode"
    case .malformedEscape: "the escape sequence is malformed"
    case .deletedName: "a name cannot be deleted in strict mode"
    case .mixedNullish: "?? does not mix with && and || without parentheses"
    case .unaryBeforePower: "the left operand of ** needs parentheses"
    case .templateInChain: "a template cannot follow an optional chain"
    case .newWithChain: "new does not take an optional chain"
    case .misplacedSuper: "super belongs in methods, and super() in constructors of derived classes"
    case .misplacedNewTarget: "new.target belongs in functions"
    case .misplacedImportMeta: "import.meta belongs in modules"
    case .newImport: "import() cannot be constructed"
    case .misplacedImport: "import is followed by a call or by .meta here"
    case .duplicateExport: "the module already exports this name"
    case .undeclaredExport: "the module does not declare the name it exports"
    case .surrogateInName: "the name contains half of a surrogate pair"
    case .stringWithoutSource: "a string can be exported from another module only"
    case .duplicateAttribute: "the import already has this attribute"
    case .unclosedElement: "the element is closed under another name"
    }
  }
}
