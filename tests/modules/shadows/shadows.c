/* SPDX-License-Identifier: MIT */
#include "shadows.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct numbers {
    int n, x[16];
};

numbers *numbers_new(int first)
{
    numbers *self = calloc(1, sizeof *self);
    if (self) {
        self->x[self->n++] = first;
    }
    return self;
}

void numbers_free(numbers *self)
{
    free(self);
}

void numbers_append(numbers *self, int x)
{
    if (self->n < 16) {
        self->x[self->n++] = x;
    }
}

size_t numbers_count(const numbers *self)
{
    return (size_t)self->n;
}

numbers *numbers_from(size_t n, const numbers *const some[n])
{
    numbers *all = calloc(1, sizeof *all);
    for (size_t i = 0; all && i < n; i++) {
        for (int k = 0; k < some[i]->n; k++) {
            numbers_append(all, some[i]->x[k]);
        }
    }
    return all;
}

void numbers_pair(const numbers *self, int pair[2])
{
    memcpy(pair, self->x, 2 * sizeof *pair);
}

void numbers_all(const numbers *self, int all[3])
{
    memcpy(all, self->x, 3 * sizeof *all);
}

struct boxed boxed_next(struct boxed box, int by)
{
    return (struct boxed){box.value + by};
}

int open_box(struct boxed box)
{
    return box.value;
}

int box_value(const struct boxed *box)
{
    return box ? box->value : -1;
}

struct pair mean(struct pair pair, double weight)
{
    return (struct pair){{pair.a[0] * weight, pair.a[1] * weight}, pair.type};
}

double pair_sum(const struct pair *pair)
{
    return pair->a[0] + pair->a[1];
}

enum couple next_couple(enum couple couple)
{
    return couple == COUPLE_ONE ? COUPLE_TWO : COUPLE_ONE;
}

void couples(size_t n, enum couple all[n])
{
    for (size_t i = 0; i < n; i++) {
        all[i] = i % 2 ? COUPLE_TWO : COUPLE_ONE;
    }
}

void boxes(size_t n, const struct boxed in[n], struct boxed out[n])
{
    for (size_t i = 0; i < n; i++) {
        out[i].value = -in[i].value;
    }
}

void doubles(size_t n, const double in[n], double out[n])
{
    for (size_t i = 0; i < n; i++) {
        out[i] = 2 * in[i];
    }
}

struct itself itself_next(struct itself self)
{
    return (struct itself){(short)(self.dict + (self.dict < SHRT_MAX))};
}

struct itself make_itself(short dict)
{
    return (struct itself){dict};
}

struct named_np swapped(struct named_np np)
{
    return (struct named_np){!np.object};
}

int64_t sum_of(struct anything any, size_t n, const struct anything all[n])
{
    uint64_t sum = (uint64_t)any.property;
    for (size_t i = 0; i < n; i++) {
        sum += (uint64_t)all[i].property;
    }
    return (int64_t)sum;
}

cb_value counted(cb_value items)
{
    cb_value all = cb_dict();
    cb_put(all, cb_str("n", 1), cb_int((int64_t)cb_size(items)));
    return all;
}

const char *text_name(enum text text, const char *other)
{
    return text & TEXT_BOLD ? "bold" : other;
}

void Shelf_init(Shelf *self, int64_t sum)
{
    self->sum = sum;
}

cb_value Shelf_echo(const Shelf *self, cb_value x)
{
    (void)self;
    return x;
}

void Shelf_bytes(const Shelf *self, unsigned char out[4])
{
    memset(out, (int)(self->sum & 0x7f), 4);
}

bool Shelf_bool(const Shelf *self, bool other)
{
    return self->sum && other;
}

int64_t Shelf_int(const Shelf *self, int64_t plus)
{
    return (int64_t)((uint64_t)self->sum + (uint64_t)plus);
}

cb_value Shelf_dict(const Shelf *self)
{
    cb_value all = cb_dict();
    cb_put(all, cb_str("sum", 3), cb_int(self->sum));
    return all;
}

int64_t Shelf_get_property(const Shelf *self)
{
    return self->sum;
}

int64_t Shelf_twice(const Shelf *self)
{
    return Shelf_both(self, self);
}

Shelf *Shelf_from(int64_t sum)
{
    Shelf *self = malloc(sizeof *self);
    if (self) {
        self->sum = sum;
    }
    return self;
}

void Shelf_free_(Shelf *self)
{
    free(self);
}

double Shelf_overload(const Shelf *self, int *rest)
{
    if (rest) {
        *rest = (int)(self->sum % 2);
    }
    return (double)self->sum / 2;
}

void Shelf_array(const Shelf *self, double out[3])
{
    for (int i = 0; i < 3; i++) {
        out[i] = (double)self->sum * i;
    }
}

int Shelf_lengths(const Shelf *self, size_t n, const char *const a[n])
{
    (void)self;
    size_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += strlen(a[i]);
    }
    return (int)sum;
}

enum couple Shelf_couple(const Shelf *self, enum couple k)
{
    (void)self;
    return k;
}

struct boxed Shelf_box(const Shelf *self, struct boxed box)
{
    (void)self;
    return box;
}

void Shelf_pair(const Shelf *self, int64_t *a, int64_t *b)
{
    *a = self->sum;
    *b = self->sum / 2;
}

int64_t Shelf_both(const Shelf *self, const Shelf *other)
{
    return Shelf_int(self, other->sum);
}

int64_t Shelf_len(const Shelf *self)
{
    return self->sum;
}

int64_t Shelf_slice(const Shelf *self)
{
    return self->sum;
}

size_t Shelf_length(const Shelf *self)
{
    return self->sum > 0 && self->sum < 100 ? (size_t)self->sum : 0;
}

int64_t Shelf_item(const Shelf *self, size_t i)
{
    (void)self;
    return (int64_t)i;
}

bool Shelf_same(const Shelf *self, const Shelf *other)
{
    return self->sum == other->sum;
}

size_t Shelf_repr(const Shelf *self, size_t n, char s[n])
{
    return (size_t)snprintf(s, n, "Shelf(%lld)", (long long)self->sum);
}

int shadow_enum(int x)
{
    return x;
}

int shadow_builtins(int x)
{
    return x;
}

struct timespec shadow_datetime(struct timespec t)
{
    return t;
}

int shadow_callable(int (*f)(int x, void *ctx), void *ctx)
{
    return f(1, ctx);
}

size_t shadow_sequence(size_t n, const char *const a[n])
{
    (void)a;
    return n;
}

double shadow_complex(double x)
{
    return x;
}

void shadow_raises(int kind)
{
    (void)kind;
}
