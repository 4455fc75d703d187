// SPDX-License-Identifier: MIT
// emit_lock.c: named locks in a wrapper; the module's, where there is no GIL, of
// CB_GIL(held) and of the module's state with its values; the table of the names,
// destructors that want such a lock. The locks of objects: emit_object.c.
#include "emit_glue.h"

static bool takes_module_lock(const Function *f)
{
    return f->gil == GIL_HELD || f->has_state;
}

bool function_is_locked(const Function *f)
{
    return f->locks.n || takes_module_lock(f);
}

// How many: beside others, the module's does not count where there is a GIL.
static const char *n_named(const Wrapper *w)
{
    const Function *f = w->f;
    return arena_printf(w->g->ctx->arena, "%zu%s", f->locks.n ? f->locks.n : (size_t)1,
                        f->locks.n && takes_module_lock(f) ? " + (cbi_head != 16)" : "");
}

void declare_named_locks(Wrapper *w)
{
    const Function *f = w->f;
    if (!function_is_locked(f)) {
        return;
    }
    text_add(w->out, "    struct cbi_held py_named[] = {\n");
    for (size_t i = 0; i < f->locks.n; i++) {
        text_printf(w->out, "        {.lock = cbi_locks[%d], "
                    ".argument = CBI_LOCKS_NAMED, .exclusive = true},    /* %s */\n",
                    lock_index(w->g->m, f->locks.at[i]), f->locks.at[i]);
    }
    if (takes_module_lock(f)) {
        text_add(w->out, "        {.lock = cbi_module_lock(), .argument = "
                 "CBI_LOCKS_MODULE,\n         .exclusive = true, .reentrant = true},"
                 "\n");
    }
    text_add(w->out, "    };\n");
}

void emit_named_locks(Wrapper *w)
{
    if (function_is_locked(w->f)) {
        text_printf(w->out, "    if (!cbi_lock_all(&py_call, py_named, %s)) {\n"
                    "        goto fail;\n    }\n", n_named(w));
    }
}

// Behind C, still detached.
void emit_named_leave(Wrapper *w, const char *indent)
{
    if (function_is_locked(w->f)) {
        text_printf(w->out, "%scbi_let_go_at_end(py_named, %s);\n", indent,
                    n_named(w));
    }
}

void emit_named_unlocks(Wrapper *w, const char *indent)
{
    if (function_is_locked(w->f)) {
        text_printf(w->out, "%scbi_unlock_all(&py_call, py_named, %s);\n", indent,
                    n_named(w));
    }
}

// ------------------------------------------------------------------------ the table
bool module_has_locks(const Module *m)
{
    bool any = m->locks.n || m->state_values.n;
    for (const Class *c = m->classes; c; c = c->next) {
        any = any || class_is_locked(c) || c->why_not;  // others may keep its objects
    }
    for (const Function *f = m->functions; f; f = f->next) {
        any = any || function_is_locked(f);
    }
    for (const Function *f = m->hooks; f; f = f->next) {
        any = any || function_is_locked(f);
    }
    return any;
}

void emit_lock_names(Glue *g)
{
    const Module *m = g->m;
    if (!m->locks.n) {
        return;
    }
    text_add(g->out, "/* Locks of the process, which every module finds by name. */\n"
             "static const char *const cbi_lock_names[] = {");
    for (size_t i = 0; i < m->locks.n; i++) {
        text_printf(g->out, "%s%s", i ? ", " : "", quoted(g->ctx, m->locks.at[i]));
    }
    text_printf(g->out, "};\nstatic struct cbi_lock *cbi_locks[%zu];\n\n", m->locks.n);
}

void emit_locks_of_module(Glue *g)
{
    if (module_has_locks(g->m)) {
        text_add(g->out, "    .has_locks = true,\n");
    }
    if (g->m->locks.n) {
        text_printf(g->out, "    .lock_names = cbi_lock_names, .locks = cbi_locks, "
                    ".n_locks = %zu,\n", g->m->locks.n);
    }
}

// --------------------------------------------------------------------- destructors
// `name`(data, with) runs `name`_now(data) when it holds them. What the object itself
// holds must be destroyed before its memory goes.
void emit_locked_destroyer(Glue *g, const char *name, const Class *c)
{
    const size_t n = c->destroy_locks.n;
    if (!n) {
        return;
    }
    text_printf(g->out, "static void\n%s(void *cbi_this, const void *cbi_with)\n{\n"
                "    (void)cbi_with;\n    cbi_lock_%s(cbi_end_locks_%d, %zu, %s_now, "
                "cbi_this);\n}\n\n", name,
                c->kind == CLASS_INLINE ? "wait_run" : "run", c->index, n, name);
}

// Before any of them.
void emit_end_locks(Glue *g, const Class *c)
{
    const size_t n = c->destroy_locks.n;
    if (!n) {
        return;
    }
    text_printf(g->out, "static struct cbi_lock *const *const cbi_end_locks_%d[] = {",
                c->index);
    for (size_t i = 0; i < n; i++) {
        text_printf(g->out, "%s&cbi_locks[%d]", i ? ", " : "",
                    lock_index(g->m, c->destroy_locks.at[i]));
    }
    text_add(g->out, "};\n");
}

void emit_end_locks_row(Glue *g, const Class *c)
{
    if (c->destroy_locks.n) {
        text_printf(g->out, "     .end_locks = cbi_end_locks_%d, .n_end_locks = %zu,\n",
                    c->index, c->destroy_locks.n);
    }
}
