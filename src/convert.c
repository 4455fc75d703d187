// SPDX-License-Identifier: MIT
// convert.c: chooses the Conversion and the direction of each parameter and the result.
//
// In: C types and what markers said. Out: Value, Param.dir, role, indirect,
// pointer_out. What C leaves open (bare pointers, who frees) is an error with the
// spellings that say it; what has no counterpart in Python leaves the function out with
// a warning.
#include "convert.h"

#include <string.h>

// ------------------------------------------------------------------- reporting
bool subject_leave_out(Subject *s, DiagId id, const char *reason, const char *hint)
{
    const Function *f = s->f->outer ? s->f->outer : s->f;
    if (!s->f->left_out && !f->left_out && !f->broken) {
        diag(s->m->ctx, id, s->at, "%s() is left out: %s", f->c_name, reason);
        if (hint) {
            diag_hint(s->m->ctx, "%s", hint);
        }
        leave_out(s->m, f->decl->span, f->c_name, "function", reason, hint);
    }
    s->f->left_out = true;
    return false;
}

bool subject_error(Subject *s, DiagId id, Span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const char *text = arena_vprintf(s->m->ctx->arena, fmt, ap);
    va_end(ap);
    s->f->broken = true;
    if (s->p) {
        s->p->broken = true;
    }
    diag(s->m->ctx, id, at, "%s", text);
    const Decl *alias = s->type ? s->type->spelled : NULL;
    if (alias && alias->type->kind == TY_POINTER && at.start == s->at.start) {
        diag_note(s->m->ctx, alias->span, "`%s` is `%s`", alias->name,
                  subject_spelling(s, alias->type));
    }
    return false;
}

const char *subject_spelling(Subject *s, const Type *t)
{
    return type_declare(s->m->ctx, t, NULL);
}

// In a sentence that begins with the function's name.
const char *subject_name(Subject *s)
{
    return s->p ? arena_printf(s->m->ctx->arena, "`%s`", s->p->name) : "the result";
}

bool subject_leave_type(Subject *s)
{
    return subject_leave_out(s, DIAG_LEFT_OUT_TYPE, arena_printf(s->m->ctx->arena,
        "%s is `%s`, which has no counterpart in Python", subject_name(s),
        subject_spelling(s, s->type)), NULL);
}

bool subject_leave_callback(Subject *s)
{
    bool block = s->type->kind == TY_POINTER && s->type->is_block;
    return subject_leave_out(s, DIAG_LEFT_OUT_CALLBACK, arena_printf(
        s->m->ctx->arena, "%s is a %s, which Python cannot fill in",
        subject_name(s), block ? "block" : "pointer to a function"), NULL);
}

bool subject_misplaced(Subject *s, MarkerId id, const char *why)
{
    const Mark *mark = s->said->by[id];
    return subject_error(s, DIAG_MARKER_PLACE, mark->span.end ? mark->span : s->at,
                         "%s on %s: %s", mark->name, s->what, why);
}

// -------------------------------------------------------------------- direction
Direction convert_direction(Subject *s, bool is_const)
{
    const Said *said = s->said;
    MarkerId writes = said->by[MARK_OUT] ? MARK_OUT : MARK_INOUT;
    if (is_const && said->by[writes]) {
        if (said->by[writes]->is_attribute) {
            return DIR_IN;
        }
        subject_error(s, DIAG_CONTRADICTION, said->by[writes]->span,
                      "%s contradicts `const`: C cannot write to %s",
                      said->by[writes]->name, s->what);
        diag_hint(s->m->ctx, "remove `const`, or remove %s", said->by[writes]->name);
        return DIR_IN;
    }
    return said->by[MARK_OUT] ? DIR_OUT : said->by[MARK_INOUT] ? DIR_INOUT
           : is_const || said->by[MARK_IN] || s->f->calls_python ? DIR_IN : DIR_INPLACE;
}

// ---------------------------------------------------------------------- scalars
static bool is_file(const Type *t)
{
    return t->kind == TY_STRUCT && (type_spelled(t, "FILE")
           || (t->tag && t->tag->name && strcmp(t->tag->name, "_IO_FILE") == 0));
}

static Conversion int_conversion(const Type *t)
{
    if (element_is_text(t)) {
        return CONV_CHAR;
    }
    return t->int_kind >= INT_INT128 && t->int_kind <= INT_UBIT ? CONV_WIDE : CONV_INT;
}

