// SPDX-License-Identifier: MIT
// propose.c: what a first binding header would say of each function of a library.
//
// In: a foreign header's functions with their attributes read. Out: Proposals: per
// parameter the markers that attributes and comments say, and those that names let one
// guess, each guess with its reason; and the library's convention for errors. Whether a
// proposal can be bound is decided by reading it again: see emit_draft.c.
#include "propose.h"

#include <ctype.h>
#include <string.h>

// ------------------------------------------------------------------------- wishes
const char *wish_direction(const Wish *w)
{
    return w->by[MARK_IN].text ? "CB_IN" : w->by[MARK_OUT].text ? "CB_OUT"
           : w->by[MARK_INOUT].text ? "CB_INOUT" : NULL;
}

bool wish(Wish *w, MarkerId id, const char *text, bool guess)
{
    bool direction = id == MARK_IN || id == MARK_OUT || id == MARK_INOUT;
    if (w->by[id].text || (direction && wish_direction(w))) {
        return false;
    }
    w->by[id] = (Fact){ text, guess };
    return true;
}

static void add_note(Proposal *p, const char *fmt, va_list ap)
{
    const char *text = arena_vprintf(p->guesses.ctx->arena, fmt, ap);
    if (!strstr(p->guesses.s, text)) {
        text_printf(&p->guesses, "%s%s", p->guesses.n ? "; " : "", text);
    }
}

void guess_note(Proposal *p, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add_note(p, fmt, ap);
    va_end(ap);
}

void doubt_note(Proposal *p, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add_note(p, fmt, ap);
    va_end(ap);
    p->doubtful = true;
}

bool words_contain(const char *text, const char *words)
{
    for (; *text; text++) {
        for (const char *w = words; *w;) {
            size_t n = strcspn(w, " "), k = 0;
            while (k < n && tolower((unsigned char)text[k]) == w[k]) {
                k++;
            }
            if (k == n) {
                return true;
            }
            w += n + strspn(w + n, " ");
        }
    }
    return false;
}

// --------------------------------------------------------------- kinds of parameters
static bool is_file_type(const Type *t)
{
    return type_spelled(t, "FILE");
}

bool param_is_pointer(const Param *p)
{
    bool open = p->type->kind == TY_ARRAY && !p->type->length && !p->type->is_star;
    const Type *base = open || p->type->kind == TY_POINTER ? p->type->base : NULL;
    return base && !is_file_type(base)
           && (base->kind == TY_VOID || type_is_number(base));
}

bool param_is_count(const Param *p)
{
    return p->type->kind == TY_INT && !type_is_char(p->type) && p->decl->name;
}

bool param_is_count_pointer(const Param *p)
{
    return p->type->kind == TY_POINTER && p->type->base->kind == TY_INT
           && !type_is_char(p->type->base) && !element_is_bytes(p->type->base)
           && !(p->type->base->quals & Q_CONST) && p->decl->name;
}

// --------------------------------------------------------- comments of the original
static bool is_comment_line(Module *m, Original *o, size_t line)
{
    size_t n;
    const char *s = original_lines(m->ctx, o, line, line + 1, &n);
    s += strspn(s, " \t\r");
    return o->lines[line].in_comment || *s == '\n' || starts_with(s, "//")
           || starts_with(s, "/*");
}

// Lines [first, end) of the file in which d stands, counted from 0.
static Original *lines_of(Module *m, const Decl *d, size_t *first, size_t *end)
{
    Span start = { d->whole.start, d->whole.start + 1 };
    Span stop = { d->whole.end > d->whole.start ? d->whole.end - 1 : d->whole.start,
                  d->whole.end };
    const char *file = span_file(m->ctx, start);
    Original *o = file ? source_original(m->ctx, start, file) : NULL;
    int from = span_line(m->ctx, start), to = span_line(m->ctx, stop);
    if (!o || from < 1 || to < from || (size_t)to > o->n_lines) {
        return NULL;
    }
    *first = (size_t)from - 1;
    *end = (size_t)to;
    return o;
}

static const char *copy_lines(Module *m, Original *o, size_t from, size_t to)
{
    size_t n;
    const char *s = original_lines(m->ctx, o, from, to, &n);
    return arena_strndup(m->ctx->arena, s, n);
}

// The first of the lines of comments that stand before line `first`.
static size_t comments_from(Module *m, Original *o, size_t first)
{
    while (first > 0 && is_comment_line(m, o, first - 1)) {
        first--;
    }
    return first;
}

