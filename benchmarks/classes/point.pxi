# SPDX-License-Identifier: MIT
@cython.freelist(16)
cdef class Point:
    cdef k_Point c

    def __init__(self, double x, double y):
        self.c.x = x
        self.c.y = y

    @property
    def x(self):
        return self.c.x

    @x.setter
    def x(self, double x):
        self.c.x = x

    @property
    def y(self):
        return self.c.y

    @y.setter
    def y(self, double y):
        self.c.y = y

    def norm(self):
        return Point_norm(&self.c)

    def distance(self, Point q not None):
        return Point_distance(&self.c, &q.c)


def total_points(points):
    cdef tuple all = tuple(points)
    cdef Py_ssize_t n = len(all), i
    cdef const k_Point **a = <const k_Point **>malloc((n + 1) * sizeof(void *))
    if a is NULL:
        raise MemoryError()
    try:
        for i in range(n):
            a[i] = &(<Point?>all[i]).c
        return k_total_points(n, a)
    finally:
        free(a)
