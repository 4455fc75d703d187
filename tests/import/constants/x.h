#define X_H 1
#define LIB_ONE 1
#define LIB_TWO 2
#define LIB_THREE (LIB_ONE + LIB_TWO)
#define LIB_NAME "lib"
#define OTHER_ONE 1.5
#define lib_square(x) ((x) * (x))
enum { LIB_RED, LIB_GREEN };
enum mode { MODE_READ = 1, MODE_WRITE };

int lib_open(enum mode how);
