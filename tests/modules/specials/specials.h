// SPDX-License-Identifier: MIT
// specials.h: special methods in all their C forms.
#ifndef SPECIALS_H
#define SPECIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

// ---------------------------------------------------------------------------- Vec
/** Numbers in a row, by a pointer that C gives. */
typedef struct Vec Vec;
enum { Vec_MOST = 1000000 };
#define Vec_UNIT "m"
enum Vec_order { Vec_UP = 1, Vec_DOWN = -1 };
Vec *Vec_new(size_t n, const double x[n]);
void Vec_free(Vec *self);
void Vec_append(Vec *self, double x);
/** How many there are. */
CB_NAME("Vec.__len__") size_t vec_len(const Vec *v);
CB_NAME("Vec.__length_hint__") size_t vec_hint(const Vec *v);
CB_NAME("Vec.__bool__") bool vec_any(const Vec *v);
CB_OVERLOAD("Vec.__getitem__") CB_OWNED(Vec_free) Vec *vec_slice(CB_IN const Vec *v, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step);
CB_OVERLOAD("Vec.__getitem__") double vec_at(const Vec *v, ptrdiff_t i);
CB_NAME("Vec.__setitem__") void vec_put(Vec *v, ptrdiff_t i, double x);
CB_NAME("Vec.__delitem__") void vec_remove(Vec *v, ptrdiff_t i);
CB_NAME("Vec.__contains__") bool vec_has(const Vec *v, double x);
CB_NAME("Vec.__eq__") bool vec_same(const Vec *v, const Vec *other);
CB_NAME("Vec.__lt__") bool vec_less(const Vec *v, const Vec *other);
CB_NAME("Vec.__add__") CB_OWNED(Vec_free) Vec *vec_add(CB_IN const Vec *v,
                                                       CB_IN const Vec *b);
CB_OVERLOAD("Vec.__mul__") double vec_product(const Vec *v, const Vec *b);
CB_OVERLOAD("Vec.__mul__") CB_OWNED(Vec_free) Vec *vec_times(CB_IN const Vec *v, double by);
CB_NAME("Vec.__rmul__") CB_OWNED(Vec_free) Vec *vec_times_right(CB_IN const Vec *v, double by);
CB_NAME("Vec.__matmul__") double vec_dot(const Vec *v, const Vec *b);
CB_NAME("Vec.__iadd__") void vec_add_to(Vec *v, const Vec *b);
CB_NAME("Vec.__imul__") void vec_scale(Vec *v, double by);
CB_NAME("Vec.__neg__") CB_OWNED(Vec_free) Vec *vec_neg(CB_IN const Vec *v);
CB_NAME("Vec.__call__") double vec_value(const Vec *v, double x, CB_DEFAULT(1.0) double scale);
CB_NAME("Vec.__repr__") size_t vec_repr(const Vec *v, size_t n, CB_OUT CB_LEN(return) char s[n]);
CB_NAME("Vec.__copy__") CB_OWNED(Vec_free) Vec *vec_copy(CB_IN const Vec *v);
CB_NAME("Vec.__deepcopy__") CB_OWNED(Vec_free) Vec *vec_deep(CB_IN const Vec *v);

CB_NAME("Vec.__getstate__") CB_OWNED(free) CB_SHAPE(*n) unsigned char *vec_save(const Vec *v, CB_OUT size_t *n);
CB_NAME("Vec.__setstate__") CB_RAISES(n % sizeof(double), CB_ValueError, "%zu bytes", n)
Vec *vec_load(size_t n, const unsigned char s[n]);

/** From the last to the first. */
typedef struct Backwards Backwards;
CB_NAME("Vec.__reversed__") CB_OWNED(Backwards_free) Backwards *vec_reversed(const Vec *v);
void Backwards_free(Backwards *self);
CB_NAME("Backwards.__next__") CB_OPT bool backwards_next(Backwards *it, CB_OUT double *x);

// ------------------------------------------------------------------------- Counter
/** Counts down; ends with an error when it is asked to. */
struct Counter {
    int64_t left;
    bool fails;
    double *unused;
};
typedef struct Counter Counter;
void Counter_init(Counter *self, int64_t n, CB_DEFAULT(false) bool fails);
CB_NAME("Counter.__next__") CB_RAISES(self->fails && self->left == 0, CB_ValueError, "no more")
CB_OPT bool counter_next(Counter *self, CB_OUT int64_t *item);
CB_NAME("Counter.__enter__") void counter_enter(Counter *self);
CB_NAME("Counter.__exit__") void counter_exit(Counter *self);

/** Pairs of a number and its square. */
typedef struct {
    int at, end;
    void *_unused;
} Squares;
void Squares_init(Squares *self, int end);
CB_NAME("Squares.__next__") CB_OPT bool squares_next(Squares *self, CB_OUT int *n, CB_OUT int *square);
CB_NAME("Squares.__exit__") void squares_exit(Squares *self);
CB_NAME("Counter.__getstate__") CB_OWNED(free) CB_SHAPE(*n) unsigned char *counter_save(const Counter *c, CB_OUT size_t *n);
CB_NAME("Counter.__setstate__") CB_RAISES(n != sizeof(int64_t), CB_ValueError, "%zu bytes", n)
void counter_load(Counter *self, size_t n, const unsigned char s[n]);

