/* SPDX-License-Identifier: MIT
   carbide/glue/classes.h: C structs as Python classes: the tables from which the
   runtime makes the types, and instances in and out.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_CLASSES_H
#define CARBIDE_GLUE_CLASSES_H

#include "carbide/glue/lock.h"
#include "carbide/glue/outputs.h"

/* What a field holds: 'n' a number, 'c' a char, 'e' an enum, 's' an instance of another
   class, 'a' an array of numbers, 't' char[n], a text up to its NUL, 'b' unsigned
   char[n], bytes, 'm' a struct timespec, 'w' an __int128. Further extents of all but 'n',
   'e' and 'a' make tuples. The way is how such a field comes out and goes in. */
struct cbi_field;
struct cbi_way {
    PyObject *(*load)(struct cbi_call *call, const struct cbi_field *f, PyObject *self,
                      char *p);
    bool (*store)(struct cbi_call *call, int i, const struct cbi_field *f, PyObject *o,
                  void *to);
    /* As properties: with a GIL, and without; `free`: of objects that nobody locks, or
       NULL. NULL: cbi_field_get, cbi_field_set. */
    PyObject *(*read)(PyObject *, void *), *(*get)(PyObject *, void *);
    int (*write)(PyObject *, PyObject *, void *), (*set)(PyObject *, PyObject *, void *);
    PyObject *(*read_free)(PyObject *, void *);
    int (*write_free)(PyObject *, PyObject *, void *);
};
extern CBI_HIDDEN const struct cbi_way cbi_as_int, cbi_as_float, cbi_as_complex,
    cbi_as_enum, cbi_as_wide, cbi_as_char, cbi_as_part, cbi_as_time, cbi_as_array,
    cbi_as_text, cbi_as_bytes, cbi_as_f4, cbi_as_f8, cbi_as_b1, cbi_as_i1, cbi_as_i2,
    cbi_as_i4, cbi_as_i8, cbi_as_u1, cbi_as_u2, cbi_as_u4, cbi_as_u8;
/* That of an int, a bool or a real number. */
#define CBI_NUMBER_WAY(type)                                                          \
    ((type) == CBI_FLOAT(double) ? &cbi_as_f8                                         \
     : (type) == CBI_FLOAT(float) ? &cbi_as_f4                                        \
     : (type) == CBI_BOOL ? &cbi_as_b1                                                \
     : (type) == CBI_INT(int8_t) ? &cbi_as_i1                                         \
     : (type) == CBI_INT(int16_t) ? &cbi_as_i2                                        \
     : (type) == CBI_INT(int32_t) ? &cbi_as_i4                                        \
     : (type) == CBI_INT(int64_t) ? &cbi_as_i8                                        \
     : (type) == CBI_INT(uint8_t) ? &cbi_as_u1                                        \
     : (type) == CBI_INT(uint16_t) ? &cbi_as_u2                                       \
     : (type) == CBI_INT(uint32_t) ? &cbi_as_u4                                       \
     : (type) == CBI_INT(uint64_t) ? &cbi_as_u8 : &cbi_as_float)
struct cbi_field {
    const char *name;
    size_t offset;
    char kind;
    const struct cbi_way *way;  /* of one element; 'a', 't', 'b': of the value itself */
    int rank;                   /* the last extent of 't' and 'b' included */
    int which;                  /* 'e', 'a': enum or -1; 's': class */
    cbi_type type;              /* of an element; 's': 0 */
    const intptr_t *shape;
};
struct cbi_held;
/* What happens to such an object when it dies (true: C's destructor is put off, and the
   memory, where C's struct lies, is given back with it), when the collector has found what
   C keeps in it, and when it clears it. */
struct cbi_lives {
    bool (*died)(PyObject *self);
    void (*finalize)(PyObject *self);
    void (*forget)(PyObject *self);
    int (*traverse)(PyObject *self, CbVisit visit, void *arg);
};
extern CBI_HIDDEN const struct cbi_lives cbi_lives;
CBI_HIDDEN PyObject *cbi_make_known(PyObject *self, bool owner);
CBI_HIDDEN void cbi_make_unknown(PyObject *self);
CBI_HIDDEN bool cbi_take_locked(PyObject *self, struct cbi_held *held, bool exclusive);
CBI_HIDDEN void cbi_give_locked(struct cbi_held *held);

