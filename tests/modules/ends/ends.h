/* SPDX-License-Identifier: MIT
   Test module `ends`: C that frees, and raises, calls Python or gives a status. */
#ifndef ENDS_H
#define ENDS_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#include "carbide.h"

CB_EXCEPTION(LineError, CB_RuntimeError, "The line did not go down.");

/** How many objects of C there are. */
long alive(void);

/** Calls f(id) when it is freed; with `now` at once, too. */
typedef struct guest guest;
guest *guest_new(CB_DEFAULT(1) int id, CB_DEFAULT(false) bool now,
                 CB_KEEP CB_OPT int (*f)(int v, void *ctx), void *ctx);
void guest_free(guest *self);
int guest_get_id(const guest *self);

/** Has a guest of its own, until it is told to let it go. */
typedef struct host host;
host *host_new(void);
void host_free(host *self);
CB_OPT guest *host_guest(CB_KEEP host *self);
void host_dismiss(host *self, CB_TAKES guest *one);

/** Its destructor raises what it was told. */
typedef struct grumbler grumbler;
grumbler *grumbler_new(void);
/** This one uses another: it goes first. */
grumbler *grumbler_new_below(const grumbler *above);
void grumbler_free(grumbler *self);
void grumbler_tell(grumbler *self, CB_OPT const char *what);
/** This one takes over what the other was told. */
void grumbler_replace(grumbler *self, CB_TAKES grumbler *other);
/** Raises by itself, having made one that cannot be given. */
CB_RAISES(fail, CB_KeyError, "asked for") CB_OWNED(grumbler_free) grumbler *
grumbler_copy(CB_IN const grumbler *self, CB_DEFAULT(false) bool fail);

/** Closing it gives a status. */
typedef struct line line;
line *line_new(CB_DEFAULT(0) int status);
CB_RAISES(return == 2, CB_OSError)
CB_RAISES(return != 0, LineError, "status %d", return) int line_close(line *self);

/** A number, whose end is an expression. */
typedef int door CB_CLASS(Door, door_shut(this, 7));
CB_NAME("Door.__init__") door door_open(CB_REQUIRE(number > 0) int number);
CB_RAISES(return, CB_ValueError, "door %d, shut by %d", this_one, who)
int door_shut(door this_one, int who);

/** Lies in the object itself; 1: a warning, 2: an error. */
typedef struct box {
    int how;
    void *memory_;
} box;
CB_RAISES(return == 1, CB_UserWarning, "how = 1")
CB_RAISES(return == 3, CB_MemoryError)
CB_RAISES(return != 0, CB_ValueError, "how = %d", how)
int box_init(box *self, CB_DEFAULT(0) int how, CB_KEEP CB_OPT const char *label);
void box_clear(box *self);
int box_get_how(const box *self);

/** An array whose memory goes with a word. */
CB_OWNED(row_free) CB_SHAPE(n) double *row(CB_REQUIRE(n < 1000) size_t n);
void row_free(double *p);
void row_fails(bool whether);

#endif
