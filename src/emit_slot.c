// SPDX-License-Identifier: MIT
// emit_slot.c: the slots of a type: what stands between Python, which calls them in many
// ways, and the wrappers of special methods; slots that several functions share. In: the
// special methods of a class. Out: cbi_slot_NAME and the like, by the macros of
// glue/specials.h; the table of the slots; rows of those that are methods.
#include "emit_glue.h"

#include <string.h>

// ----------------------------------------------------- between a slot and its wrapper
static void emit_item(Glue *g, const Function *f)
{
    int keys = f->n_positional - special_is(f, SPECIAL_SETITEM);
    bool get = special_is(f, SPECIAL_GETITEM);
    if (get && special_by_index(f)) {
        text_printf(g->out, "CBI_SLOT_ITEM_AT(%s, %d)\n", f->c_name,
                    special_wraps(f) != NULL);
    } else if (special_by_index(f)) {
        text_printf(g->out, "CBI_SET_AT(%s)\n", f->c_name);
    } else if (keys == 1) {
        text_printf(g->out, get ? "CBI_SLOT_ITEM(%s)\n" : "CBI_SET(%s)\n", f->c_name);
    } else {
        text_printf(g->out, get ? "CBI_SLOT_ITEM_PARTS(%s, %d)\n" : "CBI_SET_PARTS(%s, %d)\n",
                    f->c_name, keys);
    }
}

static bool is_power(const Function *f)
{
    return f->special->slot == 33 || f->special->slot == 20;
}

// The macro of glue/specials.h that makes cbi_slot_NAME of the wrapper; "": a slot that
// several functions share.
static const char *slot_macro(const Function *f)
{
    bool slot = f->special->slot != 0, none = f->n_returned == 0;
    switch (f->special->kind) {
    case SPECIAL_LENGTH: return slot ? "CBI_SLOT_LENGTH" : "CBI_METHOD_LENGTH";
    case SPECIAL_BOOL: return "CBI_SLOT_BOOL";
    case SPECIAL_HASH: return "CBI_SLOT_HASH";
    case SPECIAL_CONTAINS: return "CBI_SLOT_CONTAINS";
    case SPECIAL_CALL: return "CBI_SLOT_CALL";
    case SPECIAL_BUFFER: return "CBI_SLOT_BUFFER";
    case SPECIAL_SETSTATE: return "CBI_METHOD_STATE";
    case SPECIAL_TEXT: return special_capacity(f) ? "CBI_SLOT_TEXT_ROOM" : "CBI_SLOT_UNARY";
    case SPECIAL_FORMAT: return special_capacity(f) ? "CBI_METHOD_TEXT_ROOM" : "";
    case SPECIAL_ENTER: return none ? "CBI_METHOD_SELF" : "CBI_METHOD_PLAIN";
    case SPECIAL_EXIT: return f->n_slots ? "" : "CBI_METHOD_NONE";
    case SPECIAL_GETATTR: return "CBI_SLOT_GETATTR";
    case SPECIAL_SETATTR: case SPECIAL_DELATTR: return "CBI_SET_ATTRIBUTE";
    case SPECIAL_GET: return "CBI_SLOT_GET";
    case SPECIAL_SET: return "CBI_SLOT_SET";
    case SPECIAL_COPY: case SPECIAL_DIR: case SPECIAL_REDUCE: return "CBI_METHOD_PLAIN";
    case SPECIAL_UNARY: case SPECIAL_INT: case SPECIAL_FLOAT: case SPECIAL_NEXT:
        return "CBI_SLOT_UNARY";
    case SPECIAL_ITER: return slot ? "CBI_SLOT_UNARY" : "";
    default: return "";
    }
}

static void emit_adapter(Glue *g, const Function *f)
{
    const char *macro = slot_macro(f);
    if (has_short_way(g, f) || (f->overload && special_is(f, SPECIAL_CALL))) {
        return;                         // that is the slot
    }
    if (special_is_item(f)) {
        emit_item(g, f);
    } else if (special_is(f, SPECIAL_INPLACE)) {
        text_printf(g->out, "CBI_INPLACE(%s, %s)\n", f->c_name,
                    is_power(f) ? "CBI_THIRD" : "CBI_NO_THIRD");
    } else if (*macro) {
        text_printf(g->out, "%s(%s)\n", macro, f->c_name);
    }
}

// ------------------------------------------------------------ several of one name
// Of a slot, or of one of the halves of one.
static const char *slot_name(Glue *g, const Function *f)
{
    return f->overload ? arena_printf(g->ctx->arena, "cbi_choice_%d", f->overload->index)
                       : arena_printf(g->ctx->arena, "cbi_slot_%s", f->c_name);
}

