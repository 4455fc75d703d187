
// guess, confirm first: the result is the caller's, who frees it with text_free()
//   CB_OWNED(text_free) char *text_join(const char *a, const char *b);
const char *text_name(void);
// guess, confirm first those that make what it takes
//   void text_free(void *p);
