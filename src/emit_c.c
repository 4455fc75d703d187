// SPDX-License-Identifier: MIT
// emit_c.c: the generated C file as a whole: includes, proofs of what was read, the
// names, one wrapper per function (emit_function.c), the tables, the two entry points.
#include "emit_glue.h"

#include <math.h>
#include <string.h>

// ----------------------------------------------------------------------- names
int name_index(Glue *g, const char *name)
{
    const char *key = intern_z(g->ctx, name);
    uintptr_t at = (uintptr_t)map_get(g->name_index, key);
    if (!at) {
        *vec_push(g->ctx, &g->names) = key;
        at = g->names.n;
        map_put(g->name_index, key, (void *)at);
    }
    return (int)at - 1;
}

static void collect_names_of(Glue *g, const Function *f)
{
    for (; f; f = f->next) {
        name_index(g, function_label(g->m, f));
        for (int i = 0; i < f->n_params; i++) {
            name_index(g, f->params[i]->py_name);
        }
    }
}

static void collect_names(Glue *g)
{
    collect_class_names(g);
    collect_owner_names(g);
    collect_callback_names(g);
    collect_names_of(g, g->m->functions);
    collect_names_of(g, g->m->hooks);
}

static void emit_names(Glue *g)
{
    text_add(g->out, "/* Names of functions and parameters; records refer to them by "
             "place. */\nstatic const char cbi_names[] =\n");
    for (size_t i = 0; i < g->names.n; i++) {
        text_add(g->out, "    ");
        text_c_string(g->out, g->names.at[i], strlen(g->names.at[i]));
        text_printf(g->out, " \"\\0\"%s  /* %zu */\n", i + 1 == g->names.n ? ";" : "",
                    i);
    }
    text_add(g->out, g->names.n ? "\n" : "    \"\";\n\n");
}

// name, slots, positional, required, positional-only, names of slots, hidden names
static void emit_record(Glue *g, const Function *f, bool scalars)
{
    text_printf(g->out, "static const uint16_t cbi_f_%s[] = {%d, %d, %d, %d, %d",
                f->c_name, name_index(g, function_label(g->m, f)), f->n_slots, f->n_positional,
                f->n_required, f->n_positional_only);
    for (int i = 0; i < f->n_slots; i++) {
        text_printf(g->out, ", %d%s", name_index(g, f->slots[i]->py_name),
                    i >= f->n_required && must_be_given(f->slots[i]) ? " | CBI_F_MUST"
                                                                      : "");
    }
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->slot < 0) {
            text_printf(g->out, ", %d", name_index(g, f->params[i]->py_name));
        }
    }
    if (scalars) {
        emit_scalar_record(g, f);
    }
    text_add(g->out, "};\n");
}

static void emit_wrapper(Glue *g, const Function *f)
{
    bool scalars = is_large(g->m) && is_scalar_function(f);
    if (scalars) {
        emit_scalar_struct(g, f);
    }
    emit_record(g, f, scalars);
    if (scalars) {
        emit_scalar_function(g, f);
    } else {
        emit_function(g, f);
        emit_short_way(g, f);
    }
}

// -------------------------------------------------------------------- prototypes
// A parameter's type where no parameter is in scope: variable extents become [*].
static const Type *starred(Context *ctx, const Type *t)
{
    if (t->kind != TY_ARRAY && t->kind != TY_POINTER) {
        return t;
    }
    Type *copy = NEW(ctx, Type);
    *copy = *t;
    copy->base = (Type *)starred(ctx, t->base);
    if (copy->base == t->base && t->kind == TY_POINTER) {
        return t;
    }
    if (t->kind == TY_ARRAY && t->length && t->length->kind != EX_NUMBER) {
        copy->length = NULL;
        copy->is_star = true;
    }
    copy->is_static = false;
    copy->spelled = t->kind == TY_ARRAY ? NULL : t->spelled;
    return copy;
}

