// SPDX-License-Identifier: MIT
// locks.c: see locks.h.
#include "locks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct counter {
    volatile int64_t value;
};

struct tree {
    volatile int64_t value;
};

static void add(volatile int64_t *to, int n)
{
    for (int i = 0; i < n; i++) {
        *to = *to + 1;
    }
}

counter *counter_new(void)
{
    return calloc(1, sizeof(counter));
}

void counter_free(counter *self)
{
    free(self);
}

void counter_add(counter *self, int n)
{
    add(&self->value, n);
}

void counter_step(counter *self)
{
    self->value = self->value + 1;
}

int64_t counter_value(const counter *self)
{
    return self->value;
}

void counter_merge(counter *self, counter *other)
{
    int64_t n = other->value;
    other->value = 0;
    self->value += n;
}

int64_t counter_wait(const counter *self, int ms)
{
    int64_t before = self->value;
    if (ms > 0) {
        nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
    }
    return self->value == before ? before : -1;
}

int64_t counter_each(const counter *self, int n, visitor visit, void *ctx)
{
    int64_t sum = 0;
    for (int i = 0; i < n; i++) {
        sum += visit(self->value, ctx);
    }
    return sum;
}

void counter_change(counter *self, int n, visitor visit, void *ctx)
{
    for (int i = 0; i < n; i++) {
        self->value = self->value + visit(self->value, ctx);
    }
}

struct question {
    visitor visit;
    void *ctx;
    int64_t value;
};

static void *answer(void *of)
{
    struct question *q = of;
    q->value = q->visit(q->value, q->ctx);
    return NULL;
}

int64_t counter_ask(const counter *self, visitor visit, void *ctx)
{
    struct question q = {visit, ctx, self->value};
    pthread_t thread;
    if (pthread_create(&thread, NULL, answer, &q) == 0) {
        pthread_join(thread, NULL);
    }
    return q.value;
}

int64_t counter_order(counter *self, visitor visit, void *ctx)
{
    return counter_ask(self, visit, ctx);
}

int64_t counters_total(size_t n, const counter *const counters[n])
{
    int64_t total = 0;
    for (size_t i = 0; i < n; i++) {
        total += counters[i]->value;
    }
    return total;
}

void counters_add(size_t m, counter *const counters[m], int n)
{
    for (size_t i = 0; i < m; i++) {
        add(&counters[i]->value, n);
    }
}

tree *tree_new(void)
{
    return calloc(1, sizeof(tree));
}

void tree_free(tree *self)
{
    free(self);
}

int64_t tree_add(tree *self, int n)
{
    add(&self->value, n);
    return self->value;
}

int64_t tree_walk(tree *self, visitor visit, void *ctx)
{
    return visit(self->value, ctx);
}

int64_t tree_fell(tree *self)
{
    const int64_t value = self->value;
    free(self);
    return value;
}

struct leaf {
    const tree *tree;
    visitor visit;
    void *ctx;
};

leaf *tree_leaf(tree *self, visitor visit, void *ctx)
{
    leaf *l = malloc(sizeof *l);
    if (l) {
        *l = (leaf){self, visit, ctx};
    }
    return l;
}

int64_t leaf_value(const leaf *self)
{
    return self->tree->value;
}

void leaf_free(leaf *self)
{
    self->visit(self->tree->value, self->ctx);
    free(self);
}

// ---------------------------------------------------------------------- guests
struct guest {
    volatile int64_t value;
    int inside;
    double *numbers;
    struct note note;
};

static const guest *freed;      // the last one

guest *guest_new(void)
{
    guest *g = calloc(1, sizeof *g);
    freed = g == freed ? NULL : freed;
    double *numbers = g ? malloc(4 * sizeof *numbers) : NULL;
    if (!numbers) {
        free(g);
        return NULL;
    }
    for (int k = 0; k < 4; k++) {
        numbers[k] = k + 1;
    }
    *g = (guest){1, 0, numbers, {7, {1, 2, 3}}};
    return g;
}

void guest_free(guest *self)
{
    if (self) {
        free(self->numbers);
    }
    freed = self;
    free(self);
}

double *guest_numbers(guest *self)
{
    return self->numbers;
}

const void *guest_bytes(const guest *self)
{
    return self->numbers;
}

double *guest_memory(guest *self)
{
    return self->numbers;
}

const struct note *guest_note(const guest *self)
{
    return &self->note;
}

static int64_t go(guest *g, int64_t result)
{
    const bool alone = !g || !__atomic_load_n(&g->inside, __ATOMIC_ACQUIRE);
    guest_free(g);
    return alone ? result : -1;
}

static void pass(const guest *self, int ms)
{
    int *inside = (int *)&self->inside;
    __atomic_add_fetch(inside, 1, __ATOMIC_RELAXED);
    if (ms > 0) {
        nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
    }
    __atomic_sub_fetch(inside, 1, __ATOMIC_RELEASE);
}

int64_t guest_value(const guest *self)
{
    return self->value;
}

