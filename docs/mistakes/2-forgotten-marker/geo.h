#include <stddef.h>

void divide(int a, int b, int *quotient, int *remainder);
