// SPDX-License-Identifier: MIT
// pybind11_item.cpp: the class as pybind11's documentation writes it.
#include <pybind11/pybind11.h>

#include "item.h"

namespace py = pybind11;

PYBIND11_MODULE(pybind11_item, m)
{
    py::class_<item>(m, "item")
        .def(py::init([](double x, int32_t n) { return item{x, n}; }), py::arg("x"),
             py::arg("n"))
        .def_readwrite("x", &item::x)
        .def_readwrite("n", &item::n);
}
