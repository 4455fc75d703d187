/* SPDX-License-Identifier: MIT
 *
 * sqlite: SQLite from Python. Three things are worth knowing:
 *
 * - Statements and blobs belong to their connection: who closes it closes them first.
 * - Any thread may use any object. SQLite has a mutex for each connection; functions of
 *   Python are called under it, so nobody waits for it with the GIL in his hands.
 * - Objects are `const` where SQLite's mutex is all the protection they need: then a
 *   function of Python may use the connection that calls it.
 */
#ifndef SQLITE_H
#define SQLITE_H

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

CB_EXPORT("SQLITE_OPEN_READ*", SQLITE_OPEN_CREATE, SQLITE_OPEN_URI, SQLITE_OPEN_MEMORY,
          SQLITE_OK, SQLITE_DENY, SQLITE_IGNORE, SQLITE_INSERT, SQLITE_UPDATE,
          SQLITE_DELETE, SQLITE_SELECT, SQLITE_READ, "SQLITE_CONSTRAINT*",
          SQLITE_VERSION);

// ------------------------------------------------------------------------- errors
CB_EXCEPTION(Error, CB_Exception, "What SQLite refuses.");
CB_EXCEPTION(OperationalError, Error, "The statement cannot be run, or not now.");
CB_EXCEPTION(IntegrityError, Error, "A constraint would be violated.");
CB_EXCEPTION(DataError, Error, "A value is too large.");
CB_EXCEPTION(ProgrammingError, Error, "Wrong use: values that are missing, or too many.");
CB_EXCEPTION(DatabaseError, Error, "The file is damaged, or no database.");

/* What SQLite said to this thread last: its code, and its message, copied in time. */
int last_code_(void);
const char *last_message_(void);

#define STATUS_(code)                                                                   \
    CB_RAISES(((code) & 255) == SQLITE_NOMEM, CB_MemoryError)                           \
    CB_RAISES(((code) & 255) == SQLITE_CONSTRAINT || ((code) & 255) == SQLITE_MISMATCH, \
              IntegrityError, "%s", last_message_())                                    \
    CB_RAISES(((code) & 255) == SQLITE_TOOBIG, DataError, "%s", last_message_())        \
    CB_RAISES(((code) & 255) == SQLITE_MISUSE || ((code) & 255) == SQLITE_RANGE,        \
              ProgrammingError, "%s", last_message_())                                  \
    CB_RAISES(((code) & 255) == SQLITE_CORRUPT || ((code) & 255) == SQLITE_NOTADB,      \
              DatabaseError, "%s", last_message_())                                     \
    CB_RAISES((code) != SQLITE_OK, OperationalError, "%s", last_message_())
typedef STATUS_(return) int Status;

// ------------------------------------------------------------- callables of Python
/* What they raise is raised by the statement, which ends there. */
typedef cb_value (*sql_function)(CB_NAME("*args") cb_value args, void *ctx);
typedef CB_ON_RAISE(true) bool (*stop_hook)(void *ctx);
typedef void (*update_hook)(int operation, const char *database, const char *table,
                            int64_t rowid, void *ctx);
typedef CB_ON_RAISE(SQLITE_DENY) int (*authorizer)(int action, const char *first,
                                                   const char *second,
                                                   const char *database,
                                                   const char *trigger, void *ctx);

// -------------------------------------------------------------------- connections
/** A connection to a database. */
typedef struct Connection {
    sqlite3 *db;
    struct child *_Atomic dead_;        // to be finalized by who has the mutex
    bool in_hook_;                      // on the thread that has the mutex
    stop_hook commit_, progress_;
    update_hook update_;
    authorizer authorize_;
    void *commit_ctx_, *progress_ctx_, *update_ctx_, *authorize_ctx_;
} Connection;

/**
 * Opens a database.
 *
 * @param path a file; ":memory:" is one in memory
 * @param flags of SQLITE_OPEN_…
 */
Status Connection_init(Connection *self, CB_AS(path) const char *path,
                       CB_DEFAULT(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) int flags);
void Connection_clear(Connection *self);

/** Runs a script of several statements; their rows are dropped. */
Status Connection_run(const Connection *self, const char *script);
/** Rows of one statement: its values are given as in Statement.bind(). */
CB_AS("list[tuple[object, ...]]") STATUS_(last_code_())
cb_value Connection_execute(const Connection *self, const char *sql,
                            CB_NAME("*args") cb_value args,
                            CB_NAME("**named") cb_value named);

/** How many rows the last statement has changed. */
int64_t Connection_get_changes(const Connection *self);
int64_t Connection_get_total_changes(const Connection *self);
int64_t Connection_get_last_insert_rowid(const Connection *self);
bool Connection_get_in_transaction(const Connection *self);
/** The extended code of the last error: SQLITE_CONSTRAINT_UNIQUE and so on. */
int Connection_get_error_code(const Connection *self);
/** Stops what runs on it; for other threads. */
void Connection_interrupt(const Connection *self);
/** How long a statement waits for a lock of the file. */
Status Connection_busy_timeout(const Connection *self, int milliseconds);

