# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables of docs/results/benchmarks.md: text between a table's marks is
written by make bench, the rest by people. What was measured is kept beside
them, for the figures."""

import os
import platform
import re
import subprocess
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from harness.kernel import TREE

DOCUMENT = TREE / "docs/results/benchmarks.md"
DATA = TREE / "docs/results/bench"


class ReportError(Exception):
    """The document has no marks for a table."""


@dataclass
class Table:
    """One table. "where" is what it was measured on; "series" are the names and
    points of a figure."""

    name: str
    head: list[str]
    rows: list[list[str]]
    where: str
    series: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def text(self) -> str:
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def processor() -> str:
    match = re.search(r"^model name\s*: (.*)$",
                      Path("/proc/cpuinfo").read_text(), re.M)
    return match[1] if match else platform.machine()


def revision() -> str:
    """The commit that was measured, marked if there are uncommitted changes."""
    words = ["git", "-C", str(TREE), "describe", "--always", "--dirty",
             "--exclude=*"]
    done = subprocess.run(words, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return done.stdout.strip() or "no revision"


def series_text(table: Table) -> str:
    """A block of points for each series, for gnuplot."""
    blocks = ["# SPDX-" "License-Identifier: GPL-2.0-or-later\n"]
    for name, points in table.series.items():
        lines = [f"# series: {name}", *(f"{x:g} {y:g}" for x, y in points)]
        blocks.append("\n".join(lines) + "\n")
    return blocks[0] + "\n\n".join(blocks[1:])


def write(table: Table) -> None:
    """Replace one table in the document, and its series beside it."""
    text = DOCUMENT.read_text()
    begin, end = (f"<!-- {word}: {table.name} -->" for word in
                  ("begin", "end"))
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ReportError(f"{DOCUMENT}: no marks for table {table.name}")
    made = (f"*`make bench ROWS={table.name}`, {date.today()}, "
            f"revision {revision()}, {processor()}, {os.cpu_count()} cores; "
            f"{table.where}.*")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    DOCUMENT.write_text(
        f"{before}{begin}\n{table.text()}\n\n{made}\n{end}{after}")
    if table.series:
        DATA.mkdir(parents=True, exist_ok=True)
        (DATA / f"{table.name}.dat").write_text(series_text(table))
