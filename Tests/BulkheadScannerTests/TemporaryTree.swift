import Foundation

/// A directory with files for a test, removed when the test ends.
final class TemporaryTree {
  let path: String

  init(_ files: [String: String] = [:]) {
    var template = Array("/tmp/bulkhead-scan-XXXXXX".utf8CString)
    let made = mkdtemp(&template).map { String(cString: $0) }
    path = made ?? "/nonexistent"
    for (name, text) in files { write(name, text) }
  }

  func write(_ name: String, _ text: String) {
    let parts = name.split(separator: "/").dropLast()
    for count in parts.indices {
      mkdir(path + "/" + parts[...count].joined(separator: "/"), 0o755)
    }
    guard let file = fopen(path + "/" + name, "w") else { return }
    fwrite(text, 1, text.utf8.count, file)
    fclose(file)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
