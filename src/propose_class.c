// SPDX-License-Identifier: MIT
// propose_class.c: what names say of objects: `db_open(const char *name, db **out)` makes
// one, and a function that takes another one uses it during the call, perhaps.
//
// In: a Proposal. Out: CB_OUT on a pointer to a pointer to an opaque struct, as a guess,
// if the function's name says that it makes one, else as a doubt; CB_IN on an object of
// which C does not say whether C keeps it, as a doubt.
#include "propose.h"

#include <string.h>

static const char maker_words[] = "open new create alloc init prepare";
static const char end_words[] = "free destroy delete close release finalize dispose";

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
        || !words_contain(f->c_name, end_words)) {
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
    bool makes = words_contain(p->f->c_name, maker_words);
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

// `x` at the beginning of a reason.
static bool speaks_of(const char *why, const char *name)
{
    size_t n = strlen(name);
    return why[0] == '`' && strncmp(why + 1, name, n) == 0 && why[n + 1] == '`';
}

static bool propose_use(Proposal *p, const char *why)
{
    for (int i = 0; i < p->f->n_params; i++) {
        const char *name = p->f->params[i]->name;
        if (speaks_of(why, name) && wish(&p->params[i], MARK_IN, "", true)) {
            // as `self` of a method, of which nobody is asked
            if (i == 0) {
                guess_note(p, "%s is the object that it is about", name);
            } else {
                doubt_note(p, "%s is used during the call only", name);
            }
            return true;
        }
    }
    return false;
}

// The shortest name of those that end an object of the pointer's struct, or NULL.
static const char *end_of(const Module *m, const Type *pointer)
{
    const char *found = NULL;
    for (const Function *f = m->functions; f; f = f->next) {
        const Type *t = f->n_params == 1 ? f->params[0]->type : NULL;
        bool ends = t && t->kind == TY_POINTER && t->base->kind == TY_STRUCT
            && t->base->tag == pointer->base->tag
            && (has_own_end(f, t) || words_contain(f->c_name, end_words));
        if (ends && (!found || strlen(f->c_name) < strlen(found))) {
            found = f->c_name;
        }
    }
    return found;
}

static bool propose_end(const Module *m, Proposal *p, const char *why)
{
    bool result = starts_with(why, "the result of");
    const Type *t = result ? p->f->type->base : NULL;
    Wish *w = result ? &p->result : NULL;
    for (int i = 0; !result && i < p->f->n_params; i++) {
        if (speaks_of(why, p->f->params[i]->name)) {
            w = &p->params[i];
            t = p->f->params[i]->type->base;
        }
    }
    if (!w || t->kind != TY_POINTER || t->base->kind != TY_STRUCT) {
        return false;
    }
    const char *end = end_of(m, t);
    if (!end || !wish(w, MARK_OWNED, end, true)) {
        return false;
    }
    if (words_contain(p->f->c_name, maker_words)) {
        guess_note(p, "the object is the caller's, who frees it with %s()", end);
    } else {
        doubt_note(p, "the object is the caller's, who frees it with %s()", end);
    }
    return true;
}

bool propose_answer(const Module *m, Proposal *p, const char *why)
{
    return !p->plain && (strstr(why, "does C keep it") ? propose_use(p, why)
                         : strstr(why, "who frees it") ? propose_end(m, p, why) : false);
}
