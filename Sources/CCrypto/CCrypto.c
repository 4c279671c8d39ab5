#include "CCrypto.h"

#include <dlfcn.h>
#include <pthread.h>

/* openssl/sha.h and openssl/hmac.h; an EVP_MD stays opaque here. */
typedef unsigned char *(*sha256_function)(const unsigned char *, size_t, unsigned char *);
typedef unsigned char *(*hmac_function)(const void *md, const void *key, int key_count,
                                        const unsigned char *, size_t, unsigned char *,
                                        unsigned int *);
typedef const void *(*md_function)(void);

static struct {
  sha256_function sha256;
  hmac_function hmac;
  md_function md;
} crypto;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  *(void **)&crypto.sha256 = dlsym(library, "SHA256");
  *(void **)&crypto.hmac = dlsym(library, "HMAC");
  *(void **)&crypto.md = dlsym(library, "EVP_sha256");
}

int ccrypto_sha256(const void *bytes, size_t count, uint8_t out[32]) {
  pthread_once(&once, load);
  if (!crypto.sha256) return -1;
  return crypto.sha256(bytes, count, out) ? 0 : -1;
}

int ccrypto_hmac_sha256(const void *key, size_t key_count, const void *bytes, size_t count,
                        uint8_t out[32]) {
  pthread_once(&once, load);
  if (!crypto.hmac || !crypto.md || key_count > 4096) return -1;
  return crypto.hmac(crypto.md(), key, (int)key_count, bytes, count, out, NULL) ? 0 : -1;
}
