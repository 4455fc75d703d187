
CB_EXPORT(ERR_OK, ERR_FULL, ERR_LOST);

/* guess: ERR_OK is 0 */
typedef CB_RAISES(return != 0, CB_RuntimeError, "code %d", (int)return)
    err x_checked;

/* guess: an error raises: ERR_OK is 0 */
x_checked err_put(int x);
// guess, confirm first: out is one number, written; an error raises: ERR_OK is 0
//   x_checked err_take(CB_OUT int *out);

const char *err_text(err e);
