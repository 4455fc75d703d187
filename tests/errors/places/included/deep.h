// SPDX-License-Identifier: MIT
void deep(size_tt n, double x[n]);
