/* SPDX-License-Identifier: MIT */

/** \file
   Test module `names`: how parameters, defaults, docstrings and names of C come out.

   The second paragraph of the module's documentation. */

#ifndef NAMES_H
#define NAMES_H

#include "carbide.h"

/* keywords of Python, names of built-in functions */
int lambda(int in, int from, int is);
int keyword_names(int None, int def, int class, int async);
int builtin_names(int list, int len, int self, int args, int kwargs);

/* names that the runtime and the wrappers have themselves, behind a cbi_ */
int taken_scalars(int type, CB_OUT int *view, CB_OUT double *bytes, CB_INOUT int *bad,
                  CB_OUT int *length, CB_OUT int *fail, CB_OUT short *wide);

/* unnamed parameters are positional-only */
int unnamed(int, int);
int half_named(int, int b);
int position_only(int a, CB_NAME("/") int b, CB_DEFAULT(7) int c);
int position_and_keyword(CB_NAME("first") CB_NAME("/") int a, int b, CB_NAME("*") int c);
int position_default(CB_DEFAULT(5) CB_NAME("/") int a);

/* defaults, which move behind the required ones */
int with_defaults(int a, CB_DEFAULT(2) int b, CB_DEFAULT(-3) int c);
int moved(CB_DEFAULT(10) int first, int second, CB_DEFAULT(20) int third, int fourth);
double float_defaults(CB_DEFAULT(1) double a, CB_DEFAULT(0.5) double b,
                      CB_DEFAULT(-1e300) double c);
const char *text_defaults(CB_DEFAULT("a \"quoted\" text\n") const char *s,
                          CB_DEFAULT('x') char c);
int bool_defaults(CB_DEFAULT(true) bool a, CB_DEFAULT(false) bool b);
#define NAMES_LIMIT 77
int macro_default(CB_DEFAULT(NAMES_LIMIT) int limit);
int computed_default(short a, CB_DEFAULT(2 * a + 1) int b,
                     CB_DEFAULT(names_seven_()) int c);
static inline int names_seven_(void)
{
    return 7;
}
double length_default(size_t n, const double x[n], CB_DEFAULT(n) size_t count);
enum names_mode { MODE_FAST = 1, MODE_EXACT = 2 };
enum names_mode enum_default(CB_DEFAULT(MODE_EXACT) enum names_mode mode);
double address_default(CB_DEFAULT(2.5) CB_IN const double *x);
bool null_default(CB_DEFAULT(NULL) CB_IN const double *x);
const char *none_default(CB_OPT const char *s);

/* hidden and always the same */
int fixed(short a, CB_FIXED(5) int b, CB_FIXED(a + b) int c);
bool fixed_null(int a, CB_FIXED(NULL) const double *x);
int fixed_pointee(int a, CB_FIXED(41) CB_IN const int *x);

/* other names */
CB_NAME("short_name") int a_very_long_name_of_a_library(CB_NAME("x") int the_first,
                                                        CB_NAME("y") int the_second);
int keyword_only(int a, CB_NAME("*") int b, CB_DEFAULT(3) int c);
int all_keyword_only(CB_NAME("*") int a, int b);

/* what is not exported */
int _private(int x);
int private_(int x);
static inline int exported_inline(short x)
{
    return 2 * x;
}

/** One line. */
int documented(int a);

/** Sum of two numbers.
 *
 *  Longer text, which says more
 *  over two lines.
 *
 *  @param a the first number
 *  @param b the second one,
 *           told over two lines
 *  @return their sum
 */
int documented_doxygen(int a, int b);

/// Triple slashes, and a "quoted" word with a \\ backslash.
/// \param x taken
/// \returns the same
int documented_slashes(int x);

/**
 * documented_gtk:
 * @x: a number
 *
 * In the manner of gtk-doc.
 *
 * Returns: the number
 */
int documented_gtk(int x);

int documented_behind(int x); /**< Said behind the declaration. */

/** Bad text: quotes """ and a trailing quote", umlauts äöü, 100 % of it. */
int documented_badly(int x);

__attribute__((deprecated("use documented()"))) int old(int x);

/* nine parameters, so that none fits registers of tables */
long many(int a, int b, int c, int d, int e, int f, int g, int h, int i,
          CB_DEFAULT(1) int j, CB_DEFAULT(2) int k, CB_DEFAULT(3) int l);

#endif
