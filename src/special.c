// SPDX-License-Identifier: MIT
// special.c: special methods, CB_NAME("T.__len__"): which there are, and whether a C
// function has one of the forms that a method may have (specials.def).
//
// In: functions with PLACE_SPECIAL, converted; then solved. Out: hidden parameters and
// narrower results; an error, with the forms, for a function that has none of them.
#include "ir.h"

#include <string.h>

static const Special specials[] = {
#define SPECIAL(name, kind, slot) {name, SPECIAL_##kind, slot},
#include "specials.def"
};

static const char *const forms[] = {
#define FORMS(kind, forms) forms,
#include "specials.def"
};

const Special *special_find(const char *name)
{
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        if (strcmp(specials[i].name, name) == 0) {
            return &specials[i];
        }
    }
    return NULL;
}

bool special_is(const Function *f, SpecialKind kind)
{
    return f->place == PLACE_SPECIAL && f->special->kind == kind;
}

Function *special_slice(const Class *c)
{
    for (size_t i = 0; i < c->functions.n; i++) {
        if (special_is(c->functions.at[i], SPECIAL_SLICE)) {
            return c->functions.at[i];
        }
    }
    return NULL;
}

Function *special_next(const Function *f)
{
    bool behind = false;
    for (size_t i = 0; i < f->class->functions.n; i++) {
        Function *g = f->class->functions.at[i];
        if (behind && g->place == PLACE_SPECIAL && g->special == f->special) {
            return g;
        }
        behind = behind || g == f;
    }
    return NULL;
}

bool special_is_shared(const Function *f)
{
    const Function *first = special_of(f->class, f->special->name);
    return first && special_next(first);
}

bool special_chooses(const Function *f)
{
    return special_is(f, SPECIAL_GETITEM) || special_is(f, SPECIAL_SETITEM)
           || special_is(f, SPECIAL_DELITEM) || special_is(f, SPECIAL_CONTAINS)
           || special_is(f, SPECIAL_CALL);
}

bool function_constructs(const Function *f)
{
    return f->place == PLACE_INIT || special_is(f, SPECIAL_SETSTATE);
}

bool function_is_operator(const Function *f)
{
    if (f->place != PLACE_SPECIAL) {
        return false;
    }
    switch (f->special->kind) {
    case SPECIAL_OPERATOR:
    case SPECIAL_REFLECTED:
    case SPECIAL_DIVMOD:
    case SPECIAL_RDIVMOD:
    case SPECIAL_INPLACE:
    case SPECIAL_COMPARE:
        return true;
    default:
        return false;
    }
}

Function *special_of(const Class *c, const char *name)
{
    for (size_t i = 0; i < c->functions.n; i++) {
        Function *f = c->functions.at[i];
        if (f->place == PLACE_SPECIAL && strcmp(f->special->name, name) == 0) {
            return f;
        }
    }
    return NULL;
}

// ---------------------------------------------------------------------- the name
static void report_unknown(Module *m, const Function *f)
{
    const char *names[sizeof specials / sizeof *specials];
    size_t n = 0;
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        names[n++] = specials[i].name;
    }
    diag(m->ctx, DIAG_SPECIAL_NAME, function_name_mark(f)->span,
         "%s.%s is no special method that C could have", f->class->py_name, f->said.name);
    const char *near = nearest(f->said.name, names, n);
    if (near) {
        diag_hint(m->ctx, "%s(\"%s.%s\")", function_name_mark(f)->name,
                  f->class->py_name, near);
    }
}

static void report_refused(Module *m, const Function *f, bool later)
{
    diag(m->ctx, DIAG_SPECIAL_NAME, function_name_mark(f)->span, later
         ? "%s.%s is not supported yet"
         : "%s.%s is not for C: objects are made by a constructor and freed by a "
           "destructor", f->class->py_name, f->said.name);
    if (later) {
        diag_hint(m->ctx, "until then leave the function out: begin its name with `_`");
    } else {
        diag_hint(m->ctx, "CB_NAME(\"%s.__init__\") makes one; a function called "
                  "%s_free frees it", f->class->py_name, f->class->py_name);
    }
}