static const char *parameter_types(Glue *g, const Function *f, bool named)
{
    Text t;
    text_init(&t, g->ctx);
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->value.conv == CONV_VIEW) {
            text_printf(&t, "%sstruct cb_view%d", i ? ", " : "", p->value.rank);
            continue;
        }
        const Type *type = p->type;
        if (type->kind == TY_ARRAY) {   // the outermost extent is a pointer anyway
            Type *copy = NEW(g->ctx, Type);
            *copy = *starred(g->ctx, type);
            copy->length = NULL;
            copy->is_star = false;
            type = copy;
        }
        text_printf(&t, "%s%s", i ? ", " : "",
                    type_declare_param(g->ctx, type, named ? p->name : NULL));
    }
    return f->n_params ? t.s : "void";
}

static const char *function_type(Glue *g, const Function *f, const char *declarator,
                                 bool named)
{
    return type_declare(g->ctx, f->type->base,
                        arena_printf(g->ctx->arena, "%s(%s)", declarator,
                                     parameter_types(g, f, named)));
}

// `inline` alone: one file must have the function as well.
static void emit_inline(Glue *g, const Function *f)
{
    if (f->decl->storage & ST_INLINE
        && !(f->decl->storage & (ST_STATIC | ST_EXTERN))) {
        text_printf(g->out, "extern inline __typeof__(%s) %s;\n", f->c_name, f->c_name);
    }
}

static void emit_prototype(Glue *g, const Function *f)
{
    if (!g->m->has_header) {
        text_printf(g->out, "%s;\n", function_type(g, f, f->c_name, false));
        return;
    }
    if (!has_levels(g->m)) {
        emit_inline(g, f);
    }
    // The function's type, not the pointer's: gcc's own functions have pointers that
    // are qualified beyond what C can write.
    text_printf(g->out, "_Static_assert(__builtin_types_compatible_p(__typeof__(%s),\n"
                "    %s), \"%s\");\n", f->c_name, function_type(g, f, "", false),
                f->c_name);
}

// ----------------------------------------------------------------------- tables
static bool has_row(const Function *f)
{
    return f->place == PLACE_MODULE
           && (!f->overload || f->overload->candidates.at[0] == f);
}

static void emit_rows(Glue *g)
{
    for (const Function *f = g->m->functions; f; f = f->next) {
        if (has_row(f)) {
            emit_method_row(g, f);
        }
    }
}

// The rows of a large module as one text and an array: carbide/runtime/methods.c fills
// the table.
static void emit_methods(Glue *g)
{
    if (!is_large(g->m)) {
        text_add(g->out, "static CbMethodDef cbi_methods[] = {\n");
        emit_rows(g);
        text_add(g->out, "    {0}\n};\n\n");
        return;
    }
    int n = 0;
    text_add(g->out, "static const char cbi_method_texts[] =\n");
    emit_rows(g);
    text_add(g->out, "    \"\";\nstatic const CbFastFunction cbi_functions[] = {\n");
    for (const Function *f = g->m->functions; f; f = f->next) {
        if (has_row(f)) {
            text_printf(g->out, "    %s,\n", wrapper_name(g, f));
            n++;
        }
    }
    text_add(g->out, n ? "};\n" : "    NULL\n};\n");
    text_printf(g->out, "enum { CBI_N_FUNCTIONS = %d };\n"
                "static CbMethodDef cbi_methods[CBI_N_FUNCTIONS + 1];\n\n", n);
}

static void emit_number(Text *out, bool negative, uint64_t number)
{
    if (negative && (int64_t)number == INT64_MIN) {
        text_add(out, "INT64_MIN");
    } else if (negative) {
        text_printf(out, "%lld", (long long)(int64_t)number);
    } else {
        text_printf(out, "%lluu", (unsigned long long)number);
    }
}

