// SPDX-License-Identifier: MIT
#include "specials.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---------------------------------------------------------------------------- Vec
struct Vec {
    size_t n, room;
    double *x;
};

Vec *Vec_new(size_t n, const double x[n])
{
    Vec *v = malloc(sizeof *v);
    double *copy = malloc((n ? n : 1) * sizeof *copy);
    if (!v || !copy) {
        free(v);
        free(copy);
        return NULL;
    }
    memcpy(copy, x, n * sizeof *x);
    *v = (Vec){n, n, copy};
    return v;
}

void Vec_free(Vec *self)
{
    free(self->x);
    free(self);
}

void Vec_append(Vec *self, double x)
{
    if (self->n == self->room) {
        size_t room = 2 * self->room + 1;
        double *more = realloc(self->x, room * sizeof *more);
        if (!more) {
            cb_raise(CB_MemoryError, "no room");
            return;
        }
        self->x = more;
        self->room = room;
    }
    self->x[self->n++] = x;
}

size_t vec_len(const Vec *v)
{
    return v->n;
}

size_t vec_hint(const Vec *v)
{
    return v->n + 1;
}

bool vec_any(const Vec *v)
{
    for (size_t i = 0; i < v->n; i++) {
        if (v->x[i] != 0) {
            return true;
        }
    }
    return false;
}

double vec_at(const Vec *v, ptrdiff_t i)
{
    return v->x[i];
}

void vec_put(Vec *v, ptrdiff_t i, double x)
{
    v->x[i] = x;
}

void vec_remove(Vec *v, ptrdiff_t i)
{
    memmove(v->x + i, v->x + i + 1, (v->n - (size_t)i - 1) * sizeof *v->x);
    v->n--;
}

bool vec_has(const Vec *v, double x)
{
    for (size_t i = 0; i < v->n; i++) {
        if (v->x[i] == x) {
            return true;
        }
    }
    return false;
}

bool vec_same(const Vec *v, const Vec *other)
{
    return v->n == other->n && memcmp(v->x, other->x, v->n * sizeof *v->x) == 0;
}

bool vec_less(const Vec *v, const Vec *other)
{
    return v->n < other->n;
}

static Vec *combined(const Vec *v, const Vec *b, double by)
{
    Vec *sum = Vec_new(v->n, v->x);
    for (size_t i = 0; sum && i < sum->n; i++) {
        sum->x[i] = sum->x[i] * by + (b ? b->x[i] : 0);
    }
    return sum;
}

Vec *vec_add(const Vec *v, const Vec *b)
{
    return v->n == b->n ? combined(v, b, 1)
                        : (cb_raise(CB_ValueError, "%zu numbers and %zu", v->n, b->n), NULL);
}

Vec *vec_times(const Vec *v, double by)
{
    return combined(v, NULL, by);
}

Vec *vec_times_right(const Vec *v, double by)
{
    return combined(v, NULL, by);
}

double vec_dot(const Vec *v, const Vec *b)
{
    double sum = 0;
    for (size_t i = 0; i < v->n && i < b->n; i++) {
        sum += v->x[i] * b->x[i];
    }
    return sum;
}

void vec_add_to(Vec *v, const Vec *b)
{
    for (size_t i = 0; i < v->n && i < b->n; i++) {
        v->x[i] += b->x[i];
    }
}

void vec_scale(Vec *v, double by)
{
    for (size_t i = 0; i < v->n; i++) {
        v->x[i] *= by;
    }
}

Vec *vec_neg(const Vec *v)
{
    return combined(v, NULL, -1);
}

double vec_value(const Vec *v, double x, double scale)
{
    double sum = 0;
    for (size_t i = v->n; i--;) {
        sum = sum * x + v->x[i];
    }
    return sum * scale;
}

size_t vec_repr(const Vec *v, size_t n, char s[n])
{
    size_t at = 0;
    for (size_t i = 0; i < v->n; i++) {
        at += (size_t)snprintf(at < n ? s + at : NULL, at < n ? n - at : 0, "%s%g",
                               i ? " " : "<", v->x[i]);
    }
    return at + (size_t)snprintf(at < n ? s + at : NULL, at < n ? n - at : 0,
                                 v->n ? ">" : "<>");
}

Vec *vec_copy(const Vec *v)
{
    return combined(v, NULL, 1);
}

Vec *vec_deep(const Vec *v)
{
    return combined(v, NULL, 1);
}

struct Backwards {
    const Vec *v;
    size_t at;
};

