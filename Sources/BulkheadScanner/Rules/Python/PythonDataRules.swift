import BulkheadSource

extension Rules {
  /// Data from outside that Python code takes for something else: objects, paths, queries.
  static let pythonData: [Rule] = [
    pythonDeserialization, pythonModelDownload, pythonPathTraversal, pythonQuery, pythonPassword,
  ]

  static let pythonDeserialization = Rule(
    "python-deserialization", .medium, [.python],
    title: "reads objects from data in a format that can call functions",
    why: "Pickles and YAML with tags name functions that are called while they are read.",
    help: "use json, or yaml.safe_load",
    positives: [
      "import pickle\npickle.loads(data)", "import yaml\nyaml.load(text, Loader=yaml.Loader)",
      "import yaml\nyaml.load(text)",
    ],
    evasions: [
      "from pickle import loads as l\nl(request.data)", "import _pickle as p\np.load(f)",
      "import dill\ndill.load(f)", "import shelve\nshelve.open(name)",
      "import jsonpickle\njsonpickle.decode(text)", "import torch\ntorch.load(path)",
      "import numpy as np\nnp.load(path, allow_pickle=True)",
      "getattr(__import__('pickle'), 'loads')(x)",
    ],
    negatives: [
      "import json\njson.loads(data)", "import yaml\nyaml.safe_load(text)",
      "import yaml\nyaml.load(text, Loader=yaml.SafeLoader)",
      "import pickle\npickle.load(open('cache.bin', 'rb'))",
      "import torch\ntorch.load(path, weights_only=True)",
    ],
    check: .python { facts, report in
      for call in facts.calls(of: readers) {
        guard let data = call.arguments.first ?? facts.tree.child(call.node, 1) else {
          report.add(call.span)
          continue
        }
        let isNamedSo = call.path == "yaml.unsafe_load" || call.path == "yaml.unsafe_load_all"
        if isNamedSo || !facts.isConstant(data) && !isOwnFile(data, facts) {
          report.add(call.span)
        }
      }
      for call in facts.calls(of: writers) {
        if let data = call.arguments.first, !facts.isConstant(data) {
          report.add(call.span, severity: .low)
        }
      }
      for call in facts.calls(of: ["yaml.load", "yaml.load_all", "ruamel.yaml.load"]) {
        guard let loader = facts.argument(call, "Loader", 1) else {
          if !facts.isConstant(call.arguments.first) { report.add(call.span) }
          continue
        }
        let name = facts.tree.source(of: loader)
        let isSafe = ["SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader"].contains {
          name == $0 || name.hasSuffix("." + $0)
            || facts.evaluator.path(loader)?.hasSuffix($0) == true
        }
        if !isSafe { report.add(call.span) }
      }
      for call in facts.calls(of: ["torch.load", "numpy.load", "joblib.load"]) {
        let text = facts.tree.source(of: call.node, limit: 400)
        if call.path == "torch.load", text.contains("weights_only=True") { continue }
        if call.path == "numpy.load", !text.contains("allow_pickle=True") { continue }
        if !facts.isConstant(call.arguments.first) { report.add(call.span, severity: .low) }
      }
    })

  private static let readers: Set<String> = [
    "pickle.load", "pickle.loads", "pickle.Unpickler", "cPickle.load", "cPickle.loads",
    "_pickle.load", "_pickle.loads", "dill.load", "dill.loads", "dill.Unpickler",
    "cloudpickle.load",
    "cloudpickle.loads", "shelve.open", "jsonpickle.decode", "jsonpickle.unpickler.decode",
    "jsonpickle.unpickler.Unpickler().restore", "pandas.read_pickle", "marshal.load",
    "marshal.loads", "yaml.unsafe_load", "yaml.unsafe_load_all", "yaml.full_load",
  ]
  private static let writers: Set<String> = [
    "pickle.dumps", "cPickle.dumps", "_pickle.dumps", "dill.dumps",
  ]

  /// `open('cache.bin')`: a file that the code names itself.
  private static func isOwnFile(_ node: PythonTree.Index, _ facts: PythonFacts) -> Bool {
    guard facts.tree.kind(node) == .call,
      facts.evaluator.path(facts.tree.child(node, 0)) == "open",
      let path = facts.tree.child(node, 1)
    else { return false }
    return facts.isConstant(path)
  }

