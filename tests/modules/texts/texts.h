/* SPDX-License-Identifier: MIT
   Test module `texts`: strings, bytes and paths, in and out, lent and owned. */
#ifndef TEXTS_H
#define TEXTS_H

#include <stdlib.h>
#include <uchar.h>
#include <wchar.h>

#include "carbide.h"

/* NUL-terminated text in */
size_t count_bytes(const char *s);
size_t count_bytes_or(CB_OPT const char *s, size_t otherwise);
size_t count_in_bytes(CB_AS(bytes) const char *s);
size_t count_in_path(CB_AS(path) const char *path);
size_t count_in_optional_path(CB_OPT CB_AS(path) const char *path);
int compare(const char *a, const char *b);

/* text and bytes of a length */
size_t count_spaces(size_t n, const char s[n]);
uint32_t checksum(size_t n, const unsigned char s[n]);
uint32_t checksum_void(CB_SHAPE(n) const void *p, size_t n);
uint32_t checksum_flat(CB_SHAPE(n) const unsigned char *p, size_t n);
size_t common_prefix(size_t n, const char a[n], size_t m, const char b[m]);
size_t count_optional(size_t n, CB_OPT const char s[n]);
uint32_t checksum_numbers(size_t n, const uint8_t s[n]);

/* changed in place */
void upper(size_t n, char s[n]);
void invert(size_t n, unsigned char s[n]);
void clear(CB_SHAPE(n) void *p, size_t n);

/* text and bytes out */
void repeat(size_t n, char c, CB_OUT char s[n + 1]);
void fill_all(size_t n, char c, CB_OUT char s[n]);
void digest(size_t n, const unsigned char s[n], CB_OUT unsigned char out[4]);
void pattern(size_t n, CB_OUT CB_SHAPE(n) void *out);
size_t without_spaces(size_t n, const char s[n], CB_OUT CB_LEN(return) char out[n]);
size_t evens(size_t n, const unsigned char s[n],
             CB_OUT CB_LEN(return) unsigned char out[n]);
void reversed(size_t n, CB_INOUT unsigned char s[n]);
void pieces(const char *s, CB_OUT char first[2], CB_OUT char second[4]);

/* results: C's own, which is copied, or the caller's, which is freed */
const char *greeting(void);
const char *maybe(bool give);
CB_AS(bytes) const char *raw(void);
CB_AS(path) const char *home(void);
const char *not_utf8(void);
CB_OWNED(free) char *join(const char *a, const char *b);
CB_OWNED(free) char *maybe_copy(CB_OPT const char *s);
CB_SHAPE(n) CB_AS(str) CB_OWNED(free) char *head(const char *s, size_t n);
CB_SHAPE(*n) CB_AS(bytes) CB_OWNED(free) unsigned char *double_bytes(size_t m,
    const unsigned char s[m], CB_OUT size_t *n);
__attribute__((returns_nonnull)) const char *never_null(void);

/* through parameters */
void lookup(int key, CB_OUT const char **name);
void make(int key, CB_OUT CB_OWNED(free) char **name);
void blob(size_t size, CB_OUT CB_SHAPE(*n) CB_AS(bytes) CB_OWNED(free) unsigned char **p,
          CB_OUT size_t *n);
int describe(int key, CB_OUT const char **name, CB_OUT CB_OWNED(free) char **copy);

/* wide text */
size_t wide_length(const wchar_t *s);
size_t utf16_length(const char16_t *s);
size_t utf32_length(const char32_t *s);
size_t wide_length_or(CB_OPT const wchar_t *s);
const wchar_t *wide_greeting(void);
const char16_t *utf16_greeting(void);
const char32_t *utf32_greeting(void);
CB_OWNED(free) char16_t *utf16_copy(const char16_t *s);
CB_OWNED(free) wchar_t *wide_copy(const wchar_t *s);
CB_OWNED(free) char32_t *utf32_copy(const char32_t *s);

/* arrays of strings */
size_t total_length(size_t n, const char *const a[n]);
size_t count_missing(size_t n, CB_OPT const char *const a[n]);
const char *longest(size_t n, const char *const a[n]);

/* how many allocations of this module live: owned results must end as 0 */
CB_OWNED(texts_release_) char *tracked(const char *s);
long live(void);
void texts_release_(char *s);       /* not exported: ends with an underscore */

#endif