// ----------------------------------------------------------------------------- Map
/** Integers by name. */
typedef struct Map Map;
Map *Map_new(void);
void Map_free(Map *self);
CB_NAME("Map.__len__") int map_len(const Map *m);
CB_NAME("Map.__getitem__") CB_OPT bool map_get(const Map *m, const char *key, CB_OUT int64_t *value);
CB_NAME("Map.__setitem__") CB_RAISES(!return, CB_MemoryError, "full") bool map_set(Map *m, const char *key, int64_t value);
CB_NAME("Map.__delitem__") CB_OPT bool map_del(Map *m, const char *key);
CB_NAME("Map.__contains__") bool map_has(const Map *m, const char *key);

// ------------------------------------------------------------------------- complex
/** A number of the plane. */
struct z {
    double re, im;
};
CB_NAME("z.__add__") struct z z_add(struct z a, struct z b);
CB_NAME("z.__radd__") struct z z_radd(struct z a, double b);
CB_NAME("z.__sub__") struct z z_sub(const struct z *a, const struct z *b);
CB_NAME("z.__mul__") void z_mul(const struct z *a, const struct z *b, CB_OUT struct z *out);
CB_NAME("z.__truediv__") CB_RAISES(b == 0, CB_ZeroDivisionError, "division by zero")
struct z z_div(struct z a, double b);
CB_NAME("z.__divmod__") void z_divmod(struct z a, double b, CB_OUT struct z *q, CB_OUT struct z *r);
CB_NAME("z.__pow__") struct z z_pow(struct z a, int n);
CB_NAME("z.__ipow__") void z_ipow(struct z *a, int n);
CB_NAME("z.__iadd__") void z_iadd(struct z *a, struct z b);
CB_NAME("z.__neg__") struct z z_neg(struct z a);
CB_NAME("z.__pos__") struct z z_pos(const struct z *a);
CB_NAME("z.__invert__") void z_conj(const struct z *a, CB_OUT struct z *out);
CB_NAME("z.__abs__") double z_abs(struct z a);
CB_NAME("z.__bool__") bool z_bool(const struct z *a);
CB_NAME("z.__hash__") int64_t z_hash(const struct z *a);
CB_NAME("z.__complex__") double _Complex z_complex(struct z a);
CB_NAME("z.__float__") double z_float(struct z a);
CB_NAME("z.__int__") long z_int(struct z a);
CB_NAME("z.__round__") double z_round(struct z a, CB_DEFAULT(0) int ndigits);
CB_NAME("z.__trunc__") long z_trunc(struct z a);
CB_NAME("z.__floor__") long z_floor(struct z a);
CB_NAME("z.__ceil__") long z_ceil(struct z a);
CB_NAME("z.__str__") void z_str(const struct z *a, CB_OUT char s[64]);
CB_NAME("z.__format__") size_t z_format(struct z a, const char *spec, size_t n, CB_OUT CB_LEN(return) char s[n]);
CB_OVERLOAD("z.__lt__") bool z_less(struct z a, double b);
CB_OVERLOAD("z.__lt__") bool z_below(const struct z *a, const struct z *b);
CB_NAME("z.__contains__") bool z_contains(struct z a, double b);
CB_NAME("z.__getitem__") double z_item(struct z a, unsigned i);
CB_NAME("z.__len__") int z_len(struct z a);

// ------------------------------------------------------------------------- Matrix
/** A matrix, by two indices. */
typedef struct Matrix Matrix;
Matrix *Matrix_new(CB_REQUIRE(rows < 1000) size_t rows, CB_REQUIRE(columns < 1000) size_t columns);
void Matrix_free(Matrix *self);
CB_NAME("Matrix.__getitem__") CB_RAISES(return != return, CB_IndexError, "no such item")
double matrix_at(const Matrix *m, size_t i, size_t j);
CB_NAME("Matrix.__setitem__") CB_OPT bool matrix_put(Matrix *m, size_t i, size_t j, double x);

