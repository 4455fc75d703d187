// SPDX-License-Identifier: MIT
int f(int x);
int g(int x)