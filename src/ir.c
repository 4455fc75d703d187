// SPDX-License-Identifier: MIT
// ir.c: small questions that all stages and emitters ask: names, expressions, types,
// and the Python types of values. In: parts of a Module. Out: answers; only leave_out()
// adds.
#include "ir.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// ---------------------------------------------------------------------- names
static const char *const python_keywords[] = {
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
    "continue", "def", "del", "elif", "else", "except", "finally", "for", "from",
    "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass",
    "raise", "return", "try", "while", "with", "yield",
};

const char *python_identifier(Context *ctx, const char *name)
{
    for (size_t i = 0; i < sizeof python_keywords / sizeof *python_keywords; i++) {
        if (strcmp(name, python_keywords[i]) == 0) {
            return intern_z(ctx, arena_printf(ctx->arena, "%s_", name));
        }
    }
    return name;
}

// geoToUtm -> geo_to_utm, HTTPServer -> http_server, already_snake stays.
static const char *snake_case(Context *ctx, const char *name)
{
    Text t;
    text_init(&t, ctx);
    for (const char *p = name; *p; p++) {
        bool upper = isupper((unsigned char)*p);
        bool after_lower = p > name && (islower((unsigned char)p[-1])
                                        || isdigit((unsigned char)p[-1]));
        bool starts_word = p > name && isupper((unsigned char)p[-1]) && p[1]
                           && islower((unsigned char)p[1]);
        if (upper && (after_lower || starts_word)) {
            text_add(&t, "_");
        }
        char c = (char)tolower((unsigned char)*p);
        text_addn(&t, &c, 1);
    }
    return intern(ctx, t.s, t.n);
}

const char *python_name(const Module *m, const char *c_name, bool convert_case)
{
    const Options *o = &m->ctx->options;
    const char *name = c_name;
    for (size_t i = 0; i < o->n_prefixes; i++) {
        if (starts_with(c_name, o->prefixes[i])) {
            name = c_name + strlen(o->prefixes[i]);
            while (*name == '_') {
                name++;
            }
            break;
        }
    }
    if (!*name || isdigit((unsigned char)*name)) {
        name = c_name;
    }
    if (convert_case && o->snake_case) {
        name = snake_case(m->ctx, name);
    }
    return python_identifier(m->ctx, intern_z(m->ctx, name));
}

const char *python_param_name(const Module *m, const char *c_name)
{
    const char *name = m->ctx->options.snake_case ? snake_case(m->ctx, c_name) : c_name;
    return python_identifier(m->ctx, name);
}

bool name_is_exported(const char *name)
{
    return name && name[0] && name[0] != '_' && name[strlen(name) - 1] != '_';
}

const char *function_label(const Module *m, const Function *f)
{
    return !f->class ? f->py_name : f->place == PLACE_INIT ? f->class->py_name
           : arena_printf(m->ctx->arena, "%s.%s", f->class->py_name, f->py_name);
}

Param *function_param(const Function *f, const char *name)
{
    for (int i = 0; i < f->n_params; i++) {
        if (strcmp(f->params[i]->name, name) == 0) {
            return f->params[i];
        }
    }
    return NULL;
}

void leave_out(Module *m, Span at, const char *name, const char *kind,
               const char *reason, const char *hint)
{
    LeftOut *l = NEW(m->ctx, LeftOut);
    *l = (LeftOut){ .name = name, .kind = kind, .reason = reason, .hint = hint,
                    .span = at };
    *(m->last_left_out ? &m->last_left_out->next : &m->left_out) = l;
    m->last_left_out = l;
}

// ---------------------------------------------------------------- expressions
typedef struct {
    const char *name;
    bool found;
} Search;

static void search_name(const Expr *e, void *arg)
{
    Search *s = arg;
    if (e->kind == EX_NAME && e->name && strcmp(e->name, s->name) == 0) {
        s->found = true;
    }
}

