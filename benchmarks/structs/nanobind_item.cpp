// SPDX-License-Identifier: MIT
// nanobind_item.cpp: the class as nanobind's documentation writes it.
#include <nanobind/nanobind.h>

#include "item.h"

namespace nb = nanobind;

NB_MODULE(nanobind_item, m)
{
    nb::class_<item>(m, "item")
        .def("__init__", [](item *self, double x, int32_t n) { new (self) item{x, n}; },
             nb::arg("x"), nb::arg("n"))
        .def_rw("x", &item::x)
        .def_rw("n", &item::n);
}
