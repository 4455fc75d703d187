/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(Spot_scaled),
    double (const Spot *, double)), "Spot_scaled");
_Static_assert(__builtin_types_compatible_p(__typeof__(Spot_apart),
    double (const Spot *, const Spot *)), "Spot_apart");
_Static_assert(__builtin_types_compatible_p(__typeof__(Box_new),
    Box *(int)), "Box_new");
_Static_assert(__builtin_types_compatible_p(__typeof__(Box_get_wide),
    int (const Box *)), "Box_get_wide");
_Static_assert(__builtin_types_compatible_p(__typeof__(Box_set_wide),
    void (Box *, int)), "Box_set_wide");
_Static_assert(__builtin_types_compatible_p(__typeof__(Box_step),
    _Bool (Box *, int *)), "Box_step");
_Static_assert(__builtin_types_compatible_p(__typeof__(Spot_sum),
    double (unsigned long, const Spot *const *)), "Spot_sum");
_Static_assert(sizeof(struct Spot) <= 32768, "struct Spot is too large to be passed: hide it by a name that begins with _");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct Spot *)0)->x),
    double), "struct Spot.x");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct Spot *)0)->y),
    double), "struct Spot.y");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "Spot" "\0"  /* 0 */
    "x" "\0"  /* 1 */
    "y" "\0"  /* 2 */
    "Box" "\0"  /* 3 */
    "Box.close" "\0"  /* 4 */
    "Spot.scaled" "\0"  /* 5 */
    "self" "\0"  /* 6 */
    "by" "\0"  /* 7 */
    "Spot.apart" "\0"  /* 8 */
    "other" "\0"  /* 9 */
    "wide" "\0"  /* 10 */
    "Box.wide" "\0"  /* 11 */
    "Box.__next__" "\0"  /* 12 */
    "left" "\0"  /* 13 */
    "Spot_sum" "\0"  /* 14 */
    "n" "\0"  /* 15 */
    "all" "\0";  /* 16 */

static void
cbi_destroy_1(void *cbi_this, const void *cbi_with)
{
    struct Box * this = (struct Box *)cbi_this;
    (void)cbi_with;
    Box_free(this);
}

