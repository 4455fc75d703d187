// SPDX-License-Identifier: MIT
// overload.c: CB_OVERLOAD: several C functions under one name in Python.
//
// In: complete functions. Out: Module.overloads, one set for each name, in order of
// declaration; Function.overload. Two that take exactly the same are an error at the
// second: nothing could tell them apart. A name that only one function has is a name.
#include "ir.h"

#include <string.h>

// ------------------------------------------------------------------------ the sets
typedef struct {
    Map *by_label;
    Overload **end;             // of the module's list
} Sets;

static Overload *set_of(Module *m, Sets *all, const Function *f)
{
    const char *label = intern_z(m->ctx, function_label(m, f));
    Overload *o = map_get(all->by_label, label);
    if (!o) {
        o = NEW(m->ctx, Overload);
        o->py_name = f->py_name;
        o->label = label;
        map_put(all->by_label, label, o);
        *all->end = o;
        all->end = &o->next;
    }
    return o;
}

// A method is no static method: they are found in different ways.
static void check_places(Module *m, const Overload *o)
{
    Function *first = o->candidates.at[0];
    for (size_t i = 1; i < o->candidates.n; i++) {
        Function *f = o->candidates.at[i];
        if (f->place == first->place || f->broken || first->broken) {
            continue;
        }
        diag(m->ctx, DIAG_DUPLICATE_NAME, f->said.by[MARK_OVERLOAD]->span,
             "%s() and %s() are both called `%s` in Python, and only one of them is a "
             "method of an object", first->c_name, f->c_name, o->label);
        diag_note(m->ctx, first->decl->span, "`%s` stands here", first->c_name);
        diag_hint(m->ctx, "rename one with CB_NAME(\"other\")");
        f->broken = true;
    }
}

static void check_marks(Module *m, Function *f)
{
    const Mark *name = f->said.by[MARK_NAME], *mark = f->said.by[MARK_OVERLOAD];
    if (name && mark && !f->broken) {
        diag(m->ctx, DIAG_CONTRADICTION, mark->span, "%s contradicts %s", mark->name,
             name->name);
        diag_note(m->ctx, name->span, "%s stands here", name->name);
        f->broken = true;
    }
}

// Sets of one are none.
static void drop_single(Module *m)
{
    int index = 0;
    for (Overload **at = &m->overloads; *at;) {
        Overload *o = *at;
        if (o->candidates.n == 1) {
            o->candidates.at[0]->overload = NULL;
            *at = o->next;
        } else {
            o->index = index++;
            at = &o->next;
        }
    }
}

// ------------------------------------------------------------------------ ambiguity
static bool same_number(const Module *m, const Type *a, const Type *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case TY_INT:
        return type_int_bits(&m->target, a) == type_int_bits(&m->target, b)
               && type_int_signed(&m->target, a) == type_int_signed(&m->target, b);
    case TY_FLOAT:
    case TY_COMPLEX:
        return a->float_kind == b->float_kind;
    default:
        return true;
    }
}

// Take two parameters exactly the same objects?
static bool same_acceptance(const Module *m, const Param *a, const Param *b)
{
    const Value *v = &a->value, *w = &b->value;
    bool needed = (a->default_text == NULL) == (b->default_text == NULL);
    bool number = v->conv == CONV_INT || v->conv == CONV_FLOAT
                  || v->conv == CONV_COMPLEX || v->conv == CONV_ARRAY
                  || v->conv == CONV_VIEW || v->conv == CONV_WIDE;
    number = number && !(param_is_wrapped(a) && param_is_wrapped(b));
    bool named = !a->keyword_only || a->py_name == b->py_name;
    return needed && named && v->conv == w->conv && v->rank == w->rank
           && v->enumeration == w->enumeration && v->class == w->class
           && a->opt == b->opt && (a->dir == DIR_INPLACE) == (b->dir == DIR_INPLACE)
           && (!number || same_number(m, v->element, w->element));
}

bool overload_same(const Module *m, const Function *a, const Function *b)
{
    if (a->n_slots != b->n_slots || a->n_positional != b->n_positional) {
        return false;
    }
    for (int i = 0; i < a->n_slots; i++) {
        if (!same_acceptance(m, a->slots[i], b->slots[i])) {
            return false;
        }
    }
    return true;
}

