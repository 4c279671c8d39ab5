#include "attempts.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utime.h>

static int truncate_secret(const struct targets *t) { return truncate(t->secret, 0) == 0; }
static int chmod_secret(const struct targets *t) { return chmod(t->secret, 0777) == 0; }
static int remove_secret(const struct targets *t) { return unlink(t->secret) == 0; }
static int overwrite_secret(const struct targets *t) { return open(t->secret, O_WRONLY | O_TRUNC) >= 0; }
static int mark_secret(const struct targets *t) { return setxattr(t->secret, "user.x", "1", 1, 0) == 0; }

static int write_read_only(const struct targets *t) { return open(t->read_only, O_WRONLY) >= 0; }
static int append_read_only(const struct targets *t) { return open(t->read_only, O_RDWR | O_APPEND) >= 0; }
/* Opened for reading, it is emptied all the same. */
static int truncate_by_reading(const struct targets *t) { return open(t->read_only, O_RDONLY | O_TRUNC) >= 0; }
static int truncate_read_only(const struct targets *t) { return truncate(t->read_only, 0) == 0; }
static int remove_read_only(const struct targets *t) { return unlink(t->read_only) == 0; }
static int chmod_read_only(const struct targets *t) { return chmod(t->read_only, 0777) == 0; }
static int mark_read_only(const struct targets *t) { return setxattr(t->read_only, "user.x", "1", 1, 0) == 0; }
static int date_read_only(const struct targets *t) { return utimensat(AT_FDCWD, t->read_only, NULL, 0) == 0; }
static int utime_read_only(const struct targets *t) { return utime(t->read_only, NULL) == 0; }
static int utimes_read_only(const struct targets *t) { return utimes(t->read_only, NULL) == 0; }

static int replace_read_only(const struct targets *t) {
  const char *file = path_in(t->granted, "replacement");
  close(open(file, O_CREAT | O_WRONLY, 0644));
  return rename(file, t->read_only) == 0;
}

static int reopened_for_writing(const struct targets *t) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", open(t->read_only, O_RDONLY));
  return open(path, O_RDWR) >= 0;
}

static int reopened_dev_fd(const struct targets *t) {
  char path[64];
  snprintf(path, sizeof path, "/dev/fd/%d", open(t->read_only, O_RDONLY));
  return open(path, O_WRONLY) >= 0;
}

/* The kernel takes a descriptor for reading as good enough for these. */
static int fchmod_read_only(const struct targets *t) { return fchmod(open(t->read_only, O_RDONLY), 0777) == 0; }
static int fsetxattr_read_only(const struct targets *t) {
  return fsetxattr(open(t->read_only, O_RDONLY), "user.x", "1", 1, 0) == 0;
}
static int futimens_read_only(const struct targets *t) { return futimens(open(t->read_only, O_RDONLY), NULL) == 0; }
static int fchmodat2_read_only(const struct targets *t) {
  return syscall(452, open(t->read_only, O_PATH), "", 0777, 0x1000 /* AT_EMPTY_PATH */) == 0;
}
static int chmod_by_descriptor_path(const struct targets *t) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", open(t->read_only, O_RDONLY));
  return chmod(path, 0777) == 0;
}
static int flag_read_only(const struct targets *t) {
  int flags = 0, file = open(t->read_only, O_RDONLY);
  return ioctl(file, FS_IOC_GETFLAGS, &flags) == 0 && ioctl(file, FS_IOC_SETFLAGS, &flags) == 0;
}

static int create_outside(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "%s.new", t->secret);
  return open(path, O_CREAT | O_WRONLY, 0600) >= 0;
}
static int directory_outside(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "%s.directory", t->secret);
  return mkdir(path, 0700) == 0;
}
static int pipe_outside(const struct targets *t) {
  char path[4096];
  snprintf(path, sizeof path, "%s.pipe", t->secret);
  return mkfifo(path, 0600) == 0;
}
static int temporary_outside(const struct targets *t) {
  char directory[4096];
  snprintf(directory, sizeof directory, "%s", t->secret);
  *strrchr(directory, '/') = 0;
  return open(directory, O_TMPFILE | O_RDWR, 0600) >= 0;
}