static const uint16_t cbi_f_Spot_scaled[] = {5, 1, 1, 1, 0, 7, 6};
static PyObject *
cbi_py_Spot_scaled(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_Spot_scaled, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    Spot cbi_self;
    memset((void *)&cbi_self, 0, sizeof cbi_self);
    double by = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_double(&py_call, 0, py_slot[0], &by)
        || !cbi_get_self(&py_call, -1, py_self, 0, &cbi_self, sizeof cbi_self)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_return = Spot_scaled(&cbi_self, by);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static PyObject *
cbi_short_Spot_scaled(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    double by;
    if (CBI_LIKELY(cbi_is_ready(py_self, false, false)
                   && py_nargs == 1 && !py_names
                   && cbi_exact_double(py_args[0], 16, &by))) {
        double cbi_return = Spot_scaled(CBI_READY(py_self)->data, by);
        return PyFloat_FromDouble((double)cbi_return);
    }
    return cbi_long_way(cbi_py_Spot_scaled, py_self, py_args, py_nargs, py_names);
}

static const uint16_t cbi_f_Spot_apart[] = {8, 1, 1, 1, 0, 9, 6};
static PyObject *
cbi_py_Spot_apart(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_Spot_apart, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    Spot cbi_self;
    memset((void *)&cbi_self, 0, sizeof cbi_self);
    Spot cbi_other;
    memset((void *)&cbi_other, 0, sizeof cbi_other);

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_like(&py_call, 0, py_slot[0], 0, &cbi_other, sizeof cbi_other, py_self)
        || !cbi_get_self(&py_call, -1, py_self, 0, &cbi_self, sizeof cbi_self)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_return = Spot_apart(&cbi_self, &cbi_other);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static PyObject *
cbi_short_Spot_apart(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    if (CBI_LIKELY(cbi_is_ready(py_self, false, false)
                   && py_nargs == 1 && !py_names
                   && cbi_is_like(py_args[0], py_self, false, false, false))) {
        double cbi_return = Spot_apart(CBI_READY(py_self)->data, CBI_READY(py_args[0])->data);
        return PyFloat_FromDouble((double)cbi_return);
    }
    return cbi_long_way(cbi_py_Spot_apart, py_self, py_args, py_nargs, py_names);
}

static const uint16_t cbi_f_Box_new[] = {3, 1, 1, 1, 0, 10};
static PyObject *
cbi_py_Box_new(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_Box_new, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    struct cbi_held py_held[1] = {{.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    Box *cbi_return = 0;
    int wide = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &wide)) {
        goto fail;
    }
    if (!cbi_begin_init(&py_call, py_self, &py_held[0], CBI_TAKE)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = Box_new(wide);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    if (!cbi_construct(&py_call, py_self, (void *)cbi_return, NULL, NULL, 0)) {
        goto fail;
    }
    cbi_return = 0;        /* it is the object's */
    py_result = cbi_new_none();
fail:
    if (cbi_return) {
        cbi_destroy_1((void *)cbi_return, NULL);
    }
    cbi_unuse(&py_call, &py_held[0], 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_Box_get_wide[] = {11, 0, 0, 0, 0, 6};
static PyObject *
cbi_py_Box_get_wide(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_Box_get_wide, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1}, {.argument = -1, .exclusive = true}};
    int cbi_return = 0;
    const Box *self = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 1, CBI_TEST)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_return = Box_get_wide(self);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TEST);
    cbi_finish(&py_call);
    return py_result;
}

static PyObject *
cbi_short_Box_get_wide(PyObject *py_self, void *py_property)
{
    if (CBI_LIKELY(cbi_is_ready_here(py_self, false, false))) {
        int cbi_return = Box_get_wide(CBI_READY(py_self)->data);
        return CBI_NEW_INT(cbi_return);
    }
    return cbi_property_get(py_self, py_property);
}

static const uint16_t cbi_f_Box_set_wide[] = {11, 1, 1, 1, 0, 10, 6};
static PyObject *
cbi_py_Box_set_wide(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_Box_set_wide, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1, .exclusive = true}, {.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    Box *self = 0;
    int wide = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &wide)) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 1, CBI_TEST)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        Box_set_wide(self, wide);
    }
    py_result = cbi_new_none();
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TEST);
    cbi_finish(&py_call);
    return py_result;
}

static int
cbi_short_Box_set_wide(PyObject *py_self, PyObject *py_value, void *py_property)
{
    int wide;
    if (CBI_LIKELY(cbi_is_ready_here(py_self, true, false)
                   && py_value
                   && cbi_exact_int(py_value, 16, CBI_INT(int), &wide))) {
        Box_set_wide(CBI_READY(py_self)->data, wide);
        return 0;
    }
    return cbi_property_set(py_self, py_value, py_property);
}

static const uint16_t cbi_f_Box_step[] = {12, 0, 0, 0, 0, 6, 13};
static PyObject *
cbi_py_Box_step(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_Box_step, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1, .exclusive = true}, {.argument = -1, .exclusive = true}};
    _Bool cbi_return = 0;
    Box *self = 0;
    int cbi_left = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 1, CBI_TEST)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_return = Box_step(self, &cbi_left);
    }
    if (!cbi_return) {
        goto fail;
    }
    py_result = CBI_NEW_INT(cbi_left);
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TEST);
    cbi_finish(&py_call);
    return py_result;
}

static PyObject *
cbi_slot_Box_step(PyObject *py_self)
{
    if (CBI_LIKELY(cbi_is_ready(py_self, true, false))) {
        int cbi_left = 0;
        return Box_step(CBI_READY(py_self)->data, &cbi_left) ? CBI_NEXT_INT(py_self, cbi_left) : NULL;
    }
    return cbi_long_way(cbi_py_Box_step, py_self, NULL, 0, NULL);
}

