/// Where the data of a Python expression comes from, followed backwards through names, calls, the
/// functions of the file and the calls of those.
final class PythonFlow {
  private let evaluator: PythonEvaluator
  private let tree: PythonTree
  private var known: [PythonTree.Index: Flow] = [:]
  /// The calls of each function of the text.
  private var callers: [Int: [PythonTree.Index]] = [:]
  /// Functions whose arguments come from outside: handlers of requests, tools of a server.
  private let entries: Set<Int>
  private var work = 0
  private(set) var isExhausted = false

  private static let budget = 20_000
  private static let fileBudget = 2_000_000

  init(_ evaluator: PythonEvaluator, calls: [PythonFacts.Call]) {
    self.evaluator = evaluator
    tree = evaluator.tree
    entries = PythonEntries.scopes(of: evaluator)
    for call in calls {
      guard let scope = call.function else { continue }
      if callers[scope, default: []].count < 32 { callers[scope, default: []].append(call.node) }
    }
  }

  func sources(of start: PythonTree.Index) -> Flow {
    if let flow = known[start] { return flow }
    let flow = sources(of: [start])
    known[start] = flow
    return flow
  }

  func sources(of start: [PythonTree.Index]) -> Flow {
    var flow: Flow = []
    var pending = start
    var seen: Set<PythonTree.Index> = []
    while let node = pending.popLast() {
      guard seen.count < Self.budget, work < Self.fileBudget else {
        isExhausted = true
        break
      }
      guard seen.insert(node).inserted else { continue }
      work += 1
      visit(node, &flow, &pending)
    }
    return flow
  }

  private func visit(
    _ node: PythonTree.Index, _ flow: inout Flow, _ pending: inout [PythonTree.Index]
  ) {
    switch tree.kind(node) {
    case .name: name(node, &flow, &pending)
    case .attribute:
      if let path = evaluator.path(node) { flow.formUnion(PythonSources.of(path: path)) }
      attribute(node, &flow, &pending)
    case .subscript_:
      if let path = evaluator.path(node) { flow.formUnion(PythonSources.of(path: path)) }
      if evaluator.path(tree.child(node, 0)) == "os.environ" {
        flow.formUnion([.variable, .open])
      } else if let object = tree.child(node, 0) {
        pending.append(object)
      }
    case .call: call(node, &flow, &pending)
    case .comparison, .lambda, .definition: break
    default: pending += tree.children(node)
    }
  }

  private func name(
    _ node: PythonTree.Index, _ flow: inout Flow, _ pending: inout [PythonTree.Index]
  ) {
    let record = tree.records[Int(node.raw)]
    let scope = Int(tree.nodeScopes[Int(node.raw)])
    let origins = evaluator.bindings.origins(of: record.name, in: scope)
    if origins.isEmpty { flow.insert(.open) }
    for origin in origins {
      switch origin {
      case .expression(let value), .element(let value), .addition(let value):
        pending.append(value)
      case .path(let path): flow.formUnion(PythonSources.of(path: path).union(.open))
      case .parameter(let function, let position):
        parameter(function, position, &flow, &pending)
      case .scope: flow.insert(.open)
      }
    }
  }

  private func parameter(
    _ function: Int, _ position: Int, _ flow: inout Flow, _ pending: inout [PythonTree.Index]
  ) {
    flow.insert(.open)
    let parameter = tree.scopes[function].parameters[position]
    let name = tree.names.texts[Int(parameter.name)]
    if let initial = parameter.initial { pending.append(initial) }
    if entries.contains(function), name != "self", name != "cls" { flow.insert(.input) }
    if name == "request" || name == "event" && PythonEntries.isHandler(function, tree) {
      flow.insert(.input)
    }
    let isMethod =
      tree.scopes[function].parameters.first.map {
        ["self", "cls"].contains(tree.names.texts[Int($0.name)])
      } ?? false
    for call in callers[function] ?? [] {
      if let value = evaluator.keyword(name, of: call) {
        pending.append(value)
        continue
      }
      let index = isMethod ? position - 1 : position
      let arguments = evaluator.positional(call)
      if arguments.indices.contains(index) { pending.append(arguments[index]) }
    }
  }

