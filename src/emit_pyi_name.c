// SPDX-License-Identifier: MIT
// emit_pyi_name.c: names in the type stub. What the module, or the body of a class, calls
// `list` is not what an annotation means by it: that then says builtins.list; words of
// typing and NumPy, and the module's own types, get an alias with an underscore.
//
// In: annotations as the ir writes them (own types as `module.list` where that is needed).
// Out: the same as it must stand in the stub, and the imports for it.
#include "emit_stub.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const Word vocabulary[] = {
#define WORD(word, module) { word, module, false, false },
#include "words.def"
#undef WORD
};
enum { N_WORDS = sizeof vocabulary / sizeof *vocabulary };
_Static_assert((int)N_WORDS <= (int)STUB_WORDS, "room for all words");

typedef struct {                // part of an annotation
    const char *s;
    size_t n;
} Slice;

static bool is_called(const char *name, Slice word)
{
    return name && strlen(name) == word.n && memcmp(name, word.s, word.n) == 0;
}

// ------------------------------------------------------------------ what is hidden
static void add_name(const Stub *s, Map *to, const char *name)
{
    const char *key = name ? intern_z(s->m->ctx, name) : NULL;
    if (key) {
        map_put(to, key, (void *)(uintptr_t)key);
    }
}

// A field, a method, a property, a constant.
static void add_members(const Stub *s, const Class *c, Map *to)
{
    add_name(s, to, "close");
    add_name(s, to, "dtype");
    for (size_t k = 0; k < c->fields.n; k++) {
        add_name(s, to, c->fields.at[k].py_name);
    }
    for (size_t k = 0; k < c->properties.n; k++) {
        add_name(s, to, c->properties.at[k].py_name);
    }
    for (size_t k = 0; k < c->functions.n; k++) {
        add_name(s, to, c->functions.at[k]->py_name);
    }
    for (size_t k = 0; k < c->constants.n; k++) {
        add_name(s, to, c->constants.at[k]->py_name);
    }
}

static bool is_in(const Stub *s, const Map *names, Slice name)
{
    return map_get(names, intern(s->m->ctx, name.s, name.n)) != NULL;
}

static bool is_own_type(const Stub *s, Slice name)
{
    return is_in(s, s->types, name);
}

// In the body of the class where the next line stands.
static bool is_member(const Stub *s, Slice name)
{
    return s->inside && is_in(s, s->inside_members, name);
}

static void add_types(const Stub *s, Map *to)
{
    for (const Class *c = s->m->classes; c; c = c->next) {
        add_name(s, to, c->foreign ? NULL : c->py_name);
    }
    for (const Enum *e = s->m->enums; e; e = e->next) {
        add_name(s, to, e->py_name);
    }
}

// What else the module has.
static void add_globals(const Stub *s, Map *to)
{
    for (const Function *f = s->m->functions; f; f = f->next) {
        add_name(s, to, f->class ? NULL : f->py_name);
    }
    for (const Constant *k = s->m->constants; k; k = k->next) {
        add_name(s, to, k->class ? NULL : k->py_name);
    }
    for (const Exception *e = s->m->exceptions; e; e = e->next) {
        add_name(s, to, e->name);
    }
}

void stub_names(Stub *s)
{
    Map *globals = map_new(s->m->ctx);
    s->types = map_new(s->m->ctx);
    s->members = map_new(s->m->ctx);
    add_types(s, s->types);
    add_globals(s, globals);
    for (const Class *c = s->m->classes; c; c = c->next) {
        if (!c->foreign) {
            add_members(s, c, s->members);
        }
    }
    memcpy(s->words, vocabulary, sizeof vocabulary);
    for (size_t i = 0; i < N_WORDS; i++) {
        Word *w = &s->words[i];
        const Slice name = { w->word, strlen(w->word) };
        w->outside = is_own_type(s, name) || is_in(s, globals, name);
        w->anywhere = w->outside || is_in(s, s->members, name);
    }
}

void stub_enter(Stub *s, const Class *c)
{
    s->inside = c;
    s->inside_members = map_new(s->m->ctx);
    if (c) {
        add_members(s, c, s->inside_members);
    }
}

static const Word *find_word(const Stub *s, Slice name)
{
    for (size_t i = 0; i < N_WORDS; i++) {
        if (is_called(s->words[i].word, name)) {
            return &s->words[i];
        }
    }
    return NULL;
}

// -------------------------------------------------------------------- what is said
static bool is_aliased(const Word *w)
{
    return w->module && w->anywhere;
}

static const char *alias_of(const Stub *s, const Word *w)
{
    return is_aliased(w) ? arena_printf(s->m->ctx->arena, "_%s", w->word) : w->word;
}

const char *stub_builtin(const Stub *s, const char *name)
{
    const char *builtins = alias_of(s, find_word(s, (Slice){ "builtins", 8 }));
    return arena_printf(s->m->ctx->arena, "%s.%s", builtins, name);
}

const char *stub_own(const Stub *s, const char *name)
{
    const Slice word = { name, strlen(name) };
    return is_member(s, word)
           ? arena_printf(s->m->ctx->arena, "_%s", name) : name;
}

