// SPDX-License-Identifier: MIT
// emit_new.c: the expression that makes the Python object of what C gave: of a result, an
// out, or an argument of a callback. In: its Value, and the variable where it is. Out: the
// expression as text; extents are in cbi_NAME_n, a length in cbi_length.
#include "emit_glue.h"

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

static const char *number_object(Wrapper *w, const Value *v, const char *var)
{
    Arena *arena = w->g->ctx->arena;
    switch (v->conv) {
    case CONV_BOOL: return arena_printf(arena, "cbi_new_bool(%s)", var);
    case CONV_INT: case CONV_FD:
        return arena_printf(arena, v->form == AS_BOOL ? "cbi_new_bool(%s != 0)"
                                                      : "CBI_NEW_INT(%s)", var);
    case CONV_WIDE: return wide_object(w, v, var);
    case CONV_FLOAT:
        return w->home ? arena_printf(arena, "cbi_new_float(%s, (double)%s)", w->home, var)
                       : arena_printf(arena, "PyFloat_FromDouble((double)%s)", var);
    case CONV_COMPLEX:
        return arena_printf(arena, "PyComplex_FromDoubles((double)__real__ %s, "
                            "(double)__imag__ %s)", var, var);
    case CONV_ENUM: case CONV_FLAGS:
        return arena_printf(arena, "cbi_new_enum(&py_call, %d, CBI_INT(%s), &%s)",
                            v->enumeration->index,
                            unqualified(w->g->ctx, v->element, NULL), var);
    case CONV_TIMESPEC: case CONV_DATETIME: case CONV_TIMEDELTA:
        return time_object(w, v, var);
    default: return NULL;
    }
}

const char *scalar_object(Wrapper *w, int i, const Value *v, const char *var)
{
    Arena *arena = w->g->ctx->arena;
    const char *null = v->nullable ? "true" : "false";
    const char *number = number_object(w, v, var);
    switch (v->conv) {
    case CONV_HANDLE: return NULL;
    case CONV_CHAR: return arena_printf(arena, "cbi_new_char(&py_call, %s)", var);
    case CONV_STRUCT:
        return arena_printf(arena, "cbi_new_instance(&py_call, %d, %s, &%s)",
                            v->class->index, w->f->place == PLACE_CLASS
                            && w->f->class == v->class ? "py_self" : "NULL", var);
    case CONV_VALUE:
        return arena_printf(arena, "cbi_new_value(&py_call, %d, %s, %s)", i, var, null);
    case CONV_STR:
        return arena_printf(arena, "cbi_to_str_z(&py_call, %d, %s, -1, %s)", i, var, null);
    case CONV_BYTES_Z:
        return arena_printf(arena, "cbi_to_bytes_z(&py_call, %d, %s, %s)", i, var, null);
    case CONV_PATH:
        return arena_printf(arena, "cbi_to_path(&py_call, %d, %s, %s)", i, var, null);
    case CONV_WSTR:
        return arena_printf(arena, "cbi_to_wstr(&py_call, %d, %s, '%c', %s)", i, var,
                            wide_kind(v->element), null);
    default: return number ? number : "NULL";
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

const char *memory_object(Wrapper *w, int i, const Value *v, const char *var,
                          const char *n, bool nullable)
{
    Arena *arena = w->g->ctx->arena;
    const char *null = nullable ? "true" : "false";
    if (v->conv == CONV_STRINGS) {
        return arena_printf(arena, "cbi_to_strings(&py_call, %d, "
                            "(const char *const *)%s, %s[0], %s)", i, var, n, null);
    }
    if (v->conv == CONV_TEXT && v->form != AS_BYTES) {
        return arena_printf(arena, "cbi_to_str_n(&py_call, %d, (const char *)%s, %s[0], "
                            "%s)", i, var, n, null);
    }
    if (v->conv == CONV_BYTES || v->conv == CONV_TEXT || v->form == AS_BYTES) {
        const char *size = v->conv != CONV_ARRAY ? ""
            : arena_printf(arena, " * (cbi_wide)sizeof *%s", var);
        return arena_printf(arena, "cbi_to_bytes(&py_call, %d, %s, %s[0]%s, %s)", i, var,
                            n, size, null);
    }
    if (v->form == AS_LIST || v->form == AS_TUPLE) {
        return arena_printf(arena, "cbi_to_list(&py_call, %d, %s, %s, %d, %s, %s, %d)",
                            i, var, number_type(w, v), v->rank, n,
                            v->form == AS_TUPLE ? "true" : "false",
                            v->enumeration ? v->enumeration->index : -1);
    }
    return NULL;
}

// Of bytes: a memoryview, with or without NumPy.
static const char *shown_object(Wrapper *w, const Value *v, const char *var)
{
    return arena_printf(w->g->ctx->arena, "cbi_memory_of(&py_call, %s, cbi_return_n, %s, "
                        "%s)", var, v->nullable ? "true" : "false", viewed_object(w));
}

// Memory that C handed out (a result or a T ** out); extents are in cbi_VAR_n.
static const char *pointer_object(Wrapper *w, const Param *p, int i, const Value *v,
                                  const char *var)
{
    if (v->is_shown) {
        return shown_object(w, v, var);
    }
    const char *n = arena_printf(w->g->ctx->arena, "cbi_%s_n", out_name(p));
    const char *made = memory_object(w, i, v, var, n, v->nullable);
    return made ? made
        : v->owned ? adopted_object(w, p, i, v, var) : view_object(w, p, i, v, var);
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
