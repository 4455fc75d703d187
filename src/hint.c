// SPDX-License-Identifier: MIT
// hint.c: C that can be pasted: inline functions that wrap what carbide cannot map, and
// prototypes with the marker that is missing.
#include "ir.h"

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
static const Param *length_param(const Function *f)
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

static void hint_array(Subject *s, const Param *n)
{
    Context *ctx = s->m->ctx;
    const char *name = s->p->name, *length = n ? n->name : "n";
    const Type *base = s->type->base;
    const char *does = base->quals & Q_CONST ? "read" : "changed in place";
    const char *array = type_declare(ctx, base, arena_printf(ctx->arena, "%s[%s]", name,
                                                             length));
    const char *flat = type_declare(ctx, s->type, name);
    if (!n) {
        diag_hint(ctx, "size_t n, %s    n elements, %s", array, does);
        diag_hint(ctx, "CB_SHAPE(n) %s, size_t n    the same, n behind it", flat);
    } else if (n->index < s->p->index) {
        diag_hint(ctx, "%s    %s elements, %s", array, length, does);
    } else {
        diag_hint(ctx, "CB_SHAPE(%s) %s    %s elements, %s", length, flat, length, does);
    }
}

void hint_pointer(Subject *s)
{
    Context *ctx = s->m->ctx;
    const Param *n = length_param(s->f);
    const char *flat = type_declare(ctx, s->type, s->p->name);
    if (s->type->base->kind == TY_VOID) {
        const char *length = n ? n->name : "n";
        diag_hint(ctx, "CB_SHAPE(%s) %s    %s bytes", length, flat, length);
        return;
    }
    if (s->type->base->quals & Q_CONST) {
        hint_array(s, n);
        diag_hint(ctx, "CB_IN %s    one element, by address", flat);
        return;
    }
    if (n) {                    // with a length near by an array is the likelier
        hint_array(s, n);
    }
    diag_hint(ctx, "CB_OUT %s    one element, returned", flat);
    diag_hint(ctx, "CB_INOUT %s    one element, taken and returned", flat);
    if (!n) {
        hint_array(s, n);
    }
}

// ------------------------------------------------------------- inline functions

// `f(const char *format, ...)` is most often printf: then a text is safe, and a number
// is not.
static bool is_format(const Function *f)
{
    const Param *last = f->n_params ? f->params[f->n_params - 1] : NULL;
    const Type *t = last ? last->type : NULL;
    return t && t->kind == TY_POINTER && type_is_char(t->base) && t->base->quals & Q_CONST
           && (strcmp(last->name, "format") == 0 || strcmp(last->name, "fmt") == 0);
}

const char *hint_variadic(Module *m, const Function *f)
{
    if (!is_format(f)) {
        return hint_wrapper(m, f, f->type->base, "int x", "x");
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
