import Glibc

/// What a machine gives this user to confine programs with: the matter of `bulkhead doctor`.
public struct Machine: Hashable, Sendable {
  /// As `uname -r` says.
  public var kernel: String
  /// As `uname -m` says: `x86_64`, `aarch64`.
  public var architecture: String
  /// In the order of the layers, from the outside in.
  public var facilities: [Facility]

  /// Makes a description of a machine.
  public init(kernel: String, architecture: String, facilities: [Facility]) {
    self.kernel = kernel
    self.architecture = architecture
    self.facilities = facilities
  }

  /// Those that are missing.
  public var missing: [Facility] { facilities.filter { !$0.isPresent } }

  /// The facility with this name.
  public subscript(name: String) -> Facility? { facilities.first { $0.name == name } }

  /// Looks at this machine, as this user. Takes a few milliseconds: namespaces are tried in child
  /// processes, and nothing of the calling process changes.
  public static func probe() -> Machine {
    let names = systemNames()
    return Machine(
      kernel: names.release, architecture: names.machine,
      facilities: NamespaceProbe.facilities() + KernelProbe.facilities()
        + ControlGroupProbe.facilities() + [EngineProbe.facility()])
  }

  private static func systemNames() -> (release: String, machine: String) {
    var names = utsname()
    // SAFETY: the structure outlives the call, which ends each of its texts in NUL.
    guard unsafe uname(&names) == 0 else { return ("unknown", "unknown") }
    return (
      unsafe withUnsafeBytes(of: names.release) { unsafe text($0) },
      unsafe withUnsafeBytes(of: names.machine) { unsafe text($0) }
    )
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
