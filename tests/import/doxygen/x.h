#include <stddef.h>

/**
 * Mean and variance.
 *
 * @param[in] x the numbers
 * @param[in] n how many
 * @param[out] mean their mean
 * @param[out] variance may be NULL
 */
void dox_moments(const int *x, size_t n, double *mean, double *variance);

/**
 * Counts up.
 * \param [in,out] counter what counts
 * \param[in] step by how much, one number
 */
void dox_count(long *counter, const long *step);

/// Splits a number.
/// @param x the number
/// @param whole [out] the integral part
/// @param rest [out] the other part
void dox_split(double x, double *whole, double *rest);

/** Opens a file.
 * @param[in] where a string, without its const
 * @return 0 on success
 */
int dox_open(char *where);

/** Seeks.
 * @return -1 on error
 */
int dox_seek(long to);

void dox_behind(double x, /**< [in] where */ double *fx /**< [out] what is there */);
