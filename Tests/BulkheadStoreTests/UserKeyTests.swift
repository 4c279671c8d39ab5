import BulkheadPolicy
import Foundation
import Testing

@testable import BulkheadStore

@Suite("The user's key")
struct UserKeyTests {
  let sandbox: Sandbox
  init() throws { sandbox = try Sandbox() }

  private func key() throws -> UserKey {
    try UserKey(directory: sandbox.keys, outside: sandbox.project)
  }

  private func mac(_ key: UserKey) throws -> [UInt8] { try key.authenticate("test", [1, 2, 3]) }

  @Test("is made once, for its user alone, and is the same afterwards")
  func made() throws {
    let first = try mac(key())
    #expect(try sandbox.mode(sandbox.keys) == 0o700)
    #expect(try sandbox.mode(sandbox.keys + "/key") == 0o600)
    #expect(try mac(key()) == first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.keys) == ["key"])
    let other = try Sandbox()
    #expect(try mac(UserKey(directory: other.keys, outside: other.project)) != first)
  }

  @Test("makes different MACs for different purposes")
  func purposes() throws {
    let key = try key()
    #expect(try key.authenticate("a", Array("bc".utf8)) != key.authenticate("ab", Array("c".utf8)))
  }

  @Test("is one key when many make it at once")
  func race() async throws {
    let macs = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<16 { group.addTask { try mac(key()) } }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(macs.count == 1)
  }

  static let spoils: [@Sendable (Sandbox) throws -> Void] = [
    { chmod($0.keys + "/key", 0o640) },
    { chmod($0.keys + "/key", 0o604) },
    { chmod($0.keys, 0o777) },
    { try Data(count: 31).write(to: URL(fileURLWithPath: $0.keys + "/key")) },
    { try Data(count: 33).write(to: URL(fileURLWithPath: $0.keys + "/key")) },
    { sandbox in
      rename(sandbox.keys + "/key", sandbox.path + "/key")
      symlink(sandbox.path + "/key", sandbox.keys + "/key")
    },
    { sandbox in
      unlink(sandbox.keys + "/key")
      mkdir(sandbox.keys + "/key", 0o700)
    },
    { sandbox in
      unlink(sandbox.keys + "/key")
      mkfifo(sandbox.keys + "/key", 0o600)
    },
    { sandbox in
      rename(sandbox.keys, sandbox.path + "/keys")
      symlink(sandbox.path + "/keys", sandbox.keys)
    },
  ]

  @Test("is refused where others could know or change it", arguments: spoils.indices)
  func refused(index: Int) throws {
    _ = try key()
    try Self.spoils[index](sandbox)
    let error = #expect(throws: StoreError.self) { try key() }
    #expect(["unsafe-key", "unsafe-path"].contains(error?.code))
    #expect(error?.help != nil)
  }

  @Test("is refused inside the project, by its own path or through a link")
  func insideProject() throws {
    symlink(sandbox.project, sandbox.path + "/config")
    for directory in [sandbox.project + "/.config/bulkhead", sandbox.path + "/config/bulkhead"] {
      let error = #expect(throws: StoreError.self) {
        try UserKey(directory: directory, outside: sandbox.project)
      }
      #expect(error?.code == "key-in-project")
    }
    // A directory that only starts like the project's is outside of it.
    _ = try UserKey(directory: sandbox.project + "-config/bulkhead", outside: sandbox.project)
  }

  @Test(
    "digests are those of FIPS 180-4 and RFC 4231",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
  func digests(text: String, hex: String) throws {
    #expect(Digest.hex(try Digest.sha256(Array(text.utf8))) == hex)
    let running = try RunningDigest()
    var digest = [UInt8](repeating: 0, count: 32)
    for _ in 0..<2 {
      for byte in text.utf8 { try running.update([byte]) }
      try running.finish(into: &digest)
      #expect(Digest.hex(digest) == hex)
    }
    #expect(Digest.bytes(hex: hex) == digest)
    #expect(
      Digest.hex(
        try Digest.hmac(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }
}
