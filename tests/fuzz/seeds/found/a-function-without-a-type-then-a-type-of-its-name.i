x() { }
typedef int
x