import BulkheadSource

/// Words of a command line that is shown for a person to copy.
enum ShellWord {
  /// The word as a POSIX shell reads it back; what would not show is escaped as `$'…'` does.
  static func quoted(_ text: String) -> String {
    if text.unicodeScalars.contains(where: { !SafeText.isVisible($0) }) {
      var quoted = "$'"
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\\"):
          quoted += "\\" + String(UnicodeScalar(byte))
        case 0x20..<0x7F: quoted += String(UnicodeScalar(byte))
        default:
          let hex = String(byte, radix: 16)
          quoted += "\\x" + (hex.utf8.count == 1 ? "0" + hex : hex)
        }
      }
      return quoted + "'"
    }
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        byte >= 0x80 || "/._-:@%+=,".utf8.contains(byte) || (0x30...0x39).contains(byte)
          || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      }
    if isPlain { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: #"'\''"#) + "'"
  }
}
