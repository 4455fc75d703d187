// SPDX-License-Identifier: MIT
// hint.c: C that can be pasted: inline functions that wrap what carbide cannot map, and
// prototypes with the marker that is missing.
#include "convert.h"

#include <ctype.h>
#include <string.h>

static const char *param_name(Context *ctx, const Decl *p, int index)
{
    return p->name ? p->name : arena_printf(ctx->arena, "arg%d", index + 1);
}

// "int a, double b", or "void"; only the names for a call.
static const char *param_list(Context *ctx, const Type *function, bool types,
                              const char *more)
{
    Text t;
    text_init(&t, ctx);
    int i = 0;
    for (const Decl *p = function->params; p; p = p->next, i++) {
        const char *name = param_name(ctx, p, i);
        text_printf(&t, "%s%s", i ? ", " : "",
                    types ? type_declare_param(ctx, p->type, name) : name);
    }
    if (more) {
        text_printf(&t, "%s%s", i ? ", " : "", more);
    }
    return !t.n && types ? "void" : t.s;
}

const char *hint_prototype(Module *m, const Function *f, const Type *result)
{
    const char *declarator = arena_printf(m->ctx->arena, "%s(%s)", f->c_name,
                                          param_list(m->ctx, f->type, true, NULL));
    return type_declare(m->ctx, result, declarator);
}

const char *hint_wrapper(Module *m, const Function *f, const Type *result,
                         const char *more_types, const char *more_names)
{
    Context *ctx = m->ctx;
    const char *declarator = arena_printf(ctx->arena, "my_%s(%s)", f->c_name,
        param_list(ctx, f->type, true, more_types));
    return arena_printf(ctx->arena, "static inline %s { %s%s(%s); }",
                        type_declare(ctx, result, declarator),
                        result->kind == TY_VOID ? "" : "return ", f->c_name,
                        param_list(ctx, f->type, false, more_names));
}

// ---------------------------------------------------------------- bare pointers

// An integer that looks as if it were the length of something.
const Param *hint_length(const Function *f)
{
    static const char *const names[] = {
        "n", "len", "length", "count", "size", "num", "nelem", "nelems", "nitems",
    };
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        for (int i = 0; i < f->n_params; i++) {
            const Param *p = f->params[i];
            if (p->type->kind == TY_INT && !type_is_char(p->type)
                && strcmp(p->name, names[k]) == 0) {
                return p;
            }
        }
    }
    return NULL;
}

// A name for a length that is still to be declared.
static const char *new_length(const Function *f)
{
    static const char *const names[] = {"n", "len", "count", "n_elements"};
    size_t k = 0;
    while (k < 3 && f && function_param(f, names[k])) {
        k++;
    }
    return names[k];
}

// Of the dimensions behind the first: "[m][3]", ", m, 3", and "size_t m, " for those
// that are still to be declared.
typedef struct {
    const char *brackets, *list, *new;
} Extents;

// Each way to give an array its length.
static void hint_sizes(Subject *s, const Type *element, const Extents *behind,
                       const char *does)
{
    const char *inner = behind->brackets, *more = behind->list, *new = behind->new;
    Context *ctx = s->m->ctx;
    const Param *n = hint_length(s->f);
    n = n == s->p ? NULL : n;
    const char *name = s->p->name, *length = n ? n->name : new_length(s->f);
    const char *brackets = arena_printf(ctx->arena, "%s[%s]%s", name, length, inner);
    const char *star = arena_printf(ctx->arena, "*%s", name);
    const char *array = type_declare(ctx, element, brackets);
    const char *flat = type_declare(ctx, element, star);
    if (!n) {
        diag_hint(ctx, "size_t %s, %s%s    %s elements, %s", length, new, array, length,
                  does);
        diag_hint(ctx, "%sCB_SHAPE(%s%s) %s, size_t %s    the same, %s behind it", new,
                  length, more, flat, length, length);
    } else if (n->index < s->p->index) {
        diag_hint(ctx, "%s%s    %s elements, %s", new, array, length, does);
    } else {
        diag_hint(ctx, "%sCB_SHAPE(%s%s) %s    %s elements, %s", new, length, more,
                  flat, length, does);
    }
}

static const char *what_happens(const Type *element)
{
    return element->quals & Q_CONST ? "read" : "changed in place";
}

// Is it a bound of another parameter? As `n` it was meant to be a number, and as `*n`
// it is one by address.
typedef enum { NO_BOUND, BOUND_BY_ADDRESS, BOUND_BY_VALUE } Bound;

