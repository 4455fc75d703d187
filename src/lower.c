// SPDX-License-Identifier: MIT
// lower.c: declarations become a Module. Decides what is exported (declarations that
// stand in the given headers, or the .c files' own definitions), merges redeclarations,
// makes the Functions, and runs the stages over each of them.
//
// In: parsed units. Out: a Module whose functions are complete, or diagnostics. A
// function that cannot be mapped is left out with a warning and touches no other.
#include "convert.h"

#include <stdlib.h>
#include <string.h>

// -------------------------------------------------------------------------- files
bool file_is_exported(const Module *m, Span span)
{
    return span.end && span_is_users(m->ctx, span);
}

size_t exporting_units(const Module *m)
{
    return m->has_header ? 1 : 1 + m->n_bodies;
}

Unit *exporting_unit(const Module *m, size_t i)
{
    return i == 0 ? m->unit : m->bodies[i - 1];
}

Unit *module_unit(const Module *m, Span span)
{
    const Source *source = source_of(m->ctx, span);
    for (size_t u = 0; u < m->n_bodies; u++) {
        if (source_of(m->ctx, lex_end(m->bodies[u]->tokens).span) == source) {
            return m->bodies[u];
        }
    }
    return m->unit;
}

// --------------------------------------------------------------------- functions
static Param *new_param(Module *m, Function *f, Decl *d, int index)
{
    Param *p = NEW(m->ctx, Param);
    said_init(&p->said);
    p->decl = d;
    p->function = f;
    p->index = index;
    p->name = d->name ? d->name
              : intern_z(m->ctx, arena_printf(m->ctx->arena, "arg%d", index + 1));
    p->type = d->type;
    p->slot = -1;
    return p;
}

static Function *new_function(Module *m, Unit *unit, Decl *d)
{
    Function *f = NEW(m->ctx, Function);
    said_init(&f->said);
    f->decl = d;
    f->unit = unit;
    f->c_name = d->name;
    f->py_name = python_name(m, d->name, true);
    f->type = d->type;
    f->is_inline = (d->storage & ST_INLINE) != 0;
    for (Decl *p = d->type->params; p; p = p->next) {
        f->n_params++;
    }
    f->params = arena_alloc(m->ctx->arena, (size_t)(f->n_params + 1) * sizeof(Param *));
    int i = 0;
    for (Decl *p = d->type->params; p; p = p->next, i++) {
        f->params[i] = new_param(m, f, p, i);
    }
    return f;
}

static bool is_exported_function(const Module *m, const Decl *d)
{
    bool meant = d->name && (name_is_exported(d->name) || decl_is_hook(d));
    if (d->kind != DECL_FUNCTION || !meant || !file_is_exported(m, d->span)) {
        return false;
    }
    if (!m->has_header) {
        return d->body.end && !(d->storage & ST_STATIC) && strcmp(d->name, "main") != 0;
    }
    return !(d->storage & ST_STATIC) || d->storage & ST_INLINE;
}

static long standard_version(Context *ctx, const Unit *unit)
{
    const Macro *version = map_get(unit->tokens->macro_by_name,
                                   intern_z(ctx, "__STDC_VERSION__"));
    TokenRange body = version ? macro_body(ctx, version) : (TokenRange){ NULL, 0 };
    return body.n == 1 ? strtol(token_spelling(ctx, body.at[0]), NULL, 10) : 0;
}

enum { PARAMS_MAX = 1000 };      // C promises 127; pairs of them are compared

// What cannot be exported whatever its markers say.
static bool is_mappable(Module *m, Function *f)
{
    Subject s = { .m = m, .f = f, .at = f->decl->span };
    const Type *t = f->type;
    if (f->n_params > PARAMS_MAX) {
        f->broken = true;
        return diag(m->ctx, DIAG_TOO_DEEP, f->decl->span,
                    "%s() has %d parameters; carbide takes %d at most", f->c_name,
                    f->n_params, PARAMS_MAX);
    }
    if (f->decl->gnu_kr) {
        return subject_leave_out(&s, DIAG_LEFT_OUT_KR,
                                 "a K&R definition has no prototype",
                                 hint_prototype(m, f, t->base));
    }
    if (t->variadic) {
        return subject_leave_out(&s, DIAG_LEFT_OUT_VARARGS,
                                 "it takes `...`: any number of anything",
                                 hint_variadic(m, f));
    }
    if (t->no_prototype && !f->decl->body.end
        && standard_version(m->ctx, f->unit) < 202000) {
        diag(m->ctx, DIAG_NO_PROTOTYPE, f->decl->span,
             "%s() has no prototype: `()` says nothing of parameters", f->c_name);
        const char *none = arena_printf(m->ctx->arena, "%s(void);", f->c_name);
        diag_hint(m->ctx, "%s    if it takes none; else name the parameters, with "
                  "types", type_declare(m->ctx, t->base, none));
        f->broken = true;
        return false;
    }
    return true;
}

