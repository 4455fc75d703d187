/* SPDX-License-Identifier: MIT
   carbide/runtime/objects.c: objects that C made, in a call: their type, lock and state
   before C runs; new ones behind it; properties that are functions. What happens when they
   are closed or die is in lives.c. */
#include "carbide/runtime/instance.h"

#include <stdlib.h>

/* ------------------------------------------------------------------------- in use */
bool
cbi_get_object_slow(struct cbi_call *call, int i, PyObject *o, int which, bool opt,
                    PyObject **used)
{
    if (opt && (!o || o == Py_None)) {
        *used = NULL;
        return true;
    }
    PyTypeObject *type = (PyTypeObject *)cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    if (CBI_UNLIKELY(!cbi_is(o, type))) {
        return cbi_wrong_class(call, i, 0, NULL, &cbi_module.classes[which],
                               opt ? " or None" : "", o);
    }
    *used = o;
    return true;
}

/* With a %s for the name of its type. */
static const char *
why_not_live(const struct cbi_instance *it)
{
    return it->state == CBI_NEW ? "%s.__init__() was not called"
        : it->state == CBI_CLOSED ? "this %s is closed"
        : "this %s is gone: what it was a part of has changed or is closed";
}

CBI_COLD bool
cbi_not_live(struct cbi_call *call, PyObject *o)
{
    const struct cbi_instance *it = INSTANCE(o);
    char name[48];
    const char *type = cbi_type_name(o, name);
    if (!it->class) {
        return cbi_is_made(o);
    }
    return cbi_fail(call, PyExc_ValueError, -1, why_not_live(it), type);
}

PyObject *
cbi_object_enter(PyObject *self, PyObject *unused)
{
    const struct cbi_instance *it = INSTANCE(self);
    char name[48];
    (void)unused;
    if (it->class && cbi_is_live(it)) {
        Py_IncRef(self);
        return self;
    }
    PyObject *why = it->class || cbi_is_made(self)
        ? PyUnicode_FromFormat(why_not_live(it), cbi_type_name(self, name)) : NULL;
    if (why) {
        PyErr_Format(PyExc_ValueError, "%s.__enter__(): %U", cbi_class_name(it->class), why);
        Py_DecRef(why);
    }
    return NULL;
}

bool
cbi_all_live(struct cbi_call *call, PyObject *const *used, int n)
{
    for (int k = 0; k < n; k++) {
        if (used[k] && CBI_UNLIKELY(!cbi_is_live(INSTANCE(used[k])))) {
            return cbi_not_live(call, used[k]);
        }
    }
    return true;
}

void
cbi_set_locks(PyObject *const *used, struct cbi_held *held, int n)
{
    for (int k = 0; k < n; k++) {
        const bool locked = used[k] && INSTANCE(used[k])->class
                            && INSTANCE(used[k])->class->is_locked;
        held[k].lock = locked ? &holder(used[k])->lock : NULL;
        held[k].object = used[k];
        if (locked && holder(used[k])->is_lent) {
            cbi_hold_lender(&held[k]);
        }
    }
}

bool
cbi_use_slow(struct cbi_call *call, PyObject *const *used, struct cbi_held *held, int n,
             int how)
{
    if (how == CBI_LOOK) {
        return cbi_all_live(call, used, n);
    }
    cbi_set_locks(used, held, n);
    const bool taken = how == CBI_TEST ? cbi_test_all(call, held, n)
                                       : cbi_lock_all(call, held, n);
    if (!taken) {
        for (int k = 0; k < n; k++) {
            held[k].lock = NULL;
        }
        return false;
    }
    return cbi_all_live(call, used, n);
}

/* A value struct's bytes: see take() in instance.h. With a GIL it is enough that nobody
   else is at it. */
bool
cbi_take_locked(PyObject *self, struct cbi_held *held, bool exclusive)
{
    struct cbi_instance *top = holder(self);
    CBI_CALL(top->class->record, top->module);
    *held = (struct cbi_held){.lock = &top->lock, .object = self, .argument = -1,
                              .exclusive = exclusive};
    return cbi_test_all(&py_call, held, 1);
}

void
cbi_give_locked(struct cbi_held *held)
{
    cbi_untest_all(NULL, held, 1);
}

/* ------------------------------------------------------------------- construction */
/* Has C taken it over (CB_TAKES), and goes on using what is kept with it? What is closed
   keeps nothing else. */
static bool
is_needed(PyObject *self)
{
    return INSTANCE(self)->class->kind != 'v' && INSTANCE(self)->state == CBI_CLOSED
           && (HANDLE(self)->tokens || HANDLE(self)->kept || HANDLE(self)->values);
}

