import BulkheadSource
import Testing

@Suite struct SyntaxCommandTests {
  private func parsed(_ text: some StringProtocol) throws -> JSONValue {
    try JSONDocument(Array(text.utf8), file: "stdout", limits: .data).root.plain
  }

  @Test("the tree is an outline with the place of every node")
  func tree() throws {
    let lab = try Lab()
    let output = try lab.bulkhead("syntax", "-", input: "let a = \n  eval('1' + b);\n")
    #expect(output.code == 0)
    #expect(
      output.stdout == """
        Program 1:1
          VariableDeclaration 1:1 let
            VariableDeclarator 1:5
              Identifier 1:5 a
              CallExpression 2:3
                Identifier 2:3 eval
                BinaryExpression 2:8 plus
                  Literal 2:8 string '1'
                  Identifier 2:14 b

        """)
    #expect(output.stderr.isEmpty)
  }

  @Test("the nodes of the JSON lead to their parents")
  func json() throws {
    let lab = try Lab()
    try lab.write("f(1);\n", to: "project/a.js")
    let json = try lab.json("syntax", "a.js")
    #expect(json["path"] == "a.js")
    #expect(json["ok"] == true)
    #expect(json["goal"] == "commonjs")
    #expect(json["language"] == "javascript")
    let nodes = try #require(json["nodes"]?.arrayValue)
    #expect(
      nodes.map { $0["type"]?.stringValue } == [
        "Program", "ExpressionStatement", "CallExpression", "Identifier", "Literal",
      ])
    #expect(nodes.map { $0["parent"]?.integerValue } == [nil, 0, 1, 2, 2])
    #expect(
      nodes.last == [
        "type": "Literal", "parent": 2, "line": 1, "column": 3, "start": 2, "end": 3,
        "detail": "number", "text": "1",
      ])
  }

  @Test("a broken file gives its errors with line and column, and what could be read")
  func broken() throws {
    let lab = try Lab()
    try lab.write("first();\nlet b = 1, b = 2;\nif (b) { c( }\n", to: "project/a.js")
    let output = try lab.bulkhead("syntax", "a.js")
    #expect(output.code == 1)
    #expect(output.stdout.contains("Identifier 1:1 first"))
    #expect(
      output.stderr == """
        a.js:2:12: error: the name is already declared in this scope [duplicate-declaration]
        a.js:3:13: error: this does not belong here [unexpected-token]

        """)
    let json = try lab.json("syntax", "a.js", code: 1)
    #expect(json["ok"] == false)
    #expect(
      json["errors"]?.arrayValue?.map { [$0["line"], $0["column"]] } == [[2, 12], [3, 13]])
    // The same file with its mistakes taken out.
    try lab.write("first();\nlet b = 1, d = 2;\nif (b) { c() }\n", to: "project/a.js")
    #expect(try lab.bulkhead("syntax", "a.js").code == 0)
  }

  @Test("tokens come one a line, comments among them, and nothing reaches the terminal")
  func tokens() throws {
    let output = try Lab().bulkhead(
      "syntax", "--format", "tokens", "-", input: "a /=\n/b/g; // \u{1B}[31m\n")
    #expect(output.code == 0)
    #expect(
      output.stdout == """
        1:1 identifier a
        1:3 slashAssign /=
        2:1 regexp /b/g
        2:5 semicolon ;
        2:7 lineComment // \\u{1B}[31m

        """)
  }

  @Test("scopes show what they declare, and where it is used")
  func scopes() throws {
    let source = "var a = 1;\nfunction f(b) { a += b; return g; }\n"
    let lab = try Lab()
    try lab.write(source, to: "project/a.js")
    let output = try lab.bulkhead("syntax", "--scopes", "a.js")
    #expect(output.code == 0)
    #expect(
      output.stdout == """
        program 1:1
          var a 1:5; used 2:17 read write
          function f 2:10
          function 2:1
            parameter b 2:12; used 2:22 read
            functionBody 2:15
        global g 2:32 read

        """)
    let json = try lab.json("syntax", "--scopes", "a.js")
    let scopes = try #require(json["scopes"]?.arrayValue)
    #expect(scopes.map { $0["parent"] } == [.null, 0, 1])
    #expect(scopes[0]["variables"]?.arrayValue?.first?["name"] == "a")
    #expect(json["globals"]?.arrayValue?.map { $0["name"] } == ["g"])
  }

  @Test("types are erased in place")
  func erased() throws {
    let lab = try Lab()
    let output = try lab.bulkhead(
      "syntax", "--strip-types", "-", input: "let a: number = b as any;\n")
    #expect(output.code == 0)
    #expect(output.stdout == "let a         = b       ;\n")
    let refused = try lab.bulkhead("syntax", "--strip-types", "-", input: "let a: = 1;\n")
    #expect(refused.code == 1)
    #expect(refused.stdout.isEmpty)
    #expect(refused.stderr.contains("-:1:8: error:"))
  }

  @Test("a module is lowered to a function, every line in its place")
  func lowered() throws {
    let lab = try Lab()
    let output = try lab.bulkhead(
      "syntax", "--lower", "-", input: "import a from 'b';\nexport const c: 1 = a;\n")
    #expect(output.code == 1, "types are no JavaScript")
    let module = try lab.bulkhead(
      "syntax", "--lower", "--language", "ts", "-",
      input: "import a from 'b';\nexport const c: 1 = a;\n")
    #expect(module.code == 0, "\(module)")
    #expect(module.stdout.hasPrefix("(function("))
    #expect(module.stdout.split(separator: "\n")[1].contains("const c    = "))
    // What it writes is a script.
    let script = try lab.bulkhead("syntax", "--goal", "script", "-", input: module.stdout)
    #expect(script.code == 0)
  }

  @Test(
    "a file is what Node takes it for",
    arguments: [
      ("a.mjs", #"{"type": "commonjs"}"#, "", "module"),
      ("a.cjs", #"{"type": "module"}"#, "", "commonjs"),
      ("a.mts", "{}", "", "module"), ("a.cts", "{}", "", "commonjs"),
      ("a.js", #"{"type": "module"}"#, "", "module"),
      ("a.ts", #"{"type": "module"}"#, "", "module"),
      ("bin", #"{"type": "module"}"#, "", "module"),
      ("a.js", #"{"type": "commonjs"}"#, "", "commonjs"),
      ("a.js", "{}", "", "commonjs"),
      ("a.js", "{}", "import 'b';", "module"),
      ("a.js", "{}", "await b();", "module"),
      ("a.js", #"{"type": "other"}"#, "export {};", "module"),
      // The nearest manifest counts, and packages are not part of what uses them.
      ("inner/a.js", #"{"type": "module"}"#, "", "module"),
      ("node_modules/a.js", #"{"type": "module"}"#, "", "commonjs"),
    ])
  func goals(file: String, manifest: String, source: String, goal: String) throws {
    let lab = try Lab()
    try lab.write(manifest, to: "project/package.json")
    try lab.write(source + "\n", to: "project/\(file)")
    #expect(try lab.json("syntax", file)["goal"]?.stringValue == goal)
  }

  @Test("the goal can be said, and a module's syntax is refused by another")
  func given() throws {
    let lab = try Lab()
    try lab.write("import 'b';\n", to: "project/a.cjs")
    #expect(try lab.bulkhead("syntax", "a.cjs").code == 1)
    #expect(try lab.bulkhead("syntax", "--goal", "script", "a.cjs").code == 1)
    #expect(try lab.bulkhead("syntax", "--goal", "module", "a.cjs").code == 0)
    #expect(try lab.bulkhead("syntax", "--goal", "commonjs", "-", input: "return 1").code == 0)
    #expect(try lab.bulkhead("syntax", "--goal", "script", "-", input: "return 1").code == 1)
  }

  @Test("a package.json that is none is a failure, unless the goal is said")
  func manifest() throws {
    let lab = try Lab()
    try lab.write("{", to: "project/package.json")
    try lab.write("a;\n", to: "project/a.js")
    let output = try lab.bulkhead("syntax", "a.js")
    #expect(output.code == 2)
    #expect(output.stderr.contains("/project/package.json:1:"))
    #expect(try lab.bulkhead("syntax", "--goal", "commonjs", "a.js").code == 0)
  }

  @Test("a list gives a JSON line for each path, and the worst of them is the exit code")
  func list() throws {
    let lab = try Lab()
    try lab.write("a;\n", to: "project/a b.js")
    try lab.write("let a: number;\n", to: "project/b.ts")
    try lab.write("\n  let let;\n", to: "project/c.js")
    let good = try lab.bulkhead("syntax", "--files-from", "-", input: "a b.js\nb.ts\n")
    #expect(good.code == 0)
    #expect(
      good.stdout == """
        {"path":"a b.js","ok":true,"errors":[]}
        {"path":"b.ts","ok":true,"errors":[]}

        """)
    let bad = try lab.bulkhead("syntax", "--files-from", "-", input: "c.js\n\na b.js")
    #expect(bad.code == 1)
    let lines = bad.stdout.split(separator: "\n")
    #expect(
      try parsed(lines[0]) == [
        "path": "c.js", "ok": false,
        "errors": [
          [
            "message": "let cannot be declared by let, const, using or class", "line": 2,
            "column": 7,
          ]
        ],
      ])
    #expect(lines.count == 2)
    try lab.write("c.js\nnowhere.js\na b.js\n", to: "project/list")
    let missing = try lab.bulkhead("syntax", "--files-from", "list")
    #expect(missing.code == 2)
    let reports = try missing.stdout.split(separator: "\n").map { try parsed($0) }
    #expect(reports.map { $0["ok"] } == [false, false, true])
    #expect(reports[1]["errors"]?.arrayValue?.first?["line"] == .null)
  }

  @Test("what cannot be read is a failure", arguments: ["nowhere.js", "."])
  func unreadable(path: String) throws {
    let output = try Lab().bulkhead("syntax", path)
    #expect(output.code == 2)
    #expect(output.stdout.isEmpty)
    #expect(output.stderr.contains("the file cannot be read"))
  }

  @Test("a tree as deep as its text is shown whole", arguments: ["tree", "json"])
  func deep(format: String) throws {
    let lab = try Lab()
    let count = 20_000
    try lab.write(String(repeating: "a + ", count: count) + "a\n", to: "project/a.js")
    let output = try lab.bulkhead("syntax", "--format", format, "a.js")
    #expect(output.code == 0)
    #expect(output.stdout.components(separatedBy: "Identifier").count - 1 == count + 1)
    #expect(output.stdout.utf8.count < 400 * count)
  }

  @Test(
    "flags that contradict each other are a usage error",
    arguments: [
      ["syntax"], ["syntax", "a.js", "--files-from", "-"], ["syntax", "--lower", "--scopes", "-"],
      ["syntax", "--files-from", "-", "--scopes"], ["syntax", "--goal", "eval", "-"],
      ["syntax", "--files-from", "-", "--format", "json"],
      ["syntax", "--format", "tokens", "--lower", "-"],
      ["syntax", "--lower", "--goal", "script", "-"], ["syntax", "--language", "py", "-"],
    ])
  func usage(arguments: [String]) throws {
    let output = try Program.run(Program.bulkhead, arguments)
    #expect(output.code == 2)
    #expect(output.stdout.isEmpty)
    #expect(output.stderr.contains("Usage:"), "\(output)")
  }
}
