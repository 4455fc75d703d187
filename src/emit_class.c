// SPDX-License-Identifier: MIT
// emit_class.c: the tables of the classes: what each field is and where it lies. The
// runtime makes the types from them. The compiler says sizes and offsets, and holds the
// types of the fields against what carbidec read.
#include "emit_glue.h"

#include <string.h>

// Of a struct that is no value only its functions speak.
static size_t shown_fields(const Class *c)
{
    return c->why_not ? 0 : c->fields.n;
}

static const char *close_label(Glue *g, const Class *c)
{
    return arena_printf(g->ctx->arena, "%s.close", c->py_name);
}

// The field as an expression, with an index for each of its extents.
static const char *field_element(Context *ctx, const Class *c, const Field *f, int rank)
{
    Text t;
    text_init(&t, ctx);
    text_printf(&t, "((%s *)0)->%s", c->c_type, f->name);
    for (int d = 0; d < rank; d++) {
        text_add(&t, "[0]");
    }
    return t.s;
}

static bool is_of_nameless_enum(const Field *f)
{
    const Type *t = f->value.element;
    return t->kind == TY_ENUM && !t->tag->name && !t->tag->alias;
}

static void emit_assert(Glue *g, const Class *c, const Field *f)
{
    if (is_of_nameless_enum(f)) {       // no type that could be spelled
        return;
    }
    text_printf(g->out, "_Static_assert(__builtin_types_compatible_p(__typeof__(%s),\n"
                "    %s), \"%s.%s\");\n",
                field_element(g->ctx, c, f, f->value.rank),
                type_declare(g->ctx, f->value.element, NULL), c->c_type, f->name);
}

// The letter by which the runtime reads a field, see carbide/glue/classes.h.
static char field_kind(const Value *v)
{
    switch (v->conv) {
    case CONV_CHAR: return 'c';
    case CONV_ENUM:
    case CONV_FLAGS: return 'e';
    case CONV_STRUCT: return 's';
    case CONV_TEXT: return 't';
    case CONV_BYTES: return 'b';
    case CONV_ARRAY: return 'a';
    case CONV_WIDE: return 'w';
    case CONV_TIMESPEC: return 'm';
    default: return 'n';
    }
}

static void emit_shape(Glue *g, const Class *c, const Field *f, size_t k)
{
    if (!f->value.rank) {
        return;
    }
    text_printf(g->out, "static const intptr_t cbi_shape_%d_%zu[] = {\n", c->index, k);
    for (int d = 0; d < f->value.rank; d++) {
        const char *part = field_element(g->ctx, c, f, d + 1);
        text_printf(g->out, "    sizeof(%s)\n        / (sizeof(%s) ? sizeof(%s) : 1),\n",
                    field_element(g->ctx, c, f, d), part, part);
    }
    text_add(g->out, "};\n");
}

static const char *field_type(Glue *g, const Class *c, const Field *f)
{
    const Value *v = &f->value;
    Wrapper w = { .g = g, .out = g->out };
    if (v->class) {
        return "0";
    }
    if (v->conv == CONV_TIMESPEC) {
        return "'m' << 8 | sizeof(struct timespec)";
    }
    if (is_of_nameless_enum(f)) {
        return arena_printf(g->ctx->arena, "CBI_INT(__typeof__(%s))",
                            field_element(g->ctx, c, f, v->rank));
    }
    return number_type(&w, v);
}

// How it comes out and goes in.
static const char *field_way(Glue *g, const Class *c, const Field *f)
{
    switch (f->value.conv) {
    case CONV_CHAR: return "&cbi_as_char";
    case CONV_ENUM:
    case CONV_FLAGS: return "&cbi_as_enum";
    case CONV_STRUCT: return "&cbi_as_part";
    case CONV_TEXT: return "&cbi_as_text";
    case CONV_BYTES: return "&cbi_as_bytes";
    case CONV_ARRAY: return "&cbi_as_array";
    case CONV_WIDE: return "&cbi_as_wide";
    case CONV_TIMESPEC: return "&cbi_as_time";
    case CONV_COMPLEX: return "&cbi_as_complex";
    default: return arena_printf(g->ctx->arena, "CBI_NUMBER_WAY(%s)", field_type(g, c, f));
    }
}

