#include "attempts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static int opens(const char *path) { return is_secret(open(path, O_RDONLY)); }

static int direct(const struct targets *t) { return opens(t->secret); }

static int dot_dot(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "%s/../../../../../../../..%s", t->granted, t->secret);
  return opens(path);
}

static int slashes(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "//.//./%s", t->secret);
  return opens(path);
}

static int own_root(const struct targets *t) { return opens(path_in("/proc/self/root", t->secret)); }

static int root_of_other(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "/proc/%d/root%s", t->process, t->secret);
  return opens(path) || opens(path_in("/proc/1/root", t->secret));
}

static int root_of_parent(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "/proc/%d/root%s", getppid(), t->secret);
  return opens(path);
}

static int root_of_thread(const struct targets *t) {
  return opens(path_in("/proc/thread-self/root", t->secret));
}

static int own_directory(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "/proc/self/cwd/../../../../../../../..%s", t->secret);
  return opens(path);
}

static int symbolic_link(const struct targets *t) {
  const char *link = path_in(t->granted, "link");
  unlink(link);
  return symlink(t->secret, link) == 0 && opens(link);
}

static int link_chain(const struct targets *t) {
  const char *first = path_in(t->granted, "first"), *second = path_in(t->granted, "second");
  unlink(first);
  unlink(second);
  return symlink("second", first) == 0 && symlink(t->secret, second) == 0 && opens(first);
}

static int planted_link(const struct targets *t) {
  const char *link = path_in(t->granted, "planted");
  unlink(link);
  return symlink(t->secret, link) == 0;
}

static int link_in_scratch(const struct targets *t) {
  unlink("/tmp/bulkhead-attempt-link");
  int result = symlink(t->secret, "/tmp/bulkhead-attempt-link") == 0 && opens("/tmp/bulkhead-attempt-link");
  unlink("/tmp/bulkhead-attempt-link");
  return result;
}

static int hard_link(const struct targets *t) {
  const char *link = path_in(t->granted, "hard");
  unlink(link);
  return linkat(AT_FDCWD, t->secret, AT_FDCWD, link, 0) == 0 && opens(link);
}

static int move_in(const struct targets *t) {
  return rename(t->secret, path_in(t->granted, "moved")) == 0;
}

static int by_handle_of_root(const struct targets *t) {
  int root = open("/", O_PATH | O_DIRECTORY);
  return is_secret(openat(root, t->secret + 1, O_RDONLY));
}

static int by_granted_directory(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "../../../../../../../..%s", t->secret);
  return is_secret(openat(open(t->granted, O_RDONLY | O_DIRECTORY), path, O_RDONLY));
}

static int by_changed_directory(const struct targets *t) {
  int directory = open(t->granted, O_RDONLY | O_DIRECTORY);
  if (fchdir(directory) != 0) return 0;
  for (int depth = 0; depth < 20; depth++)
    if (chdir("..") != 0) return 0;
  return opens(t->secret + 1);
}

static int by_descriptor_path(const struct targets *t) {
  char path[4096];
  int directory = open(t->granted, O_RDONLY | O_DIRECTORY);
  snprintf(path, sizeof path, "/proc/self/fd/%d/../../../../../../../..%s", directory, t->secret);
  return opens(path);
}

static int reopened_handle(const struct targets *t) {
  char path[64];
  int handle = open(t->secret, O_PATH);
  if (handle < 0) return 0;
  snprintf(path, sizeof path, "/proc/self/fd/%d", handle);
  return opens(path);
}

static int openat2_cached(const struct targets *t) {
  struct open_how how = {.flags = O_RDONLY, .resolve = 0x20 /* RESOLVE_CACHED */};
  (void)opens(t->secret);
  return is_secret((int)syscall(SYS_openat2, AT_FDCWD, t->secret, &how, sizeof how));
}

static int openat2_plain(const struct targets *t) {
  struct open_how how = {.flags = O_RDONLY};
  return is_secret((int)syscall(SYS_openat2, AT_FDCWD, t->secret, &how, sizeof how));
}

static int old_open(const struct targets *t) { return is_secret((int)syscall(SYS_open, t->secret, O_RDONLY)); }

