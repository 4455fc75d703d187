/* SPDX-License-Identifier: MIT
   carbide/glue/classes.h: C structs as Python classes: the tables from which the
   runtime makes the types, and instances in and out.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_CLASSES_H
#define CARBIDE_GLUE_CLASSES_H

#include "carbide/glue/call.h"

/* What a field holds: 'n' a number, 'c' a char, 'e' an enum, 's' an instance of another
   class, 'a' an array of numbers, 't' char[n], a text up to its NUL, 'b' unsigned
   char[n], bytes, 'm' a struct timespec, 'w' an __int128. Further extents of all but 'n',
   'e' and 'a' make tuples. */
struct cbi_field {
    const char *name;
    size_t offset;
    char kind;
    int rank;                   /* the last extent of 't' and 'b' included */
    int which;                  /* 'e', 'a': enum or -1; 's': class */
    cbi_type type;              /* of an element; 's': 0 */
    const intptr_t *shape;
};
struct cbi_class {
    const char *name, *doc;     /* "module.Class"; the doc begins with the signature */
    const uint16_t *record;     /* of the constructor, as if it were a function */
    const struct cbi_field *fields;
    CbGetSetDef *getset;        /* closures are the fields; ends with a zeroed entry */
    int n_fields;
    size_t size, align;
    bool is_nested;             /* instances may be parts of others */
    bool has_hidden;            /* there is more than the fields */
    bool is_scanned;            /* a bool or an enum is in it */
    CbFastFunction make;        /* calls of the class; NULL: by its __init__ */
};

/* cbi_classes[which] as the type of an array's elements. */
#define CBI_STRUCT(which) ((cbi_type)((which) + 1) << 16 | (cbi_type)'V' << 8)
/* As cbi_get_array, cbi_again and cbi_bytes; strides: in bytes, of any layout, or NULL:
   contiguous. CBI_FRESH is a flag here. */
CBI_HIDDEN bool cbi_get_structs(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                                int rank, unsigned flags, struct cbi_array *a,
                                intptr_t *shape, intptr_t *strides);
CBI_HIDDEN bool cbi_again_structs(struct cbi_call *call, int i,
                                  const struct cbi_array *a, cbi_type type, int rank,
                                  unsigned flags, const intptr_t *shape,
                                  const intptr_t *strides);
CBI_INLINE size_t
cbi_bytes_of(size_t item, int rank, const intptr_t *shape)
{
    for (int d = 0; d < rank; d++) {
        item *= (size_t)shape[d];
    }
    return item;
}
/* (4) Every bool and enum in structs: ValueError `a[3].color = 17 is no member of …`. */
CBI_HIDDEN bool cbi_scan_structs(struct cbi_call *call, int i, const void *data,
                                 cbi_type type, int rank, const intptr_t *shape,
                                 const intptr_t *strides);

/* getset of every field. */
CBI_HIDDEN PyObject *cbi_field_get(PyObject *self, void *field);
CBI_HIDDEN int cbi_field_set(PyObject *self, PyObject *value, void *field);

/* A field by its table: what the constructors of the generated file do not know. */
CBI_HIDDEN bool cbi_field_store(struct cbi_call *call, int i, const struct cbi_field *f,
                                int axis, PyObject *o, void *to);
/* A new, zeroed instance of the class itself; *data is its struct. */
CBI_HIDDEN PyObject *cbi_make_instance(PyObject *type, PyObject *module,
                                       const struct cbi_class *class, char **data);
/* A copy of an instance of cbi_module.classes[which], or of a subclass. */
CBI_HIDDEN bool cbi_get_instance(struct cbi_call *call, int i, PyObject *o, int which,
                                 void *out);
/* A new instance that holds a copy of `data`. */
CBI_HIDDEN PyObject *cbi_new_instance(struct cbi_call *call, int which,
                                      const void *data);

#endif
