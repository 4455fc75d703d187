// SPDX-License-Identifier: MIT
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <wchar.h>
#include "carbide.h"

const char *borrowed(void);
CB_OWNED(free) char *owned(void);
__attribute__((malloc(free, 1))) char *by_attribute(void);
__attribute__((returns_nonnull)) const char *never_null(void);
CB_RAISES(!return, CB_LookupError, "no") const char *raises_on_null(int key);
CB_RAISES(return == NULL, CB_LookupError) const char *raises_too(int key);
CB_AS(bytes) const char *as_bytes(void);
CB_AS(path) const char *as_path(void);
const wchar_t *wide(void);
CB_SHAPE(n) CB_AS(str) CB_OWNED(free) char *exactly(size_t n);
CB_SHAPE(3) const double *shown(void);
CB_SHAPE(m, n) CB_OWNED(free) float *made(size_t m, size_t n);
CB_SHAPE(n) CB_OWNED(release_(this, n)) double *with_size(size_t n);
void release_(double *p, size_t n);
CB_SHAPE(4) const void *memory(void);
typedef struct Blob Blob;
Blob *Blob_new(void);
void Blob_free(Blob *self);
CB_SHAPE(n) const void *Blob_memory(const Blob *self, size_t n);
CB_SHAPE(4) CB_AS(bytes) const void *Blob_copy(const Blob *self);
CB_SHAPE(4) CB_OWNED(free) void *Blob_made(const Blob *self);
CB_NAME("Blob.__bytes__") CB_SHAPE(4) const void *blob_bytes(const Blob *self);
CB_OPT bool found(int key, CB_OUT double *value);
CB_OPT bool found_two(int key, CB_OUT double *value, CB_OUT int *rank);
CB_RAISES(return, CB_OSError) int status(CB_OUT int *x, CB_OUT const char **text);
void text_out(CB_OUT CB_OWNED(free) char **text);
CB_AS(datetime) time_t when(CB_AS(datetime) struct timespec t);
CB_AS(timedelta) struct timespec between(time_t a, CB_AS(timedelta) time_t b);
CB_AS(fd) int opened(CB_AS(path) const char *path, CB_AS(fd) int other);
CB_AS(bool) int truth(CB_AS(bool) int x);
__int128 wide_int(unsigned __int128 x);
long double extended(long double x);
float _Complex rotated(float _Complex z);