const char *comments_before(Module *m, const Decl *d)
{
    size_t first, end;
    Original *o = lines_of(m, d, &first, &end);
    return o ? copy_lines(m, o, comments_from(m, o, first), first) : "";
}

bool is_guess(Module *m, const Decl *d)
{
    size_t first, end, n = 0;
    Original *o = lines_of(m, d, &first, &end);
    const char *s = "";
    if (o) {
        s = original_lines(m->ctx, o, comments_from(m, o, first), first, &n);
    }
    while (n > 0 && (s[--n] != '/' || s[n + 1] != '*')) {
    }
    return starts_with(s + n, "/* guess: ");
}

static const char *comments_after(Module *m, const Decl *d)
{
    size_t first, end;
    Original *o = lines_of(m, d, &first, &end);
    if (!o) {
        return "";
    }
    size_t to = end;
    while (to < o->n_lines && is_comment_line(m, o, to)) {
        to++;
    }
    return copy_lines(m, o, end, to);
}

const char *declaration_lines(Module *m, const Decl *d)
{
    size_t first, end;
    Original *o = lines_of(m, d, &first, &end);
    return o ? copy_lines(m, o, first, end) : "";
}

// --------------------------------------------------------------------- attributes
// `__n`, the way of the C library's headers, is a keyword `n` in Python. A name that is
// a macro would be replaced when the binding is compiled.
static const char *printed_name(Module *m, const Function *f, const Decl *d)
{
    const char *name = d->name;
    const char *bare = name ? name + strspn(name, "_") : NULL;
    if (bare && bare > name && isalpha((unsigned char)*bare)) {
        const char *known = intern_z(m->ctx, bare);
        bool other = function_param(f, known) || map_get(m->unit->typedefs, known)
                     || name_tag(known) != KW_NONE;
        name = other ? name : known;
    }
    const Macro *macro = name ? map_get(m->unit->tokens->macro_by_name,
                                        intern_z(m->ctx, name)) : NULL;
    bool replaced = macro && !macro->undefined && !macro->function_like;
    return replaced ? arena_printf(m->ctx->arena, "%s_", name) : name;
}

static bool from_attribute(const Said *said, MarkerId id)
{
    return said->by[id] && said->by[id]->is_attribute;
}

static void propose_attributes(Module *m, Proposal *p)
{
    for (int i = 0; i < p->f->n_params; i++) {
        const Said *said = &p->f->params[i]->said;
        const MarkerId directions[] = { MARK_IN, MARK_OUT };
        const Type *t = p->f->params[i]->type;
        bool is_const = t->kind == TY_POINTER && t->base->quals & Q_CONST;
        for (size_t k = 0; k < 2; k++) {
            if (from_attribute(said, directions[k]) && !is_const) {
                wish(&p->params[i], directions[k], "", false);
            }
        }
        if (from_attribute(said, MARK_SHAPE) && said->shape) {
            const Param *n = said->shape->kind == EX_NAME
                                 ? function_param(p->f, said->shape->name) : NULL;
            wish(&p->params[i], MARK_SHAPE, n ? p->params[n->index].name
                                              : expr_text(m->ctx, said->shape), false);
        }
    }
    if (p->f->said.owned) {
        wish(&p->result, MARK_OWNED, expr_text(m->ctx, p->f->said.owned), false);
    }
}

// ------------------------------------------------------- the library's convention
static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && strcmp(s + n - k, end) == 0;
}

// Do both begin with the same n characters, in any case?
static bool begin_alike(const char *s, const char *name, size_t n)
{
    size_t k = 0;
    while (k < n && s[k] && tolower((unsigned char)s[k]) == tolower((unsigned char)name[k])) {
        k++;
    }
    return k == n;
}

static bool says_success(const char *name)
{
    return ends_with(name, "_OK") || ends_with(name, "_SUCCESS");
}

// Z_OK is zlib's, SQLITE_OK that of sqlite3_open(): is it the function's, too?
static bool is_success(const Module *m, const Function *f, const char *name)
{
    size_t n = says_success(name) ? (size_t)(strrchr(name, '_') - name) : 0;
    return n && (begin_alike(f->c_name, name, n) || begin_alike(m->name, name, n));
}

