public import BulkheadWire

/// The host's side of a context's requests: check, write down, perform.
///
/// One broker serves one context. Every access is decided anew, in the order the requests come, and
/// written down before its effect or before anything of it is released. A broker may be used from any
/// thread.
public final class Broker: Sendable {
  let configuration: BrokerConfiguration
  let quotas: Quotas
  private let fetches: Fetches

  /// A broker; nothing is connected before the first request.
  public init(_ configuration: BrokerConfiguration) {
    var configuration = configuration
    // As getcwd(2) has it: relative paths start from the directory, not from a link to it.
    configuration.workingDirectory =
      Resolution.of(LexicalPath.absolute(configuration.workingDirectory, from: "/")).path
    self.configuration = configuration
    quotas = Quotas(limits: configuration.limits, report: configuration.onViolation)
    fetches = Fetches(configuration, quotas)
  }

  deinit { fetches.abortAll() }

  /// What the context has used so far, exactly.
  public var usage: BrokerUsage { quotas.usage }

  /// Answers any request of a script but those about its own life; blocks until it is done.
  public func perform(_ request: Request) -> Reply {
    do throws(Refusal) {
      return try answer(request)
    } catch {
      return error.reply
    }
  }

  /// Starts a fetch on a thread of its own. `completion` is called exactly once, on any thread, and
  /// before this returns if the fetch cannot even begin.
  public func startFetch(_ request: Request, completion: @escaping @Sendable (Reply) -> Void) {
    fetches.start(request, completion: completion)
  }

  /// Ends the fetch with this id early: it is answered `ERR_ABORTED` at once. An id of none that is
  /// under way is ignored.
  public func abortFetch(_ id: UInt32) { fetches.abort(id) }

  /// Ends all fetches early.
  public func cancelAll() { fetches.abortAll() }

  private func answer(_ request: Request) throws(Refusal) -> Reply {
    switch request.operation {
    case .readFile, .writeFile, .stat, .readdir, .mkdir, .rm, .unlink, .rmdir, .rename, .copyFile,
      .access, .realpath, .truncate, .chmod, .mkdtemp, .symlink, .readlink:
      try quotas.takeFileOperation()
      return try FileOperation(
        judge: judge(request), request: request, configuration: configuration
      ).reply()
    case .envGet:
      try quotas.takeLookup()
      return try environment(request).value(of: request.fields[0])
    case .envList:
      return try environment(request).names()
    case .moduleLoad:
      try quotas.takeLookup()
      return try ModuleLoader(judge(request), configuration)
        .load(from: request.fields[0], specifier: request.fields[1])
    case .fetch:
      return try fetches.perform(request)
    default:
      throw Refusal(
        code: "ERR_BULKHEAD_OPERATION", "\(request.operation) is no request that a host performs")
    }
  }

  private func environment(_ request: Request) throws(Refusal) -> Environment {
    Environment(judge: try judge(request), variables: configuration.environment)
  }

  private func judge(_ request: Request) throws(Refusal) -> Judge {
    try Judge(configuration, operation: request.operation.description)
  }
}
