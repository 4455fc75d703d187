// SPDX-License-Identifier: MIT
// emit_pyi_special.c: special methods in the type stub: as the slots of a type show
// themselves, which is by position and under names of Python's own.
#include "emit_stub.h"

#include <string.h>

static const char *returns(const Stub *s, const Function *f)
{
    const char *text = signature_returns(s->m, f, 0);
    size_t n = strlen(text);
    if (strcmp(text, "object") == 0) {  // what Python wants of these
        text = special_is(f, SPECIAL_TEXT) || special_is(f, SPECIAL_FORMAT) ? "str"
               : special_is(f, SPECIAL_DIR) ? "list[str]"
               : special_is(f, SPECIAL_REDUCE) ? "tuple[Any, ...]" : text;
    }
    bool absent = f->result_opt && n > 7 && strcmp(text + n - 7, " | None") == 0;
    return absent ? arena_strndup(s->m->ctx->arena, text, n - 7) : text;
}

// As the ir writes it; the whole text is qualified later.
static const char *type_of(const Stub *s, const Function *f, int slot)
{
    return s->as_is ? value_annotation_as_is(s->m, f, &f->slots[slot]->value)
                    : value_annotation(s->m, f, &f->slots[slot]->value, false);
}

// m[i, j]: a tuple.
static const char *key_type(const Stub *s, const Function *f)
{
    int keys = f->n_positional - special_is(f, SPECIAL_SETITEM);
    Text t;
    text_init(&t, s->m->ctx);
    text_add(&t, keys > 1 ? "tuple[" : "");
    for (int k = 0; k < keys; k++) {
        text_printf(&t, "%s%s", k ? ", " : "", type_of(s, f, k));
    }
    text_add(&t, keys > 1 ? "]" : "");
    return t.s;
}

// What stands behind `self`.
static const char *parameters(const Stub *s, const Function *f)
{
    Arena *arena = s->m->ctx->arena;
    const char *name = f->special->name;
    switch (f->special->kind) {
    case SPECIAL_SLICE: return ", key: slice, /";
    case SPECIAL_GETITEM:
    case SPECIAL_DELITEM:
        return arena_printf(arena, ", key: %s, /", key_type(s, f));
    case SPECIAL_SETITEM:
        return arena_printf(arena, ", key: %s, value: %s, /", key_type(s, f),
                            type_of(s, f, f->n_positional - 1));
    case SPECIAL_COMPARE:
        if (strcmp(name, "__eq__") == 0 || strcmp(name, "__ne__") == 0) {
            return ", other: object, /";
        }
        return arena_printf(arena, ", other: %s, /", type_of(s, f, 0));
    case SPECIAL_CONTAINS: case SPECIAL_INPLACE: case SPECIAL_OPERATOR:
    case SPECIAL_REFLECTED: case SPECIAL_DIVMOD: case SPECIAL_RDIVMOD: {
        bool power = strstr(name, "pow__") && !special_is(f, SPECIAL_INPLACE);
        return arena_printf(arena, ", other: %s, %s/", type_of(s, f, 0),
                            power ? "modulus: None = None, " : "");
    }
    case SPECIAL_FORMAT: return ", format_spec: str, /";
    case SPECIAL_EXIT: return ", /, *args: object";
    case SPECIAL_GETATTR: case SPECIAL_DELATTR: return ", name: str, /";
    case SPECIAL_SETATTR:
        return arena_printf(arena, ", name: str, value: %s, /", type_of(s, f, 1));
    case SPECIAL_GET: return ", instance: object, owner: object = None, /";
    case SPECIAL_SET:
        return arena_printf(arena, ", instance: object, value: %s, /", type_of(s, f, 1));
    case SPECIAL_COPY: return strcmp(name, "__deepcopy__") == 0 ? ", memo: object, /" : "";
    case SPECIAL_BUFFER: return ", flags: int, /";
    case SPECIAL_SETSTATE: return ", state: object, /";
    default: return "";
    }
}

// mypy wants a += b to be a case of a + b; types in Python need not be so.
static const char *ignored(const Stub *s, const Function *f)
{
    if (!special_is(f, SPECIAL_INPLACE)) {
        return "";
    }
    const char *name = arena_printf(s->m->ctx->arena, "__%s", f->special->name + 3);
    const Function *plain = special_of(f->class, name);
    if (!plain) {
        return "";
    }
    const char *a = type_of(s, plain, 0), *b = type_of(s, f, 0);
    bool wider = (strcmp(a, "int") == 0 && strcmp(b, "float") == 0)
                 || (strcmp(b, "complex") == 0 && (strcmp(a, "int") == 0
                                                   || strcmp(a, "float") == 0));
    bool fits = (strcmp(a, b) == 0 || wider)
                && strcmp(returns(s, plain), own_annotation(s->m, f->class->py_name)) == 0
                && strcmp(name, "__pow__") != 0;
    return fits ? "" : "  # type: ignore[misc]";
}