// --------------------------------------------------------------------------- views
/** A grid that NumPy sees. */
typedef struct Grid Grid;
Grid *Grid_new(CB_REQUIRE(rows < 1000) size_t rows, CB_REQUIRE(columns < 1000) size_t columns);
void Grid_free(Grid *self);
size_t Grid_rows(const Grid *self);
size_t Grid_columns(const Grid *self);
CB_NAME("Grid.__buffer__") CB_SHAPE(Grid_rows(self), Grid_columns(self))
double *grid_data(Grid *self);
/** One row, which Python may not change. */
CB_SHAPE(Grid_columns(self)) const double *Grid_row(const Grid *self, CB_REQUIRE(i < 1000) size_t i);
void Grid_set(Grid *self, CB_REQUIRE(i < 1000) size_t i, CB_REQUIRE(j < 1000) size_t j, double x);
void Grid_resize(Grid *self, CB_REQUIRE(rows < 1000) size_t rows);
void Grid_consume(CB_TAKES Grid *self);
CB_NAME("Grid.__add__") CB_OWNED(Grid_free) Grid *grid_join(const Grid *g, const Grid *other);
CB_SHAPE(2) double *z_parts(struct z *self);
/** Its bytes, as they lie. */
CB_SHAPE(16) const void *z_memory(const struct z *self);
CB_AS(bytes) CB_SHAPE(16) const void *z_copied(const struct z *self);
/** The memory of the numbers, or of as many bytes: None if there are none. */
CB_SHAPE(8 * Grid_rows(self) * Grid_columns(self)) const void *Grid_memory(const Grid *self);
CB_SHAPE(n) const void *Grid_nothing(const Grid *self, size_t n);

/** Its memory never moves. */
struct Fixed {
    int64_t values[4];
    void *_unused;
};
typedef struct Fixed Fixed;
void Fixed_init(Fixed *self);
CB_NAME("Fixed.__buffer__") CB_SHAPE(4) int64_t *fixed_data(Fixed *self);
CB_NAME("Fixed.__bytes__") CB_SHAPE(32) const void *fixed_bytes(const Fixed *self);
/** Its bytes: a property. */
CB_NAME("Fixed.raw") CB_GET CB_SHAPE(32) const void *fixed_raw(const Fixed *self);
void Fixed_fill(Fixed *self, int64_t x);

// --------------------------------------------------------------------------- hashes
/** Equal by one number, and so unhashable. */
struct Bag {
    int64_t n;
    void *_p;
};
typedef struct Bag Bag;
void Bag_init(Bag *self, int64_t n);
CB_NAME("Bag.__eq__") bool bag_same(const Bag *a, int64_t n);
CB_NAME("Bag.__str__") const char *bag_text(const Bag *a);
CB_NAME("Bag.__bytes__") CB_AS(bytes) const char *bag_bytes(const Bag *a);
CB_NAME("Bag.__fspath__") const char *bag_path(const Bag *a);
CB_NAME("Bag.__index__") int64_t bag_index(const Bag *a);

/** Hashes as it is told. */
struct Hashed {
    int64_t n;
    void *_p;
};
typedef struct Hashed Hashed;
void Hashed_init(Hashed *self, int64_t n);
CB_NAME("Hashed.__hash__") uint64_t hashed_hash(const Hashed *a);
CB_NAME("Hashed.__len__") int64_t hashed_len(const Hashed *a);
CB_NAME("Hashed.__gt__") CB_RAISES(n == 13, CB_ValueError, "unlucky") bool hashed_more(const Hashed *a, int64_t n);

// --------------------------------------------------------------------------- slices
/** The numbers below n; how many a slice has, C says. */
struct Range {
    int64_t n;
    void *_p;
};
typedef struct Range Range;
void Range_init(Range *self, CB_REQUIRE(n >= 0 && n < 1000) int64_t n);
CB_NAME("Range.__len__") int64_t range_len(const Range *r);
CB_OVERLOAD("Range.__getitem__") int64_t range_at(const Range *r, ptrdiff_t i);
CB_OVERLOAD("Range.__getitem__") CB_OWNED(free) CB_SHAPE(*n) int64_t *
range_part(const Range *r, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step, CB_OUT size_t *n);

// ---------------------------------------------------------------------------- parts
/** Has a drawer, in which is a box: both are parts of it. */
typedef struct Chest {
    int _label;
    double *_items;
} Chest;
typedef struct Drawer Drawer;
typedef struct Box Box;
Chest *Chest_new(void);
void Chest_free(Chest *self);
Drawer *Chest_drawer(CB_KEEP Chest *self);
Box *Drawer_box(CB_KEEP Drawer *self);
/** What is in it: 1, 2. */
CB_SHAPE(2) double *Box_items(Box *self);
CB_SHAPE(16) const void *Box_memory(const Box *self);
/** Other items. */
void Chest_refill(Chest *self);
static inline void Chest_label(Chest *self, int label) { self->_label = label; }

// ------------------------------------------------------------ lengths that fail
/** Its length is not always known: below 0 by a status, as 99 by an error. */
typedef struct Shy { int n; } Shy;
CB_NAME("Shy.__len__") CB_RAISES(s->n < 0, CB_LookupError, "n = %d", s->n)
CB_RAISES(s->n == 7, CB_UserWarning, "seven") int shy_len(const Shy *s);
CB_OVERLOAD("Shy.__getitem__") int shy_at(const Shy *s, int i);
CB_OVERLOAD("Shy.__getitem__") int shy_part(const Shy *s, ptrdiff_t start, ptrdiff_t stop,
                                            ptrdiff_t step);
CB_NAME("Shy.__setitem__") void shy_put(Shy *s, int i, int value);
/** How often items were asked for. */
int shy_asked(void);

#endif
