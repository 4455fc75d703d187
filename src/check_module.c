// SPDX-License-Identifier: MIT
// check_module.c: what must be said of a module as a whole: names that collide in
// Python, nothing that is exported, definitions in headers, symbols that nobody defines.
//
// In: a lowered module; for symbols, what the link left open. Out: diagnostics.
#include "ir.h"

#include <string.h>

typedef struct {
    const char *name, *c_name, *what;
    Span span;
} Named;

static bool claim(Module *m, Map *names, Named named)
{
    const char *key = intern_z(m->ctx, named.name);
    Named *before = map_get(names, key);
    if (!before) {
        Named *copy = NEW(m->ctx, Named);
        *copy = named;
        map_put(names, key, copy);
        return true;
    }
    diag(m->ctx, DIAG_DUPLICATE_NAME, named.span,
         "the %s `%s` and the %s `%s` are both called `%s` in Python", named.what,
         named.c_name, before->what, before->c_name, named.name);
    diag_note(m->ctx, before->span, "`%s` stands here", before->c_name);
    diag_hint(m->ctx, "rename a function with CB_NAME(\"other\")");
    return false;
}

// A list of what is left out (--lenient) has the function; a build stops.
static void claim_functions(Module *m, Map *names)
{
    for (Function **at = &m->functions; *at;) {
        Function *f = *at;
        Named named = { function_label(m, f), f->c_name, "function", f->decl->span };
        bool shares = f->place == PLACE_INIT || f->place == PLACE_SET
                      || (f->place == PLACE_SPECIAL && f->said.by[MARK_OVERLOAD])
                      || (f->overload && f->overload->candidates.at[0] != f);
        if (shares || claim(m, names, named) || !m->ctx->options.lenient) {
            at = &f->next;
        } else {
            leave_out(m, f->decl->span, f->c_name, "function",
                      arena_printf(m->ctx->arena, "something else is called `%s` in "
                                   "Python", f->py_name),
                      "rename it with CB_NAME(\"other\")");
            class_drop(f->class, f);
            *at = f->next;
            m->n_functions--;
        }
    }
}

// A property that is a function stands for the field of its name.
static void claim_fields(Module *m, Map *names, const Class *c)
{
    for (size_t k = 0; !c->why_not && k < c->fields.n; k++) {
        const Field *f = &c->fields.at[k];
        bool hidden = false;
        for (size_t i = 0; i < c->properties.n; i++) {
            hidden = hidden || strcmp(c->properties.at[i].py_name, f->py_name) == 0;
        }
        const char *name = arena_printf(m->ctx->arena, "%s.%s", c->py_name, f->py_name);
        if (!hidden) {
            claim(m, names, (Named){ name, f->name, "field", f->decl->span });
        }
    }
}

void check_names(Module *m)
{
    Map *names = map_new(m->ctx);
    for (const Enum *e = m->enums; e; e = e->next) {
        if (e->py_name) {
            claim(m, names, (Named){ e->py_name, e->c_type, "enum", e->tag->span });
        }
    }
    for (const Class *c = m->classes; c; c = c->next) {
        if (c->foreign) {
            continue;
        }
        claim(m, names, (Named){ c->py_name, c->c_type, "struct", c->span });
        claim_fields(m, names, c);
    }
    for (const Exception *e = m->exceptions; e; e = e->next) {
        claim(m, names, (Named){ e->name, e->name, "exception", e->span });
    }
    for (const Constant *c = m->constants; c; c = c->next) {
        const char *name = !c->class ? c->py_name
            : arena_printf(m->ctx->arena, "%s.%s", c->class->py_name, c->py_name);
        claim(m, names, (Named){ name, c->c_name, "constant", c->span });
    }
    claim_functions(m, names);
}

void check_empty(Module *m)
{
    bool any = m->n_functions || m->enums || m->exceptions || m->constants
               || m->classes || m->hooks;
    bool told = diag_mark(m->ctx) > 0;      // what is left out has its reason
    if (!any && !told && m->has_header) {
        diag(m->ctx, DIAG_EMPTY_MODULE, (Span){0, 0},
             "%s offers nothing to Python: its headers declare nothing that is "
             "exported",
             m->name);
    }
}

