// SPDX-License-Identifier: MIT
// emit_object.c: objects of classes in a wrapper: which are in use and how they are locked,
// and what is made of what C gives back.
#include "emit_glue.h"

// ------------------------------------------------------------------------ in use
bool is_use(const Param *p)
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

int use_index(const Param *p)
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
    text_printf(w->out, "%s(&py_call, %d, py_slot[%d], %d, %s, %s, "
                "&py_used[%d])", adapting(w, p, "cbi_get_object"), message_index(p),
                p->slot, p->value.class->index,
                p->opt ? "true" : "false", like ? "py_self" : "NULL", use_index(p));
}

// Where C keeps the GIL, a test is enough, unless Python code may run before C does:
// outputs are allocated behind the locks, and may import NumPy for it. Those in plain
// memory become objects when C has returned. To keep something takes objects that the
// collector knows, and before 3.12 it runs when one is made.
static const char *use_kind(const Wrapper *w)
{
    bool locked = has_more_locks(w->f), runs = false;    // its keepers may have some
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        locked = locked || (is_use(p) && class_is_locked(p->value.class)) || is_list(p);
        runs = runs || (is_allocated(p) && !wants_memory(p)) || is_kept(p);
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
                   && !keeps_something(w->f)
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

// Does nothing that runs Python code stand between the locks and C? To look at an array of
// structs again may compare dtypes.
bool list_is_straight(const Wrapper *w)
{
    const Function *f = w->f;
    bool straight = list_uses(f) == 1 && !object_uses(f) && !f->n_stars
                    && !f->uses_runtime && !reaches_python(w)
                    && !keeps_something(f)
                    && (is_judged_by_lists(w) || wrapper_holds_gil(w));
    for (int i = 0; i < f->n_params; i++) {
        const Param *q = f->params[i];
        straight = straight && (!is_allocated(q) || wants_memory(q))
                   && !(is_array(q) && q->value.conv != CONV_HANDLES && q->value.class);
    }
    return straight;
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

// As an argument, and how many.
void emit_lists(Wrapper *w)
{
    if (!list_uses(w->f)) {
        text_add(w->out, "NULL, 0");
        return;
    }
    text_add(w->out, "(const struct cbi_objects[]){\n");
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_list(p)) {
            text_printf(w->out, "            {&cbi_%s, cbi_%s_n[0], %d, %s, %s, %d},\n",
                        p->local, p->local, message_index(p),
                        p->value.is_shared ? "false" : "true",
                        p->value.nullable ? "true" : "false", p->value.class->index);
        }
    }
    text_printf(w->out, "        }, %d", list_uses(w->f));
}

