
// First things

int first(int x);
int second(int x);

int apart(int x);

// Other things

int other(int x);
int same_as_first(int x);
int last(void);
