// SPDX-License-Identifier: MIT
// check.c: everything that must be said of a lowered function before code is made of
// it: which of its expressions are checked how, bounds that use what is declared behind
// them, defaults that fit, macros of its name.
//
// In: converted and solved functions. Out: diagnostics; check_function is false when
// the function is left out.
#include "check.h"

#include <string.h>

// ------------------------------------------------------------------ parameters
static Scope scope_of(Module *m, const Function *f, const Param *p, const char *what)
{
    Scope s = { .m = m, .f = f, .at = p ? p->decl->span : f->decl->span, .ok = true };
    s.what = p ? arena_printf(m->ctx->arena, "%s of `%s`", what, p->name) : what;
    return s;
}

// f(double a[n], size_t n): C reads a bound before the parameters behind it.
static bool check_declared_before(Module *m, const Function *f, const Param *p,
                                  const Expr *extent)
{
    const Param *behind = NULL;
    for (int i = p->index + 1; !p->flat && !behind && i < f->n_params; i++) {
        behind = expr_uses(extent, f->params[i]->name) ? f->params[i] : NULL;
    }
    if (!behind || map_get(m->declared, behind->name)) {
        return true;
    }
    diag(m->ctx, DIAG_UNKNOWN_NAME, extent->span.end ? extent->span : p->decl->span,
         "a bound of `%s` uses `%s`, which is declared behind it", p->name,
         behind->name);
    Text shape;
    text_init(&shape, m->ctx);
    for (int d = 0; d < p->value.rank; d++) {
        text_printf(&shape, "%s%s", d ? ", " : "",
                    expr_text(m->ctx, p->value.axes[d].extent));
    }
    const char *name = arena_printf(m->ctx->arena, "*%s", p->name);
    diag_hint(m->ctx, "CB_SHAPE(%s) %s%s    %s may stand anywhere", shape.s,
              p->value.is_const ? "const " : "",
              type_declare(m->ctx, p->value.element, name), behind->name);
    return false;
}

static bool check_extent(Module *m, const Function *f, const Param *p, const Axis *axis)
{
    if (p && !check_declared_before(m, f, p, axis->extent)) {
        return false;
    }
    bool after = !p || p->pointer_out;
    Scope s = scope_of(m, f, p, p ? "a bound" : "the shape of the result");
    s.before = !after;
    s.bounded = p;
    s.calls = after || p->dir == DIR_OUT;
    if (!check_form(s, axis->extent)) {
        return false;
    }
    int64_t extent;
    Span at = axis->extent->span.end ? axis->extent->span : s.at;
    if (expr_int(m, f, axis->extent, &extent) && extent <= 0) {
        diag(m->ctx, DIAG_EXTENT, at, "%s is %lld; no array has this extent", s.what,
             (long long)extent);
        return false;
    }
    return true;
}

static bool check_stride(Module *m, const Function *f, const Param *p, const Axis *axis)
{
    Scope s = scope_of(m, f, p, "a stride");
    s.before = true;
    return !axis->stride || axis->stride_param || check_form(s, axis->stride);
}

static bool check_c_expr(Module *m, const Function *f, const Param *p, const char *what,
                         const Expr *e)
{
    Scope s = scope_of(m, f, p, what);
    s.any_c = true;
    return !e || check_form(s, e);
}

static bool fits(const Module *m, const Type *t, const ConstValue *v)
{
    int bits = type_int_bits(&m->target, t);
    if (t->kind == TY_BOOL || bits <= 0 || bits >= 64) {
        bool negative_into_unsigned = v->negative && bits > 0 && t->kind == TY_INT
                                      && !type_int_signed(&m->target, t);
        return !negative_into_unsigned;
    }
    if (type_int_signed(&m->target, t)) {
        int64_t limit = (int64_t)1 << (bits - 1);
        return v->negative ? (int64_t)v->number >= -limit : v->number < (uint64_t)limit;
    }
    return !v->negative && v->number >> bits == 0;
}

