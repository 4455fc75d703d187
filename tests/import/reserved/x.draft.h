
/* guess: x has n elements */
double norm(CB_SHAPE(n) const double *x, size_t n);
int link_target(const char *restrict path, CB_OUT CB_SHAPE(len) char *restrict buf,
                size_t len);
long both(long __n, long n);
int replaced(int buffer_, int __int);

// left out, macros that are no constants: buffer
