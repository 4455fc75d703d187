#define clamp(x, low, high) \
    ((x) < (low) ? (low) : (x) > (high) ? (high) : (x))

double clamp(double x, double low, double high);
