/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(where),
    int (berth)), "where");
_Static_assert(__builtin_types_compatible_p(__typeof__(load),
    int (ship *, spot)), "load");
_Static_assert(__builtin_types_compatible_p(__typeof__(best),
    const ship *(size_t, const ship *const *)), "best");
_Static_assert(__builtin_types_compatible_p(__typeof__(build),
    ship *(spot)), "build");
_Static_assert(__builtin_types_compatible_p(__typeof__(sink),
    void (ship *, int)), "sink");
_Static_assert(__builtin_types_compatible_p(__typeof__(back),
    leg (const leg *)), "back");
_Static_assert((ship_most) == 9u, "ship_most");
_Static_assert(sizeof(struct spot) <= 32768, "struct spot is too large to be passed: hide it by a name that begins with _");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct spot *)0)->x),
    double), "struct spot.x");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct spot *)0)->y[0]),
    double), "struct spot.y");
_Static_assert(sizeof(struct leg) <= 32768, "struct leg is too large to be passed: hide it by a name that begins with _");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct leg *)0)->from),
    spot), "struct leg.from");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct leg *)0)->to),
    spot), "struct leg.to");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "spot" "\0"  /* 0 */
    "x" "\0"  /* 1 */
    "y" "\0"  /* 2 */
    "leg" "\0"  /* 3 */
    "from_" "\0"  /* 4 */
    "to" "\0"  /* 5 */
    "Ship" "\0"  /* 6 */
    "Berth" "\0"  /* 7 */
    "where" "\0"  /* 8 */
    "b" "\0"  /* 9 */
    "load" "\0"  /* 10 */
    "s" "\0"  /* 11 */
    "at" "\0"  /* 12 */
    "best" "\0"  /* 13 */
    "n" "\0"  /* 14 */
    "build" "\0"  /* 15 */
    "sink" "\0"  /* 16 */
    "deep" "\0"  /* 17 */
    "back" "\0"  /* 18 */
    "l" "\0";  /* 19 */

static const uint16_t cbi_f_where[] = {8, 1, 1, 1, 0, 9};
static PyObject *
cbi_py_where(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_where, py_self);
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = 0, .exclusive = true}, {.argument = -1, .exclusive = true}};
    struct cbi_held *py_locks = NULL;
    int py_n_locks = 0;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    berth b = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_object(&py_call, 0, py_slot[0], 3, false, NULL, &py_used[0])) {
        goto fail;
    }
    if (!cbi_use_lists(&py_call, py_used, py_held, 1, CBI_TAKE, NULL, 0,
            &py_locks, &py_n_locks)) {
        goto fail;
    }
    b = (berth)(intptr_t)cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = where(b);
        cbi_attach_locked(&py_call, py_locks, py_n_locks);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_unuse(&py_call, py_locks, py_n_locks, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_load[] = {10, 2, 2, 2, 0, 11, 12};
static PyObject *
cbi_py_load(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_load, py_self);
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = 0, .exclusive = true, .reentrant = true}, {.argument = -1, .exclusive = true}};
    struct cbi_held *py_locks = NULL;
    int py_n_locks = 0;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    ship *s = 0;
    spot at = {0};

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_object(&py_call, 0, py_slot[0], 2, false, NULL, &py_used[0])
        || !cbi_get_instance(&py_call, 1, py_slot[1], 0, &at)) {
        goto fail;
    }
    if (!cbi_use_lists(&py_call, py_used, py_held, 1, CBI_TAKE, NULL, 0,
            &py_locks, &py_n_locks)) {
        goto fail;
    }
    s = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = load(s, at);
        cbi_attach_locked(&py_call, py_locks, py_n_locks);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_unuse(&py_call, py_locks, py_n_locks, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_best[] = {13, 1, 1, 1, 0, 11, 14};
static PyObject *
cbi_py_best(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_best, py_self);
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[1] = {{.argument = -1, .exclusive = true}};
    struct cbi_held *py_locks = NULL;
    int py_n_locks = 0;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    const ship *cbi_return = 0;
    size_t n = 0;
    struct cbi_array cbi_s;
    intptr_t cbi_s_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_objects(&py_call, 0, py_slot[0], 2, false, false, &cbi_s, cbi_s_n)) {
        goto fail;
    }
    if (!cbi_use_lists(&py_call, py_used, py_held, 0, CBI_TAKE, (const struct cbi_objects[]){
            {&cbi_s, cbi_s_n[0], 0, false, false, 2},
        }, 1, &py_locks, &py_n_locks)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, size_t, cbi_s_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_s_n[0], "size_t");
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = best(n, cbi_s.data);
        cbi_attach_locked(&py_call, py_locks, py_n_locks);
    }
    py_result = cbi_object_of(&py_call, -1, 2, (void *)cbi_return, CBI_O_NULL | CBI_O_CHILD,
        (const struct cbi_objects[]){{&cbi_s, cbi_s_n[0], 0, false, false, 2}, {0}}, NULL, 0);
