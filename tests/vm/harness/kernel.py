# SPDX-License-Identifier: GPL-2.0-or-later
"""A stock kernel from the cache, and what is built for its guests."""

import lzma
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Callable, Iterable, Optional

from .case import Case, VM
from .forge import for_other, moved
from .initramfs import Archive
from .machine import MACHINES, Machine
from .shape import Shape, shape_of
from .signing import make_key, sign

TREE = VM.parent.parent
BUILD = Path(os.environ.get("O", TREE / "build")).absolute()
PROGRAMS = ("chan", "kx", "bpf", "flood", "stress", "fnth", "hostile")
MODULE_SOURCES = ("Kbuild", "VERSION", "core", "module", "uapi")
# Where DKMS puts what it has built.
GUARD = "updates/dkms/kexecguard.ko"


class BuildError(Exception):
    """Something that the guests need could not be built."""


def rows() -> list[list[str]]:
    lines = (VM / "kernels/table").read_text().splitlines()
    return [line.split() for line in lines
            if line.strip() and not line.startswith("#")]


def table() -> list[str]:
    """The names of the kernels that scripts/fetch.sh knows."""
    return [row[0] for row in rows()]


def option(row: list[str], name: str) -> Optional[str]:
    """The value of NAME= in a row, if it has that option."""
    return next((value for word, _, value in
                 (word.partition("=") for word in row) if word == name), None)


def slowness(row: list[str]) -> float:
    """By how much to multiply time limits on this kernel."""
    return float(option(row, "slow") or 1)


def run(*command: str, log: Optional[Path] = None) -> str:
    """Run a build command; its output is in the error if it fails."""
    environment = {key: value for key, value in os.environ.items()
                   if key not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "O")}
    done = subprocess.run(command, env=environment, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT if log else None)
    if log:
        log.write_text(done.stdout)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-30:])
        raise BuildError(f"{' '.join(command)}\n{tail}")
    return done.stdout


def dynamic(program: Path) -> list[str]:
    """The libraries and the interpreter that a program names."""
    text = run("readelf", "-W", "--dynamic", "--program-headers",
               str(program))
    return re.findall(r"Shared library: \[(.*)\]", text) + \
        re.findall(r"interpreter: .*/(.*)\]", text)


def libraries(program: Path, places: list[Path],
              later: Iterable[str] = ()) -> dict[str, Path]:
    """All shared libraries that a program of any architecture loads. Those
    that it opens at run time are named by the caller."""
    found: dict[str, Path] = {}
    wanted = [*dynamic(program), *later]
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        paths = [place / name for place in places if (place / name).exists()]
        if not paths:
            raise BuildError(f"{program}: library missing: {name}")
        found[name] = paths[0]
        wanted += dynamic(paths[0])
    return found


