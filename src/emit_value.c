// SPDX-License-Identifier: MIT
// emit_value.c: one parameter or result at a time: which getter reads it from Python, and
// which expression makes the Python object.
#include "emit_glue.h"

#include <string.h>

// A declaration of `name` with the type's own qualifiers gone, for a local.
const char *unqualified(Context *ctx, const Type *t, const char *name)
{
    return type_declare(ctx, type_unqualified(ctx, t), name);
}

const char *number_type(const Wrapper *w, const Value *v)
{
    Arena *arena = w->g->ctx->arena;
    const char *c = unqualified(w->g->ctx, v->element, NULL);
    switch (v->element->kind) {
    case TY_BOOL: return "CBI_BOOL";
    case TY_FLOAT: return arena_printf(arena, "CBI_FLOAT(%s)", c);
    case TY_COMPLEX: return arena_printf(arena, "CBI_COMPLEX(%s)", c);
    case TY_VOID: return "CBI_INT(unsigned char)";
    case TY_POINTER: return "CBI_INT(intptr_t)";    // strings
    case TY_STRUCT: return arena_printf(arena, "CBI_STRUCT(%d)", v->class->index);
    default: return arena_printf(arena, "CBI_INT(%s)", c);
    }
}

const char *bytes_text(const Wrapper *w, const Param *p)
{
    Arena *arena = w->g->ctx->arena;
    const Value *v = &p->value;
    if (value_is_structs(v)) {
        return arena_printf(arena, "cbi_bytes_of(sizeof(%s), %d, cbi_%s_n)",
                            v->class->c_type, v->rank, p->local);
    }
    return arena_printf(arena, "cbi_bytes(%s, %d, cbi_%s_n)",
                        v->conv == CONV_STRINGS ? "CBI_INT(intptr_t)"
                                                : number_type(w, v), v->rank, p->local);
}

// Names in messages: a slot, or a hidden name behind the slots in the record.
int message_index(const Param *p)
{
    if (p->slot >= 0) {
        return p->slot;
    }
    int hidden = p->function->n_slots;
    for (int i = 0; i < p->index; i++) {
        hidden += p->function->params[i]->slot < 0;
    }
    return hidden;
}

bool is_array(const Param *p)
{
    Conversion c = p->value.conv;
    return !p->pointer_out && (c == CONV_ARRAY || c == CONV_TEXT || c == CONV_BYTES
                               || c == CONV_STRINGS || c == CONV_HANDLES
                               || c == CONV_VIEW);
}

bool is_strided(const Value *v)
{
    bool strided = v->conv == CONV_VIEW;
    for (int d = 0; d < v->rank; d++) {
        strided = strided || v->axes[d].stride;
    }
    return strided;
}

bool is_allocated(const Param *p)
{
    return is_array(p) && p->dir == DIR_OUT;
}

bool wants_memory(const Param *p)
{
    return is_allocated(p)
           && (p->value.conv == CONV_TEXT || p->value.conv == CONV_STRINGS
               || p->value.conv == CONV_HANDLES
               || p->value.form == AS_LIST
               || p->value.form == AS_TUPLE || p->value.form == AS_STR
               || (p->value.form == AS_BYTES && p->value.conv == CONV_ARRAY));
}

// Elements of an output of constant extents that is small enough for the stack, else 0.
int64_t stack_elements(const Wrapper *w, const Param *p)
{
    enum { LIMIT = 32 };
    int64_t n = 1;
    for (int d = 0; d < p->value.rank; d++) {
        ConstValue k;
        const char *why = NULL;
        if (!expr_evaluate(w->g->ctx, w->g->m->unit, &w->g->m->target,
                           p->value.axes[d].extent, &k, &why)
            || k.kind != CV_INT || k.number < 1 || k.number > LIMIT) {
            return 0;
        }
        n *= (int64_t)k.number;
    }
    bool large = p->value.element->kind == TY_VOID || value_is_structs(&p->value);
    return wants_memory(p) && !large && n <= LIMIT ? n : 0;
}

// ---------------------------------------------------------------------- getters
static char wide_kind(const Type *element)
{
    for (const Decl *d = element->spelled; d; d = d->type->spelled) {
        if (strcmp(d->name, "char16_t") == 0) {
            return 'u';
        }
        if (strcmp(d->name, "char32_t") == 0) {
            return 'U';
        }
    }
    return 'w';
}

