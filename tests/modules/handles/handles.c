// SPDX-License-Identifier: MIT
#include "handles.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ------------------------------------------------------------------ births and deaths
static atomic_long alive;
static atomic_flag writing = ATOMIC_FLAG_INIT;
static char deaths[256];

long live(void)
{
    return alive;
}

void funeral(char text[256])
{
    while (atomic_flag_test_and_set(&writing)) {
    }
    memcpy(text, deaths, sizeof deaths);
    deaths[0] = 0;
    atomic_flag_clear(&writing);
}

static void *born(size_t size)
{
    void *new = calloc(1, size);
    alive += new != NULL;
    return new;
}

static void note_death(const char *what)
{
    while (atomic_flag_test_and_set(&writing)) {
    }
    const size_t n = strlen(deaths);
    if (n + strlen(what) + 2 < sizeof deaths) {
        snprintf(deaths + n, sizeof deaths - n, "%s%s", n ? " " : "", what);
    }
    atomic_flag_clear(&writing);
    alive--;
}

static void died(void *it, const char *what)
{
    note_death(what);
    free(it);
}

// ---------------------------------------------------------------------------- counter
struct counter {
    long value, step;
};

counter *counter_new(long start, long step)
{
    counter *new = born(sizeof *new);
    if (new) {
        *new = (counter){start, step};
    }
    return new;
}

void counter_free(counter *self)
{
    died(self, "counter");
}

long counter_next(counter *self)
{
    return self->value += self->step;
}

void counter_skip(counter *self, int n)
{
    self->value += n * self->step;
}

long counter_get_value(const counter *self)
{
    return self->value;
}

void counter_set_value(counter *self, long value)
{
    self->value = value;
}

long counter_step(const counter *self)
{
    return self->step;
}

void counter_change_step(counter *self, long step)
{
    self->step = step;
}

counter *counter_of_two(const counter *a, const counter *b)
{
    return counter_new(a->value + b->value, 1);
}

int counter_parse(const char *text, counter **out)
{
    long start, step;
    if (sscanf(text, "%ld to %ld", &start, &step) != 2) {
        return -1;
    }
    *out = counter_new(start, step);
    return *out ? 0 : -2;
}

bool counter_meets(const counter *self, const counter *other)
{
    return self->value == other->value;
}

void counter_swap(counter *self, counter *other)
{
    const long value = self->value;
    self->value = other->value;
    other->value = value;
}

void counter_absorb(counter *self, counter *other)
{
    self->value += other->value;
    died(other, "absorbed");
}

long counter_finish(counter *self)
{
    const long value = self->value;
    died(self, "finished");
    return value;
}

bool counter_is(const counter *it, long self)
{
    return it->value == self;
}

long furthest(const counter *a, const counter *b)
{
    const long x = a ? a->value : -1, y = b ? b->value : -1;
    return x > y ? x : y;
}

long total(size_t n, const counter *const all[n])
{
    long sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += all[i]->value;
    }
    return sum;
}

void reset(counter *which)
{
    which->value = 0;
}

counter *make_zero(void)
{
    return counter_new(0, 1);
}

long the_limit(void)
{
    return 1000;
}

long two_of(const counter *it)
{
    return 2 * it->value;
}

// ----------------------------------------------------------------------------- buffer
int buffer_init(struct buffer *self, size_t n, uint8_t fill)
{
    if (n > 1000000) {
        return -1;
    }
    self->data = born(n + 1);
    if (!self->data) {
        return -2;
    }
    self->n = n;
    memset(self->data, fill, n);
    return 0;
}

void buffer_clear(struct buffer *self)
{
    died(self->data, "buffer");
}

size_t buffer_get_size(const struct buffer *self)
{
    return self->n;
}

long buffer_sum(const struct buffer *self)
{
    long sum = 0;
    for (size_t i = 0; i < self->n; i++) {
        sum += self->data[i];
    }
    return sum;
}

int buffer_put(struct buffer *self, size_t i, uint8_t value)
{
    if (i >= self->n) {
        return -1;
    }
    self->data[i] = value;
    return 0;
}

void buffer_copy_to(const struct buffer *self, struct buffer *to)
{
    memmove(to->data, self->data, self->n < to->n ? self->n : to->n);
}

// ------------------------------------------------------------------------------- span
int span_init(struct span *self, int from, int to)
{
    *self = (struct span){from, to};
    return from > to;
}

