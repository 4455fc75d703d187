// SPDX-License-Identifier: MIT
// emit_json.c: the module as JSON, for `carbide explain` and other tools: per function
// its signature, what is copied, when the GIL is released; enums, constants,
// exceptions; what was left out and why.
#include "emit.h"

#include <string.h>

typedef struct {
    const Module *m;
    Text *out;
    int depth;
    bool first;                 // of the members at this depth
} Json;

static void separate(Json *j)
{
    text_printf(j->out, "%s\n%*s", j->first ? "" : ",", 2 * j->depth, "");
    j->first = false;
}

static void quote(Json *j, const char *s)
{
    if (s) {
        text_json_string(j->out, s, strlen(s));
    } else {
        text_add(j->out, "null");
    }
}

static void key(Json *j, const char *name)
{
    separate(j);
    quote(j, name);
    text_add(j->out, ": ");
}

static void open(Json *j, const char *bracket)
{
    text_add(j->out, bracket);
    j->depth++;
    j->first = true;
}

static void close(Json *j, const char *bracket)
{
    j->depth--;
    if (!j->first) {
        text_printf(j->out, "\n%*s", 2 * j->depth, "");
    }
    text_add(j->out, bracket);
    j->first = false;
}

static void string(Json *j, const char *name, const char *value)
{
    key(j, name);
    quote(j, value);
}

static void place(Json *j, Span span)
{
    Place at = source_place(j->m->ctx, span);
    string(j, "file", at.file);
    key(j, "line");
    text_printf(j->out, "%d", at.line);
    key(j, "column");
    text_printf(j->out, "%d", at.column);
}

// -------------------------------------------------------------------- functions
static const char *gil_text(const Function *f)
{
    if (f->gil != GIL_AUTO) {
        return f->gil == GIL_HELD ? "kept" : "released";
    }
    bool arrays = false;
    for (int i = 0; i < f->n_params; i++) {
        arrays = arrays || value_is_array(&f->params[i]->value)
                 || f->params[i]->value.conv == CONV_VIEW;
    }
    return f->gil_class == GIL_STRAIGHT ? "kept"
           : f->gil_class == GIL_CLOSED && arrays ? "released above 64 KiB of arrays"
                                                  : "released";
}

static void strings(Json *j, const char *name, const char *const *items, size_t n)
{
    key(j, name);
    open(j, "[");
    for (size_t i = 0; i < n; i++) {
        separate(j);
        quote(j, items[i]);
    }
    close(j, "]");
}

static void copies(Json *j, const Function *f)
{
    key(j, "copies");
    open(j, "[");
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->note) {
            separate(j);
            quote(j, arena_printf(j->m->ctx->arena, "%s: %s", p->py_name, p->note));
        }
    }
    close(j, "]");
}

static void function(Json *j, const Function *f)
{
    Context *ctx = j->m->ctx;
    separate(j);
    open(j, "{");
    string(j, "name", f->py_name);
    string(j, "c_name", f->c_name);
    place(j, f->decl->span);
    string(j, "signature", f->signature);
    string(j, "returns", f->returns);
    string(j, "prototype", type_declare(ctx, f->type, f->c_name));
    string(j, "doc", f->doc);
    copies(j, f);
    string(j, "gil", gil_text(f));
    string(j, "gil_reason", f->gil == GIL_AUTO ? f->gil_reason : "CB_GIL says so");
    strings(j, "notes", f->notes.at, f->notes.n);
    close(j, "}");
}

// ----------------------------------------------------------------- the others
static void number(Json *j, bool negative, uint64_t value)
{
    if (negative) {
        text_printf(j->out, "%lld", (long long)(int64_t)value);
    } else {
        text_printf(j->out, "%llu", (unsigned long long)value);
    }
}

static void enumeration(Json *j, const Enum *e)
{
    separate(j);
    open(j, "{");
    string(j, "name", e->py_name);
    string(j, "c_name", e->c_type);
    key(j, "flag");
    text_add(j->out, e->is_flag ? "true" : "false");
    key(j, "members");
    open(j, "[");
    for (size_t i = 0; i < e->members.n; i++) {
        separate(j);
        text_add(j->out, "{\"name\": ");
        quote(j, e->members.at[i].py_name);
        text_add(j->out, ", \"value\": ");
        number(j, e->members.at[i].negative, e->members.at[i].number);
        text_add(j->out, "}");
    }
    close(j, "]");
    close(j, "}");
}

static void constant_value(Json *j, const ConstValue *v)
{
    if (v->kind == CV_STRING) {
        text_json_string(j->out, v->string, v->string_length);
    } else if (v->kind == CV_FLOAT) {
        bool finite = v->real - v->real == 0;   // JSON has no infinity and no nan
        if (finite) {
            text_add(j->out, double_text(j->m->ctx, v->real));
        } else {
            text_add(j->out, "null");
        }
    } else {
        number(j, !v->is_unsigned && (int64_t)v->number < 0, v->number);
    }
}

static void constants(Json *j)
{
    key(j, "constants");
    open(j, "[");
    for (const Constant *c = j->m->constants; c; c = c->next) {
        separate(j);
        text_add(j->out, "{\"name\": ");
        quote(j, c->py_name);
        text_add(j->out, ", \"value\": ");
        constant_value(j, &c->value);
        text_add(j->out, "}");
    }
    close(j, "]");
}

static void left_out(Json *j, const LeftOut *l)
{
    separate(j);
    open(j, "{");
    string(j, "name", l->name);
    string(j, "kind", l->kind);
    place(j, l->span);
    string(j, "reason", l->reason);
    string(j, "hint", l->hint);
    close(j, "}");
}

void emit_json(const Module *m, Text *out)
{
    Json j = { .m = m, .out = out };
    open(&j, "{");
    string(&j, "module", m->name);
    key(&j, "functions");
    open(&j, "[");
    for (const Function *f = m->functions; f; f = f->next) {
        function(&j, f);
    }
    close(&j, "]");
    key(&j, "enums");
    open(&j, "[");
    for (const Enum *e = m->enums; e; e = e->next) {
        enumeration(&j, e);
    }
    close(&j, "]");
    constants(&j);
    key(&j, "exceptions");
    open(&j, "[");
    for (const Exception *e = m->exceptions; e; e = e->next) {
        separate(&j);
        open(&j, "{");
        string(&j, "name", e->name);
        string(&j, "base", e->base_path ? e->base_path : e->base);
        close(&j, "}");
    }
    close(&j, "]");
    key(&j, "left_out");
    open(&j, "[");
    for (const LeftOut *l = m->left_out; l; l = l->next) {
        left_out(&j, l);
    }
    close(&j, "]");
    close(&j, "}");
    text_add(out, "\n");
}