  private func attribute(
    _ node: PythonTree.Index, _ flow: inout Flow, _ pending: inout [PythonTree.Index]
  ) {
    let name = tree.records[Int(node.raw)].name
    // `self.key`: what any method assigned to it.
    if case .type = evaluator.value(tree.child(node, 0)) {
      for origin in evaluator.bindings.members(named: name) {
        switch origin {
        case .expression(let value), .element(let value), .addition(let value):
          pending.append(value)
        default: break
        }
      }
      if case .type(let type) = evaluator.value(tree.child(node, 0)) {
        for origin in evaluator.bindings.member(name, of: type) {
          if case .expression(let value) = origin { pending.append(value) }
        }
      }
      flow.insert(.open)
    } else if let object = tree.child(node, 0) {
      flow.insert(.open)
      pending.append(object)
    }
  }

  private func call(
    _ node: PythonTree.Index, _ flow: inout Flow, _ pending: inout [PythonTree.Index]
  ) {
    guard let callee = tree.child(node, 0) else { return }
    if evaluator.value(node).text == nil { flow.insert(.open) }
    let arguments = Array(tree.children(node).dropFirst())
    if let path = evaluator.path(callee) {
      if PythonSources.cleaners.contains(path) {
        flow.insert(.open)
        return
      }
      flow.formUnion(PythonSources.of(call: path, first: arguments.first, evaluator))
      // `os.environ.get(name)` gives one variable, not all.
      if path.hasPrefix("os.environ.") { return }
    }
    if tree.kind(callee) == .lambda { pending += tree.children(callee) }
    if tree.kind(callee) == .attribute, ["read_text", "read_bytes"].contains(tree.name(callee)) {
      let isCredential = SensitivePaths.isCredential(evaluator.spelled(tree.child(callee, 0)))
      flow.formUnion(isCredential ? [.file, .credentials] : [.file])
    }
    if case .function(let scope) = evaluator.value(callee) {
      pending += tree.scopes[scope].returns
      // What a function returns may hold what it is given; its parameters say so by its callers.
      return
    }
    pending += arguments
    if tree.kind(callee) == .attribute, let object = tree.child(callee, 0) {
      pending.append(object)
    }
  }
}

/// The functions that others than the file's own code call.
enum PythonEntries {
  static func scopes(of evaluator: PythonEvaluator) -> Set<Int> {
    let tree = evaluator.tree
    var entries: Set<Int> = []
    for (number, scope) in tree.scopes.enumerated() where scope.kind == .function {
      let isEntry = scope.decorators.contains { decorator in
        let callee = tree.kind(decorator) == .call ? tree.child(decorator, 0) : decorator
        guard let callee, tree.kind(callee) == .attribute else { return false }
        return markers.contains(tree.name(callee))
      }
      if isEntry { entries.insert(number) }
    }
    return entries
  }

  private static let markers: Set<String> = [
    "route", "get", "post", "put", "delete", "patch", "websocket", "tool", "resource", "prompt",
    "call_tool", "api_route", "handler", "expose",
  ]

  /// `def handler(event, context)`, as serverless platforms call it.
  static func isHandler(_ scope: Int, _ tree: PythonTree) -> Bool {
    let parameters = tree.scopes[scope].parameters.map { tree.names.texts[Int($0.name)] }
    return parameters.count == 2 && parameters[1] == "context"
  }
}

/// Which names of Python's world give data of which origin.
enum PythonSources {
  /// Data that passes through these cannot carry a command, a path or code any more.
  static let cleaners: Set<String> = [
    "shlex.quote", "pipes.quote", "int", "float", "len", "bool", "isinstance", "hash", "id",
    "hashlib.sha256", "hashlib.md5", "uuid.uuid4", "uuid.UUID", "ast.literal_eval",
    "werkzeug.utils.secure_filename", "html.escape", "markupsafe.escape", "flask.escape", "range",
    "time.time", "datetime.datetime.now", "enumerate().__len__",
  ]

