import BulkheadSyntax

/// Where the data of an expression comes from, followed backwards through names, literals, calls and
/// callbacks of one file.
struct Flow: OptionSet {
  let rawValue: Int
  /// All variables of the environment.
  static let environment = Flow(rawValue: 1 << 0)
  /// One variable of the environment.
  static let variable = Flow(rawValue: 1 << 1)
  /// The content of a file that holds credentials.
  static let credentials = Flow(rawValue: 1 << 2)
  /// Text that was decoded.
  static let decoded = Flow(rawValue: 1 << 3)
  /// Something that came over the network.
  static let network = Flow(rawValue: 1 << 4)
  /// The content of any file.
  static let file = Flow(rawValue: 1 << 5)
  /// Something that is not constant.
  static let open = Flow(rawValue: 1 << 6)
  /// What a request, a message or a tool's caller brings.
  static let input = Flow(rawValue: 1 << 7)
  /// The command line or the standard input.
  static let argument = Flow(rawValue: 1 << 8)
  /// The clipboard, the screen or the keys that are typed.
  static let capture = Flow(rawValue: 1 << 9)
  /// Names and versions of the machine and its user.
  static let host = Flow(rawValue: 1 << 10)
}

final class FlowTracer {
  private let evaluator: Evaluator
  private var known: [NodeIndex: Flow] = [:]
  private var work = 0

  init(evaluator: Evaluator) { self.evaluator = evaluator }

  /// The most nodes that are looked at for one question, and for one file. A question that ends
  /// early is noted: a long decoy beside what is sent must not hide it.
  private static let budget = 200_000
  private static let fileBudget = 10_000_000

  /// The file is so tangled that not every question was answered.
  private(set) var isExhausted = false

  /// The sources of an expression.
  func sources(of start: SyntaxNode) -> Flow {
    if let flow = known[start.index] { return flow }
    let flow = sources(of: [start])
    known[start.index] = flow
    return flow
  }

  /// The sources of any of the expressions.
  func sources(of start: [SyntaxNode]) -> Flow {
    var flow: Flow = []
    var pending = start
    var seen: Set<NodeIndex> = []
    while let node = pending.popLast() {
      guard seen.count < Self.budget, work < Self.fileBudget else {
        isExhausted = true
        break
      }
      guard seen.insert(node.index).inserted else { continue }
      work += 1
      visit(node, &flow, &pending)
    }
    return flow
  }

  private func visit(_ node: SyntaxNode, _ flow: inout Flow, _ pending: inout [SyntaxNode]) {
    switch node.kind {
    case .identifier:
      if evaluator.path(node) == "process.env" { flow.insert(.environment) }
      follow(node, &flow, &pending)
    case .memberExpression: member(node, &flow, &pending)
    case .callExpression, .newExpression: call(node, &flow, &pending)
    case .taggedTemplateExpression, .importExpression, .thisExpression:
      flow.insert(.open)
    case .functionExpression, .arrowFunctionExpression, .classExpression: break
    case .property: if let value = node.value { pending.append(value) }
    case .conditionalExpression:
      pending += [node.consequent, node.alternate].compactMap(\.self)
    case .binaryExpression where node.operator != .plus: flow.insert(.open)
    default: pending += node.children
    }
  }

  private func member(_ node: SyntaxNode, _ flow: inout Flow, _ pending: inout [SyntaxNode]) {
    guard let path = evaluator.path(node) else {
      // `process.env[name]` with a name that is worked out can be any of them.
      if evaluator.path(node.object) == "process.env" {
        flow.insert(.variable)
        flow.insert(.open)
      } else if let object = node.object {
        pending.append(object)
      }
      return
    }
    if path == "process.env" {
      flow.insert(.environment)
    } else if path.hasPrefix("process.env.") {
      flow.insert(.variable)
    }
    flow.insert(.open)
  }

  private func follow(_ node: SyntaxNode, _ flow: inout Flow, _ pending: inout [SyntaxNode]) {
    let origins = evaluator.origins(of: node)
    if origins.isEmpty { flow.insert(.open) }
    for origin in origins {
      switch origin {
      case .expression(let source), .iteration(over: let source): pending.append(source)
      case .property(of: let source, let keys):
        // `const {TOKEN} = process.env` takes one variable.
        if evaluator.path(source) == "process.env", !keys.isEmpty {
          flow.insert(.variable)
          flow.insert(.open)
        } else {
          pending.append(source)
        }
      case .parameter(of: let function, let position):
        flow.insert(.open)
        if Self.isRequest(node.name, position, function) { flow.insert(.input) }
        // The parameter of a callback is what the call that gets it produces.
        guard let call = function.parent, call.kind == .callExpression, call.callee != function
        else { continue }
        callback(call, &flow, &pending)
      case .module, .declaration, .other: flow.insert(.open)
      }
    }
  }

