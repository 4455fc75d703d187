# SPDX-License-Identifier: MIT
"""Read an object file as the CPU levels need it: what it defines, uses and runs.

In: the bytes of a relocatable ELF file. Out: an Object: its external definitions by
kind, what it refers to, and what would run without a call. A file that is no ELF, or
keeps its code for the linker to make (LTO), is a ValueError that says so.
"""

from __future__ import annotations

import struct

from carbide.native.elf import STB_LOCAL, Elf

SHT_SYMTAB, SHT_RELA, SHT_NOBITS, SHT_REL = 2, 4, 8, 9
SHT_STARTS = (14, 15, 16)  # .init_array, .fini_array, .preinit_array
SHF_WRITE, SHF_ALLOC = 1, 2
SHN_UNDEF, SHN_COMMON, SHN_SPECIAL = 0, 0xFFF2, 0xFF00
STT_FUNC, STT_SECTION, STT_FILE, STT_IFUNC = 2, 3, 4, 10

FUNCTION, CONSTANT, VARIABLE = "function", "constant", "variable"

# Sections that the linker or the loader runs, beside those that their type tells.
_RUN = (".init_array", ".fini_array", ".preinit_array", ".ctors", ".dtors")


class Object:
    """What one object file says.

    defined    external definitions: name -> FUNCTION, VARIABLE (can be written, and
               begins without an address in it) or CONSTANT (all other data)
    used       external names that it refers to without a definition
    trouble    why its code cannot stand twice in one module, or ""
    """

    def __init__(self, data: bytes) -> None:
        self.elf = Elf(data)
        self.defined: dict[str, str] = {}
        self.used: set[str] = set()
        self.trouble = ""
        self.names = [self._name(i) for i in range(len(self.elf.sections))]
        if any(name.startswith(".gnu.lto_") for name in self.names) and not any(
            s.size and s.flags & SHF_ALLOC for s in self.elf.sections
        ):
            raise ValueError("its code is made at the link (-flto)")
        self._sections()
        try:
            self._symbols()
        except (struct.error, IndexError) as error:
            raise ValueError(f"damaged ELF file: {error}") from None

    def _name(self, index: int) -> str:
        elf = self.elf
        return elf.string(elf.section_names, elf.sections[index].name_at)

    def _sections(self) -> None:
        for section, name in zip(self.elf.sections, self.names):
            if section.type in SHT_STARTS or name.startswith(_RUN):
                self.trouble = (
                    "it has a constructor or destructor, which would run twice"
                )
            elif section.flags & SHF_ALLOC and name.isidentifier() and section.size:
                self.trouble = (
                    f"it puts data into the section {name}, which would hold them twice"
                )

    def _symbols(self) -> None:
        elf = self.elf
        addresses = self._addresses()
        for table in elf.sections:
            if table.type != SHT_SYMTAB:
                continue
            for i in range(1, table.size // 24):
                at = table.offset + 24 * i
                name, info, _, index, value, size = elf.unpack("IBBHQQ", at)
                if info & 15 == STT_IFUNC:
                    self.trouble = (
                        "it chooses functions by itself (ifunc, target_clones)"
                    )
                if info >> 4 == STB_LOCAL or not name:
                    continue
                text = elf.string(table.link, name)
                if index == SHN_UNDEF:
                    self.used.add(text)
                else:
                    where = addresses.get(index, ())
                    holds = any(value <= place < value + size for place in where)
                    self.defined[text] = self._kind(info & 15, index, holds)

    def _kind(self, kind: int, index: int, holds_address: bool) -> str:
        if index == SHN_COMMON:
            return VARIABLE
        if kind in (STT_FUNC, STT_IFUNC) or index >= SHN_SPECIAL:
            return FUNCTION
        section = self.elf.sections[index]
        written = section.flags & SHF_WRITE
        relro = self.names[index].startswith(".data.rel.ro")
        return VARIABLE if written and not relro and not holds_address else CONSTANT

    def _addresses(self) -> dict[int, list[int]]:
        """Section -> offsets in it at which the linker puts an address."""
        found: dict[int, list[int]] = {}
        for section in self.elf.sections:
            if section.type not in (SHT_REL, SHT_RELA):
                continue
            target = self.elf.sections[section.info]
            if target.flags & SHF_WRITE and target.flags & SHF_ALLOC:
                step = 24 if section.type == SHT_RELA else 16
                places = range(section.offset, section.offset + section.size, step)
                found.setdefault(section.info, []).extend(
                    self.elf.unpack("Q", place)[0] for place in places
                )
        return found


def read(path: str) -> Object:
    """Read the object file at `path`."""
    with open(path, "rb") as file:
        return Object(file.read())
