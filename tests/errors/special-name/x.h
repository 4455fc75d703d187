// SPDX-License-Identifier: MIT
#include <stdbool.h>
#include <stddef.h>
#include "carbide.h"

typedef struct Vec Vec;
Vec *Vec_new(void);
void Vec_free(Vec *self);
CB_NAME("Vec.__length__") size_t vec_length(const Vec *self);
CB_NAME("Vec.__new__") int vec_new(const Vec *self);
CB_NAME("Vec.__del__") void vec_del(Vec *self);
CB_NAME("Vec.__await__") int vec_await(const Vec *self);
CB_OVERLOAD("Vec.__lenght__") size_t vec_long(const Vec *self);
CB_OVERLOAD("Vec.__init_subclass__") int vec_subclass(const Vec *self);
CB_OVERLOAD("Vec.__anext__") int vec_anext(const Vec *self);
CB_OVERLOAD("Vec.__len__") size_t vec_of(int x);
CB_OVERLOAD("Vek.__len__") size_t vek_len(const Vec *self);
