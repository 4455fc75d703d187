#include <stddef.h>

unsigned PACK_isError(size_t code);
const char *PACK_getErrorName(size_t code);
size_t PACK_bound(size_t size);
size_t PACK_pack(void *dst, size_t dstCapacity, const void *src, size_t srcSize);
