# SPDX-License-Identifier: GPL-2.0-or-later
"""Compares the instruction counts of the pure code with the committed ones.

Counts belong to a compiler: another one makes other code of the same source.
On a machine with another compiler there is nothing to compare with, and that
is said; the machine that tests each change has the one of the file.
"""

import sys
from pathlib import Path

from harness.kernel import TREE, run

from .counter import build, instructions

FILE = TREE / "tests/bench/counts"
BOUND = 1.05
HEAD = """\
# SPDX-License-Identifier: GPL-2.0-or-later
# Instructions of the pure code: work, size, count. Written by "make
# bench COUNTS=yes", compared by "make check-fast PART=counts".
"""

WORKS = [(work, size) for size in (64, 4096) for work in (
    "build", "build-shuffled", "questions", "find", "decide")]


def compiler() -> str:
    """As much of its name as may change the code."""
    return " ".join(run("cc", option).strip()
                    for option in ("-dumpfullversion", "-dumpmachine"))


def measure() -> dict[tuple[str, int], int]:
    build()
    return {(work, size): instructions("pure", "count", work, size)
            for work, size in WORKS}


def read(path: Path) -> tuple[str, dict[tuple[str, int], int]]:
    made_by = ""
    known = {}
    for line in path.read_text().splitlines():
        if line.startswith("compiler "):
            made_by = line.partition(" ")[2]
        elif line and not line.startswith("#"):
            work, size, count = line.split()
            known[work, int(size)] = int(count)
    return made_by, known


def write(path: Path) -> None:
    lines = [f"{work:16}{size:6}{count:12}"
             for (work, size), count in measure().items()]
    path.write_text(f"{HEAD}compiler {compiler()}\n" +
                    "\n".join(lines) + "\n")


def compare(path: Path) -> int:
    made_by, known = read(path)
    if made_by != compiler():
        print(f"counts: skipped, they are of compiler {made_by}, "
              f"this is {compiler()}")
        return 0
    dearer = 0
    for (work, size), now in measure().items():
        before = known.get((work, size))
        if before is None:
            print(f"counts: {work} {size}: not in {path}")
            dearer += 1
        elif now > before * BOUND:
            print(f"counts: {work} {size}: {before} instructions before, "
                  f"{now} now: {100 * (now / before - 1):+.1f} %")
            dearer += 1
        elif now * BOUND < before:
            print(f"counts: {work} {size}: {before} before, {now} now: "
                  "\"make bench COUNTS=yes\" records that")
    if not dearer:
        print(f"counts: {len(known)} of the pure code, none more than "
              f"{100 * (BOUND - 1):.0f} % above what it was")
    return 1 if dearer else 0


def main() -> int:
    if sys.argv[1:] == ["--write"]:
        write(FILE)
        return 0
    return compare(FILE)
