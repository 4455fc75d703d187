// SPDX-License-Identifier: MIT
// emit_short.c: the short way of a method, a property or an iterator's step, before its
// wrapper: a function that calls C at once where objects are free and numbers are exactly
// float or int, and else calls the wrapper, which says what is wrong. In: functions whose
// C is straight, runs with the GIL held and cannot fail. Out: cbi_short_NAME, with the
// signature of the table in which it stands; of a special method its slot.
#include "emit_glue.h"

bool is_exact_number(const Value *v)
{
    return (v->conv == CONV_INT && v->form == AS_DEFAULT)
           || (v->conv == CONV_FLOAT && v->element->float_kind == FLOAT_DOUBLE);
}

static bool is_object(const Param *p)
{
    const Value *v = &p->value;
    if (p->opt || p->may_move || p->fixed || p->said.by[MARK_TAKES]
        || p->said.by[MARK_KEEP] || !v->class || v->class != p->function->class
        || v->class->is_dependent || v->class->values.n) {
        return false;
    }
    if (v->conv == CONV_HANDLE) {
        return !p->pointer_out && v->class->kind != CLASS_INTEGER;
    }
    return v->conv == CONV_STRUCT && p->dir == DIR_IN
           && (!p->indirect || p->type->base->quals & Q_CONST);
}

bool is_plain_argument(const Param *p)
{
    return p->role == ROLE_ARGUMENT && p->slot >= 0 && p->dir == DIR_IN && !p->indirect
           && !p->default_value && !p->opt && !p->index_bound && !p->inferable && !p->star
           && is_exact_number(&p->value);
}

// The item of __next__: CB_OPT bool f(T *self, CB_OUT R *item).
static bool is_item_out(const Param *p)
{
    return special_is(p->function, SPECIAL_NEXT) && p->slot < 0 && p->dir == DIR_OUT
           && p->indirect && p->returned && !p->opt && is_exact_number(&p->value);
}

static bool has_params(const Function *f)
{
    int n = 0, outs = 0;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        outs += is_item_out(p);
        n += (p == f->self || p->slot >= 0) && is_object(p);
        n += is_plain_argument(p);
    }
    return n + outs == f->n_params && n == f->n_slots + 1
           && outs == (special_is(f, SPECIAL_NEXT) && f->result_opt);
}

static bool has_place(const Function *f)
{
    return f->place == PLACE_METHOD || f->place == PLACE_GET || f->place == PLACE_SET
           || special_is(f, SPECIAL_NEXT);
}

// C runs with the GIL held, reaches no Python code, and cannot fail.
bool is_straight(Glue *g, const Function *f)
{
    const Wrapper w = { .g = g, .out = g->out, .f = f };
    return !f->overload && !f->n_stars && f->n_required == f->n_slots && !f->n_optional_outs
           && !f->raises && !f->requires && !f->uses_runtime && !f->deprecated
           && !f->result_is_status && !f->result_is_length && !function_is_locked(f)
           && wrapper_holds_gil(&w) && !reaches_python(&w);
}

bool has_short_way(Glue *g, const Function *f)
{
    const bool result = f->result_opt ? special_is(f, SPECIAL_NEXT)
        : (f->result.conv == CONV_NONE && !special_is(f, SPECIAL_NEXT))
          || is_exact_number(&f->result);
    return has_place(f) && f->self && f->self->slot < 0 && is_straight(g, f)
           && has_params(f) && result;
}

// ------------------------------------------------------------------------- the test
static bool is_exclusive(const Param *p)
{
    return p->value.conv == CONV_HANDLE && !p->value.is_const;
}

// Where the object, or the argument in a slot, stands.
static const char *place_of(Wrapper *w, const Param *p)
{
    return p == w->f->self ? "py_self" : w->f->place == PLACE_SET ? "py_value"
           : arena_printf(w->g->ctx->arena, "py_args[%d]", p->slot);
}

