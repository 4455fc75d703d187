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
