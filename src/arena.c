// SPDX-License-Identifier: MIT
// arena.c: bump allocator. In: sizes. Out: zeroed memory that lives until arena_free.
//
// A run of carbidec is short, so hardly anything is freed on its own: tables that were
// outgrown are, since the largest ones would double the memory of a run. A large block
// has a chunk of its own and goes back to the system; a smaller table waits for the
// next one of its size. Chunks come from calloc, which is why fresh memory is zero
// without clearing it.
// Under AddressSanitizer every allocation is a chunk of its own, so that overruns are
// seen.
#include "base.h"

#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define ONE_CHUNK_EACH 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_CHUNK_EACH 1
#endif
#endif
#ifndef ONE_CHUNK_EACH
#define ONE_CHUNK_EACH 0
#endif

enum { CHUNK_BYTES = 256 * 1024, ALIGNMENT = 8, BIG = CHUNK_BYTES / 4 };
// Released blocks that are no chunks: of these sizes, powers of two.
enum { KEPT_LEAST = 1024, KEPT_SIZES = 7 };

typedef struct Chunk {
    struct Chunk *previous;
    size_t used, size;
    // aligned for all that is kept here: no long double is
    _Alignas(ALIGNMENT) char data[];
} Chunk;

typedef struct Released {
    struct Released *next;
} Released;

struct Arena {
    Chunk *newest;
    Released *released[KEPT_SIZES];     // KEPT_LEAST << i bytes each
};

static void stop(size_t wanted)
{
    fprintf(stderr, "carbidec: error: out of memory (wanted %zu bytes)\n", wanted);
    exit(2);
}

static void *allocate_or_stop(size_t bytes)
{
    void *p = calloc(1, bytes);
    if (p == NULL) {
        stop(bytes);
    }
    return p;
}

Arena *arena_new(void)
{
#ifdef M_MMAP_THRESHOLD
    // glibc would take chunks from its heap once one was freed, and clear them by hand;
    // mapped memory is zero.
    mallopt(M_MMAP_THRESHOLD, CHUNK_BYTES / 2);
#endif
    return allocate_or_stop(sizeof(Arena));
}

void arena_free(Arena *a)
{
    if (a == NULL) {
        return;
    }
    for (Chunk *c = a->newest; c != NULL;) {
        Chunk *previous = c->previous;
        free(c);
        c = previous;
    }
    free(a);
}

// Makes a chunk with room for `bytes` at least and puts it in front.
static Chunk *add_chunk(Arena *a, size_t bytes)
{
    size_t size = ONE_CHUNK_EACH || bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
    if (size > SIZE_MAX - sizeof(Chunk)) {
        size = SIZE_MAX - sizeof(Chunk);
    }
    Chunk *c = allocate_or_stop(sizeof(Chunk) + size);
    c->size = size;
    c->previous = a->newest;
    a->newest = c;
    return c;
}

// A big block goes behind the newest chunk, whose free rest stays in use.
static void *add_big(Arena *a, size_t bytes)
{
    Chunk *top = a->newest;
    Chunk *c = add_chunk(a, bytes);
    c->used = bytes;
    if (top != NULL) {
        a->newest = top;
        c->previous = top->previous;
        top->previous = c;
    }
    return c->data;
}

static size_t round_up(size_t bytes)
{
    return (bytes + (ALIGNMENT - 1)) & ~(size_t)(ALIGNMENT - 1);
}

// The list for released blocks of that size, or NULL.
static Released **released(Arena *a, size_t bytes)
{
    if (ONE_CHUNK_EACH || bytes < KEPT_LEAST || (bytes & (bytes - 1)) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < KEPT_SIZES; i++) {
        if (bytes == (size_t)KEPT_LEAST << i) {
            return &a->released[i];
        }
    }
    return NULL;
}

void *arena_alloc(Arena *a, size_t bytes)
{
    Chunk *c = a->newest;
    Released **again = released(a, bytes);
    if (again != NULL && *again != NULL) {
        Released *block = *again;
        *again = block->next;
        return memset(block, 0, bytes);
    }
    if (!ONE_CHUNK_EACH) {
        bytes = round_up(bytes);
        if (bytes > BIG) {
            return add_big(a, bytes);
        }
    }
    if (c == NULL || bytes > c->size - c->used || ONE_CHUNK_EACH) {
        c = add_chunk(a, bytes);
    }
    void *p = c->data + c->used;
    c->used += bytes;
    return p;
}

char *arena_strndup(Arena *a, const char *s, size_t n)
{
    char *copy = arena_alloc(a, n + 1);
    if (n > 0) {
        memcpy(copy, s, n);
    }
    return copy;
}

char *arena_vprintf(Arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    char small[256];
    int n = vsnprintf(small, sizeof small, fmt, ap);
    size_t size = n < 0 ? 1 : (size_t)n + 1;
    char *s = arena_alloc(a, size);
    if (size <= sizeof small) {
        memcpy(s, small, size - 1);
    } else {
        vsnprintf(s, size, fmt, again);
    }
    va_end(again);
    return s;
}

char *arena_printf(Arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

// The link to the chunk that a big block has of its own, else NULL.
static Chunk **find_big(Arena *a, const char *block, size_t bytes)
{
    Chunk **at = &a->newest;
    while (*at != NULL && (*at)->data != block) {
        at = &(*at)->previous;
    }
    return *at == NULL || (*at)->used != bytes || at == &a->newest ? NULL : at;
}

// realloc moves a big block without touching its pages.
static void *grow_chunk(Arena *a, char *old, size_t old_bytes, size_t new_bytes)
{
    Chunk **at = find_big(a, old, old_bytes);
    if (at == NULL || new_bytes > SIZE_MAX - sizeof(Chunk)) {
        return NULL;
    }
    Chunk *c = realloc(*at, sizeof(Chunk) + new_bytes);
    if (c == NULL) {
        stop(new_bytes);
    }
    c->used = c->size = new_bytes;
    *at = c;
    return c->data;
}

// The newest block of the newest chunk grows in place; others move. What is new is not
// cleared.
void *arena_grow(Arena *a, void *old, size_t old_bytes, size_t new_bytes)
{
    Chunk *c = a->newest;
    size_t rounded = round_up(old_bytes);
    if (!ONE_CHUNK_EACH && old != NULL && c != NULL && c->used >= rounded
        && (char *)old == c->data + (c->used - rounded)) {
        size_t wanted = round_up(new_bytes);
        if (wanted <= c->size - (c->used - rounded)) {
            c->used = c->used - rounded + wanted;
            return old;
        }
    }
    char *grown = ONE_CHUNK_EACH || rounded <= BIG ? NULL
        : grow_chunk(a, old, rounded, round_up(new_bytes));
    if (grown != NULL) {
        return grown;
    }
    grown = arena_alloc(a, new_bytes);
    if (old_bytes > 0) {
        memcpy(grown, old, old_bytes);
    }
    return grown;
}

void arena_release(Arena *a, const void *block, size_t bytes)
{
    bytes = ONE_CHUNK_EACH ? bytes : round_up(bytes);
    Released **kept = bytes <= BIG ? released(a, bytes) : NULL;
    if (kept != NULL) {
        Released *first = (Released *)(uintptr_t)block;
        first->next = *kept;
        *kept = first;
        return;
    }
    Chunk **at = !ONE_CHUNK_EACH && bytes <= BIG ? NULL : find_big(a, block, bytes);
    if (at != NULL) {
        Chunk *c = *at;
        *at = c->previous;
        free(c);
    }
}
