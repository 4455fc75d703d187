// SPDX-License-Identifier: MIT
// plain.cc: carbide.h in C++: classes, errors, scratch, views as parameters.
#include "carbide.h"

#include <cstring>

CB_EXCEPTION(ParseError, CB_ValueError, "Text that is no number.");
CB_EXCEPTION(ForeignError, "decimal.DecimalException");
CB_EXPORT(ONE, "TWO_*");

double first(CB_VIEW(const double, 1) v);
double first(CB_VIEW(const double, 1) v) { return *static_cast<const double *>(v.data); }

int main()
{
    cb_raise(ParseError, "n = %d", 3);
    if (!cb_error() || std::strcmp(cb_error()->text, "n = 3") != 0
        || std::strcmp(ForeignError->base, "decimal.DecimalException") != 0
        || std::strcmp(ParseError->base, "CB_ValueError") != 0) {
        return 1;
    }
    cb_reset();
    return !cb_scratch(10) || cb_check() || cb_error();
}
