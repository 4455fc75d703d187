// SPDX-License-Identifier: MIT
// ir.h: map of the ir layer: what Python will see. Declarations are lowered to a
// Module; checks then prove it complete or report what is missing; the emitters only
// read it.
//
// Order of a run: lower collects the functions (handle: which structs are classes); then
// each of them through mark (markers, attributes), place (whose method it is), convert (a
// Conversion for each value), special, solve (which array axis fixes which integer),
// signature, doc, note and check; then, of the module as a whole, constants, classes,
// hooks, overloads, locks, names and body (GIL class).
#ifndef CARBIDE_IR_H
#define CARBIDE_IR_H

#include "syntax.h"

typedef enum {
#define CONVERSION(id, python, what) CONV_##id,
#include "conversions.def"
#undef CONVERSION
    CONV_COUNT
} Conversion;

typedef enum { DIR_IN, DIR_INPLACE, DIR_OUT, DIR_INOUT } Direction;

typedef enum {
    ROLE_ARGUMENT,      // Python passes it (outs with `a=` too: see Param.slot)
    ROLE_INFERRED,      // hidden integer that the axes of input arrays determine
    ROLE_STRIDE,        // hidden integer: a stride of an array, in elements
    ROLE_FIXED,         // hidden: CB_FIXED
    ROLE_SELF,          // hidden: the object on which the method is called
    ROLE_CAPACITY,      // hidden: room for the text of a special method
    ROLE_OUTPUT,        // CB_OUT: allocated by the glue, returned or used as a length
    ROLE_CONTEXT        // hidden: the void * that C hands on to a callback
} Role;

typedef enum {          // CB_AS
    AS_DEFAULT, AS_BOOL, AS_STR, AS_BYTES, AS_LIST, AS_TUPLE, AS_PATH, AS_FD,
    AS_DATETIME, AS_TIMEDELTA
} Form;

typedef struct Param Param;
typedef struct Function Function;
typedef struct Enum Enum;
typedef struct Class Class;
typedef struct Overload Overload;
typedef struct Callback Callback;
typedef struct Constant Constant;

typedef enum {
#define MARKER(id, places, least, most, state) MARK_##id,
#include "markers.def"
#undef MARKER
    MARK_COUNT
} MarkerId;

// What the markers and attributes on a parameter, or on a function and result, said:
// mark.c fills it, convert.c and solve.c turn it into a Value.
typedef struct {
    const Mark *const *by;      // of each MarkerId: the mark that said it, or NULL
    Expr *shape, *strides;      // linked by next
    int n_shape, n_strides;
    Expr *length, *owned, *default_value, *fixed, *index, *on_raise;
    const char *annotation;     // CB_AS("dict[str, int]")
    const char *name;           // CB_NAME
    const char *lock;           // CB_LOCK
    Form form : 8;
    bool nonnull : 1;
    bool shape_from_attribute : 1;  // access, counted_by: gives way to a declarator
} Said;

// One axis of an array: `extent` elements. Where the axis of an input determines an
// integer parameter, extent is factor * solves + offset (factor != 0).
typedef struct {
    Expr *extent;           // over parameters; bytes when the element is void
    bool at_least;          // [static n] of what the caller sizes
    Param *solves;          // NULL: the extent is checked (inputs) or allocated (outs)
    int64_t factor, offset;
    Expr *stride;           // CB_STRIDES, in elements; NULL: contiguous
    Param *stride_param;    // hidden parameter that receives it: stride is its name
} Axis;

typedef struct {            // one for each parameter: small members share words
    Conversion conv : 8;
    Form form : 8;
    bool is_const : 1;      // elements are const
    bool is_bool : 1;       // elements are bool (scanned)
    bool nullable : 1;      // None may come (in: NULL goes in; out: NULL comes out)
    bool is_shared : 1;     // CONV_HANDLES: of const T
    bool is_child : 1;      // a handle that lives in another object, and dies with it
    bool is_shown : 1;      // CONV_BYTES: a memoryview of what lives in `self`
    int rank;               // arrays, views
    Axis *axes;             // rank of them
    Type *element;          // scalar, element or pointee: unqualified, typedef kept
    Enum *enumeration;      // CONV_ENUM, CONV_FLAGS, or arrays of enums
    Class *class;           // CONV_STRUCT, HANDLE, HANDLES, or arrays of structs
    Callback *callback;     // CONV_CALLBACK
    Expr *length;           // CB_LEN
    Expr *owned;            // CB_OWNED: function name or expression in `this`
} Value;