/* What every instance of a value struct can do, and its class. */
struct cbi_value_ways {
    int (*init)(PyObject *self, PyObject *args, PyObject *keywords);
    PyObject *(*repr)(PyObject *self);
    PyObject *(*compare)(PyObject *self, PyObject *other, int op);
    bool (*add_dtype)(PyObject *module, PyObject *type, int which);
};
extern CBI_HIDDEN const struct cbi_value_ways cbi_value_ways;

/* What a class is to C: 'v' a value struct, which the object holds; 's' another struct that
   the object holds, filled by T_init; 'p' a pointer that C gave; 'i' an integer handle. */
struct cbi_constant;            /* glue/module.h */
struct cbi_state;
/* What a module wants of a class that another one defines: runtime/foreign.c. */
struct cbi_foreign {
    const char *module, *class; /* "pkg.mod", "Class" */
    const char *c_type;
    const char *kinds;          /* what it may be there */
    bool changes;               /* functions here change its objects */
    bool lends;                 /* … give such as live in objects that may change */
};
/* The type of plain objects in the interpreter that imported the module first, and memory of
   such that have died: runtime/plain.c */
struct cbi_free_list {
    PyObject *type, *module;    /* borrowed; NULL: not imported yet, or gone */
    int n, room;
    void *memory[16];           /* each still owns its type, for the module */
};
CBI_INLINE bool
cbi_is_first(const struct cbi_free_list *list, PyObject *type)
{
    return CBI_LIKELY(__atomic_load_n(&list->type, __ATOMIC_ACQUIRE) == type);
}
/* How properties of its objects are set, by their interned names: runtime/setters.c */
struct cbi_setters {
    PyTypeObject *type;         /* borrowed, only compared; NULL: not imported yet */
    struct cbi_setter {
        const PyObject *name;   /* the type's; NULL: free */
        int (*set)(PyObject *, PyObject *, void *);
        void *closure;
    } table[32];
};
/* Changes with the structs that modules share: tests/abi/test_class_layout.py. */
#define CBI_CLASS_ABI "1"
struct cbi_class {
    const char *name, *doc;     /* "module.Class"; the doc begins with the signature */
    char kind;
    const uint16_t *record;     /* of the constructor, as if it were a function */
    const uint16_t *close;      /* of close(); NULL: there is nothing to close */
    CbFastFunction init;        /* T_new, T_init; NULL: the fields, or none */
    const char *makers;         /* 'p' without init: "parse(), Tree.root()"; for messages */
    const struct cbi_field *fields;
    CbGetSetDef *getset;        /* closures are the fields; ends with a zeroed entry */
    struct cbi_setters *setters;    /* NULL: no property can be set */
    CbMethodDef *methods;       /* ends with a zeroed entry */
    CbMethodDef *statics;       /* static methods, likewise; NULL: there are none */
    bool (*add_statics)(PyObject *module, PyObject *type, CbMethodDef *statics);
    const struct cbi_constant *constants;   /* attributes of the class */
    int n_constants;
    bool (*add_constants)(PyObject *type, struct cbi_state *state,
                          const struct cbi_class *class);   /* NULL: there are none */
    const CbOldSlot *slots;     /* special methods; ends with a zeroed entry, or NULL */
    cbi_release destroy;        /* NULL: nothing to do */
    struct cbi_lock *const *const *end_locks;   /* CB_LOCK(name): what that wants; it takes
                                   them itself, unless close() has */
    int n_end_locks;
    struct cbi_lock *lists;     /* held while C has a list of its objects, where only closing
                                   changes them; NULL: each object is locked */
    const struct cbi_foreign *foreign;  /* another module's: .fields, .size are C's here */
    const char *lock;           /* CB_LOCK(name) on its typedef, or NULL */
    size_t c_size;              /* of a struct that is no value struct; 0: not known */
    uint64_t layout;            /* … a number for its members; 0: not known */
    int n_fields;
    size_t size, align;         /* of the struct, where the object holds it */
    bool is_nested;             /* instances may be parts of others */
    bool has_hidden;            /* there is more than the fields */
    bool is_locked;             /* some function changes what it is given */
    /* … then this is how its bytes are copied; NULL: nobody holds it for long */
    bool (*take)(PyObject *self, struct cbi_held *held, bool exclusive);
    void (*give)(struct cbi_held *held);
    const struct cbi_value_ways *value_ways;    /* of a value struct */
    const struct cbi_lives *lives;      /* of an object that is no value struct */
    PyObject *(*known)(PyObject *self, bool owner);     /* where C gives pointers that it */
    void (*unknown)(PyObject *self);            /* goes on owning: identity.c */
    bool is_reentrant;          /* CB_LOCK(reentrant) */
    bool is_lent;               /* C gives pointers that it goes on owning: by identity */
    bool is_scanned;            /* a bool or an enum is in it */
    bool is_alone;              /* such a handle never refers to another object */
    struct cbi_free_list *free_list;    /* of plain objects; NULL: there are none */
    const size_t *values;       /* offsets of fields that are cb_value: the object owns them */
    int n_values;
    bool (*sync)(struct cbi_call *call, PyObject *self);        /* … then cbi_sync_object */
    CbFastFunction make;        /* calls of the class; NULL: by its __init__ */
    CbFastFunction convert;     /* T.__convert__ of the type: glue/own.h; NULL: none */
    const char *made_of;        /* … of what: "str or float" */
    const struct cbi_accept *sources;   /* … the same for glue/overloads.h, or NULL */
    int n_sources;
    CbFastFunction value;       /* T.__value__ of an object, or NULL */
};

