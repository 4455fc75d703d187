/* SPDX-License-Identifier: MIT
   Test module `errors`: every way in which C reports that something went wrong. */
#ifndef ERRORS_H
#define ERRORS_H

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "carbide.h"

CB_EXCEPTION(ParseError, CB_ValueError, "The text could not be read.");
CB_EXCEPTION(DeepError, ParseError, "Nested too deep.");
CB_EXCEPTION(DeviceError, CB_OSError, "The device did not answer.");
CB_EXCEPTION(NumberError, "decimal.DecimalException", "No such number.");
CB_EXCEPTION(OddWarning, CB_UserWarning, "Odd, but not wrong.");

/* cb_raise from any depth; the result is not returned then */
int raise_class(int which);
double raise_if_negative(double x);
const char *raise_text(const char *text);
void raise_after_writing(size_t n, double x[n], CB_OUT double y[n]);
CB_OWNED(free) char *raise_after_allocating(size_t n);
int first_stays(int n);
int raise_long(size_t n);
int raise_own(int which);
int raise_no_text(void);
int warn_and_return(int x);
int warn_own_and_return(int x);

/* CB_RAISES */
CB_RAISES(return < 0, CB_ValueError, "x = %d is negative", x) int status_of(int x);
CB_RAISES(return == 1, ParseError, "one: %s", text)
CB_RAISES(return == 2, DeepError, "two")
CB_RAISES(return != 0, CB_RuntimeError, "status %d", return)
int status_by_number(int status, const char *text);
CB_RAISES(return != 0, CB_OSError) int set_errno(int code);
CB_RAISES(return != 0, CB_OSError, "while opening %s", path)
int set_errno_text(int code, const char *path);
CB_RAISES(return != 0, DeviceError, "device %d", code) int device(int code);
CB_RAISES(return == NULL, CB_LookupError, "no entry %d", key) const char *entry(int key);
CB_RAISES(!*ok, CB_ValueError, "not ok") void by_out(int x, CB_OUT bool *ok,
                                                     CB_OUT int *y);
CB_RAISES(return > 100, CB_RuntimeWarning, "%d is large", x) int checked(int x);
CB_RAISES(return > 0, OddWarning, "odd") int own_warning(int x);
CB_RAISES(return, ParseError, "failed") bool fails(int x, CB_OUT double *y);
CB_RAISES(isnan(return), CB_ArithmeticError, "x = %g has no root", x)
double real_root(double x);
CB_RAISES(return < 0, NumberError, "no number %d", x) int number(int x);

/* a library's convention, said once; the message comes from the library */
typedef CB_RAISES(return != 0, DeviceError, "%s", errors_message_()) int device_rc;
const char *errors_message_(void);
device_rc device_open(int number, CB_OUT int *handle);
device_rc device_close(int handle);
device_rc device_read(int handle, size_t n, CB_OUT uint8_t data[n]);

/* two conventions of one library, and what a use adds: it comes first. Names in a
   typedef are parameters of the use; `detail` is the calling thread's own. */
typedef CB_RAISES(return < 0, ParseError, "%s: %s", name, errors_detail_())
        CB_RAISES(return == 2, OddWarning, "%s is odd", name) int text_rc;
typedef CB_RAISES(!return, CB_OSError, "%s", errors_detail_()) bool text_ok;
typedef enum text_code { TEXT_FINE = 0, TEXT_SHORT = 3, TEXT_LONG = 4 } text_code;
typedef CB_RAISES(return != TEXT_FINE, CB_ValueError, "code %d", (int)return)
        text_code text_status;
const char *errors_detail_(void);
text_rc text_length(const char *name, CB_OUT size_t *n);
CB_RAISES(return == -7, CB_KeyError, "%s", name)
text_rc text_find(const char *name, CB_OUT size_t *n);
text_ok text_open(const char *name);
text_status text_check(const char *text);

/* the order: cb_raise, then CB_RAISES as they are written */
CB_RAISES(return == 1, CB_KeyError, "first") CB_RAISES(return > 0, CB_IndexError, "then")
int in_order(int status, bool raise);
CB_RAISES(return != 0, CB_OSError) int no_errno(int status);
CB_RAISES(return < 0, CB_ValueError, "%s", text) int with_text(int x,
    CB_AS(bytes) const char *text);
void raise_bytes(CB_AS(bytes) const char *text);

/* a warning that filters make an error; a result that is no text: all is released */
CB_RAISES(*status == 1, CB_UserWarning, "status %d", *status)
void allocate_and_warn(int warn, CB_OUT CB_SHAPE(*n) CB_OWNED(errors_release_) double **p,
                       CB_OUT size_t *n, CB_OUT int *status);
CB_OWNED(errors_release_) char *owned_beside(CB_AS(bytes) const char *text,
    CB_OUT CB_SHAPE(2) CB_OWNED(errors_release_) double **p,
    CB_OUT CB_OWNED(errors_release_) char **copy, CB_OUT CB_SHAPE(2) double *fresh);

/* what a failed call had allocated is released */
CB_RAISES(*status != 0, CB_ValueError, "status %d", *status)
void allocate_and_fail(int fail, CB_OUT CB_SHAPE(*n) CB_OWNED(errors_release_) double **p,
                       CB_OUT size_t *n, CB_OUT int *status);
CB_RAISES(errno == ENOMEM, CB_MemoryError)
CB_OWNED(errors_release_) char *owned_and_fail(int fail);
void errors_release_(void *p);
long live(void);

/* Ctrl-C, scratch memory, the end of a call */
long spin(CB_REQUIRE(microseconds <= 10000000) long microseconds);
long spin_without_check(CB_REQUIRE(microseconds <= 10000000) long microseconds);
double median(size_t n, const double x[n]);
size_t scratch(size_t bytes, size_t times);
void scratch_and_raise(size_t bytes);

/* nothing comes back from here with errno set by somebody else */
int errno_is_kept(int code);

#endif
