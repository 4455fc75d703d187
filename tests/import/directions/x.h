#include <stddef.h>

void to_out(double x, double *out);
void to_habit(int x, int *pResult);
void to_result(int x, long *result);
void no_name(int x, int *y);

void copy(char *dst, size_t dst_size, const char *text);
void in_place(double *x, size_t n);
void made(double *result, size_t n, double start);
int no_const(char *source, unsigned int sourceLen);
void named(char *filename);
