/* SPDX-License-Identifier: MIT */

/** \file
   Test module `converts`: classes that are made of other values, and that come back as
   other values. */

#ifndef CONVERTS_H
#define CONVERTS_H

#include "carbide.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* a value struct, of a text or a number */
typedef struct money {
    int64_t cents;
} money;
/** Reads "12.34". */
CB_OVERLOAD("money.__convert__")
CB_RAISES(return == 1, CB_ValueError, "no amount of money: '%s'", text)
int money_parse(const char *text, CB_OUT money *out);
/** Rounds to cents. */
CB_OVERLOAD("money.__convert__")
CB_RAISES(units - units != 0, CB_ValueError, "no amount of money: %g", units)
money money_of(double units);

int64_t cents(money m);
int64_t cents_at(const money *m);
int64_t cents_or(CB_OPT const money *m, CB_DEFAULT(-1) int64_t otherwise);
/** The sum of all. */
int64_t total(size_t n, const money all[n]);
/** By address, and returned.
    @param m the first
    @param more what is added */
void add_to(CB_INOUT money *m, money more);
/** In place: an object of its own. */
void clear(money *m);
money money_plus(money a, money b);
CB_NAME("money.__add__") money money_add(money a, money b);
CB_NAME("money.__contains__") bool money_has(money whole, money part);

/* of another class, which is no chain: that has to be one already */
typedef struct coin {
    int64_t n;
} coin;
CB_NAME("coin.__convert__") coin coin_of(money m);
int64_t coins(coin c);
/** What it is worth. */
money coin_get_worth(const coin *self);
void coin_set_worth(coin *self, money worth);

/* a value struct that Python has as a number */
typedef struct angle {
    double radians;
} angle;
CB_NAME("angle.__convert__") angle angle_of(double degrees, CB_DEFAULT(1) double scale);
CB_NAME("angle.__value__") double angle_degrees(angle a);
angle twice(angle a);
CB_NAME("angle.right") angle angle_right(void);
/** Several results.
    @param half one of two */
void parts(angle a, CB_OUT angle *half, CB_OUT int *quadrant, CB_OUT angle *third);
CB_OPT bool nearest(double degrees, CB_OUT angle *found);
CB_NAME("angle.__neg__") angle angle_negated(angle a);
double angle_get_turns(angle a);

/* an opaque struct, of a text */
typedef struct big big;
CB_RAISES(!return && !text[0], CB_ValueError, "no digits")
CB_NAME("big.__convert__") big *big_parse(const char *text);
void big_free(big *self);
big *big_new(uint64_t value);
uint64_t big_get_value(const big *self);
void big_set_value(big *self, uint64_t value);
uint64_t big_sum(const big *a, const big *b);
uint64_t value_of(const big *b);
uint64_t value_or(CB_OPT const big *b);
void change(CB_IN big *b);
uint64_t sum_of(size_t n, const big *const all[n]);
/** Those of them that are even, by identity. */
void even_of(size_t n, const big *const all[n], CB_OUT CB_LEN(*found) const big *even[n],
             CB_OUT size_t *found);
/** Itself. */
const big *same(const big *b);

/* of two of them, which C goes on using */
typedef struct pair pair;
pair *pair_new(const big *a, CB_OPT const big *b);
void pair_free(pair *self);
uint64_t pair_get_sum(const pair *self);
const big *pair_get_first(const pair *self);

/* handles: a number, a pointer typedef; what C is given by value may come otherwise */
typedef int port_t CB_CLASS(Port, port_close);
void port_close(port_t p);
CB_NAME("Port.__convert__") port_t open_port(int number);
int number_of(CB_IN port_t p);
typedef struct store_impl *store_t CB_CLASS(Store, store_close);
void store_close(store_t s);
CB_NAME("Store.__convert__") CB_RAISES(return, CB_ValueError, "no store")
int open_store(const char *text, CB_OUT store_t *out);
int items_of(CB_IN store_t first, CB_IN CB_OPT store_t second);

/* opaque structs that Python has as other values */
typedef struct page page;
typedef struct line line;
page *page_new(const char *first, const char *second);
void page_free(page *self);
void line_free(line *self);
/** What is kept has to be one already. */
void page_keep(page *self, CB_KEEP const big *b);
/** A part of the page. */
const line *page_line(page *self, bool second);
const line *page_get_first(const page *self);
CB_NAME("page.__getitem__") CB_OPT bool page_item(const page *self, const char *key,
                                                  CB_OUT const line **found);
/** One of its own. */
CB_OWNED(line_free) line *page_join(const page *self);
CB_RAISES(!return, CB_ValueError, "no line")
CB_OWNED(line_free) line *fail_line(void);
CB_OWNED(line_free) line *no_line(void);
CB_NAME("line.__convert__") line *line_of(const char *text);
CB_NAME("line.__value__") CB_RAISES(!return, CB_ValueError, "a line that begins with !")
const char *line_text(const line *self);
int line_length(const line *self);

/* rows of them, in lists and tuples: a tuple of two numbers is one, a list of such a row */
typedef struct spot {
    double x, y;
} spot;
CB_NAME("spot.__convert__") spot spot_of(const double at[2]);
double spot_rows(size_t n, const spot s[n][3]);
double spot_boxes(size_t n, size_t m, const spot s[n][m][2]);
double spots(size_t n, const spot s[n]);
CB_OVERLOAD("turned") int turned_rows(size_t n, size_t m, const spot s[n][m]);
CB_OVERLOAD("turned") int turned_row(size_t n, const spot s[n]);
CB_OVERLOAD("turned") int turned_numbers(size_t n, size_t m, size_t k, const double s[n][m][k]);

/* one of several functions: what fits as it is comes before what is made */
CB_OVERLOAD("either") int either_money(money m);
CB_OVERLOAD("either") int either_number(int n);
CB_OVERLOAD("both") int both_int(money m, int n);
CB_OVERLOAD("both") int both_double(const money *m, double x);
CB_OVERLOAD("meant") int meant_money(const money *m);
CB_OVERLOAD("meant") int meant_big(CB_OPT const big *m);
CB_OVERLOAD("listed") int listed_money(size_t n, const money x[n]);
CB_OVERLOAD("listed") int listed_numbers(size_t n, const double x[n]);
CB_OVERLOAD("listed") int listed_big(size_t n, const big *const x[n]);
CB_OVERLOAD("emptied") void emptied_money(money *m);
CB_OVERLOAD("emptied") void emptied_numbers(size_t n, double m[n]);
/* of whatever comes: behind all that say of what they are made */
typedef struct thing {
    int64_t kind;
} thing;
CB_NAME("thing.__convert__") thing thing_of(cb_value v);
CB_OVERLOAD("last") int last_thing(thing t);
CB_OVERLOAD("last") int last_angle(angle t);
CB_OVERLOAD("coin.__getitem__") int64_t coin_item(const coin *self, int i);
CB_OVERLOAD("coin.__getitem__") money coin_part(const coin *self, money part);

/** How many objects of C there are. */
int64_t live(void);

#endif
