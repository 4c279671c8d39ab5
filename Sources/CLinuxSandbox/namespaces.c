#include "CLinuxSandbox.h"

#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

int bulkhead_unshare(int flags) { return unshare(flags) ? -errno : 0; }

int bulkhead_try_unshare(int flags) {
  pid_t child = fork();
  if (child < 0) return -errno;
  if (child == 0) {
    if (unshare(flags)) _exit(errno);
    if (flags & CLONE_NEWNS && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) _exit(errno);
    _exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -errno;
  return WIFEXITED(status) ? -WEXITSTATUS(status) : -EINTR;
}

int bulkhead_mount(const char *source, const char *target, const char *type, unsigned long flags,
                   const char *data) {
  return mount(source, target, type, flags, data) ? -errno : 0;
}

int bulkhead_pivot_to_working_directory(void) {
  if (syscall(SYS_pivot_root, ".", ".")) return -errno;
  if (umount2(".", MNT_DETACH)) return -errno;
  return chdir("/") ? -errno : 0;
}
