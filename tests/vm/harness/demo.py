# SPDX-License-Identifier: GPL-2.0-or-later
"""The demonstration: the same steps without and with the guard, shown live."""

import argparse
import asyncio
import sys
import textwrap
import time
from dataclasses import dataclass, field
from pathlib import Path

from .case import VM, Case, parse
from .guest import Guest, Outcome
from .kernel import BuildError, Kernel, rows
from .log import Log
from .verdict import complaints

SCRIPT = VM / "suites/demo/pull-a-dimm.sh"

INTRODUCTION = """\
kexec starts a new Linux kernel from the running one, without firmware and
without a reboot. The new kernel is loaded long before it is started, and its
place in memory is fixed then. If that memory is pulled out in between, kexec
does not notice. This shows what happens, twice: the same steps on Debian's own
kernel, first as it is, then with the kexecguard module."""


class Screen:
    """Prints lines, coloured if the output is a terminal."""

    CODES = {"plain": "", "bold": "1", "dim": "2", "good": "1;32",
             "bad": "1;31", "command": "36"}

    def __init__(self) -> None:
        self._colour = sys.stdout.isatty()

    def line(self, text: str = "", style: str = "plain") -> None:
        code = self.CODES[style]
        if self._colour and code:
            text = f"\033[{code}m{text}\033[0m"
        print(text, flush=True)

    def step(self, seconds: float, text: str, style: str = "plain") -> None:
        first, *more = textwrap.wrap(text, 68) or [""]
        self.line(f"{seconds:6.1f} s  {first}", style)
        for part in more:
            self.line(f"          {part}", style)

    def inset(self, text: str, style: str) -> None:
        self.line(f"          {text}", style)


@dataclass
class Half:
    """One of the two runs."""

    guard: bool
    facts: dict[str, str] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)
    seconds: float = 0.0
    executed: float = 0.0
    complaints: list[str] = field(default_factory=list)

    @property
    def as_told(self) -> bool:
        """Whether it went as the demonstration claims."""
        if self.complaints or any(not ok for _, ok, _ in self.outcome.checks):
            return False
        if not self.guard:
            return self.outcome.end == "crash" and \
                self.facts.get("loaded") == "1"
        return self.outcome.end == "second-kernel" and \
            self.facts.get("loaded") == "0" and \
            all(name in self.facts for name in
                ("notice", "refused", "reloaded"))


def tell(screen: Screen, half: Half, began: float, text: str) -> None:
    """Show one message of the guest."""
    now = time.monotonic() - began
    verb, _, rest = text.partition(" ")
    if verb == "exec":
        half.executed = now
    if verb == "check" and rest.split(" ")[1:2] == ["FAIL"]:
        screen.step(now, f"Failed: {rest}", "bad")
    if verb != "note":
        return
    kind, _, words = rest.partition(" ")
    if kind == "say":
        screen.step(now, words)
    elif kind == "run":
        screen.inset(f"# {words}", "command")
    elif kind == "out":
        screen.inset(words, "dim")
    elif kind == "fact":
        name, _, value = words.partition(" ")
        half.facts[name] = value


def tell_end(screen: Screen, half: Half) -> None:
    outcome = half.outcome
    if outcome.end == "second-kernel":
        screen.step(half.seconds, "The second kernel is up: it booted and "
                    "reported, "
                    f"{half.seconds - half.executed:.1f} s after the jump.",
                    "good")
    elif outcome.end == "crash" and "hang" in outcome.why:
        screen.step(half.seconds, "The machine is lost. It jumped into memory "
                    "that is not there and hangs silently "
                    f"({outcome.why}). It has to be switched off by hand.",
                    "bad")
    elif outcome.end == "crash":
        screen.step(half.seconds, "The machine is lost. It copied the next "
                    "kernel into memory that is not there and jumped after "
                    "it; the processor could not even report the error "
                    "(triple fault) and reset the machine. All that ran on it "
                    "is gone, and no second kernel came up.", "bad")
    else:
        screen.step(half.seconds, f"Unexpected: {outcome.end}: {outcome.why}",
                    "bad")
    for line in half.complaints:
        screen.step(half.seconds, f"The kernel complained: {line}", "bad")


