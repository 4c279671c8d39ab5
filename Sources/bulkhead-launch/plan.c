#include "launch.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static const unsigned char *bytes;
static size_t size;

static uint32_t u32(size_t at) {
  uint32_t value;
  memcpy(&value, bytes + at, sizeof value);
  return value;
}

void plan_open(int descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || status.st_size <= 0) fail("plan", "cannot be read");
  size = (size_t)status.st_size;
  void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (map == MAP_FAILED) fail("plan", "cannot be mapped");
  bytes = map;
  close(descriptor);
  for (size_t at = 0; at < size;) {
    if (size - at < 8 || size - at - 8 < u32(at + 4)) fail("plan", "is cut off");
    at += 8 + u32(at + 4);
  }
}

int plan_next(enum tag tag, size_t *position, struct record *record) {
  while (*position < size) {
    size_t at = *position;
    *position += 8 + u32(at + 4);
    if (u32(at) != (uint32_t)tag) continue;
    record->bytes = bytes + at + 8;
    record->length = u32(at + 4);
    return 1;
  }
  return 0;
}

int plan_has(enum tag tag) {
  size_t position = 0;
  struct record record;
  return plan_next(tag, &position, &record);
}

static const unsigned char *take(const struct record *record, size_t *offset, size_t count) {
  if (record->length < *offset || record->length - *offset < count) fail("plan", "record too short");
  const unsigned char *field = record->bytes + *offset;
  *offset += count;
  return field;
}

uint32_t record_u32(const struct record *record, size_t *offset) {
  uint32_t value;
  memcpy(&value, take(record, offset, sizeof value), sizeof value);
  return value;
}

uint64_t record_u64(const struct record *record, size_t *offset) {
  uint64_t value;
  memcpy(&value, take(record, offset, sizeof value), sizeof value);
  return value;
}

const char *record_text(const struct record *record, size_t *offset) {
  size_t rest = record->length < *offset ? 0 : record->length - *offset;
  const unsigned char *end = rest == 0 ? NULL : memchr(record->bytes + *offset, 0, rest);
  if (end == NULL) fail("plan", "text without end");
  return (const char *)take(record, offset, (size_t)(end - (record->bytes + *offset)) + 1);
}

void send_message(char letter, const void *text, size_t length, const int *descriptors, int count) {
  struct iovec parts[] = {{&letter, 1}, {(void *)text, length}};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int) * 32)];
  } ancillary;
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  if (count > 0) {
    memset(&ancillary, 0, sizeof ancillary);
    message.msg_control = &ancillary;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)count);
    memcpy(CMSG_DATA(header), descriptors, sizeof(int) * (size_t)count);
  }
  /* Without a supervisor nothing may go on. */
  if (sendmsg(control, &message, MSG_NOSIGNAL) < 0) _exit(125);
}

void fail(const char *step, const char *what) {
  struct {
    int code;
    char text[500];
  } report = {.code = errno};
  size_t length = 0;
  const char *parts[] = {step, ": ", what};
  for (size_t part = 0; part < 3; part++) {
    size_t count = strnlen(parts[part], sizeof report.text - length);
    memcpy(report.text + length, parts[part], count);
    length += count;
  }
  char letter = 'E';
  struct iovec message[] = {{&letter, 1}, {&report, sizeof report.code + length}};
  struct msghdr header = {.msg_iov = message, .msg_iovlen = 2};
  (void)sendmsg(control, &header, MSG_NOSIGNAL);
  _exit(125);
}