static int writes(const char *path) {
  int file = open(path, O_CREAT | O_WRONLY, 0755);
  return file >= 0 && write(file, "#!/bin/sh\n", 10) == 10;
}
static int git_hook(const struct targets *t) { return writes(path_in(t->granted, "repository/.git/hooks/post-commit")); }
static int git_config(const struct targets *t) { return writes(path_in(t->granted, "repository/.git/config")); }
static int agent_settings(const struct targets *t) {
  (void)mkdir(path_in(t->granted, ".claude"), 0755);
  return writes(path_in(t->granted, ".claude/settings.json"));
}
static int agent_instructions(const struct targets *t) { return writes(path_in(t->granted, "CLAUDE.md")); }
static int editor_tasks(const struct targets *t) {
  (void)mkdir(path_in(t->granted, ".vscode"), 0755);
  return writes(path_in(t->granted, ".vscode/tasks.json"));
}
static int shell_start_up(const struct targets *t) { return writes(path_in(t->granted, ".bashrc")); }
static int direnv(const struct targets *t) { return writes(path_in(t->granted, ".envrc")); }
static int repository_by_rename(const struct targets *t) {
  const char *staged = path_in(t->granted, "staged");
  (void)mkdir(staged, 0755);
  (void)mkdir(path_in(staged, "hooks"), 0755);
  return writes(path_in(staged, "hooks/post-checkout")) && rename(staged, path_in(t->granted, "work/.git")) == 0;
}
static int configuration_by_rename(const struct targets *t) {
  const char *staged = path_in(t->granted, "config");
  (void)mkdir(staged, 0755);
  (void)mkdir(path_in(staged, "autostart"), 0755);
  return writes(path_in(staged, "autostart/x.desktop")) && rename(staged, path_in(t->granted, ".config")) == 0;
}
static int hook_by_link(const struct targets *t) {
  const char *file = path_in(t->granted, "script");
  return writes(file) && link(file, path_in(t->granted, "repository/.git/hooks/pre-push")) == 0;
}
static int bare_repository(const struct targets *t) { return writes(path_in(t->granted, "work/HEAD")); }
static int own_code(const struct targets *t) {
  (void)t;
  char program[4096];
  ssize_t length = readlink("/proc/self/exe", program, sizeof program - 10);
  if (length < 0) return 0;
  strcpy(program + length, ".new");
  return writes(program);
}

static int system_accounts(const struct targets *t) {
  (void)t;
  return open("/etc/passwd", O_WRONLY | O_APPEND) >= 0;
}
static int system_programs(const struct targets *t) {
  (void)t;
  int file = open("/usr/bin/.bulkhead-attempt", O_CREAT | O_WRONLY, 0755);
  unlink("/usr/bin/.bulkhead-attempt");
  return file >= 0;
}
static int core_pattern(const struct targets *t) {
  (void)t;
  return open("/proc/sys/kernel/core_pattern", O_WRONLY) >= 0;
}
static int block_device(const struct targets *t) {
  return mknod(path_in(t->granted, "device"), S_IFBLK | 0666, 0x100) == 0;
}
static int set_user_bit(const struct targets *t) {
  const char *file = path_in(t->granted, "setuid");
  struct stat status;
  close(open(file, O_CREAT | O_WRONLY, 0755));
  return chmod(file, 04755) == 0 && stat(file, &status) == 0 && (status.st_mode & S_ISUID) != 0;
}

const struct attempt change_attempts[] = {
    {"truncate the secret", truncate_secret},
    {"chmod the secret", chmod_secret},
    {"remove the secret", remove_secret},
    {"overwrite the secret", overwrite_secret},
    {"set an attribute of the secret", mark_secret},
    {"write a file granted for reading", write_read_only},
    {"append to a file granted for reading", append_read_only},
    {"empty it by opening it for reading", truncate_by_reading},
    {"truncate it", truncate_read_only},
    {"remove it", remove_read_only},
    {"chmod it", chmod_read_only},
    {"set an attribute of it", mark_read_only},
    {"set its times with utimensat", date_read_only},
    {"set its times with utime", utime_read_only},
    {"set its times with utimes", utimes_read_only},
    {"rename a file over it", replace_read_only},
    {"reopen its descriptor through /proc", reopened_for_writing},
    {"reopen its descriptor through /dev/fd", reopened_dev_fd},
    {"fchmod its descriptor", fchmod_read_only},
    {"fsetxattr its descriptor", fsetxattr_read_only},
    {"futimens its descriptor", futimens_read_only},
    {"fchmodat2 its handle", fchmodat2_read_only},
    {"chmod it through /proc/self/fd", chmod_by_descriptor_path},
    {"change its flags by ioctl", flag_read_only},
    {"make a file outside", create_outside},
    {"make a directory outside", directory_outside},
    {"make a pipe outside", pipe_outside},
    {"make a file without a name outside", temporary_outside},
    {"plant a git hook", git_hook},
    {"change git's configuration", git_config},
    {"plant agent settings", agent_settings},
    {"plant agent instructions", agent_instructions},
    {"plant editor tasks", editor_tasks},
    {"plant a shell start-up file", shell_start_up},
    {"plant a direnv file", direnv},
    {"rename a directory to .git", repository_by_rename},
    {"rename a directory to .config", configuration_by_rename},
    {"plant a git hook by a hard link", hook_by_link},
    {"make a bare repository", bare_repository},
    {"add to the plugin's own code", own_code},
    {"write the system's accounts", system_accounts},
    {"add a system program", system_programs},
    {"write core_pattern", core_pattern},
    {"make a block device", block_device},
    {"make a set-user-ID file", set_user_bit},
    {0},
};
