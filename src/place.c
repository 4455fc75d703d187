// SPDX-License-Identifier: MIT
// place.c: which function is a method, a constructor, a property, and of which class.
//
// In: a function whose markers are read; its types. Out: Function.class, place, self and
// py_name. A function belongs to the class by whose C name its own begins, if that is
// also the type of its first parameter or of its result; CB_NAME("T.f") says otherwise.
#include "ir.h"

#include <string.h>

// ------------------------------------------------------------------- names of types
static bool has_suffix(const char *name, size_t n)
{
    return n > 2 && strcmp(name + n - 2, "_t") == 0;
}

// What follows `name_` (or, of name_t, what follows either) in `c_name`; or NULL.
static const char *rest_of(const char *name, const char *c_name)
{
    size_t n = name ? strlen(name) : 0;
    const bool suffix = has_suffix(name, n);
    for (int k = 0; n && k <= suffix; k++, n -= 2) {
        if (strncmp(c_name, name, n) == 0 && c_name[n] == '_' && c_name[n + 1]) {
            return c_name + n + 1;
        }
    }
    return NULL;
}

// What C calls it; NULL where it has no such name.
#define CLASS_NAMES(c)                                                                \
    { (c)->alias ? (c)->alias->name : NULL, (c)->tag ? (c)->tag->name : NULL,         \
      (c)->tag && (c)->tag->alias ? (c)->tag->alias->name : NULL }

const char *class_rest(const Class *c, const char *c_name)
{
    const char *const names[] = CLASS_NAMES(c);
    const char *best = NULL;
    if (c->foreign) {
        return NULL;            // it has what its own module gives it
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *rest = rest_of(names[i], c_name);
        best = rest && (!best || rest > best) ? rest : best;
    }
    return best;
}

static bool begins(const char *rest, const char *word)
{
    size_t n = strlen(word);
    return strncmp(rest, word, n) == 0 && (rest[n] == '_' || !rest[n]);
}

// --------------------------------------------------------------------- candidates
// The first parameter that Python would see.
static Param *first_param(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Said *said = &f->params[i]->said;
        if (!said->fixed && !said->by[MARK_OUT]) {
            return f->params[i];
        }
    }
    return NULL;
}

static Class *param_class(Module *m, const Param *p)
{
    bool one = p && !p->said.shape && !p->said.by[MARK_INOUT];
    return one ? handle_of_type(m, p->type) : NULL;
}

// What the function makes: its result, or CB_OUT T **.
static Class *made_class(Module *m, const Function *f)
{
    Class *c = class_of_type(m, f->type->base);
    for (int i = 0; !c && i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->said.by[MARK_OUT] && p->type->kind == TY_POINTER) {
            c = class_of_type(m, p->type->base);
            c = c && p->type->base->kind == TY_STRUCT ? NULL : c;
        }
    }
    bool borrowed = f->type->base->kind == TY_POINTER && f->type->base->base->quals & Q_CONST;
    return class_is_handle(c) && !borrowed ? c : NULL;
}

static void set_place(Function *f, Class *c, FunctionPlace place, const char *rest)
{
    f->class = c;
    f->place = place;
    f->py_name = rest;
}

// ---------------------------------------------------------------------- by C name
static bool is_initializer(const Class *c, const char *rest, const Function *f)
{
    return strcmp(rest, "init") == 0 && f->type->base->kind != TY_POINTER
           && (c->kind == CLASS_INLINE || c->kind == CLASS_VALUE);
}

static void place_method(Module *m, Function *f, Class *c, Param *self, const char *rest)
{
    const char *name = rest;
    FunctionPlace place = PLACE_METHOD;
    bool is_const = self->type->kind != TY_POINTER || self->type->base->quals & Q_CONST;
    if (is_initializer(c, rest, f)) {
        place = PLACE_INIT;
    } else if (f->said.by[MARK_GET] || (begins(rest, "get") && rest[3] && is_const)) {
        place = PLACE_GET;
    } else if (f->said.by[MARK_SET] || (begins(rest, "set") && rest[3])) {
        place = PLACE_SET;
    }
    if (place == PLACE_GET || place == PLACE_SET) {
        name = (begins(rest, "get") || begins(rest, "set")) && rest[3] ? rest + 4 : rest;
    }
    set_place(f, c, place, python_name(m, name, true));
    f->self = self;
}

