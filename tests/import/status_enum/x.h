typedef enum { ERR_OK = 0, ERR_FULL, ERR_LOST } err;

/* Gives ERR_OK, or what went wrong. */
err err_put(int x);
err err_take(int *out);
/* It says what ERR_OK and the others mean. */
const char *err_text(err e);
