// SPDX-License-Identifier: MIT
// emit_overload.c: the C functions that share a name in Python: what each takes, slot by
// slot, and one wrapper for all of them, which lets the runtime choose. In: a set of
// functions whose own wrappers stand above. Out: their tables, the wrapper, and its row
// in the table of methods with all signatures in the docstring.
#include "emit_glue.h"

#include <string.h>

// The letter of carbide/glue/overloads.h for what a slot takes.
static char accept_kind(const Param *p)
{
    if (is_optional_out(p)) {
        return '*';         // True, None, an array: not what tells
    }
    switch (p->value.conv) {
    case CONV_BOOL: return 'b';
    case CONV_INT: return p->value.form == AS_BOOL ? 'b' : 'i';
    case CONV_TIMESPEC: return 'i';
    case CONV_WIDE: return 'w';
    case CONV_FLOAT: return 'f';
    case CONV_COMPLEX: return 'c';
    case CONV_CHAR: return 'C';
    case CONV_ENUM: case CONV_FLAGS: return 'e';
    case CONV_STRUCT: case CONV_HANDLE: return 'o';
    case CONV_HANDLES: return 'O';
    case CONV_CALLBACK: return 'k';
    case CONV_STR: return 's';
    case CONV_BYTES_Z: return 'y';
    case CONV_PATH: return 'p';
    case CONV_WSTR: return 'W';
    case CONV_FD: return 'd';
    case CONV_FILE: return 'F';
    case CONV_DATETIME: return 'D';
    case CONV_TIMEDELTA: return 't';
    case CONV_ARRAY: return p->value.element->kind == TY_STRUCT ? 'r' : 'a';
    case CONV_TEXT: return 'T';
    case CONV_BYTES: return 'B';
    case CONV_VALUE: return 'V';
    case CONV_STRINGS: return 'S';
    case CONV_VIEW: return p->value.element->kind == TY_STRUCT ? 'r' : 'v';
    default: return '*';
    }
}

static const char *accept_type(const Wrapper *w, const Param *p, char kind)
{
    if (param_is_wrapped(p)) {
        return "CBI_INT(intptr_t)";
    }
    if (p->value.conv == CONV_TIMESPEC) {
        return "CBI_INT(int64_t)";
    }
    return strchr("ifcav", kind) ? number_type(w, &p->value) : "0";
}

static const char *accept_flags(const Param *p)
{
    const bool out = param_is_output(p);        // None: C writes into a new one
    const bool lent = (p->dir == DIR_INPLACE || out)
                      && (value_is_array(&p->value) || p->value.conv == CONV_VIEW);
    const bool none = p->opt || p->value.nullable || out;
    if (special_by_index(p->function) && p == p->function->slots[0]) {
        return "CBI_TAKES_FAR";
    }
    if (param_converter(p)) {
        return none ? "CBI_TAKES_NONE | CBI_TAKES_MADE" : "CBI_TAKES_MADE";
    }
    return none && lent ? "CBI_TAKES_NONE | CBI_TAKES_LENT"
           : none ? "CBI_TAKES_NONE" : lent ? "CBI_TAKES_LENT" : "0";
}

static void emit_accept(Glue *g, const Param *p)
{
    Wrapper w = { .g = g, .out = g->out, .f = p->function };
    const char kind = accept_kind(p);
    const int which = kind == 'e' ? p->value.enumeration->index
                      : strchr("oOr", kind) ? p->value.class->index : 0;
    text_printf(g->out, "\n    {'%c', %s, %d, %d, %s},", kind, accept_flags(p),
                p->value.rank, which, accept_type(&w, p, kind));
}

static void emit_accepts(Glue *g, const Function *f)
{
    text_printf(g->out, "static const struct cbi_accept cbi_accepts_%s[] = {", f->c_name);
    for (int i = 0; i < f->n_slots; i++) {
        emit_accept(g, f->slots[i]);
    }
    text_add(g->out, f->n_slots ? "\n};\n" : "{0}};\n");
}

