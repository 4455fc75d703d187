// SPDX-License-Identifier: MIT
// class.c: C structs as Python classes, and which of them are value structs: numbers,
// enums, fixed arrays of them and other value structs, which need nobody to make or to
// free them. Those that C makes are found in handle.c.
//
// In: a struct's tag. Out: its Class with the fields that Python sees, or, in
// Class.why_not, what keeps it from being one.
#include "ir.h"

#include <string.h>

static const char *field_why(const Decl *d)
{
    if (d->bit_width) {
        return "is a bit-field";
    }
    return d->type->quals & Q_ATOMIC ? "is atomic" : NULL;
}

static const char *struct_why(Module *m, Field *f, const Type *t)
{
    if (!t->tag || t->kind == TY_UNION) {
        return "is a union";
    }
    if (type_is_timespec(t)) {
        f->value.conv = CONV_TIMESPEC;
        return NULL;
    }
    Class *c = class_of(m, t->tag);
    if (!c || c->why_not) {
        return "is a struct that is no value struct";
    }
    f->value.conv = CONV_STRUCT;
    f->value.class = c;
    c->is_nested = true;
    return NULL;
}

static const char *enum_why(Module *m, Field *f, const Type *t)
{
    bool named = t->tag->name || t->tag->alias;
    Enum *e = named && t->tag->complete ? enum_of(m, t->tag) : NULL;
    f->value.conv = CONV_INT;
    if (e && e->py_name) {
        f->value.enumeration = e;
        f->value.conv = e->is_flag ? CONV_FLAGS : CONV_ENUM;
    }
    return t->tag->complete ? NULL : "has an incomplete type";
}

// What one element of the field is; a reason when that is no value.
static const char *element_why(Module *m, Field *f, const Type *t)
{
    f->value.element = type_unqualified(m->ctx, t);
    if (t->quals & Q_CONST) {
        return "is const";
    }
    switch (t->kind) {
    case TY_BOOL:
        f->value.conv = CONV_BOOL;
        return NULL;
    case TY_INT:
        f->value.conv = element_is_text(t) ? CONV_CHAR : CONV_INT;
        if (t->int_kind >= INT_INT128 && t->int_kind <= INT_UBIT) {
            f->value.conv = CONV_WIDE;
            return t->bits ? "is a _BitInt" : NULL;
        }
        return NULL;
    case TY_FLOAT:
        f->value.conv = CONV_FLOAT;
        return t->float_kind == FLOAT_128 ? "has no counterpart in Python" : NULL;
    case TY_COMPLEX:
        f->value.conv = CONV_COMPLEX;
        return t->float_kind == FLOAT_128 || t->float_kind == FLOAT_HALF
                   ? "has no counterpart in Python" : NULL;
    case TY_ENUM:
        return enum_why(m, f, t);
    case TY_STRUCT:
    case TY_UNION:
        return struct_why(m, f, t);
    case TY_POINTER:
        return type_is_value(t) ? "is a cb_value, which only classes and the module's "
                                  "state may keep" : "is a pointer";
    default:
        return "has no counterpart in Python";
    }
}

// The last extent of `char` and `unsigned char` arrays is a text's, or bytes'.
static void join_characters(Field *f)
{
    Value *v = &f->value;
    bool bytes = element_is_bytes(v->element);
    if (v->rank && (v->conv == CONV_CHAR || bytes)) {
        v->conv = bytes ? CONV_BYTES : CONV_TEXT;
    } else if (v->rank && (v->conv == CONV_INT || v->conv == CONV_BOOL
                           || v->conv == CONV_FLOAT || v->conv == CONV_COMPLEX
                           || v->conv == CONV_ENUM || v->conv == CONV_FLAGS)) {
        v->conv = CONV_ARRAY;
    }
}

static bool no_value(Module *m, Class *c, const Decl *d, const char *why)
{
    c->why_not = arena_printf(m->ctx->arena, "its field `%s` %s",
                              d->name ? d->name : "(unnamed)", why);
    return false;
}

enum { MAX_RANK = 32 };          // CBI_MAX_RANK of the runtime

static bool add_field(Module *m, Class *c, const Decl *d)
{
    Field f = { .name = d->name, .decl = d, .type = d->type };
    const char *why = field_why(d);
    const Type *t = d->type;
    for (; t->kind == TY_ARRAY; t = t->base) {
        why = why ? why : t->length ? NULL : "is a flexible array";
        f.value.rank++;
    }
    why = f.value.rank > MAX_RANK ? "has more than 32 dimensions" : why;
    why = why ? why : element_why(m, &f, t);
    if (why) {
        return no_value(m, c, d, why);
    }
    join_characters(&f);
    c->is_scanned = c->is_scanned || f.value.element->kind == TY_BOOL
                    || f.value.enumeration
                    || (f.value.class && f.value.class->is_scanned);
    if (!name_is_exported(d->name)) {
        c->has_hidden = true;
        return true;
    }
    f.py_name = python_param_name(m, d->name);
    f.doc = doc_text(m->ctx, comment_text(m->ctx, d->doc));
    *vec_push(m->ctx, &c->fields) = f;
    return true;
}

// The fields in order; those of anonymous structs are the struct's own.
static bool add_fields(Module *m, Class *c, Tag *tag)
{
    for (const Decl *d = tag_fields(tag); d; d = d->next) {
        if (d->poisoned) {
            return no_value(m, c, d, "could not be read");
        }
        bool anonymous = !d->name && !d->bit_width && d->type->kind == TY_STRUCT
                         && !d->type->quals;
        if (!d->name && d->bit_width) {
            continue;                           // padding
        }
        if (anonymous ? !add_fields(m, c, d->type->tag) : !add_field(m, c, d)) {
            return false;
        }
    }
    return true;
}

