// SPDX-License-Identifier: MIT
// own.c: conversions of a class's own: T.__convert__, which makes a T of another value
// wherever one is wanted, and T.__value__, as which Python gets one that C gives.
//
// In: functions with these names, placed by CB_NAME; then all functions, complete. Out:
// Class.convert and Class.value; which parameters and results they concern; annotations.
#include "ir.h"

#include <string.h>

static bool is_kind(const Function *f, SpecialKind kind)
{
    return f && f->special && f->special->kind == kind;
}

bool function_converts(const Function *f)
{
    return is_kind(f, SPECIAL_CONVERT);
}

static bool function_gives_value(const Function *f)
{
    return is_kind(f, SPECIAL_VALUE);
}

// The one thing that it gives, or NULL.
static const Value *given(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->returned) {
            return &f->params[i]->value;
        }
    }
    return &f->result;
}

// ------------------------------------------------------------------------ the name
// Both are seen in Python: a class method and a method like others.
void place_own(Module *m, Function *f, const Special *s, Param *self)
{
    f->special = s;
    f->place = s->kind == SPECIAL_CONVERT ? PLACE_CLASS : PLACE_METHOD;
    f->py_name = s->name;
    f->self = s->kind == SPECIAL_VALUE ? self : NULL;
    if ((self != NULL) != (s->kind == SPECIAL_VALUE)) {
        special_report_form(m, f);
    }
}

// NULL is no object: as of a constructor, there was no memory.
void own_function(Function *f)
{
    if (!function_converts(f)) {
        return;
    }
    f->null_memory = f->result.nullable;
    f->result.nullable = false;
    for (int i = 0; i < f->n_params; i++) {
        Value *v = &f->params[i]->value;
        if (f->params[i]->pointer_out && v->conv == CONV_HANDLE) {
            f->null_memory = f->null_memory || v->nullable;
            v->nullable = false;
        }
    }
}

static bool is_own_object(const Value *v, const Class *c)
{
    return v->class == c
           && (v->conv == CONV_STRUCT || (v->conv == CONV_HANDLE && !v->is_child));
}

static bool makes_one(const Function *f)
{
    for (int i = 0; i < f->n_slots; i++) {
        const Param *p = f->slots[i];
        if (p->value.class == f->class || (i > 0 && !p->default_text)) {
            return false;               // it would be made of itself, or of two
        }
    }
    return f->n_required == 1 && f->n_stars == 0
           && f->n_returned == 1 && !f->result_opt && is_own_object(given(f), f->class);
}

static bool shows_one(const Function *f)
{
    const Value *self = &f->self->value;
    bool changed = self->conv == CONV_HANDLE && !self->is_const;
    bool again = f->result.class == f->class;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        again = again || (p->returned && p->value.class == f->class);
    }
    return f->n_slots + f->n_stars == 0 && f->n_returned > 0 && !again && !changed;
}

bool own_form(const Function *f)
{
    return function_converts(f) ? makes_one(f)
           : !function_gives_value(f) || shows_one(f);
}

// ------------------------------------------------------------- whom they concern
// Operators leave other operands to Python.
static bool converts_nothing(const Function *f)
{
    return !f || f->calls_python || function_converts(f) || function_is_operator(f);
}

const Function *param_converter(const Param *p)
{
    const Value *v = &p->value;
    const Function *made = v->class ? v->class->convert : NULL;
    if (!made || p->slot < 0 || p->role != ROLE_ARGUMENT || p->dir != DIR_IN
        || p->said.by[MARK_KEEP] || p->said.by[MARK_TAKES]
        || converts_nothing(p->function)) {
        return NULL;
    }
    bool taken = v->conv == CONV_STRUCT
                 || (v->conv == CONV_HANDLE && (v->is_const || !v->class->tag))
                 || (v->conv == CONV_HANDLES && v->is_shared)
                 || (v->conv == CONV_ARRAY && v->is_const);
    return taken ? made : NULL;
}

bool function_makes_inputs(const Function *f)
{
    bool makes = false;
    for (int i = 0; i < f->n_slots; i++) {
        makes = makes || param_converter(f->slots[i]);
    }
    return makes;
}

// What a class makes of its own is one of it, and what Python asks for as an iterator.
static bool shows_nothing(const Function *f, const Class *c)
{
    bool of_it = f->class == c && (f->place == PLACE_CLASS || f->place == PLACE_SPECIAL);
    return of_it || f->calls_python || function_constructs(f) || function_gives_value(f)
           || special_is(f, SPECIAL_ITER);
}

