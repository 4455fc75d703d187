// SPDX-License-Identifier: MIT
// callbacks.c: where SQLite calls Python: functions, hooks, progress of a backup.
#include "inside.h"

#include <stdlib.h>

// ----------------------------------------------------------------------- functions
struct user_function {
    function f;
    void *ctx;
};

static void give_result(sqlite3_context *context, struct datum d)
{
    switch (d.type) {
    case SQLITE_INTEGER:
        sqlite3_result_int64(context, d.integer);
        break;
    case SQLITE_FLOAT:
        sqlite3_result_double(context, d.real);
        break;
    case SQLITE_TEXT:
        sqlite3_result_text64(context, d.data, d.n, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    case SQLITE_BLOB:
        sqlite3_result_blob64(context, d.n ? d.data : "", d.n, SQLITE_TRANSIENT);
        break;
    default:
        sqlite3_result_null(context);
    }
}

// Every statement runs between cb_release() and cb_acquire(): here it is the reverse.
static void call_function(sqlite3_context *context, int n, sqlite3_value **values)
{
    const struct user_function *u = sqlite3_user_data(context);
    cb_value args[n > 0 ? n : 1];
    cb_acquire();
    for (int k = 0; k < n; k++) {
        args[k] = made_of(values[k]);
    }
    give_result(context, read_value(u->f(cb_tuple((size_t)n, args), u->ctx)));
    if (cb_failed()) {
        sqlite3_result_error(context, "a function of Python has raised", -1);
    }
    cb_release();
}

Status Connection_create_function(const Connection *self, const char *name, int n,
                                  function f, void *ctx, bool deterministic)
{
    struct user_function *u = malloc(sizeof *u);
    if (!u || !take(self)) {
        free(u);
        return u ? SQLITE_OK : SQLITE_NOMEM;
    }
    *u = (struct user_function){f, ctx};
    const int flags = SQLITE_UTF8 | (deterministic ? SQLITE_DETERMINISTIC : 0);
    return leave(self, sqlite3_create_function_v2(self->db, name, n, flags, u, call_function,
                                                  NULL, NULL, free));
}

// --------------------------------------------------------------------------- hooks
struct hooks_ {
    bool (*commit)(void *ctx);
    bool (*progress)(void *ctx);
    void (*update)(int operation, const char *database, const char *table, int64_t rowid,
                   void *ctx);
    int (*authorize)(int action, const char *first, const char *second,
                     const char *database, const char *trigger, void *ctx);
    void *commit_ctx, *progress_ctx, *update_ctx, *authorize_ctx;
};

static int on_commit(void *self)
{
    Connection *c = self;
    c->in_hook_ = true;
    const bool stop = c->hooks_->commit(c->hooks_->commit_ctx);
    return c->in_hook_ = false, stop;
}

static int on_progress(void *self)
{
    Connection *c = self;
    c->in_hook_ = true;
    const bool stop = c->hooks_->progress(c->hooks_->progress_ctx);
    return c->in_hook_ = false, stop;
}

static void on_update(void *self, int operation, const char *database, const char *table,
                      sqlite3_int64 rowid)
{
    Connection *c = self;
    c->in_hook_ = true;
    c->hooks_->update(operation, database, table, rowid, c->hooks_->update_ctx);
    c->in_hook_ = false;
}

static int on_authorize(void *self, int action, const char *first, const char *second,
                        const char *database, const char *trigger)
{
    Connection *c = self;
    c->in_hook_ = true;
    const int said = c->hooks_->authorize(action, first, second, database, trigger,
                                          c->hooks_->authorize_ctx);
    return c->in_hook_ = false, said;
}

// Takes the mutex. NULL: no memory, or an error.
static struct hooks_ *hooks_of(const Connection *c)
{
    if (!take(c)) {
        return NULL;
    }
    Connection *own = (Connection *)c;
    own->hooks_ = own->hooks_ ? own->hooks_ : calloc(1, sizeof *own->hooks_);
    return own->hooks_ ? own->hooks_ : (leave(c, SQLITE_NOMEM), NULL);
}

Status Connection_on_commit(const Connection *self, bool (*f)(void *ctx), void *ctx)
{
    struct hooks_ *h = hooks_of(self);
    if (!h) {
        return SQLITE_NOMEM;
    }
    h->commit = f;
    h->commit_ctx = ctx;
    sqlite3_commit_hook(self->db, f ? on_commit : NULL, (void *)self);
    return leave(self, SQLITE_OK);
}

Status Connection_on_progress(const Connection *self, int n, bool (*f)(void *ctx), void *ctx)
{
    struct hooks_ *h = hooks_of(self);
    if (!h) {
        return SQLITE_NOMEM;
    }
    h->progress = f;
    h->progress_ctx = ctx;
    sqlite3_progress_handler(self->db, n, f ? on_progress : NULL, (void *)self);
    return leave(self, SQLITE_OK);
}

Status Connection_on_update(const Connection *self,
                            void (*f)(int operation, const char *database, const char *table,
                                      int64_t rowid, void *ctx), void *ctx)
{
    struct hooks_ *h = hooks_of(self);
    if (!h) {
        return SQLITE_NOMEM;
    }
    h->update = f;
    h->update_ctx = ctx;
    sqlite3_update_hook(self->db, f ? on_update : NULL, (void *)self);
    return leave(self, SQLITE_OK);
}

Status Connection_authorize(const Connection *self,
                            int (*f)(int action, const char *first, const char *second,
                                     const char *database, const char *trigger, void *ctx),
                            void *ctx)
{
    struct hooks_ *h = hooks_of(self);
    if (!h) {
        return SQLITE_NOMEM;
    }
    h->authorize = f;
    h->authorize_ctx = ctx;
    const int code = sqlite3_set_authorizer(self->db, f ? on_authorize : NULL, (void *)self);
    return leave(self, code);
}

// ------------------------------------------------------------------------- backups
// The target is nobody else's until the end: other threads wait, and `progress` may not
// use it.
static int copy_all(const Connection *from, Connection *to, int pages,
                    void (*progress)(int remaining, int total, void *ctx), void *ctx)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!backup) {
        return sqlite3_extended_errcode(to->db);
    }
    int code;
    to->in_hook_ = true;
    do {
        code = sqlite3_backup_step(backup, pages);
        if (progress) {
            progress(sqlite3_backup_remaining(backup), sqlite3_backup_pagecount(backup), ctx);
        }
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            sqlite3_sleep(10);
        }
    } while ((code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)
             && !cb_check());
    to->in_hook_ = false;
    return sqlite3_backup_finish(backup);
}

Status Connection_backup(const Connection *self, const Connection *target, int pages,
                         void (*progress)(int remaining, int total, void *ctx), void *ctx)
{
    const Connection *first = self < target ? self : target;    // as all threads do
    const Connection *second = first == self ? target : self;
    if (!take(first)) {
        return SQLITE_OK;
    }
    if (!take(second)) {
        return leave(first, SQLITE_OK);
    }
    const int code = copy_all(self, (Connection *)target, pages, progress, ctx);
    leave(self, SQLITE_OK);
    return leave(target, code);
}