static int file_handle(const struct targets *t) {
  struct {
    struct file_handle handle;
    char bytes[128];
  } handle = {.handle.handle_bytes = 128};
  int mount;
  return name_to_handle_at(AT_FDCWD, t->granted, &handle.handle, &mount, 0) == 0;
}

static int look_at(const struct targets *t) {
  struct stat status;
  return stat(t->secret, &status) == 0;
}

static int list_directory(const struct targets *t) {
  char directory[4096];
  snprintf(directory, sizeof directory, "%s", t->secret);
  *strrchr(directory, '/') = 0;
  DIR *stream = opendir(directory);
  if (stream == NULL) return 0;
  closedir(stream);
  return 1;
}

static int watch_directory(const struct targets *t) {
  char directory[4096];
  snprintf(directory, sizeof directory, "%s", t->secret);
  *strrchr(directory, '/') = 0;
  return inotify_add_watch(inotify_init1(0), directory, IN_ALL_EVENTS) >= 0;
}

static int list_attributes(const struct targets *t) {
  char names[100];
  return listxattr(t->secret, names, sizeof names) >= 0;
}

static int credentials(const struct targets *t) {
  return is_secret(open(path_in(t->granted, ".env"), O_RDONLY));
}

static int credentials_renamed(const struct targets *t) {
  const char *copy = path_in(t->granted, "harmless.txt");
  return rename(path_in(t->granted, ".env"), copy) == 0 && opens(copy);
}

static int credentials_linked(const struct targets *t) {
  const char *copy = path_in(t->granted, "harmless.link");
  unlink(copy);
  return link(path_in(t->granted, ".env"), copy) == 0 && opens(copy);
}

static int credentials_exchanged(const struct targets *t) {
  const char *other = path_in(t->granted, "other");
  close(open(other, O_CREAT | O_WRONLY, 0600));
  return syscall(SYS_renameat2, AT_FDCWD, other, AT_FDCWD, path_in(t->granted, ".env"), 2) == 0 && opens(other);
}

static int credentials_by_parent(const struct targets *t) {
  const char *nested = path_in(t->granted, "nested"), *moved = path_in(t->granted, "moved-nested");
  return rename(nested, moved) == 0 && opens(path_in(moved, ".env"));
}

static int kernel_memory(const struct targets *t) {
  (void)t;
  return open("/dev/mem", O_RDONLY) >= 0 || open("/dev/kmsg", O_RDONLY) >= 0 || open("/proc/kcore", O_RDONLY) >= 0;
}

const struct attempt file_attempts[] = {
    {"open the secret", direct},
    {"open it through ..", dot_dot},
    {"open it with spare slashes and dots", slashes},
    {"open it through /proc/self/root", own_root},
    {"open it through another process's root", root_of_other},
    {"open it through the parent's root", root_of_parent},
    {"open it through /proc/thread-self/root", root_of_thread},
    {"open it through /proc/self/cwd", own_directory},
    {"read through a symbolic link", symbolic_link},
    {"read through a chain of links", link_chain},
    {"plant a link to it", planted_link},
    {"read through a link in /tmp", link_in_scratch},
    {"read through a hard link", hard_link},
    {"move it into a granted directory", move_in},
    {"open it from a handle of /", by_handle_of_root},
    {"open it from a granted directory", by_granted_directory},
    {"climb out with chdir", by_changed_directory},
    {"open it through /proc/self/fd of a directory", by_descriptor_path},
    {"reopen a handle of it", reopened_handle},
    {"openat2 with RESOLVE_CACHED", openat2_cached},
    {"openat2", openat2_plain},
    {"the old open(2)", old_open},
    {"name_to_handle_at", file_handle},
    {"stat it", look_at},
    {"list its directory", list_directory},
    {"watch its directory", watch_directory},
    {"list its attributes", list_attributes},
    {"read .env inside a grant", credentials},
    {"rename .env and read it", credentials_renamed},
    {"link .env and read it", credentials_linked},
    {"exchange .env with a file", credentials_exchanged},
    {"rename the directory that .env is in", credentials_by_parent},
    {"open kernel memory", kernel_memory},
    {0},
};
