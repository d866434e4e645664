# SPDX-License-Identifier: GPL-2.0-or-later
"""QEMU's control protocol: commands, their answers, and events."""

import asyncio
import itertools
import json
from typing import Any, Callable

Event = dict[str, Any]


class QmpError(Exception):
    """QEMU refused a command."""


class Qmp:
    """One connection; on_event is called for each event in order."""

    def __init__(self, reader: asyncio.StreamReader,
                 writer: asyncio.StreamWriter,
                 on_event: Callable[[Event], None]) -> None:
        self._reader = reader
        self._writer = writer
        self._on_event = on_event
        self._ids = itertools.count()
        self._answers: dict[int, asyncio.Future[Event]] = {}
        self._waiters: list[tuple[Callable[[Event], bool],
                                  asyncio.Future[Event]]] = []

    async def read(self) -> None:
        """Read all messages until QEMU closes the connection."""
        while line := await self._reader.readline():
            message = json.loads(line)
            if "event" in message:
                self._take_event(message)
            elif "id" in message:
                answer = self._answers.pop(message["id"])
                if not answer.done():
                    answer.set_result(message)

    def _take_event(self, event: Event) -> None:
        self._on_event(event)
        for waiter in list(self._waiters):
            wanted, future = waiter
            if wanted(event):
                self._waiters.remove(waiter)
                if not future.done():
                    future.set_result(event)

    async def execute(self, command: str, **arguments: Any) -> Any:
        number = next(self._ids)
        answer: asyncio.Future[Event] = \
            asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        request: dict[str, Any] = {"execute": command, "id": number}
        if arguments:
            request["arguments"] = arguments
        self._writer.write(json.dumps(request).encode() + b"\n")
        message = await answer
        if "error" in message:
            raise QmpError(message["error"]["desc"])
        return message["return"]

    def expect(self, wanted: Callable[[Event], bool]) -> "asyncio.Future[Event]":
        """A future of the next event that is wanted.

        Ask for it before the command that brings it about.
        """
        future: asyncio.Future[Event] = \
            asyncio.get_running_loop().create_future()
        self._waiters.append((wanted, future))
        return future

    async def human(self, line: str) -> str:
        """A command of the human monitor, for what QMP cannot tell."""
        return str(await self.execute("human-monitor-command",
                                      **{"command-line": line}))
