// not: LZ4_decompress_safe_withPrefix64k
int LZ4_compress_destSize(
    CB_SHAPE(*srcSizePtr) const char *src,
    CB_OUT CB_SHAPE(targetDstSize) CB_LEN(return) CB_AS(bytes) char *dst,
    CB_INOUT int *srcSizePtr, int targetDstSize);
lz4_checked LZ4_decompress_safe_partial_usingDict(
    CB_SHAPE(compressedSize) const char *src,
    CB_OUT CB_SHAPE(maxOutputSize) CB_LEN(return) CB_AS(bytes) char *dst,
    int compressedSize, int targetOutputSize, int maxOutputSize,
    CB_SHAPE(dictSize) const char *dictStart, int dictSize);
lz4_checked LZ4_compress_limitedOutput(
    CB_SHAPE(srcSize) const char *src,
    CB_OUT CB_SHAPE(maxOutputSize) CB_LEN(return) CB_AS(bytes) char *dest, int srcSize,
    int maxOutputSize);
