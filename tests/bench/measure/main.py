# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows, and the command that measures some of them."""

import argparse
import subprocess
import sys
import time
from typing import Callable, Optional

from harness.kernel import BuildError

from . import hotplug, pure, tool
from .guest import GuestError
from .report import ReportError, Table, write

ROWS: dict[str, Callable[[int], Table]] = {
    "windows": pure.windows,
    "reading": pure.reading,
    "memory": tool.memory,
    "query": tool.query,
    "process": tool.process,
    "load": tool.load,
    "facts": tool.facts,
    "notifier": hotplug.notifier,
    "hotplug": hotplug.few,
    "hotplug512": hotplug.many,
    "gone": hotplug.gone,
    "reload": hotplug.reload,
    "reload4000": hotplug.reload_4000,
}


def main(arguments: Optional[list[str]] = None) -> int:
    parser = argparse.ArgumentParser(
        prog="tests/bench/run",
        description="Measure, and rewrite the tables of "
        "docs/results/benchmarks.md.")
    parser.add_argument("rows", nargs="*", metavar="ROW",
                        help=f"default: all of {' '.join(ROWS)}")
    parser.add_argument("--rounds", type=int, default=10,
                        help="how often the sides take turns (default: 10)")
    options = parser.parse_args(arguments)
    unknown = set(options.rows) - set(ROWS)
    if unknown:
        parser.error(f"no row {' '.join(sorted(unknown))}")

    failed = 0
    for name in options.rows or ROWS:
        began = time.monotonic()
        try:
            table = ROWS[name](options.rounds)
            write(table)
        except (BuildError, GuestError, ReportError,
                subprocess.CalledProcessError) as error:
            print(f"bench: {name}: {error}", file=sys.stderr)
            failed += 1
            continue
        print(f"{name}, {time.monotonic() - began:.0f} s\n{table.text()}\n",
              flush=True)
    return 1 if failed else 0
