// SPDX-License-Identifier: MIT
#include <stddef.h>
enum lib_mode { LIB_READ = 1, LIB_WRITE = 2 };
enum lib_unused { LIB_NEVER };
typedef int lib_rc;
/** The library's own words. */
double lib_sum(const double *x, int n);
int lib_fill(int n, unsigned char *p) __attribute__((access(write_only, 2, 1)));
const char *lib_name(int key);
enum lib_mode lib_mode_of(int key);
lib_rc lib_open(const char *path);
void lib_not_redeclared(double *x);
