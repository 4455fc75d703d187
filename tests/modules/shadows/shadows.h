/* SPDX-License-Identifier: MIT */

/** \file
   Test module `shadows`: classes, methods, fields, functions and constants whose names
   Python, typing or NumPy have as well. Its stub must still say what it means. */

#ifndef SHADOWS_H
#define SHADOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include "carbide.h"

/* classes called as built-in types, which functions take and give beside those */
typedef struct numbers CB_CLASS(list, numbers_free) numbers;
CB_NAME("list") numbers *numbers_new(CB_DEFAULT(0) int first);
void numbers_free(numbers *self);
void numbers_append(numbers *self, int x);
CB_NAME("list.count") size_t numbers_count(const numbers *self);
CB_NAME("list.from_list") numbers *numbers_from(size_t n, const numbers *const some[n]);
CB_NAME("list.tuple") void numbers_pair(const numbers *self, CB_OUT CB_AS(tuple) int pair[2]);
CB_NAME("list.list") void numbers_all(const numbers *self, CB_OUT CB_AS(list) int all[3]);

struct CB_NAME("int") boxed {
    int value;
};
struct CB_NAME("float") pair {
    double a[2];
    struct boxed type;
};
struct CB_NAME("np") named_np {
    bool object;
};
struct CB_NAME("Any") anything {
    int64_t property;
    uint8_t bytes[3];
};
struct CB_NAME("Self") itself {
    short dict;
};
enum CB_NAME("tuple") couple { COUPLE_ONE = 1, COUPLE_TWO };
enum CB_NAME("str") __attribute__((flag_enum)) text { TEXT_BOLD = 1, TEXT_THIN = 2 };

struct boxed boxed_next(struct boxed box, int by);
int open_box(struct boxed box);
int box_value(CB_OPT const struct boxed *box);
struct pair mean(struct pair pair, double weight);
double pair_sum(const struct pair *pair);
enum couple next_couple(CB_DEFAULT(COUPLE_ONE) enum couple couple);
void couples(size_t n, CB_OUT CB_AS(list) enum couple all[n]);
void boxes(size_t n, const struct boxed in[n], CB_OUT struct boxed out[n]);
void doubles(size_t n, const double in[n], CB_OUT double out[n]);
struct itself itself_next(struct itself self);
CB_NAME("Self.make") struct itself make_itself(short dict);
struct named_np swapped(struct named_np np);
int64_t sum_of(struct anything any, size_t n, const struct anything all[n]);
CB_AS("dict[str, int]") cb_value counted(cb_value items);
const char *text_name(enum text text, const char *other);

/* a class whose members have the names of what other members say */
typedef struct Shelf Shelf;
struct Shelf {
    int64_t sum;
};
void Shelf_init(Shelf *self, CB_DEFAULT(2) int64_t sum);
CB_NAME("Shelf.object") cb_value Shelf_echo(const Shelf *self, cb_value x);
CB_NAME("Shelf.bytes") void Shelf_bytes(const Shelf *self, CB_OUT unsigned char out[4]);
CB_NAME("Shelf.bool") bool Shelf_bool(const Shelf *self, bool other);
CB_NAME("Shelf.int") int64_t Shelf_int(const Shelf *self, int64_t plus);
CB_NAME("Shelf.dict") CB_AS("dict[str, int]") cb_value Shelf_dict(const Shelf *self);
CB_NAME("Shelf.property") CB_GET int64_t Shelf_get_property(const Shelf *self);
CB_NAME("Shelf.classmethod") int64_t Shelf_twice(const Shelf *self);
CB_NAME("Shelf.from_int") CB_OWNED(Shelf_free_) Shelf *Shelf_from(int64_t sum);
CB_NAME("Shelf.overload") double Shelf_overload(const Shelf *self, CB_OPT CB_OUT int *rest);
CB_NAME("Shelf.NDArray") void Shelf_array(const Shelf *self, CB_OUT double out[3]);
CB_NAME("Shelf.Sequence") int Shelf_lengths(const Shelf *self, size_t n, const char *const a[n]);
CB_NAME("Shelf.couple") enum couple Shelf_couple(const Shelf *self,
                                                 CB_DEFAULT(COUPLE_TWO) enum couple k);
CB_NAME("Shelf.box") struct boxed Shelf_box(const Shelf *self, struct boxed box);
CB_NAME("Shelf.tuple") void Shelf_pair(const Shelf *self, CB_OUT int64_t *a, CB_OUT int64_t *b);
CB_NAME("Shelf.Shelf") int64_t Shelf_both(const Shelf *self, const Shelf *other);
CB_NAME("Shelf.memoryview") int64_t Shelf_len(const Shelf *self);
CB_NAME("Shelf.slice") int64_t Shelf_slice(const Shelf *self);
CB_NAME("Shelf.__len__") size_t Shelf_length(const Shelf *self);
CB_NAME("Shelf.__getitem__") int64_t Shelf_item(const Shelf *self, size_t i);
CB_NAME("Shelf.__eq__") bool Shelf_same(const Shelf *self, const Shelf *other);
CB_NAME("Shelf.__repr__") size_t Shelf_repr(const Shelf *self, size_t n,
                                            CB_OUT CB_LEN(return) char s[n]);
void Shelf_free_(Shelf *self);

/* functions and constants of such names */
CB_NAME("enum") int shadow_enum(int x);
CB_NAME("builtins") int shadow_builtins(int x);
CB_NAME("datetime") CB_AS(datetime) struct timespec shadow_datetime(CB_AS(datetime) struct timespec t);
CB_NAME("Callable") int shadow_callable(int (*f)(int x, void *ctx), void *ctx);
CB_NAME("Sequence") size_t shadow_sequence(size_t n, const char *const a[n]);
CB_NAME("complex") double shadow_complex(double x);
CB_EXCEPTION(TypeError, CB_TypeError, "called as its own base");
CB_EXCEPTION(LookupError, CB_KeyError, "called as Python's");
CB_NAME("raises") CB_RAISES(kind == 1, TypeError, "one") CB_RAISES(kind == 2, LookupError, "two")
void shadow_raises(int kind);
#define Final 7
#define ClassVar "text"
#define IntEnum 2.5

#endif
