// SPDX-License-Identifier: MIT
// check_owner.c: what CB_OWNED may name. It may run long after the call: when the array
// dies, which keeps a copy of the numbers that are named, or the object, which also keeps
// the objects. Strings and lists are made at once, so objects are still there.
//
// In: converted functions. Out: errors at the name.
#include "ir.h"

typedef struct {
    const Function *f;
    const Value *owned;
    const Expr *name;           // the first that must not be there
    const Param *p;             // which it means
    const char *lock;           // of the whole module
} OwnerName;

static bool is_number(const Value *v)
{
    switch (v->conv) {
    case CONV_BOOL: case CONV_INT: case CONV_WIDE: case CONV_FLOAT: case CONV_COMPLEX:
    case CONV_CHAR: case CONV_ENUM: case CONV_FLAGS: case CONV_FD:
        return true;
    default:
        return false;
    }
}

static bool is_freed_in_call(const Value *v)
{
    return v->conv != CONV_HANDLE && (v->conv != CONV_ARRAY || v->form != AS_DEFAULT);
}

// Why an object cannot hold the parameter for its end; NULL: it can.
static const char *object_why(const OwnerName *o, const Param *p)
{
    const Class *c = o->owned->class;
    if (function_constructs(o->f)) {
        return "what a constructor made has one destructor, which knows `this` alone";
    }
    if (c->lock || o->lock) {
        return "what is freed under a named lock, may be freed later, when `this` alone is "
               "known";
    }
    if (p->value.conv == CONV_HANDLE && c->foreign) {
        return "objects of another module's class keep no others";
    }
    if (p->value.conv == CONV_HANDLE && p->said.by[MARK_IN]) {
        return "CB_IN says that it is used during the call only";
    }
    if (p->value.conv == CONV_HANDLE && p->said.by[MARK_TAKES]) {
        return "CB_TAKES says that C owns it from now on";
    }
    const bool kept = p->value.conv == CONV_HANDLE && !p->pointer_out;
    return kept || (is_number(&p->value) && !p->pointer_out) ? NULL
           : "it is lent for the call, and the object keeps numbers and objects alone";
}

static bool may_name(const OwnerName *o, const Param *p, bool pointee)
{
    if (pointee || p->indirect) {
        return pointee && p->indirect && is_number(&p->value);
    }
    Conversion c = p->value.conv;
    bool pointer = c == CONV_HANDLE || c == CONV_STR || c == CONV_BYTES_Z
                   || c == CONV_PATH || c == CONV_WSTR;
    if (o->owned->conv == CONV_HANDLE) {
        return !object_why(o, p);
    }
    return !p->pointer_out
           && (is_number(&p->value) || (pointer && is_freed_in_call(o->owned)));
}

static void find_name(OwnerName *o, const Expr *e)
{
    for (; e && !o->name; e = e->next) {
        const char *name = e->kind == EX_NAME ? e->name : NULL;
        const bool pointee = expr_is_deref(e, &name);
        const Param *p = name ? function_param(o->f, name) : NULL;
        if (p && !may_name(o, p, pointee)) {
            o->name = e;
            o->p = p;
        } else if (!pointee && e->kind != EX_SIZEOF_EXPR) {
            find_name(o, e->a);
            find_name(o, e->b);
            find_name(o, e->c);
        }
    }
}

bool check_owner(Module *m, const Function *f, const Value *v)
{
    const bool object = v->conv == CONV_HANDLE;
    OwnerName o = { .f = f, .owned = v, .lock = m->ctx->options.lock };
    if (!v->owned || (object && v->owned == v->class->destroy)) {
        return true;
    }
    find_name(&o, v->owned);
    if (!o.name) {
        return true;
    }
    const bool number = o.p->indirect && is_number(&o.p->value);
    if (object) {
        diag(m->ctx, DIAG_OWNER_NAME, o.name->span, "CB_OWNED names `%s` of %s(), but %s",
             o.p->name, f->c_name, number ? "that is an address of the call"
                                          : object_why(&o, o.p));
    } else {
        diag(m->ctx, DIAG_OWNER_NAME, o.name->span, is_freed_in_call(v)
             ? "CB_OWNED names `%s` of %s(), but may name `this`, numbers, strings and objects"
             : "CB_OWNED names `%s` of %s(), but when the array dies, `this` and numbers are "
               "known alone", o.p->name, f->c_name);
    }
    if (number) {
        const char *text = arena_printf(m->ctx->arena, "*%s", o.p->name);
        diag_fix(m->ctx, o.name->span, text, "did you mean `%s`?", text);
        return false;
    }
    diag_hint(m->ctx, "keep it in C of your own: a struct of both, which a function of "
              "`this` alone frees");
    return false;
}
