#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* bulkhead-launch: puts itself into a sandbox and becomes the program.

   Three processes: the first makes the namespaces and waits; the second is init of the process
   namespace, so that everything dies with it; the third is confined and executes the program.
   Descriptor 3 is the supervisor, 4 the plan; 0, 1 and 2 belong to the program. */

static void write_file(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) fail("user namespace", path);
  if (write(file, text, strlen(text)) < 0) fail("user namespace", path);
  close(file);
}

static void become_user(void) {
  size_t position = 0, offset = 0;
  struct record record;
  if (!plan_next(tag_drop, &position, &record)) return;
  uid_t user = record_u32(&record, &offset);
  gid_t group = record_u32(&record, &offset);
  if (user == 0 || group == 0) fail("user", "refuses to stay root");
  if (setgroups(0, NULL) != 0) fail("user", "setgroups");
  if (setresgid(group, group, group) != 0) fail("user", "setresgid");
  if (setresuid(user, user, user) != 0) fail("user", "setresuid");
  if (setuid(0) == 0) fail("user", "became root again");
  /* /proc/self/uid_map belongs to root as long as the process is not dumpable. */
  if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) fail("user", "dumpable");
}

static void enter_namespaces(void) {
  size_t position = 0, offset = 0;
  struct record record;
  if (!plan_next(tag_namespaces, &position, &record)) return;
  int flags = (int)record_u32(&record, &offset);
  uid_t user = getuid();
  gid_t group = getgid();
  if (unshare(flags) != 0) fail("namespaces", "unshare");
  if ((flags & CLONE_NEWUSER) == 0) return;
  char line[64];
  write_file("/proc/self/setgroups", "deny");
  snprintf(line, sizeof line, "%u %u 1", user, user);
  write_file("/proc/self/uid_map", line);
  snprintf(line, sizeof line, "%u %u 1", group, group);
  write_file("/proc/self/gid_map", line);
}

static void wait_for_go(void) {
  char letter;
  ssize_t count;
  do {
    count = recv(control, &letter, 1, 0);
  } while (count < 0 && errno == EINTR);
  if (count != 1) _exit(125);
}

static char **texts(enum tag tag) {
  size_t count = 0, position = 0;
  struct record record;
  while (plan_next(tag, &position, &record)) count++;
  char **list = calloc(count + 1, sizeof *list);
  if (list == NULL) fail("plan", "memory");
  position = count = 0;
  while (plan_next(tag, &position, &record)) {
    size_t offset = 0;
    list[count++] = (char *)(uintptr_t)record_text(&record, &offset);
  }
  return list;
}

static const char *text(enum tag tag) {
  size_t position = 0, offset = 0;
  struct record record;
  if (!plan_next(tag, &position, &record)) fail("plan", "lacks a record");
  return record_text(&record, &offset);
}

static void execute(void) __attribute__((noreturn));
static void execute(void) {
  char **arguments = texts(tag_argument), **environment = texts(tag_variable);
  const char *program = text(tag_program);
  confine();
  wait_for_go();
  canary();
  if (chdir(text(tag_directory_now)) != 0) fail("working directory", text(tag_directory_now));
  /* Only 0, 1 and 2 are the program's; what is left over from the supervisor ends at execve. */
  if (syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */) != 0)
    fail("descriptors", "close_range");
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(program, arguments, environment);
  fail("execve", program);
}

/* Init: reaps, and ends when the program does or the supervisor is gone. */
static void watch(pid_t program) __attribute__((noreturn));
static void watch(pid_t program) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0) fail("init", "signalfd");
  struct pollfd waiting[] = {{.fd = signals, .events = POLLIN}, {.fd = control, .events = 0}};
  for (;;) {
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
      if (pid == program)
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    }
    if (poll(waiting, 2, -1) < 0 && errno != EINTR) _exit(125);
    if (waiting[1].revents != 0) _exit(125);
    struct signalfd_siginfo information;
    while (read(signals, &information, sizeof information) > 0) continue;
  }
}

static void run_init(void) __attribute__((noreturn));
static void run_init(void) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) fail("init", "parent death signal");
  view_enter();
  int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (root < 0) fail("view", "root");
  send_message('I', NULL, 0, &root, 1);
  close(root);
  pid_t program = fork();
  if (program < 0) fail("init", "fork");
  if (program == 0) execute();
  /* Its memory and descriptors are the supervisor's business: closed to the program. */
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) fail("init", "not dumpable");
  close(0);
  close(1);
  close(2);
  drop_capabilities();
  watch(program);
}

int main(void) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, NULL);
  wait_for_go();
  plan_open(plan);
  /* Host uid 0 reaches the paths before it gives itself up; anyone else after, in the namespace. */
  int as_root = plan_has(tag_drop);
  if (as_root) view_take_sources();
  become_user();
  enter_namespaces();
  network_set_up();
  if (!as_root) view_take_sources();
  view_build();
  pid_t init = fork();
  if (init < 0) fail("namespaces", "fork");
  if (init == 0) run_init();
  close(control);
  close(0);
  close(1);
  close(2);
  int status;
  while (waitpid(init, &status, 0) < 0)
    if (errno != EINTR) _exit(125);
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
