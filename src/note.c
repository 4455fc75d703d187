// SPDX-License-Identifier: MIT
// note.c: what `carbide explain` says beside the signature: per argument what is copied
// and when, and what a caller should know of the function.
//
// In: complete functions. Out: Param.note, Function.notes. Nothing here changes the
// glue.
#include "ir.h"

#include <string.h>

static bool is_strided(const Value *v)
{
    for (int d = 0; d < v->rank; d++) {
        if (v->axes[d].stride) {
            return true;
        }
    }
    return false;
}

static const char *array_note(Module *m, const Param *p)
{
    const Value *v = &p->value;
    const char *dtype = dtype_name(m, v->element);
    const char *of = dtype ? arena_printf(m->ctx->arena, "%s ", dtype) : "";
    switch (p->dir) {
    case DIR_INPLACE:
        return "changed in place, never copied";
    case DIR_INOUT:
        return "always copied; the copy is changed and returned";
    case DIR_OUT:
        return p->slot >= 0 ? "C writes into the new array, or the one that is passed"
                            : "C writes into new memory, from which the result is made";
    default:
        if (value_is_structs(v)) {
            return arena_printf(m->ctx->arena, "read in place if it is a C-contiguous "
                                "array of %s.dtype, else copied; instances are copied",
                                v->class->py_name);
        }
        return arena_printf(m->ctx->arena, is_strided(v)
                            ? "read in place if it is a %sarray with positive strides, "
                              "else converted"
                            : "read in place if it is a C-contiguous %sarray, else "
                              "converted", of);
    }
}

static const char *pointer_note(const Value *v)
{
    bool array = v->conv == CONV_ARRAY && v->form != AS_LIST && v->form != AS_TUPLE
                 && v->form != AS_BYTES;
    if (array) {
        return v->owned ? "not copied: the array owns C's memory, and frees it"
                        : "not copied: the array shows C's own memory";
    }
    if (v->is_shown) {
        return "not copied: it shows the object's own memory";
    }
    return v->owned ? "copied, then C's memory is freed" : "copied from C's own memory";
}

static const char *value_note(Module *m, const Param *p)
{
    if (p->value.conv == CONV_HANDLE) {
        return NULL;            // see note_object.c
    }
    if (p->pointer_out) {
        return pointer_note(&p->value);
    }
    switch (p->value.conv) {
    case CONV_CALLBACK:
        return p->value.callback->kept
                   ? "kept by C from now on; its arguments are copies"
                   : "called until the call returns; its arguments are copies";
    case CONV_ARRAY:
        return array_note(m, p);
    case CONV_VIEW:
        return p->dir == DIR_INPLACE
                   ? "any layout, changed in place, never copied"
                   : "any layout, read in place if the dtype is right";
    case CONV_STR:
    case CONV_PATH:
        return "lent for the call, not copied if ASCII";
    case CONV_BYTES_Z:
        return "lent for the call, not copied";
    case CONV_WSTR:
        return "copied into wide characters";
    case CONV_HANDLES:
        return "an array of pointers is made; the objects themselves are lent";
    case CONV_STRINGS:
        return "an array of pointers is made; the texts themselves are lent";
    case CONV_TEXT:
    case CONV_BYTES:
        return p->dir == DIR_IN ? "lent for the call, not copied" : array_note(m, p);
    default:
        return NULL;
    }
}

enum { OVERLAPS_MAX = 16 };

// Pairs of which one is written and none is `restrict`: the caller may pass one array
// for both.
static void note_overlaps(Module *m, Function *f)
{
    int pairs = 0;
    for (int i = 0; i < f->n_params; i++) {
        for (int k = i + 1; k < f->n_params; k++) {
            const Param *a = f->params[i], *b = f->params[k];
            bool arrays = a->value.conv == CONV_ARRAY && b->value.conv == CONV_ARRAY
                          && !a->pointer_out && !b->pointer_out;
            bool written = a->dir == DIR_INPLACE || b->dir == DIR_INPLACE;
            bool own = a->dir == DIR_INOUT || b->dir == DIR_INOUT;
            if (arrays && written && !own && !a->is_restrict && !b->is_restrict
                && ++pairs <= OVERLAPS_MAX) {
                *vec_push(m->ctx, &f->notes) = arena_printf(
                    m->ctx->arena, "%s and %s may overlap: neither is restrict",
                    a->py_name, b->py_name);
            }
        }
    }
    if (pairs > OVERLAPS_MAX) {
        *vec_push(m->ctx, &f->notes) = arena_printf(
            m->ctx->arena, "%d more pairs may overlap", pairs - OVERLAPS_MAX);
    }
}

void note_function(Module *m, Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        Param *p = f->params[i];
        bool seen = p->role == ROLE_ARGUMENT || p->returned;
        p->note = seen ? value_note(m, p) : NULL;
    }
    if (f->type->base->kind == TY_POINTER && f->result.conv != CONV_HANDLE
        && f->result.conv != CONV_VALUE) {
        *vec_push(m->ctx, &f->notes) = arena_printf(m->ctx->arena, "the result is %s",
                                                    pointer_note(&f->result));
    }
    if (f->is_inline) {
        *vec_push(m->ctx, &f->notes) = "an inline function of the header";
    }
    if (f->result_is_status) {
        *vec_push(m->ctx, &f->notes) = "the C result is a status, and not returned";
    }
    note_overlaps(m, f);
}