int span_get_length(const struct span *self)
{
    return self->to - self->from;
}

void span_shift(struct span *self, int by)
{
    self->from += by;
    self->to += by;
}

struct span span_join(struct span a, struct span b)
{
    return (struct span){a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to};
}

// ------------------------------------------------------------------------------ store
enum { ROOM = 8 };
struct store_impl {
    char name[16];
    char keys[ROOM][16];
    double values[ROOM];
    int n;
};

int store_open(const char *name, store_t *store)
{
    if (!*name) {
        return 22;
    }
    *store = born(sizeof **store);
    if (!*store) {
        return 12;
    }
    snprintf((*store)->name, sizeof (*store)->name, "%s", name);
    return 0;
}

int store_close(store_t store)
{
    died(store, "store");
    return 0;
}

int store_put(store_t store, const char *key, double value)
{
    if (store->n == ROOM) {
        return 28;
    }
    snprintf(store->keys[store->n], sizeof store->keys[0], "%s", key);
    store->values[store->n++] = value;
    return 0;
}

bool store_get(store_t store, const char *key, double *value)
{
    for (int i = 0; i < store->n; i++) {
        if (strcmp(store->keys[i], key) == 0) {
            *value = store->values[i];
            return true;
        }
    }
    return false;
}

struct cursor {
    store_t store;
    int i;
};

int cursor_open(store_t store, cursor **out)
{
    *out = born(sizeof **out);
    if (!*out) {
        return 12;
    }
    (*out)->store = store;
    return 0;
}

// It needs its store, which has to be there yet.
void cursor_free(cursor *self)
{
    self->store->values[0] += 1;
    died(self, "cursor");
}

const char *cursor_next(cursor *self)
{
    return self->i < self->store->n ? self->store->keys[self->i++] : NULL;
}

// ----------------------------------------------------------------------------- plugin
plugin_t plugin_load(int number)
{
    int *plugin = born(sizeof *plugin);
    if (plugin) {
        *plugin = number;
    }
    return plugin;
}

void plugin_unload(plugin_t plugin, int really)
{
    if (really) {
        died(plugin, "plugin");
    }
}

int plugin_run(plugin_t plugin, int x)
{
    return *(int *)plugin + x;
}

// ------------------------------------------------------------------------------- port
// Handles are numbers, from 0 on: the places of a table.
enum { PORTS = 4096 };
static struct {
    atomic_bool taken;
    atomic_long written;
} ports[PORTS];

port_t port_open(int hint)
{
    for (int i = hint < 0 || hint >= PORTS ? 0 : hint; i < PORTS; i++) {
        if (!atomic_exchange(&ports[i].taken, true)) {
            ports[i].written = 0;
            alive++;
            return i;
        }
    }
    return -1;
}

void port_close(port_t port)
{
    if (port < 0 || !atomic_exchange(&ports[port].taken, false)) {
        abort();                        // it is no open port
    }
    note_death("port");
}

bool port_same(port_t port, port_t other)
{
    return port == other;
}

int port_write(port_t port, const char *text)
{
    ports[port].written += (long)strlen(text);
    return (int)strlen(text);
}

long port_get_written(port_t port)
{
    return ports[port].written;
}

// ------------------------------------------------------------------------------ gauge
void gauge_init(struct gauge *self, const counter *of)
{
    self->of = of;
    memcpy(self->marks_, (double[]){1, 2, 3}, sizeof self->marks_);
}

void gauge_clear(struct gauge *self)
{
    self->of = NULL;
}

long gauge_get_value(const struct gauge *self)
{
    return counter_get_value(self->of);
}

const double *gauge_marks(const struct gauge *self)
{
    return self->marks_;
}

void counter_each(counter *self, void (*f)(long value, void *ctx), void *ctx)
{
    f(counter_get_value(self), ctx);
    counter_next(self);
}

// ------------------------------------------------------------------------------- tree
struct node {
    struct node *parent, *first, *next;
    char name[16];
};
struct tree {
    struct node root;
    size_t n;
};

static bool set_name(node *at, const char *name)
{
    snprintf(at->name, sizeof at->name, "%s", name);
    return *name;
}

tree *tree_new(const char *name)
{
    tree *new = born(sizeof *new);
    if (new) {
        set_name(&new->root, name);
        new->n = 1;
    }
    return new;
}

