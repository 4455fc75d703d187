/* SPDX-License-Identifier: MIT
   carbide/runtime/overload.c: which of several C functions of one name a call means. In:
   the arguments of a call, what each candidate takes. Out: a candidate, or one TypeError
   that says of each why it is not meant. Python's own numbers and texts, exact arrays and
   instances are told apart by their types alone; only where that does not decide, each
   argument is looked at closely (suitable.c), once. */
#include "carbide/runtime/runtime.h"

#include <stdlib.h>

/* --------------------------------------------------------------------- the short way */
static bool
is_native_descr(const void *descr)
{
    for (int k = 0; k < CBI_N_TYPES; k++) {
        if (cbi_np.descr[k] == descr) {
            return true;
        }
    }
    return false;
}

static int
exact_array(const struct cbi_accept *a, PyObject *o)
{
    const struct cbi_ndarray *x = CBI_NDARRAY(o);
    if (a->kind == 'a' || a->kind == 'v') {
        if (x->descr == cbi_np.descr[cbi_type_index(a->type)]) {
            return x->nd == a->rank;
        }
    }
    return x->nd && is_native_descr(x->descr) ? a->kind == '*' : -1;
}

static int
exact_int(const struct cbi_accept *a, PyObject *o)
{
    int64_t v;
    if (a->kind != 'i') {
        return a->kind == '*';
    }
    if (!cbi_small_int(o, cbi_head, &v)) {
        return -1;
    }
    const int shift = (int)(8 - CBI_SIZE(a->type)) * 8;
    return CBI_KIND(a->type) == 'u'
        ? v >= 0 && (shift == 0 || (uint64_t)v >> ((64 - shift) & 63) == 0)
        : (int64_t)((uint64_t)v << shift) >> shift == v;
}

static bool
is_ascii_character(PyObject *o)
{
    intptr_t n = 0;
    const char *text = PyUnicode_AsUTF8AndSize(o, &n);
    if (!text) {
        PyErr_Clear();          /* a lone surrogate; or no memory, as will be seen */
    }
    return n == 1;
}

/* Is o exactly what the slot takes? 1, 0; -1: not to be told by the type alone. */
static int
is_exact(const struct cbi_accept *a, PyObject *o, PyObject *module)
{
    PyTypeObject *type = cbi_type_of(o);
    const char kind = a->kind;
    if (type == &PyFloat_Type) {
        return (kind == 'f' && CBI_SIZE(a->type) == sizeof(double)) || kind == '*';
    }
    if (type == &PyLong_Type) {
        return exact_int(a, o);
    }
    if (type == cbi_np.array) {
        return exact_array(a, o);
    }
    if (type == &PyUnicode_Type) {
        return kind == 'C' ? is_ascii_character(o)
               : kind == 'T' ? !(a->flags & CBI_TAKES_LENT)
               : kind == 's' || kind == 'W' || kind == '*';
    }
    if (type == &PyBool_Type) {
        return kind == 'b' || kind == '*';
    }
    if (o == Py_None) {
        return a->flags & CBI_TAKES_NONE || kind == '*';
    }
    if (kind == 'o') {
        const struct cbi_state *state = PyModule_GetState(module);
        return state->objects[CBI_S_CLASSES + a->which] == (PyObject *)type ? 1 : -1;
    }
    return -1;
}

/* A slot gives all keys, or none. */
static intptr_t
least_number(const struct cbi_candidate *c)
{
    return c->record[c->call ? CBI_F_REQUIRED : CBI_F_POSITIONAL];
}

/* The first that takes every argument exactly, if that is told by types alone. */
static const struct cbi_candidate *
choose_quickly(const struct cbi_overload *set, PyObject *module, PyObject *const *args,
               intptr_t nargs)
{
    for (int k = 0; k < set->n; k++) {
        const struct cbi_candidate *c = &set->candidates[k];
        if (nargs < least_number(c) || nargs > c->record[CBI_F_POSITIONAL]) {
            continue;
        }
        if (c->must) {
            return NULL;
        }
        int exact = 1;
        for (intptr_t i = 0; exact > 0 && i < nargs; i++) {
            exact = is_exact(&c->accepts[i], args[i], module);
        }
        if (exact) {
            return exact > 0 ? c : NULL;
        }
    }
    return NULL;
}

