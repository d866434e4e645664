# SPDX-License-Identifier: GPL-2.0-or-later
"""Every case on every stock kernel, one after the other, and one table; some
cases on some kernels also on machines of every shape, and a second table.

Results are kept in build/matrix.json with the commit that each case was run on:
a part of the matrix can be run again, an interrupted run can be resumed, and
the table shows whether it is of one commit.
"""

import argparse
import asyncio
import copy
import fnmatch
import json
import shutil
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Optional

from .case import Case, CaseError, load_all
from .frozen import discard
from .kernel import BUILD, TREE, BuildError, Kernel, option, rows, run
from .machine import MACHINES
from .sets import CaseSet
from .runner import Result, choose, print_result, row_name, run_all
from .shape import PLAIN, Shape, ShapeError, shapes

STORE = BUILD / "matrix.json"
TABLE = BUILD / "matrix.txt"
FAILED = BUILD / "matrix-failed"

# The cases that run in every shape.
SHAPED = "invariants"

LEGEND = "Seconds of each case that passed, ! when run again; - is skipped, " \
    ". is not in the row's set."


@dataclass
class Cell:
    """One case on one kernel: "ok", "FAIL", "skip" if it cannot run there,
    "left" if it is not in the row's set, or "none" if unknown."""

    word: str = "none"
    seconds: float = 0.0
    reasons: list[str] = field(default_factory=list)
    commit: str = ""

    def __str__(self) -> str:
        if self.word == "ok":
            return f"{self.seconds:.0f}{'!' if self.reasons else ''}"
        return {"none": "", "skip": "-", "left": "."}.get(self.word, self.word)


@dataclass
class Column:
    """The results of one kernel in one shape."""

    release: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def commits(self) -> list[str]:
        """The commits that it was run on, ideally one."""
        return sorted({cell.commit for cell in self.cells.values()
                       if cell.commit})


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


@dataclass(frozen=True)
class Row:
    """A kernel and a shape; None means each case's own shape."""

    kernel: str
    shape: Optional[Shape] = None

    @property
    def name(self) -> str:
        return row_name(self.kernel, self.shape)

    @property
    def archive(self) -> str:
        """The name of its guests' archive, not shared with other rows."""
        return f"matrix-{self.shape.name}.img" if self.shape else "matrix.img"


def stock_rows(patterns: list[str]) -> list[Row]:
    """First the kernels alone, then those that run in every shape."""
    stock = [row for row in rows() if not row[3].startswith("source:")]
    known = [Row(row[0]) for row in stock]
    known += [Row(row[0], shape) for row in stock if option(row, "shapes")
              for shape in shapes().values()
              if shape != PLAIN and not MACHINES[row[2]].lacks(shape)]
    if not patterns:
        return known
    chosen = [row for row in known
              if any(fnmatch.fnmatch(row.name, pattern)
                     for pattern in patterns)]
    if not chosen:
        raise CaseError(f"no kernel matches {' '.join(patterns)}")
    return chosen


def current_commit() -> str:
    """The tree's commit, with "+" if there are uncommitted changes."""
    try:
        return run("git", "-C", str(TREE), "describe", "--always",
                   "--exclude=*", "--abbrev=8", "--dirty=+").strip()
    except BuildError:
        return "unknown"


def is_state(commit: str) -> bool:
    """Whether the commit describes the tree completely."""
    return commit != "unknown" and not commit.endswith("+")


@dataclass
class Work:
    """The cases to run for one row, and the results that need no run."""

    row: Row
    commit: str
    cells: dict[str, Cell] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    kernel: Optional[Kernel] = None
    initrd: Path = Path()
    error: str = ""


def subset_of(row: Row) -> Optional[str]:
    """The name of the set of its cases, or None for all."""
    if row.shape:
        return SHAPED
    return next(option(words, "cases") for words in rows()
                if words[0] == row.kernel)


def prepare(row: Row, cases: list[Case], column: Column, named: bool,
            resume: bool) -> Work:
    """Build all that the guests need. Cases that were named also run if they
    are not in the row's set."""
    work = Work(row, current_commit())
    listed = subset_of(row)
    wanted = None if named or not listed else set(CaseSet.read(listed).cases)
    if row.shape and wanted is not None:
        cases = [case for case in cases if case.name in wanted]
    if resume and is_state(work.commit):
        cases = [case for case in cases if
                 column.cells.get(case.name, Cell()).commit != work.commit]
    try:
        work.kernel = Kernel.fetch(row.kernel)
        for case in cases:
            if why := work.kernel.lacks(case, row.shape):
                work.cells[case.name] = Cell("skip", 0, [why], work.commit)
            elif wanted is not None and case.name not in wanted:
                why = f"not in tests/vm/sets/{listed}"
                work.cells[case.name] = Cell("left", 0, [why], work.commit)
        work.cases = [case for case in cases if case.name not in work.cells]
        if work.cases:
            work.initrd = work.kernel.initramfs(work.cases, row.archive)
    except BuildError as error:
        # Without a commit, so that it is tried again.
        work.error = str(error)
        work.cells |= {case.name: Cell("FAIL", reasons=["not built"])
                       for case in cases if case.name not in work.cells}
    return work


