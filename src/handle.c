// SPDX-License-Identifier: MIT
// handle.c: which types are classes whose objects C makes and frees: structs that are no
// value structs, and what a typedef with CB_CLASS stands for.
//
// In: the functions of the module, with nothing read but their types. Out: Class.kind,
// destroy, why_no_handle. A struct that no function makes is no class, since Python
// could never have one.
#include "ir.h"

#include <string.h>

// ------------------------------------------------------------------------ look-up
// The typedef with CB_CLASS by whose name the type was written, or NULL.
static Class *class_of_alias(Module *m, const Type *t)
{
    for (const Decl *d = t->spelled; d; d = d->type->spelled) {
        Class *c = map_get(m->class_by_alias, d);
        if (c) {
            return c;
        }
    }
    return NULL;
}

Class *class_of_type(Module *m, const Type *t)
{
    Class *c = class_of_alias(m, t);
    const Type *base = !c && t->kind == TY_POINTER ? t->base : t;
    return c ? c : base->kind == TY_STRUCT && !type_is_timespec(base)
                   ? class_of(m, base->tag) : NULL;
}

bool class_is_handle(const Class *c)
{
    return c && (!c->why_not || !c->why_no_handle);
}

bool class_closes(const Class *c)
{
    return c->destroy && c->why_not;
}

Class *handle_of_type(Module *m, const Type *t)
{
    Class *c = class_of_type(m, t);
    return class_is_handle(c) ? c : NULL;
}

bool class_is_locked(const Class *c)
{
    return c->is_changed || c->destroy || c->foreign || c->is_lent;
}

// ------------------------------------------------------------------- CB_CLASS
// A name, or a string.
static const char *said_name(Module *m, const Mark *mark, const Token *part, size_t n)
{
    const char *text = mark_string(m, m->unit, part, n);
    const char *name = text ? intern_z(m->ctx, text) : n == 1 ? part->name : NULL;
    if (!name || python_identifier(m->ctx, name) != name) {
        diag(m->ctx, DIAG_MARKER_ARGUMENTS, mark->span,
             "CB_CLASS wants a name, and what destroys an object of that class");
        diag_hint(m->ctx, "CB_CLASS(Name, name_free)");
        return NULL;
    }
    return name;
}

static Class *new_alias_class(Module *m, const Decl *d)
{
    Class *c = NEW(m->ctx, Class);
    c->alias = d;
    c->kind = d->type->kind == TY_POINTER ? CLASS_POINTER : CLASS_INTEGER;
    c->c_type = d->name;
    c->span = d->span;
    c->doc = doc_text(m->ctx, comment_text(m->ctx, d->doc));
    c->why_not = "it is a handle";
    map_put(m->class_by_alias, d, c);
    *(m->last_class ? &m->last_class->next : &m->classes) = c;
    m->last_class = c;
    return c;
}

static void report_no_handle(Module *m, const Decl *d, const Mark *mark)
{
    Context *ctx = m->ctx;
    diag(ctx, DIAG_MARKER_PLACE, mark->span,
         "CB_CLASS on `%s`, which is neither a struct, a pointer nor an integer", d->name);
    if (d->type->kind == TY_UNION || d->type->kind == TY_VOID) {
        const char *alias = arena_printf(ctx->arena, "%s_ref", d->name);
        diag_hint(ctx, "give its pointer a name: typedef %s %s;",
                  type_declare(ctx, type_pointer(ctx, d->type), alias),
                  source_spelling(ctx, mark->span));
    }
}

// typedef … CB_CLASS(Name, destroy) T;
static void read_class_mark(Module *m, const Decl *d, const Mark *mark)
{
    const Token *part[2];
    size_t len[2];
    size_t n = mark_parts(m->ctx, mark, part, len, 2);
    const char *text = n ? mark_string(m, m->unit, part[0], len[0]) : NULL;
    const bool foreign = text && strchr(text, '.');
    const char *name = !n ? NULL : foreign ? foreign_path(m, mark, part[0], len[0])
                                           : said_name(m, mark, part[0], len[0]);
    const Type *t = d->type;
    bool struct_type = t->kind == TY_STRUCT;
    bool handle = t->kind == TY_POINTER || (t->kind == TY_INT && t->int_kind <= INT_ULLONG);
    if (!name || (!struct_type && !handle)) {
        if (name) {
            report_no_handle(m, d, mark);
        }
        return;
    }
    Class *c = struct_type ? class_of(m, t->tag) : new_alias_class(m, d);
    if (!c) {
        return;
    }
    c->alias = c->alias ? c->alias : d;
    if (foreign) {
        foreign_said(m, c, d, name, n);
    }
    if (c->foreign) {
        return;
    }
    c->destroy_said = true;
    c->py_name = name;
    const char *why = NULL;
    c->destroy = n > 1 ? expr_parse(m->ctx, m->unit, part[1], len[1], &why) : NULL;
    if (why) {
        diag(m->ctx, DIAG_EXPRESSION, mark->span,
             "the second argument of CB_CLASS is no expression: %s", why);
    }
    c->why_not = c->why_not ? c->why_not
        : n > 1 ? "CB_CLASS says what destroys it" : NULL;
}

