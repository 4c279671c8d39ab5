#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stddef.h>
#include <stdint.h>

/*
 * SHA-256 (FIPS 180-4) and HMAC-SHA256 (RFC 2104) by the system's libcrypto.
 *
 * libcrypto.so.3 is opened at the first call, not at start-up: a program that hashes nothing does
 * not pay the milliseconds its relocations and initialisation cost. Every function is thread-safe;
 * one state belongs to one thread at a time.
 */

#define CCRYPTO_SHA256_LENGTH 32

/* 0 when libcrypto is there and complete; otherwise -1, and why in ccrypto_error(). */
int ccrypto_load(void);

/* Why ccrypto_load failed; a static text, never NULL. */
const char *ccrypto_error(void);

/* 0 on success. `data` may be NULL when `length` is 0. */
int ccrypto_sha256(const void *data, size_t length, uint8_t digest[CCRYPTO_SHA256_LENGTH]);

/* 0 on success. `key` must not be empty. */
int ccrypto_hmac_sha256(const void *key, size_t key_length, const void *data, size_t length,
                         uint8_t mac[CCRYPTO_SHA256_LENGTH]);

/* A running digest; NULL on failure. Free it with ccrypto_sha256_free. */
void *ccrypto_sha256_new(void);
int ccrypto_sha256_update(void *state, const void *data, size_t length);
/* Writes the digest and makes the state ready for another one. */
int ccrypto_sha256_final(void *state, uint8_t digest[CCRYPTO_SHA256_LENGTH]);
void ccrypto_sha256_free(void *state);

#endif
