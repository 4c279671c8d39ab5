#include "CLinuxSandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <unistd.h>

int bulkhead_pipe(int *ends) { return pipe2(ends, O_CLOEXEC) ? -errno : 0; }

int bulkhead_close_range(unsigned first, unsigned last) {
  return syscall(SYS_close_range, first, last, 0) ? -errno : 0;
}

const char *bulkhead_error_name(int number) { return strerrorname_np(number); }

const char *bulkhead_signal_name(int number) { return sigabbrev_np(number); }

int bulkhead_pidfd_open(pid_t pid) {
  long descriptor = syscall(SYS_pidfd_open, pid, 0);
  return descriptor < 0 ? -errno : (int)descriptor;
}

int bulkhead_pidfd_signal(int pidfd, int signal) {
  return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0) ? -errno : 0;
}

// Each step returns an error number, as posix_spawn(3) does; the first that is not 0 ends it.
static int set_actions(posix_spawn_file_actions_t *actions,
                       struct bulkhead_spawn_descriptors descriptors) {
  int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
  if (!error) error = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, descriptors.error, 2);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, descriptors.input, 3);
  if (!error) error = posix_spawn_file_actions_adddup2(actions, descriptors.output, 4);
  if (!error) error = posix_spawn_file_actions_addclosefrom_np(actions, 5);
  return error ? error : posix_spawn_file_actions_addchdir_np(actions, "/");
}

static int set_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawnattr_setflags(
      attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  if (!error) error = posix_spawnattr_setsigmask(attributes, &none);
  return error ? error : posix_spawnattr_setsigdefault(attributes, &all);
}

int bulkhead_spawn(const char *path, char *const *arguments, char *const *environment,
                   struct bulkhead_spawn_descriptors descriptors) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error) return -error;
  error = posix_spawnattr_init(&attributes);
  if (!error) {
    pid_t child = 0;
    error = set_actions(&actions, descriptors);
    if (!error) error = set_attributes(&attributes);
    if (!error) error = posix_spawn(&child, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    if (!error) {
      posix_spawn_file_actions_destroy(&actions);
      return child;
    }
  }
  posix_spawn_file_actions_destroy(&actions);
  return -error;
}
