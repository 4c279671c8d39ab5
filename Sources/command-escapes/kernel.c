#include "attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int io_uring(const struct targets *t) {
  (void)t;
  char parameters[120] = {0};
  return syscall(425, 4, parameters) >= 0;
}

static pid_t sleeper(void) {
  pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  return child;
}

static void end(pid_t child) {
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}

static int trace_child(const struct targets *t) {
  (void)t;
  pid_t child = sleeper();
  int result = ptrace(PTRACE_ATTACH, child, 0, 0) == 0;
  end(child);
  return result;
}

static int read_child_memory(const struct targets *t) {
  static char there[8] = "x";
  char here[8];
  (void)t;
  pid_t child = sleeper();
  struct iovec local = {here, 8}, remote = {there, 8};
  int result = process_vm_readv(child, &local, 1, &remote, 1, 0) == 8;
  end(child);
  return result;
}

static int take_descriptor(const struct targets *t) {
  (void)t;
  pid_t child = sleeper();
  int result = syscall(438, syscall(434, child, 0), 0, 0) >= 0;
  end(child);
  return result;
}

/* Another process: the host's, where its id means anything, or init as the sandbox has it. */
static const char *of_other(const struct targets *t, const char *name) {
  static char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", t->process, name);
  if (access(path, F_OK) != 0) snprintf(path, sizeof path, "/proc/1/%s", name);
  return path;
}

static int memory_of_other(const struct targets *t) { return open(of_other(t, "mem"), O_RDWR) >= 0; }

static int descriptors_of_other(const struct targets *t) {
  char path[80], target[80];
  for (int number = 0; number < 8; number++) {
    snprintf(path, sizeof path, "fd/%d", number);
    if (readlink(of_other(t, path), target, sizeof target) > 0) return 1;
  }
  return 0;
}

static int environment_of_other(const struct targets *t) {
  char byte;
  int file = open(of_other(t, "environ"), O_RDONLY);
  return file >= 0 && read(file, &byte, 1) >= 0;
}

static int unshare_body(int flags) { return unshare(flags) == 0; }
static int user_namespace(const struct targets *t) {
  (void)t;
  return unshare_body(CLONE_NEWUSER);
}
static int mount_namespace(const struct targets *t) {
  (void)t;
  return unshare_body(CLONE_NEWNS);
}
static int network_namespace(const struct targets *t) {
  (void)t;
  return unshare_body(CLONE_NEWNET);
}
static int clone_user(const struct targets *t) {
  (void)t;
  long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (child == 0) _exit(0);
  return child > 0;
}
static int clone3_user(const struct targets *t) {
  (void)t;
  uint64_t arguments[8] = {CLONE_NEWUSER, 0, 0, 0, SIGCHLD};
  long child = syscall(SYS_clone3, arguments, sizeof arguments);
  if (child == 0) _exit(0);
  return child > 0;
}
static int mount_memory(const struct targets *t) {
  int result = mount("x", t->granted, "tmpfs", 0, 0) == 0;
  if (result) umount(t->granted);
  return result;
}
static int clone_tree(const struct targets *t) {
  (void)t;
  return syscall(428, AT_FDCWD, "/", 1) >= 0;
}
static int new_file_system(const struct targets *t) {
  (void)t;
  return syscall(430, "tmpfs", 0) >= 0;
}
static int change_root(const struct targets *t) { return chroot(t->granted) == 0; }
static int join_namespace(const struct targets *t) {
  int file = open(of_other(t, "ns/mnt"), O_RDONLY);
  return file >= 0 && setns(file, 0) == 0;
}
static int load_program(const struct targets *t) {
  (void)t;
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.map_type = BPF_MAP_TYPE_ARRAY;
  attributes.key_size = attributes.value_size = 4;
  attributes.max_entries = 1;
  return syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes) >= 0;
}
static int count_events(const struct targets *t) {
  (void)t;
  struct perf_event_attr attributes = {
      .type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1};
  return syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0) >= 0;
}
static int handle_faults(const struct targets *t) {
  (void)t;
  return syscall(SYS_userfaultfd, 1) >= 0;
}
static int session_keys(const struct targets *t) {
  (void)t;
  return syscall(SYS_keyctl, 0, -3, 1) >= 0;
}
static int add_key(const struct targets *t) {
  (void)t;
  return syscall(SYS_add_key, "user", "bulkhead", "v", 1, -3) >= 0;
}
static int own_listener(const struct targets *t) {
  (void)t;
  struct sock_filter allow = {0x06, 0, 0, 0x7FFF0000};
  struct sock_fprog program = {1, &allow};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 0;
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program) >= 0;
}

