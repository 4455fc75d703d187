// SPDX-License-Identifier: MIT
// emit_pyi.c: the type stub. One text for all Python versions and machines: it imports
// only what it uses, and stands in the module's own order: exceptions, enums,
// constants, functions.
#include "emit_stub.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const Word vocabulary[] = {
    { "bool", NULL, false }, { "bytes", NULL, false }, { "complex", NULL, false },
    { "dict", NULL, false }, { "float", NULL, false }, { "int", NULL, false },
    { "list", NULL, false }, { "object", NULL, false }, { "property", NULL, false },
    { "set", NULL, false }, { "str", NULL, false }, { "tuple", NULL, false },
    { "builtins", "", false }, { "datetime", "", false }, { "enum", "", false },
    { "Callable", "collections.abc", false },
    { "Iterable", "collections.abc", false },
    { "Iterator", "collections.abc", false },
    { "Mapping", "collections.abc", false },
    { "Sequence", "collections.abc", false },
    { "IO", "typing", false }, { "Any", "typing", false },
    { "ClassVar", "typing", false }, { "Final", "typing", false },
    { "classmethod", NULL, false }, { "Literal", "typing", false },
    { "overload", "typing", false },
    { "np", "numpy", false },       // from here on not of the standard library
    { "FileDescriptorLike", "_typeshed", false },
    { "StrOrBytesPath", "_typeshed", false },
    { "ArrayLike", "numpy.typing", false }, { "NDArray", "numpy.typing", false },
    { "Buffer", "typing_extensions", false }, { "Never", "typing_extensions", false },
    { "Self", "typing_extensions", false },
    { "deprecated", "typing_extensions", false },
    { "disjoint_base", "typing_extensions", false },
};
enum { N_WORDS = sizeof vocabulary / sizeof *vocabulary };
_Static_assert((int)N_WORDS <= (int)STUB_WORDS, "room for all words");

// ------------------------------------------------------------------------ names
static void take(Stub *s, const char *name)
{
    for (size_t i = 0; i < N_WORDS; i++) {
        if (strcmp(s->words[i].word, name) == 0) {
            s->words[i].taken = true;
        }
    }
}

static void take_names(Stub *s)
{
    memcpy(s->words, vocabulary, sizeof vocabulary);
    for (const Function *f = s->m->functions; f; f = f->next) {
        take(s, f->py_name);
    }
    for (const Enum *e = s->m->enums; e; e = e->next) {
        take(s, e->py_name ? e->py_name : "");
    }
    for (const Class *c = s->m->classes; c; c = c->next) {
        take(s, c->py_name);
        for (size_t k = 0; k < c->fields.n; k++) {
            take(s, c->fields.at[k].py_name);
        }
    }
    for (const Constant *c = s->m->constants; c; c = c->next) {
        take(s, c->py_name);
    }
    for (const Exception *e = s->m->exceptions; e; e = e->next) {
        take(s, e->name);
    }
}

static size_t word_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_') {
        n++;
    }
    return n;
}

static const Word *find_word(const Stub *s, const char *text, size_t n)
{
    for (size_t i = 0; i < N_WORDS; i++) {
        if (strlen(s->words[i].word) == n && memcmp(s->words[i].word, text, n) == 0) {
            return &s->words[i];
        }
    }
    return NULL;
}

// A type with the words that the user's module has taken made unambiguous: `list`
// becomes builtins.list, `Any` the alias _Any.
const char *qualified(const Stub *s, const char *type)
{
    Text t;
    text_init(&t, s->m->ctx);
    for (bool member = false; *type;) {
        size_t n = word_length(type);
        const Word *w = n && !member ? find_word(s, type, n) : NULL;
        if (w && w->taken) {
            text_add(&t, w->module ? "_" : "builtins.");
        }
        member = *type == '.';
        text_addn(&t, type, n ? n : 1);
        type += n ? n : 1;
    }
    return t.s;
}

