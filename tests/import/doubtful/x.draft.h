
// left out: `result_array` of series() is `double *`: C does not say how many elements
//   it has
//   int series(int from, int to, double x, double *result_array);
// guess, confirm first: from has n elements; to has n elements
//   int base64(CB_SHAPE(n) unsigned char *to, CB_SHAPE(n) const unsigned char *from,
//              int n);
// guess, confirm first: x0 is one number, written; x1 is one number, written
//   int quadratic(double a, double b, double c, CB_OUT double *x0, CB_OUT double *x1);
const char *version(void);
// guess, confirm first: the result is the caller's, who frees it with x_free()
//   CB_OWNED(x_free) char *environment(const char *name);
// guess, confirm first those that make what it takes
//   void x_free(void *p);
// guess, confirm first: path has length elements
//   int cut(CB_SHAPE(length) const char *path, long length);
// guess, confirm first: many has n elements
//   const char *plural(const char *one, CB_SHAPE(n) const char *many, unsigned long n);
// left out: `unpadded_buflen_p` of unpad() is `size_t *`: C does not say how many
//   elements it has
//   int unpad(size_t *unpadded_buflen_p, const unsigned char *buf,
//             size_t padded_buflen);
int create(const char *name, size_t size_hint);

// And here it would be right

// guess, confirm first: version is one string, which stays the library's
//   int library_info(const char *name, CB_OUT const char **version);
// guess, confirm first: soft is one number, written; hard is one number, written
//   int limits(CB_OUT long *soft, CB_OUT long *hard);
// guess, confirm first: any string may be a `file_name`
//   int file_length(file_name file);

// Which of the two is the room?

// guess, confirm first: data has len elements; or has it room for new_len?
//   int packet_pad(CB_SHAPE(len) unsigned char *data, int len, int new_len);

// N elements, or N by N, packed?

// guess, confirm first: ap has n elements
//   int factorize(char uplo, int n, CB_SHAPE(n) double *ap);
// guess, confirm first: ap has n elements; ipiv has n elements
//   int invert(char uplo, int n, CB_SHAPE(n) double *ap, CB_SHAPE(n) const int *ipiv);
// guess, confirm first: s2 has n elements
//   int compare_some(const char *s1, CB_SHAPE(n) const char *s2, size_t n);