static void place_maker(Module *m, Function *f, Class *c, const char *rest)
{
    bool makes = strcmp(rest, "new") == 0 || strcmp(rest, "init") == 0;
    const char *name = begins(rest, "new") && rest[3] ? rest + 4 : rest;
    set_place(f, c, makes ? PLACE_INIT : PLACE_CLASS, python_name(m, name, true));
}

static void place_by_name(Module *m, Function *f)
{
    Param *first = first_param(f);
    Class *of_self = param_class(m, first), *made = made_class(m, f);
    const char *method = of_self ? class_rest(of_self, f->c_name) : NULL;
    const char *maker = made ? class_rest(made, f->c_name) : NULL;
    if (maker && (!method || maker > method || begins(maker, "new"))) {
        place_maker(m, f, made, maker);
    } else if (method) {
        place_method(m, f, of_self, first, method);
    }
}

// ------------------------------------------------------------------------ CB_NAME
static Class *class_by_name(Module *m, const char *name, size_t n)
{
    for (Class *c = m->classes; c; c = c->next) {
        if (strlen(c->py_name) == n && memcmp(c->py_name, name, n) == 0) {
            return c;
        }
    }
    return NULL;
}

const Mark *function_name_mark(const Function *f)
{
    return f->said.by[MARK_NAME] ? f->said.by[MARK_NAME] : f->said.by[MARK_OVERLOAD];
}

static void report_no_class(Module *m, const Function *f, const char *name, size_t n)
{
    const char *names[256];
    size_t count = 0;
    for (Class *c = m->classes; c && count < 256; c = c->next) {
        names[count++] = c->py_name;
    }
    const char *word = arena_strndup(m->ctx->arena, name, n);
    const char *near = nearest(word, names, count);
    const Mark *mark = function_name_mark(f);
    diag(m->ctx, DIAG_NAME_FORM, mark->span, "%s(\"%s\"): there is no class `%s`",
         mark->name, f->said.name, word);
    if (near) {
        diag_hint(m->ctx, "%s(\"%s%s\")", mark->name, near, name + n);
    }
}

static bool is_special(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strncmp(name, "__", 2) == 0 && strcmp(name + n - 2, "__") == 0;
}

static void place_by_marker(Module *m, Function *f, const char *dot)
{
    Class *c = class_by_name(m, f->said.name, (size_t)(dot - f->said.name));
    if (c && c->foreign) {
        const Mark *mark = function_name_mark(f);
        diag(m->ctx, DIAG_NAME_FORM, mark->span, "%s(\"%s\"): `%s` is a class of another "
             "module, which alone gives it methods", mark->name, f->said.name, c->py_name);
        diag_note(m->ctx, mark_find(c->alias->marks, MARK_CLASS)->span, "CB_CLASS says so");
        diag_hint(m->ctx, "%s(\"%s\")    a function of this module", mark->name, dot + 1);
        f->broken = true;
        return;
    }
    if (!c || !class_is_handle(c)) {
        report_no_class(m, f, f->said.name, (size_t)(dot - f->said.name));
        f->broken = true;
        return;
    }
    Param *first = first_param(f);
    bool has_self = param_class(m, first) == c;
    const char *name = intern_z(m->ctx, dot + 1);
    f->said.name = name;
    const Special *own = is_special(name) ? special_find(name) : NULL;
    if (own && (own->kind == SPECIAL_CONVERT || own->kind == SPECIAL_VALUE)) {
        f->class = c;
        place_own(m, f, own, has_self ? first : NULL);
        return;
    }
    bool init = strcmp(name, "__init__") == 0;
    FunctionPlace place = init ? PLACE_INIT : is_special(name) ? PLACE_SPECIAL
        : has_self ? f->said.by[MARK_GET] ? PLACE_GET : f->said.by[MARK_SET] ? PLACE_SET
                                                                   : PLACE_METHOD
        : made_class(m, f) == c ? PLACE_CLASS : PLACE_STATIC;
    set_place(f, c, place, name);
    if (place == PLACE_SPECIAL && special_is_refused(m, f, special_find(name))) {
        f->broken = true;
        f->place = place = PLACE_METHOD;
    }
    f->self = has_self && !(init && c->kind == CLASS_POINTER) ? first : NULL;
    bool state = place == PLACE_SPECIAL && special_is(f, SPECIAL_SETSTATE)
                 && made_class(m, f) == c;
    if (place == PLACE_SPECIAL && !f->self && !state) {
        diag(m->ctx, DIAG_NAME_FORM, function_name_mark(f)->span,
             "%s.%s is a method: its first parameter has to be a `%s`", c->py_name, name,
             c->c_type);
        f->broken = true;
    }
}

