// SPDX-License-Identifier: MIT
// inner.h: what the sources share and Python does not see.
#ifndef INNER_H
#define INNER_H

#define maxof(a, b) ((a) > (b) ? (a) : (b))
double (maxof)(double a, double b);     // a function beside a macro

struct operations {
    int (*quick)(int x);                // fields called like functions
    int (*unseen)(int x);
};
extern const struct operations operations;

typedef int step(int x);
int first_step(int x);
int second_step(int x);
extern step *const steps[2];            // a table of addresses
extern step *handler;                   // begins with an address; can be written

int replaced(void);
extern int shared_count;
extern _Thread_local int thread_count;
int tentative_of_other(void);

#endif
