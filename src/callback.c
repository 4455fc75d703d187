// SPDX-License-Identifier: MIT
// callback.c: pointers to functions that Python fills in. Their C type is read as a
// function of its own, the other way round: its parameters are what a Python callable
// gets, its result and its CB_OUT parameters are what the callable gives back.
//
// In: a function whose markers are read. Out: a Callback for each pointer to a function
// that it takes, with the `void *` that C hands on to it; or errors, at the parameter.
#include "convert.h"

#include <string.h>

enum { SHARE_MAX = 4 };         // CBI_SHARE of the runtime

// ------------------------------------------------------------------ what is one
static const Type *function_type(const Type *t)
{
    if (t->kind == TY_FUNCTION) {
        return t;
    }
    bool pointer = t->kind == TY_POINTER && !t->is_block;
    return pointer && t->base->kind == TY_FUNCTION ? t->base : NULL;
}

static bool is_void_pointer(const Type *t)
{
    return t->kind == TY_POINTER && t->base->kind == TY_VOID
           && !(t->base->quals & Q_CONST);
}

// A struct of exactly one pointer to a function and one `void *`, in any order.
static const Type *pair_type(const Type *t, const Decl **function, const Decl **context)
{
    const Type *s = t->kind == TY_POINTER && t->base->quals & Q_CONST ? t->base : t;
    if (s->kind != TY_STRUCT || !s->tag || !s->tag->complete) {
        return NULL;
    }
    const Decl *a = tag_fields(s->tag), *b = a ? a->next : NULL;
    if (!b || b->next || !a->name || !b->name) {
        return NULL;
    }
    const Decl *f = function_type(a->type) ? a : b, *c = f == a ? b : a;
    if (!function_type(f->type) || !is_void_pointer(c->type)) {
        return NULL;
    }
    *function = f;
    *context = c;
    return function_type(f->type);
}

bool callback_is_struct(const Tag *tag)
{
    const Decl *function, *context;
    const Type t = { .kind = tag->kind, .tag = (Tag *)tag };
    return pair_type(&t, &function, &context) != NULL;
}

// `void *` that says nothing else; a pointer that is spelled as a class is none.
static bool is_context(const Param *p)
{
    const Said *said = &p->said;
    for (const Decl *d = p->type->spelled; d; d = d->type->spelled) {
        if (mark_find(d->marks, MARK_CLASS)) {
            return false;
        }
    }
    return is_void_pointer(p->type) && !said->shape && !said->fixed
           && !said->default_value && !direction_said(said) && !said->by[MARK_OPT];
}

static int count_contexts(const Function *f, Param **first)
{
    int n = 0;
    for (int i = 0; i < f->n_params; i++) {
        if (is_context(f->params[i])) {
            *first = n++ ? *first : f->params[i];
        }
    }
    return n;
}

// ----------------------------------------------------------------- its own function
static Param *new_param(Module *m, Function *f, Decl *d, int index)
{
    Param *p = NEW(m->ctx, Param);
    said_init(&p->said);
    p->decl = d;
    p->function = f;
    p->index = index;
    p->name = d->name;
    if (!d->name) {
        p->name = intern_z(m->ctx, arena_printf(m->ctx->arena, "arg%d", index + 1));
    }
    p->type = d->type;
    p->slot = -1;
    return p;
}

static Function *new_function(Module *m, Function *outer, Param *p, const Type *t)
{
    Decl *d = NEW(m->ctx, Decl);
    *d = *p->decl;
    d->kind = DECL_FUNCTION;
    d->type = (Type *)t;
    d->name = p->name;
    d->marks = NULL;            // they speak of the parameter
    Function *f = NEW(m->ctx, Function);
    said_init(&f->said);
    f->decl = d;
    f->outer = outer;
    f->calls_python = true;
    f->unit = outer->unit;
    f->c_name = p->name;
    // signature.c has not yet given a function of the module its name by CB_NAME
    const char *label = !outer->class && outer->said.name ? outer->said.name
                                                          : function_label(m, outer);
    f->py_name = arena_printf(m->ctx->arena, "%s(): %s", label, p->name);
    f->type = d->type;
    for (Decl *q = t->params; q; q = q->next) {
        f->n_params++;
    }
    f->params = arena_alloc(m->ctx->arena, (size_t)(f->n_params + 1) * sizeof(Param *));
    int i = 0;
    for (Decl *q = t->params; q; q = q->next, i++) {
        f->params[i] = new_param(m, f, q, i);
    }
    return f;
}

static void add_callback(Module *m, Callback *c)
{
    c->index = m->n_callbacks++;
    *(m->last_callback ? &m->last_callback->next : &m->callbacks) = c;
    m->last_callback = c;
}