static bool convert_enum(Subject *s, const Type *t)
{
    if (!t->tag->complete) {
        return subject_leave_type(s);
    }
    Enum *e = enum_of(s->m, t->tag);
    if (e && e->py_name) {
        s->value->enumeration = e;
        s->value->conv = e->is_flag ? CONV_FLAGS : CONV_ENUM;
    } else {
        s->value->conv = CONV_INT;
    }
    return true;
}

bool convert_scalar(Subject *s, const Type *t)
{
    Value *v = s->value;
    v->element = type_unqualified(s->m->ctx, t);
    if (t->quals & Q_ATOMIC) {
        return subject_leave_type(s);
    }
    switch (t->kind) {
    case TY_BOOL:
        v->conv = CONV_BOOL;
        return true;
    case TY_INT:
        v->conv = int_conversion(t);
        return true;
    case TY_FLOAT:
        v->conv = CONV_FLOAT;
        return t->float_kind != FLOAT_128 || subject_leave_type(s);
    case TY_COMPLEX:
        v->conv = CONV_COMPLEX;
        return (t->float_kind != FLOAT_128 && t->float_kind != FLOAT_HALF)
               || subject_leave_type(s);
    case TY_ENUM:
        return convert_enum(s, t);
    case TY_STRUCT:
        return convert_struct(s, t);
    case TY_UNION:
        return subject_leave_struct(s, t);
    case TY_FUNCTION:
        return subject_leave_callback(s);
    default:
        return subject_leave_type(s);
    }
}

// ------------------------------------------------------------------------ CB_AS
// Which conversion `form` makes of `v`; CONV_COUNT: none.
static Conversion form_conversion(const Subject *s, Form form)
{
    const Value *v = s->value;
    Conversion c = v->conv;
    bool gives = !s->p || s->p->dir == DIR_OUT || s->p->dir == DIR_INOUT;
    switch (form) {
    case AS_BOOL:
        return c == CONV_INT || c == CONV_BOOL ? c : CONV_COUNT;
    case AS_STR:
        return c == CONV_BYTES && v->element->kind != TY_VOID ? CONV_TEXT
               : c == CONV_STR || c == CONV_TEXT || c == CONV_WSTR ? c : CONV_COUNT;
    case AS_BYTES:
        return c == CONV_STR ? CONV_BYTES_Z : c == CONV_TEXT ? CONV_BYTES
               : c == CONV_BYTES || (c == CONV_ARRAY && gives && !v->class) ? c
               : CONV_COUNT;
    case AS_LIST:
    case AS_TUPLE:
        return gives && (c == CONV_ARRAY || c == CONV_STRINGS) ? c : CONV_COUNT;
    case AS_PATH:
        return c == CONV_STR ? CONV_PATH : CONV_COUNT;
    case AS_FD:
        return c == CONV_INT ? CONV_FD : CONV_COUNT;
    case AS_DATETIME:
    case AS_TIMEDELTA:
        if (c == CONV_TIMESPEC
            || (c == CONV_INT && type_spelled(v->element, "time_t"))) {
            return form == AS_DATETIME ? CONV_DATETIME : CONV_TIMEDELTA;
        }
        return CONV_COUNT;
    default:
        return c;
    }
}

bool convert_form(Subject *s)
{
    static const char *const wants[] = {
        [AS_BOOL] = "an integer", [AS_STR] = "a string or an array of `char`",
        [AS_BYTES] = "`const char *`, or an array",
        [AS_LIST] = "an array that is returned",
        [AS_TUPLE] = "an array that is returned", [AS_PATH] = "`const char *`",
        [AS_FD] = "an integer", [AS_DATETIME] = "`time_t` or `struct timespec`",
        [AS_TIMEDELTA] = "`time_t` or `struct timespec`",
    };
    Form form = s->said->form;
    Conversion c = form_conversion(s, form);
    if (c == CONV_COUNT) {
        return subject_error(s, DIAG_AS_FORM, s->said->by[MARK_AS]->span,
                             "this CB_AS wants %s, but %s is `%s`", wants[form],
                             s->what, subject_spelling(s, s->type));
    }
    s->value->conv = c;
    s->value->form = form;
    return true;
}

