public import BulkheadBroker
public import BulkheadPolicy
import CSeccompNotify
import Glibc

/// Runs any program so that nothing outside a plugin's permission set is reachable.
///
/// A small launcher puts the program into namespaces of its own with a private view of the files, takes
/// away every privilege, and lets Landlock and seccomp close what is left; each access to files,
/// programs and hosts that grants are about is then decided, written down and carried out by threads of
/// this process. docs/command-sandbox.md tells what each layer does and does not.
public struct CommandSandbox: Sendable {
  /// What a command is run under.
  public struct Configuration: Sendable {
    /// The plugin's name, for the audit log.
    public var plugin: String
    /// The context's name, for the audit log.
    public var context: String
    /// What the plugin may do; asked for each access, so that a revoke takes effect at once.
    public var authority: any AuthoritySource
    /// Where decisions are written down before they take effect.
    public var recorder: any AuditRecorder
    /// How much the command may use.
    public var limits: ResourceLimits
    /// The path of the program `bulkhead-launch`.
    public var launcher: String
    /// The variables that there are; the command sees a few of them and those it is granted.
    public var environment: [String: String] = [:]
    /// Directories with programs and libraries outside the system's, such as a version manager's.
    public var toolchains: [String] = []
    /// Asks a person about what no grant covers; nil means no.
    public var prompter: (any AccessPrompter)?
    /// How long a call may wait for an answer, in milliseconds; then it is no.
    public var askTimeoutMs = 25_000
    /// Most processes and threads at a time.
    public var processes = 512
    /// The addresses of a host name.
    public var resolve: @Sendable (String) -> [IPAddress] = HostPolicy.systemAddresses
    /// Signals that are caught while a command runs, and passed on to it where somebody sends them to this
    /// process alone. For programs that run one command at a time.
    public var forwardedSignals: [Int32] = []
    /// Told of every violation, on the thread that found it.
    public var onViolation: @Sendable (Violation) -> Void = { _ in }

    /// A configuration; everything else has a default.
    public init(
      plugin: String, context: String, authority: any AuthoritySource,
      recorder: any AuditRecorder, limits: ResourceLimits, launcher: String
    ) {
      self.plugin = plugin
      self.context = context
      self.authority = authority
      self.recorder = recorder
      self.limits = limits
      self.launcher = launcher
    }
  }

  /// A command and its streams.
  public struct Command: Sendable {
    /// The program, a name or a path, and its arguments.
    public var arguments: [String]
    /// Where it starts: an absolute real path.
    public var workingDirectory: String
    /// Descriptors for its stdin, stdout and stderr. Output on a terminal goes there directly and is not
    /// counted.
    public var standard: [Int32] = [0, 1, 2]

    /// A command on this process's own streams.
    public init(_ arguments: [String], workingDirectory: String) {
      self.arguments = arguments
      self.workingDirectory = workingDirectory
    }
  }

  private let configuration: Configuration

  /// A sandbox; nothing is started.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  /// Runs a command and waits for the end of all its processes. Blocks the calling thread.
  ///
  /// - Throws: `CommandSandboxError` where a layer cannot be put in force; then nothing has run. That a
  ///   program is not allowed, not found or over a limit is a result, not an error.
  public func run(_ command: Command) throws(CommandSandboxError) -> CommandResult {
    #if !arch(x86_64)
      throw CommandSandboxError("machine", "the command sandbox is written for x86-64 only")
    #endif
    let run = try CommandRun(configuration, command)
    return try run.run()
  }
}
