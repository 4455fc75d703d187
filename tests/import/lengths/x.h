#include <stddef.h>
#include <stdio.h>

typedef unsigned char byte;

// Own sizes

double own_dot(const double *left, size_t left_len, const double *right,
               size_t right_len);
void own_scale(float *values, int numValues, float by);
int own_search(const char *hay, size_t haySize, const char *needle, int nNeedle);
void own_hungarian(const void *pData, int nData);

// By place

void data_size(const void *data, size_t size);
void size_data(size_t size, const byte *data);
size_t like_fread(void *p, size_t size, size_t count, FILE *from);

// Shared

double shared(size_t n, const double *x, const double *y);
void shared_out(const double *x, const double *y, double *out, size_t n);

// By address

int by_address(byte *dest, unsigned long *destLen, const byte *source,
               unsigned long sourceLen);

// Room, and how much of it was used

int pack(const char *src, char *dst, int srcSize, int dstCapacity);
int unpack(const char *src, char *dst, int compressedSize, int dstCapacity);

// Strings are left as they are

const char *nth_word(const char *text, int N);
int plain_string(const char *name);

// Bytes are no elements

double bytes_of(const double *x, size_t nbytes);
double some_bytes(const float *x, const float *y, size_t n_bytes);
unsigned bytes_of_bytes(const byte *x, size_t nbytes);
