internal import CLinuxSandbox
import Glibc

/// A seccomp filter as the kernel runs it: classic BPF over `struct seccomp_data` (seccomp(2)).
public struct FilterProgram: Sendable {
  private(set) var instructions: [sock_filter] = []

  // Verdicts and offsets of linux/seccomp.h, which Swift does not import as they are expressions.
  private static let kill: UInt32 = 0x8000_0000
  private static let allow: UInt32 = 0x7fff_0000
  private static let fail: UInt32 = 0x0005_0000
  private static let numberOffset: UInt32 = 0
  private static let architectureOffset: UInt32 = 4
  private static let argumentsOffset: UInt32 = 16

  #if arch(x86_64)
    private static let architecture: UInt32 = 0xc000_003e
    /// Calls of the x32 ABI carry this bit and share the architecture's name.
    private static let foreignBit: UInt32 = 0x4000_0000
  #elseif arch(arm64)
    private static let architecture: UInt32 = 0xc000_00b7
    private static let foreignBit: UInt32 = 0x4000_0000
  #else
    #error("no system call table for this architecture: add one to WorkerFilter and its name here")
  #endif

  /// What becomes of a call that no rule names.
  public enum Otherwise: Sendable {
    /// The process ends with SIGSYS.
    case kill
    /// The call goes through.
    case allow
  }

  /// Makes a filter; it ends the process on any call of another ABI.
  public init(rules: [SystemCallRule], otherwise: Otherwise = .kill) {
    load(Self.architectureOffset)
    skip(1, ifEqual: Self.architecture)
    give(Self.kill)
    load(Self.numberOffset)
    emit(Self.jumpIfAtLeast, Self.foreignBit, whenFalse: 1)
    give(Self.kill)
    for rule in rules { append(rule) }
    give(otherwise == .kill ? Self.kill : Self.allow)
  }

  /// Puts the filter on every thread of the process, for good; no_new_privs must be set.
  public func install() throws(LinuxError) {
    let result = unsafe instructions.withUnsafeBufferPointer { program in
      // SAFETY: the count is the array's own, far below the kernel's limit of 4096.
      unsafe bulkhead_seccomp_install(program.baseAddress, UInt16(program.count))
    }
    try Layer.seccomp.require(result, "install the system call filter")
  }

  private mutating func append(_ rule: SystemCallRule) {
    switch rule.verdict {
    case .allow:
      emit(Self.jumpIfEqual, rule.number, whenFalse: 1)
      give(Self.allow)
    case .fail(let errno):
      emit(Self.jumpIfEqual, rule.number, whenFalse: 1)
      give(Self.fail | UInt32(errno))
    case .allowWithout(let bits, let argument):
      emit(Self.jumpIfEqual, rule.number, whenFalse: 4)
      // The low half of a 64-bit argument comes first: both architectures are little-endian.
      load(Self.argumentsOffset + 8 * UInt32(argument))
      emit(Self.jumpIfAnyBit, bits, whenFalse: 1)
      give(Self.fail | UInt32(EPERM))
      give(Self.allow)
    }
  }

  // MARK: Instructions

  // BPF_LD|BPF_W|BPF_ABS, BPF_RET|BPF_K, BPF_JMP|BPF_JEQ|BPF_K and its kin, linux/bpf_common.h.
  private static let loadWord: UInt16 = 0x20
  private static let giveConstant: UInt16 = 0x06
  private static let jumpIfEqual: UInt16 = 0x15
  private static let jumpIfAtLeast: UInt16 = 0x35
  private static let jumpIfAnyBit: UInt16 = 0x45

  private mutating func load(_ offset: UInt32) { emit(Self.loadWord, offset) }
  private mutating func give(_ verdict: UInt32) { emit(Self.giveConstant, verdict) }
  private mutating func skip(_ count: UInt8, ifEqual value: UInt32) {
    emit(Self.jumpIfEqual, value, whenTrue: count)
  }

  /// `whenTrue` and `whenFalse` are how many instructions a jump passes over.
  private mutating func emit(
    _ code: UInt16, _ constant: UInt32, whenTrue: UInt8 = 0, whenFalse: UInt8 = 0
  ) {
    instructions.append(sock_filter(code: code, jt: whenTrue, jf: whenFalse, k: constant))
  }
}
