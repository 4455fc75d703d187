
void gtk_fill(CB_OUT CB_SHAPE(n_values) int *values, size_t n_values);

double gtk_norm(CB_SHAPE(3) const double *vector, CB_OPT const double *weight);

void gtk_clamp(CB_INOUT double *value, CB_OPT CB_OUT int *clamped);

void g_free(void *memory);

CB_OWNED(g_free) char *gtk_join(const char *a, CB_OPT const char *b);

const char *gtk_name(void);
