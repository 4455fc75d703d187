// SPDX-License-Identifier: MIT
// emit_owner.c: who frees what C gave. In: CB_OWNED on results and outs, what classes say
// of their objects' end. Out: one C function for each, called `owner` when a function
// says it and `destroy` when a class does; and in the wrapper what calls it for memory
// that no Python object has taken over.
#include "emit_glue.h"

// ------------------------------------------------------------- what it may raise
static const char *owner_label(Glue *g, const Expr *owner)
{
    return owner->kind == EX_NAME || (owner->kind == EX_CALL && owner->name)
        ? owner->name : expr_text(g->ctx, owner);
}

static void collect_owner(Glue *g, const Expr *owner)
{
    if (owner_is_loud(g->m, owner)) {
        name_index(g, owner_label(g, owner));
    }
}

void collect_owner_names(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        collect_owner(g, c->destroy);
    }
    for (const Function *f = g->m->functions; f; f = f->next) {
        collect_owner(g, f->result.owned);
        for (int i = 0; i < f->n_params; i++) {
            collect_owner(g, f->params[i]->value.owned);
        }
    }
}

// Whoever drops an object may have an exception pending: C runs in a call of its own.
static bool emit_loud_begin(Glue *g, const Expr *owner)
{
    if (!owner_is_loud(g->m, owner)) {
        return false;
    }
    text_printf(g->out, "    static const uint16_t py_record[] = {%d, 0, 0, 0, 0};\n"
                "    CBI_CALL(py_record, NULL);\n    struct cbi_end py_end;\n"
                "    cbi_begin_end(&py_call, &py_end);\n",
                name_index(g, owner_label(g, owner)));
    return true;
}

static void emit_loud_end(Glue *g, bool loud)
{
    text_add(g->out, loud ? "    cbi_finish_end(&py_call, &py_end);\n" : "");
}

// The arguments under other names, before the call: those of its parameters may be theirs.
static void emit_arguments(Wrapper *w, const Function *f, const Expr *owner)
{
    const Expr *a = owner->kind == EX_CALL ? owner->a : NULL;
    for (int i = 0; i < f->n_params; i++, a = a ? a->next : NULL) {
        const Param *p = f->params[i];
        if (mentions(f, p)) {
            text_printf(w->out, "    %s = %s;\n",
                        type_declare_param(w->g->ctx, p->type, arena_printf(
                            w->g->ctx->arena, "py_argument%d", i)),
                        a ? pasted_expr(w, a) : "this");
        }
    }
}

// What CB_RAISES of the function says, behind it.
static void emit_status(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (mentions(w->f, p)) {
            text_printf(w->out, "        %s = py_argument%d;\n        (void)%s;\n",
                        type_declare_param(w->g->ctx, p->type, local_name(w, p)), i,
                        local_name(w, p));
        }
    }
    emit_raises(w);
}

// `call`: C's expression, without its semicolon.
static void emit_owner_call(Wrapper *w, const Expr *owner, const char *call)
{
    const Function *f = owner_function(w->g->m, owner);
    if (!f || !owner_is_loud(w->g->m, owner)) {
        text_printf(w->out, "    %s;\n", call);
        return;
    }
    Wrapper of = { .g = w->g, .out = w->out, .f = f };
    for (const Raise *r = f->raises; r; r = r->next) {
        of.needs_errno = of.needs_errno || r->is_os_error;
    }
    emit_arguments(w, f, owner);
    text_add(w->out, of.needs_errno ? "    errno = 0;\n" : "");
    const bool none = f->type->base->kind == TY_VOID;
    text_printf(w->out, "    %s%s;\n", none ? "" : arena_printf(
        w->g->ctx->arena, "%s = ", unqualified(w->g->ctx, f->type->base, "cbi_return")),
        call);
    text_add(w->out, of.needs_errno ? "    py_call.saved_errno = errno;\n" : "");
    text_add(w->out, none ? "    {\n" : "    {\n        (void)cbi_return;\n");
    emit_status(&of);
    text_add(w->out, "    }\n");
}

// ------------------------------------------------------------------- of arrays
const char *owner_name(const Wrapper *w, const Param *p)
{
    return arena_printf(w->g->ctx->arena, "cbi_owner_%s_%s", w->f->c_name, out_name(p));
}

bool owner_is_plain(const Value *v)
{
    return v->owned->kind == EX_NAME;
}

// Does it name parameters of the function? Then the object has a copy of them.
bool owner_captures(const Function *f, const Value *v)
{
    bool any = false;
    for (int i = 0; v->conv == CONV_HANDLE && v->owned && i < f->n_params; i++) {
        any = any || (v->owned != v->class->destroy
                      && expr_uses(v->owned, f->params[i]->name));
    }
    return any;
}