static void emit_field(Glue *g, const Class *c, const Field *f, size_t k)
{
    const Value *v = &f->value;
    text_printf(g->out, "    {\"%s\", offsetof(%s, %s), '%c', %s, %d, %d, %s, ",
                f->py_name, c->c_type, f->name, field_kind(v), field_way(g, c, f), v->rank,
                v->class ? v->class->index : v->enumeration ? v->enumeration->index
                                                            : -1,
                field_type(g, c, f));
    text_printf(g->out, v->rank ? "cbi_shape_%d_%zu},\n" : "NULL},\n", c->index, k);
}

static void emit_fields(Glue *g, const Class *c)
{
    if (!shown_fields(c)) {
        return;
    }
    for (size_t k = 0; k < c->fields.n; k++) {
        emit_shape(g, c, &c->fields.at[k], k);
    }
    text_printf(g->out, "static const struct cbi_field cbi_fields_%d[] = {\n",
                c->index);
    for (size_t k = 0; k < c->fields.n; k++) {
        emit_field(g, c, &c->fields.at[k], k);
    }
    text_add(g->out, "};\n");
}

static const char *doc_or_null(Glue *g, const char *doc)
{
    return doc ? quoted(g->ctx, doc) : "NULL";
}

static const char *accessor(Glue *g, const Function *f, const char *wrapper)
{
    return has_short_way(g, f) ? arena_printf(g->ctx->arena, "cbi_short_%s", f->c_name)
                               : wrapper;
}

// Fields, and properties that are functions, which hide a field of the same name.
static void emit_getset(Glue *g, const Class *c)
{
    for (size_t k = 0; k < c->properties.n; k++) {
        const Property *p = &c->properties.at[k];
        text_printf(g->out, "static const struct cbi_property cbi_property_%d_%zu = "
                    "{cbi_py_%s, %s%s};\n", c->index, k, p->get->c_name,
                    p->set ? "cbi_py_" : "NULL", p->set ? p->set->c_name : "");
    }
    text_printf(g->out, "static CbGetSetDef cbi_getset_%d[] = {\n", c->index);
    for (size_t k = 0; k < c->properties.n; k++) {
        const Property *p = &c->properties.at[k];
        text_printf(g->out, "    {\"%s\", %s, %s, %s, (void *)&cbi_property_%d_%zu},\n",
                    p->py_name, accessor(g, p->get, "cbi_property_get"),
                    p->set ? accessor(g, p->set, "cbi_property_set") : "NULL",
                    doc_or_null(g, p->get->doc), c->index, k);
    }
    for (size_t k = 0; k < shown_fields(c); k++) {
        const Field *f = &c->fields.at[k];
        text_printf(g->out, "    {\"%s\", cbi_field_get, cbi_field_set, %s, (void *)"
                    "&cbi_fields_%d[%zu]},\n", f->py_name, doc_or_null(g, f->doc),
                    c->index, k);
    }
    text_add(g->out, "    {0}\n};\n");
}

// The runtime may set them by a table: nobody says otherwise.
static bool has_setters(const Class *c)
{
    bool sets = shown_fields(c) > 0;
    if (special_of(c, "__setattr__") || special_of(c, "__delattr__")) {
        return false;
    }
    for (size_t k = 0; k < c->properties.n; k++) {
        sets = sets || c->properties.at[k].set;
    }
    return sets;
}

// ----------------------------------------------------------------------- methods
const char *method_first_parameter(const Function *f)
{
    switch (f->place) {
    case PLACE_MODULE:
    case PLACE_STATIC: return NULL;
    case PLACE_CLASS: return "$type";
    default: return "$self";
    }
}

