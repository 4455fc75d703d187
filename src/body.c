// SPDX-License-Identifier: MIT
// body.c: whether the GIL is worth releasing around a function, from the tokens of its
// body: straight (no loop, calls only straight functions and libm's), closed (loops,
// calls only closed functions and known ones of the C library), open (anything else, or
// no body was seen). The attribute `pure` makes an open one closed.
//
// In: bodies in all units. Out: Function.gil_class, gil_reason, uses_runtime. When in
// doubt a body is open: releasing is always right, only slower.
#include "ir.h"

#include <string.h>

typedef struct Body {
    struct Body *next;          // another definition of that name (static, other file)
    Decl *decl;
    Unit *unit;
    bool read;                  // what follows is known of its own tokens
    bool loops;
    bool long_call;             // calls what may take longer than libm does
    const char *open;           // why it is open, or NULL
    struct Body *open_by;       // … it calls this one, which is open
    bool calls_back;            // calls a pointer that its caller gave to it
    bool runtime;               // may reach cb_raise, cb_check or cb_scratch
    bool values;                // mentions cb_value, or calls what does
    VEC(const char *) calls;    // interned, each once
    VEC(struct Body *) callers; // of those that were followed
    enum { NOT_FOLLOWED, BEING_FOLLOWED, FOLLOWED } state;
    size_t next_call;           // while its calls are followed
    struct Body *next_callee;   // … of the name before that
    bool waits;                 // its callers are to hear of it
} Body;

typedef struct {
    Module *m;
    Map *bodies;                // name -> Body
    Map *libc;                  // names of libc.def
    bool any_runtime;           // some body of the module mentions the runtime
    Tokens buffer;              // of the body that is read
    Map *last_caller;           // name -> the last Body that was seen to call it
    VEC(Body *) path;           // from an exported function to what it calls, and so on
    VEC(Body *) news;           // those that wait
} Scan;

// ------------------------------------------------------------------- one body
static bool is_word(const Token *t, const char *const *words)
{
    for (; t->name && *words; words++) {
        if (strcmp(t->name, *words) == 0) {
            return true;
        }
    }
    return false;
}

// Words that stand before `(` and are no calls.
static bool is_keyword(const Token *t)
{
    static const char *const words[] = {
        "if", "while", "for", "switch", "return", "sizeof", "do", "else", "case",
        "_Alignof", "alignof", "_Generic", "typeof", "__typeof__", "__attribute__",
        "_Static_assert", "static_assert", "__extension__", "_Alignas", "alignas",
        "__real__", "__imag__", NULL,
    };
    return is_word(t, words);
}

static const char *opening_word(const Token *t)
{
    static const char *const words[] = { "volatile", "__volatile__", "_Atomic", "asm",
                                         "__asm__", "__asm", NULL };
    return is_word(t, words) ? t->name : NULL;
}

static bool is_loop(const Token *t)
{
    static const char *const words[] = { "for", "while", "do", "goto", NULL };
    return is_word(t, words);
}

static bool is_type_word(const Unit *unit, const Token *t)
{
    static const char *const words[] = {
        "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned",
        "const", "_Bool", "bool", "_Complex", "struct", "union", "enum", "__int128",
        "restrict", "_Float16", NULL,
    };
    return is_word(t, words) || (t->name && map_get(unit->typedefs, t->name));
}

// tokens[close] is `)` and `(` follows: a cast `(T)(x)`, or a call through a pointer?
static bool is_cast(const Unit *unit, const Token *tokens, size_t close)
{
    int depth = 0;
    for (size_t i = close; i > 0; i--) {
        depth += tokens[i].kind == TK_RPAREN;
        depth -= tokens[i].kind == TK_LPAREN;
        if (depth == 0) {
            const Token *before = &tokens[i - 1];
            bool condition = before->name && is_keyword(before);
            return condition || is_type_word(unit, &tokens[i + 1]);
        }
    }
    return false;
}

static void add_call(Scan *s, Body *b, const char *name)
{
    if (map_get(s->last_caller, name) != b) {
        map_put(s->last_caller, name, b);
        *vec_push(s->m->ctx, &b->calls) = name;
    }
}

