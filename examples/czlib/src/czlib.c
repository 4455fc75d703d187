// SPDX-License-Identifier: MIT
#define ZLIB_CONST
#include "czlib.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---------------------------------------------------------------------------- errors
static _Thread_local char said[128];

const char *czlib_said_(void)
{
    return said;
}

// What run() returned, as Python is told; what zlib says about an error is kept.
static czlib_status status(int code, const z_stream *z, const char *doing)
{
    if (code == Z_OK || code == Z_STREAM_END) {
        return Z_OK;
    }
    const char *why = z->msg ? z->msg
                      : code == Z_BUF_ERROR ? "incomplete or truncated stream"
                                            : zError(code);
    snprintf(said, sizeof said, "while %s: %s", doing, why);
    return code;
}

// In place of an object: a ValueError by its prototype, unless there was no memory.
static void *none(int code)
{
    if (code == Z_MEM_ERROR) {
        cb_raise(CB_MemoryError, "no memory for a stream");
    }
    return NULL;
}

// ---------------------------------------------------------------------------- output
// What a call gives back: *n bytes at *data, in memory that grows from `room` bytes on,
// up to `most`.
typedef struct {
    unsigned char **data;
    size_t *n, room, most;
} Output;

static Output output(unsigned char **data, size_t *n, size_t room, size_t most)
{
    *data = NULL;
    *n = 0;
    return (Output){data, n, room ? room : 1, most};
}

static bool grow(Output *o)
{
    size_t room = *o->data ? 2 * o->room : o->room;
    room = room < o->most ? room : o->most;
    unsigned char *data = realloc(*o->data, room);
    if (data) {
        *o->data = data;
        o->room = room;
    }
    return data;
}

static uInt part(size_t size)
{
    return size < UINT_MAX ? (uInt)size : UINT_MAX;
}

// Lets deflate() or inflate() go on until the input is used up, the stream ends, or the
// output is as large as it may get. *left of the input at z->next_in has not been read.
static int run(z_stream *z, int step(z_stream *z, int flush), size_t *left, int flush,
               Output *o)
{
    int code = Z_OK;
    do {
        if (!*o->data || *o->n == o->room) {
            if (*o->n == o->most) {
                break;
            }
            if (!grow(o)) {
                return Z_MEM_ERROR;
            }
        }
        const uInt in = part(*left), room = part(o->room - *o->n);
        z->avail_in = in;
        z->next_out = *o->data + *o->n;
        z->avail_out = room;
        code = step(z, in < *left ? Z_NO_FLUSH : flush);
        *left -= in - z->avail_in;
        *o->n += room - z->avail_out;
    } while ((code == Z_OK || code == Z_BUF_ERROR) && (*left || !z->avail_out));
    return code == Z_BUF_ERROR ? Z_OK : code;       // which is: nothing left to do
}

// ------------------------------------------------------------------------ all at once
czlib_status czlib_compress(size_t len, const unsigned char data[len], int level,
                            int wbits, unsigned char **out, size_t *n)
{
    z_stream z = {.next_in = data};
    int code = deflateInit2(&z, level, Z_DEFLATED, wbits, DEF_MEM_LEVEL,
                            Z_DEFAULT_STRATEGY);
    if (code == Z_OK) {
        Output o = output(out, n, deflateBound(&z, len), SIZE_MAX);
        code = run(&z, deflate, &len, Z_FINISH, &o);
        deflateEnd(&z);
    }
    return status(code, &z, "compressing data");
}

czlib_status czlib_decompress(size_t len, const unsigned char data[len],
                              int wbits, ptrdiff_t bufsize, unsigned char **out,
                              size_t *n)
{
    z_stream z = {.next_in = data};
    int code = inflateInit2(&z, wbits);
    if (code == Z_OK) {
        Output o = output(out, n, (size_t)bufsize, SIZE_MAX);
        code = run(&z, inflate, &len, Z_FINISH, &o);
        code = code == Z_OK ? Z_BUF_ERROR : code;   // the end did not come
        inflateEnd(&z);
    }
    return status(code, &z, "decompressing data");
}

// ------------------------------------------------------------------------ compressobj
struct compressobj {
    z_stream z;
};

compressobj *compressobj_new(int level, int method, int wbits, int memLevel,
                             int strategy, uInt n_zdict,
                             const unsigned char zdict[n_zdict])
{
    compressobj *self = calloc(1, sizeof *self);
    int code = self ? deflateInit2(&self->z, level, method, wbits, memLevel, strategy)
                    : Z_MEM_ERROR;
    if (code == Z_OK && zdict) {
        code = deflateSetDictionary(&self->z, zdict, n_zdict);
    }
    if (code != Z_OK) {
        compressobj_free(self);
        return none(code);
    }
    return self;
}

void compressobj_free(compressobj *self)
{
    if (self) {
        deflateEnd(&self->z);
        free(self);
    }
}

czlib_status compressobj_compress(compressobj *self, size_t len,
                                  const unsigned char data[len],
                                  unsigned char **out, size_t *n)
{
    Output o = output(out, n, DEF_BUF_SIZE, SIZE_MAX);
    self->z.next_in = data;
    int code = run(&self->z, deflate, &len, Z_NO_FLUSH, &o);
    return status(code, &self->z, "compressing data");
}