void emit_alias(const Stub *s, const char *name, Text *out)
{
    if (is_in(s, s->members, (Slice){ name, strlen(name) })) {
        text_printf(out, "_%s = %s\n\n", name, name);
    }
}

static Slice next_word(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_' || (s[n] & 0x80)) {
        n++;
    }
    return (Slice){ s, n };
}

static const char *word_text(const Stub *s, Slice word)
{
    const char *text = arena_strndup(s->m->ctx->arena, word.s, word.n);
    const Word *w = find_word(s, word);
    if (!w) {
        return is_own_type(s, word) ? stub_own(s, text) : text;
    }
    bool hidden = !w->module && (w->outside || is_member(s, word));
    return hidden ? stub_builtin(s, text) : alias_of(s, w);
}

// How many characters of `type` are a string, which stays as it is, or what follows the
// dot of another name; 0: neither.
static size_t verbatim(const char *type)
{
    if (*type == '\'' || *type == '"') {
        const char *end = strchr(type + 1, *type);
        return end ? (size_t)(end + 1 - type) : strlen(type);
    }
    return *type == '.' ? 1 + next_word(type + 1).n : 0;
}

const char *qualified(const Stub *s, const char *type)
{
    Text t;
    text_init(&t, s->m->ctx);
    while (*type) {
        Slice word = next_word(type);
        size_t n = word.n ? word.n : verbatim(type);
        Slice member = word.n && type[n] == '.' ? next_word(type + n + 1) : (Slice){ type, 0 };
        if (member.n && is_called(s->m->name, word) && is_own_type(s, member)) {
            text_add(&t, stub_own(s, arena_strndup(s->m->ctx->arena, member.s, member.n)));
            n += 1 + member.n;
        } else if (word.n) {
            text_add(&t, word_text(s, word));
        } else {
            n = n ? n : 1;
            text_addn(&t, type, n);
        }
        type += n;
    }
    return t.s;
}

// ---------------------------------------------------------------------- imports
static bool mentions(const char *text, const char *word, bool as_module)
{
    size_t n = strlen(word);
    for (const char *p = text; (p = strstr(p, word)) != NULL; p += n) {
        bool before = p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '_'
                                   || p[-1] == '.');
        bool after = isalnum((unsigned char)p[n]) || p[n] == '_';
        if (!before && !after && (!as_module || p[n] == '.')) {
            return true;
        }
    }
    return false;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// `import a` of whole modules, in order, each once.
static void import_modules(const Stub *s, const char *body)
{
    Context *ctx = s->m->ctx;
    VEC(const char *) names = {0};
    for (size_t i = 0; i < N_WORDS; i++) {
        const Word *w = &s->words[i];
        if (w->module && !*w->module && mentions(body, alias_of(s, w), true)) {
            *vec_push(ctx, &names) = w->anywhere
                ? arena_printf(ctx->arena, "%s as _%s", w->word, w->word) : w->word;
        }
    }
    for (const Exception *e = s->m->exceptions; e; e = e->next) {
        const char *dot = e->base_path ? strrchr(e->base_path, '.') : NULL;
        if (dot) {
            *vec_push(ctx, &names) = arena_strndup(ctx->arena, e->base_path,
                                                   (size_t)(dot - e->base_path));
        }
    }
    for (const Class *c = s->m->classes; c; c = c->next) {
        if (c->foreign && mentions(body, c->foreign, false)) {
            *vec_push(ctx, &names) = foreign_module(s->m, c);
        }
    }
    if (names.n) {
        qsort(names.at, names.n, sizeof *names.at, by_text);
    }
    for (size_t i = 0; i < names.n; i++) {
        if (i == 0 || strcmp(names.at[i - 1], names.at[i]) != 0) {
            text_printf(s->out, "import %s\n", names.at[i]);
        }
    }
}

// `from a import b, c`, and NumPy; those that come with Python first.
static void import_words(const Stub *s, const char *body)
{
    const char *open = "";      // the module whose line is being written
    bool standard = true;       // the words of the standard library come first
    bool separated = false;
    for (size_t i = 0; i < N_WORDS; i++) {
        const Word *w = &s->words[i];
        bool numpy = strcmp(w->word, "np") == 0;
        standard = standard && !numpy;
        if (!w->module || !*w->module || !mentions(body, alias_of(s, w), false)) {
            continue;
        }
        if (strcmp(open, w->module) == 0 && !w->anywhere) {
            text_printf(s->out, ", %s", w->word);
        } else {
            text_add(s->out, *open ? "\n" : "");
            text_add(s->out, !standard && !separated && s->out->n ? "\n" : "");
            separated = separated || !standard;
            text_printf(s->out, numpy ? "import %s" : "from %s import %s", w->module,
                        w->word);
        }
        if (w->anywhere || numpy) {
            text_printf(s->out, " as %s", alias_of(s, w));
        }
        open = w->module;
    }
    text_add(s->out, *open ? "\n" : "");
}

void stub_imports(const Stub *s, const char *body)
{
    import_modules(s, body);
    import_words(s, body);
}