static void emit_enums(Glue *g)
{
    for (const Enum *e = g->m->enums; e; e = e->next) {
        text_printf(g->out, "static const struct cbi_member cbi_members_%d[] = {\n",
                    e->index);
        for (size_t i = 0; i < e->members.n; i++) {
            const Member *k = &e->members.at[i];
            text_printf(g->out, "    {\"%s\", (int64_t)", k->py_name);
            emit_number(g->out, k->negative, k->number);
            text_add(g->out, "},\n");
        }
        text_add(g->out, "};\n");
    }
    if (!g->m->n_enums) {
        return;
    }
    text_add(g->out, "static const struct cbi_enum cbi_enums[] = {\n");
    for (const Enum *e = g->m->enums; e; e = e->next) {
        text_printf(g->out, "    {%s, %s, %s, %s, %zu, cbi_members_%d},\n",
                    e->py_name ? quoted(g->ctx, e->py_name) : "NULL",
                    e->doc ? quoted(g->ctx, e->doc) : "NULL",
                    e->is_flag ? "true" : "false",
                    g->m->has_header && e->c_type
                        ? arena_printf(g->ctx->arena, "(%s)-1 > (%s)0", e->c_type,
                                       e->c_type)
                        : "false",
                    e->members.n, e->index);
    }
    text_add(g->out, "};\n\n");
}

// The size that they have unless the compiler is told otherwise.
static void emit_size_assert(Glue *g, const Enum *e)
{
    const Type t = { .kind = TY_ENUM, .tag = e->tag };
    const int bits = type_int_bits(&g->m->target, &t);
    if (bits == g->m->target.int_bits && e->c_type && !e->tag->underlying) {
        text_printf(g->out, "_Static_assert(sizeof(%s) == sizeof(int), \"%s: "
                    "-fshort-enums is not supported\");\n", e->c_type, e->c_type);
    }
}

static void emit_value_asserts(Glue *g)
{
    for (const Enum *e = g->m->enums; g->m->has_header && e; e = e->next) {
        emit_size_assert(g, e);
        for (size_t i = 0; i < e->members.n; i++) {
            const Member *k = &e->members.at[i];
            text_printf(g->out, "_Static_assert((int64_t)%s == (int64_t)", k->c_name);
            emit_number(g->out, k->negative, k->number);
            text_printf(g->out, ", \"%s\");\n", k->c_name);
        }
    }
    for (const Constant *c = g->m->constants; g->m->has_header && c; c = c->next) {
        if (c->assert_value && !c->member_of && c->value.kind == CV_INT) {
            text_printf(g->out, "_Static_assert((%s) == ", c->c_name);
            emit_number(g->out, !c->value.is_unsigned && (int64_t)c->value.number < 0,
                        c->value.number);
            text_printf(g->out, ", \"%s\");\n", c->c_name);
        }
    }
}

static void emit_constant(Glue *g, const Constant *c)
{
    const ConstValue *v = &c->value;
    text_printf(g->out, "    {\"%s\", ", c->py_name);
    if (v->kind == CV_FLOAT) {
        if (isfinite(v->real)) {
            text_printf(g->out, "'f', {.f = %a}, 0},\n", v->real);
        } else {
            text_printf(g->out, "'f', {.f = %s}, 0},\n", isnan(v->real)
                        ? "__builtin_nan(\"\")" : v->real < 0 ? "-__builtin_inf()"
                        : "__builtin_inf()");
        }
    } else if (v->kind == CV_STRING) {
        text_add(g->out, "'s', {.s = ");
        text_c_string(g->out, v->string, v->string_length);
        text_printf(g->out, "}, %zu},\n", v->string_length);
    } else if (c->class && c->member_of && c->member_of->py_name) {
        text_printf(g->out, "'m', {.s = \"%s\"}, %d},\n", c->member, c->member_of->index);
    } else if (c->member_of && c->member_of->py_name) {
        text_add(g->out, "'e', {.i = (int64_t)");
        emit_number(g->out, !v->is_unsigned && (int64_t)v->number < 0, v->number);
        text_printf(g->out, "}, %d},\n", c->member_of->index);
    } else {
        bool negative = !v->is_unsigned && (int64_t)v->number < 0;
        text_printf(g->out, "'%c', {.%c = ", negative ? 'i' : 'u',
                    negative ? 'i' : 'u');
        emit_number(g->out, negative, v->number);
        text_add(g->out, "}, 0},\n");
    }
}

static const char *constants_head(const Glue *g)
{
    return has_cpu(g->m) ? "static struct cbi_constant cbi_constants[] = {\n"
                         : "static const struct cbi_constant cbi_constants[] = {\n";
}

