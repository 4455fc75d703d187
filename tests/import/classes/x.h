#include <stddef.h>

typedef struct tree tree;
tree *tree_new(size_t size);
void tree_free(tree *t);
int tree_put(tree *t, const char *key, double value);

struct pool { int used; };
int pool_init(struct pool *p);
void pool_destroy(struct pool *p);

typedef int (*visitor)(const char *key, void *more);
int walk(visitor v, void *more);
int lib_printf(const char *format, ...);
extern int lib_errors;

typedef struct loop_s loop_t;
typedef struct timer_s timer_t_;
int loop_init(loop_t *loop);
int timer_init(loop_t *loop, timer_t_ *timer);
int loop_append(loop_t *loop);
void loop_close_v2(loop_t *loop);
int loop_free_memory(loop_t *loop);

typedef void HANDLE_;
HANDLE_ *handle_open(const char *name);
void handle_close(HANDLE_ *handle);