  static let pythonModelDownload = Rule(
    "python-deserialization-model", .low, [.python],
    title: "loads a model or data set by a name that can change its content",
    why: "Models and data sets can bring code; a branch or tag can be moved to another one.",
    help: "pin the revision to a commit",
    positives: [
      "from transformers import AutoModel\nAutoModel.from_pretrained('org/name')",
      "from datasets import load_dataset\nload_dataset('org/name', revision='main')",
    ],
    evasions: ["import huggingface_hub as h\nh.snapshot_download(repo_id='org/name')"],
    negatives: [
      "from transformers import AutoModel\nAutoModel.from_pretrained('./local')",
      "from transformers import AutoModel\nAutoModel.from_pretrained('org/name', revision='5d0f2e8a7f1a05b1e4e3f0a4f9c8b7a6d5e4c3b2')",
    ],
    check: .python { facts, report in
      let named = facts.calls(of: [
        "datasets.load_dataset", "huggingface_hub.snapshot_download",
        "huggingface_hub.hf_hub_download",
      ])
      let loaded = facts.methods(["from_pretrained"]).filter {
        $0.path?.hasPrefix("transformers.") == true || $0.path?.hasPrefix("diffusers.") == true
      }
      for call in named + loaded {
        guard let name = facts.argument(call, "repo_id", 0),
          let text = facts.evaluator.value(name).text,
          !text.hasPrefix("."), !text.hasPrefix("/"), !text.isEmpty
        else { continue }
        let revision =
          facts.evaluator.keyword("revision", of: call.node)
          .flatMap { facts.evaluator.value($0).text } ?? ""
        let isPinned = revision.count >= 7 && revision.allSatisfy(\.isHexDigit)
        if !isPinned { report.add(call.span) }
      }
    })

  static let pythonPathTraversal = Rule(
    "python-path-traversal", .medium, [.python],
    title: "opens a path that a caller chooses",
    why: "With `..` or an absolute path a caller reaches any file of the user.",
    help: "resolve the path and check that it lies in the directory it belongs to",
    positives: ["import flask\n@app.route('/f')\ndef f(name):\n    return open(name).read()"],
    evasions: [
      "@mcp.tool()\ndef read(path: str):\n    p = '/data/' + path\n    with open(p) as f:\n        return f.read()",
      "@server.tool()\ndef read(path: str):\n    from pathlib import Path\n    return Path(path).read_text()",
      "class S:\n    def read(self, p):\n        return open(p).read()\n@mcp.tool()\ndef get(path):\n    return S().read(path)",
    ],
    negatives: [
      "def f(name):\n    return open(name).read()", "open('data.json')",
      "@mcp.tool()\ndef read(path: str):\n    p = os.path.realpath(path)\n    if not p.startswith(root): raise ValueError()\n    return open(p)",
      "@mcp.tool()\ndef n():\n    return open('x').read()",
    ],
    check: .python { facts, report in
      let openers: Set<String> = [
        "open", "io.open", "os.remove", "os.unlink", "shutil.rmtree", "os.listdir",
        "flask.send_file",
        "os.makedirs", "shutil.copy", "zipfile.ZipFile().extractall", "tarfile.open().extractall",
        "pathlib.Path().read_text", "pathlib.Path().write_text", "pathlib.Path().read_bytes",
        "pathlib.Path().open", "shutil.copyfile", "shutil.copy2", "os.rename",
      ]
      for call in facts.calls(of: openers) {
        guard
          facts.flow.sources(of: Array(facts.tree.children(call.node).prefix(3))).contains(.input),
          !isGuarded(call, facts)
        else { continue }
        report.add(call.span)
      }
    })

  /// The function around a call checks where a path leads.
  private static func isGuarded(_ call: PythonFacts.Call, _ facts: PythonFacts) -> Bool {
    let scope = Int(facts.tree.nodeScopes[Int(call.node.raw)])
    let checks: Set<String> = ["startswith", "is_relative_to", "relative_to", "commonpath"]
    return facts.calls.contains { other in
      guard let name = other.path?.split(separator: ".").last, checks.contains(String(name)) else {
        return false
      }
      return Int(facts.tree.nodeScopes[Int(other.node.raw)]) == scope
    }
  }

  static let pythonQuery = Rule(
    "python-query-injection", .medium, [.python],
    title: "puts what a caller sends into a query",
    why: "Text in a query can be a query of its own.",
    help: "give values apart from the query, as parameters",
    positives: [
      "import sqlite3\n@mcp.tool()\ndef find(name):\n    db = sqlite3.connect('a').cursor()\n    db.execute(f\"select * from t where n = '{name}'\")"
    ],
    evasions: [
      "import flask\nq = 'select %s' % flask.request.args['x']\ncursor.execute(q)",
      "@mcp.tool()\ndef find(name):\n    return tree.xpath(\"//user[@n='\" + name + \"']\")",
    ],
    negatives: [
      "@mcp.tool()\ndef find(name):\n    cursor.execute('select * from t where n = ?', (name,))",
      "cursor.execute(query)", "cursor.execute('select ' + columns)",
    ],
    check: .python { facts, report in
      let methods: Set<String> = [
        "execute", "executemany", "executescript", "raw", "xpath", "find", "find_one", "aggregate",
        "search_s", "search",
      ]
      for call in facts.methods(methods) {
        guard let query = call.arguments.first, isBuilt(query, facts),
          facts.sources(query).contains(.input)
        else { continue }
        report.add(call.span)
      }
      for call in facts.methods(["find", "find_one", "aggregate", "update_one"]) {
        guard let query = call.arguments.first,
          facts.tree.kind(query) == .name || facts.tree.kind(query) == .call,
          facts.sources(query).contains(.input), isParsed(query, facts)
        else { continue }
        report.add(call.span)
      }
    })

