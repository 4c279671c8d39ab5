import BulkheadPolicy
import BulkheadSource
import CSeccompNotify
import Glibc
import Synchronization

/// One connection from the sandbox to a host: decided, dialled, and copied both ways.
struct Relay: Sendable {
  private let inside: Descriptor
  private let host: Host
  private let port: UInt16
  private let policy: HostPolicy
  private let desk: QuestionDesk

  private static let dialMilliseconds: Int32 = 30_000
  private static let helloMilliseconds = 15_000

  init(_ inside: Descriptor, host: Host, port: UInt16, policy: HostPolicy, desk: QuestionDesk) {
    self.inside = inside
    self.host = host
    self.port = port
    self.policy = policy
    self.desk = desk
  }

  /// Ends a connection so that the program sees an error rather than an orderly end.
  static func reset(_ socket: Descriptor) {
    defer { socket.stayOpen() }
    var linger = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      socket.number, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  /// Serves the connection to its end.
  func run() {
    Self.block(SIGPIPE)
    guard policy.gate.takeNetworkCall(), let (address, opening) = settle(),
      let head = firstBytes(opening), let outside = dial(address)
    else {
      Self.reset(inside)
      return
    }
    defer { outside.stayOpen() }
    guard Self.send(head, to: outside.number) else { return Self.reset(inside) }
    copy(outside, head: head.count)
  }

  private static func block(_ signal: Int32) {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, signal)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// The address to dial, once it is allowed; a person may be asked while the program waits.
  private func settle() -> (IPAddress, HostPolicy.Opening)? {
    for _ in 0..<3 {
      switch policy.dial(host, port) {
      case .address(let address, let opening): return (address, opening)
      case .refused, .unknown: return nil
      case .ask(let question):
        guard ask(question) else {
          _ = policy.gate.refuse(
            question.action, question.resource, question.denial, call: "asked")
          return nil
        }
      }
    }
    return nil
  }

  private func ask(_ question: Question) -> Bool {
    let answer = Answer()
    desk.ask(question) { answer.set($0) }
    return answer.wait()
  }

  /// An answer that comes on another thread.
  private final class Answer: Sendable {
    private let value = Mutex<Bool?>(nil)

    func set(_ answer: Bool) { value.withLock { $0 = answer } }

    func wait() -> Bool {
      while true {
        if let answer = value.withLock({ $0 }) { return answer }
        usleep(20_000)
      }
    }
  }

  // MARK: What is spoken

  /// Reads until the protocol shows, where the grant is for some protocols only; nil if it is another.
  private func firstBytes(_ opening: HostPolicy.Opening) -> [UInt8]? {
    if opening.schemes.contains("tcp") || !opening.decision.isAllowed { return [] }
    var bytes: [UInt8] = []
    let deadline = monotonicMilliseconds() + Self.helloMilliseconds
    while true {
      let reading = ClientHello.read(bytes)
      if reading != .incomplete {
        guard let mismatch = mismatch(reading, opening) else { return bytes }
        _ = policy.gate.refuse(
          .networkConnect, .network(opening.target),
          Denial(code: "protocol-mismatch", mismatch), call: "first bytes")
        return nil
      }
      let rest = deadline - monotonicMilliseconds()
      guard rest > 0, bytes.count < 1 << 17,
        Self.wait(inside.number, POLLIN, Int32(rest)),
        let more = Self.receive(inside.number), !more.isEmpty
      else { return nil }
      bytes += more
    }
  }

  /// What is wrong with what is spoken; nil if it is what was granted, to the host that was granted.
  private func mismatch(_ reading: ClientHello.Reading, _ opening: HostPolicy.Opening) -> String? {
    let shown = SafeText.escaped(host.text)
    switch reading {
    case .tls(let serverName):
      guard !opening.schemes.isDisjoint(with: ["https", "wss"]) else {
        return "TLS to \(shown), where only http is granted"
      }
      // Without a name a server shows its default site, which need not be the host's.
      if let serverName, serverName == host.text { return nil }
      if serverName == nil, case .address = host { return nil }
      return "a connection to \(shown) asks for \(SafeText.escaped(serverName ?? "no host"))"
    case .http:
      return opening.schemes.isDisjoint(with: ["http", "ws"])
        ? "plain HTTP to \(shown), where only https is granted" : nil
    case .other, .incomplete: return "neither TLS nor HTTP to \(shown); tcp is not granted"
    }
  }

  // MARK: Copying

  private func dial(_ address: IPAddress) -> Descriptor? {
    let target = SocketAddress(address, port: port)
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let number = socket(target.family, kind | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard number >= 0 else { return nil }
    let outside = Descriptor(owning: number)
    defer { outside.stayOpen() }
    let result = unsafe SocketAddress.call(connect, number, target.bytes)
    if result == -EINPROGRESS {
      guard Self.wait(number, POLLOUT, Self.dialMilliseconds) else { return nil }
    } else if result != 0 {
      return nil
    }
    var error: Int32 = 0
    var length = socklen_t(4)
    guard unsafe getsockopt(number, SOL_SOCKET, SO_ERROR, &error, &length) == 0, error == 0 else {
      return nil
    }
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) & ~O_NONBLOCK)
    for socket in [number, inside.number] {
      var on: Int32 = 1
      unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    }
    return outside
  }

