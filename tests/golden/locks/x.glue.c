/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

/* What carbidec read is what the compiler reads. */
_Static_assert(__builtin_types_compatible_p(__typeof__(db_new),
    db *(void)), "db_new");
_Static_assert(__builtin_types_compatible_p(__typeof__(db_size),
    int (const db *)), "db_size");
_Static_assert(__builtin_types_compatible_p(__typeof__(list_init),
    int (list *, int)), "list_init");
_Static_assert(__builtin_types_compatible_p(__typeof__(list_add),
    void (list *, int)), "list_add");
_Static_assert(__builtin_types_compatible_p(__typeof__(logged),
    int (void)), "logged");
_Static_assert(__builtin_types_compatible_p(__typeof__(held),
    int (int)), "held");

/* Names of functions and parameters; records refer to them by place. */
static const char cbi_names[] =
    "list" "\0"  /* 0 */
    "list.close" "\0"  /* 1 */
    "db" "\0"  /* 2 */
    "db.close" "\0"  /* 3 */
    "db.size" "\0"  /* 4 */
    "self" "\0"  /* 5 */
    "n" "\0"  /* 6 */
    "list.add" "\0"  /* 7 */
    "x" "\0"  /* 8 */
    "logged" "\0"  /* 9 */
    "held" "\0";  /* 10 */

/* Locks of the process, which every module finds by name. */
static const char *const cbi_lock_names[] = {"library", "log"};
static struct cbi_lock *cbi_locks[2];

static struct cbi_lock *const *const cbi_end_locks_0[] = {&cbi_locks[1]};
static void
cbi_destroy_0_now(void *cbi_this)
{
    list * this = (list *)cbi_this;
    list_clear(this);
}

static void
cbi_destroy_0(void *cbi_this, const void *cbi_with)
{
    (void)cbi_with;
    cbi_lock_wait_run(cbi_end_locks_0, 1, cbi_destroy_0_now, cbi_this);
}

static struct cbi_lock *const *const cbi_end_locks_1[] = {&cbi_locks[0], &cbi_locks[1]};
static void
cbi_destroy_1_now(void *cbi_this)
{
    struct db * this = (struct db *)cbi_this;
    db_free(this);
}

static void
cbi_destroy_1(void *cbi_this, const void *cbi_with)
{
    (void)cbi_with;
    cbi_lock_run(cbi_end_locks_1, 2, cbi_destroy_1_now, cbi_this);
}

