public import BulkheadWire

/// The host's side of a context's requests: check, write down, perform.
///
/// One broker serves one context. Every access is decided anew, in the order the requests come, and
/// written down before its effect or before anything of it is released. A broker may be used from any
/// thread.
public final class Broker: Sendable {
  let configuration: BrokerConfiguration
  let quotas: Quotas

  /// A broker; nothing is opened or connected before the first request.
  public init(_ configuration: BrokerConfiguration) {
    self.configuration = configuration
    quotas = Quotas(limits: configuration.limits, report: configuration.onViolation)
  }

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

  /// Starts a fetch; `completion` is called once, on any thread.
  public func startFetch(_ request: Request, completion: @escaping @Sendable (Reply) -> Void) {
    completion(perform(request))
  }

  /// Ends a fetch early: it answers `ERR_ABORTED`. An id that is not running is ignored.
  public func abortFetch(_ id: UInt32) {}

  /// Ends all fetches early.
  public func cancelAll() {}

  private func answer(_ request: Request) throws(Refusal) -> Reply {
    switch request.operation {
    case .readFile, .writeFile, .stat, .readdir, .mkdir, .rm, .unlink, .rmdir, .rename, .copyFile,
      .access, .realpath, .truncate, .chmod, .mkdtemp, .symlink, .readlink:
      try quotas.takeFileOperation()
      return try FileOperation(
        judge: judge(request), request: request, configuration: configuration
      ).reply()
    case .envGet:
      return try environment(request).value(of: request.fields[0])
    case .envList:
      return try environment(request).names()
    case .moduleLoad:
      return try ModuleLoader(judge(request), configuration)
        .load(from: request.fields[0], specifier: request.fields[1])
    case .fetch:
      throw Refusal(code: "ENOSYS", "fetch is not part of this build")
    default:
      throw Refusal(
        code: "ERR_BULKHEAD_OPERATION", "\(request.operation) is no request that a host performs")
    }
  }

  private func environment(_ request: Request) throws(Refusal) -> Environment {
    Environment(judge: try judge(request), variables: configuration.environment)
  }

  private func judge(_ request: Request) throws(Refusal) -> Judge {
    try Judge(configuration, operation: "\(request.operation)")
  }
}
