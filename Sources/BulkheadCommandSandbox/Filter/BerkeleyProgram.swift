import CSeccompNotify

/// A classic BPF program for seccomp(2), built from its end results: what happens for which call.
struct BerkeleyProgram: Sendable {
  /// What the kernel does with a call.
  enum Effect: Hashable, Sendable {
    case allow
    case fail(Int32)
    case notify
    case killProcess

    var code: UInt32 {
      switch self {
      case .allow: 0x7FFF_0000
      case .fail(let error): 0x0005_0000 | UInt32(error)
      case .notify: 0x7FC0_0000
      case .killProcess: 0x8000_0000
      }
    }
  }

  private(set) var instructions: [sock_filter] = []

  private static let load: UInt16 = 0x20  // BPF_LD | BPF_W | BPF_ABS
  private static let and: UInt16 = 0x54  // BPF_ALU | BPF_AND | BPF_K
  private static let jumpEqual: UInt16 = 0x15
  private static let jumpGreaterOrEqual: UInt16 = 0x35
  private static let jumpAnyBit: UInt16 = 0x45
  private static let jump: UInt16 = 0x05
  private static let result: UInt16 = 0x06

  // Offsets in struct seccomp_data.
  static let numberOffset: UInt32 = 0
  static let architectureOffset: UInt32 = 4

  private mutating func append(
    _ code: UInt16, _ value: UInt32, ifTrue: UInt8 = 0, ifFalse: UInt8 = 0
  ) {
    instructions.append(sock_filter(code: code, jt: ifTrue, jf: ifFalse, k: value))
  }

  /// Reads a word of struct seccomp_data into the accumulator.
  mutating func loadWord(at offset: UInt32) { append(Self.load, offset) }

  /// Reads the low half of an argument. The kernel takes ints from it alone, so the high half must not
  /// decide anything (CVE-2019-10063 in flatpak).
  mutating func loadArgument(_ index: UInt32) { append(Self.load, 16 + index * 8) }

  mutating func mask(_ bits: UInt32) { append(Self.and, bits) }

  mutating func end(_ effect: Effect) { append(Self.result, effect.code) }

  mutating func ifEqual(_ value: UInt32, _ effect: Effect) {
    append(Self.jumpEqual, value, ifFalse: 1)
    end(effect)
  }

  mutating func ifNotEqual(_ value: UInt32, _ effect: Effect) {
    append(Self.jumpEqual, value, ifTrue: 1)
    end(effect)
  }

  mutating func ifAtLeast(_ value: UInt32, _ effect: Effect) {
    append(Self.jumpGreaterOrEqual, value, ifFalse: 1)
    end(effect)
  }

  mutating func ifAnyBit(_ bits: UInt32, _ effect: Effect) {
    append(Self.jumpAnyBit, bits, ifFalse: 1)
    end(effect)
  }

  /// Runs `body` for one call only; it has to end in an effect. The accumulator holds the number.
  mutating func forCall(_ number: Int32, _ body: (inout BerkeleyProgram) -> Void) {
    append(Self.jumpEqual, UInt32(number), ifTrue: 1)
    let skip = instructions.count
    append(Self.jump, 0)
    body(&self)
    instructions[skip].k = UInt32(instructions.count - skip - 1)
  }

  /// Looks the number up among sorted entries by halving; what is not there is allowed.
  mutating func lookUp(_ entries: ArraySlice<(number: Int32, effect: Effect)>) {
    if entries.count <= 4 {
      for entry in entries { ifEqual(UInt32(entry.number), entry.effect) }
      end(.allow)
      return
    }
    let middle = entries.startIndex + entries.count / 2
    append(Self.jumpGreaterOrEqual, UInt32(entries[middle].number), ifFalse: 1)
    let far = instructions.count
    append(Self.jump, 0)
    lookUp(entries[..<middle])
    instructions[far].k = UInt32(instructions.count - far - 1)
    lookUp(entries[middle...])
  }
}
