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

// The code; what zlib says about it is kept.
static czlib_status status(int code, const z_stream *z, const char *doing)
{
    if (code != Z_OK) {
        const char *why = z->msg ? z->msg
                          : code == Z_BUF_ERROR ? "incomplete or truncated stream"
                                                : zError(code);
        snprintf(said, sizeof said, "while %s: %s", doing, why);
    }
    return code;
}

// ---------------------------------------------------------------------------- memory
// What a call gives back: it grows, up to `most` bytes.
typedef struct {
    unsigned char *data;
    size_t size, room, most;
} Output;

static bool grow(Output *o, size_t room)
{
    room = room < o->most ? room : o->most;
    void *data = realloc(o->data, room);
    if (data) {
        o->data = data;
        o->room = room;
    }
    return data;
}

static Output output(size_t room, size_t most)
{
    Output o = {.most = most};
    grow(&o, room ? room : 1);
    return o;
}

typedef struct {
    unsigned char *data;
    size_t size;
} Bytes;

// Adds to what is there; false without memory.
static bool append(Bytes *to, const unsigned char *data, size_t size)
{
    if (!size) {
        return true;
    }
    unsigned char *grown = realloc(to->data, to->size + size);
    if (grown) {
        memcpy(grown + to->size, data, size);
        to->data = grown;
        to->size += size;
    }
    return grown;
}

// ---------------------------------------------------------------------------- the loop
static size_t part(size_t size)
{
    return size < UINT_MAX ? size : UINT_MAX;
}

// Lets deflate() or inflate() go on until the input is used up, the stream ends, or the
// output is as large as it may get. Input and output are parts that fit zlib's uInt;
// *left is what it has not read. Z_BUF_ERROR: there is no more to do.
static int run(z_stream *z, int step(z_stream *z, int flush), size_t *left, int flush,
               Output *out)
{
    int code = Z_BUF_ERROR;
    do {
        if (out->size == out->room) {
            if (out->size == out->most) {
                break;
            }
            if (!grow(out, 2 * out->room)) {
                return Z_MEM_ERROR;
            }
        }
        const uInt in = (uInt)part(*left), room = (uInt)part(out->room - out->size);
        z->avail_in = in;
        z->next_out = out->data + out->size;
        z->avail_out = room;
        code = step(z, in < *left ? Z_NO_FLUSH : flush);
        *left -= in - z->avail_in;
        out->size += room - z->avail_out;
    } while ((code == Z_OK || code == Z_BUF_ERROR) && (*left || !z->avail_out));
    return code;
}

// Z_OK after a step that may have to wait for more.
static int so_far(int code)
{
    return code == Z_STREAM_END || code == Z_BUF_ERROR ? Z_OK : code;
}

// ------------------------------------------------------------------------ all at once
czlib_status czlib_compress(size_t length, const unsigned char data[length], int level,
                          int wbits, unsigned char **out, size_t *n)
{
    z_stream z = {.next_in = data};
    int code = deflateInit2(&z, level, Z_DEFLATED, wbits, DEF_MEM_LEVEL,
                            Z_DEFAULT_STRATEGY);
    if (code == Z_OK) {
        Output o = output(deflateBound(&z, length), SIZE_MAX);
        code = o.data ? so_far(run(&z, deflate, &length, Z_FINISH, &o)) : Z_MEM_ERROR;
        *out = o.data;
        *n = o.size;
        deflateEnd(&z);
    }
    return status(code, &z, "compressing data");
}

czlib_status czlib_decompress(size_t length, const unsigned char data[length], int wbits,
                            size_t bufsize, unsigned char **out, size_t *n)
{
    z_stream z = {.next_in = data};
    int code = inflateInit2(&z, wbits);
    if (code == Z_OK) {
        Output o = output(bufsize, SIZE_MAX);
        code = o.data ? run(&z, inflate, &length, Z_FINISH, &o) : Z_MEM_ERROR;
        code = code == Z_STREAM_END ? Z_OK : code == Z_OK ? Z_BUF_ERROR : code;
        *out = o.data;
        *n = o.size;
        inflateEnd(&z);
    }
    return status(code, &z, "decompressing data");
}

// ------------------------------------------------------------------------- compressobj
struct compressobj {
    z_stream z;
};

compressobj *compressobj_new(int level, int method, int wbits, int memLevel,
                             int strategy, size_t n_zdict,
                             const unsigned char zdict[n_zdict])
{
    compressobj *self = calloc(1, sizeof *self);
    if (!self) {
        return cb_raise(CB_MemoryError, "no memory for a stream"), NULL;
    }
    int code = deflateInit2(&self->z, level, method, wbits, memLevel, strategy);
    if (code == Z_OK && zdict) {
        code = n_zdict > UINT_MAX ? Z_STREAM_ERROR
               : deflateSetDictionary(&self->z, zdict, (uInt)n_zdict);
    }
    if (code != Z_OK) {
        compressobj_free(self);
        return NULL;
    }
    return self;
}

void compressobj_free(compressobj *self)
{
    deflateEnd(&self->z);
    free(self);
}

