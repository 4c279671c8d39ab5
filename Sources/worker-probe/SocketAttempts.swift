import CLinuxSandbox
import Glibc

extension Attempt {
  /// `sockaddr_in` of the loopback device.
  private static func loopback(_ port: UInt16) -> Int {
    let address = memory(16)
    store(UInt16(AF_INET), at: address)
    store(port.bigEndian, at: address + 2)
    store(UInt32(0x7f00_0001).bigEndian, at: address + 4)
    return address
  }

  /// Lets a call use a socket if there is one.
  private static func withSocket(
    _ family: Int32, _ type: Int, _ body: (Int) -> Int
  ) -> Int {
    let descriptor = call(Int(SYS_socket), Int(family), type, 0)
    return descriptor < 0 ? descriptor : body(descriptor)
  }

  private static let (stream, datagram) = (1, 2)

  static let sockets: [Attempt] = [
    Attempt(
      name: "connect to the loopback device", target: .sockets, control: .works,
      holdsWithoutFilter: true
    ) { surroundings in
      withSocket(AF_INET, stream) { call(Int(SYS_connect), $0, loopback(surroundings.port), 16) }
    },
    Attempt(name: "sendto over UDP", target: .sockets, control: .works, holdsWithoutFilter: true) {
      surroundings in
      withSocket(AF_INET, datagram) {
        call(Int(SYS_sendto), $0, memory(), 1, 0, loopback(surroundings.port), 16)
      }
    },
    Attempt(name: "bind a TCP port", target: .sockets, control: .works, holdsWithoutFilter: true) {
      _ in withSocket(AF_INET, stream) { call(Int(SYS_bind), $0, loopback(0), 16) }
    },
    Attempt(name: "socketpair", target: .sockets, control: .works) { _ in
      call(Int(SYS_socketpair), Int(AF_UNIX), stream, 0, memory())
    },
    Attempt(name: "netlink socket", target: .sockets, control: .works) { _ in
      call(Int(SYS_socket), 16, 3, 0)
    },
    Attempt(name: "raw socket", target: .sockets, holdsWithoutFilter: true) { _ in
      call(Int(SYS_socket), Int(AF_INET), 3, 1)
    },
    Attempt(name: "sendmsg", target: .sockets) { _ in call(Int(SYS_sendmsg), 4, memory(), 0) },
    Attempt(name: "recvmsg", target: .sockets) { _ in call(Int(SYS_recvmsg), 3, memory(), 0) },
    Attempt(name: "recvfrom", target: .sockets) { _ in call(Int(SYS_recvfrom), 3, memory(), 1, 0) },
    Attempt(name: "listen", target: .sockets) { _ in call(Int(SYS_listen), 3, 1) },
    Attempt(name: "accept4", target: .sockets) { _ in call(Int(SYS_accept4), 3, 0, 0, 0) },
    Attempt(name: "setsockopt", target: .sockets) { _ in call(Int(SYS_setsockopt), 3, 1, 1, 0, 0) },
    Attempt(name: "getsockname", target: .sockets) { _ in call(Int(SYS_getsockname), 3, 0, 0) },
  ]
}
