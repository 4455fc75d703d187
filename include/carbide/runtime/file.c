/* SPDX-License-Identifier: MIT
   carbide/runtime/file.c: file descriptors, and FILE * opened from a path or over a
   Python file object's descriptor. The Python object is flushed first; afterwards it is
   moved to where C stopped. In: an int, a path, an object with fileno(); out: a
   descriptor, or a stream that is closed when the call ends. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE             /* fseeko, fdopen, dup */
#endif
#include "carbide/runtime/small.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

CBI_COLD bool
cbi_get_fd(struct cbi_call *call, int i, PyObject *o, cbi_type type, void *out)
{
    char name[48];
    const bool is_bool = cbi_is(o, &PyBool_Type);
    const int has = is_bool ? 0 : cbi_is(o, &PyLong_Type) ? 1 : cbi_has(o, "fileno");
    if (has <= 0) {
        return has == 0 && cbi_fail(call, PyExc_TypeError, i,
                        "must be an int or an object with fileno(), not %s",
                        cbi_type_name(o, name));
    }
    call->ran = true;
    int fd = PyObject_AsFileDescriptor(o);
    return fd >= 0 ? cbi_store_int(fd, false, type, out) == CBI_DONE
                   : cbi_fail_inner(call, i);
}

/* --------------------------------------------------------------------- streams */
struct stream {
    FILE *file;
    PyObject *object;           /* the Python file over the same descriptor, or NULL */
};

/* To where C stopped. By way of the end: a seek within what Python has buffered would
   keep the buffer, which may be stale now. */
static bool
move_object(struct stream *s, off_t position)
{
    PyObject *end = position < 0 ? NULL
                    : PyObject_CallMethod(s->object, "seek", "ii", 0, 2);
    PyObject *done = !end ? NULL
                     : PyObject_CallMethod(s->object, "seek", "L", (long long)position);
    cbi_drop(end);
    cbi_drop(done);
    return done || position < 0;
}

static bool
close_stream(struct stream *s)
{
    bool good = true;
    if (s->file) {
        off_t position = s->object ? ftello(s->file) : -1;
        good = fclose(s->file) == 0;
        s->file = NULL;
        if (!good) {
            PyErr_SetFromErrno(PyExc_OSError);
        }
        else if (s->object) {
            good = move_object(s, position);
        }
    }
    cbi_drop(s->object);
    s->object = NULL;
    return good;
}

/* At the end of a call that did not come to cbi_close_files. */
static void
undo_stream(void *pointer)
{
    struct stream *s = pointer;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (!close_stream(s)) {
        PyErr_WriteUnraisable(NULL);
    }
    PyErr_Restore(type, value, traceback);
    free(s);
}

/* Once C has returned, so that what could not be written is this call's error. */
CBI_COLD bool
cbi_close_files(struct cbi_call *call)
{
    for (struct cbi_cleanup *c = call->cleanup; c; c = c->next) {
        if (c->undo == undo_stream && !close_stream(c->pointer)) {
            return false;
        }
    }
    return true;
}

/* flush(), then a second descriptor, so that fclose leaves Python's open. */
CBI_COLD static bool
over_object(struct cbi_call *call, int i, PyObject *o, const char *mode,
            struct stream *s)
{
    if (PyObject_HasAttrString(o, "encoding")) {
        return cbi_fail(call, PyExc_TypeError, i,
                        "is a text file; open it in binary mode");
    }
    PyObject *done = PyObject_HasAttrString(o, "flush")
                     ? PyObject_CallMethod(o, "flush", NULL) : cbi_new_none();
    if (!done) {
        return cbi_fail_inner(call, i);
    }
    Py_DecRef(done);
    int fd = PyObject_AsFileDescriptor(o);
    if (fd < 0) {
        return cbi_fail_inner(call, i);
    }
    long long position = -1;
    PyObject *told = PyObject_HasAttrString(o, "tell")
                     ? PyObject_CallMethod(o, "tell", NULL) : NULL;
    if (told && cbi_is(told, &PyLong_Type)) {
        int overflow;
        position = PyLong_AsLongLongAndOverflow(told, &overflow);
    }
    cbi_drop(told);
    PyErr_Clear();              /* a pipe */
    fd = dup(fd);
    s->file = fd < 0 ? NULL : fdopen(fd, mode);
    if (!s->file) {
        PyErr_SetFromErrno(PyExc_OSError);
        if (fd >= 0) {
            close(fd);
        }
        return false;
    }
    if (position >= 0) {
        fseeko(s->file, (off_t)position, SEEK_SET);
        Py_IncRef(o);
        s->object = o;
    }
    return true;
}

CBI_COLD static bool
over_path(struct cbi_call *call, int i, PyObject *o, const char *mode, struct stream *s)
{
    const char *path;
    if (!cbi_get_path(call, i, o, false, &path)) {
        return false;
    }
    s->file = fopen(path, mode);
    if (!s->file && errno == ENOMEM) {
        return cbi_no_memory();
    }
    if (!s->file) {
        PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, o);
    }
    return s->file != NULL;
}

CBI_COLD bool
cbi_get_file(struct cbi_call *call, int i, PyObject *o, bool nullable, const char *mode,
             FILE **out)
{
    char name[48];
    *out = NULL;
    if (nullable && (!o || o == Py_None)) {
        return true;
    }
    const int path = cbi_is_path(o), has = path ? path : cbi_has(o, "fileno");
    if (has <= 0) {
        return has == 0
               && cbi_fail(call, PyExc_TypeError, i,
                           "must be a path or a binary file, not %s",
                           cbi_type_name(o, name));
    }
    struct stream *s = calloc(1, sizeof *s);
    if (!s) {
        return cbi_no_memory();
    }
    call->ran = true;
    if (!cbi_later(call, undo_stream, s)) {
        return false;
    }
    if (!(path ? over_path : over_object)(call, i, o, mode, s)) {
        return false;
    }
    *out = s->file;
    return true;
}
