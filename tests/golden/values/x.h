// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

/** Any object, and back. */
cb_value same(cb_value v);
/** A dict of counts.
 *  @param words what is counted
 *  @return how often */
CB_AS("dict[str, int]") cb_value count(CB_AS("Iterable[str]") cb_value words);
/** May be None, both ways. */
CB_OPT CB_AS("int") cb_value maybe(CB_OPT cb_value v, CB_DEFAULT(NULL) cb_value w);
void parts(cb_value v, CB_OUT cb_value *head, CB_OUT CB_AS("list[object]") cb_value *tail);
void exchange(CB_INOUT cb_value *a, CB_IN const cb_value *b);
/** Applies f in place. */
void apply(cb_value f, size_t n, double x[n]);
cb_value all(int a, CB_DEFAULT(2) int b, CB_NAME("*args") CB_AS("str") cb_value rest, int c,
             CB_NAME("**kw") cb_value kw);
CB_RAISES(!return, CB_KeyError, "%d", x) cb_value look(int x);
/** Mentions values in its body alone. */
static inline void hidden(int64_t x)
{
    cb_append(cb_list(), cb_int(x));
}
/** Holds the GIL, since it calls what does. */
static inline void calls(int64_t x)
{
    for (int i = 0; i < 1000; i++) {
        hidden(x);
    }
}