// A parameter that the expression names is copied into a struct, so that it can run long
// after the call: its members are called as the wrapper's locals are.
static void emit_captured(Wrapper *w, const Value *v, const char *name)
{
    bool any = false;
    text_printf(w->out, "struct %s {\n", name);
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *q = w->f->params[i];
        if (expr_uses(v->owned, q->name)) {
            text_printf(w->out, "    %s;\n", value_declaration(w, q));
            any = true;
        }
    }
    text_add(w->out, any ? "};\n" : "    char none;\n};\n");
}

static const char *handle_type(Glue *g, const Class *c)
{
    return c->alias && !c->tag ? c->c_type : arena_printf(g->ctx->arena, "%s *", c->c_type);
}

static void emit_array_owner(Wrapper *w, const Param *p, const Value *v)
{
    const char *name = owner_name(w, p);
    if (owner_is_plain(v)) {
        text_printf(w->out, "static void\n%s(void *this, const void *cbi_with)\n{\n"
                    "    (void)cbi_with;\n", name);
        const bool loud = emit_loud_begin(w->g, v->owned);
        emit_owner_call(w, v->owned, arena_printf(w->g->ctx->arena, "%s(this)",
                                                  v->owned->name));
        emit_loud_end(w->g, loud);
        text_add(w->out, "}\n\n");
        return;
    }
    emit_captured(w, v, name);
    if (v->conv == CONV_HANDLE) {
        const char *type = handle_type(w->g, v->class);
        text_printf(w->out, "static void\n%s(void *cbi_this, const void *cbi_with)\n{\n"
                    "    %s this = (%s)%scbi_this;\n", name, type, type,
                    v->class->kind == CLASS_INTEGER ? "(intptr_t)" : "");
    } else {
        text_printf(w->out, "static void\n%s(void *this, const void *cbi_with)\n{\n", name);
    }
    text_printf(w->out, "    const struct %s *cbi_w = cbi_with;\n    (void)cbi_w;\n", name);
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *q = w->f->params[i];
        if (expr_uses(v->owned, q->name)) {
            text_printf(w->out, "    %s = cbi_w->%s;\n", value_declaration(w, q),
                        value_local(w, q));
        }
    }
    const bool loud = emit_loud_begin(w->g, v->owned);
    emit_owner_call(w, v->owned, pasted_expr(w, v->owned));
    emit_loud_end(w->g, loud);
    text_add(w->out, "}\n\n");
}

void emit_with(Wrapper *w, const Param *p, const Value *v)
{
    if (!v->owned || owner_is_plain(v)) {
        return;
    }
    const char *with = arena_printf(w->g->ctx->arena, "cbi_with_%s", out_name(p));
    text_printf(w->out, "        struct %s %s;\n        memset(&%s, 0, sizeof %s);\n",
                owner_name(w, p), with, with, with);
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *q = w->f->params[i];
        if (expr_uses(v->owned, q->name)) {
            text_printf(w->out, "        %s.%s = %s;\n", with, value_local(w, q),
                        value_local(w, q));
        }
    }
}

// ------------------------------------------------------------------ of objects
static void emit_destroyer(Glue *g, const char *name, const Class *c, const Expr *e)
{
    Wrapper w = { .g = g, .out = g->out };
    const char *type = handle_type(g, c);
    const bool locks = c->destroy_locks.n > 0;
    if (locks) {
        text_printf(g->out, "static void\n%s_now(void *cbi_this)\n{\n", name);
    } else {
        text_printf(g->out, "static void\n%s(void *cbi_this, const void *cbi_with)\n{\n",
                    name);
    }
    text_printf(g->out, "    %s this = (%s)%scbi_this;\n%s", type, type,
                c->kind == CLASS_INTEGER ? "(intptr_t)" : "",
                locks ? "" : "    (void)cbi_with;\n");
    const bool loud = emit_loud_begin(g, e);
    emit_owner_call(&w, e, e->kind == EX_NAME ? arena_printf(g->ctx->arena, "%s(this)",
                                                             e->name)
                                              : pasted_expr(&w, e));
    emit_loud_end(g, loud);
    text_add(g->out, "}\n\n");
    emit_locked_destroyer(g, name, c);
}

static const char *class_destroyer(Glue *g, const Class *c)
{
    return arena_printf(g->ctx->arena, "cbi_destroy_%d", c->index);
}

