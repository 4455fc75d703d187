/* SPDX-License-Identifier: MIT
   carbide/runtime/struct_out.c: new arrays of structs: structured arrays with NumPy,
   memoryviews of the format `T{…}` without; zeroed, and aligned as the struct wants it.
   Also stage 4's pass over the bools and enums in arrays of structs. */
#include "carbide/runtime/small.h"

#include <stdlib.h>

/* --------------------------------------------------------------------- new arrays */
static PyObject *
over(struct cbi_call *call, void *data, cbi_type type, int rank, const intptr_t *shape,
     bool writeable)
{
    PyObject *dtype = cbi_dtype_of(call, CBI_WHICH(type));
    return dtype ? cbi_ndarray_of(data, dtype, rank, shape, writeable) : NULL;
}

static void
free_memory(void *data, const void *with)
{
    (void)data;
    void *start;
    memcpy(&start, with, sizeof start);
    free(start);
}

/* Zeroed memory of our own, under whatever the way out is here. */
static PyObject *
over_own_memory(struct cbi_call *call, cbi_type type, int rank, const intptr_t *shape,
                intptr_t bytes, void **data)
{
    const size_t align = cbi_module.classes[CBI_WHICH(type)].align;
    char *start = bytes > PTRDIFF_MAX - (intptr_t)align
                      ? NULL : calloc(1, (size_t)bytes + align);
    if (!start) {
        return PyErr_NoMemory();
    }
    *data = start + (align - (uintptr_t)start % align) % align;
    return cbi_over_memory(call, *data, type, rank, shape, false, free_memory, &start,
                           sizeof start);
}

PyObject *
cbi_struct_object(struct cbi_call *call, cbi_type type, int rank, const intptr_t *shape,
                  intptr_t bytes, void **data)
{
    typedef PyObject *(*Zeros)(int, const intptr_t *, PyObject *, int);
    const size_t align = cbi_module.classes[CBI_WHICH(type)].align;
    call->ran = true;
    if (align > 16 || !cbi_numpy_ready(call, true)) {
        return PyErr_Occurred() ? NULL
               : over_own_memory(call, type, rank, shape, bytes, data);
    }
    PyObject *dtype = cbi_dtype_of(call, CBI_WHICH(type));
    if (!dtype) {
        return NULL;
    }
    Py_IncRef(dtype);           /* which the function takes over */
    PyObject *array = ((Zeros)cbi_np.api[CBI_NP_ZEROS])(rank, shape, dtype, 0);
    if (array) {
        *data = CBI_NDARRAY(array)->data;
    }
    return array;
}

CBI_COLD bool
cbi_add_structs(void)
{
    static const struct cbi_structs all = {cbi_get_structs, cbi_struct_object, over,
                                           cbi_new_instance, cbi_struct_format};
    cbi_structs = &all;
    return true;
}

/* -------------------------------------------------------------------------- scanned */
/* Where in the struct a value is wrong: ".start.flags[2]". */
struct found {
    char place[280];
    char value[32];
    const char *enum_name;      /* NULL: a bool */
};

/* The field's name before what is there already. */
static void
prepend(struct found *found, const struct cbi_field *f, intptr_t k)
{
    char rest[160], index[120];
    memcpy(rest, found->place, sizeof rest);
    snprintf(found->place, sizeof found->place, ".%.80s%s%.70s", f->name,
             cbi_element_text(f->rank, f->shape, k, index), rest);
}

static bool scan(const struct cbi_class *class, const char *p, struct found *found);

static bool
scan_element(const struct cbi_field *f, const char *p, struct found *found)
{
    _Alignas(16) char aligned[16];
    if (f->kind == 's') {
        return scan(&cbi_module.classes[f->which], p, found);
    }
    if (CBI_KIND(f->type) == 'b') {
        snprintf(found->value, sizeof found->value, "%d", *(const unsigned char *)p);
        found->enum_name = NULL;
        return !(*(const unsigned char *)p & 0xFE);
    }
    memcpy(aligned, p, CBI_SIZE(f->type));
    const int64_t v = cbi_load_int(f->type, aligned);
    if (cbi_enum_knows(f->which, v)) {
        return true;
    }
    const char *name = cbi_module.enums[f->which].name;
    snprintf(found->value, sizeof found->value, "%lld", (long long)v);
    found->enum_name = name ? name : "its enum";
    return false;
}

static bool
scan(const struct cbi_class *class, const char *p, struct found *found)
{
    for (int j = 0; j < class->n_fields; j++) {
        const struct cbi_field *f = &class->fields[j];
        const bool part = f->kind == 's' && cbi_module.classes[f->which].is_scanned;
        const bool is_bool = f->kind != 's' && CBI_KIND(f->type) == 'b';
        const bool is_enum = (f->kind == 'e' || f->kind == 'a') && f->which >= 0;
        if (!part && !is_bool && !is_enum) {
            continue;
        }
        const size_t step = cbi_field_bytes(f, f->rank);
        const intptr_t n = (intptr_t)(step ? cbi_field_bytes(f, 0) / step : 0);
        for (intptr_t k = 0; k < n; k++) {
            if (!scan_element(f, p + f->offset + (size_t)k * step, found)) {
                prepend(found, f, k);
                return false;
            }
        }
    }
    return true;
}

CBI_COLD static bool
no_value(struct cbi_call *call, int i, int rank, const intptr_t *shape, intptr_t k,
         const struct found *found)
{
    char buffer[120];
    const char *index = cbi_element_text(rank, shape, k, buffer);
    if (found->enum_name) {
        return cbi_fail(call, PyExc_ValueError, -1, "%s%s%s = %s is no member of %s",
                        cbi_name(call, i), index, found->place, found->value,
                        found->enum_name);
    }
    return cbi_fail(call, PyExc_ValueError, -1, "%s%s%s is the byte %s, which is no bool",
                    cbi_name(call, i), index, found->place, found->value);
}

bool
cbi_scan_structs(struct cbi_call *call, int i, const void *data, cbi_type type, int rank,
                 const intptr_t *shape, const intptr_t *strides)
{
    const struct cbi_class *class = &cbi_module.classes[CBI_WHICH(type)];
    struct found found = {.place = ""};
    intptr_t n = data ? 1 : 0;
    for (int d = 0; d < rank; d++) {
        n *= shape[d];
    }
    for (intptr_t k = 0; k < n; k++) {
        const char *p = (const char *)data;
        intptr_t rest = k;
        if (!strides) {
            p += (size_t)k * class->size;
        }
        for (int d = rank; strides && d--;) {
            p += rest % shape[d] * strides[d];
            rest /= shape[d];
        }
        if (CBI_UNLIKELY(!scan(class, p, &found))) {
            return no_value(call, i, rank, shape, k, &found);
        }
    }
    return true;
}