static void read_class_marks(Module *m, const Unit *unit)
{
    for (size_t i = 0; i < unit->decls.n; i++) {
        const Decl *d = unit->decls.at[i];
        const Mark *mark = d->kind == DECL_TYPEDEF && !d->poisoned
                               ? mark_find(d->marks, MARK_CLASS) : NULL;
        const Mark *again = mark ? mark_find(mark->next, MARK_CLASS) : NULL;
        if (again) {
            diag(m->ctx, DIAG_MARKER_TWICE, again->span, "CB_CLASS stands here twice");
            diag_note(m->ctx, mark->span, "CB_CLASS stands here");
        } else if (mark) {
            read_class_mark(m, d, mark);
        }
    }
}

// ----------------------------------------------------------- makers, destroyers
static bool is_void(const Type *t)
{
    return t->kind == TY_VOID;
}

// T *f(…), or CB_OUT T **
static void note_maker(Module *m, const Type *t)
{
    Class *c = class_of_type(m, t);
    if (c && !c->foreign && (t->kind == TY_POINTER || c->kind == CLASS_INTEGER)) {
        c->why_no_handle = NULL;
        c->kind = !c->why_not ? CLASS_VALUE : c->kind == CLASS_INTEGER ? CLASS_INTEGER
                                                                       : CLASS_POINTER;
    }
}

static void note_makers(Module *m, const Function *f)
{
    note_maker(m, f->type->base);
    for (int i = 0; i < f->n_params; i++) {
        const Type *t = f->params[i]->type;
        bool out = t->kind == TY_POINTER && !(t->base->quals & Q_CONST);
        if (out && (t->base->kind == TY_POINTER || class_of_alias(m, t->base))) {
            note_maker(m, t->base);
        }
    }
}

// T_init(T *self, …) of a struct that is visible: the object itself is the memory.
static void note_initializer(Module *m, const Function *f)
{
    const Type *t = f->n_params ? f->params[0]->type : NULL;
    Class *c = t && t->kind == TY_POINTER ? class_of_type(m, t) : NULL;
    const char *rest = c ? class_rest(c, f->c_name) : NULL;
    if (rest && strcmp(rest, "init") == 0 && c->tag && c->tag->complete && c->why_no_handle) {
        c->why_no_handle = NULL;
        c->kind = c->why_not ? CLASS_INLINE : CLASS_VALUE;
    }
}

// CB_CLASS(T, f), CB_CLASS(T, f(this, 1)): as a method it would free what is freed again.
static bool is_said_to_destroy(const Class *c, const Function *f)
{
    const Expr *e = c ? c->destroy : NULL;
    return e && (e->kind == EX_NAME || e->kind == EX_CALL) && e->name == f->c_name;
}

enum { NO_END = 9, CLEAR = 3, CLOSE };
// How sure a name says that the function destroys: the lower the surer. `clear` may only
// empty what C has allocated.
static int end_rank(const char *rest)
{
    static const char *const ends[] = {"free", "destroy", "delete", "clear", "close"};
    for (int i = 0; rest && i < (int)(sizeof ends / sizeof *ends); i++) {
        if (strcmp(rest, ends[i]) == 0) {
            return i;
        }
    }
    return NO_END;
}

static bool destroys(Module *m, const Function *f, Class **class, int *rank)
{
    Class *c = f->n_params == 1 ? class_of_type(m, f->params[0]->type) : NULL;
    const Type *t = f->type->base;
    bool result = is_void(t) || type_is_integer(t);
    *class = c;
    *rank = class_is_handle(c) && c->why_not && result
                ? end_rank(class_rest(c, f->c_name)) : NO_END;
    return *rank < NO_END;
}

static Expr *named(Module *m, const Function *f)
{
    Expr *e = NEW(m->ctx, Expr);
    *e = (Expr){.kind = EX_NAME, .name = f->c_name, .span = f->decl->span};
    return e;
}

