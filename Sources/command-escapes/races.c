#include "attempts.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char shared[4096];
static const char *good, *bad;
static volatile int is_over;

static void *swap(void *unused) {
  (void)unused;
  while (!is_over) {
    memcpy(shared, good, strlen(good) + 1);
    for (volatile int count = 0; count < 300; count++) continue;
    memcpy(shared, bad, strlen(bad) + 1);
    for (volatile int count = 0; count < 300; count++) continue;
  }
  return NULL;
}

static pthread_t start_swapping(void) {
  pthread_t thread;
  snprintf(shared, sizeof shared, "%s", good);
  if (pthread_create(&thread, NULL, swap, NULL) != 0) exit(2);
  return thread;
}

/* Opens a path that another thread changes; 0 unless the forbidden file was opened. */
int race_path(const char *allowed, const char *forbidden, int count) {
  int opened = 0, escaped = 0;
  good = allowed;
  bad = forbidden;
  pthread_t thread = start_swapping();
  for (int index = 0; index < count; index++) {
    int file = (int)syscall(SYS_openat, AT_FDCWD, shared, O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    if (is_secret(file)) escaped++;
    else opened++;
  }
  is_over = 1;
  pthread_join(thread, NULL);
  printf("allowed %d, forbidden %d\n", opened, escaped);
  return escaped != 0;
}

/* Opens a link that another process points elsewhere. */
int race_link(const char *directory, const char *forbidden, int count) {
  int opened = 0, escaped = 0;
  if (chdir(directory) != 0) return 2;
  pid_t child = fork();
  if (child == 0) {
    for (;;) {
      unlink("next");
      if (symlink("file", "next") == 0) rename("next", "race");
      unlink("next");
      if (symlink(forbidden, "next") == 0) rename("next", "race");
      /* Where the link itself is refused, a path in between changes. */
      unlink("next");
    }
  }
  for (int index = 0; index < count; index++) {
    int file = open("race", O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    if (is_secret(file)) escaped++;
    else opened++;
  }
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  printf("allowed %d, forbidden %d\n", opened, escaped);
  return escaped != 0;
}

/* Starts a program whose path another thread changes; counts how often the forbidden one did its work. */
int race_program(const char *allowed, const char *forbidden, int count) {
  int ran = 0;
  good = allowed;
  bad = forbidden;
  pthread_t thread = start_swapping();
  for (int index = 0; index < count; index++) {
    int status;
    /* The child shares the memory, and with it the swapping, until it has become the program. */
    pid_t child = vfork();
    if (child == 0) {
      execve(shared, (char *[]){"program", "-e", "exit 77", NULL}, (char *[]){NULL});
      _exit(126);
    }
    if (waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 77) ran++;
  }
  is_over = 1;
  pthread_join(thread, NULL);
  printf("ran %d\n", ran);
  return ran != 0;
}