static void scan_call(Scan *s, Body *b, const Token *t, bool member)
{
    if (member) {
        b->open = "calls through a pointer";
    } else if (starts_with(t->name, "cb_")) {
        b->runtime = true;
        s->any_runtime = true;
        if (strcmp(t->name, "cb_check") == 0) {
            b->open = "asks cb_check whether to stop";
        }
    } else if (!starts_with(t->name, "__builtin_") || strstr(t->name, "_mem")
               || strstr(t->name, "_str")) {
        add_call(s, b, t->name);
    }
}

// The type, and the functions that want an attached thread.
static bool is_value_word(const Token *t)
{
    static const char *const words[] = {
        "cb_value", "cb_none", "cb_bool", "cb_int", "cb_float", "cb_str", "cb_bytes",
        "cb_list", "cb_dict", "cb_tuple", "cb_array", "cb_append", "cb_put", "cb_kind",
        "cb_to_int", "cb_to_float", "cb_to_str", "cb_to_bytes", "cb_size", "cb_item",
        "cb_find", "cb_next", "cb_get", "cb_call", "cb_import", "cb_raise_value",
        "cb_release", "cb_acquire", NULL,
    };
    return is_word(t, words);
}

// A parameter of a function that Python calls: what it calls is a callback, which
// attaches the thread by itself. Those of static functions may be anything.
static bool is_callback(const Decl *d, const Token *t)
{
    bool exported = !(d->storage & ST_STATIC) || d->storage & ST_INLINE;
    for (const Decl *p = d->type->params; exported && p; p = p->next) {
        const Type *type = p->type->kind == TY_POINTER ? p->type->base : p->type;
        if (p->name == t->name && type->kind == TY_FUNCTION) {
            return true;
        }
    }
    return false;
}

static void scan_body(Scan *s, Body *b)
{
    if (b->read) {
        return;
    }
    b->read = true;
    decl_recall(s->m->ctx, b->unit, b->decl);
    TokenRange body = lex_span_into(s->m->ctx, b->decl->body, &s->buffer);
    for (size_t i = 0; i + 1 < body.n; i++) {
        const Token *t = &body.at[i], *next = t + 1;
        const char *word = opening_word(t);
        if (word) {
            b->open = arena_printf(s->m->ctx->arena, "uses %s", word);
        }
        b->loops = b->loops || is_loop(t);
        b->values = b->values || is_value_word(t);
        if (next->kind != TK_LPAREN) {
            continue;
        }
        bool member = i && (t[-1].kind == TK_DOT || t[-1].kind == TK_ARROW);
        if (t->kind == TK_IDENT && !member && is_callback(b->decl, t)) {
            b->calls_back = true;
        } else if (t->kind == TK_IDENT && !is_keyword(t) && !is_type_word(b->unit, t)) {
            scan_call(s, b, t, member);
        } else if (t->kind == TK_RBRACKET
                   || (t->kind == TK_RPAREN && !is_cast(b->unit, body.at, i))) {
            b->open = "calls through a pointer";
        }
    }
}

// A look at the text spares most bodies from being read.
bool body_mentions(Context *ctx, const Decl *d, const char *beginning)
{
    size_t n = strlen(beginning), left = d->body.end - d->body.start;
    const char *text = span_text(ctx, d->body), *end = text + left;
    for (; (text = memchr(text, *beginning, (size_t)(end - text))) != NULL; text++) {
        if ((size_t)(end - text) >= n && memcmp(text, beginning, n) == 0) {
            return true;
        }
    }
    return false;
}

static void collect(Scan *s, Unit *unit)
{
    for (size_t i = 0; i < unit->decls.n; i++) {
        Decl *d = unit->decls.at[i];
        if (d->kind != DECL_FUNCTION || !d->body.end || !d->name
            || starts_with(d->name, "cb_")) {
            continue;
        }
        Body *b = NEW(s->m->ctx, Body);
        b->next = map_get(s->bodies, d->name);
        map_put(s->bodies, d->name, b);
        b->decl = d;
        b->unit = unit;
        if (body_mentions(s->m->ctx, d, "cb_")) {
            scan_body(s, b);
        }
    }
}

