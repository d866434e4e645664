# SPDX-License-Identifier: GPL-2.0-or-later
"""The module and the tool, in a guest whose time is instructions: their memory,
and the cost of a question and of a load."""

import re

from harness.kernel import run

from .guest import Memory, kernel, measure
from .report import Table
from .samples import column, count, factor, percent, ratios, share, spread

RANGE = 24		# sizeof(struct kg_range)
BIG = Memory(4096, 11)


def where(rounds: int) -> str:
    return (f"Debian's {kernel().release} in QEMU that counts instructions, "
            f"one processor; {rounds} rounds")


def sections() -> dict[str, int]:
    """Of the module's file: those that stay in memory, by kind."""
    module = kernel().out / "kexecguard/kexecguard.ko"
    sizes = {"text": 0, "data": 0}
    for line in run("readelf", "-SW", str(module)).splitlines():
        match = re.search(r"\] (\.\S+) +\S+ +\S+ +\S+ +(\S+) +\S+ +(\S+)",
                          line)
        if not match or "A" not in match[3] or match[1].startswith(
                (".init", ".exit")):
            continue
        sizes["text" if "X" in match[3] else "data"] += int(match[2], 16)
    return sizes


def memory(rounds: int) -> Table:
    """The module's memory on machines of eight and of 4096 blocks."""
    rows = []
    for memory_size, what in ((Memory(), "8 blocks"),
                              (BIG, "4096 blocks more")):
        samples = measure("memory", memory_size, rounds=rounds)
        core = column(samples["core"])
        ranges = column(samples["map"])
        total = [a + b for a, b in zip(core, ranges)]
        rows.append([what, *(spread([value / 1024 for value in values])
                             + " KiB" for values in (core, ranges, total))])
    kinds = sections()
    rows.append(["of the module's own", *(
        f"{kind}: {size / 1024:.0f} KiB" for kind, size in kinds.items()),
        f"a range: {RANGE} bytes"])
    return Table("memory", ["machine", "module", "map", "together"], rows,
                 where(rounds))


def facts(rounds: int) -> Table:
    """Reading all facts about memory, beside the load of a kernel.

    Twice as many blocks are 1 TiB, which is more than the processors that QEMU
    emulates can address.
    """
    rows = []
    for memory_size in (Memory(8), Memory(512, 3), BIG):
        samples = measure("facts", memory_size, rounds=rounds)
        reread, loads = (column(samples[name]) for name in ("reread", "load"))
        rows.append([count(memory_size.blocks), spread(reread), spread(loads),
                     spread(ratios(reread, loads), share)])
    return Table("facts", ["blocks", "all facts read", "`kexec -s -l`",
                           "share"], rows, where(rounds))


def query(rounds: int) -> Table:
    """One question on an open device against reading the kernel's file."""
    samples = measure("ask", rounds=rounds)
    device = column(samples["device"])
    rows = [["status of an open device", spread(device), ""]]
    for name, what in (("file", "open, read and close kexec_loaded"),
                       ("open-file", "read kexec_loaded once more, open")):
        theirs = column(samples[name])
        rows.append([what, spread(theirs),
                     spread(ratios(theirs, device), factor)])
    return Table("query", ["question", "instructions", "times ours"], rows,
                 where(rounds))


def process(rounds: int) -> Table:
    """A whole process that reports on the image or the memory."""
    samples = measure("processes", rounds=rounds)
    ours = samples["status"]
    rows = []
    for name, what in (("status", "`kexecguardctl status`"),
                       ("lsmem", "`lsmem`"),
                       ("kexec-status", "`kexec --status`")):
        theirs = samples[name]
        rows.append([what, spread(column(theirs)),
                     spread(ratios(column(theirs), column(ours)), factor),
                     spread(column(theirs, 2)) + " KiB"])
    return Table("process", ["process", "instructions", "times ours",
                             "peak memory"], rows, where(rounds))


def load(rounds: int) -> Table:
    """Loading the same kernel by the same syscall."""
    samples = measure("load", rounds=rounds)
    ours, theirs = samples["ours"], samples["theirs"]
    rows = [["`kexecguardctl load`, with the module", spread(column(ours)),
             spread(ratios(column(ours), column(theirs)), percent),
             spread(column(ours, 2)) + " KiB"],
            ["`kexec -s -l`, without", spread(column(theirs)), "",
             spread(column(theirs, 2)) + " KiB"]]
    return Table("load", ["load", "instructions", "more than kexec-tools",
                          "peak memory"], rows, where(rounds))
