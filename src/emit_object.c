// SPDX-License-Identifier: MIT
// emit_object.c: objects of classes in a wrapper: which are in use and how they are locked,
// what is made of what C gives back, and what destroys it.
#include "emit_glue.h"

#include <string.h>

// ------------------------------------------------------------------------ in use
static bool is_use(const Param *p)
{
    return p->value.conv == CONV_HANDLE && !p->pointer_out
           && (p->slot >= 0 || p->role == ROLE_SELF);
}

int object_uses(const Function *f)
{
    int n = 0;
    for (int i = 0; i < f->n_params; i++) {
        n += is_use(f->params[i]);
    }
    return n;
}

// The place of p among the objects in use.
static int use_index(const Param *p)
{
    int n = 0;
    for (int i = 0; i < p->index; i++) {
        n += is_use(p->function->params[i]);
    }
    return n;
}

// In __init__ the object is taken by itself, and stands behind the others.
static bool inits(const Function *f)
{
    return function_constructs(f);
}

static bool is_list(const Param *p)
{
    return p->value.conv == CONV_HANDLES && p->slot >= 0 && p->dir == DIR_IN;
}

static int list_uses(const Function *f)
{
    int n = 0;
    for (int i = 0; i < f->n_params; i++) {
        n += is_list(f->params[i]);
    }
    return n;
}

// Are there locks of which only the runtime knows how many?
static bool has_more_locks(const Function *f)
{
    bool depends = false;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        depends = depends || (is_use(p) && p->value.class->is_dependent
                              && !(inits(f) && p == f->self));
    }
    return depends || list_uses(f);
}

// CB_LOCK(reentrant). Not of what C takes over: an outer call still uses it.
static bool is_reentrant(const Param *p)
{
    return p->value.class->is_reentrant && !p->said.by[MARK_TAKES];
}

void declare_objects(Wrapper *w)
{
    const Function *f = w->f;
    int n = object_uses(f);
    if (!n && !inits(f) && !list_uses(f)) {
        return;
    }
    if (n || list_uses(f)) {
        text_printf(w->out, "    PyObject *py_used[%d] = {NULL};\n", n ? n : 1);
    }
    text_printf(w->out, "    struct cbi_held py_held[%d] = {", n + 1);
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (is_use(p)) {
            text_printf(w->out, "{.argument = %d%s%s}, ",
                        p->role == ROLE_SELF ? -1 : message_index(p),
                        p->value.is_const ? "" : ", .exclusive = true",
                        is_reentrant(p) ? ", .reentrant = true" : "");
        }
    }
    text_add(w->out, "{.argument = -1, .exclusive = true}};\n");
    if (has_more_locks(f)) {
        text_add(w->out, "    struct cbi_held *py_locks = NULL;\n    int py_n_locks = 0;\n");
    }
}

void emit_object_getter(Wrapper *w, const Param *p)
{
    const Param *self = w->f ? w->f->self : NULL;     // NULL: a callback's result
    bool like = self && is_use(self) && self->value.class == p->value.class;
    text_printf(w->out, "cbi_get_object(&py_call, %d, py_slot[%d], %d, %s, %s, "
                "&py_used[%d])", message_index(p), p->slot, p->value.class->index,
                p->opt ? "true" : "false", like ? "py_self" : "NULL", use_index(p));
}

// Where C keeps the GIL, a test is enough, unless Python code may run before C does:
// outputs are allocated behind the locks, and may import NumPy for it. Those in plain
// memory become objects when C has returned.
static const char *use_kind(const Wrapper *w)
{
    bool locked = false, runs = false;
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        locked = locked || (is_use(p) && class_is_locked(p->value.class)) || is_list(p);
        runs = runs || (is_allocated(p) && !wants_memory(p));
    }
    return !locked ? "CBI_LOOK"
           : wrapper_holds_gil(w) && !runs && !reaches_python(w) ? "CBI_TEST"
           : "CBI_TAKE";
}

