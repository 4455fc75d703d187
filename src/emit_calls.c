// SPDX-License-Identifier: MIT
// emit_calls.c: with --cpu, the author's functions are compiled once for each CPU level,
// and the glue calls those that were chosen at import.
//
// In: the module, the text of its wrappers. Out: NAME_calls.c, compiled for each level
// too, which has the table of one level and so the code of `static inline` functions; and
// for the glue the tables' type, the pointer to the chosen one, and a macro for each
// function: what is written like a call goes through the pointer, whether a wrapper, an
// expression of the author or a macro of his header says it. Without --cpu there is none
// of this.
#include "emit_glue.h"

#include <ctype.h>
#include <string.h>

bool has_cpu(const Module *m)
{
    return m->ctx->options.says_cpu;
}

bool has_levels(const Module *m)
{
    return m->ctx->options.n_levels > 0;
}

// ------------------------------------------------------------------ which functions
static void add_call(Glue *g, const char *name)
{
    if (!map_get(g->call_index, name)) {
        map_put(g->call_index, name, (void *)name);
        *vec_push(g->ctx, &g->calls) = name;
    }
}

// CB_FROM_PYTHON: the glue itself defines it.
static bool is_glue(const Module *m, const char *name)
{
    for (const Callback *c = m->callbacks; c; c = c->next) {
        if (!c->param && c->function->c_name == name) {
            return true;
        }
    }
    return false;
}

// One that no wrapper calls, but perhaps an expression: destroyers, helpers of headers.
static void add_mentioned(Glue *g, const char *s, size_t n)
{
    const char *name = intern(g->ctx, s, n);
    const Decl *d = map_get(g->m->declared, name);
    if (d && d->kind == DECL_FUNCTION && !d->poisoned && !is_glue(g->m, name)
        && file_is_exported(g->m, d->span)
        && (!(d->storage & ST_STATIC) || d->storage & ST_INLINE)) {
        add_call(g, name);
    }
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static void collect_calls(Glue *g, const char *glue)
{
    g->call_index = map_new(g->ctx);
    for (const Function *f = g->m->functions; f; f = f->next) {
        add_call(g, f->c_name);
    }
    for (const Function *f = g->m->hooks; f; f = f->next) {
        add_call(g, f->c_name);
    }
    for (const char *s = g->m->has_header ? glue : ""; *s;) {
        size_t n = 0;
        while (is_word(s[n])) {
            n++;
        }
        if (n && !isdigit((unsigned char)*s)) {
            add_mentioned(g, s, n);
        }
        s += n ? n : 1;
    }
}

// ------------------------------------------------------------------------- the texts
static void emit_calls_type(Glue *g)
{
    text_add(g->out, "struct cbi_calls {\n");
    for (size_t i = 0; i < g->calls.n; i++) {
        text_printf(g->out, "    __typeof__(%s) *cbi_c_%s;\n", g->calls.at[i],
                    g->calls.at[i]);
    }
    text_add(g->out, g->calls.n ? "};\n" : "    char none;\n};\n");
}

// x86-64-v3 -> x86_64_v3, which the front puts behind the names of that level.
static const char *symbol_tail(Glue *g, const char *level)
{
    char *word = arena_strndup(g->ctx->arena, level, strlen(level));
    for (char *c = word; *c; c++) {
        *c = *c == '-' ? '_' : *c;
    }
    return word;
}

static void emit_tables(Glue *g)
{
    const Options *o = &g->ctx->options;
    text_add(g->out, "extern CBI_HIDDEN const struct cbi_calls cbi_calls");
    for (size_t i = 0; i < o->n_levels; i++) {
        text_printf(g->out, ", cbi_calls_cbi_%s", symbol_tail(g, o->levels[i]));
    }
    text_add(g->out, ";\nstatic const struct cbi_calls *cbi_chosen_calls = &cbi_calls;\n");
}

static void emit_rows(Glue *g)
{
    const Options *o = &g->ctx->options;
    text_printf(g->out, "static const struct cbi_cpu_level cbi_cpu_levels[] = {\n"
                "    {\"baseline\", 1, %s},\n", o->n_levels ? "&cbi_calls" : "NULL");
    for (size_t i = 0; i < o->n_levels; i++) {
        const char *level = o->levels[i];
        text_printf(g->out, "    {\"%s\", %c, &cbi_calls_cbi_%s},\n", level,
                    level[strlen(level) - 1], symbol_tail(g, level));
    }
    text_add(g->out, "};\n");
}

// A struct goes through a variable: for `x = f()` gcc makes room that is aligned to 16
// bytes, whatever the struct wants, and code of a level may rely on more.
static void emit_call_macro(Glue *g, const char *name)
{
    const Decl *d = map_get(g->m->declared, name);
    const TypeKind kind = d && d->type->base ? d->type->base->kind : TY_VOID;
    const char *call = arena_printf(g->ctx->arena, "cbi_chosen_calls->cbi_c_%s(__VA_ARGS__)",
                                    name);
    text_printf(g->out, "#undef %s\n#define %s(...) ", name, name);
    if (kind == TY_STRUCT || kind == TY_UNION) {
        text_printf(g->out, "__extension__ ({ \\\n    __typeof__(%s) py_whole = \\\n"
                    "        %s; \\\n    py_whole; })\n", call, call);
    } else {
        text_printf(g->out, "%s\n", call);
    }
}

void emit_calls(Glue *g, const Text *glue)
{
    collect_calls(g, glue->s);
    text_add(g->out, "/* The author's functions, once for each level of CPU; the import "
             "chooses. */\n");
    emit_calls_type(g);
    emit_tables(g);
    for (size_t i = 0; i < g->calls.n; i++) {
        emit_call_macro(g, g->calls.at[i]);
    }
    text_add(g->out, "\n");
}

void emit_level_choice(Glue *g)
{
    emit_rows(g);
    text_printf(g->out, "static bool\ncbi_choose_level(void)\n{\n"
                "    const struct cbi_cpu_level *py_cpu = cbi_choose_cpu(\n"
                "        cbi_cpu_levels, %zu, cbi_module.name);\n"
                "    if (!py_cpu) {\n        return false;\n    }\n"
                "%s"
                "    cbi_constants[0].value.s = py_cpu->name;\n"
                "    cbi_constants[0].which = (int)strlen(py_cpu->name);\n"
                "    return true;\n}\n\n", g->ctx->options.n_levels + 1,
                has_levels(g->m) ? "    cbi_chosen_calls = py_cpu->calls;\n" : "");
}

void emit_calls_unit(Glue *g)
{
    emit_calls_type(g);
    text_add(g->out, "extern CBI_HIDDEN const struct cbi_calls cbi_calls;\n"
             "const struct cbi_calls cbi_calls = {\n");
    for (size_t i = 0; i < g->calls.n; i++) {
        text_printf(g->out, "    %s,\n", g->calls.at[i]);
    }
    text_add(g->out, g->calls.n ? "};\n" : "    0\n};\n");
}
