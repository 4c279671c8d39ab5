import BulkheadWire
import Glibc
import Testing

@Suite struct ReplyTests {
  @Test(
    "a reply survives the channel",
    arguments: [
      (Reply.done, Reply.bytes([])),
      (.bytes([1, 0, 2]), .bytes([1, 0, 2])),
      (.text("é"), .bytes([0xC3, 0xA9])),
      (
        .error(code: "ENOENT", message: "no such file"),
        .error(code: "ENOENT", message: "no such file")
      ),
      (.error(code: "A\0B", message: "x\0y"), .error(code: "AB", message: "x\0y")),
      (.optional(nil), .bytes([0])),
      (.optional(""), .bytes([1])),
      (.optional("v"), .bytes([1, 118])),
      (.document("{}", body: [0, 9]), .bytes([123, 125, 0, 0, 9])),
    ])
  func roundTrip(sent: Reply, received: Reply) throws {
    let pipe = Pipe()
    try FrameWriter(descriptor: pipe.writeEnd).write(sent, id: 5)
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .host)
    let header = try #require(try reader.next())
    #expect(header.operation == .reply)
    #expect(header.id == 5)
    #expect(try Reply(payload: reader.payload()) == received)
  }

  @Test("a reply over the limit becomes an error the plugin can see")
  func tooLarge() throws {
    let pipe = Pipe()
    let writer = FrameWriter(descriptor: pipe.writeEnd, limit: 200)
    try writer.write(.bytes([UInt8](repeating: 0, count: 300)), id: 0)
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .host)
    _ = try #require(try reader.next())
    guard case .error(let code, _) = try Reply(payload: reader.payload()) else {
      Issue.record("expected an error")
      return
    }
    #expect(code == "EFBIG")
  }

  @Test("a reply that the other end does not read yet waits in the hands of the caller")
  func whenFull() throws {
    let pipe = Pipe()
    #expect(fcntl(pipe.writeEnd, F_SETFL, O_NONBLOCK) == 0)
    let contents = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    var received: [UInt8] = []
    func drain() {
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      let count = read(pipe.readEnd, &buffer, buffer.count)
      received += buffer.prefix(max(0, count))
    }
    var waits = 0
    try FrameWriter(descriptor: pipe.writeEnd).write(.bytes(contents), id: 1) {
      () throws(WireError) in
      waits += 1
      drain()
    }
    pipe.closeWriteEnd()
    while received.count < contents.count + 10 { drain() }
    #expect(waits > 0)
    #expect(Array(received.dropFirst(10)) == contents)
    #expect(throws: WireError(.systemCall, "given up")) {
      let full = Pipe()
      #expect(fcntl(full.writeEnd, F_SETFL, O_NONBLOCK) == 0)
      try FrameWriter(descriptor: full.writeEnd).write(.bytes(contents), id: 1) {
        () throws(WireError) in throw WireError(.systemCall, "given up")
      }
    }
  }

  @Test("a reply payload without status or message is refused", arguments: [[], [2], [1, 65]])
  func malformed(payload: [UInt8]) {
    #expect(throws: WireError.self) { _ = try Reply(payload: payload) }
  }
}
