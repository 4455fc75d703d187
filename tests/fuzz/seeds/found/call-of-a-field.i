# 1 "x.h"
CB_RAISES(x.h(), CB_RuntimeError, "no") int step(int x);