/* As Python has them, staticmethod objects: functions that find their module by the type. */
CBI_HIDDEN bool cbi_add_statics(PyObject *module, PyObject *type, CbMethodDef *statics);
CBI_HIDDEN bool cbi_add_class_constants(PyObject *type, struct cbi_state *state,
                                        const struct cbi_class *class);

/* Behind the object's head; a struct that the object holds follows, aligned. */
struct cbi_instance {
    void *data;                 /* what C gets: the struct, here or in `whole`; C's pointer;
                                   the bits of a handle */
    struct cbi_lock lock;       /* a part's is its whole's */
    uint8_t state;              /* what a call asks of each object stands up here, mostly
                                   in one cache line with its type */
    bool is_lent;               /* for a callback, which is running: what is reached from it
                                   is a part of it, and ends with it */
    bool is_part;               /* whole is not NULL */
    bool is_other;              /* never: the fourth of what cbi_is_ready reads together */
    bool keeps;                 /* C uses others for it: it has a list of them */
    bool plain;                 /* of its class itself, which the collector skips: no
                                   part of another, no weak references but `weak` */
    PyObject *whole;            /* owned: of which this is a part, at the top; or NULL */
    PyObject *module;           /* borrowed: the type keeps it; owned where the collector
                                   knows the object, and the module its pointer */
    PyObject *weak;
    const struct cbi_class *class;  /* NULL: not made by its class */
    uint32_t generation;        /* of a part: the whole's, when it was given; else how often
                                   what is in it has died */
    uint32_t busy;              /* 1: some thread copies (free-threaded builds) */
};
enum { CBI_NEW, CBI_LIVE, CBI_CLOSED };
#define CBI_INSTANCE(o) ((struct cbi_instance *)((char *)(o) + cbi_head))

/* The module of a method's object, and of a type of ours. */
CBI_INLINE PyObject *
cbi_module_of(PyObject *self)
{
    return CBI_INSTANCE(self)->module;
}
CBI_HIDDEN PyObject *cbi_module_of_type(PyObject *type);

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
/* getset of T_get_x and T_set_x. */
struct cbi_property {
    CbFastFunction get, set;
};
CBI_HIDDEN CBI_COLD PyObject *cbi_property_get(PyObject *self, void *property);
CBI_HIDDEN CBI_COLD int cbi_property_set(PyObject *self, PyObject *value, void *property);
/* Methods that all classes of a kind have, as entries of a table. */
CBI_HIDDEN PyObject *cbi_value_reduce(PyObject *self, PyObject *unused);
CBI_HIDDEN PyObject *cbi_value_reconstruct(PyObject *type, PyObject *args);
CBI_HIDDEN PyObject *cbi_object_close(PyObject *self, PyObject *unused);
CBI_HIDDEN PyObject *cbi_object_enter(PyObject *self, PyObject *unused);
CBI_HIDDEN PyObject *cbi_object_exit(PyObject *self, PyObject *args);
CBI_HIDDEN PyObject *cbi_object_reduce(PyObject *self, PyObject *unused);
#define CBI_VALUE_METHODS                                                             \
    {"__reduce__", (void (*)(void))cbi_value_reduce, 4, NULL},                        \
    {"_reconstruct", (void (*)(void))cbi_value_reconstruct, 16 | 1, NULL}
