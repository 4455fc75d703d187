// SPDX-License-Identifier: MIT
// Semicolons that are missing behind structs, typedefs, enums.
#include <stddef.h>
#include <stdbool.h>
#include "carbide.h"
struct point { double x; double y }
double norm(struct point p);
typedef struct { int a; } pair
int sum(pair p);
class Foo { int x; };
enum color { RED, GREEN }
int after(int x);
