// SPDX-License-Identifier: MIT
// emit_json.c: the module as JSON, for `carbide explain` and other tools: per function
// its signature, what is copied, when the GIL is released; enums, constants,
// exceptions; what was left out and why.
#include "emit.h"

#include <string.h>

static void place(Json *j, Span span)
{
    Place at = source_point(j->out->ctx, span);
    json_string(j, "file", at.file);
    json_int(j, "line", at.line);
    json_int(j, "column", at.column);
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
    json_key(j, name);
    json_open(j, "[");
    for (size_t i = 0; i < n; i++) {
        json_next(j);
        json_quote(j, items[i]);
    }
    json_close(j, "]");
}

static void copies(Json *j, const Function *f)
{
    json_key(j, "copies");
    json_open(j, "[");
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->note) {
            json_next(j);
            json_quote(j, arena_printf(j->out->ctx->arena, "%s: %s", p->py_name,
                                       p->note));
        }
    }
    json_close(j, "]");
}

// What each callable gets and gives, as in the stub.
static void callbacks(Json *j, const Module *m, const Function *f)
{
    bool any = false;
    for (int i = 0; i < f->n_slots; i++) {
        const Callback *c = f->slots[i]->value.callback;
        if (!c) {
            continue;
        }
        if (!any) {
            json_key(j, "callbacks");
            json_open(j, "[");
        }
        any = true;
        const Function *g = c->function;
        VEC(const char *) takes = {0}, gives = {0};
        for (int k = 0; k < g->n_params; k++) {
            if (!callback_is_left_out(g->params[k])) {
                *vec_push(m->ctx, &takes) = value_annotation(m, g, &g->params[k]->value,
                                                             true);
            }
        }
        for (int k = 0; k < g->n_slots; k++) {
            *vec_push(m->ctx, &gives) = value_annotation(m, g, &g->slots[k]->value,
                                                         false);
        }
        json_next(j);
        json_open(j, "{");
        json_string(j, "name", f->slots[i]->py_name);
        strings(j, "takes", takes.at, takes.n);
        strings(j, "gives", gives.at, gives.n);
        json_key(j, "kept");
        text_add(j->out, c->kept ? "true" : "false");
        json_close(j, "}");
    }
    if (any) {
        json_close(j, "]");
    }
}

static void function(Json *j, const Module *m, const Function *f)
{
    Context *ctx = j->out->ctx;
    json_next(j);
    json_open(j, "{");
    static const char *const places[] = {
        [PLACE_MODULE] = "function", [PLACE_INIT] = "constructor",
        [PLACE_METHOD] = "method", [PLACE_GET] = "getter", [PLACE_SET] = "setter",
        [PLACE_CLASS] = "class method", [PLACE_STATIC] = "static method",
        [PLACE_SPECIAL] = "special method", [PLACE_DESTROY] = "destructor",
    };
    json_string(j, "name", f->py_name);
    json_string(j, "class", f->class ? f->class->py_name : NULL);
    json_string(j, "place", places[f->place]);
    json_string(j, "c_name", f->c_name);
    place(j, f->decl->span);
    json_string(j, "signature", f->signature);
    json_string(j, "returns", f->returns);
    if (f->overload) {          // others share its name
        json_key(j, "overload");
        text_add(j->out, "true");
    }
    json_string(j, "prototype", type_declare(ctx, f->type, f->c_name));
    json_string(j, "doc", f->doc);
    copies(j, f);
    callbacks(j, m, f);
    json_string(j, "gil", gil_text(f));
    json_string(j, "gil_reason", f->gil == GIL_AUTO ? f->gil_reason : "CB_GIL says so");
    strings(j, "notes", f->notes.at, f->notes.n);
    json_close(j, "}");
}

// ----------------------------------------------------------------- the others
// What runs at import and at the end; only where there is something.
static void hooks(Json *j, const Module *m)
{
    if (!m->hooks) {
        return;
    }
    json_key(j, "hooks");
    json_open(j, "[");
    for (const Function *f = m->hooks; f; f = f->next) {
        json_next(j);
        json_open(j, "{");
        json_string(j, "c_name", f->c_name);
        json_string(j, "when", f->hook == HOOK_INIT ? "at import" : "at the end");
        place(j, f->decl->span);
        json_string(j, "doc", f->doc);
        json_close(j, "}");
    }
    json_close(j, "]");
}

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
    json_next(j);
    json_open(j, "{");
    json_string(j, "name", e->py_name);
    json_string(j, "c_name", e->c_type);
    json_key(j, "flag");
    text_add(j->out, e->is_flag ? "true" : "false");
    json_key(j, "members");
    json_open(j, "[");
    for (size_t i = 0; i < e->members.n; i++) {
        json_next(j);
        text_add(j->out, "{\"name\": ");
        json_quote(j, e->members.at[i].py_name);
        text_add(j->out, ", \"value\": ");
        number(j, e->members.at[i].negative, e->members.at[i].number);
        text_add(j->out, "}");
    }
    json_close(j, "]");
    json_close(j, "}");
}

