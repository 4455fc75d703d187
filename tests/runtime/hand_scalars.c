/* SPDX-License-Identifier: MIT
   hand_scalars.c: wrappers of functions of numbers, enums, times and text. */
#include "hand.h"

#include <string.h>

/* ------------------------------------------------------------------------ scalars */
static const uint16_t f_none[] = {N_none, 0, 0, 0, 0};
PyObject *
py_none(ARGS)
{
    CBI_CALL(f_none, self);
    if ((nargs || kwnames) && !cbi_bind(&py_call, args, nargs, kwnames, NULL)) {
        return NULL;
    }
    return cbi_new_none();
}

static const uint16_t f_add[] = {N_add, 2, 2, 2, 0, N_x, N_y};
PyObject *
py_add(ARGS)
{
    double x, y;
    BEGIN(f_add, 2, 2)
    CHECK(cbi_get_double(&py_call, 0, slot[0], &x)
          && cbi_get_double(&py_call, 1, slot[1], &y))
    result = PyFloat_FromDouble(x + y);
    END;
}

/* echo(kind, x): x through the C type that kind names. */
static const uint16_t f_echo[] = {N_echo, 2, 2, 2, 2, N_kind, N_x};
PyObject *
py_echo(ARGS)
{
    const char *kind;
    BEGIN(f_echo, 2, 2)
    CHECK(cbi_get_str(&py_call, 0, slot[0], false, &kind))
#define ECHO(name, getter, T, describe, make)                                         \
    if (strcmp(kind, name) == 0) {                                                    \
        T v;                                                                          \
        CHECK(getter(&py_call, 1, slot[1], describe, &v))                             \
        result = make;                                                                \
        goto fail;                                                                    \
    }
    ECHO("int8", cbi_get_int, int8_t, CBI_INT(int8_t), CBI_NEW_INT(v))
    ECHO("uint8", cbi_get_int, uint8_t, CBI_INT(uint8_t), CBI_NEW_INT(v))
    ECHO("int16", cbi_get_int, int16_t, CBI_INT(int16_t), CBI_NEW_INT(v))
    ECHO("uint16", cbi_get_int, uint16_t, CBI_INT(uint16_t), CBI_NEW_INT(v))
    ECHO("int32", cbi_get_int, int32_t, CBI_INT(int32_t), CBI_NEW_INT(v))
    ECHO("uint32", cbi_get_int, uint32_t, CBI_INT(uint32_t), CBI_NEW_INT(v))
    ECHO("int64", cbi_get_int, int64_t, CBI_INT(int64_t), CBI_NEW_INT(v))
    ECHO("uint64", cbi_get_int, uint64_t, CBI_INT(uint64_t), CBI_NEW_INT(v))
    ECHO("float32", cbi_get_float, float, CBI_FLOAT(float), PyFloat_FromDouble((double)v))
    ECHO("float64", cbi_get_float, double, CBI_FLOAT(double), PyFloat_FromDouble(v))
    ECHO("longdouble", cbi_get_float, long double, CBI_FLOAT(long double),
         PyFloat_FromDouble((double)v))
    ECHO("complex64", cbi_get_complex, float _Complex, CBI_COMPLEX(float _Complex),
         PyComplex_FromDoubles((double)__real__ v, (double)__imag__ v))
    ECHO("complex128", cbi_get_complex, double _Complex, CBI_COMPLEX(double _Complex),
         PyComplex_FromDoubles(__real__ v, __imag__ v))
    ECHO("boolint", cbi_get_bool_as, int, CBI_INT(int), CBI_NEW_INT(v))
    if (strcmp(kind, "bool") == 0) {
        bool v;
        CHECK(cbi_get_bool(&py_call, 1, slot[1], &v))
        result = cbi_new_bool(v);
    }
    else if (strcmp(kind, "char") == 0) {
        char v;
        CHECK(cbi_get_char(&py_call, 1, slot[1], &v))
        result = cbi_new_char(&py_call, v);
    }
    else if (strcmp(kind, "int128") == 0) {
        __int128 v;
        CHECK(cbi_get_wide(&py_call, 1, slot[1], true, 128, sizeof v, &v))
        result = cbi_new_wide(true, sizeof v, &v);
    }
    else if (strcmp(kind, "uint128") == 0) {
        unsigned __int128 v;
        CHECK(cbi_get_wide(&py_call, 1, slot[1], false, 128, sizeof v, &v))
        result = cbi_new_wide(false, sizeof v, &v);
    }
    else if (strcmp(kind, "int37") == 0) {
        int64_t v;
        CHECK(cbi_get_wide(&py_call, 1, slot[1], true, 37, sizeof v, &v))
        result = cbi_new_wide(true, sizeof v, &v);
    }
    else if (strcmp(kind, "fd") == 0) {
        int v;
        CHECK(cbi_get_fd(&py_call, 1, slot[1], CBI_INT(int), &v))
        result = CBI_NEW_INT(v);
    }
    else {
        cbi_fail(&py_call, PyExc_ValueError, 0, "is unknown");
    }
    END;
}

static const uint16_t f_color[] = {N_color, 1, 1, 1, 0, N_x};
PyObject *
py_color(ARGS)
{
    int v;
    BEGIN(f_color, 1, 1)
    if (slot[0] == Py_None) {               /* a value that the header does not know */
        v = 77;
    }
    else {
        CHECK(cbi_get_enum(&py_call, 0, slot[0], 0, CBI_INT(int), &v))
    }
    result = cbi_new_enum(&py_call, 0, CBI_INT(int), &v);
    END;
}

