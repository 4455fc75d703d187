/* SPDX-License-Identifier: MIT
   Test module `dtypes`: every number type in every direction and rank. One line of
   NUMBER_ declares all functions of a type:
     pass0_     a number by address, given back
     copy1_ … copy4_   an input of rank 1 … 4, copied into an output
     reverse1_, reverse3_   an array in place, its elements in reverse order
     turned2_   taken, reversed and given back */
#ifndef DTYPES_H
#define DTYPES_H

#include "carbide.h"

#define NUMBER_(N, T)                                                                  \
    void pass0_##N(CB_IN const T *x, CB_OUT T *y);                                    \
    void copy1_##N(size_t n, const T x[n], CB_OUT T y[n]);                            \
    void copy2_##N(size_t m, size_t n, const T x[m][n], CB_OUT T y[m][n]);            \
    void copy3_##N(size_t l, size_t m, size_t n, const T x[l][m][n],                  \
                   CB_OUT T y[l][m][n]);                                              \
    void copy4_##N(size_t k, size_t l, size_t m, size_t n, const T x[k][l][m][n],     \
                   CB_OUT T y[k][l][m][n]);                                           \
    void reverse1_##N(size_t n, T x[n]);                                              \
    void reverse3_##N(size_t l, size_t m, size_t n, T x[l][m][n]);                    \
    void turned2_##N(size_t m, size_t n, CB_INOUT T x[m][n]);

#define NUMBERS_                                                                       \
    NUMBER_(bool, bool)                                                                \
    NUMBER_(i1, int8_t)                                                                \
    NUMBER_(i2, int16_t)                                                               \
    NUMBER_(i4, int32_t)                                                               \
    NUMBER_(i8, int64_t)                                                               \
    NUMBER_(u1, uint8_t)                                                               \
    NUMBER_(u2, uint16_t)                                                              \
    NUMBER_(u4, uint32_t)                                                              \
    NUMBER_(u8, uint64_t)                                                              \
    NUMBER_(long, long)                                                                \
    NUMBER_(llong, long long)                                                          \
    NUMBER_(f4, float)                                                                 \
    NUMBER_(f8, double)                                                                \
    NUMBER_(f16, long double)                                                          \
    NUMBER_(c8, float _Complex)                                                        \
    NUMBER_(c16, double _Complex)                                                      \
    NUMBER_(c32, long double _Complex)

NUMBERS_

#endif
