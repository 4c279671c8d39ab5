#include "CCrypto.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

/*
 * The part of OpenSSL 3's stable ABI that is used, declared by hand so that building needs no
 * headers of OpenSSL. EVP_MD_CTX_new(3), EVP_DigestInit(3), HMAC(3).
 */
typedef struct evp_md_st EVP_MD;
typedef struct evp_md_ctx_st EVP_MD_CTX;
typedef struct engine_st ENGINE;

static struct {
  const EVP_MD *(*sha256)(void);
  EVP_MD_CTX *(*ctx_new)(void);
  void (*ctx_free)(EVP_MD_CTX *);
  int (*init)(EVP_MD_CTX *, const EVP_MD *, ENGINE *);
  int (*update)(EVP_MD_CTX *, const void *, size_t);
  int (*final)(EVP_MD_CTX *, unsigned char *, unsigned int *);
  unsigned char *(*hmac)(const EVP_MD *, const void *, int, const unsigned char *, size_t,
                         unsigned char *, unsigned int *);
  EVP_MD *(*fetch)(void *, const char *, const char *);
  /* EVP_sha256() is looked up again by every EVP_DigestInit; an explicit fetch is not. */
  const EVP_MD *md;
} crypto;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int loaded;
static char error[256] = "libcrypto has not been opened";

static void load(void) {
  void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *why = dlerror();
    snprintf(error, sizeof error, "%s", why != NULL ? why : "libcrypto.so.3 cannot be opened");
    return;
  }
  const struct {
    void *slot;
    const char *name;
  } symbols[] = {
      {&crypto.sha256, "EVP_sha256"},       {&crypto.ctx_new, "EVP_MD_CTX_new"},
      {&crypto.ctx_free, "EVP_MD_CTX_free"}, {&crypto.init, "EVP_DigestInit_ex"},
      {&crypto.update, "EVP_DigestUpdate"}, {&crypto.final, "EVP_DigestFinal_ex"},
      {&crypto.hmac, "HMAC"},               {&crypto.fetch, "EVP_MD_fetch"},
  };
  for (size_t index = 0; index < sizeof symbols / sizeof symbols[0]; index++) {
    /* POSIX lets a pointer to an object hold what dlsym returns for a function. */
    void *symbol = dlsym(library, symbols[index].name);
    if (symbol == NULL) {
      snprintf(error, sizeof error, "libcrypto.so.3 has no %s", symbols[index].name);
      return;
    }
    *(void **)symbols[index].slot = symbol;
  }
  crypto.md = crypto.fetch(NULL, "SHA256", NULL);
  if (crypto.md == NULL) {
    snprintf(error, sizeof error, "libcrypto.so.3 offers no SHA-256");
    return;
  }
  error[0] = 0;
  loaded = 1;
}

int ccrypto_load(void) {
  pthread_once(&once, load);
  return loaded ? 0 : -1;
}

const char *ccrypto_error(void) { return error; }

void *ccrypto_sha256_new(void) {
  if (ccrypto_load() != 0) return NULL;
  EVP_MD_CTX *state = crypto.ctx_new();
  if (state != NULL && crypto.init(state, crypto.md, NULL) != 1) {
    crypto.ctx_free(state);
    return NULL;
  }
  return state;
}

int ccrypto_sha256_update(void *state, const void *data, size_t length) {
  return crypto.update(state, data, length) == 1 ? 0 : -1;
}

int ccrypto_sha256_final(void *state, uint8_t digest[CCRYPTO_SHA256_LENGTH]) {
  unsigned int length = 0;
  if (crypto.final(state, digest, &length) != 1 || length != CCRYPTO_SHA256_LENGTH) return -1;
  return crypto.init(state, NULL, NULL) == 1 ? 0 : -1;
}

void ccrypto_sha256_free(void *state) {
  if (state != NULL) crypto.ctx_free(state);
}

int ccrypto_sha256(const void *data, size_t length, uint8_t digest[CCRYPTO_SHA256_LENGTH]) {
  void *state = ccrypto_sha256_new();
  if (state == NULL) return -1;
  int status = length == 0 ? 0 : ccrypto_sha256_update(state, data, length);
  if (status == 0) status = ccrypto_sha256_final(state, digest);
  ccrypto_sha256_free(state);
  return status;
}

int ccrypto_hmac_sha256(const void *key, size_t key_length, const void *data, size_t length,
                         uint8_t mac[CCRYPTO_SHA256_LENGTH]) {
  if (ccrypto_load() != 0 || key_length == 0 || key_length > 4096) return -1;
  unsigned int written = 0;
  const unsigned char empty = 0;
  const unsigned char *bytes = length == 0 ? &empty : data;
  if (crypto.hmac(crypto.md, key, (int)key_length, bytes, length, mac, &written) == NULL) return -1;
  return written == CCRYPTO_SHA256_LENGTH ? 0 : -1;
}
