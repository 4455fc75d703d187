/* SPDX-License-Identifier: MIT
   carbide/runtime/suitable.c: does an argument suit a parameter, and how well? Of use
   where several C functions share a name. In: an argument, looked at once (seen.c); what
   the slots of the functions take. Out: exactly, with a wider type, with a conversion that
   may lose, or not at all. Nothing is converted here: the function that is chosen checks
   for itself, so an object that changes meanwhile, or lies, gets an exception there. */
#include "carbide/runtime/small.h"

/* ----------------------------------------------------------------------- numbers */
static bool
ints_fit(const struct cbi_seen *s, cbi_type type)
{
    const int bits = (int)CBI_SIZE(type) * 8;
    if (s->beyond) {
        return false;
    }
    if (CBI_KIND(type) == 'u') {
        return s->least >= 0 && (bits == 64 || (uint64_t)s->most >> bits == 0);
    }
    const int64_t top = bits >= 64 ? INT64_MAX : ((int64_t)1 << (bits - 1)) - 1;
    return !s->is_u64 && s->least >= -top - 1 && s->most <= top;
}

/* Are all ints within ±2**bits? */
static bool
ints_within(const struct cbi_seen *s, int bits)
{
    const int64_t top = (int64_t)1 << bits;
    return !s->beyond && !s->is_u64 && s->least >= -top && s->most <= top;
}

static int
int_fitness(cbi_type type, const struct cbi_seen *s, char kind)
{
    if (kind == 'b') {
        return s->numpy ? CBI_UNFIT : CBI_WIDENS;
    }
    if (kind != 'i' || !ints_fit(s, type)) {
        return CBI_UNFIT;
    }
    if (s->numpy) {
        return s->type == type ? CBI_EXACT : cbi_is_safe(s->type, type) ? CBI_WIDENS
               : CBI_LOSES;
    }
    return s->own || s->kind == 'l' ? CBI_EXACT : CBI_WIDENS;
}

/* complex: of the parts. size: of one real. */
static int
real_fitness(size_t size, const struct cbi_seen *s, char kind, bool complex)
{
    const double limit = size == 2 ? 65504 : 0x1.fffffep127;
    if (kind == 'f') {
        return size == sizeof(double) ? (complex ? CBI_WIDENS : CBI_EXACT)
               : size > sizeof(double) ? CBI_WIDENS
               : s->largest <= limit ? CBI_LOSES : CBI_UNFIT;
    }
    if (kind == 'i') {
        return size >= sizeof(double) && !complex && ints_within(s, 53) ? CBI_WIDENS
                                                                        : CBI_LOSES;
    }
    return kind == 'b' ? CBI_LOSES : CBI_UNFIT;
}

static int
number_fitness(cbi_type type, const struct cbi_seen *s, char kind)
{
    if (CBI_KIND(type) == 'i' || CBI_KIND(type) == 'u') {
        return int_fitness(type, s, kind);
    }
    if (CBI_KIND(type) == 'b') {
        return kind == 'b' ? CBI_EXACT : CBI_UNFIT;
    }
    if (s->numpy) {
        const bool part = CBI_KIND(s->type) != 'c' || CBI_KIND(type) == 'c';
        return s->type == type ? CBI_EXACT : cbi_is_safe(s->type, type) ? CBI_WIDENS
               : part ? CBI_LOSES : CBI_UNFIT;
    }
    if (CBI_KIND(type) == 'f') {
        return real_fitness(CBI_SIZE(type), s, kind, false);
    }
    if (kind == 'c') {
        return CBI_SIZE(type) == 2 * sizeof(double) ? CBI_EXACT
               : CBI_SIZE(type) > 2 * sizeof(double) ? CBI_WIDENS : CBI_LOSES;
    }
    return real_fitness(CBI_SIZE(type) / 2, s, kind, true);
}

/* Something else that may offer it by a method: `fitness`, CBI_UNFIT; -1: no memory. */
static int
by_method(const struct cbi_seen *s, const char *const *methods, int fitness)
{
    int has = 0;
    for (; !has && s->kind == '?' && *methods; methods++) {
        has = cbi_has(s->object, *methods);
    }
    return has > 0 ? fitness : has;
}

static int
scalar_fitness(const struct cbi_accept *a, const struct cbi_seen *s)
{
    static const char *const index[] = {"__index__", NULL},
        *const real[] = {"__float__", "__index__", NULL},
        *const complex[] = {"__complex__", "__float__", "__index__", NULL};
    static const char *const *const methods[] = {index, real, complex};
    const int which = a->kind == 'f' ? 1 : a->kind == 'c' ? 2 : 0;
    if (a->kind == 'b') {
        return s->kind == 'b' ? CBI_EXACT : CBI_UNFIT;
    }
    if (s->kind == '?') {
        return by_method(s, methods[which], CBI_LOSES);
    }
    if (a->flags & CBI_TAKES_FAR && s->kind == 'i' && (s->beyond || s->is_u64)) {
        return CBI_FAILS;
    }
    if (a->kind == 'w') {
        return s->kind == 'i' || (s->kind == 'b' && !s->numpy) ? CBI_WIDENS : CBI_UNFIT;
    }
    return number_fitness(a->type, s, s->kind);
}

