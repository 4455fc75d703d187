void scale(size_t n, double x[n], double factor);
uint8_t parity(uint32_t bits);
