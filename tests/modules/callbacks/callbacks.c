#define _GNU_SOURCE
#include "callbacks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

double
integrate(double (*f)(double x, void *ctx), void *ctx, double a, double b, int n)
{
    double h = (b - a) / n, sum = 0;
    for (int i = 0; i < n; i++) {
        sum += f(a + (i + 0.5) * h, ctx);
    }
    return sum * h;
}

void
euler(void (*rhs)(double t, size_t n, const double y[n], double dydt[n], void *ctx),
      size_t n, double y[n], double t, double dt, int n_steps, void *ctx)
{
    double *d = cb_scratch(n * sizeof *d);
    for (int k = 0; d && k < n_steps; k++) {
        memset(d, 0, n * sizeof *d);
        rhs(t + k * dt, n, y, d, ctx);
        for (size_t i = 0; i < n; i++) {
            y[i] += dt * d[i];
        }
    }
}

int64_t
twice(int (*f)(int v), int v, int *first)
{
    *first = f(v);
    return (int64_t)*first + f(v + 1);
}

#define ECHO(name, T)                                                                 \
    T echo_##name(T (*f)(T v, void *ctx), T v, void *ctx)                             \
    {                                                                                 \
        return f(v, ctx);                                                             \
    }
ECHO(bool, bool)
ECHO(int8, int8_t)
ECHO(uint64, uint64_t)
ECHO(int128, __int128)
ECHO(float, float)
ECHO(long, long double)
ECHO(complex, double _Complex)
ECHO(char, char)
ECHO(color, enum color)
ECHO(flags, enum flags)
ECHO(point, struct point)
ECHO(time, struct timespec)
ECHO(datetime, time_t)

int
texts(int (*f)(const char *s, void *ctx), const char *a, void *ctx)
{
    char copy[100];
    snprintf(copy, sizeof copy, "%s", a);
    int n = f(copy, ctx);
    memset(copy, 'x', sizeof copy);
    return n + f(NULL, ctx);
}

int
wide(int (*f)(const wchar_t *s, void *ctx), const wchar_t *a, void *ctx)
{
    return f(a, ctx);
}

int
paths(int (*f)(const char *s, void *ctx), const char *a, void *ctx)
{
    return f(a, ctx);
}

double
rows(double (*f)(size_t k, const double row[k], void *ctx), size_t n, size_t k,
     const double a[n][k], void *ctx)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += f(k, a[i], ctx);
    }
    return sum;
}

double
whole(double (*f)(size_t n, size_t k, const double a[n][k], void *ctx), size_t n, size_t k,
      const double a[n][k], void *ctx)
{
    return f(n, k, a, ctx);
}

int
memory(int (*f)(const void *p, size_t n, void *ctx), size_t n, const void *p, void *ctx)
{
    return f(p, n, ctx);
}

int
words(int (*f)(size_t n, const char *const words[n], void *ctx), size_t n,
      const char *const words[n], void *ctx)
{
    return f(n, words, ctx);
}

int
letters(int (*f)(size_t n, const char s[n], void *ctx), size_t n, const char s[n],
        void *ctx)
{
    return f(n, s, ctx);
}

int
halves(int (*f)(const int32_t *a, int n, void *ctx), int n, void *ctx)
{
    int32_t a[50];
    for (int i = 0; i < 50; i++) {
        a[i] = i;
    }
    return f(a, n, ctx);
}

double
sorted(int (*f)(double *a, size_t n, void *ctx), size_t n, const double a[n], void *ctx)
{
    double *copy = cb_scratch(n * sizeof *copy);
    if (!copy) {
        return 0;
    }
    memcpy(copy, a, n * sizeof *copy);
    f(copy, n, ctx);
    return n ? copy[0] : 0;
}

void
change(void (*f)(size_t n, double a[n], void *ctx), size_t n, double a[n], void *ctx)
{
    f(n, a, ctx);
}

double
fill(void (*f)(size_t n, size_t k, double a[n][k], void *ctx), size_t n, size_t k,
     void *ctx)
{
    double sum = 0, *a = calloc(n * k + 1, sizeof *a);
    if (!a) {
        return -1;
    }
    f(n, k, (void *)a, ctx);
    for (size_t i = 0; i < n * k; i++) {
        sum += a[i];
    }
    free(a);
    return sum;
}

