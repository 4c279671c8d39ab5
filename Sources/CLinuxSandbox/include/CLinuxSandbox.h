// Kernel interfaces that Swift's Glibc module does not show. Each function is one call (or the few
// that only make sense together), decides nothing, and returns 0 or a value, or -errno.
#ifndef BULKHEAD_LINUX_SANDBOX_H
#define BULKHEAD_LINUX_SANDBOX_H

#include "files.h"

#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

// -- Namespaces and mounts ----------------------------------------------------------------------

// unshare(2). -EINVAL with CLONE_NEWUSER also means that the process has a second thread.
int bulkhead_unshare(int flags);

// Runs unshare(2) in a child that does nothing else; 0 or the child's -errno. With CLONE_NEWNS the
// child also makes / private: some systems grant the namespace, but no privilege in it.
int bulkhead_try_unshare(int flags);

// mount(2) without a source and data where they are NULL.
int bulkhead_mount(const char *source, const char *target, const char *type, unsigned long flags,
                   const char *data);

// pivot_root(2) with both arguments ".": the working directory becomes the root, and the old root
// lies on top of it; then umount2(".", MNT_DETACH) takes that away. See pivot_root(2), NOTES.
int bulkhead_pivot_to_working_directory(void);

// -- Identity and privileges --------------------------------------------------------------------

// setgroups(2) with none, setresgid(2), setresuid(2), in that order.
int bulkhead_become(unsigned int uid, unsigned int gid);

// Empties the bounding set. -EPERM without CAP_SETPCAP.
int bulkhead_drop_bounding_set(void);

// capset(2) with three empty sets, which empties the ambient set too.
int bulkhead_drop_capabilities(void);

// prctl(2) with one argument, the others 0.
int bulkhead_prctl(int option, unsigned long argument);

// -- Landlock -----------------------------------------------------------------------------------

// The ABI version of this kernel; -ENOSYS or -EOPNOTSUPP if there is none.
int bulkhead_landlock_abi(void);

// landlock_create_ruleset(2); `size` is how much of the structure this kernel's ABI knows: 8, 16
// (ABI 4) or 24 bytes (ABI 6). Returns a descriptor.
int bulkhead_landlock_ruleset(uint64_t files, uint64_t network, uint64_t scopes, size_t size);

// landlock_restrict_self(2), for the calling thread and what it starts later.
int bulkhead_landlock_restrict(int ruleset);

// -- seccomp ------------------------------------------------------------------------------------

// Installs a filter on every thread of the process; no_new_privs must be set.
int bulkhead_seccomp_install(const struct sock_filter *filter, unsigned short count);

// 1 if the kernel knows the action (SECCOMP_RET_…), else 0.
int bulkhead_seccomp_knows(uint32_t action);

// -- Descriptors and processes ------------------------------------------------------------------

// pipe2(2), close-on-exec.
int bulkhead_pipe(int *ends);

// close_range(2).
int bulkhead_close_range(unsigned first, unsigned last);

// pidfd_open(2); close-on-exec.
int bulkhead_pidfd_open(int pid);

// pidfd_send_signal(2).
int bulkhead_pidfd_signal(int pidfd, int signal);

// What the child of bulkhead_spawn gets as descriptors 2, 3 and 4; 0 and 1 are /dev/null, and
// nothing above 4 is left. None of the three may be below 5.
struct bulkhead_spawn_descriptors {
  int error;
  int input;
  int output;
};

// posix_spawn(3): in a session of its own, no signal blocked or ignored, working directory "/".
// Returns the child's process id.
int bulkhead_spawn(const char *path, char *const *arguments, char *const *environment,
                   struct bulkhead_spawn_descriptors descriptors);

// strerrorname_np(3): `EPERM`; NULL for an unknown number.
const char *bulkhead_error_name(int number);

// sigabbrev_np(3): `KILL`; NULL for an unknown number.
const char *bulkhead_signal_name(int number);

// A call by number with up to six arguments, for probes; the kernel's result or -errno.
long bulkhead_raw_call(long number, const long *arguments);

#endif
