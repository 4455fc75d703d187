/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(bag_new),
    bag *(int)), "bag_new");
_Static_assert(__builtin_types_compatible_p(__typeof__(bag_push),
    void (bag *, double)), "bag_push");
_Static_assert(__builtin_types_compatible_p(__typeof__(bag_get_length),
    int (const bag *)), "bag_get_length");
_Static_assert(__builtin_types_compatible_p(__typeof__(bag_swap),
    void (bag *, bag *)), "bag_swap");
_Static_assert(__builtin_types_compatible_p(__typeof__(bag_join),
    void (bag *, bag *)), "bag_join");
_Static_assert(__builtin_types_compatible_p(__typeof__(walk_open),
    int (const bag *, walk **)), "walk_open");
_Static_assert(__builtin_types_compatible_p(__typeof__(heap_init),
    int (struct heap *, int)), "heap_init");
_Static_assert(__builtin_types_compatible_p(__typeof__(heap_watch),
    void (struct heap *, bag *)), "heap_watch");
_Static_assert(__builtin_types_compatible_p(__typeof__(heap_get_best),
    const bag *(const struct heap *)), "heap_get_best");
_Static_assert(__builtin_types_compatible_p(__typeof__(heap_set_best),
    void (struct heap *, bag *)), "heap_set_best");
_Static_assert(__builtin_types_compatible_p(__typeof__(port_open),
    port_t (int)), "port_open");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "heap" "\0"  /* 0 */
    "heap.close" "\0"  /* 1 */
    "Port" "\0"  /* 2 */
    "Port.close" "\0"  /* 3 */
    "bag" "\0"  /* 4 */
    "bag.close" "\0"  /* 5 */
    "walk" "\0"  /* 6 */
    "walk.close" "\0"  /* 7 */
    "room" "\0"  /* 8 */
    "bag.push" "\0"  /* 9 */
    "self" "\0"  /* 10 */
    "x" "\0"  /* 11 */
    "bag.length" "\0"  /* 12 */
    "bag.swap" "\0"  /* 13 */
    "other" "\0"  /* 14 */
    "bag.join" "\0"  /* 15 */
    "walk.open" "\0"  /* 16 */
    "of" "\0"  /* 17 */
    "out" "\0"  /* 18 */
    "n" "\0"  /* 19 */
    "heap.watch" "\0"  /* 20 */
    "it" "\0"  /* 21 */
    "heap.best" "\0"  /* 22 */
    "Port.open" "\0"  /* 23 */
    "hint" "\0";  /* 24 */

static void
cbi_destroy_0(void *cbi_this, const void *cbi_with)
{
    struct heap * this = (struct heap *)cbi_this;
    (void)cbi_with;
    heap_clear(this);
}

static void
cbi_destroy_1(void *cbi_this, const void *cbi_with)
{
    port_t this = (port_t)(intptr_t)cbi_this;
    (void)cbi_with;
    port_close(this, 1);
}

static void
cbi_destroy_2(void *cbi_this, const void *cbi_with)
{
    struct bag * this = (struct bag *)cbi_this;
    (void)cbi_with;
    bag_free(this);
}

static void
cbi_destroy_3(void *cbi_this, const void *cbi_with)
{
    struct walk * this = (struct walk *)cbi_this;
    (void)cbi_with;
    walk_free(this);
}

