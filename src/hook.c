// SPDX-License-Identifier: MIT
// hook.c: what belongs to the module and not to a call: functions that run at its import
// (CB_INIT) and at its end (CB_EXIT), and its own memory (cb_state()).
//
// In: complete functions. Out: Module.hooks in order of declaration, taken out of those
// that Python sees; Module.state. Nobody passes arguments to a hook, and nobody takes
// its result.
#include "convert.h"

#include <string.h>

// -------------------------------------------------------------------------- hooks
bool decl_is_hook(const Decl *d)
{
    return mark_find(d->marks, MARK_INIT) || mark_find(d->marks, MARK_EXIT);
}

static void check_parameters(Module *m, Function *f, const Mark *mark)
{
    if (f->n_slots == 0) {
        return;
    }
    const Param *p = f->slots[0];
    diag(m->ctx, DIAG_HOOK, p->decl->span,
         "%s() runs %s, and nobody gives it `%s`", f->c_name,
         f->hook == HOOK_INIT ? "at import" : "at the module's end", p->name);
    diag_hint(m->ctx, "%s %s;", mark->name,
              type_declare(m->ctx, f->type->base,
                           arena_printf(m->ctx->arena, "%s(void)", f->c_name)));
    if (p->type->kind != TY_POINTER && p->type->kind != TY_ARRAY) {
        diag_hint(m->ctx, "CB_FIXED(0) %s    always this value",
                  type_declare_param(m->ctx, p->type, p->name));
    }
    f->broken = true;
}

static void check_result(Module *m, const Function *f, const Mark *mark)
{
    const Type *result = f->type->base;
    if (f->n_returned == 0) {
        return;
    }
    diag(m->ctx, DIAG_IGNORED_RESULT, f->decl->span,
         "what %s() gives back is ignored: does it say that something failed?",
         f->c_name);
    if (!type_is_integer(result)) {         // which could be a status
        diag_hint(m->ctx, "write a function that gives nothing back");
        return;
    }
    diag_hint(m->ctx, "%s CB_RAISES(return != 0, CB_RuntimeError, \"%s() failed\") %s;",
              mark->name, f->c_name, hint_prototype(m, f, result));
}

static void check_hook(Module *m, Function *f)
{
    const Mark *init = f->said.by[MARK_INIT], *exit = f->said.by[MARK_EXIT];
    const Mark *mark = init ? init : exit;
    if (init && exit) {
        diag(m->ctx, DIAG_CONTRADICTION, exit->span, "CB_EXIT contradicts CB_INIT");
        diag_note(m->ctx, init->span, "CB_INIT stands here");
        f->broken = true;
    } else if (!f->broken) {
        check_parameters(m, f, mark);
        check_result(m, f, mark);
    }
}

// Its struct is a class only where a function takes or gives one.
static void drop_state_class(Module *m)
{
    const Tag *tag = m->state ? m->state->type->base->tag : NULL;
    for (Class **at = &m->classes; tag && *at;) {
        if ((*at)->tag == tag && !(*at)->is_used && !(*at)->is_nested) {
            *at = (*at)->next;          // finish_classes() numbers the others
        } else {
            at = &(*at)->next;
        }
    }
}

void lower_hooks(Module *m)
{
    drop_state_class(m);
    Function **from = &m->functions, **to = &m->hooks;
    while (*from) {
        Function *f = *from;
        bool init = f->said.by[MARK_INIT] != NULL, exit = f->said.by[MARK_EXIT] != NULL;
        if (!init && !exit) {
            from = &f->next;
            continue;
        }
        f->hook = init ? HOOK_INIT : HOOK_EXIT;
        check_hook(m, f);
        *from = f->next;
        f->next = NULL;
        *to = f;
        to = &f->next;
        m->n_functions--;
    }
}

// -------------------------------------------------------------------------- state
bool param_is_state(const Param *p)
{
    const Expr *e = p->said.fixed;
    return e && e->kind == EX_CALL && e->name && strcmp(e->name, "cb_state") == 0;
}

bool convert_state(Subject *s)
{
    Module *m = s->m;
    const Type *base = s->type->kind == TY_POINTER ? s->type->base : s->type;
    const char *why = s->type->kind != TY_POINTER || base->kind != TY_STRUCT
                          ? "points to no struct"
                      : !base->tag->complete
                          ? "points to a struct whose members are not declared here"
                      : !m->has_header ? "points to a struct that stands in no header"
                                       : NULL;
    if (why) {
        subject_error(s, DIAG_STATE, s->at, "%s is cb_state(), the module's memory, and "
                      "%s: how large is it?", s->what, why);
        diag_hint(m->ctx, "write a struct with its members in the header: "
                          "CB_FIXED(cb_state()) struct state *%s", s->p->name);
        return false;
    }
    if (m->state && m->state->type->base->tag != base->tag) {
        subject_error(s, DIAG_STATE, s->at, "a module has one state: %s is `%s`, and "
                      "`%s` of %s() is `%s`", s->what, subject_spelling(s, s->type),
                      m->state->name, m->state->function->c_name,
                      subject_spelling(s, m->state->type));
        diag_note(m->ctx, m->state->decl->span, "`%s` stands here", m->state->name);
        diag_hint(m->ctx, "write a struct that has both as members");
        return false;
    }
    m->state = m->state ? m->state : s->p;
    s->value->conv = CONV_NONE;
    s->value->element = type_unqualified(m->ctx, base);
    return true;
}