fail:
    cbi_unuse(&py_call, py_locks, py_n_locks, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_build[] = {15, 1, 1, 1, 0, 12};
static void
cbi_owner_build_return(void *cbi_this, const void *cbi_with)
{
    struct ship * this = (struct ship *)cbi_this;
    (void)cbi_with;
    sink(this, 1);
}

static PyObject *
cbi_py_build(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_build, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    ship *cbi_return = 0;
    spot at = {0};

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_instance(&py_call, 0, py_slot[0], 0, &at)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = build(at);
        cbi_attach(&py_call);
    }
    py_result = cbi_new_object(&py_call, -1, 2, NULL, (void *)cbi_return, CBI_O_NULL, cbi_owner_build_return, NULL, 0);
    if (!py_result) {
        goto fail;
    }
    cbi_return = 0;        /* it is the object's */
fail:
    if (cbi_return) {
        cbi_owner_build_return((void *)cbi_return, NULL);
    }
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_sink[] = {16, 2, 2, 2, 0, 11, 17};
static PyObject *
cbi_py_sink(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_sink, py_self);
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = 0, .exclusive = true}, {.argument = -1, .exclusive = true}};
    struct cbi_held *py_locks = NULL;
    int py_n_locks = 0;
    struct cbi_kept cbi_kept_s = {.param = 0, .kind = 't'};
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    bool py_alone[1] = {false};    /* its users have ended */
    ship *s = 0;
    int deep = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_get_object(&py_call, 0, py_slot[0], 2, false, NULL, &py_used[0])
        || !cbi_get_int(&py_call, 1, py_slot[1], CBI_INT(int), &deep)) {
        goto fail;
    }
again:
    if (!cbi_use_lists(&py_call, py_used, py_held, 1, CBI_TAKE, NULL, 0,
            &py_locks, &py_n_locks)) {
        goto fail;
    }
    s = cbi_data(py_used[0]);
    if (!py_alone[0] && cbi_has_users(py_used[0], py_used, 1, NULL, 0)) {
        cbi_unuse(&py_call, py_locks, py_n_locks, CBI_TAKE);
        py_alone[0] = true;
        if (!cbi_close_users(&py_call, 0, py_used[0])) {
            goto fail;
        }
        goto again;
    }
    if (!cbi_keep_taken(&py_call, &cbi_kept_s, NULL, py_used[0])) {
        goto fail;
    }
    if (!cbi_keep_handed(&py_call, &cbi_kept_s, NULL)) {
        goto fail;
    }
    if (!cbi_has_no_views(&py_call, py_used[0], true)) {
        goto fail;
    }
    if (!cbi_may_take(&py_call, 0, py_used[0])) {
        goto fail;
    }
    cbi_taken(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        sink(s, deep);
        cbi_attach_locked(&py_call, py_locks, py_n_locks);
    }
    py_result = cbi_new_none();
fail:
    cbi_unuse(&py_call, py_locks, py_n_locks, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_back[] = {18, 1, 1, 1, 0, 19};
static PyObject *
cbi_py_back(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_back, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    leg cbi_return;
    memset((void *)&cbi_return, 0, sizeof cbi_return);
    leg cbi_l;
    memset((void *)&cbi_l, 0, sizeof cbi_l);

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_instance(&py_call, 0, py_slot[0], 1, &cbi_l)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        leg py_whole = back(&cbi_l);
        cbi_return = py_whole;
        cbi_attach(&py_call);
    }
    py_result = cbi_new_instance(&py_call, 1, NULL, &cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"where", (void *)cbi_py_where, CB_METH_FASTCALL_KEYWORDS,
        "where(b)\n--\n\n"},
    {"load", (void *)cbi_py_load, CB_METH_FASTCALL_KEYWORDS,
        "load(s, at)\n--\n\n"},
    {"best", (void *)cbi_py_best, CB_METH_FASTCALL_KEYWORDS,
        "best(s)\n--\n\n"},
    {"build", (void *)cbi_py_build, CB_METH_FASTCALL_KEYWORDS,
        "build(at)\n--\n\n"},
    {"sink", (void *)cbi_py_sink, CB_METH_FASTCALL_KEYWORDS,
        "sink(s, deep)\n--\n\n"},
    {"back", (void *)cbi_py_back, CB_METH_FASTCALL_KEYWORDS,
        "back(l)\n--\n\n"},
    {0}
};