// The slot of all functions of a set: which one is meant is the runtime's to say.
static void emit_choice(Glue *g, const Overload *o)
{
    const Function *first = o->candidates.at[0];
    if (special_is(first, SPECIAL_CALL)) {
        text_printf(g->out, "static PyObject *\ncbi_choice_%d(PyObject *py_self, PyObject "
                    "*py_args, PyObject *py_names)\n{\n    return cbi_call_fast("
                    "cbi_any_of_%d, py_self, py_args, py_names);\n}\n", o->index,
                    o->index);
        return;
    }
    const bool get = special_is(first, SPECIAL_GETITEM);
    const bool assigns = !get && !special_is(first, SPECIAL_CONTAINS);
    const char *value = assigns ? "py_value" : "NULL";
    text_printf(g->out, "static %s\ncbi_choice_%d(PyObject *py_self, PyObject *py_key%s)\n{"
                "\n    switch (cbi_choose_item(&cbi_overload_%d, py_self, py_key, %s)) {\n",
                get ? "PyObject *" : "int", o->index,
                assigns ? ", PyObject *py_value" : "", o->index, value);
    for (size_t i = 0; i < o->candidates.n; i++) {
        text_printf(g->out, "    case %zu: return cbi_slot_%s(py_self, py_key%s);\n", i,
                    o->candidates.at[i]->c_name, assigns ? ", py_value" : "");
    }
    text_printf(g->out, "    default: return %s;\n    }\n}\n", get ? "NULL" : "-1");
}

// v[i] = x and del v[i] are one slot.
static void emit_set_and_delete(Glue *g, const Class *c, Text *table)
{
    const Function *set = special_of(c, "__setitem__");
    const Function *del = special_of(c, "__delitem__");
    if (!set && !del) {
        return;
    }
    text_printf(g->out, "static int\ncbi_assign_%d(PyObject *py_self, PyObject *py_key, "
                "PyObject *py_value)\n{\n    if (py_value) {\n", c->index);
    text_printf(g->out, set ? "        return %s(py_self, py_key, py_value);\n"
                : "        return cbi_no_item(py_self, \"assigned\");\n",
                set ? slot_name(g, set) : "");
    text_printf(g->out, del ? "    }\n    return %s(py_self, py_key, NULL);\n}\n"
                : "    }\n    return cbi_no_item(py_self, \"deleted\");\n}\n",
                del ? slot_name(g, del) : "");
    text_printf(table, "    {3, (void *)cbi_assign_%d},\n", c->index);
}

// Who takes an operand most exactly is asked first: C's own classes, then int before float.
static int rank(const Function *f)
{
    switch (f->slots[0]->value.conv) {
    case CONV_HANDLE: case CONV_STRUCT: return 0;
    case CONV_BOOL: return 1;
    case CONV_INT: case CONV_WIDE: case CONV_ENUM: case CONV_FLAGS: return 2;
    case CONV_FLOAT: return 3;
    case CONV_COMPLEX: return 4;
    default: return 5;
    }
}
enum { RANKS = 6 };

// As are o.name = x and del o.name; what C does not do, Python does.
static void emit_set_attribute(Glue *g, const Class *c, Text *table)
{
    const Function *f[2] = {special_of(c, "__setattr__"),
                            special_of(c, "__delattr__")};
    const char *call[2];
    for (int k = 0; k < 2; k++) {
        call[k] = f[k] ? arena_printf(g->ctx->arena, "cbi_slot_%s", f[k]->c_name)
                       : "PyObject_GenericSetAttr";
    }
    if (f[0] || f[1]) {
        text_printf(g->out, "static int\ncbi_attribute_%d(PyObject *py_self, PyObject "
                    "*py_name, PyObject *py_value)\n{\n    return py_value ? "
                    "%s(py_self, py_name, py_value)\n           : %s(py_self, py_name, "
                    "NULL);\n}\n", c->index, call[0], call[1]);
        text_printf(table, "    {69, (void *)cbi_attribute_%d},\n", c->index);
    }
}

static void emit_comparisons(Glue *g, const Function *first, bool negated)
{
    for (int r = 0; r < RANKS; r++) {
        for (const Function *f = first; f; f = special_next(f)) {
            if (rank(f) == r) {
                text_printf(g->out, "        CBI_COMPARE(%s, %d);\n", f->c_name, negated);
            }
        }
    }
    text_add(g->out, "        return cbi_not_implemented();\n");
}

static const char *const compared[] = {"__lt__", "__le__", "__eq__", "__ne__", "__gt__",
                                       "__ge__"};

