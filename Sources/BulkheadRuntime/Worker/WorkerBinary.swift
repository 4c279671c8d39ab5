import Glibc

/// Where the program that runs scripts is.
enum WorkerBinary {
  static let name = "bulkhead-worker"
  static let variable = "BULKHEAD_WORKER"

  /// The path of the worker: the one given, else `BULKHEAD_WORKER`, else beside this executable,
  /// else in `../libexec/bulkhead` of it.
  ///
  /// A worker is trusted code: nothing in the project, the current directory or PATH is looked at.
  static func locate(_ given: String?) throws(RuntimeError) -> String {
    if let given { return try checked(given, from: "the option workerPath") }
    // SAFETY: nothing in this process changes the environment.
    if let path = unsafe getenv(variable), let path = unsafe String(validatingCString: path),
      !path.isEmpty
    {
      return try checked(path, from: variable)
    }
    let directory = try executableDirectory()
    let places = [directory + "/" + name, directory + "/../libexec/bulkhead/" + name]
    for place in places where unsafe Glibc.access(place, F_OK) == 0 {
      return try checked(place, from: "the directory of this program")
    }
    throw RuntimeError(
      code: "worker-missing",
      "the script worker is not at \(places[0]) and not at \(places[1])",
      help: "put \(name) beside this program, or set \(variable) to its absolute path")
  }

  private static func checked(
    _ path: String, from origin: String
  ) throws(RuntimeError) -> String {
    guard path.hasPrefix("/") else {
      throw RuntimeError(
        code: "worker-relative", "\(origin) names the script worker as \(path), a relative path",
        help: "write the absolute path of \(name)")
    }
    guard unsafe Glibc.access(path, F_OK) == 0 else {
      throw RuntimeError(
        code: "worker-missing", "\(origin) names the script worker \(path), which is not there",
        help: "put \(name) there, or set \(variable) to its absolute path")
    }
    var status = stat()
    // SAFETY: the structure outlives the call.
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      unsafe Glibc.access(path, X_OK) == 0
    else {
      throw RuntimeError(
        code: "worker-not-executable",
        "the script worker \(path), named by \(origin), is not an executable file",
        help: "install \(name) again, or: chmod +x \(path)")
    }
    return path
  }

  private static func executableDirectory() throws(RuntimeError) -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      // SAFETY: the count is the buffer's own, which is not empty.
      unsafe readlink("/proc/self/exe", bytes.baseAddress.unsafelyUnwrapped, bytes.count)
    }
    guard count > 0, count < buffer.count else {
      throw RuntimeError(
        code: "worker-missing",
        "the directory of this program is unknown: readlink /proc/self/exe: errno \(errno)",
        help: "set \(variable) to the absolute path of \(name)")
    }
    let path = String(decoding: buffer[..<count], as: UTF8.self)
    return path[..<(path.lastIndex(of: "/") ?? path.startIndex)].description
  }
}
