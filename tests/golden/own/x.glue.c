/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(money_of),
    money (double)), "money_of");
_Static_assert(__builtin_types_compatible_p(__typeof__(left),
    int64_t (money, const money *)), "left");
_Static_assert(__builtin_types_compatible_p(__typeof__(line_of),
    line *(const char *)), "line_of");
_Static_assert(__builtin_types_compatible_p(__typeof__(line_text),
    const char *(const line *)), "line_text");
_Static_assert(__builtin_types_compatible_p(__typeof__(join),
    line *(const line *, const line *)), "join");
_Static_assert(sizeof(struct money) <= 32768, "struct money is too large to be passed: hide it by a name that begins with _");
_Static_assert(__builtin_types_compatible_p(__typeof__(((struct money *)0)->cents),
    int64_t), "struct money.cents");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "money" "\0"  /* 0 */
    "cents" "\0"  /* 1 */
    "line" "\0"  /* 2 */
    "line.close" "\0"  /* 3 */
    "money.__convert__" "\0"  /* 4 */
    "units" "\0"  /* 5 */
    "left" "\0"  /* 6 */
    "have" "\0"  /* 7 */
    "price" "\0"  /* 8 */
    "line.__convert__" "\0"  /* 9 */
    "text" "\0"  /* 10 */
    "line.__value__" "\0"  /* 11 */
    "self" "\0"  /* 12 */
    "join" "\0"  /* 13 */
    "a" "\0"  /* 14 */
    "b" "\0";  /* 15 */

static void
cbi_destroy_1(void *cbi_this, const void *cbi_with)
{
    struct line * this = (struct line *)cbi_this;
    (void)cbi_with;
    line_free(this);
}

static const uint16_t cbi_f_money_of[] = {4, 1, 1, 1, 0, 5};
static PyObject *
cbi_py_money_of(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_money_of, cbi_module_of_type(py_self));
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    money cbi_return;
    memset((void *)&cbi_return, 0, sizeof cbi_return);
    double units = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_double(&py_call, 0, py_slot[0], &units)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        money py_whole = money_of(units);
        cbi_return = py_whole;
        cbi_attach(&py_call);
    }
    py_result = cbi_new_instance(&py_call, 0, py_self, &cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_left[] = {6, 2, 2, 2, 0, 7, 8};
static PyObject *
cbi_py_left(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_left, py_self);
    PyObject *py_result = NULL;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    int64_t cbi_return = 0;
    money have = {0};
    money cbi_price;
    memset((void *)&cbi_price, 0, sizeof cbi_price);

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_adapt_instance(&py_call, 0, py_slot[0], 0, &have)
        || !cbi_adapt_instance(&py_call, 1, py_slot[1], 0, &cbi_price)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = left(have, &cbi_price);
        cbi_attach(&py_call);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_line_of[] = {9, 1, 1, 1, 0, 10};
static PyObject *
cbi_py_line_of(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_line_of, cbi_module_of_type(py_self));
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    line *cbi_return = 0;
    const char *text = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_str(&py_call, 0, py_slot[0], false, (const char **)&text)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = line_of(text);
        cbi_attach(&py_call);
    }
    if (!cbi_return) {
        PyErr_NoMemory();
        goto fail;
    }
    py_result = cbi_new_object(&py_call, -1, 1, py_self, (void *)cbi_return, 0, NULL, NULL, 0);
    if (!py_result) {
        goto fail;
    }
    cbi_return = 0;        /* it is the object's */
fail:
    if (cbi_return) {
        cbi_destroy_1((void *)cbi_return, NULL);
    }
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_line_text[] = {11, 0, 0, 0, 0, 12};
static PyObject *
cbi_py_line_text(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_line_text, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1}, {.argument = -1, .exclusive = true}};
    struct cbi_held *py_locks = NULL;
    int py_n_locks = 0;
    const char *cbi_return = 0;
    const line *self = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use_lists(&py_call, py_used, py_held, 1, CBI_TAKE, NULL, 0,
            &py_locks, &py_n_locks)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = line_text(self);
        cbi_attach_locked(&py_call, py_locks, py_n_locks);
    }
    py_result = cbi_to_str_z(&py_call, -1, cbi_return, -1, true);
fail:
    cbi_unuse(&py_call, py_locks, py_n_locks, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_join[] = {13, 2, 2, 2, 0, 14, 15};
static void
cbi_owner_join_return(void *cbi_this, const void *cbi_with)
{
    struct line * this = (struct line *)cbi_this;
    (void)cbi_with;
    line_free(this);
}

static PyObject *
cbi_py_join(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_join, py_self);
    PyObject *py_result = NULL;
    PyObject *py_used[2] = {NULL};
    struct cbi_held py_held[3] = {{.argument = 0}, {.argument = 1}, {.argument = -1, .exclusive = true}};
    struct cbi_held *py_locks = NULL;
    int py_n_locks = 0;
    PyObject *py_bound[2];
    PyObject *const *py_slot = py_bound;
    line *cbi_return = 0;
    const line *a = 0;
    const line *b = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 2))
        || !cbi_adapt_object(&py_call, 0, py_slot[0], 1, false, NULL, &py_used[0])
        || !cbi_adapt_object(&py_call, 1, py_slot[1], 1, false, NULL, &py_used[1])) {
        goto fail;
    }
    if (!cbi_use_lists(&py_call, py_used, py_held, 2, CBI_TAKE, NULL, 0,
            &py_locks, &py_n_locks)) {
        goto fail;
    }
    a = cbi_data(py_used[0]);
    b = cbi_data(py_used[1]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = join(a, b);
        cbi_attach_locked(&py_call, py_locks, py_n_locks);
    }
    py_result = cbi_new_object(&py_call, -1, 1, NULL, (void *)cbi_return, CBI_O_NULL, cbi_owner_join_return, py_used, 196611);
    if (!py_result) {
        goto fail;
    }
    cbi_return = 0;        /* it is the object's */
