# SPDX-License-Identifier: GPL-2.0-or-later
"""The suite "ibt": one guest on a processor that enforces IBT.

QEMU emulates no such processor, Bochs does. The kernel boots from a CD that is
written here and runs suites/ibt/guest.sh; then what the guest and its kernel
said is judged. Takes some minutes. The log is build/vm/KERNEL/ibt/console.
"""

import re
import shutil
import subprocess
import time
from pathlib import Path

from .case import VM
from .channel import decode
from .initramfs import Archive
from .kernel import TREE, Kernel, run
from .verdict import COMPLAINT

KERNEL = "6.12-cloud-amd64"
LIMIT = 1800.0

# Where the processor's own ways to be safe from Spectre do not suffice, the
# kernel makes returns of its indirect calls, which IBT does not look at.
LINE = "console=ttyS0 panic=0 mitigations=off kernelcore=768M"

BOCHS = """\
cpu: model=tigerlake, count=1, ips=40000000, reset_on_triple_fault=0
megs: 1536
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
ata0: enabled=1
ata0-master: type=cdrom, path={work}/boot.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev={work}/console
com2: enabled=1, mode=file, dev={work}/channel
display_library: rfb, options="timeout=0"
clock: sync=none, time0=utc
log: {work}/bochs.log
panic: action=fatal
error: action=ignore
info: action=ignore
"""

BEGIN = "kg: begin"
MISTAKE = "kg: a branch to what is no target"
CAUGHT = "Missing ENDBR"


def write_disc(kernel: Kernel, work: Path, line: str) -> None:
    def add(archive: Archive) -> None:
        archive.program("init", VM / "suites/ibt/guest.sh")

    disc = work / "disc"
    (disc / "boot/grub").mkdir(parents=True)
    shutil.copy(kernel.image, disc / "vmlinuz")
    shutil.copy(kernel.initramfs([], "ibt.img", add), disc / "initrd")
    (disc / "boot/grub/grub.cfg").write_text(
        f"set timeout=0\nlinux /vmlinuz {line}\ninitrd /initrd\nboot\n")
    run("grub-mkrescue", "-o", str(work / "boot.iso"), str(disc),
        log=work / "grub.log")


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines() if path.exists() else []


def messages(work: Path) -> list[str]:
    return [message.text for message in map(decode, lines(work / "channel"))
            if message]


def console(work: Path) -> list[str]:
    return [line.decode(errors="replace") for line in lines(work / "console")]


def is_over(work: Path) -> bool:
    """The guest has said its last word, or cannot any more."""
    return "end" in messages(work) or \
        any("end Kernel panic" in line for line in console(work))


def boot(work: Path, limit: float) -> None:
    (work / "bochsrc").write_text(BOCHS.format(work=work))
    # A Bochs with a debugger, as Debian's, waits to be told to go on.
    (work / "commands").write_text("continue\n")
    with (work / "bochs.out").open("w") as out:
        bochs = subprocess.Popen(
            ["bochs", "-q", "-f", str(work / "bochsrc"),
             "-rc", str(work / "commands")], cwd=work,
            stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        end = time.monotonic() + limit
        while bochs.poll() is None and time.monotonic() < end and \
                not is_over(work):
            time.sleep(1)
        bochs.kill()
        bochs.wait()


def judge(said: list[str], console: list[str]) -> list[str]:
    """The reasons why it failed; none if it passed."""
    reasons = [text for text in said if re.match(r"check \S+ FAIL", text)]
    if "mistake" not in said:
        reasons.append("the guest did not come to its end")
    begin, mistake = (next((index for index, line in enumerate(console)
                            if text in line), len(console))
                      for text in (BEGIN, MISTAKE))
    reasons += [f"the kernel complained: {line}"
                for line in console[begin:mistake] if COMPLAINT.search(line)]
    if not any(CAUGHT in line for line in console[mistake:]):
        reasons.append("the branch to what is no target was not caught")
    return reasons


def play(kernel: Kernel, append: str) -> int:
    """Run the suite; return the exit status."""
    run(str(TREE / "scripts/deps.sh"), "ibt")
    began = time.monotonic()
    work = kernel.out / "ibt"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    write_disc(kernel, work, f"{LINE} {append}")
    boot(work, LIMIT)
    said = messages(work)
    for text in said:
        print(text.removeprefix("check "))
    for line in console(work):
        if re.search(r"Indirect Branch Tracking|Using .*CFI", line):
            print(line)
    reasons = judge(said, console(work))
    for reason in reasons:
        print(f"FAIL  {reason}")
    passed = sum(bool(re.match(r"check \S+ ok", text)) for text in said)
    print(f"IBT enforced on {kernel.name} ({kernel.release}): {passed} checks "
          f"passed, {len(reasons)} failed, "
          f"{time.monotonic() - began:.0f} s; {work}/console")
    return 1 if reasons else 0