const char *double_text(Context *ctx, double x)
{
    char text[64];
    int digits = 1;
    do {
        snprintf(text, sizeof text, "%.*g", digits, x);
    } while (strtod(text, NULL) != x && ++digits < 18);
    return arena_strndup(ctx->arena, text, strlen(text));
}

bool expr_uses(const Expr *e, const char *name)
{
    Search s = { name, false };
    if (e) {
        expr_names(e, search_name, &s);
    }
    return s.found;
}

bool expr_uses_return(const Expr *e)
{
    if (!e) {
        return false;
    }
    if (e->kind == EX_RETURN) {
        return true;
    }
    if (e->kind == EX_CALL) {
        for (const Expr *arg = e->a; arg; arg = arg->next) {
            if (expr_uses_return(arg)) {
                return true;
            }
        }
        return false;
    }
    return expr_uses_return(e->a) || expr_uses_return(e->b) || expr_uses_return(e->c);
}

bool expr_is_deref(const Expr *e, const char **name)
{
    if (e->kind == EX_UNARY && e->op == TK_STAR && e->a->kind == EX_NAME) {
        *name = e->a->name;
        return true;
    }
    return false;
}

bool expr_is_null(const Expr *e)
{
    if (e->kind == EX_NAME) {
        return strcmp(e->name, "NULL") == 0 || strcmp(e->name, "nullptr") == 0;
    }
    return e->kind == EX_CAST && e->type && e->type->kind == TY_POINTER
           && e->a->kind == EX_NUMBER && e->a->number == 0;
}

typedef struct {
    const Function *f;
    bool found;
} ParamSearch;

static void search_param(const Expr *e, void *arg)
{
    ParamSearch *s = arg;
    s->found = s->found || (e->kind == EX_NAME && function_param(s->f, e->name));
}

// Parameters hide enumerators and macros of their name, also ones defined later.
bool expr_constant(const Module *m, const Function *f, const Expr *e, ConstValue *out)
{
    ParamSearch s = { f, false };
    const char *why = NULL;
    expr_names(e, search_param, &s);
    return !s.found && expr_evaluate(m->ctx, f->unit, &m->target, e, out, &why);
}

bool expr_int(const Module *m, const Function *f, const Expr *e, int64_t *out)
{
    ConstValue v;
    if (!expr_constant(m, f, e, &v) || v.kind != CV_INT) {
        return false;
    }
    if (!v.negative && v.number > INT64_MAX) {
        return false;
    }
    *out = (int64_t)v.number;
    return true;
}

// ---------------------------------------------------------------------- types
Type *type_qualified(Context *ctx, const Type *t, unsigned quals)
{
    bool spelled = true;        // `typedef const double cdouble`: the name would bring
                                // the qualifier back
    for (const Decl *d = t->spelled; d; d = d->type->spelled) {
        spelled = spelled && !d->type->quals;
    }
    if (spelled && t->quals == quals) {
        return (Type *)(uintptr_t)t;
    }
    Type *u = NEW(ctx, Type);
    *u = *t;
    u->quals = quals;
    u->spelled = spelled ? t->spelled : NULL;
    return u;
}

Type *type_unqualified(Context *ctx, const Type *t)
{
    return type_qualified(ctx, t, 0);
}

bool type_is_timespec(const Type *t)
{
    return t->kind == TY_STRUCT && t->tag && t->tag->name
           && strcmp(t->tag->name, "timespec") == 0;
}

bool type_spelled(const Type *t, const char *name)
{
    for (const Decl *d = t->spelled; d; d = d->type->spelled) {
        if (d->name && strcmp(d->name, name) == 0) {
            return true;
        }
    }
    return false;
}

bool value_is_structs(const Value *v)
{
    return v->class && (v->conv == CONV_ARRAY || v->conv == CONV_VIEW);
}

bool value_is_array(const Value *v)
{
    return v->conv == CONV_ARRAY || v->conv == CONV_TEXT || v->conv == CONV_BYTES
           || v->conv == CONV_STRINGS || v->conv == CONV_HANDLES;
}

bool param_is_output(const Param *p)
{
    return p->dir == DIR_OUT && p->value.conv != CONV_FILE;
}