struct Param {
    Decl *decl;
    Function *function;
    int index;              // C position
    int slot;               // place in Python's arguments, -1: Python does not see it
    const char *name;       // C name; unnamed ones are called arg1, arg2, …
    const char *py_name;
    const char *local;      // in the glue, its variables are cbi_LOCAL, cbi_LOCAL_n …
    Type *type;             // as C declares it
    Value value;
    Direction dir : 8;
    Role role : 8;
    bool broken : 1;        // an error of it was reported
    bool indirect : 1;      // a scalar by address: T *x
    bool pointer_out : 1;   // CB_OUT T **p: C allocates (value.owned says who frees)
    bool flat : 1;          // shape comes from CB_SHAPE over a flat pointer
    bool is_restrict : 1;
    bool opt : 1;           // CB_OPT
    bool may_move : 1;      // C may move memory of the object of which there is a view
    unsigned star : 2;      // CB_NAME("*args"): 1, CB_NAME("**kw"): 2
    bool returned : 1;      // outs: part of the result
    bool is_length : 1;     // outs, and integers: serves as length of another out
    bool keyword_only : 1, positional_only : 1;
    bool inferable : 1;     // visible, yet an optional array also determines it (B5)
    bool null_pointer : 1;  // default_value or fixed is NULL: the pointer itself
    Expr *default_value;    // CB_DEFAULT
    Expr *fixed;            // CB_FIXED
    const char *default_text;   // in signatures: "None", a literal, or "..."; or NULL
    Expr *index_bound;      // CB_INDEX(n)
    Said said;
    const char *note;       // for explain: what is copied, or NULL
};

// A pointer to a function that Python fills in. Its type is described as a function: the
// parameters are what Python gets, unless they are hidden; the slots are what it gives.
struct Callback {
    Callback *next;
    Param *param;               // that takes it; NULL: CB_FROM_PYTHON
    Function *function;
    Param *context;             // the void * of the call, hidden; NULL: none
    int context_at;             // the same among its own parameters; -1: none
    const char *field, *context_field;  // of a struct of these two, or NULL
    int ordinal;                // among the callbacks of one context
    int index;                  // place in the module's list
    bool kept;                  // CB_KEEP
    const char *python_module, *python_name;    // CB_FROM_PYTHON
};

typedef struct Raise {      // CB_RAISES(cond, Class, "fmt", args…)
    struct Raise *next;
    Expr *condition;
    const Token *condition_tokens; size_t n_condition;  // pasted; `return` is in scope
    const char *class_name;     // "CB_ValueError", or a CB_EXCEPTION's name
    bool is_warning, is_os_error;
    const Token *format_tokens; size_t n_format;        // format and arguments; 0: none
    Expr *arguments;            // of the format, linked by next
    Span span;
} Raise;

typedef struct Require {    // CB_REQUIRE(e)
    struct Require *next;
    Expr *expr;
    const char *text;       // as written, quoted in the message
    Param *param;           // on which it stands
} Require;

typedef enum { HOOK_NONE, HOOK_INIT, HOOK_EXIT } HookKind;
typedef enum {
    PLACE_MODULE,       // a function of the module
    PLACE_INIT,         // T_new, T_init: in __init__
    PLACE_METHOD,
    PLACE_GET, PLACE_SET,       // a property
    PLACE_CLASS,        // makes an object of `cls`
    PLACE_STATIC,
    PLACE_SPECIAL,      // CB_NAME("T.__len__")
    PLACE_DESTROY       // called when the object is closed or dies: no method
} FunctionPlace;

typedef enum {              // what the C function of a special method may look like
#define FORMS(kind, forms) SPECIAL_##kind,
#include "specials.def"
    SPECIAL_COUNT
} SpecialKind;

typedef struct {            // a row of specials.def
    const char *name;       // "__len__"
    SpecialKind kind;
    int slot;               // 0: a method
} Special;

