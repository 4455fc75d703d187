// SPDX-License-Identifier: MIT
// locks.h: objects that several threads use, and functions that exclude each other.
// What C does takes long enough for another thread to come in between, if it could.
#ifndef LOCKS_H
#define LOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

/** Counts; all it does is not atomic. */
typedef struct counter counter;
counter *counter_new(void);
void counter_free(counter *self);
/** n increments, in a loop. */
void counter_add(counter *self, CB_REQUIRE(n <= 1000000) int n);
/** One increment, without a loop: C keeps the GIL. */
void counter_step(counter *self);
int64_t counter_value(const counter *self);
/** Moves all of the other one here. */
void counter_merge(counter *self, CB_IN counter *other);
/** Holds on for that long, and gives the value. */
int64_t counter_wait(const counter *self, CB_REQUIRE(ms <= 10000) int ms);
typedef int64_t (*visitor)(int64_t value, void *ctx);
/** Calls it n times with the value, and adds up what it gives. */
int64_t counter_each(const counter *self, CB_REQUIRE(n <= 1000) int n, visitor visit,
                     void *ctx);
/** Adds what it gives, n times. */
void counter_change(counter *self, CB_REQUIRE(n <= 1000) int n, visitor visit, void *ctx);
/** Calls it on another thread, and waits: while the counter is read, or changed. */
int64_t counter_ask(const counter *self, visitor visit, void *ctx);
int64_t counter_order(counter *self, visitor visit, void *ctx);
/** All at once. */
int64_t counters_total(size_t n, const counter *const counters[n]);
/** n increments each. */
void counters_add(size_t m, CB_IN counter *const counters[m],
                  CB_REQUIRE(n <= 1000) int n);

/** C allows its own functions to be called while one of them runs. */
typedef struct tree tree CB_LOCK(reentrant);
tree *tree_new(void);
void tree_free(tree *self);
int64_t tree_add(tree *self, CB_REQUIRE(n <= 1000000) int n);
/** Calls it with the value. */
int64_t tree_walk(tree *self, visitor visit, void *ctx);

/** Calls it when it ends. */
typedef struct leaf leaf;
CB_OWNED(leaf_free) leaf *tree_leaf(tree *self, CB_KEEP visitor visit, void *ctx);
int64_t leaf_value(const leaf *self);
/** Its last value, and it is gone. */
int64_t tree_fell(CB_TAKES tree *self);
void leaf_free(leaf *self);

/** What a guest has to say; it is a part of it. */
struct note {
    int page;
    double numbers[3];
};

/** C makes some for a callback, and frees them behind it. */
typedef struct guest guest;
guest *guest_new(void);
void guest_free(guest *self);
int64_t guest_value(const guest *self);
/** As counter.wait(). */
int64_t guest_wait(const guest *self, CB_REQUIRE(ms <= 10000) int ms);
/** Sets it, and takes that long for it. */
void guest_set(guest *self, int64_t value, CB_REQUIRE(ms <= 10000) int ms);
/** The numbers that it brought: 1, 2, 3, 4. */
CB_SHAPE(4) double *guest_numbers(guest *self);
CB_NAME("guest.__buffer__") CB_SHAPE(4) double *guest_memory(guest *self);
CB_SHAPE(32) const void *guest_bytes(const guest *self);
CB_OPT const struct note *guest_note(const guest *self);
/** Calls it, which has the guest. */
int64_t guest_visit(const guest *self, visitor visit, void *ctx);
/** Their values change places. */
void guest_swap(guest *self, CB_IN guest *other);
/** Looks at a guest, also when it is freed. */
typedef struct escort escort;
CB_OWNED(escort_free) escort *guest_escort(guest *self,
                                           CB_DEFAULT(0) CB_REQUIRE(ms <= 10000) int ms);
int64_t escort_look(const escort *self);
void escort_free(escort *self);
/** How many escorts were freed behind their guests. */
int64_t late_escorts(void);
/** Never lets it go. */
void counter_invite(counter *self, CB_KEEP guest *one);
/** Adds the guest's value. */
void counter_greet(counter *self, CB_IN guest *one);
typedef int64_t (*host)(guest *one, guest *other, void *ctx);
/** What `receive` gives for two guests with the number 1, which are one if it says so; -1
    if somebody is at them when it returns. */
int64_t with_guests(bool same, host receive, void *ctx);
typedef int64_t (*reader)(const guest *one, void *ctx);
/** The same of one guest, while the counter is read, or changed. */
int64_t counter_receive(const counter *self, reader receive, void *ctx);
int64_t counter_welcome(counter *self, int64_t (*receive)(guest *one, void *ctx),
                        void *ctx);

/** Of a library that has one state for all its handles. */
typedef CB_CLASS(Handle, handle_close) CB_LOCK(library) int handle;
handle handle_new(void);
void handle_close(handle h);
int64_t handle_add(handle h, CB_REQUIRE(n <= 1000000) int n);
/** How often two were in the library at once. */
int64_t intrusions(void);

/* one name, two functions: they share what they count */
CB_LOCK(tickets) int64_t ticket(CB_REQUIRE(n <= 1000000) int n);
CB_LOCK("tickets") int64_t tickets(void);
/** Two locks: its own, and the library's. */
CB_LOCK(tickets) int64_t handle_ticket(handle h, CB_REQUIRE(n <= 1000000) int n);

/** Freed under that lock; says its number then, if that is above 1000. */
typedef struct stub stub;
stub *stub_new(CB_DEFAULT(0) int number);
/** This one uses another: it goes first, and needs no lock. */
typedef struct copy copy;
copy *copy_new(const stub *of);
/** And this one uses a copy, also when it is freed, under the lock. */
typedef struct echo echo;
echo *echo_new(const copy *of);
CB_LOCK(tickets) void echo_free(echo *self);
CB_LOCK(tickets) void stub_free(stub *self);
void copy_free(copy *self);
/** The same of a struct that lies in the object. */
struct seal {
    int *broken_;
};
void seal_init(struct seal *self);
CB_LOCK(tickets) void seal_clear(struct seal *self);
/** How many were freed, of all four. */
int64_t torn(void);
/** Holds the lock that long, or while it calls f. */
CB_LOCK(tickets) void hold_tickets(CB_REQUIRE(ms <= 10000) int ms);
CB_LOCK(tickets) int64_t with_tickets(visitor f, void *ctx);

/** The GIL is kept; where there is none, a lock takes its place. */
CB_GIL(held) int64_t held(CB_REQUIRE(n <= 1000000) int n);
CB_GIL(held) int64_t held_step(void);

/* the twin: nothing protects it */
int64_t unlocked(CB_REQUIRE(n <= 1000000) int n);

#endif