// The name of what stands for success in the function's result, or NULL.
static const char *success(const Module *m, const Function *f)
{
    const Type *t = f->type->base;
    for (const Enumerator *e = t->kind == TY_ENUM ? t->tag->enumerators : NULL; e;
         e = e->next) {
        const Constant *c = map_get(m->constant_by_name, e->name);
        if (c && c->value.number == 0 && says_success(e->name)) {
            return e->name;
        }
    }
    bool boolean = t->spelled && words_contain(t->spelled->name, "bool");
    for (const Constant *c = m->constants; c && t->kind == TY_INT && !boolean;
         c = c->next) {
        if (c->value.kind == CV_INT && c->value.number == 0
            && is_success(m, f, c->c_name)) {
            return c->c_name;
        }
    }
    return NULL;
}

// Are the library's other codes negative? Those that begin as its OK does.
static bool errors_are_negative(const Module *m, const char *ok)
{
    size_t prefix = (size_t)(strrchr(ok, '_') - ok) + 1;
    for (const Constant *c = m->constants; c; c = c->next) {
        if (c->value.kind == CV_INT && !c->value.is_unsigned
            && (int64_t)c->value.number < 0
            && strncmp(c->c_name, ok, prefix) == 0) {
            return true;
        }
    }
    return false;
}

static Checked *checked_typedef(Proposals *all, const char *type, const char *condition,
                                const char *why)
{
    Context *ctx = all->m->ctx;
    int number = 1;
    Checked **end = &all->checked;
    for (; *end; end = &(*end)->next, number++) {
        if (strcmp((*end)->type, type) == 0
            && strcmp((*end)->condition, condition) == 0) {
            return *end;
        }
    }
    Checked *c = NEW(ctx, Checked);
    const char *name;
    do {
        name = intern_z(ctx, number == 1
                        ? arena_printf(ctx->arena, "%s_checked", all->m->name)
                        : arena_printf(ctx->arena, "%s_checked%d", all->m->name,
                                       number));
        number++;
    } while (map_get(all->m->declared, name) || map_get(all->m->unit->typedefs, name));
    *c = (Checked){ .name = name, .type = type, .condition = condition, .why = why,
                    .text = "\"code %d\", (int)return" };
    *end = c;
    return c;
}

static bool gives_by_pointer(const Proposal *p)
{
    for (int i = 0; i < p->f->n_params; i++) {
        if (p->params[i].by[MARK_OUT].text || p->params[i].by[MARK_INOUT].text) {
            return true;
        }
    }
    return false;
}

// What @return says: NULL when it speaks of no status.
static const char *documented_condition(const char *text)
{
    const char *at = strstr(text, "return");
    at = at ? at : strstr(text, "Return");
    if (!at) {
        return NULL;
    }
    if (strstr(at, "-1 on error") || strstr(at, "-1 on failure")
        || strstr(at, "negative on error") || strstr(at, "negative value on error")
        || strstr(at, "negative error code")) {
        return "return < 0";
    }
    return strstr(at, "0 on success") || strstr(at, "zero on success")
           || strstr(at, "0 if successful") ? "return != 0" : NULL;
}

// Does the result look like a number that is wanted for itself?
static bool named_as_value(const char *name)
{
    return words_contain(name, "count number version used size length bound cmp "
                               "compare check complete threadsafe sleep like glob "
                               "memory boolean is_ has_ get_");
}

// `unsigned X_isError(size_t code)` knows which results are errors: X_isError, or NULL.
static const Function *error_test(const Module *m, const Proposal *p)
{
    const Function *found = NULL;
    for (const Function *f = m->functions; f; f = f->next) {
        bool one = f->n_params == 1 && f->type->base->kind == TY_INT && f != p->f;
        if (one && type_same(f->params[0]->type, p->f->type->base)
            && (ends_with(f->c_name, "_isError")
                || ends_with(f->c_name, "_is_error"))) {
            found = f;
        }
    }
    return found;
}

// `const char *X_getErrorName(size_t code)`
static const Function *error_text(const Module *m, const Function *test)
{
    for (const Function *f = m->functions; f; f = f->next) {
        const Type *t = f->type->base;
        bool text = t->kind == TY_POINTER && t->base->quals & Q_CONST
                    && type_is_char(t->base);
        if (text && f->n_params == 1 && words_contain(f->c_name, "error")
            && type_same(f->params[0]->type, test->params[0]->type)) {
            return f;
        }
    }
    return NULL;
}