static const uint16_t f_access[] = {N_access, 1, 1, 1, 0, N_x};
PyObject *
py_access(ARGS)
{
    unsigned v;
    BEGIN(f_access, 1, 1)
    CHECK(cbi_get_enum(&py_call, 0, slot[0], 1, CBI_INT(unsigned), &v))
    result = cbi_new_enum(&py_call, 1, CBI_INT(unsigned), &v);
    END;
}

static const uint16_t f_time[] = {N_time, 3, 3, 3, 3, N_kind, N_x, N_mask};
PyObject *
py_time(ARGS)
{
    const char *kind;
    bool whole;
    int64_t s;
    long ns;
    BEGIN(f_time, 3, 3)
    CHECK(cbi_get_str(&py_call, 0, slot[0], false, &kind)
          && cbi_get_bool(&py_call, 2, slot[2], &whole)
          && cbi_get_time(&py_call, 1, slot[1], *kind, whole, &s, &ns))
    PyObject *items[] = {CBI_NEW_INT(s), CBI_NEW_INT(ns),
                         cbi_new_time(&py_call, *kind, s, ns)};
    result = cbi_pack(3, items);
    END;
}

/* --------------------------------------------------------------------------- text */
static const uint16_t f_text[] = {N_text, 2, 2, 1, 0, N_x, N_kind};
PyObject *
py_text(ARGS)
{
    const char *kind = "str";
    const void *text;
    BEGIN(f_text, 2, 1)
    CHECK(!slot[1] || cbi_get_str(&py_call, 1, slot[1], false, &kind))
    if (strcmp(kind, "str") == 0) {
        CHECK(cbi_get_str(&py_call, 0, slot[0], true, (const char **)&text))
        result = cbi_to_str_z(&py_call, -1, text, -1, true);
    }
    else if (strcmp(kind, "must") == 0) {
        CHECK(cbi_get_str(&py_call, 0, slot[0], false, (const char **)&text))
        result = cbi_to_str_n(&py_call, -1, text, (cbi_wide)strlen(text), false);
    }
    else if (strcmp(kind, "bytes") == 0) {
        CHECK(cbi_get_bytes_z(&py_call, 0, slot[0], true, (const char **)&text))
        result = cbi_to_bytes_z(&py_call, -1, text, true);
    }
    else if (strcmp(kind, "bad") == 0) {    /* bytes that C calls text */
        CHECK(cbi_get_bytes_z(&py_call, 0, slot[0], false, (const char **)&text))
        result = cbi_to_str_z(&py_call, -1, text, -1, false);
    }
    else if (strcmp(kind, "path") == 0) {
        CHECK(cbi_get_path(&py_call, 0, slot[0], true, (const char **)&text))
        result = cbi_to_path(&py_call, -1, text, true);
    }
    else {
        CHECK(cbi_get_wstr(&py_call, 0, slot[0], true, *kind, &text))
        result = cbi_to_wstr(&py_call, -1, text, *kind, true);
    }
    END;
}

static const uint16_t f_names[] = {N_names, 1, 1, 1, 0, N_x};
PyObject *
py_names(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n;
    BEGIN(f_names, 1, 1)
    CHECK(cbi_get_strings(&py_call, 0, slot[0], 0, true, &a, &n))
    result = cbi_to_strings(&py_call, -1, a.data, n, true);
    END;
}

static const uint16_t f_bytes[] = {N_bytes, 1, 1, 1, 0, N_x};
PyObject *
py_bytes(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n;
    BEGIN(f_bytes, 1, 1)
    CHECK(cbi_get_bytes(&py_call, 0, slot[0], CBI_STR, &a, &n)
          && cbi_again(&py_call, 0, &a, CBI_INT(unsigned char), 1, 0, &n))
    result = cbi_to_bytes(&py_call, -1, a.data, n, false);
    END;
}

/* fills the caller's own bytes with 'x' */
static const uint16_t f_position[] = {N_position, 1, 1, 1, 0, N_x};
PyObject *
py_position(ARGS)
{
    struct cbi_array a = {0};
    intptr_t n;
    BEGIN(f_position, 1, 1)
    CHECK(cbi_get_bytes(&py_call, 0, slot[0], CBI_WRITE, &a, &n))
    memset(a.data, 'x', (size_t)n);
    result = CBI_NEW_INT(n);
    END;
}

static const uint16_t f_bytesout[] = {N_bytesout, 2, 2, 2, 0, N_n, N_x};
PyObject *
py_bytesout(ARGS)
{
    int64_t n, length;
    struct cbi_array a = {0};
    intptr_t shape[1];
    BEGIN(f_bytesout, 2, 2)
    CHECK(cbi_get_int(&py_call, 0, slot[0], CBI_INT(int64_t), &n)
          && cbi_get_int(&py_call, 1, slot[1], CBI_INT(int64_t), &length)
          && cbi_new_bytes(&py_call, 0, n, &a, shape))
    if (n) {
        *(char *)a.data = '!';
    }
    result = cbi_shrink_bytes(&py_call, 0, &a, shape, length);
    END;
}

/* reads a stream to its end, or writes "written" */
static const uint16_t f_file[] = {N_file, 2, 2, 2, 0, N_x, N_kind};
PyObject *
py_file(ARGS)
{
    const char *mode;
    FILE *f;
    long n = 0;
    BEGIN(f_file, 2, 2)
    CHECK(cbi_get_str(&py_call, 1, slot[1], false, &mode)
          && cbi_get_file(&py_call, 0, slot[0], true, mode, &f))
    if (!f) {
        n = -1;
    }
    else if (*mode == 'w') {
        n = fputs("written", f);
        n = n < 0 ? n : 7;
    }
    else {
        while (n < 4 && getc(f) != EOF) {   /* at most four: then Python reads on */
            n++;
        }
    }
    CHECK(cbi_close_files(&py_call))
    result = CBI_NEW_INT(n);
    END;
}
