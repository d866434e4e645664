# SPDX-License-Identifier: GPL-2.0-or-later
"""The shapes of a machine: all but its processor and kernel."""

import io
import itertools
import re
from dataclasses import astuple, dataclass
from typing import Optional

from . import srat
from .case import VM, Case
from .host import size_of
from .initramfs import Archive

# Two network cards, whose ROMs the kernel takes over, and a VM's other devices.
FULL = ("-device", "virtio-net-pci", "-device", "virtio-net-pci",
        "-drive", "if=none,id=disc,driver=null-co,size=64M",
        "-device", "virtio-blk-pci,drive=disc", "-device", "VGA",
        "-device", "virtio-balloon-pci", "-device", "virtio-rng-pci")
DEVICES = {"bare": (), "full": FULL}
MEMORY = re.compile(r"^([0-9]+[KMG])(?:,slots=([0-9]+),maxmem=([0-9]+[KMG]))?$")
GIB = 1 << 30

# Where the kernel looks for a table that replaces the firmware's.
OVERRIDE = "kernel/firmware/acpi/srat.aml"


class ShapeError(Exception):
    """A shape that does not exist, or not on this machine."""


@dataclass(frozen=True)
class Memory:
    """The size at boot, and the room for DIMMs."""

    size: int
    slots: int = 0
    room: int = 0

    @classmethod
    def parse(cls, text: str) -> "Memory":
        match = MEMORY.match(text)
        if not match:
            raise ShapeError(f"memory: {text}: not SIZE[,slots=N,maxmem=SIZE]")
        size = size_of(match[1])
        if not match[2]:
            return cls(size)
        return cls(size, int(match[2]), size_of(match[3]) - size)

    def at_least(self, size: int) -> "Memory":
        return Memory(max(self.size, size), self.slots, self.room)

    def __str__(self) -> str:
        size = f"{self.size >> 20}M"
        return f"{size},slots={self.slots},maxmem=" \
            f"{(self.size + self.room) >> 20}M" if self.slots else size


@dataclass(frozen=True)
class Shape:
    """A line of the table `shapes`."""

    name: str
    kexecs: str
    firmware: str
    devices: str
    memory: str
    nodes: int
    srat: str

    @property
    def words(self) -> str:
        """Words for the kernel's command line, which guest/init reads."""
        return f"kexecs={self.kexecs} " if self.kexecs else ""

    def arguments(self, memory: Memory) -> list[str]:
        """QEMU's arguments, except for those of the architecture. There are two
        processors; with two nodes they get a socket each, as kernels reject
        firmware that divides a socket between nodes."""
        arguments = ["-smp", f"2,sockets={self.nodes}", "-m", str(memory),
                     *DEVICES[self.devices]]
        if self.nodes == 1:
            return arguments
        for node in range(self.nodes):
            arguments += [
                "-object", f"memory-backend-ram,id=node{node},"
                f"size={(memory.size // self.nodes) >> 20}M",
                "-numa", f"node,nodeid={node},memdev=node{node},cpus={node}"]
        return arguments

    def early(self, memory: Memory) -> bytes:
        """An archive to precede the initramfs, or nothing."""
        if self.srat != "all":
            return b""
        room = memory.room + memory.slots * GIB
        archive = Archive(nodes=False)
        archive.data(OVERRIDE, srat.all_hotpluggable(
            memory.size, room, self.nodes))
        out = io.BytesIO()
        archive.write_to(out)
        return out.getvalue()


def parse(line: str) -> Shape:
    name, kexecs, firmware, devices, memory, nodes, table = line.split()
    return Shape(name, kexecs.strip("-"), firmware, devices, memory,
                 int(nodes), table)


def shapes() -> dict[str, Shape]:
    lines = (VM / "shapes").read_text().splitlines()
    found = (parse(line) for line in lines if line and line[0] != "#")
    return {shape.name: shape for shape in found}


PLAIN = next(iter(shapes().values()))


def find(name: str) -> Shape:
    shape = shapes().get(name)
    if not shape:
        raise ShapeError(f"no shape '{name}' in tests/vm/shapes")
    return shape


def shape_of(case: Case) -> Shape:
    """The shape that a case names, or the default."""
    return find(case.shape) if case.shape else PLAIN


def values(shape: Shape) -> tuple[object, ...]:
    """Its value in each column; for kexecs, their number."""
    _, kexecs, *others = astuple(shape)
    return (len(kexecs), *others)


# (column, value): QEMU describes two nodes only in an SRAT.
IMPOSSIBLE = {(4, 2), (5, "absent")}


def missing_pairs(table: Optional[list[Shape]] = None) -> list[str]:
    """The pairs of values of two columns that are in no line."""
    rows = [list(enumerate(values(shape)))
            for shape in table or shapes().values()]
    columns = [sorted(set(column), key=str) for column in zip(*rows)]
    return [f"{one[1]} {other[1]}"
            for left, right in itertools.combinations(columns, 2)
            for one, other in itertools.product(left, right)
            if {one, other} != IMPOSSIBLE and
            not any(one in row and other in row for row in rows)]
