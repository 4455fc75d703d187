
CB_EXPORT(ONE_FLAG, TWO_FLAGS, limit);

// left out: `hidden` is also a macro
//   int hidden(int x);
int named_as_macro(int limit_);
int keyword(int from, int in);
int unnamed(int, const double [3], const char *);
static inline int doubled(int x);
int declared_twice(int x);
void matrix(size_t m, size_t n, const double a[m][n], double b[static 2]);
void stop(const char *restrict why);
// left out: the result is `const unsigned char (*)[4]`, which has no counterpart in
//   Python
//   const unsigned char (*table(void))[4];
int wide(unsigned long first_parameter, unsigned long second_parameter, int t);
/* guess: values has n_values elements */
int a_function_with_a_name_that_leaves_no_room_for_parameters(
    CB_SHAPE(n_values) const double *values, int n_values);
// left out: something else is called `free_cache` in Python
//   int free_cache(free_cache_t which);