// `f` is the function, or the first of several of one name.
void emit_row(Glue *g, const Function *f, const char *py_name, const Text *doc)
{
    const bool as_text = f->place == PLACE_MODULE && is_large(g->m);
    if (as_text) {
        text_printf(g->out, "    \"%s\" \"\\0\"\n        ", py_name);
    } else {
        const bool is_short = !f->overload && has_short_way(g, f);
        const char *name = is_short ? arena_printf(g->ctx->arena, "cbi_short_%s", f->c_name)
                                    : wrapper_name(g, f);
        text_printf(g->out, "    {\"%s\", (void *)%s, %s%s,\n        ", py_name, name,
                    is_short && !f->n_slots ? "CB_METH_NOARGS"
                                            : "CB_METH_FASTCALL_KEYWORDS",
                    f->place == PLACE_CLASS ? " | 0x10" : "");
    }
    text_c_string(g->out, doc->s, doc->n);
    text_add(g->out, as_text ? " \"\\0\"\n" : "},\n");
}

void emit_method_row(Glue *g, const Function *f)
{
    Text t;
    if (f->overload) {
        if (f->overload->candidates.at[0] == f) {
            emit_overload_method(g, f->overload);
        }
        return;
    }
    text_init(&t, g->ctx);
    const char *first = method_first_parameter(f);
    text_printf(&t, "%s(%s%s%s\n--\n\n%s", f->py_name, first ? first : "",
                first && f->n_slots ? ", " : "", f->signature + 1, f->doc ? f->doc : "");
    emit_row(g, f, f->py_name, &t);
}

static void emit_methods(Glue *g, const Class *c)
{
    text_printf(g->out, "static CbMethodDef cbi_methods_%d[] = {\n", c->index);
    for (size_t i = 0; i < c->functions.n; i++) {
        const Function *f = c->functions.at[i];
        if (f->place == PLACE_METHOD || f->place == PLACE_CLASS) {
            emit_method_row(g, f);
        } else if (f->place == PLACE_SPECIAL) {
            emit_special_row(g, f);
        }
    }
    text_add(g->out, c->why_not ? "    CBI_OBJECT_METHODS,\n" : "    CBI_VALUE_METHODS,\n");
    if (class_closes(c)) {
        text_add(g->out, "    CBI_CLOSE_METHODS,\n");
    } else if (special_of(c, "__exit__") && !special_of(c, "__enter__")) {
        text_add(g->out, "    CBI_ENTER_METHOD,\n");
    }
    text_add(g->out, "    {0}\n};\n");
}

static bool has_statics(const Class *c)
{
    bool has = false;
    for (size_t i = 0; i < c->functions.n; i++) {
        has = has || c->functions.at[i]->place == PLACE_STATIC;
    }
    return has;
}

static void emit_statics(Glue *g, const Class *c)
{
    if (!has_statics(c)) {
        return;
    }
    text_printf(g->out, "static CbMethodDef cbi_statics_%d[] = {\n", c->index);
    for (size_t i = 0; i < c->functions.n; i++) {
        if (c->functions.at[i]->place == PLACE_STATIC) {
            emit_method_row(g, c->functions.at[i]);
        }
    }
    text_add(g->out, "    {0}\n};\n");
}

// The record of the fields: of the constructor, unless a function is that, and of messages.
static void emit_constructor(Glue *g, const Class *c)
{
    size_t n = shown_fields(c);
    text_printf(g->out, "static const uint16_t cbi_new_%d[] = {%d, %zu, %zu, %zu, 0",
                c->index, name_index(g, c->py_name), n, n, n ? class_required_fields(c) : 0);
    for (size_t k = 0; k < n; k++) {
        text_printf(g->out, ", %d", name_index(g, c->fields.at[k].py_name));
    }
    text_add(g->out, "};\n");
    if (class_closes(c)) {
        text_printf(g->out, "static const uint16_t cbi_close_%d[] = {%d, 0, 0, 0, 0};\n",
                    c->index, name_index(g, close_label(g, c)));
    }
}

