// left out: the result of tree_new() makes a `struct tree`, but nothing says what frees
//   it
//   tree *tree_new(size_t size);
// left out: it cannot be read
//   void tree_free(tree *t);
int tree_put(tree *t, const char *key, double value);
int pool_init(struct pool *p);
// left out: it cannot be read
//   void pool_destroy(struct pool *p);
int walk(visitor v, void *more);
// left out: it takes `...`: any number of anything
//   int lib_printf(const char *format, ...);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   int loop_init(loop_t *loop);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   int timer_init(loop_t *loop, timer_t_ *timer);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   int loop_append(loop_t *loop);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   void loop_close_v2(loop_t *loop);
// left out: `loop` is `loop_t *`; it is opaque, and no function makes one
//   int loop_free_memory(loop_t *loop);
// left out: the result of handle_open() is `HANDLE_ *`: C does not say how many
//   elements it has
//   HANDLE_ *handle_open(const char *name);
// left out: `handle` of handle_close() is `HANDLE_ *`: C does not say how many elements
//   it has
//   void handle_close(HANDLE_ *handle);

// guess: classes, and what ends them; this version refuses them:
//   CB_CLASS(tree, tree_free): made by tree_new, and 1 more
//   CB_CLASS(pool, pool_destroy): made by pool_init, and 0 more
//   CB_CLASS(loop_t, loop_close_v2): made by loop_init, and 3 more
//   CB_CLASS(HANDLE_, handle_close): made by handle_open, and 0 more

// left out, variables: lib_errors
