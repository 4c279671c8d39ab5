/// Paths as text, taken apart by bytes as the kernel does.
///
/// To Swift's `Character` a slash before a combining mark is no slash: split by characters, `../` and a
/// name that begins with such a mark is one name, and the step up in it is seen by nobody.
public enum PathText {
  /// The names of a path in their order, `.` and `..` among them; empty ones are left out.
  public static func names(_ path: some StringProtocol) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a path starts from the root.
  public static func isAbsolute(_ path: some StringProtocol) -> Bool {
    path.utf8.first == UInt8(ascii: "/")
  }
}