void place_function(Module *m, Function *f)
{
    const char *dot = f->said.name ? strchr(f->said.name, '.') : NULL;
    if (f->place == PLACE_DESTROY || f->said.by[MARK_INIT] || f->said.by[MARK_EXIT]) {
        return;
    }
    if (dot) {
        place_by_marker(m, f, dot);
    } else if (!f->broken) {
        place_by_name(m, f);
    }
    if (f->self) {
        f->self->role = ROLE_SELF;
    }
}

// --------------------------------------------------------------------- at the end
static Property *property(Module *m, Class *c, const char *name)
{
    for (size_t i = 0; i < c->properties.n; i++) {
        if (strcmp(c->properties.at[i].py_name, name) == 0) {
            return &c->properties.at[i];
        }
    }
    Property *p = vec_push(m->ctx, &c->properties);
    *p = (Property){.py_name = name};
    return p;
}

static void become_method(Module *m, Function *f)
{
    const char *rest = class_rest(f->class, f->c_name);
    f->place = PLACE_METHOD;
    f->py_name = f->said.name ? f->said.name : rest ? python_name(m, rest, true) : f->py_name;
}

// What CB_GET or CB_SET says, and the prototype does not bear out.
static void report_no_property(Module *m, Function *f, const Mark *mark, const char *why)
{
    if (mark) {
        diag(m->ctx, DIAG_MARKER_PLACE, mark->span, "%s on %s(): %s", mark->name,
             f->c_name, why);
        diag_hint(m->ctx, "remove %s: it is a method then", mark->name);
        f->broken = true;
    }
    become_method(m, f);
}

// A getter takes nothing but the object, a setter one thing more; a setter alone is a
// method.
static void finish_getter(Module *m, Function *f)
{
    bool takes = false;
    for (int i = 0; i < f->n_slots; i++) {      // `out=` may be left out
        takes = takes || f->slots[i]->role != ROLE_OUTPUT;
    }
    if (takes) {
        report_no_property(m, f, f->said.by[MARK_GET],
                           "what a property gives takes nothing but the object");
    } else {
        property(m, f->class, f->py_name)->get = f;
    }
}

static void finish_setter(Module *m, Function *f)
{
    Property *p = NULL;
    for (size_t i = 0; i < f->class->properties.n; i++) {
        Property *q = &f->class->properties.at[i];
        p = strcmp(q->py_name, f->py_name) == 0 ? q : p;
    }
    if (f->n_slots != 1 || !p) {
        report_no_property(m, f, f->said.by[MARK_SET], p
            ? "what sets a property takes one thing beside the object"
            : arena_printf(m->ctx->arena, "no function gets a property `%s`", f->py_name));
    } else {
        p->set = f;
    }
}

void class_drop(Class *c, const Function *f)
{
    size_t n = 0;
    for (size_t i = 0; c && i < c->functions.n; i++) {
        c->functions.at[n] = c->functions.at[i];
        n += c->functions.at[i] != f;
    }
    if (c) {
        c->functions.n = n;
    }
}