static const char *float_dtype(FloatKind kind, bool complex)
{
    switch (kind) {
    case FLOAT_HALF: return complex ? NULL : "float16";
    case FLOAT_FLOAT: return complex ? "complex64" : "float32";
    case FLOAT_DOUBLE: return complex ? "complex128" : "float64";
    case FLOAT_LONG: return complex ? "clongdouble" : "longdouble";
    default: return NULL;
    }
}

const char *dtype_name(const Module *m, const Type *element)
{
    switch (element->kind) {
    case TY_BOOL:
        return "bool_";
    case TY_INT:
    case TY_ENUM: {
        int bits = type_int_bits(&m->target, element);
        bool is_signed = type_int_signed(&m->target, element);
        switch (bits) {
        case 8: return is_signed ? "int8" : "uint8";
        case 16: return is_signed ? "int16" : "uint16";
        case 32: return is_signed ? "int32" : "uint32";
        case 64: return is_signed ? "int64" : "uint64";
        default: return NULL;
        }
    }
    case TY_VOID:
        return "uint8";
    case TY_FLOAT:
        return float_dtype(element->float_kind, false);
    case TY_COMPLEX:
        return float_dtype(element->float_kind, true);
    default:
        return NULL;
    }
}

// ---------------------------------------------------------------- annotations
const char *own_annotation(const Module *m, const char *py_name)
{
    static const char *const words[] = {
#define WORD(word, module) word,
#include "words.def"
#undef WORD
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], py_name) == 0) {
            return arena_printf(m->ctx->arena, "%s.%s", m->name, py_name);
        }
    }
    return py_name;
}

// Of another module: as that is imported in the stub.
static const char *class_annotation(const Module *m, const Class *c)
{
    return c->foreign ? c->foreign : own_annotation(m, c->py_name);
}

static const char *element_annotation(const Module *m, const Value *v)
{
    if (v->enumeration && v->enumeration->py_name) {
        return own_annotation(m, v->enumeration->py_name);
    }
    if (v->class) {
        return class_annotation(m, v->class);
    }
    switch (v->element->kind) {
    case TY_BOOL: return "bool";
    case TY_FLOAT: return "float";
    case TY_COMPLEX: return "complex";
    case TY_POINTER: return "str";
    default: return "int";
    }
}

static const char *sequence_annotation(const Module *m, const Value *v)
{
    Context *ctx = m->ctx;
    const char *text = element_annotation(m, v);
    for (int d = v->rank; d > 0; d--) {
        text = v->form == AS_TUPLE && d == 1
                   ? arena_printf(ctx->arena, "tuple[%s, ...]", text)
                   : arena_printf(ctx->arena, "list[%s]", text);
    }
    return text;
}

// What an input of structs may be: `NDArray[np.void] | Sequence[point]`.
static const char *struct_sequence(const Module *m, const Value *v)
{
    const char *text = class_annotation(m, v->class);
    for (int d = 0; d < v->rank; d++) {
        text = arena_printf(m->ctx->arena, "Sequence[%s]", text);
    }
    return arena_printf(m->ctx->arena, "NDArray[np.void] | %s", text);
}

static const char *array_annotation(const Module *m, const Value *v, bool output,
                                    bool lent)
{
    if (output && (v->form == AS_LIST || v->form == AS_TUPLE)) {
        return sequence_annotation(m, v);
    }
    if (output && v->form == AS_BYTES) {
        return "bytes";
    }
    if (v->class) {
        return output || lent ? "NDArray[np.void]" : struct_sequence(m, v);
    }
    if (!output && !lent) {
        return "ArrayLike";
    }
    const char *dtype = dtype_name(m, v->element);
    if (!dtype) {
        return "NDArray[Any]";
    }
    return arena_printf(m->ctx->arena, "NDArray[np.%s]", dtype);
}

