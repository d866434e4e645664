# SPDX-License-Identifier: GPL-2.0-or-later
"""The pure code, on this machine: one event, and building the windows."""

from pathlib import Path

from harness.kernel import run

from .counter import build, instructions, scratch, take_turns
from .guest import peers
from .report import Table
from .samples import count, factor, ratios, spread

BLOCK = 128 << 20
HOLE = 32 << 20
KEXEC_RANGES_MAX = 2048


def compiler() -> str:
    return run("cc", "--version").splitlines()[0]


def windows(rounds: int) -> Table:
    """Building the windows against sorting the same keys."""
    build()
    rows = []
    series: dict[str, list[tuple[float, float]]] = {
        "windows": [], "qsort": [], "windows, shuffled": [],
        "qsort, shuffled": []}
    for bit in (6, 8, 11, 14, 17, 20):
        size = 1 << bit
        cells = []
        for order in ("", "-shuffled"):
            works = f"build{order}", f"sort{order}"
            ours, floor = (instructions("pure", "count", work, size)
                           for work in works)
            times = take_turns(rounds, size, *works)
            cells += [count(ours), count(floor), factor(ours / floor),
                      spread(ratios(*times), factor)]
            for work, counted in zip(("windows", "qsort"), (ours, floor)):
                name = work + (", shuffled" if order else "")
                series[name].append((size, counted))
        rows.append([count(size), *cells])
    return Table(
        "windows", ["ranges", "windows", "qsort", "ratio", "ratio of times",
                    "shuffled: windows", "qsort", "ratio", "ratio of times"],
        rows, f"{compiler()}; {rounds} pairs; instructions by callgrind",
        series)


def span(index: int) -> tuple[int, int]:
    """A range of System RAM, its last byte included; a hole follows."""
    start = (8 + index) * BLOCK
    return start, start + BLOCK - HOLE - 1


def write_iomem(path: Path, size: int) -> None:
    path.write_text("".join(
        f"{first:08x}-{last:08x} : System RAM\n"
        for first, last in map(span, range(size))))


def write_memmap(path: Path, size: int) -> None:
    """As /sys/firmware/memmap: a directory a range, a file a number."""
    for index in range(size):
        first, last = span(index)
        entry = path / str(index)
        entry.mkdir(parents=True, exist_ok=True)
        for name, text in (("start", f"{first:#x}"), ("end", f"{last:#x}"),
                           ("type", "System RAM")):
            (entry / name).write_text(f"{text}\n")


def reading(_rounds: int) -> Table:
    """Ranges to a place for a kernel, against kexec-tools on the same."""
    build()
    source, = (peers() / "source").glob("kexec-tools-*/")
    build("peer", f"KEXEC_TOOLS={source}")
    rows = []
    series: dict[str, list[tuple[float, float]]] = {}
    for size in (64, 512, KEXEC_RANGES_MAX):
        iomem = scratch(f"iomem-{size}")
        memmap = scratch(f"memmap-{size}")
        write_iomem(iomem, size)
        write_memmap(memmap, size)
        counted = {
            "windows": instructions("pure", "count", "build-ram", size),
            "library": instructions("lib_ranges", iomem),
            "iomem": instructions("kexec_ranges", iomem),
            "memmap": instructions("kexec_ranges", memmap),
        }
        for name, value in counted.items():
            series.setdefault(name, []).append((size, value))
        rows.append([count(size), *map(count, counted.values()), *(
            factor(counted[theirs] / counted[ours]) for theirs, ours in
            (("memmap", "windows"), ("iomem", "windows"),
             ("iomem", "library")))])
    return Table(
        "reading", ["ranges", "module: all windows", "library: text to window",
                    "kexec-tools: text", "kexec-tools: firmware's map",
                    "firmware's map to module", "text to module",
                    "text to library"],
        rows, f"{compiler()}; {source.name}; instructions by callgrind",
        series)