static void emit_compare(Glue *g, const Class *c, Text *table)
{
    const Function *f[6];
    bool any = false;
    for (int op = 0; op < 6; op++) {
        f[op] = special_of(c, compared[op]);
        any = any || f[op];
    }
    if (!any) {
        return;
    }
    text_printf(g->out, "static PyObject *\ncbi_compare_%d(PyObject *py_self, "
                "PyObject *py_other, int py_op)\n{\n    switch (py_op) {\n", c->index);
    for (int op = 0; op < 6; op++) {
        bool negated = op == 3 && !f[3] && f[2];
        const Function *by = negated ? f[2] : f[op];
        if (!by) {
            continue;
        }
        text_printf(g->out, "    case %d:\n", op);
        emit_comparisons(g, by, negated);
    }
    text_add(g->out, c->why_not ? "    default: return cbi_not_implemented();\n    }\n}\n"
             : "    default: return cbi_value_ways.compare(py_self, py_other, py_op);\n"
               "    }\n}\n");
    text_printf(table, "    {67, (void *)cbi_compare_%d},\n", c->index);
    // no slot for it: Python then makes the type unhashable
    if (!special_of(c, "__hash__") && !f[2] && c->why_not) {
        text_add(table, "    {59, (void *)cbi_identity_hash},\n");
    }
}

static const Function *by_slot(const Class *c, int slot, SpecialKind a, SpecialKind b)
{
    for (size_t i = 0; i < c->functions.n; i++) {
        const Function *f = c->functions.at[i];
        if (f->place == PLACE_SPECIAL && f->special->slot == slot
            && (f->special->kind == a || f->special->kind == b)) {
            return f;
        }
    }
    return NULL;
}

static void emit_tries(Glue *g, const Function *first, int r, const char *self,
                       const char *other)
{
    for (const Function *f = first; f; f = special_next(f)) {
        if (rank(f) == r) {
            text_printf(g->out, "        result = cbi_py_%s(%s, &%s, 1, NULL);\n"
                        "        if (CBI_LIKELY(result != Py_NotImplemented)) {\n"
                        "            return result;\n        }\n", f->c_name, self, other);
        }
    }
}

// Both sides of one operator: Python calls the slot with its operands as they stand.
static void emit_operator(Glue *g, const Class *c, const Function *f, Text *table)
{
    const int slot = f->special->slot;
    const Function *left = by_slot(c, slot, SPECIAL_OPERATOR, SPECIAL_DIVMOD);
    const Function *right = by_slot(c, slot, SPECIAL_REFLECTED, SPECIAL_RDIVMOD);
    if (f != (left ? left : right)) {
        return;                 // it is emitted with the other one
    }
    bool power = is_power(f);
    text_printf(g->out, "static PyObject *\ncbi_operator_%d_%d(PyObject *py_a, PyObject "
                "*py_b%s)\n{\n", c->index, slot, power ? ", PyObject *py_modulus" : "");
    if (power) {
        text_add(g->out, "    if (py_modulus != Py_None) {\n"
                 "        return cbi_not_implemented();\n    }\n");
    }
    for (int k = 0; k < 2; k++) {
        const Function *of = k ? right : left;
        const char *self = k ? "py_b" : "py_a", *other = k ? "py_a" : "py_b";
        if (of) {
            text_printf(g->out, "    if (cbi_is_operand(%s, %s, %d)) {\n"
                        "        PyObject *result;\n", self, other, c->index);
        }
        for (int r = 0; r < RANKS; r++) {
            emit_tries(g, of, r, self, other);
        }
        text_add(g->out, of ? "    }\n" : "");
    }
    text_add(g->out, "    return cbi_not_implemented();\n}\n");
    text_printf(table, "    {%d, (void *)cbi_operator_%d_%d},\n", slot, c->index, slot);
}