static char time_kind(Conversion c)
{
    return c == CONV_DATETIME ? 'd' : c == CONV_TIMEDELTA ? 't' : 'n';
}

static const char *flags_text(const Wrapper *w, const Param *p)
{
    Text t;
    text_init(&t, w->g->ctx);
    if (p->dir == DIR_INPLACE) {
        text_add(&t, " | CBI_WRITE");
    }
    if (p->dir == DIR_INOUT) {
        text_add(&t, " | CBI_FRESH");
    }
    if (p->opt) {
        text_add(&t, " | CBI_NULLABLE");
    }
    if (p->value.conv == CONV_TEXT && p->dir == DIR_IN) {
        text_add(&t, " | CBI_STR");
    }
    return t.n ? t.s + 3 : "0";
}

static void emit_array_getter(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    int i = message_index(p), slot = p->slot;
    const char *flags = flags_text(w, p), *n = p->local;
    if (v->conv == CONV_TEXT || v->conv == CONV_BYTES) {
        text_printf(w->out, "cbi_get_bytes(&py_call, %d, py_slot[%d], %s, &cbi_%s, "
                    "cbi_%s_n)", i, slot, flags, n, n);
    } else if (v->conv == CONV_STRINGS) {
        text_printf(w->out, "cbi_get_strings(&py_call, %d, py_slot[%d], %s, %s, "
                    "&cbi_%s, cbi_%s_n)", i, slot, v->nullable ? "0" : flags,
                    v->nullable ? "true" : "false", n, n);
    } else if (v->conv == CONV_HANDLES) {
        text_printf(w->out, "%s(&py_call, %d, py_slot[%d], %d, %s, %s, &cbi_%s, "
                    "cbi_%s_n)", adapting(w, p, "cbi_get_objects"), i, slot,
                    v->class->index, v->nullable ? "true" : "false",
                    list_is_straight(w, p) ? "true" : "false", n, n);
    } else if (value_is_structs(v)) {
        text_printf(w->out, "%s(&py_call, %d, py_slot[%d], %s, %d, %s, "
                    "&cbi_%s, cbi_%s_n, %s)", adapting(w, p, "cbi_get_structs"), i, slot,
                    number_type(w, v), v->rank,
                    v->conv == CONV_VIEW && !v->is_const ? "CBI_WRITE" : flags, n, n,
                    v->conv == CONV_VIEW
                        ? arena_printf(w->g->ctx->arena, "cbi_%s_s", n) : "NULL");
    } else if (v->conv == CONV_VIEW) {
        text_printf(w->out, "cbi_get_view(&py_call, %d, py_slot[%d], %s, %d, %s, "
                    "&cbi_%s, cbi_%s_n, cbi_%s_s)", i, slot, number_type(w, v), v->rank,
                    v->is_const ? "0" : "CBI_WRITE", n, n, n);
    } else if (is_strided(v)) {
        text_printf(w->out, "cbi_get_strided(&py_call, %d, py_slot[%d], %s, %d, %s, "
                    "(const intptr_t[]){", i, slot, number_type(w, v), v->rank, flags);
        for (int d = 0; d < v->rank; d++) {
            const Expr *e = v->axes[d].stride;
            bool fixed = e && e->kind == EX_NUMBER;
            text_printf(w->out, "%s%s", d ? ", " : "",
                        fixed ? pasted_expr(w, e) : "CBI_ANY_STRIDE");
        }
        text_printf(w->out, "}, &cbi_%s, cbi_%s_n, cbi_%s_s)", n, n, n);
    } else {
        text_printf(w->out, "cbi_get_array(&py_call, %d, py_slot[%d], %s, %d, %s, "
                    "&cbi_%s, cbi_%s_n)", i, slot, number_type(w, v), v->rank, flags, n,
                    n);
    }
}

// The struct of an instance: of the method's object, or of what mostly has its type.
static void emit_instance_getter(Wrapper *w, const Param *p, const char *to)
{
    const Param *self = w->f ? w->f->self : NULL;     // NULL: a callback's result
    bool like = self && self->slot < 0 && self->value.conv == CONV_STRUCT
                && self->value.class == p->value.class;
    int which = p->value.class->index;
    if (p->slot < 0) {
        text_printf(w->out, "cbi_get_self(&py_call, -1, py_self, %d, &%s, sizeof %s)",
                    which, to, to);
    } else if (like && !param_converter(p)) {
        text_printf(w->out, "cbi_get_like(&py_call, %d, py_slot[%d], %d, &%s, sizeof %s, "
                    "py_self)", message_index(p), p->slot, which, to, to);
    } else {
        text_printf(w->out, "%s(&py_call, %d, py_slot[%d], %d, &%s)",
                    adapting(w, p, "cbi_get_instance"), message_index(p), p->slot, which,
                    to);
    }
}

