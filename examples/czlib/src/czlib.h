// SPDX-License-Identifier: MIT
// czlib.h: all that Python's own module `zlib` has, under the same names: checksums,
// compress() and decompress(), compressobj and decompressobj for streams.
//
// `wbits` says which format: 9 to 15 zlib, 25 to 31 gzip, -9 to -15 raw deflate; when
// decompressing also 0 (zlib, its header says the window) and 40 to 47 (zlib or gzip).
#ifndef CZLIB_H
#define CZLIB_H

#include <stdbool.h>
#include <stddef.h>
#include <zlib.h>

#include "carbide.h"

// ----------------------------------------------------------------------- conventions
CB_EXCEPTION(error, CB_Exception, "What zlib found wrong: its code, and its words.");

/* What zlib said last, on this thread. */
const char *czlib_said_(void);

typedef CB_RAISES(return == Z_MEM_ERROR, CB_MemoryError)
        CB_RAISES(return != Z_OK, error, "Error %d %s", return, czlib_said_())
        int czlib_status;

/* Bytes that C allocates, as many as it likes. */
typedef CB_OUT CB_SHAPE(*n) CB_OWNED(free) unsigned char **czlib_bytes;

// ------------------------------------------------------------------------- constants
CB_EXPORT("Z_*", MAX_WBITS, ZLIB_VERSION);
#define DEFLATED Z_DEFLATED
#define DEF_MEM_LEVEL 8
#define DEF_BUF_SIZE 16384

/** The version of the library that is loaded; ZLIB_VERSION was there for the build. */
const char *zlibVersion(void);

// ------------------------------------------------------------------------- checksums
/** CRC-32 of data; value is that of what stands before. */
__attribute__((pure)) CB_NAME("crc32")
uLong crc32_z(CB_NAME("value") CB_DEFAULT(0) uLong crc,
              CB_NAME("data") CB_SHAPE(len) const Bytef *buf, z_size_t len);

/** Adler-32 of data; value is that of what stands before. */
__attribute__((pure)) CB_NAME("adler32")
uLong adler32_z(CB_NAME("value") CB_DEFAULT(1) uLong adler,
                CB_NAME("data") CB_SHAPE(len) const Bytef *buf, z_size_t len);

/** CRC-32 of two parts in a row, from those of each; the second has len2 bytes. */
uLong crc32_combine(uLong crc1, uLong crc2, CB_REQUIRE(len2 >= 0) z_off_t len2);

/** Adler-32 of two parts in a row, from those of each; the second has len2 bytes. */
uLong adler32_combine(uLong adler1, uLong adler2, CB_REQUIRE(len2 >= 0) z_off_t len2);

// ------------------------------------------------------------------------ all at once
/** data, compressed. */
czlib_status czlib_compress(size_t len, const unsigned char data[len],
                            CB_DEFAULT(-1) int level, CB_DEFAULT(15) int wbits,
                            czlib_bytes out, CB_OUT size_t *n);

/** What data was before compress(); what follows its end is ignored. */
czlib_status czlib_decompress(size_t len, const unsigned char data[len],
                              CB_DEFAULT(15) int wbits,
                              CB_DEFAULT(16384) CB_REQUIRE(bufsize >= 0)
                              ptrdiff_t bufsize, czlib_bytes out, CB_OUT size_t *n);

// ------------------------------------------------------------ part by part: compress
/** Compresses a stream. */
typedef struct compressobj compressobj;

/** With a dictionary (zdict), which decompressing needs as well. */
CB_RAISES(!return, CB_ValueError, "zlib does not take these options")
compressobj *compressobj_new(CB_DEFAULT(-1) int level, CB_DEFAULT(8) int method,
                             CB_DEFAULT(15) int wbits, CB_DEFAULT(8) int memLevel,
                             CB_DEFAULT(0) int strategy, uInt n_zdict,
                             CB_OPT const unsigned char zdict[n_zdict]);
void compressobj_free(compressobj *self);

/** What is ready of the compressed stream, once data has been added to it. */
czlib_status compressobj_compress(compressobj *self, size_t len,
                                  const unsigned char data[len], czlib_bytes out,
                                  CB_OUT size_t *n);

/** What is still to come; with Z_FINISH (4) the stream ends here. */
czlib_status compressobj_flush(compressobj *self, CB_DEFAULT(4) int mode,
                               czlib_bytes out, CB_OUT size_t *n);

typedef CB_OWNED(compressobj_free)
        CB_RAISES(!return, CB_ValueError, "the stream has ended")
        compressobj *compressobj_twin;

/** Another one that has compressed the same. */
compressobj_twin compressobj_copy(CB_IN const compressobj *self);

// ---------------------------------------------------------- part by part: decompress
/** Decompresses a stream. */
typedef struct decompressobj decompressobj;

/** With the dictionary (zdict) that was used when compressing. */
CB_RAISES(!return, CB_ValueError, "zlib does not take these options")
decompressobj *decompressobj_new(CB_DEFAULT(15) int wbits, uInt n_zdict,
                                 CB_OPT const unsigned char zdict[n_zdict]);
void decompressobj_free(decompressobj *self);

/** What data decompresses to, at most max_length bytes (0: all). */
czlib_status decompressobj_decompress(decompressobj *self, size_t len,
                                      const unsigned char data[len],
                                      CB_DEFAULT(0) CB_REQUIRE(max_length >= 0)
                                      ptrdiff_t max_length, czlib_bytes out,
                                      CB_OUT size_t *n);

/** What unconsumed_tail decompresses to; length is a guess how much that is. */
czlib_status decompressobj_flush(decompressobj *self,
                                 CB_DEFAULT(16384) CB_REQUIRE(length > 0)
                                 ptrdiff_t length, czlib_bytes out, CB_OUT size_t *n);

typedef CB_OWNED(decompressobj_free)
        CB_RAISES(!return, CB_ValueError, "zlib cannot copy it")
        decompressobj *decompressobj_twin;

/** Another one that has decompressed the same. */
decompressobj_twin decompressobj_copy(CB_IN const decompressobj *self);

/** Whether the end of the compressed stream has been read. */
bool decompressobj_get_eof(const decompressobj *self);

/** What came behind the end of the compressed stream. */
CB_SHAPE(*n) __attribute__((returns_nonnull))
const unsigned char *decompressobj_get_unused_data(const decompressobj *self,
                                                   CB_OUT size_t *n);

/** What max_length left of the last data: to be passed again. */
CB_SHAPE(*n) __attribute__((returns_nonnull))
const unsigned char *decompressobj_get_unconsumed_tail(const decompressobj *self,
                                                       CB_OUT size_t *n);

// --------------------------------------------------------- what Python's `copy` calls
CB_NAME("compressobj.__copy__") static inline
compressobj_twin compressobj_copy1(CB_IN const compressobj *self)
{
    return compressobj_copy(self);
}

CB_NAME("compressobj.__deepcopy__") static inline
compressobj_twin compressobj_copy2(CB_IN const compressobj *self)
{
    return compressobj_copy(self);
}

CB_NAME("decompressobj.__copy__") static inline
decompressobj_twin decompressobj_copy1(CB_IN const decompressobj *self)
{
    return decompressobj_copy(self);
}

CB_NAME("decompressobj.__deepcopy__") static inline
decompressobj_twin decompressobj_copy2(CB_IN const decompressobj *self)
{
    return decompressobj_copy(self);
}

#endif
