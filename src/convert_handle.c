// SPDX-License-Identifier: MIT
// convert_handle.c: objects of classes, by the pointer or the handle that C gave: as
// parameters, as results, through CB_OUT T **.
//
// In: a Subject and its class. Out: CONV_HANDLE, who owns what comes back, or the question
// that C leaves open: may C keep the pointer? Who frees the result?
#include "convert.h"

// Does the function give an object of some class?
static bool gives_object(Module *m, const Function *f)
{
    const Type *t = f->type->base;
    if (t->kind != TY_STRUCT && handle_of_type(m, t)) {
        return true;
    }
    for (int i = 0; i < f->n_params; i++) {
        const Type *p = f->params[i]->type;
        bool out = f->params[i]->said.by[MARK_OUT] && p->kind == TY_POINTER;
        if (out && p->base->kind != TY_STRUCT
            && handle_of_type(m, p->base)) {
            return true;
        }
    }
    return false;
}

static bool is_shared(const Type *t)
{
    return t->kind == TY_POINTER && t->base->quals & Q_CONST && t->base->kind == TY_STRUCT;
}

// A pointer that C could store: for how long does it need the object?
static bool ask_how_long(Subject *s)
{
    Context *ctx = s->m->ctx;
    const char *c = type_declare(ctx, s->type, s->p->name);
    subject_error(s, DIAG_KEPT_POINTER, s->at,
                  "%s is not `const`: does C keep it, take it over, or only use it now?",
                  s->what);
    diag_hint(ctx, "CB_IN %s    used during the call only", c);
    diag_hint(ctx, "CB_KEEP %s    C keeps it: so does Python", c);
    diag_hint(ctx, "CB_TAKES %s    C owns it from now on", c);
    return false;
}

// CB_IN: for this call; CB_KEEP: for longer; CB_TAKES: for ever.
static bool check_one_life(Subject *s)
{
    const Mark *const *by = s->said->by, *first = NULL;
    static const MarkerId lives[] = {MARK_IN, MARK_KEEP, MARK_TAKES};
    for (size_t i = 0; i < sizeof lives / sizeof *lives; i++) {
        const Mark *mark = by[lives[i]];
        if (mark && first) {
            return subject_error(s, DIAG_CONTRADICTION, mark->span,
                                 "%s and %s on %s contradict each other", first->name,
                                 mark->name, s->what);
        }
        first = first ? first : mark;
    }
    return true;
}

static bool check_life(Subject *s, const Class *c)
{
    const Said *said = s->said;
    bool says = said->by[MARK_IN] || said->by[MARK_KEEP] || said->by[MARK_TAKES];
    if (s->f->calls_python || s->p->role == ROLE_SELF || s->value->is_const || says
        || c->kind == CLASS_VALUE
        || said->fixed || gives_object(s->m, s->f)) {
        return true;
    }
    return ask_how_long(s);
}

// C may use it for what it makes, as long as that lives.
static bool is_kept(const Param *p)
{
    return !p->said.by[MARK_IN] && !p->said.by[MARK_TAKES] && !p->said.by[MARK_OUT];
}

bool convert_handle(Subject *s, Class *c)
{
    if (s->f->place == PLACE_INIT && s->p->role != ROLE_SELF && is_kept(s->p)) {
        s->f->class->is_dependent = true;
    }
    Value *v = s->value;
    bool pointer = s->type->kind == TY_POINTER && s->type->base->kind == TY_STRUCT;
    v->conv = CONV_HANDLE;
    v->class = c;
    v->element = type_unqualified(s->m->ctx, pointer ? s->type->base : s->type);
    // by value C could change all that it stands for, which a comparison does not
    v->is_const = is_shared(s->type) || (!pointer && special_is(s->f, SPECIAL_COMPARE));
    s->p->dir = DIR_IN;
    c->is_used = true;
    c->is_changed = c->is_changed || !v->is_const;
    if (s->said->by[MARK_OUT] || s->said->by[MARK_INOUT]) {
        const Mark *mark = direction_said(s->said);
        return subject_error(s, DIAG_MARKER_PLACE, mark->span,
                             "%s on %s: an object is not made by its address; C gives a "
                             "pointer, or T_init(T *self) fills the memory of a new one",
                             mark->name, s->what);
    }
    return check_one_life(s) && check_life(s, c);
}

// T **x that says nothing.
void hint_objects(Subject *s, const Class *c)
{
    Context *ctx = s->m->ctx;
    const char *fn = c->destroy && c->destroy->kind == EX_NAME ? c->destroy->name : "free";
    const char *type = type_declare(ctx, type_unqualified(ctx, s->type->base->base), NULL);
    diag_hint(ctx, "CB_OUT CB_OWNED(%s) %s **%s    an object that C makes", fn, type,
              s->p->name);
    diag_hint(ctx, "size_t n, const %s *const %s[n]    n objects, read", type, s->p->name);
}

// ------------------------------------------------------------------------ results
static bool keeps_something(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->said.by[MARK_KEEP]) {
            return true;
        }
    }
    return false;
}

static bool is_made_of_objects(Module *m, const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (is_kept(p) && handle_of_type(m, p->type)) {
            return true;
        }
    }
    return false;
}

