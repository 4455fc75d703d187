// SPDX-License-Identifier: MIT
//
// The five functions of hand_five.c in pybind11.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include "../calls/plain.c"

namespace py = pybind11;
using Array = py::array_t<double, py::array::c_style>;

static double py_sum1(const Array &x)
{
    if (x.ndim() != 1) {
        throw py::type_error("x must have one dimension");
    }
    return sum1(x.shape(0), x.data());
}

PYBIND11_MODULE(five, m)
{
    m.def("nop", nop);
    m.def("add", add, py::arg("x"), py::arg("y"));
    m.def("twice", twice, py::arg("n"));
    m.def("length", [](const char *s) { return length(s); }, py::arg("s").none(false));
    m.def("sum1", py_sum1, py::arg("x").noconvert());
}
