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

int check_int(int x) { return x; }
int check_text(const char *x) { return *x == '-' ? -1 : 1; }

void overloads_free_(void *p)
{
    alive -= p != NULL;
    free(p);
}

long live(void) { return alive; }
int alone_one(int x) { return x; }
