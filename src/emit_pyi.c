// SPDX-License-Identifier: MIT
// emit_pyi.c: the type stub. One text for all Python versions and machines: it imports
// only what it uses, and stands in the module's own order: exceptions, enums, classes
// (emit_pyi_class.c), constants, functions.
#include "emit_stub.h"

#include <string.h>

// ----------------------------------------------------------------- declarations
// An own exception may be called as one of Python's, even as its own base.
static const char *base_of(const Stub *s, const Exception *e)
{
    const bool own = e->base && map_get(s->m->exception_by_name,
                                        intern_z(s->m->ctx, e->base)) != NULL;
    return e->base_path ? e->base_path
           : own && !e->base_is_own ? stub_builtin(s, e->base) : e->base;
}

static void emit_exceptions(const Stub *s, Text *out)
{
    const Module *m = s->m;
    for (const Exception *e = m->exceptions; e; e = e->next) {
        text_printf(out, "class %s(%s): ...\n", e->name, base_of(s, e));
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

// A negative flag is none to Python: IntFlag would change the value, and that of others
// that it is combined with.
static bool is_int_flag(const Enum *e)
{
    bool negative = false;
    for (size_t i = 0; i < e->members.n; i++) {
        negative = negative || e->members.at[i].negative;
    }
    return e->is_flag && !negative;
}

static void emit_enums(const Stub *s, Text *out)
{
    for (const Enum *e = s->m->enums; e; e = e->next) {
        text_printf(out, "class %s(%s):\n", e->py_name,
                    qualified(s, is_int_flag(e) ? "enum.IntFlag" : "enum.IntEnum"));
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
        text_printf(out, "%s: %s = %s.%s\n", c->py_name, final,
                    stub_own(s, c->member_of->py_name), c->class ? c->member : c->py_name);
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

// A literal, or a member of an enum.
static const char *default_of(const Stub *s, const Param *p)
{
    const char *enumeration = p->value.enumeration ? p->value.enumeration->py_name : NULL;
    const char *dot = strchr(p->default_text, '.');
    return enumeration && dot && starts_with(p->default_text, enumeration)
           ? arena_printf(s->m->ctx->arena, "%s%s", stub_own(s, enumeration), dot)
           : p->default_text;
}

static const char *parameter(const Stub *s, const Function *f, const Param *p,
                             unsigned asked)
{
    if (is_optional_out(p)) {
        return optional_out(s, f, p, asked);
    }
    Arena *arena = s->m->ctx->arena;
    const char *type = f->overload ? overload_annotation(s->m, f, p, s->as_is)
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
    return arena_printf(arena, "%s: %s = %s", p->py_name, type, default_of(s, p));
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
                        *star ? parameter(s, f, f->slots[n], asked) : "");
            between = separator;
        }
        if (i == n) {
            break;
        }
        text_printf(out, "%s%s", between, parameter(s, f, f->slots[i], asked));
        between = separator;
        if (i + 1 == f->n_positional_only) {
            text_printf(out, "%s/", separator);
        }
    }
    const Param *last = f->n_stars ? f->slots[n + f->n_stars - 1] : NULL;
    if (last && last->star == 2) {
        text_printf(out, "%s**%s", between, parameter(s, f, last, asked));
    }
}

// What stands before the parameters of a method.
static const char *first_parameter(const Function *f)
{
    switch (f->place) {
    case PLACE_MODULE:
    case PLACE_STATIC: return NULL;
    case PLACE_CLASS: return "cls";
    default: return "self";
    }
}

static void emit_decorators(const Stub *s, const Function *f, Text *out, const char *indent)
{
    if (f->n_optional_outs || f->overload) {
        text_printf(out, "%s@%s\n", indent, qualified(s, "overload"));
    }
    if (f->place == PLACE_CLASS || f->place == PLACE_STATIC) {
        text_printf(out, "%s@%s\n", indent, qualified(s, f->place == PLACE_CLASS
                                                       ? "classmethod" : "staticmethod"));
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

// Those that share a name stand side by side, as type checkers want them: the first that
// fits. So those that take anything stand behind others, and those that make objects of
// what comes once more, behind all.
static void emit_set(const Stub *s, const Overload *o, Text *out)
{
    Stub at_first = *s;
    at_first.as_is = true;
    for (size_t i = 0; i < 2 * o->candidates.n; i++) {
        const Function *f = o->candidates.at[i % o->candidates.n];
        if (function_takes_anything(f) == (i >= o->candidates.n)) {
            emit_choices(&at_first, f, out);
        }
    }
    for (size_t i = 0; i < o->candidates.n; i++) {
        if (function_makes_inputs(o->candidates.at[i])) {
            emit_choices(s, o->candidates.at[i], out);
        }
    }
}

void emit_stub_function(const Stub *s, const Function *f, Text *out)
{
    if (!f->overload) {
        emit_choices(s, f, out);
    } else if (f->overload->candidates.at[0] == f) {
        emit_set(s, f->overload, out);
    }
}

void emit_pyi(const Module *m, Text *out)
{
    Stub s = { .m = m, .out = out };
    Text body;
    text_init(&body, m->ctx);
    stub_names(&s);
    emit_exceptions(&s, &body);
    emit_enums(&s, &body);
    emit_stub_classes(&s, &body);
    emit_constants(&s, &body);
    if (m->ctx->options.says_cpu) {
        text_add(&body, "__carbide_cpu__: str\n\n");
    }
    for (const Function *f = m->functions; f; f = f->next) {
        if (f->place == PLACE_MODULE) {
            emit_stub_function(&s, f, &body);
        }
    }
    if (m->overloads) {         // which one is meant, the order in C decides
        text_add(out, "# mypy: disable-error-code=\"overload-overlap, "
                 "overload-cannot-match\"\n# pyright: reportOverlappingOverload=false\n\n");
    }
    stub_imports(&s, body.s);
    text_add(out, out->n && body.n ? "\n" : "");
    text_add(out, body.s);
}
