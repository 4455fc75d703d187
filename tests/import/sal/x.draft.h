
double sal_sum(CB_SHAPE(n) const double *x, size_t n);
double sal_weighted(CB_SHAPE(n) const double *x, CB_OPT CB_SHAPE(n) const double *w,
                    size_t n);
void sal_fill(CB_OUT CB_SHAPE(rows * columns) double *matrix, size_t rows,
              size_t columns);
void sal_scale(CB_SHAPE(n) double *x, size_t n, CB_IN const double *by);
void sal_some(CB_OUT CB_SHAPE(n) CB_LEN(*k) int *found, size_t n, CB_OUT size_t *k);
void sal_next(CB_INOUT unsigned int *state);
int sal_plain(int x, CB_OUT int *y);
int sal_open(const char *name, CB_OPT const char *mode);
void sal_text(CB_OUT CB_SHAPE(n) char *text, size_t n);
void sal_bytes(CB_OUT CB_SHAPE(n) CB_LEN(*k) void *to, size_t n, CB_OUT size_t *k);
// left out: `x` of sal_unclear() is `const double *`: C does not say how many elements
//   it has
//   double sal_unclear(const double *x, size_t n_bytes, size_t n);