bool
cbi_begin_init_slow(struct cbi_call *call, PyObject *self, struct cbi_held *held)
{
    char name[48];
    const struct cbi_instance *it = INSTANCE(self);
    if (!it->class) {
        return cbi_is_made(self);
    }
    held->lock = it->class->is_locked ? &holder(self)->lock : NULL;
    held->object = self;
    if (!cbi_lock_all(call, held, 1)) {
        held->lock = NULL;
        return false;
    }
    if (it->whole && it->class->kind != 'v' && !cbi_is_live(it)) {
        return cbi_not_live(call, self);    /* a part of another stands for that alone */
    }
    if (it->state == CBI_LIVE && it->class->kind != 'v') {
        return cbi_fail(call, PyExc_RuntimeError, -1, "this %s is made already",
                        cbi_type_name(self, name));
    }
    if (is_needed(self)) {
        return cbi_fail(call, PyExc_RuntimeError, -1, "this %s was given to C, which uses "
                        "what it had: make a new one", cbi_type_name(self, name));
    }
    if (it->class->kind == 's') {
        memset(it->data, 0, it->class->size);   /* what an earlier attempt left */
    }
    return true;
}

/* It may have been a part of what C got for the call alone. */
static bool
inherit(PyObject *self, PyObject *const *used, unsigned left)
{
    for (int k = 0; left >> k; k++) {
        if (left >> k & 1 && used[k] && !cbi_parts.inherit(self, used[k])) {
            return false;
        }
    }
    return true;
}

bool
cbi_construct(struct cbi_call *call, PyObject *self, void *data, cbi_release destroy,
              PyObject *const *used, unsigned keep)
{
    struct cbi_instance *it = INSTANCE(self);
    (void)call;
    if (it->class->kind == 'v') {
        if (data) {                     /* cbi_begin_init has locked it */
            memcpy(it->data, data, it->class->size);
        }
        return true;
    }
    if (it->class->kind == 'p' && !data) {
        return cbi_no_memory();
    }
    if (!it->class->is_alone) {         /* else it is nobody's dependant: the oldest */
        if (!cbi_keep_all(self, used, keep) || !inherit(self, used, CBI_LEFT(keep))) {
            return false;
        }
        HANDLE(self)->born = __atomic_add_fetch(cbi_lock_table->births, 1,
                                                __ATOMIC_RELAXED);
    }
    if (it->class->kind != 's') {
        it->data = data;
    }
    HANDLE(self)->destroy = destroy ? destroy : it->class->destroy;
    it->state = CBI_LIVE;
    if (it->class->sync && !it->class->sync(call, self)) {
        it->state = CBI_NEW;
        return false;
    }
    PyObject *known = it->class->known ? it->class->known(self, true) : NULL;
    if (it->class->known && !known) {
        it->state = CBI_NEW;                    /* the caller still owns what C made */
        return false;
    }
    cbi_drop(known);
    return true;
}

PyObject *
cbi_make_by_init(PyObject *type, const struct cbi_class *class, PyObject *const *args,
                 intptr_t nargs, PyObject *names)
{
    PyObject *self = cbi_make((PyTypeObject *)type, PyType_GetModule((PyTypeObject *)type),
                              class);
    PyObject *done = self ? class->init(self, args, nargs & INTPTR_MAX, names) : NULL;
    if (done) {
        INSTANCE(self)->plain = class->is_alone;
    }
    else {
        cbi_drop(self);
        return NULL;
    }
    Py_DecRef(done);
    return self;
}

/* ------------------------------------------------------------------------- results */
static PyObject *
first_kept(PyObject *const *used, unsigned keep)
{
    for (int k = 0; CBI_KEPT(keep) >> k; k++) {
        if (keep >> k & 1 && used[k]) {
            return used[k];
        }
    }
    return NULL;
}

/* The object of the call to which C points: where C gives back what it was given. */
static PyObject *
same_object(const struct cbi_class *class, void *data, PyObject *const *used, unsigned keep)
{
    for (int k = 0; CBI_KEPT(keep) >> k; k++) {
        if (keep >> k & 1 && used[k] && INSTANCE(used[k])->class == class
            && INSTANCE(used[k])->data == data) {
            Py_IncRef(used[k]);
            return used[k];
        }
    }
    return NULL;
}

/* The object of whose life that is which lives in `parent`. */
static PyObject *
whole_of(PyObject *parent, bool in_top)
{
    PyObject *whole = INSTANCE(parent)->whole;
    return in_top ? cbi_top(parent) : whole ? whole : parent;
}

PyObject *
cbi_parent_of(PyObject *const *used, unsigned keep, unsigned flags)
{
    PyObject *parent = first_kept(used, keep);
    return parent ? whole_of(parent, flags & CBI_O_IN_TOP) : NULL;
}