static bool propose_error_test(Proposals *all, Proposal *p)
{
    Context *ctx = all->m->ctx;
    bool does = false;
    for (int i = 0; i < p->f->n_params; i++) {
        does = does || p->f->params[i]->type->kind == TY_POINTER;
    }
    const Function *test = does ? error_test(all->m, p) : NULL;
    const Function *text = test ? error_text(all->m, test) : NULL;
    if (text) {
        const char *type = type_declare(ctx, type_unqualified(ctx, p->f->type->base),
                                        NULL);
        const char *condition = arena_printf(ctx->arena, "%s(return)", test->c_name);
        const char *why = arena_printf(ctx->arena, "%s() knows errors", test->c_name);
        p->checked = checked_typedef(all, type, condition, why);
        p->checked->text = arena_printf(ctx->arena, "\"%%s\", %s(return)",
                                        text->c_name);
        guess_note(p, "an error raises: %s", why);
    }
    return text != NULL;
}

static void propose_status(Proposals *all, Proposal *p)
{
    Module *m = all->m;
    const Type *t = p->f->type->base;
    if ((t->kind != TY_INT && t->kind != TY_ENUM) || propose_error_test(all, p)) {
        return;
    }
    bool is_signed = t->kind == TY_ENUM || type_int_signed(&m->target, t);
    const char *own = comments_before(m, p->f->decl);
    all->comment = *own ? own : all->comment;       // one may speak of several
    const char *before = all->comment;
    const char *around = arena_printf(m->ctx->arena, "%s%s", before,
                                      comments_after(m, p->f->decl));
    const char *ok = success(m, p->f);
    const char *condition = documented_condition(before), *why = "its comment says so";
    bool plain = t->kind == TY_ENUM || t->int_kind == INT_INT;
    if (!condition && ok && plain && !named_as_value(p->f->c_name)
        && (strstr(around, ok) || gives_by_pointer(p))) {
        bool negative = errors_are_negative(m, ok);
        condition = negative ? "return < 0" : "return != 0";
        why = arena_printf(m->ctx->arena, "%s is 0%s", ok,
                           negative ? ", errors are negative" : "");
    }
    bool counts = false;
    for (int i = 0; i < p->f->n_params; i++) {
        const char *length = p->params[i].by[MARK_LEN].text;
        counts = counts || (length && strcmp(length, "return") == 0);
    }
    if (counts && is_signed) {
        condition = "return < 0";
        why = "a length cannot be negative";
    }
    if (condition && (is_signed || strchr(condition, '!'))) {
        const char *type = type_declare(m->ctx, type_unqualified(m->ctx, t), NULL);
        p->checked = checked_typedef(all, type, condition, why);
        guess_note(p, "an error raises: %s", why);
    }
}

// -------------------------------------------------------------------------- owners
// A `char *` that is not const is the caller's to free: with PREFIX_free, if there is.
static void propose_owner(Module *m, Proposal *p)
{
    const Type *t = p->f->type->base;
    if (t->kind != TY_POINTER || t->base->quals & Q_CONST || !type_is_char(t->base)
        || p->result.by[MARK_OWNED].text) {
        return;
    }
    const Function *found = NULL;           // g_free(), not g_mutex_locker_free()
    for (const Function *f = m->functions; f; f = f->next) {
        const Type *a = f->n_params == 1 ? f->params[0]->type : NULL;
        bool takes = a && a->kind == TY_POINTER
                     && (a->base->kind == TY_VOID || type_is_char(a->base))
                     && !(a->base->quals & Q_CONST);
        if (takes && f->type->base->kind == TY_VOID
            && words_contain(f->c_name, "free destroy release")
            && (!found || strlen(f->c_name) < strlen(found->c_name))) {
            found = f;
        }
    }
    if (found) {
        wish(&p->result, MARK_OWNED, found->c_name, true);
        doubt_note(p, "the result is the caller's, who frees it with %s()",
                   found->c_name);
    }
}

Proposals *propose(Context *ctx, Unit *unit)
{
    Proposals *all = NEW(ctx, Proposals);
    all->m = lower_declared(ctx, unit);
    all->comment = "";
    Proposal **end = &all->proposals;
    for (Function *f = all->m->functions; f; f = f->next) {
        Proposal *p = NEW(ctx, Proposal);
        p->f = f;
        p->params = arena_alloc(ctx->arena, (size_t)(f->n_params + 1) * sizeof(Wish));
        text_init(&p->guesses, ctx);
        for (int i = 0; i < f->n_params; i++) {
            p->params[i].name = printed_name(all->m, f, f->params[i]->decl);
        }
        propose_attributes(all->m, p);
        propose_texts(all->m, p);
        propose_names(all->m, p);
        propose_objects(all->m, p);
        propose_owner(all->m, p);
        propose_status(all, p);
        *end = p;
        end = &p->next;
    }
    return all;
}