// The constructor as C would declare it, each field a parameter.
static const char *constructor(Context *ctx, const Class *c)
{
    Text t;
    text_init(&t, ctx);
    text_printf(&t, "void %s(", c->py_name);
    for (size_t k = 0; k < c->fields.n; k++) {
        text_printf(&t, "%s%s", k ? ", " : "",
                    type_declare(ctx, c->fields.at[k].type, c->fields.at[k].name));
    }
    text_add(&t, ")");
    return t.s;
}

// What C has of it: the struct itself, a pointer, a number.
static const char *class_kind(const Class *c)
{
    static const char *const kinds[] = {
        [CLASS_VALUE] = "value struct", [CLASS_INLINE] = "struct",
        [CLASS_POINTER] = "pointer", [CLASS_INTEGER] = "integer",
    };
    return kinds[c->kind];
}

static void classes(Json *j, const Module *m)
{
    json_key(j, "classes");
    json_open(j, "[");
    for (const Class *c = m->classes; c; c = c->next) {
        json_next(j);
        json_open(j, "{");
        json_string(j, "name", c->py_name);
        json_string(j, "c_name", c->c_type);
        place(j, c->span);
        json_string(j, "kind", class_kind(c));
        if (c->foreign) {       // "pkg.mod.Class"
            json_string(j, "defined_as", c->foreign);
        }
        json_string(j, "freed_with", c->destroy && c->why_not
                    ? expr_text(j->out->ctx, c->destroy) : NULL);
        if (c->convert) {       // what also stands for one
            json_string(j, "made_of", own_made_of(m, c));
        }
        if (c->value) {
            json_string(j, "shown_as", signature_returns(m, c->value, 0));
        }
        json_key(j, "closes");
        text_add(j->out, c->destroy && c->why_not ? "true" : "false");
        json_string(j, "prototype", c->why_not ? NULL : constructor(j->out->ctx, c));
        json_string(j, "doc", c->doc);
        json_key(j, "fields");
        json_open(j, "[");
        for (size_t k = 0; !c->why_not && k < c->fields.n; k++) {
            json_next(j);
            json_open(j, "{");
            json_string(j, "name", c->fields.at[k].py_name);
            json_string(j, "doc", c->fields.at[k].doc);
            json_string(j, "type", field_annotation(m, &c->fields.at[k], true));
            json_close(j, "}");
        }
        json_close(j, "]");
        json_close(j, "}");
    }
    json_close(j, "]");
}

static void constant_value(Json *j, const ConstValue *v)
{
    if (v->kind == CV_STRING) {
        text_json_string(j->out, v->string, v->string_length);
    } else if (v->kind == CV_FLOAT) {
        bool finite = v->real - v->real == 0;   // JSON has no infinity and no nan
        if (finite) {
            text_add(j->out, double_text(j->out->ctx, v->real));
        } else {
            text_add(j->out, "null");
        }
    } else {
        number(j, !v->is_unsigned && (int64_t)v->number < 0, v->number);
    }
}

static void constants(Json *j, const Module *m)
{
    json_key(j, "constants");
    json_open(j, "[");
    for (const Constant *c = m->constants; c; c = c->next) {
        json_next(j);
        text_add(j->out, "{\"name\": ");
        json_quote(j, !c->class ? c->py_name
                   : arena_printf(j->out->ctx->arena, "%s.%s", c->class->py_name,
                                  c->py_name));
        text_add(j->out, ", \"value\": ");
        constant_value(j, &c->value);
        text_add(j->out, "}");
    }
    json_close(j, "]");
}

static void left_out(Json *j, const LeftOut *l)
{
    json_next(j);
    json_open(j, "{");
    json_string(j, "name", l->name);
    json_string(j, "kind", l->kind);
    place(j, l->span);
    json_string(j, "reason", l->reason);
    json_string(j, "hint", l->hint);
    json_close(j, "}");
}

static void levels(Json *j, const Module *m)
{
    const Options *o = &m->ctx->options;
    if (!o->says_cpu) {
        return;
    }
    json_key(j, "cpu");
    json_open(j, "[");
    for (size_t i = 0; i < o->n_levels; i++) {
        json_next(j);
        json_quote(j, o->levels[i]);
    }
    json_close(j, "]");
}

void emit_json(const Module *m, Text *out)
{
    Json j = { .out = out };
    json_open(&j, "{");
    json_string(&j, "module", m->name);
    levels(&j, m);
    json_key(&j, "functions");
    json_open(&j, "[");
    for (const Function *f = m->functions; f; f = f->next) {
        function(&j, m, f);
    }
    json_close(&j, "]");
    hooks(&j, m);
    json_key(&j, "enums");
    json_open(&j, "[");
    for (const Enum *e = m->enums; e; e = e->next) {
        enumeration(&j, e);
    }
    json_close(&j, "]");
    classes(&j, m);
    constants(&j, m);
    json_key(&j, "exceptions");
    json_open(&j, "[");
    for (const Exception *e = m->exceptions; e; e = e->next) {
        json_next(&j);
        json_open(&j, "{");
        json_string(&j, "name", e->name);
        json_string(&j, "base", e->base_path ? e->base_path : e->base);
        json_close(&j, "}");
    }
    json_close(&j, "]");
    json_key(&j, "left_out");
    json_open(&j, "[");
    for (const LeftOut *l = m->left_out; l; l = l->next) {
        left_out(&j, l);
    }
    json_close(&j, "]");
    json_close(&j, "}");
    text_add(out, "\n");
}