// --------------------------------------------------------------------- pointers
static bool bare_string(Subject *s)
{
    subject_error(s, DIAG_UNSIZED_POINTER, s->at,
                  "%s is `char *`: a string to read, or memory to write, of what size?",
                  s->what);
    hint_string(s);
    return false;
}

static bool bare_pointer(Subject *s)
{
    if (element_is_text(s->type->base)) {
        return bare_string(s);
    }
    subject_error(s, DIAG_UNSIZED_POINTER, s->at,
                  "%s is `%s`: C does not say how many elements it has", s->what,
                  subject_spelling(s, s->type));
    hint_pointer(s);
    return false;
}

static bool bare_double_pointer(Subject *s)
{
    Context *ctx = s->m->ctx;
    const char *name = s->p->name;
    const Type *base = s->type->base->base;
    const char *element = type_declare(ctx, type_unqualified(ctx, base), NULL);
    subject_error(s, DIAG_POINTER_TO_POINTER, s->at,
                  "%s is `%s`, and C does not say what it points to", s->what,
                  subject_spelling(s, s->type));
    if (base->kind == TY_POINTER) {
        diag_hint(ctx, "give one at a time: const char *%s(size_t i);", s->f->c_name);
        return false;
    }
    if (element_is_text(base)) {
        diag_hint(ctx, "CB_OUT const char **%s    a string that stays C's own", name);
        diag_hint(ctx, "CB_OUT CB_OWNED(free) char **%s    a string that Python frees",
                  name);
        diag_hint(ctx, "size_t n, const char *const %s[n]    n strings, read", name);
        return false;
    }
    Class *c = base->kind == TY_STRUCT ? class_of_type(s->m, s->type->base) : NULL;
    if (class_is_handle(c)) {
        hint_objects(s, c);
        return false;
    }
    diag_hint(ctx, "CB_OUT CB_SHAPE(*n) CB_OWNED(free) %s **%s, CB_OUT size_t *n    "
              "an array that C allocates", element, name);
    diag_hint(ctx, "size_t m, size_t k, const %s %s[m][k]    a matrix", element, name);
    return false;
}

// A pointer that C stores through `T **`: needs an owner, or const.
bool convert_owner(Subject *s, const Type *pointee)
{
    s->value->owned = s->said->owned;
    if (s->said->owned || pointee->quals & Q_CONST) {
        return true;
    }
    Context *ctx = s->m->ctx;
    subject_error(s, DIAG_UNOWNED_RESULT, s->at,
                  "%s is not `const`: who frees what it points to?", s->what);
    const Mark *mark = s->said->by[MARK_SHAPE];
    const char *shape = !mark ? "" : mark->is_attribute ? "CB_SHAPE(n) "
                        : arena_printf(ctx->arena, "%s ",
                                       source_spelling(ctx, mark->span));
    Type *kept = type_qualified(ctx, pointee, Q_CONST);
    if (s->p) {
        const char *name = s->p->name;
        diag_hint(ctx, "CB_OUT %sCB_OWNED(free) %s    Python frees it, with free",
                  shape, type_declare(ctx, s->type, name));
        diag_hint(ctx, "CB_OUT %s%s    it stays C's own", shape,
                  type_declare(ctx, type_pointer(ctx, type_pointer(ctx, kept)), name));
        return false;
    }
    const Type *result = type_pointer(ctx, kept);
    diag_hint(ctx, "%sCB_OWNED(free) %s;    Python frees it, with free", shape,
              hint_prototype(s->m, s->f, s->type));
    diag_hint(ctx, "%s%s;    it stays C's own", shape,
              hint_prototype(s->m, s->f, result));
    diag_hint(ctx, "%s%s    where a library fixes the type", shape,
              hint_wrapper(s->m, s->f, result, NULL, NULL));
    return false;
}

// A string: `const char *`, wide ones too. False when t points to something else.
bool convert_string(Subject *s, const Type *pointee)
{
    if (!element_is_text(pointee) && !element_is_wide(pointee)) {
        return false;
    }
    s->value->conv = element_is_text(pointee) ? CONV_STR : CONV_WSTR;
    s->value->element = type_unqualified(s->m->ctx, pointee);
    s->value->is_const = pointee->quals & Q_CONST;
    return true;
}

