import Foundation
import Testing

/// The host's side of the attempts: servers that greet whoever gets through.
final class HostServers {
  let port: String
  let process: String
  let key: String
  let socket: String
  let abstract: String
  private let server = Process()
  private let input = Pipe()

  init(_ workshop: Workshop) throws {
    socket = workshop.path("readonly/socket")
    abstract = "bulkhead-\(UUID().uuidString)"
    server.executableURL = URL(fileURLWithPath: Workshop.escapes)
    server.arguments = ["--serve", socket, abstract]
    let output = Pipe()
    server.standardInput = input
    server.standardOutput = output
    try server.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    try #require(words.count == 3)
    (port, process, key) = (words[0], words[1], words[2])
    for path in [socket, socket + ".datagram"] { chmod(path, 0o777) }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    server.waitUntilExit()
  }
}

@Suite("attempts to get out, in C")
struct EscapeTests {
  static let attempts: [String] = {
    let list = try? Workshop.start([Workshop.escapes, "--list"], input: nil, in: "/")
    return list?.output.split(separator: "\n").map(String.init) ?? []
  }()

  static func command(
    _ attempt: String, _ workshop: Workshop, _ servers: HostServers
  ) -> [String] {
    [
      Workshop.escapes, attempt, workshop.secret, workshop.path("granted"),
      workshop.path("readonly/file"), servers.socket, servers.abstract, servers.port,
      servers.process, servers.key,
    ]
  }

  @Test("there are more than ninety")
  func count() { #expect(Self.attempts.count > 90) }

  @Test("each succeeds without a sandbox and is blocked in it", arguments: attempts)
  func isBlocked(attempt: String) throws {
    let workshop = try Workshop()
    let servers = try HostServers(workshop)
    let command = Self.command(attempt, workshop, servers)
    let outcome = try workshop.run(command)
    #expect(outcome.code == 1, "\(outcome.errors)\(outcome.rows)")
    // As root, because many of them are closed to anyone else anyway.
    if Workshop.isRoot {
      #expect(try Workshop().control(attempt) == 0, "shows nothing: it fails without a sandbox too")
    }
  }

  @Test("each is blocked for an ordinary user", arguments: attempts)
  func isBlockedForUser(attempt: String) throws {
    let workshop = try Workshop(.ordinary)
    let servers = try HostServers(workshop)
    let outcome = try workshop.run(Self.command(attempt, workshop, servers))
    #expect(outcome.code == 1, "\(outcome.errors)\(outcome.rows)")
  }
}

extension Workshop {
  /// The exit code of an attempt without a sandbox.
  func control(_ attempt: String) throws -> Int32 {
    let servers = try HostServers(self)
    return try runBare(EscapeTests.command(attempt, self, servers))
  }
}
