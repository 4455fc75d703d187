/* SPDX-License-Identifier: MIT
   carbide/runtime/time.c: datetime, timedelta and nanoseconds for time_t and struct
   timespec. The datetime module is imported at first use; arithmetic on time zones is
   Python's. In: an aware datetime, a timedelta, an int of nanoseconds; out: seconds and
   nanoseconds, the latter 0 … 999,999,999, and the way back. */
#include "carbide/runtime/small.h"

enum { DATETIME, TIMEDELTA, EPOCH };

/* (datetime, timedelta, 1970-01-01 UTC), borrowed. */
CBI_COLD static PyObject *
import_classes(struct cbi_call *call)
{
    PyObject *module = PyImport_ImportModule("datetime");
    PyObject *datetime = module ? PyObject_GetAttrString(module, "datetime") : NULL;
    PyObject *timedelta = module ? PyObject_GetAttrString(module, "timedelta") : NULL;
    PyObject *zone = module ? PyObject_GetAttrString(module, "timezone") : NULL;
    PyObject *utc = zone ? PyObject_GetAttrString(zone, "utc") : NULL;
    PyObject *epoch = datetime && utc
        ? PyObject_CallFunction(datetime, "iiiiiiiO", 1970, 1, 1, 0, 0, 0, 0, utc)
        : NULL;
    PyObject *all = epoch && timedelta ? PyTuple_Pack(3, datetime, timedelta, epoch)
                                       : NULL;
    cbi_drop(epoch);
    cbi_drop(utc);
    cbi_drop(zone);
    cbi_drop(timedelta);
    cbi_drop(datetime);
    cbi_drop(module);
    return all ? cbi_publish(call, CBI_S_DATETIME, all) : NULL;
}

static PyObject *
classes(struct cbi_call *call)
{
    PyObject *all = cbi_state_of(call)->objects[CBI_S_DATETIME];
    call->ran = true;
    return all ? all : import_classes(call);
}

static bool
int_attribute(PyObject *o, const char *name, int64_t *v)
{
    int overflow = 1;
    PyObject *a = PyObject_GetAttrString(o, name);
    *v = a ? PyLong_AsLongLongAndOverflow(a, &overflow) : 0;
    cbi_drop(a);
    return !overflow && !(*v == -1 && PyErr_Occurred());
}

static bool
from_timedelta(PyObject *delta, int64_t *seconds, long *nanoseconds)
{
    int64_t days, rest, micro;
    if (!int_attribute(delta, "days", &days) || !int_attribute(delta, "seconds", &rest)
        || !int_attribute(delta, "microseconds", &micro)) {
        return false;
    }
    *seconds = days * 86400 + rest;
    *nanoseconds = (long)micro * 1000;
    return true;
}

/* o - epoch; a datetime without a zone is refused. */
CBI_COLD static bool
from_datetime(struct cbi_call *call, int i, PyObject *o, PyObject *all,
              int64_t *seconds, long *nanoseconds)
{
    PyObject *offset = PyObject_CallMethod(o, "utcoffset", NULL);
    if (!offset) {
        return false;
    }
    Py_DecRef(offset);
    if (offset == Py_None) {
        return cbi_fail(call, PyExc_TypeError, i, "is a naive datetime; pass an aware "
                        "one, as by %s.replace(tzinfo=timezone.utc)",
                        cbi_name(call, i));
    }
    PyObject *delta = PyNumber_Subtract(o, PyTuple_GetItem(all, EPOCH));
    bool good = delta && from_timedelta(delta, seconds, nanoseconds);
    cbi_drop(delta);
    return good;
}

CBI_COLD static bool
from_nanoseconds(struct cbi_call *call, int i, PyObject *o, int64_t *seconds,
                 long *nanoseconds)
{
    __int128 n;
    if (!cbi_get_wide(call, i, o, true, 128, sizeof n, &n)) {
        return false;
    }
    __int128 s = n / 1000000000;
    int64_t rest = (int64_t)(n % 1000000000);
    s -= rest < 0;
    if (s != (int64_t)s) {
        return cbi_fail(call, PyExc_OverflowError, i, "does not fit time_t");
    }
    *seconds = (int64_t)s;
    *nanoseconds = (long)(rest < 0 ? rest + 1000000000 : rest);
    return true;
}

CBI_COLD bool
cbi_get_time(struct cbi_call *call, int i, PyObject *o, char kind, bool whole,
             int64_t *seconds, long *nanoseconds)
{
    char name[48];
    if (kind == 'n') {
        return from_nanoseconds(call, i, o, seconds, nanoseconds);
    }
    PyObject *all = classes(call);
    if (!all) {
        return false;
    }
    PyObject *class = PyTuple_GetItem(all, kind == 'd' ? DATETIME : TIMEDELTA);
    int is = PyObject_IsInstance(o, class);
    if (is <= 0) {
        return is < 0 ? false
               : cbi_fail(call, PyExc_TypeError, i, "must be %s, not %s",
                          kind == 'd' ? "an aware datetime" : "a timedelta",
                          cbi_type_name(o, name));
    }
    bool good = kind == 'd' ? from_datetime(call, i, o, all, seconds, nanoseconds)
                            : from_timedelta(o, seconds, nanoseconds);
    if (good && whole && *nanoseconds) {
        return cbi_fail(call, PyExc_ValueError, i,
                        "is finer than the whole seconds that C holds");
    }
    return good;
}

CBI_COLD PyObject *
cbi_new_time(struct cbi_call *call, char kind, int64_t seconds, long nanoseconds)
{
    if (kind == 'n') {
        __int128 n = (__int128)seconds * 1000000000 + nanoseconds;
        return cbi_new_wide(true, sizeof n, &n);
    }
    PyObject *all = classes(call);
    int64_t micro = nanoseconds / 1000 - (nanoseconds % 1000 < 0);
    PyObject *delta = all ? PyObject_CallFunction(PyTuple_GetItem(all, TIMEDELTA),
                                                  "iLL", 0, (long long)seconds,
                                                  (long long)micro)
                          : NULL;
    if (!delta || kind == 't') {
        return delta;
    }
    PyObject *o = PyNumber_Add(PyTuple_GetItem(all, EPOCH), delta);
    Py_DecRef(delta);
    return o;
}