/* ---------------------------------------------------------------------- the long way */
/* One call: its arguments, and how well each fits the candidate looked at, and the best
   one so far. */
struct choice {
    const struct cbi_overload *set;
    struct cbi_call call;
    PyObject *const *args;
    PyObject *kwnames;
    intptr_t nargs, n;          /* positional ones; all */
    struct cbi_seen *seen;      /* n */
    int8_t *now, *best;         /* n: enum cbi_fitness; less than 0 if made, see below */
    bool makes, best_makes;     /* some argument would have to become an object */
    intptr_t at;                /* the argument that did not fit */
    const char *trouble;        /* why not, by number or names: %s is the name */
    const char *name;           /* … of a parameter or keyword */
};

/* The slot of argument i, or -1 with the trouble noted. */
static int
slot_of(struct choice *c, intptr_t i)
{
    const uint16_t *record = c->call.function;
    if (i < c->nargs) {
        return (int)i;
    }
    PyObject *key = PyTuple_GetItem(c->kwnames, i - c->nargs);
    const int slot = cbi_find_slot(&c->call, key);
    if (slot < 0) {
        c->trouble = "no argument is called %s";
        c->name = PyUnicode_AsUTF8AndSize(key, NULL);
        PyErr_Clear();
        c->name = c->name ? c->name : "so";
        return -1;
    }
    if (slot < record[CBI_F_POSITIONAL_ONLY]) {
        c->trouble = "%s cannot be given by name";
        c->name = cbi_name(&c->call, slot);
        return -1;
    }
    if (slot < c->nargs) {
        c->trouble = "%s is given twice";
        c->name = cbi_name(&c->call, slot);
        return -1;
    }
    return slot;
}

/* Does the candidate take this number of arguments, and these names? */
static bool
takes_names(struct choice *c)
{
    const uint16_t *record = c->call.function;
    c->trouble = c->name = NULL;
    if (c->nargs > record[CBI_F_POSITIONAL]) {
        c->trouble = "it takes fewer positional arguments%s";
        c->name = "";
        return false;
    }
    for (intptr_t i = c->nargs; i < c->n; i++) {
        if (slot_of(c, i) < 0) {
            return false;
        }
    }
    for (int s = (int)c->nargs; s < record[CBI_F_SLOTS]; s++) {
        bool given = s >= record[CBI_F_REQUIRED]
                     && !(record[CBI_F_NAMES + s] & CBI_F_MUST);
        for (intptr_t i = c->nargs; !given && i < c->n; i++) {
            given = slot_of(c, i) == s;
        }
        if (!given) {
            c->trouble = "%s is missing";
            c->name = cbi_name(&c->call, s);
            return false;
        }
    }
    return true;
}

/* Objects that would have to be made are less than what is there. */
static int8_t
rank_of(int fit)
{
    return (int8_t)(fit > CBI_MADE ? fit - 2 * CBI_MADE : fit);
}

/* Fills now[]; 1: fits, 0: does not, -1: no memory. */
static int
try_candidate(struct choice *c, const struct cbi_candidate *candidate)
{
    c->call.function = candidate->record;
    c->makes = false;
    if (!takes_names(c)) {
        return 0;
    }
    if (c->n < least_number(candidate)) {
        c->trouble = "%s is missing";
        c->name = cbi_name(&c->call, (int)c->n);
        return 0;
    }
    for (c->at = 0; c->at < c->n; c->at++) {
        const int slot = slot_of(c, c->at);
        const int fit = cbi_fitness(&c->call, &candidate->accepts[slot],
                                    &c->seen[c->at]);
        if (fit <= CBI_UNFIT) {
            return fit < 0 ? -1 : 0;
        }
        c->now[c->at] = rank_of(fit);
        c->makes = c->makes || fit > CBI_MADE;
    }
    return 1;
}

/* Is one better for some argument, and worse for none? */
static bool
is_better(const int8_t *one, const int8_t *other, intptr_t n)
{
    bool better = false;
    for (intptr_t i = 0; i < n; i++) {
        if (one[i] < other[i]) {
            return false;
        }
        better = better || one[i] > other[i];
    }
    return better;
}