// Of the object itself, while it is made: who is given to other code before that is over
// stays locked.
static const char *init_kind(const Wrapper *w)
{
    return wrapper_holds_gil(w) && !reaches_python(w) && !w->f->class->is_lent
               ? "CBI_TEST" : "CBI_TAKE";
}

// Lists alone decide whether C runs detached: then that is known before they are locked.
static bool is_judged_by_lists(const Wrapper *w)
{
    const Function *f = w->f;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        bool other = (is_array(p) && !is_list(p)) || p->value.conv == CONV_STR
                     || p->value.conv == CONV_CALLBACK;
        if (other) {
            return false;
        }
    }
    return list_uses(f) && f->gil == GIL_AUTO && f->gil_class == GIL_CLOSED
           && !reaches_python(w);
}

static void emit_list_kind(Wrapper *w)
{
    if (!is_judged_by_lists(w)) {
        text_add(w->out, use_kind(w));
        return;
    }
    const char *plus = "";
    for (int i = 0; i < w->f->n_params; i++) {
        if (is_list(w->f->params[i])) {
            text_printf(w->out, "%s%s", plus, bytes_text(w, w->f->params[i]));
            plus = " + ";
        }
    }
    text_add(w->out, " > cbi_gil_bytes ? CBI_TAKE : CBI_TEST");
}

static void emit_list_uses(Wrapper *w, int n)
{
    text_printf(w->out, "    if (!cbi_use_lists(&py_call, py_used, py_held, %d, ", n);
    emit_list_kind(w);
    if (!list_uses(w->f)) {
        text_add(w->out, ", NULL, 0,\n            &py_locks, &py_n_locks)) {\n"
                 "        goto fail;\n    }\n");
        return;
    }
    text_add(w->out, ", (const struct cbi_objects[]){\n");
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_list(p)) {
            text_printf(w->out, "            {&cbi_%s, cbi_%s_n[0], %d, %s},\n", p->local,
                        p->local, message_index(p), p->value.is_shared ? "false" : "true");
        }
    }
    text_printf(w->out, "        }, %d, &py_locks, &py_n_locks)) {\n        goto fail;\n"
                "    }\n", list_uses(w->f));
}

// The end of stage 2: locks, states, and the pointers that C gets.
void emit_uses(Wrapper *w)
{
    const Function *f = w->f;
    int n = object_uses(f);
    bool lists = list_uses(f);
    if (inits(f)) {
        text_printf(w->out, "    if (!cbi_begin_init(&py_call, py_self, &py_held[%d], %s)) {\n"
                    "        goto fail;\n    }\n", n, init_kind(w));
    }
    if (!n && !lists) {
        return;
    }
    if (f->self && is_use(f->self) && !inits(f)) {
        text_printf(w->out, "    py_used[%d] = py_self;\n", use_index(f->self));
    }
    bool only_self = n == 1 && inits(f) && f->self && is_use(f->self);
    if (has_more_locks(f)) {
        emit_list_uses(w, n);
    } else if (!only_self) {
        text_printf(w->out, "    if (!cbi_use(&py_call, py_used, py_held, %d, %s)) {\n"
                    "        goto fail;\n    }\n", n, use_kind(w));
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (!is_use(p)) {
            continue;
        }
        const char *from = inits(f) && p == f->self ? "py_self"
            : arena_printf(w->g->ctx->arena, "py_used[%d]", use_index(p));
        bool integer = p->value.class->kind == CLASS_INTEGER;
        text_printf(w->out, "    %s = %scbi_data(%s);\n", local_name(w, p),
                    integer ? arena_printf(w->g->ctx->arena, "(%s)(intptr_t)",
                                           unqualified(w->g->ctx, p->type, NULL)) : "",
                    from);
    }
}

const char *used_object(const Wrapper *w, const Param *p)
{
    return is_use(p) ? arena_printf(w->g->ctx->arena, "py_used[%d]", use_index(p)) : NULL;
}

