/* SPDX-License-Identifier: MIT
 *
 * One sum would wait for each addition before the next can start. Sixteen sums
 * side by side are independent: the compiler makes vectors of them, and what is
 * left to wait for is memory. No -ffast-math is needed, because the order of the
 * additions is the one written here.
 */
#include "sum_of_squares.h"

enum { LANES = 16 };

double sum_of_squares(size_t n, const double v[n])
{
    double sum[LANES] = {0};
    size_t i = 0;
    for (; n - i >= LANES; i += LANES) {
        for (size_t lane = 0; lane < LANES; lane++) {
            sum[lane] += v[i + lane] * v[i + lane];
        }
    }
    for (size_t lane = 0; i < n; i++, lane++) {
        sum[lane] += v[i] * v[i];
    }
    for (size_t half = LANES / 2; half > 0; half /= 2) {
        for (size_t lane = 0; lane < half; lane++) {
            sum[lane] += sum[lane + half];
        }
    }
    return sum[0];
}
