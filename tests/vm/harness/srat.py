# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes an ACPI SRAT for QEMU's q35 in which all memory is hot-pluggable.

The kernel takes it from the start of its initramfs instead of the firmware's
table if that has the same names and an older revision.
"""

import struct

GIB = 1 << 30
HOLE = 0xa0000, 0x100000        # where a PC has no memory below one MiB
LOW_MOST, LOW_HUGE = 0xb0000000, 2 * GIB
HIGH = 4 * GIB

PROCESSOR, MEMORY = 0, 1
ENABLED, HOT_PLUGGABLE = 1, 2
CHECKSUM_AT = 9


def memory(size: int) -> list[tuple[int, int]]:
    """Where QEMU places memory: what does not fit below 3 GiB goes above 4."""
    low = size if size < LOW_MOST else LOW_HUGE
    pieces = [(0, HOLE[0]), (HOLE[1], low), (HIGH, HIGH + size - low)]
    return [(start, end) for start, end in pieces if start < end]


def split(pieces: list[tuple[int, int]], size: int,
          nodes: int) -> list[tuple[int, int, int]]:
    """(node, start, end): each node gets an equal share, in order of addresses;
    the hole below one MiB counts as memory."""
    found = []
    share = size // nodes
    for start, end in pieces:
        skipped = 0 if start < HIGH else HIGH - pieces[-2][1]
        while start < end:
            node = (start - skipped) // share
            stop = min(end, (node + 1) * share + skipped)
            found.append((node, start, stop))
            start = stop
    return found


def processor(number: int, node: int) -> bytes:
    return struct.pack("<BBBBIBBHI", PROCESSOR, 16, node, number, ENABLED,
                       0, 0, 0, 0)


def affinity(node: int, start: int, end: int) -> bytes:
    return struct.pack("<BBIHQQIIQ", MEMORY, 40, node, 0, start, end - start,
                       0, ENABLED | HOT_PLUGGABLE, 0)


def all_hotpluggable(size: int, room: int, nodes: int) -> bytes:
    """The table, with two processors and room for DIMMs after boot memory."""
    pieces = memory(size)
    ranges = split(pieces, size, nodes)
    if room:
        top = max(HIGH, pieces[-1][1])
        ranges.append((nodes - 1, top, top + room))
    body = struct.pack("<IQ", 1, 0)
    body += b"".join(processor(number, number % nodes) for number in range(2))
    body += b"".join(affinity(*piece) for piece in ranges)
    head = struct.pack("<4sIBB6s8sI4sI", b"SRAT", 36 + len(body), 1, 0,
                       b"BOCHS ", b"BXPC    ", 2, b"BXPC", 1)
    table = bytearray(head + body)
    table[CHECKSUM_AT] = -sum(table) & 0xff
    return bytes(table)
