// SPDX-License-Identifier: MIT
// emit_pyi_class.c: classes in the type stub: constructors, properties, methods.
#include "emit_stub.h"

#include <string.h>

static const char *field_type(const Stub *s, const Field *f, bool output)
{
    return qualified(s, field_annotation(s->m, f, output));
}

static void emit_fields(const Stub *s, const Class *c, Text *out, const char *separator)
{
    for (size_t k = 0; k < c->fields.n; k++) {
        const Field *f = &c->fields.at[k];
        const bool must = k < class_required_fields(c);
        text_printf(out, "%s%s: %s%s%s", separator, f->py_name, field_type(s, f, false),
                    must ? "" : " = ", must ? "" : field_default(f));
    }
}

static void emit_constructor(const Stub *s, const Class *c, Text *out)
{
    Text line;
    text_init(&line, s->m->ctx);
    text_add(&line, "    def __init__(self");
    emit_fields(s, c, &line, ", ");
    text_add(&line, ") -> None: ...\n");
    if (line.n <= 89) {
        text_add(out, line.s);
        return;
    }
    text_add(out, "    def __init__(\n        self");
    emit_fields(s, c, out, ",\n        ");
    text_add(out, ",\n    ) -> None: ...\n");
}

// What comes out of a property may be narrower than what goes in.
static void emit_property(const Stub *s, const Field *f, Text *out)
{
    const char *gives = field_type(s, f, true), *takes = field_type(s, f, false);
    text_printf(out, "    @%s\n    def %s(self) -> %s: ...\n"
                "    @%s.setter\n    def %s(self, value: %s, /) -> None: ...\n",
                qualified(s, "property"), f->py_name, gives, f->py_name, f->py_name,
                takes);
}

// What NumPy takes the class for; a module without arrays does not bring NumPy along.
static void emit_dtype(const Stub *s, const Class *c, Text *out)
{
    static const char *const names[] = { "dtype", "__numpy_dtype__" };
    const char *type = s->m->uses_arrays ? "ClassVar[np.dtype[np.void]]"
                                         : "ClassVar[Any]";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool field = false;
        for (size_t k = 0; k < c->fields.n; k++) {
            field = field || strcmp(c->fields.at[k].py_name, names[i]) == 0;
        }
        if (!field) {
            text_printf(out, "    %s: %s\n", names[i], qualified(s, type));
        }
    }
}

static const char *getter_type(const Stub *s, const Function *f)
{
    return qualified(s, signature_returns(s->m, f, 0));
}

static void emit_function_property(const Stub *s, const Property *p, Text *out)
{
    text_printf(out, "    @%s\n    def %s(self) -> %s: ...\n", qualified(s, "property"),
                p->py_name, getter_type(s, p->get));
    if (p->set) {
        const Param *value = p->set->slots[0];
        text_printf(out, "    @%s.setter\n    def %s(self, value: %s, /) -> None: ...\n",
                    p->py_name, p->py_name,
                    qualified(s, value_annotation(s->m, p->set, &value->value, false)));
    }
}

static bool is_property(const Class *c, const Field *f)
{
    for (size_t i = 0; i < c->properties.n; i++) {
        if (strcmp(c->properties.at[i].py_name, f->py_name) == 0) {
            return true;
        }
    }
    return false;
}

static void emit_properties(const Stub *s, const Class *c, Text *out)
{
    for (size_t k = 0; !c->why_not && k < c->fields.n; k++) {
        if (!is_property(c, &c->fields.at[k])) {
            emit_property(s, &c->fields.at[k], out);
        }
    }
    for (size_t i = 0; i < c->properties.n; i++) {
        emit_function_property(s, &c->properties.at[i], out);
    }
}

static void emit_methods(const Stub *s, const Class *c, Text *out)
{
    for (size_t i = 0; i < c->functions.n; i++) {
        const Function *f = c->functions.at[i];
        if (f->place == PLACE_METHOD || f->place == PLACE_CLASS
            || f->place == PLACE_STATIC) {
            emit_stub_function(s, f, out);
        }
    }
    if (class_closes(c)) {
        text_add(out, "    def close(self) -> None: ...\n");
    }
}

static void emit_class(const Stub *s, const Class *c, Text *out)
{
    text_printf(out, "@%s\nclass %s:\n", qualified(s, "disjoint_base"), c->py_name);
    const size_t empty = out->n;
    for (size_t i = 0; i < c->constants.n; i++) {
        emit_stub_constant(s, c->constants.at[i], out);
    }
    if (c->init) {
        emit_stub_function(s, c->init, out);
    } else if (!c->why_not) {
        emit_constructor(s, c, out);
    }
    emit_properties(s, c, out);
    emit_methods(s, c, out);
    if (!c->why_not) {
        emit_dtype(s, c, out);
    }
    emit_stub_specials(s, c, out);
    text_add(out, out->n == empty ? "    ...\n\n" : "\n");
    emit_alias(s, c->py_name, out);
}

void emit_stub_classes(Stub *s, Text *out)
{
    for (const Class *c = s->m->classes; c; c = c->next) {
        if (!c->foreign) {
            stub_enter(s, c);
            emit_class(s, c, out);
        }
    }
    stub_enter(s, NULL);
}