fail:
    if (cbi_return) {
        cbi_owner_join_return((void *)cbi_return, NULL);
    }
    cbi_unuse(&py_call, py_locks, py_n_locks, CBI_TAKE);
    cbi_finish(&py_call);
    return cbi_show(&py_call, py_result, false, (const int[]){1, -1});
}

static CbMethodDef cbi_methods[] = {
    {"left", (void *)cbi_py_left, CB_METH_FASTCALL_KEYWORDS,
        "left(have, price)\n--\n\n"},
    {"join", (void *)cbi_py_join, CB_METH_FASTCALL_KEYWORDS,
        "join(a, b)\n--\n\n"},
    {0}
};

static const struct cbi_field cbi_fields_0[] = {
    {"cents", offsetof(struct money, cents), 'n', CBI_NUMBER_WAY(CBI_INT(int64_t)), 0, -1, CBI_INT(int64_t), NULL},
};
static CbGetSetDef cbi_getset_0[] = {
    {"cents", cbi_field_get, cbi_field_set, NULL, (void *)&cbi_fields_0[0]},
    {0}
};
static struct cbi_setters cbi_setters_0;
static CbMethodDef cbi_methods_0[] = {
    {"__convert__", (void *)cbi_py_money_of, CB_METH_FASTCALL_KEYWORDS | 0x10,
        "__convert__($type, units)\n--\n\n"},
    CBI_VALUE_METHODS,
    {0}
};
static const uint16_t cbi_new_0[] = {0, 1, 1, 0, 0, 1};
static struct cbi_lock cbi_lists_0;
static struct cbi_free_list cbi_free_list_0;
static PyObject *
cbi_make_long_0(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_new_0, PyType_GetModule((PyTypeObject *)py_type));
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    char *py_data;
    struct money py_struct;
    memset(&py_struct, 0, sizeof py_struct);
    int64_t py_v0;
    memset(&py_v0, 0, sizeof py_v0);
    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs & INTPTR_MAX,
                                   py_names, py_bound, 1))
        || (py_slot[0] && !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int64_t), &py_v0))) {
        goto fail;
    }
    py_struct.cents = py_v0;
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
    int64_t py_v0;
    if (CBI_LIKELY(cbi_are_in_order(cbi_new_0, py_type, &cbi_free_list_0,
                                    py_nargs & INTPTR_MAX, py_names, 1)
                   && cbi_exact_int(py_args[0], cbi_head, CBI_INT(int64_t), &py_v0))) {
        PyObject *py_made = cbi_make_plain(py_type, &cbi_module.classes[0]);
        struct money py_struct;
        memset(&py_struct, 0, sizeof py_struct);
        py_struct.cents = py_v0;
        if (py_made) {
            memcpy(CBI_INSTANCE(py_made)->data, &py_struct, sizeof py_struct);
        }
        return py_made;
    }
    return cbi_make_long_0(py_type, py_args, py_nargs, py_names);
}

static CbGetSetDef cbi_getset_1[] = {
    {0}
};
static CbMethodDef cbi_methods_1[] = {
    {"__convert__", (void *)cbi_py_line_of, CB_METH_FASTCALL_KEYWORDS | 0x10,
        "__convert__($type, text)\n--\n\n"},
    {"__value__", (void *)cbi_py_line_text, CB_METH_FASTCALL_KEYWORDS,
        "__value__($self)\n--\n\n"},
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_1[] = {2, 0, 0, 0, 0};
static const uint16_t cbi_close_1[] = {3, 0, 0, 0, 0};
static struct cbi_lock cbi_lists_1;
static const struct cbi_class cbi_classes[] = {
    {.name = "x.money",
     .doc = "money(cents=0)\n--\n\n",
     .kind = 'v', .record = cbi_new_0,
     .fields = cbi_fields_0, .n_fields = 1,
     .getset = cbi_getset_0, .methods = cbi_methods_0,
     .setters = &cbi_setters_0,
     .lists = &cbi_lists_0,
     .size = sizeof(struct money), .align = _Alignof(struct money),
     .is_nested = false, .has_hidden = false, .is_locked = false, .is_lent = false,
     .is_scanned = false, .make = cbi_make_0,
     .value_ways = &cbi_value_ways,
     .convert = cbi_py_money_of, .made_of = "float",
     .free_list = &cbi_free_list_0},
    {.name = "x.line",
     .doc = "line()\n--\n\n",
     .kind = 'p', .record = cbi_new_1,
     .makers = "line.__convert__()",
     .getset = cbi_getset_1, .methods = cbi_methods_1,
     .destroy = cbi_destroy_1, .close = cbi_close_1,
     .lists = &cbi_lists_1,
     .size = 0, .align = 1,
     .is_nested = false, .has_hidden = false, .is_locked = true, .is_lent = false,
     .is_scanned = false, .make = NULL,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives,
     .convert = cbi_py_line_of, .made_of = "str",
     .value = cbi_py_line_text},
};

CBI_SHARED_LOCKS;
const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 16,
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
