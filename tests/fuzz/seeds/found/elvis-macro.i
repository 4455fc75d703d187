#define X a?: 1
#define Y (0 ?: X)
int f(void);
