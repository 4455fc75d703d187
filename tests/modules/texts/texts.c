/* SPDX-License-Identifier: MIT
   Definitions of texts.h. */
#include "texts.h"

#include <stdio.h>
#include <string.h>

static long alive;

static char *copy_of(const char *s, size_t n)
{
    char *copy = malloc(n + 1);
    if (copy) {
        memcpy(copy, s, n);
        copy[n] = '\0';
    }
    return copy;
}

size_t count_bytes(const char *s)
{
    return strlen(s);
}

size_t count_bytes_or(const char *s, size_t otherwise)
{
    return s ? strlen(s) : otherwise;
}

size_t count_in_bytes(const char *s)
{
    return strlen(s);
}

size_t count_in_path(const char *path)
{
    return strlen(path);
}

size_t count_in_optional_path(const char *path)
{
    return path ? strlen(path) : 0;
}

int compare(const char *a, const char *b)
{
    int order = strcmp(a, b);
    return (order > 0) - (order < 0);
}

size_t count_spaces(size_t n, const char s[n])
{
    size_t spaces = 0;
    for (size_t i = 0; i < n; i++) {
        spaces += s[i] == ' ';
    }
    return spaces;
}

static uint32_t sum(size_t n, const unsigned char *s)
{
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < n; i++) {
        a = (a + s[i]) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

uint32_t checksum(size_t n, const unsigned char s[n])
{
    return sum(n, s);
}

uint32_t checksum_void(const void *p, size_t n)
{
    return sum(n, p);
}

uint32_t checksum_flat(const unsigned char *p, size_t n)
{
    return sum(n, p);
}

uint32_t checksum_numbers(size_t n, const uint8_t s[n])
{
    return sum(n, s);
}

size_t common_prefix(size_t n, const char a[n], size_t m, const char b[m])
{
    size_t i = 0;
    while (i < n && i < m && a[i] == b[i]) {
        i++;
    }
    return i;
}

size_t count_optional(size_t n, const char s[n])
{
    return s ? count_spaces(n, s) : 1000;
}

void upper(size_t n, char s[n])
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] >= 'a' && s[i] <= 'z') {
            s[i] = (char)(s[i] - 'a' + 'A');
        }
    }
}

void invert(size_t n, unsigned char s[n])
{
    for (size_t i = 0; i < n; i++) {
        s[i] = (unsigned char)~s[i];
    }
}

void clear(void *p, size_t n)
{
    memset(p, 0, n);
}

void repeat(size_t n, char c, char s[n + 1])
{
    memset(s, c, n);
    s[n] = '\0';
}

void fill_all(size_t n, char c, char s[n])
{
    memset(s, c, n);
}

void digest(size_t n, const unsigned char s[n], unsigned char out[4])
{
    uint32_t d = sum(n, s);
    for (int i = 0; i < 4; i++) {
        out[i] = (unsigned char)(d >> 8 * (3 - i));
    }
}

void pattern(size_t n, void *out)
{
    unsigned char *p = out;
    for (size_t i = 0; i < n; i++) {
        p[i] = (unsigned char)i;
    }
}

size_t without_spaces(size_t n, const char s[n], char out[n])
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] != ' ') {
            out[kept++] = s[i];
        }
    }
    return kept;
}

size_t evens(size_t n, const unsigned char s[n], unsigned char out[n])
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i += 2) {
        out[kept++] = s[i];
    }
    return kept;
}

void reversed(size_t n, unsigned char s[n])
{
    for (size_t i = 0; i < n / 2; i++) {
        unsigned char c = s[i];
        s[i] = s[n - 1 - i];
        s[n - 1 - i] = c;
    }
}

void pieces(const char *s, char first[2], char second[4])
{
    size_t n = strlen(s);
    memcpy(first, s, n < 2 ? n : 2);
    memcpy(second, s, n < 4 ? n : 4);
}

const char *greeting(void)
{
    return "gr\xc3\xbc\xc3\x9f dich";
}

const char *maybe(bool give)
{
    return give ? "given" : NULL;
}

const char *raw(void)
{
    return "\xff\xfe";
}

const char *home(void)
{
    return "/home/\xc3\xa4";
}