/* Is the candidate looked at better than the best one so far? */
static bool
is_better_now(const struct choice *c)
{
    return c->makes != c->best_makes ? c->best_makes : is_better(c->now, c->best, c->n);
}

/* -------------------------------------------------------------------- none of them */
static void
say_arguments(const struct choice *c, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (intptr_t i = 0; i < c->n && used + 100 < size; i++) {
        char one[100];
        cbi_seen_text(&c->seen[i], one, sizeof one);
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : "", one);
    }
    if (used + 100 >= size) {
        snprintf(text + used, size - used, ", …");
    }
}

static void
say_why(struct choice *c, const struct cbi_candidate *candidate, char *text,
        size_t size)
{
    char wanted[120], came[100];
    if (c->trouble) {
        snprintf(text, size, c->trouble, c->name);
        return;
    }
    const int slot = slot_of(c, c->at);
    cbi_accept_text(&candidate->accepts[slot], wanted, sizeof wanted);
    cbi_seen_text(&c->seen[c->at], came, sizeof came);
    snprintf(text, size, "%s must be %s, not %s", cbi_name(&c->call, slot), wanted,
             came);
}

/* "f(): no overload takes (str):\n    f(x: float): x must be a float, not str\n …" */
CBI_COLD static void
refuse(struct choice *c)
{
    enum { WHY = 400 };
    const struct cbi_overload *set = c->set;
    size_t size = 600 + strlen(set->name), used;
    for (int k = 0; k < set->n; k++) {
        size += strlen(set->name) + strlen(set->candidates[k].signature) + WHY;
    }
    char *text = malloc(size), why[WHY - 20];
    if (!text) {
        PyErr_NoMemory();
        return;
    }
    say_arguments(c, why, sizeof why);
    used = (size_t)snprintf(text, size, "%s(): none of its %d overloads takes (%s):",
                            set->name, set->n, why);
    for (int k = 0; k < set->n; k++) {
        if (try_candidate(c, &set->candidates[k]) < 0) {
            free(text);
            return;
        }
        say_why(c, &set->candidates[k], why, sizeof why);
        used += (size_t)snprintf(text + used, size - used, "\n    %s%s: %s", set->name,
                                 set->candidates[k].signature, why);
    }
    PyErr_Format(PyExc_TypeError, "%s", text);  /* which mends a character cut off */
    free(text);
}

/* ------------------------------------------------------------------ several of them */
/* The class of which argument i would become an instance, or -1. */
static int
made_class(struct choice *c, const struct cbi_candidate *candidate, const int8_t *ranks,
           intptr_t i)
{
    c->call.function = candidate->record;
    return ranks[i] < 0 ? candidate->accepts[slot_of(c, i)].which : -1;
}

/* Fits the candidate looked at as well as the best one, and makes other objects? */
static bool
is_rival(struct choice *c, const struct cbi_candidate *best,
         const struct cbi_candidate *other)
{
    bool differs = false;
    for (intptr_t i = 0; i < c->n; i++) {
        differs = differs || made_class(c, best, c->best, i)
                             != made_class(c, other, c->now, i);
    }
    return differs && !is_better(c->best, c->now, c->n);
}

CBI_COLD static void
refuse_both(struct choice *c, const struct cbi_candidate *one,
            const struct cbi_candidate *other)
{
    char came[400];
    say_arguments(c, came, sizeof came);
    PyErr_Format(PyExc_TypeError, "%s(): two overloads could make objects of (%s); pass "
                 "one of those objects:\n    %s%s\n    %s%s", c->set->name, came,
                 c->set->name, one->signature, c->set->name, other->signature);
}