  /// The parameter by which servers hand over what a caller sent.
  private static func isRequest(_ name: String?, _ position: Int, _ function: SyntaxNode) -> Bool {
    switch name {
    case "req", "request": position <= 1
    case "ctx": position == 0
    default: false
    }
  }

  /// What a callback receives: the promise or collection it is called on, or the result of the call.
  private func callback(_ call: SyntaxNode, _ flow: inout Flow, _ pending: inout [SyntaxNode]) {
    flow.formUnion(produced(by: call))
    if let callee = call.callee, callee.kind == .memberExpression, let object = callee.object {
      pending.append(object)
    }
  }

  private func call(_ node: SyntaxNode, _ flow: inout Flow, _ pending: inout [SyntaxNode]) {
    let produced = produced(by: node)
    flow.formUnion(produced)
    if !(evaluator.value(node).string != nil) { flow.insert(.open) }
    // A program's output is not what it was started with.
    if evaluator.path(node.callee)?.hasPrefix("module:child_process.") == true { return }
    pending += node.arguments
    if let callee = node.callee {
      if callee.kind == .memberExpression, let object = callee.object {
        pending.append(object)
      } else if case .function(let function) = evaluator.value(callee), let body = function.body {
        pending +=
          body.kind == .blockStatement
          ? body.statements.filter { $0.kind == .returnStatement }.compactMap(\.argument) : [body]
      }
    }
  }

  /// What the result of a call is, by its name.
  private func produced(by call: SyntaxNode) -> Flow {
    guard let path = evaluator.path(call.callee) else { return [] }
    switch path {
    case "atob", "module:zlib.inflateSync", "module:zlib.gunzipSync",
      "module:zlib.brotliDecompressSync":
      return [.decoded]
    case "Buffer.from", "Buffer", "module:buffer.Buffer.from":
      let encoding = evaluator.value(call.arguments.dropFirst().first).string?.lowercased()
      return ["base64", "hex", "base64url"].contains(encoding) ? [.decoded] : []
    case "module:fs.readFileSync", "module:fs.readFile", "module:fs.createReadStream":
      let isCredential = SensitivePaths.isCredential(evaluator.spelled(call.arguments.first))
      return isCredential ? [.credentials, .file] : [.file]
    default:
      return NetworkCalls.receivers.contains(path) ? [.network] : []
    }
  }
}

/// The functions that reach the network, by their resolved paths.
enum NetworkCalls {
  /// What they give came from another host.
  static let receivers: Set<String> = [
    "fetch", "module:http.get", "module:https.get", "module:http.request", "module:https.request",
    "module:axios", "module:axios.get", "module:axios.post", "module:axios.request", "module:got",
    "module:got.get", "module:node-fetch", "module:undici.fetch", "module:undici.request",
    "module:request", "module:superagent.get", "module:needle", "module:dns.resolveTxt",
    "module:node-fetch.default",
  ]

  /// What they are given leaves this machine.
  static let senders: Set<String> = receivers.union([
    "module:axios.put", "module:axios.patch", "module:axios.create", "module:got.post",
    "module:got.put",
    "WebSocket", "module:ws", "module:ws.WebSocket", "EventSource", "navigator.sendBeacon",
    "XMLHttpRequest", "module:request.post", "module:superagent.post", "module:needle.post",
    "module:net.connect", "module:net.createConnection", "module:tls.connect",
  ])

  /// Ask an address that is among their first arguments.
  static func asks(_ path: String) -> Bool {
    senders.contains(path) || askers.contains(path)
  }

  private static let askers: Set<String> = [
    "module:needle.get", "module:needle.put", "module:urllib.request", "module:request.get",
    "module:request.put", "module:got.stream", "module:phin", "module:bent", "module:superagent",
    "module:axios.delete", "module:axios.head", "module:http2.connect", "module:node-fetch.fetch",
    "module:request-promise", "module:cross-fetch", "module:undici.stream", "module:ky.get",
  ]

  static let names: Set<String> = [
    "module:dns.lookup", "module:dns.resolve", "module:dns.resolve4", "module:dns.resolve6",
    "module:dns.resolveTxt", "module:dns.promises.lookup", "module:dns.promises.resolve",
    "module:dns/promises.lookup", "module:dns/promises.resolve",
  ]
}
