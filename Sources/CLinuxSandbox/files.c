#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

_Static_assert(bulkhead_file_path_only == O_PATH, "fcntl.h");

static int checked(long result) { return result < 0 ? -errno : (int)result; }

int bulkhead_file_open(int directory, const char *path, int flags, unsigned int mode, int follow) {
  struct open_how how;
  memset(&how, 0, sizeof how);
  how.flags = (uint64_t)(unsigned int)(flags | O_CLOEXEC);
  how.mode = mode;
  how.resolve = follow ? RESOLVE_NO_MAGICLINKS : RESOLVE_NO_SYMLINKS;
  return checked(syscall(SYS_openat2, directory, path, &how, sizeof how));
}

// Room for "/proc/self/fd/" and a number.
enum { link_size = 32 };

static void link_of(int descriptor, char *link) {
  snprintf(link, link_size, "/proc/self/fd/%d", descriptor);
}

int bulkhead_file_reopen(int descriptor, int flags) {
  char link[link_size];
  link_of(descriptor, link);
  return checked(open(link, flags | O_CLOEXEC));
}

long bulkhead_file_path(int descriptor, char *buffer, size_t size) {
  char link[link_size];
  link_of(descriptor, link);
  long length = readlink(link, buffer, size);
  if (length < 0) return -errno;
  return (size_t)length == size ? -ENAMETOOLONG : length;
}

int bulkhead_file_access(int descriptor, int mode) {
  char link[link_size];
  link_of(descriptor, link);
  return checked(faccessat(AT_FDCWD, link, mode, AT_EACCESS));
}

int bulkhead_file_chmod(int descriptor, unsigned int mode) {
  char link[link_size];
  link_of(descriptor, link);
  return checked(chmod(link, mode));
}

int bulkhead_file_rename(int directory, const char *name, int new_directory, const char *new_name,
                         int keep) {
  return checked(
      renameat2(directory, name, new_directory, new_name, keep ? RENAME_NOREPLACE : 0));
}

static int64_t nanoseconds(struct statx_timestamp time) {
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

int bulkhead_file_status(int directory, const char *name, struct bulkhead_file_status *status) {
  struct statx found;
  if (statx(directory, name, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT,
            STATX_BASIC_STATS | STATX_BTIME, &found) != 0)
    return -errno;
  status->device = makedev(found.stx_dev_major, found.stx_dev_minor);
  status->special_device = makedev(found.stx_rdev_major, found.stx_rdev_minor);
  status->inode = found.stx_ino;
  status->links = found.stx_nlink;
  status->size = found.stx_size;
  status->mode = found.stx_mode;
  status->user = found.stx_uid;
  status->group = found.stx_gid;
  status->accessed = nanoseconds(found.stx_atime);
  status->modified = nanoseconds(found.stx_mtime);
  status->changed = nanoseconds(found.stx_ctime);
  status->born = nanoseconds(found.stx_mask & STATX_BTIME ? found.stx_btime : found.stx_ctime);
  return 0;
}
