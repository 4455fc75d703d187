// SPDX-License-Identifier: MIT
// convert.c: chooses the Conversion and the direction of each parameter and the result.
//
// In: C types and what markers said. Out: Value, Param.dir, role, indirect,
// pointer_out. What has no counterpart in Python leaves the function out with a warning.
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
        bool life = by_address[i] == MARK_IN && p->value.conv == CONV_HANDLE;
        if (s->said->by[by_address[i]] && !life) {
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
