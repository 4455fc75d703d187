// SPDX-License-Identifier: MIT
// map.c: hash map from addresses to pointers, open addressing, never shrinks.
//
// In: names that came from intern(), or anything else that one address stands for.
// Equal names are equal pointers, so the pointer is the key and nothing is compared
// byte by byte. A power of two of slots, at most 3/4 full.
#include "base.h"

typedef struct {
    const void *key;            // NULL: free
    void *value;
} Slot;

struct Map {
    Context *ctx;
    Slot *slots;
    size_t n, size;
    int shift;                  // 64 - log2(size)
};

static size_t slot_of(const Map *m, const void *key)
{
    // Addresses are aligned and stand at like distances; one product keeps them so.
    uint64_t h = (uint64_t)(uintptr_t)key * 0x9E3779B97F4A7C15u;
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
    size_t i = (size_t)(h >> m->shift);
    while (m->slots[i].key != NULL && m->slots[i].key != key) {
        i = (i + 1) & (m->size - 1);
    }
    return i;
}

Map *map_new(Context *ctx)
{
    Map *m = NEW(ctx, Map);
    m->ctx = ctx;
    m->size = 16;
    m->shift = 60;
    m->slots = arena_alloc(ctx->arena, m->size * sizeof(Slot));
    return m;
}

void *map_get(const Map *m, const void *key)
{
    return key == NULL ? NULL : m->slots[slot_of(m, key)].value;
}

static void grow(Map *m)
{
    Slot *old = m->slots;
    size_t old_size = m->size;
    m->size *= 2;
    m->shift--;
    m->slots = arena_alloc(m->ctx->arena, m->size * sizeof(Slot));
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].key != NULL) {
            m->slots[slot_of(m, old[i].key)] = old[i];
        }
    }
    arena_release(m->ctx->arena, old, old_size * sizeof *old);
}

void map_put(Map *m, const void *key, void *value)
{
    if (key == NULL) {
        return;
    }
    if (4 * (m->n + 1) > 3 * m->size) {
        grow(m);
    }
    Slot *slot = &m->slots[slot_of(m, key)];
    if (slot->key == NULL) {
        slot->key = key;
        m->n++;
    }
    slot->value = value;
}
