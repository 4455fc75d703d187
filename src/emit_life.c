// SPDX-License-Identifier: MIT
// emit_life.c: what outlives the call: CB_KEEP on arrays, strings and objects that no
// result keeps by itself, and CB_TAKES, by which C gets an object for good, or a copy of
// an array or a string. In: parameters that said so. Out: the lines of the wrapper before
// and behind the call: made ready while Python code may run, kept right before C does.
#include "emit_glue.h"

// ---------------------------------------------------------------------- CB_KEEP
static bool is_owned_object(const Value *v)
{
    return v->conv == CONV_HANDLE && !v->is_child && v->class->kind != CLASS_VALUE;
}

// Does the call make an object that Python owns? It keeps by itself the objects that C
// used to make it (emit_object.c), and is there when C has returned.
static bool makes_owned(const Function *f)
{
    bool constructs = function_constructs(f) && f->class->kind != CLASS_VALUE;
    bool makes = constructs || is_owned_object(&f->result);
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        makes = makes || (p->pointer_out && is_owned_object(&p->value));
    }
    return makes;
}

// The first child that the call gives: C goes on owning it, in what it lives in.
static const Value *first_child(const Function *f)
{
    if (f->result.conv == CONV_HANDLE && f->result.is_child) {
        return &f->result;
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->pointer_out && p->value.conv == CONV_HANDLE && p->value.is_child) {
            return &p->value;
        }
    }
    return NULL;
}

// Before C runs: by `self`, by that in which a child lives, or by the module.
static bool keeps_early(const Function *f)
{
    return first_child(f) || !makes_owned(f);
}

static bool is_parent(const Param *p)
{
    const Value *child = first_child(p->function);
    const unsigned mask = child ? child_parents(p->function, child) : 0;
    return mask && mask >> use_index(p) & 1 && !(mask & ((1u << use_index(p)) - 1));
}

// What an object needs that C takes over: not of one that C frees at once.
static bool is_handed(const Param *p)
{
    return is_use(p) && p->said.by[MARK_TAKES] && p->value.class->kind != CLASS_VALUE
           && (p->role != ROLE_SELF || makes_owned(p->function));
}

// CB_KEEP on what no result keeps by itself, and what goes on being needed.
bool is_kept(const Param *p)
{
    Conversion c = p->value.conv;
    if (is_handed(p)) {
        return true;
    }
    bool by_itself = is_use(p) && (!keeps_early(p->function) || is_parent(p));
    return p->said.by[MARK_KEEP] && p->slot >= 0 && !by_itself && c != CONV_COUNT
           && c != CONV_CALLBACK;
}

bool keeps_something(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (is_kept(f->params[i])) {
            return true;
        }
    }
    return false;
}

static char kept_kind(const Param *p)
{
    Conversion c = p->value.conv;
    return is_handed(p) ? 't' : c == CONV_HANDLE ? 'o' : c == CONV_HANDLES ? 'h'
           : c == CONV_ARRAY || c == CONV_VIEW || c == CONV_BYTES || c == CONV_TEXT ? 'a'
           : 's';
}

// `self`, whose C part may go on using what came in; not where C takes that over, and not
// a value struct, which ends unseen.
static bool self_keeps(const Function *f)
{
    return f->self && is_use(f->self) && f->class->kind != CLASS_VALUE
           && !f->self->said.by[MARK_TAKES];
}

// A property keeps one thing.
static bool keeps_one(const Function *f)
{
    return f->place == PLACE_SET && self_keeps(f);
}

// Who keeps, as far as it is there before C runs; NULL: the module.
const char *early_keeper(const Wrapper *w)
{
    const Function *f = w->f;
    const Value *child = first_child(f);
    const unsigned mask = child ? child_parents(f, child) : 0;
    if (function_constructs(f)) {
        return f->class->kind == CLASS_VALUE ? "NULL" : "py_self";
    }
    return mask ? arena_printf(w->g->ctx->arena, "cbi_parent_of(py_used, %u, %s)", mask,
                               says_keep(f) ? "CBI_O_IN_TOP" : "0")
        : !child && self_keeps(f) ? "py_self" : "NULL";
}

void declare_keeper(Wrapper *w, const Param *p, char kind)
{
    text_printf(w->out, "    struct cbi_kept cbi_kept_%s = {.param = %d, .kind = '%c'%s%s};"
                "\n", p->local, p->index, kind, keeps_one(w->f) ? ", .one = true" : "",
                kind == 'f' || keeps_early(w->f) ? "" : ", .late = true");
}

void declare_kept(Wrapper *w)
{
    for (int i = 0; i < w->f->n_params; i++) {
        if (is_kept(w->f->params[i])) {
            declare_keeper(w, w->f->params[i], kept_kind(w->f->params[i]));
        }
    }
}

