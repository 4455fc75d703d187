// SPDX-License-Identifier: MIT
// emit_special.c: the wrappers of special methods: what they have beside those of other
// functions. In: special methods. Out: an index, a key or a number as one more parameter,
// and what is read from it; NotImplemented; an index that is out of range.
#include "emit_glue.h"

// ------------------------------------------------------------------- in the wrapper
static bool gives_number(const Function *f)
{
    return special_is(f, SPECIAL_LENGTH) || special_is(f, SPECIAL_HASH)
           || special_is(f, SPECIAL_BOOL) || special_is(f, SPECIAL_CONTAINS)
           || special_is(f, SPECIAL_COMPARE);
}

bool special_is_item(const Function *f)
{
    return special_is(f, SPECIAL_GETITEM) || special_is(f, SPECIAL_SETITEM)
           || special_is(f, SPECIAL_DELITEM);
}

const Param *special_capacity(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->role == ROLE_CAPACITY) {
            return f->params[i];
        }
    }
    return NULL;
}

const char *special_parameter(const Function *f)
{
    return gives_number(f) ? ", cbi_wide *py_number"
           : special_by_index(f) ? ", intptr_t py_index"
           : special_is(f, SPECIAL_SLICE) ? ", intptr_t *py_slice"
           : special_is_item(f) ? ", PyObject *py_key"
           : f->place == PLACE_SPECIAL && special_capacity(f) ? ", size_t *py_room" : "";
}

bool special_reads(const Function *f, const Param *p)
{
    return (special_by_index(f) && p == f->slots[0]) || special_is(f, SPECIAL_SLICE);
}

// Most operands of other types are told without an exception.
void emit_special_operand(Wrapper *w)
{
    const Function *f = w->f;
    const Value *v = function_is_operator(f) ? &f->slots[0]->value : NULL;
    if (v && (v->conv == CONV_HANDLE || v->conv == CONV_STRUCT) && !f->slots[0]->opt) {
        text_printf(w->out, "    if (!cbi_is_of_class(&py_call, py_args[0], %d)) {\n"
                    "        return Py_NotImplemented;\n    }\n", v->class->index);
    }
}

void emit_special_foreign(Wrapper *w)
{
    if (function_is_operator(w->f)) {
        text_printf(w->out, "        py_result = cbi_foreign(%s);\n",
                    special_is(w->f, SPECIAL_COMPARE) ? "true" : "false");
    }
}

// What the slot's caller has read already.
void emit_special_inputs(Wrapper *w)
{
    const Function *f = w->f;
    const Param *n = f->place == PLACE_SPECIAL ? special_capacity(f) : NULL;
    if (n) {
        const char *type = unqualified(w->g->ctx, n->type, NULL);
        text_printf(w->out, "    %s = (%s)*py_room;\n    if ((cbi_wide)%s != (cbi_wide)"
                    "*py_room) {\n        cbi_bad_room(&py_call);\n        goto fail;\n"
                    "    }\n", local_name(w, n), type, local_name(w, n));
    }
    if (special_is_item(f) && !special_by_index(f)) {
        text_add(w->out, "    (void)py_key;\n");
    }
    if (special_by_index(f)) {
        const Param *i = f->slots[0];
        const char *type = unqualified(w->g->ctx, i->type, NULL);
        text_printf(w->out, "    %s = (%s)py_index;\n", local_name(w, i), type);
        if (!special_wraps(f)) {
            text_printf(w->out, "    if ((cbi_wide)%s != py_index) {\n"
                        "        cbi_bad_index(&py_call);\n        goto fail;\n    }\n",
                        local_name(w, i));
        }
    }
}

// `self` of one function as another one wants it.
static const char *self_for(const Wrapper *w, const Function *other)
{
    const Param *self = w->f->self;
    bool here = self->type->kind == TY_STRUCT;
    bool there = other->self->type->kind == TY_STRUCT;
    const char *name = self->indirect
        ? arena_printf(w->g->ctx->arena, "%scbi_%s", there ? "" : "&", self->local)
        : arena_printf(w->g->ctx->arena, "%s%s", here == there ? "" : here ? "&" : "*",
                       local_name(w, self));
    return name;
}

static bool may_fail(const Function *length)
{
    return length->uses_runtime || length->raises;
}

