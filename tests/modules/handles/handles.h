// SPDX-License-Identifier: MIT
// handles.h: objects that C makes: each kind of handle, of constructor, of ownership.
// What C made and has not freed yet is counted: live().
#ifndef HANDLES_H
#define HANDLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

CB_EXCEPTION(StoreError, CB_OSError, "A store refused something.");

/** Objects that C has made and not freed yet, of all classes. */
long live(void);
/** Names of the objects that died since the last call, oldest first. */
void funeral(CB_OUT char text[256]);

// ------------------------------------------------------------ opaque, T_new and T_free
/** Counts in steps. */
typedef struct counter counter;

/** A counter that begins at start. */
counter *counter_new(CB_DEFAULT(0) long start, CB_DEFAULT(1) long step);
void counter_free(counter *self);
/** The next number. */
long counter_next(counter *self);
/** n steps at once. */
void counter_skip(counter *self, CB_DEFAULT(1) int n);
/** Where it is. */
long counter_get_value(const counter *self);
void counter_set_value(counter *self, long value);
/** How far one step goes. */
CB_GET long counter_step(const counter *self);
CB_SET CB_NAME("counter.step") void counter_change_step(counter *self, long step);
/** One that stands where both together do. */
CB_OWNED(counter_free) counter *counter_of_two(const counter *a, const counter *b);
/** From a text such as "3 to 5". */
CB_RAISES(return == -1, CB_ValueError, "no counter: %s", text)
CB_RAISES(return == -2, CB_MemoryError)
int counter_parse(const char *text, CB_OUT counter **out);
/** Whether both stand at the same number. */
bool counter_meets(const counter *self, const counter *other);
/** The values change places. */
void counter_swap(counter *self, CB_IN counter *other);
/** Adds what other counted, and ends it. */
void counter_absorb(counter *self, CB_TAKES counter *other);
/** The last word of a counter. */
long counter_finish(CB_TAKES counter *self);
/** Where the furthest of up to two is; -1 of none. */
long furthest(CB_OPT const counter *a, CB_OPT const counter *b);
/** The sum of all of them. */
long total(size_t n, const counter *const all[n]);
/** Resets a counter; no method, by its name. */
void reset(CB_IN counter *which);
/** The object is called otherwise than a parameter of that name. */
bool counter_is(const counter *it, long self);
CB_NAME("counter.zero") counter *make_zero(void);
CB_NAME("counter.limit") long the_limit(void);
CB_NAME("counter.twice") long two_of(const counter *it);

// ------------------------------------------------- visible, T_init and T_clear, failing
/** Bytes, behind a pointer. */
struct buffer {
    unsigned char *data;
    size_t n;
};
/** n bytes, each of them fill; no more than a million. */
CB_RAISES(return == -1, CB_ValueError, "%zu bytes are too many", n)
CB_RAISES(return == -2, CB_MemoryError)
int buffer_init(struct buffer *self, size_t n, CB_DEFAULT(0) uint8_t fill);
void buffer_clear(struct buffer *self);
size_t buffer_get_size(const struct buffer *self);
long buffer_sum(const struct buffer *self);
CB_RAISES(return, CB_IndexError, "there are %zu bytes only", self->n)
int buffer_put(struct buffer *self, size_t i, uint8_t value);
void buffer_copy_to(const struct buffer *self, CB_IN struct buffer *to);

/** Looks at a counter, which it needs; it is made in place. */
struct gauge {
    const counter *of;
    double marks_[3];
};
void gauge_init(struct gauge *self, const counter *of);
void gauge_clear(struct gauge *self);
long gauge_get_value(const struct gauge *self);
CB_GET CB_SHAPE(3) const double *gauge_marks(const struct gauge *self);
/** Calls it with the number, which it then adds. */
void counter_each(counter *self, void (*f)(long value, void *ctx), void *ctx);

// --------------------------------------------------------------- a value, and T_init
/** A range; its functions make it a class of its own as well. */
struct span {
    int from, to;
};
CB_RAISES(return, CB_ValueError, "%d stands behind %d", from, to)
int span_init(struct span *self, int from, int to);
int span_get_length(const struct span *self);
void span_shift(struct span *self, int by);
struct span span_join(struct span a, struct span b);

// ------------------------------------------------------- pointer typedef, status result
struct store_impl;
typedef struct store_impl *store_t CB_CLASS(Store, store_close);
typedef CB_RAISES(return, StoreError, "code %d", return) int store_code;