Backwards *vec_reversed(const Vec *v)
{
    Backwards *it = malloc(sizeof *it);
    if (it) {
        *it = (Backwards){v, v->n};
    }
    return it;
}

void Backwards_free(Backwards *self)
{
    free(self);
}

bool backwards_next(Backwards *it, double *x)
{
    it->at = it->at > it->v->n ? it->v->n : it->at;
    if (!it->at) {
        return false;
    }
    *x = it->v->x[--it->at];
    return true;
}

// ------------------------------------------------------------------------- Counter
void Counter_init(Counter *self, int64_t n, bool fails)
{
    self->left = n;
    self->fails = fails;
}

bool counter_next(Counter *self, int64_t *item)
{
    *item = self->left;
    return self->left > 0 && self->left--;
}

void counter_enter(Counter *self)
{
    self->left += 100;
}

void counter_exit(Counter *self)
{
    self->left = -1;
}

void Squares_init(Squares *self, int end)
{
    self->end = end;
}

bool squares_next(Squares *self, int *n, int *square)
{
    *n = self->at;
    *square = self->at * self->at;
    return self->at++ < self->end;
}

void squares_exit(Squares *self)
{
    self->at = self->end;
}

// ----------------------------------------------------------------------------- Map
enum { ROOM = 64 };
struct Map {
    int n;
    char key[ROOM][16];
    int64_t value[ROOM];
};

Map *Map_new(void)
{
    return calloc(1, sizeof(Map));
}

void Map_free(Map *self)
{
    free(self);
}

int map_len(const Map *m)
{
    return m->n;
}

static int find(const Map *m, const char *key)
{
    for (int i = 0; i < m->n; i++) {
        if (strcmp(m->key[i], key) == 0) {
            return i;
        }
    }
    return -1;
}

bool map_get(const Map *m, const char *key, int64_t *value)
{
    int i = find(m, key);
    if (i >= 0) {
        *value = m->value[i];
    }
    return i >= 0;
}

bool map_set(Map *m, const char *key, int64_t value)
{
    int i = find(m, key);
    if ((i < 0 && m->n == ROOM) || strlen(key) > 15) {
        return false;
    }
    if (i < 0) {
        i = m->n++;
        strcpy(m->key[i], key);
    }
    m->value[i] = value;
    return true;
}

bool map_del(Map *m, const char *key)
{
    int i = find(m, key);
    if (i >= 0) {
        m->n--;
        memmove(m->key[i], m->key[m->n], sizeof m->key[i]);
        m->value[i] = m->value[m->n];
    }
    return i >= 0;
}

bool map_has(const Map *m, const char *key)
{
    return find(m, key) >= 0;
}

// ------------------------------------------------------------------------- complex
typedef struct z Z;

Z z_add(Z a, Z b) { return (Z){a.re + b.re, a.im + b.im}; }
Z z_radd(Z a, double b) { return (Z){a.re + b, a.im}; }
Z z_sub(const Z *a, const Z *b) { return (Z){a->re - b->re, a->im - b->im}; }
void z_mul(const Z *a, const Z *b, Z *out)
{
    *out = (Z){a->re * b->re - a->im * b->im, a->re * b->im + a->im * b->re};
}
Z z_div(Z a, double b) { return (Z){a.re / b, a.im / b}; }
void z_divmod(Z a, double b, Z *q, Z *r)
{
    *q = (Z){floor(a.re / b), floor(a.im / b)};
    *r = (Z){a.re - q->re * b, a.im - q->im * b};
}
Z z_pow(Z a, int n)
{
    Z p = {1, 0};
    while (n-- > 0) {
        z_mul(&p, &a, &p);
    }
    return p;
}
void z_ipow(Z *a, int n) { *a = z_pow(*a, n > 100 ? 100 : n); }
void z_iadd(Z *a, Z b) { *a = z_add(*a, b); }
Z z_neg(Z a) { return (Z){-a.re, -a.im}; }
Z z_pos(const Z *a) { return *a; }
void z_conj(const Z *a, Z *out) { *out = (Z){a->re, -a->im}; }
double z_abs(Z a) { return hypot(a.re, a.im); }
bool z_bool(const Z *a) { return a->re != 0 || a->im != 0; }
int64_t z_hash(const Z *a) { return fabs(a->re) < 1e15 ? (int64_t)a->re : 0; }
double _Complex z_complex(Z a) { return a.re + a.im * (double _Complex)__builtin_complex(0.0, 1.0); }
double z_float(Z a) { return a.re; }
long z_int(Z a) { return fabs(a.re) < 1e15 ? (long)a.re : 0; }
double z_round(Z a, int ndigits)
{
    double scale = pow(10, ndigits);
    return round(a.re * scale) / scale;
}
long z_trunc(Z a) { return z_int(a); }
long z_floor(Z a) { return fabs(a.re) < 1e15 ? (long)floor(a.re) : 0; }
long z_ceil(Z a) { return fabs(a.re) < 1e15 ? (long)ceil(a.re) : 0; }
void z_str(const Z *a, char s[64]) { snprintf(s, 64, "%.8g%+.8gi", a->re, a->im); }
size_t z_format(Z a, const char *spec, size_t n, char s[n])
{
    int digits = *spec ? atoi(spec) : 2;
    if (digits < 0 || digits > 1000) {
        cb_raise(CB_ValueError, "digits: %d", digits);
        return 0;
    }
    return (size_t)snprintf(s, n, "%.*f", digits, a.re);
}
bool z_less(Z a, double b) { return a.re < b; }
bool z_contains(Z a, double b) { return a.re == b || a.im == b; }
double z_item(Z a, unsigned i) { return i ? a.im : a.re; }
int z_len(Z a)
{
    (void)a;
    return 2;
}

