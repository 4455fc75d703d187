/* SPDX-License-Identifier: MIT
   Test module `overloads`: one name, several C functions. Most give a number that says
   which of them was called. */
#ifndef OVERLOADS_H
#define OVERLOADS_H

#include <complex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "carbide.h"

enum color { RED = 1, GREEN = 2 };
struct point { double x, y; };
struct circle { double x, y, radius; };

/** Sum of all elements, in 64 bits.
    @param a the numbers */
CB_OVERLOAD("total") int64_t total_int(size_t n, const int64_t a[n]);
/** Sum of all elements. */
CB_OVERLOAD("total") double total_double(size_t n, const double a[n]);
/** Sum of a matrix. */
CB_OVERLOAD("total") double total_matrix(size_t m, size_t n, const double a[m][n]);
CB_OVERLOAD("total") float total_float(size_t n, const float a[n]);

/* scalars: by type; the last is never needed for what fits before */
CB_OVERLOAD("kind") int kind_bool(bool x);
CB_OVERLOAD("kind") int kind_i8(int8_t x);
CB_OVERLOAD("kind") int kind_u8(uint8_t x);
CB_OVERLOAD("kind") int kind_i32(int32_t x);
CB_OVERLOAD("kind") int kind_i64(int64_t x);
CB_OVERLOAD("kind") int kind_u64(uint64_t x);
CB_OVERLOAD("kind") int kind_float(float x);
CB_OVERLOAD("kind") int kind_double(double x);
CB_OVERLOAD("kind") int kind_complex(double complex x);
CB_OVERLOAD("kind") int kind_char(char x);
CB_OVERLOAD("kind") int kind_text(const char *x);
CB_OVERLOAD("kind") int kind_bytes(CB_AS(bytes) const char *x);
CB_OVERLOAD("kind") int kind_color(enum color x);
CB_OVERLOAD("kind") int kind_point(struct point x);
CB_OVERLOAD("kind") int kind_circle(const struct circle *x);
CB_OVERLOAD("kind") int kind_time(CB_AS(datetime) time_t x);
CB_OVERLOAD("kind") int kind_list(size_t n, const char *const x[n]);
CB_OVERLOAD("kind") int kind_none(CB_OPT const char *x, CB_DEFAULT(0) int y);

/* number and names of arguments */
CB_OVERLOAD("area") double area_circle(double radius);
CB_OVERLOAD("area") double area_rectangle(double width, double height);
CB_OVERLOAD("area") double area_triangle(double a, double b, double c);
CB_OVERLOAD("area") double area_named(CB_NAME("*") double side);
CB_OVERLOAD("area") double area_many(CB_NAME("*") double side, CB_DEFAULT(4) int sides);
CB_OVERLOAD("area") double area_nothing(void);

/* two arguments: the one that fits some better and none worse */
CB_OVERLOAD("pair") int pair_dd(double a, double b);
CB_OVERLOAD("pair") int pair_id(int a, double b);
CB_OVERLOAD("pair") int pair_di(double a, int b);
CB_OVERLOAD("pair") int pair_ii(int a, int b);

/* in place, results of other types, outputs */
CB_OVERLOAD("fill") void fill_int(size_t n, int32_t a[n], int32_t value);
CB_OVERLOAD("fill") void fill_double(size_t n, double a[n], double value);
CB_OVERLOAD("fill") void fill_view(CB_VIEW(double, 2) a, double value);
CB_OVERLOAD("squares") void squares_int(size_t n, const int32_t a[n],
                                        CB_OUT int32_t out[n]);
CB_OVERLOAD("squares") void squares_double(size_t n, const double a[n],
                                           CB_OUT double out[n]);

/* what C allocates, and what it raises */
CB_OVERLOAD("make") CB_OWNED(overloads_free_) char *make_text(const char *text);
CB_OVERLOAD("make") CB_OWNED(overloads_free_) CB_SHAPE(n) double *make_numbers(size_t n);
CB_OVERLOAD("check") CB_RAISES(return < 0, CB_ValueError, "x = %d is negative", x)
int check_int(int x);
CB_OVERLOAD("check") CB_RAISES(return < 0, CB_LookupError, "no entry %s", x)
int check_text(const char *x);
void overloads_free_(void *p);
long live(void);

/* classes: constructors, methods, class methods, and functions of several classes */
struct bag;
struct crate;
CB_OVERLOAD("bag.__init__") struct bag *bag_new(void);
CB_OVERLOAD("bag.__init__") struct bag *bag_filled(size_t n, const double x[n]);
CB_OVERLOAD("bag.of") struct bag *bag_of_number(double x);
CB_OVERLOAD("bag.of") CB_RAISES(!return, CB_ValueError, "no bag of %s", text)
struct bag *bag_of_text(const char *text);
void bag_free(struct bag *bag);
CB_OVERLOAD("bag.add") void bag_add_number(struct bag *bag, double x);
CB_OVERLOAD("bag.add") void bag_add_numbers(struct bag *bag, size_t n, const double x[n]);
/** Adds what another bag holds. */
CB_OVERLOAD("bag.add") void bag_add_bag(struct bag *bag, const struct bag *other);
double bag_get_sum(const struct bag *bag);
struct crate *crate_new(void);
void crate_free(struct crate *crate);
int crate_get_size(const struct crate *crate);
CB_OVERLOAD("describe") int describe_bag(const struct bag *x);
CB_OVERLOAD("describe") int describe_crate(CB_OPT const struct crate *x);
CB_OVERLOAD("describe") int describe_bags(size_t n, const struct bag *const x[n]);
CB_OVERLOAD("describe") int describe_crates(size_t n, const struct crate *const x[n]);
long live_bags(void);