bool special_is_refused(Module *m, Function *f, const Special *s)
{
    if (!s) {
        report_unknown(m, f);
        return true;
    }
    f->special = s;
    bool later = s->kind == SPECIAL_LATER;
    if (later || s->kind == SPECIAL_REFUSED) {
        report_refused(m, f, later);
        return true;
    }
    return false;
}

// ------------------------------------------------------------------ before solving
// size_t f(self, size_t n, CB_OUT CB_LEN(return) char s[n]): n is how much room there is.
static void hide_capacity(Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Param *s = f->params[i];
        const Expr *e = s->value.conv == CONV_TEXT && s->value.rank == 1
                        && s->dir == DIR_OUT && s->value.length ? s->value.axes[0].extent
                                                                : NULL;
        Param *n = e && e->kind == EX_NAME ? function_param(f, e->name) : NULL;
        if (n && n->value.conv == CONV_INT && !n->indirect && n->role == ROLE_ARGUMENT
            && expr_uses_return(s->value.length)) {
            n->role = ROLE_CAPACITY;
        }
    }
}

// NULL means something else than None: the end, an absent key, an error.
static bool null_has_meaning(const Function *f)
{
    switch (f->special->kind) {
    case SPECIAL_CALL:
    case SPECIAL_ENTER:
        return false;
    default:
        return true;
    }
}

// v[start:stop:step] is told from v[i, j, k] by these names.
static bool takes_slice(const Function *f)
{
    static const char *const names[] = {NULL, "start", "stop", "step"};
    int n = 0;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->dir == DIR_OUT) {
            continue;
        }
        if (n == 4 || (n && (!p->name || strcmp(p->name, names[n]) != 0))) {
            return false;
        }
        n++;
    }
    return n == 4;
}

void special_function(Module *m, Function *f)
{
    (void)m;
    own_function(f);
    if (f->place != PLACE_SPECIAL) {
        return;
    }
    if (special_is(f, SPECIAL_GETITEM) && f->said.by[MARK_OVERLOAD] && takes_slice(f)) {
        static const Special slice = {"__getitem__ of slices", SPECIAL_SLICE, 0};
        f->special = &slice;
    }
    if (special_is(f, SPECIAL_TEXT) || special_is(f, SPECIAL_FORMAT)) {
        hide_capacity(f);
    }
    if (null_has_meaning(f) && f->result.nullable) {
        f->result.nullable = false;
        f->null_ends = special_is(f, SPECIAL_NEXT) || special_is(f, SPECIAL_GETITEM);
        f->null_memory = f->result.conv == CONV_HANDLE && !f->null_ends;
    }
    if (f->result.conv == CONV_VALUE) {
        f->null_ends = f->null_ends || special_is(f, SPECIAL_NEXT)
                       || special_is(f, SPECIAL_GETATTR);
    }
}

// --------------------------------------------------------------------------- forms
static bool is_integer(const Value *v)
{
    return (v->conv == CONV_INT || v->conv == CONV_WIDE) && v->form == AS_DEFAULT;
}

static bool is_number(const Value *v)
{
    return is_integer(v) || v->conv == CONV_FLOAT || v->conv == CONV_COMPLEX
           || v->conv == CONV_BOOL;
}

// What Python gets: `text` is the annotation.
static bool gives(const Module *m, const Function *f, const char *text)
{
    return strcmp(signature_returns(m, f, 0), text) == 0;
}

static bool gives_own(const Module *m, const Function *f)
{
    return gives(m, f, f->class->py_name);
}

static bool is_changed(const Function *f)
{
    const Param *self = f->self;
    return self->value.conv == CONV_HANDLE && !self->value.is_const;
}

static bool takes(const Function *f, int least, int most)
{
    return f->n_required >= least && f->n_positional <= most;
}