/* The order of declaration does not say of which class an object is to be made. */
static bool
is_only_maker(struct choice *c, const struct cbi_candidate *best)
{
    for (int k = 0; k < c->set->n; k++) {
        const struct cbi_candidate *other = &c->set->candidates[k];
        const int fits = other == best ? 0 : try_candidate(c, other);
        if (fits < 0) {
            return false;
        }
        if (fits && c->makes && is_rival(c, best, other)) {
            refuse_both(c, best, other);
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------------------- all */
static bool
look_at_arguments(struct choice *c)
{
    const size_t n = (size_t)c->n;
    char *memory = cbi_memory(&c->call, n * (sizeof *c->seen + 2));
    if (!memory) {
        return false;
    }
    c->seen = (struct cbi_seen *)memory;
    c->now = (int8_t *)(memory + n * sizeof *c->seen);
    c->best = c->now + n;
    for (intptr_t i = 0; i < c->n; i++) {
        /* no message of what is tried here is ever shown */
        if (!cbi_see(&c->call, -1, c->args[i], &c->seen[i])) {
            return false;
        }
    }
    return true;
}

static const struct cbi_candidate *
choose_closely(struct choice *c)
{
    const struct cbi_candidate *best = NULL;
    if (!look_at_arguments(c)) {
        return NULL;
    }
    for (int k = 0; k < c->set->n; k++) {
        const int fits = try_candidate(c, &c->set->candidates[k]);
        if (fits < 0) {
            return NULL;
        }
        if (fits && (!best || is_better_now(c))) {
            best = &c->set->candidates[k];
            memcpy(c->best, c->now, (size_t)c->n);
            c->best_makes = c->makes;
        }
    }
    return best && c->best_makes && !is_only_maker(c, best) ? NULL : best;
}

const struct cbi_candidate *
cbi_choose(const struct cbi_overload *set, PyObject *module, PyObject *const *args,
           intptr_t nargs, PyObject *kwnames, bool quiet)
{
    if (CBI_UNLIKELY(!module)) {        /* not made by its class: any of them says so */
        return &set->candidates[0];
    }
    const struct cbi_candidate *found
        = kwnames ? NULL : choose_quickly(set, module, args, nargs);
    if (CBI_LIKELY(found != NULL)) {
        return found;
    }
    CBI_CALL(set->candidates[0].record, module);
    struct choice c = {.set = set, .call = py_call, .args = args, .kwnames = kwnames,
                       .nargs = nargs};
    c.n = nargs + (kwnames ? PyTuple_Size(kwnames) : 0);
    found = choose_closely(&c);
    if (!found && !quiet && !PyErr_Occurred()) {
        refuse(&c);
    }
    cbi_finish(&c.call);
    return found;
}

PyObject *
cbi_overload(const struct cbi_overload *set, PyObject *module, PyObject *self,
             PyObject *const *args, intptr_t nargs, PyObject *kwnames)
{
    const struct cbi_candidate *c = cbi_choose(set, module, args, nargs, kwnames, false);
    return c ? c->call(self, args, nargs, kwnames) : NULL;
}

/* -------------------------------------------------------------------------- items */
enum { MOST_KEYS = 15 };

/* Does some candidate take that many keys? */
static bool
takes_keys(const struct cbi_overload *set, intptr_t keys, bool value)
{
    bool takes = false;
    for (int k = 0; k < set->n; k++) {
        takes = takes || set->candidates[k].record[CBI_F_POSITIONAL] == keys + value;
    }
    return takes;
}

int
cbi_choose_item(const struct cbi_overload *set, PyObject *self, PyObject *key,
                PyObject *value)
{
    PyObject *module = CBI_INSTANCE(self)->module;
    PyObject *args[MOST_KEYS + 1] = {key, value};
    const intptr_t n = cbi_is(key, &PyTuple_Type) ? PyTuple_Size(key) : 1;
    const struct cbi_candidate *found = NULL;
    const bool takes_one = takes_keys(set, 1, value);
    if (n > 1 && n <= MOST_KEYS && takes_keys(set, n, value)) {
        for (intptr_t k = 0; k < n; k++) {
            args[k] = PyTuple_GetItem(key, k);
        }
        args[n] = value;
        found = cbi_choose(set, module, args, n + (value != NULL), NULL, takes_one);
        args[0] = key;
        args[1] = value;
        if (!found && (PyErr_Occurred() || !takes_one)) {
            return -1;
        }
    }
    found = found ? found : cbi_choose(set, module, args, 1 + (value != NULL), NULL, false);
    return found ? (int)(found - set->candidates) : -1;
}
