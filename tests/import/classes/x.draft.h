
/* guess: loop_close_v2() frees a loop_t */
typedef loop_t loop_t CB_CLASS(loop_t, loop_close_v2);
tree *tree_new(size_t size);
void tree_free(tree *t);
int tree_put(tree *t, const char *key, double value);
int pool_init(struct pool *p);
void pool_destroy(struct pool *p);
int walk(visitor v, void *more);
// left out: it takes `...`: any number of anything
//   int lib_printf(const char *format, ...);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   int loop_init(loop_t *loop);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   int timer_init(loop_t *loop, timer_t_ *timer);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   int loop_append(loop_t *loop);
void loop_close_v2(loop_t *loop);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   int loop_free_memory(loop_t *loop);
// left out: the result of handle_open() is `HANDLE_ *`: C does not say how many
//   elements it has
//   HANDLE_ *handle_open(const char *name);
// left out: `handle` of handle_close() is `HANDLE_ *`: C does not say how many elements
//   it has
//   void handle_close(HANDLE_ *handle);

// no classes yet, since no function above makes one:
//   HANDLE_: made by handle_open, freed by handle_close, used by 0 more

// left out, variables: lib_errors