typedef enum { GIL_STRAIGHT, GIL_CLOSED, GIL_OPEN } GilClass;
typedef enum { GIL_AUTO, GIL_HELD, GIL_FREE } GilChoice;    // CB_GIL

struct Function {
    Function *next;
    Decl *decl;
    Function *outer;        // of a callback's type: the function that takes it
    bool calls_python;      // C calls it: a callback's type, CB_FROM_PYTHON
    const char *c_name, *py_name;
    Class *class;           // whose method it is, or NULL
    FunctionPlace place;
    Param *self;            // the parameter that is the object, or NULL
    const Special *special; // PLACE_SPECIAL: which one
    Type *type;             // TY_FUNCTION
    Param **params;         // in C order
    int n_params;
    Param **slots;          // in Python's order: positional ones first
    int n_slots, n_positional, n_required, n_positional_only;
    int n_stars;            // *args and **kw: slots behind the n_slots others
    Value result;           // conv NONE: nothing is returned
    bool result_is_status;  // named by a CB_RAISES condition: not returned
    bool result_is_length;  // used by CB_LEN(return) or as a shape: not returned
    bool result_opt;        // CB_OPT bool f(…): the outs, or None
    bool null_ends;         // of a special method: NULL is the end, or an absent key
    bool null_memory;       // … of one that makes an object: MemoryError
    bool returns_nonnull;
    bool pure;              // by its attribute: it has no effect, so it cannot block
    int n_returned;         // 0: None, 1: bare, more: a tuple; optional ones included
    int n_optional_outs;    // CB_OPT outs: returned only when they are asked for
    Raise *raises, *last_raise;
    Require *requires, *last_require;
    GilClass gil_class;
    GilChoice gil;
    const char *gil_reason;     // for explain
    VEC(const char *) locks;    // named ones that it takes, each once
    bool uses_runtime;      // may reach cb_raise, cb_check or cb_scratch
    bool has_state;         // … of which fields are cb_value: a parameter is cb_state()
    bool uses_values;       // its prototype or body mentions cb_value: holds the GIL
    bool is_inline;         // static inline of a header
    const char *doc;        // numpydoc text without the signature line, or NULL
    const char *signature;  // "(a, *, out=None)": what inspect.signature parses
    const char *returns;    // stub annotation of the result
    const char *deprecated; // text of [[deprecated]], or NULL
    Said said;              // by markers on the function
    HookKind hook;          // runs at import, or at the end: CB_INIT, CB_EXIT
    Overload *overload;     // the set it belongs to: CB_OVERLOAD; or NULL
    Unit *unit;             // in which decl stands
    VEC(Decl *) others;     // further declarations of it in that unit
    VEC(const char *) notes;    // for explain
    bool broken;            // an error was reported: no stage but check follows
    bool result_broken;     // one of the result's, or of the markers before it
    bool left_out;          // a warning was reported: cannot be mapped
};

typedef struct {
    const char *c_name, *py_name;
    bool negative;
    uint64_t number;
    Span span;
} Member;

struct Enum {
    Enum *next;
    Tag *tag;
    const char *py_name;    // NULL: anonymous, its members are plain constants
    const char *c_type;     // "enum color", or the typedef's name
    bool is_flag;
    VEC(Member) members;
    const char *doc;
    int index;              // place in the module's table
};

typedef struct {
    const char *name, *py_name;
    const Decl *decl;
    const Type *type;           // as declared
    Value value;                // arrays: conv ARRAY, TEXT, BYTES, or STRUCT; rank is
                                // set, the extents are left to the compiler
    const char *doc;
} Field;

typedef enum {
    CLASS_VALUE,                // a value struct: the object holds the struct
    CLASS_INLINE,               // made by T_init(T *): the object holds it as well
    CLASS_POINTER,              // C makes it: the object holds a pointer
    CLASS_INTEGER               // a handle that is an integer
} ClassKind;

typedef struct {                // T_get_x and T_set_x
    const char *py_name;
    Function *get, *set;        // set may be NULL
} Property;

