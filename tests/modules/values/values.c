// SPDX-License-Identifier: MIT
#include "values.h"

#include <string.h>

cb_value echo(cb_value v)
{
    return v;
}

cb_value numbers(int64_t n)
{
    if (n > 100000) {
        return cb_raise(CB_ValueError, "n = %lld is too many", (long long)n), NULL;
    }
    cb_value list = cb_list();
    for (int64_t i = 0; i < n; i++) {
        cb_append(list, cb_int(i));
    }
    return list;
}

cb_value words(const char *a, const char *b)
{
    cb_value list = cb_append(cb_list(), cb_str(a, strlen(a)));
    return cb_append(list, cb_str(b, strlen(b)));
}
