# SPDX-License-Identifier: GPL-2.0-or-later
"""Booted machines, frozen at the point where they ask for their task.

A kernel boots once for all cases that need the same machine; each case thaws a
copy. The file is QEMU's migration stream.
"""

import asyncio
import hashlib
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .qmp import Qmp, QmpError

BANDWIDTH = 1 << 33     # no limit to speak of
LOOK = 0.05


@dataclass(frozen=True)
class Frozen:
    """One machine; complete once the file with its question's ID exists."""

    path: Path

    @property
    def _number(self) -> Path:
        return self.path.with_suffix(".id")

    @property
    def question(self) -> Optional[str]:
        """The ID of the question whose answer the thawed guest waits for."""
        return self._number.read_text() if self._number.exists() else None

    async def thaw(self, qmp: Qmp) -> None:
        """Restore it in a QEMU that was started to receive it."""
        await qmp.execute("migrate-incoming",
                          uri=f"exec:cat {shlex.quote(str(self.path))}")
        await moved(qmp)
        await qmp.execute("cont")

    async def freeze(self, qmp: Qmp, question: str) -> None:
        """Save the machine and let it go on."""
        new = self.path.with_suffix(f".{id(self)}.new")
        await qmp.execute("stop")
        await qmp.execute("migrate-set-parameters",
                          **{"max-bandwidth": BANDWIDTH})
        await qmp.execute("migrate", uri=f"exec:cat >{shlex.quote(str(new))}")
        await moved(qmp)
        try:
            self.path.hardlink_to(new)
            self._number.write_text(question)
        except FileExistsError:
            pass    # another guest of this run was first
        new.unlink()
        await qmp.execute("cont")


async def moved(qmp: Qmp) -> None:
    """Wait until the migration is complete."""
    while True:
        status = (await qmp.execute("query-migrate")).get("status")
        if status == "completed":
            return
        if status == "failed":
            raise QmpError("the machine cannot be moved")
        await asyncio.sleep(LOOK)


class Freezer:
    """The frozen machines of one archive; older ones are removed."""

    def __init__(self, directory: Path, kernel: Path, initrd: Path) -> None:
        self._directory = home(directory, initrd)
        self._state = digest(kernel.read_bytes() + initrd.read_bytes())
        self._directory.mkdir(parents=True, exist_ok=True)
        for path in self._directory.iterdir():
            if not path.name.startswith(self._state):
                path.unlink()
        self._booting: dict[Frozen, asyncio.Event] = {}

    async def place(self, command: list[str]) -> Frozen:
        """Return where the machine that this command starts is kept. If it does
        not exist yet, the first caller boots it, and others wait."""
        machine = digest(shlex.join(command).encode())
        frozen = Frozen(self._directory / f"{self._state}-{machine}")
        while not frozen.question and frozen in self._booting:
            await self._booting[frozen].wait()
        if not frozen.question:
            self._booting[frozen] = asyncio.Event()
        return frozen

    def settle(self, frozen: Frozen) -> None:
        """Wake the others: the guest that booted it has frozen it, or failed."""
        booted = self._booting.pop(frozen, None)
        if booted:
            booted.set()


def home(directory: Path, initrd: Path) -> Path:
    """The directory of an archive's machines."""
    return directory / initrd.stem


def discard(directory: Path, initrd: Path) -> None:
    """Remove an archive's machines, which take some gigabytes."""
    shutil.rmtree(home(directory, initrd), ignore_errors=True)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
