#include "launch.h"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* AnyIP: with a local route for every address, whatever a program connects to is answered by sockets of
   this namespace, which the supervisor holds. Nothing leaves it by itself: there is no other device. */
static void route_everything_here(unsigned char family, unsigned int loopback) {
  struct {
    struct nlmsghdr header;
    struct rtmsg route;
    struct rtattr attribute;
    unsigned int device;
  } request = {
      .header = {.nlmsg_len = sizeof request,
                 .nlmsg_type = RTM_NEWROUTE,
                 .nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK},
      .route = {.rtm_family = family,
                .rtm_table = RT_TABLE_LOCAL,
                .rtm_protocol = RTPROT_STATIC,
                .rtm_scope = RT_SCOPE_HOST,
                .rtm_type = RTN_LOCAL},
      .attribute = {.rta_len = RTA_LENGTH(sizeof(unsigned int)), .rta_type = RTA_OIF},
      .device = loopback,
  };
  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (netlink < 0) fail("network", "netlink socket");
  if (send(netlink, &request, sizeof request, 0) < 0) fail("network", "route request");
  struct {
    struct nlmsghdr header;
    struct nlmsgerr error;
    char rest[256];
  } answer;
  memset(&answer, 0, sizeof answer);
  if (recv(netlink, &answer, sizeof answer, 0) < (ssize_t)sizeof answer.header)
    fail("network", "route answer");
  /* A kernel without IPv6 has no route to add, and no IPv6 either. */
  if (answer.header.nlmsg_type == NLMSG_ERROR && answer.error.error != 0 && family == AF_INET)
    fail("network", "local route");
  close(netlink);
}

void network_set_up(void) {
  size_t position = 0, offset = 0;
  struct record record;
  if (!plan_next(tag_network, &position, &record)) return;
  uint32_t count = record_u32(&record, &offset);
  if (count > 31) fail("network", "too many sockets");

  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) fail("network", "socket");
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK;
  if (ioctl(any, SIOCSIFFLAGS, &request) != 0) fail("network", "loopback device");
  /* An address that is not loopback: getaddrinfo(3) with AI_ADDRCONFIG asks for names only then. */
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, "lo:1");
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0xC6120001)};
  memcpy(&request.ifr_addr, &address, sizeof address);
  if (ioctl(any, SIOCSIFADDR, &request) != 0) fail("network", "address 198.18.0.1");
  unsigned int loopback = if_nametoindex("lo");
  route_everything_here(AF_INET, loopback);
  route_everything_here(AF_INET6, loopback);
  close(any);

  /* A socket stays in the namespace it was made in, whoever holds it. */
  int sockets[32];
  for (uint32_t index = 0; index <= count; index++) {
    int type = index == 0 ? SOCK_DGRAM : SOCK_STREAM;
    sockets[index] = socket(AF_INET6, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (sockets[index] < 0) fail("network", "IPv6 socket");
  }
  send_message('N', NULL, 0, sockets, (int)count + 1);
  for (uint32_t index = 0; index <= count; index++) close(sockets[index]);
}