static void hint_range(Module *m, const Type *t, const char *spelling)
{
    int bits = type_int_bits(&m->target, t);
    if (bits <= 0 || bits > 64) {
        return;
    }
    if (type_int_signed(&m->target, t)) {
        unsigned long long top = ((uint64_t)1 << (bits - 1)) - 1;
        diag_hint(m->ctx, "%s goes from -%llu to %llu", spelling, top + 1, top);
    } else {
        unsigned long long top = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
        diag_hint(m->ctx, "%s goes from 0 to %llu", spelling, top);
    }
}

// A literal of another kind: a number for a string, a string for a number.
static bool wrong_literal(const Param *p, const Expr *e)
{
    bool number = e->kind == EX_NUMBER || e->kind == EX_FLOAT;
    switch (p->value.conv) {
    case CONV_STR: case CONV_BYTES_Z: case CONV_PATH: case CONV_WSTR: case CONV_FILE:
        return number && !(e->kind == EX_NUMBER && e->number == 0);
    case CONV_TIMESPEC:
        return number || e->kind == EX_STRING;
    case CONV_DATETIME: case CONV_TIMEDELTA:
        return e->kind == EX_STRING || (number && p->value.element->kind == TY_STRUCT);
    default:
        return e->kind == EX_STRING;
    }
}

// A constant default that the parameter's type cannot hold.
static bool check_default_fits(Module *m, const Function *f, const Param *p)
{
    const Expr *e = p->fixed ? p->fixed : p->default_value;
    if (e && !p->null_pointer && wrong_literal(p, e)) {
        return diag(m->ctx, DIAG_DEFAULT_RANGE, e->span.end ? e->span : p->decl->span,
                    "the %s of `%s` is no `%s`", p->fixed ? "fixed value" : "default",
                    p->name, type_declare(m->ctx, p->type, NULL));
    }
    ConstValue v;
    if (!e || p->value.conv != CONV_INT || p->null_pointer
        || !expr_constant(m, f, e, &v) || v.kind != CV_INT
        || fits(m, p->value.element, &v)) {
        return true;
    }
    const char *type = type_declare(m->ctx, p->value.element, NULL);
    diag(m->ctx, DIAG_DEFAULT_RANGE, e->span.end ? e->span : p->decl->span,
         "the %s of `%s` does not fit `%s`", p->fixed ? "fixed value" : "default",
         p->name, type);
    hint_range(m, p->value.element, type);
    return false;
}

static bool returns_it(Module *m, const Function *f, const Type *t, const Expr *e)
{
    ConstValue v;
    const bool number = t->kind == TY_INT || t->kind == TY_BOOL || t->kind == TY_ENUM;
    if (e->kind == EX_STRING) {
        return false;
    }
    if (!expr_constant(m, f, e, &v)) {
        return true;
    }
    return t->kind == TY_STRUCT || t->kind == TY_UNION ? false
           : t->kind == TY_INT && v.kind == CV_INT ? fits(m, t, &v)
                                                   : !number || v.kind == CV_INT;
}

bool check_on_raise(Module *m, const Function *f, const Param *p, const Function *callee)
{
    const Said *said = p ? &p->said : &f->said;
    const Expr *e = said->on_raise;
    const Type *t = callee->type->base;
    const char *name = p ? p->name : f->c_name;
    if (!e) {
        return true;
    }
    Span at = e->span.end ? e->span : said->by[MARK_ON_RAISE]->span;
    if (t->kind == TY_VOID) {
        diag(m->ctx, DIAG_MARKER_PLACE, said->by[MARK_ON_RAISE]->span,
             "CB_ON_RAISE says what C gets from `%s`, which returns nothing", name);
        diag_hint(m->ctx, "remove it");
        return false;
    }
    if (!check_c_expr(m, f, p, "CB_ON_RAISE", e)) {
        return false;
    }
    if (!returns_it(m, f, t, e)) {
        const char *type = type_declare(m->ctx, t, NULL);
        diag(m->ctx, DIAG_DEFAULT_RANGE, at, "the value of CB_ON_RAISE of `%s` does not "
             "fit `%s`", name, type);
        hint_range(m, t, type);
        return false;
    }
    return true;
}