// ------------------------------------------------------------------------ keeping
// CB_KEEP on what is no object that the result keeps by itself.
bool is_kept(const Param *p)
{
    const Function *f = p->function;
    bool by_result = is_use(p) && gives_object(f);
    return p->said.by[MARK_KEEP] && p->slot >= 0 && !by_result
           && p->value.conv != CONV_COUNT && p->value.conv != CONV_CALLBACK;
}

static char kept_kind(const Param *p)
{
    Conversion c = p->value.conv;
    return c == CONV_HANDLE ? 'o' : c == CONV_ARRAY || c == CONV_VIEW || c == CONV_BYTES
           || c == CONV_TEXT ? 'a' : 's';
}

void declare_kept(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        if (is_kept(w->f->params[i])) {
            text_printf(w->out, "    struct cbi_cleanup *cbi_from_%s = NULL, *cbi_to_%s = "
                        "NULL;\n", w->f->params[i]->local, w->f->params[i]->local);
        }
    }
}

// Of all parameters that are kept; keeper: an expression.
void emit_keeps(Wrapper *w, const char *keeper)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_kept(p)) {
            text_printf(w->out, "    if (!cbi_keep_param(&py_call, %s, py_slot[%d], '%c', "
                        "cbi_from_%s, cbi_to_%s, %s)) {\n        goto fail;\n    }\n", keeper,
                        p->slot, kept_kind(p), p->local, p->local,
                        w->f->place == PLACE_SET ? "true" : "false");
        }
    }
}

// Who keeps: `self`, or the module.
const char *early_keeper(const Wrapper *w)
{
    const Function *f = w->f;
    bool self = f->self && is_use(f->self) && f->class->kind != CLASS_VALUE;
    return self ? "py_self" : "NULL";
}

// Before C has it.
void emit_early_keeps(Wrapper *w)
{
    if (!gives_object(w->f)) {
        emit_keeps(w, early_keeper(w));
    }
}

// Views of an object's memory would point to where it was.
static void emit_view_tests(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        bool takes = is_use(p) && p->said.by[MARK_TAKES];
        if (is_use(p) && (takes || p->may_move) && p->value.class->kind != CLASS_VALUE) {
            text_printf(w->out, "    if (!cbi_has_no_views(&py_call, py_used[%d], %s)) {\n"
                        "        goto fail;\n    }\n", use_index(p),
                        takes ? "true" : "false");
        }
    }
}

static void emit_may_take(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_use(p) && p->said.by[MARK_TAKES]) {
            text_printf(w->out, "    if (!cbi_may_take(&py_call, %d, py_used[%d])) {\n"
                        "        goto fail;\n    }\n",
                        p->role == ROLE_SELF ? -1 : message_index(p), use_index(p));
        }
    }
}

// The object whose memory a result shows, or NULL.
const char *viewed_object(const Wrapper *w)
{
    const Param *self = w->f->self;
    return self && is_use(self) && function_gives_view(w->f)
        ? arena_printf(w->g->ctx->arena, "py_used[%d]", use_index(self)) : NULL;
}

// Right before C runs: what C takes over is no longer Python's.
void emit_takes(Wrapper *w)
{
    emit_view_tests(w);
    emit_may_take(w);
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_use(p) && p->said.by[MARK_TAKES]) {
            text_printf(w->out, "    %scbi_taken(py_used[%d]);\n", p->opt
                ? arena_printf(w->g->ctx->arena, "if (py_used[%d]) ", use_index(p)) : "",
                use_index(p));
        }
    }
}

const char *attach_text(const Wrapper *w)
{
    int n = object_uses(w->f);
    return has_more_locks(w->f) ? "cbi_attach_locked(&py_call, py_locks, py_n_locks)"
        : inits(w->f)
        ? arena_printf(w->g->ctx->arena, "cbi_attach_locked(&py_call, py_held, %d)", n + 1)
        : n ? arena_printf(w->g->ctx->arena, "cbi_attach_locked(&py_call, py_held, %d)", n)
        : "cbi_attach(&py_call)";
}