def run_kernel(work: Work, jobs: int, matrix: Matrix) -> None:
    """Run the cases; save each result at once, for --resume."""
    name = work.row.name
    column = matrix.setdefault(name, Column())
    column.cells |= work.cells
    if work.error:
        print(f"FAIL  {name} could not be built:\n{work.error}",
              flush=True)
        return
    if not work.kernel or not work.cases:
        return
    column.release = work.kernel.release

    def report(result: Result) -> None:
        before = column.cells.get(result.case.name, Cell())
        reasons = result.reasons
        if before.word == "FAIL" and before.commit == work.commit and \
                is_state(work.commit):
            reasons = reasons or before.reasons
        column.cells[result.case.name] = Cell(
            result.word, result.seconds, reasons, work.commit)
        if result.notes:
            column.notes = result.notes
        write(matrix)
        print_result(result)
        if result.reasons:
            keep_log(result, name, work.commit)

    asyncio.run(run_all(work.kernel, work.initrd, work.cases, jobs, report,
                        shape=work.row.shape))
    discard(work.kernel.frozen, work.initrd)


def run_rows(todo: list[Row], cases: list[Case], jobs: int,
                matrix: Matrix, named: bool, resume: bool) -> None:
    """One after the other; the next one is built while one runs."""
    def begin(row: Row) -> "Future[Work]":
        return pool.submit(prepare, row, cases,
                           copy.deepcopy(matrix.get(row.name, Column())),
                           named, resume)

    with ThreadPoolExecutor(1) as pool:
        coming = [begin(row) for row in todo[:1]]
        for row, after in zip(todo, [*todo[1:], None]):
            work = coming.pop().result()
            if after:
                coming.append(begin(after))
            print(f"--- {row.name} at {work.commit}", flush=True)
            run_kernel(work, jobs, matrix)
            write(matrix)


def keep_log(result: Result, name: str, commit: str) -> None:
    """Keep a copy, since the next run overwrites it."""
    FAILED.mkdir(parents=True, exist_ok=True)
    kept = FAILED / f"{name}-{result.case.name}-{commit}.log"
    shutil.copyfile(result.log, kept)
    print(f"      kept: {kept}", flush=True)


def grid(names: list[str], heads: dict[str, list[str]],
         lines: list[tuple[str, list[str]]]) -> list[str]:
    """Text in columns; a head takes one line a word."""
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
    """The lines of a column's head, say of 6.1.0-56-cloud-amd64: version,
    flavour, architecture and commit."""
    version = column.release.partition("-")[0].partition("+")[0]
    if version.endswith(".0"):
        version = column.release.rpartition("-cloud")[0] or \
            "-".join(column.release.split("-")[:2])
    flavour = "-".join(name.split("-")[1:-1]) or "generic"
    return [version, flavour, name.rpartition("-")[2], commit_of(column)]


def commit_of(column: Column) -> str:
    commits = column.commits()
    return commits[0] if len(commits) == 1 else "mixed"


def totals(column: Column) -> str:
    words = [cell.word for cell in column.cells.values()]
    return f"{words.count('ok')}/{words.count('ok') + words.count('FAIL')}"


def count(column: Column, word: str) -> str:
    return str(sum(cell.word == word for cell in column.cells.values()))


def minutes(column: Column) -> str:
    seconds = sum(cell.seconds for cell in column.cells.values())
    return f"{seconds / 60:.0f}"


def table_of(matrix: Matrix, cases: list[Case]) -> list[str]:
    there = {case.name for case in cases}
    for column in matrix.values():
        column.cells = {name: cell for name, cell in column.cells.items()
                        if name in there}
    known = [row for row in stock_rows([]) if row.name in matrix]
    names = [row.name for row in known if not row.shape]
    shaped = [row.name for row in known if row.shape]
    if not known:
        return ["Nothing was run yet."]
    out = [LEGEND]
    if names:
        out += ["", *table_of_kernels(matrix, names, cases)]
    if shaped:
        out += ["", "On machines of other shapes (tests/vm/shapes):", "",
                *table_of_shapes(matrix, shaped, cases)]
    for title, found in (
            ("Skipped", reasons_of(matrix, names + shaped, "skip")),
            ("Left out", left_out(matrix, names)),
            ("Failed", reasons_of(matrix, names + shaped, "FAIL")),
            ("Failed at first", reasons_of(matrix, names + shaped, "ok"))):
        if found:
            out += ["", f"{title}:", *found]
    return out + hooks_of(matrix, names)