// -------------------------------------------------------------- through the calls
typedef enum { UNKNOWN, LIBRARY, MATH } LibcKind;
static const char is_library[] = "library", is_math[] = "math";

static LibcKind libc_kind(const Scan *s, const char *name)
{
    size_t n = strlen(name);
    bool variant = n > 2 && (name[n - 1] == 'f' || name[n - 1] == 'l');
    const char *kind = map_get(s->libc, name);
    if (!kind && variant) {
        kind = map_get(s->libc, intern(s->m->ctx, name, n - 1));
    }
    if (starts_with(name, "__builtin_")) {
        return LIBRARY;
    }
    return kind == is_math ? MATH : kind ? LIBRARY : UNKNOWN;
}

static void tell(Scan *s, Body *b)
{
    if (!b->waits) {
        b->waits = true;
        *vec_push(s->m->ctx, &s->news) = b;
    }
}

// What a body says of who calls it; true when that is news.
static bool hear(Scan *s, Body *b, Body *callee)
{
    const bool long_call = callee->loops || callee->long_call;
    const bool open = callee->open && !b->open;
    const bool runtime = callee->runtime || (open && s->any_runtime);
    if ((b->long_call || !long_call) && !open && (b->runtime || !runtime)
        && (b->values || !callee->values)) {
        return false;
    }
    b->long_call = b->long_call || long_call;
    b->runtime = b->runtime || runtime;
    b->values = b->values || callee->values;
    if (open) {
        b->open = callee->open;
        b->open_by = callee;
    }
    return true;
}

// A name that no body has.
static void call_outside(Scan *s, Body *b, const char *name)
{
    const LibcKind known = libc_kind(s, name);
    if (known == UNKNOWN && !b->open) {
        b->open = arena_printf(s->m->ctx->arena, "calls %s", name);
    }
    b->long_call = b->long_call || known != MATH;
}

static void begin(Scan *s, Body *b)
{
    b->state = BEING_FOLLOWED;
    scan_body(s, b);
    *vec_push(s->m->ctx, &s->path) = b;
}

// The next body that b calls, NULL behind the last one.
static Body *next_callee(Scan *s, Body *b)
{
    Body *callee = b->next_callee;
    while (callee == NULL && b->next_call < b->calls.n) {
        const char *name = b->calls.at[b->next_call++];
        callee = map_get(s->bodies, name);
        if (callee == NULL) {
            call_outside(s, b, name);
        }
    }
    b->next_callee = callee == NULL ? NULL : callee->next;
    return callee;
}

// Its calls, and theirs, however deep: each body is followed once. What calls itself, be
// it through others, may take long.
static void follow(Scan *s, Body *first)
{
    begin(s, first);
    while (s->path.n > 0) {
        Body *b = s->path.at[s->path.n - 1];
        Body *callee = next_callee(s, b);
        if (callee == NULL) {
            b->state = FOLLOWED;
            b->runtime = b->runtime || (b->open && s->any_runtime);
            tell(s, b);
            s->path.n--;
            continue;
        }
        *vec_push(s->m->ctx, &callee->callers) = b;
        if (callee->state == NOT_FOLLOWED) {
            begin(s, callee);
        } else if (callee->state == BEING_FOLLOWED) {
            b->long_call = true;
        } else {
            hear(s, b, callee);         // b tells its callers in the end
        }
    }
}

// Each fact goes from a body to its callers, until nobody hears anything new.
static void classify(Scan *s, Body *b)
{
    if (b->state == NOT_FOLLOWED) {
        follow(s, b);
    }
    for (size_t i = 0; i < s->news.n; i++) {
        Body *callee = s->news.at[i];
        callee->waits = false;
        for (size_t k = 0; k < callee->callers.n; k++) {
            if (hear(s, callee->callers.at[k], callee)) {
                tell(s, callee->callers.at[k]);
            }
        }
    }
    s->news.n = 0;
}

