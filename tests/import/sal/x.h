#include <stddef.h>

#define _In_
#define _In_opt_
#define _In_reads_(n)
#define _In_reads_opt_(n)
#define _Out_
#define _Out_writes_(n)
#define _Out_writes_to_(n, k)
#define _Inout_
#define _Inout_updates_(n)
#define _In_z_
#define _In_opt_z_
#define _In_reads_bytes_(n)
#define _Out_writes_z_(n)
#define _Out_writes_bytes_to_(n, k)
#define IN
#define OUT

double sal_sum(_In_reads_(n) const double *x, size_t n);
double sal_weighted(_In_reads_(n) const double *x, _In_reads_opt_(n) const double *w,
                    size_t n);
void sal_fill(_Out_writes_(rows * columns) double *matrix, size_t rows, size_t columns);
void sal_scale(_Inout_updates_(n) double *x, _In_ size_t n, _In_ const double *by);
void sal_some(_Out_writes_to_(n, *k) int *found, size_t n, _Out_ size_t *k);
void sal_next(_Inout_ unsigned *state);
int sal_plain(IN int x, OUT int *y);
int sal_open(_In_z_ const char *name, _In_opt_z_ const char *mode);
void sal_text(_Out_writes_z_(n) char *text, size_t n);
void sal_bytes(_Out_writes_bytes_to_(n, *k) void *to, size_t n, _Out_ size_t *k);
double sal_unclear(_In_reads_bytes_(n) const double *x, size_t n_bytes, size_t n);
