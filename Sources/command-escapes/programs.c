#include "attempts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs a program that no grant is about; 0 is its own success. */
static int runs(char *const arguments[]) {
  pid_t child = fork();
  if (child == 0) {
    int null = open("/dev/null", O_RDWR);
    dup2(null, 1);
    dup2(null, 2);
    execv(arguments[0], arguments);
    _exit(111);
  }
  int status;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int copy(const char *from, const char *to, mode_t mode) {
  char buffer[65536];
  ssize_t count;
  int in = open(from, O_RDONLY), out = open(to, O_CREAT | O_WRONLY | O_TRUNC, mode);
  if (in < 0 || out < 0) return 0;
  while ((count = read(in, buffer, sizeof buffer)) > 0)
    if (write(out, buffer, (size_t)count) != count) return 0;
  close(in);
  close(out);
  return count == 0;
}

static int ungranted(const struct targets *t) {
  (void)t;
  return runs((char *[]){"/usr/bin/perl", "-e", "1", NULL});
}
static int copied(const struct targets *t) {
  const char *program = path_in(t->granted, "copied");
  return copy("/usr/bin/perl", program, 0755) && runs((char *[]){(char *)program, "-e", "1", NULL});
}
static int copied_to_scratch(const struct targets *t) {
  (void)t;
  int result = copy("/usr/bin/perl", "/tmp/bulkhead-attempt-perl", 0755) &&
               runs((char *[]){"/tmp/bulkhead-attempt-perl", "-e", "1", NULL});
  unlink("/tmp/bulkhead-attempt-perl");
  return result;
}
static int named_like_granted(const struct targets *t) {
  const char *program = path_in(t->granted, "cat");
  return copy("/usr/bin/perl", program, 0755) && runs((char *[]){(char *)program, "-e", "1", NULL});
}
static int linked(const struct targets *t) {
  const char *program = path_in(t->granted, "ls");
  unlink(program);
  return symlink("/usr/bin/perl", program) == 0 && runs((char *[]){(char *)program, "-e", "1", NULL});
}
static int by_loader(const struct targets *t) {
  (void)t;
  return runs((char *[]){"/lib64/ld-linux-x86-64.so.2", "/usr/bin/perl", "-e", "1", NULL});
}
static int by_script(const struct targets *t) {
  const char *program = path_in(t->granted, "script.pl");
  int file = open(program, O_CREAT | O_WRONLY | O_TRUNC, 0755);
  if (file < 0 || write(file, "#!/usr/bin/perl\n1;\n", 19) != 19) return 0;
  close(file);
  return runs((char *[]){(char *)program, NULL});
}
static int from_memory(const struct targets *t) {
  char path[64];
  (void)t;
  int file = memfd_create("program", 0);
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return copy("/usr/bin/perl", path, 0755) && runs((char *[]){path, "-e", "1", NULL});
}
static int set_user(const struct targets *t) {
  (void)t;
  return runs((char *[]){"/usr/bin/su", "-c", "true", NULL});
}

const struct attempt program_attempts[] = {
    {"run a program that is not granted", ungranted},
    {"run a copy of it from a granted directory", copied},
    {"run a copy of it from /tmp", copied_to_scratch},
    {"run it under the name of a basic tool", named_like_granted},
    {"run it through a link with such a name", linked},
    {"run it by the dynamic loader", by_loader},
    {"run it as the interpreter of a script", by_script},
    {"run it from memory", from_memory},
    {"run su", set_user},
    {0},
};
