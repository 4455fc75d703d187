// SPDX-License-Identifier: MIT
// convert.h: how one value, a parameter or a result, gets its Conversion: what the files
// convert*.c, shape.c, result.c, callback.c, hook.c and hint*.c say to each other. All
// take a Subject; those that give a bool have reported when it is false.
#ifndef CARBIDE_CONVERT_H
#define CARBIDE_CONVERT_H

#include "ir.h"

typedef struct {
    Module *m;
    Function *f;
    Param *p;               // NULL: the result
    Type *type;
    Value *value;
    Said *said;
    Span at;                // for messages
    const char *what;       // "`x` of f()", "the result of f()"
} Subject;

// ------------------------------------------------------------- convert.c: messages
// What does not map: a warning, and the function is left out.
bool subject_leave_out(Subject *s, DiagId id, const char *reason, const char *hint);
bool subject_leave_type(Subject *s);
bool subject_leave_callback(Subject *s);
bool subject_error(Subject *s, DiagId id, Span at, const char *fmt, ...) PRINTF(4, 5);
bool subject_misplaced(Subject *s, MarkerId id, const char *why);
const char *subject_name(Subject *s);               // "`x`", "the result"
const char *subject_spelling(Subject *s, const Type *t);

// --------------------------------------------------- convert.c: what a value becomes
void convert_param(Module *m, Function *f, Param *p);
bool convert_scalar(Subject *s, const Type *t);     // number, enum, timespec
bool convert_form(Subject *s);                      // CB_AS
Direction convert_direction(Subject *s, bool is_const);

// -------------------------------------------------------------- convert_pointer.c
bool convert_pointer(Subject *s);
bool convert_string(Subject *s, const Type *pointee);   // false: it is no string
bool convert_owner(Subject *s, const Type *pointee);    // false: nobody is said to free

// ------------------------------------------------ convert_struct.c, hint_union.c
bool subject_outlives(Subject *s);      // its struct is known outside the parameters
bool subject_leave_struct(Subject *s, const Type *t);
bool subject_leave_union(Subject *s, const Type *t);
bool convert_struct(Subject *s, const Type *t);     // by value; struct timespec too
bool convert_struct_pointer(Subject *s);            // one by address
bool struct_element(Subject *s, const Type *t);     // of an array

// -------------------------------------- convert_value.c, callback.c, hook.c, result.c
bool convert_value(Subject *s);                     // cb_value by value, or returned
bool convert_value_address(Subject *s);             // cb_value *
bool convert_callback(Subject *s);                  // one that callback_pair() found
bool convert_state(Subject *s);                     // CB_FIXED(cb_state())
void convert_result(Module *m, Function *f);

// --------------------------------------------------------------- convert_handle.c
bool convert_handle(Subject *s, Class *c);          // a parameter
bool convert_handle_result(Subject *s, Class *c, bool is_const);    // and CB_OUT T **
void hint_objects(Subject *s, const Class *c);      // of T **

// ------------------------------------------------------------------------ shape.c
// The value becomes an array of `element`, shaped by CB_SHAPE or by declarators.
bool shape_flat(Subject *s, const Type *element);
bool shape_declared(Subject *s);
bool shape_view(Subject *s);

// ------------------------------------------------------------------------- hint.c
void hint_pointer(Subject *s);      // how many elements? each way to say it
void hint_extent(Subject *s);       // the same of an array without an extent
void hint_string(Subject *s);       // of char *
const char *hint_brackets(Subject *s);              // `x[n]` of T *x[n]
void hint_pointers(Subject *s);     // of T *x[n]
void hint_result(Subject *s);       // of a pointer that is returned
const Param *hint_length(const Function *f);        // `n`, `len`, …; or NULL

#endif
