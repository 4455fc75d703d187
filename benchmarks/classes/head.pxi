# SPDX-License-Identifier: MIT
# The functions that the parts bind.
cimport cython
from libc.stdlib cimport free, malloc

ctypedef double (*caller)(double x, void *ctx) except? -1.0

cdef extern from "plain.h":
    ctypedef struct k_Point "Point":
        double x, y
    double Point_norm(const k_Point *p)
    double Point_distance(const k_Point *p, const k_Point *q)
    double k_total_points "total_points"(size_t n, const k_Point **all)
    ctypedef struct k_Ball "Ball":
        pass
    k_Ball *Ball_new(double x, double y)
    void Ball_free(k_Ball *b)
    double Ball_get_x(const k_Ball *b)
    void Ball_set_x(k_Ball *b, double x)
    double Ball_norm(const k_Ball *b)
    double Ball_distance(const k_Ball *b, const k_Ball *q)
    double k_total_balls "total_balls"(size_t n, const k_Ball **all)
    ctypedef struct k_Counter "Counter":
        pass
    k_Counter *Counter_new(int n)
    void Counter_free(k_Counter *c)
    bint Counter_next(k_Counter *c, int *n)
    double k_apply "apply"(caller f, void *ctx, double x) except? -1.0
