// SPDX-License-Identifier: MIT
#include <stddef.h>

double good(double x);
namespace geo {
class Polygon {
public:
    double area() const;
};
}
template <class T> T top(T a);
double still_read(size_t n, const double x[n]);
