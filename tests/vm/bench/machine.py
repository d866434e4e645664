# SPDX-License-Identifier: GPL-2.0-or-later
"""The machines that QEMU plays, one an architecture."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

COMMON = ("-accel", "tcg,thread=multi", "-smp", "2", "-display", "none",
          "-nodefaults", "-no-user-config", "-action", "reboot=shutdown")


@dataclass(frozen=True)
class Machine:
    """Its arguments make the first serial line of the chardev "console" and
    the line to the host of "channel"; the guest's channel.c knows its name."""

    program: str
    arguments: tuple[str, ...]
    console: str
    counter: re.Pattern[str]    # the program counter in "info registers"
    vectors: int = 0            # the size of the exception vectors, and where
    fault: int = 0              # among them the kernel's own faults arrive

    def at_fault(self, address: int) -> bool:
        """Whether a processor there has just taken a fault. One that is seen
        there each time cannot fetch what handles it."""
        return bool(self.vectors) and address % self.vectors == self.fault

    def command(self, qemu: Optional[Path]) -> list[str]:
        """With the machine's own QEMU or one unpacked in a directory."""
        program = str(qemu / "usr/bin" / self.program) if qemu \
            else self.program
        return [program, *self.arguments, *COMMON]


MACHINES = {
    "amd64": Machine(
        "qemu-system-x86_64",
        ("-M", "q35", "-cpu", "max", "-serial", "chardev:console",
         "-serial", "chardev:channel"),
        "ttyS0", re.compile(r"RIP=([0-9a-f]{16})")),
    # Memory can be plugged only where there is firmware with ACPI. The board
    # has one serial port that always works; the other comes by PCI.
    "arm64": Machine(
        "qemu-system-aarch64",
        ("-M", "virt,acpi=on", "-cpu", "cortex-a72",
         "-bios", "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd",
         "-serial", "chardev:console",
         "-device", "pci-serial,chardev=channel"),
        "ttyAMA0", re.compile(r"\bPC=([0-9a-f]{16})"),
        vectors=0x800, fault=0x200),
}
