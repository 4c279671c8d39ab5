import Glibc
import Testing

/// `openssl s_server` with a certificate of its own, which nobody trusts unless told to.
final class SecureServer: Sendable {
  let port: Int
  /// The file of its certificate.
  let certificate: String
  private let pid: pid_t

  init(name: String, directory: String) throws {
    HostileEnvironment.engage()
    certificate = directory + "/certificate.pem"
    let key = directory + "/key.pem"
    let (maker, _) = try Self.spawn([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=\(name)",
      "-addext", "subjectAltName=DNS:\(name)",
    ])
    var status: Int32 = 0
    waitpid(maker, &status, 0)
    try #require(status == 0, "openssl makes no certificate")
    let (server, output) = try Self.spawn([
      "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www",
    ])
    pid = server
    var text = ""
    var byte: UInt8 = 0
    while !text.hasSuffix("\n") || !text.contains("ACCEPT") {
      guard read(output, &byte, 1) == 1 else { break }
      text.unicodeScalars.append(Unicode.Scalar(byte))
    }
    port = try #require(Int(text.dropLast().split(separator: ":").last ?? ""), "\(text)")
    // Left open: the server ends on a closed output.
  }

  deinit {
    kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
  }

  /// Starts openssl; returns its process and the end of the pipe that it writes to.
  private static func spawn(_ arguments: [String]) throws -> (pid_t, Int32) {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    var words = (["openssl"] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, "openssl", &actions, nil, words, environ)
    close(ends[1])
    try #require(code == 0, "openssl is missing: scripts/setup.sh")
    return (pid, ends[0])
  }
}