  /// A query object that is read from the caller's text: `collection.find(json.loads(filter))`.
  private static func isParsed(_ node: PythonTree.Index, _ facts: PythonFacts) -> Bool {
    if facts.tree.kind(node) == .call {
      return facts.evaluator.path(facts.tree.child(node, 0)) == "json.loads"
    }
    let record = facts.tree.records[Int(node.raw)]
    let origins = facts.evaluator.bindings.origins(
      of: record.name, in: Int(facts.tree.nodeScopes[Int(node.raw)]))
    return origins.contains { origin in
      guard case .expression(let value) = origin, facts.tree.kind(value) == .call else {
        return false
      }
      return facts.evaluator.path(facts.tree.child(value, 0)) == "json.loads"
    }
  }

  static let pythonPassword = Rule(
    "python-hardcoded-password", .low, [.python],
    title: "holds a password in the code",
    why: "Everybody who has the code has the password, and it cannot be changed.",
    help: "read it from an environment variable that is named in permissions.env",
    positives: ["password = 'blerg'", "def login(user, password='Admin'): pass"],
    evasions: [
      "connect(user='root', passwd='toor99')", "if password == 'root': ok()",
      "db['password'] = 'hunter'",
    ],
    negatives: [
      "password = input()", "password = None", "password = ''", "password_field = 'id_password'",
      "password_prompt = 'Password: '", "PASSWORD = 'PASSWORD'", "password = os.environ['X']",
      "password = '<your password>'",
    ],
    check: .python { facts, report in
      for (name, value) in PythonPasswords.named(facts) {
        report.add(
          Span(start: facts.tree.span(name).start, end: facts.tree.span(value).end))
      }
      for scope in facts.tree.scopes {
        for parameter in scope.parameters {
          guard let value = parameter.initial, facts.tree.kind(value) == .string,
            PythonPasswords.isName(facts.tree.names.texts[Int(parameter.name)]),
            PythonPasswords.isValue(facts.tree.text(value))
          else { continue }
          report.add(parameter.span)
        }
      }
    })
}

/// Texts that are given to something called a password.
enum PythonPasswords {
  /// The pairs of a name and a literal, from assignments, comparisons, arguments and dictionaries.
  static func named(_ facts: PythonFacts) -> [(PythonTree.Index, PythonTree.Index)] {
    let tree = facts.tree
    var pairs: [(PythonTree.Index, PythonTree.Index)] = []
    func add(_ name: PythonTree.Index, _ value: PythonTree.Index) {
      guard tree.kind(value) == .string, tree.mark(value) == 0 else { return }
      let text: String
      switch tree.kind(name) {
      case .name, .attribute, .keyword: text = tree.name(name)
      case .string: text = tree.text(name)
      case .subscript_: text = tree.child(name, 1).map { tree.text($0) } ?? ""
      default: return
      }
      if isName(text), isValue(tree.text(value)) { pairs.append((name, value)) }
    }
    for raw in tree.records.indices {
      let node = PythonTree.Index(raw: Int32(truncatingIfNeeded: raw))
      let parts = tree.children(node)
      switch tree.kind(node) {
      case .assignment:
        guard let value = parts.last else { continue }
        for target in parts.dropLast() { add(target, value) }
      case .comparison where tree.mark(node) == Marks.equal && parts.count == 2:
        add(parts[parts.startIndex], parts[parts.startIndex + 1])
      case .keyword: if let value = parts.first { add(node, value) }
      case .dictionary:
        var position = parts.startIndex
        while position + 1 < parts.endIndex {
          if tree.kind(parts[position]) == .star {
            position += 1
            continue
          }
          add(parts[position], parts[position + 1])
          position += 2
        }
      default: break
      }
    }
    return pairs
  }

  static func isName(_ name: String) -> Bool {
    let name = name.lowercased()
    if name == "pwd" || name.hasSuffix("_pwd") || name == "passphrase" { return true }
    if ["password", "passwd", "passphrase"].contains(where: name.hasSuffix) { return true }
    return name.contains("password_for") || name.hasSuffix("secret") || name.hasSuffix("_pass")
  }

  static func isValue(_ text: String) -> Bool {
    guard text.count >= 4, text.count <= 128, !text.contains(" ") || text.count < 24 else {
      return false
    }
    let lower = text.lowercased()
    if lower.hasPrefix("$") || lower.contains("{") || lower.contains("<") || lower.contains("://")
      || lower.hasSuffix(":") || lower.hasSuffix(": ") || lower.contains("/")
      || Randomness.isTemplate(lower)
    {
      return false
    }
    // `PASSWORD = 'PASSWORD'`, `'db_password'`: the name of the thing again.
    return !(lower.contains("password") || lower.contains("passwd"))
      || lower.contains(where: \.isNumber)
      || lower.hasPrefix("class_")
  }
}
