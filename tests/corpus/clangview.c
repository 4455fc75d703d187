// SPDX-License-Identifier: MIT
// clangview.c: what clang understood of a header, one line for each declaration.
//
//     clangview ROOT FILE.c FLAG... > lines
//
// Printed is what stands in files below ROOT, as `file TAB kind and name TAB type`, in
// the words of view.c, which prints the same from carbide's syntax layer. Types are
// written from the outside in, so that nothing depends on how C spells declarators.
// Typedefs are resolved. Status 1: the header does not compile alone.
#include <clang-c/Index.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const char *root;
    size_t root_length;
} View;

static void put_type(CXType t, bool keep_quals);

static void put_string(CXString s)
{
    fputs(clang_getCString(s), stdout);
    clang_disposeString(s);
}

static bool tells_place(CXCursor tag)       // `struct (unnamed at file:line)`
{
    CXString s = clang_getTypeSpelling(clang_getCursorType(tag));
    bool found = strchr(clang_getCString(s), '(') != NULL;
    clang_disposeString(s);
    return found;
}

// ------------------------------------------------------------------------- tags

static enum CXVisitorResult put_field(CXCursor field, CXClientData unused)
{
    (void)unused;
    put_string(clang_getCursorSpelling(field));
    putchar(' ');
    put_type(clang_getCursorType(field), true);
    if (clang_Cursor_isBitField(field)) {
        printf(":%d", clang_getFieldDeclBitWidth(field));
    }
    putchar(';');
    return CXVisit_Continue;
}

static enum CXChildVisitResult put_member(CXCursor c, CXCursor parent, CXClientData end)
{
    (void)parent;
    (void)end;
    if (clang_getCursorKind(c) == CXCursor_EnumConstantDecl) {
        put_string(clang_getCursorSpelling(c));
        putchar(';');
    }
    return CXChildVisit_Continue;
}

static void put_members(CXCursor tag)
{
    putchar('{');
    if (clang_getCursorKind(tag) == CXCursor_EnumDecl) {
        clang_visitChildren(tag, put_member, NULL);
    } else {
        clang_Type_visitFields(clang_getCursorType(tag), put_field, NULL);
    }
    putchar('}');
}

static const char *tag_word(CXCursor tag)
{
    enum CXCursorKind k = clang_getCursorKind(tag);
    return k == CXCursor_EnumDecl ? "enum"
        : k == CXCursor_UnionDecl ? "union" : "struct";
}

// `struct s`; `struct $t` when only a typedef names it; nothing when nothing does
static void put_tag_name(CXCursor tag)
{
    CXString s = clang_getTypeSpelling(clang_getCursorType(tag));
    const char *text = clang_getCString(s), *word = tag_word(tag);
    size_t n = strlen(word);
    if (strncmp(text, word, n) == 0 && text[n] == ' ') {
        printf("%s", text);
    } else {
        printf("%s $%s", word, text);
    }
    clang_disposeString(s);
}

static void put_tag(CXCursor tag)
{
    if (!tells_place(tag)) {
        put_tag_name(tag);
    } else {
        fputs(tag_word(tag), stdout);
        put_members(tag);
    }
}

// ------------------------------------------------------------------------ types

static const char *word_of(enum CXTypeKind k)
{
    switch (k) {
    case CXType_Void: return "void";
    case CXType_Bool: return "bool";
    case CXType_Char_U: case CXType_Char_S: return "char";
    case CXType_SChar: return "signed char";
    case CXType_UChar: return "unsigned char";
    case CXType_Short: return "short";
    case CXType_UShort: return "unsigned short";
    case CXType_Int: return "int";
    case CXType_UInt: return "unsigned int";
    case CXType_Long: return "long";
    case CXType_ULong: return "unsigned long";
    case CXType_LongLong: return "long long";
    case CXType_ULongLong: return "unsigned long long";
    case CXType_Int128: return "int128";
    case CXType_UInt128: return "unsigned int128";
    case CXType_Half: case CXType_Float16: return "half";
    case CXType_Float: return "float";
    case CXType_Double: return "double";
    case CXType_LongDouble: return "long double";
    case CXType_Float128: return "float128";
    default: return NULL;
    }
}

