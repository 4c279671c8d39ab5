// File calls that glibc 2.36 or Swift's Glibc module lacks. Each returns 0 or a value, or -errno.
#ifndef BULKHEAD_FILES_H
#define BULKHEAD_FILES_H

#include <stddef.h>
#include <stdint.h>

// O_PATH of open(2), which glibc declares for _GNU_SOURCE only.
enum { bulkhead_file_path_only = 010000000 };

// openat2(2), Linux 5.6, always with O_CLOEXEC. With `follow` links are followed, but never those of
// /proc that lead to where no path does (RESOLVE_NO_MAGICLINKS); without it any link in the path is
// ELOOP (RESOLVE_NO_SYMLINKS). Returns a descriptor.
int bulkhead_file_open(int directory, const char *path, int flags, unsigned int mode, int follow);

// Opens the file of a descriptor once more (of one with O_PATH, say) with other flags: wherever its
// path leads by now, it is the same file. Needs /proc. Returns a descriptor.
int bulkhead_file_reopen(int descriptor, int flags);

// The path of a descriptor's file, as proc(5) gives it for /proc/self/fd: real, without links; with
// " (deleted)" after it where it was removed. Writes no NUL. Returns its length in bytes; a path that
// fills the buffer is ENAMETOOLONG.
long bulkhead_file_path(int descriptor, char *buffer, size_t size);

// faccessat(2) of a descriptor's file, with the effective user.
int bulkhead_file_access(int descriptor, int mode);

// fchmod(2) that takes a descriptor with O_PATH too.
int bulkhead_file_chmod(int descriptor, unsigned int mode);

// renameat2(2), Linux 3.15. With `keep` it fails with EEXIST where the new name is taken.
int bulkhead_file_rename(int directory, const char *name, int new_directory, const char *new_name,
                         int keep);

// Times in nanoseconds since 1970.
struct bulkhead_file_status {
  uint64_t device, special_device, inode, links, size;
  uint32_t mode, user, group;
  int64_t accessed, modified, changed, born;
};

// statx(2) of a name in a directory, or with an empty name of the descriptor's own file; a link is not
// followed. Where a file system keeps no time of birth it is that of the last change.
int bulkhead_file_status(int directory, const char *name, struct bulkhead_file_status *status);

#endif
