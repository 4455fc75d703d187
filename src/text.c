// SPDX-License-Identifier: MIT
// text.c: growable text, interned names, UTF-8, and quoting for C, Python and JSON.
//
// In: bytes of any kind, also invalid UTF-8. Out: NUL-terminated text in the arena.
// Quoting works byte by byte and code point by code point: what could end a literal,
// start a trigraph or turn the reading direction never passes unescaped.
#include "base.h"

#include <string.h>

// ---------------------------------------------------------------- growable text

// Nothing is taken before something is added: many texts stay empty.
void text_init(Text *t, Context *ctx)
{
    static char empty[1];       // never written: there is no room in it
    *t = (Text){.s = empty, .ctx = ctx};
}

void text_init_for(Text *t, Context *ctx, size_t n)
{
    *t = (Text){.s = arena_alloc(ctx->arena, n + 1), .cap = n + 1, .ctx = ctx};
}

static void reserve(Text *t, size_t more)
{
    size_t wanted = t->n + more + 1;
    if (wanted <= t->cap) {
        return;
    }
    size_t cap = t->cap > 0 ? t->cap : 32;
    while (cap < wanted) {
        cap *= 2;
    }
    t->s = arena_grow(t->ctx->arena, t->cap > 0 ? t->s : NULL, t->cap, cap);
    t->cap = cap;
}

void text_addn(Text *t, const char *s, size_t n)
{
    if (n == 0) {
        return;
    }
    reserve(t, n);
    memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = '\0';
}

void text_add(Text *t, const char *s)
{
    text_addn(t, s, strlen(s));
}

void text_printf(Text *t, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    size_t free_bytes = t->cap - t->n;
    int n = vsnprintf(t->s + t->n, free_bytes, fmt, ap);
    if (n > 0 && (size_t)n >= free_bytes) {
        reserve(t, (size_t)n);
        vsnprintf(t->s + t->n, (size_t)n + 1, fmt, again);
    }
    t->n += n > 0 ? (size_t)n : 0;
    va_end(again);
    va_end(ap);
}

// ------------------------------------------------------------------------ UTF-8

size_t utf8_decode(const char *s, size_t n, uint32_t *point)
{
    const unsigned char *u = (const unsigned char *)s;
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = n == 0 ? 0 : u[0] < 0x80 ? 1 : u[0] < 0xC2 ? 0 : u[0] < 0xE0 ? 2
        : u[0] < 0xF0 ? 3 : u[0] < 0xF5 ? 4 : 0;
    if (len == 0 || len > n) {
        return 0;
    }
    uint32_t c = len == 1 ? u[0] : u[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((u[i] & 0xC0) != 0x80) {
            return 0;
        }
        c = c << 6 | (u[i] & 0x3Fu);
    }
    if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        return 0;
    }
    *point = c;
    return len;
}

