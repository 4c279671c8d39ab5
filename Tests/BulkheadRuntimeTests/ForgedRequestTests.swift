import BulkheadBroker
import BulkheadPolicy
import BulkheadWire
import Foundation
import Glibc
import Testing

@testable import BulkheadRuntime

/// Foundation has an Operation, too.
private typealias WireOperation = BulkheadWire.Operation

/// Native code in a worker need not use the built-ins: it can send any frame. What the host decides
/// must not depend on anything the built-ins check.
@Suite("Requests that no built-in would send")
struct ForgedRequestTests {
  private static let secret = "SECRET-81c0"

  /// Requests about what is closed; each of them is one denial.
  private static let closed: [(WireOperation, [String])] = [
    (.readFile, ["closed/secret.txt"]), (.writeFile, ["closed/secret.txt", "w", "666"]),
    (.stat, ["closed/secret.txt", "1"]),
    (.stat, ["closed/secret.txt", "0"]), (.readdir, ["closed", "1"]),
    (.mkdir, ["closed/made", "1", "777"]),
    (.rm, ["closed/secret.txt", "1", "1"]), (.unlink, ["closed/secret.txt"]), (.rmdir, ["closed"]),
    (.rename, ["closed/secret.txt", "open/taken"]),
    (.rename, ["open/notes.txt", "closed/moved"]),
    (.copyFile, ["closed/secret.txt", "open/copied", "0"]),
    (.copyFile, ["open/notes.txt", "closed/copied", "0"]), (.access, ["closed/secret.txt", "0"]),
    (.realpath, ["closed/secret.txt"]),
    (.truncate, ["closed/secret.txt", "0"]), (.chmod, ["closed/secret.txt", "777"]),
    (.mkdtemp, ["closed/made-"]),
    (.symlink, ["../closed/secret.txt", "open/linked"]),
    (.symlink, ["notes.txt", "closed/linked"]),
    (.readlink, ["closed/secret.txt"]),
    (.envGet, ["TOKEN"]), (.moduleLoad, ["", "ROOT/closed/secret.txt"]),
    (.moduleLoad, ["ROOT/closed/x.js", "./secret.txt"]),
    (.moduleLoad, ["ROOT/plugin/x.js", "../closed/secret.txt"]),
    (.fetch, ["GET", "http://127.0.0.1:9/", "[]", "follow"]),
  ]

  /// Fields that mean nothing; each is an error and no access.
  private static let nonsense: [(WireOperation, [String])] = [
    (.writeFile, ["open/new", "rw+x", "666"]), (.writeFile, ["open/new", "w", "no number"]),
    (.writeFile, ["open/new", "w", "99999999999999999999"]),
    (.mkdir, ["open/new", "1", "-1"]), (.truncate, ["open/notes.txt", "-5"]),
    (.truncate, ["open/notes.txt", "9223372036854775807"]),
    (.chmod, ["open/notes.txt", "777777777"]), (.access, ["open/notes.txt", "77"]),
    (.copyFile, ["open/notes.txt", "open/new", "-1"]), (.readFile, [""]),
    (.fetch, ["GET / HTTP/1.1\r\nX: y", "http://127.0.0.1:9/", "[]", "follow"]),
    (.fetch, ["GET", "", "[]", "follow"]), (.fetch, ["GET", "http://127.0.0.1:9/", "[", "follow"]),
    (.fetch, ["GET", "http://127.0.0.1:9/", "[]", "sideways"]), (.moduleLoad, ["", ""]),
  ]

  /// 0 is for requests that the worker waits for; all others are answered in any order.
  @Test("are decided and written down like all others", arguments: [true, false])
  func closed(isWaiting: Bool) throws {
    let scene = try Scene()
    defer { scene.remove() }
    let answers = try scene.answers(to: Self.closed, isWaiting: isWaiting)
    try #require(answers.count == Self.closed.count)
    for (id, reply) in answers {
      let what = isWaiting ? "" : "\(Self.closed[Int(id) - 1])"
      // An absent variable is no error.
      let isError = if case .error = reply { true } else { reply == .optional(nil) }
      #expect(isError, "\(what): \(reply)")
    }
    // A request that names something open as well has a row for each.
    let events = scene.recorder.events.filter { $0.action != "execute" }
    #expect(events.filter { !$0.allowed }.count == Self.closed.count)
    #expect(!events.contains { $0.allowed && $0.resource.contains("/closed") })
    #expect(try scene.isUntouched())
  }

  @Test("are errors where they mean nothing", arguments: [true, false])
  func nonsense(isWaiting: Bool) throws {
    let scene = try Scene()
    defer { scene.remove() }
    let answers = try scene.answers(to: Self.nonsense, isWaiting: isWaiting)
    try #require(answers.count == Self.nonsense.count)
    for (id, reply) in answers {
      let isError = if case .error = reply { true } else { false }
      #expect(isError, "\(id): \(reply)")
    }
    #expect(try scene.isUntouched())
  }