// What Python gave, and what C gets of it.
static const char *kept_object(Wrapper *w, const Param *p, char kind)
{
    Arena *arena = w->g->ctx->arena;
    return is_use(p) ? arena_printf(arena, "py_used[%d]", use_index(p))
        : kind == 'h' ? arena_printf(arena, "cbi_%s.direct", p->local)
        : arena_printf(arena, "py_slot[%d]", p->slot);
}

static const char *kept_data(Wrapper *w, const Param *p)
{
    Conversion c = p->value.conv;
    return is_array(p) || c == CONV_VIEW
        ? arena_printf(w->g->ctx->arena, "cbi_%s.data", p->local)
        : c == CONV_HANDLE && p->value.class->kind == CLASS_INTEGER
        ? arena_printf(w->g->ctx->arena, "(const void *)(intptr_t)%s", local_name(w, p))
        : local_name(w, p);
}

// The last one first, as they were converted: see cut() in runtime/keeper.c.
void emit_keeps_ready(Wrapper *w)
{
    for (int i = w->f->n_params; i--; ) {
        const Param *p = w->f->params[i];
        if (!is_kept(p)) {
            continue;
        }
        const char kind = kept_kind(p);
        text_printf(w->out, "    if (!cbi_keep_%s(&py_call, &cbi_kept_%s, %s, %s",
                    kind == 't' ? "taken" : "ready", p->local,
                    keeps_early(w->f) ? early_keeper(w) : "NULL", kept_object(w, p, kind));
        if (kind != 't') {
            text_printf(w->out, ", %s", kept_data(w, p));
        }
        text_add(w->out, ")) {\n        goto fail;\n    }\n");
    }
}

static void emit_handed(Wrapper *w, const Param *p, const char *keeper)
{
    text_printf(w->out, "    if (!cbi_keep_handed(&py_call, &cbi_kept_%s, %s)) {\n"
                "        goto fail;\n    }\n", p->local, keeper);
}

// Before C has it.
void emit_early_keeps(Wrapper *w)
{
    for (int i = 0; keeps_early(w->f) && i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_handed(p)) {
            emit_handed(w, p, early_keeper(w));
        } else if (is_kept(p)) {
            text_printf(w->out, "    if (!cbi_keep_now(&cbi_kept_%s)) {\n"
                        "        goto fail;\n    }\n", p->local);
        }
    }
}

// Behind C: by an object that Python owns. keeper: an expression.
void emit_late_keeps(Wrapper *w, const char *keeper)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_handed(p)) {
            emit_handed(w, p, keeper);
        } else if (is_kept(p) && !is_use(p)) {
            text_printf(w->out, "    if (!cbi_keep_with(&py_call, &cbi_kept_%s, %s)) {\n"
                        "        goto fail;\n    }\n", p->local, keeper);
        }
    }
}

// C has taken it, so what a property kept before may go.
void emit_kept_alone(Wrapper *w)
{
    for (int i = 0; keeps_one(w->f) && i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_kept(p) || lends_kept(p)) {
            text_printf(w->out, "    cbi_keep_alone(&cbi_kept_%s);\n", p->local);
        }
    }
}

// ---------------------------------------------------------------- CB_TAKES: objects
// Value structs are copied.
static bool is_taken(const Param *p)
{
    return is_use(p) && p->said.by[MARK_TAKES] && p->value.class->kind != CLASS_VALUE;
}

bool takes_objects(const Function *f)
{
    bool takes = false;
    for (int i = 0; i < f->n_params; i++) {
        takes = takes || is_taken(f->params[i]);
    }
    return takes;
}

// What was made with such an object goes first, when nothing speaks against the call: by
// destructors that want locks of their own, and may run Python code. So the locks of the
// call are given back, and all that they protected is looked at again; once, since a
// destructor may make more of them.
void emit_users_closed(Wrapper *w)
{
    if (!takes_objects(w->f)) {
        return;
    }
    emit_requires(w);
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (!is_taken(p)) {
            continue;
        }
        const int k = use_index(p);
        text_printf(w->out, "    if (!py_alone[%d] && cbi_has_users(py_used[%d], py_used, "
                    "%d, ", k, k, object_uses(w->f));
        emit_lists(w);
        text_add(w->out, ")) {\n");
        emit_unuse(w, "        ");
        emit_named_unlocks(w, "        ");
        text_printf(w->out, "        py_alone[%d] = true;\n"
                    "        if (!cbi_close_users(&py_call, %d, py_used[%d])) {\n"
                    "            goto fail;\n        }\n        goto again;\n    }\n", k,
                    p->role == ROLE_SELF ? -1 : message_index(p), k);
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

// --------------------------------------------------- CB_TAKES: arrays and strings
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