static bool check_param(Module *m, const Function *f, const Param *p)
{
    bool ok = true;
    for (int d = 0; value_is_array(&p->value) && d < p->value.rank; d++) {
        ok = check_extent(m, f, p, &p->value.axes[d]) && ok;
        ok = check_stride(m, f, p, &p->value.axes[d]) && ok;
    }
    if (p->value.length) {
        Scope s = scope_of(m, f, p, "CB_LEN");
        ok = check_form(s, p->value.length) && ok;
    }
    if (p->index_bound) {
        Scope s = scope_of(m, f, p, "CB_INDEX");
        s.before = true;
        ok = check_form(s, p->index_bound) && ok;
    }
    ok = check_c_expr(m, f, p, "CB_DEFAULT", p->default_value) && ok;
    ok = check_c_expr(m, f, p, "CB_FIXED", p->fixed) && ok;
    ok = check_c_expr(m, f, p, "CB_OWNED", p->value.owned) && ok;
    ok = check_owner(m, f, &p->value) && ok;
    const Callback *c = p->value.conv == CONV_CALLBACK ? p->value.callback : NULL;
    ok = (!c || check_on_raise(m, f, p, c->function)) && ok;
    return ok && check_default_fits(m, f, p);
}

bool check_conditions(Module *m, const Function *f)
{
    bool ok = true;
    for (const Require *r = f->requires; r; r = r->next) {
        Scope s = scope_of(m, f, NULL, "CB_REQUIRE");
        s.before = true;
        s.floats = true;
        ok = check_form(s, r->expr) && ok;
    }
    for (const Raise *r = f->raises; r; r = r->next) {
        ok = check_c_expr(m, f, NULL, "CB_RAISES", r->condition) && ok;
        for (const Expr *e = r->arguments; e; e = e->next) {
            Expr alone = *e;
            alone.next = NULL;
            ok = check_c_expr(m, f, NULL, "CB_RAISES", &alone) && ok;
        }
        if (f->type->base->kind == TY_VOID && expr_uses_return(r->condition)) {
            ok = diag(m->ctx, DIAG_RAISES, r->span,
                      "CB_RAISES speaks of `return`, but %s() returns nothing",
                      f->c_name);
        }
    }
    return ok;
}

// A declared function that is a macro as well: calls in C would mean the macro.
static bool check_macro(Module *m, const Function *f)
{
    const Macro *macro = map_get(f->unit->tokens->macro_by_name, f->c_name);
    if (!macro || macro->undefined) {
        return true;
    }
    TokenRange body = macro_body(m->ctx, macro);
    bool itself = !macro->function_like && body.n == 1
                  && body.at[0].name == f->decl->name;
    if (itself) {
        return true;
    }
    diag(m->ctx, DIAG_MACRO_FUNCTION, f->decl->span, "`%s` is also a macro", f->c_name);
    if (!macro->builtin) {
        diag_note(m->ctx, macro->span, "defined here");
    }
    diag_hint(m->ctx, "#undef %s", f->c_name);
    return false;
}

// Of a function that has errors, what can be said of its other parameters: the names
// that they use.
void check_names_used(Module *m, const Function *f)
{
    for (int i = 0; f->broken && !f->left_out && i < f->n_params; i++) {
        const Param *p = f->params[i];
        Scope s = scope_of(m, f, p, "a bound");
        s.bounded = p;
        for (int d = 0; !p->broken && value_is_array(&p->value) && d < p->value.rank;
             d++) {
            s.ok = true;
            expr_names(p->value.axes[d].extent, check_name_known, &s);
            if (s.ok) {
                check_declared_before(m, f, p, p->value.axes[d].extent);
            }
        }
        if (!p->broken) {
            check_c_expr(m, f, p, "CB_DEFAULT", p->default_value);
            check_c_expr(m, f, p, "CB_FIXED", p->fixed);
        }
    }
}

