/* SPDX-License-Identifier: MIT
   Test module `constants`: enums, flags, constant macros, and constants of an included
   header. */
#ifndef CONSTANTS_H
#define CONSTANTS_H

#include <fcntl.h>
#include <limits.h>

#include "carbide.h"

/** Colours of a lamp. */
enum color {
    COLOR_RED,              /**< stop */
    COLOR_YELLOW = 5,       /**< wait */
    COLOR_GREEN,            /**< go */
    COLOR_ALIAS = COLOR_RED
};
enum __attribute__((flag_enum)) access_mode {
    ACCESS_READ = 1,
    ACCESS_WRITE = 2,
    ACCESS_EXECUTE = 4,
    ACCESS_ALL = 7
};
/** With a member for all bits, as C writes it. */
enum __attribute__((flag_enum)) part { PART_ONE = 1, PART_TWO = 2, PART_NOT_TWO = -3, PART_ALL = -1 };
typedef enum { SIDE_LEFT = -1, SIDE_NONE, SIDE_RIGHT } side;
enum big { BIG_LOW = INT_MIN, BIG_HIGH = INT_MAX };
enum { ANONYMOUS_ONE = 1, ANONYMOUS_TWO };
typedef enum word { WORD_in, WORD_None } word;

#define MAX_ITEMS 12
#define HALF 0.5
#define SMALL -1e-300
#define NAME "carb\xc3\xad" "de"
#define SHIFTED (1u << 31)
#define WIDE 0xFFFFFFFFFFFFFFFFu
#define NEGATIVE (-(MAX_ITEMS) * 2)
#define LETTER 'A'
#define CHOSEN (MAX_ITEMS > 10 ? COLOR_GREEN : COLOR_RED)
#define SIZE (sizeof(int32_t) * 4)
#define CAST ((short)70000)
#define JOINED "a" "b"
#define NOT_CONSTANT some_variable
#define FUNCTION_LIKE(x) ((x) + 1)
#define EMPTY
#define _HIDDEN 1

CB_EXPORT(O_RDONLY, "O_CREA*", CHAR_BIT);

/* in and out */
enum color next_color(enum color c);
enum color unknown_color(int number);
enum part join(enum part a, enum part b);
int value_of_part(enum part a);
enum access_mode combine(enum access_mode a, enum access_mode b);
enum access_mode without(enum access_mode a, CB_DEFAULT(ACCESS_WRITE) enum access_mode b);
side other_side(side s);
enum big echo_big(enum big b);
word echo_word(word w);
void both_sides(CB_OUT side *left, CB_OUT side *right);
void turn(CB_INOUT enum color *c);
CB_OPT bool color_of(const char *name, CB_OUT enum color *c);

/* elements */
size_t count_color(size_t n, const enum color c[n], enum color which);
size_t count_modes(size_t n, const enum access_mode m[n]);
void rainbow(size_t n, CB_OUT enum color c[n]);

#endif