static void run_stages(Module *m, Function *f)
{
    void (*const stages[])(Module *, Function *) = {
        mark_function, place_function, convert_function, special_function, solve_function,
        signature_function, special_check, doc_function, note_function,
    };
    if (!is_mappable(m, f)) {
        return;
    }
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        stages[i](m, f);
        if (stages[i] == mark_function && f->said.by[MARK_FROM_PYTHON] && !f->broken) {
            convert_from_python(m, f);
            return;
        }
        bool marked = (stages[i] == mark_function || stages[i] == place_function)
                      && !f->left_out;
        if ((f->broken && !marked) || f->left_out) {
            check_names_used(m, f);
            return;
        }
    }
    check_function(m, f);
    lint_function(m, f);
}

// Of its markers only CB_RAISES and CB_LOCK (lock.c) speak of the call.
static void lower_destroyer(Module *m, Function *f, size_t mark)
{
    mark_raises(m, f);
    bool good = check_conditions(m, f) && !f->broken;
    if (m->ctx->options.lenient) {
        const char *hints;
        diag_withdraw(m->ctx, mark, &hints);
    }
    f->raises = good ? f->raises : NULL;
    f->left_out = true;
}

// One function; when lenient, its first error is why it is left out.
static void lower_function(Module *m, Function *f)
{
    size_t mark = diag_mark(m->ctx);
    if (f->place == PLACE_DESTROY) {        // its class calls it
        lower_destroyer(m, f, mark);
        return;
    }
    run_stages(m, f);
    if (m->ctx->options.lenient) {
        const char *hints = NULL;
        const char *why = diag_withdraw(m->ctx, mark, &hints);
        if (why) {
            leave_out(m, f->decl->span, f->c_name, "function", why, hints);
            f->left_out = true;
        }
    }
}

// ------------------------------------------------------------------- declarations
static void lower_other(Module *m, const Decl *d)
{
    if (!file_is_exported(m, d->span)) {
        return;
    }
    if (d->kind == DECL_TYPEDEF) {
        mark_typedef(m, d);
        return;
    }
    bool internal = d->storage & ST_STATIC || (d->name && !name_is_exported(d->name));
    if (d->kind == DECL_VARIABLE && d->name && !internal) {
        leave_out(m, d->span, d->name, "variable", "variables are not exported",
                  "a function that returns it");
    }
    bool plain_static = d->kind == DECL_FUNCTION && d->storage & ST_STATIC
                        && !(d->storage & ST_INLINE);
    if (plain_static && m->has_header && name_is_exported(d->name)) {
        leave_out(m, d->span, d->name, "function", "it is `static` without `inline`",
                  "static inline");
    }
}

static void lower_decl(Module *m, Unit *unit, Decl *d, Function ***end)
{
    if (d->poisoned) {          // the parser has said so, if the file is the author's
        if (m->ctx->options.lenient && d->name && name_is_exported(d->name)
            && file_is_exported(m, d->span)) {
            leave_out(m, d->span, d->name, "declaration", d->why, NULL);
        }
        return;
    }
    if (!is_exported_function(m, d)) {
        lower_other(m, d);
        return;
    }
    Function *f = map_get(m->function_by_name, d->name);
    if (f) {
        *vec_push(m->ctx, &f->others) = d;
        return;
    }
    f = new_function(m, unit, d);
    map_put(m->function_by_name, d->name, f);
    **end = f;
    *end = &f->next;
}

// Declarations of the same function in headers that are not exported: their attributes.
static void merge_foreign(Module *m, Unit *unit)
{
    for (size_t i = 0; i < unit->decls.n; i++) {
        Decl *d = unit->decls.at[i];
        Function *f = d->kind == DECL_FUNCTION && !d->poisoned && d->name
                          ? map_get(m->function_by_name, d->name) : NULL;
        if (f && f->unit == unit && !file_is_exported(m, d->span)
            && d->type->kind == TY_FUNCTION) {
            decl_recall(m->ctx, unit, d);
            *vec_push(m->ctx, &f->others) = d;
        }
    }
}

// Every exported function, with nothing read yet.
static void collect_functions(Module *m)
{
    Function **end = &m->functions;
    for (size_t u = 0; u < exporting_units(m); u++) {
        Unit *unit = exporting_unit(m, u);
        for (size_t i = 0; i < unit->decls.n; i++) {
            lower_decl(m, unit, unit->decls.at[i], &end);
        }
    }
    for (size_t u = 0; u < exporting_units(m); u++) {
        merge_foreign(m, exporting_unit(m, u));
    }
}

