// SPDX-License-Identifier: MIT
// hint_union.c: why a function that takes or gives a union is left out, and what to write
// instead: C does not say which member holds the value, so a function for one of them does.
//
// In: a Subject whose type is a union, or leads to one. Out: a warning, with the inline
// function for the first member that Python could have, ready to paste.
#include "convert.h"

// A member that one argument or one result can be. A pointer that comes out would have to
// be owned by somebody.
static bool is_plain_member(const Subject *s, const Decl *d)
{
    const Type *t = d->type;
    if (d->poisoned || !d->name || d->bit_width || t->quals & Q_ATOMIC) {
        return false;
    }
    bool text = t->kind == TY_POINTER && element_is_text(t->base)
                && t->base->quals & Q_CONST;
    bool object = s->p && t->kind == TY_POINTER && handle_of_type(s->m, t);
    return t->kind == TY_BOOL || t->kind == TY_INT || t->kind == TY_FLOAT || text || object;
}

static const Decl *plain_member(const Subject *s, Tag *tag)
{
    for (const Decl *d = tag_fields(tag); d; d = d->next) {
        if (is_plain_member(s, d)) {
            return d;
        }
    }
    return NULL;
}

// Parameters as they are written, but for the union, which becomes a member.
static const char *parameters_with(const Subject *s, const Decl *member)
{
    const Type *t = member->type;
    bool ask = t->kind == TY_POINTER && !(t->base->quals & Q_CONST);
    Text list;
    text_init(&list, s->m->ctx);
    for (int i = 0; i < s->f->n_params; i++) {
        const Param *p = s->f->params[i];
        bool one = p == s->p;
        text_printf(&list, "%s%s%s", i ? ", " : "", one && ask ? "CB_IN " : "",
                    one || !p->decl->name
                        ? type_declare_param(s->m->ctx, one ? t : p->type, p->name)
                        : source_spelling(s->m->ctx, p->decl->whole));
    }
    return s->f->n_params ? list.s : "void";
}

static const char *arguments_with(const Subject *s, const char *value)
{
    Text list;
    text_init(&list, s->m->ctx);
    for (int i = 0; i < s->f->n_params; i++) {
        const Param *p = s->f->params[i];
        text_printf(&list, "%s%s", i ? ", " : "", p == s->p ? value : p->name);
    }
    return list.s;
}

// CB_OVERLOAD("f") static inline R f_member(M u) { return f((union U){.member = u}); }
// static inline M f_member(void) { return f().member; }
static const char *function_of_member(const Subject *s, const Type *t, const Decl *member)
{
    Context *ctx = s->m->ctx;
    const Function *f = s->f;
    const Type *result = s->p ? f->type->base : member->type;
    const char *head = arena_printf(ctx->arena, "%s_%s(%s)", f->c_name, member->name,
                                    parameters_with(s, member));
    const char *overload = !s->p ? "" : arena_printf(ctx->arena, "CB_OVERLOAD(\"%s\") ",
                                                     function_label(s->m, f));
    const char *value = !s->p ? "" : arena_printf(
        ctx->arena, "%s(%s){.%s = %s}", s->type->kind == TY_POINTER ? "&" : "",
        type_declare(ctx, t, NULL), member->name, s->p->name);
    return arena_printf(ctx->arena, "%sstatic inline %s { %s%s(%s)%s%s; }    and one for "
                        "each other member", overload, type_declare(ctx, result, head),
                        result->kind == TY_VOID ? "" : "return ", f->c_name,
                        arguments_with(s, value), s->p ? "" : ".", s->p ? "" : member->name);
}

static const char *hint_union(Subject *s, const Type *t)
{
    Context *ctx = s->m->ctx;
    const char *name = t->tag->name;
    if (!t->tag->complete) {
        const Type *pointer = type_pointer(ctx, type_unqualified(ctx, t));
        const char *alias = arena_printf(ctx->arena, "%s_ref", name);
        return arena_printf(ctx->arena, "give its pointer a name: typedef %s CB_CLASS(%s, "
                            "%s_free);", type_declare(ctx, pointer, alias), name, name);
    }
    bool lent = s->p && s->type->kind == TY_POINTER && s->type->base == t
                && t->quals & Q_CONST;
    bool one = (s->type->kind == TY_UNION || lent) && !s->f->calls_python;
    const Decl *member = one ? plain_member(s, t->tag) : NULL;
    return member ? function_of_member(s, t, member)
                  : "write a `static inline` function for each member that Python is to "
                    "see, or begin the name with `_`";
}

bool subject_leave_union(Subject *s, const Type *t)
{
    return subject_leave_out(s, DIAG_LEFT_OUT_STRUCT, arena_printf(s->m->ctx->arena,
        "%s is `%s`: %s", subject_name(s), subject_spelling(s, s->type), t->tag->complete
        ? "which member of the union is meant, C does not say" : "the union is opaque"),
        hint_union(s, t));
}
