#include "CLinuxSandbox.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <unistd.h>

int bulkhead_become(uid_t uid, gid_t gid) {
  if (setgroups(0, NULL)) return -errno;
  if (setresgid(gid, gid, gid)) return -errno;
  return setresuid(uid, uid, uid) ? -errno : 0;
}

int bulkhead_drop_bounding_set(void) {
  for (int capability = 0; capability < 64; capability++)
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) {
      // EINVAL: past the last capability of this kernel.
      if (errno == EINVAL) return 0;
      return -errno;
    }
  return 0;
}

int bulkhead_drop_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[2] = {{0}, {0}};
  return syscall(SYS_capset, &header, none) ? -errno : 0;
}

int bulkhead_prctl(int option, unsigned long argument) {
  int result = prctl(option, argument, 0, 0, 0);
  return result < 0 ? -errno : result;
}
