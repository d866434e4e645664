# SPDX-License-Identifier: GPL-2.0-or-later
"""The machines that QEMU plays, one an architecture."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .shape import Memory, Shape

COMMON = ("-accel", "tcg,thread=multi", "-display", "none",
          "-nodefaults", "-no-user-config", "-action", "reboot=shutdown")


@dataclass(frozen=True)
class Machine:
    """Its arguments make the first serial line of the chardev "console" and
    the line to the host of "channel"; the guest's channel.c knows its name."""

    program: str
    arguments: tuple[str, ...]
    firmware: dict[str, tuple[str, ...]]    # those that a shape may ask for,
    boards: dict[str, str]                  # and the board with which SRAT
    console: str
    counter: re.Pattern[str]    # the program counter in "info registers"
    vectors: int = 0            # the size of the exception vectors, and where
    fault: int = 0              # among them the kernel's own faults arrive

    def at_fault(self, address: int) -> bool:
        """Whether a processor there has just taken a fault. One that is seen
        there each time cannot fetch what handles it."""
        return bool(self.vectors) and address % self.vectors == self.fault

    def lacks(self, shape: Shape) -> str:
        """Why it cannot have a shape, or nothing."""
        if shape.firmware not in self.firmware:
            return f"no {shape.firmware} firmware on this architecture"
        if shape.srat not in self.boards:
            return f"no machine of this architecture with srat {shape.srat}"
        return ""

    def command(self, qemu: Optional[Path], shape: Shape,
                memory: Memory) -> list[str]:
        """With the machine's own QEMU or one unpacked in a directory."""
        program = str(qemu / "usr/bin" / self.program) if qemu \
            else self.program
        return [program, "-M", self.boards[shape.srat], *self.arguments,
                *self.firmware[shape.firmware], *COMMON,
                *shape.arguments(memory)]


def flash(code: str, variables: str) -> tuple[str, ...]:
    """UEFI on a PC; what it writes to its variables is not kept."""
    return ("-drive", f"if=pflash,unit=0,format=raw,readonly=on,file={code}",
            "-drive", "if=pflash,unit=1,format=raw,snapshot=on,"
            f"file={variables}")


ARM_EFI = ("-bios", "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd")


MACHINES = {
    "amd64": Machine(
        "qemu-system-x86_64",
        ("-cpu", "max", "-serial", "chardev:console",
         "-serial", "chardev:channel"),
        {"own": (), "uefi": flash("/usr/share/OVMF/OVMF_CODE_4M.fd",
                                  "/usr/share/OVMF/OVMF_VARS_4M.fd")},
        # A newer board makes an SRAT wherever memory can be plugged.
        {"plain": "q35", "all": "q35", "absent": "pc-q35-2.10"},
        "ttyS0", re.compile(r"RIP=([0-9a-f]{16})")),
    # Memory can be plugged only where there is firmware with ACPI. The board
    # has one serial port that always works; the other comes by PCI.
    "arm64": Machine(
        "qemu-system-aarch64",
        ("-cpu", "cortex-a72", "-serial", "chardev:console",
         "-device", "pci-serial,chardev=channel"),
        {"own": ARM_EFI, "uefi": ARM_EFI}, {"plain": "virt,acpi=on"},
        "ttyAMA0", re.compile(r"\bPC=([0-9a-f]{16})"),
        vectors=0x800, fault=0x200),
}
