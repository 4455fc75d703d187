// SPDX-License-Identifier: MIT
// convert_value.c: parameters and results that are cb_value, any Python object: by value,
// by address with a direction, and as `*args` and `**kw`.
//
// In: a type that is spelled cb_value, or points to it. Out: CONV_VALUE. Several at once
// are a list or a tuple, which is one cb_value; arrays of them leave the function out.
#include "convert.h"

bool type_is_value(const Type *t)
{
    return t->kind == TY_POINTER && type_spelled(t, "cb_value");
}

bool function_mentions_value(const Function *f)
{
    bool found = f->result.conv == CONV_VALUE;
    for (int i = 0; i < f->n_params; i++) {
        const Value *v = &f->params[i]->value;
        found = found || v->conv == CONV_VALUE
                || (v->conv == CONV_CALLBACK && function_mentions_value(v->callback->function));
    }
    return found;
}

// CB_NAME("*args"), CB_NAME("**kw"): always a tuple, always a dict.
static bool convert_star(Subject *s)
{
    const MarkerId never[] = { MARK_OPT, MARK_DEFAULT, MARK_FIXED };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        if (s->said->by[never[i]]) {
            return subject_misplaced(s, never[i], s->p->star == 1
                                     ? "it is a tuple, empty where nothing came"
                                     : "it is a dict, empty where nothing came");
        }
    }
    for (int i = 0; i < s->p->index; i++) {
        const Param *before = s->f->params[i];
        if (before->star == s->p->star) {
            subject_misplaced(s, MARK_NAME, arena_printf(s->m->ctx->arena,
                              "`%s` is that already", before->name));
            diag_note(s->m->ctx, before->decl->span, "`%s` stands here", before->name);
            return false;
        }
    }
    return true;
}

bool convert_value(Subject *s)
{
    const MarkerId by_address[] = { MARK_IN, MARK_OUT, MARK_INOUT, MARK_SHAPE,
                                    MARK_STRIDES, MARK_LEN, MARK_OWNED };
    for (size_t i = 0; i < sizeof by_address / sizeof *by_address; i++) {
        if (s->said->by[by_address[i]]) {
            subject_misplaced(s, by_address[i], "a cb_value is one object, as it is");
            if (s->p && (by_address[i] == MARK_OUT || by_address[i] == MARK_INOUT)) {
                diag_hint(s->m->ctx, "%s cb_value *%s    is returned",
                          marker_name(by_address[i]), s->p->name);
            }
            return false;
        }
    }
    s->value->conv = CONV_VALUE;
    s->value->element = type_unqualified(s->m->ctx, s->type);
    if (!s->p) {
        s->value->nullable = s->said->by[MARK_OPT] != NULL;
    }
    return !s->p || !s->p->star || convert_star(s);
}

// cb_value *x
bool convert_value_address(Subject *s)
{
    Context *ctx = s->m->ctx;
    const Type *base = s->type->base;
    const char *name = s->p ? s->p->name : "items";
    if (!s->p || s->said->shape || s->type->kind == TY_ARRAY) {
        return subject_leave_out(s, DIAG_LEFT_OUT_VALUE, arena_printf(ctx->arena,
            "%s is `%s`, an array of Python objects", subject_name(s),
            subject_spelling(s, s->type)),
            s->p ? arena_printf(ctx->arena, "cb_value %s    a list or a tuple is one "
                                "cb_value", name)
                 : "write a function that returns one cb_value: a list or a tuple");
    }
    if (!direction_said(s->said)) {
        subject_error(s, DIAG_UNSIZED_POINTER, s->at,
                      "%s is `%s`: does C read it, or give it back?", s->what,
                      subject_spelling(s, s->type));
        diag_hint(ctx, "CB_OUT cb_value *%s    is returned", name);
        diag_hint(ctx, "CB_INOUT cb_value *%s    is taken, changed and returned", name);
        diag_hint(ctx, "cb_value %s    is taken; a list or a tuple is one, too", name);
        return false;
    }
    s->p->indirect = true;
    s->p->dir = convert_direction(s, base->quals & Q_CONST);
    s->value->conv = CONV_VALUE;
    s->value->element = type_unqualified(ctx, base);
    return true;
}
