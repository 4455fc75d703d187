// SPDX-License-Identifier: MIT
// callbacks.c: where SQLite calls Python: functions, hooks, progress of a backup.
#include "inside.h"

#include <stdlib.h>

// ----------------------------------------------------------------------- functions
struct user_function {
    sql_function f;
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
                                  sql_function f, void *ctx, bool deterministic)
{
    if (!take(self)) {
        return SQLITE_OK;
    }
    struct user_function *u = malloc(sizeof *u);
    if (!u) {
        return leave(self, SQLITE_NOMEM);
    }
    *u = (struct user_function){f, ctx};
    const int flags = SQLITE_UTF8 | (deterministic ? SQLITE_DETERMINISTIC : 0);
    return leave(self, sqlite3_create_function_v2(self->db, name, n, flags, u,
                                                  call_function, NULL, NULL, free));
}

// --------------------------------------------------------------------------- hooks
// Under the mutex, as all that SQLite calls.
static int on_commit(void *self)
{
    Connection *c = self;
    c->in_hook_ = true;
    const bool stop = c->commit_(c->commit_ctx_);
    return c->in_hook_ = false, stop;
}

static int on_progress(void *self)
{
    Connection *c = self;
    c->in_hook_ = true;
    const bool stop = c->progress_(c->progress_ctx_);
    return c->in_hook_ = false, stop;
}

static void on_update(void *self, int operation, const char *database, const char *table,
                      sqlite3_int64 rowid)
{
    Connection *c = self;
    c->in_hook_ = true;
    c->update_(operation, database, table, rowid, c->update_ctx_);
    c->in_hook_ = false;
}

static int on_authorize(void *self, int action, const char *first, const char *second,
                        const char *database, const char *trigger)
{
    Connection *c = self;
    c->in_hook_ = true;
    const int said = c->authorize_(action, first, second, database, trigger,
                                   c->authorize_ctx_);
    return c->in_hook_ = false, said;
}

void Connection_on_commit(const Connection *self, stop_hook f, void *ctx)
{
    Connection *c = (Connection *)self;
    if (take(c)) {
        c->commit_ = f;
        c->commit_ctx_ = ctx;
        sqlite3_commit_hook(c->db, f ? on_commit : NULL, c);
        leave(c, SQLITE_OK);
    }
}

void Connection_on_progress(const Connection *self, int n, stop_hook f, void *ctx)
{
    Connection *c = (Connection *)self;
    if (take(c)) {
        c->progress_ = f;
        c->progress_ctx_ = ctx;
        sqlite3_progress_handler(c->db, n, f ? on_progress : NULL, c);
        leave(c, SQLITE_OK);
    }
}

void Connection_on_update(const Connection *self, update_hook f, void *ctx)
{
    Connection *c = (Connection *)self;
    if (take(c)) {
        c->update_ = f;
        c->update_ctx_ = ctx;
        sqlite3_update_hook(c->db, f ? on_update : NULL, c);
        leave(c, SQLITE_OK);
    }
}

void Connection_authorize(const Connection *self, authorizer f, void *ctx)
{
    Connection *c = (Connection *)self;
    if (take(c)) {
        c->authorize_ = f;
        c->authorize_ctx_ = ctx;
        sqlite3_set_authorizer(c->db, f ? on_authorize : NULL, c);
        leave(c, SQLITE_OK);
    }
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
            progress(sqlite3_backup_remaining(backup), sqlite3_backup_pagecount(backup),
                     ctx);
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