/* special methods: items by index, name and cell, slices, `in`, a call */
typedef struct Table Table;
/** Four columns, named a to d. */
Table *Table_new(size_t rows);
void Table_free(Table *self);
CB_NAME("Table.__len__") size_t Table_rows(const Table *self);
/** The sum of a row. */
CB_OVERLOAD("Table.__getitem__") double Table_row(const Table *self, ptrdiff_t row);
/** The sum of a column. */
CB_OVERLOAD("Table.__getitem__") CB_OPT bool Table_column(const Table *self, const char *name,
                                                          CB_OUT double *sum);
/** How many rows of a slice. */
CB_OVERLOAD("Table.__getitem__") long Table_slice(const Table *self, ptrdiff_t start,
                                                  ptrdiff_t stop, ptrdiff_t step);
CB_OVERLOAD("Table.__getitem__") CB_OPT bool Table_cell(const Table *self, unsigned row,
                                                        const char *name, CB_OUT double *x);
CB_OVERLOAD("Table.__getitem__") double Table_three(const Table *self, int i, int j, int k);
CB_OVERLOAD("Table.__setitem__") void Table_set_row(Table *self, ptrdiff_t row, double x);
CB_OVERLOAD("Table.__setitem__") CB_OPT bool Table_set_column(Table *self, const char *name,
                                                              double x);
CB_OVERLOAD("Table.__setitem__") CB_OPT bool Table_set_cell(Table *self, unsigned row,
                                                            const char *name, double x);
CB_OVERLOAD("Table.__delitem__") void Table_clear_row(Table *self, ptrdiff_t row);
CB_OVERLOAD("Table.__delitem__") CB_OPT bool Table_clear_column(Table *self,
                                                                const char *name);
CB_OVERLOAD("Table.__contains__") bool Table_has(const Table *self, double x);
CB_NAME("Table.__contains__") bool Table_has_column(const Table *self, const char *name);
CB_OVERLOAD("Table.__call__") double Table_scaled(const Table *self, double factor);
CB_OVERLOAD("Table.__call__") double Table_of(const Table *self, const char *name,
                                              CB_DEFAULT(1) int times);
/* which key is meant: narrow before wide, two before one, and what is left */
typedef struct Keyed {
    double value;
} Keyed;
CB_OVERLOAD("Keyed.__getitem__") int Keyed_narrow(const Keyed *self, int8_t i);
CB_OVERLOAD("Keyed.__getitem__") int Keyed_wide(const Keyed *self, int64_t i);
CB_OVERLOAD("Keyed.__getitem__") int Keyed_two(const Keyed *self, int i,
                                               CB_OPT const char *name);
CB_OVERLOAD("Keyed.__getitem__") int Keyed_any(const Keyed *self, cb_value key);
/* what takes every key comes behind what says more, wherever it stands */
typedef struct Every {
    double value;
} Every;
CB_NAME("Every.__len__") int Every_length(const Every *self);
CB_OVERLOAD("Every.__getitem__") int Every_item(const Every *self, cb_value key);
CB_OVERLOAD("Every.__getitem__") int Every_at(const Every *self, int i);
CB_OVERLOAD("Every.__getitem__") int Every_named(const Every *self, const char *name);
CB_OVERLOAD("any_or") int any_or_value(cb_value x);
CB_OVERLOAD("any_or") int any_or_double(double x);
CB_OVERLOAD("any_or") int any_or_point(struct point x);
CB_OVERLOAD("structs") int structs_points(size_t n, const struct point x[n]);
CB_OVERLOAD("structs") int structs_circles(size_t n, const struct circle x[n]);
CB_OVERLOAD("structs") int structs_matrix(size_t m, size_t n, const struct point x[m][n]);
CB_OVERLOAD("structs") int structs_numbers(size_t n, const double x[n]);
CB_OVERLOAD("structs_here") void structs_here_points(size_t n, struct point x[n]);
CB_OVERLOAD("structs_here") void structs_here_circles(size_t n, struct circle x[n]);

/* callables */
CB_OVERLOAD("apply") double apply_function(double (*x)(double t, void *ctx), void *ctx);
CB_OVERLOAD("apply") double apply_number(double x);

/* a set of one is a name */
CB_OVERLOAD("alone") int alone_one(int x);

#endif