static const char *class_doc(Glue *g, const Class *c)
{
    Text t, literal;
    text_init(&t, g->ctx);
    text_init(&literal, g->ctx);
    if (c->init) {
        text_printf(&t, "%s%s", c->py_name, c->init->overload
                    ? c->init->overload->signature : c->init->signature);
    } else {
        text_printf(&t, "%s(", c->py_name);
        for (size_t k = 0; k < shown_fields(c); k++) {
            const Field *f = &c->fields.at[k];
            const bool must = k < class_required_fields(c);
            text_printf(&t, "%s%s%s%s", k ? ", " : "", f->py_name, must ? "" : "=",
                        must ? "" : field_default(f));
        }
        text_add(&t, ")");
    }
    const char *doc = c->doc ? c->doc : "", *more = c->init ? c->init->doc : NULL;
    text_printf(&t, "\n--\n\n%s%s%s", doc, *doc && more ? "\n\n" : "", more ? more : "");
    text_c_string(&literal, t.s, t.n);
    return literal.s;
}

void collect_class_names(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        name_index(g, c->py_name);
        if (class_closes(c)) {
            name_index(g, close_label(g, c));
        }
        for (size_t k = 0; k < shown_fields(c); k++) {
            name_index(g, c->fields.at[k].py_name);
        }
    }
}

void emit_class_asserts(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        if (c->why_not) {
            continue;
        }
        // a wrapper has a copy on its stack
        text_printf(g->out, "_Static_assert(sizeof(%s) <= %d, \"%s is too large to be "
                    "passed: hide it by a name that begins with _\");\n", c->c_type,
                    c->is_used ? 32768 : 1 << 30, c->c_type);
        for (size_t k = 0; k < c->fields.n; k++) {
            emit_assert(g, c, &c->fields.at[k]);
        }
    }
}

// Who makes objects of a class: "f(), g()".
typedef struct {
    Text text;
    const Function *last;       // each stands there once
} Makers;

static void add_maker(Glue *g, Makers *all, const Function *f, const Value *v)
{
    if (v->conv != CONV_HANDLE || result_value(f, v) || function_constructs(f)) {
        return;
    }
    Makers *of = &all[v->class->index];
    if (of->last != f) {
        text_printf(&of->text, "%s%s()", of->last ? ", " : "", function_label(g->m, f));
        of->last = f;
    }
}

static Makers *collect_makers(Glue *g)
{
    const size_t n = (size_t)g->m->n_classes;
    Makers *all = arena_alloc(g->ctx->arena, n * sizeof *all);
    for (size_t i = 0; i < n; i++) {
        text_init(&all[i].text, g->ctx);
    }
    for (const Function *f = g->m->functions; f; f = f->next) {
        add_maker(g, all, f, &f->result);
        for (int i = 0; i < f->n_params; i++) {
            if (f->params[i]->pointer_out) {
                add_maker(g, all, f, &f->params[i]->value);
            }
        }
    }
    return all;
}

// What is linked only where some class needs it.
static void emit_ways(Glue *g, const Class *c)
{
    if (class_is_locked(c)) {
        text_add(g->out, ",\n     .take = cbi_take_locked, .give = cbi_give_locked");
    }
    text_add(g->out, c->why_not ? ",\n     .lives = &cbi_lives"
                                : ",\n     .value_ways = &cbi_value_ways");
    if (c->is_lent) {
        text_add(g->out, ",\n     .known = cbi_make_known,\n     .unknown = cbi_make_unknown");
    }
}

// The tables that the class has of its own.
static void emit_tables(Glue *g, const Class *c, const Makers *makers)
{
    text_printf(g->out, "    {.name = \"%s.%s\",\n     .doc = %s,\n     .kind = '%c', "
                ".record = cbi_new_%d,\n", g->m->name, c->py_name, class_doc(g, c),
                "vspi"[c->kind], c->index);
    if (c->init) {
        text_printf(g->out, "     .init = %s,\n", wrapper_name(g, c->init));
    } else if (c->why_not) {
        text_printf(g->out, "     .makers = %s,\n", makers->last ? quoted(g->ctx, makers->text.s) : "NULL");
    }
    if (shown_fields(c)) {
        text_printf(g->out, "     .fields = cbi_fields_%d, .n_fields = %zu,\n", c->index,
                    shown_fields(c));
    }
    text_printf(g->out, "     .getset = cbi_getset_%d, .methods = cbi_methods_%d,\n",
                c->index, c->index);
    if (has_setters(c)) {
        text_printf(g->out, "     .setters = &cbi_setters_%d,\n", c->index);
    }
    if (has_statics(c)) {
        text_printf(g->out, "     .statics = cbi_statics_%d, .add_statics = "
                    "cbi_add_statics,\n", c->index);
    }
    if (c->constants.n) {
        text_printf(g->out, "     .constants = cbi_constants_%d, .n_constants = %zu,\n     "
                    ".add_constants = cbi_add_class_constants,\n", c->index,
                    c->constants.n);
    }
    if (class_has_slots(c)) {
        text_printf(g->out, "     .slots = cbi_slots_%d,\n", c->index);
    }
}