void text_add_utf8(Text *t, uint32_t c)
{
    char b[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1;) {
        b[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    b[0] = (char)(lead[n] | c);
    text_addn(t, b, n);
}

static bool in_ranges(uint32_t c, const uint32_t (*range)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (c >= range[i][0] && c <= range[i][1]) {
            return true;
        }
    }
    return false;
}

// Columns that a terminal gives to a character: 0 combining, 2 East Asian wide, else 1.
int utf8_columns(uint32_t c)
{
    static const uint32_t none[][2] = {
        {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
        {0x064B, 0x065F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
        {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
    };
    static const uint32_t wide[][2] = {
        {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xA960, 0xA97C},
        {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
        {0x20000, 0x3FFFD},
    };
    if (c < 0x300) {
        return 1;
    }
    if (in_ranges(c, none, sizeof none / sizeof *none)) {
        return 0;
    }
    return in_ranges(c, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

// Characters that hide, reorder or break lines when printed as they are.
static bool must_escape(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C
        || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB);
}

// ---------------------------------------------------------------------- quoting

void text_c_string(Text *t, const char *s, size_t n)
{
    text_add(t, "\"");
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '"' || c == '\\') {
            text_printf(t, "\\%c", c);
        } else if (c == '\n') {
            text_add(t, "\\n");
        } else if (c == '?' && i > 0 && s[i - 1] == '?') {
            text_add(t, "\\?");         // no trigraphs
        } else if (c < 0x20 || c >= 0x7F) {
            text_printf(t, "\\%03o", c);    // three digits: the next may be a digit
        } else {
            text_addn(t, &s[i], 1);
        }
    }
    text_add(t, "\"");
}

static void escape_point(Text *t, uint32_t c, bool json)
{
    if (c == '\n' || c == '\t' || c == '\r') {
        text_add(t, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
    } else if (!json && c < 0x100) {
        text_printf(t, "\\x%02x", (unsigned)c);
    } else {
        text_printf(t, "\\u%04x", (unsigned)c);
    }
}

static bool is_plain(char c, char quote)
{
    return c >= 0x20 && c < 0x7F && c != quote && c != '\\';
}

static void quote_unicode(Text *t, const char *s, size_t n, char quote, bool json)
{
    text_addn(t, &quote, 1);
    for (size_t i = 0; i < n;) {
        size_t plain = i;
        while (plain < n && is_plain(s[plain], quote)) {
            plain++;
        }
        text_addn(t, s + i, plain - i);
        i = plain;
        if (i == n) {
            break;
        }
        uint32_t c;
        size_t len = utf8_decode(s + i, n - i, &c);
        if (len == 0) {
            text_add(t, "\\ufffd");
            i++;
            continue;
        }
        if (c == '\\' || c == (unsigned char)quote) {
            text_printf(t, "\\%c", (char)c);
        } else if (must_escape(c)) {
            escape_point(t, c, json);
        } else {
            text_addn(t, s + i, len);
        }
        i += len;
    }
    text_addn(t, &quote, 1);
}

void text_py_string(Text *t, const char *s, size_t n)
{
    bool single = n == 0 || memchr(s, '\'', n) == NULL || memchr(s, '"', n) != NULL;
    quote_unicode(t, s, n, single ? '\'' : '"', false);
}

void text_json_string(Text *t, const char *s, size_t n)
{
    quote_unicode(t, s, n, '"', true);
}

// --------------------------------------------------------------- interned names

// Names stand in pools, so that 32 bits tell where: the number of the pool, and the
// place in it in units of the head. The table holds that beside the hash, and few names
// are looked at in vain.
enum { POOL_SHIFT = 14, POOL_BYTES = sizeof(NameHead) << POOL_SHIFT };

typedef struct {
    uint32_t hash;
    uint32_t at;                // 0: free
} NameSlot;

struct Interner {
    NameSlot *slots;            // open addressing, at most 3/4 full
    size_t n, size;
    VEC(char *) pools;
    size_t used;                // bytes of the newest pool
};

struct Interner *interner_new(Context *ctx)
{
    struct Interner *in = NEW(ctx, struct Interner);
    in->size = 2048;
    in->slots = arena_alloc(ctx->arena, in->size * sizeof *in->slots);
    in->used = POOL_BYTES;
    return in;
}

static NameHead *head_at(const struct Interner *in, uint32_t at)
{
    size_t place = (at & ((1u << POOL_SHIFT) - 1)) * sizeof(NameHead);
    return (NameHead *)(void *)(in->pools.at[at >> POOL_SHIFT] + place);
}

// Room for a head and n bytes; the first place of the first pool stays free, since 0 is
// none.
static uint32_t reserve_name(Context *ctx, struct Interner *in, size_t n)
{
    size_t unit = sizeof(NameHead), bytes = unit + (n + unit - 1) / unit * unit;
    if (bytes > POOL_BYTES - in->used) {
        size_t size = bytes + unit > POOL_BYTES ? bytes + unit : POOL_BYTES;
        *vec_push(ctx, &in->pools) = arena_alloc(ctx->arena, size);
        in->used = unit;
    }
    uint32_t at = (uint32_t)((in->pools.n - 1) << POOL_SHIFT | in->used / unit);
    in->used = bytes > POOL_BYTES - in->used ? POOL_BYTES : in->used + bytes;
    return at;
}

static uint32_t hash_bytes(const char *s, size_t n)
{
    uint64_t h = n * 0x9E3779B97F4A7C15u, w;
    while (n >= 8) {
        memcpy(&w, s, 8);
        h = (h ^ w) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
        s += 8;
        n -= 8;
    }
    w = 0;
    if (n >= 4) {               // two halves, which may overlap
        uint32_t low, high;
        memcpy(&low, s, 4);
        memcpy(&high, s + n - 4, 4);
        w = (uint64_t)high << 32 | low;
    } else if (n > 0) {
        w = (unsigned char)s[0] | (unsigned)(unsigned char)s[n / 2] << 8
            | (unsigned)(unsigned char)s[n - 1] << 16;
    }
    h = (h ^ w) * 0xD6E8FEB86659FD93u;
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;    // each byte reaches each bit
    return (uint32_t)(h >> 32);
}

static void grow_interner(Context *ctx, struct Interner *in)
{
    size_t size = 2 * in->size;
    NameSlot *slots = arena_alloc(ctx->arena, size * sizeof *slots);
    for (size_t i = 0; i < in->size; i++) {
        if (in->slots[i].at != 0) {
            size_t k = in->slots[i].hash & (size - 1);
            while (slots[k].at != 0) {
                k = (k + 1) & (size - 1);
            }
            slots[k] = in->slots[i];
        }
    }
    arena_release(ctx->arena, in->slots, in->size * sizeof *slots);
    in->slots = slots;
    in->size = size;
}

static bool is_name(const NameHead *head, const char *s, size_t n)
{
    const char *name = (const char *)(head + 1);
    if (n >= NAME_LONG) {
        return head->length == NAME_LONG && strlen(name) == n
            && memcmp(name, s, n) == 0;
    }
    return head->length == n && memcmp(name, s, n) == 0;
}

const char *intern(Context *ctx, const char *s, size_t n)
{
    struct Interner *in = ctx->interner;
    uint32_t hash = hash_bytes(s, n);
    size_t i = hash & (in->size - 1);
    for (; in->slots[i].at != 0; i = (i + 1) & (in->size - 1)) {
        if (in->slots[i].hash == hash) {
            const NameHead *head = head_at(in, in->slots[i].at);
            if (is_name(head, s, n)) {
                return (const char *)(head + 1);
            }
        }
    }
    uint32_t at = reserve_name(ctx, in, n + 1);
    NameHead *head = head_at(in, at);
    head->length = n < NAME_LONG ? (uint32_t)n : NAME_LONG;
    char *name = (char *)(head + 1);
    memcpy(name, s, n);
    in->slots[i] = (NameSlot){hash, at};
    if (4 * ++in->n > 3 * in->size) {
        grow_interner(ctx, in);
    }
    return name;
}

const char *intern_z(Context *ctx, const char *s)
{
    return intern(ctx, s, strlen(s));
}

void name_set_tag(const char *interned, int tag)
{
    NameHead *head = (NameHead *)(uintptr_t)(interned - sizeof(NameHead));
    head->tag = (uint32_t)tag & 0xFF;
}

// ------------------------------------------------------------------ comparisons

bool starts_with(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

static size_t least3(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

enum { NEAREST_MAX = 64 };

// Levenshtein distance without regard to case; swapped neighbours cost one.
static size_t edit_distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t row[3][NEAREST_MAX + 1];
    size_t *two_up = row[0], *up = row[1], *here = row[2];
    for (size_t j = 0; j <= m; j++) {
        up[j] = j;
    }
    for (size_t i = 1; i <= n; i++) {
        here[0] = i;
        for (size_t j = 1; j <= m; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            here[j] = least3(up[j] + 1, here[j - 1] + 1, up[j - 1] + !same);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2])
                && lower(a[i - 2]) == lower(b[j - 1]) && two_up[j - 2] + 1 < here[j]) {
                here[j] = two_up[j - 2] + 1;
            }
        }
        size_t *oldest = two_up;
        two_up = up;
        up = here;
        here = oldest;
    }
    return up[m];
}

const char *nearest(const char *name, const char *const *candidates, size_t n)
{
    size_t len = strlen(name);
    if (len == 0 || len > NEAREST_MAX) {
        return NULL;
    }
    // farther is a guess, not a help; of short names, almost any is near almost any
    size_t best_distance = len <= 3 ? 1 : len / 3 + 1;
    const char *best = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t m = candidates[i] == NULL ? 0 : strlen(candidates[i]);
        size_t gap = m > len ? m - len : len - m;
        if (m == 0 || m > NEAREST_MAX || gap > best_distance) {
            continue;
        }
        size_t d = edit_distance(name, len, candidates[i], m);
        if (d < best_distance || (d == best_distance && best == NULL && d < len)) {
            best_distance = d;
            best = candidates[i];
        }
    }
    return best;
}