  static func of(path: String) -> Flow {
    if path == "os.environ" { return [.environment] }
    if path.hasPrefix("os.environ.") {
      return path == "os.environ.items" || path == "os.environ.copy" ? [.environment] : [.variable]
    }
    if path.hasPrefix("flask.request") || path.hasPrefix("bottle.request") { return [.input] }
    if path == "sys.argv" || path.hasPrefix("sys.stdin") { return [.argument] }
    return []
  }

  static func of(
    call path: String, first: PythonTree.Index?, _ evaluator: PythonEvaluator
  ) -> Flow {
    if let flow = calls[path] { return flow }
    if path == "open" || path == "io.open" || path == "pathlib.Path().read_text"
      || path == "pathlib.Path().read_bytes" || path.hasPrefix("shutil.copy")
    {
      return SensitivePaths.isCredential(evaluator.spelled(first))
        ? [.file, .credentials] : [.file]
    }
    if path.hasPrefix("os.environ.") {
      let name = path.dropFirst("os.environ.".count)
      return ["items", "copy", "values", "keys"].contains(name) ? [.environment] : [.variable]
    }
    if path == "dict" || path == "str" || path == "json.dumps", let first,
      evaluator.path(first) == "os.environ"
    {
      return [.environment]
    }
    if let root = path.split(separator: ".").first, networkRoots.contains(String(root)),
      receivers.contains(where: path.hasSuffix)
    {
      return [.network]
    }
    return []
  }

  private static let networkRoots: Set<String> = [
    "requests", "httpx", "urllib", "urllib2", "urllib3", "aiohttp", "http", "httplib", "socket",
    "websocket", "websockets", "ftplib", "six",
  ]
  private static let receivers = [
    ".get", ".post", ".request", ".put", ".urlopen", ".read", ".getresponse", ".recv", ".open",
    ".recvfrom", ".delete", ".head", ".stream", ".send",
  ]

  private static let calls: [String: Flow] = [
    "input": [.argument], "raw_input": [.argument],
    "argparse.ArgumentParser().parse_args": [.argument],
    "os.getenv": [.variable], "os.environb": [.environment],
    "base64.b64decode": [.decoded], "base64.urlsafe_b64decode": [.decoded],
    "base64.b32decode": [.decoded], "base64.b16decode": [.decoded], "base64.b85decode": [.decoded],
    "base64.a85decode": [.decoded], "base64.decodebytes": [.decoded],
    "base64.decodestring": [.decoded], "base64.standard_b64decode": [.decoded],
    "bytes.fromhex": [.decoded], "bytearray.fromhex": [.decoded], "binascii.unhexlify": [.decoded],
    "binascii.a2b_base64": [.decoded], "binascii.a2b_hex": [.decoded],
    "zlib.decompress": [.decoded],
    "gzip.decompress": [.decoded], "bz2.decompress": [.decoded], "lzma.decompress": [.decoded],
    "codecs.decode": [.decoded], "marshal.loads": [.decoded], "marshal.load": [.decoded],
    "stegano.lsb.reveal": [.decoded], "stepic.decode": [.decoded],
    "steganography.decode": [.decoded],
    "cryptography.fernet.Fernet().decrypt": [.decoded],
    "Crypto.Cipher.AES.new().decrypt": [.decoded],
    "pyperclip.paste": [.capture], "PIL.ImageGrab.grab": [.capture],
    "pyautogui.screenshot": [.capture], "pyscreenshot.grab": [.capture],
    "pandas.read_clipboard": [.capture], "mss.mss().grab": [.capture],
    "socket.gethostname": [.host], "getpass.getuser": [.host], "platform.node": [.host],
    "platform.uname": [.host], "platform.system": [.host], "platform.platform": [.host],
    "os.uname": [.host], "os.getlogin": [.host], "uuid.getnode": [.host],
    "socket.gethostbyname": [.host], "psutil.users": [.host],
    "sys.stdin.read": [.argument], "sys.stdin.readline": [.argument],
  ]
}
