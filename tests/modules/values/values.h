// SPDX-License-Identifier: MIT
// Python values in plain C: every function of carbide/value.h, in the hands of Python.
#include <stddef.h>
#include <stdint.h>

#include "carbide.h"

CB_EXCEPTION(ParseError, CB_ValueError, "The text is no number.");
CB_EXCEPTION(OddWarning, CB_UserWarning, "An odd number.");

// ------------------------------------------------------------------- in and out
/** The object that came. */
cb_value echo(cb_value v);
/** The object, or None. */
CB_OPT cb_value echo_or(CB_OPT cb_value v);
/** Was anything given? */
bool is_given(CB_DEFAULT(NULL) cb_value v);
/** First and last item. */
void ends(cb_value seq, CB_OUT cb_value *first, CB_OUT cb_value *last);
/** Swaps them. */
void swap(CB_INOUT cb_value *a, CB_INOUT cb_value *b);
/** Its type, by address. */
cb_value type_of(CB_IN const cb_value *v);
/** The length, and where it is asked for the object. */
size_t measure(cb_value v, CB_OPT CB_OUT cb_value *same);
/** NULL without an error: 1001 the result, 1002 the output. */
cb_value nothing(int how, CB_OUT cb_value *out);
/** `missing` of the object; a status. */
CB_RAISES(return != 0, CB_LookupError, "status %d", return)
int status(cb_value v, int number, CB_OUT cb_value *missing);

// ------------------------------------------------------------------------- make
/** None, True, False, an int, a float, text and bytes. */
cb_value constants(void);
/** The ints from 0 to n - 1, as a list. */
CB_AS("list[int]") cb_value numbers(int64_t n);
/** A list of two texts. */
CB_AS("list[str]") cb_value words(const char *a, const char *b);
/** The first n bytes as text. */
CB_AS("str") cb_value decode(size_t n, const unsigned char data[n]);
/** n zero bytes. */
CB_AS("bytes") cb_value zero_bytes(size_t n);
/** A tuple of n references to v, or of new ints. */
CB_AS("tuple[object, ...]") cb_value repeat(size_t n, CB_OPT cb_value v);
/** An array of zeros. */
cb_value zeros(char code, size_t m, size_t k);
/** The squares below n, as an array. */
cb_value squares(size_t n);
/** An array of any rank, of length 1 along each axis. */
cb_value ones(int rank, CB_DEFAULT(1) size_t extent);
/** How often each word occurs. */
CB_AS("dict[str, int]") cb_value count_words(const char *text);
/** n rows, a dict each. */
CB_AS("list[dict[str, object]]") cb_value rows(size_t n);
/** Appends whatever came; unless `mode` is "keep" to a list of its own. */
cb_value append(cb_value list, cb_value item, CB_DEFAULT("") const char *mode);
/** The same of a dict. */
cb_value put(cb_value dict, cb_value key, cb_value item,
             CB_DEFAULT("") const char *mode);
/** Appends n new ints to a list; after each thousand pause(list) is called. */
void churn(size_t n, cb_value pause);
/** Puts n times an int under one of ten keys; after each thousand pause(dict). */
void churn_dict(size_t n, cb_value pause);

// ------------------------------------------------------------------------- read
/** Its kind. */
enum cb_kind kind(CB_OPT cb_value v);
int64_t int_of(cb_value v);
double float_of(cb_value v);
/** Length and hash of the UTF-8. */
void str_of(cb_value v, CB_OUT size_t *n, CB_OUT uint32_t *sum);
/** The length up to the NUL. */
size_t c_length(cb_value v);
/** A copy of its memory. */
CB_AS("bytes") cb_value bytes_of(cb_value v);
size_t size(cb_value v);
cb_value item(cb_value seq, size_t i);
CB_OPT cb_value find(cb_value dict, cb_value key);
/** All pairs (key, item), by cb_next. */
CB_AS("list[tuple[object, object]]") cb_value pairs(cb_value v);
/** The first item; the loop is left early, n times. */
CB_OPT cb_value first(cb_value v, CB_DEFAULT(1) size_t n);
/** Two loops over the same at once: all pairs of items. */
cb_value product(cb_value v);
/** Goes on behind the end, with a wrong place, over another value. */
cb_value misuse_next(cb_value v, int how);
/** The same, made anew all the way down. */
cb_value rebuild(cb_value v);
/** Deepest nesting of lists; at most `limit`. */
size_t depth(cb_value v, size_t limit);
/** Sum of all numbers, of anything that can be gone through. */
double total(cb_value items);

