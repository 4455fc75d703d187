// not: sqlite3_os_init, sqlite3_os_end
// confirm: sqlite3_status, sqlite3_status64
void sqlite3_randomness(int N, CB_OUT CB_SHAPE(N) void *P);
sqlite3_checked sqlite3_keyword_name(int i, CB_OUT CB_SHAPE(*n) const char **name,
                                     CB_OUT int *n);
int sqlite3_keyword_check(CB_SHAPE(n) const char *word, int n);