void emit_destroyers(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        emit_end_locks(g, c);
        if (class_closes(c)) {
            emit_destroyer(g, class_destroyer(g, c), c, c->destroy);
        }
    }
}

static bool has_own_owner(const Value *v)
{
    return v->owned && (v->conv != CONV_HANDLE || v->owned != v->class->destroy);
}

static void emit_owner(Wrapper *w, const Param *p, const Value *v)
{
    if (has_own_owner(v) && v->conv == CONV_HANDLE && !owner_captures(w->f, v)) {
        emit_destroyer(w->g, owner_name(w, p), v->class, v->owned);
    } else if (has_own_owner(v)) {
        emit_array_owner(w, p, v);
    }
}

void emit_owners(Glue *g, const Function *f)
{
    Wrapper w = { .g = g, .out = g->out, .f = f };
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->pointer_out) {
            emit_owner(&w, f->params[i], &f->params[i]->value);
        }
    }
    emit_owner(&w, NULL, &f->result);
}

const char *object_owner(const Wrapper *w, const Param *p, const Value *v)
{
    return has_own_owner(v) ? owner_name(w, p) : "NULL";
}

// ------------------------------------------- what C has filled, and Python refuses
// A constructor that fills the object has made something if no error was said; but a
// warning may become one, or keeping an argument fail.
bool fills_and_frees(const Function *f)
{
    return function_constructs(f) && f->self && class_closes(f->class);
}

// Behind C's call.
void emit_filled(Wrapper *w)
{
    if (fills_and_frees(w->f)) {
        text_printf(w->out, "    cbi_filled = %s!cbi_is_error(&py_call)%s;\n",
                    w->may_skip ? "!cbi_skip && " : "",
                    w->f->uses_runtime ? " && !py_call.stop" : "");
    }
}

// At the end, with the object's lock, but without the named ones that it wants itself.
void emit_refused(Wrapper *w, bool unlocked)
{
    const Class *c = w->f->class;
    if (fills_and_frees(w->f) && (c->destroy_locks.n > 0) == unlocked) {
        text_printf(w->out, "    if (CBI_UNLIKELY(cbi_filled && !py_result)) {\n        "
                    "%s(cbi_data(py_self), NULL);\n    }\n",
                    class_destroyer(w->g, c));
    }
}

// -------------------------------------------------------------- in the wrapper
// Of a number nobody can tell whether it is a handle: the wrapper remembers it.
static bool is_number(const Value *v)
{
    return v->conv == CONV_HANDLE && v->owned && v->class->kind == CLASS_INTEGER;
}

static const char *made_name(Arena *arena, const Param *p)
{
    return p ? arena_printf(arena, "cbi_%s_made", p->local) : "cbi_return_made";
}

void emit_made(Wrapper *w, bool is_made)
{
    Arena *arena = w->g->ctx->arena;
    const Function *f = w->f;
    const char *format = is_made ? "    %s = true;\n" : "    bool %s = false;\n";
    if (is_number(&f->result)) {
        text_printf(w->out, format, made_name(arena, NULL));
    }
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->pointer_out && is_number(&f->params[i]->value)) {
            text_printf(w->out, format, made_name(arena, f->params[i]));
        }
    }
}

const char *as_data(const Wrapper *w, const Value *v, const char *var)
{
    bool integer = v->conv == CONV_HANDLE && v->class->kind == CLASS_INTEGER;
    return arena_printf(w->g->ctx->arena, "(void *)%s%s", integer ? "(intptr_t)" : "",
                        var);
}

const char *object_moved(Wrapper *w, const Param *p, const Value *v, const char *var)
{
    Arena *arena = w->g->ctx->arena;
    return arena_printf(arena, "%s = %s;        /* it is the object's */\n",
                        is_number(v) ? made_name(arena, p) : var,
                        is_number(v) ? "false" : "0");
}

void emit_release(Wrapper *w, const Param *p, const Value *v)
{
    if (!v->owned) {
        return;
    }
    Arena *arena = w->g->ctx->arena;
    const char *var = arena_printf(arena, "cbi_%s", out_name(p));
    const bool with = v->conv != CONV_HANDLE ? !owner_is_plain(v) : owner_captures(w->f, v);
    text_printf(w->out, "    if (%s) {\n", is_number(v) ? made_name(arena, p) : var);
    if (with) {
        emit_with(w, p, v);
    }
    text_printf(w->out, "        %s(%s, %s);\n    }\n",
                has_own_owner(v) ? owner_name(w, p) : class_destroyer(w->g, v->class),
                as_data(w, v, var),
                with ? arena_printf(arena, "&cbi_with_%s", out_name(p)) : "NULL");
}