/* ----------------------------------------------------------------- the other kinds */
static int
enum_fitness(struct cbi_call *call, const struct cbi_accept *a,
             const struct cbi_seen *s)
{
    if (s->kind != 'i' || s->numpy || s->beyond) {
        return CBI_UNFIT;
    }
    if ((PyObject *)cbi_type_of(s->object)
        == cbi_state_of(call)->objects[CBI_S_ENUMS + a->which]) {
        return CBI_EXACT;
    }
    return cbi_enum_knows(a->which, s->most) ? CBI_LOSES : CBI_UNFIT;
}

/* What may have the items. */
static int
sequence_fitness(const struct cbi_seen *s)
{
    return s->kind == '?' && PySequence_Check(s->object) ? CBI_LOSES : CBI_UNFIT;
}

static int
array_fitness(const struct cbi_accept *a, const struct cbi_seen *s)
{
    static const char *const ways[] = {"__array__", "__dlpack__", NULL};
    const bool lent = a->flags & CBI_TAKES_LENT;
    if (s->kind == 'y') {               /* bytes are numbers to uint8_t only */
        return !lent && a->type == CBI_INT(uint8_t) && a->rank == 1 ? CBI_WIDENS
                                                                    : CBI_UNFIT;
    }
    if (s->kind == 'a') {
        if (s->rank != a->rank || !s->type) {
            return CBI_UNFIT;
        }
        const bool rounds = CBI_SIZE(s->type) == 8 && strchr("iu", CBI_KIND(s->type))
                            && strchr("fc", CBI_KIND(a->type));
        return s->type == a->type && !s->swapped ? CBI_EXACT
               : lent || a->kind == 'v' || !cbi_is_safe(s->type, a->type) ? CBI_UNFIT
               : rounds ? CBI_LOSES : CBI_WIDENS;
    }
    if (lent || a->kind == 'v') {
        return by_method(s, ways, CBI_LOSES);
    }
    if (s->kind == 'l') {
        const bool tall = s->leaf == 'E' ? s->rank <= a->rank : s->rank == a->rank;
        return s->leaf == '?' ? CBI_LOSES : !tall ? CBI_UNFIT
               : s->leaf == 'E' ? CBI_EXACT : number_fitness(a->type, s, s->leaf);
    }
    const int way = by_method(s, ways, CBI_LOSES);
    return way ? way : sequence_fitness(s);
}

static bool
is_ascii_character(PyObject *o)
{
    intptr_t n = 0;
    const char *text = PyUnicode_AsUTF8AndSize(o, &n);
    PyErr_Clear();
    return text && n == 1;
}

/* Files, descriptors and times, by what their types can do. */
static int
other_fitness(const struct cbi_accept *a, const struct cbi_seen *s)
{
    static const char *const path[] = {"__fspath__", NULL},
        *const fd[] = {"fileno", NULL}, *const file[] = {"__fspath__", "fileno", NULL},
        *const date[] = {"utcoffset", NULL}, *const delta[] = {"total_seconds", NULL};
    const bool text = s->kind == 's' || s->kind == 'y';
    switch (a->kind) {
    case 'p': return text ? CBI_WIDENS : by_method(s, path, CBI_EXACT);
    case 'd': return s->kind == 'i' ? CBI_WIDENS : by_method(s, fd, CBI_WIDENS);
    case 'F': return text ? CBI_WIDENS : by_method(s, file, CBI_WIDENS);
    case 'D': return by_method(s, date, CBI_EXACT);
    default: return by_method(s, delta, CBI_EXACT);
    }
}

static int
bytes_fitness(const struct cbi_accept *a, const struct cbi_seen *s)
{
    const bool bytes = s->kind == 'a' && s->rank == 1 && CBI_SIZE(s->type) == 1;
    if (a->kind == 'T' && s->kind == 's' && !(a->flags & CBI_TAKES_LENT)) {
        return CBI_EXACT;
    }
    return s->kind == 'y' || bytes ? (a->kind == 'B' ? CBI_EXACT : CBI_WIDENS)
           : s->kind == 'a' ? CBI_LOSES : CBI_UNFIT;
}

