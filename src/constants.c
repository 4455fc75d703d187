// SPDX-License-Identifier: MIT
// constants.c: what a module holds beside functions: exceptions, enums with their
// members, constant macros, and what CB_EXPORT adds of other headers.
//
// In: file-scope marks, tags and macros of the exporting units. Out: Module.exceptions,
// enums, constants; macros that are no constants are listed in left_out.
#include "ir.h"

#include <string.h>

// ------------------------------------------------------------------- exceptions
typedef struct {
    const char *name, *base;
    bool is_warning;
} PythonException;

static const PythonException python_exceptions[] = {
#define CB_EXC(name, base) { #name, #base, false },
#define CB_WARNING(name, base) { #name, #base, true },
#include "../include/carbide/exceptions.def"
#undef CB_EXC
#undef CB_WARNING
};

static const Exception *find_exception(const Module *m, const char *name)
{
    return map_get(m->exception_by_name, intern_z(m->ctx, name));
}

static const PythonException *find_python_exception(const char *name)
{
    size_t n = sizeof python_exceptions / sizeof *python_exceptions;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(python_exceptions[i].name, name) == 0) {
            return &python_exceptions[i];
        }
    }
    return NULL;
}

const char *exception_base(const Module *m, const char *c_name, bool *is_warning)
{
    const Exception *own = find_exception(m, c_name);
    const char *name = own ? own->base : starts_with(c_name, "CB_") ? c_name + 3 : NULL;
    for (const Exception *e = own; e;
         e = e->base_is_own ? find_exception(m, e->base) : NULL) {
        name = e->base;
    }
    const PythonException *python = name ? find_python_exception(name) : NULL;
    *is_warning = python && python->is_warning;
    if (own) {
        return own->name;
    }
    return python ? python->name : NULL;
}

const char *nearest_exception(const Module *m, const char *c_name)
{
    enum { OWN = 64, PYTHON = sizeof python_exceptions / sizeof *python_exceptions };
    const char *names[OWN + PYTHON];
    size_t n = 0;
    for (const Exception *e = m->exceptions; e && n < OWN; e = e->next) {
        names[n++] = e->name;
    }
    for (size_t i = 0; i < PYTHON; i++) {
        names[n++] = arena_printf(m->ctx->arena, "CB_%s", python_exceptions[i].name);
    }
    return nearest(c_name, names, n);
}

static bool set_base(Module *m, Unit *unit, Exception *e, const Token *tokens, size_t n)
{
    const char *path = mark_string(m, unit, tokens, n);
    if (path) {
        e->base_path = path;
        return strchr(path, '.') != NULL;
    }
    bool unused;
    const char *word = n == 1 ? tokens[0].name : NULL;
    e->base = word ? exception_base(m, word, &unused) : NULL;
    e->base_is_own = word && find_exception(m, word);
    return e->base != NULL;
}

static void lower_exception(Module *m, Unit *unit, const FileMark *fm)
{
    const Token *part[3];
    size_t len[3];
    const Mark *mark = fm->mark;
    size_t n = mark_parts(m->ctx, mark, part, len, 3);
    Exception *e = NEW(m->ctx, Exception);
    e->span = mark->span;
    e->name = n ? part[0][0].name : NULL;
    if (n < 2 || len[0] != 1 || !e->name) {
        diag(m->ctx, DIAG_EXCEPTION, mark->span,
             "CB_EXCEPTION wants a name, a base and a text");
        diag_hint(m->ctx,
                  "CB_EXCEPTION(ParseError, CB_ValueError, \"what went wrong\");");
        return;
    }
    if (find_exception(m, e->name)) {
        return;             // the same header, seen from another file
    }
    if (!set_base(m, unit, e, part[1], len[1])) {
        diag(m->ctx, DIAG_EXCEPTION, part[1]->span, "`%s` is no exception class",
             token_spelling(m->ctx, part[1][0]));
        diag_hint(m->ctx,
                  "CB_Exception, CB_ValueError, …, an exception declared before, or "
                  "\"package.module.Class\"");
        return;
    }
    e->doc = doc_text(m->ctx, n > 2 ? mark_string(m, unit, part[2], len[2])
                                    : comment_text(m->ctx, fm->doc));
    *(m->last_exception ? &m->last_exception->next : &m->exceptions) = e;
    m->last_exception = e;
    map_put(m->exception_by_name, e->name, e);
    e->index = m->n_exceptions++;
}

static void report_file_mark(Module *m, const Mark *mark)
{
    if (marker_id(mark) == MARK_COUNT) {
        diag(m->ctx, DIAG_UNKNOWN_MARKER, mark->span, "%s is no marker", mark->name);
    } else {
        diag(m->ctx, DIAG_MARKER_PLACE, mark->span, "%s says nothing at file scope",
             mark->name);
        diag_hint(m->ctx, "CB_EXCEPTION(…); and CB_EXPORT(…); stand there");
    }
}

