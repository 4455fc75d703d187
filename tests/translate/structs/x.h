// SPDX-License-Identifier: MIT
// Names of fields that hide those of types; what keeps a struct from being a value.
#include <stdbool.h>
#include <stddef.h>
#include "carbide.h"

enum mood { CALM };
struct inner { bool list; };
struct outer {
    enum mood mood;
    struct inner inner, inners[2];
    double str[3];
    char name[4], names[2][4];
    unsigned char raw[3];
    int class, _hidden;
    struct { float deep; };
};
struct nobody { struct nobody *next; };
struct empty_to_python { int _a; };
static inline struct outer echo(struct outer o) { return o; }
static inline bool find(CB_OUT struct inner *i) { i->list = true; return true; }
CB_SHAPE(*n) CB_OWNED(release_inner) struct inner *inners(CB_OUT size_t *n);
void release_inner(struct inner *i);
void change_inner(struct inner *i);
