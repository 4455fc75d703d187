// SPDX-License-Identifier: MIT
// emit_value.c: what one parameter is in C, and which getter reads it from Python. In: a
// parameter, or a field. Out: types, sizes and conditions as text.
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
char wide_kind(const Type *element)
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

char time_kind(Conversion c)
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

// "(&py_call, 1, py_slot[1]": how the arguments of a getter begin.
static const char *getter_head(const Wrapper *w, const Param *p, const char *getter)
{
    return arena_printf(w->g->ctx->arena, "%s(&py_call, %d, py_slot[%d]", getter,
                        message_index(p), p->slot);
}

static void emit_strided_getter(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    text_printf(w->out, "%s, %s, %d, %s, (const intptr_t[]){",
                getter_head(w, p, "cbi_get_strided"), number_type(w, v), v->rank,
                flags_text(w, p));
    for (int d = 0; d < v->rank; d++) {
        const Expr *e = v->axes[d].stride;
        bool fixed = e && e->kind == EX_NUMBER;
        text_printf(w->out, "%s%s", d ? ", " : "",
                    fixed ? pasted_expr(w, e) : "CBI_ANY_STRIDE");
    }
    text_printf(w->out, "}, &cbi_%s, cbi_%s_n, cbi_%s_s)", p->local, p->local, p->local);
}

// Of structs, as an array or as objects; and views.
static void emit_struct_getter(Wrapper *w, const Param *p, const char *flags)
{
    const Value *v = &p->value;
    const bool view = v->conv == CONV_VIEW;
    const char *n = p->local;
    const char *strides = view ? arena_printf(w->g->ctx->arena, "cbi_%s_s", n) : "NULL";
    text_printf(w->out, "%s, %s, %d, %s, &cbi_%s, cbi_%s_n, %s)",
                getter_head(w, p, adapting(w, p, "cbi_get_structs")), number_type(w, v),
                v->rank, view && !v->is_const ? "CBI_WRITE" : flags, n, n, strides);
}

// Of strings, and of objects.
static void emit_list_getter(Wrapper *w, const Param *p, const char *flags)
{
    const Value *v = &p->value;
    const char *nullable = v->nullable ? "true" : "false";
    if (v->conv == CONV_STRINGS) {
        text_printf(w->out, "%s, %s, %s", getter_head(w, p, "cbi_get_strings"),
                    v->nullable ? "0" : flags, nullable);
    } else {
        text_printf(w->out, "%s, %d, %s, %s",
                    getter_head(w, p, adapting(w, p, "cbi_get_objects")),
                    v->class->index, nullable, list_is_straight(w) ? "true" : "false");
    }
    text_printf(w->out, ", &cbi_%s, cbi_%s_n)", p->local, p->local);
}

static void emit_array_getter(Wrapper *w, const Param *p)
{
    const Value *v = &p->value;
    const char *flags = flags_text(w, p), *n = p->local;
    if (v->conv == CONV_TEXT || v->conv == CONV_BYTES) {
        text_printf(w->out, "%s, %s, &cbi_%s, cbi_%s_n)",
                    getter_head(w, p, "cbi_get_bytes"), flags, n, n);
    } else if (v->conv == CONV_STRINGS || v->conv == CONV_HANDLES) {
        emit_list_getter(w, p, flags);
    } else if (value_is_structs(v)) {
        emit_struct_getter(w, p, flags);
    } else if (v->conv == CONV_VIEW) {
        text_printf(w->out, "%s, %s, %d, %s, &cbi_%s, cbi_%s_n, cbi_%s_s)",
                    getter_head(w, p, "cbi_get_view"), number_type(w, v), v->rank,
                    v->is_const ? "0" : "CBI_WRITE", n, n, n);
    } else if (is_strided(v)) {
        emit_strided_getter(w, p);
    } else {
        text_printf(w->out, "%s, %s, %d, %s, &cbi_%s, cbi_%s_n)",
                    getter_head(w, p, "cbi_get_array"), number_type(w, v), v->rank, flags,
                    n, n);
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
