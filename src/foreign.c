// SPDX-License-Identifier: MIT
// foreign.c: classes of other modules, `typedef … CB_CLASS("pkg.mod.Class") T;`.
//
// In: the marker on a typedef. Out: Class.foreign, or an error. Such a class has no
// functions here: its methods, its constructor and its destructor are its module's, which
// the glue imports and holds against what C says here.
#include "ir.h"

#include <string.h>

// Are there two identifiers or more, with dots between?
static bool is_path(Context *ctx, const char *text)
{
    size_t n = 0;
    for (const char *at = text; at; n++) {
        const char *dot = strchr(at, '.');
        const size_t len = dot ? (size_t)(dot - at) : strlen(at);
        const char *part = intern_z(ctx, arena_strndup(ctx->arena, at, len));
        bool digit = *part >= '0' && *part <= '9';
        if (!len || digit || python_identifier(ctx, part) != part
            || strspn(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
                      "0123456789") != len) {
            return false;
        }
        at = dot ? dot + 1 : NULL;
    }
    return n > 1;
}

const char *foreign_path(Module *m, const Mark *mark, const Token *part, size_t n)
{
    Context *ctx = m->ctx;
    const char *path = mark_string(m, m->unit, part, n), *dot = strrchr(path, '.');
    if (!is_path(ctx, path)) {
        diag(ctx, DIAG_MARKER_ARGUMENTS, mark->span,
             "CB_CLASS(\"%s\") is no name of a class with its module's before it", path);
        diag_hint(ctx, "CB_CLASS(\"package.module.Class\")    as Python would import it");
        return NULL;
    }
    if (strlen(m->name) == (size_t)(dot - path) && memcmp(m->name, path, strlen(m->name)) == 0) {
        diag(ctx, DIAG_MARKER_ARGUMENTS, mark->span,
             "CB_CLASS(\"%s\") names this module, whose classes are called without it", path);
        diag_hint(ctx, "CB_CLASS(%s)", dot + 1);
        return NULL;
    }
    return path;
}

// CB_LOCK(name) holds for its functions; how its objects are locked its module says.
static void check_marks(Module *m, const Decl *d, const char *path, const Mark *mark,
                        size_t n_parts)
{
    Context *ctx = m->ctx;
    if (n_parts > 1) {
        diag(ctx, DIAG_CONTRADICTION, mark->span,
             "CB_CLASS(\"%s\", …) says what destroys an object of another module's class, "
             "which that module knows", path);
        diag_hint(ctx, "CB_CLASS(\"%s\")    and CB_OWNED(…) on results that are freed "
                  "otherwise", path);
    }
    for (const Mark *lock = mark_find(d->marks, MARK_LOCK); lock;
         lock = mark_find(lock->next, MARK_LOCK)) {
        TokenRange args = mark_args(ctx, lock);
        if (args.n == 1 && args.at[0].name && strcmp(args.at[0].name, "reentrant") == 0) {
            diag(ctx, DIAG_CONTRADICTION, lock->span,
                 "CB_LOCK(reentrant) speaks of the locks of %s, which are its module's",
                 path);
            diag_note(ctx, mark->span, "CB_CLASS stands here");
            diag_hint(ctx, "CB_CLASS(\"%s\")    without CB_LOCK(reentrant)", path);
        }
    }
}

// Its own module's header, which is included, may have said other things of it.
void foreign_said(Module *m, Class *c, const Decl *d, const char *path, size_t n_parts)
{
    check_marks(m, d, path, mark_find(d->marks, MARK_CLASS), n_parts);
    c->destroy = NULL;
    c->destroy_said = true;
    c->foreign = intern_z(m->ctx, path);
    c->py_name = intern_z(m->ctx, strrchr(path, '.') + 1);
    c->why_no_handle = NULL;
    if (c->tag) {
        c->kind = c->why_not ? CLASS_POINTER : CLASS_VALUE;
    }
    c->is_dependent = c->why_not != NULL;       // its objects may use others
}

const char *foreign_module(const Module *m, const Class *c)
{
    return arena_strndup(m->ctx->arena, c->foreign,
                         (size_t)(strrchr(c->foreign, '.') - c->foreign));
}