const char *not_utf8(void)
{
    return "\xff\xfe";
}

char *join(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    char *s = malloc(n + m + 1);
    if (!s) {
        cb_raise(CB_MemoryError, "no memory for %zu bytes", n + m);
        return NULL;
    }
    memcpy(s, a, n);
    memcpy(s + n, b, m + 1);
    return s;
}

char *maybe_copy(const char *s)
{
    return s ? copy_of(s, strlen(s)) : NULL;
}

char *head(const char *s, size_t n)
{
    size_t have = strlen(s);
    if (n > have) {
        cb_raise(CB_ValueError, "n = %zu, but s has %zu bytes", n, have);
        return NULL;
    }
    return copy_of(s, n);
}

unsigned char *double_bytes(size_t m, const unsigned char s[m], size_t *n)
{
    unsigned char *twice = malloc(2 * m + 1);
    if (twice) {
        memcpy(twice, s, m);
        memcpy(twice + m, s, m);
        *n = 2 * m;
    }
    return twice;
}

const char *never_null(void)
{
    return "always";
}

void lookup(int key, const char **name)
{
    static const char *const names[] = { "zero", "one", "two" };
    *name = key >= 0 && key < 3 ? names[key] : NULL;
}

void make(int key, char **name)
{
    *name = NULL;
    if (key >= 0) {
        char text[32];
        snprintf(text, sizeof text, "number %d", key);
        *name = copy_of(text, strlen(text));
    }
}

void blob(size_t size, unsigned char **p, size_t *n)
{
    if (size > 1000000) {
        cb_raise(CB_ValueError, "size = %zu is more than 1000000", size);
        return;
    }
    *p = malloc(size + 1);
    if (*p) {
        pattern(size, *p);
        *n = size;
    }
}

int describe(int key, const char **name, char **copy)
{
    lookup(key, name);
    make(key, copy);
    return key;
}

size_t wide_length(const wchar_t *s)
{
    return wcslen(s);
}

size_t utf16_length(const char16_t *s)
{
    size_t n = 0;
    while (s[n]) {
        n++;
    }
    return n;
}

size_t utf32_length(const char32_t *s)
{
    size_t n = 0;
    while (s[n]) {
        n++;
    }
    return n;
}

size_t wide_length_or(const wchar_t *s)
{
    return s ? wcslen(s) : 1000;
}

const wchar_t *wide_greeting(void)
{
    return L"gr\u00fc\u00df \U0001F600";
}

const char16_t *utf16_greeting(void)
{
    return u"gr\u00fc\u00df \U0001F600";
}

const char32_t *utf32_greeting(void)
{
    return U"gr\u00fc\u00df \U0001F600";
}

char16_t *utf16_copy(const char16_t *s)
{
    size_t bytes = (utf16_length(s) + 1) * sizeof *s;
    char16_t *copy = malloc(bytes);
    return copy ? memcpy(copy, s, bytes) : NULL;
}

wchar_t *wide_copy(const wchar_t *s)
{
    size_t bytes = (wcslen(s) + 1) * sizeof *s;
    wchar_t *copy = malloc(bytes);
    return copy ? memcpy(copy, s, bytes) : NULL;
}

char32_t *utf32_copy(const char32_t *s)
{
    size_t bytes = (utf32_length(s) + 1) * sizeof *s;
    char32_t *copy = malloc(bytes);
    return copy ? memcpy(copy, s, bytes) : NULL;
}

size_t total_length(size_t n, const char *const a[n])
{
    size_t total = 0;
    for (size_t i = 0; i < n; i++) {
        total += strlen(a[i]);
    }
    return total;
}

size_t count_missing(size_t n, const char *const a[n])
{
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) {
        missing += a[i] == NULL;
    }
    return missing;
}

const char *longest(size_t n, const char *const a[n])
{
    const char *best = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!best || strlen(a[i]) > strlen(best)) {
            best = a[i];
        }
    }
    return best;
}

char *tracked(const char *s)
{
    char *copy = copy_of(s, strlen(s));
    alive += copy != NULL;
    return copy;
}

long live(void)
{
    return alive;
}

void texts_release_(char *s)
{
    if (s) {
        alive--;
        free(s);
    }
}