int
fill_bools(void (*f)(int n, bool a[n], void *ctx), int n, void *ctx)
{
    bool a[100] = {0};
    int sum = 0;
    f(n, a, ctx);
    for (int i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}

int
fill_colors(void (*f)(int n, enum color a[n], void *ctx), int n, void *ctx)
{
    enum color a[100] = {0};
    int sum = 0;
    f(n, a, ctx);
    for (int i = 0; i < n; i++) {
        sum += (int)a[i];
    }
    return sum;
}

const uint8_t *
fill_text(void (*f)(char s[8], unsigned char b[4], void *ctx), void *ctx)
{
    static _Thread_local uint8_t all[12];
    memset(all, 0xEE, sizeof all);
    f((char *)all, all + 8, ctx);
    return all;
}

int64_t
parts(int (*f)(int x, int *quotient, int *rest, void *ctx), int x, void *ctx)
{
    int quotient = 1000, rest = 10;
    int64_t result = f(x, &quotient, &rest, ctx);
    return result + quotient + rest;
}

double
norm(double (*f)(const struct point *p, void *ctx), struct point p, void *ctx)
{
    return f(&p, ctx);
}

double
norm_or_none(double (*f)(const struct point *p, void *ctx), bool none, void *ctx)
{
    struct point p = {3, 4};
    return f(none ? NULL : &p, ctx);
}

double
not_there(double (*f)(const struct point *p, void *ctx), void *ctx)
{
    return f(NULL, ctx);
}

struct point
make(void (*f)(struct point *p, void *ctx), void *ctx)
{
    struct point p = {-1, -1};
    f(&p, ctx);
    return p;
}

int
read_one(int (*f)(const int *value, void *ctx), int value, void *ctx)
{
    return f(&value, ctx);
}

int
with_struct(struct handler h, int v)
{
    return h.call(v, h.data);
}

int
with_pointer(const struct handler *h, int v)
{
    return h ? h->call(v, h->data) : -1;
}

int
context_first(void *ctx, int (*f)(void *ctx, int v), int v)
{
    return f(ctx, v);
}

int
both(visitor enter, visitor leave, user_data data, int v)
{
    int a = enter(v, data);
    return leave ? leave(a, data) : a;
}

int
fixed_other(int (*f)(void *self, int v, void *ctx), void *ctx, void *other, int v)
{
    return f(other, v, ctx);
}

int
maybe(int (*f)(int v, void *ctx), void *ctx, int v)
{
    return f ? f(v, ctx) : 0;
}

int
plain_parameter(int f(int v), int v)
{
    return f(v);
}

int
own_function(int (*f)(int v), int v)
{
    return f(v);
}

void
sort(size_t n, int64_t a[n], int (*compare)(int64_t a, int64_t b))
{
    for (size_t i = 1; i < n; i++) {
        for (size_t k = i; k > 0 && compare(a[k - 1], a[k]) > 0; k--) {
            int64_t t = a[k];
            a[k] = a[k - 1];
            a[k - 1] = t;
        }
    }
}

int
nested(int (*f)(int v, void *ctx), int v, void *ctx)
{
    return f(v, ctx);
}

int
held(int (*f)(int v, void *ctx), int v, void *ctx)
{
    return f(v, ctx);
}

int
raises(int (*f)(int v, void *ctx), void *ctx, int v)
{
    int a = f(v, ctx);
    if (a == -5) {
        cb_raise(CB_RuntimeError, "of C");
    }
    return a;
}

int
until_stopped(int (*f)(int v, void *ctx), void *ctx, int *calls)
{
    int n = 0;
    while (!cb_check() && n < 1000) {
        f(n++, ctx);
    }
    *calls = n;
    return n;
}

struct counter {
    int value;
    int (*f)(counter *self, int v, void *ctx);
    void *ctx;
};

counter *
counter_new(int start)
{
    counter *c = malloc(sizeof *c);
    if (c) {
        *c = (counter){start % 1000, NULL, NULL};
    }
    return c;
}

void
counter_free(counter *self)
{
    free(self);
}

int
counter_get(const counter *self)
{
    return self->value;
}

void
counter_add(counter *self, int by)
{
    self->value = (self->value + by) % 100000;
}

void
counter_each(counter *self, void (*f)(counter *self, int v, void *ctx), int n, void *ctx)
{
    for (int i = 0; i < n; i++) {
        self->value++;
        f(self, self->value, ctx);
    }
}

int
counter_peek(const counter *self, int (*f)(const counter *self, void *ctx), void *ctx)
{
    return f(self, ctx);
}

void
counter_on(counter *self, int (*f)(counter *self, int v, void *ctx), void *ctx)
{
    self->f = f;
    self->ctx = ctx;
}

int
counter_fire(counter *self, int v)
{
    return self->f ? self->f(self, v, self->ctx) : -1;
}

int
with_temporary(int (*f)(counter *c, void *ctx), bool none, void *ctx)
{
    counter c = {42, NULL, NULL};
    int result = f(none ? NULL : &c, ctx);
    return result + c.value;
}

static int (*handler)(int v, void *ctx);
static void *handler_context;
static int (*plain_handler)(int v);

void
set_handler(int (*f)(int v, void *ctx), void *ctx)
{
    handler = f;
    handler_context = ctx;
}

void
lend_handler(int (*f)(int v, void *ctx), void *ctx)
{
    set_handler(f, ctx);
}

void
set_struct(struct handler h)
{
    set_handler(h.call, h.data);
}

int
fire(int v)
{
    return handler ? handler(v, handler_context) : -1;
}

int
fire_held(int v)
{
    return fire(v);
}

void
lend_plain(int (*f)(int v))
{
    plain_handler = f;
}

int
fire_plain(int v)
{
    return plain_handler ? plain_handler(v) : -1;
}

struct work {
    int (*f)(int v, void *ctx);
    void *ctx;
    int n, pause;
    int64_t sum;
};

static void *
run(void *argument)
{
    struct work *w = argument;
    for (int i = 0; i < w->n; i++) {
        w->sum += w->f(i, w->ctx);
        if (w->pause) {
            usleep((unsigned)w->pause);
        }
    }
    return NULL;
}

int64_t
on_thread(int (*f)(int v, void *ctx), void *ctx, int n)
{
    struct work w = {f, ctx, n, 0, 0};
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, &w)) {
        cb_raise(CB_MemoryError, "no thread");
        return 0;
    }
    pthread_join(thread, NULL);
    return w.sum;
}