def table_of_kernels(matrix: Matrix, names: list[str],
                     cases: list[Case]) -> list[str]:
    """The table with one column a kernel."""
    heads = {name: head(name, matrix[name]) for name in names}
    lines = [(case.name, [str(matrix[name].cells.get(case.name, Cell()))
                          for name in names]) for case in cases
             if any(case.name in matrix[name].cells for name in names)]
    lines.append(("passed", [totals(matrix[name]) for name in names]))
    for word, label in ("skip", "skipped"), ("left", "left out"):
        lines.append((label, [count(matrix[name], word) for name in names]))
    lines.append(("minutes", [minutes(matrix[name]) for name in names]))
    return grid(names, heads, lines)


def table_of_shapes(matrix: Matrix, names: list[str],
                    cases: list[Case]) -> list[str]:
    """The table with one line a kernel in a shape and one column a case."""
    there = [case.name for case in cases
             if any(case.name in matrix[name].cells for name in names)]
    heads = {case: case.split("-") for case in there}
    for word in "passed", "minutes", "commit":
        heads[word] = [word]
    lines = []
    for name in names:
        column = matrix[name]
        cells = [str(column.cells.get(case, Cell())) for case in there]
        lines.append((name, [*cells, totals(column), minutes(column),
                             commit_of(column)]))
    return grid(list(heads), heads, lines)


def reasons_of(matrix: Matrix, names: list[str], word: str) -> list[str]:
    """One line for each reason: its kernels and cases."""
    kernels: dict[tuple[str, str], list[str]] = {}
    for name in names:
        for case, cell in matrix[name].cells.items():
            if cell.word == word and cell.reasons:
                key = case, "; ".join(cell.reasons)
                kernels.setdefault(key, []).append(name)
    cases: dict[tuple[str, str], list[str]] = {}
    for (case, why), where in kernels.items():
        cases.setdefault((" ".join(where), why), []).append(case)
    return [f"  {where}: {' '.join(which)}: {why}"
            for (where, why), which in cases.items()]


def left_out(matrix: Matrix, names: list[str]) -> list[str]:
    """One line for each set that leaves out cases: its kernels."""
    kernels: dict[str, list[str]] = {}
    for name in names:
        for why in {why for cell in matrix[name].cells.values()
                    if cell.word == "left" for why in cell.reasons}:
            kernels.setdefault(why, []).append(name)
    return [f"  {' '.join(where)}: {why}" for why, where in kernels.items()]


def hooks_of(matrix: Matrix, names: list[str]) -> list[str]:
    """The table of hooks, from the "NAME STATE" notes of tool-doctor."""
    heads = {name: head(name, matrix[name]) for name in names}
    states = {name: dict(note.split(" ", 1) for note in matrix[name].notes)
              for name in names}
    labels: dict[str, None] = {}
    for name in names:
        labels.update(dict.fromkeys(states[name]))
    if not labels:
        return []
    return ["", "The hooks, by kexecguardctl doctor:", "", *grid(
        names, heads, [(label, [states[name].get(label, "")
                                for name in names]) for label in labels])]


def main(arguments: Optional[list[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        prog="tests/vm/matrix", description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="CASE",
                        help="name or shell pattern; default: all")
    parser.add_argument("--set", action="append", default=[], dest="sets",
                        metavar="NAME", help="the cases that sets/NAME lists")
    parser.add_argument("--kernel", action="append", default=[],
                        metavar="PATTERN",
                        help="only these rows: KERNEL or KERNEL@SHAPE")
    parser.add_argument("--jobs", type=int, default=1,
                        help="guests at a time (default: 1)")
    parser.add_argument("--resume", action="store_true",
                        help="skip cases with a result for this commit")
    parser.add_argument("--table", action="store_true",
                        help="only print the results so far")
    options = parser.parse_args(arguments)

    matrix = read()
    try:
        known = load_all()
        named = [*options.cases, *(case for name in options.sets
                                   for case in CaseSet.read(name).cases)]
        cases = choose(known, named)
        todo = [] if options.table else stock_rows(options.kernel)
    except (CaseError, ShapeError) as error:
        print(f"tests/vm/matrix: {error}", file=sys.stderr)
        return 2
    run_rows(todo, cases, options.jobs, matrix, bool(named), options.resume)
    text = "\n".join(table_of(matrix, known))
    TABLE.write_text(text + "\n")
    print(text)
    return int(any(matrix[row.name].cells.get(case.name, Cell()).word == "FAIL"
                   for row in todo for case in cases))