// Is it a float, or an int that fits? Then it is read into `to`. head: how much stands
// before its value.
void emit_exact_number(Wrapper *w, const Value *v, const char *place, const char *head,
                       const char *to)
{
    if (v->conv == CONV_FLOAT) {
        text_printf(w->out, "cbi_exact_double(%s, %s, &%s)", place, head, to);
    } else {
        text_printf(w->out, "cbi_exact_int(%s, %s, %s, &%s)", place, head,
                    number_type(w, v), to);
    }
}

static bool may_run_python(const Wrapper *w)
{
    return w->f->uses_runtime || !wrapper_holds_gil(w) || reaches_python(w);
}

// Which objects are locked meanwhile, by themselves or as what others are parts of or
// depend on.
static void note_busy(Glue *g, const Param *p)
{
    const Class *c = p->value.class;
    const bool list = p->value.conv == CONV_HANDLES;
    if (!list && p->value.conv != CONV_HANDLE) {
        return;
    }
    const bool reads = list ? p->value.is_shared : !is_exclusive(p);
    const bool others = c->is_dependent || c->is_lent || c->is_nested;
    for (int readers = 0; readers < 2; readers++) {
        if (readers || !reads) {
            g->busy[readers][c->index] = true;
            g->any_busy[readers] = g->any_busy[readers] || others;
        }
    }
}

void collect_busy(Glue *g)
{
    for (int k = 0; k < 2; k++) {
        g->busy[k] = arena_alloc(g->ctx->arena, (size_t)g->m->n_classes + 1);
    }
    for (const Function *f = g->m->functions; f; f = f->next) {
        const Wrapper w = { .g = g, .f = f };
        for (int i = 0; i < f->n_params && may_run_python(&w); i++) {
            note_busy(g, f->params[i]);
        }
    }
}

// Is no object of class c ever locked (for_writing: not even by readers) when Python code
// runs? Then each function that would lock it holds the GIL until C has returned.
static bool is_quiet(const Glue *g, const Class *c, bool for_writing)
{
    return !g->any_busy[for_writing] && !g->busy[for_writing][c->index];
}

// ", exclusive, locked": of cbi_is_ready.
static const char *access_text(Wrapper *w, const Param *p)
{
    const Class *c = w->f->class;
    const bool locked = class_is_locked(c) && !is_quiet(w->g, c, is_exclusive(p));
    return arena_printf(w->g->ctx->arena, ", %s, %s", is_exclusive(p) ? "true" : "false",
                        locked ? "true" : "false");
}

static void emit_test(Wrapper *w)
{
    const Function *f = w->f;
    const bool property = f->place == PLACE_GET || f->place == PLACE_SET;
    const char *and = "\n                   && ";
    bool exclusive = false;
    for (int i = 0; i < f->n_params; i++) {
        exclusive = exclusive || is_exclusive(f->params[i]);
    }
    text_printf(w->out, "    if (CBI_LIKELY(cbi_is_ready%s(py_self%s)",
                property ? "_here" : "", access_text(w, f->self));
    if (f->place == PLACE_METHOD && f->n_slots) {
        text_printf(w->out, "%spy_nargs == %d && !py_names", and, f->n_slots);
    } else if (f->place == PLACE_SET) {
        text_printf(w->out, "%spy_value", and);
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        const char *place = p->slot < 0 ? NULL : place_of(w, p);
        if (place && is_object(p)) {
            text_printf(w->out, "%scbi_is_like(%s, py_self%s, %s)", and, place,
                        access_text(w, p), exclusive ? "true" : "false");
        } else if (place) {
            text_add(w->out, and);
            emit_exact_number(w, &p->value, place, "16", local_name(w, p));
        }
    }
    text_add(w->out, ")) {\n");
}

// ------------------------------------------------------------------------- the call
static void emit_call(Wrapper *w)
{
    const Function *f = w->f;
    text_printf(w->out, "%s(", f->c_name);
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        text_add(w->out, i ? ", " : "");
        if (is_item_out(p)) {
            text_printf(w->out, "&cbi_%s", p->local);
        } else if (!is_object(p)) {
            text_add(w->out, local_name(w, p));
        } else if (p->value.conv == CONV_STRUCT && !p->indirect) {
            text_printf(w->out, "*(const %s *)CBI_READY(%s)->data", f->class->c_type,
                        place_of(w, p));
        } else {
            text_printf(w->out, "CBI_READY(%s)->data", place_of(w, p));
        }
    }
    text_add(w->out, ")");
}