// CB_OUT T **p: C stores a pointer there.
static bool convert_pointer_out(Subject *s)
{
    const Type *pointee = s->type->base->base;
    s->p->pointer_out = true;
    if (pointee->kind == TY_POINTER || pointee->kind == TY_FUNCTION) {
        return bare_double_pointer(s);
    }
    s->p->dir = DIR_OUT;
    if ((pointee->kind == TY_STRUCT || pointee->kind == TY_UNION) && !s->said->shape) {
        Class *c = class_of_type(s->m, s->type->base);
        return class_is_handle(c)
            ? convert_handle_result(s, c, pointee->quals & Q_CONST)
            : subject_leave_struct(s, pointee);
    }
    if (!convert_owner(s, pointee)) {
        return false;
    }
    if (s->said->shape) {
        Type *element = type_unqualified(s->m->ctx, pointee);
        bool done = shape_flat(s, element);
        s->value->is_const = pointee->quals & Q_CONST;
        s->value->nullable = s->said->by[MARK_OPT] != NULL;
        return done;
    }
    if (convert_string(s, pointee)) {
        s->value->nullable = true;
        return true;
    }
    return bare_double_pointer(s);
}

static bool convert_double_pointer(Subject *s)
{
    bool in_strings = !s->said->by[MARK_OUT] && s->said->shape;
    if (in_strings) {
        return shape_flat(s, s->type->base);
    }
    return s->said->by[MARK_OUT] ? convert_pointer_out(s) : bare_double_pointer(s);
}

static bool convert_file(Subject *s)
{
    s->value->conv = CONV_FILE;
    s->value->element = s->type->base;
    s->p->dir = s->said->by[MARK_OUT] ? DIR_OUT : s->said->by[MARK_INOUT] ? DIR_INOUT
                                                                          : DIR_IN;
    return true;
}

// CB_DEFAULT and CB_FIXED on a `T *` are the pointee's first value, or NULL.
static bool convert_by_address(Subject *s)
{
    const Type *base = s->type->base;
    bool is_const = base->quals & Q_CONST;
    const Expr *given = s->said->fixed ? s->said->fixed : s->said->default_value;
    bool said = s->said->by[MARK_IN] || s->said->by[MARK_OUT] || s->said->by[MARK_INOUT]
                || (is_const && (s->said->by[MARK_OPT] || given)) || s->said->fixed;
    if (!said || base->kind == TY_VOID) {
        return bare_pointer(s);
    }
    s->p->indirect = true;
    bool written = s->said->by[MARK_OUT] || s->said->by[MARK_INOUT];
    s->p->dir = s->said->fixed && !written ? DIR_IN : convert_direction(s, is_const);
    return convert_scalar(s, base);
}

static bool convert_pointer(Subject *s)
{
    const Type *base = s->type->base;
    bool read_only = base->quals & Q_CONST || s->said->by[MARK_IN];
    bool written = s->said->by[MARK_OUT] || s->said->by[MARK_INOUT];
    if (type_is_value(s->type)) {
        return convert_value(s);
    }
    if (type_is_value(base)) {
        return convert_value_address(s);
    }
    if (base->kind == TY_FUNCTION) {
        return subject_leave_callback(s);
    }
    Class *c = base->spelled && s->said->by[MARK_OUT] ? class_of_type(s->m, base) : NULL;
    if (c && !c->tag) {                 // CB_OUT handle *
        s->p->dir = DIR_OUT;
        s->p->pointer_out = true;
        return convert_handle_result(s, c, false);
    }
    if (is_file(base)) {
        return convert_file(s);
    }
    if ((base->kind == TY_STRUCT || base->kind == TY_UNION) && !type_is_timespec(base)) {
        return convert_struct_pointer(s);
    }
    if (base->kind == TY_POINTER) {
        return convert_double_pointer(s);
    }
    if (s->said->shape && base->kind != TY_ARRAY) {
        return shape_flat(s, base);
    }
    if (read_only && !written && convert_string(s, base)) {
        s->p->dir = DIR_IN;
        return true;
    }
    if (base->kind == TY_ARRAY) {
        return shape_declared(&(Subject){ s->m, s->f, s->p,
            &(Type){ .kind = TY_ARRAY, .base = s->type->base },
            s->value, s->said, s->at, s->what });
    }
    return convert_by_address(s);
}

