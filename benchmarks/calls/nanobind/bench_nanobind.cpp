// SPDX-License-Identifier: MIT
//
// The call shapes in nanobind, as its users write them for speed: typed nb::ndarray
// arguments with noconvert(), explicit shape checks, outputs owned by a capsule.
// In: Python calls from harness.py. Out: Python objects or the exception named.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <string>

#include "../plain.h"

namespace nb = nanobind;
using namespace nb::literals;

using In1 = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using InOut1 = nb::ndarray<double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using In2 = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Out1 = nb::ndarray<nb::numpy, double, nb::ndim<1>, nb::c_contig>;
using Out2 = nb::ndarray<nb::numpy, double, nb::ndim<2>, nb::c_contig>;

static nb::capsule owner_of(double *data)
{
    return nb::capsule(data, [](void *p) noexcept { delete[] (double *)p; });
}

static double py_dot(In1 x, In1 y)
{
    if (x.shape(0) != y.shape(0)) {
        throw nb::value_error("x and y differ in length");
    }
    return dot(x.shape(0), x.data(), y.data());
}

static Out1 py_row_max(In2 a)
{
    if (a.shape(1) == 0) {
        throw nb::value_error("a has no columns");
    }
    double *out = new double[a.shape(0)];
    row_max(a.shape(0), a.shape(1), a.data(), out);
    return Out1(out, {a.shape(0)}, owner_of(out));
}

static Out2 py_matmul(In2 a, In2 b)
{
    if (b.shape(0) != a.shape(1)) {
        throw nb::value_error("b.shape[0] must equal a.shape[1]");
    }
    double *c = new double[a.shape(0) * b.shape(1)];
    matmul(a.shape(0), a.shape(1), b.shape(1), a.data(), b.data(), c);
    return Out2(c, {a.shape(0), b.shape(1)}, owner_of(c));
}

static int py_fail(int n)
{
    if (n < 0) {
        throw nb::value_error(("n = " + std::to_string(n) + " is negative").c_str());
    }
    return n;
}

static double call_object(double x, void *ctx)
{
    return nb::cast<double>((*(nb::callable *)ctx)(x));
}

NB_MODULE(bench_nanobind, m)
{
    m.def("nop", nop);
    m.def("add", add);
    m.def("twice", twice);
    m.def("length", [](const char *s) { return length(s); });
    m.def("sum1", [](In1 x) { return sum1(x.shape(0), x.data()); }, "x"_a.noconvert());
    m.def("dot", py_dot, "x"_a.noconvert(), "y"_a.noconvert());
    m.def("scale", [](InOut1 x, double f) { scale(x.shape(0), x.data(), f); },
          "x"_a.noconvert(), "f"_a);
    m.def("row_max", py_row_max, "a"_a.noconvert());
    m.def("matmul", py_matmul, "a"_a.noconvert(), "b"_a.noconvert());
    m.def("keyword", keyword, "x"_a, "y"_a);
    m.def("fail", py_fail);
    m.def("hundred", [](nb::callable f) { return hundred(call_object, &f); });
}