// ------------------------------------------------------------------------ contexts
// All contexts of the call are left alone: what is wrong is said once.
static bool error_at(Module *m, Function *f, Param *p, Span at, DiagId id,
                     const char *text)
{
    f->broken = true;
    p->broken = true;
    for (int i = 0; i < f->n_params; i++) {
        f->params[i]->broken = f->params[i]->broken || is_context(f->params[i]);
    }
    diag(m->ctx, id, at, "%s", text);
    return false;
}

static bool several(Module *m, Function *f, Param *p, const Function *in)
{
    const Param *first = NULL, *second = NULL;
    for (int i = 0; i < in->n_params && !second; i++) {
        const Param *c = is_context(in->params[i]) ? in->params[i] : NULL;
        second = first ? c : NULL;
        first = first ? first : c;
    }
    error_at(m, f, p, second->decl->span, DIAG_CALLBACK_CONTEXT, in == f
        ? arena_printf(m->ctx->arena, "%s() has several `void *`: which of them is handed "
                       "on to `%s`?", f->c_name, p->name)
        : arena_printf(m->ctx->arena, "`%s` of %s() gets several `void *`: which of them "
                       "is the context?", p->name, f->c_name));
    diag_note(m->ctx, first->decl->span, "one stands here");
    diag_hint(m->ctx, "CB_FIXED(NULL) %s    not this one: %s",
              type_declare(m->ctx, second->type, second->decl->name),
              in == f ? "C gets NULL" : "Python does not see it");
    return false;
}

static bool nothing_handed_on(Module *m, Function *f, Param *p, const Callback *c)
{
    const Param *own = c->function->params[c->context_at];
    error_at(m, f, p, own->decl->span, DIAG_CALLBACK_CONTEXT, arena_printf(m->ctx->arena,
        "`%s` gets a `void *`, but %s() takes none that it could hand on", p->name,
        f->c_name));
    diag_hint(m->ctx, "CB_FIXED(NULL) %s    it is no context, and Python does not see it",
              type_declare(m->ctx, own->type, own->decl->name));
    return false;
}

static bool keep_without_context(Module *m, Function *f, Param *p)
{
    error_at(m, f, p, p->decl->span, DIAG_CALLBACK_KEEP, arena_printf(m->ctx->arena,
        "CB_KEEP on `%s` of %s(): without a `void *` nothing tells one kept callable from "
        "another", p->name, f->c_name));
    diag_hint(m->ctx, "keep it in C of your own: a small handler that calls the one "
              "pointer and its `void *ctx` that a function of yours has stored");
    return false;
}

// Which void * of the call goes with which of the callback's.
static bool find_context(Module *m, Function *f, Param *p, Callback *c)
{
    Param *own = NULL, *outer = NULL;
    int n_own = count_contexts(c->function, &own), n_outer = count_contexts(f, &outer);
    c->context_at = own ? own->index : -1;
    if (n_own > 1) {
        return several(m, f, p, c->function);
    }
    if (c->field) {
        return own || error_at(m, f, p, p->decl->span, DIAG_CALLBACK_CONTEXT, arena_printf(
            m->ctx->arena, "`%s` of %s() has a `void *` beside the function, which does "
            "not take it", p->name, f->c_name));
    }
    if (!own) {
        return !c->kept || keep_without_context(m, f, p);
    }
    if (n_outer > 1) {
        return several(m, f, p, f);
    }
    if (!outer) {
        return nothing_handed_on(m, f, p, c);
    }
    c->context = outer;
    outer->role = ROLE_CONTEXT;
    return true;
}

static void number_shared(Module *m, Function *f)
{
    int n = 0;
    for (int i = 0; i < f->n_params; i++) {
        Callback *c = f->params[i]->value.callback;
        if (c && c->context && n++ == SHARE_MAX) {
            error_at(m, f, f->params[i], f->params[i]->decl->span,
                     DIAG_CALLBACK_CONTEXT, arena_printf(
                m->ctx->arena, "more than %d callbacks share one `void *`", SHARE_MAX));
        }
        if (c && c->context) {
            c->ordinal = n - 1;
        }
    }
}

void callback_pair(Module *m, Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        const Decl *field = NULL, *context = NULL;
        const Type *t = function_type(p->type);
        t = t ? t : pair_type(p->type, &field, &context);
        if (!t || p->broken || p->said.fixed || t->no_prototype || t->variadic) {
            continue;
        }
        if (p->type->kind == TY_FUNCTION) {
            p->type = type_pointer(m->ctx, p->type);
        }
        Callback *c = NEW(m->ctx, Callback);
        *c = (Callback){ .param = p, .function = new_function(m, f, p, t),
                         .context_at = -1, .field = field ? field->name : NULL,
                         .context_field = context ? context->name : NULL,
                         .kept = p->said.by[MARK_KEEP] != NULL };
        p->value.callback = c;
        if (field) {
            mark_field(m, f, p, field);
        }
        mark_function(m, c->function);
        if (find_context(m, f, p, c)) {
            add_callback(m, c);
        }
    }
    number_shared(m, f);
}