static void emit_list_uses(Wrapper *w, int n)
{
    text_printf(w->out, "    if (!cbi_use_lists(&py_call, py_used, py_held, %d, ", n);
    emit_list_kind(w);
    text_add(w->out, ", ");
    emit_lists(w);
    text_printf(w->out, ",%s&py_locks, &py_n_locks)) {\n        goto fail;\n    }\n",
                list_uses(w->f) ? " " : "\n            ");
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

// The object whose memory a result shows, or NULL.
const char *viewed_object(const Wrapper *w)
{
    const Param *self = w->f->self;
    return self && is_use(self) && function_gives_view(w->f)
        ? arena_printf(w->g->ctx->arena, "py_used[%d]", use_index(self)) : NULL;
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

void emit_unuse(Wrapper *w, const char *indent)
{
    int n = object_uses(w->f);
    if (inits(w->f)) {
        text_printf(w->out, "%scbi_unuse(&py_call, &py_held[%d], 1, %s);\n", indent, n,
                    init_kind(w));
    }
    if (has_more_locks(w->f)) {
        text_printf(w->out, "%scbi_unuse(&py_call, py_locks, py_n_locks, %s);\n", indent,
                    use_kind(w));
    } else if (n) {
        text_printf(w->out, "%scbi_unuse(&py_call, py_held, %d, %s);\n", indent, n,
                    use_kind(w));
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

// Which of the objects in use a new one keeps: those that C may go on using for it. And of
// which it may have been a part, if C has them for the call alone: see CBI_LEFT.
static unsigned kept(const Function *f, const Value *v)
{
    unsigned all = 0, said = 0, read = 0, left = 0;
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (is_use(p) && !(inits(f) && p == f->self) && use_index(p) < 16) {
            unsigned bit = 1u << use_index(p);
            read |= p->value.is_const ? bit : 0;
            all |= p->said.by[MARK_IN] || p->said.by[MARK_TAKES] ? 0 : bit;
            said |= p->said.by[MARK_KEEP] ? bit : 0;
            left |= p->said.by[MARK_IN] && !v->is_child ? bit : 0;
        }
    }
    unsigned self = f->self && is_use(f->self) ? 1u << use_index(f->self) & all : 0;
    unsigned kept = !v->is_child ? all : said ? said : self ? self : all;
    return kept | ((kept & read) | left) << 16;
}

bool says_keep(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (is_use(f->params[i]) && f->params[i]->said.by[MARK_KEEP]) {
            return true;
        }
    }
    return false;
}

// What C owns no more may have been a part of what is in a list.
static bool leaves_list(const Param *p)
{
    return is_list(p) && !is_kept(p);
}

// In which of the objects in use a child lives: the first that is there.
unsigned child_parents(const Function *f, const Value *v)
{
    return kept(f, v) & 0xFFFF;
}

static void note_made(Glue *g, const Function *f, const Value *v, const Class *made)
{
    unsigned mask = kept(f, v);
    g->keeps[made->index] = g->keeps[made->index] || mask & 0xFFFF;
    g->any_left = g->any_left || (mask >> 16 & ~mask);
    for (int i = 0; i < f->n_params; i++) {
        g->any_left = g->any_left || (!v->is_child && leaves_list(f->params[i]));
    }
}

static void note_keeps(Glue *g, const Function *f)
{
    if (f->place == PLACE_INIT) {
        note_made(g, f, &f->result, f->class);
    }
    if (f->result.conv == CONV_HANDLE) {
        note_made(g, f, &f->result, f->result.class);
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        g->any_keeps = g->any_keeps || p->said.by[MARK_KEEP];
        if (p->pointer_out && p->value.class) {
            note_made(g, f, &p->value, p->value.class);
        }
    }
}

// What C takes over may need others, which then live in who has got it.
static void note_handed(Glue *g, const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        const Class *c = p->said.by[MARK_TAKES] && is_kept(p) ? p->value.class : NULL;
        g->any_keeps = g->any_keeps
                       || (c && (c->foreign || c->values.n || g->keeps[c->index]));
    }
}

void collect_keeps(Glue *g)
{
    g->keeps = arena_alloc(g->ctx->arena, (size_t)g->m->n_classes + 1);
    for (const Function *f = g->m->functions; f; f = f->next) {
        note_keeps(g, f);
    }
    for (const Function *f = g->m->functions; f; f = f->next) {
        note_handed(g, f);
    }
}

// Its objects never refer to others: the collector need not know them.
bool class_is_alone(const Glue *g, const Class *c)
{
    return c->kind == CLASS_POINTER && !c->is_lent && !c->is_nested && !c->values.n
           && !g->any_keeps && !g->keeps[c->index];
}

// … and nothing else that it could be a part of does either.
bool class_is_plain(const Glue *g, const Class *c)
{
    return c->kind == CLASS_VALUE ? !c->is_nested : class_is_alone(g, c);
}

// Those of a class that came in, as an array that ends with a zeroed one.
static const char *lists_of(Wrapper *w, const Class *c)
{
    Text lists;
    text_init(&lists, w->g->ctx);
    for (int k = 0; k < w->f->n_params; k++) {
        const Param *q = w->f->params[k];
        if (is_list(q) && q->value.class == c) {
            text_printf(&lists, "{&cbi_%s, cbi_%s_n[0], %d, false, false, %d}, ", q->local,
                        q->local, message_index(q), c->index);
        }
    }
    return lists.n ? lists.s : "";
}

// An expression of a new object, which inherits from what is in the lists.
static const char *heir(Wrapper *w, const Value *v, const char *made)
{
    for (int k = 0; k < w->f->n_params && !v->is_child; k++) {
        const Param *p = w->f->params[k];
        if (leaves_list(p)) {
            made = arena_printf(w->g->ctx->arena, "cbi_heir_of(%s,\n        cbi_%s.direct)",
                                made, p->local);
        }
    }
    return made;
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
    const char *lists = v->class->foreign && v->is_child ? lists_of(w, v->class) : "";
    if (*lists) {
        return arena_printf(arena, "cbi_object_of(&py_call, %d, %d, %s, %sCBI_O_CHILD,\n"
                            "        (const struct cbi_objects[]){%s{0}}, %s, %u)", i,
                            v->class->index, as_data(w, v, var),
                            v->nullable ? "CBI_O_NULL | " : "", lists,
                            object_uses(w->f) ? "py_used" : "NULL", kept(w->f, v));
    }
    const char *with = owner_captures(w->f, v)
        ? arena_printf(arena, "\n            &cbi_with_%s, sizeof cbi_with_%s, ", out_name(p),
                       out_name(p)) : "";
    const char *object = arena_printf(arena, "cbi_new_object%s(&py_call, %s%d, %d, %s, %s, "
                        "%s%s%s, %s, %s, %u)", *with ? "_with" : "", with, i,
                        v->class->index, made ? "py_self" : "NULL",
                        as_data(w, v, var), v->nullable ? "CBI_O_NULL" : "0",
                        v->is_child ? " | CBI_O_CHILD" : "",
                        v->is_child && says_keep(w->f) ? " | CBI_O_IN_TOP" : "",
                        object_owner(w, p, v),
                        object_uses(w->f) ? "py_used" : "NULL", kept(w->f, v));
    return heir(w, v, object);
}

// CB_OUT const T *a[n]: those that came in, by identity, or C's own.
const char *objects_of_handles(Wrapper *w, const Param *p, int i, const Value *v,
                               const char *length)
{
    return arena_printf(w->g->ctx->arena, "cbi_to_objects(&py_call, %d, %d, cbi_%s.data, "
                        "%s, %s, %s,\n            (const struct cbi_objects[]){%s{0}}, %s, "
                        "%u)", i, v->class->index, p->local, length,
                        v->nullable ? "true" : "false",
                        v->form == AS_TUPLE ? "true" : "false", lists_of(w, v->class),
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
    const char *var = arena_printf(w->g->ctx->arena, "cbi_%s", out_name(out));
    if (f->class->kind != CLASS_VALUE) {    // before it is live: else it could be used
        emit_late_keeps(w, "py_self");
    }
    const char *data = filled ? "NULL" : value ? "&cbi_return" : as_data(w, v, var);
    text_printf(w->out, "    if (!cbi_construct(&py_call, py_self, %s, %s, %s, %u)) {\n"
                "        goto fail;\n    }\n", data,
                filled || value ? "NULL" : object_owner(w, out, v),
                object_uses(f) ? "py_used" : "NULL", filled || !value ? kept(f, v) : 0);
    if (!filled && !value) {
        text_printf(w->out, "    %s", object_moved(w, out, v, var));
    }
    for (int i = 0; i < f->n_params && f->class->kind != CLASS_VALUE; i++) {
        if (leaves_list(f->params[i])) {
            text_printf(w->out, "    if (!cbi_inherit_all(py_self, cbi_%s.direct)) {\n"
                        "        goto fail;\n    }\n", f->params[i]->local);
        }
    }
    text_add(w->out, fills_and_frees(f) ? "    cbi_filled = false;\n" : "");
    text_add(w->out, "    py_result = cbi_new_none();\n");
}