struct Class {                  // a struct, or what a typedef with CB_CLASS stands for
    Class *next;
    ClassKind kind;
    Tag *tag;                   // NULL: a typedef's
    const Decl *alias;          // the typedef with CB_CLASS, or NULL
    const char *py_name;
    const char *c_type;         // "struct point", or the typedef's name
    VEC(Field) fields;          // those that Python sees
    const char *why_not;        // it is no value struct: "its field `p` is a pointer"
    const char *why_no_handle;  // nor a handle: "nothing makes one"
    const char *foreign;        // "pkg.mod.Class": another module defines it; or NULL
    Expr *destroy;              // a function's name, or an expression in `this`; or NULL
    int destroy_rank;           // how surely its name says so
    bool destroy_said;          // by CB_CLASS, be it nothing
    int n_takers;               // methods that take the object over: one can destroy
    Function *init;             // its constructor, or NULL
    Function *convert, *value;  // T.__convert__ (the first), T.__value__; or NULL
    VEC(Property) properties;
    bool is_changed;            // some function takes it without const: it has a lock
    const char *lock;           // the named lock that replaces those of its objects
    bool is_reentrant;          // CB_LOCK(reentrant)
    VEC(const char *) destroy_locks;    // named ones that destroy wants
    bool is_lent;               // some function gives one that it does not own
    bool is_dependent;          // some function makes one of other objects, which C uses
    bool is_nested;             // a field of another class
    bool has_hidden;            // it has fields that Python does not see
    bool is_declared;           // in an exported file
    bool is_scanned;            // a bool or an enum is in it
    bool is_used;               // some function takes or gives it
    const char *doc;
    Span span;
    VEC(const char *) values;   // fields that are cb_value, which its objects own
    VEC(Function *) functions;  // those that Python calls by way of it, in order
    Map *members;               // names of these and of its fields, for place.c
    VEC(Constant *) constants;  // its attributes
    int index;                  // place in the module's table
};

struct Constant {
    Constant *next;
    const char *c_name, *py_name;
    ConstValue value;
    Enum *member_of;        // exported enumerator of an exported enum: the member
    const char *member;     // … and its name there
    Class *class;           // whose attribute it is; NULL: the module's
    bool assert_value;      // the glue may name it in a _Static_assert
    Span span;
};

struct Overload {               // CB_OVERLOAD("f"): functions that share a name
    Overload *next;
    const char *py_name;
    const char *label;          // "f", "Class.f": function_label() of each
    VEC(Function *) candidates; // in order of declaration
    const char *signature;      // what inspect.signature parses of them all
    int index;
};

typedef struct Exception {  // CB_EXCEPTION(Name, Base, "doc")
    struct Exception *next;
    const char *name;
    const char *base;       // "ValueError", the Name of an earlier one, or NULL
    bool base_is_own;       // … the latter
    const char *base_path;  // "pkg.mod.Class", or NULL
    const char *doc;
    Span span;
    int index;
} Exception;

typedef struct LeftOut {
    struct LeftOut *next;
    const char *name, *kind, *reason, *hint;    // hint may be NULL
    Span span;
} LeftOut;

typedef struct {
    Context *ctx;
    Unit *unit;             // of the umbrella
    Target target;
    const char *name;
    const char *doc;        // of the first doc comment that says \file, or NULL
    bool has_header;        // else the glue writes prototypes of its own
    bool no_header_said;    // markers are used without carbide.h: said once
    Function *functions;
    Map *function_by_name;  // of all that were collected: C name -> Function
    Function *destroyers;   // called when an object dies, or memory is released
    Map *loud;              // names of what frees something and may reach the runtime
    Function *hooks;        // in order of declaration; Python does not see them
    VEC(const char *) state_values;     // its fields that are cb_value
    const Param *state;     // the first that is cb_state(): a pointer to a struct; NULL
    Enum *enums, *last_enum;
    Map *enum_by_tag;
    Class *classes, *last_class;
    Map *class_by_tag, *class_by_alias;
    Constant *constants, *last_constant;
    Map *constant_by_name;
    Exception *exceptions, *last_exception;
    Map *exception_by_name;
    Overload *overloads;
    LeftOut *left_out, *last_left_out;
    int n_functions, n_enums, n_exceptions, n_classes;
    Callback *callbacks, *last_callback;
    int n_callbacks;
    bool uses_arrays;       // any array comes in or goes out
    VEC(const char *) locks;    // named ones of all functions, each once
    bool uses_struct_arrays;
    Unit *const *bodies;    // units of the .c files
    size_t n_bodies;
    Map *declared;          // name -> Decl at file scope of any unit
    Map *documented;        // name -> its definition in a source, if that has a comment
} Module;