void lower_exceptions(Module *m)
{
    for (size_t u = 0; u <= m->n_bodies; u++) {
        Unit *unit = u == 0 ? m->unit : m->bodies[u - 1];
        for (const FileMark *fm = unit->file_marks; fm; fm = fm->next) {
            if (strcmp(fm->mark->name, "CB_EXCEPTION") == 0) {
                lower_exception(m, unit, fm);
            } else if (strcmp(fm->mark->name, "CB_EXPORT") != 0
                       && file_is_exported(m, fm->mark->span)) {
                report_file_mark(m, fm->mark);
            }
        }
    }
}

// ------------------------------------------------------------------------ enums
// Classes keep their spelling, less a `_t`.
const char *tag_c_name(const Tag *tag)
{
    bool own = tag->name && (name_is_exported(tag->name) || !tag->alias);
    return own ? tag->name : tag->alias ? tag->alias->name : NULL;
}

const char *tag_c_type(Module *m, const Tag *tag)
{
    const char *word = tag->kind == TY_ENUM ? "enum" : "struct";
    return tag->name ? arena_printf(m->ctx->arena, "%s %s", word, tag->name)
                     : tag->alias->name;
}

const char *tag_doc(Module *m, const Tag *tag)
{
    Span doc = tag->doc.end || !tag->alias ? tag->doc : tag->alias->doc;
    return doc_text(m->ctx, comment_text(m->ctx, doc));
}

static bool is_flag(const Tag *tag)
{
    for (const Mark *mark = tag->marks; mark; mark = mark->next) {
        if (mark->is_attribute && strstr(mark->name, "flag_enum")) {
            return true;
        }
    }
    return false;
}

// `mro` is no name for a member of an enum.Enum: it would fail at import.
static const char *member_name(const Module *m, const char *c_name)
{
    const char *name = python_name(m, c_name, false);
    return strcmp(name, "mro") == 0 ? intern_z(m->ctx, "mro_") : name;
}

static void add_members(Module *m, Enum *e)
{
    for (const Enumerator *k = e->tag->enumerators; k; k = k->next) {
        if (!name_is_exported(k->name)) {
            continue;
        }
        if (!k->known) {
            leave_out(m, k->span, k->name, "enumerator", "its value is known to the "
                      "compiler only", NULL);
            continue;
        }
        *vec_push(m->ctx, &e->members) = (Member){
            .c_name = k->name, .py_name = member_name(m, k->name),
            .negative = k->negative, .number = k->number, .span = k->span };
    }
}

Enum *enum_of(Module *m, Tag *tag)
{
    Enum *known = map_get(m->enum_by_tag, tag);
    if (known) {
        return known;
    }
    const char *name = tag_c_name(tag);
    if (!name || !tag->complete) {
        return NULL;
    }
    Enum *e = NEW(m->ctx, Enum);
    e->tag = tag;
    e->py_name = tag_py_name(m, tag);
    check_tag_marks(m, tag);
    e->c_type = tag_c_type(m, tag);
    e->is_flag = is_flag(tag);
    e->doc = tag_doc(m, tag);
    e->index = m->n_enums++;
    add_members(m, e);
    *(m->last_enum ? &m->last_enum->next : &m->enums) = e;
    m->last_enum = e;
    map_put(m->enum_by_tag, tag, e);
    return e;
}

void lower_enums(Module *m)
{
    for (size_t u = 0; u < exporting_units(m); u++) {
        const Unit *unit = exporting_unit(m, u);
        for (size_t i = 0; i < unit->tags.n; i++) {
            Tag *tag = unit->tags.at[i];
            bool hidden = tag->name && !name_is_exported(tag->name)
                          && !tag->alias;
            if (tag->kind == TY_ENUM && !tag->in_parameters && !hidden
                && file_is_exported(m, tag->span)) {
                enum_of(m, tag);
            }
        }
    }
}

// -------------------------------------------------------------------- constants
static Constant *add_constant(Module *m, const char *name, Span span)
{
    const char *key = intern_z(m->ctx, name);
    if (map_get(m->constant_by_name, key)) {
        return NULL;
    }
    Constant *c = NEW(m->ctx, Constant);
    c->c_name = key;
    c->py_name = python_name(m, key, false);
    c->span = span;
    *(m->last_constant ? &m->last_constant->next : &m->constants) = c;
    m->last_constant = c;
    map_put(m->constant_by_name, key, c);
    return c;
}

