#include <stddef.h>

/**
 * gtk_fill:
 * @values: (out caller-allocates) (array length=n_values): what is filled
 * @n_values: how many
 */
void gtk_fill(int *values, size_t n_values);

/**
 * gtk_norm:
 * @vector: (array fixed-size=3): a vector
 * @weight: (nullable): a weight, by address
 */
double gtk_norm(const double *vector, const double *weight);

/**
 * gtk_clamp:
 * @value: (inout): what is clamped
 * @clamped: (out) (optional): whether it was
 */
void gtk_clamp(double *value, int *clamped);

void g_free(void *memory);

/**
 * gtk_join:
 * @a: a string
 * @b: (nullable): a string
 *
 * Returns: (transfer full): both
 */
char *gtk_join(const char *a, const char *b);

/**
 * gtk_name:
 *
 * Returns: (transfer none): a name
 */
const char *gtk_name(void);