// ------------------------------------------------------------------ lower.c
// Builds the module of the exported declarations; `bodies` are units of the .c files.
Module *lower(Context *ctx, Unit *umbrella, Unit *const *bodies, size_t n_bodies);
// Of a foreign header: all its functions, with markers and attributes read and nothing
// converted, and its constants. Reports nothing.
Module *lower_declared(Context *ctx, Unit *umbrella);
bool file_is_exported(const Module *m, Span span);  // stands in an exported file
size_t exporting_units(const Module *m);            // 1, or all when there is no header
Unit *exporting_unit(const Module *m, size_t i);
Unit *module_unit(const Module *m, Span span);      // in whose text it stands

// The stages that lower() runs for each function, one file each:
void mark_function(Module *m, Function *f);         // mark.c: markers and attributes
void mark_raises(Module *m, Function *f);           // … CB_RAISES alone
void mark_field(Module *m, Function *f, Param *p, const Decl *field);   // CB_ON_RAISE
void convert_function(Module *m, Function *f);      // convert.c: a Conversion each
void solve_function(Module *m, Function *f);        // solve.c: bounds
void body_classify(Module *m);                      // body.c: GIL classes
// What frees something: may it raise, or call Python? Its function, if it has CB_RAISES
// of its own, or NULL.
bool owner_is_loud(const Module *m, const Expr *owner);
const Function *owner_function(const Module *m, const Expr *owner);
// Does the text of its body hold a word that begins so? Comments count too.
bool body_mentions(Context *ctx, const Decl *d, const char *beginning);
void doc_function(Module *m, Function *f);          // doc.c: numpydoc
// A CB_OPT out that Python asks for by its keyword.
bool is_optional_out(const Param *p);
// What stands before slot i (or behind the last): "" is a bare `*`, else the name behind
// it; NULL: nothing.
const char *signature_star(const Function *f, int i);
// Annotation of the result when the k-th optional out is asked for as bit k says.
const char *signature_returns(const Module *m, const Function *f, unsigned asked);
void signature_function(Module *m, Function *f);    // signature.c: slots, texts
void signature_retell(Module *m, Function *f);      // what it returns, said again
void note_function(Module *m, Function *f);         // note.c: for explain
void note_objects(Module *m);                       // note_object.c: when all are known
bool check_function(Module *m, Function *f);        // check.c, check_form.c (inside:
                                                    // check.h): false: left out
bool check_values(Module *m, const Function *f);     // bounds, defaults, sizes
bool check_conditions(Module *m, const Function *f);    // CB_REQUIRE, CB_RAISES
// CB_ON_RAISE on p, or on f: may `callee` return it?
bool check_on_raise(Module *m, const Function *f, const Param *p, const Function *callee);
bool check_owner(Module *m, const Function *f, const Value *v);     // check_owner.c
void check_names_used(Module *m, const Function *f);        // when it is broken
void lint_function(Module *m, const Function *f);   // lint.c: inline wrappers
void lint_guesses(Module *m);                       // lint.c: what import guessed
void check_names(Module *m);                        // check_module.c: collisions
void check_undefined(Module *m);                    // … Options.undefined
void check_empty(Module *m);                        // … nothing to export
void check_definitions(Module *m);                  // … definitions in headers
void check_stored(Module *m);                       // check_value.c: no cb_value
void lower_exceptions(Module *m);                   // constants.c: CB_EXCEPTION
void lower_enums(Module *m);                        // constants.c: of exported files
void lower_constants(Module *m);                    // constants.c: macros, CB_EXPORT
void lower_classes(Module *m);                      // class.c: structs

