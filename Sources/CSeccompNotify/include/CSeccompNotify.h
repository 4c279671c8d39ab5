#pragma once

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What Swift cannot call by itself: variadic ioctl(2) and syscall(2), _IOWR constants, ancillary data.
   Every function returns a result of zero or more, or minus errno. No policy is in here. */

/* MARK: seccomp_unotify(2) */

/* Bytes that a notification of this kernel takes; `cnotify_receive` needs a buffer of that size. */
size_t cnotify_size(void);
/* Waits for a call. -ENOENT: the caller died meanwhile, or nobody is left to call. */
int cnotify_receive(int listener, struct seccomp_notif *notification);
int cnotify_respond(int listener, uint64_t id, int64_t value, int error, uint32_t flags);
/* Whether the call still waits; until then its process id is not another process's. */
int cnotify_is_valid(int listener, uint64_t id);
/* Gives the caller a copy of `descriptor` as the result of its call. -EBADF: the file cannot be given. */
int cnotify_inject(int listener, uint64_t id, int descriptor, int close_on_exec);
/* Lets a caller and the supervisor hand the processor to each other (Linux 6.6). */
int cnotify_wake_synchronously(int listener);

/* MARK: other processes */

/* Up to `length` bytes of a process's memory; fewer where the mapping ends. */
ssize_t cprocess_read(pid_t process, uint64_t address, void *buffer, size_t length);
/* A string with its final NUL; its length, -EFAULT, or -ENAMETOOLONG where it does not fit. */
ssize_t cprocess_read_text(pid_t process, uint64_t address, char *buffer, size_t size);
int cprocess_pidfd(pid_t process);
/* A copy of another process's descriptor. */
int cprocess_take(pid_t process, int descriptor);
int cprocess_kill(int pidfd, int signal);
/* A counter of the CPU time in nanoseconds of a process and all it starts from now on. */
int cprocess_cpu_counter(pid_t process);

/* MARK: signals */

/* Catches the signals of a set, on whatever thread they arrive, until `csignal_release`: a descriptor to read
   them from. One at a time in a process. */
int csignal_catch(const sigset_t *signals);
void csignal_release(const sigset_t *signals, int descriptor);
/* The next signal, and whether a process sent it rather than the kernel. */
int csignal_receive(int descriptor, int *is_from_process);

/* MARK: files */

int cfile_openat2(int directory, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve);
/* renameat2(2): 0, or -1 and errno, like the calls that Swift has. */
int cfile_rename(int directory, const char *name, int new_directory, const char *new_name,
                 unsigned int flags);
int cfile_set_attribute(const char *path, const char *name, const void *value, size_t size, int flags);
int cfile_remove_attribute(const char *path, const char *name);
/* A pipe, close-on-exec: ends[0] to read, ends[1] to write. */
int cfile_pipe(int ends[2]);
/* A file in memory. */
int cfile_memory(const char *name);
/* Makes the calling thread alone act on files as this user (setfsuid(2)). */
int cthread_act_as(uid_t user, gid_t group);
/* Who the calling thread acts on files as. */
uid_t cthread_user(void);
gid_t cthread_group(void);
/* The file creation mask of the calling thread alone, from now on (CLONE_FS). */
int cthread_own_mask(void);
int clandlock_version(void);

enum {
  cfile_path = 010000000,        /* O_PATH */
  cfile_in_root = 0x10,          /* RESOLVE_IN_ROOT */
  cfile_no_magic_links = 0x02,   /* RESOLVE_NO_MAGICLINKS */
  cfile_no_links = 0x04,         /* RESOLVE_NO_SYMLINKS */
  cfile_temporary = 020200000,   /* O_TMPFILE */
  cfile_no_access_time = 01000000, /* O_NOATIME */
};

/* MARK: messages of the launcher */

/* One message of a SOCK_SEQPACKET socket: its length, 0 at the end. Descriptors go to `descriptors`
   (close-on-exec), their number to `*count`, the sender's process id to `*sender`. */
ssize_t cmessage_receive(int socket, void *buffer, size_t size, int *descriptors, int *count,
                         pid_t *sender);

/* MARK: the name server in the sandbox */

/* A datagram of an IPv6 socket with IPV6_RECVPKTINFO: from whom, and to which address it was sent. */
ssize_t cdatagram_receive(int socket, void *buffer, size_t size, struct sockaddr_in6 *from,
                          struct in6_addr *to);
/* Answers from the address that was asked. */
ssize_t cdatagram_send(int socket, const void *buffer, size_t size, const struct sockaddr_in6 *to,
                       const struct in6_addr *from);
int cdatagram_wants_address(int socket);
