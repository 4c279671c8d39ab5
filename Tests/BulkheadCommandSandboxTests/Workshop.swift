import Foundation
import Testing

/// A project with a plugin in it, and the programs that run commands there with and without the sandbox.
final class Workshop: Sendable {
  /// Who runs the sandbox.
  enum User: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// Whoever runs the tests.
    case current
    /// A user without privileges. Root becomes one for it; anyone else is one.
    case ordinary

    var testDescription: String { rawValue }
  }

  /// What came of a command.
  struct Outcome: Sendable {
    let code: Int32
    let output: String
    let errors: String
    /// Rows of the audit log and violations, each as its fields.
    let rows: [[String]]

    func has(_ kind: String, _ action: String, _ resource: String) -> Bool {
      rows.contains { $0.count > 2 && $0[0] == kind && $0[1] == action && $0[2] == resource }
    }

    var result: String { rows.last { $0.first == "result" }?.joined(separator: " ") ?? "" }
  }

  let directory: String
  let user: User
  var project: String { directory + "/project" }
  var secret: String { directory + "/outside/secret" }

  static let isRoot = geteuid() == 0
  /// The user nobody.
  private static let nobody: UInt32 = 65534

  /// Copies of the programs under test where every user can reach them; removed with the process.
  private static let programs: String = {
    let built =
      URL(fileURLWithPath: #filePath).pathComponents.dropLast(3)
      .joined(separator: "/").dropFirst() + "/.build/"
      + (ProcessInfo.processInfo.environment["BULKHEAD_PROBE_BUILD"] ?? "debug")
    let shared = "/var/tmp/bulkhead-command-tests-\(getpid())"
    let manager = FileManager.default
    for folder in ["/bin", "/plugin"] {
      try? manager.createDirectory(
        atPath: shared + folder, withIntermediateDirectories: true)
    }
    for (name, folder) in [
      ("command-probe", "bin"), ("bulkhead-launch", "bin"), ("command-escapes", "plugin"),
    ] {
      try? manager.copyItem(atPath: "\(built)/\(name)", toPath: "\(shared)/\(folder)/\(name)")
    }
    atexit {
      try? FileManager.default.removeItem(
        atPath: "/var/tmp/bulkhead-command-tests-\(getpid())")
    }
    return shared
  }()

  static var plugin: String { programs + "/plugin" }
  static var escapes: String { programs + "/plugin/command-escapes" }
  static var launcher: String { programs + "/bin/bulkhead-launch" }
  static var probe: String { programs + "/bin/command-probe" }

  init(_ user: User = .current) throws {
    self.user = user
    directory = "/var/tmp/bulkhead-workshop-\(UUID().uuidString)"
    for folder in [
      "outside", "project/granted/nested", "project/granted/repository/.git/hooks",
      "project/granted/work", "project/readonly", "project/closed", "project/.claude",
    ] {
      try FileManager.default.createDirectory(
        atPath: "\(directory)/\(folder)", withIntermediateDirectories: true)
    }
    for (name, text) in [
      ("outside/secret", "topsecret\n"), ("project/granted/.env", "topsecret\n"),
      ("project/granted/nested/.env", "topsecret\n"), ("project/granted/file", "granted\n"),
      ("project/readonly/file", "readable\n"), ("project/closed/file", "topsecret\n"),
    ] {
      try text.write(toFile: "\(directory)/\(name)", atomically: false, encoding: .utf8)
    }
    if user == .ordinary, Self.isRoot { try giveToNobody() }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func path(_ name: String) -> String { "\(project)/\(name)" }

  func write(_ name: String, _ text: String, executable: Bool = false) throws {
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
    if executable {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
    }
    if user == .ordinary, Self.isRoot { chown(path(name), Self.nobody, Self.nobody) }
  }

  func read(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

  private func giveToNobody() throws {
    let files = FileManager.default.enumerator(atPath: directory)?.allObjects as? [String] ?? []
    for file in files + [""] { chown("\(directory)/\(file)", Self.nobody, Self.nobody) }
  }

  /// The usual grants: `granted/**` to read and write, `readonly/**` to read.
  static let usualGrants = ["--write", "granted/**", "--read", "readonly/**"]

  /// Runs a command in the sandbox.
  func run(
    _ command: [String], _ options: [String] = usualGrants, input: Data? = nil
  ) throws -> Outcome {
    let log = "\(directory)/log-\(UUID().uuidString)"
    let arguments = probeArguments(command, options, log: log)
    let (code, output, errors) = try Self.start(arguments, input: input, in: directory)
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    return Outcome(
      code: code, output: output, errors: errors,
      rows: text.split(separator: "\n").map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      })
  }

  /// The command line that runs a command in the sandbox, as the workshop's user.
  func probeArguments(_ command: [String], _ options: [String], log: String) -> [String] {
    var arguments = [
      Self.probe, "--project", project, "--launcher", Self.launcher, "--log", log,
      "--root", Self.plugin,
    ]
    arguments += options + ["--"] + command
    guard user == .ordinary, Self.isRoot else { return arguments }
    return [
      "/usr/bin/setpriv", "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups",
    ] + arguments
  }

  /// Runs a command without a sandbox: the control beside a denial.
  func runBare(_ command: [String]) throws -> Int32 {
    try Self.start(command, input: nil, in: project).code
  }

  /// Runs a program to its end.
  static func start(
    _ arguments: [String], input: Data?, in directory: String
  ) throws -> (code: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = input == nil ? FileHandle.nullDevice : stdin
    try process.run()
    if let input {
      try stdin.fileHandleForWriting.write(contentsOf: input)
      try stdin.fileHandleForWriting.close()
    }
    // Both at once: a program that fills one pipe must not wait for the other.
    let box = Box()
    let thread = Foundation.Thread { box.fill(errors.fileHandleForReading) }
    thread.start()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errorText = box.wait()
    process.waitUntilExit()
    let code =
      process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
    return (code, String(decoding: text, as: UTF8.self), String(decoding: errorText, as: UTF8.self))
  }

  private final class Box: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var data = Data()

    func fill(_ file: FileHandle) {
      data = file.readDataToEndOfFile()
      done.signal()
    }

    func wait() -> Data {
      done.wait()
      return data
    }
  }
}
