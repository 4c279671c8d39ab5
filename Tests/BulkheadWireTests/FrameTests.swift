import BulkheadWire
import Glibc
import Testing

/// Both ends of a pipe, closed at the end of the test.
final class Pipe {
  let readEnd: Int32
  private(set) var writeEnd: Int32

  init() {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    (readEnd, writeEnd) = (ends[0], ends[1])
  }
  deinit {
    close(readEnd)
    closeWriteEnd()
  }
  func send(_ bytes: [UInt8]) { precondition(write(writeEnd, bytes, bytes.count) == bytes.count) }
  func closeWriteEnd() {
    if writeEnd >= 0 { close(writeEnd) }
    writeEnd = -1
  }
}

func littleEndian(_ value: Int) -> [UInt8] { (0..<4).map { UInt8((value >> ($0 * 8)) & 255) } }

/// A frame as the other end would build it, whether or not it is allowed.
func frame(_ code: UInt8, id: Int = 0, payload: [UInt8], length: Int? = nil) -> [UInt8] {
  littleEndian(length ?? payload.count + 5) + [code] + littleEndian(id) + payload
}

@Suite struct FrameTests {
  @Test("each operation has a name of its own, the one it is written with")
  func namesOperations() {
    #expect(Set(Operation.allCases.map(\.description)).count == Operation.allCases.count)
    let readFile = Operation.readFile
    let shutdown = Operation.shutdown
    #expect("\(readFile) \(shutdown)" == "readFile shutdown")
  }