// T_free(T *), unless CB_CLASS said something else; of several the surest name.
static void note_destroyer(Module *m, Function *f)
{
    Class *c = f->n_params ? class_of_type(m, f->params[0]->type) : NULL;
    int rank;
    if (is_said_to_destroy(c, f)) {
        f->class = c;
        f->place = PLACE_DESTROY;
    } else if (destroys(m, f, &c, &rank) && !c->destroy_said
               && (!c->destroy || rank < c->destroy_rank)) {
        c->destroy = named(m, f);
        c->destroy_rank = rank;
    }
}

// A method that takes its object over, R f(CB_TAKES T *), is what destroys the others of a
// class without a destructor; not one of two: `commit` and `abandon`.
static void note_taker(Module *m, Function *f)
{
    Class *c = f->n_params == 1 ? class_of_type(m, f->params[0]->type) : NULL;
    const Type *t = f->type->base;
    if (!c || c->foreign || c->destroy_said || !class_is_handle(c) || !c->why_not
        || !mark_find(f->params[0]->decl->marks, MARK_TAKES)
        || !(is_void(t) || type_is_integer(t)) || (c->destroy && c->destroy_rank < NO_END)) {
        return;
    }
    c->n_takers++;
    c->destroy = c->n_takers == 1 ? named(m, f) : NULL;
    c->destroy_rank = NO_END;
}

// Those that were found by their names are no methods: who calls one destroys twice.
static void hide_destroyer(Module *m, Function *f)
{
    Class *c;
    int rank;
    if (!destroys(m, f, &c, &rank) || c->destroy_said || !c->destroy) {
        return;
    }
    if (c->destroy->name == f->c_name || rank < CLEAR) {
        f->class = c;
        f->place = PLACE_DESTROY;
    } else if (rank == CLOSE) {
        f->class = c;
        f->place = PLACE_DESTROY;
        leave_out(m, f->decl->span, f->c_name, "function", arena_printf(m->ctx->arena,
            "%s() destroys the object already", c->destroy->name), arena_printf(
            m->ctx->arena, "typedef %s CB_CLASS(%s, %s) …;    this one destroys it",
            c->c_type, c->py_name, f->c_name));
    }
}

// CB_OWNED(free_points): Python must not call that by itself.
static void note_deleters(Module *m, const Mark *mark)
{
    for (mark = mark_find(mark, MARK_OWNED); mark;
         mark = mark_find(mark->next, MARK_OWNED)) {
        TokenRange args = mark_args(m->ctx, mark);
        const char *name = args.n == 1 ? args.at[0].name : NULL;
        Function *f = map_get(m->function_by_name, name);
        if (f && f->n_params == 1 && f->params[0]->type->kind == TY_POINTER) {
            f->place = PLACE_DESTROY;
        }
    }
}

void lower_handles(Module *m)
{
    for (size_t u = 0; u < exporting_units(m); u++) {
        read_class_marks(m, exporting_unit(m, u));
    }
    for (Function *f = m->functions; f; f = f->next) {
        note_makers(m, f);
    }
    for (Function *f = m->functions; f; f = f->next) {
        note_initializer(m, f);
    }
    for (Function *f = m->functions; f; f = f->next) {
        note_destroyer(m, f);
    }
    for (Function *f = m->functions; f; f = f->next) {
        note_taker(m, f);
    }
    for (Function *f = m->functions; f; f = f->next) {
        hide_destroyer(m, f);
        note_deleters(m, f->decl->marks);
        for (int i = 0; i < f->n_params; i++) {
            note_deleters(m, f->params[i]->decl->marks);
        }
    }
}

// --------------------------------------------------------------------- at the end
static void report_no_class(Module *m, const Class *c)
{
    const char *name = c->tag && c->tag->name ? c->tag->name
                       : c->alias ? c->alias->name : c->py_name;
    if (c->tag && c->tag->complete && !c->foreign && name_is_exported(name)
        && file_is_exported(m, c->span)) {
        leave_out(m, c->span, name, "struct", arena_printf(m->ctx->arena,
            "it is no value struct, since %s, and %s", c->why_not,
            c->why_no_handle ? c->why_no_handle : "no function uses it"), NULL);
    }
}

static bool is_wanted(const Class *c)
{
    return c->why_not || c->foreign ? !c->why_no_handle && (c->is_used || c->is_nested)
                      : c->is_used || c->is_nested || c->is_declared;
}

// Those that are declared in an exported file, and value structs; of the others those
// that some function takes or gives.
void finish_classes(Module *m)
{
    Class **at = &m->classes;
    m->last_class = NULL;
    while (*at) {
        Class *c = *at;
        if (!is_wanted(c)) {
            report_no_class(m, c);
            *at = c->next;
            continue;
        }
        c->index = m->n_classes++;
        m->last_class = c;
        at = &c->next;
    }
}
