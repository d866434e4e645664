# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes initramfs archives (cpio, "newc"): files, directories and nodes.

The cpio program would take owners and modes from the file system, and make
device nodes only for root.
"""

import stat
from pathlib import Path
from typing import BinaryIO

CONSOLE = ("dev/console", 5, 1)
NULL = ("dev/null", 1, 3)
SERIAL = [(f"dev/{name}{number}", major, first + number) for number in (0, 1)
          for name, major, first in (("ttyS", 4, 64), ("hvc", 229, 0))]


class Archive:
    """Collects entries by their path in the guest; the last one wins."""

    def __init__(self, nodes: bool = True) -> None:
        self._entries: dict[str, tuple[int, bytes, int, int]] = {}
        for name, major, minor in (CONSOLE, NULL, *SERIAL) if nodes else ():
            self._add(name, stat.S_IFCHR | 0o600, b"", major, minor)

    def _add(self, name: str, mode: int, data: bytes,
             major: int = 0, minor: int = 0) -> None:
        parent = str(Path(name).parent)
        if parent != "." and parent not in self._entries:
            self.directory(parent)
        self._entries[name] = mode, data, major, minor

    def directory(self, name: str) -> None:
        self._add(name, stat.S_IFDIR | 0o755, b"")

    def data(self, name: str, data: bytes, mode: int = 0o644) -> None:
        self._add(name, stat.S_IFREG | mode, data)

    def file(self, name: str, source: Path, mode: int = 0o644) -> None:
        self.data(name, source.read_bytes(), mode)

    def program(self, name: str, source: Path) -> None:
        self.file(name, source, 0o755)

    def link(self, name: str, target: str) -> None:
        self._add(name, stat.S_IFLNK | 0o777, target.encode())

    def write(self, path: Path) -> None:
        """Write atomically: another run may read the same file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f"{path.name}.{id(self)}.new")
        with scratch.open("wb") as out:
            self.write_to(out)
        scratch.replace(path)

    def write_to(self, out: BinaryIO) -> None:
        for inode, (name, entry) in enumerate(self._entries.items(), 1):
            write_entry(out, inode, name, *entry)
        write_entry(out, 0, "TRAILER!!!", 0, b"", 0, 0)


def write_entry(out: BinaryIO, inode: int, name: str, mode: int,
                data: bytes, major: int, minor: int) -> None:
    encoded = name.encode() + b"\0"
    links = 2 if stat.S_ISDIR(mode) else 1
    fields = (inode, mode, 0, 0, links, 0, len(data), 0, 0, major, minor,
              len(encoded), 0)
    out.write(b"070701" + b"".join(b"%08x" % value for value in fields))
    out.write(encoded + bytes(-(110 + len(encoded)) % 4))
    out.write(data + bytes(-len(data) % 4))
