// SPDX-License-Identifier: MIT
// blob.c: one blob of a table, read and written in pieces.
//
// But for slices none of it touches a Python object, so it runs without the GIL and may
// wait for the mutex. The length is read without the mutex, also by carbide, which wants
// it for indices.
#include "inside.h"

#include <stdlib.h>

struct Blob {
    struct child child;
    sqlite3_blob *handle;
    atomic_int size;
    int position;               // under the mutex
};

static void finalize_blob(struct child *dead)
{
    Blob *b = (Blob *)dead;
    sqlite3_blob_close(b->handle);
    free(b);
}

void Blob_free(Blob *self)
{
    bury(&self->child);
}

Status Connection_blobopen(const Connection *self, const char *table, const char *column,
                           int64_t row, bool readonly, const char *name, Blob **blob)
{
    if (!take(self)) {
        return SQLITE_OK;
    }
    Blob *b = calloc(1, sizeof *b);
    int code = SQLITE_NOMEM;
    if (b) {
        b->child = (struct child){(Connection *)self, NULL, finalize_blob};
        code = sqlite3_blob_open(self->db, name, table, column, row, !readonly,
                                 &b->handle);
    }
    if (code == SQLITE_OK) {
        b->size = sqlite3_blob_bytes(b->handle);
        *blob = b;
    } else {
        free(b);
    }
    return leave(self, code);
}

// What the mutex protects may change, whatever Python's locks know of it.
static Blob *take_blob(const Blob *self)
{
    return take(self->child.connection) ? (Blob *)self : NULL;
}

static Status leave_blob(const Blob *b, int code)
{
    return leave(b->child.connection, code);
}

Status Blob_reopen(const Blob *self, int64_t row)
{
    Blob *b = take_blob(self);
    if (!b) {
        return SQLITE_OK;
    }
    const int code = sqlite3_blob_reopen(b->handle, row);
    b->size = sqlite3_blob_bytes(b->handle);
    b->position = 0;
    return leave_blob(b, code);
}

int Blob_size(const Blob *self)
{
    return self->size;
}

int Blob_tell(const Blob *self)
{
    const Blob *b = take_blob(self);
    const int position = b ? b->position : 0;
    if (b) {
        leave_blob(b, SQLITE_OK);
    }
    return position;
}

void Blob_seek(const Blob *self, int64_t offset, int origin)
{
    Blob *b = take_blob(self);
    if (!b) {
        return;
    }
    const int from = origin == 0 ? 0 : origin == 1 ? b->position : b->size;
    if (offset < -from || offset > b->size - from) {
        cb_raise(CB_ValueError, "%lld is outside of the %d bytes of this Blob",
                 (long long)offset, b->size);
    } else {
        b->position = from + (int)offset;
    }
    leave_blob(b, SQLITE_OK);
}

// ------------------------------------------------------------------ the next bytes
// At most n bytes; how many there are.
static int next_bytes(Blob *b, int64_t n, unsigned char *to, int *code)
{
    const int rest = b->size - b->position;
    const int count = n < rest ? (int)n : rest;
    *code = sqlite3_blob_read(b->handle, to, count, b->position);
    b->position += *code == SQLITE_OK ? count : 0;
    return count;
}

Status Blob_read(const Blob *self, int64_t length, unsigned char **bytes, size_t *n)
{
    Blob *b = take_blob(self);
    if (!b) {
        return SQLITE_OK;
    }
    const int rest = b->size - b->position;
    const int count = length < 0 || length > rest ? rest : (int)length;
    int code = SQLITE_NOMEM;
    *bytes = malloc((size_t)count + 1);
    if (*bytes) {
        *n = (size_t)next_bytes(b, count, *bytes, &code);
    }
    return leave_blob(b, code);
}

Status Blob_readinto(const Blob *self, size_t n, unsigned char buffer[n], size_t *count)
{
    Blob *b = take_blob(self);
    if (!b) {
        return SQLITE_OK;
    }
    int code;
    *count = (size_t)next_bytes(b, n < INT32_MAX ? (int64_t)n : INT32_MAX, buffer, &code);
    return leave_blob(b, code);
}

Status Blob_write(const Blob *self, size_t n, const unsigned char data[n])
{
    Blob *b = take_blob(self);
    if (!b) {
        return SQLITE_OK;
    }
    int code = SQLITE_OK;
    if (n > (size_t)(b->size - b->position)) {
        cb_raise(CB_ValueError, "%zu bytes of data, and %d up to the end of this Blob", n,
                 b->size - b->position);
    } else {
        code = sqlite3_blob_write(b->handle, data, (int)n, b->position);
        b->position += code == SQLITE_OK ? (int)n : 0;
    }
    return leave_blob(b, code);
}

// ----------------------------------------------------------------- bytes by index
int Blob_at(const Blob *self, int i)
{
    Blob *b = take_blob(self);
    unsigned char byte = 0;
    if (b) {
        leave_blob(b, sqlite3_blob_read(b->handle, &byte, 1, i));
    }
    return byte;
}

// All bytes from the first to the last one are read at once; then each step-th is kept.
static cb_value read_steps(const Blob *b, ptrdiff_t start, ptrdiff_t step, size_t n,
                           int *code)
{
    const ptrdiff_t last = start + ((ptrdiff_t)n - 1) * step;
    const ptrdiff_t low = start < last ? start : last;
    const ptrdiff_t width = (start < last ? last - start : start - last) + 1;
    unsigned char *bytes = cb_scratch((size_t)width + n), *kept = bytes + width;
    if (!bytes) {
        return NULL;
    }
    cb_release();
    *code = sqlite3_blob_read(b->handle, bytes, (int)width, (int)low);
    for (size_t k = 0; k < n && *code == SQLITE_OK; k++) {
        kept[k] = bytes[start - low + (ptrdiff_t)k * step];
    }
    cb_acquire();
    return *code == SQLITE_OK ? cb_bytes(kept, n) : NULL;
}

cb_value Blob_slice(const Blob *self, ptrdiff_t start, ptrdiff_t stop, ptrdiff_t step)
{
    const ptrdiff_t away = step > 0 ? stop - start : start - stop;
    const ptrdiff_t stride = step > 0 ? step : -step;
    int code = SQLITE_OK;
    if (away <= 0) {
        return cb_bytes("", 0);
    }
    if (!enter(self->child.connection)) {
        return NULL;
    }
    cb_value bytes = read_steps(self, start, step, (size_t)((away - 1) / stride + 1),
                                &code);
    leave_blob(self, code);
    return bytes;
}