static const char *plain_annotation(const Module *m, const Value *v, bool output)
{
    switch (v->conv) {
    case CONV_NONE: return "None";
    case CONV_BOOL: return "bool";
    case CONV_INT:
    case CONV_WIDE:
    case CONV_TIMESPEC: return v->form == AS_BOOL ? "bool" : "int";
    case CONV_FLOAT: return "float";
    case CONV_COMPLEX: return "complex";
    case CONV_CHAR:
    case CONV_STR:
    case CONV_WSTR: return "str";
    case CONV_ENUM:
    case CONV_FLAGS:
        return arena_printf(m->ctx->arena, output ? "%s" : "%s | int",
                            own_annotation(m, v->enumeration->py_name));
    case CONV_STRUCT:
    case CONV_HANDLE: return class_annotation(m, v->class);
    case CONV_HANDLES:
        return arena_printf(m->ctx->arena, output ? "list[%s]" : "Sequence[%s]",
                            class_annotation(m, v->class));
    case CONV_VALUE: return "object";
    case CONV_BYTES_Z: return "bytes";
    case CONV_PATH: return output ? "str" : "StrOrBytesPath";
    case CONV_FD: return output ? "int" : "FileDescriptorLike";
    case CONV_FILE: return "StrOrBytesPath | IO[bytes] | IO[str]";
    case CONV_DATETIME: return "datetime.datetime";
    case CONV_TIMEDELTA: return "datetime.timedelta";
    case CONV_TEXT: return output ? "str" : "str | Buffer";
    case CONV_BYTES: return v->is_shown ? "memoryview" : output ? "bytes" : "Buffer";
    case CONV_STRINGS: return output ? "list[str]" : "Sequence[str]";
    case CONV_ARRAY: return array_annotation(m, v, output, false);
    case CONV_VIEW: return array_annotation(m, v, output, !v->is_const);
    case CONV_CALLBACK: return callback_annotation(m, v->callback);
    case CONV_COUNT: break;
    }
    return "Any";
}

static const char *whole_annotation(const Module *m, const Function *f, const Value *v,
                                    bool output)
{
    const char *text = plain_annotation(m, v, output);
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (&p->value != v) {
            continue;
        }
        if (p->said.annotation) {
            text = p->said.annotation;
        } else if (!output && v->conv == CONV_ARRAY && !f->calls_python
                   && (p->dir == DIR_INPLACE || p->dir == DIR_OUT)) {
            text = array_annotation(m, v, false, true);
        }
    }
    if (v == &f->result && f->said.annotation) {
        text = f->said.annotation;
    }
    if (v->nullable && v->conv == CONV_STRINGS) {
        return output ? "list[str | None]" : "Sequence[str | None]";
    }
    if (v->nullable && v->conv == CONV_HANDLES) {
        return arena_printf(m->ctx->arena, output ? "list[%s | None]"
                            : "Sequence[%s | None]", class_annotation(m, v->class));
    }
    bool anything = v->conv == CONV_VALUE && strcmp(text, "object") == 0;
    if (v->nullable && v->conv != CONV_NONE && !anything) {
        return arena_printf(m->ctx->arena, "%s | None", text);
    }
    return text;
}

const char *value_annotation_as_is(const Module *m, const Function *f, const Value *v)
{
    return whole_annotation(m, f, v, false);
}

const char *value_annotation(const Module *m, const Function *f, const Value *v,
                             bool output)
{
    return shown_annotation(m, f, v, output, whole_annotation(m, f, v, output));
}

const char *field_annotation(const Module *m, const Field *f, bool output)
{
    const Value *v = &f->value;
    int tuples = v->conv == CONV_ARRAY ? 0 : v->rank;
    const char *text = v->conv == CONV_TEXT ? "str"
        : v->conv == CONV_ARRAY && output ? array_annotation(m, v, false, true)
        : plain_annotation(m, v, output);
    tuples -= v->conv == CONV_TEXT || v->conv == CONV_BYTES;
    for (int d = 0; d < tuples; d++) {
        text = arena_printf(m->ctx->arena, output ? "tuple[%s, ...]" : "Sequence[%s]",
                            text);
    }
    return text;
}
