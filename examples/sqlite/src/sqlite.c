// SPDX-License-Identifier: MIT
// sqlite.c: what stands between SQLite and Python: the mutex of a connection, errors,
// values in both directions.
//
// Who needs both takes the mutex first, then the GIL: a function of Python runs under the
// mutex, so whoever waited for the mutex with the GIL would wait for ever.
#include "inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Statement {
    struct child child;
    sqlite3_stmt *handle;
    bool is_running;            // on the thread that has the mutex
};

// What the mutex protects may change, whatever Python's locks know of it.
static Statement *own(const Statement *self)
{
    return (Statement *)self;
}

// ------------------------------------------------------------- the mutex, and errors
static _Thread_local int code_;
static _Thread_local char message_[512];

int last_code_(void)
{
    return code_;
}

const char *last_message_(void)
{
    return message_;
}

static sqlite3_mutex *mutex(const Connection *c)
{
    return sqlite3_db_mutex(c->db);
}

bool take(const Connection *c)
{
    sqlite3_mutex_enter(mutex(c));
    if (c->in_hook_) {
        sqlite3_mutex_leave(mutex(c));
        cb_raise(CB_RuntimeError, "a hook may not use the Connection that calls it");
        return false;
    }
    return true;
}

bool enter(const Connection *c)
{
    cb_release();
    const bool good = take(c);
    cb_acquire();
    return good;
}

static void finalize_dead(Connection *c)
{
    struct child *next, *dead = atomic_exchange(&c->dead_, NULL);
    for (; dead; dead = next) {
        next = dead->next;
        dead->finalize(dead);
    }
}

// What dies while we leave is ours, or that of who takes the mutex next.
static void leave_quietly(const Connection *c)
{
    const bool in_hook = c->in_hook_;   // where SQLite wants nothing to be finalized
    do {
        if (!in_hook) {
            finalize_dead((Connection *)c);
        }
        sqlite3_mutex_leave(mutex(c));
    } while (!in_hook && atomic_load(&c->dead_)
             && sqlite3_mutex_try(mutex(c)) == SQLITE_OK);
}

// Python calls it with the GIL, so it does not wait for the mutex.
void bury(struct child *dead)
{
    Connection *c = dead->connection;
    dead->next = atomic_load(&c->dead_);
    while (!atomic_compare_exchange_weak(&c->dead_, &dead->next, dead)) {
    }
    if (sqlite3_mutex_try(mutex(c)) == SQLITE_OK) {
        leave_quietly(c);
    }
}

// The message of the code, which another thread may replace as soon as we leave.
static void note(sqlite3 *db, int code)
{
    code_ = code;
    if (code != SQLITE_OK) {
        snprintf(message_, sizeof message_, "%s", sqlite3_errcode(db) == (code & 255)
                 || sqlite3_extended_errcode(db) == code ? sqlite3_errmsg(db)
                                                         : sqlite3_errstr(code));
    }
}

Status leave(const Connection *c, int code)
{
    note(c->db, code);
    leave_quietly(c);
    return code;
}

// -------------------------------------------------------------------------- values
cb_value made_of(sqlite3_value *v)
{
    switch (sqlite3_value_type(v)) {
    case SQLITE_INTEGER:
        return cb_int(sqlite3_value_int64(v));
    case SQLITE_FLOAT:
        return cb_float(sqlite3_value_double(v));
    case SQLITE_TEXT: {
        const void *text = sqlite3_value_text(v);
        return text ? cb_str(text, (size_t)sqlite3_value_bytes(v))
                    : (cb_raise(CB_MemoryError, "no memory"), NULL);
    }
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_value_blob(v);
        return cb_bytes(bytes, (size_t)sqlite3_value_bytes(v));
    }
    default:
        return cb_none();
    }
}

static bool has(cb_value v, const char *name)
{
    cb_get(v, name);
    return !cb_failed() || (cb_clear(), false);
}

// Subclasses, NumPy's numbers, anything with a buffer.
static enum cb_kind kind_of(cb_value v)
{
    return cb_kind(v) != CB_OBJECT ? cb_kind(v)
         : has(v, "__index__") ? CB_INT
         : has(v, "__float__") ? CB_FLOAT
         : has(v, "isidentifier") ? CB_STR : CB_BYTES;
}

struct datum read_value(cb_value v)
{
    struct datum d = {0};
    switch (kind_of(v)) {
    case CB_NONE:
        return d.type = v ? SQLITE_NULL : 0, d;
    case CB_BOOL:
    case CB_INT:
        return d.type = cb_to_int(v, &d.integer) ? SQLITE_INTEGER : 0, d;
    case CB_FLOAT:
        return d.type = cb_to_float(v, &d.real) ? SQLITE_FLOAT : 0, d;
    case CB_STR:
        d.data = cb_to_str(v, &d.n);
        return d.type = d.data ? SQLITE_TEXT : 0, d;
    default:
        d.data = cb_to_bytes(v, &d.n);
        return d.type = d.data ? SQLITE_BLOB : 0, d;
    }
}

