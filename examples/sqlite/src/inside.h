// SPDX-License-Identifier: MIT
// inside.h: what the sources share.
#ifndef INSIDE_H
#define INSIDE_H

#include "sqlite.h"

// The mutex; false, with an error: a hook of the connection is running, in this thread.
bool take(const Connection *c);
// Notes code and message, and gives the mutex back. Gives the code.
Status leave(const Connection *c, int code);

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
