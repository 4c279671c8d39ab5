import BulkheadSyntax

/// What an expression gives, as far as reading tells.
enum Value {
  case string(String)
  case number(Double)
  case array([Value])
  /// An object literal.
  case object(SyntaxNode)
  /// A function of the script.
  case function(SyntaxNode)
  /// Something of the engine or of a module, by its path from a global name: `eval`, `process.env`,
  /// `module:child_process.exec`. Aliases, computed keys and `globalThis` are resolved.
  case path(String)
  case unknown

  var string: String? {
    switch self {
    case .string(let text): text
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15
        ? String(Int(number)) : String(number)
    default: nil
    }
  }

  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The number as an index that is safe to calculate with.
  var index: Int? { number.flatMap { abs($0) < 1e9 ? Int($0) : nil } }

  var path: String? {
    if case .path(let path) = self { path } else { nil }
  }

  /// The property of a value, as the paths of rules name it.
  func member(_ name: String) -> Value {
    switch self {
    case .path(let path): return Self.path(path, name)
    case .function: return name == "constructor" ? .path("Function") : .unknown
    case .array(let elements):
      if let index = Int(name), elements.indices.contains(index) { return elements[index] }
      if name == "length" { return .number(Double(elements.count)) }
      // What else an array or text has is a function, and leads to Function.
      return .path(name == "constructor" ? "Array" : "?method")
    case .string(let text):
      if let index = Int(name), text.utf8.count <= 4096, index >= 0, index < text.count {
        return .string(String(text[text.index(text.startIndex, offsetBy: index)]))
      }
      if name == "length" { return .number(Double(text.utf16.count)) }
      return .path(name == "constructor" ? "String" : "?method")
    case .number: return name == "constructor" ? .path("Number") : .unknown
    case .object, .unknown: return name == "constructor" ? .path("?constructor") : .unknown
    }
  }

  private static func path(_ path: String, _ name: String) -> Value {
    switch (path, name) {
    case ("globalThis", "global"), ("globalThis", "globalThis"), ("globalThis", "window"),
      ("globalThis", "self"):
      return .path("globalThis")
    case ("globalThis", _): return .path(name)
    // Any function leads to Function, and any constructor is a function.
    case ("?constructor", "constructor"), ("?method", "constructor"): return .path("Function")
    case (_, "constructor")
    where !path.hasPrefix("module:") && !path.contains("?") && path != "module":
      let isConstructor = [
        "Object", "Array", "String", "Number", "Function", "eval", "fetch", "Promise",
      ]
      return isConstructor.contains(path) ? .path("Function") : .path("?constructor")
    case ("module", "require"), ("process.mainModule", "require"), ("require.main", "require"),
      ("module", "constructor._load"), ("module.constructor", "_load"), ("module:module", "_load"),
      ("module:module.Module", "_load"), ("module.parent", "require"):
      return .path("require")
    case ("module:fs", "promises"): return .path("module:fs")
    case (_, "default") where path.hasPrefix("module:"): return .path(path)
    case ("process.mainModule", "constructor"): return .path("module.constructor")
    default: return path.utf8.count > 200 ? .unknown : .path(path + "." + name)
    }
  }

  /// A module by its name in an import.
  static func module(_ name: String) -> Value {
    var name = name[...]
    if name.hasPrefix("node:") { name = name.dropFirst(5) }
    if name == "fs/promises" || name == "fs-extra" { name = "fs" }
    if name == "process" { return .path("process") }
    return .path("module:" + name)
  }
}