static int bind_one(Statement *s, int i, cb_value v)
{
    const struct datum d = read_value(v);
    switch (d.type) {
    case SQLITE_INTEGER:
        return sqlite3_bind_int64(s->handle, i, d.integer);
    case SQLITE_FLOAT:
        return sqlite3_bind_double(s->handle, i, d.real);
    case SQLITE_TEXT:
        return sqlite3_bind_text64(s->handle, i, d.data, d.n, SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
    case SQLITE_BLOB:
        return d.n ? sqlite3_bind_blob64(s->handle, i, d.data, d.n, SQLITE_TRANSIENT)
                   : sqlite3_bind_zeroblob(s->handle, i, 0);
    default:
        return sqlite3_bind_null(s->handle, i);
    }
}

// ---------------------------------------------------------------------- statements
static bool is_free(const Statement *s)
{
    return s->is_running ? cb_raise(CB_RuntimeError, "this Statement is running"), false
                         : true;
}

// A `:name` has its value by name, or else like a `?` the next one in order.
static int bind(Statement *s, cb_value args, cb_value named)
{
    const int n = sqlite3_bind_parameter_count(s->handle);
    const size_t n_args = cb_size(args), n_named = cb_size(named);
    size_t next = 0, found = 0;
    int code = SQLITE_OK;
    for (int i = 1; i <= n && code == SQLITE_OK && !cb_failed(); i++) {
        const char *name = sqlite3_bind_parameter_name(s->handle, i);
        cb_value v = name && n_named ? cb_find(named, cb_str(name + 1, strlen(name + 1)))
                                     : NULL;
        found += v != NULL;
        if (!v && next == n_args) {
            return cb_raise(ProgrammingError, "no value for parameter %d%s%s of %d", i,
                            name ? ", " : "", name ? name : "", n), SQLITE_OK;
        }
        code = bind_one(s, i, v ? v : cb_item(args, next++));
    }
    if (code == SQLITE_OK && (next < n_args || found < n_named)) {
        cb_raise(ProgrammingError, "%zu values, and %d parameters", n_args + n_named, n);
    }
    return code;
}

static int rebind(Statement *s, cb_value args, cb_value named)
{
    if (!is_free(s)) {
        return SQLITE_OK;
    }
    s->is_running = true;       // what reading a value runs may not use it
    sqlite3_reset(s->handle);
    sqlite3_clear_bindings(s->handle);
    const int code = bind(s, args, named);
    s->is_running = false;
    return code;
}

static cb_value row_of(sqlite3_stmt *handle)
{
    const int n = sqlite3_data_count(handle);
    cb_value items[n > 0 ? n : 1];
    for (int k = 0; k < n; k++) {
        items[k] = made_of(sqlite3_column_value(handle, k));
    }
    return cb_tuple((size_t)n, items);
}

// A row; NULL behind the last one, and on failure.
static cb_value step(Statement *s, int *code)
{
    cb_value row = NULL;
    *code = SQLITE_OK;
    if (cb_failed() || !is_free(s)) {
        return NULL;
    }
    s->is_running = true;
    cb_release();
    *code = sqlite3_step(s->handle);
    cb_acquire();
    if (*code == SQLITE_ROW) {
        row = row_of(s->handle);
    }
    *code = *code == SQLITE_ROW || *code == SQLITE_DONE ? SQLITE_OK : *code;
    if (!row) {
        sqlite3_reset(s->handle);
    }
    s->is_running = false;
    return row;
}

static cb_value all_rows(Statement *s, cb_value args, cb_value named, int *code)
{
    cb_value rows = cb_list(), row;
    *code = rebind(s, args, named);
    while (*code == SQLITE_OK && (row = step(s, code))) {
        cb_append(rows, row);
    }
    return rows;
}

void Statement_bind(const Statement *self, cb_value args, cb_value named)
{
    if (enter(self->child.connection)) {
        leave(self->child.connection, rebind(own(self), args, named));
    }
}

cb_value Statement_rows(const Statement *self, cb_value args, cb_value named)
{
    int code;
    if (!enter(self->child.connection)) {
        return NULL;
    }
    cb_value rows = all_rows(own(self), args, named, &code);
    leave(self->child.connection, code);
    return rows;
}

cb_value Statement_next(const Statement *self)
{
    int code;
    if (!enter(self->child.connection)) {
        return NULL;
    }
    cb_value row = step(own(self), &code);
    leave(self->child.connection, code);
    return row;
}

cb_value Statement_get_columns(const Statement *self)
{
    if (!enter(self->child.connection)) {
        return NULL;
    }
    const int n = sqlite3_column_count(self->handle);
    cb_value names[n > 0 ? n : 1];
    for (int k = 0; k < n; k++) {
        const char *name = sqlite3_column_name(self->handle, k);
        names[k] = name ? cb_str(name, strlen(name)) : NULL;
    }
    leave(self->child.connection, SQLITE_OK);
    return cb_tuple((size_t)n, names);
}

const char *Statement_get_sql(const Statement *self)
{
    return sqlite3_sql(self->handle);
}

bool Statement_get_readonly(const Statement *self)
{
    return sqlite3_stmt_readonly(self->handle);
}

static void finalize_statement(struct child *dead)
{
    Statement *s = (Statement *)dead;
    sqlite3_finalize(s->handle);
    free(s);
}

void Statement_free(Statement *self)
{
    bury(&self->child);
}

// --------------------------------------------------------------------- connections
Status Connection_init(Connection *self, const char *path, int flags)
{
    *self = (Connection){0};
    const int code = sqlite3_open_v2(path, &self->db, flags | SQLITE_OPEN_FULLMUTEX,
                                     NULL);
    if (code != SQLITE_OK) {
        note(self->db, code);
        sqlite3_close(self->db);
        self->db = NULL;
        return code;
    }
    return sqlite3_extended_result_codes(self->db, 1);
}

void Connection_clear(Connection *self)
{
    finalize_dead(self);
    sqlite3_close_v2(self->db);
}

static bool is_more(sqlite3 *db, const char *tail)
{
    sqlite3_stmt *next = NULL;
    cb_release();
    const int code = *tail ? sqlite3_prepare_v2(db, tail, -1, &next, NULL) : SQLITE_OK;
    cb_acquire();
    sqlite3_finalize(next);
    return next || code != SQLITE_OK;
}

// Under the mutex. NULL: the code, or an error of Python's.
static Statement *compile(const Connection *c, const char *sql, int *code)
{
    Statement *s = calloc(1, sizeof *s);
    const char *tail = "";
    *code = s ? SQLITE_OK : SQLITE_NOMEM;
    if (!s) {
        return NULL;
    }
    s->child = (struct child){(Connection *)c, NULL, finalize_statement};
    cb_release();
    *code = sqlite3_prepare_v2(c->db, sql, -1, &s->handle, &tail);
    cb_acquire();
    if (*code == SQLITE_OK && !s->handle) {
        cb_raise(ProgrammingError, "there is no statement in it");
    } else if (*code == SQLITE_OK && is_more(c->db, tail)) {
        cb_raise(ProgrammingError, "there is more than one statement; run() takes them");
    }
    if (cb_failed() || *code != SQLITE_OK) {
        sqlite3_finalize(s->handle);
        free(s);
        return NULL;
    }
    return s;
}

Status Connection_prepare(const Connection *self, const char *sql, Statement **statement)
{
    int code;
    if (!enter(self)) {
        return SQLITE_OK;
    }
    *statement = compile(self, sql, &code);
    return leave(self, code);
}

cb_value Connection_execute(const Connection *self, const char *sql, cb_value args,
                            cb_value named)
{
    int code;
    cb_value rows = NULL;
    if (!enter(self)) {
        return NULL;
    }
    Statement *s = compile(self, sql, &code);
    if (s) {
        rows = all_rows(s, args, named, &code);
        leave(self, code);
        Statement_free(s);
    } else {
        leave(self, code);
    }
    return rows;
}

Status Connection_run(const Connection *self, const char *script)
{
    if (!enter(self)) {
        return SQLITE_OK;
    }
    cb_release();
    const int code = sqlite3_exec(self->db, script, NULL, NULL, NULL);
    cb_acquire();
    return leave(self, code);
}

int64_t Connection_get_changes(const Connection *self)
{
    return sqlite3_changes(self->db);
}

int64_t Connection_get_total_changes(const Connection *self)
{
    return sqlite3_total_changes(self->db);
}

int64_t Connection_get_last_insert_rowid(const Connection *self)
{
    return sqlite3_last_insert_rowid(self->db);
}

bool Connection_get_in_transaction(const Connection *self)
{
    return !sqlite3_get_autocommit(self->db);
}

int Connection_get_error_code(const Connection *self)
{
    return sqlite3_extended_errcode(self->db);
}

void Connection_interrupt(const Connection *self)
{
    sqlite3_interrupt(self->db);
}

Status Connection_busy_timeout(const Connection *self, int milliseconds)
{
    return sqlite3_busy_timeout(self->db, milliseconds);
}
