// SPDX-License-Identifier: MIT
// propose_blas.c: vectors and matrices of BLAS, by the names of their dimensions: `x`
// and `incx` with `n`, `a` and `lda` with `m`, `n`, `k`.
//
// In: the names of one function. Out: shapes and strides, each marked as a guess, for
// what is row-major and not transposed: parameters that say otherwise are fixed.
#include "propose.h"

#include <string.h>

static bool is_const(const Param *p)
{
    return p->type->base->quals & Q_CONST;
}

static bool shape(Names *g, int i, const char *text)
{
    return wish(&g->p->params[i], MARK_SHAPE, text, true);
}

// The enumerator of a parameter's enum that ends so, or NULL.
static const char *enumerator(const Param *p, const char *end)
{
    const Type *t = p->type;
    for (const Enumerator *e = t->kind == TY_ENUM ? t->tag->enumerators : NULL; e;
         e = e->next) {
        size_t n = strlen(e->name), k = strlen(end);
        if (n >= k && strcmp(e->name + n - k, end) == 0) {
            return e->name;
        }
    }
    return NULL;
}

// The layouts that shapes presume: row-major, nothing transposed, from the left.
static bool fix_layout(Names *g)
{
    static const char *const ends[] = { "RowMajor", "NoTrans", "Left" };
    bool left = false;
    Text fixed;
    text_init(&fixed, g->ctx);
    for (int i = 0; i < g->p->f->n_params; i++) {
        for (size_t k = 0; k < 3; k++) {
            const char *name = enumerator(g->p->f->params[i], ends[k]);
            if (name && wish(&g->p->params[i], MARK_FIXED, name, true)) {
                left = left || k == 2;
                if (!strstr(fixed.s, name)) {
                    text_printf(&fixed, "%s%s", fixed.n ? ", " : "", name);
                }
                break;
            }
        }
    }
    if (fixed.n) {
        guess_note(g->p, "always %s: the shapes depend on it", fixed.s);
    }
    return left;
}

static int find_beside(const Names *g, const char *head, int i)
{
    return names_find(g, arena_printf(g->ctx->arena, "%s%s", head,
                                      plain_name(g->ctx, names_of(g, i))));
}

typedef struct {
    int m, n, k;                // parameters of these names, or -1
    int matrices, vectors;
    bool left;
} Dimensions;

static bool matrix_shape(const Dimensions *d, int number, bool writes, int *rows,
                         int *columns)
{
    if (d->m >= 0 && d->n >= 0 && d->k >= 0 && d->matrices == 3 && !d->vectors) {
        *rows = number == 1 ? d->k : d->m;
        *columns = number == 0 ? d->k : d->n;
        return true;
    }
    if (d->m >= 0 && d->n >= 0 && d->k < 0) {
        *rows = d->m;
        *columns = d->left && number == 0 ? d->m : d->n;
        return true;
    }
    if (d->m < 0 && d->n >= 0 && d->k < 0) {
        *rows = *columns = d->n;
        return true;
    }
    if (d->m < 0 && d->n >= 0 && d->k >= 0 && !d->vectors && d->matrices > 1) {
        *rows = d->n;
        *columns = writes ? d->n : d->k;
        return true;
    }
    return false;               // bands, and what has no name here
}

static void guess_matrix(Names *g, const Dimensions *d, int i, int number)
{
    int rows, columns, ld = find_beside(g, "ld", i);
    const Param *p = g->p->f->params[i];
    if (matrix_shape(d, number, !is_const(p), &rows, &columns)
        && p->type->base->kind != TY_VOID) {
        Wish *w = g->p->params;
        shape(g, i, arena_printf(g->ctx->arena, "%s, %s", w[rows].name,
                                 w[columns].name));
        wish(&w[i], MARK_STRIDES, arena_printf(g->ctx->arena, "%s, 1", w[ld].name),
             true);
        guess_note(g->p, "%s is %s by %s with %s", w[i].name, w[rows].name,
                   w[columns].name, w[ld].name);
    }
}

// y = A x: what is read has n elements, what is written m; A += x y: in that order.
static int vector_length(const Dimensions *d, bool writes, int number)
{
    bool both = d->m >= 0 && d->n >= 0;
    return !both ? d->n : d->matrices != 1 || d->k >= 0 ? -1
           : d->vectors == 2 && (writes || number == 0) && !d->left ? d->m : d->n;
}

static void guess_vector(Names *g, const Dimensions *d, int i, int number, bool into)
{
    const Param *p = g->p->f->params[i];
    int inc = find_beside(g, "inc", i);
    bool reads_first = !into && number == 0 && d->m >= 0;       // x of gemv
    int n = reads_first ? d->n : vector_length(d, !is_const(p), number);
    if (n < 0 || p->type->base->kind == TY_VOID) {
        return;
    }
    Wish *w = g->p->params;
    shape(g, i, w[n].name);
    wish(&w[i], MARK_STRIDES, w[inc].name, true);
    guess_note(g->p, "%s has %s elements, %s apart", w[i].name, w[n].name, w[inc].name);
}

// Is all known that could change a shape? LAPACK's layout, trans and nrhs are numbers
// and characters that say nothing.
static bool is_known(const Names *g, bool matrices)
{
    const Function *f = g->p->f;
    bool fixed = !matrices;
    for (int i = 0; i < f->n_params; i++) {
        const char *name = names_of(g, i);
        const char *of_fixed = g->p->params[i].by[MARK_FIXED].text;
        fixed = fixed || (of_fixed && strstr(of_fixed, "RowMajor"));
        if (f->params[i]->type->kind != TY_INT) {
            continue;
        }
        const char *known = name ? plain_name(g->ctx, name) : "";
        bool dimension = *known && !known[1] && strchr("mnk", *known);
        if (!dimension && !starts_with(known, "ld") && !starts_with(known, "inc")) {
            return false;
        }
    }
    return fixed;
}

// False: it is no function of this kind.
bool propose_blas(Names *g)
{
    const Function *f = g->p->f;
    Dimensions d = { names_find(g, "m"), names_find(g, "n"), names_find(g, "k"), 0, 0,
                     false };
    bool into = false;          // the matrix itself is written
    for (int i = 0; i < f->n_params; i++) {
        bool matrix = names_open(g, i) && find_beside(g, "ld", i) >= 0;
        d.matrices += matrix;
        into = into || (matrix && !is_const(f->params[i]));
        d.vectors += names_open(g, i) && find_beside(g, "inc", i) >= 0;
    }
    if (!d.matrices && !d.vectors) {
        return false;
    }
    d.left = d.matrices && fix_layout(g);
    if (!is_known(g, d.matrices > 0)) {
        return true;
    }
    for (int i = 0, matrix = 0, vector = 0; i < f->n_params; i++) {
        if (names_open(g, i) && find_beside(g, "ld", i) >= 0) {
            guess_matrix(g, &d, i, matrix++);
        } else if (names_open(g, i) && find_beside(g, "inc", i) >= 0) {
            guess_vector(g, &d, i, vector++, into);
        }
    }
    return true;
}