// The length, asked under the same lock as the call that follows, so that no item goes in
// between; what is wrong with it is the call's error.
static const char *emit_length_of(Wrapper *w, const Function *length)
{
    const char *self = self_for(w, length);
    if (!length->raises) {
        return arena_printf(w->g->ctx->arena, "(cbi_wide)%s(%s)", length->c_name, self);
    }
    Wrapper of = { .g = w->g, .out = w->out, .f = length };
    const Param *p = length->self;
    for (const Raise *r = length->raises; r; r = r->next) {
        of.needs_errno = of.needs_errno || r->is_os_error;
    }
    text_printf(w->out, "        cbi_wide py_length;\n        %s = %s;\n        {\n%s"
                "        %s = %s(py_counted);\n%s        %s = py_counted;\n"
                "        (void)%s;\n",
                type_declare_param(w->g->ctx, p->type, "py_counted"), self,
                of.needs_errno ? "        errno = 0;\n" : "",
                unqualified(w->g->ctx, length->type->base, "cbi_return"), length->c_name,
                of.needs_errno ? "        py_call.saved_errno = errno;\n" : "",
                type_declare_param(w->g->ctx, p->type, local_name(&of, p)),
                local_name(&of, p));
    emit_raises(&of);
    text_add(w->out, "        py_length = cbi_return;\n        }\n");
    return "py_length";
}

static void emit_slice_cut(Wrapper *w, const Function *length)
{
    const char *n = emit_length_of(w, length);
    text_printf(w->out, "        cbi_cut_slice(py_slice, %s);\n", n);
    for (int k = 0; k < 3; k++) {
        text_printf(w->out, "        %s = (%s)py_slice[%d];\n",
                    local_name(w, w->f->slots[k]),
                    unqualified(w->g->ctx, w->f->slots[k]->type, NULL), k);
    }
}

static void emit_index_wrap(Wrapper *w, const Function *length)
{
    const Param *i = w->f->slots[0];
    const char *name = local_name(w, i), *n = emit_length_of(w, length);
    text_printf(w->out, "        py_outside = !cbi_wrap_index(&py_index, %s);\n"
                "        %s = (%s)py_index;\n        py_outside = py_outside || "
                "(cbi_wide)%s != py_index;\n        if (CBI_LIKELY(!py_outside)) {\n",
                n, name, unqualified(w->g->ctx, i->type, NULL), name);
}

void emit_special_wrap(Wrapper *w)
{
    const Function *length = special_length(w->f);
    if (!length) {
        return;
    }
    (special_is(w->f, SPECIAL_SLICE) ? emit_slice_cut : emit_index_wrap)(w, length);
    if (may_fail(length)) {
        text_add(w->out, "        if (!cbi_is_error(&py_call) && !py_call.stop) {\n");
    }
}

void emit_special_wrapped(Wrapper *w)
{
    const Function *length = special_length(w->f);
    text_add(w->out, length && may_fail(length) ? "        }\n" : "");
    text_add(w->out, special_wraps(w->f) ? "        }\n" : "");
}

void emit_special_outside(Wrapper *w)
{
    if (special_wraps(w->f)) {
        text_add(w->out, "    if (CBI_UNLIKELY(py_outside)) {\n"
                 "        cbi_bad_index(&py_call);\n        goto fail;\n    }\n");
    }
}

static bool integer_key(const Function *f)
{
    return f->slots[0]->value.conv == CONV_INT;
}

// false and NULL: there is no more, or no such key.
static void emit_nothing(Wrapper *w)
{
    const Function *f = w->f;
    if (!f->result_opt && !f->null_ends && !f->null_memory) {
        return;
    }
    text_add(w->out, "    if (!cbi_return) {\n");
    if (f->null_memory) {
        text_add(w->out, "        PyErr_NoMemory();\n");
    } else if (special_is_item(f) && special_by_index(f)) {
        text_add(w->out, "        cbi_bad_index(&py_call);\n");
    } else if (special_is(f, SPECIAL_GETATTR)) {
        text_add(w->out, "        cbi_no_attribute(py_self, py_args[0]);\n");
    } else if (special_is_item(f)) {
        text_printf(w->out, "        cbi_absent(&py_call, py_key, %s);\n",
                    integer_key(f) ? "true" : "false");
    }
    text_add(w->out, "        goto fail;\n    }\n");
}

static void emit_room(Wrapper *w)
{
    const Param *n = special_capacity(w->f);
    if (n) {
        text_printf(w->out, "    if ((cbi_wide)cbi_return >= (cbi_wide)*py_room) {\n"
                    "        *py_room = (size_t)cbi_return + 1;\n        goto fail;\n"
                    "    }\n");
    }
}

// True when the result is no object, and all is said.
bool emit_special_results(Wrapper *w)
{
    const Function *f = w->f;
    if (f->place != PLACE_SPECIAL) {
        return false;
    }
    if (gives_number(f)) {
        text_add(w->out, "    *py_number = (cbi_wide)cbi_return;\n"
                 "    py_result = Py_None;        /* not counted */\n");
        return true;
    }
    emit_nothing(w);
    emit_room(w);
    bool is_method = special_is(f, SPECIAL_CALL)
                     || (special_is(f, SPECIAL_EXIT) && f->n_slots);
    if (f->n_returned == 0 && !is_method) {
        text_add(w->out, "    py_result = Py_None;        /* not counted */\n");
        return true;
    }
    return false;
}
