/* SPDX-License-Identifier: MIT
   carbide/capi.h: the part of Python's C interface that carbide uses, declared without
   Python.h: one file serves every CPython from 3.9 on, and a build needs a compiler and
   nothing else. The functions and objects stand in capi.def, with the version that
   first exports them; here are the types, under tags of our own, whose layout never
   changed. No file that includes this one may include Python.h. */
#ifndef CARBIDE_CAPI_H
#define CARBIDE_CAPI_H

#include <stddef.h>
#include <stdint.h>

typedef struct cb_object PyObject;
typedef struct cb_type PyTypeObject;
typedef struct cb_thread PyThreadState;
typedef struct cb_interpreter PyInterpreterState;
typedef struct cb_interpreter_view PyInterpreterView;
typedef void PyThreadStateToken;

/* METH_FASTCALL | METH_KEYWORDS is the calling convention of every function. */
typedef PyObject *(*CbFastFunction)(PyObject *self, PyObject *const *args,
                                    intptr_t nargs, PyObject *kwnames);
enum { CB_METH_FASTCALL_KEYWORDS = 0x80 | 0x2, CB_METH_FASTCALL = 0x80,
       CB_METH_VARARGS = 1, CB_METH_NOARGS = 4, CB_METH_O = 8 };
typedef struct {
    const char *name;
    void (*function)(void);         /* cast from CbFastFunction */
    int flags;
    const char *doc;
} CbMethodDef;

typedef struct {
    const char *name;
    PyObject *(*get)(PyObject *self, void *closure);
    int (*set)(PyObject *self, PyObject *value, void *closure);
    const char *doc;
    void *closure;
} CbGetSetDef;

typedef struct {
    void *buf;
    PyObject *obj;
    intptr_t len;
    intptr_t itemsize;
    int readonly;
    int ndim;
    char *format;
    intptr_t *shape;
    intptr_t *strides;
    intptr_t *suboffsets;
    void *internal;
} CbBuffer;
enum {
    CB_BUF_SIMPLE = 0, CB_BUF_WRITABLE = 1, CB_BUF_FORMAT = 4, CB_BUF_ND = 8,
    CB_BUF_STRIDES = 0x10 | CB_BUF_ND, CB_BUF_FULL_RO = 0x100 | CB_BUF_STRIDES | 4,
    CB_BUF_F_CONTIGUOUS = 0x40 | CB_BUF_STRIDES,
    CB_BUF_ANY_CONTIGUOUS = 0x80 | CB_BUF_STRIDES
};

typedef int (*CbVisit)(PyObject *object, void *arg);

/* Old slot numbers, which every version takes in these two kinds of array. */
typedef struct {
    int slot;
    void *value;
} CbOldSlot;                        /* PyModuleDef_Slot, PyType_Slot */
typedef struct {
    const char *name;
    int basicsize;
    int itemsize;
    unsigned int flags;
    CbOldSlot *slots;
} CbTypeSpec;

/* 3.15: modules by slots alone. */
typedef struct {
    uint16_t id;
    uint16_t flags;                 /* 2: static data; 4: the value is a pointer */
    uint32_t reserved;
    union {
        void *pointer;
        void (*function)(void);
        int64_t number;
    } value;
} CbSlot;
typedef struct {
    uint8_t major, minor;
    uint16_t flags;                 /* 1 stable, 2 GIL, 4 free-threaded */
    uint32_t build_version, abi_version;
} CbAbiInfo;

#define CAPI_LINK_STRONG
#define CAPI_LINK_WEAK __attribute__((weak))
#define CAPI(name, result, params, exported, abi3, strength)                          \
    extern CAPI_LINK_##strength result name params;
#define CAPI_DATA(name, type) extern type name;
#include "carbide/capi.def"
#undef CAPI
#undef CAPI_DATA

#define Py_None (&_Py_NoneStruct)
#define Py_True (&_Py_TrueStruct)
#define Py_False (&_Py_FalseStruct)
#define Py_NotImplemented (&_Py_NotImplementedStruct)

#endif