static int emit_constants(Glue *g)
{
    int n = 0;
    if (has_cpu(g->m)) {                // the import writes it
        text_add(g->out, constants_head(g));
        text_add(g->out, "    {\"__carbide_cpu__\", 's', {.s = \"\"}, 0},\n");
        n++;
    }
    for (const Constant *c = g->m->constants; c; c = c->next) {
        if (c->class) {
            continue;
        }
        text_add(g->out, n++ ? "" : constants_head(g));
        emit_constant(g, c);
    }
    text_add(g->out, n ? "};\n\n" : "");
    return n;
}

void emit_class_constants(Glue *g, const Class *c)
{
    if (!c->constants.n) {
        return;
    }
    text_printf(g->out, "static const struct cbi_constant cbi_constants_%d[] = {\n",
                c->index);
    for (size_t i = 0; i < c->constants.n; i++) {
        emit_constant(g, c->constants.at[i]);
    }
    text_add(g->out, "};\n");
}

static int emit_exceptions(Glue *g)
{
    int n = 0;
    for (const Exception *e = g->m->exceptions; e; e = e->next, n++) {
        text_add(g->out, n ? ""
                 : "static const struct cbi_exception cbi_exceptions[] = {\n");
        const char *base = e->base_path ? e->base_path : e->base_is_own ? e->base
                           : arena_printf(g->ctx->arena, "CB_%s", e->base);
        text_printf(g->out, "    {\"%s\", %s, %s},\n", e->name, quoted(g->ctx, base),
                    e->doc ? quoted(g->ctx, e->doc) : "NULL");
    }
    text_add(g->out, n ? "};\n\n" : "");
    return n;
}

static void emit_entries(Glue *g)
{
    const char *name = g->m->name, *choose = "";
    if (has_cpu(g->m)) {
        emit_level_choice(g);
        choose = "!cbi_choose_level() ? NULL : ";
    }
    text_printf(g->out, "CBI_EXPORT void *PyInit_%s(void);\n"
                "CBI_EXPORT void *\nPyInit_%s(void)\n{\n    return %scbi_init();\n}\n\n"
                "CBI_EXPORT void *PyModExport_%s(void);\n"
                "CBI_EXPORT void *\nPyModExport_%s(void)\n"
                "{\n    return %scbi_export();\n}\n",
                name, name, choose, name, name, choose);
}

static void emit_class_rows(Glue *g)
{
    const Module *m = g->m;
    if (!m->n_classes) {
        return;
    }
    text_printf(g->out, "    .classes = cbi_classes,\n    .n_classes = %d,\n", m->n_classes);
    bool foreign = false, inherits = g->any_left;
    for (const Class *c = m->classes; c; c = c->next) {
        foreign = foreign || c->foreign;
        inherits = inherits || c->is_lent;
    }
    text_add(g->out, foreign ? "    .has_foreign = true,\n" : "");
    text_add(g->out, inherits ? "    .has_heirs = true,\n" : "");
    text_add(g->out, m->uses_struct_arrays ? "    .has_struct_arrays = true,\n" : "");
}

// Its first members: what every module has.
static void emit_module_head(Glue *g)
{
    const Module *m = g->m;
    text_printf(g->out, "const struct cbi_module cbi_module = {\n    .name = \"%s\",\n",
                m->name);
    text_printf(g->out, "    .doc = %s,\n", m->doc ? quoted(g->ctx, m->doc) : "NULL");
    text_printf(g->out, "    .names = cbi_names,\n    .n_names = %zu,\n"
                "    .methods = cbi_methods,\n", g->names.n);
    if (is_large(m)) {
        text_add(g->out, "    .method_texts = cbi_method_texts,\n"
                 "    .functions = cbi_functions,\n    .n_functions = CBI_N_FUNCTIONS,\n");
    }
}

