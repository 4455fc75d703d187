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