// Does one of several functions of a name want a T, or what T.__convert__ takes?
bool class_is_chosen(const Module *m, const Class *c)
{
    for (const Function *f = m->functions; f; f = f->next) {
        for (int i = 0; f->overload && i < f->n_slots; i++) {
            if (f->slots[i]->value.class == c && param_converter(f->slots[i])) {
                return true;
            }
        }
    }
    return false;
}

void emit_sources(Glue *g, const Class *c)
{
    if (!class_is_chosen(g->m, c)) {
        return;
    }
    text_printf(g->out, "static const struct cbi_accept cbi_sources_%d[] = {", c->index);
    for (size_t i = 0; i < c->functions.n; i++) {
        if (function_converts(c->functions.at[i])) {
            emit_accept(g, c->functions.at[i]->slots[0]);
        }
    }
    text_add(g->out, "\n};\n");
}

// Wrappers of items and `in` have more parameters than others: emit_slot.c calls them.
static bool is_called(const Overload *o)
{
    const Function *f = o->candidates.at[0];
    return f->place != PLACE_SPECIAL || special_is(f, SPECIAL_CALL);
}

static void emit_candidates(Glue *g, const Overload *o)
{
    text_printf(g->out, "static const struct cbi_candidate cbi_candidates_%d[] = {\n",
                o->index);
    for (size_t i = 0; i < o->candidates.n; i++) {
        const Function *f = o->candidates.at[i];
        text_printf(g->out, "    {%s%s, cbi_f_%s, cbi_accepts_%s,\n     %s, %s},\n",
                    is_called(o) ? "cbi_py_" : "NULL", is_called(o) ? f->c_name : "",
                    f->c_name, f->c_name, quoted(g->ctx, overload_signature(g->m, f)),
                    has_required_keyword(f) ? "true" : "false");
    }
    text_printf(g->out, "};\nstatic const struct cbi_overload cbi_overload_%d = "
                "{\"%s\", %zu, cbi_candidates_%d};\n\n", o->index, o->label,
                o->candidates.n, o->index);
}

void emit_overload(Glue *g, const Overload *o)
{
    for (size_t i = 0; i < o->candidates.n; i++) {
        emit_accepts(g, o->candidates.at[i]);
    }
    emit_candidates(g, o);
    if (!is_called(o)) {
        return;
    }
    text_printf(g->out, "static PyObject *\ncbi_any_of_%d(PyObject *py_self, "
                "PyObject *const *py_args, intptr_t py_nargs,\n"
                "        PyObject *py_names)\n{\n"
                "    return cbi_overload(&cbi_overload_%d, %s, py_self, py_args, py_nargs, "
                "py_names);\n}\n\n", o->index, o->index,
                module_expression(o->candidates.at[0]));
}

const char *wrapper_name(Glue *g, const Function *f)
{
    return f->overload ? arena_printf(g->ctx->arena, "cbi_any_of_%d", f->overload->index)
                       : arena_printf(g->ctx->arena, "cbi_py_%s", f->c_name);
}

// All signatures, each with its text.
void emit_overload_method(Glue *g, const Overload *o)
{
    Text t;
    text_init(&t, g->ctx);
    const Function *first = o->candidates.at[0];
    const char *self = method_first_parameter(first);
    text_printf(&t, "%s(%s%s%s\n--\n", o->py_name, self ? self : "",
                self && strcmp(o->signature, "()") != 0 ? ", " : "", o->signature + 1);
    for (size_t i = 0; i < o->candidates.n; i++) {
        const Function *f = o->candidates.at[i];
        text_printf(&t, "\n%s%s -> %s\n", o->py_name, overload_signature(g->m, f),
                    f->returns);
        for (const char *s = f->doc ? f->doc : ""; *s;) {
            size_t line = strcspn(s, "\n");
            text_printf(&t, line ? "    %.*s\n" : "%.*s\n", (int)line, s);
            s += line + (s[line] == '\n');
        }
    }
    emit_row(g, first, o->py_name, &t);
}
