/* Made by carbidec from the declarations of x; do not edit. */
#include "carbide/glue.h"

#include "x.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#pragma GCC diagnostic error "-Wformat"

extern inline __typeof__(twice) twice;
struct cbi_calls {
    __typeof__(dot) *cbi_c_dot;
    __typeof__(half) *cbi_c_half;
    __typeof__(twice) *cbi_c_twice;
    __typeof__(step) *cbi_c_step;
    __typeof__(counter_new) *cbi_c_counter_new;
    __typeof__(counter_next) *cbi_c_counter_next;
    __typeof__(counter_free) *cbi_c_counter_free;
    __typeof__(_step_failed) *cbi_c__step_failed;
    __typeof__(_last_error) *cbi_c__last_error;
};
extern CBI_HIDDEN const struct cbi_calls cbi_calls;
const struct cbi_calls cbi_calls = {
    dot,
    half,
    twice,
    step,
    counter_new,
    counter_next,
    counter_free,
    _step_failed,
    _last_error,
};
