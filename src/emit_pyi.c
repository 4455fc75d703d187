// SPDX-License-Identifier: MIT
// emit_pyi.c: the type stub. One text for all Python versions and machines: it imports only
// what it uses, and stands in the module's own order: exceptions, enums, constants,
// functions.
#include "emit.h"

#include <ctype.h>
#include <string.h>

// ---------------------------------------------------------------------- imports
static bool mentions(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = text; (p = strstr(p, word)) != NULL; p += n) {
        bool before = p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '_'
                                   || p[-1] == '.');
        bool after = isalnum((unsigned char)p[n]) || p[n] == '_';
        if (!before && !after) {
            return true;
        }
    }
    return false;
}

// `from module import a, b` with those of `names` (separated by spaces) that are used.
static void import_from(Text *out, const char *body, const char *module,
                        const char *names)
{
    bool any = false;
    for (const char *p = names; *p;) {
        size_t n = strcspn(p, " ");
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)n, p);
        if (mentions(body, word)) {
            text_printf(out, any ? ", %s" : "from %s import ", any ? word : module);
            text_add(out, any ? "" : word);
            any = true;
        }
        p += n + (p[n] == ' ');
    }
    text_add(out, any ? "\n" : "");
}

static void import_modules(const Module *m, Text *out, const char *body)
{
    static const char *const modules[] = { "builtins", "datetime", "enum" };
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (mentions(body, modules[i])) {
            text_printf(out, "import %s\n", modules[i]);
        }
    }
    for (const Exception *e = m->exceptions; e; e = e->next) {
        const char *dot = e->base_path ? strrchr(e->base_path, '.') : NULL;
        if (dot) {
            text_printf(out, "import %.*s\n", (int)(dot - e->base_path), e->base_path);
        }
    }
    import_from(out, body, "_typeshed", "FileDescriptorLike StrOrBytesPath");
    import_from(out, body, "collections.abc", "Sequence");
    import_from(out, body, "typing", "IO Any Final");
    if (mentions(body, "np")) {
        text_add(out, "\nimport numpy as np\n");
    }
    import_from(out, body, "numpy.typing", "ArrayLike NDArray");
    import_from(out, body, "typing_extensions", "Buffer deprecated");
}

// ----------------------------------------------------------------- declarations
static void emit_exceptions(const Module *m, Text *out)
{
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

static void emit_enums(const Module *m, Text *out)
{
    for (const Enum *e = m->enums; e; e = e->next) {
        text_printf(out, "class %s(enum.%s):\n", e->py_name,
                    e->is_flag ? "IntFlag" : "IntEnum");
        for (size_t i = 0; i < e->members.n; i++) {
            const Member *k = &e->members.at[i];
            text_printf(out, "    %s = ", k->py_name);
            emit_number(out, k->negative, k->number);
            text_add(out, "\n");
        }
        text_add(out, e->members.n ? "\n" : "    ...\n\n");
    }
}

static void emit_constant(const Constant *c, Text *out)
{
    const ConstValue *v = &c->value;
    if (c->member_of) {
        const Enum *e = c->member_of;
        for (size_t i = 0; i < e->members.n; i++) {
            if (strcmp(e->members.at[i].c_name, c->c_name) == 0) {
                text_printf(out, "%s: Final = %s.%s\n", c->py_name, e->py_name,
                            e->members.at[i].py_name);
            }
        }
    } else if (v->kind == CV_INT) {
        text_printf(out, "%s: Final = ", c->py_name);
        emit_number(out, !v->is_unsigned && (int64_t)v->number < 0, v->number);
        text_add(out, "\n");
    } else {
        text_printf(out, "%s: Final[%s]\n", c->py_name,
                    v->kind == CV_STRING ? "str" : "float");
    }
}

static void emit_constants(const Module *m, Text *out)
{
    for (const Constant *c = m->constants; c; c = c->next) {
        emit_constant(c, out);
    }
    text_add(out, m->constants ? "\n" : "");
}

// -------------------------------------------------------------------- functions
static const char *parameter(const Module *m, const Function *f, const Param *p)
{
    Arena *arena = m->ctx->arena;
    const char *type = value_annotation((Module *)m, f, &p->value, false);
    bool none = p->default_text && strcmp(p->default_text, "None") == 0;
    size_t n = strlen(type);
    bool says_none = n > 7 && strcmp(type + n - 7, " | None") == 0;
    if (none && p->role == ROLE_OUTPUT && p->opt) {
        type = arena_printf(arena, "%s | bool", type);      // True allocates
    }
    if (none && !says_none) {
        type = arena_printf(arena, "%s | None", type);
    }
    if (!p->default_text) {
        return arena_printf(arena, "%s: %s", p->py_name, type);
    }
    return arena_printf(arena, "%s: %s = %s", p->py_name, type, p->default_text);
}

static void emit_parameters(const Module *m, const Function *f, Text *out,
                            const char *separator)
{
    for (int i = 0; i < f->n_slots; i++) {
        text_add(out, i ? separator : "");
        if (i == f->n_positional) {
            text_printf(out, "*%s", separator);
        }
        text_add(out, parameter(m, f, f->slots[i]));
        if (i + 1 == f->n_positional_only) {
            text_printf(out, "%s/", separator);
        }
    }
}

static void emit_function(const Module *m, const Function *f, Text *out)
{
    Text line;
    text_init(&line, m->ctx);
    if (f->deprecated) {
        text_add(out, "@deprecated(");
        text_py_string(out, f->deprecated, strlen(f->deprecated));
        text_add(out, ")\n");
    }
    text_printf(&line, "def %s(", f->py_name);
    emit_parameters(m, f, &line, ", ");
    text_printf(&line, ") -> %s: ...\n", f->returns);
    if (line.n <= 89) {
        text_add(out, line.s);
        return;
    }
    text_printf(out, "def %s(\n    ", f->py_name);
    emit_parameters(m, f, out, ",\n    ");
    text_printf(out, ",\n) -> %s: ...\n", f->returns);
}

void emit_pyi(const Module *m, Text *out)
{
    Text body;
    text_init(&body, m->ctx);
    emit_exceptions(m, &body);
    emit_enums(m, &body);
    emit_constants(m, &body);
    for (const Function *f = m->functions; f; f = f->next) {
        emit_function(m, f, &body);
    }
    import_modules(m, out, body.s);
    text_add(out, out->n && body.n ? "\n" : "");
    text_add(out, body.s);
}
