// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

CB_EXCEPTION(DbError, CB_Exception, "The database says no.");
const char *db_message(int handle);
typedef CB_RAISES(return < 0, DbError, "%s", db_message(handle)) int db_rc;
typedef CB_OPT const char *optional_text;
typedef CB_IN double read_only_double;
typedef CB_RAISES(return > 0, CB_ValueError) db_rc db_strict_rc;
typedef uint8_t pixel;
typedef unsigned char raw_byte;
typedef const double cdouble;
typedef double vector3[3];

db_rc db_open(int handle, CB_OUT int *out);
db_strict_rc db_close(int handle);
size_t length(optional_text s);
double sum(size_t n, read_only_double x[n]);
int pixels(size_t n, const pixel x[n]);
int raw(size_t n, const raw_byte x[n]);
double constants(size_t n, cdouble x[n]);
double norm(const vector3 v);
void cross(const vector3 a, const vector3 b, CB_OUT vector3 c);