// ------------------------------------------------------------------------- call
cb_value get(cb_value v, const char *name);
/** The attribute, or the default. */
cb_value get_or(cb_value v, const char *name, cb_value otherwise);
cb_value call(cb_value f, CB_NAME("*args") cb_value args);
/** f(x) of each element, in place. */
void map(cb_value f, size_t n, double x[n]);
/** Imported twice. */
cb_value import_module(const char *name);
/** re.sub of Python. */
CB_AS("str") cb_value replace(const char *pattern, const char *by, const char *text);

// -------------------------------------------------------------------- callbacks
/** f(first, *args), without the GIL in between. */
cb_value apply(cb_value (*f)(int first, CB_NAME("*args") cb_value args, void *ctx),
               int first, cb_value args, void *ctx);
/** What f gives for v, n times, as one list. */
cb_value collect(void (*f)(cb_value v, int k, CB_OUT cb_value *one, CB_OUT cb_value *two,
                           void *ctx),
                 cb_value v, size_t n, void *ctx);
/** f is not called while an error is pending. */
cb_value call_after(cb_value (*f)(void *ctx), cb_value list, void *ctx);
typedef cb_value (*kept_fn)(CB_NAME("*args") cb_value args, void *ctx);
/** Keeps f for call_kept(). */
void keep_fn(CB_KEEP kept_fn f, void *ctx);
cb_value call_kept(CB_NAME("*args") cb_value args);
CB_FROM_PYTHON("builtins", "type") cb_value python_type(cb_value v);
/** The type of the type of v. */
cb_value metaclass(cb_value v);

// --------------------------------------------------------------------- an object
/** Is in use while Python runs, or others do. */
typedef struct box box;
box *box_new(void);
void box_free(box *self);
/** f(); the box is there until it returns. */
cb_value box_call(const box *self, cb_value f);

// ------------------------------------------------------------------- *args, **kw
/** The tuple. */
cb_value only_args(CB_NAME("*args") cb_value a);
/** The dict. */
cb_value only_keywords(CB_NAME("**kw") CB_AS("int") cb_value k);
/** Everything at once. */
cb_value all_kinds(int a, CB_DEFAULT(2) int b, CB_NAME("*args") cb_value args, int c,
                   CB_DEFAULT(4) int d, CB_NAME("**kw") cb_value kw);
/** The unnamed one may come again in the dict. */
cb_value unnamed(int, CB_NAME("**kw") cb_value kw);
/** Keywords only. */
cb_value no_rest(int a, CB_NAME("*") int b, CB_NAME("**options") cb_value kw);

// --------------------------------------------------------------------- callbacks
/** f(v), and where it is to be called twice f(f(v)). */
cb_value transform(cb_value (*f)(cb_value v, void *ctx), cb_value v, bool twice, void *ctx);
/** functools.reduce, without a context. */
cb_value fold(cb_value (*f)(cb_value sum, cb_value item), cb_value items, cb_value start);
/** What f gives beside its result. */
CB_AS("tuple[object, int]") cb_value split(
    int64_t (*f)(cb_value v, CB_OUT cb_value *head, CB_INOUT cb_value *rest, void *ctx),
    cb_value v, void *ctx);
