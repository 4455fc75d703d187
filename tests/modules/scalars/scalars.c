/* SPDX-License-Identifier: MIT
   Definitions of scalars.h. */
#include "scalars.h"

#include <complex.h>
#include <float.h>
#include <limits.h>
#include <math.h>

#define ECHO(T, name) T echo_##name(T x) { return x; }
ECHO(bool, bool)
ECHO(char, char)
ECHO(float, float)
ECHO(double, double)
ECHO(long double, ldouble)
ECHO(float _Complex, cfloat)
ECHO(double _Complex, cdouble)
ECHO(long double _Complex, cldouble)

/* All integers of two's complement: the limits follow from size and sign. */
#define INTEGER(T, name)                                                              \
    ECHO(T, name)                                                                     \
    void limits_##name(T *low, T *high)                                               \
    {                                                                                 \
        const bool is_signed = (T)-1 < (T)1;                                          \
        const unsigned bits = CHAR_BIT * sizeof(T) - is_signed;                       \
        *high = (T)(((((unsigned __int128)1 << (bits - 1)) - 1) << 1) | 1);           \
        *low = is_signed ? (T)(-*high - 1) : 0;                                       \
    }
INTEGER(signed char, schar)
INTEGER(unsigned char, uchar)
INTEGER(short, short)
INTEGER(unsigned short, ushort)
INTEGER(int, int)
INTEGER(unsigned, uint)
INTEGER(long, long)
INTEGER(unsigned long, ulong)
INTEGER(long long, llong)
INTEGER(unsigned long long, ullong)
INTEGER(int8_t, int8)
INTEGER(uint8_t, uint8)
INTEGER(int16_t, int16)
INTEGER(uint16_t, uint16)
INTEGER(int32_t, int32)
INTEGER(uint32_t, uint32)
INTEGER(int64_t, int64)
INTEGER(uint64_t, uint64)
INTEGER(size_t, size)
INTEGER(ptrdiff_t, ptrdiff)
INTEGER(intptr_t, intptr)
INTEGER(uintptr_t, uintptr)
INTEGER(__int128, int128)
INTEGER(unsigned __int128, uint128)

void limits_float(float *low, float *high)
{
    *low = -FLT_MAX;
    *high = FLT_MAX;
}

void limits_double(double *low, double *high)
{
    *low = -DBL_MAX;
    *high = DBL_MAX;
}

double read_double(const double *x)
{
    return *x;
}

int64_t read_int64(int64_t *x)
{
    return *x;
}

void count_up(int32_t *x)
{
    *x = *x == INT32_MAX ? INT32_MIN : *x + 1;
}

void negate(double *x)
{
    *x = -*x;
}

void conjugate(double _Complex *x)
{
    *x = conj(*x);
}

void flip(bool *x)
{
    *x = !*x;
}

void next_char(char *x)
{
    *x = (char)(*x + 1);
}

void negate128(__int128 *x)
{
    *x = (__int128)-(unsigned __int128)*x;
}

double half_or(const double *x, double otherwise)
{
    return x ? *x / 2 : otherwise;
}

int sign_of(int *x)
{
    return x ? (*x > 0) - (*x < 0) : 2;
}

int divide(int a, int b, int *rest)
{
    if (b == -1) {
        *rest = 0;
        return a == INT_MIN ? INT_MAX : -a;
    }
    *rest = a % b;
    return a / b;
}

void split(double x, double *whole, double *part, bool *negative)
{
    *part = modf(x, whole);
    *negative = signbit(x);
}

bool reciprocal(double x, double *y)
{
    if (x == 0) {
        return false;
    }
    *y = 1 / x;
    return true;
}

bool root(double x, double *r, int *sign)
{
    if (!(x >= 0)) {
        return false;
    }
    *r = sqrt(x);
    *sign = x > 0;
    return true;
}

bool is_even(int64_t x, int64_t *half)
{
    *half = x / 2;
    return x % 2 == 0;
}

int negation(int x)
{
    return !x;
}

void set_bit(uint8_t x, uint8_t *y)
{
    *y = x;
}

double no_arguments(void)
{
    return 42.5;
}

void no_result(int x)
{
    (void)x;
}

long sum8(signed char a, short b, int c, long d, unsigned char e, unsigned short f,
          unsigned g, long h)
{
    return (long)((unsigned long)a + (unsigned long)b + (unsigned long)c
                  + (unsigned long)d + e + f + g + (unsigned long)h);
}

double mixed(bool a, char b, int c, double d, float e, double _Complex f)
{
    return a + b + (double)c + d + (double)e + creal(f) + cimag(f);
}

char char_of(unsigned code)
{
    return (char)code;
}
