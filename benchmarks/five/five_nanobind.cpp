// SPDX-License-Identifier: MIT
//
// The five functions of hand_five.c in nanobind.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include "../calls/plain.c"

namespace nb = nanobind;
using namespace nb::literals;
using In1 = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

NB_MODULE(five, m)
{
    m.def("nop", nop);
    m.def("add", add, "x"_a, "y"_a);
    m.def("twice", twice, "n"_a);
    m.def("length", [](const char *s) { return length(s); }, "s"_a);
    m.def("sum1", [](In1 x) { return sum1(x.shape(0), x.data()); }, "x"_a.noconvert());
}
