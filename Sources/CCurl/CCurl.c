#include "CCurl.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct {
  CURLcode (*global_init)(long);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  void (*easy_reset)(CURL *);
  CURLcode (*setopt)(CURL *, CURLoption, ...);
  CURLcode (*getinfo)(CURL *, CURLINFO, ...);
  const char *(*strerror)(CURLcode);
  CURLM *(*multi_init)(void);
  CURLMcode (*multi_cleanup)(CURLM *);
  CURLMcode (*multi_add)(CURLM *, CURL *);
  CURLMcode (*multi_remove)(CURLM *, CURL *);
  CURLMcode (*multi_perform)(CURLM *, int *);
  CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd *, unsigned int, int, int *);
  CURLMcode (*multi_wakeup)(CURLM *);
  CURLMsg *(*multi_info)(CURLM *, int *);
  struct curl_slist *(*append)(struct curl_slist *, const char *);
  void (*free_list)(struct curl_slist *);
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int loaded;
static char error[256] = "libcurl has not been opened";

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *why = dlerror();
    snprintf(error, sizeof error, "%s", why != NULL ? why : "libcurl.so.4 cannot be opened");
    return;
  }
  const struct {
    void *slot;
    const char *name;
  } symbols[] = {
      {&curl.global_init, "curl_global_init"},     {&curl.easy_init, "curl_easy_init"},
      {&curl.easy_cleanup, "curl_easy_cleanup"},   {&curl.easy_reset, "curl_easy_reset"},
      {&curl.setopt, "curl_easy_setopt"},          {&curl.getinfo, "curl_easy_getinfo"},
      {&curl.strerror, "curl_easy_strerror"},      {&curl.multi_init, "curl_multi_init"},
      {&curl.multi_cleanup, "curl_multi_cleanup"}, {&curl.multi_add, "curl_multi_add_handle"},
      {&curl.multi_remove, "curl_multi_remove_handle"},
      {&curl.multi_perform, "curl_multi_perform"}, {&curl.multi_poll, "curl_multi_poll"},
      {&curl.multi_wakeup, "curl_multi_wakeup"},   {&curl.multi_info, "curl_multi_info_read"},
      {&curl.append, "curl_slist_append"},         {&curl.free_list, "curl_slist_free_all"},
  };
  for (size_t index = 0; index < sizeof symbols / sizeof symbols[0]; index++) {
    /* POSIX lets a pointer to an object hold what dlsym returns for a function. */
    void *symbol = dlsym(library, symbols[index].name);
    if (symbol == NULL) {
      snprintf(error, sizeof error, "libcurl.so.4 has no %s", symbols[index].name);
      return;
    }
    *(void **)symbols[index].slot = symbol;
  }
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    snprintf(error, sizeof error, "libcurl cannot be initialised");
    return;
  }
  error[0] = 0;
  loaded = 1;
}

int ccurl_load(void) {
  pthread_once(&once, load);
  return loaded ? 0 : -1;
}

const char *ccurl_error(void) { return error; }

struct ccurl_session {
  CURLM *multi;
  CURL *easy;
};

void ccurl_free(ccurl_session *session) {
  if (session == NULL) return;
  if (session->easy != NULL) curl.easy_cleanup(session->easy);
  if (session->multi != NULL) curl.multi_cleanup(session->multi);
  free(session);
}

ccurl_session *ccurl_new(void) {
  if (ccurl_load() != 0) return NULL;
  ccurl_session *session = calloc(1, sizeof *session);
  if (session == NULL) return NULL;
  session->multi = curl.multi_init();
  session->easy = curl.easy_init();
  if (session->multi != NULL && session->easy != NULL) return session;
  ccurl_free(session);
  return NULL;
}

/* What the callbacks of one exchange share. */
struct running {
  const struct ccurl_exchange *exchange;
  int stopped;
  int wrong_address;
};

static size_t pass(struct running *running, int (*callback)(void *, const char *, size_t),
                   const char *bytes, size_t size) {
  if (callback(running->exchange->context, bytes, size) == 0) return size;
  running->stopped = 1;
  return size + 1;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context) {
  struct running *running = context;
  return pass(running, running->exchange->on_header, bytes, size * count);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context) {
  struct running *running = context;
  return pass(running, running->exchange->on_body, bytes, size * count);
}

