# SPDX-License-Identifier: GPL-2.0-or-later
"""What a guest can ask its host for: plugging, pulling and resizing memory.

    plug ID SIZE [NODE]     ok ADDRESS SIZE     once the kernel has accepted it,
                                                where that reports to ACPI
    unplug ID               ok | error refused
    unplug-start ID         ok                  once the request is sent
    unplug-wait ID          ok | error refused  how the request ended
    virtio-mem ID SIZE      ok                  once it has that size
"""

import asyncio
from typing import Awaitable, Callable

from .qmp import Event, Qmp, QmpError

UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
BOUND = 30.0

# ACPI _OST: the reports of the guest's kernel to the firmware.
OST_DEVICE_CHECK = 1
OST_EJECT = 3
OST_IN_PROGRESS = 132


def size_of(text: str) -> int:
    """512M is 536870912; a bare number is bytes."""
    unit = UNITS.get(text[-1:], 1)
    return int(text[:-1] if unit > 1 else text, 0) * unit


class Host:
    """Answers one guest, one question at a time."""

    def __init__(self, qmp: Qmp, slow: float = 1, acpi: bool = True) -> None:
        self._qmp = qmp
        self._bound = BOUND * slow
        self._acpi = acpi
        self._plugged: dict[str, tuple[int, int]] = {}
        self._leaving: dict[str, "asyncio.Future[Event]"] = {}
        self.removed: list[tuple[int, int]] = []
        self._verbs: dict[str, Callable[..., Awaitable[str]]] = {
            "plug": self._plug,
            "unplug": self._unplug,
            "unplug-start": self._unplug_start,
            "unplug-wait": self._unplug_wait,
            "virtio-mem": self._virtio_mem,
        }

    async def answer(self, text: str) -> str:
        verb, *arguments = text.split()
        try:
            answer = self._verbs[verb](*arguments)
            return await asyncio.wait_for(answer, self._bound)
        except (KeyError, TypeError, ValueError):
            return f"error not understood: {text}"
        except QmpError as error:
            return f"error {error}"
        except asyncio.TimeoutError:
            return f"error no answer in {self._bound:.0f} s"

    async def _range(self, name: str) -> tuple[int, int]:
        for device in await self._qmp.execute("query-memory-devices"):
            data = device["data"]
            if data.get("id") == name:
                return data["addr"], data["size"]
        raise ValueError(name)

    async def _plug(self, name: str, size: str, node: str = "0") -> str:
        done = self._qmp.expect(lambda event: is_ost(event, name)
                                and ost(event)["source"] == OST_DEVICE_CHECK)
        await self._qmp.execute(
            "object-add", id=f"{name}-ram", size=size_of(size),
            **{"qom-type": "memory-backend-ram"})
        await self._qmp.execute("device_add", driver="pc-dimm", id=name,
                                memdev=f"{name}-ram", node=int(node))
        address, length = await self._range(name)
        self._plugged[name] = address, length
        if not self._acpi:
            return f"ok {address:#x} {length:#x}"
        status = ost(await done)["status"]
        if status:
            return f"error the kernel did not take it: _OST {status}"
        return f"ok {address:#x} {length:#x}"

    async def _unplug_start(self, name: str) -> str:
        self._leaving[name] = self._qmp.expect(
            lambda event: is_deleted(event, name) or is_refused(event, name))
        await self._qmp.execute("device_del", id=name)
        return "ok"

    async def _unplug_wait(self, name: str) -> str:
        event = await self._leaving.pop(name)
        if not is_deleted(event, name):
            return f"error refused: {why(event)}"
        await self._qmp.execute("object-del", id=f"{name}-ram")
        address, length = self._plugged.pop(name)
        self.removed.append((address, address + length))
        return "ok"

    async def _unplug(self, name: str) -> str:
        await self._unplug_start(name)
        return await self._unplug_wait(name)

    async def _virtio_mem(self, name: str, size: str) -> str:
        wanted = size_of(size)
        path = f"/machine/peripheral/{name}"

        async def current() -> int:
            return int(await self._qmp.execute("qom-get", path=path,
                                               property="size"))

        await self._qmp.execute("qom-set", path=path,
                                property="requested-size", value=wanted)
        while True:
            change = self._qmp.expect(
                lambda event:
                bool(event["event"] == "MEMORY_DEVICE_SIZE_CHANGE"))
            if await current() == wanted:
                return "ok"
            await change


def ost(event: Event) -> dict[str, int]:
    info: dict[str, int] = event["data"]["info"]
    return info


def is_ost(event: Event, name: str) -> bool:
    return bool(event["event"] == "ACPI_DEVICE_OST" and
                event["data"]["info"].get("device") == name)


def is_deleted(event: Event, name: str) -> bool:
    return bool(event["event"] == "DEVICE_DELETED" and
                event["data"].get("device") == name)


def why(event: Event) -> str:
    return f"_OST {ost(event)['status']}" if "info" in event["data"] \
        else "by the guest"


def is_refused(event: Event, name: str) -> bool:
    if event["event"] == "DEVICE_UNPLUG_GUEST_ERROR":
        return bool(event["data"].get("device") == name)
    return is_ost(event, name) and ost(event)["source"] == OST_EJECT and \
        ost(event)["status"] not in (0, OST_IN_PROGRESS)