/** Opens a store; an empty name is refused. */
store_code store_open(const char *name, CB_OUT store_t *store);
int store_close(store_t store);
store_code store_put(store_t store, const char *key, double value);
/** What stands under a key, or None. */
CB_OPT bool store_get(store_t store, const char *key, CB_OUT double *value);

/** Steps through a store, which it needs. */
typedef struct cursor cursor;
store_code cursor_open(store_t store, CB_OUT cursor **out);
void cursor_free(cursor *self);
/** The next key, or None. */
const char *cursor_next(cursor *self);

// ----------------------------------------------------------------------------- void *
enum { plugin_now_ = 1 };
typedef void *plugin_t CB_CLASS(Plugin, plugin_unload(this, plugin_now_));
plugin_t plugin_load(int number);
void plugin_unload(plugin_t plugin, int really);
int plugin_run(plugin_t plugin, int x);

// ---------------------------------------------------------------------------- integer
typedef int port_t CB_CLASS(Port, port_close);
CB_RAISES(return < 0, CB_OSError, "no port") port_t port_open(CB_DEFAULT(0) int hint);
void port_close(port_t port);
int port_write(port_t port, const char *text);
/** By their numbers. */
CB_NAME("Port.__eq__") bool port_same(port_t port, port_t other);
/** Bytes that were written. */
long port_get_written(port_t port);

// ---------------------------------------------------------- children, which C owns
/** A tree of names. */
typedef struct tree tree;
/** A node; its tree owns it. */
typedef struct node node;

tree *tree_new(const char *name);
void tree_free(tree *self);
const node *tree_get_root(const tree *self);
/** A new node below another of the same tree. */
CB_RAISES(!return, CB_ValueError, "no node of this tree")
node *tree_add(CB_KEEP tree *self, CB_IN node *below, const char *name);
/** What is below a node dies. */
CB_RAISES(return, CB_ValueError, "no node of this tree")
int tree_prune(tree *self, CB_TAKES node *at);
size_t tree_get_size(const tree *self);
const char *node_get_name(const node *self);
CB_RAISES(return, CB_ValueError, "a name, please") int node_set_name(node *self, const char *name);
const node *node_get_parent(const node *self);
CB_OPT const node *node_first(const node *self);
CB_OPT const node *node_next(const node *self);

/** Leads to a node, which it marks when it dies. */
typedef struct route route;
route *route_new(const node *to);
void route_free(route *self);
const char *route_get_goal(const route *self);
/** Reads two routes, which it needs. */
typedef struct pair pair;
pair *pair_new(const route *a, const route *b);
void pair_free(pair *self);

// ---------------------------------------------- what an owner needs beside the object
/** Lends items, which come back to it, and remembers their tags. */
typedef struct pool pool;
typedef struct item item;
pool *pool_new(void);
void pool_free(pool *self);
int pool_get_out(const pool *self);
/** The sum of the tags of those that came back. */
long pool_get_back(const pool *self);
CB_OWNED(pool_put_(self, this, tag)) item *pool_take(pool *self, int tag);
/** One for itself, one for another pool. */
CB_RAISES(return == -1, CB_ValueError, "no items below 0")
CB_RAISES(return == -2, CB_MemoryError)
int pool_share(pool *self, CB_KEEP pool *other, int n,
               CB_OUT CB_OWNED(pool_put_(self, this, n)) item **a,
               CB_OUT CB_OWNED(pool_put_(other, this, 1)) item **b);
void pool_put_(pool *self, item *it, int tag);
int item_get_tag(const item *self);

// ------------------------------------------------------------- ended by one of its methods
/** Nothing but redeem() frees it. */
typedef struct ticket ticket;
ticket *ticket_new(CB_DEFAULT(5) int price);
int ticket_get_price(const ticket *self);
int ticket_redeem(CB_TAKES ticket *self);

// ------------------------------------------------------------------ C keeps an argument
/** Remembers one counter, which goes on being Python's. */
typedef struct watcher watcher;
watcher *watcher_new(CB_OPT CB_KEEP counter *first);
void watcher_free(watcher *self);
void watcher_watch(watcher *self, CB_KEEP counter *one);
/** The watched counter's number; -1 of none. */
long watcher_look(const watcher *self);
/** Ends it, when these have looked at it: the sum of what they see. */
long counter_retire(CB_TAKES counter *self, CB_OPT const watcher *by, size_t n,
                    const watcher *const others[n], CB_DEFAULT(1) CB_REQUIRE(k > 0) int k);

#endif