static void free_below(tree *tree, node *at)
{
    while (at->first) {
        node *old = at->first;
        at->first = old->next;
        free_below(tree, old);
        free(old);
        tree->n--;
    }
}

void tree_free(tree *self)
{
    free_below(self, &self->root);
    died(self, "tree");
}

const node *tree_get_root(const tree *self)
{
    return &self->root;
}

static bool is_of(const tree *tree, const node *at)
{
    while (at->parent) {
        at = at->parent;
    }
    return at == &tree->root;
}

node *tree_add(tree *self, node *below, const char *name)
{
    node *new = is_of(self, below) ? calloc(1, sizeof *new) : NULL;
    if (new) {
        set_name(new, name);
        new->parent = below;
        new->next = below->first;
        below->first = new;
        self->n++;
    }
    return new;
}

int tree_prune(tree *self, node *at)
{
    if (!is_of(self, at)) {
        return -1;
    }
    free_below(self, at);
    return 0;
}

size_t tree_get_size(const tree *self)
{
    return self->n;
}

const char *node_get_name(const node *self)
{
    return self->name;
}

int node_set_name(node *self, const char *name)
{
    return !set_name(self, name);
}

const node *node_get_parent(const node *self)
{
    return self->parent;
}

const node *node_first(const node *self)
{
    return self->first;
}

const node *node_next(const node *self)
{
    return self->next;
}

struct route {
    const node *to;
    char mark;
};

route *route_new(const node *to)
{
    route *new = born(sizeof *new);
    if (new) {
        new->to = to;
    }
    return new;
}

void route_free(route *self)
{
    self->mark = self->to->name[0];     // it is there yet
    died(self, "route");
}

const char *route_get_goal(const route *self)
{
    return self->to->name;
}

struct pair {
    const route *a, *b;
    char mark;
};

pair *pair_new(const route *a, const route *b)
{
    pair *new = born(sizeof *new);
    if (new) {
        *new = (pair){a, b, 0};
    }
    return new;
}

void pair_free(pair *self)
{
    self->mark = self->a->to->name[0] + self->b->to->name[0];
    died(self, "pair");
}

// ---------------------------------------------------------------------------- watcher
struct watcher {
    counter *watched;
};

watcher *watcher_new(counter *first)
{
    watcher *new = born(sizeof *new);
    if (new) {
        new->watched = first;
    }
    return new;
}

void watcher_free(watcher *self)
{
    if (self->watched) {
        self->watched->step = 0;        // it is there yet
    }
    died(self, "watcher");
}

void watcher_watch(watcher *self, counter *one)
{
    self->watched = one;
}

long watcher_look(const watcher *self)
{
    return self->watched ? self->watched->value : -1;
}

long counter_retire(counter *self, const watcher *by, size_t n,
                    const watcher *const others[n], int k)
{
    long sum = by ? watcher_look(by) : k - 1;
    for (size_t k = 0; k < n; k++) {
        sum += watcher_look(others[k]);
    }
    died(self, "retired");
    return sum;
}

// ---------------------------------------------- what an owner needs beside the object
struct pool {
    atomic_int out;
    long back;
};
struct item {
    int tag;
};

pool *pool_new(void)
{
    return born(sizeof(pool));
}

void pool_free(pool *self)
{
    died(self, "pool");
}

int pool_get_out(const pool *self)
{
    return self->out;
}

long pool_get_back(const pool *self)
{
    return self->back;
}

item *pool_take(pool *self, int tag)
{
    item *it = born(sizeof *it);
    if (it) {
        it->tag = tag;
        self->out++;
    }
    return it;
}

void pool_put_(pool *self, item *it, int tag)
{
    self->out--;
    self->back += tag;
    died(it, "item");
}

int pool_share(pool *self, pool *other, int n, item **a, item **b)
{
    if (n < 0) {
        return -1;
    }
    *a = pool_take(self, n);
    *b = pool_take(other, 1);
    return *a && *b ? 0 : -2;       /* one alone is the caller's to give back */
}

int item_get_tag(const item *self)
{
    return self->tag;
}

// ------------------------------------------------------------- ended by one of its methods
struct ticket {
    int price;
};

ticket *ticket_new(int price)
{
    ticket *self = born(sizeof *self);
    if (self) {
        self->price = price;
    }
    return self;
}

int ticket_get_price(const ticket *self)
{
    return self->price;
}

int ticket_redeem(ticket *self)
{
    const int price = self->price;
    died(self, "redeemed");
    return price;
}