// -------------------------------------------------------------------------- Matrix
struct Matrix {
    size_t rows, columns;
    double x[];
};

Matrix *Matrix_new(size_t rows, size_t columns)
{
    Matrix *m = calloc(1, sizeof *m + rows * columns * sizeof(double));
    if (m) {
        m->rows = rows;
        m->columns = columns;
    }
    return m;
}

void Matrix_free(Matrix *self)
{
    free(self);
}

double matrix_at(const Matrix *m, size_t i, size_t j)
{
    return i < m->rows && j < m->columns ? m->x[i * m->columns + j] : NAN;
}

bool matrix_put(Matrix *m, size_t i, size_t j, double x)
{
    if (i >= m->rows || j >= m->columns) {
        return false;
    }
    m->x[i * m->columns + j] = x;
    return true;
}

// -------------------------------------------------------------------------- hashes
void Bag_init(Bag *self, int64_t n) { self->n = n; }
bool bag_same(const Bag *a, int64_t n) { return a->n == n; }
const char *bag_text(const Bag *a) { return a->n < 0 ? NULL : a->n ? "bag" : "empty"; }
const char *bag_bytes(const Bag *a) { return bag_text(a); }
const char *bag_path(const Bag *a) { return bag_text(a); }
int64_t bag_index(const Bag *a) { return a->n; }
void Hashed_init(Hashed *self, int64_t n) { self->n = n; }
uint64_t hashed_hash(const Hashed *a) { return (uint64_t)a->n; }
int64_t hashed_len(const Hashed *a) { return a->n; }
bool hashed_more(const Hashed *a, int64_t n) { return a->n > n; }

// --------------------------------------------------------------------------- views
struct Grid {
    size_t rows, columns;
    double *x;
};

Grid *Grid_new(size_t rows, size_t columns)
{
    Grid *g = malloc(sizeof *g);
    double *x = calloc(rows * columns + 1, sizeof *x);
    if (!g || !x) {
        free(g);
        free(x);
        return NULL;
    }
    *g = (Grid){rows, columns, x};
    return g;
}

void Grid_free(Grid *self)
{
    free(self->x);
    free(self);
}

size_t Grid_rows(const Grid *self)
{
    return self->rows;
}

size_t Grid_columns(const Grid *self)
{
    return self->columns;
}

double *grid_data(Grid *self)
{
    return self->x;
}

const double *Grid_row(const Grid *self, size_t i)
{
    return i < self->rows ? self->x + i * self->columns : NULL;
}

const void *Grid_memory(const Grid *self)
{
    return self->x;
}

const void *Grid_nothing(const Grid *self, size_t n)
{
    (void)self;
    (void)n;
    return NULL;
}

void Grid_set(Grid *self, size_t i, size_t j, double x)
{
    if (i < self->rows && j < self->columns) {
        self->x[i * self->columns + j] = x;
    }
}

void Grid_resize(Grid *self, size_t rows)
{
    double *x = realloc(self->x, (rows * self->columns + 1) * sizeof *x);
    if (!x) {
        cb_raise(CB_MemoryError, "no room");
        return;
    }
    for (size_t i = self->rows * self->columns; i < rows * self->columns; i++) {
        x[i] = 0;
    }
    self->x = x;
    self->rows = rows;
}

void Grid_consume(Grid *self)
{
    Grid_free(self);
}