// A definition that a source has from the same line of the header.
static bool is_in_source(Module *m, const Decl *d)
{
    for (size_t u = 0; u < m->n_bodies; u++) {
        for (size_t i = 0; i < m->bodies[u]->decls.n; i++) {
            const Decl *other = m->bodies[u]->decls.at[i];
            if (other->name == d->name && other->kind == d->kind
                && span_file(m->ctx, other->span) == span_file(m->ctx, d->span)
                && span_line(m->ctx, other->span) == span_line(m->ctx, d->span)) {
                return true;
            }
        }
    }
    return false;
}

static void report_definition(Context *ctx, const Decl *d)
{
    bool function = d->kind == DECL_FUNCTION;
    const char *word = function ? "static inline"
                       : d->type->quals & Q_CONST ? "static" : "extern";
    diag(ctx, DIAG_HEADER_DEFINITION, d->span,
         "`%s` is defined in a header: each file that includes it would have one",
         d->name);
    Span first = span_first_word(ctx, d->whole);
    const char *with = arena_printf(ctx->arena, "%s %s", word,
                                    source_spelling(ctx, first));
    diag_fix(ctx, first, with, "%s %s%s    %s", word, source_spelling(ctx, d->whole),
             function ? " { … }" : *word == 'e' ? ";" : " = …;",
             function ? "or declare it here, and define it in a source"
             : *word == 'e' ? "and define it in a source" : "each file has its own");
}

void check_definitions(Module *m)
{
    for (size_t i = 0; m->has_header && i < m->unit->decls.n; i++) {
        const Decl *d = m->unit->decls.at[i];
        bool function = d->kind == DECL_FUNCTION && d->body.end;
        bool variable = d->kind == DECL_VARIABLE;
        bool shared = d->storage & (ST_STATIC | ST_INLINE | ST_EXTERN);
        if (d->poisoned || !d->name || shared || (!function && !variable)
            || !file_is_exported(m, d->span) || !is_in_source(m, d)) {
            continue;
        }
        report_definition(m->ctx, d);
    }
}

// A function that the sources define, and no header declares, under a name like this.
static const Decl *near_definition(Module *m, const char *symbol)
{
    VEC(const char *) names = {0};
    VEC(const Decl *) decls = {0};
    for (size_t u = 0; u < m->n_bodies; u++) {
        for (size_t i = 0; i < m->bodies[u]->decls.n; i++) {
            const Decl *d = m->bodies[u]->decls.at[i];
            bool declared = d->name && map_get(m->declared, d->name) != d;
            if (d->kind == DECL_FUNCTION && d->name && d->body.end && !declared
                && !(d->storage & ST_STATIC)) {
                *vec_push(m->ctx, &names) = d->name;
                *vec_push(m->ctx, &decls) = d;
            }
        }
    }
    const char *near = nearest(symbol, names.at, names.n);
    for (size_t i = 0; near && i < names.n; i++) {
        if (names.at[i] == near) {
            return decls.at[i];
        }
    }
    return NULL;
}

void check_undefined(Module *m)
{
    const Options *o = &m->ctx->options;
    for (size_t i = 0; i < o->n_undefined; i++) {
        const char *symbol = intern_z(m->ctx, o->undefined[i]);
        const Decl *d = map_get(m->declared, symbol);
        for (const Function *f = m->functions; f; f = f->next) {
            if (f->c_name == symbol) {
                d = f->decl;
            }
        }
        Span at = d ? d->span : (Span){ 0, 0 };
        diag(m->ctx, DIAG_UNDEFINED, at, "`%s` is %s, and defined nowhere", symbol,
             d ? "declared here" : "used");
        const Decl *near = d ? near_definition(m, symbol) : NULL;
        if (near) {
            diag_note(m->ctx, near->span, "`%s` is defined here", near->name);
            diag_fix(m->ctx, at, near->name, "did you mean `%s`?", near->name);
        }
        diag_hint(m->ctx, "add its source or its library in [tool.carbide]: sources, "
                          "libraries, pkg-config");
    }
}
