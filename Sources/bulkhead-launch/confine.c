#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

/* Linux 6.12; the header of the distribution may be older. Zero where the kernel is too. */
struct ruleset_attributes {
  uint64_t files, network, scopes;
};

void drop_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  for (int capability = 0; capability < 64; capability++) {
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 && errno != EINVAL && errno != EPERM)
      fail("capabilities", "bounding set");
  }
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) fail("capabilities", "ambient set");
  if (syscall(SYS_capset, &header, none) != 0) fail("capabilities", "capset");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("privileges", "no_new_privs");
}

static void limit_resources(void) {
  struct record record;
  for (size_t position = 0; plan_next(tag_limit, &position, &record);) {
    size_t offset = 0;
    uint32_t resource = record_u32(&record, &offset);
    struct rlimit limit, current;
    limit.rlim_cur = limit.rlim_max = record_u64(&record, &offset);
    if (getrlimit(resource, &current) != 0) fail("limits", "getrlimit");
    if (current.rlim_max < limit.rlim_max) limit.rlim_cur = limit.rlim_max = current.rlim_max;
    if (setrlimit(resource, &limit) != 0) fail("limits", "setrlimit");
  }
}

static void restrict_files(void) {
  size_t position = 0, offset = 0;
  struct record record;
  if (!plan_next(tag_ruleset, &position, &record)) return;
  struct ruleset_attributes attributes;
  attributes.files = record_u64(&record, &offset);
  attributes.network = record_u64(&record, &offset);
  attributes.scopes = record_u64(&record, &offset);
  size_t size = attributes.scopes != 0 ? 24 : attributes.network != 0 ? 16 : 8;
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
  if (ruleset < 0) fail("Landlock", "create ruleset");
  const uint64_t of_files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
                            LANDLOCK_ACCESS_FS_WRITE_FILE | (1ULL << 14) | (1ULL << 15);
  for (position = 0; plan_next(tag_rule, &position, &record);) {
    offset = 0;
    struct landlock_path_beneath_attr rule = {
        .allowed_access = record_u64(&record, &offset) & attributes.files};
    const char *path = record_text(&record, &offset);
    rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0) fail("Landlock", path);
    struct stat status;
    if (fstat(rule.parent_fd, &status) != 0) fail("Landlock", path);
    if (!S_ISDIR(status.st_mode)) rule.allowed_access &= of_files;
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
      fail("Landlock", path);
    close(rule.parent_fd);
  }
  if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) fail("Landlock", "restrict self");
  close(ruleset);

  /* Without the supervisor's help these must stay closed; the notification is not in force yet. */
  for (position = 0; plan_next(tag_closed, &position, &record);) {
    offset = 0;
    const char *path = record_text(&record, &offset);
    if (open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) >= 0) {
      errno = 0;
      fail("canary: Landlock lets through", path);
    }
  }
}

static void filter_calls(void) {
  size_t position = 0;
  struct record record;
  if (!plan_next(tag_filter, &position, &record)) fail("seccomp", "no filter");
  struct sock_fprog program = {.len = (unsigned short)(record.length / sizeof(struct sock_filter)),
                               .filter = (struct sock_filter *)(void *)(uintptr_t)record.bytes};
  /* A call that the supervisor has taken up is not restarted by a signal: its effect may be there. */
  unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV;
  int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
  if (listener < 0) fail("seccomp", "filter with notification");
  send_message('L', NULL, 0, &listener, 1);
  close(listener);
}

void confine(void) {
  drop_capabilities();
  limit_resources();
  restrict_files();
  filter_calls();
}

static void must_fail(long result, const char *what) {
  if (result < 0) return;
  errno = 0;
  fail("canary: the sandbox lets through", what);
}

/* The last look before the program starts: each of these has to fail in a sandbox that works. */
void canary(void) {
  struct record record;
  char parameters[128];
  memset(parameters, 0, sizeof parameters);
  must_fail(syscall(425, 1, parameters), "io_uring_setup");
  must_fail(unshare(CLONE_NEWUSER), "unshare");
  must_fail(socket(AF_VSOCK, SOCK_STREAM, 0), "a VSOCK socket");
  must_fail(socket(AF_PACKET, SOCK_RAW, 0), "a packet socket");
  must_fail(chroot("/"), "chroot");
  for (size_t position = 0; plan_next(tag_closed, &position, &record);) {
    size_t offset = 0;
    const char *path = record_text(&record, &offset);
    must_fail(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), path);
  }
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct held[2];
  memset(held, 0xFF, sizeof held);
  if (syscall(SYS_capget, &header, held) != 0) fail("canary", "capget");
  if ((held[0].effective | held[0].permitted | held[1].effective | held[1].permitted) != 0)
    fail("canary", "capabilities are left");
  if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) fail("canary", "no_new_privs is off");
}
