/* SPDX-License-Identifier: MIT
   carbide/runtime/runtime.h: map of the runtime, for its own files only. Each module
   gets its own copy, compiled beside the generated file and cut down by the linker to
   what is used; so functions are small, and what is rarely reached is marked cold. */
#ifndef CARBIDE_RUNTIME_H
#define CARBIDE_RUNTIME_H

#include "carbide/glue.h"

#include <stdarg.h>

#define CBI_COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))
#pragma GCC visibility push(hidden)

/* ------------------------------------------------------------------- module.c
   State of a module, one per interpreter: objects only, so that the collector's work is
   one loop. Filled in exec, but for the lazy ones. */
enum {
    CBI_S_EXPORTER,             /* lazy: type of objects that own or lend memory */
    CBI_S_DATETIME,             /* lazy: (datetime, timedelta, epoch) */
    CBI_S_NO_NUMPY,             /* lazy: None once NumPy could not be imported */
    CBI_S_KEPT,                 /* lazy: dict of what C keeps for as long as the module */
    CBI_S_TOKENS,               /* lazy: type of what has what C keeps in an object */
    CBI_S_NUMPY,                /* lazy: the module, once it was needed for a result */
    CBI_S_MODULES,              /* lazy: a dict of what cb_import has imported */
    CBI_S_FIXED
};
struct cbi_state {
    struct cbi_home home;       /* first: cbi_home_of of glue/callbacks.h */
    struct cbi_state *older;    /* of all modules of the process, by `states_busy` */
    PyObject *module;
    intptr_t n;                 /* how many objects there are; 0 before exec */
    void *memory, *allocated;   /* of cb_state(); as calloc gave it */
    PyObject **values;          /* owned: what cb_value in `memory` hold; NULL: nothing */
    PyObject **retired;         /* owned: what `values` held, while calls have `memory` */
    size_t n_retired, users;    /* users: such calls */
    uint32_t busy;              /* a word of spin.h, for these three */
    bool begun;                 /* CB_INIT has run, so CB_EXIT will */
    const struct cbi_module *tables;    /* of the module whose state this is */
    const struct cbi_class **foreign;   /* owned: by place among the classes, those of other
                                           modules as these have them; or NULL: none */
    struct cbi_identities *identities;  /* identity.c; NULL: none yet */
    PyObject *objects[];        /* lazy ones, names, exceptions, enums, members */
};
/* What C is about to destroy, for the function that does it: one of the class's module, or
   another one's that CB_OWNED names. It takes that for itself: what else dies while it runs
   is none of it. */
struct cbi_ending {
    struct cbi_call *close;     /* of close(), which raises what it says; NULL: nobody does */
    const PyObject *module;     /* of the object's class; perhaps gone */
    const struct cbi_held *held;    /* what is locked for it; NULL: nothing, or … */
    int n_held;
    bool has_all;               /* … all named locks that it wants */
};
/* Functions of the lock table (glue/lock.h), which only modules with locks have. */
struct cbi_behalf;
extern void (*cbi_act_for)(struct cbi_behalf *whom);
extern const struct cbi_ending **(*cbi_ending)(void);
struct cbi_state *cbi_state_of(struct cbi_call *call);
/* The module in this interpreter, borrowed: `wanted` if it is one, else the newest; NULL:
   there is none any more. What is wanted is not looked into. */
PyObject *cbi_module_here(const PyObject *wanted);
void cbi_use_state(struct cbi_call *call, struct cbi_state *state);
/* The module (of whichever interpreter) that last made an array with NumPy imported:
   spares a look into its state. Reset when that module is cleared. */
extern PyObject *cbi_numpy_for;
/* CBI_S_FIXED + these: interned names; exception classes; enum classes (NULL: not
   exported); tuples of their members; types of structs; their dtypes (lazy). */