int64_t guest_wait(const guest *self, int ms)
{
    const int64_t before = self->value;
    pass(self, ms);
    return self->value == before ? before : -1;
}

void guest_set(guest *self, int64_t value, int ms)
{
    pass(self, ms);
    self->value = value;
}

int64_t guest_visit(const guest *self, visitor visit, void *ctx)
{
    return visit(self->value, ctx);
}

void guest_swap(guest *self, guest *other)
{
    const int64_t value = self->value;
    self->value = other->value;
    other->value = value;
}

struct escort {
    const guest *guest;
};
static int64_t late;

escort *guest_escort(guest *self, int ms)
{
    pass(self, ms);
    escort *e = malloc(sizeof *e);
    if (e) {
        e->guest = self;
    }
    return e;
}

int64_t escort_look(const escort *self)
{
    return self->guest->value;
}

void escort_free(escort *self)
{
    late += self->guest == freed;
    free(self);
}

int64_t late_escorts(void)
{
    return late;
}

void counter_invite(counter *self, guest *one)
{
    (void)self;
    (void)one;
}

void counter_greet(counter *self, guest *one)
{
    self->value += one->value;
}

int64_t with_guests(bool same, host receive, void *ctx)
{
    guest *one = guest_new(), *other = same ? one : guest_new();
    int64_t result = one && other ? receive(one, other, ctx) : 0;
    result = go(one, result);
    return same ? result : go(other, result);
}

int64_t counter_receive(const counter *self, reader receive, void *ctx)
{
    guest *one = guest_new();
    const int64_t before = self->value;
    const int64_t result = one ? receive(one, ctx) : 0;
    return go(one, self->value == before ? result : -2);
}

int64_t counter_welcome(counter *self, int64_t (*receive)(guest *one, void *ctx),
                        void *ctx)
{
    guest *one = guest_new();
    const int64_t before = self->value;
    const int64_t result = one ? receive(one, ctx) : 0;
    return go(one, self->value == before ? result : -2);
}

// --------------------------------------------------------------------- a library
static int inside;
static volatile int64_t intruded, handles, total;

static void enter(void)
{
    if (__atomic_add_fetch(&inside, 1, __ATOMIC_RELAXED) > 1) {
        intruded = intruded + 1;
    }
}

static void leave(void)
{
    __atomic_sub_fetch(&inside, 1, __ATOMIC_RELAXED);
}

handle handle_new(void)
{
    enter();
    handles = handles + 1;
    int h = (int)handles;
    leave();
    return h;
}

void handle_close(handle h)
{
    enter();
    (void)h;
    leave();
}

int64_t handle_add(handle h, int n)
{
    enter();
    (void)h;
    add(&total, n);
    int64_t now = total;
    leave();
    return now;
}

int64_t intrusions(void)
{
    return intruded;
}

static volatile int64_t n_tickets, n_held, n_unlocked;

int64_t ticket(int n)
{
    add(&n_tickets, n);
    return n_tickets;
}

int64_t tickets(void)
{
    return n_tickets;
}

int64_t handle_ticket(handle h, int n)
{
    handle_add(h, n);
    return ticket(n);
}

static atomic_int n_torn;

struct stub {
    int number;
};

struct copy {
    const stub *of;
};

stub *stub_new(int number)
{
    stub *s = malloc(sizeof *s);
    if (s) {
        s->number = number;
    }
    return s;
}

void stub_free(stub *self)
{
    n_tickets = n_tickets + 1;
    n_torn++;
    if (self->number > 1000) {
        cb_raise(CB_ValueError, "stub %d", self->number);
    }
    free(self);
}

copy *copy_new(const stub *of)
{
    copy *c = malloc(sizeof *c);
    if (c) {
        c->of = of;
    }
    return c;
}

void copy_free(copy *self)
{
    n_torn += self->of->number >= 0 ? 1 : 0;    // it is there yet
    free(self);
}

struct echo {
    const copy *of;
};

echo *echo_new(const copy *of)
{
    echo *e = malloc(sizeof *e);
    if (e) {
        e->of = of;
    }
    return e;
}

void echo_free(echo *self)
{
    n_tickets = n_tickets + 1;
    n_torn += self->of->of->number >= 0 ? 1 : 0;
    free(self);
}

void seal_init(struct seal *self)
{
    self->broken_ = NULL;
}

void seal_clear(struct seal *self)
{
    n_tickets = n_tickets + 1;
    n_torn++;
    self->broken_ = NULL;
}

int64_t torn(void)
{
    return n_torn;
}

void hold_tickets(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

int64_t with_tickets(visitor f, void *ctx)
{
    return f(n_tickets, ctx);
}

int64_t held(int n)
{
    add(&n_held, n);
    return n_held;
}

int64_t held_step(void)
{
    n_held = n_held + 1;
    return n_held;
}

int64_t unlocked(int n)
{
    add(&n_unlocked, n);
    return n_unlocked;
}
