
/* guess: PACK_isError() knows errors */
typedef CB_RAISES(PACK_isError(return), CB_RuntimeError,
                  "%s", PACK_getErrorName(return))
    size_t x_checked;

unsigned int PACK_isError(size_t code);
const char *PACK_getErrorName(size_t code);
size_t PACK_bound(size_t size);
/* guess: dst has dstCapacity bytes; src has srcSize bytes; dst is written; PACK_pack()
   returns how much of dst is written; an error raises: PACK_isError() knows errors */
x_checked PACK_pack(CB_OUT CB_SHAPE(dstCapacity) CB_LEN(return) void *dst,
                    size_t dstCapacity, CB_SHAPE(srcSize) const void *src,
                    size_t srcSize);