static const intptr_t cbi_shape_0_1[] = {
    sizeof(((struct spot *)0)->y)
        / (sizeof(((struct spot *)0)->y[0]) ? sizeof(((struct spot *)0)->y[0]) : 1),
};
static const struct cbi_field cbi_fields_0[] = {
    {"x", offsetof(struct spot, x), 'n', CBI_NUMBER_WAY(CBI_FLOAT(double)), 0, -1, CBI_FLOAT(double), NULL},
    {"y", offsetof(struct spot, y), 'a', &cbi_as_array, 1, -1, CBI_FLOAT(double), cbi_shape_0_1},
};
static const uint16_t cbi_new_0[] = {0, 2, 2, 0, 0, 1, 2};
static const struct cbi_foreign cbi_foreign_0 = {
    .module = "fleet.chart", .class = "spot", .c_type = "struct spot", .kinds = "v",
    .changes = false, .lends = false};
static const struct cbi_field cbi_fields_1[] = {
    {"from_", offsetof(struct leg, from), 's', &cbi_as_part, 0, 0, 0, NULL},
    {"to", offsetof(struct leg, to), 's', &cbi_as_part, 0, 0, 0, NULL},
};
static CbGetSetDef cbi_getset_1[] = {
    {"from_", cbi_field_get, cbi_field_set, NULL, (void *)&cbi_fields_1[0]},
    {"to", cbi_field_get, cbi_field_set, NULL, (void *)&cbi_fields_1[1]},
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
    struct leg py_struct;
    memset(&py_struct, 0, sizeof py_struct);
    spot py_v0;
    spot py_v1;
    memset(&py_v0, 0, sizeof py_v0);
    memset(&py_v1, 0, sizeof py_v1);
    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs & INTPTR_MAX,
                                   py_names, py_bound, 2))
        || (py_slot[0] && !cbi_get_instance(&py_call, 0, py_slot[0], 0, &py_v0))
        || (py_slot[1] && !cbi_get_instance(&py_call, 1, py_slot[1], 0, &py_v1))) {
        goto fail;
    }
    py_struct.from = py_v0;
    py_struct.to = py_v1;
    py_result = cbi_make_instance(py_type, py_call.module,
                                  &cbi_module.classes[1], &py_data);
    if (CBI_LIKELY(py_result != NULL)) {
        memcpy(py_data, &py_struct, sizeof py_struct);
    }
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_new_2[] = {6, 0, 0, 0, 0};
static const struct cbi_foreign cbi_foreign_2 = {
    .module = "fleet.harbor", .class = "Ship", .c_type = "struct ship", .kinds = "p",
    .changes = true, .lends = false};
static const uint16_t cbi_new_3[] = {7, 0, 0, 0, 0};
static const struct cbi_foreign cbi_foreign_3 = {
    .module = "fleet.harbor", .class = "Berth", .c_type = "berth", .kinds = "i",
    .changes = true, .lends = false};
static const struct cbi_class cbi_classes[] = {
    {.name = "fleet.chart.spot",
     .foreign = &cbi_foreign_0,
     .kind = 'v', .record = cbi_new_0,
     .fields = cbi_fields_0, .n_fields = 2,
     .size = sizeof(struct spot), .align = _Alignof(struct spot), .is_scanned = false},
    {.name = "x.leg",
     .doc = "leg(from_=..., to=...)\n--\n\n",
     .kind = 'v', .record = cbi_new_1,
     .fields = cbi_fields_1, .n_fields = 2,
     .getset = cbi_getset_1, .methods = cbi_methods_1,
     .setters = &cbi_setters_1,
     .lists = &cbi_lists_1,
     .size = sizeof(struct leg), .align = _Alignof(struct leg),
     .is_nested = false, .has_hidden = false, .is_locked = false, .is_lent = false,
     .is_scanned = false, .make = cbi_make_1,
     .value_ways = &cbi_value_ways,
     .free_list = &cbi_free_list_1},
    {.name = "fleet.harbor.Ship",
     .foreign = &cbi_foreign_2,
     .kind = 'p', .record = cbi_new_2,
     .size = 0, .align = 1, .is_scanned = false},
    {.name = "fleet.harbor.Berth",
     .foreign = &cbi_foreign_3,
     .kind = 'i', .record = cbi_new_3,
     .size = 0, .align = 1, .is_scanned = false},
};

static const struct cbi_constant cbi_constants[] = {
    {"ship_most", 'u', {.u = 9u}, 0},
};

CBI_SHARED_LOCKS;
const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 20,
    .methods = cbi_methods,
    .constants = cbi_constants,
    .n_constants = 1,
    .classes = cbi_classes,
    .n_classes = 4,
    .has_foreign = true,
    .has_heirs = true,
    .has_locks = true,
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