#define CBI_S_NAMES CBI_S_FIXED
#define CBI_S_EXCEPTIONS (CBI_S_NAMES + cbi_module.n_names)
#define CBI_S_ENUMS (CBI_S_EXCEPTIONS + cbi_module.n_exceptions)
#define CBI_S_MEMBERS (CBI_S_ENUMS + cbi_module.n_enums)
#define CBI_S_CLASSES (CBI_S_MEMBERS + cbi_module.n_enums)
#define CBI_S_DTYPES (CBI_S_CLASSES + cbi_module.n_classes)
#define CBI_S_IMPORTS (CBI_S_DTYPES + cbi_module.n_classes)     /* lazy */
#define CBI_S_END (CBI_S_IMPORTS + cbi_module.n_imports)
/* The attribute by which a class says that carbide has made it: a capsule of that name. */
#define CBI_CLASS_ATTRIBUTE "_carbide_class_"
#define CBI_CLASS_KEY "carbide.class." CBI_CLASS_ABI
struct cbi_published {
    const struct cbi_module *tables;
    void *deallocate;           /* tp_dealloc: whose it is, has such objects */
};
/* The class as the module that defines it has it, and that module. */
static inline const struct cbi_class *
cbi_class_at(struct cbi_call *call, int which)
{
    const struct cbi_class *class = &cbi_module.classes[which];
    return CBI_LIKELY(!class->foreign) ? class : cbi_state_of(call)->foreign[which];
}
static inline PyObject *
cbi_home_at(struct cbi_call *call, int which)
{
    return CBI_LIKELY(!cbi_module.classes[which].foreign) ? call->module
        : PyType_GetModule((PyTypeObject *)cbi_state_of(call)->objects[CBI_S_CLASSES + which]);
}
/* A lazy object: takes `made` over, gives what is in the slot now (borrowed). */
PyObject *cbi_publish(struct cbi_call *call, int slot, PyObject *made);
PyObject *cbi_publish_in(struct cbi_state *state, int slot, PyObject *made);
/* An exception is pending: the cause of an ImportError, "name: what: its text". */
void cbi_import_failed(PyObject *module, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Class for a cb_class; new reference. */
PyObject *cbi_exception_class(struct cbi_call *call, cb_class cls);
bool cbi_class_is_warning(cb_class cls);            /* [any thread] */
int cbi_enum_find(int which, int64_t value);        /* index of the member, or -1 */
bool cbi_enum_knows(int which, int64_t value);      /* a member, or known bits */

/* --------------------------------------------------------------------- call.c */
struct cbi_cleanup {
    struct cbi_cleanup *next;
    void (*undo)(void *);       /* NULL: memory in this block, freed with it */
    void *pointer;
};
const char *cbi_name(const struct cbi_call *call, int i);   /* of parameter i */
const char *cbi_function_name(const struct cbi_call *call);
const char *cbi_type_name(PyObject *o, char buffer[48]);    /* "int", cut */
const char *cbi_repr(PyObject *o, char buffer[48]);         /* cut to 40 characters */
/* An exception is set: puts "f(): x: " before its text, unless its class is not one of
   the plain ones. Returns false. */
bool cbi_fail_inner(struct cbi_call *call, int i);
bool cbi_no_memory(void);                                   /* MemoryError; false */
/* Uninitialised memory until the call ends, 64-byte aligned. */
void *cbi_raw_memory(struct cbi_call *call, size_t bytes);
void cbi_undo_decref(void *object);
int cbi_is_path(PyObject *o);                               /* 1, 0; -1: no memory */
/* Asked before code of the user's runs: what calls itself without end through C would
   meet the limit of CPython 3.13 behind the end of the stack. True: RecursionError. */
bool cbi_is_deep(void);
PyObject *cbi_items(PyObject *o);                           /* a sequence as a tuple */
/* 1: a new reference to the item of a dict; 0: it has none; -1: an exception. */
int cbi_dict_item(PyObject *dict, PyObject *key, PyObject **item);
/* The collector does not see the dict itself, and so cannot clear it. To be said whenever
   something has been put into it. */
void cbi_hide(PyObject *dict);
bool cbi_is(PyObject *o, PyTypeObject *type);               /* or of a subclass */
bool cbi_is_dying(const PyObject *o);                       /* nothing refers to it */
/* Around code that takes references to what is dying, and gives them back: the last of
   them would end it a second time. */
struct cbi_count {
    char head[24];
    bool is_held;
};
void cbi_hold_dying(PyObject *o, struct cbi_count *count);
void cbi_leave_dying(PyObject *o, const struct cbi_count *count);
/* Has o's type the attribute? 1, 0; -1: no memory to find out, MemoryError. */
int cbi_has(PyObject *o, const char *name);
void cbi_let_go(PyObject *o);                               /* cbi_drop, not inline */
bool cbi_is_none(PyObject *o, unsigned flags);              /* NULL/None, if nullable */

/* --------------------------------------------------------------------- bind.c */
int cbi_find_slot(struct cbi_call *call, PyObject *key);    /* of a keyword, or -1 */
/* TypeErrors; false. `text` begins behind "f() ", the keyword follows. */
bool cbi_refuse_keyword(struct cbi_call *call, PyObject *key, const char *text);
bool cbi_too_many(struct cbi_call *call, intptr_t nargs);
/* Are all required ones there? Those before `from` are. */
bool cbi_all_given(struct cbi_call *call, PyObject **slots, intptr_t from);

/* ------------------------------------------------------------------- scalar.c
   Conversion of one Python number; no exception is set unless CBI_RAISED. */
enum cbi_why { CBI_DONE, CBI_RAISED, CBI_KIND, CBI_RANGE, CBI_INEXACT };
enum cbi_why cbi_number_from(struct cbi_call *call, PyObject *o, cbi_type type,
                             void *out);
enum cbi_why cbi_int_from(struct cbi_call *call, PyObject *o, cbi_type type, void *out);
enum cbi_why cbi_double_from(struct cbi_call *call, PyObject *o, double *out);
enum cbi_why cbi_store_int(int64_t v, bool is_u64, cbi_type type, void *out);
enum cbi_why cbi_store_float(double v, cbi_type type, void *out);
/* Sets the exception for `why`. position: of rank n, for elements. Returns false. */
bool cbi_number_fail(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                     enum cbi_why why, const intptr_t *position, int n);
int64_t cbi_load_int(cbi_type type, const void *p);     /* uint64: its bits */
uint16_t cbi_half_from(double v);                   /* nearest, ties to even */
double cbi_half_to(uint16_t bits);
PyObject *cbi_number_new(cbi_type type, const void *p);   /* one element as an object */

/* ----------------------------------------------------------------- describe.c
   Names of types for messages: "float64"; "f8" as astype takes it. */
int cbi_type_place(cbi_type type);                  /* cbi_type_index, not inline */
const char *cbi_dtype_name(cbi_type type);
const char *cbi_dtype_code(cbi_type type);
const char *cbi_format(cbi_type type);              /* struct-module format */
const char *cbi_shape_text(int rank, const intptr_t *shape, char buffer[120]);
const char *cbi_index_text(int rank, const intptr_t *index, char buffer[120]);
/* The same of element k in memory order; "" where there are no dimensions. */
const char *cbi_element_text(int rank, const intptr_t *shape, intptr_t k,
                             char buffer[120]);

/* ------------------------------------------------------------------- numpy.c */
/* Fills cbi_np when NumPy is loaded (import: loads it where it is installed). Sets
   call->ran when Python code ran. False: no NumPy for this module. */
bool cbi_numpy_ready(struct cbi_call *call, bool import);
enum {                          /* places in PyArray_API */
    CBI_NP_ARRAY_TYPE = 2, CBI_NP_DESCR_TYPE = 3, CBI_NP_GENERIC_TYPE = 10,
    CBI_NP_DESCR_FROM_TYPE = 45,
    CBI_NP_COPY_INTO = 50, CBI_NP_RESIZE = 80,
    CBI_NP_NEW_FROM_DESCR = 94, CBI_NP_ZEROS = 183, CBI_NP_SET_BASE = 282
};
/* A description of memory that some object holds: what every way in ends with. */
struct cbi_source {
    char *data;
    int rank;
    const intptr_t *shape;
    const intptr_t *strides;    /* bytes; NULL: C-contiguous */
    cbi_type type;              /* 0: no number */
    bool swapped;               /* foreign byte order */
    bool read_only;
    bool warn;                  /* NumPy's WARN_ON_WRITE or WRITEBACKIFCOPY */
    bool copied;                /* not the caller's memory: no writing in place */
    PyObject *direct;
    char kind;                  /* dtype's kind letter, for messages */
    char name[32];              /* of the dtype or format, when it is no number */
    const char *format;         /* of a buffer */
    intptr_t own_shape[8], own_strides[8];  /* room for DLPack's int64 → intptr_t */
};
/* The element at a position. */
const char *cbi_element_at(const struct cbi_source *s, const intptr_t *position);
/* A contiguous ndarray over memory that it does not own; data NULL: over its own. */
PyObject *cbi_ndarray_over(void *data, cbi_type type, int rank, const intptr_t *shape,
                           bool writeable);
PyObject *cbi_ndarray_of(void *data, PyObject *descr, int rank, const intptr_t *shape,
                         bool writeable);
/* Exact ndarray or harmless subclass: describes it; else false without an exception. */
bool cbi_ndarray_describe(struct cbi_call *call, PyObject *o, struct cbi_source *s);
/* 1: a subclass that is read by its fields; 0: no ndarray; -1: TypeError is set. */
int cbi_ndarray_check(struct cbi_call *call, int i, PyObject *o, unsigned flags);
cbi_type cbi_dtype_type(PyObject *descr, bool *swapped, char *kind);
PyObject *cbi_dtype_of_array(PyObject *array);      /* no Python code; new reference */

/* ------------------------------------------------- array_in.c and array_own.c */
struct cbi_layout {
    intptr_t shape[64], strides[64];
};
bool cbi_copy_contiguous(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                         int rank, struct cbi_array *a, intptr_t *shape);
/* What all ways in begin with: NULL, sequences, type, rank. SOURCE: s describes memory,
   which is still to be used or copied; SEQUENCE: converted into what `alloc` gave. With
   a check only what it lets pass; s NULL: is a sequence good enough? */
typedef bool (*cbi_array_check)(struct cbi_call *call, int i, PyObject *o,
                                const struct cbi_source *s, cbi_type type);
typedef void *(*cbi_alloc)(struct cbi_call *call, int i, cbi_type type, int rank,
                           const intptr_t *shape, void *arg);
enum cbi_found { CBI_FAILED, CBI_NOTHING, CBI_SEQUENCE, CBI_SOURCE };
enum cbi_found cbi_array_begin(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                               int rank, unsigned flags, cbi_alloc alloc,
                               cbi_array_check check, struct cbi_array *a,
                               intptr_t *shape, struct cbi_source *s);
bool cbi_check_own(struct cbi_call *call, int i, PyObject *o, const struct cbi_source *s,
                   cbi_type type);
bool cbi_is_usable(const struct cbi_source *s, cbi_type type);  /* but for its strides */
bool cbi_use_directly(const struct cbi_source *s, struct cbi_array *a, intptr_t *shape);
/* Exceptions; false. */
bool cbi_wrong_type(struct cbi_call *call, int i, const struct cbi_source *s,
                    cbi_type type);
bool cbi_bad_own_layout(struct cbi_call *call, int i, const struct cbi_source *s,
                        cbi_type type);
size_t cbi_number_align(cbi_type type);

/* ------------------------------------------------------------- array_layout.c
   item: bytes of an element; strides in bytes. */
bool cbi_is_contiguous(const struct cbi_source *s, size_t item);
bool cbi_is_aligned(const struct cbi_source *s, size_t align);
void cbi_contiguous_strides(int rank, const intptr_t *shape, size_t item,
                            intptr_t *strides);
/* Its own strides; false, with an exception, where C would write elements twice. */
bool cbi_take_strides(struct cbi_call *call, int i, const struct cbi_source *s,
                      size_t item, unsigned flags, intptr_t *strides);
/* Stage 4: does it lie as it did? strides, if not NULL: in units of `unit` bytes. */
bool cbi_is_as_before(const struct cbi_source *s, const struct cbi_array *a, int rank,
                      unsigned flags, const intptr_t *shape, const intptr_t *strides,
                      intptr_t unit);
/* Is it the caller's own memory, which C may change? Else an exception. */
bool cbi_may_write(struct cbi_call *call, int i, PyObject *o, const struct cbi_source *s);
/* Exceptions; false. name, align: of an element. */
bool cbi_wrong_rank(struct cbi_call *call, int i, const struct cbi_source *s, int rank);
bool cbi_bad_layout(struct cbi_call *call, int i, const struct cbi_source *s,
                    const char *name, size_t align);

/* ------------------------------------------------- exchange.c (buffers, DLPack)
   1: described; 0: the object does not offer it; -1: an exception is set. */
int cbi_buffer_describe(struct cbi_call *call, int i, PyObject *o,
                        struct cbi_source *s);
int cbi_dlpack_describe(struct cbi_call *call, int i, PyObject *o,
                        struct cbi_source *s);
int cbi_dlpack_exchange_describe(struct cbi_call *call, int i, PyObject *o,
                                 struct cbi_source *s);

/* ------------------------------------------------------------------ list_in.c */
/* A sequence of numbers, nested to `rank`: asks `alloc` for the memory once the
   shape is known, and converts into it. */
bool cbi_list_convert(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                      int rank, intptr_t *shape, cbi_alloc alloc, void *arg,
                      void **data);

/* ----------------------------------------------------------------- elements.c */
intptr_t cbi_take_items(PyObject *const *items, intptr_t n, cbi_type type, char *to);

/* ------------------------------------------------------------------ layouts.c
   Where objects keep their parts; 0 until proved by a probe of this interpreter. */
struct cbi_layouts {
    uint8_t list_items, tuple_items, float_value;   /* offsets; 0: use the API */
    uint8_t int_mode;           /* 1: size counts digits (to 3.11); 2: tag (3.12) */
};
extern struct cbi_layouts cbi_layouts;
extern bool cbi_count_is_first;     /* of references: the first 32 bits; under a GIL */
extern bool cbi_counts_all;         /* a debug build, which adds up all references */
void cbi_layouts_probe(void);

/* ------------------------------------------------------------------ convert.c */
/* May an array of `from` become one of `to` without any change of value (int64 to
   double: checked by element)? */
bool cbi_is_safe(cbi_type from, cbi_type to);
/* Copies s into contiguous memory at `to`, converting. CBI_INEXACT: an element does not
   fit; position[0 … rank) says which. */
enum cbi_why cbi_convert(struct cbi_call *call, const struct cbi_source *s,
                         cbi_type type, void *to, intptr_t *position);

/* ---------------------------------------------------------------- array_out.c */
/* Product of extents x item size; -1 beyond PTRDIFF_MAX. */
intptr_t cbi_total(cbi_type type, int rank, const intptr_t *shape);
bool cbi_extents(struct cbi_call *call, int i, cbi_type type, int rank,
                 const cbi_wide *extents, intptr_t *shape, intptr_t *bytes);
/* New array object; *data its zeroed (or not) memory. */
PyObject *cbi_array_object(struct cbi_call *call, cbi_type type, int rank,
                           const intptr_t *shape, intptr_t bytes, bool zero,
                           void **data);
/* An object over memory; release may be NULL (memory that outlives everything). */
PyObject *cbi_exporter(struct cbi_call *call, void *data, cbi_type type, int rank,
                       const intptr_t *shape, bool read_only, cbi_release release,
                       const void *with, size_t with_size);
/* An array over memory that `release` frees; takes the memory over, also on failure. */
PyObject *cbi_over_memory(struct cbi_call *call, void *data, cbi_type type, int rank,
                          const intptr_t *shape, bool read_only, cbi_release release,
                          const void *with, size_t with_size);
PyObject *cbi_as_numpy(struct cbi_call *call, PyObject *view);
void cbi_free_copy(void *data, const void *unused);         /* a release of malloc's */

/* ------------------------------------------------------- classes.c and fields.c
   `axis`: how many of the field's extents have been gone through. */
PyObject *cbi_field_load(struct cbi_call *call, const struct cbi_field *f, int axis,
                         PyObject *self, char *p);
extern const struct cbi_class cbi_timespec;         /* of kind 'm' */
size_t cbi_field_bytes(const struct cbi_field *f, int axis);
bool cbi_same_fields(const struct cbi_class *class, const char *a, const char *b);
/* An instance over a part of `self`, which it keeps alive. */
PyObject *cbi_part_of(struct cbi_call *call, int which, PyObject *self, char *data);

/* --------------------------------------------------------------- lock_share.c */
/* The lock functions of this process; NULL: an exception is set. */
const struct cbi_lock_table *cbi_shared_locks(void);
/* ------------------------------------------------------------------- locks.c */
extern const struct cbi_lock_table *cbi_lock_table;
bool cbi_lock_join(void);       /* this thread's record is there; false: no memory */

/* -------------------------------------------------------- keep.c and ready.c */
bool cbi_lend_kept(struct cbi_call *call, int n, struct cbi_callable *const c[],
                   bool python, struct cbi_kept *k, PyObject *keeper, void **context);
int cbi_get_ready(struct cbi_call *call, int i, PyObject *o,
                  const struct cbi_signature *s, struct cbi_callable *c);
/* Instances of this type can be called: it may be the one that is looked for first. */
void cbi_saw_callable(PyTypeObject *type);

/* ------------------------------------------------------------------- keeper.c
   The dict of a parameter at the keeper (NULL: the module): k->place; any: one is made. */
bool cbi_keep_place(struct cbi_call *call, struct cbi_kept *k, PyObject *keeper, bool any);
/* Of a property: what it will have there, when C has taken it. */
bool cbi_keep_fresh(struct cbi_call *call, struct cbi_kept *k);
/* What has the key from now on: `value`, which is taken over, or what has it already. */
PyObject *cbi_keep_first(const struct cbi_kept *k, PyObject *dict, PyObject *key,
                         PyObject *value);
/* ------------------------------------------------- overload.c, seen.c, suitable.c
   What is known of an argument before any function converts it. */
struct cbi_seen {
    PyObject *object;           /* borrowed */
    char kind;                  /* 'N' None, 'b' bool, 'i' int, 'f' float, 'c' complex,
                                   's' str, 'y' bytes, 'a' array, 'l' list or tuple,
                                   '?' other, '!' of no use to anything */
    char leaf;                  /* 'l': kind of the elements; 'E': it has none; '!': some
                                   are no numbers and no text, or it has both */
    char other_kind;            /* … of the type that was met last: '?', '!' */
    PyTypeObject *other;
    bool numpy;                 /* 'b' 'i' 'f' 'c': a scalar of `type` */
    bool own;                   /* 'i': exactly int */
    bool swapped;               /* 'a': of foreign byte order */
    bool beyond;                /* 'i' and leaves: some int does not fit 64 bits */
    bool is_u64;                /* … `most` is a uint64 */
    int rank;                   /* 'a'; 'l': how deep */
    cbi_type type;              /* of a NumPy scalar, of an array's elements; 0: none */
    int64_t least, most;        /* 'i': the value twice; 'l': of all ints in it */
    const char *format;         /* 'a': of a buffer; NULL: none */
    double largest;             /* 'f': magnitude; 'l': of all finite floats in it */
};
/* False with MemoryError only: what cannot be looked at is '?'. */
bool cbi_see(struct cbi_call *call, int i, PyObject *o, struct cbi_seen *seen);
/* A look has failed, and is not needed: false if for want of memory. */
bool cbi_forgive(void);
enum cbi_fitness { CBI_UNFIT, CBI_FAILS, CBI_ANY, CBI_LOSES, CBI_WIDENS, CBI_EXACT,
                   CBI_MADE };
/* How well it fits: exactly; into a wider type; by a conversion that may yet fail, or
   that rounds; as any object does; with an exception of its own; not at all. CBI_MADE and
   one of those: an instance would be made of it, and that is how well it fits there. -1:
   MemoryError. */
int cbi_fitness(struct cbi_call *call, const struct cbi_accept *accept,
                const struct cbi_seen *seen);
/* "a float64 array of rank 2"; of what came, "a list of depth 1". */
void cbi_accept_text(const struct cbi_accept *accept, char *text, size_t size);
void cbi_seen_text(const struct cbi_seen *seen, char *text, size_t size);
/* bind.c: the slot of a keyword, or -1. */
int cbi_find_slot(struct cbi_call *call, PyObject *key);

/* ----------------------------------------------------------------- identity.c */
void cbi_forget_identities(struct cbi_state *state);
/* -------------------------------------------------- struct_in.c and struct_out.c
   Structs as elements: CBI_STRUCT(k) of glue/classes.h stands where a number type does,
   in functions that ask for the size of an item. */
#define CBI_IS_STRUCT(type) ((type) >> 16 != 0)
#define CBI_WHICH(type) ((int)((type) >> 16) - 1)
size_t cbi_item_size(cbi_type type);                /* array_out.c */
/* What arrays of structs need; NULL in modules that have none. */
struct cbi_structs {
    bool (*get)(struct cbi_call *call, int i, PyObject *o, cbi_type type, int rank,
                unsigned flags, struct cbi_array *a, intptr_t *shape,
                intptr_t *strides);
    PyObject *(*new)(struct cbi_call *call, cbi_type type, int rank,
                     const intptr_t *shape, intptr_t bytes, void **data);
    PyObject *(*over)(struct cbi_call *call, void *data, cbi_type type, int rank,
                      const intptr_t *shape, bool writeable);
    PyObject *(*instance)(struct cbi_call *call, int which, PyObject *type,
                          const void *data);
    char *(*format)(int which);
};
extern const struct cbi_structs *cbi_structs;
/* A new array object, zeroed and aligned for the struct. */
PyObject *cbi_struct_object(struct cbi_call *call, cbi_type type, int rank,
                            const intptr_t *shape, intptr_t bytes, void **data);
/* An instance's struct, copied; false without an exception: o is none of the class. */
bool cbi_copy_instance(PyObject *o, PyTypeObject *type, void *to, size_t size);
void cbi_trace_copy(struct cbi_call *call, int i, const char *from, int rank,
                    const intptr_t *shape, const char *to);
int cbi_dunder_describe(struct cbi_call *call, int i, PyObject *o,
                        struct cbi_source *s);

/* ----------------------------------------------------------- struct_format.c */
char *cbi_struct_format(int which);         /* malloc'ed; NULL: no memory */
bool cbi_is_struct_format(int which, const char *format);

/* ------------------------------------------------------------------- dtypes.c */
/* The structured dtype of a class, borrowed; NULL without an exception: no NumPy. */
PyObject *cbi_dtype_of(struct cbi_call *call, int which);
/* Gives a class, which is not frozen yet, its attribute `dtype`. */
bool cbi_add_dtype(PyObject *module, PyObject *class, int which);

/* ------------------------------------------------ error.c, stack.c and ends.c */
#define cbi_current (cbi_thread.current)    /* the innermost call of this thread */
/* `here` is below this thread's limit: is there really no room for a callback? */
bool cbi_stack_ends(uintptr_t here);
#define CBI_TOO_DEEP                                                                      \
    "maximum recursion depth exceeded: half of this thread's C stack is in use"
/* A thread that C has started belongs to the call that lent the last callback which ran
   there, as long as that runs. The functions (enter.c) are linked with callbacks. */
struct cbi_lender {
    uintptr_t handle;
    int ordinal;
    bool stopped;               /* that call has an exception */
    uint64_t looked;
    const uint16_t *record;
    bool (*raise)(cb_class cls, int saved_errno, const char *fmt, va_list args);
    bool (*check)(void);
};
/* The interpreter ends: cb_check tells all threads but this one. */
void cbi_ends(bool ends);
void cbi_store_error(struct cbi_call *call, cb_class cls, int saved_errno,
                     const char *fmt, va_list args);
void cbi_forget_error(struct cbi_call *call);   /* but not an exception that is set */

#pragma GCC visibility pop
#endif
