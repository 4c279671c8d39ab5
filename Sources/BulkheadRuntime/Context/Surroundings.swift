/// What a context finds around it, as far as its permissions let it see.
public struct Surroundings: Sendable {
  /// The variables there are; the plugin sees those it is granted.
  public var environment: [String: String]
  /// What relative paths of the plugin start from, absolute; nil is the project directory.
  public var workingDirectory: String?
  /// Whether the bytes of a module, by its path relative to the plugin's directory, are those that
  /// were approved.
  public var isApproved: @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Bool

  /// Surroundings; by default no variables, and no module is approved: code can run that needs none.
  public init(
    environment: [String: String] = [:], workingDirectory: String? = nil,
    isApproved: @escaping @Sendable (_ path: String, _ bytes: [UInt8]) throws -> Bool = { _, _ in
      false
    }
  ) {
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.isApproved = isApproved
  }
}