static bool number_form(const Module *m, const Function *f)
{
    switch (f->special->kind) {
    case SPECIAL_LENGTH:
    case SPECIAL_HASH: return takes(f, 0, 0) && f->n_returned == 1 && is_integer(&f->result);
    case SPECIAL_BOOL: return takes(f, 0, 0) && gives(m, f, "bool");
    case SPECIAL_CONTAINS:
    case SPECIAL_COMPARE: return takes(f, 1, 1) && gives(m, f, "bool");
    case SPECIAL_INT: return takes(f, 0, 0) && gives(m, f, "int");
    case SPECIAL_FLOAT: return takes(f, 0, 0) && gives(m, f, "float");
    case SPECIAL_COMPLEX: return takes(f, 0, 0) && gives(m, f, "complex");
    case SPECIAL_NUMBER: return takes(f, 0, 0) && f->n_returned == 1 && is_number(&f->result);
    default: return takes(f, 0, 1) && f->n_returned == 1 && is_number(&f->result)
                    && (!f->n_positional || (is_integer(&f->slots[0]->value)
                                             && f->n_required == 0));
    }
}

static bool is_value(const Value *v)
{
    return v->conv == CONV_VALUE;
}

static bool is_name(const Function *f)
{
    return f->slots[0]->value.conv == CONV_STR;
}

// Python itself holds that a value is a str.
static bool gives_text(const Module *m, const Function *f)
{
    return gives(m, f, "str") || (f->n_returned == 1 && is_value(&f->result));
}

static bool text_form(const Module *m, const Function *f)
{
    switch (f->special->kind) {
    case SPECIAL_TEXT: return takes(f, 0, 0) && gives_text(m, f);
    case SPECIAL_FORMAT: return takes(f, 1, 1) && is_name(f) && gives_text(m, f);
    case SPECIAL_PATH:
        return takes(f, 0, 0) && (gives(m, f, "str") || gives(m, f, "bytes"));
    default: return takes(f, 0, 0) && gives(m, f, "bytes");
    }
}

static bool container_form(const Function *f)
{
    bool whole = !f->result_opt || f->n_returned > 0;
    switch (f->special->kind) {
    case SPECIAL_SLICE:
        return takes(f, 3, 3) && f->n_returned > 0 && is_integer(&f->slots[0]->value)
               && is_integer(&f->slots[1]->value) && is_integer(&f->slots[2]->value);
    case SPECIAL_GETITEM: return takes(f, 1, 8) && f->n_returned > 0;
    case SPECIAL_SETITEM: return takes(f, 2, 9) && f->n_returned == 0 && is_changed(f);
    case SPECIAL_DELITEM: return takes(f, 1, 8) && f->n_returned == 0 && is_changed(f);
    case SPECIAL_NEXT:
        return takes(f, 0, 0) && whole && f->n_returned > 0
               && (f->result_opt || f->null_ends);
    default: return takes(f, 0, 0) && f->n_returned == 1 && f->result.class;
    }
}

static bool operator_form(const Module *m, const Function *f)
{
    switch (f->special->kind) {
    case SPECIAL_OPERATOR:
    case SPECIAL_REFLECTED: return takes(f, 1, 1) && f->n_returned == 1;
    case SPECIAL_DIVMOD:
    case SPECIAL_RDIVMOD: return takes(f, 1, 1) && f->n_returned == 2;
    case SPECIAL_INPLACE: return takes(f, 1, 1) && f->n_returned == 0 && is_changed(f);
    case SPECIAL_COPY: return takes(f, 0, 0) && gives_own(m, f);
    default: return takes(f, 0, 0) && f->n_returned == 1;
    }
}