// CB_TAKES on an array or a string: C frees it, so it gets a copy from malloc.
bool is_given(const Param *p)
{
    return p->said.by[MARK_TAKES]
           && (p->value.conv == CONV_ARRAY || p->value.conv == CONV_BYTES
               || p->value.conv == CONV_TEXT || p->value.conv == CONV_STR);
}

void declare_given(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        if (is_given(w->f->params[i])) {
            text_printf(w->out, "    void *cbi_own_%s = NULL;\n", w->f->params[i]->local);
        }
    }
}

void emit_given(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (!is_given(p)) {
            continue;
        }
        const char *n = p->local;
        text_printf(w->out, "    if (!cbi_give_copy(&py_call, &cbi_own_%s, ", n);
        if (p->value.conv == CONV_STR) {
            const char *name = local_name(w, p);
            text_printf(w->out, "%s, %s ? strlen(%s) + 1 : 0", name, name, name);
        } else {
            text_printf(w->out, "cbi_%s.data, cbi_bytes(%s, %d, cbi_%s_n)", n,
                        number_type(w, &p->value), p->value.rank, n);
        }
        text_add(w->out, ")) {\n        goto fail;\n    }\n");
    }
}

void emit_given_over(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        if (is_given(w->f->params[i])) {
            text_printf(w->out, "        cbi_own_%s = NULL;      /* it is C's */\n",
                        w->f->params[i]->local);
        }
    }
}

void emit_given_back(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        if (is_given(w->f->params[i])) {
            text_printf(w->out, "    free(cbi_own_%s);\n", w->f->params[i]->local);
        }
    }
}

void emit_unuse(Wrapper *w)
{
    int n = object_uses(w->f);
    if (inits(w->f)) {
        text_printf(w->out, "    cbi_unuse(&py_call, &py_held[%d], 1, %s);\n", n,
                    init_kind(w));
    }
    if (has_more_locks(w->f)) {
        text_printf(w->out, "    cbi_unuse(&py_call, py_locks, py_n_locks, %s);\n",
                    use_kind(w));
    } else if (n) {
        text_printf(w->out, "    cbi_unuse(&py_call, py_held, %d, %s);\n", n, use_kind(w));
    }
}

// ------------------------------------------------------------------------ results
// The class of an object that the function gives, or makes.
bool gives_object(const Function *f)
{
    bool gives = function_constructs(f) || (f->result.conv == CONV_HANDLE);
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        gives = gives || (p->pointer_out && p->value.conv == CONV_HANDLE);
    }
    return gives;
}

// Which of the objects in use a new one keeps: those that C may go on using for it.
static unsigned kept(const Function *f, const Value *v)
{
    unsigned all = 0, said = 0, read = 0;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (is_use(p) && !(inits(f) && p == f->self) && use_index(p) < 16) {
            unsigned bit = 1u << use_index(p);
            read |= p->value.is_const ? bit : 0;
            all |= p->said.by[MARK_IN] || p->said.by[MARK_TAKES] ? 0 : bit;
            said |= p->said.by[MARK_KEEP] ? bit : 0;
        }
    }
    unsigned self = f->self && is_use(f->self) ? 1u << use_index(f->self) & all : 0;
    unsigned kept = !v->is_child ? all : said ? said : self ? self : all;
    return kept | (kept & read) << 16;
}

static bool keeps_in(const Function *f, const Class *c)
{
    bool keeps = (f->place == PLACE_INIT && f->class == c && kept(f, &f->result))
                 || (f->result.conv == CONV_HANDLE && f->result.class == c
                     && kept(f, &f->result));
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        keeps = keeps || p->said.by[MARK_KEEP]
                || (p->pointer_out && p->value.class == c && kept(f, &p->value));
    }
    return keeps;
}

// Its objects never refer to others: the collector need not know them.
bool class_is_alone(const Module *m, const Class *c)
{
    bool alone = c->kind == CLASS_POINTER && !c->is_lent && !c->is_nested
                 && !c->values.n;
    for (const Function *f = m->functions; f && alone; f = f->next) {
        alone = !keeps_in(f, c);
    }
    return alone;
}

