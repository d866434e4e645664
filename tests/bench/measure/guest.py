# SPDX-License-Identifier: GPL-2.0-or-later
"""Guests to measure in. They run a case of tests/bench/cases, which notes
samples: a name and numbers."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Optional

from harness.case import Case, parse
from harness.guest import Guest
from harness.initramfs import Archive
from harness.kernel import BUILD, TREE, Kernel, add_libraries, libraries, \
    library_places, one_of, run, table
from harness.log import Log
from harness.machine import Machine
from harness.shape import Shape
from harness.shape import Memory as Size
from harness.verdict import judge

CASES = TREE / "tests/bench/cases"
BLOCK_MIB = 128
Samples = dict[str, list[list[float]]]


class GuestError(Exception):
    """A guest could not be measured."""


class CountingMachine(Machine):
    """One processor whose time is instructions: the guest's counters advance
    by one, its clocks by a nanosecond, with each that it executes. While it
    idles they jump to its next timer."""

    def command(self, qemu: Optional[Path], shape: Shape,
                memory: Size) -> list[str]:
        words = super().command(qemu, shape, memory)
        words[words.index("tcg,thread=multi")] = "tcg,thread=single"
        words[words.index("-smp") + 1] = "1"
        return [*words, "-icount", "shift=0,sleep=off"]


@lru_cache
def kernel() -> Kernel:
    return Kernel.fetch(table()[0])


@lru_cache
def peers() -> Path:
    """Where Debian's packages of the peers are unpacked."""
    return Path(run(str(TREE / "tests/bench/fetch.sh")).split()[-1])


def add_programs(archive: Archive, programs: Iterable[Path],
                 places: list[Path]) -> None:
    for program in programs:
        archive.program(f"usr/sbin/{program.name}", program)
        add_libraries(archive, libraries(program, places))


def add_extra(archive: Archive) -> None:
    """The peers, the meter, and the tool as it is installed: no loader and no
    libraries of its own. It is built here, so the libraries are this
    machine's; they are no older than those that the peers were built for."""
    run("make", "-s", "-C", str(TREE / "tests/bench/guest"),
        f"O={BUILD}/bench/guest")
    archive.program("bin/meter", BUILD / "bench/guest/meter")
    root = peers() / "root"
    add_programs(archive, [one_of(root, f"bin/{name}") for name in
                           ("lsmem", "udevadm", "flock", "install")],
                 library_places(root))
    run("make", "-s", "-C", str(TREE / "cli"), f"O={BUILD}",
        f"{BUILD}/obj/cli/kexecguardctl")
    add_programs(archive, [BUILD / "obj/cli/kexecguardctl"],
                 [BUILD, *library_places(Path("/"))])
    archive.link("usr/lib/systemd/systemd-udevd", "/usr/sbin/udevadm")
    archive.link("usr/bin/install", "/usr/sbin/install")
    for file in (*(TREE / "udev").glob("*.rules"),
                 *(TREE / "tests/bench/peers").iterdir()):
        mode = 0o644 if file.suffix == ".rules" else 0o755
        archive.file(f"peers/{file.name}", file, mode)


@lru_cache
def initramfs() -> Path:
    cases = [parse(path) for path in sorted(CASES.glob("*.sh"))]
    return kernel().initramfs(cases, "bench.img", add_extra)


@dataclass(frozen=True)
class Memory:
    """Blocks of a DIMM that is there at boot, and the GiB of other RAM, in
    which the kernel's struct pages of the DIMM have to fit."""

    blocks: int = 0
    ram: int = 1

    @property
    def size(self) -> str:
        room = self.ram + self.blocks * BLOCK_MIB // 1024 + 8
        return f"{self.ram}G,slots=4,maxmem={room}G"

    @property
    def qemu(self) -> list[str]:
        if not self.blocks:
            return []
        return ["-object", "memory-backend-ram,id=dimm-ram,reserve=off,"
                f"size={self.blocks * BLOCK_MIB}M",
                "-device", "pc-dimm,id=dimm,memdev=dimm-ram"]


def measure(name: str, memory: Memory = Memory(), counting: bool = True,
            **parameters: object) -> Samples:
    """Run a case, which gets the parameters by "parameter NAME"."""
    words = [f"kg.{key}={value}" for key, value in parameters.items()]
    case = parse(CASES / f"{name}.sh")
    case = replace(case, append=" ".join([case.append, *words]),
                   memory=memory.size, qemu=[*case.qemu, *memory.qemu])
    return asyncio.run(run_case(case, counting))


async def run_case(case: Case, counting: bool) -> Samples:
    machine = kernel().machine
    if counting:
        machine = CountingMachine(**vars(machine))
    log = Log(kernel().out / f"bench/{case.name}.log")
    initrd = initramfs()
    guard = "yes" if case.guard else "no"
    outcome = await Guest(machine, log, slow=kernel().slow).run(
        kernel().qemu, kernel().image, initrd,
        f"kg.case={case.name} kg.guard={guard}", case)
    log.close()
    reasons = judge(case, outcome)
    if ("measured", True, "") not in outcome.checks:
        reasons.append("did not come to its end")
    if reasons:
        raise GuestError(f"{case.name}: {'; '.join(reasons)}\n{log.path}")
    samples: Samples = defaultdict(list)
    for note in outcome.notes:
        word, what, *numbers = note.split()
        if word == "sample":
            samples[what].append([float(number) for number in numbers])
    return samples
