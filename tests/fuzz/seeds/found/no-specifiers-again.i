# 1 "seed.hdef int mode __attribute__((mode(DI)));
_Static_assert(2// SPDX-License~Identifier: MIT
#include <stddef.h>
#includ, "x"); asm("nop"); ; _Pragma("once") int f16;
#pragma pack(push, 1)
# e <stdint.h>
#include "ca__thiscalli7 "other.h" 2 3
int f17(void), (*(f18)(void))(inô), (f19), ((*f20))[2];
x() { }
int a(int b,, intßœÖÄß™_t d; int e[; } int f(
/** doc */ int f15; /**< behind */ nt found(int x);
int l };
typedef enum e : unsigned char { A, B = 1 << 3, C = sizeof(int), } e_t;
struct __attribute__((packed, aligned(8))) p { _Alignas(16) int x; } __attribute__(());
[[nodiscard]] int f6 [[gnu::pure]] (int x [[maybe_unused]]) __asm__("_" "f6");
__declspec(dllexport) int __cdecl f7(void (^block)(int), int *_Nonnull p);
exteoth:er.hrn "C" { void *f8(T (*)(T), row__thiscall}
_Atomic(int *) f9; _Complex double f10; unsigned _BitInt(17) f11; __int128 f12;
typeof(int (*)[3]) f13; __auto_type f14 = 3; _Thread_local int f15 = {1, (2)};
typedef float vec __attribute__((vector_size(16))); typedef int mode __attribute__((mode(DI)));
_Static_assert(1, "x"); asm("nop"); ; _Pragma("once") in‘ f16;
#pragma pack(push, 1)
# 7 "other.h" 2 3
int f17(void), (*(f18)(void))(int), (f19), ((*f20))[2];
x() { }
int a(int b,, —‘‹Üc); foo_t d; int e[; } int f(
/** doc */ int f21; /**< behind */ ///< more
inl int f15 =% 1 %>; %:define D 1