// ----------------------------------------- functions, which may use the connection
/**
 * Makes a function of Python's one of SQL's; the connection keeps it.
 *
 * @param n how many arguments it takes; -1: any number
 * @param deterministic always the same result for the same arguments
 */
Status Connection_create_function(const Connection *self, const char *name, int n,
                                  CB_KEEP sql_function f, void *ctx,
                                  CB_NAME("*") CB_DEFAULT(false) bool deterministic);

// ------------------------------------------------------------ hooks, which may not
/** Before a transaction is committed: true rolls it back. None: no hook. */
void Connection_on_commit(const Connection *self, CB_KEEP CB_OPT stop_hook f, void *ctx);
/** After a row was changed: SQLITE_INSERT and so on, database, table, its rowid. */
void Connection_on_update(const Connection *self, CB_KEEP CB_OPT update_hook f,
                          void *ctx);
/** After each n instructions: true interrupts the statement. */
void Connection_on_progress(const Connection *self, CB_REQUIRE(n > 0) int n,
                            CB_KEEP CB_OPT stop_hook f, void *ctx);
/** What a statement would do: SQLITE_OK, SQLITE_IGNORE, SQLITE_DENY. */
void Connection_authorize(const Connection *self, CB_KEEP CB_OPT authorizer f, void *ctx);

// ------------------------------------------------------------------------- backups
/**
 * Copies the database into another one.
 *
 * @param pages how many at once; -1: all
 * @param progress is called between: pages that remain, pages in all
 */
Status Connection_backup(const Connection *self, CB_IN const Connection *target,
                         CB_DEFAULT(-1) int pages,
                         CB_OPT void (*progress)(int remaining, int total, void *ctx),
                         void *ctx);

// --------------------------------------------------------------------- statements
/** One statement, compiled. */
typedef struct Statement Statement;

/** Compiles one statement. */
Status Connection_prepare(const Connection *self, const char *sql,
                          CB_OUT CB_OWNED(Statement_free) Statement **statement);
void Statement_free(Statement *self);

/** Gives `?` their values in order, `:name` theirs by name, and begins anew. */
STATUS_(last_code_())
void Statement_bind(const Statement *self, CB_NAME("*args") cb_value args,
                    CB_NAME("**named") cb_value named);
/** bind(), and all rows. */
CB_NAME("Statement.__call__") CB_AS("list[tuple[object, ...]]") STATUS_(last_code_())
cb_value Statement_rows(const Statement *self, CB_NAME("*args") cb_value args,
                        CB_NAME("**named") cb_value named);
/** The next row; behind the last one it begins anew. */
CB_NAME("Statement.__next__") CB_AS("tuple[object, ...]") STATUS_(last_code_())
CB_OPT cb_value Statement_next(const Statement *self);
/** Names of the columns. */
CB_AS("tuple[str, ...]") cb_value Statement_get_columns(const Statement *self);
/** Its text. */
const char *Statement_get_sql(const Statement *self);
/** Does it only read? */
bool Statement_get_readonly(const Statement *self);

// -------------------------------------------------------------------------- blobs
/** One blob or text of a table, to be read and written in pieces. Its length stays. */
typedef struct Blob Blob;

/**
 * Opens the blob of one row.
 *
 * @param name of the database, where several are attached
 */
Status Connection_blobopen(const Connection *self, const char *table, const char *column,
                           int64_t row, CB_NAME("*") CB_DEFAULT(false) bool readonly,
                           CB_DEFAULT("main") const char *name,
                           CB_OUT CB_OWNED(Blob_free) Blob **blob);
void Blob_free(Blob *self);
/** Goes to the blob of another row, to its beginning. After a failure all calls fail. */
Status Blob_reopen(const Blob *self, int64_t row);

CB_NAME("Blob.__len__") int Blob_size(const Blob *self);
/** Where the next read() or write() begins. */
int Blob_tell(const Blob *self);
/**
 * Moves there.
 *
 * @param origin what offset counts from: 0 the beginning, 1 here, 2 the end
 */
void Blob_seek(const Blob *self, int64_t offset,
               CB_DEFAULT(0) CB_REQUIRE(origin >= 0 && origin <= 2) int origin);
/** The next bytes: so many, or as many as there are; -1: all. */
Status Blob_read(const Blob *self, CB_DEFAULT(-1) int64_t length,
                 CB_OUT CB_SHAPE(*n) CB_OWNED(free) unsigned char **bytes,
                 CB_OUT size_t *n);
/** Fills a buffer with the next bytes; how many there were. */
Status Blob_readinto(const Blob *self, size_t n, unsigned char buffer[n],
                     CB_OUT size_t *count);
/** Writes bytes over those that are there. */
Status Blob_write(const Blob *self, size_t n, const unsigned char data[n]);

/** One byte, a number; or those from start to stop, each step-th. */
CB_OVERLOAD("Blob.__getitem__") STATUS_(last_code_())
int Blob_at(const Blob *self, int i);
CB_OVERLOAD("Blob.__getitem__") CB_AS("bytes") STATUS_(last_code_())
cb_value Blob_slice(const Blob *self, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step);

#endif