// ------------------------------------------------------------------- parameters
// CB_FIXED(NULL): nothing is converted, C gets the null pointer itself.
static bool convert_null(Subject *s)
{
    const Type *base = s->type->base;
    s->value->conv = CONV_NONE;
    s->value->element = type_unqualified(s->m->ctx, base);
    if (s->type->kind == TY_ARRAY) {        // as C sees the parameter
        s->p->type = type_pointer(s->m->ctx, s->type->base);
    }
    return true;
}

static bool convert_kind(Subject *s)
{
    bool pointer = s->type->kind == TY_POINTER || s->type->kind == TY_ARRAY;
    bool function = s->type->kind == TY_POINTER && s->type->base->kind == TY_FUNCTION;
    if (pointer && s->said->fixed && (expr_is_null(s->said->fixed) || function)) {
        return convert_null(s);     // of functions any: a function of C's own
    }
    if (s->value->callback) {
        return convert_callback(s);
    }
    if (param_is_state(s->p)) {
        return convert_state(s);
    }
    Class *c = s->type->kind != TY_STRUCT && s->type->spelled ? class_of_type(s->m, s->type)
                                                              : NULL;
    if (c && !c->tag) {                 // a typedef with CB_CLASS
        return convert_handle(s, c);
    }
    switch (s->type->kind) {
    case TY_ARRAY:
        return type_is_value(s->type->base) ? convert_value_address(s)
                                            : shape_declared(s);
    case TY_VIEW:
        return shape_view(s);
    case TY_POINTER:
        return convert_pointer(s);
    default:
        return convert_scalar(s, s->type);
    }
}

// Markers that need a pointer or an array say nothing on a plain value.
static bool check_places(Subject *s)
{
    const MarkerId by_address[] = { MARK_IN, MARK_OUT, MARK_INOUT, MARK_OPT, MARK_SHAPE,
                                    MARK_STRIDES, MARK_LEN, MARK_OWNED };
    const Param *p = s->p;
    bool value = !p->indirect && !p->pointer_out && s->type->kind != TY_POINTER
                 && s->type->kind != TY_ARRAY && s->type->kind != TY_VIEW;
    for (size_t i = 0; value && i < sizeof by_address / sizeof *by_address; i++) {
        if (s->said->by[by_address[i]]) {
            return subject_misplaced(s, by_address[i],
                                 "it is passed by value; that speaks of pointers and "
                                 "arrays");
        }
    }
    if (s->said->by[MARK_LEN] && !(value_is_array(&p->value) && p->dir != DIR_IN
                                   && p->dir != DIR_INPLACE && !p->pointer_out)) {
        return subject_misplaced(s, MARK_LEN,
                                 "it says how much of a CB_OUT array is returned");
    }
    if (s->said->by[MARK_STRIDES] && !value_is_array(&p->value)) {
        return subject_misplaced(s, MARK_STRIDES, "it needs CB_SHAPE(…) beside it");
    }
    if (s->said->by[MARK_OWNED] && !p->pointer_out) {
        return subject_misplaced(s, MARK_OWNED,
                                 "it speaks of results and of CB_OUT T **");
    }
    if (s->said->by[MARK_ON_RAISE] && p->value.conv != CONV_CALLBACK) {
        return subject_misplaced(s, MARK_ON_RAISE, "it speaks of pointers to functions");
    }
    bool integers = (p->value.conv == CONV_INT || p->value.conv == CONV_ARRAY)
                    && p->value.element->kind == TY_INT && p->dir != DIR_OUT;
    if (s->said->by[MARK_INDEX] && !integers) {
        return subject_misplaced(s, MARK_INDEX,
                                 "it speaks of integers that Python passes");
    }
    return true;
}

static bool check_optional(Subject *s)
{
    Param *p = s->p;
    bool null_default = s->said->default_value && expr_is_null(s->said->default_value);
    p->opt = (s->said->by[MARK_OPT] != NULL || null_default)
             && p->value.conv != CONV_STRINGS && p->value.conv != CONV_HANDLES;
    if (p->value.conv == CONV_STRINGS || p->value.conv == CONV_HANDLES) {
        p->value.nullable = s->said->by[MARK_OPT] != NULL;
    } else if (p->opt && !param_is_output(p)) {
        p->value.nullable = true;
    }
    if (s->said->by[MARK_OPT] && s->said->nonnull) {
        return subject_error(s, DIAG_OPT_NONNULL, s->at,
                             "CB_OPT lets NULL in, but `nonnull` promises that %s is "
                             "never NULL", s->what);
    }
    return true;
}

