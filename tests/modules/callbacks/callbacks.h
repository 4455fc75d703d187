/* Callbacks: every type of the mapping, read the other way; contexts in every place;
   callables that C keeps; C functions that Python defines. */
#ifndef CALLBACKS_H
#define CALLBACKS_H

#include "carbide.h"

#include <stddef.h>
#include <stdint.h>
#include <time.h>

/** The integral of f from a to b, by n midpoints. */
double integrate(double (*f)(double x, void *ctx), void *ctx, double a, double b,
                 CB_DEFAULT(100) CB_REQUIRE(n > 0 && n <= 1000000) int n);

/** y += dt * rhs(t, y), n_steps times. */
void euler(void (*rhs)(double t, size_t n, const double y[n], CB_OUT double dydt[n],
                       void *ctx),
           size_t n, double y[n], double t, double dt,
           CB_REQUIRE(n_steps < 1000) int n_steps, void *ctx);

/** f(v) + f(v + 1), and the first of the two. */
int64_t twice(CB_ON_RAISE(-7) int (*f)(int v), CB_REQUIRE(v < 1000000) int v,
              CB_OUT int *first);

/* ------------------------------------------------------------------- each type */
enum color { RED = 1, GREEN = 2, BLUE = 4 };
struct point { double x, y; };
enum flags { ONE = 1, TWO = 2 } __attribute__((flag_enum));

bool echo_bool(bool (*f)(bool v, void *ctx), bool v, void *ctx);
int8_t echo_int8(int8_t (*f)(int8_t v, void *ctx), int8_t v, void *ctx);
uint64_t echo_uint64(uint64_t (*f)(uint64_t v, void *ctx), uint64_t v, void *ctx);
__int128 echo_int128(__int128 (*f)(__int128 v, void *ctx), __int128 v, void *ctx);
float echo_float(float (*f)(float v, void *ctx), float v, void *ctx);
long double echo_long(long double (*f)(long double v, void *ctx), long double v,
                      void *ctx);
double _Complex echo_complex(double _Complex (*f)(double _Complex v, void *ctx),
                             double _Complex v, void *ctx);
char echo_char(char (*f)(char v, void *ctx), char v, void *ctx);
enum color echo_color(CB_ON_RAISE(RED) enum color (*f)(enum color v, void *ctx),
                      enum color v, void *ctx);
enum flags echo_flags(enum flags (*f)(enum flags v, void *ctx), enum flags v, void *ctx);
struct point echo_point(struct point (*f)(struct point v, void *ctx), struct point v,
                        void *ctx);
struct timespec echo_time(struct timespec (*f)(struct timespec v, void *ctx),
                          struct timespec v, void *ctx);
time_t echo_datetime(time_t (*f)(CB_AS(datetime) time_t v, void *ctx),
                     CB_AS(datetime) time_t v, void *ctx);

/** Lengths of the texts that f is given, NULL included. */
int texts(int (*f)(const char *s, void *ctx), const char *a, void *ctx);
int wide(int (*f)(const wchar_t *s, void *ctx), const wchar_t *a, void *ctx);
int paths(int (*f)(CB_AS(path) const char *s, void *ctx), const char *a, void *ctx);

/** The sum of what f gives for the rows of a. */
double rows(double (*f)(size_t k, const double row[k], void *ctx), size_t n, size_t k,
            const double a[n][k], void *ctx);
double whole(double (*f)(size_t n, size_t k, const double a[n][k], void *ctx), size_t n,
             size_t k, const double a[n][k], void *ctx);
/** Bytes, a text of n characters, strings. */
int memory(int (*f)(CB_SHAPE(n) const void *p, size_t n, void *ctx), size_t n,
           CB_SHAPE(n) const void *p, void *ctx);
int words(int (*f)(size_t n, const char *const words[n], void *ctx), size_t n,
          const char *const words[n], void *ctx);
int letters(int (*f)(size_t n, const char s[n], void *ctx), size_t n, const char s[n],
            void *ctx);
/** n / 2 numbers: the size itself is passed. */
int halves(int (*f)(CB_SHAPE(n / 2) const int32_t *a, int n, void *ctx),
           CB_REQUIRE(n >= -4 && n < 100) int n, void *ctx);
/** Not const, and copied for Python all the same. */
double sorted(int (*f)(CB_SHAPE(n) double *a, size_t n, void *ctx), size_t n,
              const double a[n], void *ctx);
/** Changed by f, and given back. */
void change(void (*f)(size_t n, CB_INOUT double a[n], void *ctx), size_t n, double a[n],
            void *ctx);
double fill(void (*f)(size_t n, size_t k, CB_OUT double a[n][k], void *ctx),
            CB_REQUIRE(n < 100 && k > 0 && k < 100) size_t n, size_t k, void *ctx);
int fill_bools(void (*f)(int n, CB_OUT bool a[n], void *ctx),
               CB_REQUIRE(n >= 0 && n < 100) int n, void *ctx);
int fill_colors(void (*f)(int n, CB_OUT enum color a[n], void *ctx),
                CB_REQUIRE(n >= 0 && n < 100) int n, void *ctx);
/** A text of up to 8 bytes, and exactly 4 bytes. */
CB_AS(list) CB_SHAPE(12) const uint8_t *fill_text(
    void (*f)(CB_OUT char s[8], CB_OUT unsigned char b[4], void *ctx), void *ctx);

/* ------------------------------------------------------------------ by address */
/** f(x) gives (result, quotient, remainder): their sum. */
int64_t parts(int (*f)(int x, CB_OUT int *quotient, CB_INOUT int *rest, void *ctx), int x,
              void *ctx);
