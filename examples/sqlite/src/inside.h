// SPDX-License-Identifier: MIT
// inside.h: what the sources share.
#ifndef INSIDE_H
#define INSIDE_H

#include "sqlite.h"

// The mutex; false, with an error: a hook of the connection is running, in this thread.
bool take(const Connection *c);
// The same for who has the GIL.
bool enter(const Connection *c);
// Notes code and message, and gives the mutex back. Gives the code.
Status leave(const Connection *c, int code);

// What a connection has made, and what ends before it: its first member.
struct child {
    Connection *connection;
    struct child *next;         // of the dead ones
    void (*finalize)(struct child *);
};

// Finalizes it now, or lets the thread that has the mutex do it.
void bury(struct child *dead);

// A value of SQLite's, under the mutex, for Python.
cb_value made_of(sqlite3_value *v);

// What Python gave, as C has it: type is SQLITE_INTEGER, …; 0 on failure.
struct datum {
    int type;
    int64_t integer;
    double real;
    const void *data;
    size_t n;
};
struct datum read_value(cb_value v);

#endif