static bool state_form(const Module *m, const Function *f)
{
    if (special_is(f, SPECIAL_GETSTATE)) {
        return takes(f, 0, 0) && gives(m, f, "bytes");
    }
    bool filled = f->class->kind == CLASS_INLINE || f->class->kind == CLASS_VALUE;
    bool made = f->self ? filled && f->n_returned == 0 && is_changed(f)
                        : f->result.conv == CONV_HANDLE && f->n_returned == 1;
    return made && takes(f, 1, 1) && f->slots[0]->value.conv == CONV_BYTES;
}

static bool attribute_form(const Function *f)
{
    bool value = f->n_returned == 1 && is_value(&f->result);
    bool nothing = f->n_returned == 0 && !f->result_opt;
    switch (f->special->kind) {
    case SPECIAL_GETATTR: return takes(f, 1, 1) && is_name(f) && value;
    case SPECIAL_SETATTR: return takes(f, 2, 2) && is_name(f) && nothing && is_changed(f);
    case SPECIAL_DELATTR: return takes(f, 1, 1) && is_name(f) && nothing && is_changed(f);
    case SPECIAL_DIR: case SPECIAL_REDUCE: return takes(f, 0, 0) && value;
    case SPECIAL_GET:
        return takes(f, 2, 2) && is_value(&f->slots[0]->value)
               && is_value(&f->slots[1]->value) && f->n_returned == 1 && !f->result_opt;
    default: return takes(f, 2, 2) && is_value(&f->slots[0]->value) && nothing;
    }
}

// With what has been raised, or without.
static bool exit_form(const Function *f)
{
    bool raised = takes(f, 3, 3);
    for (int i = 0; raised && i < 3; i++) {
        raised = is_value(&f->slots[i]->value);
    }
    return raised ? f->n_returned == 0 || (f->n_returned == 1
                                           && f->result.conv == CONV_BOOL)
                  : takes(f, 0, 0) && f->n_returned == 0;
}

static bool has_form(const Module *m, const Function *f)
{
    switch (f->special->kind) {
    case SPECIAL_LENGTH: case SPECIAL_HASH: case SPECIAL_BOOL: case SPECIAL_CONTAINS:
    case SPECIAL_COMPARE: case SPECIAL_INT: case SPECIAL_FLOAT: case SPECIAL_COMPLEX:
    case SPECIAL_NUMBER: case SPECIAL_ROUND:
        return number_form(m, f);
    case SPECIAL_TEXT: case SPECIAL_FORMAT: case SPECIAL_PATH: case SPECIAL_BYTES:
        return text_form(m, f);
    case SPECIAL_GETITEM: case SPECIAL_SETITEM: case SPECIAL_DELITEM: case SPECIAL_NEXT:
    case SPECIAL_ITER: case SPECIAL_SLICE:
        return container_form(f);
    case SPECIAL_GETSTATE: case SPECIAL_SETSTATE:
        return state_form(m, f);
    case SPECIAL_ENTER:
        return takes(f, 0, 0);
    case SPECIAL_EXIT:
        return exit_form(f);
    case SPECIAL_GETATTR: case SPECIAL_SETATTR: case SPECIAL_DELATTR: case SPECIAL_DIR:
    case SPECIAL_GET: case SPECIAL_SET: case SPECIAL_REDUCE:
        return attribute_form(f);
    case SPECIAL_CALL:
        return true;
    case SPECIAL_BUFFER:
        return takes(f, 0, 0) && f->result.conv == CONV_ARRAY && f->n_returned == 1;
    default:
        return operator_form(m, f);
    }
}

// One line of a row, `T` being the class's C type.
static void hint_form(Module *m, const Function *f, const char *line, size_t n)
{
    Text t;
    text_init(&t, m->ctx);
    for (size_t i = 0; i < n; i++) {
        bool word = line[i] == 'T' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '(')
                    && line[i + 1] == ' ';
        text_addn(&t, word ? f->class->c_type : line + i,
                  word ? strlen(f->class->c_type) : 1);
    }
    diag_hint(m->ctx, "%s", t.s);
}

