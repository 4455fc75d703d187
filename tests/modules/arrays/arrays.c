/* SPDX-License-Identifier: MIT
   Definitions of arrays.h. */
#include "arrays.h"

#include <math.h>
#include <string.h>

static long alive;

static double sum(size_t n, const double *x)
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += x[i];
    }
    return s;
}

/* ---------------------------------------------------------------- tied shapes */
void matmul(size_t m, size_t k, size_t n, const double a[m][k], const double b[k][n],
            double c[m][n])
{
    memset(c, 0, m * n * sizeof(double));
    for (size_t i = 0; i < m; i++) {
        for (size_t l = 0; l < k; l++) {
            for (size_t j = 0; j < n; j++) {
                c[i][j] += a[i][l] * b[l][j];
            }
        }
    }
}

double dot(size_t n, const double x[n], const double y[n])
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += x[i] * y[i];
    }
    return s;
}

double dot_restrict(size_t n, const double x[restrict n], const double y[restrict n])
{
    return dot(n, x, y);
}

void axpy(size_t n, double alpha, const double x[restrict n], double y[restrict n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] += alpha * x[i];
    }
}

void add_into(size_t n, const double x[n], double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] += x[i];
    }
}

void swap(size_t n, double x[restrict n], double y[restrict n])
{
    for (size_t i = 0; i < n; i++) {
        double t = x[i];
        x[i] = y[i];
        y[i] = t;
    }
}

void outer(size_t m, const double x[m], size_t n, const double y[n], double z[m][n])
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            z[i][j] = x[i] * y[j];
        }
    }
}

void find_max(size_t n, size_t k, const int64_t a[n][k], int64_t out[k])
{
    for (size_t j = 0; j < k; j++) {
        out[j] = INT64_MIN;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < k; j++) {
            out[j] = a[i][j] > out[j] ? a[i][j] : out[j];
        }
    }
}

int trace(int n, const int a[n][n])
{
    unsigned t = 0;
    for (int i = 0; i < n; i++) {
        t += (unsigned)a[i][i];
    }
    return (int)t;
}

/* --------------------------------------------------------------------- bounds */
double trapezoid(size_t n, const double y[n + 1], double h)
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += (y[i] + y[i + 1]) / 2;
    }
    return s * h;
}

double odd(size_t n, const double x[2 * n + 1])
{
    return sum(2 * n + 1, x) + (double)n;
}

size_t before(size_t n, const double x[n - 1])
{
    (void)sum(n - 1, x);
    return n;
}

size_t shifted(size_t n, const double x[3 + (n << 2)])
{
    (void)sum(3 + (n << 2), x);
    return n;
}

double block(size_t m, size_t k, const double x[m * k])
{
    return sum(m * k, x);
}

double middle(size_t n, const double x[n / 2 + 1])
{
    return x[n / 2];
}

double both(size_t n, const double x[n], const double y[n + 1])
{
    return sum(n, x) - sum(n + 1, y);
}

double bits(unsigned n, const double x[1 << n])
{
    return sum((size_t)1 << n, x);
}

double chosen(size_t n, bool wide, const double x[wide ? 2 * n : n])
{
    return sum(wide ? 2 * n : n, x);
}

int8_t small(int8_t n, const double x[n])
{
    (void)sum((size_t)n, x);
    return n;
}

int16_t small_rows(int16_t m, int8_t n, const uint8_t x[m][n])
{
    return (int16_t)(m > 0 && n > 0 ? x[m - 1][n - 1] : -1);
}

double norm3(const double v[3])
{
    return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

double det2(const double a[2][2])
{
    return a[0][0] * a[1][1] - a[0][1] * a[1][0];
}

void cross(const double a[3], const double b[3], double c[3])
{
    c[0] = a[1] * b[2] - a[2] * b[1];
    c[1] = a[2] * b[0] - a[0] * b[2];
    c[2] = a[0] * b[1] - a[1] * b[0];
}

double rows_of_three(size_t n, const float x[n][3])
{
    double s = 0;
    for (size_t i = 0; i < n; i++) {
        s += (double)(x[i][0] + x[i][1] + x[i][2]);
    }
    return s;
}

double at_least(size_t n, const double x[n], double work[static 5 * n])
{
    for (size_t i = 0; i < 5 * n; i++) {
        work[i] = x[i / 5];
    }
    return sum(5 * n, work);
}

double first(size_t n, const double x[static n])
{
    return n ? x[0] : NAN;
}

void eye(size_t n, double a[n][n])
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            a[i][j] = i == j;
        }
    }
}

void table(int m, int n, int32_t a[m][n])
{
    for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
            a[i][j] = (int32_t)((int64_t)i * n + j);
        }
    }
}

