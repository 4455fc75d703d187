// SPDX-License-Identifier: MIT
// emit_glue.h: what the files of the C emitter share: one Glue per module, one Wrapper
// per function. Names of the printed C: locals of the author's parameters keep their
// names; everything else begins with py_ or cbi_.
#ifndef CARBIDE_EMIT_GLUE_H
#define CARBIDE_EMIT_GLUE_H

#include "emit.h"

typedef struct {
    const Module *m;
    Context *ctx;
    Text *out;
    VEC(const char *) names;    // of functions and parameters, each once
    Map *name_index;            // name -> 1 + its index
    bool has_inits, has_exits;
    // Of all functions together, by the index of a class:
    bool any_keeps, *keeps;     // a new object of it keeps others
    bool any_left;              // … may have been a part of what C had for the call alone
    bool any_busy[2], *busy[2]; // Python code may run while one is locked: [0] by who
                                // changes it, [1] by anybody
    VEC(const char *) calls;    // functions that are called through the table of a level
    Map *call_index;
} Glue;

typedef struct {
    Glue *g;
    Text *out;
    const Function *f;
    bool needs_errno;           // a CB_RAISES asks for errno
    bool needs_throw;           // C may have stored an error
    bool may_skip;              // an empty inner extent may skip the call
    const char *home;           // where floats are used again, or NULL
} Wrapper;

// emit_bound.c: expressions over parameters as C text.
const char *local_name(const Wrapper *w, const Param *p);
// The variable of its value: of what it points to, when it is passed by address.
const char *value_local(const Wrapper *w, const Param *p);
const char *value_declaration(const Wrapper *w, const Param *p);
const char *out_name(const Param *p);   // in names of locals; "return": p is NULL
void name_locals(Module *m);            // Param.local, of every function
// Exact arithmetic into a cbi_wide; collects trouble in `cbi_bad`.
const char *exact_expr(const Wrapper *w, const Expr *e);
// True for a name or a constant: no arithmetic that could go wrong.
bool is_simple(const Expr *e);
// e pasted as C, `return` and parameters renamed to the wrapper's locals.
const char *pasted_expr(const Wrapper *w, const Expr *e);
const char *pasted_tokens(const Wrapper *w, const Token *t, size_t n);
// What a bound is called in messages: "a.shape[1]" or the bound as written.
const char *bound_text(const Wrapper *w, const Expr *e);
bool mentions(const Function *f, const Param *p);   // in any pasted expression
const char *quoted(Context *ctx, const char *s);

// emit_value.c: C type texts, getters.
const char *number_type(const Wrapper *w, const Value *v);  // CBI_FLOAT(double)
const char *bytes_text(const Wrapper *w, const Param *p);   // how many an array has
const char *unqualified(Context *ctx, const Type *t, const char *name);
int message_index(const Param *p);
char wide_kind(const Type *element);    // 'w', 'u', 'U': how wide a character is
char time_kind(Conversion c);           // 'n', 'd', 't': what a time is in Python
void emit_getter(Wrapper *w, const Param *p);
// The same for a field of a class that is one number, character, member or instance.
bool is_plain_field(const Field *f);
void emit_field_getter(Wrapper *w, const Field *f, int k, const char *to);
bool is_array(const Param *p);          // has data and shape locals
bool is_strided(const Value *v);        // has strides, as locals
bool is_allocated(const Param *p);      // CB_OUT array, bytes, text: made in stage 3
bool wants_memory(const Param *p);      // … in plain memory, converted after the call
int64_t stack_elements(const Wrapper *w, const Param *p);

// emit_new.c: objects of what C gave.
const char *result_object(Wrapper *w, const Param *p, const Value *v, const char *var);
const char *scalar_object(Wrapper *w, int i, const Value *v, const char *var);
// Of C's memory at `var`, its extents in n[]: a copy; NULL: it becomes an array.
const char *memory_object(Wrapper *w, int i, const Value *v, const char *var,
                          const char *n, bool nullable);

// emit_owner.c: who frees what C gave. p: the out, or NULL for the result.
void emit_destroyers(Glue *g);                  // of classes
void collect_owner_names(Glue *g);
bool fills_and_frees(const Function *f);        // a constructor: the object is its memory
void emit_filled(Wrapper *w);                   // it has
void emit_refused(Wrapper *w, bool unlocked);   // it has, and the call fails
void emit_owners(Glue *g, const Function *f);   // of CB_OWNED
const char *owner_name(const Wrapper *w, const Param *p);
bool owner_is_plain(const Value *v);            // a function's name
bool owner_captures(const Function *f, const Value *v);     // an object's names others
const char *object_owner(const Wrapper *w, const Param *p, const Value *v); // or NULL
void emit_with(Wrapper *w, const Param *p, const Value *v);     // cbi_with_…
// For each handle that is a number: declared (false), or valid from here on (true).
void emit_made(Wrapper *w, bool is_made);
const char *as_data(const Wrapper *w, const Value *v, const char *var);
// An object has it now, and the wrapper no more.
const char *object_moved(Wrapper *w, const Param *p, const Value *v, const char *var);
void emit_release(Wrapper *w, const Param *p, const Value *v);  // what no object has got

