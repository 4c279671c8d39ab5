#include "attempts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* command-escapes NAME SECRET GRANTED READ_ONLY SOCKET ABSTRACT PORT PROCESS KEY: one attempt; 0 it
   succeeded, 1 it was blocked. --race-…: attempts by racing threads. --list: their names. --serve SOCKET ABSTRACT: the host's side. */

static const struct attempt *const lists[] = {file_attempts, change_attempts, kernel_attempts, network_attempts,
                                              program_attempts};
enum { list_count = sizeof lists / sizeof *lists };

int is_secret(int file) {
  char text[16] = {0};
  if (file < 0) return 0;
  int result = pread(file, text, 9, 0) == 9 && memcmp(text, "topsecret", 9) == 0;
  close(file);
  return result;
}

const char *path_in(const char *directory, const char *name) {
  static char buffers[8][4096];
  static int next;
  char *buffer = buffers[next++ % 8];
  snprintf(buffer, sizeof buffers[0], "%s/%s", directory, name[0] == '/' ? name + 1 : name);
  return buffer;
}

int main(int count, char **arguments) {
  if (count == 2 && strcmp(arguments[1], "--list") == 0) {
    for (int list = 0; list < list_count; list++)
      for (const struct attempt *attempt = lists[list]; attempt->name; attempt++) puts(attempt->name);
    return 0;
  }
  if (count == 4 && strcmp(arguments[1], "--serve") == 0) return serve(arguments[2], arguments[3]);
  if (count == 5) {
    int rounds = atoi(arguments[4]);
    if (strcmp(arguments[1], "--race-path") == 0) return race_path(arguments[2], arguments[3], rounds);
    if (strcmp(arguments[1], "--race-link") == 0) return race_link(arguments[2], arguments[3], rounds);
    if (strcmp(arguments[1], "--race-program") == 0) return race_program(arguments[2], arguments[3], rounds);
  }
  if (count != 10) return 2;
  struct targets targets = {arguments[2],       arguments[3],       arguments[4],       arguments[5],
                            arguments[6],       atoi(arguments[7]), atoi(arguments[8]), atoi(arguments[9])};
  for (int list = 0; list < list_count; list++) {
    for (const struct attempt *attempt = lists[list]; attempt->name; attempt++) {
      if (strcmp(attempt->name, arguments[1]) != 0) continue;
      errno = 0;
      int succeeded = attempt->succeeds(&targets);
      if (!succeeded) fprintf(stderr, "%s\n", strerror(errno));
      return succeeded ? 0 : 1;
    }
  }
  return 3;
}