#define CBI_OBJECT_METHODS                                                            \
    {"__reduce__", (void (*)(void))cbi_object_reduce, 4, NULL}
#define CBI_ENTER_METHOD {"__enter__", (void (*)(void))cbi_object_enter, 4, NULL}
#define CBI_CLOSE_METHODS                                                             \
    {"close", (void (*)(void))cbi_object_close, 4,                                    \
     "close($self)\n--\n\nFrees what C holds; nothing happens the second time."},      \
    CBI_ENTER_METHOD,                                                                 \
    {"__exit__", (void (*)(void))cbi_object_exit, 1, NULL}

/* A field by its table: what the constructors of the generated file do not know. */
CBI_HIDDEN bool cbi_field_store(struct cbi_call *call, int i, const struct cbi_field *f,
                                int axis, PyObject *o, void *to);
/* A new instance of the class itself; *data is its struct, still to be filled. */
CBI_HIDDEN PyObject *cbi_make_instance(PyObject *type, PyObject *module,
                                       const struct cbi_class *class, char **data);
/* The short way of calling a plain class: do the arguments fill the n slots as they stand?
   No exception is set. */
CBI_HIDDEN bool cbi_are_all_in_order(const uint16_t *function, PyObject *type,
                                     const struct cbi_free_list *list, intptr_t nargs,
                                     PyObject *kwnames);
CBI_INLINE bool
cbi_are_in_order(const uint16_t *function, PyObject *type, const struct cbi_free_list *list,
                 intptr_t nargs, PyObject *kwnames, intptr_t n)
{
    return CBI_LIKELY(nargs == n && !kwnames)
           || cbi_are_all_in_order(function, type, list, nargs, kwnames);
}
/* A new instance of the class itself, which the collector skips: what its struct holds, or
   C's pointer, is still to be set. */
CBI_HIDDEN PyObject *cbi_make_plain(PyObject *type, const struct cbi_class *class);
CBI_HIDDEN PyObject *cbi_not_made(PyObject *self);      /* MemoryError */
CBI_INLINE PyObject *
cbi_holds_now(PyObject *self, void *data)
{
    if (CBI_UNLIKELY(!data)) {
        return cbi_not_made(self);
    }
    CBI_INSTANCE(self)->data = data;
    CBI_INSTANCE(self)->state = CBI_LIVE;
    return self;
}
/* A call of a class that has a constructor. */
CBI_HIDDEN PyObject *cbi_make_by_init(PyObject *type, const struct cbi_class *class,
                                      PyObject *const *args, intptr_t nargs,
                                      PyObject *names);
/* A copy of an instance of cbi_module.classes[which], or of a subclass. */
CBI_HIDDEN bool cbi_get_instance(struct cbi_call *call, int i, PyObject *o, int which,
                                 void *out);
/* The same of a method's object, whose class Python has seen to; and of an argument that
   mostly has the type of that object. */
CBI_INLINE bool
cbi_get_self(struct cbi_call *call, int i, PyObject *self, int which, void *out, size_t size)
{
    const struct cbi_instance *it = CBI_INSTANCE(self);
    if (CBI_LIKELY(it->plain && it->state == CBI_LIVE && cbi_head == 16
                   && !(__atomic_load_n(&it->lock.word, __ATOMIC_ACQUIRE)
                        & CBI_LOCK_WRITER))) {
        memcpy(out, it->data, size);
        return true;
    }
    return cbi_get_instance(call, i, self, which, out);
}
CBI_INLINE bool
cbi_get_like(struct cbi_call *call, int i, PyObject *o, int which, void *out, size_t size,
             PyObject *self)
{
    return CBI_LIKELY(cbi_type_of(o) == cbi_type_of(self))
               ? cbi_get_self(call, i, o, which, out, size)
               : cbi_get_instance(call, i, o, which, out);
}
/* A new instance that holds a copy of `data`; of `type`, a subclass, or NULL. */
CBI_HIDDEN PyObject *cbi_new_instance(struct cbi_call *call, int which, PyObject *type,
                                      const void *data);
/* The same of a pointer that C gave, which may be NULL. */
CBI_HIDDEN PyObject *cbi_copied_instance(struct cbi_call *call, int i, int which,
                                         PyObject *type, const void *data, bool nullable);

#endif