// Is 0 one of the values that C has declared for it?
static bool can_be_zero(const Field *f)
{
    if (f->value.conv == CONV_STRUCT) {
        return class_required_fields(f->value.class) == 0;
    }
    const Enum *e = f->value.enumeration;
    bool zero = !e || e->is_flag;
    for (size_t i = 0; !zero && i < e->members.n; i++) {
        zero = e->members.at[i].number == 0;
    }
    return zero;
}

size_t class_required_fields(const Class *c)
{
    size_t n = c->fields.n;
    while (n > 0 && can_be_zero(&c->fields.at[n - 1])) {
        n--;
    }
    return n;
}

const char *field_default(const Field *f)
{
    switch (f->value.rank ? CONV_ARRAY : f->value.conv) {
    case CONV_BOOL: return "False";
    case CONV_INT: case CONV_WIDE: return "0";
    case CONV_FLOAT: return "0.0";
    default: return "...";
    }
}

// `T_free`, `T_clear`: somebody has to call it, so copies are no values.
static const char *destructor(Module *m, const char *name)
{
    static const char *const ends[] = { "_clear", "_free", "_destroy" };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *full = arena_printf(m->ctx->arena, "%s%s", name, ends[i]);
        const Decl *d = map_get(m->declared, intern_z(m->ctx, full));
        if (d && d->kind == DECL_FUNCTION) {
            return arena_printf(m->ctx->arena, "%s() has to be called on it", full);
        }
    }
    return NULL;
}

// Attributes that change what its bytes mean.
static const char *attribute_why(const Tag *tag)
{
    for (const Mark *mark = tag->marks; mark; mark = mark->next) {
        if (mark->is_attribute && strstr(mark->name, "scalar_storage_order")) {
            return "it has a byte order of its own";
        }
    }
    return NULL;
}

static void complete_class(Module *m, Class *c, const char *name)
{
    c->why_not = "it contains itself";          // until it is complete
    const char *why = destructor(m, name);
    why = why ? why : attribute_why(c->tag);
    if (!why && !m->has_header) {
        why = "it stands in no header";
    }
    if (why) {
        c->why_not = why;
    } else if (add_fields(m, c, c->tag)) {
        c->why_not = c->fields.n ? NULL : "it has no field that Python could see";
    }
}

Class *class_of(Module *m, Tag *tag)
{
    Class *known = map_get(m->class_by_tag, tag);
    if (known) {
        return known;
    }
    const char *name = tag_c_name(tag);
    bool qualified = !tag->name && tag->alias && tag->alias->type->quals;
    if (!name || tag->kind != TY_STRUCT || qualified) {
        return NULL;
    }
    Class *c = NEW(m->ctx, Class);
    c->tag = tag;
    c->py_name = tag_py_name(m, tag);
    check_tag_marks(m, tag);
    c->c_type = tag_c_type(m, tag);
    c->span = tag->span;
    c->doc = tag_doc(m, tag);
    c->why_no_handle = "no function makes one";
    map_put(m->class_by_tag, tag, c);
    if (tag->complete) {
        complete_class(m, c, name);
    } else {
        c->why_not = "it is opaque";
    }
    *(m->last_class ? &m->last_class->next : &m->classes) = c;
    m->last_class = c;
    return c;
}

// The names in Python of enums and classes, as far as their lists were seen.
typedef struct {
    Map *names;
    const Enum *last_enum;
    const Class *last_class;
} Taken;

static void see_names(Module *m, Taken *t)
{
    const Enum *e = t->last_enum ? t->last_enum->next : m->enums;
    for (; e; e = e->next) {
        if (e->py_name) {
            map_put(t->names, intern_z(m->ctx, e->py_name), t);
        }
        t->last_enum = e;
    }
    const Class *c = t->last_class ? t->last_class->next : m->classes;
    for (; c; c = c->next) {
        if (!c->why_not) {
            map_put(t->names, intern_z(m->ctx, c->py_name), t);
        }
        t->last_class = c;
    }
}

// A struct that no function needs gives way to what else has its name.
static bool is_taken(Module *m, Taken *t, const Tag *tag)
{
    const char *name = tag_py_name(m, tag);
    const Decl *d = map_get(m->declared, name);
    if (d && name_is_exported(name) && file_is_exported(m, d->span)) {
        return true;
    }
    see_names(m, t);
    return map_get(t->names, intern_z(m->ctx, name)) != NULL;
}

static void lower_class(Module *m, Taken *taken, Tag *tag)
{
    const char *name = tag->name ? tag->name
                       : tag->name_for_linkage ? tag->name_for_linkage->name : NULL;
    if (tag->kind == TY_ENUM || tag->in_parameters || !name || !name_is_exported(name)
        || !file_is_exported(m, tag->span) || callback_is_struct(tag)) {
        return;
    }
    if (tag->kind == TY_STRUCT && !map_get(m->class_by_tag, tag)
        && is_taken(m, taken, tag)) {
        leave_out(m, tag->span, name, "struct", "something else has its name in Python",
                  NULL);
        return;
    }
    if (tag->kind == TY_UNION) {
        leave_out(m, tag->span, name, "union", "unions are not supported", NULL);
    } else {
        Class *c = class_of(m, tag);
        if (c) {
            c->is_declared = true;
        }
    }
}

void lower_classes(Module *m)
{
    Taken taken = { .names = map_new(m->ctx) };
    for (size_t u = 0; u < exporting_units(m); u++) {
        const Unit *unit = exporting_unit(m, u);
        for (size_t i = 0; i < unit->tags.n; i++) {
            lower_class(m, &taken, unit->tags.at[i]);
        }
    }
}
