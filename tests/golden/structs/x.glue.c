/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(middle),
    struct point (struct point, const struct point *)), "middle");
_Static_assert(__builtin_types_compatible_p(__typeof__(set_name),
    void (place_t *, const char *)), "set_name");
_Static_assert(sizeof(struct point) <= 32768, "struct point is too large to be passed: hide it by a name that begins with _");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct point *)0)->x),
    double), "struct point.x");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct point *)0)->tags[0]),
    int), "struct point.tags");
_Static_assert(sizeof(place_t) <= 32768, "place_t is too large to be passed: hide it by a name that begins with _");
_Static_assert(__builtin_types_compatible_p(__typeof__(((place_t *)0)->at),
    struct point), "place_t.at");
_Static_assert(__builtin_types_compatible_p(__typeof__(((place_t *)0)->name[0]),
    char), "place_t.name");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "point" "\0"  /* 0 */
    "x" "\0"  /* 1 */
    "tags" "\0"  /* 2 */
    "place" "\0"  /* 3 */
    "at" "\0"  /* 4 */
    "name" "\0"  /* 5 */
    "middle" "\0"  /* 6 */
    "a" "\0"  /* 7 */
    "b" "\0"  /* 8 */
    "set_name" "\0"  /* 9 */
    "p" "\0";  /* 10 */

static const uint16_t cbi_f_middle[] = {6, 2, 2, 2, 0, 7, 8};
static PyObject *
cbi_py_middle(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_middle, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    struct point cbi_return;
    memset((void *)&cbi_return, 0, sizeof cbi_return);
    struct point a = {0};
    struct point cbi_b;
    memset((void *)&cbi_b, 0, sizeof cbi_b);

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_instance(&py_call, 0, py_slot[0], 0, &a)
        || !cbi_get_instance(&py_call, 1, py_slot[1], 0, &cbi_b)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        struct point py_whole = middle(a, &cbi_b);
        cbi_return = py_whole;
        cbi_attach(&py_call);
    }
    py_result = cbi_new_instance(&py_call, 0, NULL, &cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_set_name[] = {9, 2, 2, 2, 0, 10, 5};
static PyObject *
cbi_py_set_name(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_set_name, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    place_t cbi_p;
    memset((void *)&cbi_p, 0, sizeof cbi_p);
    const char *name = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_instance(&py_call, 0, py_slot[0], 1, &cbi_p)
        || !cbi_get_str(&py_call, 1, py_slot[1], false, (const char **)&name)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        set_name(&cbi_p, name);
        cbi_attach(&py_call);
    }
    py_result = cbi_new_instance(&py_call, 1, NULL, &cbi_p);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"middle", (void *)cbi_py_middle, CB_METH_FASTCALL_KEYWORDS,
        "middle(a, b)\n--\n\n"},
    {"set_name", (void *)cbi_py_set_name, CB_METH_FASTCALL_KEYWORDS,
        "set_name(p, name)\n--\n\n"},
    {0}
};

