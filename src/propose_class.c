// SPDX-License-Identifier: MIT
// propose_class.c: what names say of objects: `db_open(const char *name, db **out)` makes
// one, and a function that takes another one uses it during the call, perhaps.
//
// In: a Proposal. Out: CB_OUT on a pointer to a pointer to an opaque struct, as a guess,
// if the function's name says that it makes one, else as a doubt; CB_IN on an object of
// which C does not say whether C keeps it, as a doubt.
#include "ir.h"

#include <string.h>

static bool is_opaque_out(const Param *p)
{
    const Type *t = p->type;
    const Type *pointee = t->kind == TY_POINTER && t->base->kind == TY_POINTER
                          && !(t->base->quals & Q_CONST) ? t->base->base : NULL;
    return pointee && pointee->kind == TY_STRUCT && !pointee->tag->complete
           && !(pointee->quals & Q_CONST);
}

// T_free(T *) and its like: of its only parameter's class.
static bool has_own_end(const Function *f, const Type *t)
{
    static const char *const own[] = {"_free", "_clear", "_destroy", "_delete", "_close"};
    const Type *first = f->n_params == 1 ? f->params[0]->type : NULL;
    if (!first || first->kind != TY_POINTER || first->base->tag != t->base->tag) {
        return false;
    }
    size_t n = strlen(f->c_name);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        size_t k = strlen(own[i]);
        if (n > k && strcmp(f->c_name + n - k, own[i]) == 0) {
            return true;
        }
    }
    return false;
}

// db_close_v2(db *) frees what db_close(db *) would free again.
static bool is_second_end(const Module *m, const Function *f)
{
    const Type *t = f->n_params == 1 ? f->params[0]->type : NULL;
    if (!t || t->kind != TY_POINTER || t->base->kind != TY_STRUCT
        || t->base->quals & Q_CONST || has_own_end(f, t)
        || !words_contain(f->c_name, "free destroy delete close release finalize dispose")) {
        return false;
    }
    for (const Function *other = m->functions; other; other = other->next) {
        if (has_own_end(other, t)) {
            return true;
        }
    }
    return false;
}

// qsort() calls it at once; a handler is called later, when Python has let it go.
static void propose_calls(Proposal *p)
{
    bool now = words_contain(p->f->c_name, "sort search each walk visit iter scan map exec");
    for (int i = 0; i < p->f->n_params; i++) {
        const Type *t = p->f->params[i]->type;
        bool function = t->kind == TY_POINTER && t->base->kind == TY_FUNCTION;
        if (function && !now) {
            doubt_note(p, "%s is called during the call only", p->f->params[i]->name);
        }
    }
}

void propose_objects(const Module *m, Proposal *p)
{
    propose_calls(p);
    if (is_second_end(m, p->f) && wish(&p->params[0], MARK_TAKES, "", true)) {
        doubt_note(p, "%s() frees %s", p->f->c_name, p->f->params[0]->name);
    }
    bool makes = words_contain(p->f->c_name, "open new create alloc init prepare");
    for (int i = 0; i < p->f->n_params; i++) {
        const Param *param = p->f->params[i];
        if (!is_opaque_out(param) || !wish(&p->params[i], MARK_OUT, "", true)) {
            continue;
        }
        if (makes) {
            guess_note(p, "%s() makes %s", p->f->c_name, param->name);
        } else {
            doubt_note(p, "C gives %s", param->name);
        }
    }
}

bool propose_use(Proposal *p, const char *why)
{
    if (p->plain || !strstr(why, "does C keep it")) {
        return false;
    }
    for (int i = 0; i < p->f->n_params; i++) {
        const char *name = p->f->params[i]->name;
        size_t n = strlen(name);
        bool meant = why[0] == '`' && strncmp(why + 1, name, n) == 0 && why[n + 1] == '`';
        if (meant && wish(&p->params[i], MARK_IN, "", true)) {
            doubt_note(p, "%s is used during the call only", name);
            return true;
        }
    }
    return false;
}
