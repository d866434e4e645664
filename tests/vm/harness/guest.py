# SPDX-License-Identifier: GPL-2.0-or-later
"""One QEMU: starts it, reads all its output, and records how it ended."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Coroutine, Optional

from . import channel
from .case import Case
from .frozen import Freezer, Frozen, digest
from .host import Host, size_of
from .log import Log
from .machine import Machine
from .qmp import Event, Qmp
from .shape import PLAIN, Memory, Shape

# Added memory stays offline unless a case asks for something else, whatever the
# kernel's own default is.
APPEND = "panic=-1 no_timer_check loglevel=5 memhp_default_state=offline"

# A kernel that jumped into missing memory can stay silent for ever. No output
# for this long after kexec -e is a hang: a second kernel prints something when
# it is decompressed and again when it boots, seconds apart.
SILENCE = 30.0

# A processor that is seen in removed memory, or taking a fault, this many times
# in a row will not come back either; this ends the case earlier.
LOOK = 0.5
LOST_LOOKS = 4

# The most that a kernel before the case's own may take, in seconds.
KEXEC = 60.0

# The message of guest/kx.c's one-page image.
PAYLOAD = "boot payload"


@dataclass
class Outcome:
    """What a guest did, as far as the verdict depends on it."""

    end: str = "running"
    why: str = ""
    checks: list[tuple[str, bool, str]] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    finished: bool = False
    case_began: float = 0.0
    waited: float = 0.0     # for another guest that booted the same machine


class Guest:
    """Runs until the machine has ended, one way or another."""

    def __init__(self, machine: Machine, log: Log, on_message: Optional[
            Callable[[str], None]] = None, slow: float = 1,
                 freezer: Optional[Freezer] = None) -> None:
        self.outcome = Outcome()
        self._freezer = freezer
        self._frozen: Optional[Frozen] = None
        self._boots = True
        self._task = ""
        self._machine = machine
        self._log = log
        self._on_message = on_message
        self._slow = slow
        self._ended = asyncio.Event()
        self._watch: Optional[asyncio.Task[None]] = None
        self._heard = 0.0
        self._jumps = 0
        self._shape = PLAIN
        self._tasks: set[asyncio.Task[None]] = set()
        self._qmp: Qmp
        self._host: Host
        self._channel: asyncio.StreamWriter

    async def run(self, qemu: Optional[Path], kernel: Optional[Path],
                  initrd: Path, append: str, case: Case,
                  shape: Shape = PLAIN) -> Outcome:
        """Without a kernel, the firmware boots from the case's disks."""
        self._shape = shape
        names = ("console", "channel", "qmp")
        pairs = {name: socket.socketpair() for name in names}
        memory = Memory.parse(case.memory).at_least(size_of(shape.memory))
        early = shape.early(memory)
        words = f"{APPEND} {shape.words}{append} {case.append}".split()
        self._task = " ".join(word for word in words if is_task(word))
        line = " ".join(word for word in words if not is_task(word))
        command = self._machine.command(qemu, shape, memory)
        if kernel:
            command += ["-kernel", str(kernel),
                        "-initrd", str(with_early(initrd, early)), "-append",
                        f"console={self._machine.console} "
                        f"{self._machine.words}{line}"]
        if self._freezer and self._machine.freezes and not case.qemu:
            self._frozen = await self._freezer.place(command)
            self._boots = not self._frozen.question
            self.outcome.waited = self._log.elapsed()
            if not self._boots:
                command += ["-incoming", "defer"]
        for name, (_, theirs) in pairs.items():
            command += ["-chardev", f"socket,id={name},fd={theirs.fileno()}"]
        command += ["-mon", "chardev=qmp,mode=control", *case.qemu]
        self._log.write("host", " ".join(command))

        process = await asyncio.create_subprocess_exec(
            *command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs.fileno() for _, theirs in pairs.values()])
        for _, theirs in pairs.values():
            theirs.close()
        try:
            streams = {name: await asyncio.open_connection(sock=ours)
                       for name, (ours, _) in pairs.items()}
            await self._listen(process, streams, self._slow *
                               (case.timeout + KEXEC * len(shape.kexecs)))
        finally:
            self._settle()
            await self._stop(process)
        return self.outcome

    async def _listen(self, process: asyncio.subprocess.Process,
                      streams: dict[str, tuple[asyncio.StreamReader,
                                               asyncio.StreamWriter]],
                      timeout: float) -> None:
        self._channel = streams["channel"][1]
        self._qmp = Qmp(*streams["qmp"], self._take_event)
        self._host = Host(self._qmp, self._slow, self._machine.acpi)
        assert process.stdout
        readers = [
            self._spawn(self._qmp.read()),
            self._spawn(self._read_lines(streams["console"][0],
                                         self._take_console)),
            self._spawn(self._read_lines(streams["channel"][0],
                                         self._take_channel)),
            self._spawn(self._read_lines(process.stdout, self._take_qemu)),
        ]
        self._spawn(self._wait_for_exit(process, readers))
        self._spawn(self._greet())
        try:
            await asyncio.wait_for(self._ended.wait(), timeout)
        except asyncio.TimeoutError:
            await self._log_processors()
            self._end("timeout", f"still running after {timeout:.0f} s")

    async def _log_processors(self) -> None:
        """Log each processor's registers, the last trace of a silent guest."""
        with contextlib.suppress(asyncio.TimeoutError):
            registers = await asyncio.wait_for(
                self._qmp.human("info registers -a"), 5)
            for line in registers.splitlines():
                self._log.write("qemu", line)

    async def _greet(self) -> None:
        await self._qmp.execute("qmp_capabilities")
        question = self._frozen.question \
            if self._frozen and not self._boots else None
        if self._frozen and question:
            await self._frozen.thaw(self._qmp)
            await self._say(question, f"ok {self._task}")

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)
        return task

    def _task_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            self._end("harness", f"harness error: {task.exception()!r}")

    async def _wait_for_exit(self, process: asyncio.subprocess.Process,
                             readers: list[asyncio.Task[None]]) -> None:
        """Read all its output before its exit counts."""
        status = await process.wait()
        await asyncio.wait(readers)
        self._end("exit", f"QEMU ended with status {status}")
        self._ended.set()

    async def _stop(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is None:
            # Not process.kill(): that may reap the process before asyncio does.
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
            await process.wait()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._log.write("host", f"{self.outcome.end}: {self.outcome.why}")

    def stop(self, why: str) -> None:
        """End the guest early, at the caller's request."""
        self._end("stop", why)

    def _end(self, end: str, why: str) -> None:
        """Record how it ended; only the first call counts."""
        if self.outcome.end == "running":
            self.outcome.end = end
            self.outcome.why = why
        if end not in ("second-kernel", "crash-kernel", "poweroff"):
            self._ended.set()

    # Its output.

    async def _read_lines(self, reader: asyncio.StreamReader,
                          take: Callable[[bytes], None]) -> None:
        rest = b""
        while data := await reader.read(65536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                take(line.rstrip(b"\r"))
        if rest:
            take(rest)

    def _take_qemu(self, line: bytes) -> None:
        self._log.write("qemu", line.decode(errors="replace"))

    def _take_console(self, line: bytes) -> None:
        text = line.decode(errors="replace")
        if text:
            self._heard = self._log.elapsed()
            self._log.write("console", text)
            if not self._machine.harmless.search(text):
                self.outcome.console.append(text)
        # On some machines the one-page image can only use the console's port.
        message = channel.decode(line)
        if message and message.text == PAYLOAD:
            self._take_message(message)

    def _take_event(self, event: Event) -> None:
        self._log.write("qmp", f"{event['event']} {event.get('data', '')}")
        if event["event"] != "SHUTDOWN":
            return
        if event["data"]["reason"] == "guest-shutdown":
            self._end("poweroff", "powered off")
        else:
            self._end("crash", f"the machine was reset "
                               f"({event['data']['reason']})")

    def _take_channel(self, line: bytes) -> None:
        message = channel.decode(line)
        if message is None:
            if line:
                self._log.write("noise", line.decode(errors="replace"))
            return
        self._take_message(message)

    def _take_message(self, message: channel.Message) -> None:
        self._log.write("guest", message.text)
        if self._watch:
            self._watch.cancel()
            self._watch = None
        verb, _, rest = message.text.partition(" ")
        if verb == "check":
            name, result, *details = rest.split(" ", 2)
            self.outcome.checks.append((name, result == "ok",
                                        " ".join(details)))
        elif verb == "start":
            self.outcome.case_began = self._log.elapsed()
        elif verb == "end":
            self.outcome.finished = True
        elif verb == "boot":
            self._end(*boot_end(rest))
        elif verb == "exec":
            self._jumps += 1
            self._watch = self._spawn(self._watch_jump())
        elif verb == "note":
            self.outcome.notes.append(rest)
        elif verb not in ("exec-returned", "before"):
            self._spawn(self._answer(message))
        if self._on_message:
            self._on_message(message.text)

    async def _answer(self, message: channel.Message) -> None:
        if message.text == "task":
            # Once the case has begun, kexecs are its own.
            if not self.outcome.case_began and \
                    self._jumps != len(self._shape.kexecs):
                self._end("harness", f"asked for its task after {self._jumps} "
                          f"kexecs, not {len(self._shape.kexecs)}")
                return
            if self._frozen and self._boots:
                await self._frozen.freeze(self._qmp, message.id)
            self._settle()
            answer = f"ok {self._task}"
        else:
            answer = await self._host.answer(message.text)
        await self._say(message.id, answer)

    def _settle(self) -> None:
        """Let other guests thaw this machine or, if it failed, boot it."""
        if self._freezer and self._frozen and self._boots:
            self._boots = False
            self._freezer.settle(self._frozen)

    async def _say(self, question: str, answer: str) -> None:
        self._log.write("host", answer)
        self._channel.write(channel.encode(
            channel.Message(question, answer)))
        await self._channel.drain()

    async def _watch_jump(self) -> None:
        """After kexec -e, end the guest if the machine does not come back."""
        lost = 0
        silence = SILENCE * self._slow
        self._heard = self._log.elapsed()
        while self._log.elapsed() - self._heard < silence:
            await asyncio.sleep(LOOK)
            where = await self._lost_where()
            lost = lost + 1 if where else 0
            if lost == LOST_LOOKS:
                self._end("crash", f"hang: the processor {where}")
                return
        await self._log_processors()
        self._end("crash", f"hang: nothing heard for {silence:.0f} s "
                  "after kexec -e")

    async def _lost_where(self) -> str:
        """Describe a processor that will not come back, or return nothing."""
        registers = await self._qmp.human("info registers -a")
        for match in self._machine.counter.finditer(registers):
            address = int(match[1], 16)
            if any(start <= address < end
                   for start, end in self._host.removed):
                return f"runs at {address:#x}, where the memory is gone"
            if self._machine.at_fault(address):
                return f"takes faults without end at {address:#x}"
        return ""


def with_early(initrd: Path, early: bytes) -> Path:
    """The archive preceded by another one; written once."""
    if not early:
        return initrd
    path = initrd.with_name(f"{initrd.stem}-{digest(early)}.img")
    if not path.exists() or path.stat().st_mtime < initrd.stat().st_mtime:
        scratch = path.with_name(f"{path.name}.{id(path)}.new")
        scratch.write_bytes(early + initrd.read_bytes())
        scratch.replace(path)
    return path


def is_task(word: str) -> bool:
    """Whether a word is for the guest's init, which asks for it, and not for
    its kernel."""
    return word.startswith("kg.")


def boot_end(text: str) -> tuple[str, str]:
    """How the guest ended, by the message of the kernel after kexec."""
    name = text.split(" ", 1)[0]
    if f"boot {name}" == PAYLOAD:
        return "second-kernel", "the one-page image ran"
    return name, f"up: {text}"