static bool says_keep(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (is_use(f->params[i]) && f->params[i]->said.by[MARK_KEEP]) {
            return true;
        }
    }
    return false;
}

static const char *destroyer(const Wrapper *w, const Param *p, const Value *v)
{
    if (!v->owned || v->owned == v->class->destroy) {
        return "NULL";
    }
    return owner_name(w, p);
}

static const char *as_data(const Wrapper *w, const Value *v, const char *var)
{
    return arena_printf(w->g->ctx->arena, v->class->kind == CLASS_INTEGER
                        ? "(void *)(intptr_t)%s" : "(void *)%s", var);
}

const char *object_of_handle(Wrapper *w, const Param *p, int i, const Value *v,
                             const char *var)
{
    Arena *arena = w->g->ctx->arena;
    bool made = w->f->place == PLACE_CLASS && w->f->class == v->class;
    if (v->class->kind == CLASS_VALUE && !v->is_child) {    // copied, and then freed
        return arena_printf(arena, "cbi_copied_instance(&py_call, %d, %d, %s, %s, %s)", i,
                            v->class->index, made ? "py_self" : "NULL", var,
                            v->nullable ? "true" : "false");
    }
    return arena_printf(arena, "cbi_new_object(&py_call, %d, %d, %s, %s, %s%s%s, %s, %s, "
                        "%u)", i, v->class->index, made ? "py_self" : "NULL",
                        as_data(w, v, var), v->nullable ? "CBI_O_NULL" : "0",
                        v->is_child ? " | CBI_O_CHILD" : "",
                        v->is_child && says_keep(w->f) ? " | CBI_O_IN_TOP" : "",
                        destroyer(w, p, v),
                        object_uses(w->f) ? "py_used" : "NULL", kept(w->f, v));
}

// CB_OUT const T *a[n]: those that came in, by identity, or C's own.
const char *objects_of_handles(Wrapper *w, const Param *p, int i, const Value *v,
                               const char *length)
{
    Text lists;
    text_init(&lists, w->g->ctx);
    for (int k = 0; k < w->f->n_params; k++) {
        const Param *q = w->f->params[k];
        if (is_list(q) && q->value.class == v->class) {
            text_printf(&lists, "{&cbi_%s, cbi_%s_n[0], 0, false}, ", q->local, q->local);
        }
    }
    return arena_printf(w->g->ctx->arena, "cbi_to_objects(&py_call, %d, %d, cbi_%s.data, "
                        "%s, %s, %s,\n            (const struct cbi_objects[]){%s{0}}, %s, "
                        "%u)", i, v->class->index, p->local, length,
                        v->nullable ? "true" : "false",
                        v->form == AS_TUPLE ? "true" : "false", lists.n ? lists.s : "",
                        object_uses(w->f) ? "py_used" : "NULL", kept(w->f, v));
}

// What the constructor made, by its result or by CB_OUT T **; NULL: it filled the object.
static const Param *made_out(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->pointer_out && f->params[i]->value.class == f->class) {
            return f->params[i];
        }
    }
    return NULL;
}

void emit_constructed(Wrapper *w)
{
    const Function *f = w->f;
    const Param *out = made_out(f);
    const Value *v = out ? &out->value : &f->result;
    bool filled = f->self != NULL, value = !filled && v->conv == CONV_STRUCT;
    const char *var = out ? arena_printf(w->g->ctx->arena, "cbi_%s", out->local)
                          : "cbi_return";
    const char *data = filled ? "NULL" : value ? "&cbi_return" : as_data(w, v, var);
    text_printf(w->out, "    if (!cbi_construct(&py_call, py_self, %s, %s, %s, %u)) {\n"
                "        goto fail;\n    }\n", data,
                filled || value ? "NULL" : destroyer(w, out, v),
                object_uses(f) ? "py_used" : "NULL", filled || !value ? kept(f, v) : 0);
    if (!filled && !value) {
        text_printf(w->out, "    %s", object_moved(w, out, v, var));
    }
    emit_keeps(w, "py_self");
    text_add(w->out, "    py_result = cbi_new_none();\n");
}