const Function *result_value(const Function *f, const Value *v)
{
    const Function *value = v->class ? v->class->value : NULL;
    bool one = v->conv == CONV_STRUCT || v->conv == CONV_HANDLE;
    return value && one && !shows_nothing(f, v->class) ? value : NULL;
}

// -------------------------------------------------------------------- annotations
static bool has_part(const char *text, const char *part)
{
    size_t n = strlen(part);
    for (const char *s = text; (s = strstr(s, part)) != NULL; s += n) {
        bool begins = s == text || strncmp(s - 2, "| ", 2) == 0;
        if (begins && (!s[n] || s[n] == ' ')) {
            return true;
        }
    }
    return false;
}

const char *own_made_of(const Module *m, const Class *c)
{
    Text t;
    text_init(&t, m->ctx);
    for (size_t i = 0; i < c->functions.n; i++) {
        const Function *f = c->functions.at[i];
        if (!function_converts(f)) {
            continue;
        }
        const char *one = value_annotation(m, f, &f->slots[0]->value, false);
        if (!has_part(t.s, one)) {
            text_printf(&t, "%s%s", t.n ? " | " : "", one);
        }
    }
    return t.s;
}

const char *own_words(const Module *m, const Class *c)
{
    Text t;
    text_init(&t, m->ctx);
    for (const char *s = own_made_of(m, c); *s;) {
        bool bar = strncmp(s, " | ", 3) == 0;
        text_addn(&t, bar ? " or " : s, bar ? 4 : 1);
        s += bar ? 3 : 1;
    }
    return t.s;
}

static const char *input(const Module *m, const Param *p, const char *text)
{
    const char *name = p->value.class->py_name;
    const char *more = own_made_of(m, p->value.class);
    size_t n = strlen(name);
    for (const char *s = text; (s = strstr(s, name)) != NULL; s += n) {
        bool begins = s == text || s[-1] == '[' || s[-1] == ' ';
        if (begins && (!s[n] || strchr(" ]", s[n]))) {
            return arena_printf(m->ctx->arena, "%.*s | %s%s", (int)(s + n - text), text,
                                more, s + n);
        }
    }
    return text;
}

static const char *output(const Module *m, const Function *value, bool nullable)
{
    const char *text = signature_returns(m, value, 0);
    return nullable && !has_part(text, "None")
        ? arena_printf(m->ctx->arena, "%s | None", text) : text;
}

const char *shown_annotation(const Module *m, const Function *f, const Value *v,
                             bool is_output, const char *text)
{
    const Function *value = is_output ? result_value(f, v) : NULL;
    if (value && !(v == &f->result && f->said.annotation)) {
        return output(m, value, v->nullable);
    }
    for (int i = 0; !is_output && i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (&p->value == v && !p->said.annotation && param_converter(p)) {
            return input(m, p, text);
        }
    }
    return text;
}

// ------------------------------------------------------------------------- the end
static bool is_concerned(const Function *f)
{
    bool concerned = result_value(f, &f->result);
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        concerned = concerned || (p->returned && result_value(f, &p->value));
    }
    return concerned;
}

// C goes on using what no object is left to keep.
static void check_kept(Module *m, Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        const Mark *keep = p->said.by[MARK_KEEP];
        if (keep && p->value.conv != CONV_HANDLE && f->result.is_child
            && result_value(f, &f->result)) {
            diag(m->ctx, DIAG_CONTRADICTION, keep->span, "CB_KEEP on `%s` of %s(): its "
                 "result would keep it, but Python gets only what %s.__value__ makes of "
                 "that", p->name, f->c_name, f->result.class->py_name);
            f->broken = true;
        }
    }
}

static void note_inputs(Module *m, Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (param_converter(p)) {
            *vec_push(m->ctx, &f->notes) = arena_printf(
                m->ctx->arena, "%s: what is no %s is made one by %s.__convert__",
                p->py_name, p->value.class->py_name, p->value.class->py_name);
        }
    }
}

void lower_own(Module *m)
{
    bool any = false;
    for (Function *f = m->functions; f; f = f->next) {
        Function **at = function_converts(f) ? &f->class->convert
                        : function_gives_value(f) ? &f->class->value : NULL;
        if (at && !f->broken) {
            *at = *at ? *at : f;
            any = true;
        }
    }
    for (Function *f = m->functions; any && f; f = f->next) {
        if (f->broken) {
            continue;
        }
        note_inputs(m, f);
        check_kept(m, f);
        if (is_concerned(f)) {          // what it gives was not known until now
            signature_retell(m, f);
            *vec_push(m->ctx, &f->notes) = "what it gives is shown by __value__";
        }
        doc_function(m, f);
    }
}