static int type_into_own_terminal(unsigned long request) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 || setsid() < 0) return 0;
  int terminal = open(ptsname(master), O_RDWR);
  if (terminal < 0 || ioctl(terminal, TIOCSCTTY, 0) != 0) return 0;
  return syscall(SYS_ioctl, terminal, request, "x") == 0;
}
static int type_into_terminal(unsigned long request) {
  int status;
  pid_t child = fork();
  if (child == 0) _exit(type_into_own_terminal(request) ? 7 : 1);
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 7;
}
static int terminal_input(const struct targets *t) {
  (void)t;
  return type_into_terminal(TIOCSTI);
}
static int terminal_input_high_bits(const struct targets *t) {
  (void)t;
  return type_into_terminal(0x100000000UL | TIOCSTI);
}
static int signal_host(const struct targets *t) { return kill(t->process, 0) == 0; }
static int shared_memory(const struct targets *t) { return shmget(t->shared_memory, 0, 0) >= 0; }
static int become_root(const struct targets *t) {
  (void)t;
  return setuid(0) == 0 && getuid() == 0 && open("/etc/shadow", O_RDONLY) >= 0;
}
static int raise_priority(const struct targets *t) {
  (void)t;
  return setpriority(PRIO_PROCESS, 0, -10) == 0;
}
static int real_time(const struct targets *t) {
  (void)t;
  struct sched_param parameters = {.sched_priority = 1};
  return sched_setscheduler(0, SCHED_FIFO, &parameters) == 0;
}
static int host_name(const struct targets *t) {
  char name[65];
  (void)t;
  return gethostname(name, sizeof name) == 0 && sethostname(name, strlen(name)) == 0;
}
static int kernel_log(const struct targets *t) {
  (void)t;
  return syscall(SYS_syslog, 10, 0, 0) >= 0;
}
static int remap_user(const struct targets *t) { return open(of_other(t, "uid_map"), O_WRONLY) >= 0; }

const struct attempt kernel_attempts[] = {
    {"io_uring", io_uring},
    {"trace a child", trace_child},
    {"read another process's memory", read_child_memory},
    {"take a descriptor", take_descriptor},
    {"open another process's memory", memory_of_other},
    {"look at another process's descriptors", descriptors_of_other},
    {"read another process's environment", environment_of_other},
    {"make a user namespace", user_namespace},
    {"make a mount namespace", mount_namespace},
    {"make a network namespace", network_namespace},
    {"clone into a user namespace", clone_user},
    {"clone3 into a user namespace", clone3_user},
    {"mount", mount_memory},
    {"open_tree", clone_tree},
    {"fsopen", new_file_system},
    {"chroot", change_root},
    {"join another mount namespace", join_namespace},
    {"bpf", load_program},
    {"perf_event_open", count_events},
    {"userfaultfd", handle_faults},
    {"keyctl", session_keys},
    {"add_key", add_key},
    {"a seccomp listener of its own", own_listener},
    {"TIOCSTI", terminal_input},
    {"TIOCSTI with high bits", terminal_input_high_bits},
    {"signal a process of the host", signal_host},
    {"System V memory of the host", shared_memory},
    {"become root", become_root},
    {"raise the priority", raise_priority},
    {"become a real-time process", real_time},
    {"set the host name", host_name},
    {"read the kernel's log", kernel_log},
    {"write a user map", remap_user},
    {0},
};