/* What T.__convert__ says that it takes. */
static int
source_fitness(struct cbi_call *call, const struct cbi_accept *a,
               const struct cbi_seen *s)
{
    const struct cbi_class *class = &cbi_module.classes[a->which];
    int best = CBI_UNFIT;
    for (int k = 0; best >= CBI_UNFIT && k < class->n_sources; k++) {
        const int fit = cbi_fitness(call, &class->sources[k], s);
        best = fit < CBI_UNFIT || fit > best ? fit : best;
    }
    return best > CBI_UNFIT ? CBI_MADE + best : best;
}

/* The classes of the module. */
static int
class_fitness(struct cbi_call *call, const struct cbi_accept *a, PyObject *o)
{
    PyTypeObject *class = (PyTypeObject *)
        cbi_state_of(call)->objects[CBI_S_CLASSES + a->which];
    return cbi_type_of(o) == class ? CBI_EXACT
           : class && PyType_IsSubtype(cbi_type_of(o), class) ? CBI_WIDENS : CBI_UNFIT;
}

/* … or what one is made of. */
static int
instance_fitness(struct cbi_call *call, const struct cbi_accept *a,
                 const struct cbi_seen *s)
{
    const int fit = class_fitness(call, a, s->object);
    return fit || !(a->flags & CBI_TAKES_MADE) ? fit : source_fitness(call, a, s);
}

static int
item_fitness(struct cbi_call *call, const struct cbi_accept *a, PyObject *item)
{
    struct cbi_seen seen;
    const int fit = item == Py_None ? CBI_LOSES : class_fitness(call, a, item);
    if (fit || !(a->flags & CBI_TAKES_MADE)) {
        return fit;
    }
    return cbi_see(call, -1, item, &seen) ? source_fitness(call, a, &seen) : -1;
}

/* What is made comes behind what is there. */
static int
worse_of(int one, int other)
{
    const bool made = one > CBI_MADE, other_made = other > CBI_MADE;
    return one <= CBI_UNFIT || other <= CBI_UNFIT || made == other_made
        ? (one < other ? one : other) : made ? one : other;
}

static bool
is_list(PyObject *o)
{
    return cbi_is(o, &PyList_Type) || cbi_is(o, &PyTuple_Type);
}

static int items_fitness(struct cbi_call *call, const struct cbi_accept *a, PyObject *o,
                         int rank);

static int
row_fitness(struct cbi_call *call, const struct cbi_accept *a, PyObject *o, int rank)
{
    return rank == 0 ? item_fitness(call, a, o)
           : is_list(o) ? items_fitness(call, a, o, rank)
           : PySequence_Check(o) && !cbi_is(o, &PyUnicode_Type) ? CBI_LOSES : CBI_UNFIT;
}

/* A list of instances fits as its worst item does. None among them is for later. */
static int
items_fitness(struct cbi_call *call, const struct cbi_accept *a, PyObject *o, int rank)
{
    PyObject *items = cbi_items(o);
    if (!items) {
        return cbi_forgive() ? CBI_UNFIT : -1;
    }
    int worst = CBI_EXACT;
    for (intptr_t k = 0, n = PyTuple_Size(items); worst > CBI_UNFIT && k < n; k++) {
        PyObject *item = PyTuple_GetItem(items, k);
        worst = worse_of(worst, row_fitness(call, a, item, rank - 1));
    }
    Py_DecRef(items);
    return worst;
}

static int
instances_fitness(struct cbi_call *call, const struct cbi_accept *a,
                  const struct cbi_seen *s)
{
    return s->kind == 'l' ? items_fitness(call, a, s->object, a->rank)
                          : sequence_fitness(s);
}

/* An ndarray's or a buffer's elements: are they the structs of the class? */
static int
has_structs(struct cbi_call *call, const struct cbi_accept *a, const struct cbi_seen *s)
{
    enum { EQ = 2 };
    if (!cbi_np.array || !cbi_is(s->object, cbi_np.array)) {
        return s->format && cbi_is_struct_format(a->which, s->format);
    }
    PyObject *ours = cbi_dtype_of(call, a->which);
    PyObject *theirs = ours ? cbi_dtype_of_array(s->object) : NULL;
    const int same = theirs ? PyObject_RichCompareBool(theirs, ours, EQ) : -1;
    cbi_drop(theirs);
    return same >= 0 ? same : cbi_forgive() ? 0 : -1;
}

static int
structs_fitness(struct cbi_call *call, const struct cbi_accept *a,
                const struct cbi_seen *s)
{
    if (s->kind == 'a') {
        return s->rank == a->rank && !s->type ? has_structs(call, a, s) * CBI_EXACT
                                              : CBI_UNFIT;
    }
    if (a->flags & CBI_TAKES_LENT) {
        return CBI_UNFIT;
    }
    return instances_fitness(call, a, s);
}

