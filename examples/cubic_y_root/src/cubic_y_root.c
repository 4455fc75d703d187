/* SPDX-License-Identifier: MIT
 *
 * With a = 1 / sqrt(2 |x0|) and t = y0 / a the equation is one of the triple-angle
 * formulas in units of 2a:
 *
 *     x0 > 0             sinh(3 z) = t          y = 2a sinh(z)
 *     x0 < 0, |t| > 1    cosh(3 z) = |t|        y = -+ 2a cosh(z)
 *     x0 < 0, |t| <= 1   cos(3 z)  = |t|        three roots, in cos(z) and sin(z)
 *
 * Each root is written so that nothing cancels: the textbook's difference of two
 * cube roots loses all digits of a small root. What decides between the last two,
 * d = 1 + 2 x0 y0^2 = 1 - t^2, is computed in twice the precision near zero, and its
 * sign is exact.
 */
#include "cubic_y_root.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    double high, low; /* value: high + low, exactly */
} Pair;

/* x * y exactly, by splitting each factor into halves of 26 bits (Dekker). */
static Pair pair_product(double x, double y)
{
    const double split = 134217729.0; /* 2^27 + 1 */
    double p = x * split, q = y * split;
    double x1 = p - (p - x), y1 = q - (q - y);
    double x2 = x - x1, y2 = y - y1;
    double high = x * y;
    double low = ((x1 * y1 - high) + x1 * y2 + x2 * y1) + x2 * y2;
    return (Pair){high, low};
}

/* Sign of x y^2 - 2^-power for x, y in [0.5, 1): both sides as integers of 160 bits,
 * high part and a low part of 53 bits. */
static int sign_exactly(double x, double y, int power)
{
    __extension__ typedef unsigned __int128 Wide;
    const uint64_t low_bits = ((uint64_t)1 << 53) - 1;
    uint64_t m = (uint64_t)ldexp(x, 53), k = (uint64_t)ldexp(y, 53);
    Wide square = (Wide)k * k;
    Wide low = (uint64_t)(square & low_bits) * (Wide)m;
    Wide high = (uint64_t)(square >> 53) * (Wide)m + (low >> 53);
    Wide limit = (Wide)1 << (106 - power);
    uint64_t rest = (uint64_t)low & low_bits;
    if (high != limit) {
        return high > limit ? 1 : -1;
    }
    return rest > 0;
}

/* 1 + 2 x0 y0^2 for x0 < 0, to full precision and with the exact sign, where
 * t2 = -2 x0 y0^2, as rounded, is within [0.5, 2]. */
static double discriminant(double x0, double y0)
{
    int x_power, y_power;
    double x = frexp(-x0, &x_power), y = frexp(fabs(y0), &y_power);
    int power = x_power + 2 * y_power + 1; /* t^2 = x y^2 2^power */
    double scale = ldexp(1.0, power);
    Pair square = pair_product(y, y);
    Pair high = pair_product(x * scale, square.high);
    double low = x * scale * square.low;
    double d = (1.0 - high.high) - (high.low + low);
    if (fabs(d) < 0x1p-40) { /* far above the error of d, and rare */
        int sign = sign_exactly(x, y, power);
        double size = fmax(fabs(d), 0x1p-159);
        return sign == 0 ? 0.0 : -sign * size;
    }
    return d;
}

/* 1 / a = sqrt(2 |x0|), which neither overflows nor loses a bit of a tiny x0 */
static double inverse_unit(double x0)
{
    double x = fabs(x0);
    return x < 1.0 ? sqrt(2.0 * x) : 2.0 * sqrt(0.5 * x);
}

/* exp(z) from t = sinh(3 z) or cosh(3 z), where d = -+ 1 = root^2 - t^2 */
static double third_of_exponent(double b, double y0, double square)
{
    double t = fabs(y0) * b;
    if (t < 1e8) {
        return cbrt(t + sqrt(square));
    }
    /* the root is t to the last bit, and t itself may be too large for a double */
    return cbrt(2.0 * b) * cbrt(fabs(y0));
}

/* x0 > 0. 2a sinh(z) without a difference: 2 sinh(z) = 2 sinh(3z) / (u^2 + 1 + u^-2)
 * for u = exp(z). One Newton step takes the error of u^2 back. */
static double root_rising(double x0, double y0)
{
    double b = inverse_unit(x0);
    double t = y0 * b;
    double u = third_of_exponent(b, y0, t * t + 1.0);
    double v = 1.0 / u;
    double y = 2.0 * (y0 / u / (u + v + v * v * v));
    double slope = x0 * y * y;
    return y - (y * (slope + 1.5) - y0) / (3.0 * slope + 1.5);
}

/* x0 < 0, d < 0: the one root has the sign of -y0. */
static double root_falling(double x0, double y0, double d)
{
    double b = inverse_unit(x0);
    double u = third_of_exponent(b, y0, -d);
    return copysign((u + 1.0 / u) / b, -y0);
}

/* x0 < 0, d >= 0: with 3z = acos |t| and y0 >= 0 the roots are
 * -2a cos(z) < 0 <= 2a sin(pi/6 - z) <= 2a sin(pi/6 + z), for y0 < 0 their mirror. */
static void roots_between(double x0, double y0, double d, double roots[3])
{
    const double sqrt3 = 1.7320508075688772;
    double b = inverse_unit(x0);
    double z = atan2(sqrt(d), fabs(y0) * b) / 3.0;
    double c = cos(z), s = sqrt3 * sin(z);
    double outer = -2.0 * c / b;
    double upper = (c + s) / b;
    double middle = fmin(fabs(y0) / (c * (c + s)), upper);
    if (signbit(y0)) {
        roots[0] = -upper;
        roots[1] = -middle;
        roots[2] = -outer;
    } else {
        roots[0] = outer;
        roots[1] = middle;
        roots[2] = upper;
    }
}

int cubic_y_root(double x0, double y0, double roots[3])
{
    if (x0 >= 0.0) {
        roots[0] = x0 > 0.0 ? root_rising(x0, y0) : y0 / 1.5;
        return 1;
    }
    double half = -x0 * y0 * y0; /* t^2 / 2; too large or too small does no harm */
    bool near = half > 0.25 && half < 1.0;
    double d = near ? discriminant(x0, y0) : 1.0 - 2.0 * half;
    if (d < 0.0) {
        roots[0] = root_falling(x0, y0, d);
        return 1;
    }
    roots_between(x0, y0, d, roots);
    return 3;
}