static GilClass gil_class(const Body *b)
{
    return b->open ? GIL_OPEN : b->loops || b->long_call ? GIL_CLOSED : GIL_STRAIGHT;
}

// "calls f, which calls g, which uses asm"; of a long way its beginning.
static const char *open_reason(Scan *s, const Body *b)
{
    enum { NAMES = 8 };
    Text t;
    text_init(&t, s->m->ctx);
    for (int i = 0; b->open_by && i < NAMES; i++) {
        b = b->open_by;
        text_printf(&t, "calls %s, which ", b->decl->name);
    }
    text_add(&t, b->open);
    return t.s;
}

static const char *closed_reason(Scan *s, const Body *b)
{
    Text t;
    text_init(&t, s->m->ctx);
    text_add(&t, b->loops ? "loops" : "");
    if (b->calls_back) {
        text_printf(&t, "%scalls back", b->loops ? "; " : "");
    }
    for (size_t i = 0; i < b->calls.n; i++) {
        text_printf(&t, "%s%s", i ? ", " : t.n ? "; calls only " : "calls only ",
                    b->calls.at[i]);
    }
    return t.s;
}

// Declared in a header that is not exported: a library's, which knows no cb_raise.
static bool is_library_function(const Module *m, const Function *f)
{
    for (size_t i = 0; i < f->others.n; i++) {
        if (!file_is_exported(m, f->others.at[i]->span)) {
            return true;
        }
    }
    return false;
}

// A callable that gives a value gives it to the call that runs.
static void add_from_python(Scan *s)
{
    for (const Callback *c = s->m->callbacks; c; c = c->next) {
        if (!c->param && function_mentions_value(c->function)) {
            Body *b = NEW(s->m->ctx, Body);
            b->state = FOLLOWED;
            b->values = b->runtime = true;
            map_put(s->bodies, c->function->c_name, b);
        }
    }
}

// Objects are touched with the GIL held, whatever the body is like.
static void hold_for_values(Function *f)
{
    f->uses_values = f->uses_runtime = true;
    f->gil_class = GIL_STRAIGHT;
    f->gil_reason = "it uses Python values";
}

// C that keeps callbacks may call them from any function that is not closed.
static bool may_call_back(const Scan *s, bool open)
{
    return s->m->callbacks && open;
}

static void classify_function(Scan *s, Function *f)
{
    Body *b = map_get(s->bodies, f->c_name);
    if (!b) {
        f->gil_class = GIL_OPEN;
        f->gil_reason = "its body is not seen";
        f->uses_runtime = s->any_runtime && !is_library_function(s->m, f);
        if (function_mentions_value(f)) {
            hold_for_values(f);
        }
        return;
    }
    classify(s, b);
    f->gil_class = gil_class(b);
    f->uses_runtime = b->runtime;
    f->gil_reason = f->gil_class == GIL_OPEN ? open_reason(s, b)
                    : f->gil_class == GIL_CLOSED ? closed_reason(s, b)
                    : b->calls_back ? "no loop; calls back"
                    : b->calls.n ? "no loop; calls only what ends at once"
                    : "no loop, no call";
    if (b->values || function_mentions_value(f)) {
        hold_for_values(f);
    }
}

// The author's word for what no body shows.
static void trust_pure(Function *f)
{
    if (f->pure && f->gil_class == GIL_OPEN) {
        f->gil_class = GIL_CLOSED;
        f->gil_reason = "pure";
    }
}

// Items by index ask for the length first, in the same call.
static void ask_length(Function *f)
{
    const Function *length = special_length(f);
    if (length) {
        f->uses_runtime = f->uses_runtime || length->uses_runtime || length->raises;
        if (length->uses_values && !f->uses_values) {
            hold_for_values(f);
        }
    }
}