czlib_status compressobj_flush(compressobj *self, int mode, unsigned char **out,
                               size_t *n)
{
    Output o = output(out, n, DEF_BUF_SIZE, SIZE_MAX);
    size_t nothing = 0;
    int code = run(&self->z, deflate, &nothing, mode, &o);
    if (code == Z_STREAM_END) {
        deflateEnd(&self->z);
    }
    return status(code, &self->z, "flushing");
}

compressobj *compressobj_copy(const compressobj *self)
{
    compressobj *copy = calloc(1, sizeof *copy);
    int code = copy ? deflateCopy(&copy->z, (z_stream *)&self->z) : Z_MEM_ERROR;
    if (code != Z_OK) {
        free(copy);
        return none(code);
    }
    return copy;
}

// ---------------------------------------------------------------------- decompressobj
typedef struct {
    unsigned char *data;
    size_t size;
} Bytes;

struct decompressobj {
    z_stream z;
    bool eof;
    Bytes zdict, unused, tail;
};

static int append(Bytes *to, const unsigned char *data, size_t size)
{
    if (size) {
        unsigned char *grown = realloc(to->data, to->size + size);
        if (!grown) {
            return Z_MEM_ERROR;
        }
        memcpy(grown + to->size, data, size);
        *to = (Bytes){grown, to->size + size};
    }
    return Z_OK;
}

static int set_dictionary(decompressobj *self)
{
    return inflateSetDictionary(&self->z, self->zdict.data, (uInt)self->zdict.size);
}

decompressobj *decompressobj_new(int wbits, uInt n_zdict,
                                 const unsigned char zdict[n_zdict])
{
    decompressobj *self = calloc(1, sizeof *self);
    int code = self ? append(&self->zdict, zdict, n_zdict) : Z_MEM_ERROR;
    code = code == Z_OK ? inflateInit2(&self->z, wbits) : code;
    if (code == Z_OK && zdict && wbits < 0) {       // a raw stream does not ask for it
        code = set_dictionary(self);
    }
    if (code != Z_OK) {
        decompressobj_free(self);
        return none(code);
    }
    return self;
}

void decompressobj_free(decompressobj *self)
{
    if (self) {
        inflateEnd(&self->z);
        free(self->zdict.data);
        free(self->unused.data);
        free(self->tail.data);
        free(self);
    }
}

// Keeps what was not read: behind the end, or because there is enough.
static int keep_rest(decompressobj *self, size_t left)
{
    Bytes tail = {0};
    int code = append(self->eof ? &self->unused : &tail, self->z.next_in, left);
    free(self->tail.data);
    self->tail = tail;
    return code;
}

static czlib_status go_on(decompressobj *self, size_t left, int flush, Output *o)
{
    int code = run(&self->z, inflate, &left, flush, o);
    if (code == Z_NEED_DICT && self->zdict.data) {
        code = set_dictionary(self);
        code = code == Z_OK ? run(&self->z, inflate, &left, flush, o) : code;
    }
    self->eof = self->eof || code == Z_STREAM_END;
    const int kept = keep_rest(self, left);
    return status(kept == Z_OK ? code : kept, &self->z, "decompressing data");
}

czlib_status decompressobj_decompress(decompressobj *self, size_t len,
                                      const unsigned char data[len],
                                      ptrdiff_t max_length, unsigned char **out,
                                      size_t *n)
{
    const size_t most = max_length ? (size_t)max_length : SIZE_MAX;
    Output o = output(out, n, DEF_BUF_SIZE, most);
    self->z.next_in = data;
    return go_on(self, len, Z_SYNC_FLUSH, &o);
}

czlib_status decompressobj_flush(decompressobj *self, ptrdiff_t length,
                                 unsigned char **out, size_t *n)
{
    Output o = output(out, n, (size_t)length, SIZE_MAX);
    self->z.next_in = self->tail.data;
    return go_on(self, self->tail.size, Z_FINISH, &o);
}

decompressobj *decompressobj_copy(const decompressobj *self)
{
    decompressobj *copy = calloc(1, sizeof *copy);
    int code = copy ? inflateCopy(&copy->z, (z_stream *)&self->z) : Z_MEM_ERROR;
    if (code != Z_OK || append(&copy->zdict, self->zdict.data, self->zdict.size) != Z_OK
        || append(&copy->unused, self->unused.data, self->unused.size) != Z_OK
        || append(&copy->tail, self->tail.data, self->tail.size) != Z_OK) {
        decompressobj_free(copy);
        return none(code == Z_OK ? Z_MEM_ERROR : code);
    }
    copy->eof = self->eof;
    return copy;
}

bool decompressobj_get_eof(const decompressobj *self)
{
    return self->eof;
}

// Never NULL, which would be None.
static const unsigned char *bytes_of(Bytes b, size_t *n)
{
    *n = b.size;
    return b.data ? b.data : (const unsigned char *)"";
}

const unsigned char *decompressobj_get_unused_data(const decompressobj *self, size_t *n)
{
    return bytes_of(self->unused, n);
}

const unsigned char *decompressobj_get_unconsumed_tail(const decompressobj *self,
                                                       size_t *n)
{
    return bytes_of(self->tail, n);
}
