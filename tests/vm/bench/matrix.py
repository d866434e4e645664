# SPDX-License-Identifier: GPL-2.0-or-later
"""Every case on every stock kernel, one after the other, and one table.

What is known so far stays in build/matrix.json, so that part of the matrix can
be run again and the table still shows all of it.
"""

import argparse
import asyncio
import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Optional

from .case import Case, CaseError, load_all
from .kernel import BUILD, BuildError, Kernel, rows
from .runner import Result, choose, print_result, run_all

STORE = BUILD / "matrix.json"
TABLE = BUILD / "matrix.txt"


@dataclass
class Cell:
    """One case on one kernel: "ok", "FAIL", "skip", or "none" if unknown."""

    word: str = "none"
    seconds: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if self.word == "ok":
            return f"{self.seconds:.0f}"
        return {"none": "", "skip": "-"}.get(self.word, self.word)


@dataclass
class Column:
    """What is known of one kernel."""

    release: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


Matrix = dict[str, Column]


def read() -> Matrix:
    if not STORE.exists():
        return {}
    stored = json.loads(STORE.read_text())
    return {name: Column(column["release"],
                         {case: Cell(**cell)
                          for case, cell in column["cells"].items()},
                         column["notes"])
            for name, column in stored.items()}


def write(matrix: Matrix) -> None:
    STORE.parent.mkdir(parents=True, exist_ok=True)
    scratch = STORE.with_suffix(".new")
    scratch.write_text(json.dumps(
        {name: asdict(column) for name, column in matrix.items()}, indent=1))
    scratch.replace(STORE)


def stock_kernels(patterns: list[str]) -> list[str]:
    names = [row[0] for row in rows() if not row[3].startswith("source:")]
    if not patterns:
        return names
    chosen = [name for name in names
              if any(Path(name).match(pattern) for pattern in patterns)]
    if not chosen:
        raise CaseError(f"no kernel matches {' '.join(patterns)}")
    return chosen


def run_kernel(name: str, cases: list[Case], jobs: int,
               matrix: Matrix) -> None:
    """Each result is written down at once: a long run may be cut short."""
    column = matrix.setdefault(name, Column())
    fitting = cases
    try:
        kernel = Kernel.fetch(name)
        skipped = {case.name: why for case in cases
                   if (why := kernel.lacks(case))}
        for case, why in skipped.items():
            column.cells[case] = Cell("skip", reasons=[why])
        fitting = [case for case in cases if case.name not in skipped]
        if not fitting:
            return
        initrd = kernel.initramfs(fitting, "matrix.img")
    except BuildError as error:
        for case in fitting:
            column.cells[case.name] = Cell("FAIL", reasons=["not built"])
        write(matrix)
        print(f"FAIL  {name} could not be built:\n{error}", flush=True)
        return
    column.release = kernel.release

    def report(result: Result) -> None:
        column.cells[result.case.name] = Cell(
            result.word, result.seconds, result.reasons)
        if result.notes:
            column.notes = result.notes
        write(matrix)
        print_result(result)

    asyncio.run(run_all(kernel, initrd, fitting, jobs, report))


def grid(names: list[str], heads: dict[str, list[str]],
         lines: list[tuple[str, list[str]]]) -> list[str]:
    """Text in columns; a head takes a line a word."""
    left = max(len(label) for label, _ in lines)
    widths = [max(len(word) for word in
                  heads[name] + [cells[i] for _, cells in lines])
              for i, name in enumerate(names)]
    deepest = max(len(words) for words in heads.values())
    out = []
    for row in range(deepest):
        words = [(heads[name] + [""] * deepest)[row] for name in names]
        out.append(" " * left + "".join(
            f"  {word:>{width}}" for word, width in zip(words, widths)))
    for label, cells in lines:
        out.append(f"{label:{left}}" + "".join(
            f"  {cell:>{width}}" for cell, width in zip(cells, widths)))
    return [line.rstrip() for line in out]


def head(name: str, column: Column) -> list[str]:
    """6.1.0-56-cloud-amd64: the version, then each word of the name."""
    version = column.release.partition("-")[0].partition("+")[0]
    if version.endswith(".0"):
        version = column.release.rpartition("-cloud")[0] or \
            "-".join(column.release.split("-")[:2])
    return [version, *name.split("-")[1:]]


def totals(column: Column) -> str:
    words = [cell.word for cell in column.cells.values()]
    return f"{words.count('ok')}/{len(words) - words.count('skip')}"


def table_of(matrix: Matrix, cases: list[Case]) -> list[str]:
    names = [name for name in stock_kernels([]) if name in matrix]
    if not names:
        return ["Nothing was run yet."]
    heads = {name: head(name, matrix[name]) for name in names}
    lines = [(case.name, [str(matrix[name].cells.get(case.name, Cell()))
                          for name in names]) for case in cases]
    lines.append(("passed", [totals(matrix[name]) for name in names]))
    out = ["Seconds of each case that passed; - is skipped.", ""]
    out += grid(names, heads, lines)
    for word, title in ("skip", "Skipped"), ("FAIL", "Failed"):
        found = reasons_of(matrix, names, word)
        if found:
            out += ["", f"{title}:", *found]
    return out + hooks_of(matrix, names, heads)


def reasons_of(matrix: Matrix, names: list[str], word: str) -> list[str]:
    """A line for each reason: the kernels and cases that have it."""
    kernels: dict[tuple[str, str], list[str]] = {}
    for name in names:
        for case, cell in matrix[name].cells.items():
            if cell.word == word:
                key = case, "; ".join(cell.reasons)
                kernels.setdefault(key, []).append(name)
    cases: dict[tuple[str, str], list[str]] = {}
    for (case, why), where in kernels.items():
        cases.setdefault((" ".join(where), why), []).append(case)
    return [f"  {where}: {' '.join(which)}: {why}"
            for (where, why), which in cases.items()]


def hooks_of(matrix: Matrix, names: list[str],
             heads: dict[str, list[str]]) -> list[str]:
    """What the case "doctor" noted: "NAME STATE" lines."""
    states = {name: dict(note.split(" ", 1) for note in matrix[name].notes)
              for name in names}
    labels: dict[str, None] = {}
    for name in names:
        labels.update(dict.fromkeys(states[name]))
    if not labels:
        return []
    return ["", "What kexecguardctl doctor says:", "", *grid(
        names, heads, [(label, [states[name].get(label, "")
                                for name in names]) for label in labels])]


def main(arguments: Optional[list[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        prog="tests/vm/matrix", description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="CASE",
                        help="name or shell pattern; default: all")
    parser.add_argument("--kernel", action="append", default=[],
                        metavar="PATTERN", help="only these kernels")
    parser.add_argument("--jobs", type=int, default=1,
                        help="guests at a time (default: 1)")
    parser.add_argument("--table", action="store_true",
                        help="only print what is known")
    options = parser.parse_args(arguments)

    matrix = read()
    try:
        known = load_all()
        cases = choose(known, options.cases)
        names = [] if options.table else stock_kernels(options.kernel)
    except CaseError as error:
        print(f"tests/vm/matrix: {error}", file=sys.stderr)
        return 2
    for name in names:
        print(f"--- {name}", flush=True)
        run_kernel(name, cases, options.jobs, matrix)
        write(matrix)

    text = "\n".join(table_of(matrix, known))
    TABLE.write_text(text + "\n")
    print(text)
    return int(any(matrix[name].cells[case.name].word == "FAIL"
                   for name in names for case in cases))