void gap(size_t n, size_t m, double y[n - m])
{
    for (size_t i = 0; i < n - m; i++) {
        y[i] = (double)(m + i);
    }
}

void quotient(size_t n, size_t k, double y[n / k])
{
    for (size_t i = 0; i < n / k; i++) {
        y[i] = (double)(i * k);
    }
}

/* --------------------------------------------------------------------- shapes */
double sum_flat(const double *x, size_t n)
{
    return sum(n, x);
}

double sum_matrix(const double *a, size_t m, size_t k)
{
    return sum(m * k, a);
}

void scale_matrix(double *a, int m, int k, double by)
{
    for (size_t i = 0; i < (size_t)m * (size_t)k; i++) {
        a[i] *= by;
    }
}

void iota(int64_t *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (int64_t)i;
    }
}

double sum_star(const double *x, const int *n)
{
    return sum((size_t)*n, x);
}

void copy_star(const double *x, size_t n, double *y, size_t *m)
{
    size_t both = n < *m ? n : *m;
    memcpy(y, x, both * sizeof *x);
    *m = both;
}

double sum_attribute(double *x, size_t n)
{
    return sum(n, x);
}

/* -------------------------------------------------------------------- strides */
double sum_stride(int n, const double *x, int incx)
{
    double s = 0;
    for (int i = 0; i < n; i++) {
        s += x[(ptrdiff_t)i * incx];
    }
    return s;
}

void scale_stride(int n, double alpha, double *x, int incx)
{
    for (int i = 0; i < n; i++) {
        x[(ptrdiff_t)i * incx] *= alpha;
    }
}

double sum_lda(int m, int n, const double *a, int lda)
{
    double s = 0;
    for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
            s += a[(ptrdiff_t)i * lda + j];
        }
    }
    return s;
}

void fill_lda(int m, int n, double v, double *a, int lda)
{
    for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
            a[(ptrdiff_t)i * lda + j] = v;
        }
    }
}

double sum_columns(int m, int n, const double *a)
{
    double s = 0;
    for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
            s += (j + 1) * a[i + (ptrdiff_t)j * m];
        }
    }
    return s;
}

double sum_every_second(int n, const double *x)
{
    return sum_stride(n, x, 2);
}

/* ---------------------------------------------------------------------- views */
double view_sum1(CB_VIEW(const double, 1) v)
{
    double s = 0;
    for (ptrdiff_t i = 0; i < v.shape[0]; i++) {
        s += CB_AT(const double, v, i);
    }
    return s;
}

double view_sum2(CB_VIEW(const double, 2) v)
{
    double s = 0;
    for (ptrdiff_t i = 0; i < v.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < v.shape[1]; j++) {
            s += (double)(i + 1) * CB_AT(const double, v, i, j);
        }
    }
    return s;
}

int64_t view_sum3(CB_VIEW(const int64_t, 3) v)
{
    uint64_t s = 0;
    for (ptrdiff_t i = 0; i < v.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < v.shape[1]; j++) {
            for (ptrdiff_t k = 0; k < v.shape[2]; k++) {
                s = 3 * s + (uint64_t)CB_AT(const int64_t, v, i, j, k);
            }
        }
    }
    return (int64_t)s;
}

void view_fill(CB_VIEW(double, 2) v, double value)
{
    for (ptrdiff_t i = 0; i < v.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < v.shape[1]; j++) {
            CB_AT(double, v, i, j) = value;
        }
    }
}

void view_add(CB_VIEW(const double, 1) x, CB_VIEW(double, 1) y)
{
    ptrdiff_t n = x.shape[0] < y.shape[0] ? x.shape[0] : y.shape[0];
    for (ptrdiff_t i = 0; i < n; i++) {
        CB_AT(double, y, i) += CB_AT(const double, x, i);
    }
}

void view_strides(CB_VIEW(const int32_t, 2) v, int64_t shape_strides[4])
{
    shape_strides[0] = v.shape[0];
    shape_strides[1] = v.shape[1];
    shape_strides[2] = v.strides[0];
    shape_strides[3] = v.strides[1];
}

/* -------------------------------------------------------------------- lengths */
size_t positive(size_t n, const double x[n], double y[n])
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (x[i] > 0) {
            y[kept++] = x[i];
        }
    }
    return kept;
}

void positive_count(size_t n, const double x[n], double y[n], size_t *count)
{
    *count = positive(n, x, y);
}

size_t nonzero_rows(size_t m, size_t n, const double x[m][n], double y[m][n])
{
    size_t kept = 0;
    for (size_t i = 0; i < m; i++) {
        bool any = false;
        for (size_t j = 0; j < n; j++) {
            any = any || x[i][j] != 0;
        }
        if (any) {
            memcpy(y[kept++], x[i], n * sizeof(double));
        }
    }
    return kept;
}