static const uint16_t cbi_f_Spot_sum[] = {14, 1, 1, 1, 0, 16, 15};
static PyObject *
cbi_py_Spot_sum(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_Spot_sum, py_self);
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[1] = {{.argument = -1, .exclusive = true}};
    struct cbi_held *py_locks = NULL;
    int py_n_locks = 0;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    double cbi_return = 0;
    unsigned long n = 0;
    struct cbi_array cbi_all;
    intptr_t cbi_all_n[1];

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_objects(&py_call, 0, py_slot[0], 0, false, true, &cbi_all, cbi_all_n)) {
        goto fail;
    }
    if (!cbi_use_lists(&py_call, py_used, py_held, 0, CBI_TEST, (const struct cbi_objects[]){
            {&cbi_all, cbi_all_n[0], 0, false, false, 0},
        }, 1, &py_locks, &py_n_locks)) {
        goto fail;
    }
    if (CBI_UNLIKELY(!CBI_FITS(n, unsigned long, cbi_all_n[0]))) {
        cbi_bad_fit(&py_call, "n", cbi_all_n[0], "unsigned long");
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_return = Spot_sum(n, cbi_all.data);
    }
    py_result = PyFloat_FromDouble((double)cbi_return);
fail:
    cbi_unuse(&py_call, py_locks, py_n_locks, CBI_TEST);
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"Spot_sum", (void *)cbi_py_Spot_sum, CB_METH_FASTCALL_KEYWORDS,
        "Spot_sum(all)\n--\n\n"},
    {0}
};

static const struct cbi_field cbi_fields_0[] = {
    {"x", offsetof(struct Spot, x), 'n', CBI_NUMBER_WAY(CBI_FLOAT(double)), 0, -1, CBI_FLOAT(double), NULL},
    {"y", offsetof(struct Spot, y), 'n', CBI_NUMBER_WAY(CBI_FLOAT(double)), 0, -1, CBI_FLOAT(double), NULL},
};
static CbGetSetDef cbi_getset_0[] = {
    {"x", cbi_field_get, cbi_field_set, NULL, (void *)&cbi_fields_0[0]},
    {"y", cbi_field_get, cbi_field_set, NULL, (void *)&cbi_fields_0[1]},
    {0}
};
static struct cbi_setters cbi_setters_0;
static CbMethodDef cbi_methods_0[] = {
    {"scaled", (void *)cbi_short_Spot_scaled, CB_METH_FASTCALL_KEYWORDS,
        "scaled($self, by)\n--\n\n"},
    {"apart", (void *)cbi_short_Spot_apart, CB_METH_FASTCALL_KEYWORDS,
        "apart($self, other)\n--\n\n"},
    CBI_VALUE_METHODS,
    {0}
};
static const uint16_t cbi_new_0[] = {0, 2, 2, 0, 0, 1, 2};
static struct cbi_lock cbi_lists_0;
static struct cbi_free_list cbi_free_list_0;
static PyObject *
cbi_make_long_0(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_new_0, PyType_GetModule((PyTypeObject *)py_type));
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    char *py_data;
    struct Spot py_struct;
    memset(&py_struct, 0, sizeof py_struct);
    double py_v0;
    double py_v1;
    memset(&py_v0, 0, sizeof py_v0);
    memset(&py_v1, 0, sizeof py_v1);
    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs & INTPTR_MAX,
                                   py_names, py_bound, 2))
        || (py_slot[0] && !cbi_get_double(&py_call, 0, py_slot[0], &py_v0))
        || (py_slot[1] && !cbi_get_double(&py_call, 1, py_slot[1], &py_v1))) {
        goto fail;
    }
    py_struct.x = py_v0;
    py_struct.y = py_v1;
    py_result = cbi_make_instance(py_type, py_call.module,
                                  &cbi_module.classes[0], &py_data);
    if (CBI_LIKELY(py_result != NULL)) {
        memcpy(py_data, &py_struct, sizeof py_struct);
    }
