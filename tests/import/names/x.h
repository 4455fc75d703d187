#include <stddef.h>

#define hidden(x) (hidden)(x)

int hidden(int x);
int named_as_macro(int limit);
#define limit 3
int keyword(int from, int in);
int unnamed(int, const double [3], const char *);
static inline int doubled(int x)
{
    return 2 * x;
}
static int not_exported(int x);
int declared_twice(int x);
int declared_twice(int x);
void matrix(size_t m, size_t n, const double a[m][n], double b[static 2]);
_Noreturn void stop(const char *restrict why);
const unsigned char (*table(void))[4];
int wide(const unsigned long first_parameter, const unsigned long second_parameter, int t);
int a_function_with_a_name_that_leaves_no_room_for_parameters(const double *values,
                                                              int n_values);

/* An enum of the same name in Python. */
typedef enum { ONE_FLAG, TWO_FLAGS } free_cache_t;
int free_cache(free_cache_t which);
void free_cache_t_(void);