static Bound serves_as_bound(const Subject *s)
{
    Bound bound = NO_BOUND;
    const char *name = s->p->name;
    for (int i = 0; i < s->f->n_params; i++) {
        const Param *p = s->f->params[i];
        bool uses = expr_uses(p->said.length, name);
        for (const Expr *e = p->said.shape; e; e = e->next) {
            uses = uses || expr_uses(e, name);
        }
        for (const Type *t = p->type; p != s->p && t->kind == TY_ARRAY; t = t->base) {
            if (t->length && t->length->kind == EX_NAME
                && strcmp(t->length->name, name) == 0) {
                return BOUND_BY_VALUE;
            }
            uses = uses || (t->length && expr_uses(t->length, name));
        }
        bound = uses && p != s->p ? BOUND_BY_ADDRESS : bound;
    }
    return bound;
}

static void hint_scalar(Subject *s)
{
    Context *ctx = s->m->ctx;
    const char *flat = type_declare(ctx, s->type, s->p->name);
    if (s->type->base->quals & Q_CONST) {
        diag_hint(ctx, "CB_IN %s    one element, by address", flat);
    } else {
        diag_hint(ctx, "CB_OUT %s    one element, returned", flat);
        diag_hint(ctx, "CB_INOUT %s    one element, taken and returned", flat);
    }
}

void hint_pointer(Subject *s)
{
    Context *ctx = s->m->ctx;
    const Type *base = s->type->base;
    const Param *n = hint_length(s->f);
    if (base->kind == TY_VOID) {
        const char *flat = type_declare(ctx, s->type, s->p->name);
        const char *length = n ? n->name : new_length(s->f);
        diag_hint(ctx, "CB_SHAPE(%s) %s%s%s    %s bytes", length, flat,
                  n ? "" : ", size_t ", n ? "" : length, length);
        return;
    }
    Bound bound = serves_as_bound(s);
    if (bound == BOUND_BY_VALUE) {
        const char *number = type_declare(ctx, type_unqualified(ctx, base), s->p->name);
        diag_hint(ctx, "%s    a number by value, since it is a bound", number);
        return;
    }
    // of what C may write, one number is likelier, unless a length is near by
    bool array = bound == NO_BOUND, array_first = n || base->quals & Q_CONST;
    if (array && array_first) {
        hint_sizes(s, base, &(Extents){"", "", ""}, what_happens(base));
    }
    hint_scalar(s);
    if (array && !array_first) {
        hint_sizes(s, base, &(Extents){"", "", ""}, what_happens(base));
    }
}

// x[] and x[][3]: of the extents only the first may be missing in C.
void hint_extent(Subject *s)
{
    static const char *const names[] = {"m", "k", "l"};
    Context *ctx = s->m->ctx;
    Text inner, more, new;
    text_init(&inner, ctx);
    text_init(&more, ctx);
    text_init(&new, ctx);
    const Type *element = s->type->base;
    for (size_t i = 0; element->kind == TY_ARRAY; element = element->base, i++) {
        const char *extent = element->length ? expr_text(ctx, element->length)
                             : names[i < 3 ? i : 2];
        text_printf(&inner, "[%s]", extent);
        text_printf(&more, ", %s", extent);
        if (!element->length && !function_param(s->f, extent)) {
            text_printf(&new, "size_t %s, ", extent);
        }
    }
    if (element_is_text(element)) {
        hint_string(s);
    } else if (element->kind == TY_POINTER) {
        const char *n = new_length(s->f);
        diag_hint(ctx, "size_t %s, const char *const %s[%s]    %s strings, read", n,
                  s->p->name, n, n);
    } else {
        hint_sizes(s, element, &(Extents){inner.s, more.s, new.s},
                   what_happens(element));
    }
}

void hint_string(Subject *s)
{
    Context *ctx = s->m->ctx;
    const Param *n = hint_length(s->f);
    const char *name = s->p->name, *length = n ? n->name : new_length(s->f);
    diag_hint(ctx, "const char *%s    a str, read", name);
    diag_hint(ctx, "CB_IN char *%s    a str, by a library without `const`", name);
    if (n && n->index > s->p->index) {
        diag_hint(ctx, "CB_OUT CB_SHAPE(%s) char *%s    %s bytes that C fills, returned "
                       "as str", length, name, length);
    } else {
        const char *new = n ? "" : arena_printf(ctx->arena, "size_t %s, ", length);
        diag_hint(ctx, "%sCB_OUT char %s[%s]    %s bytes that C fills, returned as str",
                  new, name, length, length);
    }
}

// `x[n]` of T *x[n]
const char *hint_brackets(Subject *s)
{
    Context *ctx = s->m->ctx;
    const Expr *n = s->type->kind == TY_ARRAY ? s->type->length : NULL;
    return arena_printf(ctx->arena, "%s[%s]", s->p ? s->p->name : "x",
                        n ? expr_text(ctx, n) : "n");
}

