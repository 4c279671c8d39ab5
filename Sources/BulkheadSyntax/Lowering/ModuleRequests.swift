/// The modules a text asks for and what it takes from them.
struct ModuleRequests {
  private var numbers: [String: Int] = [:]
  private var requests: [String] = []
  private(set) var names: Set<IdentifierName> = []
  private var bindings: [String] = []
  /// Request and name of what each imported name stands for; no name is the namespace.
  private(set) var origins: [IdentifierName: (request: Int, name: String?)] = [:]

  /// Nothing is asked for.
  var isEmpty: Bool { requests.isEmpty }

  /// `[[specifier, [[key, value], …]], …]`, each pair of specifier and attributes once.
  var requestsText: String { "[" + requests.joined(separator: ",") + "]" }

  /// `[[local name, number of the request, imported name], …]`.
  var bindingsText: String { "[" + bindings.joined(separator: ",") + "]" }

  /// The number of the request that an import or export declaration makes.
  mutating func number(of declaration: SyntaxNode) -> Int {
    let attributes = declaration.attributes.map { attribute in
      "[" + LoweredText.quoted(attribute.keyName ?? "") + ","
        + LoweredText.quoted(attribute.value?.stringValue ?? "") + "]"
    }
    let text =
      "[" + LoweredText.quoted(declaration.source?.stringValue ?? "") + ",["
      + attributes.joined(separator: ",") + "]]"
    if let known = numbers[text] { return known }
    numbers[text] = requests.count
    requests.append(text)
    return requests.count - 1
  }

  /// Notes what an import declaration asks for and binds.
  mutating func add(_ declaration: SyntaxNode) {
    let request = number(of: declaration)
    for specifier in declaration.specifiers {
      guard let local = specifier.local else { continue }
      let imported: String? =
        switch specifier.kind {
        case .importDefaultSpecifier: "default"
        case .importNamespaceSpecifier: nil
        default: specifier.imported?.exportName ?? ""
        }
      let name = IdentifierName(local.index, in: local.tree)
      names.insert(name)
      origins[name] = (request, imported)
      bindings.append(
        "[\(LoweredText.quoted(name.text)),\(request),"
          + "\(imported.map(LoweredText.quoted) ?? "null")]")
    }
  }
}

extension SyntaxNode {
  /// A name in an import or export list: an identifier or a string.
  var exportName: String? { name ?? stringValue }
}