static void check_ambiguous(Module *m, const Overload *o)
{
    if (o->candidates.at[0]->place == PLACE_SPECIAL) {
        return;                 // special.c has done it
    }
    for (size_t i = 1; i < o->candidates.n; i++) {
        const Function *f = o->candidates.at[i];
        for (size_t k = 0; k < i; k++) {
            const Function *before = o->candidates.at[k];
            if (f->broken || before->broken || !overload_same(m, f, before)) {
                continue;
            }
            const Mark *mark = f->said.by[MARK_OVERLOAD];
            diag(m->ctx, DIAG_OVERLOAD, mark->span,
                 "%s() and %s() take exactly the same arguments: no call of `%s` could "
                 "mean %s()", before->c_name, f->c_name, o->label, f->c_name);
            diag_note(m->ctx, before->decl->span, "`%s` stands here", before->c_name);
            diag_hint(m->ctx, "CB_NAME(\"other\")    another name in Python");
            break;
        }
    }
}

// ------------------------------------------------------------------------ signatures
bool function_takes_anything(const Function *f)
{
    bool takes = false;
    for (int i = 0; i < f->n_slots; i++) {
        takes = takes || f->slots[i]->value.conv == CONV_VALUE;
    }
    return takes;
}

const char *overload_annotation(const Module *m, const Function *f, const Param *p,
                                bool as_is)
{
    const char *type = as_is ? value_annotation_as_is(m, f, &p->value)
                             : value_annotation(m, f, &p->value, false);
    const char *dtype = p->value.conv == CONV_ARRAY && !p->said.annotation
                        ? dtype_name(m, p->value.element) : NULL;
    const char *none = p->value.nullable ? " | None" : "";
    if (!dtype || !starts_with(type, "ArrayLike")) {
        return type;
    }
    const char *scalar = p->value.element->kind == TY_BOOL ? "bool"
                         : p->value.element->kind == TY_FLOAT ? "float"
                         : p->value.element->kind == TY_COMPLEX ? "complex" : "int";
    for (int d = 0; d < p->value.rank; d++) {
        scalar = arena_printf(m->ctx->arena, "Sequence[%s]", scalar);
    }
    return arena_printf(m->ctx->arena, "NDArray[np.%s] | %s%s", dtype, scalar, none);
}

const char *overload_signature(const Module *m, const Function *f)
{
    Text t;
    text_init(&t, m->ctx);
    text_add(&t, "(");
    for (int i = 0; i < f->n_slots; i++) {
        const Param *p = f->slots[i];
        text_printf(&t, "%s%s%s: %s", i ? ", " : "", i == f->n_positional ? "*, " : "",
                    p->py_name, overload_annotation(m, f, p, false));
        if (p->default_text) {
            text_printf(&t, " = %s", p->default_text);
        }
        if (i + 1 == f->n_positional_only) {
            text_add(&t, ", /");
        }
    }
    text_add(&t, ")");
    return t.s;
}

// Theirs, where they agree; else whatever comes.
static const char *common_signature(const Overload *o)
{
    const char *first = o->candidates.at[0]->signature;
    for (size_t i = 1; i < o->candidates.n; i++) {
        if (strcmp(first, o->candidates.at[i]->signature) != 0) {
            return "(*args, **kwargs)";
        }
    }
    return first;
}

static void note_set(Module *m, Overload *o)
{
    o->signature = common_signature(o);
    for (size_t i = 0; i < o->candidates.n; i++) {
        *vec_push(m->ctx, &o->candidates.at[i]->notes) = arena_printf(
            m->ctx->arena, "one of %zu functions called %s: the arguments say which",
            o->candidates.n, o->label);
    }
}

// The slots of operators try one after the other. Of special methods one may be named by
// CB_NAME.
static bool is_of_set(const Function *f)
{
    return f->place == PLACE_SPECIAL ? special_chooses(f) && special_is_shared(f)
           : f->said.by[MARK_OVERLOAD] && f->said.name && f->py_name;
}

void lower_overloads(Module *m)
{
    Sets all = { map_new(m->ctx), &m->overloads };
    for (Function *f = m->functions; f; f = f->next) {
        if (is_of_set(f)) {
            check_marks(m, f);
            f->overload = set_of(m, &all, f);
            *vec_push(m->ctx, &f->overload->candidates) = f;
        }
    }
    drop_single(m);
    for (Overload *o = m->overloads; o; o = o->next) {
        check_places(m, o);
        check_ambiguous(m, o);
        for (size_t i = 0; i < o->candidates.n; i++) {
            if (o->candidates.at[i]->broken) {
                return;             // signatures of broken functions are not there
            }
        }
        note_set(m, o);
        if (o->candidates.at[0]->place == PLACE_INIT) {
            o->candidates.at[0]->class->init = o->candidates.at[0];
        }
    }
}