// The item of __next__: an int mostly is one that nobody has any more.
static const char *item_object(Wrapper *w, const Param *item)
{
    const Value *v = &item->value;
    const char *value = arena_printf(w->g->ctx->arena, "cbi_%s", item->local);
    return v->conv == CONV_INT
        ? arena_printf(w->g->ctx->arena, "CBI_NEXT_INT(py_self, %s)", value)
        : result_object(w, item, v, value);
}

static void emit_result(Wrapper *w)
{
    const Function *f = w->f;
    const Param *item = NULL;
    for (int i = 0; i < f->n_params; i++) {
        item = is_item_out(f->params[i]) ? f->params[i] : item;
    }
    const Value *v = item ? &item->value : &f->result;
    const char *c = v->conv == CONV_NONE ? NULL
        : unqualified(w->g->ctx, v->element, item
                      ? arena_printf(w->g->ctx->arena, "cbi_%s", item->local)
                      : "cbi_return");
    if (item) {
        text_printf(w->out, "        %s = 0;\n        return ", c);
        emit_call(w);
        text_printf(w->out, " ? %s : NULL;\n", item_object(w, item));
    } else if (c) {
        text_printf(w->out, "        %s = ", c);
        emit_call(w);
        text_printf(w->out, ";\n        return %s;\n",
                    result_object(w, NULL, v, "cbi_return"));
    } else {
        text_add(w->out, "        ");
        emit_call(w);
        text_printf(w->out, ";\n        return %s;\n",
                    f->place == PLACE_SET ? "0" : "cbi_new_none()");
    }
}

static const char *head(const Function *f)
{
    switch (f->place) {
    case PLACE_GET:
        return "PyObject *\ncbi_short_%s(PyObject *py_self, void *py_property)";
    case PLACE_SET:
        return "int\ncbi_short_%s(PyObject *py_self, PyObject *py_value, "
               "void *py_property)";
    case PLACE_SPECIAL:
        return "PyObject *\ncbi_slot_%s(PyObject *py_self)";
    default:
        return f->n_slots
            ? "PyObject *\ncbi_short_%s(PyObject *py_self, PyObject *const *py_args, "
              "intptr_t py_nargs,\n        PyObject *py_names)"
            : "PyObject *\ncbi_short_%s(PyObject *py_self, PyObject *py_unused)";
    }
}

static void emit_long_way(Wrapper *w)
{
    const Function *f = w->f;
    switch (f->place) {
    case PLACE_GET:
        text_add(w->out, "    return cbi_property_get(py_self, py_property);\n}\n\n");
        return;
    case PLACE_SET:
        text_add(w->out, "    return cbi_property_set(py_self, py_value, py_property);\n"
                 "}\n\n");
        return;
    default:
        text_printf(w->out, "    return cbi_long_way(cbi_py_%s, py_self, %s);\n}\n\n",
                    f->c_name, f->n_slots ? "py_args, py_nargs, py_names" : "NULL, 0, NULL");
    }
}

void emit_short_way(Glue *g, const Function *f)
{
    Wrapper w = { .g = g, .out = g->out, .f = f };
    if (!has_short_way(g, f)) {
        return;
    }
    text_add(g->out, "static ");
    text_printf(g->out, head(f), f->c_name);
    text_add(g->out, "\n{\n");
    if (f->place == PLACE_METHOD && !f->n_slots) {
        text_add(g->out, "    (void)py_unused;\n");
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (is_plain_argument(p)) {
            text_printf(g->out, "    %s;\n", unqualified(g->ctx, p->type,
                                                         local_name(&w, p)));
        }
    }
    emit_test(&w);
    emit_result(&w);
    text_add(g->out, "    }\n");
    emit_long_way(&w);
}
