#include "CSeccompNotify.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

_Static_assert(cfile_path == O_PATH && cfile_temporary == O_TMPFILE &&
                   cfile_no_access_time == O_NOATIME, "fcntl.h");
_Static_assert(cfile_in_root == RESOLVE_IN_ROOT && cfile_no_links == RESOLVE_NO_SYMLINKS &&
                   cfile_no_magic_links == RESOLVE_NO_MAGICLINKS,
               "linux/openat2.h");

static int result(long value) { return value < 0 ? -errno : (int)value; }

size_t cnotify_size(void) {
  struct seccomp_notif_sizes sizes;
  if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) != 0) return sizeof(struct seccomp_notif);
  return sizes.seccomp_notif > sizeof(struct seccomp_notif) ? sizes.seccomp_notif
                                                            : sizeof(struct seccomp_notif);
}

int cnotify_receive(int listener, struct seccomp_notif *notification) {
  return result(ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, notification));
}

int cnotify_respond(int listener, uint64_t id, int64_t value, int error, uint32_t flags) {
  struct seccomp_notif_resp response = {.id = id, .val = value, .error = error, .flags = flags};
  return result(ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response));
}

int cnotify_is_valid(int listener, uint64_t id) {
  return result(ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id));
}

int cnotify_inject(int listener, uint64_t id, int descriptor, int close_on_exec) {
  struct seccomp_notif_addfd file = {.id = id,
                                     .flags = SECCOMP_ADDFD_FLAG_SEND,
                                     .srcfd = (uint32_t)descriptor,
                                     .newfd_flags = close_on_exec ? O_CLOEXEC : 0};
  return result(ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &file));
}

int cnotify_wake_synchronously(int listener) {
  return result(ioctl(listener, _IOW('!', 4, uint64_t), 1UL));
}

ssize_t cprocess_read(pid_t process, uint64_t address, void *buffer, size_t length) {
  struct iovec here = {buffer, length}, there = {(void *)(uintptr_t)address, length};
  ssize_t count = process_vm_readv(process, &here, 1, &there, 1, 0);
  return count < 0 ? -errno : count;
}

ssize_t cprocess_read_text(pid_t process, uint64_t address, char *buffer, size_t size) {
  for (size_t offset = 0; offset < size;) {
    /* Never across a page that may not be there; paths are short, so not a whole page at first. */
    size_t chunk = 4096 - ((address + offset) & 4095);
    if (offset == 0 && chunk > 256) chunk = 256;
    if (chunk > size - offset) chunk = size - offset;
    ssize_t count = cprocess_read(process, address + offset, buffer + offset, chunk);
    if (count <= 0) return -EFAULT;
    char *end = memchr(buffer + offset, 0, (size_t)count);
    if (end != NULL) return end - buffer;
    offset += (size_t)count;
  }
  return -ENAMETOOLONG;
}

int cprocess_pidfd(pid_t process) {
  int pidfd = result(syscall(SYS_pidfd_open, process, 0));
  /* Linux 6.9: a thread that does not lead its group (PIDFD_THREAD). */
  return pidfd >= 0 ? pidfd : result(syscall(SYS_pidfd_open, process, O_EXCL));
}

int cprocess_take(pid_t process, int descriptor) {
  int pidfd = cprocess_pidfd(process);
  if (pidfd < 0) return pidfd;
  int taken = result(syscall(SYS_pidfd_getfd, pidfd, descriptor, 0));
  close(pidfd);
  return taken;
}

int cprocess_kill(int pidfd, int signal) {
  return result(syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0));
}

int cprocess_cpu_counter(pid_t process) {
  struct perf_event_attr attributes = {.type = PERF_TYPE_SOFTWARE,
                                       .size = sizeof attributes,
                                       .config = PERF_COUNT_SW_TASK_CLOCK,
                                       .inherit = 1};
  int counter = result(syscall(SYS_perf_event_open, &attributes, process, -1, -1, PERF_FLAG_FD_CLOEXEC));
  if (counter >= 0) return counter;
  /* All that an ordinary user gets at perf_event_paranoid 2; task time counts in both modes. */
  attributes.exclude_kernel = 1;
  return result(syscall(SYS_perf_event_open, &attributes, process, -1, -1, PERF_FLAG_FD_CLOEXEC));
}

struct caught_signal {
  int number, is_from_process;
};

static volatile int caught_signals = -1;

/* Less than PIPE_BUF, so written whole; a full pipe loses a signal that nobody has asked for in a while. */
static void catch_signal(int number, siginfo_t *information, void *context) {
  (void)context;
  int error = errno;
  struct caught_signal caught = {number, information->si_code <= 0};
  if (write(caught_signals, &caught, sizeof caught) < 0) errno = error;
  errno = error;
}

static int set_handlers(const sigset_t *signals, const struct sigaction *action) {
  for (int number = 1; number < 32; number++)
    if (sigismember(signals, number) == 1 && sigaction(number, action, NULL) != 0) return -errno;
  return 0;
}