static void emit_module(Glue *g, int n_constants, int n_exceptions, int n_imports)
{
    const Module *m = g->m;
    if (module_has_locks(m)) {
        text_add(g->out, "CBI_SHARED_LOCKS;\n");
    }
    emit_module_head(g);
    if (n_constants) {
        text_printf(g->out, "    .constants = cbi_constants,\n    .n_constants = %d,\n",
                    n_constants);
    }
    if (m->n_enums) {
        text_printf(g->out, "    .enums = cbi_enums,\n    .n_enums = %d,\n",
                    m->n_enums);
    }
    emit_class_rows(g);
    emit_locks_of_module(g);
    if (n_exceptions) {
        text_printf(g->out, "    .exceptions = cbi_exceptions,\n"
                    "    .n_exceptions = %d,\n", n_exceptions);
    }
    emit_hook_rows(g);
    if (has_callbacks(m)) {
        text_add(g->out, "    .calls_python = true,\n");
    }
    if (n_imports) {
        text_printf(g->out, "    .imports = cbi_imports,\n    .n_imports = %d,\n",
                    n_imports);
    }
    text_add(g->out, "};\n\n");
    emit_entries(g);
}

static void emit_includes(Glue *g)
{
    text_printf(g->out, "/* Made by carbidec from the declarations of %s; "
                "do not edit. */\n%s#include \"carbide/glue.h\"\n\n", g->m->name,
                is_large(g->m) ? "#define CBI_COMPACT 1\n" : "");
    for (size_t i = 0; g->m->has_header && i < g->ctx->options.n_headers; i++) {
        // a header's name is no string literal: nothing in it is escaped
        text_printf(g->out, "#include \"%s\"\n", g->ctx->options.headers[i]);
    }
    // The author may deprecate what Python still calls: Python then warns its own way.
    text_add(g->out, "\n#pragma GCC diagnostic ignored "
             "\"-Wdeprecated-declarations\"\n"
             // a format of CB_RAISES that does not fit its arguments reads wild memory
             "#pragma GCC diagnostic error \"-Wformat\"\n\n");
}

static void emit_checks_of_all(Glue *g)
{
    text_add(g->out, "/* What carbidec read is what the compiler reads. */\n");
    for (const Function *f = g->m->functions; f; f = f->next) {
        emit_prototype(g, f);
    }
    for (const Function *f = g->m->hooks; f; f = f->next) {
        emit_prototype(g, f);
    }
    emit_value_asserts(g);
    emit_class_asserts(g);
    text_add(g->out, "\n");
}

static void emit_body(Glue *g)
{
    const Module *m = g->m;
    collect_names(g);
    collect_keeps(g);
    collect_busy(g);
    emit_names(g);
    emit_lock_names(g);
    emit_destroyers(g);
    emit_callbacks(g);
    for (const Function *f = m->functions; f; f = f->next) {
        emit_wrapper(g, f);
    }
    for (const Overload *o = m->overloads; o; o = o->next) {
        emit_overload(g, o);
    }
    for (const Function *f = m->hooks; f; f = f->next) {
        emit_wrapper(g, f);
    }
    emit_hooks(g);
    emit_methods(g);
    emit_enums(g);
    emit_classes(g);
    int n_constants = emit_constants(g);
    int n_exceptions = emit_exceptions(g);
    int n_imports = emit_imports(g);
    emit_module(g, n_constants, n_exceptions, n_imports);
}

// The functions through whose tables the glue calls, compiled once for each level.
static void emit_calls_file(Glue *g)
{
    emit_includes(g);
    if (!g->m->has_header) {
        emit_own_enums(g);
    }
    void (*const declare)(Glue *, const Function *) = g->m->has_header ? emit_inline
                                                                       : emit_prototype;
    for (const Function *f = g->m->functions; f; f = f->next) {
        declare(g, f);
    }
    for (const Function *f = g->m->hooks; f; f = f->next) {
        declare(g, f);
    }
    emit_calls_unit(g);
}

// Without a header the types are rewritten in place, so the glue is emitted last.
void emit_glue(Module *m, Text *out, Text *calls)
{
    Glue g = { .m = m, .ctx = m->ctx, .out = out, .name_index = map_new(m->ctx) };
    name_locals(m);
    emit_includes(&g);
    if (!m->has_header) {
        spell_out_types(m);
        emit_own_enums(&g);
    }
    emit_checks_of_all(&g);
    if (!has_levels(m)) {
        emit_body(&g);
        return;
    }
    Text body;
    text_init(&body, m->ctx);
    g.out = &body;
    emit_body(&g);
    g.out = out;
    emit_calls(&g, &body);
    text_addn(out, body.s, body.n);
    g.out = calls;
    emit_calls_file(&g);
}
