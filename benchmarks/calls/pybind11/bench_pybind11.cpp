// SPDX-License-Identifier: MIT
//
// The call shapes in pybind11, as its users write them for speed: noconvert() array
// arguments (so nothing is copied in silence), explicit shape checks, outputs as array_t.
// In: Python calls from harness.py. Out: Python objects or the exception named.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <string>

#include "../plain.h"

namespace py = pybind11;
using Array = py::array_t<double, py::array::c_style>;

static double py_sum1(const Array &x)
{
    if (x.ndim() != 1) {
        throw py::type_error("x must have one dimension");
    }
    return sum1(x.shape(0), x.data());
}

static double py_dot(const Array &x, const Array &y)
{
    if (x.ndim() != 1 || y.ndim() != 1) {
        throw py::type_error("x and y must have one dimension");
    }
    if (x.shape(0) != y.shape(0)) {
        throw py::value_error("x and y differ in length");
    }
    return dot(x.shape(0), x.data(), y.data());
}

static void py_scale(Array &x, double f)
{
    if (x.ndim() != 1) {
        throw py::type_error("x must have one dimension");
    }
    scale(x.shape(0), x.mutable_data(), f);
}

static Array py_row_max(const Array &a)
{
    if (a.ndim() != 2) {
        throw py::type_error("a must have two dimensions");
    }
    if (a.shape(1) == 0) {
        throw py::value_error("a has no columns");
    }
    Array out(a.shape(0));
    row_max(a.shape(0), a.shape(1), a.data(), out.mutable_data());
    return out;
}

static Array py_matmul(const Array &a, const Array &b)
{
    if (a.ndim() != 2 || b.ndim() != 2) {
        throw py::type_error("a and b must have two dimensions");
    }
    if (b.shape(0) != a.shape(1)) {
        throw py::value_error("b.shape[0] must equal a.shape[1]");
    }
    Array c({a.shape(0), b.shape(1)});
    matmul(a.shape(0), a.shape(1), b.shape(1), a.data(), b.data(), c.mutable_data());
    return c;
}

static int py_fail(int n)
{
    if (n < 0) {
        throw py::value_error("n = " + std::to_string(n) + " is negative");
    }
    return n;
}

static double call_object(double x, void *ctx)
{
    return (*(py::function *)ctx)(x).cast<double>();
}

PYBIND11_MODULE(bench_pybind11, m)
{
    m.def("nop", nop);
    m.def("add", add);
    m.def("twice", twice);
    m.def("length", [](const char *s) { return length(s); }, py::arg("s").none(false));
    m.def("sum1", py_sum1, py::arg("x").noconvert());
    m.def("dot", py_dot, py::arg("x").noconvert(), py::arg("y").noconvert());
    m.def("scale", py_scale, py::arg("x").noconvert(), py::arg("f"));
    m.def("row_max", py_row_max, py::arg("a").noconvert());
    m.def("matmul", py_matmul, py::arg("a").noconvert(), py::arg("b").noconvert());
    m.def("keyword", keyword, py::arg("x"), py::arg("y"));
    m.def("fail", py_fail);
    m.def("hundred", [](py::function f) { return hundred(call_object, &f); });
}
