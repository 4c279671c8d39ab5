#include "attempts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static socklen_t unix_address(struct sockaddr_un *address, const char *name, int is_abstract) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  size_t length = strnlen(name, sizeof address->sun_path - 2);
  memcpy(address->sun_path + is_abstract, name, length);
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
}

static int hears(int file) {
  struct timeval time = {2, 0};
  char answer[16];
  setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  return recv(file, answer, sizeof answer, 0) > 0;
}

static int unix_stream(const struct targets *t) {
  struct sockaddr_un address;
  socklen_t length = unix_address(&address, t->socket, 0);
  int file = socket(AF_UNIX, SOCK_STREAM, 0);
  return connect(file, (struct sockaddr *)&address, length) == 0 && hears(file);
}
static int unix_abstract(const struct targets *t) {
  struct sockaddr_un address;
  socklen_t length = unix_address(&address, t->abstract, 1) ;
  int file = socket(AF_UNIX, SOCK_STREAM, 0);
  return connect(file, (struct sockaddr *)&address, length) == 0;
}
static int unix_datagram(const struct targets *t) {
  char path[200];
  struct sockaddr_un address;
  snprintf(path, sizeof path, "%s.datagram", t->socket);
  socklen_t length = unix_address(&address, path, 0);
  return sendto(socket(AF_UNIX, SOCK_DGRAM, 0), "x", 1, 0, (struct sockaddr *)&address, length) == 1;
}
static int unix_raw(const struct targets *t) {
  char path[200];
  struct sockaddr_un address;
  snprintf(path, sizeof path, "%s.datagram", t->socket);
  socklen_t length = unix_address(&address, path, 0);
  return sendto(socket(AF_UNIX, SOCK_RAW, 0), "x", 1, 0, (struct sockaddr *)&address, length) == 1;
}

static struct sockaddr_in v4(const struct targets *t, const char *address) {
  struct sockaddr_in result = {.sin_family = AF_INET, .sin_port = htons((uint16_t)t->port)};
  inet_pton(AF_INET, address, &result.sin_addr);
  return result;
}

static int tcp(const struct targets *t, const char *text, int protocol) {
  struct sockaddr_in address = v4(t, text);
  int file = socket(AF_INET, SOCK_STREAM, protocol);
  return connect(file, (struct sockaddr *)&address, sizeof address) == 0 && hears(file);
}
static int loopback(const struct targets *t) { return tcp(t, "127.0.0.1", 0); }
static int other_loopback(const struct targets *t) { return tcp(t, "127.9.9.9", 0); }
static int unspecified(const struct targets *t) { return tcp(t, "0.0.0.0", 0); }
static int multipath(const struct targets *t) { return tcp(t, "127.0.0.1", 262 /* IPPROTO_MPTCP */); }

static int mapped(const struct targets *t) {
  struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)t->port)};
  inet_pton(AF_INET6, "::ffff:127.0.0.1", &address.sin6_addr);
  int file = socket(AF_INET6, SOCK_STREAM, 0);
  return connect(file, (struct sockaddr *)&address, sizeof address) == 0 && hears(file);
}

static int without_waiting(const struct targets *t) {
  struct sockaddr_in address = v4(t, "127.0.0.1");
  int file = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  (void)connect(file, (struct sockaddr *)&address, sizeof address);
  struct pollfd state = {.fd = file, .events = POLLIN};
  return poll(&state, 1, 1500) == 1 && hears(file);
}

static int fast_open(const struct targets *t) {
  struct sockaddr_in address = v4(t, "127.0.0.1");
  int file = socket(AF_INET, SOCK_STREAM, 0);
  return sendto(file, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&address, sizeof address) == 1 && hears(file);
}

static int datagram(const struct targets *t) {
  struct sockaddr_in address = v4(t, "127.0.0.1");
  int file = socket(AF_INET, SOCK_DGRAM, 0);
  return sendto(file, "x", 1, 0, (struct sockaddr *)&address, sizeof address) == 1 && hears(file);
}
static int connected_datagram(const struct targets *t) {
  struct sockaddr_in address = v4(t, "127.0.0.1");
  int file = socket(AF_INET, SOCK_DGRAM, 0);
  return connect(file, (struct sockaddr *)&address, sizeof address) == 0 && send(file, "x", 1, 0) == 1 && hears(file);
}

