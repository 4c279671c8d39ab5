import CLinuxSandbox
import Glibc
import Testing

@testable import BulkheadLinux

/// Runs a filter as the kernel would (linux/filter.h), for one call.
private func verdict(
  of program: FilterProgram, number: UInt32, architecture: UInt32 = native,
  arguments: [UInt64] = []
) -> UInt32 {
  // struct seccomp_data: number, architecture, instruction pointer, six arguments.
  var words: [UInt32] = [number, architecture, 0, 0]
  for index in 0..<6 {
    let argument = index < arguments.count ? arguments[index] : 0
    words += [UInt32(truncatingIfNeeded: argument), UInt32(argument >> 32)]
  }
  var (position, accumulator) = (0, UInt32(0))
  while true {
    let step = program.instructions[position]
    position += 1
    switch step.code {
    case 0x20: accumulator = words[Int(step.k) / 4]
    case 0x06: return step.k
    case 0x15: position += Int(accumulator == step.k ? step.jt : step.jf)
    case 0x35: position += Int(accumulator >= step.k ? step.jt : step.jf)
    case 0x45: position += Int(accumulator & step.k != 0 ? step.jt : step.jf)
    default:
      Issue.record("unknown instruction \(step.code)")
      return 0
    }
  }
}

#if arch(x86_64)
  private let native: UInt32 = 0xc000_003e
  private let foreign: [UInt32] = [0x4000_0003, 0xc000_00b7, 0]
#else
  private let native: UInt32 = 0xc000_00b7
  private let foreign: [UInt32] = [0x4000_0028, 0xc000_003e, 0]
#endif
private let (kill, allow, error) = (UInt32(0x8000_0000), UInt32(0x7fff_0000), UInt32(0x0005_0000))

@Suite("The system call filter of a worker")
struct FilterTests {
  private let filter = FilterProgram(rules: WorkerFilter.rules)

  @Test("lets through the calls of its table and ends the process on every other number")
  func numbers() {
    let verdicts = Dictionary(
      uniqueKeysWithValues: WorkerFilter.rules.map { ($0.number, $0.verdict) })
    for number in UInt32(0)..<2048 {
      let expected: UInt32 =
        switch verdicts[number] {
        case nil: kill
        case .allow, .allowWithout: allow
        case .fail(let errno): error | UInt32(errno)
        }
      #expect(verdict(of: filter, number: number) == expected, "call \(number)")
    }
    #expect(verdict(of: filter, number: .max) == kill)
  }

  @Test("ends the process on calls of another ABI, whatever their number", arguments: foreign)
  func otherArchitecture(architecture: UInt32) {
    for rule in WorkerFilter.rules {
      #expect(verdict(of: filter, number: rule.number, architecture: architecture) == kill)
    }
  }

  @Test("ends the process on calls of the x32 ABI, which has the same architecture")
  func x32() {
    for rule in WorkerFilter.rules {
      #expect(verdict(of: filter, number: rule.number | 0x4000_0000) == kill)
    }
  }

  @Test(
    "refuses memory that can be executed, whatever else is asked for",
    arguments: [SYS_mmap, SYS_mprotect].map { UInt32($0) })
  func executable(number: UInt32) {
    for protection in UInt64(0)..<64 {
      let result = verdict(of: filter, number: number, arguments: [0, 4096, protection])
      #expect(result == (protection & 4 == 0 ? allow : error | UInt32(EPERM)))
      // The kernel ignores the upper half too.
      let wide = verdict(of: filter, number: number, arguments: [4, 4, protection | 4 << 32, 4, 4])
      #expect(wide == result)
    }
  }

  @Test("has a reason for each call, and each call once")
  func reasons() {
    #expect(WorkerFilter.rules.allSatisfy { !$0.reason.isEmpty })
    #expect(Set(WorkerFilter.rules.map(\.number)).count == WorkerFilter.rules.count)
    #expect(Set(WorkerFilter.rules.map(\.name)).count == WorkerFilter.rules.count)
  }
}
