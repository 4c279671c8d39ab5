#pragma once

/* Attempts to get out of a sandbox. Each is a function that says whether it succeeded; run without a
   sandbox it has to, or it shows nothing. */

struct targets {
  const char *secret;    /* a file that is not granted, with "topsecret" in it */
  const char *granted;   /* a directory that may be read and written */
  const char *read_only; /* a file that may be read */
  const char *socket;    /* a UNIX socket of the host; with .datagram behind it one for datagrams */
  const char *abstract;  /* the name of an abstract one */
  int port;              /* a TCP and UDP server on the host's loopback */
  int process;           /* a process of the host */
  int shared_memory;     /* the key of a System V segment of the host */
};

struct attempt {
  const char *name;
  int (*succeeds)(const struct targets *targets);
};

extern const struct attempt file_attempts[], change_attempts[], kernel_attempts[], network_attempts[],
    program_attempts[];

/* Whether an open file is the secret; closes it. */
int is_secret(int file);
/* A path in a buffer that the next call but seven overwrites. */
const char *path_in(const char *directory, const char *name);
int race_path(const char *allowed, const char *forbidden, int count);
int race_link(const char *directory, const char *forbidden, int count);
int race_program(const char *allowed, const char *forbidden, int count);
int serve(const char *socket_path, const char *abstract);
