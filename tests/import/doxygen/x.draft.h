
/* guess: its comment says so */
typedef CB_RAISES(return != 0, CB_RuntimeError, "code %d", (int)return)
    int x_checked;

/* guess: its comment says so */
typedef CB_RAISES(return < 0, CB_RuntimeError, "code %d", (int)return)
    int x_checked2;

/* guess: variance may be None: its comment speaks of NULL; x has n elements */
void dox_moments(CB_SHAPE(n) const int *x, size_t n, CB_OUT double *mean,
                 CB_OPT CB_OUT double *variance);

void dox_count(CB_INOUT long *counter, CB_IN const long *step);

void dox_split(double x, CB_OUT double *whole, CB_OUT double *rest);

/* guess: an error raises: its comment says so */
x_checked dox_open(CB_IN char *where);

/* guess: an error raises: its comment says so */
x_checked2 dox_seek(long to);

void dox_behind(double x, CB_OUT double *fx);