static const char *scalar_getter(const Value *v)
{
    switch (v->conv) {
    case CONV_BOOL: return "cbi_get_bool";
    case CONV_INT: return v->form == AS_BOOL ? "cbi_get_bool_as" : "cbi_get_int";
    case CONV_WIDE: return "cbi_get_wide";
    case CONV_FLOAT:
        return v->element->float_kind == FLOAT_DOUBLE ? "cbi_get_double" : "cbi_get_float";
    case CONV_COMPLEX: return "cbi_get_complex";
    case CONV_CHAR: return "cbi_get_char";
    case CONV_ENUM: case CONV_FLAGS: return "cbi_get_enum";
    case CONV_FD: return "cbi_get_fd";
    case CONV_TIMESPEC: case CONV_DATETIME: case CONV_TIMEDELTA: return "cbi_get_time";
    case CONV_STR: return "cbi_get_str";
    case CONV_BYTES_Z: return "cbi_get_bytes_z";
    case CONV_PATH: return "cbi_get_path";
    case CONV_FILE: return "cbi_get_file";
    case CONV_WSTR: return "cbi_get_wstr";
    default: return NULL;
    }
}

// What stands behind the argument's place and object.
static const char *scalar_arguments(const Wrapper *w, const Param *p, const char *to)
{
    Arena *arena = w->g->ctx->arena;
    const Value *v = &p->value;
    const char *opt = p->opt ? "true" : "false";
    const char *c = unqualified(w->g->ctx, v->element, NULL);
    switch (v->conv) {
    case CONV_INT: case CONV_FD: case CONV_COMPLEX:
        return arena_printf(arena, "%s, &%s", number_type(w, v), to);
    case CONV_FLOAT:
        return v->element->float_kind == FLOAT_DOUBLE ? arena_printf(arena, "&%s", to)
               : arena_printf(arena, "%s, &%s", number_type(w, v), to);
    case CONV_WIDE:
        return arena_printf(arena, "(%s)-1 < (%s)1, %d, sizeof(%s), &%s", c, c,
                            v->element->bits ? v->element->bits : 128, c, to);
    case CONV_ENUM: case CONV_FLAGS:
        return arena_printf(arena, "%d, CBI_INT(%s), &%s", v->enumeration->index, c, to);
    case CONV_TIMESPEC: case CONV_DATETIME: case CONV_TIMEDELTA:
        return arena_printf(arena, "'%c', %s, &cbi_%s_sec, &cbi_%s_nsec",
                            time_kind(v->conv), v->element->kind == TY_STRUCT
                            ? "false" : "true", p->local, p->local);
    case CONV_FILE:
        return arena_printf(arena, "%s, %s, &%s", opt, p->dir == DIR_OUT ? "\"wb\""
                            : p->dir == DIR_INOUT ? "\"r+b\"" : "\"rb\"", to);
    case CONV_WSTR:
        return arena_printf(arena, "%s, '%c', (const void **)&%s", opt,
                            wide_kind(v->element), to);
    case CONV_STR: case CONV_BYTES_Z: case CONV_PATH:
        return arena_printf(arena, "%s, (const char **)&%s", opt, to);
    default:
        return arena_printf(arena, "&%s", to);
    }
}

// One scalar or string into the lvalue `to`.
static void emit_scalar_getter(Wrapper *w, const Param *p, const char *to)
{
    const char *getter = scalar_getter(&p->value);
    switch (p->value.conv) {
    case CONV_STRUCT:
        emit_instance_getter(w, p, to);
        return;
    case CONV_HANDLE:
        emit_object_getter(w, p);
        return;
    case CONV_VALUE:
        text_printf(w->out, "cbi_get_value(py_slot[%d], %s, &%s)", p->slot,
                    p->opt ? "true" : "false", to);
        return;
    default:
        break;
    }
    if (getter) {
        text_printf(w->out, "%s(&py_call, %d, py_slot[%d], %s)", getter, message_index(p),
                    p->slot, scalar_arguments(w, p, to));
    } else {
        text_add(w->out, "false");
    }
}

