
// guess, confirm first: out is one number, written
//   void to_out(double x, CB_OUT double *out);
// guess, confirm first: pResult is one number, written
//   void to_habit(int x, CB_OUT int *pResult);
// guess, confirm first: result is one number, written
//   void to_result(int x, CB_OUT long *result);
// guess, confirm first: y is one number, written
//   void no_name(int x, CB_OUT int *y);

/* guess: dst has dst_size elements; dst is written */
void copy(CB_OUT CB_SHAPE(dst_size) char *dst, size_t dst_size, const char *text);
/* guess: x has n elements */
void in_place(CB_SHAPE(n) double *x, size_t n);
/* guess: result has n elements; result is written */
void made(CB_OUT CB_SHAPE(n) double *result, size_t n, double start);
/* guess: source has sourceLen elements; source is read only */
int no_const(CB_IN CB_SHAPE(sourceLen) char *source, unsigned int sourceLen);
// guess, confirm first: filename is a string that is read
//   void named(CB_IN char *filename);