void share(size_t n, long k, double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = (double)k;
    }
}

long claims(size_t n, long length, double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = (double)i;
    }
    return length;
}

size_t roots(double a, double b, double c, double r[2])
{
    double d = b * b - 4 * a * c;
    if (!(d >= 0) || a == 0) {
        return 0;
    }
    r[0] = (-b - sqrt(d)) / (2 * a);
    r[1] = (-b + sqrt(d)) / (2 * a);
    return d > 0 ? 2 : 1;
}

/* ------------------------------------------------------------------- elements */
void gather(size_t n, const double x[n], size_t k, const int64_t i[k], double y[k])
{
    (void)n;
    for (size_t j = 0; j < k; j++) {
        y[j] = x[i[j]];
    }
}

void gather_small(size_t n, const double x[n], size_t k, const uint8_t i[k], double y[k])
{
    (void)n;
    for (size_t j = 0; j < k; j++) {
        y[j] = x[i[j]];
    }
}

double item(size_t n, const double x[n], size_t i)
{
    (void)n;
    return x[i];
}

double item_signed(size_t n, const double x[n], int i)
{
    (void)n;
    return x[i];
}

double quantile(size_t n, const double x[n], double q)
{
    return n ? x[(size_t)(q * (double)(n - 1))] : NAN;
}

double both_finite(double x, double y)
{
    return x + y;
}

double slice(size_t n, const double x[n], size_t from, size_t to)
{
    (void)n;
    return sum(to - from, x + from);
}

size_t count_true(size_t n, const bool x[n])
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += x[i];
    }
    return count;
}

void not_all(size_t n, bool x[n])
{
    for (size_t i = 0; i < n; i++) {
        x[i] = !x[i];
    }
}

void larger(size_t n, const double x[n], double than, bool y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = x[i] > than;
    }
}

size_t count_level(size_t n, const enum level x[n], enum level which)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += x[i] == which;
    }
    return count;
}

size_t count_true_strided(size_t n, const bool *x, ptrdiff_t step)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += x[(ptrdiff_t)i * step];
    }
    return count;
}

size_t count_true_view(CB_VIEW(const bool, 2) x)
{
    size_t count = 0;
    for (ptrdiff_t i = 0; i < x.shape[0]; i++) {
        for (ptrdiff_t j = 0; j < x.shape[1]; j++) {
            count += CB_AT(const bool, x, i, j);
        }
    }
    return count;
}

size_t count_level_view(CB_VIEW(const enum level, 1) x, enum level which)
{
    size_t count = 0;
    for (ptrdiff_t i = 0; i < x.shape[0]; i++) {
        count += CB_AT(const enum level, x, i) == which;
    }
    return count;
}

int pick_strided(size_t n, const int *x, ptrdiff_t step)
{
    static const int values[4] = { 1, 10, 100, 1000 };
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += values[x[(ptrdiff_t)i * step]];
    }
    return sum;
}

/* ------------------------------------------------------------ optional arrays */
double weighted(size_t n, const double x[n], const double w[n])
{
    return w ? dot(n, x, w) : sum(n, x);
}

size_t optional_only(size_t n, const double x[n], const double y[n])
{
    return 100 * n + 10 * (x != NULL) + (y != NULL);
}

double optional_fills(size_t n, const double x[n], double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = x ? x[i] : -1;
    }
    return x ? sum(n, x) : 0;
}

size_t optional_in_place(size_t n, double x[n])
{
    for (size_t i = 0; x && i < n; i++) {
        x[i] = -x[i];
    }
    return n;
}

double statistics(size_t n, const double x[n], double centred[n])
{
    double mean = n ? sum(n, x) / (double)n : 0;
    for (size_t i = 0; centred && i < n; i++) {
        centred[i] = x[i] - mean;
    }
    return mean;
}

bool solve2(const double a[2][2], const double b[2], double x[2])
{
    double d = det2(a);
    if (d == 0) {
        return false;
    }
    x[0] = (b[0] * a[1][1] - b[1] * a[0][1]) / d;
    x[1] = (a[0][0] * b[1] - a[1][0] * b[0]) / d;
    return true;
}

/* -------------------------------------------------------------- taken, changed */
static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void sorted(size_t n, double x[n])
{
    qsort(x, n, sizeof *x, ascending);
}

void accumulate(size_t n, int64_t x[n])
{
    for (size_t i = 1; i < n; i++) {
        x[i] = (int64_t)((uint64_t)x[i] + (uint64_t)x[i - 1]);
    }
}

double sum_without_const(size_t n, double x[n])
{
    return sum(n, x);
}