czlib_status compressobj_compress(compressobj *self, size_t length,
                                 const unsigned char data[length], unsigned char **out,
                                 size_t *n)
{
    Output o = output(DEF_BUF_SIZE, SIZE_MAX);
    self->z.next_in = data;
    int code = o.data ? run(&self->z, deflate, &length, Z_NO_FLUSH, &o) : Z_MEM_ERROR;
    *out = o.data;
    *n = o.size;
    return status(so_far(code), &self->z, "compressing data");
}

czlib_status compressobj_flush(compressobj *self, int mode, unsigned char **out,
                              size_t *n)
{
    Output o = output(DEF_BUF_SIZE, SIZE_MAX);
    size_t nothing = 0;
    int code = o.data ? run(&self->z, deflate, &nothing, mode, &o) : Z_MEM_ERROR;
    if (code == Z_STREAM_END) {
        deflateEnd(&self->z);
    }
    *out = o.data;
    *n = o.size;
    return status(so_far(code), &self->z, "flushing");
}

compressobj *compressobj_copy(const compressobj *self)
{
    compressobj *copy = calloc(1, sizeof *copy);
    int code = copy ? deflateCopy(&copy->z, (z_stream *)&self->z) : Z_MEM_ERROR;
    if (code == Z_OK) {
        return copy;
    }
    free(copy);
    return code == Z_MEM_ERROR ? cb_raise(CB_MemoryError, "no memory for a copy"), NULL
                               : NULL;
}

// ----------------------------------------------------------------------- decompressobj
struct decompressobj {
    z_stream z;
    bool eof;
    Bytes zdict, unused, tail;
};

decompressobj *decompressobj_new(int wbits, size_t n_zdict,
                                 const unsigned char zdict[n_zdict])
{
    decompressobj *self = calloc(1, sizeof *self);
    if (!self || !append(&self->zdict, zdict, n_zdict)) {
        free(self);
        return cb_raise(CB_MemoryError, "no memory for a stream"), NULL;
    }
    int code = inflateInit2(&self->z, wbits);
    if (code == Z_OK && zdict && wbits < 0) {
        code = inflateSetDictionary(&self->z, zdict, (uInt)n_zdict);
    }
    if (code != Z_OK) {
        decompressobj_free(self);
        return NULL;
    }
    return self;
}

void decompressobj_free(decompressobj *self)
{
    inflateEnd(&self->z);
    free(self->zdict.data);
    free(self->unused.data);
    free(self->tail.data);
    free(self);
}

// inflate(), with the dictionary where the stream asks for it.
static int inflate_on(decompressobj *self, size_t *left, int flush, Output *out)
{
    int code = run(&self->z, inflate, left, flush, out);
    if (code == Z_NEED_DICT && self->zdict.data) {
        code = inflateSetDictionary(&self->z, self->zdict.data,
                                    (uInt)self->zdict.size);
        code = code == Z_OK ? run(&self->z, inflate, left, flush, out) : code;
    }
    return code;
}

// Keeps what was not read: behind the end, or because there is enough.
static bool keep(decompressobj *self, size_t left)
{
    Bytes tail = {0};
    if (!append(self->eof ? &self->unused : &tail, self->z.next_in, left)) {
        return false;
    }
    free(self->tail.data);
    self->tail = tail;
    return true;
}

static czlib_status go_on(decompressobj *self, size_t left, int flush, Output *o,
                         unsigned char **out, size_t *n)
{
    int code = o->data ? inflate_on(self, &left, flush, o) : Z_MEM_ERROR;
    self->eof = self->eof || code == Z_STREAM_END;
    if (!keep(self, left)) {
        code = Z_MEM_ERROR;
    }
    *out = o->data;
    *n = o->size;
    return status(so_far(code), &self->z, "decompressing data");
}

czlib_status decompressobj_decompress(decompressobj *self, size_t length,
                                     const unsigned char data[length],
                                     size_t max_length, unsigned char **out, size_t *n)
{
    Output o = output(DEF_BUF_SIZE, max_length ? max_length : SIZE_MAX);
    self->z.next_in = data;
    return go_on(self, length, Z_SYNC_FLUSH, &o, out, n);
}

czlib_status decompressobj_flush(decompressobj *self, size_t length,
                                unsigned char **out, size_t *n)
{
    Output o = output(length, SIZE_MAX);
    self->z.next_in = self->tail.data;
    return go_on(self, self->tail.size, Z_FINISH, &o, out, n);
}

decompressobj *decompressobj_copy(const decompressobj *self)
{
    decompressobj *copy = calloc(1, sizeof *copy);
    int code = copy ? inflateCopy(&copy->z, (z_stream *)&self->z) : Z_MEM_ERROR;
    if (code == Z_OK && append(&copy->zdict, self->zdict.data, self->zdict.size)
        && append(&copy->unused, self->unused.data, self->unused.size)
        && append(&copy->tail, self->tail.data, self->tail.size)) {
        copy->eof = self->eof;
        return copy;
    }
    if (copy) {
        decompressobj_free(copy);
    }
    return NULL;
}

bool decompressobj_get_eof(const decompressobj *self)
{
    return self->eof;
}

// Not NULL, which would be None.
static const unsigned char *bytes_of(Bytes b, size_t *n)
{
    *n = b.size;
    return b.size ? b.data : (const unsigned char *)"";
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
