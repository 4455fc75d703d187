// SPDX-License-Identifier: MIT
#include <stdbool.h>
#include <stddef.h>
#include "carbide.h"

typedef struct Vec Vec;
Vec *Vec_new(void);
void Vec_free(Vec *self);
CB_NAME("Vec.__exit__") int vec_exit(Vec *self);
CB_NAME("Vec.__hash__") double vec_hash(const Vec *self);
CB_NAME("Vec.__hash__") int vec_hash_again(const Vec *self);
CB_NAME("Vec.__bytes__") const char *vec_bytes(const Vec *self);
CB_NAME("Vec.__copy__") int vec_copy(const Vec *self);
CB_NAME("Vec.__divmod__") double vec_divmod(const Vec *self, double b);
CB_NAME("Vec.__iter__") CB_OWNED(Vec_free) Vec *vec_iter(const Vec *self);
CB_NAME("Vec.__round__") double vec_round(const Vec *self, int digits);
CB_NAME("Vec.__float__") int vec_float(const Vec *self);