static void emit_slot(Glue *g, const Class *c, const Function *f, Text *table)
{
    switch (f->special->kind) {
    case SPECIAL_SETITEM:
    case SPECIAL_DELITEM:
    case SPECIAL_SETATTR:
    case SPECIAL_DELATTR:
    case SPECIAL_COMPARE:
        return;
    case SPECIAL_OPERATOR:
    case SPECIAL_REFLECTED:
    case SPECIAL_DIVMOD:
    case SPECIAL_RDIVMOD:
        emit_operator(g, c, f, table);
        return;
    default:
        break;
    }
    if (!f->special->slot || (f->overload && f->overload->candidates.at[0] != f)) {
        return;
    }
    const Function *slice = special_is(f, SPECIAL_GETITEM) ? special_slice(c) : NULL;
    if (slice) {
        text_printf(g->out, "CBI_SLOT_SLICE(cbi_subscript_%d, %s, %s)\n", c->index,
                    slot_name(g, f), slice->c_name);
    }
    text_printf(table, "    {%d, (void *)%s},\n", f->special->slot,
                slice ? arena_printf(g->ctx->arena, "cbi_subscript_%d", c->index)
                      : slot_name(g, f));
    if (special_is(f, SPECIAL_LENGTH)) {
        text_printf(table, "    {45, (void *)cbi_slot_%s},\n", f->c_name);
    }
    const Function *item = special_is(f, SPECIAL_GETITEM) ? f : NULL;
    while (item && !special_wraps(item)) {
        item = special_next(item);
    }
    if (item) {                   // for sequences, and for iterating
        text_printf(table, "    {44, (void *)cbi_item_%s},\n", item->c_name);
    }
}

bool class_has_slots(const Class *c)
{
    for (size_t i = 0; i < c->functions.n; i++) {
        const Function *f = c->functions.at[i];
        if (f->place == PLACE_SPECIAL && f->special->slot) {
            return true;
        }
    }
    return false;
}

void emit_special_slots(Glue *g, const Class *c)
{
    Text table;
    text_init(&table, g->ctx);
    for (size_t i = 0; i < c->functions.n; i++) {
        if (c->functions.at[i]->place == PLACE_SPECIAL) {
            emit_adapter(g, c->functions.at[i]);
        }
    }
    for (size_t i = 0; i < c->functions.n; i++) {
        const Function *f = c->functions.at[i];
        if (f->place == PLACE_SPECIAL && f->overload && f->overload->candidates.at[0] == f) {
            emit_choice(g, f->overload);
        }
    }
    for (size_t i = 0; i < c->functions.n; i++) {
        if (c->functions.at[i]->place == PLACE_SPECIAL) {
            emit_slot(g, c, c->functions.at[i], &table);
        }
    }
    emit_set_and_delete(g, c, &table);
    emit_set_attribute(g, c, &table);
    emit_compare(g, c, &table);
    if (special_of(c, "__next__") && !special_of(c, "__iter__")) {
        text_add(&table, "    {62, (void *)cbi_iter_self},\n");
    } else if (special_items(c)) {
        text_add(&table, "    {62, (void *)cbi_iter_items},\n");
    }
    if (table.n) {
        text_printf(g->out, "static const CbOldSlot cbi_slots_%d[] = {\n%s    {0, NULL}\n};\n",
                    c->index, table.s);
    }
}

// ----------------------------------------------------------------------- as methods
void emit_special_row(Glue *g, const Function *f)
{
    const char *name = f->special->name, *macro = slot_macro(f);
    if (special_is(f, SPECIAL_BUFFER)) {        // from 3.12 on the slot's own has its place
        text_add(g->out, "    {\"__buffer__\", (void (*)(void))cbi_buffer_method, "
                 "CB_METH_O,\n        \"__buffer__($self, flags, /)\\n--\\n\\n\"},\n");
    }
    if (special_is(f, SPECIAL_GETATTR)) {
        text_printf(g->out, "    CBI_GETATTR_METHOD(%s),\n", f->c_name);
    }
    if (f->special->slot || special_is(f, SPECIAL_SLICE)) {
        return;
    }
    if (!*macro) {
        emit_method_row(g, f);
        return;
    }
    if (special_is(f, SPECIAL_SETSTATE)) {
        text_printf(g->out, "    CBI_STATE_METHODS(%s),\n", f->c_name);
        return;
    }
    bool deep = strcmp(name, "__deepcopy__") == 0;
    const char *flags = special_is(f, SPECIAL_FORMAT) ? "CB_METH_FASTCALL"
        : special_is(f, SPECIAL_EXIT) ? "CB_METH_VARARGS"
        : deep ? "CB_METH_O" : "CB_METH_NOARGS";
    text_printf(g->out, "    {\"%s\", (void (*)(void))cbi_slot_%s, %s,\n        ", name,
                f->c_name, flags);
    const char *parameters = special_is(f, SPECIAL_FORMAT) ? ", format_spec, /"
        : special_is(f, SPECIAL_EXIT) ? ", /, *args" : deep ? ", memo, /" : "";
    Text t;
    text_init(&t, g->ctx);
    text_printf(&t, "%s($self%s)\n--\n\n%s", name, parameters, f->doc ? f->doc : "");
    text_c_string(g->out, t.s, t.n);
    text_add(g->out, "},\n");
}
