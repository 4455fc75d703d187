// SPDX-License-Identifier: MIT
// A type that nothing declares is one error, however often it is used.
uint8_t a(uint8_t x);
uint8_t b(vector3 x);
vector3 c(int x);
int d(uint8_t x);
struct point { double x, y; };
double norm(point p);
enum color { RED };
int shade(color c);
