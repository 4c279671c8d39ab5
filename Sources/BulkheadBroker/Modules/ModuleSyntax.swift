/// What tells an ES module from CommonJS where neither its ending nor a package.json does.
enum ModuleSyntax {
  /// Whether a line begins with an import or export declaration.
  ///
  /// Node parses the file; here the lines have to do. A line of a comment or template can deceive it,
  /// which costs an honest plugin an error that names the format and a hostile one gains nothing by.
  static func hasImportOrExport(_ source: [UInt8]) -> Bool {
    var isLineStart = true
    for index in source.indices {
      if isLineStart, startsDeclaration(source[index...]) { return true }
      isLineStart = source[index] == UInt8(ascii: "\n")
    }
    return false
  }

  private static func startsDeclaration(_ line: ArraySlice<UInt8>) -> Bool {
    for word in ["import", "export"] where line.starts(with: word.utf8) {
      guard let next = line.dropFirst(6).first else { return false }
      // `import(` is an expression, `import.meta` too.
      return " \t{*\"'".utf8.contains(next)
    }
    return false
  }
}
