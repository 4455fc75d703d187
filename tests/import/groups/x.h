/* ------------------------- *
 *  First things             *
 * ------------------------- */

/** Documented. */
int first(int x);
int second(int x);

int apart(int x);

// Other things

/* This comment has two lines, and so it is no heading: it says what the next
   function does. */
int other(int x);
int same_as_first(int x);
/* As first(), with a cast. */

#ifdef __cplusplus
extern "C" {
#endif
int last(void);
#ifdef __cplusplus
}
#endif
