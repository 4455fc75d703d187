// SPDX-License-Identifier: MIT
// Strings of all kinds of incompleteness.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
char *greet(char *name);
char name(void);
void fill(char buffer[]);
const char **all(void);
void take(char *names[]);
char s[10];
int parse(unsigned char *s);
string t(void);