bool check_values(Module *m, const Function *f)
{
    bool ok = true;
    for (int i = 0; i < f->n_params; i++) {
        ok = check_param(m, f, f->params[i]) && ok;
    }
    return ok;
}

// What a new object keeps is told to the runtime by a bit for each.
static bool check_kept(Module *m, const Function *f)
{
    enum { OBJECTS_MAX = 16 };
    int objects = 0;
    bool makes = function_constructs(f) || f->result.conv == CONV_HANDLE;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        const bool object = p->value.conv == CONV_HANDLE;
        makes = makes || (object && p->pointer_out);
        objects += object && !p->pointer_out;
    }
    return !makes || objects <= OBJECTS_MAX
           || diag(m->ctx, DIAG_TOO_DEEP, f->decl->span,
                   "%s() makes an object of %d others; carbide takes %d at most",
                   f->c_name, objects, OBJECTS_MAX);
}

// What C gets is a variable of the wrapper: it ends with the call.
static bool ends_with_call(const Param *p)
{
    const Callback *c = p->value.conv == CONV_CALLBACK ? p->value.callback : NULL;
    return p->indirect || (c && c->field && p->type->kind == TY_POINTER);
}

static void hint_kept(Module *m, const Param *p)
{
    const Type *base = p->type->base;
    const char *opt = p->said.by[MARK_OPT] ? "CB_OPT " : "", *text;
    if (p->value.conv == CONV_CALLBACK) {
        text = arena_printf(m->ctx->arena, "CB_KEEP %s",    // by value nothing is optional
                            type_declare(m->ctx, type_unqualified(m->ctx, base), p->name));
        diag_fix(m->ctx, p->decl->whole, text, "%s    by value: C stores what is in it",
                 text);
    } else if (p->value.conv == CONV_STRUCT) {
        text = arena_printf(m->ctx->arena, "CB_KEEP %s%s", opt,
                            type_declare(m->ctx, p->type, p->name));
        diag_fix(m->ctx, p->decl->whole, text, "%s    the memory of the instance itself",
                 text);
    } else {
        const char *name = arena_printf(m->ctx->arena, "%s[1]", p->name);
        text = arena_printf(m->ctx->arena, "CB_KEEP %s%s", opt,
                            type_declare(m->ctx, base, name));
        diag_fix(m->ctx, p->decl->whole, text, "%s    an array, whose memory Python keeps",
                 text);
    }
}

// CB_KEEP on what carbide makes for the call alone, or gives away behind it.
static bool check_outlives(Module *m, const Function *f)
{
    bool ok = true;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        const Mark *keep = p->said.by[MARK_KEEP];
        if (!keep) {
            continue;
        }
        if (p->said.by[MARK_OUT] || p->said.by[MARK_INOUT]) {
            ok = diag(m->ctx, DIAG_CONTRADICTION, keep->span, "%s and CB_KEEP on `%s` of "
                      "%s() contradict each other: C keeps what Python gives, not what it "
                      "gets", direction_said(&p->said)->name, p->name, f->c_name);
        } else if (ends_with_call(p)) {
            ok = diag(m->ctx, DIAG_KEPT_COPY, keep->span, "CB_KEEP on `%s` of %s(): C "
                      "gets the address of a copy, which ends with the call", p->name,
                      f->c_name);
            hint_kept(m, p);
        }
    }
    return ok;
}

bool check_function(Module *m, Function *f)
{
    if (f->broken || f->left_out) {
        return !f->left_out;
    }
    bool ok = check_macro(m, f);
    ok = check_values(m, f) && ok;
    for (int d = 0; d < f->result.rank; d++) {
        ok = check_extent(m, f, NULL, &f->result.axes[d]) && ok;
    }
    ok = check_c_expr(m, f, NULL, "CB_OWNED", f->result.owned) && ok;
    ok = check_owner(m, f, &f->result) && ok;
    ok = check_conditions(m, f) && ok;
    ok = check_kept(m, f) && ok;
    ok = check_outlives(m, f) && ok;
    f->broken = !ok;
    return true;
}