// ----------------------------------------------------------------- marker.c
MarkerId marker_id(const Mark *mark);               // MARK_COUNT: no such marker
const char *marker_name(MarkerId id);               // "CB_SHAPE"
bool marker_stands_on(MarkerId id, char place);     // a letter of markers.def
const Mark *mark_find(const Mark *list, MarkerId id);       // the first of them, or NULL
bool mark_valid(Context *ctx, const Mark *mark, bool report);   // known, counted?
// The arguments of a mark, at most `max` of them.
size_t mark_parts(Context *ctx, const Mark *mark, const Token *part[], size_t len[],
                  size_t max);
// Text of a string argument, joined and decoded; NULL when it is something else.
const char *mark_string(Module *m, Unit *unit, const Token *tokens, size_t n);
bool is_identifier(const char *s);
void said_init(Said *said);                         // nothing is said yet
void said_put(Context *ctx, Said *said, MarkerId id, const Mark *by);

// --------------------------- mark.c, mark_argument.c, standard.c (inside: mark.h)
// Reports unknown, misplaced and unsupported markers of a typedef or at file scope.
void mark_typedef(Module *m, const Decl *d);
const Mark *direction_said(const Said *said);       // CB_IN, CB_OUT, CB_INOUT or NULL
// standard.c: attributes of one declaration; decl_param: its parameter, or NULL
void standard_attributes(Module *m, Function *f, const Decl *d);
const Decl *decl_param(const Decl *function, int n);

// convert.c, convert_pointer.c, convert_struct.c, convert_handle.c, convert_value.c,
// result.c, shape.c
// What these say to each other, and the hints of hint.c and hint_union.c: convert.h
bool type_is_value(const Type *t);                  // cb_value
bool function_mentions_value(const Function *f);    // in its prototype
bool result_raises_on_null(const Function *f);      // result.c: NULL never comes back
bool element_is_text(const Type *t);                // char, not int8_t
bool element_is_bytes(const Type *t);               // signed, unsigned char, void
bool element_is_wide(const Type *t);                // wchar_t, char16_t, char32_t

// --------------------------------------------------------------- callback.c
// Before the parameters of f are converted: finds its callbacks and what is theirs.
void callback_pair(Module *m, Function *f);
bool callback_is_struct(const Tag *tag);            // a function and its `void *`
bool callback_is_left_out(const Param *p);          // hidden from the Python callable
const char *callback_annotation(const Module *m, const Callback *c);    // Callable[…]
bool convert_from_python(Module *m, Function *f);   // CB_FROM_PYTHON

// --------------------------------------------------------------- tag_mark.c
const char *tag_py_name(Module *m, const Tag *tag);         // of a struct or an enum
const Mark *tag_name_mark(const Tag *tag);                  // the CB_NAME of it, or NULL
void check_tag_marks(Module *m, const Tag *tag);
void check_nameless(Module *m, const Tag *tag);             // an enum without a name

// -------------------------------------------------------------- constants.c
Enum *enum_of(Module *m, Tag *tag);                 // adds it when it is new
// Of a struct or an enum: its tag or its typedef, whichever is exported; NULL: neither.
const char *tag_c_name(const Tag *tag);
const char *tag_c_type(Module *m, const Tag *tag);  // "enum color", or the typedef's name
const char *tag_doc(Module *m, const Tag *tag);
// "ValueError" for CB_ValueError, the name itself for a CB_EXCEPTION, or NULL.
const char *nearest_exception(const Module *m, const char *c_name);     // or NULL
const char *exception_base(const Module *m, const char *c_name, bool *is_warning);

// ------------------------------------------------------------------- hook.c
bool decl_is_hook(const Decl *d);                   // CB_INIT, CB_EXIT
void lower_hooks(Module *m);                        // they leave m->functions
bool param_is_state(const Param *p);                // CB_FIXED(cb_state())

// --------------------------------------------------------------- overload.c
void lower_overloads(Module *m);    // sets of functions of one name, and their checks
bool overload_same(const Module *m, const Function *a, const Function *b);  // … arguments
bool function_takes_anything(const Function *f);    // some parameter is a cb_value
// The parameters with their types, as in the stub: "(a: NDArray[np.float64], k: int)".
const char *overload_signature(const Module *m, const Function *f);
// "ArrayLike" where functions are told apart by dtype: "NDArray[np.float64] | list".
// as_is: without what objects are made of.
const char *overload_annotation(const Module *m, const Function *f, const Param *p,
                                bool as_is);