void place_finished(Module *m)
{
    for (Function *f = m->functions; f; f = f->next) {
        if (f->class) {
            *vec_push(m->ctx, &f->class->functions) = f;
        }
        if (f->place == PLACE_GET) {
            finish_getter(m, f);
        } else if (f->place == PLACE_INIT) {
            f->class->init = f;
        }
    }
    for (Function *f = m->functions; f; f = f->next) {
        if (f->place == PLACE_SET) {
            finish_setter(m, f);
        }
    }
}

// ---------------------------------------------------------------------- constants
static bool has_member(Module *m, Class *c, const char *name)
{
    if (c->members) {
        return map_get(c->members, intern_z(m->ctx, name)) != NULL;
    }
    c->members = map_new(m->ctx);
    for (size_t i = 0; i < c->fields.n; i++) {
        const Field *f = &c->fields.at[i];
        map_put(c->members, intern_z(m->ctx, f->py_name), c);
    }
    for (size_t i = 0; i < c->functions.n; i++) {
        map_put(c->members, intern_z(m->ctx, c->functions.at[i]->py_name), c);
    }
    return has_member(m, c, name);
}

// The C names of classes, as they begin those of constants.
typedef struct Beginning {
    struct Beginning *next;     // another class of that name
    Class *class;
} Beginning;

typedef struct {
    Map *by_name;               // name -> Beginning
    size_t longest;
} Beginnings;

static void add_beginning(Module *m, Beginnings *all, Class *c, const char *name, size_t n)
{
    const char *key = intern(m->ctx, name, n);
    Beginning *b = map_get(all->by_name, key);
    while (b && b->class != c && b->next) {
        b = b->next;
    }
    if (b && b->class == c) {
        return;
    }
    Beginning *more = NEW(m->ctx, Beginning);
    more->class = c;
    if (b) {
        b->next = more;
    } else {
        map_put(all->by_name, key, more);
    }
    all->longest = n > all->longest ? n : all->longest;
}

static Beginnings beginnings(Module *m)
{
    Beginnings all = { .by_name = map_new(m->ctx) };
    for (Class *c = m->classes; c; c = c->next) {
        const char *const names[] = CLASS_NAMES(c);
        for (size_t i = 0; !c->foreign && i < sizeof names / sizeof *names; i++) {
            size_t n = names[i] ? strlen(names[i]) : 0;
            if (n) {
                add_beginning(m, &all, c, names[i], n);
            }
            if (has_suffix(names[i], n)) {
                add_beginning(m, &all, c, names[i], n - 2);
            }
        }
    }
    return all;
}

// The class whose name, the first n bytes, stands before what names no other member.
static Class *class_before(Module *m, const Beginnings *all, const char *c_name, size_t n)
{
    const char *rest = c_name + n + 1;
    const Beginning *b = map_get(all->by_name, intern(m->ctx, c_name, n));
    if (!b || (rest[0] >= '0' && rest[0] <= '9') || !name_is_exported(rest)) {
        return NULL;
    }
    const char *name = python_identifier(m->ctx, intern_z(m->ctx, rest));
    while (b && has_member(m, b->class, name)) {
        b = b->next;
    }
    return b ? b->class : NULL;
}

static void place_constant(Module *m, const Beginnings *all, Constant *k)
{
    size_t n = strlen(k->c_name);
    n = n < all->longest + 1 ? n : all->longest + 1;
    k->member = k->py_name;
    while (!k->class && n-- > 1) {          // the longest name first
        if (k->c_name[n] == '_') {
            k->class = class_before(m, all, k->c_name, n);
        }
    }
    if (k->class) {
        k->py_name = python_identifier(m->ctx, intern_z(m->ctx, k->c_name + n + 1));
        *vec_push(m->ctx, &k->class->constants) = k;
    }
}

// Enumerators and macros that begin with a class's name are its attributes, unless a
// member has the name that is left, or it would be none.
void place_constants(Module *m)
{
    const Beginnings all = beginnings(m);
    for (Constant *k = m->constants; k; k = k->next) {
        place_constant(m, &all, k);
    }
}
