# SPDX-License-Identifier: GPL-2.0-or-later
"""A case: one shell file for the guest, whose header is for the host."""

import re
import shlex
from dataclasses import dataclass, field, replace
from pathlib import Path

VM = Path(__file__).resolve().parent.parent
SUITES = {name: VM / "suites" / name for name in (
    "core", "stress", "inject", "crash", "hostile", "hunt", "kselftest",
    "selftest", "fleet")}

ENDS = ("poweroff", "second-kernel", "crash", "crash-kernel")
PLUG = re.compile(r"^[^#]*\bplug [\w\"$]", re.MULTILINE)
DIRECTIVE = re.compile(r"^# ([a-z]+):(?: (.*))?$")


@dataclass(frozen=True)
class Case:
    """The directives, with their defaults."""

    name: str
    path: Path
    desc: str = ""
    guard: bool = True
    qemu: list[str] = field(default_factory=list)
    append: str = ""
    memory: str = "1G,slots=4,maxmem=8G"
    timeout: float = 120
    ends: str = "poweroff"
    says: list[str] = field(default_factory=list)
    allow: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    packages: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    kernels: str = ""
    skip: str = ""
    fails: str = ""
    each: list[str] = field(default_factory=list)
    shape: str = ""

    @property
    def is_guarded(self) -> bool:
        """Whether it shows the guard. Some insert the module themselves."""
        return not self.name.startswith("bare-")

    def runs_on(self, kernel: str) -> bool:
        return not self.kernels or bool(re.search(self.kernels, kernel))

    @property
    def plugs(self) -> bool:
        """Whether it plugs DIMMs."""
        return bool(PLUG.search(self.path.read_text()))


class CaseError(Exception):
    """A header that the harness does not understand."""


def header(path: Path) -> list[tuple[str, str]]:
    """The directives at the top of a case, in order."""
    found = []
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            break
        match = DIRECTIVE.match(line)
        if match:
            found.append((match[1], (match[2] or "").strip()))
    return found


def parse(path: Path) -> Case:
    values: dict[str, object] = {}
    lists: dict[str, list[str]] = {
        "says": [], "allow": [], "qemu": [], "modules": [], "packages": [],
        "files": [], "each": []}
    for key, text in header(path):
        if key in ("says", "allow"):
            re.compile(text)
            lists[key].append(text)
        elif key in lists:
            lists[key] += shlex.split(text)
        elif key == "guard":
            if text not in ("yes", "no"):
                raise CaseError(f"{path.name}: guard: {text}: yes or no")
            values[key] = text == "yes"
        elif key == "ends":
            if text not in ENDS:
                raise CaseError(f"{path.name}: ends: {text}: one of {ENDS}")
            values[key] = text
        elif key == "timeout":
            values[key] = float(text)
        elif key in ("desc", "append", "memory", "kernels", "skip", "fails",
                     "shape"):
            values[key] = text
        else:
            raise CaseError(f"{path.name}: unknown directive '{key}'")
    if ("kernels" in values) != ("skip" in values):
        raise CaseError(f"{path.name}: kernels: and skip: need each other")
    return Case(name=path.stem, path=path, **values, **lists)  # type: ignore


def spread(case: Case) -> list[Case]:
    """One case for each word of "each:", which is $EACH in the guest."""
    return [replace(case, name=f"{case.name}@{word}",
                    append=f"kg.each={word} {case.append}")
            for word in case.each] or [case]


def load_all(directory: Path = SUITES["core"]) -> list[Case]:
    return [case for path in sorted(directory.glob("*.sh"))
            for case in spread(parse(path))]