// A field of the name of a class or an enum hides it in the body of every class.
static bool is_hidden(const Stub *s, const char *name, size_t n)
{
    for (const Class *c = s->m->classes; c; c = c->next) {
        for (size_t k = 0; k < c->fields.n; k++) {
            const char *field = c->fields.at[k].py_name;
            if (strlen(field) == n && memcmp(field, name, n) == 0) {
                return true;
            }
        }
    }
    for (const Function *f = s->m->functions; f; f = f->next) {
        if (f->class && strlen(f->py_name) == n && memcmp(f->py_name, name, n) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_own_type(const Stub *s, const char *name, size_t n)
{
    for (const Class *c = s->m->classes; c; c = c->next) {
        if (strlen(c->py_name) == n && memcmp(c->py_name, name, n) == 0) {
            return true;
        }
    }
    for (const Enum *e = s->m->enums; e; e = e->next) {
        const char *own = e->py_name ? e->py_name : "";
        if (strlen(own) == n && memcmp(own, name, n) == 0) {
            return true;
        }
    }
    return false;
}

// The type of a field: hidden classes by their alias, `_mood`.
const char *field_type(const Stub *s, const Field *f, bool output)
{
    const char *type = qualified(s, field_annotation(s->m, f, output));
    Text t;
    text_init(&t, s->m->ctx);
    for (bool member = false; *type;) {
        size_t n = word_length(type);
        bool alias = n && !member && is_own_type(s, type, n) && is_hidden(s, type, n);
        text_add(&t, alias ? "_" : "");
        member = *type == '.';
        text_addn(&t, type, n ? n : 1);
        type += n ? n : 1;
    }
    return t.s;
}

void emit_alias(const Stub *s, const char *name, Text *out)
{
    if (is_hidden(s, name, strlen(name))) {
        text_printf(out, "_%s = %s\n\n", name, name);
    }
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

static const char *alias_of(const Stub *s, const Word *w)
{
    return w->taken ? arena_printf(s->m->ctx->arena, "_%s", w->word) : w->word;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// `import a` of whole modules, in order, each once.
static void import_modules(Stub *s, const char *body)
{
    Context *ctx = s->m->ctx;
    VEC(const char *) names = {0};
    for (size_t i = 0; i < N_WORDS; i++) {
        const Word *w = &s->words[i];
        if (w->module && !*w->module && mentions(body, alias_of(s, w), true)) {
            *vec_push(ctx, &names) = w->taken
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
static void import_words(Stub *s, const char *body)
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
        if (strcmp(open, w->module) == 0) {
            text_printf(s->out, ", %s", w->word);
        } else {
            text_add(s->out, *open ? "\n" : "");
            text_add(s->out, !standard && !separated && s->out->n ? "\n" : "");
            separated = separated || !standard;
            text_printf(s->out, numpy ? "import %s" : "from %s import %s", w->module,
                        w->word);
        }
        if (w->taken || numpy) {
            text_printf(s->out, " as %s", alias_of(s, w));
        }
        open = w->module;
    }
    text_add(s->out, *open ? "\n" : "");
}

// ----------------------------------------------------------------- declarations
static void emit_exceptions(const Stub *s, Text *out)
{
    const Module *m = s->m;
    for (const Exception *e = m->exceptions; e; e = e->next) {
        text_printf(out, "class %s(%s): ...\n", e->name,
                    e->base_path ? e->base_path : e->base);
    }
    text_add(out, m->exceptions ? "\n" : "");
}

static void emit_number(Text *out, bool negative, uint64_t number)
{
    if (negative) {
        text_printf(out, "%lld", (long long)(int64_t)number);
    } else {
        text_printf(out, "%llu", (unsigned long long)number);
    }
}

static void emit_enums(const Stub *s, Text *out)
{
    for (const Enum *e = s->m->enums; e; e = e->next) {
        text_printf(out, "class %s(%s):\n", e->py_name,
                    qualified(s, e->is_flag ? "enum.IntFlag" : "enum.IntEnum"));
        for (size_t i = 0; i < e->members.n; i++) {
            const Member *k = &e->members.at[i];
            text_printf(out, "    %s = ", k->py_name);
            emit_number(out, k->negative, k->number);
            text_add(out, "\n");
        }
        text_add(out, e->members.n ? "\n" : "    ...\n\n");
        emit_alias(s, e->py_name, out);
    }
}

void emit_stub_constant(const Stub *s, const Constant *c, Text *out)
{
    text_add(out, c->class ? "    " : "");
    const ConstValue *v = &c->value;
    const char *final = qualified(s, "Final");
    if (c->member_of) {
        text_printf(out, "%s: %s = %s.%s\n", c->py_name, final, c->member_of->py_name,
                    c->class ? c->member : c->py_name);
    } else if (v->kind == CV_INT) {
        text_printf(out, "%s: %s = ", c->py_name, final);
        emit_number(out, !v->is_unsigned && (int64_t)v->number < 0, v->number);
        text_add(out, "\n");
    } else {
        text_printf(out, "%s: %s[%s]\n", c->py_name, final,
                    qualified(s, v->kind == CV_STRING ? "str" : "float"));
    }
}

static void emit_constants(const Stub *s, Text *out)
{
    bool any = false;
    for (const Constant *c = s->m->constants; c; c = c->next) {
        if (!c->class) {
            emit_stub_constant(s, c, out);
            any = true;
        }
    }
    text_add(out, any ? "\n" : "");
}

// -------------------------------------------------------------------- functions
// In an overload, an optional out is asked for or not; `asked` says of which number.
static const char *optional_out(const Stub *s, const Function *f, const Param *p,
                                unsigned asked)
{
    Arena *arena = s->m->ctx->arena;
    unsigned bit = 0;
    for (int i = 0; f->params[i] != p; i++) {
        bit += is_optional_out(f->params[i]);
    }
    const char *type = "Literal[False] | None";
    if (asked >> bit & 1) {
        bool into = p->value.conv == CONV_ARRAY && p->value.form == AS_DEFAULT
                    && !p->pointer_out;             // an array may be written into
        type = into ? arena_printf(arena, "%s | Literal[True]",
                                   value_annotation(s->m, f, &p->value, false))
                    : "Literal[True]";
    }
    return arena_printf(arena, "%s: %s%s", p->py_name, qualified(s, type),
                        asked >> bit & 1 ? "" : " = None");
}

const char *stub_parameter(const Stub *s, const Function *f, const Param *p,
                           unsigned asked)
{
    if (is_optional_out(p)) {
        return optional_out(s, f, p, asked);
    }
    Arena *arena = s->m->ctx->arena;
    const char *type = f->overload ? overload_annotation(s->m, f, p)
                                   : value_annotation(s->m, f, &p->value, false);
    bool none = p->default_text && strcmp(p->default_text, "None") == 0;
    size_t n = strlen(type);
    bool says_none = n > 7 && strcmp(type + n - 7, " | None") == 0;
    if (none && !says_none && strcmp(type, "object") != 0) {
        type = arena_printf(arena, "%s | None", type);
    }
    type = qualified(s, type);
    if (!p->default_text) {
        return arena_printf(arena, "%s: %s", p->py_name, type);
    }
    return arena_printf(arena, "%s: %s = %s", p->py_name, type, p->default_text);
}

static void emit_parameters(const Stub *s, const Function *f, Text *out,
                            const char *separator, unsigned asked)
{
    const int n = f->n_slots;
    const char *between = "";
    for (int i = 0; i <= n; i++) {
        const char *star = signature_star(f, i);
        if (star) {
            text_printf(out, "%s*%s", between,
                        *star ? stub_parameter(s, f, f->slots[n], asked) : "");
            between = separator;
        }
        if (i == n) {
            break;
        }
        text_printf(out, "%s%s", between, stub_parameter(s, f, f->slots[i], asked));
        between = separator;
        if (i + 1 == f->n_positional_only) {
            text_printf(out, "%s/", separator);
        }
    }
    const Param *last = f->n_stars ? f->slots[n + f->n_stars - 1] : NULL;
    if (last && last->star == 2) {
        text_printf(out, "%s**%s", between, stub_parameter(s, f, last, asked));
    }
}

// What stands before the parameters of a method.
static const char *first_parameter(const Function *f)
{
    switch (f->place) {
    case PLACE_MODULE: return NULL;
    case PLACE_CLASS:
    case PLACE_STATIC: return "cls";
    default: return "self";
    }
}

static void emit_decorators(const Stub *s, const Function *f, Text *out, const char *indent)
{
    if (f->n_optional_outs || f->overload) {
        text_printf(out, "%s@%s\n", indent, qualified(s, "overload"));
    }
    if (f->place == PLACE_CLASS || f->place == PLACE_STATIC) {
        text_printf(out, "%s@%s\n", indent, qualified(s, "classmethod"));
    }
    if (f->deprecated) {
        text_printf(out, "%s@%s(", indent, qualified(s, "deprecated"));
        text_py_string(out, f->deprecated, strlen(f->deprecated));
        text_add(out, ")\n");
    }
}

static void emit_signature(const Stub *s, const Function *f, Text *out, unsigned asked)
{
    Text line;
    text_init(&line, s->m->ctx);
    const char *indent = f->class ? "    " : "";
    const char *name = f->place == PLACE_INIT ? "__init__" : f->py_name;
    const char *first = first_parameter(f), *comma = first && f->n_slots ? ", " : "";
    const char *returns = f->place == PLACE_INIT ? "None"
        : qualified(s, signature_returns(s->m, f, asked));
    emit_decorators(s, f, out, indent);
    text_printf(&line, "%sdef %s(%s%s", indent, name, first ? first : "", comma);
    emit_parameters(s, f, &line, ", ", asked);
    text_printf(&line, ") -> %s: ...\n", returns);
    if (line.n <= 89) {
        text_add(out, line.s);
        return;
    }
    const char *separator = arena_printf(s->m->ctx->arena, ",\n%s    ", indent);
    text_printf(out, "%sdef %s(\n%s    %s%s", indent, name, indent, first ? first : "",
                *comma ? separator : "");
    emit_parameters(s, f, out, separator, asked);
    text_printf(out, ",\n%s) -> %s: ...\n", indent, returns);
}

// One for each choice of optional outs; of very many, all or none.
static void emit_choices(const Stub *s, const Function *f, Text *out)
{
    enum { MANY = 5 };
    const unsigned all = ~(~0u << (f->n_optional_outs % 32));
    const unsigned step = f->n_optional_outs > MANY ? all : 1;
    emit_signature(s, f, out, 0);
    for (unsigned asked = step; step && asked <= all; asked += step) {
        emit_signature(s, f, out, asked);
    }
}

// Those that share a name stand side by side, as type checkers want them.
void emit_stub_function(const Stub *s, const Function *f, Text *out)
{
    for (size_t i = 0; f->overload && i < f->overload->candidates.n; i++) {
        if (f->overload->candidates.at[0] == f) {
            emit_choices(s, f->overload->candidates.at[i], out);
        }
    }
    if (!f->overload) {
        emit_choices(s, f, out);
    }
}

void emit_pyi(const Module *m, Text *out)
{
    Stub s = { .m = m, .out = out };
    Text body;
    text_init(&body, m->ctx);
    take_names(&s);
    emit_exceptions(&s, &body);
    emit_enums(&s, &body);
    emit_stub_classes(&s, &body);
    emit_constants(&s, &body);
    for (const Function *f = m->functions; f; f = f->next) {
        if (f->place == PLACE_MODULE) {
            emit_stub_function(&s, f, &body);
        }
    }
    if (m->overloads) {         // which one is meant, the order in C decides
        text_add(out, "# mypy: disable-error-code=\"overload-overlap, "
                 "overload-cannot-match\"\n# pyright: reportOverlappingOverload=false\n\n");
    }
    import_modules(&s, body.s);
    import_words(&s, body.s);
    text_add(out, out->n && body.n ? "\n" : "");
    text_add(out, body.s);
}