  @Test("a request survives the channel", arguments: Operation.allCases.filter { $0 != .reply })
  func roundTrip(operation: Operation) throws {
    let pipe = Pipe()
    let fields = (0..<operation.fieldCount).map { "field \($0) é" }
    let bytes: [UInt8] = operation.carriesBytes ? [0, 255, 0, 7] : []
    try FrameWriter(descriptor: pipe.writeEnd)
      .write(operation, id: 77, fields: fields, bytes: bytes)
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: operation.sender)
    let header = try #require(try reader.next())
    let request = try reader.request(header)
    #expect(request == Request(operation: operation, id: 77, fields: fields, bytes: bytes))
  }

  @Test("several frames that arrive at once come out one by one")
  func coalesced() throws {
    let pipe = Pipe()
    let writer = FrameWriter(descriptor: pipe.writeEnd)
    for index in 0..<50 { try writer.write(.readFile, id: UInt32(index), fields: ["/f\(index)"]) }
    pipe.closeWriteEnd()
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
    for index in 0..<50 {
      let header = try #require(try reader.next())
      #expect(try reader.request(header).fields == ["/f\(index)"])
      #expect(header.id == UInt32(index))
    }
    #expect(try reader.next() == nil)
  }

  @Test("a frame larger than the pipe and the buffer arrives whole, and small ones after it")
  func large() async throws {
    let pipe = Pipe()
    let descriptor = pipe.writeEnd
    let body = (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let sender = Task.detached {
      let writer = FrameWriter(descriptor: descriptor)
      try writer.write(.stdout, bytes: body)
      for _ in 0..<3 { try writer.write(.log, fields: ["after"]) }
    }
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
    let header = try #require(try reader.next())
    #expect(try reader.request(header).bytes == body)
    for _ in 0..<3 {
      let header = try #require(try reader.next())
      #expect(try reader.request(header).fields == ["after"])
    }
    try await sender.value
  }

  @Test(
    "a malformed frame is refused by its header or its payload",
    arguments: [
      (frame(1, payload: [], length: 0), WireError.Code.badLength),
      (frame(1, payload: [], length: 4), .badLength),
      (frame(1, payload: [], length: 1 << 31), .badLength),
      (frame(1, payload: [], length: FrameHeader.defaultLimit + 1), .badLength),
      (frame(0, payload: littleEndian(0)), .badOperation),
      (frame(99, payload: littleEndian(0)), .badOperation),
      (frame(255, payload: littleEndian(0)), .badOperation),
      (frame(Operation.execute.rawValue, payload: littleEndian(0)), .badOperation),
      (frame(Operation.reply.rawValue, payload: [0]), .badOperation),
      (frame(1, payload: []), .badPayload),
      (frame(1, payload: [1, 0, 0]), .badPayload),
      (frame(1, payload: littleEndian(9) + [65]), .badPayload),
      (frame(1, payload: littleEndian(-1) + [65]), .badPayload),
      (frame(1, payload: littleEndian(2) + [0xC3, 0x28]), .badPayload),
      (frame(1, payload: littleEndian(3) + [65, 0, 66]), .badPayload),
      (frame(1, payload: littleEndian(1) + [65, 66]), .badPayload),
      (frame(Operation.rename.rawValue, payload: littleEndian(1) + [65]), .badPayload),
      (
        frame(Operation.rename.rawValue, payload: littleEndian(5) + [65, 0, 66, 0, 67]), .badPayload
      ),
      (frame(Operation.envList.rawValue, payload: littleEndian(1) + [65]), .badPayload),
    ])
  func malformed(bytes: [UInt8], code: WireError.Code) throws {
    let pipe = Pipe()
    pipe.send(bytes)
    pipe.closeWriteEnd()
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
    let error = #expect(throws: WireError.self) {
      guard let header = try reader.next() else { return }
      _ = try reader.request(header)
    }
    #expect(error?.code == code)
    #expect(error?.isProtocolViolation == true)
  }

  @Test("empty fields are fields")
  func emptyFields() throws {
    let pipe = Pipe()
    pipe.send(frame(Operation.rename.rawValue, payload: littleEndian(1) + [0]))
    pipe.send(frame(Operation.readFile.rawValue, payload: littleEndian(0)))
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
    let rename = try #require(try reader.next())
    #expect(try reader.request(rename).fields == ["", ""])
    let readFile = try #require(try reader.next())
    #expect(try reader.request(readFile).fields == [""])
  }

  @Test("a channel closed at any byte of a frame is truncated, never a short frame")
  func truncatedEverywhere() throws {
    let whole = frame(1, id: 3, payload: littleEndian(4) + Array("/a/b".utf8))
    for count in 1..<whole.count {
      let pipe = Pipe()
      pipe.send(Array(whole.prefix(count)))
      pipe.closeWriteEnd()
      var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
      let error = #expect(throws: WireError.self) { _ = try reader.next() }
      #expect(error?.code == .truncated)
    }
    let pipe = Pipe()
    pipe.send(whole)
    pipe.closeWriteEnd()
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
    #expect(try reader.next()?.id == 3)
  }

  @Test("random bytes end in an error or in well-formed frames, never in a trap")
  func randomBytes() {
    var generator = SplitMix(state: 42)
    for _ in 0..<2_000 {
      let pipe = Pipe()
      let bodyCount = Int(generator.next() % 40)
      var bytes = (0..<bodyCount).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      // Half of the trials get a plausible header, so that payloads are reached too.
      if generator.next() % 2 == 0 {
        bytes = frame(UInt8(generator.next() % 60), payload: bytes)
        if bytes.count > 13 { bytes[10] = 0; bytes[11] = 0; bytes[12] = 0 }
      }
      pipe.send(bytes)
      pipe.closeWriteEnd()
      var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
      do {
        while let header = try reader.next() {
          let request = try reader.request(header)
          #expect(request.fields.count == request.operation.fieldCount)
        }
      } catch {
        #expect(error.isProtocolViolation)
      }
    }
  }

  @Test("a writer refuses a frame over its limit and sends nothing of it")
  func writerLimit() throws {
    let pipe = Pipe()
    let writer = FrameWriter(descriptor: pipe.writeEnd, limit: 64)
    let error = #expect(throws: WireError.self) {
      try writer.write(.stdout, bytes: [UInt8](repeating: 1, count: 65))
    }
    #expect(error?.code == .badLength)
    try writer.write(.log, fields: ["fits"])
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
    #expect(try reader.next()?.operation == .log)
  }

  @Test("a full non-blocking pipe hands over instead of blocking")
  func fullPipe() throws {
    let pipe = Pipe()
    _ = fcntl(pipe.writeEnd, F_SETFL, O_NONBLOCK)
    let writer = FrameWriter(descriptor: pipe.writeEnd)
    var reader = FrameReader(descriptor: pipe.readEnd, accepting: .worker)
    var drained = 0
    let body = [UInt8](repeating: 9, count: 200 << 10)
    try writer.write(.stdout, bytes: body) { () throws(WireError) in
      drained += 1
      _ = try reader.fill()
      _ = try reader.nextBuffered()
    }
    #expect(drained > 0)
    let header = try #require(try reader.next())
    #expect(try reader.request(header).bytes == body)
  }
}

/// A small seeded generator, so that a failing trial can be run again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
