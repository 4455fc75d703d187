/* What a compiler is asked about itself with: compiler.py preprocesses this file. */
#if defined __linux__ && defined __has_include
#if __has_include(<features.h>)
#include <features.h>   /* says which C library it is */
#endif
#endif