// ----------------------------------------------------------------- what Python gets
bool callback_is_left_out(const Param *p)
{
    return p->role == ROLE_CONTEXT || p->role == ROLE_INFERRED || p->role == ROLE_FIXED
           || p->dir == DIR_OUT;
}

static bool refuse(Subject *s, DiagId id, const char *why)
{
    return subject_leave_out(s, id, arena_printf(s->m->ctx->arena, "%s of its `%s` is "
        "`%s`; %s", subject_name(s), s->f->c_name, subject_spelling(s, s->type), why),
        NULL);
}

// Behind it stands only what Python does not see.
static bool is_last_argument(const Function *f, const Param *p)
{
    for (int i = p->index + 1; i < f->n_params; i++) {
        const Param *after = f->params[i];
        if (after->role != ROLE_CONTEXT && !after->said.fixed && !after->said.by[MARK_OUT]) {
            return false;
        }
    }
    return true;
}

// What the ordinary conversion makes of a parameter, and no callback can have.
static bool check_argument(Module *m, Function *f, Param *p)
{
    static const MarkerId none[] = { MARK_DEFAULT, MARK_REQUIRE, MARK_INDEX, MARK_LEN,
                                     MARK_STRIDES, MARK_OWNED, MARK_KEEP };
    Subject s = { m, f, p, p->type, &p->value, &p->said, p->decl->span,
                  arena_printf(m->ctx->arena, "`%s` of `%s`", p->name, f->c_name) };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        if (p->said.by[none[i]]) {
            return subject_misplaced(&s, none[i], "C passes it, and Python takes it");
        }
    }
    if (p->star == 2 || (p->star && !is_last_argument(f, p))) {
        return subject_misplaced(&s, MARK_NAME, p->star == 2 ? "C passes no keywords"
            : "the items of a tuple come behind all other arguments");
    }
    Conversion v = p->value.conv;
    if (v == CONV_HANDLE) {     // objects of Python's are found by the pointer
        p->value.class->is_lent = true;
    }
    bool out = p->dir == DIR_OUT || p->dir == DIR_INOUT;
    if (p->pointer_out || v == CONV_FILE || v == CONV_VIEW || v == CONV_CALLBACK
        || v == CONV_HANDLES
        || (out && v == CONV_STRINGS)) {
        return refuse(&s, DIAG_LEFT_OUT_CALLBACK, "no Python callable can take that");
    }
    bool text = v == CONV_STR || v == CONV_WSTR || v == CONV_PATH || v == CONV_BYTES_Z;
    p->value.nullable = p->value.nullable || (text && !p->said.nonnull)
                        || (v == CONV_VALUE && p->opt);
    return true;
}

// `n` of a[n], where the array itself tells it.
static void hide_sizes(Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        bool seen = value_is_array(&p->value) && p->dir != DIR_OUT && !p->opt;
        for (int d = 0; seen && d < p->value.rank; d++) {
            const Expr *e = p->value.axes[d].extent;
            Param *n = e->kind == EX_NAME ? function_param(f, e->name) : NULL;
            if (n && n->value.conv == CONV_INT && !n->indirect
                && n->value.form == AS_DEFAULT && n->role == ROLE_ARGUMENT) {
                n->role = ROLE_INFERRED;
            }
        }
    }
}

// ---------------------------------------------------------------- what Python gives
static void add_slot(Function *f, Param *p)
{
    p->slot = f->n_slots;
    f->slots[f->n_slots++] = p;
}

// The result as a parameter: it is converted like one.
static bool convert_given(Module *m, Function *f)
{
    const Type *t = f->type->base;
    if (t->kind == TY_VOID) {
        return true;
    }
    Decl *d = NEW(m->ctx, Decl);
    *d = *f->decl;
    d->kind = DECL_PARAM;
    d->type = (Type *)t;
    Param *p = new_param(m, f, d, f->n_params);
    p->name = "return";
    p->py_name = "the result";
    p->local = "return";
    p->dir = DIR_IN;
    p->indirect = true;         // its local is cbi_return
    Subject s = { m, f, p, p->type, &p->value, &f->said, d->span,
                  arena_printf(m->ctx->arena, "the result of `%s`", f->c_name) };
    if (type_is_value(t)) {
        if (!convert_value(&s)) {
            return false;
        }
        f->result = p->value;
        add_slot(f, p);
        return true;
    }
    if (t->kind == TY_POINTER) {
        subject_error(&s, DIAG_CALLBACK_RESULT, d->span,
                      "`%s` returns `%s`: nobody would own what Python gives", f->c_name,
                      subject_spelling(&s, t));
        diag_hint(m->ctx, "let C bring the memory, as a parameter of the callback: "
                  "CB_OUT char s[n]");
        return false;
    }
    if (!(type_is_value(t) ? convert_value(&s) : convert_scalar(&s, t))) {
        return false;
    }
    f->result = p->value;
    add_slot(f, p);
    return true;
}