static void put_function(CXType t)
{
    if (t.kind == CXType_FunctionNoProto) {
        fputs("()", stdout);
    } else {
        int n = clang_getNumArgTypes(t);
        putchar('(');
        for (int i = 0; i < n; i++) {
            fputs(i > 0 ? "," : "", stdout);
            put_type(clang_getArgType(t, (unsigned)i), false);
        }
        printf("%s)", clang_isFunctionTypeVariadic(t) ? n > 0 ? ",..." : "..."
                      : n == 0 ? "void" : "");
    }
    put_type(clang_getResultType(t), false);
}

static bool is_va_list(CXType element)
{
    CXString s = clang_getTypeSpelling(element);
    bool found = strcmp(clang_getCString(s), "struct __va_list_tag") == 0;
    clang_disposeString(s);
    return found;
}

static void put_derived(CXType t)
{
    switch (t.kind) {
    case CXType_Pointer: case CXType_BlockPointer:
        t = clang_getPointeeType(t);
        if (is_va_list(t)) {            // an array that was a parameter
            fputs("va_list", stdout);
            return;
        }
        putchar('*');
        put_type(t, true);
        return;
    case CXType_ConstantArray:          // of __va_list_tag
        fputs("va_list", stdout);
        return;
    case CXType_Vector: case CXType_ExtVector:
        fputs("vector ", stdout);
        put_type(clang_getElementType(t), true);
        return;
    case CXType_Complex:
        fputs("complex ", stdout);
        put_type(clang_getElementType(t), true);
        return;
    case CXType_Atomic:
        fputs("atomic ", stdout);
        put_type(clang_Type_getValueType(t), true);
        return;
    case CXType_FunctionProto: case CXType_FunctionNoProto:
        put_function(t);
        return;
    case CXType_Record: case CXType_Enum:
        put_tag(clang_getTypeDeclaration(t));
        return;
    default:
        put_string(clang_getTypeSpelling(t));
    }
}

static const char *const bracket_words[] = {"static", "const", "volatile", "restrict"};
enum { BRACKET_WORDS = 4 };

// Behind `static` and qualifiers, which stand behind `[` only; those found are counted.
static const char *skip_bracket_words(const char *p, bool found[BRACKET_WORDS])
{
    for (int i = 0; i < BRACKET_WORDS; i++) {
        size_t n = strlen(bracket_words[i]);
        if (strncmp(p, bracket_words[i], n) == 0 && (p[n] == ' ' || p[n] == ']')) {
            found[i] = true;
            p += n + (p[n] == ' ');
            i = -1;
        }
    }
    return p;
}

// `static` and qualifiers of a parameter's outermost bound.
static void put_bracket_words(CXType t)
{
    bool found[BRACKET_WORDS] = {false};
    CXString s = clang_getTypeSpelling(t);
    const char *p = strchr(clang_getCString(s), '[');
    if (p != NULL) {
        skip_bracket_words(p + 1, found);
    }
    for (int i = 0; i < BRACKET_WORDS; i++) {
        if (found[i]) {
            printf("[%s] ", bracket_words[i]);
        }
    }
    clang_disposeString(s);
}

// What stands between the next brackets of a spelling, without white space, with `?`
// before it when it is no number; *from moves behind them.
static void put_brackets(const char **from)
{
    bool found[BRACKET_WORDS];
    const char *p = strchr(*from, '[');
    int depth = 1;
    p = p == NULL ? "" : skip_bracket_words(p + 1, found);
    fputs(p[strspn(p, "0123456789")] != ']' ? "?" : "", stdout);
    for (; *p != '\0'; p++) {
        depth += (*p == '[') - (*p == ']');
        if (depth == 0) {
            *from = p + 1;
            return;
        }
        if (*p != ' ') {
            putchar(*p);
        }
    }
}

