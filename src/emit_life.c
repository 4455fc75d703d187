// SPDX-License-Identifier: MIT
// emit_life.c: what outlives the call: CB_KEEP on arrays, strings and objects that no
// result keeps by itself, and CB_TAKES, by which C gets an object for good, or a copy of
// an array or a string. In: parameters that said so. Out: the lines of the wrapper before
// and behind the call.
#include "emit_glue.h"

// ---------------------------------------------------------------------- CB_KEEP
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

// ---------------------------------------------------------------- CB_TAKES: objects
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
