// SPDX-License-Identifier: MIT
// pybind11.cpp: the classes as pybind11's documentation writes them: the opaque one held by
// a C++ class whose destructor frees it, an iterator by __iter__ and __next__.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <new>
#include <vector>

#include "plain.h"

namespace py = pybind11;
using namespace py::literals;

namespace {
struct free_ball {
    void operator()(Ball *b) const { Ball_free(b); }
};
struct free_counter {
    void operator()(Counter *c) const { Counter_free(c); }
};
template <class T> T *made(T *p)
{
    if (!p) {
        throw std::bad_alloc();
    }
    return p;
}
struct PyBall {
    std::unique_ptr<Ball, free_ball> p;
    PyBall(double x, double y) : p(made(Ball_new(x, y))) {}
};
struct PyCounter {
    std::unique_ptr<Counter, free_counter> p;
    explicit PyCounter(int n) : p(made(Counter_new(n))) {}
};
double call_object(double x, void *ctx)
{
    return py::cast<double>((*(py::function *)ctx)(x));
}
} // namespace

PYBIND11_MODULE(NAME, m)
{
#if PART & 1
    py::class_<Point>(m, "Point")
        .def(py::init([](double x, double y) { return Point{x, y}; }), "x"_a,
             "y"_a)
        .def_readwrite("x", &Point::x)
        .def_readwrite("y", &Point::y)
        .def("norm", [](const Point &p) { return Point_norm(&p); })
        .def("distance", [](const Point &p, const Point &q) { return Point_distance(&p, &q); });
    m.def("total_points", [](const std::vector<const Point *> &all) {
        return total_points(all.size(), all.data());
    });
#endif
#if PART & 2
    py::class_<PyBall>(m, "Ball")
        .def(py::init<double, double>(), "x"_a, "y"_a)
        .def_property("x", [](const PyBall &b) { return Ball_get_x(b.p.get()); },
                     [](PyBall &b, double x) { Ball_set_x(b.p.get(), x); })
        .def("norm", [](const PyBall &b) { return Ball_norm(b.p.get()); })
        .def("distance", [](const PyBall &b, const PyBall &q) {
            return Ball_distance(b.p.get(), q.p.get());
        });
    m.def("total_balls", [](const std::vector<const PyBall *> &all) {
        std::vector<const Ball *> balls;
        balls.reserve(all.size());
        for (const PyBall *b : all) {
            balls.push_back(b->p.get());
        }
        return total_balls(balls.size(), balls.data());
    });
#endif
#if PART & 4
    py::class_<PyCounter>(m, "Counter")
        .def(py::init<int>(), "n"_a)
        .def("__iter__", [](py::handle self) { return self; })
        .def("__next__", [](PyCounter &c) {
            int n;
            if (!Counter_next(c.p.get(), &n)) {
                throw py::stop_iteration();
            }
            return n;
        });
    m.def("apply", [](py::function f, double x) { return apply(call_object, &f, x); });
#endif
}