double *z_parts(struct z *self)
{
    return &self->re;
}

const void *z_memory(const struct z *self)
{
    return self;
}

const void *z_copied(const struct z *self)
{
    return self;
}

void Fixed_init(Fixed *self)
{
    self->values[3] = 3;
}

int64_t *fixed_data(Fixed *self)
{
    return self->values;
}

const void *fixed_bytes(const Fixed *self)
{
    return self->values;
}

const void *fixed_raw(const Fixed *self)
{
    return self->values;
}

void Fixed_fill(Fixed *self, int64_t x)
{
    Fixed all = {{x, x, x, x}, self->_unused};
    *self = all;
}

// -------------------------------------------------------------------------- pickles
static unsigned char *copied(const void *data, size_t n)
{
    unsigned char *copy = malloc(n ? n : 1);
    if (copy) {
        memcpy(copy, data, n);
    }
    return copy;
}

unsigned char *vec_save(const Vec *v, size_t *n)
{
    *n = v->n * sizeof *v->x;
    return copied(v->x, *n);
}

Vec *vec_load(size_t n, const unsigned char s[n])
{
    double *x = (double *)(void *)copied(s, n);
    Vec *v = x ? Vec_new(n / sizeof *x, x) : NULL;
    free(x);
    return v;
}

unsigned char *counter_save(const Counter *c, size_t *n)
{
    *n = sizeof c->left;
    return copied(&c->left, *n);
}

void counter_load(Counter *self, size_t n, const unsigned char s[n])
{
    if (n == sizeof self->left) {
        memcpy(&self->left, s, n);
    }
}

// ------------------------------------------------------------------- of one name
Vec *vec_slice(const Vec *v, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step)
{
    Vec *part = Vec_new(v->n, v->x);
    size_t n = 0;
    for (ptrdiff_t i = start; part && (step > 0 ? i < stop : i > stop); i += step) {
        part->x[n++] = v->x[i];
    }
    if (part) {
        part->n = n;
    }
    return part;
}

double vec_product(const Vec *v, const Vec *b)
{
    return vec_dot(v, b);
}

bool z_below(const struct z *a, const struct z *b)
{
    return a->im < b->im;
}

Grid *grid_join(const Grid *g, const Grid *other)
{
    (void)other;
    return Grid_new(g->rows, g->columns);
}

// --------------------------------------------------------------------------- slices
void Range_init(Range *self, int64_t n)
{
    self->n = n;
}

int64_t range_len(const Range *r)
{
    return r->n;
}

int64_t range_at(const Range *r, ptrdiff_t i)
{
    (void)r;
    return i;
}

int64_t *range_part(const Range *r, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step, size_t *n)
{
    int64_t *part = malloc((size_t)(r->n + 1) * sizeof *part);
    *n = 0;
    for (ptrdiff_t i = start; part && (step > 0 ? i < stop : i > stop); i += step) {
        part[(*n)++] = i;
    }
    return part;
}

// ---------------------------------------------------------------------------- parts
static double *new_items(void)
{
    double *items = malloc(2 * sizeof *items);
    if (items) {
        items[0] = 1;
        items[1] = 2;
    }
    return items;
}

Chest *Chest_new(void)
{
    Chest *self = calloc(1, sizeof *self);
    double *items = self ? new_items() : NULL;
    if (!items) {
        free(self);
        return NULL;
    }
    self->_items = items;
    return self;
}

void Chest_free(Chest *self)
{
    free(self->_items);
    free(self);
}

Drawer *Chest_drawer(Chest *self)
{
    return (Drawer *)self;
}

Box *Drawer_box(Drawer *self)
{
    return (Box *)self;
}

double *Box_items(Box *self)
{
    return ((Chest *)self)->_items;
}

const void *Box_memory(const Box *self)
{
    return ((const Chest *)self)->_items;
}

void Chest_refill(Chest *self)
{
    double *items = new_items();
    if (items) {
        free(self->_items);
        self->_items = items;
    }
}

static int asked;

int shy_asked(void) { return asked; }

int shy_len(const Shy *s)
{
    if (s->n == 99) {
        cb_raise(CB_IndexError, "nobody knows");
    }
    return s->n;
}

int shy_at(const Shy *s, int i)
{
    (void)s;
    asked++;
    return i;
}

int shy_part(const Shy *s, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step)
{
    (void)s;
    asked++;
    return (int)(start + stop * 10 + step * 100);
}

void shy_put(Shy *s, int i, int value)
{
    (void)value;
    asked++;
    s->n = i;
}
