
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
// left out: `p` of x_free() is `void *`: C does not say how many elements it has
//   void x_free(void *p);
// guess, confirm first: path has length elements
//   int cut(CB_SHAPE(length) const char *path, long length);

// And here it would be right

// guess, confirm first: version is one string, which stays the library's
//   int library_info(const char *name, CB_OUT const char **version);
// guess, confirm first: soft is one number, written; hard is one number, written
//   int limits(CB_OUT long *soft, CB_OUT long *hard);
