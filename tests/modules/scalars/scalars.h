/* SPDX-License-Identifier: MIT
   Test module `scalars`: every scalar type, by value and by address, at its limits. Each
   echo_ gives back what came; each limits_ gives the smallest and the largest value. */
#ifndef SCALARS_H
#define SCALARS_H

#include "carbide.h"

/* by value, both ways */
bool echo_bool(bool x);
char echo_char(char x);
signed char echo_schar(signed char x);
unsigned char echo_uchar(unsigned char x);
short echo_short(short x);
unsigned short echo_ushort(unsigned short x);
int echo_int(int x);
unsigned echo_uint(unsigned x);
long echo_long(long x);
unsigned long echo_ulong(unsigned long x);
long long echo_llong(long long x);
unsigned long long echo_ullong(unsigned long long x);
int8_t echo_int8(int8_t x);
uint8_t echo_uint8(uint8_t x);
int16_t echo_int16(int16_t x);
uint16_t echo_uint16(uint16_t x);
int32_t echo_int32(int32_t x);
uint32_t echo_uint32(uint32_t x);
int64_t echo_int64(int64_t x);
uint64_t echo_uint64(uint64_t x);
size_t echo_size(size_t x);
ptrdiff_t echo_ptrdiff(ptrdiff_t x);
intptr_t echo_intptr(intptr_t x);
uintptr_t echo_uintptr(uintptr_t x);
__int128 echo_int128(__int128 x);
unsigned __int128 echo_uint128(unsigned __int128 x);
float echo_float(float x);
double echo_double(double x);
long double echo_ldouble(long double x);
float _Complex echo_cfloat(float _Complex x);
double _Complex echo_cdouble(double _Complex x);
long double _Complex echo_cldouble(long double _Complex x);

/* what C says of its own limits */
void limits_schar(CB_OUT signed char *low, CB_OUT signed char *high);
void limits_uchar(CB_OUT unsigned char *low, CB_OUT unsigned char *high);
void limits_short(CB_OUT short *low, CB_OUT short *high);
void limits_ushort(CB_OUT unsigned short *low, CB_OUT unsigned short *high);
void limits_int(CB_OUT int *low, CB_OUT int *high);
void limits_uint(CB_OUT unsigned *low, CB_OUT unsigned *high);
void limits_long(CB_OUT long *low, CB_OUT long *high);
void limits_ulong(CB_OUT unsigned long *low, CB_OUT unsigned long *high);
void limits_llong(CB_OUT long long *low, CB_OUT long long *high);
void limits_ullong(CB_OUT unsigned long long *low, CB_OUT unsigned long long *high);
void limits_int8(CB_OUT int8_t *low, CB_OUT int8_t *high);
void limits_uint8(CB_OUT uint8_t *low, CB_OUT uint8_t *high);
void limits_int16(CB_OUT int16_t *low, CB_OUT int16_t *high);
void limits_uint16(CB_OUT uint16_t *low, CB_OUT uint16_t *high);
void limits_int32(CB_OUT int32_t *low, CB_OUT int32_t *high);
void limits_uint32(CB_OUT uint32_t *low, CB_OUT uint32_t *high);
void limits_int64(CB_OUT int64_t *low, CB_OUT int64_t *high);
void limits_uint64(CB_OUT uint64_t *low, CB_OUT uint64_t *high);
void limits_size(CB_OUT size_t *low, CB_OUT size_t *high);
void limits_ptrdiff(CB_OUT ptrdiff_t *low, CB_OUT ptrdiff_t *high);
void limits_intptr(CB_OUT intptr_t *low, CB_OUT intptr_t *high);
void limits_uintptr(CB_OUT uintptr_t *low, CB_OUT uintptr_t *high);
void limits_int128(CB_OUT __int128 *low, CB_OUT __int128 *high);
void limits_uint128(CB_OUT unsigned __int128 *low, CB_OUT unsigned __int128 *high);
void limits_float(CB_OUT float *low, CB_OUT float *high);
void limits_double(CB_OUT double *low, CB_OUT double *high);

/* by address */
double read_double(CB_IN const double *x);
int64_t read_int64(CB_IN int64_t *x);
void count_up(CB_INOUT int32_t *x);
void negate(CB_INOUT double *x);
void conjugate(CB_INOUT double _Complex *x);
void flip(CB_INOUT bool *x);
void next_char(CB_INOUT char *x);
void negate128(CB_INOUT __int128 *x);
double half_or(CB_OPT const double *x, double otherwise);
int sign_of(CB_OPT CB_IN int *x);

/* results beside outs: the return value comes first */
int divide(int a, CB_REQUIRE(b != 0) int b, CB_OUT int *rest);
void split(double x, CB_OUT double *whole, CB_OUT double *part, CB_OUT bool *negative);
CB_OPT bool reciprocal(double x, CB_OUT double *y);
CB_OPT bool root(double x, CB_OUT double *r, CB_OUT int *sign);
bool is_even(int64_t x, CB_OUT int64_t *half);

/* another Python form */
CB_AS(bool) int negation(CB_AS(bool) int x);
void set_bit(CB_AS(bool) uint8_t x, CB_OUT CB_AS(bool) uint8_t *y);

/* result of no argument, arguments without result, many arguments */
double no_arguments(void);
void no_result(int x);
long sum8(signed char a, short b, int c, long d, unsigned char e, unsigned short f,
          unsigned g, long h);
double mixed(bool a, char b, int c, double d, float e, double _Complex f);

/* chars outside ASCII are refused on the way out */
char char_of(unsigned code);

#endif
