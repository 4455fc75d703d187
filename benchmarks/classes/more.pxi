# SPDX-License-Identifier: MIT
cdef class Counter:
    cdef k_Counter *p

    def __cinit__(self, int n):
        self.p = Counter_new(n)
        if self.p is NULL:
            raise MemoryError()

    def __dealloc__(self):
        Counter_free(self.p)

    def __iter__(self):
        return self

    def __next__(self):
        cdef int n
        if not Counter_next(self.p, &n):
            raise StopIteration
        return n


cdef double call_object(double x, void *ctx) except? -1.0:
    return (<object>ctx)(x)


def apply(f, double x):
    return k_apply(<caller>call_object, <void *>f, x)