/* It lives in `parent`, whose lock and life are those of the object of which that is a
   part; or, where CB_KEEP says so, in what is at the top, on which that depends. */
static void
join(PyObject *self, PyObject *parent, bool in_top)
{
    PyObject *whole = whole_of(parent, in_top);
    Py_IncRef(whole);
    INSTANCE(self)->whole = whole;
    INSTANCE(self)->is_part = true;
    INSTANCE(self)->generation = INSTANCE(whole)->generation;
}

/* Of several objects nobody says which it lives in: it depends on the others. With CB_KEEP
   the whole keeps those. */
static bool
keep_others(PyObject *self, PyObject *const *used, unsigned keep, unsigned flags)
{
    unsigned others = keep;
    for (int k = 0; CBI_KEPT(keep) >> k; k++) {
        if (keep >> k & 1 && used[k] && cbi_top_of(used[k]) == INSTANCE(self)->whole) {
            others &= ~(1u << k);
        }
    }
    const bool by_itself = INSTANCE(self)->class->kind == 'v' || flags & CBI_O_IN_TOP;
    return by_itself || cbi_keep_all(self, used, others);
}

static PyObject *
new_child(struct cbi_call *call, int which, void *data, unsigned flags,
          PyObject *const *used, unsigned keep)
{
    const struct cbi_class *class = cbi_class_at(call, which);
    PyObject *module = cbi_home_at(call, which);
    PyObject *same = same_object(class, data, used, keep);
    PyObject *parent = first_kept(used, keep);
    same = same ? same : cbi_known(module, class, data,
                                   parent ? cbi_top_of(parent) : NULL);
    if (same) {
        return same;
    }
    PyObject *type = cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    PyObject *self = cbi_make((PyTypeObject *)type, module, class);
    if (self) {
        INSTANCE(self)->data = data;
        INSTANCE(self)->state = CBI_LIVE;
        if (parent) {
            join(self, parent, flags & CBI_O_IN_TOP);
        }
        if (flags & CBI_O_LENT) {       /* before others can find it */
            cbi_set_lender(self);
        }
        if (parent && !keep_others(self, used, keep, flags)) {
            Py_DecRef(self);
            return NULL;
        }
        if (class->known) {     /* where its module never lends, nobody would forget it */
            PyObject *known = class->known(self, false);
            Py_DecRef(self);
            self = known;
        }
    }
    return self;
}

static PyObject *
new_owned(struct cbi_call *call, int which, PyObject *type, void *data, cbi_release destroy,
          PyObject *const *used, unsigned keep)
{
    const struct cbi_class *class = cbi_class_at(call, which);
    type = type ? type : cbi_state_of(call)->objects[CBI_S_CLASSES + which];
    PyObject *self = cbi_make((PyTypeObject *)type, cbi_home_at(call, which), class);
    if (self && !cbi_construct(call, self, data, destroy, used, keep)) {
        Py_DecRef(self);
        self = NULL;
    }
    return self;
}

PyObject *
cbi_new_object(struct cbi_call *call, int i, int which, PyObject *type, void *data,
               unsigned flags, cbi_release destroy, PyObject *const *used, unsigned keep)
{
    if (!data && cbi_module.classes[which].kind != 'i') {
        if (flags & CBI_O_NULL) {
            return cbi_new_none();
        }
        cbi_fail(call, PyExc_SystemError, i, "C gave NULL, which it does not say it may");
        return NULL;
    }
    return flags & CBI_O_CHILD ? new_child(call, which, data, flags, used, keep)
                               : new_owned(call, which, type, data, destroy, used, keep);
}

PyObject *
cbi_new_object_with(struct cbi_call *call, const void *with, size_t size, int i, int which,
                    PyObject *type, void *data, unsigned flags, cbi_release destroy,
                    PyObject *const *used, unsigned keep)
{
    void *copy = malloc(size);
    PyObject *made = copy ? cbi_new_object(call, i, which, type, data, flags, destroy, used,
                                           keep) : NULL;
    if (!copy) {
        cbi_no_memory();
        return NULL;
    }
    if (!made || made == Py_None) {
        free(copy);
        return made;
    }
    memcpy(copy, with, size);
    HANDLE(made)->with = copy;
    return made;
}

/* ---------------------------------------------------------------------- properties */
PyObject *
cbi_property_get(PyObject *self, void *property)
{
    return ((const struct cbi_property *)property)->get(self, NULL, 0, NULL);
}

int
cbi_property_set(PyObject *self, PyObject *value, void *property)
{
    if (!value) {
        PyErr_SetString(PyExc_AttributeError, "this property cannot be deleted");
        return -1;
    }
    PyObject *none = ((const struct cbi_property *)property)->set(self, &value, 1, NULL);
    cbi_drop(none);
    return none ? 0 : -1;
}
