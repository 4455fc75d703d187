# SPDX-License-Identifier: MIT
"""Read what a build needs to know of an ELF file: symbols, libraries, versions.

In: the bytes of a shared object, an executable or an object file, of any word size
and byte order. Out: an Elf. Only section headers are used; the linker always writes
them. A file that is no ELF or is cut short is a ValueError.
"""

from __future__ import annotations

import struct

SHT_SYMTAB, SHT_DYNAMIC, SHT_DYNSYM = 2, 6, 11
SHT_VERNEED, SHT_VERSYM = 0x6FFFFFFE, 0x6FFFFFFF
DT_NEEDED, DT_SONAME, DT_RPATH, DT_RUNPATH = 1, 14, 15, 29
STB_LOCAL, STB_WEAK = 0, 2

# Name of each machine as wheel tags have it: (e_machine, 64-bit, little-endian).
MACHINES = {
    (62, True, True): "x86_64",
    (3, False, True): "i686",
    (183, True, True): "aarch64",
    (40, False, True): "armv7l",
    (21, True, True): "ppc64le",
    (22, True, False): "s390x",
    (243, True, True): "riscv64",
    (258, True, True): "loongarch64",
}


class Section:
    """One section header, as far as it matters here."""

    def __init__(self, fields: tuple[int, ...]) -> None:
        self.name_at, self.type, self.flags, _, self.offset, self.size = fields[:6]
        self.link = fields[6]
        self.info, self.entry = fields[7], fields[9]


class Elf:
    """What a file defines and needs.

    undefined  strong symbols without a definition here, to be found at load time
    weak       the same, but they may be absent
    bound      undefined ones that the linker did find, in a library with versions
    exported   dynamic symbols defined here
    needed     DT_NEEDED, the libraries by file name
    versions   {library: {"GLIBC_2.17", …}}
    """

    def __init__(self, data: bytes) -> None:
        if data[:4] != b"\x7fELF":
            raise ValueError("not an ELF file")
        self.data = data
        self.undefined: set[str] = set()
        self.weak: set[str] = set()
        self.bound: set[str] = set()
        self.exported: set[str] = set()
        self.needed: list[str] = []
        self.runpath: list[str] = []
        self.versions: dict[str, set[str]] = {}
        try:
            self.wide = data[4] == 2
            self.order = "<" if data[5] == 1 else ">"
            self._header()
            self._read()
        except (struct.error, IndexError) as error:
            raise ValueError(f"damaged ELF file: {error}") from None

    def unpack(self, layout: str, offset: int) -> tuple[int, ...]:
        """Numbers at an offset of the file, in its byte order."""
        return struct.unpack_from(self.order + layout, self.data, offset)

    def _header(self) -> None:
        """The file header and the table of sections."""
        machine = self.unpack("H", 18)[0]
        key = (machine, self.wide, self.order == "<")
        self.machine = MACHINES.get(key, f"machine{machine}")
        if self.wide:
            start, (size, count) = self.unpack("Q", 40)[0], self.unpack("HH", 58)
            names = self.unpack("H", 62)[0]
            layout = "IIQQQQIIQQ"
        else:
            start, (size, count) = self.unpack("I", 32)[0], self.unpack("HH", 46)
            names = self.unpack("H", 50)[0]
            layout = "IIIIIIIIII"
        self.sections = [
            Section(self.unpack(layout, start + i * size)) for i in range(count)
        ]
        self.section_names = names

    def _read(self) -> None:
        tables = [s for s in self.sections if s.type == SHT_DYNSYM]
        tables = tables or [s for s in self.sections if s.type == SHT_SYMTAB]
        versym = next((s for s in self.sections if s.type == SHT_VERSYM), None)
        for section in self.sections:
            if section.type == SHT_DYNAMIC:
                self._dynamic(section)
            elif section.type == SHT_VERNEED:
                self._verneed(section)
        for table in tables:
            self._symbols(table, versym)

    def string(self, table: int, offset: int) -> str:
        """A name in the string table that a section holds."""
        start = self.sections[table].offset + offset
        return self.data[start : self.data.index(b"\0", start)].decode("latin-1")

    def _symbols(self, table: Section, versym: Section | None) -> None:
        """Sort the symbols of one table; a version above 1 means that it is bound."""
        layout = "IBBHQQ" if self.wide else "IIIBBH"
        size = struct.calcsize("=" + layout)
        for i in range(1, table.size // size):
            fields = self.unpack(layout, table.offset + i * size)
            if self.wide:
                name, info, section = fields[0], fields[1], fields[3]
            else:
                name, info, section = fields[0], fields[3], fields[5]
            binding = info >> 4
            if binding == STB_LOCAL or not name:
                continue
            text = self.string(table.link, name)
            if section:
                self.exported.add(text)
            elif binding == STB_WEAK:
                self.weak.add(text)
            else:
                self.undefined.add(text)
                if versym and self.unpack("H", versym.offset + 2 * i)[0] & 0x7FFF > 1:
                    self.bound.add(text)

    def _dynamic(self, section: Section) -> None:
        layout = "QQ" if self.wide else "II"
        size = struct.calcsize("=" + layout)
        for i in range(section.size // size):
            tag, value = self.unpack(layout, section.offset + i * size)
            if tag == DT_NEEDED:
                self.needed.append(self.string(section.link, value))
            elif tag in (DT_RPATH, DT_RUNPATH):
                self.runpath += self.string(section.link, value).split(":")

    def _verneed(self, section: Section) -> None:
        offset = section.offset
        for _ in range(section.info):
            _, count, file, first, following = self.unpack("HHIII", offset)
            names = self.versions.setdefault(self.string(section.link, file), set())
            entry = offset + first
            for _ in range(count):
                _, _, _, name, step = self.unpack("IHHII", entry)
                names.add(self.string(section.link, name))
                entry += step
            offset += following


def read(path: str) -> Elf:
    """Read the file at `path`."""
    with open(path, "rb") as file:
        return Elf(file.read())


def joined(binaries: list[Elf | None]) -> Elf | None:
    """What several files of one machine need together; None if one is no ELF."""
    known = [binary for binary in binaries if binary]
    if not known or len(known) < len(binaries):
        return None
    if len(known) == 1:
        return known[0]
    whole = Elf(known[0].data)
    for other in known[1:]:
        whole.undefined |= other.undefined
        whole.needed += [name for name in other.needed if name not in whole.needed]
        for library, names in other.versions.items():
            whole.versions.setdefault(library, set()).update(names)
    return whole