  @Test("the same fields about a file that is open are answered")
  func control() throws {
    let scene = try Scene()
    defer { scene.remove() }
    let answers = try scene.answers(
      to: [
        (.readFile, ["open/notes.txt"]), (.stat, ["open/notes.txt", "1"]),
        (.writeFile, ["open/new", "w", "666"]), (.envGet, ["GRANTED"]),
      ], isWaiting: false)
    try #require(answers.map(\.id) == [1, 2, 3, 4])
    #expect(answers[0].reply == .bytes(Array("open".utf8)))
    #expect(answers[2].reply == .done)
    #expect(answers[3].reply == .optional("yes"))
    #expect(scene.recorder.events.filter(\.allowed).count == 4)
  }

  /// A project, and a worker that sends what it is told to.
  private struct Scene {
    let project: Project
    let recorder = MemoryRecorder()

    init() throws {
      project = try Project()
      for directory in ["open", "closed"] {
        try FileManager.default.createDirectory(
          atPath: project.root + "/" + directory, withIntermediateDirectories: true)
      }
      try project.write("open", to: "open/notes.txt")
      try project.write(ForgedRequestTests.secret, to: "closed/secret.txt")
    }

    func remove() { project.remove() }

    func isUntouched() throws -> Bool {
      try FileManager.default.contentsOfDirectory(atPath: project.root + "/closed")
        == ["secret.txt"]
        && String(contentsOfFile: project.root + "/closed/secret.txt", encoding: .utf8)
          == ForgedRequestTests.secret
        && FileManager.default.contentsOfDirectory(atPath: project.root + "/open").sorted()
          == ["notes.txt"]
    }

    /// Sends requests from a worker, and returns what it got for them.
    func answers(
      to requests: [(WireOperation, [String])], isWaiting: Bool
    ) throws -> [(id: UInt32, reply: Reply)] {
      let impostor = try Impostor(
        "head -c 1 <&3 >/dev/null; cat \"${0%/*}/frames\" >&4; cat <&3 >\"${0%/*}/replies\"")
      defer { impostor.remove() }
      let frames = open(impostor.directory + "/frames", O_WRONLY | O_CREAT, 0o644)
      for (index, (operation, fields)) in requests.enumerated() {
        try FrameWriter(descriptor: frames).write(
          operation, id: isWaiting ? 0 : UInt32(index + 1),
          fields: fields.map { $0.replacing("ROOT", with: project.root) })
      }
      close(frames)
      let session = try Session.unconfined(impostor, recorder, services: broker())
      // The worker sends no result: the execution is aborted once the answers are there.
      let mailbox = session.mailbox
      let path = impostor.directory + "/replies"
      let count = requests.count
      Thread.detachNewThread {
        for _ in 0..<2000 where ((try? Self.answers(in: path)) ?? []).count < count { usleep(5000) }
        mailbox.post(.abort(job: 1))
      }
      _ = try session.execute(.script(Self.mark)).get()
      let bytes = FileManager.default.contents(atPath: path) ?? Data()
      #expect(!String(decoding: bytes, as: UTF8.self).contains(ForgedRequestTests.secret))
      return try Self.answers(in: path)
    }

    private func broker() -> Broker {
      let authority = Authority(
        permissions: PermissionSet(
          filesystem: [.init(path: "open/**", access: .readwrite)], env: ["GRANTED"]),
        policy: .strict, locations: project.locations)
      return Broker(
        BrokerConfiguration(
          plugin: "sample", context: "test", authority: LiveAuthority(authority),
          recorder: recorder, limits: .patient(),
          environment: ["GRANTED": "yes", "TOKEN": ForgedRequestTests.secret],
          pluginRoot: project.locations.pluginRoot, workingDirectory: project.root,
          isApproved: { _, _ in true }))
    }

    private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
      bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The source of the execute frame; what comes after it are the answers.
    private static let mark = "END-OF-SOURCE"

    private static func answers(in path: String) throws -> [(id: UInt32, reply: Reply)] {
      let bytes = Array(FileManager.default.contents(atPath: path) ?? Data())
      let mark = Array(mark.utf8)
      guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
        return []
      }
      var rest = Array(bytes[(start + mark.count)...])
      var replies: [(UInt32, Reply)] = []
      while rest.count >= 9 {
        let length = Int(littleEndian(rest[0..<4]))
        guard rest.count >= 4 + length else { break }
        replies.append(
          (littleEndian(rest[5..<9]), try Reply(payload: Array(rest[9..<(4 + length)]))))
        rest.removeFirst(4 + length)
      }
      return replies
    }
  }
}
