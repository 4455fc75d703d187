/* SPDX-License-Identifier: MIT
   plain.c: carbide.h in a C program of two files without Python. The exit status is the
   number of the line that was wrong, modulo 251, or 0. */
#include "carbide.h"

#include <stdio.h>
#include <string.h>

CB_EXCEPTION(ParseError, CB_ValueError, "Text that is no number.");
CB_EXCEPTION(WorseError, ParseError, "Even less of one.");
CB_EXCEPTION(ForeignError, "decimal.DecimalException");
CB_EXPORT(ONE, "TWO_*");

int other_file(int n);
const void *other_class(void);

/* Every marker, where it may stand. */
typedef CB_RAISES(return < 0, ParseError, "%d", 3) int checked;
double mean(CB_IN size_t n, CB_SHAPE(n) CB_STRIDES(step) const double *x,
            CB_DEFAULT(1) size_t step, CB_OUT double *spread);
CB_OWNED(free) char *text(CB_OPT const char *s, CB_REQUIRE(n > 0) CB_FIXED(3) int n);
CB_NAME("f") CB_GIL(held) CB_GET CB_SET CB_UFUNC CB_PARALLEL checked
    f(CB_INOUT int *a, CB_KEEP CB_TAKES CB_AS(list) CB_INDEX(3) CB_LEN(return) int *b);
CB_INIT CB_EXIT CB_ASYNC CB_LOCK(name) CB_OVERLOAD("g") CB_FROM_PYTHON("m", "n") void g(void);

#define CHECK(condition)                                                              \
    if (!(condition)) {                                                               \
        fprintf(stderr, "plain.c:%d: %s\n", __LINE__, #condition);                    \
        return __LINE__ % 251;                                                        \
    }

static double
trace(CB_VIEW(const double, 2) v)
{
    double sum = 0;
    for (ptrdiff_t k = 0; k < v.shape[0]; k++) {
        sum += CB_AT(const double, v, k, k);
    }
    return sum;
}

int
main(void)
{
    double m[2][3] = {{1, 2, 3}, {4, 5, 6}};
    struct cb_view2 v = {m, {2, 3}, {sizeof m[0], sizeof m[0][0]}};
    struct cb_view2 flipped = {&m[1][2], {2, 3}, {-(ptrdiff_t)sizeof m[0], -8}};
    CHECK(trace(v) == 6 && trace(flipped) == 8)
    CHECK(!strcmp(ParseError->base, "CB_ValueError") && !strcmp(ParseError->name, "ParseError"))
    CHECK(!strcmp(WorseError->base, "ParseError") && !strcmp(WorseError->doc, "Even less of one."))
    CHECK(!strcmp(ForeignError->base, "decimal.DecimalException") && ForeignError->doc)
    CHECK(!strcmp(CB_ValueError->name, "ValueError") && !CB_ValueError->doc)

    CHECK(!cb_error() && !cb_check())
    CHECK(other_file(3) == 0 && cb_error())
    CHECK(!strcmp(cb_error()->text, "n = 3") && !strcmp(cb_error()->cls->name, "KeyError"))
    cb_raise(WorseError, "second");             /* the first error stays */
    CHECK(!strcmp(cb_error()->text, "n = 3"))
    cb_reset();
    CHECK(!cb_error())
    cb_raise(WorseError, NULL);
    CHECK(cb_error()->cls == WorseError && !*cb_error()->text)
    cb_reset();

    for (size_t n = 0; n < 5000; n = n * 3 + 1) {
        unsigned char *p = cb_scratch(n), *q = cb_scratch(n);
        CHECK(p && q && p != q && !((uintptr_t)p & 63) && !((uintptr_t)q & 63))
        memset(p, 1, n);
        memset(q, 2, n);
        CHECK(!n || (p[n - 1] == 1 && q[n - 1] == 2))
    }
    CHECK(!cb_error() && !cb_scratch(SIZE_MAX) && !cb_scratch(PTRDIFF_MAX))
    CHECK(!strcmp(cb_error()->cls->name, "MemoryError"))
    cb_reset();
    return cb_error() != NULL;
}
