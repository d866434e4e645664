# SPDX-License-Identifier: GPL-2.0-or-later
"""Instructions of a program on this machine, counted by callgrind."""

import re
import subprocess
from pathlib import Path

from harness.kernel import BUILD, TREE, run

OUT = BUILD / "bench"


def build(*arguments: str) -> None:
    run("make", "-s", "-C", str(TREE / "tests/bench"), f"O={BUILD}",
        *arguments)


def instructions(program: str, *arguments: object) -> int:
    """What OUT/program executes inside of measured(), its callees included.

    The count is the same each time: no need to repeat it. The processor's
    extensions are hidden from the C library, which would choose by them."""
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         "--toggle-collect=measured", str(OUT / program),
         *map(str, arguments)], check=True, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    match = re.search(r"Collected : (\d+)", done.stderr)
    if not match:
        raise RuntimeError(f"callgrind counted nothing:\n{done.stderr}")
    return int(match[1])


def take_turns(rounds: int, size: int, *works: str) -> list[list[float]]:
    """Nanoseconds of processor time: a column for each work."""
    out = run(str(OUT / "pure"), "time", str(rounds), str(size), *works)
    rows = [[float(word) for word in line.split()]
            for line in out.splitlines()]
    return [list(values) for values in zip(*rows)]


def scratch(name: str) -> Path:
    OUT.mkdir(parents=True, exist_ok=True)
    return OUT / name
