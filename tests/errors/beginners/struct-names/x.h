// SPDX-License-Identifier: MIT
struct point { double x, y; };
double norm(struct pont p);
int log_line(int x, ...);
