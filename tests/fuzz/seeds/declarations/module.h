# 1 "seed.h"
typedef unsigned long size_t; typedef long int64_t; typedef int int32_t;
#define N_COLS 3
#define geo_PI 3.14159
#define NAME "carb" "ide"
/** Largest of each. */
void find_max(size_t n, size_t k, const int64_t a[n][k], CB_OUT int64_t out[k]);
CB_RAISES(return < 0, CB_OSError, "%s", "x") int f(CB_SHAPE(*n) CB_OWNED(free)
    CB_OUT double **p, CB_OUT size_t *n);
typedef CB_RAISES(return < 0, CB_ValueError) int rc;
rc geo_g(CB_VIEW(const double, 2) v, CB_OUT double rows[N_COLS], CB_DEFAULT(1) int x);
enum geo_mode { A, B = 1 << 3, C = sizeof(int) };
enum geo_mode m(enum geo_mode x, const char *s, char c, _Bool b, double _Complex z,
    CB_REQUIRE(n > 2) int n, const double a[2*n+1], CB_OPT const float b2[n]);
int geoToUtm(int n, CB_INOUT int32_t a[n], CB_OUT CB_LEN(return) int b[n]);
CB_EXCEPTION(DbError, CB_OSError, "doc"); CB_EXPORT(NAME, "geo_*");
static inline double h(double x) { for (;;) { x += 1; } return x; }
CB_AS(list) CB_SHAPE(n) CB_OWNED(free) double *mk(size_t n);
const char *str(void); int v(const char *fmt, ...);
void cp(int n, const double x[n], CB_STRIDES(incx) CB_SHAPE(n) double *y, int incx);