// clang gives an array the qualifiers of its elements. Bounds that are no constants are
// printed as they are spelled.
static CXType put_bounds(CXType t, unsigned *quals)
{
    CXString s = clang_getTypeSpelling(t);
    const char *spelling = clang_getCString(s);
    for (;;) {
        t = clang_getCanonicalType(t);
        *quals |= clang_isConstQualifiedType(t) * 1u
            | clang_isVolatileQualifiedType(t) * 2u
            | clang_isRestrictQualifiedType(t) * 4u;
        bool array = t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray
            || t.kind == CXType_VariableArray;
        if (!array || is_va_list(clang_getArrayElementType(t))) {
            clang_disposeString(s);
            return t;
        }
        putchar('[');
        if (t.kind == CXType_ConstantArray) {
            printf("%lld", clang_getArraySize(t));
        } else if (t.kind == CXType_VariableArray) {
            put_brackets(&spelling);
        }
        putchar(']');
        t = clang_getArrayElementType(t);
    }
}

static void put_type(CXType t, bool keep_quals)
{
    unsigned quals = 0;
    t = put_bounds(t, &quals);
    if (keep_quals) {
        fputs((quals & 1) != 0 ? "const " : "", stdout);
        fputs((quals & 2) != 0 ? "volatile " : "", stdout);
        fputs((quals & 4) != 0 ? "restrict " : "", stdout);
    }
    const char *word = word_of(t.kind);
    if (word != NULL) {
        fputs(word, stdout);
    } else {
        put_derived(t);
    }
}

// ----------------------------------------------------------------- declarations

static void put_asm_label(CXCursor c)
{
    CXString name = clang_getCursorSpelling(c), mangled = clang_Cursor_getMangling(c);
    const char *label = clang_getCString(mangled), *plain = clang_getCString(name);
    bool prefixed = *label == '_' && strcmp(label + 1, plain) == 0;    // on macOS
    label += *label == '\1';
    bool overloaded = strncmp(label, "_Z", 2) == 0      // by clang's attribute
        || strncmp(label, "__Z", 3) == 0;
    if (!overloaded && !prefixed && strcmp(label, plain) != 0) {
        printf(" asm %s", label);
    }
    clang_disposeString(name);
    clang_disposeString(mangled);
}

static void print_function(CXCursor c)
{
    CXType t = clang_getCanonicalType(clang_getCursorType(c));
    bool is_static = clang_Cursor_getStorageClass(c) == CX_SC_Static;
    fputs(is_static ? "static " : "", stdout);
    fputs(clang_Cursor_isFunctionInlined(c) ? "inline " : "", stdout);
    int n = clang_Cursor_getNumArguments(c);
    putchar('(');
    for (int i = 0; i < n; i++) {
        CXCursor param = clang_Cursor_getArgument(c, (unsigned)i);
        fputs(i > 0 ? "," : "", stdout);
        put_string(clang_getCursorSpelling(param));
        putchar(' ');
        put_bracket_words(clang_getCursorType(param));
        put_type(clang_getCursorType(param), true);
    }
    bool no_prototype = t.kind == CXType_FunctionNoProto;
    printf("%s)", no_prototype ? "" : clang_isFunctionTypeVariadic(t)
                  ? n > 0 ? ",..." : "..." : n == 0 ? "void" : "");
    put_type(clang_getResultType(t), false);
    put_asm_label(c);
}

static void print_variable(CXCursor c)
{
    enum CX_StorageClass s = clang_Cursor_getStorageClass(c);
    fputs(s == CX_SC_Static ? "static " : s == CX_SC_Extern ? "extern " : "", stdout);
    fputs(clang_getCursorTLSKind(c) != CXTLS_None ? "thread " : "", stdout);
    put_type(clang_getCursorType(c), true);
    put_asm_label(c);
}

static void start(const char *file, const char *kind, CXCursor c)
{
    printf("%s\t%s ", file, kind);
    put_string(clang_getCursorSpelling(c));
    putchar('\t');
}

static enum CXChildVisitResult print_enumerator(CXCursor c, CXCursor parent,
                                                CXClientData file)
{
    if (clang_getCursorKind(c) == CXCursor_EnumConstantDecl) {
        CXType t = clang_getCanonicalType(clang_getEnumDeclIntegerType(parent));
        start(file, "enumerator", c);
        if (t.kind == CXType_UInt || t.kind == CXType_ULong || t.kind == CXType_UChar
            || t.kind == CXType_UShort || t.kind == CXType_ULongLong) {
            printf("%llu\n", clang_getEnumConstantDeclUnsignedValue(c));
        } else {
            printf("%lld\n", clang_getEnumConstantDeclValue(c));
        }
    }
    return CXChildVisit_Continue;
}

