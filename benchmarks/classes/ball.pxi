# SPDX-License-Identifier: MIT
@cython.freelist(16)
cdef class Ball:
    cdef k_Ball *p

    def __cinit__(self, double x, double y):
        self.p = Ball_new(x, y)
        if self.p is NULL:
            raise MemoryError()

    def __dealloc__(self):
        Ball_free(self.p)

    @property
    def x(self):
        return Ball_get_x(self.p)

    @x.setter
    def x(self, double x):
        Ball_set_x(self.p, x)

    def norm(self):
        return Ball_norm(self.p)

    def distance(self, Ball q not None):
        return Ball_distance(self.p, q.p)


def total_balls(balls):
    cdef tuple all = tuple(balls)
    cdef Py_ssize_t n = len(all), i
    cdef const k_Ball **a = <const k_Ball **>malloc((n + 1) * sizeof(void *))
    if a is NULL:
        raise MemoryError()
    try:
        for i in range(n):
            a[i] = (<Ball?>all[i]).p
        return k_total_balls(n, a)
    finally:
        free(a)