// ------------------------------------------------------------------ class.c
Class *class_of(Module *m, Tag *tag);               // adds it; NULL: no name, no body
// The constructor takes the fields, 0 where one is not given. Of these first ones not all
// can be 0.
size_t class_required_fields(const Class *c);
const char *field_default(const Field *f);          // as a signature shows it

// ----------------------------------------------------------------- handle.c
// The class of a parameter's or a result's type: T *, a typedef with CB_CLASS, a value
// struct; NULL when it is none.
Class *class_of_type(Module *m, const Type *t);
bool class_is_handle(const Class *c);               // it may be passed by address
bool class_closes(const Class *c);                  // it has close(), and may be closed
Class *handle_of_type(Module *m, const Type *t);    // class_of_type() if it is one
bool class_is_locked(const Class *c);               // something changes its objects
void lower_handles(Module *m);                      // of the collected functions
void finish_classes(Module *m);                     // what is left gets its place
// ---------------------------------------------------------------- foreign.c
// CB_CLASS("pkg.mod.Class") in a mark whose first argument has a dot: its path, or NULL.
const char *foreign_path(Module *m, const Mark *mark, const Token *part, size_t n);
void foreign_said(Module *m, Class *c, const Decl *d, const char *path, size_t n_parts);
const char *foreign_module(const Module *m, const Class *c);    // "pkg.mod"

// ------------------------------------------------------------------- lock.c
// The name in CB_LOCK(name) or CB_LOCK("name"); NULL: reported.
const char *lock_name(Module *m, Unit *unit, const Mark *mark);
bool lock_is_reentrant(const char *name);
void lock_classes(Module *m);                       // CB_LOCK on their typedefs
void lock_functions(Module *m);                     // which named locks each one takes
int lock_index(const Module *m, const char *name);

// ------------------------------------------------------------------ place.c
// What follows the C name of the class, and `_`, in a name; or NULL.
const char *class_rest(const Class *c, const char *c_name);
const Mark *function_name_mark(const Function *f);  // CB_NAME, CB_OVERLOAD or NULL
void place_function(Module *m, Function *f);        // which class it belongs to
void place_finished(Module *m);                     // constructors, properties
void class_drop(Class *c, const Function *f);       // Python does not see it after all
void place_constants(Module *m);                    // Polygon_MAX is Polygon.MAX

// ---------------------------------------------------------------- special.c
const Special *special_find(const char *name);      // NULL: no special method
bool special_is_refused(Module *m, Function *f, const Special *s);  // reported
void special_function(Module *m, Function *f);      // hidden parameters, results
void special_check(Module *m, Function *f);         // has it one of its forms?
void special_check_classes(Module *m);              // what they need of each other
bool special_is(const Function *f, SpecialKind kind);
void special_report_form(Module *m, Function *f);   // it has none: prints them
bool function_is_operator(const Function *f);       // also of comparison, or in place
bool function_constructs(const Function *f);        // makes `self` live
Function *special_of(const Class *c, const char *name);    // or NULL
bool special_by_index(const Function *f);           // v[i], i an integer
Function *special_slice(const Class *c);       // v[a:b:c], or NULL
// The next function that serves the same side of the same slot (CB_OVERLOAD), or NULL.
Function *special_next(const Function *f);
bool special_is_shared(const Function *f);
bool special_chooses(const Function *f);       // several of that name: the arguments say which
// v[-1] is the last: its class has a length.
Function *special_wraps(const Function *f);
// __len__ that items and slices ask within their own call, or NULL.
const Function *special_length(const Function *f);
bool param_is_wrapped(const Param *p);              // an index that may count from the end
Function *special_items(const Class *c);       // v[i] where c iterates by length and index

