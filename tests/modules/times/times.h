/* SPDX-License-Identifier: MIT
   Test module `times`: points in time, spans, file descriptors and files. */
#ifndef TIMES_H
#define TIMES_H

#include <stdio.h>
#include <time.h>

#include "carbide.h"

/* numbers */
time_t echo_time(time_t t);
struct timespec echo_timespec(struct timespec t);
void add_second(CB_INOUT struct timespec *t);

/* an aware datetime */
CB_AS(datetime) time_t echo_datetime(CB_AS(datetime) time_t t);
CB_AS(datetime) struct timespec echo_datetime_ns(CB_AS(datetime) struct timespec t);
void epoch(CB_OUT CB_AS(datetime) time_t *t);
time_t seconds_of(CB_AS(datetime) time_t t);

/* a timedelta */
CB_AS(timedelta) time_t echo_timedelta(CB_AS(timedelta) time_t t);
CB_AS(timedelta) struct timespec echo_timedelta_ns(CB_AS(timedelta) struct timespec t);
CB_AS(timedelta) struct timespec between(CB_AS(datetime) struct timespec a,
                                         CB_AS(datetime) struct timespec b);

/* file descriptors */
int echo_fd(CB_AS(fd) int fd);
long fd_size(CB_AS(fd) int fd);
CB_AS(fd) int fd_of(int number);

/* files */
CB_RAISES(return < 0, CB_OSError) long count_lines(FILE *f, CB_OUT long *lines);
CB_RAISES(return < 0, CB_OSError) int write_lines(CB_OUT FILE *f, int n);
CB_RAISES(return < 0, CB_OSError) int read_byte(FILE *f, CB_OUT int *byte);
bool no_file(CB_OPT FILE *f);

#endif