/* ------------------------------------------------------------ memory of C's own */
void primes(uint32_t below, uint32_t **p, size_t *n)
{
    if (below > 1000000) {
        cb_raise(CB_ValueError, "below = %u is more than 1000000", below);
        return;
    }
    *p = malloc((below ? below : 1) * sizeof **p);
    *n = 0;
    for (uint32_t i = 2; *p && i < below; i++) {
        bool prime = true;
        for (size_t j = 0; j < *n && (*p)[j] * (*p)[j] <= i && prime; j++) {
            prime = i % (*p)[j] != 0;
        }
        if (prime) {
            (*p)[(*n)++] = i;
        }
    }
}

void grid(size_t m, size_t k, double **p, size_t *rows, size_t *columns)
{
    if (m > 1000 || k > 1000) {
        cb_raise(CB_ValueError, "%zu x %zu is too large", m, k);
        return;
    }
    *p = calloc(m * k + 1, sizeof **p);
    *rows = m;
    *columns = k;
}

void long_claim(double **p, int64_t *n, int64_t claim)
{
    *p = calloc(4, sizeof **p);
    *n = claim;
}

double *linspace(double a, double b, size_t n)
{
    if (n > 1000000) {
        cb_raise(CB_ValueError, "n = %zu is more than 1000000", n);
        return NULL;
    }
    double *x = malloc((n ? n : 1) * sizeof *x);
    for (size_t i = 0; x && i < n; i++) {
        x[i] = n > 1 ? a + (b - a) * (double)i / (double)(n - 1) : a;
    }
    return x;
}

int32_t *multiplication(size_t m, size_t n)
{
    if (m > 1000 || n > 1000) {
        cb_raise(CB_ValueError, "%zu x %zu is too large", m, n);
        return NULL;
    }
    int32_t *x = malloc((m * n + 1) * sizeof *x);
    for (size_t i = 0; x && i < m * n; i++) {
        x[i] = (int32_t)((i / n) * (i % n));
    }
    return x;
}

double *tracked(size_t n)
{
    double *x = n < 1000 ? calloc(n + 1, sizeof *x) : NULL;
    if (x) {
        alive += (long)n;
    } else {
        cb_raise(CB_MemoryError, "no memory for %zu numbers", n);
    }
    return x;
}

void arrays_release_(double *p, size_t n)
{
    alive -= (long)n;
    free(p);
}

long live(void)
{
    return alive;
}

double *maybe(bool give, size_t n)
{
    return give ? linspace(0, 1, n) : NULL;
}

const double *origin(void)
{
    static const double zero[3] = { 0, 0.5, 1 };
    return zero;
}

const int32_t *counters(void)
{
    static int32_t all[4];
    all[0]++;
    return all;
}

/* ---------------------------------------------------------------- other forms */
void squares_list(size_t n, const double x[n], double y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = x[i] * x[i];
    }
}

void squares_tuple(size_t n, const int32_t x[n], int64_t y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = (int64_t)x[i] * x[i];
    }
}

void squares_bytes(size_t n, uint8_t y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = (uint8_t)(i * i);
    }
}

void eye_list(size_t n, double a[n][n])
{
    eye(n, a);
}

void flags_list(size_t n, bool y[n])
{
    for (size_t i = 0; i < n; i++) {
        y[i] = i % 2 == 1;
    }
}

void levels_list(size_t n, enum level y[n])
{
    static const enum level all[] = { LEVEL_LOW, LEVEL_MIDDLE, LEVEL_HIGH };
    for (size_t i = 0; i < n; i++) {
        y[i] = all[i % 3];
    }
}

double *linspace_list(double a, double b, size_t n)
{
    return linspace(a, b, n);
}

/* --------------------------------------------------------------- several outs */
double minmax(size_t n, const double x[n], double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        *low = fmin(*low, x[i]);
        *high = fmax(*high, x[i]);
    }
    return n ? sum(n, x) / (double)n : NAN;
}

size_t histogram(size_t n, const double x[n], double from, double to, size_t k,
                 int64_t counts[k], double edges[k + 1])
{
    size_t outside = 0;
    memset(counts, 0, k * sizeof *counts);
    for (size_t i = 0; i <= k; i++) {
        edges[i] = k ? from + (to - from) * (double)i / (double)k : from;
    }
    for (size_t i = 0; i < n; i++) {
        double place = (x[i] - from) / (to - from) * (double)k;
        if (place >= 0 && place < (double)k) {
            counts[(size_t)place]++;
        } else {
            outside++;
        }
    }
    return outside;
}

void taken_arrays(size_t want, const double *array, double *get_array, int *again,
                  size_t *drop, int *new_memory)
{
    for (size_t i = 0; i < want; i++) {
        get_array[i] = 2 * array[i];
        again[i]++;
        new_memory[i] = (int)i;
    }
    *drop = want / 2;
}