static struct work work;
static pthread_t thread;
static bool started;

void
start(int n, int pause_us)
{
    if (started || !handler) {
        return;
    }
    work = (struct work){handler, handler_context, n, pause_us, 0};
    started = pthread_create(&thread, NULL, run, &work) == 0;
}

int64_t
join(void)
{
    if (!started) {
        return -1;
    }
    pthread_join(thread, NULL);
    started = false;
    return work.sum;
}

static void
last(void)
{
    printf("at exit: %d\n", fire(5));
    fflush(stdout);
}

void
fire_at_exit(void)
{
    atexit(last);
}

int64_t
floor_twice(double x)
{
    return python_floor(x) + python_floor(x);
}

int
call_missing(int x)
{
    return python_missing(x);
}

void
sort_in_python(size_t n, double a[n])
{
    python_sorted(n, a);
}

double
parse(const char *text)
{
    return python_number(text);
}

/* -------------------------------------------------- CB_ON_RAISE of a struct's field */
static int got_on_raise;
int seen_on_raise(void) { return got_on_raise; }
void with_marked(struct marked h) { got_on_raise = h.call(1, h.data); }
void with_marked_pointer(const struct marked *h) { got_on_raise = h->call(1, h->data); }
void with_spelled(struct spelled h) { got_on_raise = h.call(1, h.data); }

void
counter_hold_on(counter *self, int (*f)(int v, void *ctx), void *ctx)
{
    (void)self;
    set_handler(f, ctx);
}

struct then { int (*f)(int v, void *ctx); void *ctx; int how, result; };

static void *
run_then(void *argument)
{
    struct then *t = argument;
    t->result = t->f(1, t->ctx);
    if (t->how == 1 || t->how == 4) {
        cb_raise(CB_ValueError, "from a thread: %d", t->how);
    }
    if (t->how == 4) {
        cb_raise(CB_KeyError, "too late");
    }
    t->result = t->how == 2 ? cb_check() : t->how == 3 ? python_missing(1) : t->result;
    return NULL;
}

int
thread_then(int (*f)(int v, void *ctx), void *ctx, int how)
{
    struct then t = {f, ctx, how, 0};
    pthread_t made;
    if (pthread_create(&made, NULL, run_then, &t)) {
        cb_raise(CB_MemoryError, "no thread");
        return 0;
    }
    pthread_join(made, NULL);
    return t.result;
}
