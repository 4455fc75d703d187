// SPDX-License-Identifier: MIT
// What C goes on using when the call has returned: who keeps it, how long, and what
// becomes of what was kept before.
#ifndef KEEPERS_H
#define KEEPERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/** How many things C has made, and not freed. */
long alive(void);

/** A number that C owns. */
typedef struct thing thing;
thing *thing_new(CB_DEFAULT(1) int number);
void thing_free(thing *self);
int thing_get_number(const thing *self);

/** Plain values. */
typedef struct spot {
    double x, y;
} spot;

/** Its name is kept by the module: nobody sees the end of a value. */
typedef struct named {
    int number;
} named;
void named_init(named *self, CB_KEEP const char *name, CB_KEEP thing *it);
int look_at_named(void);

// ------------------------------------------------------------------------- the module
void keep_row(size_t n, CB_KEEP const double x[n]);
void keep_rows(size_t n, CB_KEEP const double x[n], size_t k, CB_KEEP const double y[k]);
void keep_mixed(CB_KEEP const char *name, size_t n, CB_KEEP const spot s[n],
                CB_KEEP CB_AS(path) const char *path, size_t k, CB_KEEP const double x[k]);
void keep_path(CB_KEEP CB_AS(path) const char *path);
double sum_rows(void);
/** Name and path, as they are now. */
const char *read_name(void);
CB_AS(path) const char *read_path(void);
double read_spots(void);

// -------------------------------------------------------------------- a shelf of things
/** Uses what is put into it. */
typedef struct shelf shelf;
shelf *shelf_new(void);
void shelf_free(shelf *self);
void shelf_put(shelf *self, CB_KEEP thing *it);
void shelf_put_all(shelf *self, size_t n, CB_KEEP thing *const things[n]);
void shelf_put_row(shelf *self, size_t n, CB_KEEP const double x[n]);
void shelf_mark(shelf *self, CB_KEEP const spot *at);
/** What it uses: the numbers, the row, the spot. */
double shelf_look(const shelf *self);
/** One of them, or None. */
CB_OPT const thing *shelf_get_best(const shelf *self);
void shelf_set_best(shelf *self, CB_OPT CB_KEEP thing *it);
/** Refuses numbers below 0; -2 is stored before it is refused. */
int shelf_get_good(const shelf *self);
CB_RAISES(return, CB_ValueError, "below 0") int shelf_set_good(shelf *self,
                                                             CB_KEEP thing *it);
double shelf_get_row(const shelf *self);
void shelf_set_row(shelf *self, size_t n, CB_KEEP const double x[n]);
bool shelf_get_hook(const shelf *self);
void shelf_set_hook(shelf *self, CB_OPT CB_KEEP int (*f)(int v, void *ctx), void *ctx);
int shelf_call(shelf *self, int v);
/** It and all that it uses are this one's. */
void shelf_adopt(shelf *self, CB_TAKES shelf *other);

/** Another one, which it does not look into. */
CB_OPT const shelf *shelf_get_next(const shelf *self);
void shelf_set_next(shelf *self, CB_OPT CB_KEEP shelf *it);
/** Another one with the same row. */
CB_OWNED(shelf_free) shelf *shelf_split(CB_IN const shelf *self);

/** Adds to a thing, which it needs. */
typedef struct adder adder;
adder *adder_new(const thing *to);
void adder_free(adder *self);
int adder_get_sum(const adder *self);
void shelf_take_adder(shelf *self, CB_TAKES adder *one);
/** What it has taken over, which is an object of its own again. */
CB_RAISES(!return, CB_LookupError, "no shelf") CB_OWNED(shelf_free)
shelf *shelf_give_back(CB_IN shelf *self);
CB_RAISES(!return, CB_LookupError, "no adder") CB_OWNED(adder_free)
adder *shelf_give_adder(CB_IN shelf *self);
/** From the first that has taken one over; what was given back is made by a constructor. */
CB_NAME("shelf.of_some") CB_RAISES(!return, CB_LookupError, "no shelf") CB_OWNED(shelf_free)
shelf *shelf_of_some(size_t n, CB_IN shelf *const shelves[n]);
CB_NAME("adder.of_some") CB_RAISES(!return, CB_LookupError, "no adder")
adder *adder_of_some(size_t n, CB_IN shelf *const shelves[n], size_t k,
                     CB_IN shelf *const more[k]);