@dataclass(frozen=True)
class Kernel:
    name: str
    arch: str
    root: Path
    slow: float = 1
    # Whether to ignore compiler warnings: users have other compilers.
    lenient: bool = False
    # The processor, if the machine's usual one cannot run it.
    cpu: Optional[str] = None

    @classmethod
    def fetch(cls, name: str, lenient: bool = False) -> "Kernel":
        out = run(str(TREE / "scripts/fetch.sh"), name)
        row = next(row for row in rows() if row[0] == name)
        return cls(name, row[2], Path(out.split()[-1]), slowness(row),
                   lenient, option(row, "cpu"))

    @property
    def machine(self) -> Machine:
        usual = MACHINES[self.arch]
        return replace(usual, cpu=self.cpu) if self.cpu else usual

    @property
    def qemu(self) -> Optional[Path]:
        """Where a QEMU for it is unpacked, if the machine's own is too old."""
        path = self.root / "qemu"
        return path if path.exists() else None

    @cached_property
    def release(self) -> str:
        return (self.root / "release").read_text().strip()

    @property
    def image(self) -> Path:
        return next(self.root.glob(f"boot/vmlinu[xz]-{self.release}"))

    @property
    def modules(self) -> Path:
        return self.root / f"lib/modules/{self.release}"

    @property
    def out(self) -> Path:
        """Where its build results and its guests' logs go."""
        return BUILD / "vm" / self.name

    @property
    def frozen(self) -> Path:
        return self.out / "frozen"

    def build_module(self, name: str, sources: Iterable[Path]) -> Path:
        """Build NAME.ko in a copy of its sources, one for each kernel."""
        tree = self.out / name
        tree.mkdir(parents=True, exist_ok=True)
        for source in sources:
            copy_sources(source, tree / source.name)
        strict = () if self.lenient else ("W=1", "KCFLAGS=-Werror")
        run(str(TREE / "scripts/kmake.sh"), self.name, f"M={tree}", *strict,
            "modules", log=self.out / f"{name}-build.log")
        return tree / f"{name}.ko"

    def build_guard(self) -> Optional[Path]:
        if not (TREE / "Kbuild").exists():
            return None
        return self.build_module(
            "kexecguard", [TREE / name for name in MODULE_SOURCES])

    def build_test_modules(self) -> list[Path]:
        directory = VM / "guest/module"
        built = self.build_module("kgtest", directory.iterdir())
        return sorted(built.parent.glob("*.ko"))

    def initramfs(self, cases: list[Case], name: str = "initramfs.img",
                  extra: Optional[Callable[[Archive], None]] = None) -> Path:
        """Write the archive that all guests of a run boot from. Entries that
        "extra" adds replace earlier ones."""
        programs = BUILD / "vm/guest" / self.arch
        run(str(TREE / "scripts/with-target.sh"), self.arch,
            "make", "-s", "-C", str(VM / "guest"), f"O={programs}",
            f"ARCH={self.arch}")

        archive = Archive()
        for directory in ("bin", "dev", "proc", "run", "sys", "tmp"):
            archive.directory(directory)
        archive.data("etc/passwd", b"root:x:0:0::/:/bin/sh\n"
                     b"nobody:x:65534:65534::/:/bin/sh\n")
        archive.program("init", VM / "guest/init")
        for script in ("lib.sh", "chain.sh"):
            archive.file(script, VM / "guest" / script)
        for program in PROGRAMS:
            archive.program(f"bin/{program}", programs / program)
        for case in cases:
            archive.file(f"cases/{case.path.name}", case.path)
            for shared in case.path.parent.glob("*.inc"):
                archive.file(f"suite/{shared.name}", shared)

        guard = self.build_guard()
        self._add_kernel_modules(
            archive, {module for case in cases for module in case.modules},
            guard)
        for module in self.build_test_modules():
            archive.file(f"lib/modules/{module.name}", module)
        if guard:
            archive.link("lib/modules/kexecguard.ko",
                         f"{self.release}/{GUARD}")
            archive.data("lib/modules/kexecguard-signed.ko",
                         sign(guard, make_key(self.out)))
            other = for_other(guard.read_bytes(), self.release)
            archive.data("lib/modules/kexecguard-other.ko", other)
            archive.data("lib/modules/kexecguard-moved.ko", moved(other))

        self._add_tools(archive)
        self._add_command_line(archive)
        for case in cases:
            self._add_files(archive, case)
        archive.file("boot/vmlinuz", self.image)
        second = Archive()
        second.directory("proc")
        second.program("init", programs / "second")
        second.write(self.out / "second.img")
        archive.file("boot/second.img", self.out / "second.img")
        if extra:
            extra(archive)

        archive.write(self.out / name)
        return self.out / name

    def _add_tools(self, archive: Archive) -> None:
        """The release's own shell and kexec-tools."""
        tools = self.root / "tools"
        archive.program("bin/busybox", one_of(tools, "bin/busybox"))
        archive.link("bin/sh", "busybox")
        kexec = one_of(tools, "sbin/kexec")
        archive.program("bin/kexec", kexec)
        add_libraries(archive, libraries(kexec, library_places(tools)))

    def _add_files(self, archive: Archive, case: Case) -> None:
        """What a case wants beside that: of Debian's packages, of the release
        that the kernel's tools are from, or of this tree. Programs get their
        libraries, those of the tool first, whose C library is the newest."""
        if not case.files:
            return
        roots = [TREE]
        if case.packages:
            suite = next(row for row in rows() if row[0] == self.name)[4]
            roots.insert(0, Path(run(str(TREE / "scripts/fetch.sh"),
                                     "--packages", suite,
                                     *case.packages).split()[-1]))
        for pattern in case.files:
            found = [(root, path) for root in roots
                     for path in sorted(root.glob(pattern))]
            if not found:
                raise BuildError(f"{case.name}: no file {pattern}")
            for root, path in found:
                add_tree(archive, root, path)

    def _add_command_line(self, archive: Archive) -> None:
        """kexecguardctl, if it is built, with its own C library, which may be
        newer or older than that of the release's tools."""
        build = BUILD
        target = str(TREE / "scripts/with-target.sh")
        sysroot = run(target, self.arch).strip()
        if sysroot:
            build = BUILD / self.arch
            for part in ("lib", "cli"):
                run(target, self.arch, "make", "-s", "-C", str(TREE / part),
                    f"O={build}", "all")
        tool = build / "kexecguardctl"
        if not tool.exists():
            return
        found = libraries(
            tool, [build, *library_places(Path(sysroot or "/"))],
            ["libkmod.so.2"])
        archive.program("tool/kexecguardctl", tool)
        for name, path in found.items():
            archive.program(f"tool/{name}", path)
        loader = next(name for name in found if is_loader(name))
        archive.data("bin/kexecguardctl",
                     f"#!/bin/sh\nexec /tool/{loader} --library-path /tool "
                     '/tool/kexecguardctl "$@"\n'.encode(), 0o755)

    @cached_property
    def _needs(self) -> dict[str, list[str]]:
        """The files of all modules, and the files that each depends on."""
        if not (self.modules / "modules.dep").exists():
            run("depmod", "-b", str(self.root), self.release)
        lines = (self.modules / "modules.dep").read_text().splitlines()
        return {path: others.split() for path, _, others in
                (line.partition(":") for line in lines)}

    @cached_property
    def _paths(self) -> dict[str, str]:
        """The file of each module."""
        return {plain_name(path): path for path in self._needs}

    @cached_property
    def _inside(self) -> set[str]:
        """The modules that are built into the kernel."""
        lines = (self.modules / "modules.builtin").read_text().splitlines()
        return {plain_name(line) for line in lines}

    @property
    def config(self) -> Optional[Path]:
        """Its configuration; packages differ in where they have it."""
        for path in (self.root / f"boot/config-{self.release}",
                     self.modules / "config"):
            if path.exists():
                return path
        return None

    def _is_set(self, name: str) -> bool:
        """Whether an option is set; assumed without a configuration file, as
        kernels that are built here have all that is needed."""
        return not self.config or \
            f"\nCONFIG_{name}=y\n" in self.config.read_text()

    def lacks(self, case: Case, shape: Optional[Shape] = None) -> str:
        """Why a case cannot run on this kernel in the given shape, or its own;
        empty if it can."""
        if why := self.machine.lacks(shape or shape_of(case)):
            return why
        if not case.runs_on(self.name):
            return case.skip
        if case.plugs and not self._is_set(self.machine.dimms):
            return f"this kernel has no {self.machine.dimms}, and so no DIMMs"
        missing = [name for name in map(plain_name, case.modules)
                   if name not in self._paths.keys() | self._inside]
        return f"this kernel has no {' '.join(missing)}" if missing else ""

    def _add_kernel_modules(self, archive: Archive, wanted: Iterable[str],
                            guard: Optional[Path]) -> None:
        """The modules with their dependencies, the guard, and depmod's index of
        them, which libkmod reads."""
        needs = self._needs
        chosen = set()
        for name in {plain_name(name) for name in wanted} - self._inside:
            path = self._paths[name]
            chosen |= {path, *needs[path]}

        base = f"lib/modules/{self.release}"
        with tempfile.TemporaryDirectory() as root:
            place = Path(root) / base
            for name in sorted(chosen):
                data = (self.modules / name).read_bytes()
                if name.endswith(".xz"):
                    data = lzma.decompress(data)
                plain = place / (name.partition(".ko")[0] + ".ko")
                plain.parent.mkdir(parents=True, exist_ok=True)
                plain.write_bytes(data)
            if guard:
                (place / GUARD).parent.mkdir(parents=True)
                shutil.copy(guard, place / GUARD)
            for index in self.modules.glob("modules.*"):
                if index.name in ("modules.order", "modules.builtin",
                                 "modules.builtin.modinfo"):
                    shutil.copy(index, place)
            run("depmod", "-b", root, self.release)
            for file in sorted(place.rglob("*")):
                if file.is_file():
                    archive.file(f"{base}/{file.relative_to(place)}", file)


