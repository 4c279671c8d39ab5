#include "CLinuxSandbox.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <unistd.h>

// Debian 12's headers know neither these fields nor, on some architectures, the numbers; both are
// part of the kernel's interface for good.
struct landlock_ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};
enum { call_create_ruleset = 444, call_restrict_self = 446, create_ruleset_version = 1 };

int bulkhead_landlock_abi(void) {
  long abi = syscall(call_create_ruleset, NULL, 0, create_ruleset_version);
  return abi < 0 ? -errno : (int)abi;
}

int bulkhead_landlock_ruleset(uint64_t files, uint64_t network, uint64_t scopes, size_t size) {
  struct landlock_ruleset rules = {files, network, scopes};
  if (size > sizeof rules) return -E2BIG;
  long descriptor = syscall(call_create_ruleset, &rules, size, 0);
  return descriptor < 0 ? -errno : (int)descriptor;
}

int bulkhead_landlock_restrict(int ruleset) {
  return syscall(call_restrict_self, ruleset, 0) ? -errno : 0;
}

int bulkhead_seccomp_install(const struct sock_filter *filter, unsigned short count) {
  struct sock_fprog program = {.len = count, .filter = (struct sock_filter *)filter};
  long result =
      syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  // A positive result is the id of a thread that could not be given the filter.
  return result < 0 ? -errno : result > 0 ? -EBUSY : 0;
}

int bulkhead_seccomp_knows(uint32_t action) {
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

long bulkhead_raw_call(long number, const long *a) {
  long result = syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  return result < 0 ? -errno : result;
}
