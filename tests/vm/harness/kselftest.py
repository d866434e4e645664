# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernel's own tests, and what they need in the guest."""

from functools import partial
from pathlib import Path

from .initramfs import Archive
from .kernel import TREE, Kernel, add_libraries, libraries, library_places, \
    one_of, run

TESTS = ("kexec", "memory-hotplug")
# The programs that they call, and the libraries that those open at run time.
PROGRAMS = {"getfattr": (), "pesign": ("libsoftokn3.so", "libfreeblpriv3.so")}


def fetch(kernel: Kernel) -> Path:
    """Where they and their programs are unpacked."""
    return Path(run(str(TREE / "scripts/kselftest.sh"), kernel.name).strip())


def add(root: Path, kernel: Kernel, archive: Archive) -> None:
    tests = root / "tools/testing/selftests"
    for path in sorted(path for name in TESTS
                       for path in (tests / name).glob("*.sh")):
        archive.program(f"kselftest/{path.relative_to(tests)}", path)
    archive.program("bin/bash", root / "bin/bash-static")
    archive.link("sbin/modprobe", "/bin/modprobe")
    for name, later in PROGRAMS.items():
        program = one_of(root, f"bin/{name}")
        archive.program(f"bin/{name}", program)
        add_libraries(archive,
                      libraries(program, library_places(root), later))
    if kernel.config:
        archive.file(f"lib/modules/{kernel.release}/config", kernel.config)
    archive.link(f"boot/vmlinuz-{kernel.release}", "vmlinuz")


def additions(kernel: Kernel) -> partial[None]:
    return partial(add, fetch(kernel), kernel)
