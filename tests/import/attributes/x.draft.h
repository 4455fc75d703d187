
double attr_sum(CB_SHAPE(k) const double *x, size_t k);
void attr_fill(CB_OUT CB_SHAPE(k) double *y, size_t k, double with);
void attr_negate(CB_SHAPE(k) double *y, size_t k);
int attr_length(const char *s);
CB_OWNED(free) char *attr_twice(const char *s);
const char *attr_version(void);
int attr_old(int x);

// left out, macros that are no constants: GCC
