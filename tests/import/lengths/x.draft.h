
/* guess: a length cannot be negative */
typedef CB_RAISES(return < 0, CB_RuntimeError, "code %d", (int)return)
    int x_checked;

// Own sizes

/* guess: left has left_len elements; right has right_len elements */
double own_dot(CB_SHAPE(left_len) const double *left, size_t left_len,
               CB_SHAPE(right_len) const double *right, size_t right_len);
/* guess: values has numValues elements */
void own_scale(CB_SHAPE(numValues) float *values, int numValues, float by);
/* guess: hay has haySize elements; needle has nNeedle elements */
int own_search(CB_SHAPE(haySize) const char *hay, size_t haySize,
               CB_SHAPE(nNeedle) const char *needle, int nNeedle);
/* guess: pData has nData bytes */
void own_hungarian(CB_SHAPE(nData) const void *pData, int nData);

// By place

/* guess: data has size bytes */
void data_size(CB_SHAPE(size) const void *data, size_t size);
/* guess: data has size elements */
void size_data(size_t size, CB_SHAPE(size) const byte *data);
/* guess: p has count elements of size bytes */
size_t like_fread(CB_SHAPE(size * count) void *p, size_t size, size_t count,
                  FILE *from);

// Shared

/* guess: x has n elements; y has n elements */
double shared(size_t n, CB_SHAPE(n) const double *x, CB_SHAPE(n) const double *y);
/* guess: out has n elements; x has n elements; y has n elements; out is written */
void shared_out(CB_SHAPE(n) const double *x, CB_SHAPE(n) const double *y,
                CB_OUT CB_SHAPE(n) double *out, size_t n);

// By address

/* guess: dest has room for *destLen elements, then *destLen are written; source has
   sourceLen elements */
int by_address(CB_OUT CB_SHAPE(*destLen) CB_LEN(*destLen) byte *dest,
               CB_INOUT unsigned long *destLen, CB_SHAPE(sourceLen) const byte *source,
               unsigned long sourceLen);

// Room, and how much of it was used

/* guess: src has srcSize elements; dst has dstCapacity elements; dst is written; pack()
   returns how much of dst is written; dst is bytes; an error raises: a length cannot be
   negative */
x_checked pack(CB_SHAPE(srcSize) const char *src,
               CB_OUT CB_SHAPE(dstCapacity) CB_LEN(return) CB_AS(bytes) char *dst,
               int srcSize, int dstCapacity);
/* guess: dst has dstCapacity elements; src has compressedSize elements; dst is written;
   unpack() returns how much of dst is written; dst is bytes; an error raises: a length
   cannot be negative */
x_checked unpack(CB_SHAPE(compressedSize) const char *src,
                 CB_OUT CB_SHAPE(dstCapacity) CB_LEN(return) CB_AS(bytes) char *dst,
                 int compressedSize, int dstCapacity);

// Strings are left as they are

const char *nth_word(const char *text, int N);
int plain_string(const char *name);

// Bytes are no elements

// left out: `x` of bytes_of() is `const double *`: C does not say how many elements it
//   has
//   double bytes_of(const double *x, size_t nbytes);
// left out: `x` of some_bytes() is `const float *`: C does not say how many elements it
//   has
//   double some_bytes(const float *x, const float *y, size_t n_bytes);
/* guess: x has nbytes elements */
unsigned int bytes_of_bytes(CB_SHAPE(nbytes) const byte *x, size_t nbytes);
