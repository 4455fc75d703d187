
CB_EXPORT(MODE_READ, MODE_WRITE, "LIB_*", OTHER_ONE);

int lib_open(enum mode how);

// left out, macros that are no constants: lib_square