/** What it has taken over, lent to a callback. */
void shelf_visit(shelf *self, void (*f)(shelf *it, void *ctx), void *ctx);
/** The same, from a cursor on it; from a constructor; by an out. */
typedef struct cursor cursor;
cursor *cursor_new(shelf *on);
void cursor_free(cursor *self);
CB_RAISES(!return, CB_LookupError, "no shelf") CB_OWNED(shelf_free)
shelf *cursor_give_back(CB_IN cursor *self);
/** What it sums up when it goes. */
void cursor_put_row(cursor *self, size_t n, CB_KEEP const double x[n]);
/** On what it is from now on; that was put in by no cursor before. */
CB_OPT const shelf *cursor_get_on(const cursor *self);
void cursor_set_on(cursor *self, CB_OPT CB_KEEP shelf *on);
/** Into what it is on; a cursor on a cursor is on the same. */
void cursor_insert(cursor *self, CB_TAKES shelf *other);
CB_NAME("cursor.again") CB_OWNED(cursor_free) cursor *cursor_again(cursor *self);
CB_NAME("cursor.fill") CB_OWNED(cursor_free) cursor *cursor_fill(shelf *on,
                                                                 CB_TAKES shelf *other);
CB_NAME("adder.of") CB_RAISES(!return, CB_LookupError, "no adder")
adder *adder_of(CB_IN shelf *of);
CB_RAISES(return, CB_LookupError, "no shelf")
int shelf_give_out(CB_IN shelf *self, CB_OUT CB_OWNED(shelf_free) shelf **given);
/** What is sorted goes on using what was put in. */
typedef struct sorted sorted;
void sorted_free(sorted *self);
CB_NAME("shelf.sort") CB_OWNED(sorted_free) sorted *sort_shelf(CB_TAKES shelf *self);
double sorted_look(const sorted *self);
/** What a shelf used when it was freed, the last one. */
double last_look(void);

// -------------------------------------------------- parts, which live in a whole
/** Owns its parts. */
typedef struct whole whole;
/** Uses a payload and a label. */
typedef struct part part;
whole *whole_new(void);
void whole_free(whole *self);
void part_free(part *self);
const part *whole_get_first(const whole *self);
CB_GET part *whole_get_second(CB_KEEP whole *self);
/** A part with a payload, and one with a label. */
part *whole_fill(CB_KEEP whole *self, CB_KEEP thing *payload);
part *whole_label(CB_KEEP whole *self, CB_KEEP const char *label);
/** The parts' payloads. */
double whole_look(const whole *self);
int part_look(const part *self);
CB_OPT const thing *part_get_payload(const part *self);
void part_set_payload(part *self, CB_OPT CB_KEEP thing *it);
void part_hang(part *self, CB_KEEP thing *it);
void part_link(part *self, CB_KEEP part *other);
bool part_get_row(const part *self);
void part_set_row(part *self, size_t n, CB_KEEP const double x[n]);
double part_sum(const part *self);
const char *part_get_label(const part *self);
void part_set_label(part *self, CB_KEEP const char *label);
bool part_get_hook(const part *self);
void part_set_hook(part *self, CB_OPT CB_KEEP int (*f)(int v, void *ctx), void *ctx);
int part_call(part *self, int v);
/** Of two wholes the one with the larger payload. */
const part *larger_part(const whole *a, const whole *b);
/** The last part, which is no longer a part. */
CB_RAISES(!return, CB_LookupError, "no part") CB_OWNED(part_free)
part *whole_release(CB_IN whole *self);

// ----------------------------------------------------------------- made of what is kept
/** Uses what it was made of. */
typedef struct mix mix;
mix *mix_new(CB_KEEP const char *name, size_t n, CB_KEEP const double x[n], size_t k,
             CB_KEEP thing *const things[k]);
void mix_free(mix *self);
double mix_look(const mix *self);
const char *mix_get_name(const mix *self);
/** Two of the same. */
CB_OWNED(mix_free) mix *mix_two(CB_KEEP const char *name, size_t n,
                                CB_KEEP const double x[n],
                                CB_OUT CB_OWNED(mix_free) mix **other);

/** Calls what it was made with. */
typedef struct bell bell;
bell *bell_new(CB_KEEP int (*f)(int v, void *ctx), void *ctx);
void bell_free(bell *self);
int bell_ring(bell *self, int v);

// ----------------------------------------------------------------- C's own, for ever
/** There is one. */
typedef struct desk desk CB_CLASS(desk);
const desk *the_desk(void);
void desk_write(const desk *self, CB_KEEP const char *text);
const char *desk_get_label(const desk *self);
CB_SET CB_NAME("desk.label") void label_desk(const desk *self, CB_KEEP const char *text);
const char *desk_read(const desk *self);

#endif