static void lower_functions(Module *m)
{
    collect_functions(m);
    lower_handles(m);
    lock_classes(m);
    for (Function *f = m->functions; f; f = f->next) {
        lower_function(m, f);
    }
}

// Destroyers go to a list of their own: no Python code calls them.
static void drop_left_out(Module *m)
{
    Function **at = &m->functions;
    while (*at) {
        Function *f = *at;
        if (f->left_out || f->calls_python) {
            *at = f->next;
            if (f->place == PLACE_DESTROY) {
                f->next = m->destroyers;
                m->destroyers = f;
            }
        } else {
            m->n_functions++;
            at = &(*at)->next;
        }
    }
}

static void note_arrays(Module *m)
{
    for (const Function *f = m->functions; f; f = f->next) {
        for (int i = 0; i < f->n_params; i++) {
            Conversion c = f->params[i]->value.conv;
            m->uses_arrays = m->uses_arrays || c == CONV_ARRAY || c == CONV_VIEW;
        }
        m->uses_arrays = m->uses_arrays || f->result.conv == CONV_ARRAY;
    }
}

// --------------------------------------------------------------------- the module
static void note_declared(Module *m, const Unit *unit)
{
    for (size_t i = 0; i < unit->decls.n; i++) {
        Decl *d = unit->decls.at[i];
        if (d->name && d->kind != DECL_TYPEDEF && !map_get(m->declared, d->name)) {
            map_put(m->declared, d->name, d);
        }
        if (unit != m->unit && d->kind == DECL_FUNCTION && d->body.end && d->doc.end
            && !map_get(m->documented, d->name)) {
            map_put(m->documented, d->name, d);
        }
    }
}

// The doc comment of a header of the module's own: it says \file or @file.
static const char *module_doc(Module *m, const Unit *unit)
{
    const Tokens *t = unit->tokens;
    for (size_t i = 0; i < t->docs.n; i++) {
        const Span at = t->docs.at[i].span;
        if (t->docs.at[i].about_file && (!m->has_header || file_is_exported(m, at))) {
            return doc_text(m->ctx, comment_text(m->ctx, at));
        }
    }
    return NULL;
}

static Module *new_module(Context *ctx, Unit *umbrella, Unit *const *bodies,
                          size_t n_bodies)
{
    Module *m = NEW(ctx, Module);
    *m = (Module){ .ctx = ctx, .unit = umbrella, .name = ctx->options.module,
                   .has_header = ctx->options.n_headers > 0, .bodies = bodies,
                   .n_bodies = n_bodies, .declared = map_new(ctx), .documented = map_new(ctx),
                   .function_by_name = map_new(ctx), .enum_by_tag = map_new(ctx),
                   .class_by_tag = map_new(ctx), .class_by_alias = map_new(ctx),
                   .constant_by_name = map_new(ctx), .exception_by_name = map_new(ctx) };
    target_read(ctx, umbrella->tokens, &m->target);
    for (size_t u = 0; u <= n_bodies; u++) {
        note_declared(m, exporting_unit(m, u));
    }
    return m;
}

Module *lower_declared(Context *ctx, Unit *umbrella)
{
    Module *m = new_module(ctx, umbrella, NULL, 0);
    ctx->options.lenient = true;        // what cannot be read is listed
    lower_enums(m);
    collect_functions(m);
    for (Function *f = m->functions; f; f = f->next) {
        mark_function(m, f);
    }
    lower_constants(m);
    const char *hints;
    diag_withdraw(ctx, 0, &hints);
    return m;
}

Module *lower(Context *ctx, Unit *umbrella, Unit *const *bodies, size_t n_bodies)
{
    Module *m = new_module(ctx, umbrella, bodies, n_bodies);
    m->doc = module_doc(m, umbrella);
    lower_exceptions(m);
    lower_enums(m);
    lower_classes(m);
    lower_functions(m);
    lower_constants(m);
    drop_left_out(m);
    lower_hooks(m);
    place_finished(m);
    special_check_classes(m);
    finish_classes(m);
    place_constants(m);
    lock_functions(m);
    note_objects(m);
    lower_overloads(m);
    lower_own(m);
    note_arrays(m);
    check_names(m);
    lint_guesses(m);
    check_undefined(m);
    body_classify(m);
    view_classify(m);
    check_empty(m);
    check_definitions(m);
    check_stored(m);
    if (ctx->options.lenient) {         // what was reported is in the list
        const char *hints;
        diag_withdraw(ctx, 0, &hints);
    }
    return m;
}
