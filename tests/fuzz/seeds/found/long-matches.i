1 + 2 * 3 - 4 / 5 %e-400
'a' + L'b' + u'\u00e9' + U'\U0001F600' + u8'c' + '\x7f' + '\377' + 'ab'
"carb" "ide" "\0\n\\\
'a' + L, 5 !=Ì6, 7 <= 8
SELF + BIG * BIG - (-9223372036854775807 - 1) / -1
((((((1))))))
ONE ONENE
_Alignof(l'b' + u'\u00e9' + U'\U0001F600' + u8'c' + '\x7f' + '\377' + 'ab'
"carb" "ide" "\0\n\\\"\x41"
L"wide" u8"utf" u"16" U"32"
sizeof(int) + sizeof(struct s) + sizeof "abc" + sizeof NE
_Alignof(long) + sizeof(wide[3])
(byte)300 + (unsigned char)-1 + (wide)1.5 + (float)1 + (_Bool)7
A == 7 ? B : ONE && 0 || !1
1 < 2, 3 >= 4, 5 != 6, 7 <= 8
SELF + BIG * BIG - (-9223372036854775807 - 1) / -1
((((((1))))))
ONE ONENE
_Alignof(long) + sizeof(
