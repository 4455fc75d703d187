// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

CB_UFUNC double f(double x);
CB_PARALLEL double h(double x);
CB_ASYNC int fetch(const char *url);
CB_GET int size(void);
CB_SET void resize(int n);
void keep(size_t n, CB_KEEP const double x[n]);
void take(size_t n, CB_TAKES double x[n]);
CB_NAME("Shape.area") double area(double r);
typedef CB_CLASS(Database, close_database) struct database *database;
