import CSeccompNotify
import Glibc

/// What `bulkhead-launch` is to carry out, as the records it reads (launch.h).
struct LaunchPlan {
  private enum Tag: UInt32 {
    case drop = 1
    case namespaces, network, bind, directory, fileSystem, link, proc, mask, limit, ruleset, rule,
      filter
    case closed, workingDirectory, program, argument, variable
  }

  private(set) var bytes: [UInt8] = []

  private mutating func append(_ tag: Tag, _ content: [UInt8]) {
    bytes += Self.bytes(tag.rawValue) + Self.bytes(UInt32(content.count)) + content
  }

  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    var value = value
    return unsafe withUnsafeBytes(of: &value) { unsafe Array($0) }
  }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

  mutating func drop(user: uid_t, group: gid_t) {
    append(.drop, Self.bytes(user) + Self.bytes(group))
  }

  mutating func enterNamespaces(_ flags: Int32) { append(.namespaces, Self.bytes(flags)) }

  mutating func makeSockets(_ count: Int) { append(.network, Self.bytes(UInt32(count))) }

  mutating func bind(_ path: String, _ attributes: MountAttributes) {
    append(.bind, Self.bytes(attributes.rawValue) + Self.text(path))
  }

  mutating func makeDirectory(_ path: String, mode: UInt32) {
    append(.directory, Self.bytes(mode) + Self.text(path))
  }

  /// A new file system without a device, `tmpfs` or `devpts`; `options` as mount(8) writes them.
  mutating func mount(_ path: String, type: String, options: String, noDevices: Bool) {
    let flags = UInt32(MS_NOSUID) | (noDevices ? UInt32(MS_NODEV) : 0)
    append(
      .fileSystem,
      Self.bytes(flags) + Self.text(path) + Self.text(type) + Self.text(options))
  }

  mutating func makeLink(_ path: String, to target: String) {
    append(.link, Self.text(path) + Self.text(target))
  }

  mutating func mountProc() { append(.proc, []) }

  mutating func mask(_ path: String) { append(.mask, Self.text(path)) }

  mutating func limit(_ resource: UInt32, to value: UInt64) {
    append(.limit, Self.bytes(resource) + Self.bytes(value))
  }

  mutating func restrict(_ rights: LandlockRights, scopes: UInt64) {
    append(.ruleset, Self.bytes(rights.rawValue) + Self.bytes(UInt64(0)) + Self.bytes(scopes))
  }

  mutating func allow(_ rights: LandlockRights, beneath path: String) {
    append(.rule, Self.bytes(rights.rawValue) + Self.text(path))
  }

  mutating func filter(_ program: BerkeleyProgram) {
    append(
      .filter,
      program.instructions.flatMap { instruction in
        Self.bytes(instruction.code) + [instruction.jt, instruction.jf]
          + Self.bytes(instruction.k)
      })
  }

  /// A path that must not open, neither natively nor by the supervisor.
  mutating func expectClosed(_ path: String) { append(.closed, Self.text(path)) }

  mutating func run(
    _ program: String, arguments: [String], environment: [String], in directory: String
  ) {
    append(.workingDirectory, Self.text(directory))
    append(.program, Self.text(program))
    for argument in arguments { append(.argument, Self.text(argument)) }
    for variable in environment { append(.variable, Self.text(variable)) }
  }

  /// The plan in a file in memory, at its beginning.
  func file() -> Outcome<Descriptor> {
    let file = Kernel.opened(unsafe cfile_memory("bulkhead-plan"))
    guard case .success(let descriptor) = file else { return file }
    defer { descriptor.stayOpen() }
    var written = 0
    while written < bytes.count {
      // SAFETY: write reads within the array.
      let count = unsafe bytes[written...].withUnsafeBytes { rest in
        unsafe write(descriptor.number, rest.baseAddress, rest.count)
      }
      guard count > 0 else { return .failure(.last) }
      written += count
    }
    return file
  }
}

/// Attributes of mount_setattr(2).
struct MountAttributes: OptionSet, Sendable {
  let rawValue: UInt32
  static let readOnly = MountAttributes(rawValue: 1)
  static let noSetUser = MountAttributes(rawValue: 2)
  static let noDevices = MountAttributes(rawValue: 4)
}

/// Rights of Landlock over files.
struct LandlockRights: OptionSet, Sendable {
  let rawValue: UInt64
  static let execute = LandlockRights(rawValue: 1 << 0)
  static let writeFile = LandlockRights(rawValue: 1 << 1)
  static let readFile = LandlockRights(rawValue: 1 << 2)
  static let readDirectory = LandlockRights(rawValue: 1 << 3)
  static let refer = LandlockRights(rawValue: 1 << 13)
  static let truncate = LandlockRights(rawValue: 1 << 14)
  static let deviceRequests = LandlockRights(rawValue: 1 << 15)
  /// remove directory and file; make directory, regular file, socket, pipe, link
  static let names = LandlockRights(rawValue: 0b1_0111_1011_0000)

  static let readOnly: LandlockRights = [.readFile, .readDirectory]
  static let programs: LandlockRights = [.readFile, .readDirectory, .execute]
  static let everything: LandlockRights = [
    .readFile, .readDirectory, .writeFile, .truncate, .names, .refer,
  ]
  static let devices: LandlockRights = [.readFile, .writeFile, .truncate, .deviceRequests]

  /// What the kernel's version of Landlock can restrict: all there is from version 5.
  static func handled(version: Int32) -> LandlockRights {
    var bits: UInt64 = (1 << 13) - 1
    if version >= 2 { bits |= refer.rawValue }
    if version >= 3 { bits |= truncate.rawValue }
    if version >= 5 { bits |= deviceRequests.rawValue }
    return LandlockRights(rawValue: bits)
  }
}
