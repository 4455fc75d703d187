// SPDX-License-Identifier: MIT
// mark.c: the markers of one function become what they say (Said).
//
// In: declarations with their marks, those of the typedefs they spell included; a
// marker at the use comes before one on a typedef. Out: Function.said, Param.said,
// directions, CB_RAISES and CB_REQUIRE lists. Unknown, misplaced, contradicting and not
// yet supported markers are reported here; whether what was said suffices is for
// convert.c and check.c.
#include "mark.h"

#include <string.h>

void mark_break(Reading *r)
{
    r->f->broken = true;
    if (r->p) {
        r->p->broken = true;
    } else {
        r->f->result_broken = true;
    }
}

// ------------------------------------------------------------------- one marker
static bool same_tokens(Context *ctx, const Mark *a, const Mark *b)
{
    TokenRange x = mark_args(ctx, a), y = mark_args(ctx, b);
    if (x.n != y.n) {
        return false;
    }
    for (size_t i = 0; i < x.n; i++) {
        if (strcmp(token_spelling(ctx, x.at[i]), token_spelling(ctx, y.at[i]))) {
            return false;
        }
    }
    return true;
}

const Mark *direction_said(const Said *said)
{
    const MarkerId ids[] = { MARK_IN, MARK_OUT, MARK_INOUT };
    for (size_t i = 0; i < 3; i++) {
        if (said->by[ids[i]]) {
            return said->by[ids[i]];
        }
    }
    return NULL;
}

static bool is_direction(MarkerId id)
{
    return id == MARK_IN || id == MARK_OUT || id == MARK_INOUT;
}

// The same thing was said before: fine when it is the same, or came with a typedef.
static bool said_before(Reading *r)
{
    const Mark *before = is_direction(r->id) ? direction_said(r->said)
                                             : r->said->by[r->id];
    if (!before || r->id == MARK_RAISES || r->id == MARK_REQUIRE) {
        return false;
    }
    bool same_marker = strcmp(before->name, r->mark->name) == 0;
    if (r->via_typedef || (same_marker && same_tokens(r->m->ctx, before, r->mark))) {
        return true;
    }
    if (same_marker && r->id == MARK_NAME && r->p) {
        return false;       // CB_NAME("*"), "/" and "x" speak of different things
    }
    if (same_marker) {
        diag(r->m->ctx, DIAG_MARKER_TWICE, r->mark->span,
             "%s stands here twice and says two things", r->mark->name);
    } else {
        diag(r->m->ctx, DIAG_CONTRADICTION, r->mark->span, "%s contradicts %s",
             r->mark->name, before->name);
    }
    diag_note(r->m->ctx, before->span, "%s stands here", before->name);
    if (same_marker && r->id == MARK_NAME) {
        diag_hint(r->m->ctx, "%s %s    a second name is a second function",
                  source_spelling(r->m->ctx, r->mark->span),
                  hint_wrapper(r->m, r->f, r->f->type->base, NULL, NULL));
    }
    mark_break(r);
    return true;
}

static void report_place(Reading *r)
{
    diag(r->m->ctx, DIAG_MARKER_PLACE, r->mark->span, "%s says nothing on a %s",
         r->mark->name, r->p ? "parameter" : "function");
    Context *ctx = r->m->ctx;
    const Decl *d = r->f->decl, *param = d->type->params;
    const char *said = source_spelling(ctx, r->mark->span);
    if (marker_stands_on(r->id, 'F')) {
        diag_fix(ctx, r->mark->span, arena_printf(ctx->arena, "%s;", said),
                 "%s;    alone at file scope: did you forget the ;?", said);
    } else if (r->p) {
        diag_hint(ctx, "it stands before the function: %s %s", said,
                  type_declare(ctx, d->type->base, arena_printf(ctx->arena, "%s(…);",
                                                                d->name)));
    } else if (r->id == MARK_OUT || !param) {
        diag_hint(ctx, "it stands on a parameter; a result is returned as it is");
    } else {
        diag_hint(ctx, "it stands on a parameter: %s(%s %s)", d->name, said,
                  type_declare_param(ctx, param->type, param->name));
    }
    mark_break(r);
}

// A C compiler knows markers from carbide.h only.
static void check_included(Reading *r)
{
    Map *macros = r->f->unit->tokens->macro_by_name;
    Context *ctx = r->m->ctx;
    if (r->m->no_header_said || map_get(macros, intern_z(ctx, "CARBIDE_H"))
        || map_get(macros, intern_z(ctx, r->mark->name))) {
        return;
    }
    r->m->no_header_said = true;
    diag(ctx, DIAG_UNKNOWN_MARKER, r->mark->span,
         "%s is defined in carbide.h, which is not included", r->mark->name);
    diag_hint(ctx, "#include \"carbide.h\"");
}

static void read_marker(Reading *r)
{
    const bool is_told = r->via_typedef && file_is_exported(r->m, r->mark->span);
    if (!mark_valid(r->m->ctx, r->mark, !is_told)) {        // … at the typedef
        mark_break(r);
        return;
    }
    check_included(r);
    r->id = marker_id(r->mark);
    if (!marker_stands_on(r->id, r->p ? 'P' : 'R')) {
        if (!r->via_typedef) {
            report_place(r);
        }
        return;
    }
    if (said_before(r)) {
        return;
    }
    said_put(r->m->ctx, r->said, r->id, r->mark);
    mark_arguments(r);
}

