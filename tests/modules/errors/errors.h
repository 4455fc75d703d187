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