double norm(double (*f)(const struct point *p, void *ctx), struct point p, void *ctx);
double norm_or_none(double (*f)(CB_OPT const struct point *p, void *ctx), bool none,
                    void *ctx);
double not_there(double (*f)(const struct point *p, void *ctx), void *ctx);
struct point make(void (*f)(CB_OUT struct point *p, void *ctx), void *ctx);
int read_one(int (*f)(const int *CB_IN value, void *ctx), int value, void *ctx);

/* --------------------------------------------------------------------- contexts */
struct handler { int (*call)(int v, void *data); void *data; };
int with_struct(struct handler h, int v);
int with_pointer(CB_OPT const struct handler *h, int v);
/** What C gets when h.call raises; the parameter's own says it before the struct's. */
typedef CB_ON_RAISE(-9) int (*careful)(int v, void *data);
struct marked { CB_ON_RAISE(-7) int (*call)(int v, void *data); void *data; };
struct spelled { void *data; careful call; };
int seen_on_raise(void);
void with_marked(struct marked h);
void with_marked_pointer(CB_ON_RAISE(-8) const struct marked *h);
void with_spelled(struct spelled h);
int context_first(void *ctx, int (*f)(void *ctx, int v), int v);
typedef void *user_data;
typedef CB_ON_RAISE(-1) int (*visitor)(int v, user_data data);
/** Two callables, one context. */
int both(visitor enter, CB_OPT visitor leave, user_data data, int v);
int fixed_other(int (*f)(CB_FIXED(NULL) void *self, int v, void *ctx), void *ctx,
                CB_FIXED(NULL) void *other, int v);
/** 0 where there is no f. */
int maybe(CB_OPT int (*f)(int v, void *ctx), void *ctx, int v);
int plain_parameter(int f(int v), int v);
int own_function(CB_FIXED(plain_double) int (*f)(int v), int v);
static inline int plain_double(int v) { return (int)(2u * (unsigned)v); }

/* --------------------------------------------------------------- calls that nest */
/** compare(a, b) as in qsort: sorts without a context. */
void sort(size_t n, int64_t a[n], int (*compare)(int64_t a, int64_t b));
int nested(int (*f)(int v, void *ctx), int v, void *ctx);
CB_GIL(held) int held(int (*f)(int v, void *ctx), int v, void *ctx);
/** f raises, or C does: what f raised comes first. */
CB_RAISES(return < 0, CB_ValueError, "negative") int
raises(CB_ON_RAISE(-5) int (*f)(int v, void *ctx), void *ctx, int v);
/** How often f was called before cb_check said stop. */
int until_stopped(int (*f)(int v, void *ctx), void *ctx, CB_OUT int *calls);

/* --------------------------------------------------------------------- objects */
typedef struct counter counter;
counter *counter_new(int start);
void counter_free(counter *self);
int counter_get(const counter *self);
void counter_add(counter *self, CB_REQUIRE(by >= -1000 && by < 1000) int by);
/** Calls f with the object itself, which is in use meanwhile. */
void counter_each(counter *self, void (*f)(counter *self, int v, void *ctx),
                  CB_REQUIRE(n < 1000) int n, void *ctx);
int counter_peek(const counter *self, int (*f)(const counter *self, void *ctx), void *ctx);
/** The object keeps f, and dies with it. */
void counter_on(counter *self, CB_KEEP int (*f)(counter *self, int v, void *ctx), void *ctx);
int counter_fire(counter *self, int v);
/** The module's handler is f, which the object keeps. */
void counter_hold_on(counter *self, CB_KEEP int (*f)(int v, void *ctx), void *ctx);
/** f gets a counter that C makes and frees. */
int with_temporary(int (*f)(CB_OPT counter *c, void *ctx), bool none, void *ctx);

/* ------------------------------------------------------------------------- kept */
void set_handler(CB_KEEP CB_OPT int (*f)(int v, void *ctx), void *ctx);
void lend_handler(int (*f)(int v, void *ctx), void *ctx);
void set_struct(CB_KEEP struct handler h);
int fire(int v);
CB_GIL(held) int fire_held(int v);
void lend_plain(int (*f)(int v));
int fire_plain(int v);

/* -------------------------------------------------------------------- threads */
/** Calls f(0 … n) on another thread, while this one waits. */
int64_t on_thread(CB_ON_RAISE(-1) int (*f)(int v, void *ctx), void *ctx,
                  CB_REQUIRE(n < 100000) int n);
/** On another thread f(1), and then `how` says what: 1: cb_raise, 2: cb_check, 3: Python,
    4: cb_raise twice. */
int thread_then(CB_ON_RAISE(-1) int (*f)(int v, void *ctx), void *ctx,
                CB_REQUIRE(how >= 0 && how <= 4) int how);
/** Fires the handler n times on a thread of its own, which join() ends. */
void start(CB_REQUIRE(n < 1000000) int n, int pause_us);
int64_t join(void);
/** Fires the handler when the process ends, and prints what came. */
void fire_at_exit(void);

/* --------------------------------------------------------------- CB_FROM_PYTHON */
CB_FROM_PYTHON("math", "floor") int64_t python_floor(double x);
CB_FROM_PYTHON("callbacks_helper", "missing") CB_ON_RAISE(-3) int python_missing(int x);
CB_FROM_PYTHON("builtins", "sorted") void python_sorted(size_t n, CB_INOUT double a[n]);
CB_FROM_PYTHON("json", "loads") double python_number(const char *text);
int64_t floor_twice(double x);
int call_missing(int x);
void sort_in_python(size_t n, double a[n]);
double parse(const char *text);

#endif