/* The last word on where a connection goes: a socket is made for the decided address and no other. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to) {
  struct running *running = context;
  const struct ccurl_exchange *exchange = running->exchange;
  const void *address = NULL;
  uint16_t port = 0;
  size_t size = 0;
  if (to->family == AF_INET) {
    const struct sockaddr_in *v4 = (const void *)&to->addr;
    address = &v4->sin_addr;
    size = sizeof v4->sin_addr;
    port = v4->sin_port;
  } else if (to->family == AF_INET6) {
    const struct sockaddr_in6 *v6 = (const void *)&to->addr;
    address = &v6->sin6_addr;
    size = sizeof v6->sin6_addr;
    port = v6->sin6_port;
  }
  if (purpose != CURLSOCKTYPE_IPCXN || size == 0 || size != exchange->address_size ||
      port != exchange->port || memcmp(address, exchange->address, size) != 0) {
    running->wrong_address = 1;
    return CURL_SOCKET_BAD;
  }
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static CURLcode set_wire(CURL *easy, const struct ccurl_exchange *exchange, struct running *running,
                         char *message, struct curl_slist *to, struct curl_slist *headers) {
#define SET(option, value) \
  do { \
    CURLcode code = curl.setopt(easy, option, value); \
    if (code != CURLE_OK) return code; \
  } while (0)
  SET(CURLOPT_ERRORBUFFER, message);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_URL, exchange->url);
  SET(CURLOPT_PATH_AS_IS, 1L);
  SET(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  /* An empty proxy is none, whatever the environment says. */
  SET(CURLOPT_PROXY, "");
  SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  SET(CURLOPT_SSL_VERIFYPEER, 1L);
  SET(CURLOPT_SSL_VERIFYHOST, 2L);
  if (exchange->authorities != NULL) SET(CURLOPT_CAINFO, exchange->authorities);
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
  SET(CURLOPT_ACCEPT_ENCODING, "");
  SET(CURLOPT_BUFFERSIZE, 131072L);
  SET(CURLOPT_CONNECT_TO, to);
  SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  SET(CURLOPT_OPENSOCKETDATA, running);
  SET(CURLOPT_CONNECTTIMEOUT_MS, exchange->connect_timeout_ms);
  SET(CURLOPT_TIMEOUT_MS, exchange->timeout_ms);
  SET(CURLOPT_HTTPHEADER, headers);
  SET(CURLOPT_HEADERFUNCTION, on_header);
  SET(CURLOPT_HEADERDATA, running);
  SET(CURLOPT_WRITEFUNCTION, on_body);
  SET(CURLOPT_WRITEDATA, running);
  if (strcmp(exchange->method, "HEAD") == 0) {
    SET(CURLOPT_NOBODY, 1L);
  } else if (exchange->body != NULL) {
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)exchange->body_size);
    SET(CURLOPT_POSTFIELDS, exchange->body);
    SET(CURLOPT_CUSTOMREQUEST, exchange->method);
  } else {
    SET(CURLOPT_HTTPGET, 1L);
    SET(CURLOPT_CUSTOMREQUEST, exchange->method);
  }
#undef SET
  return CURLE_OK;
}

static CURLcode run(ccurl_session *session, struct running *running) {
  if (curl.multi_add(session->multi, session->easy) != CURLM_OK) return CURLE_OUT_OF_MEMORY;
  CURLcode code = CURLE_OK;
  for (;;) {
    int active = 0;
    if (running->exchange->should_stop(running->exchange->context)) running->stopped = 1;
    if (running->stopped) break;
    if (curl.multi_perform(session->multi, &active) != CURLM_OK) {
      code = CURLE_FAILED_INIT;
      break;
    }
    if (active == 0) break;
    if (curl.multi_poll(session->multi, NULL, 0, 1000, NULL) != CURLM_OK) {
      code = CURLE_FAILED_INIT;
      break;
    }
  }
  int left = 0;
  for (CURLMsg *message; (message = curl.multi_info(session->multi, &left)) != NULL;)
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  curl.multi_remove(session->multi, session->easy);
  return code;
}

static enum ccurl_outcome outcome(CURLcode code, const struct running *running) {
  if (running->stopped) return ccurl_stopped;
  switch (code) {
    case CURLE_OK: return ccurl_done;
    case CURLE_COULDNT_CONNECT: return ccurl_not_connected;
    case CURLE_OPERATION_TIMEDOUT: return ccurl_timed_out;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ISSUER_ERROR: return ccurl_not_trusted;
    default: return ccurl_failed;
  }
}

void ccurl_perform(ccurl_session *session, const struct ccurl_exchange *exchange,
                   struct ccurl_result *result) {
  memset(result, 0, sizeof *result);
  struct running running = {exchange, 0, 0};
  char message[CURL_ERROR_SIZE] = "";
  struct curl_slist *to = curl.append(NULL, exchange->connect_to);
  struct curl_slist *headers = NULL;
  int complete = to != NULL;
  for (size_t index = 0; complete && index < exchange->header_count; index++) {
    struct curl_slist *longer = curl.append(headers, exchange->headers[index]);
    if (longer == NULL) complete = 0;
    else headers = longer;
  }
  curl.easy_reset(session->easy);
  CURLcode code = CURLE_OUT_OF_MEMORY;
  if (complete) {
    code = set_wire(session->easy, exchange, &running, message, to, headers);
    if (code == CURLE_OK) code = run(session, &running);
  }
  long number = 0;
  curl.getinfo(session->easy, CURLINFO_OS_ERRNO, &number);
  curl.getinfo(session->easy, CURLINFO_NUM_CONNECTS, &result->connections);
  result->error_number = (int)number;
  result->outcome = running.wrong_address ? ccurl_failed : outcome(code, &running);
  const char *why = running.wrong_address ? "the address to connect to is not the one decided"
                    : message[0] != 0     ? message
                                          : curl.strerror(code);
  snprintf(result->message, sizeof result->message, "%s", why);
  /* Nothing of this frame may be used by what the session keeps. */
  curl.easy_reset(session->easy);
  curl.free_list(headers);
  curl.free_list(to);
}

void ccurl_wake(ccurl_session *session) { curl.multi_wakeup(session->multi); }