// ----------------------------------------------------------------- all of a function
static bool is_tagged(const Decl *d)
{
    return d->type->kind == TY_STRUCT || d->type->kind == TY_ENUM;
}

// CB_NAME on a typedef names its struct or its enum.
static void check_name(Module *m, const Decl *d, const Mark *mark)
{
    Context *ctx = m->ctx;
    const Type *t = d->type;
    if (!is_tagged(d)) {
        diag(ctx, DIAG_MARKER_PLACE, mark->span,
             "CB_NAME says nothing of `%s`, which is neither a struct nor an enum",
             d->name);
        if (t->kind == TY_POINTER) {
            diag_hint(ctx, "typedef %s CB_CLASS(Name);    if its values are objects of a "
                      "class", type_declare(ctx, t, d->name));
        } else {
            diag_hint(ctx, "it stands on a function, a parameter, a struct or an enum");
        }
    } else if (tag_name_mark(t->tag) != mark) {
        const Mark *before = tag_name_mark(t->tag);
        diag(ctx, DIAG_MARKER_PLACE, mark->span,
             "CB_NAME says nothing here: its %s has another name already",
             t->kind == TY_ENUM ? "enum" : "struct");
        diag_note(ctx, before ? before->span : t->tag->alias->span, before
                  ? "%s stands here" : "`%s` stands here",
                  before ? before->name : t->tag->alias->name);
    }
}

void mark_typedef(Module *m, const Decl *d)
{
    for (const Mark *mark = d->marks; mark; mark = mark->next) {
        if (!mark->is_attribute && mark_valid(m->ctx, mark, true)
            && marker_id(mark) == MARK_NAME) {
            check_name(m, d, mark);
        }
    }
}

static void read_mark(Module *m, Function *f, Param *p, const Mark *mark, bool via)
{
    Reading r = { m, f, p, p ? &p->said : &f->said, mark, MARK_COUNT, via };
    read_marker(&r);
}

static void read_marks(Module *m, Function *f, Param *p, const Mark *mark, bool via)
{
    for (; mark; mark = mark->next) {
        if (!mark->is_attribute) {
            read_mark(m, f, p, mark, via);
        }
    }
}

// Each level of the type, and each typedef by whose name it was spelled.
static void read_typedefs(Module *m, Function *f, Param *p, const Type *t)
{
    for (; t; t = t->base) {
        for (const Decl *d = t->spelled; d; d = d->type->spelled) {
            for (const Mark *mark = d->marks; mark; mark = mark->next) {
                // the name of a type is not that of what has it
                if (!mark->is_attribute && marker_id(mark) != MARK_NAME) {
                    read_mark(m, f, p, mark, true);
                }
            }
        }
        if (t->kind != TY_POINTER && t->kind != TY_ARRAY) {
            return;
        }
    }
}

static void read_raises_of(Module *m, Function *f, const Mark *mark, bool via)
{
    while ((mark = mark_find(mark, MARK_RAISES)) != NULL) {
        read_mark(m, f, NULL, mark, via);
        mark = mark->next;
    }
}

// Of a function that Python does not call.
void mark_raises(Module *m, Function *f)
{
    read_raises_of(m, f, f->decl->marks, false);
    for (size_t i = 0; i < f->others.n; i++) {
        read_raises_of(m, f, f->others.at[i]->marks, false);
    }
    for (const Decl *d = f->type->base->spelled; d; d = d->type->spelled) {
        read_raises_of(m, f, d->marks, true);
    }
}

// What the pointer to a function in a struct says, where the parameter does not.
void mark_field(Module *m, Function *f, Param *p, const Decl *field)
{
    const Decl *next;
    for (const Decl *d = field; d; d = next) {
        const Type *t = d->type;
        const Mark *mark = mark_find(d->marks, MARK_ON_RAISE);
        if (mark) {
            read_mark(m, f, p, mark, true);
        }
        next = t->spelled ? t->spelled : t->kind == TY_POINTER ? t->base->spelled : NULL;
    }
}

static void mark_param(Module *m, Function *f, Param *p)
{
    read_marks(m, f, p, p->decl->marks, false);
    for (size_t i = 0; i < f->others.n; i++) {
        const Decl *same = decl_param(f->others.at[i], p->index);
        if (same) {
            read_marks(m, f, p, same->marks, false);
        }
    }
    read_typedefs(m, f, p, p->type);
    if (p->type->quals & Q_NULLABLE && !p->said.by[MARK_OPT]) {
        static const Mark nullable = { .name = "_Nullable" };
        said_put(m->ctx, &p->said, MARK_OPT, &nullable);
    }
    if (p->type->quals & Q_NONNULL) {
        p->said.nonnull = true;
    }
}

void mark_function(Module *m, Function *f)
{
    read_marks(m, f, NULL, f->decl->marks, false);
    for (size_t i = 0; i < f->others.n; i++) {
        read_marks(m, f, NULL, f->others.at[i]->marks, false);
    }
    read_typedefs(m, f, NULL, f->type->base);
    for (int i = 0; i < f->n_params; i++) {
        mark_param(m, f, f->params[i]);
    }
    standard_attributes(m, f, f->decl);
    for (size_t i = 0; i < f->others.n; i++) {
        standard_attributes(m, f, f->others.at[i]);
    }
}