bool is_plain_field(const Field *f)
{
    Conversion c = f->value.conv;
    bool spelled = f->value.element->kind != TY_ENUM || f->value.element->tag->name
                   || f->value.element->tag->alias;
    return spelled && !f->value.rank && (c == CONV_BOOL || c == CONV_INT || c == CONV_FLOAT
                              || c == CONV_COMPLEX || c == CONV_CHAR || c == CONV_ENUM
                              || c == CONV_FLAGS || c == CONV_STRUCT);
}

void emit_field_getter(Wrapper *w, const Field *f, int k, const char *to)
{
    const Param p = { .value = f->value, .slot = k, .name = f->name };
    emit_scalar_getter(w, &p, to);
}

// A condition that is true when the getter succeeded, without a newline.
void emit_getter(Wrapper *w, const Param *p)
{
    if (is_array(p)) {
        emit_array_getter(w, p);
        return;
    }
    if (p->value.conv == CONV_CALLBACK) {
        emit_callable_getter(w, p);
        return;
    }
    const char *to = value_local(w, p);
    // Not given: the default is evaluated later; None for CB_OPT by address.
    bool pointer_opt = p->indirect && p->opt;
    if (p->default_value || p->inferable) {
        text_printf(w->out, "(!py_slot[%d] || ", p->slot);
    } else if (pointer_opt) {
        text_printf(w->out, "(!py_slot[%d] || py_slot[%d] == Py_None || ", p->slot,
                    p->slot);
    }
    emit_scalar_getter(w, p, to);
    if (p->default_value || p->inferable || pointer_opt) {
        text_add(w->out, ")");
    }
}

// ---------------------------------------------------------------------- results
static const char *extents(Wrapper *w, const Param *p, const Value *v, bool shortened)
{
    Text t;
    text_init(&t, w->g->ctx);
    text_add(&t, "(const cbi_wide[]){");
    for (int d = 0; d < v->rank; d++) {
        const char *e = is_array(p) ? arena_printf(w->g->ctx->arena, "cbi_%s_n[%d]",
                                                   p->local, d)
                                    : NULL;
        text_printf(&t, "%s%s", d ? ", " : "", shortened && d == 0 ? "cbi_length" : e);
    }
    text_add(&t, v->rank ? "}" : "0}");
    return t.s;
}

static const char *time_object(Wrapper *w, const Value *v, const char *var)
{
    bool spec = v->element->kind == TY_STRUCT;
    return arena_printf(w->g->ctx->arena, "cbi_new_time(&py_call, '%c', (int64_t)%s%s, "
                        "%s%s)", time_kind(v->conv), var, spec ? ".tv_sec" : "",
                        spec ? var : "0", spec ? ".tv_nsec" : "");
}

static const char *wide_object(Wrapper *w, const Value *v, const char *var)
{
    Arena *arena = w->g->ctx->arena;
    const char *c = unqualified(w->g->ctx, v->element, NULL);
    if (!v->element->bits) {
        return arena_printf(arena, "cbi_new_wide((%s)-1 < (%s)1, sizeof %s, &%s)", c, c,
                            var, var);
    }
    int bits = (v->element->bits + 63) / 64 * 64;   // padding bits get a value
    bool is_unsigned = v->element->int_kind == INT_UBIT;
    return arena_printf(arena, "cbi_new_wide(%s, %d, &(%s_BitInt(%d)){%s})",
                        is_unsigned ? "false" : "true", bits / 8,
                        is_unsigned ? "unsigned " : "", bits, var);
}

