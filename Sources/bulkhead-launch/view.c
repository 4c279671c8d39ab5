#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The private view: a new root with the same paths and nothing that the plan does not name. */

enum { maximum_binds = 256, maximum_path = 4096 };

static const char new_root[] = "/tmp";
static int sources[maximum_binds];
static int source_count;

static void in_new_root(char *buffer, const char *path) {
  int length = snprintf(buffer, maximum_path, "%s%s", new_root, path);
  if (length < 0 || length >= maximum_path) fail("view", "path too long");
}

/* Before the host's tree is covered. The plan has real paths; a link that somebody put into one since
   would lead elsewhere, so none is followed. */
void view_take_sources(void) {
  size_t position = 0;
  struct record record;
  while (plan_next(tag_bind, &position, &record)) {
    size_t offset = 0;
    struct mount_attr attributes = {.attr_set = record_u32(&record, &offset)};
    const char *path = record_text(&record, &offset);
    if (source_count == maximum_binds) fail("view", "too many paths");
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
    int handle = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    if (handle < 0) fail("view", path);
    int tree = open_tree(handle, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE);
    if (tree < 0) fail("view", path);
    close(handle);
    if (mount_setattr(tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes, sizeof attributes) != 0)
      fail("view: attributes", path);
    sources[source_count++] = tree;
  }
}

static void make_directories(char *path, size_t from) {
  for (char *end = path + from + 1; *end != 0; end++) {
    if (*end != '/') continue;
    *end = 0;
    if (mkdir(path, 0755) != 0 && errno != EEXIST) fail("view: directory", path);
    *end = '/';
  }
}

static void make_parents(char *path) { make_directories(path, sizeof new_root - 1); }

static void place_binds(void) {
  size_t position = 0;
  struct record record;
  char target[maximum_path];
  for (int index = 0; plan_next(tag_bind, &position, &record); index++) {
    size_t offset = 0;
    (void)record_u32(&record, &offset);
    const char *path = record_text(&record, &offset);
    in_new_root(target, path);
    make_parents(target);
    struct stat status;
    if (fstat(sources[index], &status) != 0) fail("view", path);
    if (S_ISDIR(status.st_mode)) {
      if (mkdir(target, 0755) != 0 && errno != EEXIST) fail("view: directory", path);
    } else {
      int file = open(target, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
      if (file < 0) fail("view: file", path);
      close(file);
    }
    if (move_mount(sources[index], "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH) != 0)
      fail("view: mount", path);
    close(sources[index]);
  }
}

static void place_own(void) {
  struct record record;
  char target[maximum_path];
  /* File systems first: a directory may be in one. */
  for (size_t position = 0; plan_next(tag_file_system, &position, &record);) {
    size_t offset = 0;
    unsigned long flags = record_u32(&record, &offset);
    const char *path = record_text(&record, &offset);
    const char *type = record_text(&record, &offset);
    const char *options = record_text(&record, &offset);
    in_new_root(target, path);
    make_parents(target);
    if (mkdir(target, 0755) != 0 && errno != EEXIST) fail("view: directory", path);
    if (mount(type, target, type, flags, options) != 0) fail("view: mount", path);
  }
  for (size_t position = 0; plan_next(tag_directory, &position, &record);) {
    size_t offset = 0;
    mode_t mode = record_u32(&record, &offset);
    const char *path = record_text(&record, &offset);
    in_new_root(target, path);
    make_parents(target);
    if (mkdir(target, mode) != 0 && errno != EEXIST) fail("view: directory", path);
  }
  for (size_t position = 0; plan_next(tag_link, &position, &record);) {
    size_t offset = 0;
    const char *path = record_text(&record, &offset);
    const char *link = record_text(&record, &offset);
    in_new_root(target, path);
    make_parents(target);
    if (symlink(link, target) != 0 && errno != EEXIST) fail("view: link", path);
  }
}

void view_build(void) {
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) fail("view", "private propagation");
  if (mount("view", new_root, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=16m") != 0)
    fail("view", "root");
  place_own();
  place_binds();
}

/* In the new process namespace, which the proc file system shows. */
void view_enter(void) {
  struct record record;
  char target[maximum_path];
  if (plan_has(tag_proc)) {
    in_new_root(target, "/proc");
    if (mkdir(target, 0555) != 0 && errno != EEXIST) fail("view: directory", "/proc");
    if (mount("proc", target, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0)
      fail("view: proc", "/proc");
  }
  for (size_t position = 0; plan_next(tag_mask, &position, &record);) {
    size_t offset = 0;
    const char *path = record_text(&record, &offset);
    in_new_root(target, path);
    if (access(target, F_OK) != 0) continue;
    struct mount_attr attributes = {
        .attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC};
    if (mount(target, target, NULL, MS_BIND | MS_REC, NULL) != 0 ||
        mount_setattr(AT_FDCWD, target, AT_RECURSIVE, &attributes, sizeof attributes) != 0)
      fail("view: cover", path);
  }
  if (chdir(new_root) != 0 || syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0)
    fail("view", "pivot_root");
  struct mount_attr read_only = {.attr_set = MOUNT_ATTR_RDONLY};
  if (mount_setattr(AT_FDCWD, "/", 0, &read_only, sizeof read_only) != 0) fail("view", "read-only root");
  if (chdir("/") != 0) fail("view", "root");
}