  /// Copies until both directions have ended, or the grant is gone.
  private func copy(_ outside: Descriptor, head: Int) {
    defer {
      inside.stayOpen()
      outside.stayOpen()
    }
    let pair = [inside.number, outside.number]
    var isOpen = [true, true]
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var counts = [head, 0]
    var lastCheck = monotonicMilliseconds()
    while isOpen[0] || isOpen[1] {
      var states = (0..<2).map {
        pollfd(fd: isOpen[$0] ? pair[$0] : -1, events: Int16(POLLIN), revents: 0)
      }
      _ = unsafe poll(&states, 2, 500)
      if monotonicMilliseconds() - lastCheck >= 500 {
        lastCheck = monotonicMilliseconds()
        guard isStillGranted else { return Self.reset(inside) }
      }
      for side in 0..<2 where states[side].revents != 0 {
        let count = unsafe recv(pair[side], &buffer, buffer.count, 0)
        if count < 0 {
          if errno == EINTR { continue }
          return Self.reset(inside)
        }
        guard count > 0 else {
          isOpen[side] = false
          shutdown(pair[1 - side], Int32(SHUT_WR))
          continue
        }
        counts[side] += count
        guard Self.send(buffer[..<count], to: pair[1 - side]) else { return Self.reset(inside) }
      }
    }
  }

  private var isStillGranted: Bool {
    guard let opening = policy.decide(host, port) else { return false }
    return opening.decision.isAllowed
      || policy.gate.mayAllow(.networkConnect, .network(opening.target))
  }

  private static func wait(_ socket: Int32, _ events: Int32, _ milliseconds: Int32) -> Bool {
    var state = pollfd(fd: socket, events: Int16(events), revents: 0)
    return unsafe poll(&state, 1, milliseconds) == 1
  }

  private static func receive(_ socket: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = unsafe recv(socket, &buffer, buffer.count, 0)
    return count < 0 ? nil : Array(buffer[..<count])
  }

  private static func send(_ bytes: some Collection<UInt8>, to socket: Int32) -> Bool {
    let sent: Bool? = bytes.withContiguousStorageIfAvailable { bytes in
      var done = 0
      while done < bytes.count {
        // SAFETY: the rest of the buffer, which is not empty.
        let count = unsafe Glibc.send(
          socket, UnsafeRawBufferPointer(bytes).baseAddress.map { unsafe $0 + done },
          bytes.count - done, Int32(MSG_NOSIGNAL))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
    return sent ?? false
  }
}