// Methods that change the object.
static bool changes(const Function *f)
{
    switch (f->special->kind) {
    case SPECIAL_SETITEM:
    case SPECIAL_DELITEM:
    case SPECIAL_INPLACE:
    case SPECIAL_SETATTR:
    case SPECIAL_DELATTR:
        return true;
    default:
        return false;
    }
}

void special_report_form(Module *m, Function *f)
{
    if (changes(f) && !is_changed(f)) {
        diag(m->ctx, DIAG_SPECIAL_FORM, f->self->decl->span,
             "%s() cannot be %s.%s, which changes the object: `%s` is %s", f->c_name,
             f->class->py_name, f->special->name, f->self->name,
             f->self->type->kind == TY_POINTER ? "const" : "a copy of it");
    } else {
        diag(m->ctx, DIAG_SPECIAL_FORM, f->decl->span,
             "%s() cannot be %s.%s: its prototype has none of the forms of %s", f->c_name,
             f->class->py_name, f->special->name, f->special->name);
    }
    const char *line = forms[f->special->kind];
    while (*line) {
        size_t n = strcspn(line, "\n");
        hint_form(m, f, line, n);
        line += n + (line[n] == '\n');
    }
    f->broken = true;
}

void special_check(Module *m, Function *f)
{
    if (!(f->place == PLACE_SPECIAL ? has_form(m, f) : own_form(f))) {
        special_report_form(m, f);
    }
}

// ------------------------------------------------------------------- of each other
bool special_by_index(const Function *f)
{
    bool item = special_is(f, SPECIAL_GETITEM) || special_is(f, SPECIAL_SETITEM)
                || special_is(f, SPECIAL_DELITEM);
    int keys = f->n_positional - special_is(f, SPECIAL_SETITEM);
    return item && keys == 1 && !f->result_opt && f->slots[0]->value.conv == CONV_INT
           && f->slots[0]->value.form == AS_DEFAULT && !f->slots[0]->indirect
           && !f->slots[0]->default_text;
}

Function *special_wraps(const Function *f)
{
    Function *length = special_by_index(f) ? special_of(f->class, "__len__") : NULL;
    return length && length->n_params == 1 ? length : NULL;
}

const Function *special_length(const Function *f)
{
    return special_is(f, SPECIAL_SLICE) ? special_of(f->class, "__len__")
                                        : special_wraps(f);
}

bool param_is_wrapped(const Param *p)
{
    return p->function && special_wraps(p->function) && p == p->function->slots[0];
}

Function *special_items(const Class *c)
{
    Function *item = special_of(c, "__getitem__");
    while (item && !special_wraps(item)) {
        item = special_next(item);
    }
    return special_of(c, "__iter__") || special_of(c, "__next__") ? NULL : item;
}

// It *f(self): iterators have a __next__.
static void check_iterator(Module *m, Function *f)
{
    const Class *it = f->result.class;
    if (special_is(f, SPECIAL_ITER) && !special_of(it, "__next__")) {
        diag(m->ctx, DIAG_SPECIAL_FORM, f->decl->span,
             "%s() gives a %s, which is no iterator: it has no __next__", f->c_name,
             it->py_name);
        diag_hint(m->ctx, "CB_NAME(\"%s.__next__\") CB_OPT bool %s_next(%s *self, CB_OUT R "
                  "*item);", it->py_name, it->py_name, it->c_type);
    }
}

// A pickle wants both.
static void check_state(Module *m, const Function *f)
{
    bool get = special_is(f, SPECIAL_GETSTATE), set = special_is(f, SPECIAL_SETSTATE);
    const char *other = get ? "__setstate__" : "__getstate__";
    if ((get || set) && !special_of(f->class, other)) {
        diag(m->ctx, DIAG_SPECIAL_FORM, f->decl->span, "%s.%s wants %s.%s beside it: one "
             "writes what the other reads", f->class->py_name, f->special->name,
             f->class->py_name, other);
        const char *line = forms[get ? SPECIAL_SETSTATE : SPECIAL_GETSTATE];
        hint_form(m, f, line, strcspn(line, "\n"));
    }
}