// -------------------------------------------------------------------- own.c
bool function_converts(const Function *f);          // T.__convert__
void place_own(Module *m, Function *f, const Special *s, Param *self);
void own_function(Function *f);                     // before solving
bool own_form(const Function *f);                   // also true of all other functions
void lower_own(Module *m);                          // whom they concern, at the end
const Function *param_converter(const Param *p);    // makes its object of others; or NULL
bool function_makes_inputs(const Function *f);      // that of any parameter
// As what Python gets an object that f gives; NULL: as that object.
const Function *result_value(const Function *f, const Value *v);
const char *own_made_of(const Module *m, const Class *c);   // "str | float"
const char *own_words(const Module *m, const Class *c);     // "str or float"
// `text`, the annotation of a value, with what they change about it.
const char *shown_annotation(const Module *m, const Function *f, const Value *v,
                             bool is_output, const char *text);

// ------------------------------------------------------------------- view.c
bool function_gives_view(const Function *f);        // of memory of `self`
void view_classify(Module *m);                      // Param.may_move

// -------------------------------------------------------------------- doc.c
const char *doc_text(Context *ctx, const char *comment);    // of an enum, the module
bool utf8_is_valid(const char *s, size_t n);

// ------------------------------------------------------------------- hint.c
// Inline functions to paste; what speaks of one value stands in convert.h.
const char *hint_prototype(Module *m, const Function *f, const Type *result);
// `static inline RESULT my_f(PARAMS, more_types) { return f(names, more_names); }`
const char *hint_wrapper(Module *m, const Function *f, const Type *result,
                         const char *more_types, const char *more_names);
const char *hint_variadic(Module *m, const Function *f);    // for one use of `...`
const char *hint_macro(Module *m, const Macro *macro);

// ------ propose.c, propose_text.c, propose_name.c, propose_class.c, propose_blas.c
// What a first binding header would say of a library's functions; the rest: propose.h
typedef struct Proposals Proposals;
Proposals *propose(Context *ctx, Unit *unit);
// The comments before a declaration, as the header's author wrote them, or "".
const char *comments_before(Module *m, const Decl *d);
bool is_guess(Module *m, const Decl *d);        // the last of these says so

// --------------------------------------------------------------------- ir.c
Param *function_param(const Function *f, const char *name);     // by C name
// In messages: "add", "Tree.add"; of a constructor "Tree".
const char *function_label(const Module *m, const Function *f);
// Of a class or an enum: with the module's name where annotations mean something else by
// it, as by `list` (words.def).
const char *own_annotation(const Module *m, const char *py_name);
const char *value_annotation(const Module *m, const Function *f, const Value *v,
                             bool output);
// Of an input, without what objects of its class are made of.
const char *value_annotation_as_is(const Module *m, const Function *f, const Value *v);
// Of a property: what it gives, or what it takes.
const char *field_annotation(const Module *m, const Field *f, bool output);
// "float64", "int32", … of an element type, or NULL when it depends on the platform
const char *dtype_name(const Module *m, const Type *element);
void leave_out(Module *m, Span at, const char *name, const char *kind,
               const char *reason, const char *hint);
bool value_is_array(const Value *v);                // has axes
bool value_is_structs(const Value *v);              // an array of structs
bool param_is_output(const Param *p);               // CB_OUT: only C gives its value
bool expr_constant(const Module *m, const Function *f, const Expr *e, ConstValue *out);
bool expr_int(const Module *m, const Function *f, const Expr *e, int64_t *out);
bool expr_uses(const Expr *e, const char *name);    // names the parameter anywhere
bool expr_uses_return(const Expr *e);
bool expr_is_deref(const Expr *e, const char **name);   // `*n`
bool expr_is_null(const Expr *e);                   // NULL, (void *)0, nullptr
Type *type_qualified(Context *ctx, const Type *t, unsigned quals);  // just these
Type *type_unqualified(Context *ctx, const Type *t);
bool type_is_timespec(const Type *t);               // struct timespec
bool type_spelled(const Type *t, const char *name); // through a typedef of that name
const char *double_text(Context *ctx, double x);    // the shortest that comes back
const char *python_identifier(Context *ctx, const char *name);  // keywords get a `_`
// Prefix stripped, case converted where asked, keywords mended.
const char *python_name(const Module *m, const char *c_name, bool convert_case);
const char *python_param_name(const Module *m, const char *c_name);
bool name_is_exported(const char *name);            // neither `_x` nor `x_`

#endif
