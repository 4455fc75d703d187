/* compiler.py preprocesses this to learn the machine and its C library. */
#include <limits.h>