// --------------------------------------------------------------- what destroys them
static void emit_destroyer(Glue *g, const char *name, const Class *c, const Expr *e)
{
    Wrapper w = { .g = g, .out = g->out };
    const char *type = c->alias && !c->tag ? c->c_type
                       : arena_printf(g->ctx->arena, "%s *", c->c_type);
    const bool locks = c->destroy_locks.n > 0;
    if (locks) {
        text_printf(g->out, "static void\n%s_now(void *cbi_this)\n{\n", name);
    } else {
        text_printf(g->out, "static void\n%s(void *cbi_this, const void *cbi_with)\n{\n",
                    name);
    }
    text_printf(g->out, "    %s this = (%s)%scbi_this;\n%s    ", type, type,
                c->kind == CLASS_INTEGER ? "(intptr_t)" : "",
                locks ? "" : "    (void)cbi_with;\n");
    if (e->kind == EX_NAME) {
        text_printf(g->out, "%s(this);\n}\n\n", e->name);
    } else {
        text_printf(g->out, "%s;\n}\n\n", pasted_expr(&w, e));
    }
    emit_locked_destroyer(g, name, c);
}

void emit_object_owner(Glue *g, const Function *f, const Param *p, const Value *v)
{
    Wrapper w = { .g = g, .out = g->out, .f = f };
    emit_destroyer(g, owner_name(&w, p), v->class, v->owned);
}

void emit_destroyers(Glue *g)
{
    for (const Class *c = g->m->classes; c; c = c->next) {
        if (c->destroy && c->why_not) {
            emit_destroyer(g, arena_printf(g->ctx->arena, "cbi_destroy_%d", c->index), c,
                           c->destroy);
        }
    }
}

// Of a number nobody can tell whether it is a handle: the wrapper remembers it.
static bool is_number(const Value *v)
{
    return v->conv == CONV_HANDLE && v->owned && v->class->kind == CLASS_INTEGER;
}

static const char *made_name(Arena *arena, const Param *p)
{
    return p ? arena_printf(arena, "cbi_%s_made", p->local) : "cbi_return_made";
}

// For each handle that is a number: declared (false), or valid from here on (true).
void emit_made(Wrapper *w, bool is_made)
{
    Arena *arena = w->g->ctx->arena;
    const Function *f = w->f;
    const char *format = is_made ? "    %s = true;\n" : "    bool %s = false;\n";
    if (is_number(&f->result)) {
        text_printf(w->out, format, made_name(arena, NULL));
    }
    for (int i = 0; i < f->n_params; i++) {
        if (f->params[i]->pointer_out && is_number(&f->params[i]->value)) {
            text_printf(w->out, format, made_name(arena, f->params[i]));
        }
    }
}

// An object has it now, and the wrapper no more.
const char *object_moved(Wrapper *w, const Param *p, const Value *v, const char *var)
{
    Arena *arena = w->g->ctx->arena;
    return arena_printf(arena, "%s = %s;        /* it is the object's */\n",
                        is_number(v) ? made_name(arena, p) : var,
                        is_number(v) ? "false" : "0");
}

// What the wrapper still holds when it ends: the object was not made of it.
void emit_object_release(Wrapper *w, const Param *p, const Value *v)
{
    if (!v->owned) {
        return;
    }
    Arena *arena = w->g->ctx->arena;
    const char *var = p ? arena_printf(arena, "cbi_%s", p->local) : "cbi_return";
    const char *name = v->owned == v->class->destroy
        ? arena_printf(arena, "cbi_destroy_%d", v->class->index) : owner_name(w, p);
    text_printf(w->out, "    if (%s) {\n        %s(%s, NULL);\n    }\n",
                is_number(v) ? made_name(arena, p) : var, name, as_data(w, v, var));
}