fail:
    cbi_finish(&py_call);
    return py_result;
}

static PyObject *
cbi_make_0(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    double py_v0;
    double py_v1;
    if (CBI_LIKELY(cbi_are_in_order(cbi_new_0, py_type, &cbi_free_list_0,
                                    py_nargs & INTPTR_MAX, py_names, 2)
                   && cbi_exact_double(py_args[0], cbi_head, &py_v0)
                   && cbi_exact_double(py_args[1], cbi_head, &py_v1))) {
        PyObject *py_made = cbi_make_plain(py_type, &cbi_module.classes[0]);
        struct Spot py_struct;
        memset(&py_struct, 0, sizeof py_struct);
        py_struct.x = py_v0;
        py_struct.y = py_v1;
        if (py_made) {
            memcpy(CBI_INSTANCE(py_made)->data, &py_struct, sizeof py_struct);
        }
        return py_made;
    }
    return cbi_make_long_0(py_type, py_args, py_nargs, py_names);
}

static const struct cbi_property cbi_property_1_0 = {cbi_py_Box_get_wide, cbi_py_Box_set_wide};
static CbGetSetDef cbi_getset_1[] = {
    {"wide", cbi_short_Box_get_wide, cbi_short_Box_set_wide, NULL, (void *)&cbi_property_1_0},
    {0}
};
static struct cbi_setters cbi_setters_1;
static const CbOldSlot cbi_slots_1[] = {
    {63, (void *)cbi_slot_Box_step},
    {62, (void *)cbi_iter_self},
    {0, NULL}
};
static CbMethodDef cbi_methods_1[] = {
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_1[] = {3, 0, 0, 0, 0};
static const uint16_t cbi_close_1[] = {4, 0, 0, 0, 0};
static struct cbi_free_list cbi_free_list_1;
static PyObject *
cbi_make_1(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    return cbi_make_by_init(py_type, &cbi_module.classes[1], py_args, py_nargs, py_names);
}

static const struct cbi_class cbi_classes[] = {
    {.name = "x.Spot",
     .doc = "Spot(x=0.0, y=0.0)\n--\n\n",
     .kind = 'v', .record = cbi_new_0,
     .fields = cbi_fields_0, .n_fields = 2,
     .getset = cbi_getset_0, .methods = cbi_methods_0,
     .setters = &cbi_setters_0,
     .lists = &cbi_lists_0,
     .size = sizeof(struct Spot), .align = _Alignof(struct Spot),
     .is_nested = false, .has_hidden = false, .is_locked = false, .is_lent = false,
     .is_scanned = false, .make = cbi_make_0,
     .value_ways = &cbi_value_ways,
     .free_list = &cbi_free_list_0},
    {.name = "x.Box",
     .doc = "Box(wide)\n--\n\n",
     .kind = 'p', .record = cbi_new_1,
     .init = cbi_py_Box_new,
     .getset = cbi_getset_1, .methods = cbi_methods_1,
     .setters = &cbi_setters_1,
     .slots = cbi_slots_1,
     .c_size = sizeof(struct Box), .layout = sizeof(struct Box)
        + (uint64_t)0xA633F1F655715CCB * (3 * offsetof(struct Box, wide) + sizeof(((struct Box *)0)->wide)),
     .destroy = cbi_destroy_1, .close = cbi_close_1,
     .size = 0, .align = 1,
     .is_nested = false, .has_hidden = false, .is_locked = true, .is_lent = false,
     .is_scanned = false, .make = cbi_make_1,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives,
     .is_alone = true,
     .free_list = &cbi_free_list_1},
};

CBI_SHARED_LOCKS;
const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 17,
    .methods = cbi_methods,
    .classes = cbi_classes,
    .n_classes = 2,
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
