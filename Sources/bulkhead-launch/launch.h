#pragma once

#include <stddef.h>
#include <stdint.h>

/* The launcher carries out a plan that the supervisor wrote: a series of records in a memfd. It decides
   nothing; what it cannot do ends the run. Records with one tag are carried out in the order they have. */

enum tag {
  tag_drop = 1,      /* u32 uid, u32 gid: become this user first (host uid 0 only) */
  tag_namespaces,    /* u32 flags of unshare(2) */
  tag_network,       /* u32 number of TCP sockets to make in the new network namespace */
  tag_bind,          /* u32 attributes of mount_setattr(2), path: the same path in the view */
  tag_directory,     /* u32 mode, path: an empty directory in the view */
  tag_file_system,   /* u32 flags, path, type and options of mount(2): one without a device */
  tag_link,          /* path, target: a symbolic link in the view */
  tag_proc,          /* no content: a proc file system at /proc */
  tag_mask,          /* path: read-only from here on */
  tag_limit,         /* u32 resource, u64 value for setrlimit(2) */
  tag_ruleset,       /* u64 file rights, u64 network rights, u64 scopes that Landlock handles */
  tag_rule,          /* u64 rights, path */
  tag_filter,        /* struct sock_filter[] */
  tag_closed,        /* path: a canary that must not open */
  tag_directory_now, /* path: the working directory */
  tag_program,       /* path */
  tag_argument,      /* text */
  tag_variable,      /* text */
};

struct record {
  const unsigned char *bytes;
  uint32_t length;
};

/* Maps the plan; ends the process if it is not well-formed. */
void plan_open(int descriptor);
/* The next record of a tag after *position, which starts at 0; 0 when there are no more. */
int plan_next(enum tag tag, size_t *position, struct record *record);
int plan_has(enum tag tag);
/* Fields of a record from an offset that moves on; they end the process where there is too little. */
uint32_t record_u32(const struct record *record, size_t *offset);
uint64_t record_u64(const struct record *record, size_t *offset);
const char *record_text(const struct record *record, size_t *offset);

/* Messages to the supervisor: one letter, then text; descriptors beside it. */
enum { control = 3, plan = 4 };
void send_message(char letter, const void *text, size_t length, const int *descriptors, int count);
/* Reports "step: what" with errno and ends the process with 125. */
void fail(const char *step, const char *what) __attribute__((noreturn));

void network_set_up(void);
void view_take_sources(void);
void view_build(void);
void view_enter(void);
void confine(void);
void canary(void);
void drop_capabilities(void);
