// SPDX-License-Identifier: MIT
// standard.c: the standard attributes that say what markers say: nonnull, malloc,
// access, counted_by, lifetimebound, noescape, deprecated, pure. In: the attributes of a declaration and its
// parameters. Out: Function.said and Param.said; a marker on the same thing comes
// first.
#include "ir.h"

#include <string.h>

enum { MAX_PARTS = 64 };

const Decl *decl_param(const Decl *function, int n)
{
    const Decl *d = function->type->params;
    while (d && n-- > 0) {
        d = d->next;
    }
    return d;
}

static const char *attribute_name(const Mark *mark)
{
    const char *colon = strrchr(mark->name, ':');
    return colon ? colon + 1 : mark->name;
}

// Position of the parameter that argument i of the attribute names; -1 after a warning.
static int attribute_position(Module *m, Function *f, const Mark *mark,
                              const Token *tokens, size_t n)
{
    const char *why = NULL;
    Expr *e = n ? expr_parse(m->ctx, f->unit, tokens, n, &why) : NULL;
    int64_t position;
    if (e && expr_int(m, f, e, &position) && position >= 1 && position <= f->n_params) {
        return (int)position - 1;
    }
    diag(m->ctx, DIAG_ATTRIBUTE, mark->span,
         "%s names a parameter that %s() does not have; ignored", attribute_name(mark),
         f->c_name);
    return -1;
}

static void attribute_nonnull(Module *m, Function *f, const Mark *mark)
{
    const Token *part[MAX_PARTS];
    size_t len[MAX_PARTS];
    size_t n = mark_parts(m->ctx, mark, part, len, MAX_PARTS);
    for (int i = 0; n == 0 && i < f->n_params; i++) {
        f->params[i]->said.nonnull = true;
    }
    for (size_t i = 0; i < n; i++) {
        int at = attribute_position(m, f, mark, part[i], len[i]);
        if (at >= 0) {
            f->params[at]->said.nonnull = true;
        }
    }
}

static Expr *name_expr(Module *m, const Param *p)
{
    Expr *e = NEW(m->ctx, Expr);
    e->kind = EX_NAME;
    e->span = p->decl->span;
    e->name = p->name;
    return e;
}

// access(mode, pointer, size): direction and, with a size, CB_SHAPE of one dimension.
static void attribute_access(Module *m, Function *f, const Mark *mark)
{
    const Token *part[MAX_PARTS];
    size_t len[MAX_PARTS];
    size_t n = mark_parts(m->ctx, mark, part, len, MAX_PARTS);
    int at = n >= 2 ? attribute_position(m, f, mark, part[1], len[1]) : -1;
    int size = n >= 3 ? attribute_position(m, f, mark, part[2], len[2]) : -1;
    if (at < 0) {
        return;
    }
    Said *said = &f->params[at]->said;
    const char *mode = token_spelling(m->ctx, part[0][0]);
    const Type *t = f->params[at]->type;
    bool number = t->kind == TY_POINTER && type_is_number(t->base)
                  && !element_is_text(t->base);         // one, as gcc reads it
    bool sized = size >= 0 || t->kind == TY_ARRAY || said->shape || number;
    if (!direction_said(said) && sized) {
        said_put(m->ctx, said, MARK_IN, strstr(mode, "read_only") ? mark : NULL);
        said_put(m->ctx, said, MARK_OUT, strstr(mode, "write_only") ? mark : NULL);
    }
    if (size >= 0 && !said->shape) {
        said->shape = name_expr(m, f->params[size]);
        said->n_shape = 1;
        said->shape_from_attribute = true;
        said_put(m->ctx, said, MARK_SHAPE, mark);
    }
}

// malloc(f, 1): CB_OWNED(f). The bare attribute does not say who frees.
static void attribute_malloc(Module *m, Function *f, const Mark *mark)
{
    const Token *part[MAX_PARTS];
    size_t len[MAX_PARTS];
    if (!mark_args(m->ctx, mark).n || f->said.owned) {
        return;
    }
    size_t n = mark_parts(m->ctx, mark, part, len, MAX_PARTS);
    const char *why = NULL;
    if (n == 1 || (n == 2 && strcmp(token_spelling(m->ctx, part[1][0]), "1") == 0)) {
        f->said.owned = expr_parse(m->ctx, f->unit, part[0], len[0], &why);
    }
}

// No effects: GNU C's words, and those of C23.
static bool is_pure(const char *name)
{
    return strcmp(name, "pure") == 0 || strcmp(name, "const") == 0
           || strcmp(name, "reproducible") == 0 || strcmp(name, "unsequenced") == 0;
}

static void function_attribute(Module *m, Function *f, const Mark *mark)
{
    const char *name = attribute_name(mark);
    if (strcmp(name, "nonnull") == 0) {
        attribute_nonnull(m, f, mark);
    } else if (strcmp(name, "returns_nonnull") == 0) {
        f->returns_nonnull = true;
    } else if (strcmp(name, "malloc") == 0) {
        attribute_malloc(m, f, mark);
    } else if (strcmp(name, "access") == 0) {
        attribute_access(m, f, mark);
    } else if (strcmp(name, "deprecated") == 0) {
        TokenRange args = mark_args(m->ctx, mark);
        const char *text = mark_string(m, f->unit, args.at, args.n);
        f->deprecated = text ? text : "";
    } else if (is_pure(name)) {
        f->pure = true;
    }
}

// For how long C needs an object: noescape: CB_IN; lifetimebound: CB_KEEP, if an object comes
// out. Of numbers and texts they say nothing that Python would not do by itself; and CB_IN
// would say of an array that C does not write it, which noescape does not.
static void life_attribute(Module *m, const Function *f, Param *p, const Mark *mark)
{
    const Mark *const *by = p->said.by;
    bool bound = strcmp(attribute_name(mark), "lifetimebound") == 0;
    bool said = by[MARK_KEEP] || by[MARK_TAKES] || direction_said(&p->said);
    bool object = handle_of_type(m, p->type)
                  && (!bound || handle_of_type(m, f->type->base));
    if (object && !said) {
        said_put(m->ctx, &p->said, bound ? MARK_KEEP : MARK_IN, mark);
    }
}

static void param_attribute(Module *m, Function *f, Param *p, const Mark *mark)
{
    const char *name = attribute_name(mark);
    const char *why = NULL;
    if (strcmp(name, "nonnull") == 0) {
        p->said.nonnull = true;
    } else if (strcmp(name, "lifetimebound") == 0 || strcmp(name, "noescape") == 0) {
        life_attribute(m, f, p, mark);
    } else if (starts_with(name, "counted_by") && !p->said.shape
               && mark_args(m->ctx, mark).n) {
        TokenRange args = mark_args(m->ctx, mark);
        p->said.shape = expr_parse(m->ctx, f->unit, args.at, args.n, &why);
        p->said.n_shape = p->said.shape != NULL;
        p->said.shape_from_attribute = true;
        said_put(m->ctx, &p->said, MARK_SHAPE, mark);
    }
}

void standard_attributes(Module *m, Function *f, const Decl *d)
{
    for (const Mark *mark = d->marks; mark; mark = mark->next) {
        if (mark->is_attribute) {
            function_attribute(m, f, mark);
        }
    }
    for (int i = 0; i < f->n_params; i++) {
        const Decl *param = decl_param(d, i);
        for (const Mark *mark = param ? param->marks : NULL; mark; mark = mark->next) {
            if (mark->is_attribute) {
                param_attribute(m, f, f->params[i], mark);
            }
        }
    }
}
