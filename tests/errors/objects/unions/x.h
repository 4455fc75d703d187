// SPDX-License-Identifier: MIT
#include <stddef.h>
#include "carbide.h"

typedef struct tree tree;
tree *tree_new(void);
void tree_free(tree *t);
typedef struct leaf leaf;
leaf *leaf_new(void);
void leaf_free(leaf *l);

// one of two objects
union plant { tree *t; const leaf *l; };
typedef union { const leaf *l; tree *t; } any __attribute__((transparent_union));
int height(union plant p, int unit);
void water(CB_DEFAULT(1) int liters, any of);
int age(const union plant *p);
int tree_touches(const tree *t, union plant other);
int cut(union plant *p);
int sum(size_t n, const union plant p[n]);
union plant seed(void);
union plant *seeds(void);
void find(CB_OUT union plant *p);
void each(void (*f)(union plant p, void *ctx), void *ctx);

// one of two numbers, or none that Python has
union word { float f; int i; };
union word read_word(int at);
union row { double x[4]; struct { double a, b; } y; };
double length(union row r);
struct tagged { int kind; union word w; };
int kind_of(struct tagged t);

// as a class: by a pointer that has a name
typedef union node CB_CLASS(Node, node_free) node;
node *node_new(void);
void node_free(node *n);
typedef union both { int i; float f; } CB_CLASS(Both) both;
typedef union leaf_or_tree *plant_ref CB_CLASS(Plant, plant_free);
plant_ref plant_ref_new(CB_OPT tree *t, CB_OPT leaf *l);
void plant_free(plant_ref p);
int plant_height(CB_IN plant_ref p);
