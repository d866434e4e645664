# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs cases side by side, and prints each result as it ends."""

import argparse
import asyncio
import fnmatch
import re
import secrets
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Optional

from . import ibt, kselftest, xen
from .case import SUITES, Case, CaseError, load_all
from .frozen import Freezer
from .guest import Guest
from .kernel import BuildError, Kernel, table
from .log import Log
from .sets import CaseSet
from .shape import (PLAIN, Shape, ShapeError, find, missing_pairs, shape_of,
                    shapes)
from .verdict import judge

# Suites that consist of one guest on a special machine.
OWN_MACHINES: dict[str, tuple[str, Callable[[Kernel, str], int]]] = {
    "ibt": (ibt.KERNEL, ibt.play),
    "xen": (xen.KERNEL, xen.play),
}


@dataclass
class Result:
    case: Case
    reasons: list[str]
    seconds: float
    log: Path
    notes: list[str]

    @property
    def word(self) -> str:
        return "FAIL" if self.reasons else "ok"


def row_name(kernel: str, shape: Optional[Shape]) -> str:
    """The name of a kernel in a shape."""
    return f"{kernel}@{shape.name}" if shape and shape != PLAIN else kernel


def log_path(kernel: Kernel, case: Case, shape: Optional[Shape]) -> Path:
    directory = kernel.out.with_name(row_name(kernel.name, shape))
    if case.path.parent != SUITES["core"]:
        directory /= case.path.parent.name
    return directory / f"{case.name}.log"


async def run_case(kernel: Kernel, initrd: Path, case: Case,
                   freezer: Optional[Freezer],
                   shape: Optional[Shape]) -> Result:
    log = Log(log_path(kernel, case, shape))
    began = time.monotonic()
    guard = "yes" if case.guard else "no"
    outcome = await Guest(kernel.machine, log, slow=kernel.slow,
                          freezer=freezer).run(
        kernel.qemu, kernel.image, initrd,
        f"kg.case={case.path.stem} kg.guard={guard} "
        f"kg.slow={kernel.slow:.0f} kg.random={secrets.randbits(48)}",
        case, shape or shape_of(case))
    seconds = time.monotonic() - began - outcome.waited
    reasons = judge(case, outcome)
    for reason in reasons:
        log.write("verdict", reason)
    log.write("verdict", "FAIL" if reasons else "ok")
    log.close()
    return Result(case, reasons, seconds, log.path, outcome.notes)


def print_result(result: Result) -> None:
    print(f"{result.word:4}  {result.case.name:32} {result.seconds:5.1f} s  "
          f"{result.case.desc}", flush=True)
    for reason in result.reasons:
        print(f"      {reason}", flush=True)
    if result.case.path.parent not in (SUITES["core"], SUITES["selftest"]):
        for note in result.notes:
            print(f"      {note}", flush=True)
    if result.reasons:
        print(f"      log: {result.log}", flush=True)


async def run_all(kernel: Kernel, initrd: Path, cases: list[Case], jobs: int,
                  report: Callable[[Result], None],
                  thaw: bool = True,
                  shape: Optional[Shape] = None) -> list[Result]:
    """Run all cases in one shape, or each in its own."""
    gate = asyncio.Semaphore(jobs)
    freezer = Freezer(kernel.frozen, kernel.image, initrd) if thaw else None

    async def one(case: Case) -> Result:
        async with gate:
            result = await run_case(kernel, initrd, case, freezer, shape)
        report(result)
        return result

    return list(await asyncio.gather(*(one(case) for case in cases)))


def choose(cases: list[Case], patterns: list[str]) -> list[Case]:
    """The cases that match any pattern; one without a match is an error."""
    if not patterns:
        return cases
    chosen = []
    for pattern in patterns:
        matches = [case for case in cases
                   if fnmatch.fnmatch(case.name, pattern)]
        if not matches:
            raise CaseError(f"no case '{pattern}'")
        chosen += [case for case in matches if case not in chosen]
    return chosen


