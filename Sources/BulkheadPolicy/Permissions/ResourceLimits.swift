public import BulkheadSource

/// How much a plugin may use; enforced by the host and the kernel.
public struct ResourceLimits: Hashable, Sendable {
  /// Memory of the worker in bytes.
  public var memoryBytes: Int
  /// CPU time of the worker in milliseconds, per execution.
  public var cpuTimeMs: Int
  /// Wall clock time in milliseconds, per execution.
  public var timeoutMs: Int
  /// Network calls of a context; each redirect counts.
  public var networkCalls: Int
  /// File operations of a context, denied ones included.
  public var filesystemOps: Int
  /// Bytes written to stdout and stderr together, per execution.
  public var outputBytes: Int
  /// Files and requests open at the same time.
  public var openHandles: Int

  /// The guide's defaults, each of which can be replaced.
  public init(
    memoryBytes: Int = 256 << 20, cpuTimeMs: Int = 30_000, timeoutMs: Int = 30_000,
    networkCalls: Int = 100, filesystemOps: Int = 500, outputBytes: Int = 10 << 20,
    openHandles: Int = 64
  ) {
    self.memoryBytes = memoryBytes
    self.cpuTimeMs = cpuTimeMs
    self.timeoutMs = timeoutMs
    self.networkCalls = networkCalls
    self.filesystemOps = filesystemOps
    self.outputBytes = outputBytes
    self.openHandles = openHandles
  }

  /// A limit by its name in a manifest: how it is read and written.
  public struct Key: Sendable {
    /// The name, such as `memoryLimit`.
    public let name: String
    /// The values that make sense.
    public let range: ClosedRange<Int>
    /// Whether it is a size in bytes, which may be written with a unit.
    public var isSize: Bool { name == "memoryLimit" || name == "outputBytes" }
    let get: @Sendable (ResourceLimits) -> Int
    let set: @Sendable (inout ResourceLimits, Int) -> Void

    /// The value in some limits.
    public func value(in limits: ResourceLimits) -> Int { get(limits) }
  }

  /// Every limit, in the order of a manifest.
  public static let keys: [Key] = [
    Key(name: "memoryLimit", range: 32 << 20...64 << 30) {
      $0.memoryBytes
    } set: {
      $0.memoryBytes = $1
    },
    Key(name: "cpuTimeMs", range: 1...86_400_000) {
      $0.cpuTimeMs
    } set: {
      $0.cpuTimeMs = $1
    },
    Key(name: "timeoutMs", range: 1...86_400_000) {
      $0.timeoutMs
    } set: {
      $0.timeoutMs = $1
    },
    Key(name: "networkCalls", range: 0...1_000_000) {
      $0.networkCalls
    } set: {
      $0.networkCalls = $1
    },
    Key(name: "filesystemOps", range: 0...100_000_000) {
      $0.filesystemOps
    } set: {
      $0.filesystemOps = $1
    },
    Key(name: "outputBytes", range: 0...1 << 30) {
      $0.outputBytes
    } set: {
      $0.outputBytes = $1
    },
    Key(name: "openHandles", range: 1...1024) {
      $0.openHandles
    } set: {
      $0.openHandles = $1
    },
  ]

  /// Sets a limit by its name and a text such as `256MB` or `1000`.
  ///
  /// - Throws: a `Diagnostic` that says which names and values there are.
  public mutating func set(_ name: String, to text: String) throws(Diagnostic) {
    guard let key = Self.keys.first(where: { $0.name == name }) else {
      throw Diagnostic(
        code: "unknown-limit", "there is no limit \"\(SafeText.escaped(name, limit: 40))\"",
        help: "known limits: " + Self.keys.map(\.name).joined(separator: ", "))
    }
    guard let value = Self.amount(text, isSize: key.isSize), key.range.contains(value) else {
      throw Diagnostic(
        code: "bad-limit",
        "\(name) cannot be \"\(SafeText.escaped(text, limit: 40))\": it goes from "
          + "\(key.range.lowerBound) to \(key.range.upperBound)",
        help: "write a number, or a size such as 256MB for memoryLimit and outputBytes")
    }
    key.set(&self, value)
  }

  /// The smaller of each limit.
  public func capped(by bounds: ResourceLimits) -> ResourceLimits {
    var limits = self
    for key in Self.keys { key.set(&limits, min(key.get(self), key.get(bounds))) }
    return limits
  }

  /// The limits as the keys of a manifest's `sandbox`.
  public var json: JSONValue {
    var object = JSONObject()
    for key in Self.keys {
      let value = key.get(self)
      let inMegabytes = key.name == "memoryLimit" && value % (1 << 20) == 0
      object[key.name] = inMegabytes ? .string("\(value >> 20)MB") : .integer(value)
    }
    return .object(object)
  }

  /// The number of a text such as `1000`, or for sizes `64KB`, `256MB` or `1GB` (powers of 1,024);
  /// nil for any other text.
  static func amount(_ text: String, isSize: Bool) -> Int? {
    let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
    guard let number = Int(String(Substring(digits))) else { return nil }
    let shift: Int
    switch (text.dropFirst(digits.count).lowercased(), isSize) {
    case ("", _), ("b", true): shift = 0
    case ("k", true), ("kb", true), ("kib", true): shift = 10
    case ("m", true), ("mb", true), ("mib", true): shift = 20
    case ("g", true), ("gb", true), ("gib", true): shift = 30
    default: return nil
    }
    let (value, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
    return overflow ? nil : value
  }
}
