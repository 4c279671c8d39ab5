import BulkheadLinux
import CLinuxSandbox
import Glibc

/// One thing that native code in a worker might try to get out.
struct Attempt: Sendable {
  /// What is attacked.
  enum Target: String, CaseIterable {
    case files, sockets, processes, kernel, privileges, descriptors, memory, objects, signals
    case information
  }

  /// What comes of the attempt in a process that is not confined.
  enum Control {
    /// It succeeds, for any user.
    case works
    /// The kernel's own answer, which may be an error: arguments that would do harm are wrong.
    case reaches
  }

  /// What comes of it under all layers.
  enum Confined: Equatable {
    /// The filter ends the process.
    case killed
    /// The filter answers with this error.
    case fails(Int32)
    /// It goes through, as it does no harm.
    case allowed
  }

  var name: String
  var target: Target
  var control = Control.reaches
  var confined = Confined.killed
  /// Whether the other layers refuse it when there is no filter.
  var holdsWithoutFilter = false
  /// The system call's result, or -errno.
  var run: @Sendable (Surroundings) -> Int

  /// What attempts need to know from before the lockdown.
  struct Surroundings: Sendable {
    /// The process that started the probe.
    var host = getppid()
    /// A TCP port of the loopback device where somebody listens.
    var port: UInt16 = 0
    /// The number of a descriptor of the host's that is not marked close-on-exec.
    var descriptor = 1000
    /// A page for attempts to run their own machine code from.
    var code: UInt = 0
  }

  /// A call by number. Missing arguments are 0.
  static func call(_ number: Int, _ arguments: Int...) -> Int {
    var all = arguments + Array(repeating: 0, count: 6 - arguments.count)
    return bulkhead_raw_call(number, &all)
  }
}

/// Text that stays in memory for a system call.
func text(_ string: String) -> Int { Int(bitPattern: strdup(string)) }

/// Zeroed memory that stays for a system call.
func memory(_ count: Int = 4096) -> Int { Int(bitPattern: calloc(1, count)) }

func store<Value: BitwiseCopyable>(_ value: Value, at address: Int) {
  UnsafeMutableRawPointer(bitPattern: address)?.storeBytes(of: value, as: Value.self)
}

/// An address nothing is mapped at: the kernel says EFAULT, so the call has got through.
let wild = 8

/// Relative to the working directory, for the *at calls.
let workingDirectory = -100