def add_tree(archive: Archive, root: Path, top: Path) -> None:
    """A file, or all below a directory, at its place in the guest."""
    for path in [top, *sorted(top.rglob("*"))]:
        name = str(path.relative_to(root))
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        archive.file(name, path, path.stat().st_mode & 0o777)


def plain_name(module: str) -> str:
    """The kernel's name of a module, from that or its file's name."""
    return Path(module).name.partition(".")[0].replace("-", "_")


def one_of(root: Path, name: str) -> Path:
    """A file of a release, in which /bin may or may not be /usr/bin."""
    path = root / name
    return path if path.exists() else root / "usr" / name


def library_places(root: Path) -> list[Path]:
    """The directories of a system's libraries and loader."""
    return [place for base in (root, root / "usr")
            for place in (*base.glob("lib/*-linux-gnu"), base / "lib64",
                          base / "lib")]


def is_loader(name: str) -> bool:
    return name.startswith(("ld-linux", "ld64"))


def add_libraries(archive: Archive, found: dict[str, Path]) -> None:
    """Libraries where the loader looks, the loader where programs name it."""
    for name, path in found.items():
        directory = "lib64" if name.startswith(("ld-linux-x86-64", "ld64")) \
            else "lib"
        archive.program(f"{directory}/{name}", path)


def copy_sources(source: Path, target: Path) -> None:
    """Copy with modification times, for make, and delete removed files."""
    if source.is_file():
        shutil.copy2(source, target)
        return
    target.mkdir(exist_ok=True)
    wanted = {path.name for path in source.iterdir()
              if path.is_dir() or path.suffix in (".c", ".h", ".S", "")}
    for path in target.iterdir():
        if path.suffix in (".c", ".h", ".S") and path.name not in wanted:
            path.unlink()
    for name in wanted:
        copy_sources(source / name, target / name)