def parse_arguments(arguments: Optional[list[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tests/vm/run", description="Run VM cases and judge them.")
    parser.add_argument("cases", nargs="*", metavar="CASE",
                        help="name or shell pattern; default: all")
    parser.add_argument("--set", action="append", default=[], dest="sets",
                        metavar="NAME",
                        help="the cases that sets/NAME lists, on the kernel "
                        "that it names; may be repeated")
    parser.add_argument("--kernel", choices=table(),
                        help=f"default: the set's, or {table()[0]}")
    parser.add_argument("--jobs", type=int, default=2,
                        help="guests at a time (default: 2)")
    parser.add_argument("--shape", choices=shapes(),
                        help="the machine, for all cases")
    parser.add_argument("--guard", choices=("yes", "no"),
                        help="only the cases with, or without, the module")
    parser.add_argument("--suite", choices=(*SUITES, *OWN_MACHINES),
                        help="the folder of suites/ that the cases come from "
                        "(default: core)")
    parser.add_argument("--append", default="", metavar="TEXT",
                        help="more words for the kernel's command line")
    parser.add_argument("--repeat", type=int, default=1, metavar="N",
                        help="run the cases N times, but no more after a "
                        "failure, whose log is kept")
    parser.add_argument("--boot", action="store_true",
                        help="boot for each case, do not thaw a booted guest")
    parser.add_argument("--list", action="store_true",
                        help="print the cases and what they show")
    return parser.parse_args(arguments)


def print_list(cases: list[Case]) -> None:
    for case in cases:
        guard = "guard" if case.is_guarded else "bare"
        print(f"{case.name:28} {guard:6} {case.ends:14} {case.desc}")


def as_announced(result: Result) -> bool:
    """Whether a case of the self-test failed, or passed, as its header says."""
    wanted = result.case.fails
    if not wanted:
        return not result.reasons
    return any(re.search(wanted, reason) for reason in result.reasons)


def print_selftest(result: Result) -> None:
    word = "ok" if as_announced(result) else "FAIL"
    print(f"{word:4}  {result.case.name:32} {result.seconds:5.1f} s  "
          f"{result.case.desc}", flush=True)
    if word == "FAIL":
        print(f"      wanted '{result.case.fails or 'no failure'}', "
              f"got {result.reasons or 'no failure'}", flush=True)
        print(f"      log: {result.log}", flush=True)


def run_suite(options: argparse.Namespace, chosen: CaseSet) -> int:
    """The chosen cases of one suite on one kernel; returns the exit status."""
    suite = options.suite or chosen.suite or "core"
    name = options.kernel or chosen.kernel or table()[0]
    if suite in OWN_MACHINES:
        usual, play = OWN_MACHINES[suite]
        return play(Kernel.fetch(options.kernel or usual), options.append)

    shape = find(options.shape or chosen.shape) \
        if options.shape or chosen.shape else None
    known = [replace(case, append=f"{case.append} {options.append}")
             for case in load_all(SUITES[suite])]
    cases = [case for case in choose(known, chosen.cases)
             if not options.guard or
             case.is_guarded == (options.guard == "yes")]
    if options.list:
        print_list(cases)
        return 0

    began = time.monotonic()
    kernel = Kernel.fetch(name)
    skipped = {case.name: why for case in cases
               if (why := kernel.lacks(case, shape))}
    for case_name, why in skipped.items():
        print(f"skip  {case_name:32} {why}")
    cases = [case for case in cases if case.name not in skipped]
    if not cases:
        print(f"no case left to run on {name}")
        return 1

    is_selftest = suite == "selftest"
    extra = kselftest.additions(kernel) if suite == "kselftest" else None
    initrd = kernel.initramfs(cases, f"{suite}.img", extra)
    rounds = 0
    failed: list[str] = []
    while rounds < options.repeat and not failed:
        rounds += 1
        results = asyncio.run(run_all(
            kernel, initrd, cases, options.jobs,
            print_selftest if is_selftest else print_result,
            not options.boot, shape))
        failed = [result.case.name for result in results
                  if (not as_announced(result) if is_selftest
                      else result.reasons)]
    if options.repeat > 1:
        print(f"round {rounds} of {options.repeat}:")
    print(f"{len(results) - len(failed)} of {len(results)} "
          f"{'self-tests of the harness' if is_selftest else 'cases'} passed "
          f"on {row_name(kernel.name, shape)} ({kernel.release}) in "
          f"{time.monotonic() - began:.0f} s")
    if failed:
        print(f"failed: {' '.join(failed)}")
    missing = missing_pairs() if is_selftest else []
    if missing:
        print(f"FAIL  no line of tests/vm/shapes has {', '.join(missing)}")
    return 1 if failed or missing else 0


def main(arguments: Optional[list[str]] = None) -> int:
    options = parse_arguments(arguments)
    try:
        sets = [CaseSet.read(name) for name in options.sets]
        if options.cases or not sets:
            sets.append(CaseSet("", options.cases))
        return max(run_suite(options, chosen) for chosen in sets)
    except (BuildError, CaseError, ShapeError) as error:
        print(f"tests/vm/run: {error}", file=sys.stderr)
        return 2
