// SPDX-License-Identifier: MIT
#include <stdbool.h>
#include <stddef.h>
#include "carbide.h"

typedef struct Vec Vec;
Vec *Vec_new(void);
void Vec_free(Vec *self);

// nothing but the object: nothing could tell them apart
CB_OVERLOAD("Vec.__len__") size_t vec_len(const Vec *self);
CB_OVERLOAD("Vec.__len__") size_t vec_size(const Vec *self);
CB_OVERLOAD("Vec.__repr__") const char *vec_repr(const Vec *self);
CB_NAME("Vec.__repr__") const char *vec_text(const Vec *self);

// one function is all that there can be
CB_OVERLOAD("Vec.__round__") double vec_round(const Vec *self);
CB_OVERLOAD("Vec.__round__") double vec_round_to(const Vec *self, CB_DEFAULT(0) int ndigits);

// fine, but for what no call could mean
CB_OVERLOAD("Vec.__call__") int vec_call(const Vec *self, int x);
CB_OVERLOAD("Vec.__call__") int vec_call_with(const Vec *self, const char *name);
CB_OVERLOAD("Vec.__call__") int vec_call_again(const Vec *self, int y);
CB_NAME("Vec.__contains__") bool vec_has(const Vec *self, double x);
CB_OVERLOAD("Vec.__contains__") bool vec_has_name(const Vec *self, const char *name);
CB_OVERLOAD("Vec.__contains__") bool vec_has_too(const Vec *self, double y);
CB_OVERLOAD("Vec.__getitem__") double vec_at(const Vec *self, ptrdiff_t i);
CB_OVERLOAD("Vec.__getitem__") double vec_named(const Vec *self, const char *name);
CB_OVERLOAD("Vec.__getitem__") double vec_at_too(const Vec *self, ptrdiff_t k);

// the default is never used
CB_OVERLOAD("Vec.__getitem__") int vec_cell(const Vec *self, double x, CB_DEFAULT(5) int y);

// with a length an index of any type may count from the end: nothing could tell them apart
typedef struct Row { int n; } Row;
CB_NAME("Row.__len__") size_t row_length(const Row *self);
CB_OVERLOAD("Row.__getitem__") int row_at(const Row *self, int8_t i);
CB_OVERLOAD("Row.__getitem__") int row_at_far(const Row *self, int64_t i);

// operators try one after the other: the third is never reached
CB_OVERLOAD("Vec.__add__") CB_OWNED(Vec_free) Vec *vec_add(CB_IN const Vec *a, double b);
CB_OVERLOAD("Vec.__add__") CB_OWNED(Vec_free) Vec *vec_join(CB_IN const Vec *a, const char *b);
CB_OVERLOAD("Vec.__add__") CB_OWNED(Vec_free) Vec *vec_more(CB_IN const Vec *a, double c);

// fine: one that is alone, several that differ
CB_OVERLOAD("Vec.__bool__") bool vec_any(const Vec *self);
CB_OVERLOAD("Vec.__eq__") bool vec_equal(const Vec *self, const Vec *other);
CB_OVERLOAD("Vec.__eq__") bool vec_equals(const Vec *self, double x);

// names that are none
CB_OVERLOAD("Vec.__lenght__") size_t vec_long(const Vec *self);
CB_OVERLOAD("Vec.__init_subclass__") int vec_subclass(const Vec *self);
CB_OVERLOAD("Vec.__anext__") int vec_anext(const Vec *self);
CB_OVERLOAD("Vec.__len__") size_t vec_of(int x);
CB_OVERLOAD("Vek.__len__") size_t vek_len(const Vec *self);