static void add_enumerator(Module *m, const Member *k, Enum *of)
{
    Constant *c = add_constant(m, k->c_name, k->span);
    if (c) {
        c->py_name = of ? k->py_name : c->py_name;
        c->value.kind = CV_INT;
        c->value.negative = k->negative;
        c->value.is_unsigned = !k->negative && k->number > INT64_MAX;
        c->value.number = k->number;
        c->value.bits = 64;
        c->member_of = of;
        c->assert_value = m->has_header && !of;  // members are asserted by the enum
    }
}

static void add_anonymous(Module *m, const Tag *tag)
{
    Enum none = { .tag = (Tag *)tag };
    add_members(m, &none);
    for (size_t i = 0; i < none.members.n; i++) {
        add_enumerator(m, &none.members.at[i], NULL);
    }
}

static void add_enum_constants(Module *m)
{
    for (Enum *e = m->enums; e; e = e->next) {
        for (size_t i = 0; i < e->members.n; i++) {
            add_enumerator(m, &e->members.at[i], e);
        }
    }
    for (size_t u = 0; u < exporting_units(m); u++) {
        const Unit *unit = exporting_unit(m, u);
        for (size_t i = 0; i < unit->tags.n; i++) {
            const Tag *tag = unit->tags.at[i];
            if (tag->kind == TY_ENUM && !tag->name && !tag->alias
                && file_is_exported(m, tag->span)) {
                check_nameless(m, tag);
                add_anonymous(m, tag);
            }
        }
    }
}

// A macro whose value carbidec knows; `why` says why not.
static bool add_macro(Module *m, Unit *unit, const Macro *macro, const char **why)
{
    ConstValue value;
    if (macro->function_like) {
        *why = "a macro with parameters has no types";
        return false;
    }
    if (!macro_evaluate(m->ctx, unit, &m->target, macro, &value, why)) {
        *why = *why ? *why : "its value is no constant";
        return false;
    }
    if (value.kind == CV_STRING && !utf8_is_valid(value.string, value.string_length)) {
        *why = "its text is not UTF-8";
        return false;
    }
    Constant *c = add_constant(m, macro->name, macro->span);
    if (c) {
        c->value = value;
        c->assert_value = m->has_header && value.kind == CV_INT;
    }
    return true;
}

static bool is_last_definition(const Unit *unit, const Macro *macro)
{
    return !macro->undefined
           && map_get(unit->tokens->macro_by_name, macro->name) == macro;
}

// A macro that writes declarations, or parts of them, could be no function.
static bool is_expression(TokenRange body)
{
    size_t first = 0;           // behind the parameters
    while (first < body.n && body.at[first++].kind != TK_RPAREN) {
    }
    int depth = 0;
    for (size_t i = first; i < body.n; i++) {
        TokenKind k = body.at[i].kind;
        int kw = k == TK_IDENT ? name_tag(body.at[i].name) : KW_NONE;
        depth += (k == TK_LPAREN) - (k == TK_RPAREN);
        if (k == TK_SEMICOLON || k == TK_LBRACE || k == TK_HASHHASH
            || (k == TK_COMMA && depth == 0)
            || (i == first && kw >= KW_VOID && kw < KW_ALIGNOF)
            || (kw >= KW_TYPEDEF && kw <= KW_DECLSPEC)) {
            return false;
        }
    }
    return true;
}

static void lower_macro(Module *m, Unit *unit, const Macro *macro)
{
    if (macro->builtin || !name_is_exported(macro->name)
        || !file_is_exported(m, macro->span) || !is_last_definition(unit, macro)
        || map_get(m->declared, macro->name)) {
        return;
    }
    TokenRange body = macro_body(m->ctx, macro);
    bool itself = body.n == 1 && body.at[0].name == macro->name;
    if (body.n == 0 || itself) {
        return;
    }
    const char *why = NULL;
    if (add_macro(m, unit, macro, &why)) {
        return;
    }
    bool function = macro->function_like && is_expression(body);
    const char *hint = function ? hint_macro(m, macro) : NULL;
    if (hint) {
        diag(m->ctx, DIAG_LEFT_OUT_MACRO, macro->span,
             "%s is left out: a macro with parameters has no types", macro->name);
        diag_hint(m->ctx, "%s", hint);
    }
    leave_out(m, macro->span, macro->name, "macro", why, hint);
}

// -------------------------------------------------------------------- CB_EXPORT
// `*` any run, `?` any character.
static bool matches(const char *pattern, const char *name)
{
    const char *star = NULL, *rest = NULL;      // the last one; what is behind its run
    while (*name) {
        if (*pattern == '*') {
            star = pattern++;
            rest = name;
        } else if (*pattern == '?' || *pattern == *name) {
            pattern++;
            name++;
        } else if (star) {                      // it takes one more; those before it
            pattern = star + 1;                 // need not change
            name = ++rest;
        } else {
            return false;
        }
    }
    while (*pattern == '*') {
        pattern++;
    }
    return !*pattern;
}