// No CB_KEEP and no `self` says in which of them the child lives.
static bool may_live_in_several(Module *m, const Function *f)
{
    int n = 0;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        n += is_kept(p) && p->type->kind == TY_POINTER && handle_of_type(m, p->type);
    }
    return n > 1 && !f->self && !keeps_something(f);
}

static bool ask_who_frees(Subject *s, const Class *c)
{
    Context *ctx = s->m->ctx;
    const char *fn = c->destroy && c->destroy->kind == EX_NAME ? c->destroy->name : "free";
    subject_error(s, DIAG_UNOWNED_RESULT, s->at, "%s is not `const`: who frees it?",
                  s->what);
    const char *own = s->p ? arena_printf(ctx->arena, "CB_OUT CB_OWNED(%s) %s", fn,
                                          type_declare(ctx, s->type, s->p->name))
        : arena_printf(ctx->arena, "CB_OWNED(%s) %s;", fn,
                       hint_prototype(s->m, s->f, s->type));
    diag_hint(ctx, "%s    Python frees it, with %s", own, fn);
    for (int i = 0; i < s->f->n_params; i++) {
        const Param *p = s->f->params[i];
        if (p->value.conv == CONV_HANDLE) {
            const char *text = arena_printf(ctx->arena, "CB_KEEP %s",
                                            type_declare(ctx, p->type, p->name));
            diag_fix(ctx, p->decl->whole, text, "%s    it lives in `%s`, and dies with it",
                     text, p->name);
            break;
        }
    }
    return false;
}

static bool ask_what_destroys(Subject *s, const Class *c)
{
    Context *ctx = s->m->ctx;
    subject_error(s, DIAG_UNOWNED_RESULT, s->at,
                  "%s makes a `%s`, but nothing says what frees it", s->what, c->c_type);
    diag_hint(ctx, "void %s_free(%s *self);    is called when the object dies",
              c->alias ? c->alias->name : c->py_name, c->c_type);
    diag_hint(ctx, "typedef %s CB_CLASS(%s) %s;    nothing has to be freed", c->c_type,
              c->py_name, c->py_name);
    return false;
}

static bool returns_status(const Function *f)
{
    for (const Raise *r = f->raises; r; r = r->next) {
        if (!r->is_warning && expr_uses_return(r->condition)) {
            return true;
        }
    }
    return false;
}

// Where a status says whether there is one, an object came through `T **` if it is good.
static bool may_be_null(Subject *s)
{
    if (s->value->class->kind == CLASS_INTEGER) {
        return false;
    }
    return s->p ? s->said->by[MARK_OPT] || !returns_status(s->f)
                : !s->f->returns_nonnull && !result_raises_on_null(s->f);
}

// What C goes on using for an owned object has to outlive it, and to be locked with it;
// but the functions of the module that defines its class do not look for such objects.
static bool foreign_keeps_nothing(Subject *s, const Class *c)
{
    for (int i = 0; i < s->f->n_params; i++) {
        const Param *p = s->f->params[i];
        const Class *of = handle_of_type(s->m, p->type);
        bool copied = of && of->kind == CLASS_VALUE && !p->said.by[MARK_KEEP]
                      && (p->type->kind == TY_STRUCT || is_shared(p->type));
        if (!of || copied || !is_kept(p)) {
            continue;
        }
        const char *as_in = arena_printf(s->m->ctx->arena, "CB_IN %s",
                                         type_declare(s->m->ctx, p->type, p->name));
        subject_error(s, DIAG_KEPT_POINTER, p->decl->span,
                      "%s is a %s of another module, which cannot keep `%s` for it", s->what,
                      c->py_name, p->name);
        diag_fix(s->m->ctx, p->decl->whole, as_in, "%s    C uses it during the call only",
                 as_in);
        return false;
    }
    return true;
}

// A constructor's is owned, and a result that says so; else it lives somewhere.
bool convert_handle_result(Subject *s, Class *c, bool is_const)
{
    Value *v = s->value;
    const Type *t = s->p ? s->type->base : s->type;
    bool pointer = t->kind == TY_POINTER && t->base->kind == TY_STRUCT;
    bool made = !is_const && s->f->class == c
                && (function_constructs(s->f) || s->f->place == PLACE_CLASS);
    made = made || (!is_const && special_is(s->f, SPECIAL_ITER));
    v->conv = CONV_HANDLE;
    v->class = c;
    v->element = type_unqualified(s->m->ctx, pointer ? t->base : t);
    v->is_const = is_const;
    v->owned = s->said->owned;
    v->nullable = may_be_null(s);
    c->is_used = true;
    if (made && !v->owned && !c->destroy && !c->destroy_said) {
        return ask_what_destroys(s, c);
    }
    v->is_child = !v->owned && !made;
    c->is_dependent = c->is_dependent
                      || (v->is_child ? may_live_in_several(s->m, s->f)
                                      : is_made_of_objects(s->m, s->f));
    if (c->foreign && !v->is_child && !foreign_keeps_nothing(s, c)) {
        return false;
    }
    if (made && !v->owned) {
        v->owned = c->destroy;
    }
    c->is_lent = c->is_lent || v->is_child;
    c->is_nested = c->is_nested || v->is_child;
    return !v->is_child || is_const || keeps_something(s->f) || ask_who_frees(s, c);
}