static int family(int domain, int type, int protocol) { return socket(domain, type, protocol) >= 0; }
static int packets(const struct targets *t) {
  (void)t;
  return family(AF_PACKET, SOCK_RAW, 0);
}
static int raw_icmp(const struct targets *t) {
  (void)t;
  return family(AF_INET, SOCK_RAW, IPPROTO_ICMP);
}
static int crypto(const struct targets *t) {
  (void)t;
  return family(AF_NETLINK, SOCK_RAW, 15 /* NETLINK_KOBJECT_UEVENT */);
}
static int generic_netlink(const struct targets *t) {
  (void)t;
  return family(AF_NETLINK, SOCK_RAW, 16 /* NETLINK_GENERIC */);
}
static int diagnostics(const struct targets *t) {
  (void)t;
  return family(AF_NETLINK, SOCK_RAW, 4 /* NETLINK_SOCK_DIAG */);
}

const struct attempt network_attempts[] = {
    {"connect to a UNIX socket", unix_stream},
    {"connect to an abstract socket", unix_abstract},
    {"send a UNIX datagram", unix_datagram},
    {"send a UNIX datagram as SOCK_RAW", unix_raw},
    {"connect to 127.0.0.1", loopback},
    {"connect to 127.9.9.9", other_loopback},
    {"connect to 0.0.0.0", unspecified},
    {"connect by multipath TCP", multipath},
    {"connect to ::ffff:127.0.0.1", mapped},
    {"connect without waiting", without_waiting},
    {"TCP fast open", fast_open},
    {"send a UDP datagram", datagram},
    {"send on a connected UDP socket", connected_datagram},
    {"a packet socket", packets},
    {"a raw socket", raw_icmp},
    {"kernel events", crypto},
    {"generic netlink", generic_netlink},
    {"socket diagnostics", diagnostics},
    {0},
};

/* The host's side: servers that greet whoever gets through. Ends with its standard input. */
int serve(const char *socket_path, const char *abstract) {
  struct sockaddr_un address;
  int files[5];
  char datagrams[200];
  files[0] = socket(AF_UNIX, SOCK_STREAM, 0);
  socklen_t length = unix_address(&address, socket_path, 0);
  if (bind(files[0], (struct sockaddr *)&address, length) != 0) return 2;
  files[1] = socket(AF_UNIX, SOCK_STREAM, 0);
  length = unix_address(&address, abstract, 1);
  if (bind(files[1], (struct sockaddr *)&address, length) != 0) return 2;
  snprintf(datagrams, sizeof datagrams, "%s.datagram", socket_path);
  files[2] = socket(AF_UNIX, SOCK_DGRAM, 0);
  length = unix_address(&address, datagrams, 0);
  if (bind(files[2], (struct sockaddr *)&address, length) != 0) return 2;
  struct sockaddr_in any = {.sin_family = AF_INET};
  socklen_t size = sizeof any;
  files[3] = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(files[3], (struct sockaddr *)&any, sizeof any) != 0) return 2;
  getsockname(files[3], (struct sockaddr *)&any, &size);
  files[4] = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(files[4], (struct sockaddr *)&any, sizeof any) != 0) return 2;
  int fast = 5;
  setsockopt(files[3], IPPROTO_TCP, TCP_FASTOPEN, &fast, sizeof fast);
  for (int index = 0; index < 4; index++)
    if (index != 2) listen(files[index], 64);
  int key = 0x42000000 | (getpid() & 0xFFFFFF);
  int segment = shmget(key, 4096, IPC_CREAT | 0666);
  printf("%d %d %d\n", ntohs(any.sin_port), getpid(), key);
  fflush(stdout);
  struct pollfd states[6] = {{.fd = 0, .events = POLLIN}};
  for (int index = 0; index < 5; index++) states[index + 1] = (struct pollfd){.fd = files[index], .events = POLLIN};
  for (;;) {
    poll(states, 6, -1);
    if (states[0].revents != 0) break;
    for (int index = 0; index < 5; index++) {
      if (states[index + 1].revents == 0) continue;
      char text[64];
      struct sockaddr_storage from;
      socklen_t from_length = sizeof from;
      if (index == 2 || index == 4) {
        ssize_t count = recvfrom(files[index], text, sizeof text, 0, (struct sockaddr *)&from, &from_length);
        if (index == 4 && count > 0) sendto(files[4], "hello", 5, 0, (struct sockaddr *)&from, from_length);
      } else {
        int file = accept(files[index], NULL, NULL);
        if (file >= 0 && write(file, "hello", 5) == 5) close(file);
      }
    }
  }
  shmctl(segment, IPC_RMID, NULL);
  unlink(socket_path);
  unlink(datagrams);
  return 0;
}