// emit_life.c: CB_KEEP and CB_TAKES.
bool is_kept(const Param *p);           // CB_KEEP: more than the call has it
bool keeps_something(const Function *f);
void declare_kept(Wrapper *w);
void declare_keeper(Wrapper *w, const Param *p, char kind);     // cbi_kept_…
void emit_keeps_ready(Wrapper *w);
void emit_early_keeps(Wrapper *w);      // by what is there before C runs
void emit_late_keeps(Wrapper *w, const char *keeper);   // by what C has made
void emit_kept_alone(Wrapper *w);       // by a property: what it kept before may go
const char *early_keeper(const Wrapper *w);
bool is_given(const Param *p);          // CB_TAKES: C gets a copy, and frees it
void declare_given(Wrapper *w);
void emit_given(Wrapper *w);
void emit_given_over(Wrapper *w);       // C has been called
void emit_given_back(Wrapper *w);       // it has not
bool takes_objects(const Function *f);
void emit_users_closed(Wrapper *w);     // who uses what C takes over ends first
void emit_takes(Wrapper *w);

// emit_callback.c: the functions that C calls.
void collect_callback_names(Glue *g);
void emit_callbacks(Glue *g);
int emit_imports(Glue *g);                      // how many there are
bool has_callbacks(const Module *m);
const char *callback_name(const Wrapper *w, const Callback *c);

// emit_lend.c: callables on their way to C.
bool has_callback(const Function *f);
bool reaches_python(const Wrapper *w);
void declare_callback(Wrapper *w, const Param *p);
void emit_callable_getter(Wrapper *w, const Param *p);
bool lends_kept(const Param *p);        // the first of callables that C keeps
void emit_lend(Wrapper *w);
void emit_push(Wrapper *w, bool push);          // false: pop
void emit_give_back(Wrapper *w);
void emit_kind_test(Wrapper *w);                // " || …": is one of them C's own?

// emit_stage.c: solving, checking, allocating, scanning.
void emit_solve(Wrapper *w);
void emit_checks(Wrapper *w);
void emit_allocate(Wrapper *w);
void emit_again(Wrapper *w);
void emit_scans(Wrapper *w);

// emit_c.c: the place of a name in cbi_names, added when it is new.
int name_index(Glue *g, const char *name);

void emit_class_constants(Glue *g, const Class *c);

// emit_class.c: the tables of the classes.
void emit_method_row(Glue *g, const Function *f);       // of a table of methods
void emit_row(Glue *g, const Function *f, const char *py_name, const Text *doc);
const char *method_first_parameter(const Function *f);  // "$self", "$type" or NULL
void collect_class_names(Glue *g);
void emit_class_asserts(Glue *g);
void emit_classes(Glue *g);

// emit_foreign.c: classes of other modules; what both must know of a struct.
void emit_layout(Glue *g, const Class *c);
void emit_foreign(Glue *g, const Class *c);
void emit_foreign_row(Glue *g, const Class *c);

// emit_special.c: special methods.
const char *special_parameter(const Function *f);       // one more of the wrapper, or ""
bool special_reads(const Function *f, const Param *p);  // it comes that way
void emit_special_operand(Wrapper *w);
void emit_special_foreign(Wrapper *w);          // NotImplemented
void emit_special_inputs(Wrapper *w);
void emit_special_wrap(Wrapper *w);             // v[-1]
void emit_special_wrapped(Wrapper *w);
void emit_special_outside(Wrapper *w);
bool emit_special_results(Wrapper *w);          // true: there is no object to make
bool special_is_item(const Function *f);        // v[i], v[i] = x, del v[i]
const Param *special_capacity(const Function *f);       // how much room there is, or NULL

// emit_slot.c: the slots of a type.
bool class_has_slots(const Class *c);
void emit_special_slots(Glue *g, const Class *c);
void emit_special_row(Glue *g, const Function *f);      // of those without a slot
// emit_own.c: T.__convert__ and T.__value__.
// `plain`, a getter, or the one that also converts: cbi_adapt_… for cbi_get_…
const char *adapting(const Wrapper *w, const Param *p, const char *plain);
void emit_own_nothing(Wrapper *w);              // it made none
const char *own_result(Wrapper *w);             // what the wrapper returns
void emit_own_row(Glue *g, const Class *c);
// emit_hook.c: what runs at import and at the end; the module's memory.
void emit_hooks(Glue *g);
void emit_hook_rows(Glue *g);

// emit_overload.c: functions that share a name.
void emit_overload(Glue *g, const Overload *o);
void emit_overload_method(Glue *g, const Overload *o);
bool class_is_chosen(const Module *m, const Class *c);
void emit_sources(Glue *g, const Class *c);     // … then what its __convert__ takes
// The C function that Python calls for f: of those that share its name, that of them all.
const char *wrapper_name(Glue *g, const Function *f);

