
CB_EXPORT(LIB_OK, LIB_NOMEM, LIB_RANGE, OTHER_TEST_SUCCESS);

/* guess: LIB_OK is 0, errors are negative */
typedef CB_RAISES(return < 0, CB_RuntimeError, "code %d", (int)return)
    int x_checked;

/* guess: an error raises: LIB_OK is 0, errors are negative */
x_checked lib_start(void);

int lib_count(void);

// guess, confirm first: out is one number, written; an error raises: LIB_OK is 0,
//   errors are negative
//   x_checked lib_read(int where, CB_OUT double *out);
lib_flags lib_get_flags(void);
/* guess: error is one number, written */
lib_boolean lib_has(CB_OUT int *error);
/* guess: error is one number, written */
int unrelated(CB_OUT int *error);
