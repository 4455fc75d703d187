// SPDX-License-Identifier: MIT
// Classes: what makes objects, uses them, keeps and frees them.
#include "carbide.h"

/** A bag of numbers. */
typedef struct bag bag;
bag *bag_new(CB_DEFAULT(8) int room);
void bag_free(bag *self);
void bag_push(bag *self, double x);
int bag_get_length(const bag *self);
void bag_swap(bag *self, CB_IN bag *other);
void bag_join(bag *self, CB_TAKES bag *other);

/** Walks through a bag. */
typedef struct walk walk;
CB_RAISES(return, CB_ValueError) int walk_open(const bag *of, CB_OUT walk **out);
void walk_free(walk *self);

struct heap {
    double *at;
};
CB_RAISES(return, CB_MemoryError) int heap_init(struct heap *self, int n);
void heap_clear(struct heap *self);
void heap_watch(struct heap *self, CB_KEEP bag *it);
CB_OPT const bag *heap_get_best(const struct heap *self);
void heap_set_best(struct heap *self, CB_OPT CB_KEEP bag *it);

typedef int port_t CB_CLASS(Port, port_close(this, 1));
CB_RAISES(return < 0, CB_OSError) port_t port_open(int hint);
void port_close(port_t port, int now);