static void emit_one(const Stub *s, const Function *f, Text *out)
{
    bool own = special_is(f, SPECIAL_CALL) || special_is(f, SPECIAL_ROUND)
               || (special_is(f, SPECIAL_EXIT) && f->n_slots);
    if (own) {
        emit_stub_function(s, f, out);
        return;
    }
    bool self = special_is(f, SPECIAL_INPLACE)
                || (special_is(f, SPECIAL_ENTER) && f->n_returned == 0);
    bool slices = special_slice(f->class)
                  && (special_is(f, SPECIAL_GETITEM) || special_is(f, SPECIAL_SLICE));
    bool equality = special_is(f, SPECIAL_COMPARE) && strstr("__eq__ __ne__",
                                                             f->special->name);
    if (slices || (special_is_shared(f) && !equality)) {
        text_printf(out, "    @%s\n", qualified(s, "overload"));
    } else if (equality && special_of(f->class, f->special->name) != f) {
        return;                         // it takes any object already
    }
    const char *gives = self ? "Self" : special_is(f, SPECIAL_BUFFER) ? "memoryview"
                        : special_is(f, SPECIAL_SETSTATE) ? "None" : returns(s, f);
    text_printf(out, "    def %s(self%s) -> %s: ...%s\n", f->py_name,
                qualified(s, parameters(s, f)), qualified(s, gives), ignored(s, f));
}

static bool has(const Class *c, const char *name)
{
    return special_of(c, name) != NULL;
}

// Those that no function is named for.
static void emit_implied(const Stub *s, const Class *c, Text *out)
{
    if (has(c, "__next__") && !has(c, "__iter__")) {
        text_printf(out, "    def __iter__(self) -> %s: ...\n", qualified(s, "Self"));
    } else if (special_items(c)) {
        const Function *item = special_items(c);
        text_printf(out, "    def __iter__(self) -> %s[%s]: ...\n", qualified(s, "Iterator"),
                    qualified(s, returns(s, item)));
    }
    bool closes = class_closes(c);
    if ((closes || has(c, "__exit__")) && !has(c, "__enter__")) {
        text_printf(out, "    def __enter__(self) -> %s: ...\n", qualified(s, "Self"));
    }
    if (closes && !has(c, "__exit__")) {
        text_printf(out, "    def __exit__(self, *args: %s) -> None: ...\n",
                    qualified(s, "object"));
    }
    if ((!c->why_not || has(c, "__eq__")) && !has(c, "__hash__")) {
        text_printf(out, "    __hash__: %s[None]  # type: ignore[assignment]\n",
                    qualified(s, "ClassVar"));
    }
}

// A slot serves both sides of an operator: the other one takes nothing.
static void emit_other_side(const Stub *s, const Function *f, Text *out)
{
    bool left = special_is(f, SPECIAL_OPERATOR) || special_is(f, SPECIAL_DIVMOD);
    bool right = special_is(f, SPECIAL_REFLECTED) || special_is(f, SPECIAL_RDIVMOD);
    const char *name = f->special->name;
    const char *other = arena_printf(s->m->ctx->arena, left ? "__r%s" : "__%s",
                                     name + (left ? 2 : 3));
    if ((left || right) && !has(f->class, other)) {
        const char *never = qualified(s, "Never");
        text_printf(out, "    def %s(self, other: %s, %s/) -> %s: ...\n", other, never,
                    strstr(name, "pow__") ? "modulus: None = None, " : "", never);
    }
}

// One slot serves all comparisons: Python reflects `<` for `>`.
static void emit_other_orders(const Stub *s, const Class *c, Text *out)
{
    static const char *const orders[][2] = {{"__lt__", "__gt__"}, {"__le__", "__ge__"},
                                            {"__gt__", "__lt__"}, {"__ge__", "__le__"}};
    bool any = false;
    for (int k = 0; k < 4; k++) {
        any = any || has(c, orders[k][0]);
    }
    for (int k = 0; any && k < 4; k++) {
        const Function *mirror = special_of(c, orders[k][1]);
        if (has(c, orders[k][0])) {
            continue;
        }
        const char *type = mirror ? type_of(s, mirror, 0) : "";
        bool own = strcmp(type, own_annotation(s->m, c->py_name)) == 0;
        text_printf(out, "    def %s(self, other: %s, /) -> %s: ...\n", orders[k][0],
                    qualified(s, own ? type : "Never"), qualified(s, "bool"));
    }
}

static const Function *first_of_name(const Class *c, const Function *f)
{
    for (size_t i = 0; i < c->functions.n; i++) {
        const Function *g = c->functions.at[i];
        if (g->place == PLACE_SPECIAL && strcmp(g->py_name, f->py_name) == 0) {
            return g;
        }
    }
    return f;
}

// Those of one name stand together, as a type checker wants it; in a set in the order of
// emit_set() in emit_pyi.c.
static void emit_all_of_name(const Stub *s, const Class *c, const Function *first, Text *out)
{
    Stub at_first = *s;
    at_first.as_is = first->overload != NULL;
    for (size_t i = 0; i < 2 * c->functions.n; i++) {
        const Function *f = c->functions.at[i % c->functions.n];
        bool late = f->overload && function_takes_anything(f);
        if (f->place == PLACE_SPECIAL && first_of_name(c, f) == first
            && late == (i >= c->functions.n)) {
            emit_one(&at_first, f, out);
            emit_other_side(s, f, out);
        }
    }
    for (size_t i = 0; first->overload && i < first->overload->candidates.n; i++) {
        const Function *f = first->overload->candidates.at[i];
        if (function_makes_inputs(f) && !special_is(f, SPECIAL_CALL)) {
            emit_one(s, f, out);
        }
    }
}

void emit_stub_specials(const Stub *s, const Class *c, Text *out)
{
    for (size_t i = 0; i < c->functions.n; i++) {
        const Function *f = c->functions.at[i];
        if (f->place == PLACE_SPECIAL && first_of_name(c, f) == f) {
            emit_all_of_name(s, c, f, out);
        }
    }
    emit_other_orders(s, c, out);
    emit_implied(s, c, out);
}
