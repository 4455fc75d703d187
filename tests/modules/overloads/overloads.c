/* SPDX-License-Identifier: MIT
   Definitions of overloads.h. */
#include "overloads.h"

#include <string.h>

static long alive;

int64_t total_int(size_t n, const int64_t a[n])
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (uint64_t)a[i];
    }
    return (int64_t)sum;
}

double total_double(size_t n, const double a[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}

double total_matrix(size_t m, size_t n, const double a[m][n])
{
    double sum = 1000;
    for (size_t i = 0; i < m; i++) {
        sum += total_double(n, a[i]);
    }
    return sum;
}

float total_float(size_t n, const float a[n])
{
    float sum = 0.25f;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}

#define KIND(name, type, number) int name(type x) { (void)x; return number; }
KIND(kind_bool, bool, 1)
KIND(kind_i8, int8_t, 2)
KIND(kind_u8, uint8_t, 3)
KIND(kind_i32, int32_t, 4)
KIND(kind_i64, int64_t, 5)
KIND(kind_u64, uint64_t, 6)
KIND(kind_float, float, 7)
KIND(kind_double, double, 8)
KIND(kind_complex, double complex, 9)
KIND(kind_char, char, 10)
KIND(kind_text, const char *, 11)
KIND(kind_bytes, const char *, 12)
KIND(kind_color, enum color, 13)
KIND(kind_point, struct point, 14)
KIND(kind_circle, const struct circle *, 15)
KIND(kind_time, time_t, 16)

int kind_list(size_t n, const char *const x[n])
{
    (void)x;
    return 17 + 100 * (int)n;
}

int kind_none(const char *x, int y)
{
    return x ? -1 : 18 + y;
}

double area_circle(double radius) { return 3 * radius * radius; }
double area_rectangle(double width, double height) { return width * height; }
double area_triangle(double a, double b, double c) { return -(a + b + c); }
double area_named(double side) { return side * side; }
double area_many(double side, int sides) { return side * side * sides; }
double area_nothing(void) { return 0; }

int pair_dd(double a, double b) { (void)a, (void)b; return 1; }
int pair_id(int a, double b) { (void)a, (void)b; return 2; }
int pair_di(double a, int b) { (void)a, (void)b; return 3; }
int pair_ii(int a, int b) { (void)a, (void)b; return 4; }

void fill_int(size_t n, int32_t a[n], int32_t value)
{
    for (size_t i = 0; i < n; i++) {
        a[i] = value;
    }
}

void fill_double(size_t n, double a[n], double value)
{
    for (size_t i = 0; i < n; i++) {
        a[i] = value;
    }
}

void fill_view(struct cb_view2 a, double value)
{
    for (ptrdiff_t i = 0; i < a.shape[0]; i++) {
        for (ptrdiff_t k = 0; k < a.shape[1]; k++) {
            CB_AT(double, a, i, k) = value;
        }
    }
}

void squares_int(size_t n, const int32_t a[n], int32_t out[n])
{
    for (size_t i = 0; i < n; i++) {
        out[i] = (int32_t)((uint32_t)a[i] * (uint32_t)a[i]);
    }
}

void squares_double(size_t n, const double a[n], double out[n])
{
    for (size_t i = 0; i < n; i++) {
        out[i] = a[i] * a[i];
    }
}

char *make_text(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    if (copy) {
        strcpy(copy, text);
        alive++;
    }
    return copy;
}

double *make_numbers(size_t n)
{
    double *x = n < 1000000 ? calloc(n + 1, sizeof *x) : NULL;
    alive += x != NULL;
    return x;
}

struct bag { double sum; };
struct crate { int size; };
static long bags;

struct bag *bag_new(void)
{
    struct bag *bag = calloc(1, sizeof *bag);
    __atomic_add_fetch(&bags, bag != NULL, __ATOMIC_RELAXED);
    return bag;
}

struct bag *bag_filled(size_t n, const double x[n])
{
    struct bag *bag = bag_new();
    if (bag) {
        bag_add_numbers(bag, n, x);
    }
    return bag;
}

struct bag *bag_of_number(double x)
{
    return bag_filled(1, &x);
}

struct bag *bag_of_text(const char *text)
{
    return *text ? bag_of_number((double)strlen(text)) : NULL;
}

void bag_free(struct bag *bag)
{
    __atomic_add_fetch(&bags, -(bag != NULL), __ATOMIC_RELAXED);
    free(bag);
}

void bag_add_number(struct bag *bag, double x) { bag->sum += x; }
void bag_add_bag(struct bag *bag, const struct bag *other) { bag->sum += other->sum; }
double bag_get_sum(const struct bag *bag) { return bag->sum; }

void bag_add_numbers(struct bag *bag, size_t n, const double x[n])
{
    for (size_t i = 0; i < n; i++) {
        bag->sum += x[i];
    }
}

struct crate *crate_new(void) { return calloc(1, sizeof(struct crate)); }
void crate_free(struct crate *crate) { free(crate); }
int crate_get_size(const struct crate *crate) { return crate->size; }
int describe_bag(const struct bag *x) { (void)x; return 1; }
int describe_crate(const struct crate *x) { return x ? 2 : 0; }
long live_bags(void) { return bags; }

int describe_bags(size_t n, const struct bag *const x[n])
{
    (void)x;
    return 10 + (int)n;
}

int describe_crates(size_t n, const struct crate *const x[n])
{
    (void)x;
    return 20 + (int)n;
}

int structs_points(size_t n, const struct point x[n]) { (void)x; return 10 + (int)n; }
int structs_circles(size_t n, const struct circle x[n]) { (void)x; return 20 + (int)n; }
int structs_numbers(size_t n, const double x[n]) { (void)x; return 40 + (int)n; }

int structs_matrix(size_t m, size_t n, const struct point x[m][n])
{
    (void)x;
    return 30 + (int)(m * n);
}

void structs_here_points(size_t n, struct point x[n])
{
    for (size_t i = 0; i < n; i++) {
        x[i].x++;
    }
}

void structs_here_circles(size_t n, struct circle x[n])
{
    for (size_t i = 0; i < n; i++) {
        x[i].radius++;
    }
}

double apply_function(double (*x)(double t, void *ctx), void *ctx) { return x(2, ctx); }
double apply_number(double x) { return -x; }

int check_int(int x) { return x; }
int check_text(const char *x) { return *x == '-' ? -1 : 1; }

void overloads_free_(void *p)
{
    alive -= p != NULL;
    free(p);
}

long live(void) { return alive; }
int alone_one(int x) { return x; }

/* ------------------------------------------------------------------ special methods */
enum { COLUMNS = 4 };
struct Table {
    size_t rows;
    double x[];                 /* COLUMNS for each row */
};

Table *Table_new(size_t rows)
{
    if (rows > 1000) {
        return NULL;
    }
    Table *self = calloc(1, sizeof *self + rows * COLUMNS * sizeof(double));
    if (self) {
        self->rows = rows;
        for (size_t i = 0; i < rows * COLUMNS; i++) {
            self->x[i] = (double)i;
        }
    }
    return self;
}

void Table_free(Table *self) { free(self); }
size_t Table_rows(const Table *self) { return self->rows; }

static int column(const char *name)
{
    return name[0] >= 'a' && name[0] < 'a' + COLUMNS && !name[1] ? name[0] - 'a' : -1;
}

double Table_row(const Table *self, ptrdiff_t row)
{
    double sum = 0;
    for (int k = 0; k < COLUMNS; k++) {
        sum += self->x[row * COLUMNS + k];
    }
    return sum;
}

bool Table_column(const Table *self, const char *name, double *sum)
{
    const int k = column(name);
    *sum = 0;
    for (size_t i = 0; k >= 0 && i < self->rows; i++) {
        *sum += self->x[i * COLUMNS + (size_t)k];
    }
    return k >= 0;
}

long Table_slice(const Table *self, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step)
{
    long n = 0;
    (void)self;
    for (ptrdiff_t i = start; step > 0 ? i < stop : i > stop; i += step) {
        n++;
    }
    return n;
}

bool Table_cell(const Table *self, unsigned row, const char *name, double *x)
{
    const int k = column(name);
    const bool good = k >= 0 && row < self->rows;
    *x = good ? self->x[row * COLUMNS + (unsigned)k] : 0;
    return good;
}

double Table_three(const Table *self, int i, int j, int k)
{
    (void)self;
    return 100.0 * i + 10.0 * j + k;
}

void Table_set_row(Table *self, ptrdiff_t row, double x)
{
    for (int k = 0; k < COLUMNS; k++) {
        self->x[row * COLUMNS + k] = x;
    }
}

bool Table_set_column(Table *self, const char *name, double x)
{
    const int k = column(name);
    for (size_t i = 0; k >= 0 && i < self->rows; i++) {
        self->x[i * COLUMNS + (size_t)k] = x;
    }
    return k >= 0;
}

bool Table_set_cell(Table *self, unsigned row, const char *name, double x)
{
    const int k = column(name);
    if (k < 0 || row >= self->rows) {
        return false;
    }
    self->x[row * COLUMNS + (unsigned)k] = x;
    return true;
}

void Table_clear_row(Table *self, ptrdiff_t row) { Table_set_row(self, row, 0); }
bool Table_clear_column(Table *self, const char *name)
{
    return Table_set_column(self, name, 0);
}

bool Table_has(const Table *self, double x)
{
    bool found = false;
    for (size_t i = 0; i < self->rows * COLUMNS; i++) {
        found = found || self->x[i] == x;
    }
    return found;
}

bool Table_has_column(const Table *self, const char *name)
{
    (void)self;
    return column(name) >= 0;
}

double Table_scaled(const Table *self, double factor)
{
    return factor * (double)self->rows;
}

double Table_of(const Table *self, const char *name, int times)
{
    double sum;
    return Table_column(self, name, &sum) ? sum * times : -1;
}

int Keyed_narrow(const Keyed *self, int8_t i) { return self ? 8 : i; }
int Keyed_wide(const Keyed *self, int64_t i) { return self ? 64 : (int)i; }
int Keyed_two(const Keyed *self, int i, const char *name) { return self ? 2 : i + !name; }
int Every_length(const Every *self) { return self ? 3 : 0; }
int Every_item(const Every *self, cb_value key) { return self && key ? -1 : 0; }
int Every_at(const Every *self, int i) { return self ? 100 + i : 0; }
int Every_named(const Every *self, const char *name) { return self && name ? 1 : 0; }
int any_or_value(cb_value x) { return x ? 1 : 0; }
int any_or_double(double x) { return x > 0 ? 2 : -2; }
int any_or_point(struct point x) { return x.x > 0 ? 3 : -3; }
int Keyed_any(const Keyed *self, cb_value key) { return self ? 0 : key != NULL; }
