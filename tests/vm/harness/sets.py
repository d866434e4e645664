# SPDX-License-Identifier: GPL-2.0-or-later
"""A set: the file of sets/ that names cases, and what they usually run on."""

from dataclasses import dataclass

from .case import VM, CaseError, header


@dataclass(frozen=True)
class CaseSet:
    """Its directives; empty where the header leaves the choice open."""

    name: str
    cases: list[str]
    kernel: str = ""
    suite: str = ""
    shape: str = ""

    @classmethod
    def read(cls, name: str) -> "CaseSet":
        path = VM / "sets" / name
        if not path.is_file():
            raise CaseError(f"no set '{name}' in tests/vm/sets")
        directives = dict(header(path))
        unknown = directives.keys() - {"kernel", "suite", "shape"}
        if unknown:
            raise CaseError(f"{name}: unknown directive '{unknown.pop()}'")
        cases = [line for line in path.read_text().splitlines()
                 if line and not line.startswith("#")]
        return cls(name, cases, **directives)