int csignal_catch(const sigset_t *signals) {
  int ends[2];
  if (caught_signals >= 0) return -EBUSY;
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
  caught_signals = ends[1];
  struct sigaction action = {.sa_sigaction = catch_signal, .sa_flags = SA_SIGINFO | SA_RESTART};
  int set = set_handlers(signals, &action);
  if (set == 0) return ends[0];
  csignal_release(signals, ends[0]);
  return set;
}

void csignal_release(const sigset_t *signals, int descriptor) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  (void)set_handlers(signals, &action);
  close(descriptor);
  close(caught_signals);
  caught_signals = -1;
}

int csignal_receive(int descriptor, int *is_from_process) {
  struct caught_signal caught;
  ssize_t count = read(descriptor, &caught, sizeof caught);
  if (count < 0) return -errno;
  *is_from_process = caught.is_from_process;
  return caught.number;
}

int cfile_openat2(int directory, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
  struct open_how how = {.flags = flags, .mode = mode, .resolve = resolve};
  return result(syscall(SYS_openat2, directory, path, &how, sizeof how));
}

int cfile_rename(int directory, const char *name, int new_directory, const char *new_name,
                 unsigned int flags) {
  return renameat2(directory, name, new_directory, new_name, flags);
}

int cfile_set_attribute(const char *path, const char *name, const void *value, size_t size, int flags) {
  return result(setxattr(path, name, value, size, flags));
}

int cfile_remove_attribute(const char *path, const char *name) { return result(removexattr(path, name)); }

int cfile_pipe(int ends[2]) { return result(pipe2(ends, O_CLOEXEC)); }

int cfile_memory(const char *name) { return result(memfd_create(name, MFD_CLOEXEC)); }

int cthread_act_as(uid_t user, gid_t group) {
  setfsgid(group);
  setfsuid(user);
  /* They return the former id, whether they worked or not. */
  return setfsuid((uid_t)-1) == (int)user && setfsgid((gid_t)-1) == (int)group ? 0 : -EPERM;
}

uid_t cthread_user(void) { return (uid_t)setfsuid((uid_t)-1); }

gid_t cthread_group(void) { return (gid_t)setfsgid((gid_t)-1); }

int cthread_own_mask(void) { return result(unshare(CLONE_FS)); }

int clandlock_version(void) {
  return result(syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* LANDLOCK_CREATE_RULESET_VERSION */));
}

ssize_t cmessage_receive(int socket, void *buffer, size_t size, int *descriptors, int *count,
                         pid_t *sender) {
  struct iovec part = {buffer, size};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * 32) + CMSG_SPACE(sizeof(struct ucred))];
  } ancillary;
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = &ancillary,
                           .msg_controllen = sizeof ancillary};
  *count = 0;
  *sender = 0;
  ssize_t length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (length < 0) return -errno;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET) continue;
    if (part->cmsg_type == SCM_RIGHTS) {
      *count = (int)((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
      memcpy(descriptors, CMSG_DATA(part), (size_t)*count * sizeof(int));
    } else if (part->cmsg_type == SCM_CREDENTIALS) {
      struct ucred credentials;
      memcpy(&credentials, CMSG_DATA(part), sizeof credentials);
      *sender = credentials.pid;
    }
  }
  return length;
}

int cdatagram_wants_address(int socket) {
  int on = 1;
  return result(setsockopt(socket, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on));
}

ssize_t cdatagram_receive(int socket, void *buffer, size_t size, struct sockaddr_in6 *from,
                          struct in6_addr *to) {
  struct iovec part = {buffer, size};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(struct in6_pktinfo))];
  } ancillary;
  struct msghdr message = {.msg_name = from,
                           .msg_namelen = sizeof *from,
                           .msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = &ancillary,
                           .msg_controllen = sizeof ancillary};
  memset(to, 0, sizeof *to);
  ssize_t length = recvmsg(socket, &message, MSG_DONTWAIT);
  if (length < 0) return -errno;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != IPPROTO_IPV6 || part->cmsg_type != IPV6_PKTINFO) continue;
    struct in6_pktinfo information;
    memcpy(&information, CMSG_DATA(part), sizeof information);
    *to = information.ipi6_addr;
  }
  return length;
}

ssize_t cdatagram_send(int socket, const void *buffer, size_t size, const struct sockaddr_in6 *to,
                       const struct in6_addr *from) {
  struct iovec part = {(void *)(uintptr_t)buffer, size};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(struct in6_pktinfo))];
  } ancillary;
  memset(&ancillary, 0, sizeof ancillary);
  struct msghdr message = {.msg_name = (void *)(uintptr_t)to,
                           .msg_namelen = sizeof *to,
                           .msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = &ancillary,
                           .msg_controllen = sizeof ancillary};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = IPPROTO_IPV6;
  header->cmsg_type = IPV6_PKTINFO;
  header->cmsg_len = CMSG_LEN(sizeof(struct in6_pktinfo));
  struct in6_pktinfo information = {.ipi6_addr = *from};
  memcpy(CMSG_DATA(header), &information, sizeof information);
  ssize_t length = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  return length < 0 ? -errno : length;
}