static const intptr_t cbi_shape_0_1[] = {
    sizeof(((struct point *)0)->tags)
        / (sizeof(((struct point *)0)->tags[0]) ? sizeof(((struct point *)0)->tags[0]) : 1),
};
static const struct cbi_field cbi_fields_0[] = {
    {"x", offsetof(struct point, x), 'n', CBI_NUMBER_WAY(CBI_FLOAT(double)), 0, -1, CBI_FLOAT(double), NULL},
    {"tags", offsetof(struct point, tags), 'a', &cbi_as_array, 1, -1, CBI_INT(int), cbi_shape_0_1},
};
static CbGetSetDef cbi_getset_0[] = {
    {"x", cbi_field_get, cbi_field_set, "to the right", (void *)&cbi_fields_0[0]},
    {"tags", cbi_field_get, cbi_field_set, NULL, (void *)&cbi_fields_0[1]},
    {0}
};
static struct cbi_setters cbi_setters_0;
static CbMethodDef cbi_methods_0[] = {
    CBI_VALUE_METHODS,
    {0}
};
static const uint16_t cbi_new_0[] = {0, 2, 2, 0, 0, 1, 2};
static struct cbi_lock cbi_lists_0;
static PyObject *
cbi_make_0(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_new_0, PyType_GetModule((PyTypeObject *)py_type));
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    char *py_data;
    struct point py_struct;
    memset(&py_struct, 0, sizeof py_struct);
    double py_v0;
    memset(&py_v0, 0, sizeof py_v0);
    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs & INTPTR_MAX,
                                   py_names, py_bound, 2))
        || (py_slot[0] && !cbi_get_double(&py_call, 0, py_slot[0], &py_v0))
        || (py_slot[1] && !cbi_field_store(&py_call, 1, &cbi_fields_0[1], 0, py_slot[1],
                (char *)&py_struct + offsetof(struct point, tags)))) {
        goto fail;
    }
    py_struct.x = py_v0;
    py_result = cbi_make_instance(py_type, py_call.module,
                                  &cbi_module.classes[0], &py_data);
    if (CBI_LIKELY(py_result != NULL)) {
        memcpy(py_data, &py_struct, sizeof py_struct);
    }
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const intptr_t cbi_shape_1_1[] = {
    sizeof(((place_t *)0)->name)
        / (sizeof(((place_t *)0)->name[0]) ? sizeof(((place_t *)0)->name[0]) : 1),
};
static const struct cbi_field cbi_fields_1[] = {
    {"at", offsetof(place_t, at), 's', &cbi_as_part, 0, 0, 0, NULL},
    {"name", offsetof(place_t, name), 't', &cbi_as_text, 1, -1, CBI_INT(char), cbi_shape_1_1},
};
static CbGetSetDef cbi_getset_1[] = {
    {"at", cbi_field_get, cbi_field_set, NULL, (void *)&cbi_fields_1[0]},
    {"name", cbi_field_get, cbi_field_set, NULL, (void *)&cbi_fields_1[1]},
    {0}
};
static struct cbi_setters cbi_setters_1;
static CbMethodDef cbi_methods_1[] = {
    CBI_VALUE_METHODS,
    {0}
};
static const uint16_t cbi_new_1[] = {3, 2, 2, 0, 0, 4, 5};
static struct cbi_lock cbi_lists_1;
static struct cbi_free_list cbi_free_list_1;
static PyObject *
cbi_make_1(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_new_1, PyType_GetModule((PyTypeObject *)py_type));
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    char *py_data;
    place_t py_struct;
    memset(&py_struct, 0, sizeof py_struct);
    struct point py_v0;
    memset(&py_v0, 0, sizeof py_v0);
    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs & INTPTR_MAX,
                                   py_names, py_bound, 2))
        || (py_slot[0] && !cbi_get_instance(&py_call, 0, py_slot[0], 0, &py_v0))
        || (py_slot[1] && !cbi_field_store(&py_call, 1, &cbi_fields_1[1], 0, py_slot[1],
                (char *)&py_struct + offsetof(place_t, name)))) {
        goto fail;
    }
    py_struct.at = py_v0;
    py_result = cbi_make_instance(py_type, py_call.module,
                                  &cbi_module.classes[1], &py_data);
    if (CBI_LIKELY(py_result != NULL)) {
        memcpy(py_data, &py_struct, sizeof py_struct);
    }
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const struct cbi_class cbi_classes[] = {
    {.name = "x.point",
     .doc = "point(x=0.0, tags=...)\n--\n\nA point.",
     .kind = 'v', .record = cbi_new_0,
     .fields = cbi_fields_0, .n_fields = 2,
     .getset = cbi_getset_0, .methods = cbi_methods_0,
     .setters = &cbi_setters_0,
     .lists = &cbi_lists_0,
     .size = sizeof(struct point), .align = _Alignof(struct point),
     .is_nested = true, .has_hidden = false, .is_locked = false, .is_lent = false,
     .is_scanned = false, .make = cbi_make_0,
     .value_ways = &cbi_value_ways},
    {.name = "x.place",
     .doc = "place(at=..., name=...)\n--\n\n",
     .kind = 'v', .record = cbi_new_1,
     .fields = cbi_fields_1, .n_fields = 2,
     .getset = cbi_getset_1, .methods = cbi_methods_1,
     .setters = &cbi_setters_1,
     .lists = &cbi_lists_1,
     .size = sizeof(place_t), .align = _Alignof(place_t),
     .is_nested = false, .has_hidden = false, .is_locked = false, .is_lent = false,
     .is_scanned = false, .make = cbi_make_1,
     .value_ways = &cbi_value_ways,
     .free_list = &cbi_free_list_1},
};

const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 11,
    .methods = cbi_methods,
    .classes = cbi_classes,
    .n_classes = 2,
};

CBI_EXPORT void *PyInit_x(void);
CBI_EXPORT void *
PyInit_x(void)
{
    return cbi_init();
}

CBI_EXPORT void *PyModExport_x(void);
CBI_EXPORT void *
PyModExport_x(void)
{
    return cbi_export();
}