static void name_param(Module *m, Param *p)
{
    p->py_name = p->said.name ? p->said.name : python_param_name(m, p->name);
}

// The whole type. Errors of it are errors of the function that takes it.
static bool convert_type(Module *m, Function *f)
{
    f->slots = arena_alloc(m->ctx->arena, (size_t)(f->n_params + 2) * sizeof(Param *));
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        if (p->role != ROLE_CONTEXT && !p->broken) {
            convert_param(m, f, p);
            if (!f->broken && !f->left_out) {
                check_argument(m, f, p);
            }
        }
        name_param(m, p);
    }
    if (f->broken || f->left_out || !convert_given(m, f)) {
        return false;
    }
    hide_sizes(f);
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        if (p->role != ROLE_CONTEXT && (p->dir == DIR_OUT || p->dir == DIR_INOUT)) {
            add_slot(f, p);
        }
    }
    return check_values(m, f);
}

bool convert_callback(Subject *s)
{
    Callback *c = s->value->callback;
    Function *f = c->function;
    if (c->context_at >= 0) {
        f->params[c->context_at]->role = ROLE_CONTEXT;
    }
    s->value->conv = CONV_CALLBACK;
    s->value->element = s->type;
    s->p->dir = DIR_IN;
    if (!convert_type(s->m, f)) {
        s->f->broken = s->f->broken || f->broken;
        s->p->broken = s->p->broken || f->broken;
        s->f->left_out = s->f->left_out || f->left_out;
        return false;
    }
    return true;
}

// ------------------------------------------------------------------- CB_FROM_PYTHON
static bool from_python_error(Module *m, Function *f, const char *text)
{
    f->broken = true;
    return diag(m->ctx, DIAG_FROM_PYTHON, f->said.by[MARK_FROM_PYTHON]->span, "%s", text);
}

bool convert_from_python(Module *m, Function *f)
{
    const Mark *mark = f->said.by[MARK_FROM_PYTHON];
    const Token *part[2];
    size_t len[2];
    Callback *c = NEW(m->ctx, Callback);
    *c = (Callback){ .function = f, .context_at = -1 };
    if (mark_parts(m->ctx, mark, part, len, 2) == 2) {
        c->python_module = mark_string(m, f->unit, part[0], len[0]);
        c->python_name = mark_string(m, f->unit, part[1], len[1]);
    }
    if (!c->python_module || !c->python_name) {
        from_python_error(m, f, "CB_FROM_PYTHON wants a module and a name, both in quotes");
        diag_hint(m->ctx, "CB_FROM_PYTHON(\"math\", \"floor\")");
        return false;
    }
    if (f->decl->body.end) {
        return from_python_error(m, f, arena_printf(m->ctx->arena,
            "%s() is defined here, and CB_FROM_PYTHON defines it, too", f->c_name));
    }
    for (const Callback *k = m->callbacks; k; k = k->next) {
        c->ordinal += !k->param;
    }
    f->calls_python = true;
    f->py_name = arena_printf(m->ctx->arena, "%s.%s", c->python_module, c->python_name);
    if (!convert_type(m, f) || !check_on_raise(m, f, NULL, f)) {
        f->broken = true;
        return false;
    }
    add_callback(m, c);
    return true;
}

// ---------------------------------------------------------------------- annotations
const char *callback_annotation(const Module *m, const Callback *c)
{
    const Function *f = c->function;
    Text takes, gives;
    text_init(&takes, m->ctx);
    text_init(&gives, m->ctx);
    bool star = false;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        star = star || p->star;
        if (!callback_is_left_out(p)) {
            text_printf(&takes, "%s%s", takes.n ? ", " : "",
                        value_annotation(m, f, &p->value, true));
        }
    }
    for (int i = 0; i < f->n_slots; i++) {
        text_printf(&gives, "%s%s", i ? ", " : "",
                    value_annotation(m, f, &f->slots[i]->value, false));
    }
    const char *given = f->n_slots == 0 ? "object" : f->n_slots == 1 ? gives.s
        : arena_printf(m->ctx->arena, "tuple[%s]", gives.s);
    return star ? arena_printf(m->ctx->arena, "Callable[..., %s]", given)
        : arena_printf(m->ctx->arena, "Callable[[%s], %s]", takes.n ? takes.s : "", given);
}
