// SPDX-License-Identifier: MIT
#include <stdint.h>
#include "carbide.h"

typedef struct Money {
    int64_t cents;
} Money;
typedef struct Big Big;
void Big_free(Big *self);
CB_OVERLOAD("Money.__convert__") Money of_itself(Money m);
CB_OVERLOAD("Money.__convert__") Money of_another_and_itself(double x, Money m);
CB_OVERLOAD("Money.__convert__") double to_number(double x);
CB_OVERLOAD("Money.__convert__") Money of_two(double x, double y);
CB_OVERLOAD("Money.__convert__") Money of_none(void);
CB_OVERLOAD("Money.__convert__") CB_OPT bool perhaps(double x, CB_OUT Money *out);
CB_NAME("Big.__convert__") const Big *find(const char *text);
CB_OVERLOAD("Money.__value__") double no_object(double x);
CB_OVERLOAD("Money.__value__") double with_more(Money m, int digits);
CB_OVERLOAD("Money.__value__") void to_nothing(Money m);
CB_OVERLOAD("Money.__value__") Money to_itself(Money m);
CB_NAME("Big.__value__") uint64_t changed(Big *b);