static const char *truth(bool b)
{
    return b ? "true" : "false";
}

// How its objects lie in memory, and what may be done to them.
static void emit_facts(Glue *g, const Class *c)
{
    bool held = c->kind == CLASS_VALUE || c->kind == CLASS_INLINE;
    const char *size = held ? arena_printf(g->ctx->arena, "sizeof(%s)", c->c_type) : "0";
    const char *align = held ? arena_printf(g->ctx->arena, "_Alignof(%s)", c->c_type) : "1";
    text_printf(g->out, "     .size = %s, .align = %s,\n     .is_nested = %s, .has_hidden "
                "= %s, .is_locked = %s, .is_lent = %s,\n     .is_scanned = %s, "
                "%s.make = %s", size, align, truth(c->is_nested), truth(c->has_hidden),
                truth(class_is_locked(c)), truth(c->is_lent), truth(c->is_scanned),
                c->is_reentrant ? ".is_reentrant = true, " : "",
                has_maker(c) ? arena_printf(g->ctx->arena, "cbi_make_%d", c->index)
                             : "NULL");
}

static void emit_class(Glue *g, const Class *c, const Makers *makers)
{
    emit_tables(g, c, makers);
    emit_kept_row(g, c);
    emit_layout(g, c);
    if (c->lock) {
        text_printf(g->out, "     .lock = \"%s\",\n", c->lock);
    }
    if (class_closes(c)) {
        text_printf(g->out, "     .destroy = cbi_destroy_%d, .close = cbi_close_%d,\n",
                    c->index, c->index);
    }
    emit_end_locks_row(g, c);
    if (!c->is_changed) {
        text_printf(g->out, "     .lists = &cbi_lists_%d,\n", c->index);
    }
    emit_facts(g, c);
    emit_ways(g, c);
    emit_own_row(g, c);
    if (class_is_alone(g, c)) {
        text_add(g->out, ",\n     .is_alone = true");
    }
    if (class_is_plain(g, c)) {
        text_printf(g->out, ",\n     .free_list = &cbi_free_list_%d", c->index);
    }
    text_add(g->out, "},\n");
}

void emit_classes(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        emit_fields(g, c);
        if (c->foreign) {
            emit_constructor(g, c);
            emit_foreign(g, c);
            continue;
        }
        emit_getset(g, c);
        if (has_setters(c)) {
            text_printf(g->out, "static struct cbi_setters cbi_setters_%d;\n", c->index);
        }
        emit_special_slots(g, c);
        emit_kept_values(g, c);
        emit_class_constants(g, c);
        emit_methods(g, c);
        emit_statics(g, c);
        emit_constructor(g, c);
        emit_sources(g, c);
        if (!c->is_changed) {
            text_printf(g->out, "static struct cbi_lock cbi_lists_%d;\n", c->index);
        }
        if (class_is_plain(g, c)) {
            text_printf(g->out, "static struct cbi_free_list cbi_free_list_%d;\n", c->index);
        }
        if (has_maker(c)) {
            emit_maker(g, c);
        }
    }
    if (!g->m->classes) {
        return;
    }
    const Makers *makers = collect_makers(g);
    text_add(g->out, "static const struct cbi_class cbi_classes[] = {\n");
    for (const Class *c = g->m->classes; c; c = c->next) {
        if (c->foreign) {
            emit_foreign_row(g, c);
        } else {
            emit_class(g, c, &makers[c->index]);
        }
    }
    text_add(g->out, "};\n\n");
}
