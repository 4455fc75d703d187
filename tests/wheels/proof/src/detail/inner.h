#include <assert.h>

/* __FILE__ of a header: where the project lies must not get into the wheel. */
static inline void inner_assert(int holds)
{
    assert(holds);
}
#define INNER_ASSERT(x) inner_assert(x)
