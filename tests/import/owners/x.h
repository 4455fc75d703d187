#include <stddef.h>

char *text_join(const char *a, const char *b);
const char *text_name(void);
void text_free(void *p);
