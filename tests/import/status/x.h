#define LIB_OK 0
#define LIB_NOMEM (-1)
#define LIB_RANGE (-2)

typedef unsigned int lib_flags;

/* Returns LIB_OK, or an error. */
int lib_start(void);
/* 3 where there are three. */
int lib_count(void);

int lib_read(int where, double *out);
lib_flags lib_get_flags(void);

// Another's

#define OTHER_TEST_SUCCESS 0
typedef int lib_boolean;
lib_boolean lib_has(int *error);
int unrelated(int *error);