static const uint16_t cbi_f_db_new[] = {2, 0, 0, 0, 0};
static PyObject *
cbi_py_db_new(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_db_new, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    struct cbi_held py_named[] = {
        {.lock = cbi_locks[0], .argument = CBI_LOCKS_NAMED, .exclusive = true},    /* library */
    };
    struct cbi_held py_held[1] = {{.argument = -1, .exclusive = true}};
    db *cbi_return = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    if (!cbi_lock_all(&py_call, py_named, 1)) {
        goto fail;
    }
    if (!cbi_begin_init(&py_call, py_self, &py_held[0], CBI_TAKE)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = db_new();
        cbi_let_go_at_end(py_named, 1);
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
    cbi_unlock_all(&py_call, py_named, 1);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_db_size[] = {4, 0, 0, 0, 0, 5};
static PyObject *
cbi_py_db_size(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_db_size, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    struct cbi_held py_named[] = {
        {.lock = cbi_locks[0], .argument = CBI_LOCKS_NAMED, .exclusive = true},    /* library */
    };
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1}, {.argument = -1, .exclusive = true}};
    int cbi_return = 0;
    const db *self = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    if (!cbi_lock_all(&py_call, py_named, 1)) {
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
        cbi_return = db_size(self);
        cbi_let_go_at_end(py_named, 1);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    cbi_unlock_all(&py_call, py_named, 1);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_list_init[] = {0, 1, 1, 1, 0, 6, 5};
static PyObject *
cbi_py_list_init(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_list_init, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    bool cbi_filled = false;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1, .exclusive = true, .reentrant = true}, {.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    list *self = 0;
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
        cbi_return = list_init(self, n);
        (void)cbi_return;     /* unless a condition names it */
        if (!py_call.error) {
            if (cbi_return < 0) {
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
    cbi_unuse(&py_call, &py_held[1], 1, CBI_TAKE);
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    if (CBI_UNLIKELY(cbi_filled && !py_result)) {
        cbi_destroy_0(cbi_data(py_self), NULL);
    }
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_list_add[] = {7, 1, 1, 1, 0, 8, 5};
static PyObject *
cbi_py_list_add(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_list_add, cbi_module_of(py_self));
    PyObject *py_result = NULL;
    PyObject *py_used[1] = {NULL};
    struct cbi_held py_held[2] = {{.argument = -1, .exclusive = true, .reentrant = true}, {.argument = -1, .exclusive = true}};
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    list *self = 0;
    int x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &x)) {
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
        list_add(self, x);
        cbi_attach_locked(&py_call, py_held, 1);
    }
    py_result = cbi_new_none();
fail:
    cbi_unuse(&py_call, py_held, 1, CBI_TAKE);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_logged[] = {9, 0, 0, 0, 0};
static PyObject *
cbi_py_logged(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_logged, py_self);
    PyObject *py_result = NULL;
    struct cbi_held py_named[] = {
        {.lock = cbi_locks[1], .argument = CBI_LOCKS_NAMED, .exclusive = true},    /* log */
    };
    int cbi_return = 0;

    if (((py_nargs || py_names)
         && !cbi_bind(&py_call, py_args, py_nargs, py_names, NULL))) {
        goto fail;
    }
    if (!cbi_lock_all(&py_call, py_named, 1)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_detach(&py_call);
        cbi_return = logged();
        cbi_let_go_at_end(py_named, 1);
        cbi_attach(&py_call);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_unlock_all(&py_call, py_named, 1);
    cbi_finish(&py_call);
    return py_result;
}

static const uint16_t cbi_f_held[] = {10, 1, 1, 1, 0, 8};
static PyObject *
cbi_py_held(PyObject *py_self, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    CBI_CALL(cbi_f_held, py_self);
    PyObject *py_result = NULL;
    struct cbi_held py_named[] = {
        {.lock = cbi_module_lock(), .argument = CBI_LOCKS_MODULE,
         .exclusive = true, .reentrant = true},
    };
    PyObject *py_bound[1];
    PyObject *const *py_slot = py_bound;
    int cbi_return = 0;
    int x = 0;

    if (!(py_slot = cbi_all_slots(&py_call, py_args, py_nargs, py_names, py_bound, 1))
        || !cbi_get_int(&py_call, 0, py_slot[0], CBI_INT(int), &x)) {
        goto fail;
    }
    if (!cbi_lock_all(&py_call, py_named, 1)) {
        goto fail;
    }
    /* No Python code below, until the call has returned. */
    {
        cbi_return = held(x);
    }
    py_result = CBI_NEW_INT(cbi_return);
fail:
    cbi_unlock_all(&py_call, py_named, 1);
    cbi_finish(&py_call);
    return py_result;
}

static CbMethodDef cbi_methods[] = {
    {"logged", (void *)cbi_py_logged, CB_METH_FASTCALL_KEYWORDS,
        "logged()\n--\n\n"},
    {"held", (void *)cbi_py_held, CB_METH_FASTCALL_KEYWORDS,
        "held(x)\n--\n\n"},
    {0}
};

static CbGetSetDef cbi_getset_0[] = {
    {0}
};
static CbMethodDef cbi_methods_0[] = {
    {"add", (void *)cbi_py_list_add, CB_METH_FASTCALL_KEYWORDS,
        "add($self, x)\n--\n\n"},
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
    {"size", (void *)cbi_py_db_size, CB_METH_FASTCALL_KEYWORDS,
        "size($self)\n--\n\n"},
    CBI_OBJECT_METHODS,
    CBI_CLOSE_METHODS,
    {0}
};
static const uint16_t cbi_new_1[] = {2, 0, 0, 0, 0};
static const uint16_t cbi_close_1[] = {3, 0, 0, 0, 0};
static struct cbi_lock cbi_lists_1;
static struct cbi_free_list cbi_free_list_1;
static PyObject *
cbi_make_1(PyObject *py_type, PyObject *const *py_args, intptr_t py_nargs,
        PyObject *py_names)
{
    return cbi_make_by_init(py_type, &cbi_module.classes[1], py_args, py_nargs, py_names);
}

static const struct cbi_class cbi_classes[] = {
    {.name = "x.list",
     .doc = "list(n)\n--\n\nThe object holds it.",
     .kind = 's', .record = cbi_new_0,
     .init = cbi_py_list_init,
     .getset = cbi_getset_0, .methods = cbi_methods_0,
     .c_size = sizeof(list), .layout = sizeof(list)
        + (uint64_t)0x3E7884BF4F412C6F * (3 * offsetof(list, items) + sizeof(((list *)0)->items)),
     .destroy = cbi_destroy_0, .close = cbi_close_0,
     .end_locks = cbi_end_locks_0, .n_end_locks = 1,
     .size = sizeof(list), .align = _Alignof(list),
     .is_nested = false, .has_hidden = false, .is_locked = true, .is_lent = false,
     .is_scanned = false, .is_reentrant = true, .make = cbi_make_0,
     .take = cbi_take_locked, .give = cbi_give_locked,
     .lives = &cbi_lives},
    {.name = "x.db",
     .doc = "db()\n--\n\nThe library has one state for all of them.",
     .kind = 'p', .record = cbi_new_1,
     .init = cbi_py_db_new,
     .getset = cbi_getset_1, .methods = cbi_methods_1,
     .lock = "library",
     .destroy = cbi_destroy_1, .close = cbi_close_1,
     .end_locks = cbi_end_locks_1, .n_end_locks = 2,
     .lists = &cbi_lists_1,
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
    .n_names = 11,
    .methods = cbi_methods,
    .classes = cbi_classes,
    .n_classes = 2,
    .has_locks = true,
    .lock_names = cbi_lock_names, .locks = cbi_locks, .n_locks = 2,
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
