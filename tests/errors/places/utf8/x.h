// SPDX-License-Identifier: MIT
// Letters of several bytes, of two columns, of none: the caret stands below the letter.
#include "carbide.h"
#include <stddef.h>
void größe(size_t länge, /* 長さ */ double *数);
void wide(/* 🎉 漢字 */ double *x, CB_OTU double *y);
void marks(/* é */ double *x);
void names(size_t größe, CB_SHAPE(grösse) const double *x);
