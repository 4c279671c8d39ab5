/*
 * One HTTP exchange at a time by libcurl: no redirects, no proxy, no cookies, no .netrc, TLS verified,
 * and only to the one address that was decided. The library is opened at first use: linking it would
 * cost every start some milliseconds.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Opens libcurl.so.4: 0, or -1 and why in ccurl_error(). From any thread. */
int ccurl_load(void);
const char *ccurl_error(void);

/* Keeps connections for use by later exchanges with the same server at the same address. One thread at
   a time, but for ccurl_wake. */
typedef struct ccurl_session ccurl_session;

/* NULL where libcurl or memory is missing. */
ccurl_session *ccurl_new(void);
void ccurl_free(ccurl_session *session);

struct ccurl_exchange {
  /* The whole address, as parsed. */
  const char *url;
  const char *method;
  /* Lines "Name: value", or "Name;" for an empty value. */
  const char *const *headers;
  size_t header_count;
  /* NULL for none; the bytes must stay until the exchange ends. */
  const void *body;
  size_t body_size;
  /* "HOST:PORT:ADDRESS:PORT": see CURLOPT_CONNECT_TO(3). */
  const char *connect_to;
  /* The only address and port, both in network order, that a socket is opened for: 4 or 16 bytes. */
  uint8_t address[16];
  size_t address_size;
  uint16_t port;
  /* A file of certificates to trust instead of the system's; NULL for those. */
  const char *authorities;
  long connect_timeout_ms;
  long timeout_ms;
  /* Called with each line of the head, and with each piece of the body after decompression; anything but
     0 ends the exchange. */
  int (*on_header)(void *context, const char *bytes, size_t size);
  int (*on_body)(void *context, const char *bytes, size_t size);
  /* Asked at least once a second, and after ccurl_wake; anything but 0 ends the exchange. */
  int (*should_stop)(void *context);
  void *context;
};

enum ccurl_outcome {
  ccurl_done = 0,
  /* A callback has ended the exchange. */
  ccurl_stopped,
  ccurl_not_connected,
  ccurl_timed_out,
  ccurl_not_trusted,
  ccurl_failed,
};

struct ccurl_result {
  enum ccurl_outcome outcome;
  /* Of connect(2), where it failed; or 0. */
  int error_number;
  /* Connections that were opened, 0 where a kept one was used. */
  long connections;
  char message[256];
};

/* Blocks until the exchange is over. */
void ccurl_perform(ccurl_session *session, const struct ccurl_exchange *exchange,
                   struct ccurl_result *result);

/* Makes a running ccurl_perform ask should_stop now. From any thread. */
void ccurl_wake(ccurl_session *session);