const char *scalar_object(Wrapper *w, int i, const Value *v, const char *var)
{
    Arena *arena = w->g->ctx->arena;
    const char *null = v->nullable ? "true" : "false";
    switch (v->conv) {
    case CONV_BOOL:
        return arena_printf(arena, "cbi_new_bool(%s)", var);
    case CONV_INT:
    case CONV_FD:
        return v->form == AS_BOOL ? arena_printf(arena, "cbi_new_bool(%s != 0)", var)
                                  : arena_printf(arena, "CBI_NEW_INT(%s)", var);
    case CONV_WIDE:
        return wide_object(w, v, var);
    case CONV_FLOAT:
        return w->home ? arena_printf(arena, "cbi_new_float(%s, (double)%s)", w->home, var)
                       : arena_printf(arena, "PyFloat_FromDouble((double)%s)", var);
    case CONV_COMPLEX:
        return arena_printf(arena, "PyComplex_FromDoubles((double)__real__ %s, "
                            "(double)__imag__ %s)", var, var);
    case CONV_CHAR:
        return arena_printf(arena, "cbi_new_char(&py_call, %s)", var);
    case CONV_ENUM:
    case CONV_FLAGS:
        return arena_printf(arena, "cbi_new_enum(&py_call, %d, CBI_INT(%s), &%s)",
                            v->enumeration->index,
                            unqualified(w->g->ctx, v->element, NULL), var);
    case CONV_STRUCT:
        return arena_printf(arena, "cbi_new_instance(&py_call, %d, %s, &%s)",
                            v->class->index, w->f->place == PLACE_CLASS
                            && w->f->class == v->class ? "py_self" : "NULL", var);
    case CONV_HANDLE:
        return NULL;
    case CONV_VALUE:
        return arena_printf(arena, "cbi_new_value(&py_call, %d, %s, %s)", i, var, null);
    case CONV_STR:
        return arena_printf(arena, "cbi_to_str_z(&py_call, %d, %s, -1, %s)", i, var,
                            null);
    case CONV_BYTES_Z:
        return arena_printf(arena, "cbi_to_bytes_z(&py_call, %d, %s, %s)", i, var,
                            null);
    case CONV_PATH:
        return arena_printf(arena, "cbi_to_path(&py_call, %d, %s, %s)", i, var, null);
    case CONV_WSTR:
        return arena_printf(arena, "cbi_to_wstr(&py_call, %d, %s, '%c', %s)", i, var,
                            wide_kind(v->element), null);
    case CONV_TIMESPEC:
    case CONV_DATETIME:
    case CONV_TIMEDELTA:
        return time_object(w, v, var);
    default:
        return "NULL";
    }
}

static const char *adopted_object(Wrapper *w, const Param *p, int i, const Value *v,
                                  const char *var)
{
    Arena *arena = w->g->ctx->arena;
    const char *n = out_name(p);
    const char *with = owner_is_plain(v) ? "NULL, 0"
        : arena_printf(arena, "&cbi_with_%s, sizeof cbi_with_%s", n, n);
    return arena_printf(arena, "cbi_adopt(&py_call, %d, %s, %s, %d, cbi_%s_n, %s, %s, %s)",
                        i, var, number_type(w, v), v->rank, n,
                        v->nullable ? "true" : "false", owner_name(w, p), with);
}

static const char *view_object(Wrapper *w, const Param *p, int i, const Value *v,
                               const char *var)
{
    Arena *arena = w->g->ctx->arena;
    const char *of = p ? NULL : viewed_object(w);
    const char *ending = of ? arena_printf(arena, ", %s, %s", of,
        special_is(w->f, SPECIAL_BUFFER) ? "true" : "false") : "";
    return arena_printf(arena, "cbi_view%s(&py_call, %d, %s, %s, %d, cbi_%s_n, %s, %s%s)",
                        of ? "_of" : "", i, var, number_type(w, v), v->rank, out_name(p),
                        v->nullable ? "true" : "false", v->is_const ? "true" : "false",
                        ending);
}

// Memory that C handed out (a result or a T ** out); extents are in cbi_VAR_n.
static const char *pointer_object(Wrapper *w, const Param *p, int i, const Value *v,
                                  const char *var)
{
    Arena *arena = w->g->ctx->arena;
    const char *null = v->nullable ? "true" : "false";
    const char *n = arena_printf(arena, "cbi_%s_n", out_name(p));
    switch (v->conv) {
    case CONV_BYTES:
        return arena_printf(arena, "cbi_to_bytes(&py_call, %d, %s, %s[0], %s)", i, var,
                            n, null);
    case CONV_TEXT:
        return arena_printf(arena, v->form == AS_BYTES
                            ? "cbi_to_bytes(&py_call, %d, %s, %s[0], %s)"
                            : "cbi_to_str_n(&py_call, %d, (const char *)%s, %s[0], %s)",
                            i, var, n,
                            null);
    case CONV_STRINGS:
        return arena_printf(arena, "cbi_to_strings(&py_call, %d, "
                            "(const char *const *)%s, %s[0], %s)", i, var, n, null);
    default:
        break;
    }
    if (v->form == AS_BYTES) {
        return arena_printf(arena, "cbi_to_bytes(&py_call, %d, %s, %s[0] * (cbi_wide)"
                            "sizeof *%s, %s)", i, var, n, var, null);
    }
    if (v->form == AS_LIST || v->form == AS_TUPLE) {
        return arena_printf(arena, "cbi_to_list(&py_call, %d, %s, %s, %d, %s, %s, %d)",
                            i, var, number_type(w, v), v->rank, n,
                            v->form == AS_TUPLE ? "true" : "false",
                            v->enumeration ? v->enumeration->index : -1);
    }
    return v->owned ? adopted_object(w, p, i, v, var) : view_object(w, p, i, v, var);
}

