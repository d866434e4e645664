# SPDX-License-Identifier: GPL-2.0-or-later
"""The machines that QEMU emulates, one an architecture."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .shape import Memory, Shape

COMMON = ("-accel", "tcg,thread=multi", "-display", "none",
          "-nodefaults", "-no-user-config", "-action", "reboot=shutdown")


@dataclass(frozen=True)
class Machine:
    """Its arguments connect the first serial port to the chardev "console" and
    the one that guest/channel.c opens to "channel"."""

    program: str
    cpu: str
    arguments: tuple[str, ...]
    firmware: dict[str, tuple[str, ...]]    # those that a shape may ask for,
    boards: dict[str, str]                  # and the board with which SRAT
    console: str
    counter: re.Pattern[str]    # the program counter in "info registers"
    vectors: int = 0            # the size of the exception vectors, and where
    fault: int = 0              # among them the kernel's own faults arrive
    words: str = ""             # more of the kernel's command line
    dimms: str = "ACPI_HOTPLUG_MEMORY"  # the option by which it takes DIMMs,
    acpi: bool = True           # and whether it reports that by ACPI
    freezes: bool = True        # whether QEMU can save and restore it
    # What its kernels always complain of.
    harmless: re.Pattern[str] = re.compile(r"(?!)")

    def at_fault(self, address: int) -> bool:
        """Whether a processor at that address has just taken a fault. One that
        stays there cannot fetch the fault's handler."""
        return bool(self.vectors) and address % self.vectors == self.fault

    def lacks(self, shape: Shape) -> str:
        """Why it cannot have a shape; empty if it can."""
        if shape.firmware not in self.firmware:
            return f"no {shape.firmware} firmware on this architecture"
        if shape.srat not in self.boards:
            return f"no machine of this architecture with srat {shape.srat}"
        return ""

    def command(self, qemu: Optional[Path], shape: Shape,
                memory: Memory) -> list[str]:
        """QEMU's command line; the program is the machine's own or one that is
        unpacked in a directory."""
        program = str(qemu / "usr/bin" / self.program) if qemu \
            else self.program
        return [program, "-M", self.boards[shape.srat], "-cpu", self.cpu,
                *self.arguments, *self.firmware[shape.firmware], *COMMON,
                *shape.arguments(memory)]


def flash(code: str, variables: str) -> tuple[str, ...]:
    """UEFI on a PC; writes to its variables are not kept."""
    return ("-drive", f"if=pflash,unit=0,format=raw,readonly=on,file={code}",
            "-drive", "if=pflash,unit=1,format=raw,snapshot=on,"
            f"file={variables}")


ARM_EFI = ("-bios", "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd")


MACHINES = {
    "amd64": Machine(
        "qemu-system-x86_64", "max",
        ("-serial", "chardev:console", "-serial", "chardev:channel"),
        {"own": (), "uefi": flash("/usr/share/OVMF/OVMF_CODE_4M.fd",
                                  "/usr/share/OVMF/OVMF_VARS_4M.fd")},
        # A newer board makes an SRAT wherever memory can be plugged.
        {"plain": "q35", "all": "q35", "absent": "pc-q35-2.10"},
        "ttyS0", re.compile(r"RIP=([0-9a-f]{16})")),
    # Memory can only be plugged with firmware that has ACPI. The board has one
    # serial port; the other one is on PCI.
    "arm64": Machine(
        "qemu-system-aarch64", "cortex-a72",
        ("-serial", "chardev:console",
         "-device", "pci-serial,chardev=channel"),
        {"own": ARM_EFI, "uefi": ARM_EFI}, {"plain": "virt,acpi=on"},
        "ttyAMA0", re.compile(r"\bPC=([0-9a-f]{16})"),
        vectors=0x800, fault=0x200),
    # The minimal firmware boots in seconds, and leaves the NVRAM empty. What
    # the kernel brings online by itself goes offline again if it is movable.
    "ppc64el": Machine(
        "qemu-system-ppc64", "power9",
        ("-device", "spapr-vty,chardev=console",
         "-device", "spapr-vty,chardev=channel"),
        {"own": ()}, {"plain": "pseries,x-vof=on"},
        "hvc0", re.compile(r"NIP ([0-9a-f]{16})"),
        words="movable_node ", dimms="PPC_PSERIES", acpi=False,
        freezes=False,
        harmless=re.compile(r"WARNING: nvram corruption detected")),
}
