#include <stddef.h>

// What is not sure waits for a person: here a guess would be wrong

int series(int from, int to, double x, double *result_array);
int base64(unsigned char *to, const unsigned char *from, int n);
int quadratic(double a, double b, double c, double *x0, double *x1);
const char *version(void);
char *environment(const char *name);
void x_free(void *p);
int cut(const char *path, long length);
const char *plural(const char *one, const char *many, unsigned long n);
int unpad(size_t *unpadded_buflen_p, const unsigned char *buf, size_t padded_buflen);
int create(const char *name, size_t size_hint);

// And here it would be right

int library_info(const char *name, const char **version);
int limits(long *soft, long *hard);

// A string, but which?

typedef const char *file_name;
int file_length(file_name file);

// Which of the two is the room?

int packet_pad(unsigned char *data, int len, int new_len);

// N elements, or N by N, packed?

int factorize(char uplo, int n, double *ap);
int invert(char uplo, int n, double *ap, const int *ipiv);
int compare_some(const char *__s1, const char *__s2, size_t __n);