async def play(screen: Screen, kernel: Kernel, initrd: Path, case: Case,
               guard: bool) -> Half:
    half = Half(guard)
    log = Log(kernel.out / f"demo-{'with' if guard else 'without'}-guard.log")
    began = time.monotonic()
    guest = Guest(kernel.machine, log,
                  lambda text: tell(screen, half, began, text))
    word = "yes" if guard else "no"
    half.outcome = await guest.run(
        kernel.qemu, kernel.image, initrd,
        f"kg.case={case.name} kg.guard={word}", case)
    half.seconds = time.monotonic() - began
    half.complaints = complaints(case, half.outcome.console)
    log.close()
    tell_end(screen, half)
    screen.inset(f"(the machine's full log: {relative(log.path)})", "dim")
    return half


def relative(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def cells(half: Half) -> list[str]:
    """A column of the table."""
    facts = half.facts
    kept = {"0": "dropped at once, logged", "1": "kept, as if it were good"}
    lost = "machine lost (" + (
        "hang" if "hang" in half.outcome.why else "triple fault") + ")" \
        if half.outcome.end == "crash" else ""
    up = "second kernel up" if half.outcome.end == "second-kernel" else "no"
    return [
        kept.get(facts.get("loaded", ""), "?"),
        facts.get("refused") and "refused" or lost or "?",
        "yes" if "reloaded" in facts else "-",
        up if "reloaded" in facts else "-",
    ]


def show_table(screen: Screen, halves: list[Half]) -> None:
    heads = ["", "without the guard", "with the guard"]
    rows = zip(["the loaded kernel", "kexec -e", "loaded again",
                "kexec -e again"],
               cells(halves[0]), cells(halves[1]))
    screen.line("{:20}{:32}{}".format(*heads), "bold")
    for row in rows:
        screen.line("{:20}{:32}{}".format(*row))


async def play_both(screen: Screen, kernel: Kernel, initrd: Path,
                    case: Case) -> list[Half]:
    halves = []
    titles = ("1. Debian's kernel as it is", "2. The same with kexecguard")
    for guard, title in zip((False, True), titles):
        screen.line()
        screen.line(title, "bold")
        halves.append(await play(screen, kernel, initrd, case, guard))
    return halves


def kernel_for(arch: str) -> str:
    """The first kernel of an architecture."""
    return next(row[0] for row in rows() if row[2] == arch)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="tests/vm/demo", description="Pull a DIMM from under a kexec "
        "image, without and with the guard.")
    parser.add_argument("arch", nargs="?", default=rows()[0][2],
                        choices=sorted({row[2] for row in rows()}))
    arch = parser.parse_args().arch
    screen = Screen()
    screen.line("kexecguard: what happens to kexec when memory is pulled",
                "bold")
    screen.line()
    screen.line(INTRODUCTION)
    screen.line()
    screen.line("Preparing: Debian's kernel and tools (fetched once), the "
                "module, two virtual machines ...", "dim")
    case = parse(SCRIPT)
    try:
        kernel = Kernel.fetch(kernel_for(arch), lenient=True)
        initrd = kernel.initramfs([case], "demo.img")
    except BuildError as error:
        print(f"tests/vm/demo: {error}", file=sys.stderr)
        return 2

    halves = asyncio.run(play_both(screen, kernel, initrd, case))
    screen.line()
    show_table(screen, halves)
    screen.line()
    if all(half.as_told for half in halves):
        screen.line("Shown: without the guard the machine is lost; with it "
                    "the jump is refused,", "good")
        screen.line("and a reload reaches the second kernel.", "good")
        return 0
    screen.line("NOT shown: something went differently; see the logs.",
                "bad")
    return 1