static bool export_enumerator(Module *m, Unit *unit, const char *name)
{
    const Enumerator *k = map_get(unit->enumerators, intern_z(m->ctx, name));
    if (!k || !k->known) {
        return false;
    }
    Member member = { .c_name = k->name, .negative = k->negative, .number = k->number,
                      .span = k->span };
    add_enumerator(m, &member, NULL);
    return true;
}

static void export_name(Module *m, Unit *unit, const char *name, Span at)
{
    const Macro *macro = map_get(unit->tokens->macro_by_name, intern_z(m->ctx, name));
    const char *why = "there is no macro and no enumerator of this name";
    if (macro && !macro->undefined && add_macro(m, unit, macro, &why)) {
        return;
    }
    if (!macro && export_enumerator(m, unit, name)) {
        return;
    }
    diag(m->ctx, DIAG_EXPORT, at, "`%s` is no constant: %s", name, why);
    if (map_get(m->declared, intern_z(m->ctx, name))) {
        diag_hint(m->ctx, "a function is exported by declaring it in this header");
        return;
    }
    VEC(const char *) names = {0};
    for (size_t i = 0; i < unit->tokens->macros.n; i++) {
        const Macro *other = unit->tokens->macros.at[i];
        if (!other->builtin && !other->function_like && *other->name != '_') {
            *vec_push(m->ctx, &names) = other->name;
        }
    }
    const char *near = nearest(name, names.at, names.n);
    if (near && !macro) {
        diag_fix(m->ctx, at, near, "did you mean %s?", near);
    }
}

static void export_pattern(Module *m, Unit *unit, const char *pattern, Span at)
{
    bool any = false;
    for (size_t i = 0; i < unit->tokens->macros.n; i++) {
        const Macro *macro = unit->tokens->macros.at[i];
        const char *why = NULL;
        if (macro->builtin || !is_last_definition(unit, macro)
            || !matches(pattern, macro->name)) {
            continue;
        }
        any = true;
        if (!add_macro(m, unit, macro, &why)) {
            leave_out(m, macro->span, macro->name, "macro", why, NULL);
        }
    }
    for (size_t i = 0; i < unit->tags.n; i++) {
        const Enumerator *k = unit->tags.at[i]->enumerators;
        for (; k; k = k->next) {
            any = (matches(pattern, k->name) && export_enumerator(m, unit, k->name))
                  || any;
        }
    }
    if (!any) {
        diag(m->ctx, DIAG_EXPORT, at, "no constant matches \"%s\"", pattern);
    }
}

static void lower_export(Module *m, Unit *unit, const Mark *mark)
{
    TokenRange args = mark_args(m->ctx, mark);
    const size_t n = split_args(args.at, args.n, NULL, NULL, 0);
    const Token **part = arena_alloc(m->ctx->arena, n * sizeof *part);
    size_t *len = arena_alloc(m->ctx->arena, n * sizeof *len);
    split_args(args.at, args.n, part, len, n);
    if (n == 0) {
        diag(m->ctx, DIAG_MARKER_ARGUMENTS, mark->span,
             "CB_EXPORT wants names or patterns: CB_EXPORT(NAME, \"PREFIX_*\");");
    }
    for (size_t i = 0; i < n && len[i]; i++) {
        Span at = span_join(part[i][0].span, part[i][len[i] - 1].span);
        const char *written = source_spelling(m->ctx, at);
        const char *pattern = mark_string(m, unit, part[i], len[i]);
        if (pattern && written && strchr(written, '"')) {
            export_pattern(m, unit, pattern, at);
        } else {
            // macros were expanded before carbidec saw them: the author's spelling
            export_name(m, unit, written ? written : token_spelling(m->ctx, *part[i]),
                        at);
        }
    }
}

void lower_constants(Module *m)
{
    add_enum_constants(m);
    for (size_t u = 0; u < exporting_units(m); u++) {
        Unit *unit = exporting_unit(m, u);
        for (size_t i = 0; i < unit->tokens->macros.n; i++) {
            lower_macro(m, unit, unit->tokens->macros.at[i]);
        }
        for (const FileMark *fm = unit->file_marks; fm; fm = fm->next) {
            if (strcmp(fm->mark->name, "CB_EXPORT") == 0
                && file_is_exported(m, fm->mark->span)) {
                lower_export(m, unit, fm->mark);
            }
        }
    }
}