static bool convert_values(Subject *s)
{
    Param *p = s->p;
    const Said *said = s->said;
    p->default_value = said->default_value;
    p->fixed = said->fixed;
    p->index_bound = said->index;
    const Expr *given = p->fixed ? p->fixed : p->default_value;
    bool pointer = s->type->kind == TY_POINTER || s->type->kind == TY_ARRAY;
    p->null_pointer = given && pointer && expr_is_null(given);
    MarkerId id = p->fixed ? MARK_FIXED : MARK_DEFAULT;
    if (given && param_is_output(p) && !p->null_pointer) {
        return subject_error(s, DIAG_DEFAULT_OUTPUT, said->by[id]->span,
                             "%s on %s, which only gives something back",
                             said->by[id]->name, s->what);
    }
    bool array = value_is_array(&p->value) || p->value.conv == CONV_VIEW
                 || p->value.conv == CONV_STRUCT || p->value.conv == CONV_HANDLE
                 || p->value.conv == CONV_VALUE;
    if (given && array && !expr_is_null(given)) {
        return subject_error(s, DIAG_MARKER_PLACE, said->by[id]->span,
                             "%s on %s: the only value that an array, a struct or a "
                             "cb_value can have so is NULL", said->by[id]->name, s->what);
    }
    if (p->fixed && p->default_value) {
        subject_error(s, DIAG_CONTRADICTION, said->by[MARK_DEFAULT]->span,
                      "CB_DEFAULT contradicts CB_FIXED on %s", s->what);
        diag_note(s->m->ctx, said->by[MARK_FIXED]->span, "CB_FIXED stands here");
        return false;
    }
    p->role = p->role == ROLE_SELF ? ROLE_SELF : p->fixed ? ROLE_FIXED
              : param_is_output(p) ? ROLE_OUTPUT : ROLE_ARGUMENT;
    return true;
}

// CB_NAME("/") behind CB_NAME("*") or CB_NAME("*args").
static bool check_slash(Subject *s)
{
    for (int i = 0; s->p->positional_only && i <= s->p->index; i++) {
        const Param *before = s->f->params[i];
        if (before->keyword_only || before->star) {
            subject_error(s, DIAG_CONTRADICTION, s->said->by[MARK_NAME]->span,
                          "%s is positional-only, but from `%s` on all are keywords",
                          s->what, before->name);
            diag_note(s->m->ctx, before->said.by[MARK_NAME]->span, "CB_NAME stands here");
            return false;
        }
    }
    return true;
}

// CB_NAME("*args") on what is no cb_value by value.
static bool check_star(Subject *s)
{
    if (!s->p->star || (s->value->conv == CONV_VALUE && !s->p->indirect)) {
        return true;
    }
    subject_misplaced(s, MARK_NAME, s->p->star == 1 ? "all further arguments are a tuple"
                                                    : "all further keywords are a dict");
    diag_hint(s->m->ctx, "CB_NAME(\"%s%s\") cb_value %s", s->p->star == 1 ? "*" : "**",
              s->said->name, s->p->name);
    return false;
}

void convert_param(Module *m, Function *f, Param *p)
{
    Subject s = { m, f, p, p->type, &p->value, &p->said, p->decl->span,
                  arena_printf(m->ctx->arena, "`%s` of %s()", p->name, f->c_name) };
    p->is_restrict = p->type->quals & Q_RESTRICT;
    p->dir = DIR_IN;
    if (subject_outlives(&s) && check_slash(&s) && convert_kind(&s) && check_star(&s)
        && (!p->said.form || convert_form(&s)) && check_places(&s) && check_optional(&s)) {
        convert_values(&s);
    }
}

void convert_function(Module *m, Function *f)
{
    callback_pair(m, f);
    for (int i = 0; i < f->n_params; i++) {
        if (!f->params[i]->broken && f->params[i]->role != ROLE_CONTEXT) {
            convert_param(m, f, f->params[i]);
        }
    }
    if (!f->result_broken) {
        convert_result(m, f);
    }
}