// T *x[n]: strings, or the rows of a matrix
void hint_pointers(Subject *s)
{
    Context *ctx = s->m->ctx;
    const Type *row = s->type->base;
    const char *array = hint_brackets(s);
    if (row->kind == TY_POINTER && element_is_text(row->base)) {
        diag_hint(ctx, "const char *const %s    strings, read", array);
    } else if (row->kind == TY_POINTER) {
        const char *columns = s->f && function_param(s->f, "m") ? "k" : "m";
        const char *matrix = arena_printf(ctx->arena, "%s[%s]", array, columns);
        diag_hint(ctx, "size_t %s, %s    a matrix", columns,
                  type_declare(ctx, row->base, matrix));
    }
}

// The prototype, with markers, and a size that somebody has to know.
void hint_result(Subject *s)
{
    Context *ctx = s->m->ctx;
    const Param *n = hint_length(s->f);
    const char *extent = n ? n->name : "3", *elements = n ? n->name : "as many";
    Type *element = type_unqualified(ctx, s->type->base);
    const char *owned = hint_prototype(s->m, s->f, type_pointer(ctx, element));
    Type *kept = type_qualified(ctx, s->type->base, Q_CONST);
    const char *own = hint_prototype(s->m, s->f, type_pointer(ctx, kept));
    diag_hint(ctx, "CB_SHAPE(%s) CB_OWNED(free) %s;    %s elements, freed by Python",
              extent, owned, elements);
    diag_hint(ctx, "CB_SHAPE(%s) %s;    %s elements of C's own memory", extent, own,
              elements);
}

// ------------------------------------------------------------- inline functions

// `f(const char *format, ...)` is most often printf: then a text is safe, and a number
// is not.
static bool is_format(const Function *f)
{
    const Param *last = f->n_params ? f->params[f->n_params - 1] : NULL;
    const Type *t = last ? last->type : NULL;
    return t && t->kind == TY_POINTER && type_is_char(t->base)
           && t->base->quals & Q_CONST && (strcmp(last->name, "format") == 0
                                           || strcmp(last->name, "fmt") == 0);
}

const char *hint_variadic(Module *m, const Function *f)
{
    if (!is_format(f)) {
        bool taken = function_param(f, "x") != NULL;
        return hint_wrapper(m, f, f->type->base, taken ? "int more" : "int x",
                            taken ? "more" : "x");
    }
    Context *ctx = m->ctx;
    Text types, names;
    text_init(&types, ctx);
    text_init(&names, ctx);
    for (int i = 0; i < f->n_params - 1; i++) {
        const Param *p = f->params[i];
        text_printf(&types, "%s, ", type_declare_param(ctx, p->type, p->name));
        text_printf(&names, "%s, ", p->name);
    }
    const char *declarator = arena_printf(ctx->arena, "my_%s(%sconst char *text)",
                                          f->c_name, types.s);
    return arena_printf(ctx->arena, "static inline %s { %s%s(%s\"%%s\", text); }",
                        type_declare(ctx, f->type->base, declarator),
                        f->type->base->kind == TY_VOID ? "" : "return ", f->c_name,
                        names.s);
}

// An inline function for a macro with parameters: `#define SQUARE(x) …` becomes
// square(x).
const char *hint_macro(Module *m, const Macro *macro)
{
    Context *ctx = m->ctx;
    const char *text = span_text(ctx, macro->span) + strlen(macro->name);
    Text types, names, lower;
    text_init(&types, ctx);
    text_init(&names, ctx);
    text_init(&lower, ctx);
    for (const char *p = macro->name; *p; p++) {
        char c = (char)tolower((unsigned char)*p);
        text_addn(&lower, &c, 1);
    }
    bool upper = true;          // SQUARE becomes square, deflateInit my_deflateInit
    for (const char *p = macro->name; *p; p++) {
        upper = upper && !islower((unsigned char)*p);
    }
    const char *name = upper ? lower.s : arena_printf(ctx->arena, "my_%s", macro->name);
    for (text++; *text && *text != ')' && *text != '\n';) {
        size_t n = strcspn(text, ",) \n");
        const char *param = arena_strndup(ctx->arena, text, n);
        param = strchr(param, '.') ? "x" : param;
        text_printf(&types, "%sdouble %s", types.n ? ", " : "", param);
        text_printf(&names, "%s%s", names.n ? ", " : "", param);
        text += n;
        text += strspn(text, ", ");
    }
    return arena_printf(ctx->arena, "static inline double %s(%s) { return %s(%s); }    "
                        "with the types that you mean", name,
                        types.n ? types.s : "void", macro->name, names.s);
}
