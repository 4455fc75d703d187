// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

typedef struct pool pool;
typedef struct item item;
pool *pool_new(void);
void pool_free(pool *self);
void pool_put(pool *self, CB_TAKES item *it, int how);
int item_size(const item *self);

/* neither exported nor to be checked */
void pool_release_(pool *p, double *x), put_back_(double *x, const double *y);
void name_free_(char *s, const double *x), count_free_(double *x, size_t n);
void pool_free_name_(pool *p, char *s);

CB_OWNED(pool_put(p, this, 1)) item *pool_take(CB_KEEP pool *p);
void take_two(CB_KEEP pool *p, int how, CB_OUT CB_OWNED(pool_put(0, this, how)) item **it);
CB_OWNED(pool_release_(p, this)) CB_SHAPE(3) double *pool_numbers(pool *p);
CB_OWNED(put_back_(this, x)) CB_SHAPE(n) double *borrow(size_t n, const double x[n]);
CB_OWNED(name_free_(this, x)) char *name_of(size_t n, const double x[n]);
CB_OWNED(count_free_(this, n)) CB_SHAPE(*n) double *count(CB_OUT size_t *n);
CB_OWNED(count_free_(this, 1 + *n)) CB_SHAPE(*n) double *good(CB_OUT size_t *n);
CB_OWNED(pool_free_name_(p, this)) char *pool_name(pool *p);

/* objects keep objects, and copies of numbers */
void put_tag_(item *it, const void *tag), put_name_(pool *p, item *it, const char *name);
CB_OWNED(pool_put(p, this, 1)) item *take_in(CB_IN pool *p);
CB_OWNED(pool_put(p, this, 1)) item *take_last(CB_TAKES pool *p);
CB_OWNED(put_name_(p, this, name)) item *take_called(pool *p, const char *name);
CB_OWNED(put_tag_(this, tags)) item *take_tagged(size_t n, const double tags[n]);
CB_OWNED(pool_put(0, this, how)) item *item_new(int how);
CB_OWNED(put_tag_(this, how)) item *take_how(CB_INOUT int *how);
typedef struct guarded CB_CLASS(Guarded) CB_LOCK(shelf) guarded;
void guarded_put_(guarded *g, int how);
CB_OWNED(guarded_put_(this, how)) guarded *take_guarded(int how);
typedef struct far CB_CLASS("other.Far") far;
void far_put_(pool *p, far *f, int how);
CB_OWNED(far_put_(0, this, how)) far *take_far(int how);
