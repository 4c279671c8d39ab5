import BulkheadBroker
import BulkheadCommandSandbox
import BulkheadPolicy
import Glibc
import Synchronization

// command-probe OPTION VALUE … -- COMMAND ARGUMENT…: runs a command in the sandbox, for tests and
// benchmarks, under the permission set that the options name. Its exit code is the command's.

/// Writes rows and the result to a file, one line each.
final class LogFile: AuditRecorder {
  private let file: Int32
  private let order = Mutex(())

  init?(_ path: String) {
    file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    if file < 0 { return nil }
  }

  func write(_ fields: [String]) {
    let line = fields.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
    let bytes = Array((line.joined(separator: "\t") + "\n").utf8)
    order.withLock { _ in _ = unsafe Glibc.write(file, bytes, bytes.count) }
  }

  func record(_ event: AuditEvent) {
    write([
      event.allowed ? "allowed" : "denied", event.action, event.resource, event.rule,
      event.details ?? "",
    ])
  }

  func record(_ violation: Violation, plugin: String, context: String) {
    write(["violation", violation.type.rawValue, violation.location ?? "", violation.message, ""])
  }
}

/// An authority that follows a file of grants, one a line, for revoking while a command runs.
final class GrantFile: AuthoritySource {
  private let base: PermissionSet
  private let locations: Locations
  private let path: String?
  private let fixed: Authority

  init(_ base: PermissionSet, _ locations: Locations, path: String?) {
    fixed = Authority(permissions: base, policy: .development, locations: locations)
    self.base = base
    self.locations = locations
    self.path = path
  }

  func current() throws -> Authority {
    if path == nil { return fixed }
    var set = base
    for line in lines where line.hasPrefix("read ") {
      set.filesystem.append(.init(path: String(line.dropFirst(5)), access: .read))
    }
    return Authority(permissions: set, policy: .development, locations: locations)
  }

  private var lines: [Substring] {
    guard let path else { return [] }
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe max(0, read(file, &buffer, buffer.count))
    return String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
  }
}

/// Answers every question the same, after a while.
struct FixedAnswer: AccessPrompter {
  let isYes: Bool
  let milliseconds: UInt32
  let log: LogFile?

  func allows(_ question: Question) -> Bool {
    log?.write(["asked", question.action.name, question.resource.auditName, "", ""])
    usleep(milliseconds * 1000)
    return isYes
  }
}

func fail(_ message: String) -> Never {
  let bytes = Array("command-probe: \(message)\n".utf8)
  _ = unsafe write(2, bytes, bytes.count)
  exit(125)
}

var set = PermissionSet()
var options: [String: String] = [:]
var limits = ResourceLimits(
  memoryBytes: 2 << 30, cpuTimeMs: 600_000, timeoutMs: 300_000, networkCalls: 10_000,
  filesystemOps: 10_000_000, outputBytes: 1 << 30)
var toolchains: [String] = []
var names: [String: String] = [:]

var arguments = Array(CommandLine.arguments.dropFirst())
while let option = arguments.first, option != "--" {
  guard arguments.count >= 2 else { fail("\(option) needs a value") }
  let value = arguments[1]
  arguments.removeFirst(2)
  let words = value.split(separator: " ").map(String.init)
  switch option {
  case "--read": set.filesystem.append(.init(path: value, access: .read))
  case "--write": set.filesystem.append(.init(path: value, access: .readwrite))
  case "--tool": set.tools.append(value)
  case "--variable": set.env.append(value)
  case "--toolchain": toolchains.append(value)
  case "--host":
    set.network.append(
      .init(
        host: words[0], ports: words.dropFirst().prefix(1).compactMap { Int($0) },
        protocols: Array(words.dropFirst(2))))
  case "--name": names[words[0]] = words[1]
  case "--limit":
    let parts = value.split(separator: "=").map(String.init)
    do { try limits.set(parts[0], to: parts[1]) } catch { fail("\(error)") }
  default: options[option] = value
  }
}
guard !arguments.isEmpty, let project = options["--project"], let launcher = options["--launcher"]
else { fail("--project DIR --launcher PATH -- COMMAND are needed") }

let locations = Locations(
  project: project, pluginRoot: options["--root"] ?? project + "/.claude/plugins/demo",
  pluginData: project + "/.claude/plugin-data/demo", home: options["--home"] ?? project,
  pluginName: "demo")
let log = LogFile(options["--log"] ?? "/dev/null")
guard let log else { fail("cannot open the log") }
var configuration = CommandSandbox.Configuration(
  plugin: "demo", context: "probe",
  authority: GrantFile(set, locations, path: options["--grants"]), recorder: log,
  limits: limits, launcher: launcher)
configuration.toolchains = toolchains
if let answer = options["--answer"] {
  configuration.prompter = FixedAnswer(
    isYes: answer == "yes", milliseconds: UInt32(options["--after"] ?? "0") ?? 0, log: log)
}
if let hold = options["--hold"].flatMap({ Int($0) }) { configuration.askTimeoutMs = hold }
if let processes = options["--processes"].flatMap({ Int($0) }) {
  configuration.processes = processes
}
if !names.isEmpty {
  let table = names
  configuration.resolve = { name in table[name].flatMap { IPAddress($0) }.map { [$0] } ?? [] }
}
var variables: [String: String] = [:]
for entry in options["--environment"]?.split(separator: ",") ?? [] {
  let pair = entry.split(separator: "=", maxSplits: 1).map(String.init)
  variables[pair[0]] = pair.count > 1 ? pair[1] : ""
}
configuration.environment = variables

do {
  let command = CommandSandbox.Command(
    Array(arguments.dropFirst()), workingDirectory: options["--directory"] ?? project)
  let result = try CommandSandbox(configuration).run(command)
  log.write([
    "result", "\(result.ending)", result.isolation.joined(separator: ", "),
    "cpu=\(result.usage.cpuTimeMs) wall=\(result.usage.wallTimeMs) "
      + "memory=\(result.usage.memoryBytes) output=\(result.usage.outputBytes)", result.tier,
  ])
  exit(result.exitCode)
} catch {
  fail("\(error)")
}