/** f gets None, or an int that C made; NULL where it must not be. */
cb_value call_with(cb_value (*f)(CB_OPT cb_value v, void *ctx), int how, void *ctx);
cb_value call_with_null(cb_value (*f)(cb_value v, void *ctx), bool error, void *ctx);
/** Two errors of f; how many calls came through. */
int call_after_error(int (*f)(int v, void *ctx), bool clear, void *ctx);
CB_FROM_PYTHON("json", "loads") cb_value load_json(const char *text);
CB_FROM_PYTHON("json", "dumps") cb_value dump_json(cb_value v);
/** As json makes of it, and back. */
size_t json_length(const char *text);
/** The keys of the first hundred items, sorted by Python. */
cb_value sort_keys(cb_value list, CB_OPT cb_value (*key)(cb_value v, void *ctx), void *ctx);
/** An object in use while Python runs. */
typedef struct jar jar;
jar *jar_new(int n);
void jar_free(jar *self);
/** n + f(n); f may try to change the jar meanwhile. */
int64_t jar_ask(jar *self, cb_value f);
void jar_add(jar *self, int n);

// --------------------------------------------------------------- special methods
/** Eight numbers with names, as attributes, as items, and one name after the other; two
    are there from the beginning. */
typedef struct Record Record;
Record *Record_new(CB_DEFAULT(false) bool empty);
void Record_free(Record *self);
CB_NAME("Record.__getattr__") cb_value record_attribute(const Record *self, const char *name);
CB_NAME("Record.__setattr__") void record_set(Record *self, const char *name, cb_value v);
CB_NAME("Record.__delattr__") void record_delete(Record *self, const char *name);
CB_NAME("Record.__dir__") cb_value record_names(const Record *self);
CB_NAME("Record.__getitem__") CB_OPT cb_value record_item(const Record *self, cb_value key);
CB_NAME("Record.__setitem__") void record_put(Record *self, cb_value key, cb_value v);
CB_NAME("Record.__contains__") bool record_has(const Record *self, cb_value key);
CB_NAME("Record.__next__") cb_value record_next(Record *self);
CB_NAME("Record.__repr__") cb_value record_repr(const Record *self);
/** The first number, which is no str. */
CB_NAME("Record.__str__") cb_value record_str(const Record *self);
CB_NAME("Record.__format__") cb_value record_format(const Record *self, const char *spec);
/** Swallows a KeyError; a ZeroDivisionError makes it raise another one. */
CB_NAME("Record.__exit__") bool record_exit(Record *self, cb_value type, cb_value value,
                                            cb_value traceback);
/** A descriptor: `raw` of the object, times a factor. */
typedef struct Scaled Scaled;
Scaled *Scaled_new(double factor);
void Scaled_free(Scaled *self);
CB_NAME("Scaled.__get__") cb_value scaled_get(const Scaled *self, cb_value object,
                                              cb_value owner);
CB_NAME("Scaled.__reduce__") cb_value scaled_reduce(const Scaled *self);
CB_NAME("Scaled.__set__") void scaled_set(const Scaled *self, cb_value object, double value);
CB_NAME("Scaled.__exit__") void scaled_exit(Scaled *self, cb_value type, cb_value value,
                                            cb_value traceback);

// ------------------------------------------------------------------------ errors
/** ParseError(text, line), twice. */
void raise_value(const char *text, int line);
/** cls by number with a text, a number or a tuple. */
void raise_with(int which, cb_value args);
/** Warns with an instance. */
int warn_value(const char *text);
/** What comes first: 'v' cb_raise_value, 'r' cb_raise, 'p' Python's. */
void first_error(const char *order);
/** Calls of everything while an error is pending: how many gave something. */
int sticky(int how);
/** A warning is stored, and values are made all the same. */
cb_value warned(void);
/** Did it fail, and was it cleared? Then True. */
bool clears(cb_value f);

// --------------------------------------------------------------------------- GIL
/** Waits without the GIL; gives how many times `flag` was set meanwhile. */
double wait_released(double seconds, int nested);
/** Uses a value without the GIL (1), forgets to acquire (2), clears without (3). */
cb_value misuse_gil(int how);