// Operators try one function after the other. Of most others one serves.
static bool tries_all(const Function *f)
{
    return special_is(f, SPECIAL_OPERATOR) || special_is(f, SPECIAL_REFLECTED)
           || special_is(f, SPECIAL_DIVMOD) || special_is(f, SPECIAL_RDIVMOD)
           || special_is(f, SPECIAL_COMPARE);
}

// Both take the same, so that the second is never tried, or nothing could choose it.
static void report_same(Module *m, const Function *first, const Function *f)
{
    diag(m->ctx, DIAG_OVERLOAD, function_name_mark(f)->span,
         "%s() and %s() take exactly the same arguments: no call of `%s` could mean %s()",
         first->c_name, f->c_name, function_label(m, f), f->c_name);
    diag_note(m->ctx, first->decl->span, "`%s` stands here", first->c_name);
    diag_hint(m->ctx, "CB_NAME(\"%s.other\")    another name in Python",
              f->class->py_name);
}

static void report_several(Module *m, const Function *first, const Function *f)
{
    diag(m->ctx, DIAG_SPECIAL_FORM, function_name_mark(f)->span,
         "only one function can be %s: several can be operators, comparisons, `__call__`, "
         "`__contains__`, and those of items", function_label(m, f));
    diag_note(m->ctx, first->decl->span, "`%s` stands here", first->c_name);
    diag_hint(m->ctx, "write a function that takes a cb_value, and asks cb_kind()");
}

// The second and further functions of one special method (CB_OVERLOAD).
static void check_shared(Module *m, const Function *f)
{
    const Function *g = special_of(f->class, f->special->name);
    bool marked = f->said.by[MARK_OVERLOAD] || g->said.by[MARK_OVERLOAD];
    bool several = g != f && marked && !special_is(f, SPECIAL_SLICE);
    for (; several && g && g != f; g = special_next(g)) {
        bool same = overload_same(m, g, f);
        if (same || !(tries_all(f) || special_chooses(f))) {
            (same ? report_same : report_several)(m, g, f);
            return;
        }
    }
}

// v[a:b:c] is cut to the length.
static void check_slice(Module *m, const Function *f)
{
    const Function *length = special_of(f->class, "__len__");
    if (special_is(f, SPECIAL_SLICE) && (!length || length->n_params != 1)) {
        diag(m->ctx, DIAG_SPECIAL_FORM, f->decl->span, "%s() takes slices, which are cut "
             "to the length of a %s: it has no __len__", f->c_name, f->class->py_name);
        hint_form(m, f, forms[SPECIAL_LENGTH], strlen(forms[SPECIAL_LENGTH]));
    }
}

// Python gives every key, or none.
static void check_keys(Module *m, const Function *f)
{
    bool item = special_is(f, SPECIAL_GETITEM) || special_is(f, SPECIAL_SETITEM)
                || special_is(f, SPECIAL_DELITEM) || special_is(f, SPECIAL_SLICE);
    for (int i = 0; item && i < f->n_slots; i++) {
        const Param *p = f->slots[i];
        const Mark *mark = p->said.by[MARK_DEFAULT];
        if (mark) {
            diag(m->ctx, DIAG_SPECIAL_FORM, mark->span, "the default of `%s` would never be "
                 "used: %s gets every key", p->name, function_label(m, f));
            diag_hint(m->ctx, "remove %s; a function with fewer keys can share the name: "
                      "CB_OVERLOAD(\"%s\")", mark->name, function_label(m, f));
        }
    }
}

void special_check_classes(Module *m)
{
    for (Function *f = m->functions; f; f = f->next) {
        if (f->place == PLACE_SPECIAL && !f->broken) {
            check_iterator(m, f);
            check_state(m, f);
            check_shared(m, f);
            check_slice(m, f);
            check_keys(m, f);
        }
    }
}
