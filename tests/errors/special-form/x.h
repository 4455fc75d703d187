// SPDX-License-Identifier: MIT
#include <stdbool.h>
#include <stddef.h>
#include "carbide.h"

typedef struct Vec Vec;
Vec *Vec_new(void);
void Vec_free(Vec *self);
CB_NAME("Vec.__len__") double vec_length(const Vec *self);
CB_NAME("Vec.__bool__") int vec_any(const Vec *self);
CB_NAME("Vec.__getitem__") void vec_at(const Vec *self, ptrdiff_t i);
CB_NAME("Vec.__setitem__") void vec_put(const Vec *self, ptrdiff_t i, double x);
CB_NAME("Vec.__delitem__") int vec_remove(Vec *self, ptrdiff_t i);
CB_NAME("Vec.__contains__") bool vec_has(const Vec *self);
CB_NAME("Vec.__next__") bool vec_next(Vec *self, CB_OUT double *item);
CB_NAME("Vec.__lt__") int vec_less(const Vec *self, const Vec *other);
CB_NAME("Vec.__add__") double vec_add(const Vec *self, const Vec *b, double c);
CB_NAME("Vec.__iadd__") double vec_add_to(const Vec *self, double b);
CB_NAME("Vec.__neg__") void vec_neg(const Vec *self);
CB_NAME("Vec.__repr__") int vec_repr(const Vec *self);
CB_NAME("Vec.__format__") const char *vec_format(const Vec *self);
CB_NAME("Vec.__enter__") void vec_enter(Vec *self, int x);
CB_NAME("Vec.__getattr__") int vec_attribute(const Vec *self, const char *name);
CB_NAME("Vec.__setattr__") void vec_set(const Vec *self, const char *name, cb_value value);
CB_NAME("Vec.__delattr__") void vec_delete(Vec *self, int name);
CB_NAME("Vec.__dir__") void vec_names(const Vec *self);
CB_NAME("Vec.__get__") cb_value vec_get(const Vec *self, cb_value object);
CB_NAME("Vec.__set__") cb_value vec_put_in(Vec *self, cb_value object, double value);