// emit_calls.c: functions that exist once for each CPU level.
bool has_cpu(const Module *m);                  // it says at which level it runs
bool has_levels(const Module *m);               // there are others than the baseline
void emit_calls(Glue *g, const Text *glue);     // before `glue`, the wrappers
void emit_level_choice(Glue *g);                // the function that PyInit_ calls
void emit_calls_unit(Glue *g);                  // of NAME_calls.c, behind its types

// emit_types.c: types of a module without a header.
void spell_out_types(Module *m);
void emit_own_enums(Glue *g);

// emit_scalar.c: the short wrapper of large modules.
enum { LARGE_MODULE = 24 };     // functions from which on shared code beats inline code
static inline bool is_large(const Module *m)
{
    return m->n_functions > LARGE_MODULE;
}
bool is_scalar_function(const Function *f);
void emit_scalar_struct(Glue *g, const Function *f);
void emit_scalar_record(Glue *g, const Function *f);
void emit_scalar_function(Glue *g, const Function *f);

// emit_short.c: before a wrapper, the short way of methods and properties.
void collect_busy(Glue *g);
bool has_short_way(Glue *g, const Function *f);
void emit_short_way(Glue *g, const Function *f);
bool is_straight(Glue *g, const Function *f);
bool is_exact_number(const Value *v);   // double, or an integer: as such from Python
bool is_plain_argument(const Param *p); // such a number, by value, which must be given
void emit_exact_number(Wrapper *w, const Value *v, const char *place, const char *head,
                       const char *to);

// emit_maker.c: calls of a class.
bool has_maker(const Class *c);
void emit_maker(Glue *g, const Class *c);

// emit_lock.c: named locks, and CB_GIL(held).
bool function_is_locked(const Function *f);
void declare_named_locks(Wrapper *w);
void emit_named_locks(Wrapper *w);
void emit_named_leave(Wrapper *w, const char *indent);
void emit_named_unlocks(Wrapper *w, const char *indent);
bool module_has_locks(const Module *m);
void emit_lock_names(Glue *g);
void emit_locks_of_module(Glue *g);
void emit_locked_destroyer(Glue *g, const char *name, const Class *c);
void emit_end_locks(Glue *g, const Class *c);
void emit_end_locks_row(Glue *g, const Class *c);

// emit_object.c: objects of classes.
bool is_use(const Param *p);            // an object that is in use while C runs
int use_index(const Param *p);          // its place in py_used
int object_uses(const Function *f);     // how many stand there
bool says_keep(const Function *f);      // CB_KEEP on an object that is in use
unsigned child_parents(const Function *f, const Value *v);     // bits of py_used
void declare_objects(Wrapper *w);
void emit_object_getter(Wrapper *w, const Param *p);
bool list_is_straight(const Wrapper *w);
void emit_lists(Wrapper *w);            // lists of objects: an array, and how many
void emit_uses(Wrapper *w);             // locks them, tests that they live
void collect_keeps(Glue *g);
bool class_is_alone(const Glue *g, const Class *c);     // its objects keep nothing
bool class_is_plain(const Glue *g, const Class *c);     // the collector skips them
bool gives_object(const Function *f);   // one that could keep others
const char *viewed_object(const Wrapper *w);    // of whose memory a result is a view
void emit_unuse(Wrapper *w, const char *indent);
const char *used_object(const Wrapper *w, const Param *p);       // of a parameter; or NULL
const char *attach_text(const Wrapper *w);      // the call that attaches behind C
const char *object_of_handle(Wrapper *w, const Param *p, int i, const Value *v,
                             const char *var);
const char *objects_of_handles(Wrapper *w, const Param *p, int i, const Value *v,
                               const char *length);
void emit_constructed(Wrapper *w);      // the result of a constructor

// emit_kept.c: cb_value in fields.
void emit_kept_values(Glue *g, const Class *c);
void emit_kept_row(Glue *g, const Class *c);
void emit_state_values(Glue *g);
void emit_state_row(Glue *g);
void emit_sync(Wrapper *w);

// emit_result.c: behind the call.
int count_items(const Function *f);     // in py_item: none where one result is all
void emit_results(Wrapper *w);
void emit_exit(Wrapper *w, int items);

// emit_gil.c: how C runs.
bool wrapper_holds_gil(const Wrapper *w);       // while C runs, always
bool wrapper_stays(const Wrapper *w);           // … while it calls back often
void emit_gil_test(Wrapper *w);                 // cbi_free, where the size decides
void emit_hold(Wrapper *w, const char *indent, const char *verb);       // "unhold"
void emit_detach(Wrapper *w);
void emit_attach(Wrapper *w);

// emit_function.c: one wrapper.
const char *module_expression(const Function *f);        // where it finds its module
bool must_be_given(const Param *p);
bool has_required_keyword(const Function *f);    // keyword-only, and no default
void emit_function(Glue *g, const Function *f);
void emit_requires(Wrapper *w);                 // CB_REQUIRE
void emit_raises(Wrapper *w);                   // conditions, behind C's call

#endif
