# SPDX-License-Identifier: GPL-2.0-or-later
"""The suite "xen": a stock kernel as dom0 of Debian's Xen, a Xen PV domain.

QEMU boots Xen by multiboot, with the kernel and the harness's archive as its
modules. The hypervisor is Debian 12's package, fetched like the kernels and
unpacked into the cache; nothing is installed.
"""

import gzip
import re
import subprocess
from pathlib import Path

from .case import VM
from .initramfs import Archive
from .kernel import TREE, Kernel, run

KERNEL = "6.1-amd64"
LIMIT = 600.0

PACKAGE = "xen-hypervisor-4.17-amd64"
LINE = "console=hvc0 loglevel=4 rdinit=/xeninit panic=-1"
# A processor that Xen 4.17 knows how to drive without hardware's help.
QEMU = ("qemu-system-x86_64", "-M", "q35", "-cpu", "Nehalem", "-accel",
        "tcg,thread=multi", "-smp", "1", "-m", "2G", "-display", "none",
        "-nodefaults", "-no-user-config", "-serial", "stdio", "-no-reboot")
XEN_LINE = "console=com1 com1=115200,8n1 dom0_mem=1200M loglvl=warning"

FETCH = """
set -eu
here={tree}
. "$here/scripts/lib.sh"
apt_root bookworm amd64
directory=$cache/{package}
if [ ! -e "$directory/packages" ]; then
	begin "$directory"
	unpack "$directory.new" {package}
	commit "$directory"
fi
echo "$directory"
"""


def fetch_xen(work: Path) -> Path:
    """The hypervisor, as QEMU takes it: not packed."""
    out = run("sh", "-c", FETCH.format(tree=TREE, package=PACKAGE))
    packed = next((Path(out.split()[-1]) / "boot").glob("xen-*-amd64.gz"))
    plain = work / "xen.elf"
    plain.write_bytes(gzip.decompress(packed.read_bytes()))
    return plain


def boot(kernel: Kernel, xen: Path, archive: Path, line: str) -> list[str]:
    """All that the machine said on its console."""
    command = (*QEMU, "-kernel", str(xen), "-append", XEN_LINE,
               "-initrd", f"{kernel.image} {line},{archive}")
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=LIMIT)
        output = done.stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
    return output.decode(errors="replace").splitlines()


def play(kernel: Kernel, append: str) -> int:
    """Run the suite; return the exit status."""
    def add(archive: Archive) -> None:
        archive.program("xeninit", VM / "suites/xen/guest.sh")

    work = kernel.out / "xen"
    work.mkdir(parents=True, exist_ok=True)
    xen = fetch_xen(work)
    archive = kernel.initramfs([], "xen.img", add)
    console = boot(kernel, xen, archive, f"{LINE} {append}")
    (work / "console").write_text("\n".join(console) + "\n")
    said = [line.partition("xen: ")[2].rstrip() for line in console
            if "xen: " in line]
    for text in said:
        print(text.removeprefix("check "))
    failed = [text for text in said if re.match(r"check \S+ FAIL", text)]
    if "guest_type PV" not in said or "end" not in said:
        print(f"FAIL  the guest did not run to its end, see {work}/console")
        return 1
    return 1 if failed else 0
