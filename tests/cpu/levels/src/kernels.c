// SPDX-License-Identifier: MIT
// kernels.c: loops that each level compiles its own way, and that must give the same.
#include "levels.h"

double sum(int n, const double a[n])
{
    double part[8] = {0}, total = 0;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        for (int k = 0; k < 8; k++) {
            part[k] += a[i + k];
        }
    }
    for (; i < n; i++) {
        total += a[i];
    }
    for (int k = 0; k < 8; k++) {
        total += part[k];
    }
    return total;
}

double sqrt_sum(int n, const double a[n])
{
    double part[16] = {0}, total = 0;
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        for (int k = 0; k < 16; k++) {
            part[k] += sqrt(a[i + k]);
        }
    }
    for (; i < n; i++) {
        total += sqrt(a[i]);
    }
    for (int k = 0; k < 16; k++) {
        total += part[k];
    }
    return total;
}

double dot(int n, const double a[n], const double b[n])
{
    double part[4] = {0}, total = 0;
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        for (int k = 0; k < 4; k++) {
            part[k] += a[i + k] * b[i + k];
        }
    }
    for (; i < n; i++) {
        total += a[i] * b[i];
    }
    return total + part[0] + part[1] + part[2] + part[3];
}

float dot_float(int n, const float a[n], const float b[n])
{
    float total = 0;
    for (int i = 0; i < n; i++) {
        total += a[i] * b[i];
    }
    return total;
}

void poly(int n, const double x[n], double y[n])
{
    for (int i = 0; i < n; i++) {
        y[i] = ((0.3 * x[i] + 1.7) * x[i] - 2.9) * x[i] + 0.1;
    }
}

void choose(int n, const double x[n], double limit, double y[n])
{
    for (int i = 0; i < n; i++) {
        y[i] = x[i] > limit ? x[i] * 0.5 : x[i] + limit;
    }
}

void gemm(int n, const double a[n][n], const double b[n][n], double c[n][n])
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            c[i][j] = 0;
        }
        for (int k = 0; k < n; k++) {
            for (int j = 0; j < n; j++) {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
}