// ------------------------------------------------------------ what frees something
static bool is_loud(Scan *s, const char *name)
{
    Function *f = map_get(s->m->function_by_name, name);
    Body *b = map_get(s->bodies, name);
    if (f) {
        classify_function(s, f);
        return f->uses_runtime || f->raises || may_call_back(s, f->gil_class == GIL_OPEN);
    }
    if (!b) {
        return may_call_back(s, libc_kind(s, name) == UNKNOWN);
    }
    classify(s, b);
    return b->runtime || b->values || may_call_back(s, b->open != NULL);
}

static void note_calls(Scan *s, const Expr *e)
{
    if (!e) {
        return;
    }
    if (e->kind == EX_CALL && e->name && is_loud(s, e->name)) {
        map_put(s->m->loud, e->name, (void *)e);
    }
    for (const Expr *a = e->a; a; a = e->kind == EX_CALL ? a->next : NULL) {
        note_calls(s, a);
    }
    note_calls(s, e->b);
    note_calls(s, e->c);
}

static void note_owner(Scan *s, const Expr *owner)
{
    if (owner && owner->kind == EX_NAME && is_loud(s, owner->name)) {
        map_put(s->m->loud, owner->name, (void *)owner);
    }
    note_calls(s, owner);
}

static void note_owners(Scan *s)
{
    for (const Class *c = s->m->classes; c; c = c->next) {
        note_owner(s, c->destroy);
    }
    for (const Function *f = s->m->functions; f; f = f->next) {
        note_owner(s, f->result.owned);
        for (int i = 0; i < f->n_params; i++) {
            note_owner(s, f->params[i]->value.owned);
        }
    }
}

bool owner_is_loud(const Module *m, const Expr *e)
{
    bool loud = m->loud && e && (e->kind == EX_NAME || e->kind == EX_CALL) && e->name
                && map_get(m->loud, e->name);
    if (!m->loud || !e) {
        return false;
    }
    for (const Expr *a = e->a; a && !loud; a = e->kind == EX_CALL ? a->next : NULL) {
        loud = owner_is_loud(m, a);
    }
    return loud || owner_is_loud(m, e->b) || owner_is_loud(m, e->c);
}

const Function *owner_function(const Module *m, const Expr *e)
{
    const bool called = e->kind == EX_NAME || (e->kind == EX_CALL && e->name);
    const Function *f = called ? map_get(m->function_by_name, e->name) : NULL;
    int n = e->kind == EX_NAME;
    for (const Expr *a = e->kind == EX_CALL ? e->a : NULL; a; a = a->next) {
        n++;
    }
    return f && f->raises && f->n_params == n ? f : NULL;
}

void body_classify(Module *m)
{
    if (m->functions == NULL && m->hooks == NULL) {
        return;
    }
    m->loud = map_new(m->ctx);
    static const struct { const char *name, *kind; } libc[] = {
#define LIBC(name) { #name, is_library },
#define LIBM(name) { #name, is_math },
#include "libc.def"
#undef LIBM
#undef LIBC
    };
    Scan s = { .m = m, .bodies = map_new(m->ctx), .libc = map_new(m->ctx),
               .last_caller = map_new(m->ctx) };
    for (size_t i = 0; i < sizeof libc / sizeof *libc; i++) {
        map_put(s.libc, intern_z(m->ctx, libc[i].name),
                (void *)(uintptr_t)libc[i].kind);
    }
    collect(&s, m->unit);
    for (size_t i = 0; i < m->n_bodies; i++) {
        collect(&s, m->bodies[i]);
    }
    add_from_python(&s);
    for (Function *f = m->functions; f; f = f->next) {
        classify_function(&s, f);
        trust_pure(f);
        f->uses_runtime = f->uses_runtime || may_call_back(&s, f->gil_class == GIL_OPEN);
        for (int i = 0; i < f->n_params; i++) {
            f->uses_runtime = f->uses_runtime
                              || f->params[i]->value.conv == CONV_CALLBACK;
        }
    }
    for (Function *f = m->functions; f; f = f->next) {
        ask_length(f);
    }
    for (Function *f = m->hooks; f; f = f->next) {
        classify_function(&s, f);
        f->uses_runtime = f->uses_runtime || may_call_back(&s, f->gil_class == GIL_OPEN);
    }
    note_owners(&s);
}