static const char *list_object(Wrapper *w, const Param *p, int i, const Value *v)
{
    Arena *arena = w->g->ctx->arena;
    const bool cut = v->length != NULL;
    if (v->form == AS_LIST && v->rank == 1 && !v->enumeration && !v->class) {
        return arena_printf(arena, "cbi_to_short_list(&py_call, cbi_%s.data, %s, %s)",
                            p->local, number_type(w, v), cut ? "(intptr_t)cbi_length"
                                : arena_printf(arena, "cbi_%s_n[0]", p->local));
    }
    return arena_printf(arena, "cbi_to_list(&py_call, %d, cbi_%s.data, %s, %d, %s, %s, "
                        "%d)", i, p->local, number_type(w, v), v->rank,
                        extents(w, p, v, cut), v->form == AS_TUPLE ? "true" : "false",
                        v->enumeration ? v->enumeration->index : -1);
}

// An array of which Python gets the first `cbi_length`.
static const char *shrunk_object(Wrapper *w, const Param *p, int i, const Value *v)
{
    Arena *arena = w->g->ctx->arena;
    const char *n = p->local;
    if (v->conv == CONV_BYTES) {
        return arena_printf(arena, "cbi_shrink_bytes(&py_call, %d, &cbi_%s, cbi_%s_n, "
                            "cbi_length)", i, n, n);
    }
    const char *given = p->slot < 0 ? "false"
        : arena_printf(arena, "py_slot[%d] && py_slot[%d] != Py_None", p->slot,
                       p->slot);
    return arena_printf(arena, "cbi_shrink(&py_call, %d, &cbi_%s, %s, %d, cbi_%s_n, "
                        "cbi_length, %s)", i, n, number_type(w, v), v->rank, n, given);
}

static const char *array_object(Wrapper *w, const Param *p, int i, const Value *v)
{
    Arena *arena = w->g->ctx->arena;
    const char *n = p->local;
    const bool cut = v->length != NULL;
    const char *length = cut ? "cbi_length" : arena_printf(arena, "cbi_%s_n[0]", n);
    if (v->conv == CONV_HANDLES) {
        return objects_of_handles(w, p, i, v, length);
    }
    if (v->conv == CONV_STRINGS) {
        return arena_printf(arena, "cbi_to_strings(&py_call, %d, cbi_%s.data, %s, %s)",
                            i, n, length, v->nullable ? "true" : "false");
    }
    if (v->conv == CONV_TEXT && v->form != AS_BYTES) {
        return arena_printf(arena, "cbi_to_str_%c(&py_call, %d, cbi_%s.data, %s, false)",
                            cut ? 'n' : 'z', i, n, length);
    }
    if (v->form == AS_LIST || v->form == AS_TUPLE) {
        return list_object(w, p, i, v);
    }
    if (wants_memory(p)) {  // CB_AS(bytes), CB_AS(str) of numbers or text
        const char *size = v->conv != CONV_ARRAY ? ""
            : arena_printf(arena, " * (cbi_wide)CBI_SIZE(%s)", number_type(w, v));
        return arena_printf(arena, "cbi_to_bytes(&py_call, %d, cbi_%s.data, %s%s, "
                            "false)", i, n, length, size);
    }
    return cut ? shrunk_object(w, p, i, v)
               : arena_printf(arena, "cbi_take(&cbi_%s)", n);
}

// The expression that makes the Python object of a result (p NULL) or an out.
const char *result_object(Wrapper *w, const Param *p, const Value *v, const char *var)
{
    int i = p ? message_index(p) : -1;
    if (v->conv == CONV_HANDLE) {
        return object_of_handle(w, p, i, v, var);
    }
    if (p && is_array(p)) {
        return array_object(w, p, i, v);
    }
    if ((p && p->pointer_out && v->rank) || (!p && v->rank)) {
        return pointer_object(w, p, i, v, var);
    }
    return scalar_object(w, i, v, var);
}
