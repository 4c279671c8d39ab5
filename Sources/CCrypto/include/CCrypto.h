#pragma once

#include <stddef.h>
#include <stdint.h>

/* SHA-256 and HMAC-SHA-256 of OpenSSL's libcrypto, loaded at the first call: a program that never
   hashes does not pay for its start. Each function returns 0, or -1 where libcrypto.so.3 cannot be
   loaded or refuses; `out` is then untouched. Safe to call from any thread. */

enum { ccrypto_digest_size = 32 };

int ccrypto_sha256(const void *bytes, size_t count, uint8_t out[32]);

int ccrypto_hmac_sha256(const void *key, size_t key_count, const void *bytes, size_t count,
                        uint8_t out[32]);