static const uint16_t cbi_f_bag_new[] = {4, 1, 1, 0, 0, 8};
static PyObject *
cbi_py_bag_new(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_bag_new, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    struct cbi_held py_held[1] = {{.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    bag *cbi_return = 0;
    int room = 0;

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1, 0))
        || !(!py_slot[0] || cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &room))) {
        goto fail;
    }
    if (!cbi_begin_init(&py_call, py_self, &py_held[0], CBI_TAKE)) {
        goto fail;
    }
    if (!py_slot[0]) {
        room = 8;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = bag_new(room);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    if (!cbi_construct(&py_call, py_self, (void *)cbi_return, NULL, NULL, 0)) {
        goto fail;
    }
    cbi_return = 0;        /* it is the object's */
    py_result = cbi_new_none();
fail:
    if (cbi_return) {
        cbi_destroy_2((void *)cbi_return, NULL);
    }
    cbi_unuse(&py_call, &py_held[0], 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_bag_push[] = {9, 1, 1, 1, 0, 11, 10};
static PyObject *
cbi_py_bag_push(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_bag_push, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1, .exclusive = true}, {.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    bag *self = 0;
    double x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_double(&py_call, 0, py_slot[0], &x)) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 1, CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        bag_push(self, x);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    py_result = cbi_new_none();
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_bag_get_length[] = {12, 0, 0, 0, 0, 10};
static PyObject *
cbi_py_bag_get_length(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_bag_get_length, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1}, {.argument = -1, .exclusive = true}};
    int cbi_return = 0;
    const bag *self = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 1, CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = bag_get_length(self);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_bag_swap[] = {13, 1, 1, 1, 0, 14, 10};
static PyObject *
cbi_py_bag_swap(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_bag_swap, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[2] = {NULL};
    struct cbi_held py_held[3] = {{.argument = -1, .exclusive = true}, {.argument = 0, .exclusive = true}, {.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    bag *self = 0;
    bag *other = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_object(&py_call, 0, py_slot[0], 2, false, py_self, &py_used[1])) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 2, CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    other = cbi_data(py_used[1]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        bag_swap(self, other);
        cbi_attach_locked(&py_call, py_held, 2);
    }
    py_result = cbi_new_none();
fail:
    cbi_unuse(&py_call, py_held, 2, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_bag_join[] = {15, 1, 1, 1, 0, 14, 10};
static PyObject *
cbi_py_bag_join(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_bag_join, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[2] = {NULL};
    struct cbi_held py_held[3] = {{.argument = -1, .exclusive = true}, {.argument = 0, .exclusive = true}, {.argument = -1, .exclusive = true}};
    struct cbi_kept cbi_kept_other = {.param = 1, .kind = 't'};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    bool py_alone[2] = {false};    /* its users have ended */
    bag *self = 0;
    bag *other = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_object(&py_call, 0, py_slot[0], 2, false, py_self, &py_used[1])) {
        goto fail;
    }
again:
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 2, CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    other = cbi_data(py_used[1]);
    if (!py_alone[1] && cbi_has_users(py_used[1], py_used, 2, NULL, 0)) {
        cbi_unuse(&py_call, py_held, 2, CBI_TAKE);
        py_alone[1] = true;
        if (!cbi_close_users(&py_call, 0, py_used[1])) {
            goto fail;
        }
        goto again;
    }
    if (!cbi_keep_taken(&py_call, &cbi_kept_other, py_self, py_used[1])) {
        goto fail;
    }
    if (!cbi_keep_handed(&py_call, &cbi_kept_other, py_self)) {
        goto fail;
    }
    if (!cbi_has_no_views(&py_call, py_used[1], true)) {
        goto fail;
    }
    if (!cbi_may_take(&py_call, 0, py_used[1])) {
        goto fail;
    }
    cbi_taken(py_used[1]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        bag_join(self, other);
        cbi_attach_locked(&py_call, py_held, 2);
    }
    py_result = cbi_new_none();
fail:
    cbi_unuse(&py_call, py_held, 2, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_walk_open[] = {16, 1, 1, 1, 0, 17, 18};
static PyObject *
cbi_py_walk_open(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_walk_open, cbi_module_of_type(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = 0}, {.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    const bag *of = 0;
    walk *cbi_out = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_object(&py_call, 0, py_slot[0], 2, false, NULL, &py_used[0])) {
        goto fail;
    }
    if (!cbi_use(&py_call, py_used, py_held, 1, CBI_TAKE)) {
        goto fail;
    }
    of = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = walk_open(of, &cbi_out);
        if (!py_call.error) {
            if (cbi_return) {
                cbi_raises(&py_call, CB_ValueError, NULL);
            }
        }
        cbi_attach_locked(&py_call, py_held, 1);
    }
    if (CBI_UNLIKELY(py_call.error) && !cbi_throw(&py_call)) {
        goto fail;
    }
    py_result = cbi_new_object(&py_call, 1, 3, py_self, (void *)cbi_out, 0, NULL, py_used, 65537);
    if (!py_result) {
        goto fail;
    }
    cbi_out = 0;        /* it is the object's */
fail:
    if (cbi_out) {
        cbi_destroy_3((void *)cbi_out, NULL);
    }
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_heap_init[] = {0, 1, 1, 1, 0, 19, 10};
static PyObject *
cbi_py_heap_init(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_heap_init, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    bool cbi_filled = false;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1, .exclusive = true}, {.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    struct heap *self = 0;
    int n = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &n)) {
        goto fail;
    }
    if (!cbi_begin_init(&py_call, py_self, &py_held[1], CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_self);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = heap_init(self, n);
        (void)cbi_return;     /* unless a condition names it */
        if (!py_call.error) {
            if (cbi_return) {
                cbi_raises(&py_call, CB_MemoryError, NULL);
            }
        }
        cbi_attach_locked(&py_call, py_held, 2);
    }
    cbi_filled = !cbi_is_error(&py_call);
    if (CBI_UNLIKELY(py_call.error) && !cbi_throw(&py_call)) {
        goto fail;
    }
    if (!cbi_construct(&py_call, py_self, NULL, NULL, py_used, 0)) {
        goto fail;
    }
    cbi_filled = false;
    py_result = cbi_new_none();
fail:
    if (CBI_UNLIKELY(cbi_filled && !py_result)) {
        cbi_destroy_0(cbi_data(py_self), NULL);
    }
    cbi_unuse(&py_call, &py_held[1], 1, CBI_TAKE);
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_heap_watch[] = {20, 1, 1, 1, 0, 21, 10};
static PyObject *
cbi_py_heap_watch(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_heap_watch, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[2] = {NULL};
    struct cbi_held py_held[3] = {{.argument = -1, .exclusive = true}, {.argument = 0, .exclusive = true}, {.argument = -1, .exclusive = true}};
    struct cbi_kept cbi_kept_it = {.param = 1, .kind = 'o'};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    struct heap *self = 0;
    bag *it = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_object(&py_call, 0, py_slot[0], 2, false, NULL, &py_used[1])) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 2, CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    it = cbi_data(py_used[1]);
    if (!cbi_keep_ready(&py_call, &cbi_kept_it, py_self, py_used[1], it)) {
        goto fail;
    }
    if (!cbi_keep_now(&cbi_kept_it)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        heap_watch(self, it);
        cbi_attach_locked(&py_call, py_held, 2);
    }
    py_result = cbi_new_none();
fail:
    cbi_unuse(&py_call, py_held, 2, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_heap_get_best[] = {22, 0, 0, 0, 0, 10};
static PyObject *
cbi_py_heap_get_best(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_heap_get_best, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1}, {.argument = -1, .exclusive = true}};
    const bag *cbi_return = 0;
    const struct heap *self = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 1, CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = heap_get_best(self);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    py_result = cbi_new_object(&py_call, -1, 2, NULL, (void *)cbi_return, CBI_O_NULL | CBI_O_CHILD, NULL, py_used, 65537);
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_heap_set_best[] = {22, 1, 1, 0, 0, 21, 10};
static PyObject *
cbi_py_heap_set_best(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_heap_set_best, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[2] = {NULL};
    struct cbi_held py_held[3] = {{.argument = -1, .exclusive = true}, {.argument = 0, .exclusive = true}, {.argument = -1, .exclusive = true}};
    struct cbi_kept cbi_kept_it = {.param = 1, .kind = 'o', .one = true};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    struct heap *self = 0;
    bag *it = 0;

    if (!(py_slot = cbi_some_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1, 0))
        || !cbi_get_object(&py_call, 0, py_slot[0], 2, true, NULL, &py_used[1])) {
        goto fail;
    }
    py_used[0] = py_self;
    if (!cbi_use(&py_call, py_used, py_held, 2, CBI_TAKE)) {
        goto fail;
    }
    self = cbi_data(py_used[0]);
    it = cbi_data(py_used[1]);
    if (!cbi_keep_ready(&py_call, &cbi_kept_it, py_self, py_used[1], it)) {
        goto fail;
    }
    if (!cbi_keep_now(&cbi_kept_it)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        heap_set_best(self, it);
        cbi_attach_locked(&py_call, py_held, 2);
    }
    cbi_keep_alone(&cbi_kept_it);
    py_result = cbi_new_none();
fail:
    cbi_unuse(&py_call, py_held, 2, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_port_open[] = {23, 1, 1, 1, 0, 24};
static PyObject *
cbi_py_port_open(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_port_open, cbi_module_of_type(py_self));
    PyObject *py_result = NULL;
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    port_t cbi_return = 0;
    int hint = 0;
    bool cbi_return_made = false;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &hint)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        errno = 0;
        cbi_return = port_open(hint);
        py_call.saved_errno = errno;
        if (!py_call.error) {
            if (cbi_return < 0) {
                cbi_raises(&py_call, CB_OSError, NULL);
            }
        }
        cbi_attach(&py_call);
    }
    if (CBI_UNLIKELY(py_call.error) && !cbi_throw(&py_call)) {
        goto fail;
    }
    cbi_return_made = true;
    py_result = cbi_new_object(&py_call, -1, 1, py_self, (void *)(intptr_t)cbi_return, 0, NULL, NULL, 0);
    if (!py_result) {
        goto fail;
    }
    cbi_return_made = false;        /* it is the object's */
fail:
    if (cbi_return_made) {
        cbi_destroy_1((void *)(intptr_t)cbi_return, NULL);
    }
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {0}
};

static const struct cbi_property cbi_property_0_0 = {cbi_py_heap_get_best, cbi_py_heap_set_best};
static CbGetSetDef cbi_getset_0[] = {
    {"best", cbi_property_get, cbi_property_set, NULL, (void *)&cbi_property_0_0},
    {0}
};
static struct cbi_setters cbi_setters_0;
static CbMethodDef cbi_methods_0[] = {
    {"watch", (void *)cbi_py_heap_watch, CB_METH_FASTCALL_KEYWORDS,
        "watch($self, it)\n--\n\n"},
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_0[] = {0, 0, 0, 0, 0};
static const uint16_t cbi_close_0[] = {1, 0, 0, 0, 0};
static PyObject *
cbi_make_0(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    return cbi_make_by_init(py_type, &cbi_module.classes[0], py_args, py_nargs, py_names);
}

static CbGetSetDef cbi_getset_1[] = {
    {0}
};
static CbMethodDef cbi_methods_1[] = {
    {"open", (void *)cbi_py_port_open, CB_METH_FASTCALL_KEYWORDS | 0x10,
        "open($type, hint)\n--\n\n"},
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_1[] = {2, 0, 0, 0, 0};
static const uint16_t cbi_close_1[] = {3, 0, 0, 0, 0};
static struct cbi_lock cbi_lists_1;
static const struct cbi_property cbi_property_2_0 = {cbi_py_bag_get_length, NULL};
static CbGetSetDef cbi_getset_2[] = {
    {"length", cbi_property_get, NULL, NULL, (void *)&cbi_property_2_0},
    {0}
};
static CbMethodDef cbi_methods_2[] = {
    {"push", (void *)cbi_py_bag_push, CB_METH_FASTCALL_KEYWORDS,
        "push($self, x)\n--\n\n"},
    {"swap", (void *)cbi_py_bag_swap, CB_METH_FASTCALL_KEYWORDS,
        "swap($self, other)\n--\n\n"},
    {"join", (void *)cbi_py_bag_join, CB_METH_FASTCALL_KEYWORDS,
        "join($self, other)\n--\n\n"},
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_2[] = {4, 0, 0, 0, 0};
static const uint16_t cbi_close_2[] = {5, 0, 0, 0, 0};
static PyObject *
cbi_make_2(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    return cbi_make_by_init(py_type, &cbi_module.classes[2], py_args, py_nargs, py_names);
}

static CbGetSetDef cbi_getset_3[] = {
    {0}
};
static CbMethodDef cbi_methods_3[] = {
    {"open", (void *)cbi_py_walk_open, CB_METH_FASTCALL_KEYWORDS | 0x10,
        "open($type, of)\n--\n\n"},
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_3[] = {6, 0, 0, 0, 0};
static const uint16_t cbi_close_3[] = {7, 0, 0, 0, 0};
static struct cbi_lock cbi_lists_3;
static const struct cbi_class cbi_classes[] = {
    {.name = "x.heap",
     .doc = "heap(n)\n--\n\n",
     .kind = 's', .record = cbi_new_0,
     .init = cbi_py_heap_init,
     .getset = cbi_getset_0, .methods = cbi_methods_0,
     .setters = &cbi_setters_0,
     .c_size = sizeof(struct heap), .layout = sizeof(struct heap)
        + (uint64_t)0x89C4E07B545A969 * (3 * offsetof(struct heap, at) + sizeof(((struct heap *)0)->at)),
     .destroy = cbi_destroy_0, .close = cbi_close_0,
     .size = sizeof(struct heap), .align = _Alignof(struct heap),
     .is_nested = false, .has_hidden = false, .is_locked = true, .is_lent = false,
     .is_scanned = false, .make = cbi_make_0,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives},
    {.name = "x.Port",
     .doc = "Port()\n--\n\n",
     .kind = 'i', .record = cbi_new_1,
     .makers = "Port.open()",
     .getset = cbi_getset_1, .methods = cbi_methods_1,
     .destroy = cbi_destroy_1, .close = cbi_close_1,
     .lists = &cbi_lists_1,
     .size = 0, .align = 1,
     .is_nested = false, .has_hidden = false, .is_locked = true, .is_lent = false,
     .is_scanned = false, .make = NULL,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives},
    {.name = "x.bag",
     .doc = "bag(room=8)\n--\n\nA bag of numbers.",
     .kind = 'p', .record = cbi_new_2,
     .init = cbi_py_bag_new,
     .getset = cbi_getset_2, .methods = cbi_methods_2,
     .destroy = cbi_destroy_2, .close = cbi_close_2,
     .size = 0, .align = 1,
     .is_nested = true, .has_hidden = false, .is_locked = true, .is_lent = true,
     .is_scanned = false, .make = cbi_make_2,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives,
     .known = cbi_make_known,
     .unknown = cbi_make_unknown},
    {.name = "x.walk",
     .doc = "walk()\n--\n\nWalks through a bag.",
     .kind = 'p', .record = cbi_new_3,
     .makers = "walk.open()",
     .getset = cbi_getset_3, .methods = cbi_methods_3,
     .destroy = cbi_destroy_3, .close = cbi_close_3,
     .lists = &cbi_lists_3,
     .size = 0, .align = 1,
     .is_nested = false, .has_hidden = false, .is_locked = true, .is_lent = false,
     .is_scanned = false, .make = NULL,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives},
};

CBI_SHARED_LOCKS;
const struct cbi_module cbi_module = {
    .name = "x",
    .doc = NULL,
    .names = cbi_names,
    .n_names = 25,
    .methods = cbi_methods,
    .classes = cbi_classes,
    .n_classes = 4,
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
