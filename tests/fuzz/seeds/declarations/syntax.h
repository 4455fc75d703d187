# 1 "seed.h"
#define LIMIT 3
#define NAME "seed"
typedef unsigned long size_t;
typedef int T; typedef T row[LIMIT];
extern int *(*(*f1)(int a[static const 3], ...))[4], f2(), *const restrict f3;
int f4(a, b) int a; char *b; { return ({ int q = '}'; q; }); }
static inline __attribute__((always_inline)) void f5(int T, double a[T][T + 1]) { }
struct s { int a : 3, : 0; union { float f; struct { T T; }; }; char flex[]; };
typedef enum e : unsigned char { A, B = 1 << 3, C = sizeof(int), } e_t;
struct __attribute__((packed, aligned(8))) p { _Alignas(16) int x; } __attribute__(());
[[nodiscard]] int f6 [[gnu::pure]] (int x [[maybe_unused]]) __asm__("_" "f6");
__declspec(dllexport) int __cdecl f7(void (^block)(int), int *_Nonnull p);
extern "C" { void *f8(T (*)(T), row, T (T)); }
_Atomic(int *) f9; _Complex double f10; unsigned _BitInt(17) f11; __int128 f12;
typeof(int (*)[3]) f13; __auto_type f14 = 3; _Thread_local int f15 = {1, (2)};
typedef float vec __attribute__((vector_size(16))); typedef int mode __attribute__((mode(DI)));
_Static_assert(1, "x"); asm("nop"); ; _Pragma("once") int f16;
#pragma pack(push, 1)
# 7 "other.h" 2 3
int f17(void), (*(f18)(void))(int), (f19), ((*f20))[2];
x() { }
int a(int b,, int c); foo_t d; int e[; } int f(
/** doc */ int f21; /**< behind */ ///< more
int g<::> = <% 1 %>; %:define D 1