static int
strings_fitness(const struct cbi_seen *s)
{
    if (s->kind == 'l') {
        const bool texts = s->leaf == 's' || s->leaf == 'E' || s->leaf == '?';
        return !texts || s->rank != 1 ? CBI_UNFIT
               : s->leaf == '?' ? CBI_LOSES : CBI_EXACT;
    }
    return sequence_fitness(s);
}

/* Pointers of other packages to C's own functions need not be callable. */
static int
callable_fitness(const struct cbi_seen *s)
{
    const bool exact = cbi_type_of(s->object) == &PyList_Type
                       || cbi_type_of(s->object) == &PyTuple_Type;
    return PyCallable_Check(s->object) ? CBI_EXACT
           : s->kind == '?' || (s->kind == 'l' && !exact) ? CBI_LOSES : CBI_UNFIT;
}

int
cbi_fitness(struct cbi_call *call, const struct cbi_accept *a, const struct cbi_seen *s)
{
    if (a->kind == '*' || a->kind == 'V') {
        return a->kind == 'V' ? CBI_ANY : CBI_EXACT;
    }
    if (s->kind == 'N' && (a->flags & CBI_TAKES_NONE || a->kind != 'o')) {
        return a->flags & CBI_TAKES_NONE ? CBI_EXACT : CBI_UNFIT;
    }
    switch (a->kind) {
    case 'a': case 'v': return array_fitness(a, s);
    case 'e': return enum_fitness(call, a, s);
    case 's': case 'W': return s->kind == 's' ? CBI_EXACT : CBI_UNFIT;
    case 'C':
        return s->kind == 's' && is_ascii_character(s->object) ? CBI_EXACT : CBI_UNFIT;
    case 'y': return s->kind == 'y' ? CBI_EXACT : CBI_UNFIT;
    case 'B': case 'T': return bytes_fitness(a, s);
    case 'S': return strings_fitness(s);
    case 'o': return instance_fitness(call, a, s);
    case 'O': return instances_fitness(call, a, s);
    case 'k': return callable_fitness(s);
    case 'r': return structs_fitness(call, a, s);
    case 'p': case 'd': case 'F': case 'D': case 't': return other_fitness(a, s);
    default: return scalar_fitness(a, s);
    }
}

/* ---------------------------------------------------------------------- in words */
/* Of what an instance is made; or that it could be, but by hand. */
static void
add_sources(const struct cbi_accept *a, const char *name, char *text, size_t size)
{
    const struct cbi_class *class = &cbi_module.classes[a->which];
    if (a->flags & CBI_TAKES_MADE) {
        snprintf(text, size, " or %.60s", class->made_of);
    }
    else if (class->convert) {
        snprintf(text, size, " (%.40s.__convert__() makes one)", name);
    }
}

void
cbi_accept_text(const struct cbi_accept *a, char *text, size_t size)
{
    static const struct { char kind; const char *what; } words[] = {
        {'b', "a bool"}, {'w', "an int"}, {'f', "a float"}, {'c', "a complex number"},
        {'C', "a str of one ASCII character"}, {'s', "a str"}, {'W', "a str"},
        {'y', "bytes"}, {'p', "a path"}, {'d', "a file descriptor"},
        {'F', "a path or a file"}, {'D', "a datetime"}, {'t', "a timedelta"},
        {'B', "a bytes-like object"}, {'T', "a str or bytes-like object"},
        {'S', "a sequence of str"}, {'k', "a callable"}};
    const char *none = a->flags & CBI_TAKES_NONE ? " or None" : "";
    const char *what = "something else", *name = "int";
    for (int k = 0; k < CBI_COUNT(words); k++) {
        what = words[k].kind == a->kind ? words[k].what : what;
    }
    switch (a->kind) {
    case 'i':
        snprintf(text, size, "an int that fits %s%s", cbi_dtype_name(a->type), none);
        return;
    case 'a': case 'v':
        name = cbi_dtype_name(a->type);
        snprintf(text, size, "%s %s array of rank %d%s",
                 name[0] == 'i' ? "an" : "a", name, a->rank, none);
        return;
    case 'r':
        name = strrchr(cbi_module.classes[a->which].name, '.') + 1;
        snprintf(text, size, "an array of %s of rank %d%s", name, a->rank, none);
        return;
    case 'e':
        snprintf(text, size, "a member of %s%s", cbi_module.enums[a->which].name, none);
        return;
    case 'o': case 'O':
        name = strrchr(cbi_module.classes[a->which].name, '.') + 1;
        snprintf(text, size, "%s of %.40s%s", a->kind == 'o' ? "an instance"
                 : "a sequence of instances", name, none);
        add_sources(a, name, text + strlen(text), size - strlen(text));
        return;
    default:
        snprintf(text, size, "%s%s", what, none);
    }
}