static enum CXChildVisitResult print_nested(CXCursor c, CXCursor parent,
                                            CXClientData file);

static void print_tag(const char *file, CXCursor c)
{
    bool is_enum = clang_getCursorKind(c) == CXCursor_EnumDecl;
    if (is_enum) {
        clang_visitChildren(c, print_enumerator, (void *)(size_t)file);
    } else {
        clang_visitChildren(c, print_nested, (void *)(size_t)file);
    }
    if (tells_place(c)) {
        return;                 // printed in the type that has it
    }
    printf("%s\t", file);
    put_tag_name(c);
    putchar('\t');
    if (is_enum) {
        CXType t = clang_getEnumDeclIntegerType(c);
        CXType plain = clang_getCanonicalType(t);
        bool is_signed = plain.kind == CXType_Int || plain.kind == CXType_Long
            || plain.kind == CXType_LongLong || plain.kind == CXType_Char_S
            || plain.kind == CXType_SChar || plain.kind == CXType_Short;
        printf("%c%lld ", is_signed ? 's' : 'u', 8 * clang_Type_getSizeOf(t));
    }
    put_members(c);
    putchar('\n');
}

static void print(const char *file, CXCursor c)
{
    switch (clang_getCursorKind(c)) {
    case CXCursor_FunctionDecl:
        start(file, "function", c);
        print_function(c);
        putchar('\n');
        break;
    case CXCursor_VarDecl:
        start(file, "variable", c);
        print_variable(c);
        putchar('\n');
        break;
    case CXCursor_TypedefDecl:
        start(file, "typedef", c);
        put_type(clang_getTypedefDeclUnderlyingType(c), true);
        putchar('\n');
        break;
    case CXCursor_StructDecl: case CXCursor_UnionDecl: case CXCursor_EnumDecl:
        if (clang_isCursorDefinition(c)) {
            print_tag(file, c);
        }
        break;
    default:
        break;
    }
}

static enum CXChildVisitResult print_nested(CXCursor c, CXCursor parent,
                                            CXClientData file)
{
    (void)parent;
    enum CXCursorKind k = clang_getCursorKind(c);
    if (k == CXCursor_StructDecl || k == CXCursor_UnionDecl || k == CXCursor_EnumDecl) {
        print(file, c);
    }
    return CXChildVisit_Continue;
}

static enum CXChildVisitResult print_top(CXCursor c, CXCursor parent, CXClientData arg)
{
    const View *view = arg;
    CXString file;
    unsigned line, column;
    (void)parent;
    clang_getPresumedLocation(clang_getCursorLocation(c), &file, &line, &column);
    const char *name = clang_getCString(file);
    if (name != NULL && strncmp(name, view->root, view->root_length) == 0) {
        print(name, c);
    }
    clang_disposeString(file);
    return CXChildVisit_Continue;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        return 2;
    }
    CXIndex index = clang_createIndex(0, 0);
    CXTranslationUnit unit;
    enum CXErrorCode error = clang_parseTranslationUnit2(
        index, argv[2], (const char *const *)argv + 3, argc - 3, NULL, 0,
        CXTranslationUnit_SkipFunctionBodies, &unit);
    if (error != CXError_Success) {
        return 2;
    }
    for (unsigned i = 0; i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic d = clang_getDiagnostic(unit, i);
        if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error) {
            CXString s =
                clang_formatDiagnostic(d, clang_defaultDiagnosticDisplayOptions());
            fprintf(stderr, "%s\n", clang_getCString(s));
            return 1;
        }
    }
    View view = {argv[1], strlen(argv[1])};
    clang_visitChildren(clang_getTranslationUnitCursor(unit), print_top, &view);
    return fflush(stdout) == 0 ? 0 : 2;     // the process ends: nothing is freed
}
