# SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
"""The guard of the kexec image, from Python: libkguard(3) through ctypes.

    import kguard

    with kguard.Guard() as guard:
        print(guard.verdict())
        guard.load("/boot/vmlinuz", "/boot/initrd.img", "root=/dev/vda1")

Snapshots are immutable; nothing is to be freed. What the library reports as an
errno is raised as OSError of that errno. Times are seconds of CLOCK_BOOTTIME,
addresses are physical, ranges are half-open. See <kguard.h> for the rest.
"""

import ctypes
import enum
import os
from ctypes import (POINTER, byref, c_bool, c_char_p, c_int,
                    c_int64, c_size_t, c_uint, c_uint32, c_uint64, c_void_p)
from dataclasses import dataclass
from types import TracebackType
from typing import Callable, Iterator, Optional, Type

__all__ = ["Event", "Guard", "Hook", "Info", "Level", "LoadError", "Loaded",
           "Map", "Range", "Record", "State", "Status", "Verdict", "Window",
           "library_version", "policy_get", "policy_set"]

_NSEC = 1_000_000_000
_POINTER = POINTER(c_void_p)

# Of each function what it returns and takes; handles and objects are pointers.
_FUNCTIONS: dict[str, tuple[object, tuple[object, ...]]] = {
    "kguard_cause_get_name": (c_char_p, (c_int,)),
    "kguard_class_get_name": (c_char_p, (c_uint32,)),
    "kguard_close": (None, (c_void_p,)),
    "kguard_event_free": (None, (c_void_p,)),
    "kguard_event_get_boottime_ns": (c_uint64, (c_void_p,)),
    "kguard_event_get_cause": (c_int, (c_void_p,)),
    "kguard_event_get_end": (c_uint64, (c_void_p,)),
    "kguard_event_get_generation": (c_uint64, (c_void_p,)),
    "kguard_event_get_pid": (c_int, (c_void_p,)),
    "kguard_event_get_sequence": (c_uint64, (c_void_p,)),
    "kguard_event_get_start": (c_uint64, (c_void_p,)),
    "kguard_event_get_trigger": (c_int, (c_void_p,)),
    "kguard_event_is_overrun": (c_bool, (c_void_p,)),
    "kguard_get_fd": (c_int, (c_void_p,)),
    "kguard_get_hook": (c_int, (c_void_p, c_uint32, _POINTER)),
    "kguard_get_info": (c_int, (c_void_p, _POINTER)),
    "kguard_get_last_unload": (c_int, (c_void_p, _POINTER)),
    "kguard_get_library_version": (c_char_p, ()),
    "kguard_get_map": (c_int, (c_void_p, _POINTER)),
    "kguard_get_snapshot": (c_int, (c_void_p, _POINTER, _POINTER)),
    "kguard_hook_free": (None, (c_void_p,)),
    "kguard_hook_get_error": (c_int, (c_void_p,)),
    "kguard_hook_get_name": (c_char_p, (c_void_p,)),
    "kguard_hook_get_state": (c_int, (c_void_p,)),
    "kguard_hook_get_without": (c_char_p, (c_void_p,)),
    "kguard_hook_state_get_name": (c_char_p, (c_int,)),
    "kguard_info_free": (None, (c_void_p,)),
    "kguard_info_get_block_size": (c_uint64, (c_void_p,)),
    "kguard_info_get_nr_hooks": (c_uint32, (c_void_p,)),
    "kguard_info_get_protections": (c_uint32, (c_void_p,)),
    "kguard_info_get_version": (c_char_p, (c_void_p,)),
    "kguard_judge": (c_int, (c_void_p, c_void_p)),
    "kguard_loader_free": (None, (c_void_p,)),
    "kguard_loader_get_attempts": (c_uint, (c_void_p,)),
    "kguard_loader_get_complaint": (c_char_p, (c_void_p,)),
    "kguard_loader_get_culprit": (c_char_p, (c_void_p,)),
    "kguard_loader_get_generation": (c_uint64, (c_void_p,)),
    "kguard_loader_is_by_tools": (c_bool, (c_void_p,)),
    "kguard_loader_new": (c_int, (_POINTER,)),
    "kguard_loader_run": (c_int, (c_void_p, c_void_p)),
    "kguard_loader_set_files": (None, (c_void_p, c_char_p, c_char_p,
                                       c_char_p)),
    "kguard_loader_set_settle": (None, (c_void_p, c_int64)),
    "kguard_loader_set_timeout": (None, (c_void_p, c_int64)),
    "kguard_map_find_windows": (c_int, (c_void_p, c_void_p, _POINTER)),
    "kguard_map_free": (None, (c_void_p,)),
    "kguard_map_get_page_size": (c_uint32, (c_void_p,)),
    "kguard_map_get_range": (c_int, (c_void_p, c_size_t, POINTER(c_uint64),
                                     POINTER(c_uint64), POINTER(c_uint32))),
    "kguard_map_get_unknown": (c_uint32, (c_void_p,)),
    "kguard_map_judge": (c_int, (c_void_p, c_uint64, c_uint64, POINTER(c_int),
                                 POINTER(c_uint32))),
    "kguard_map_read": (c_int, (c_char_p, _POINTER, POINTER(c_char_p))),
    "kguard_open": (c_int, (c_char_p, _POINTER)),
    "kguard_policy_get": (c_int, (c_char_p, c_char_p, c_char_p, c_size_t)),
    "kguard_policy_set": (c_int, (c_char_p, c_char_p, c_char_p)),
    "kguard_protection_get_name": (c_char_p, (c_uint32,)),
    "kguard_query_free": (None, (c_void_p,)),
    "kguard_query_new": (c_int, (_POINTER,)),
    "kguard_query_set_removable": (None, (c_void_p, c_bool)),
    "kguard_query_set_size": (None, (c_void_p, c_uint64)),
    "kguard_read_event": (c_int, (c_void_p, _POINTER)),
    "kguard_reason_get_name": (c_char_p, (c_uint32,)),
    "kguard_record_free": (None, (c_void_p,)),
    "kguard_record_get_comm": (c_char_p, (c_void_p,)),
    "kguard_record_get_generation": (c_uint64, (c_void_p,)),
    "kguard_record_get_image": (c_uint64, (c_void_p,)),
    "kguard_record_get_level": (c_int, (c_void_p,)),
    "kguard_record_get_pid": (c_int, (c_void_p,)),
    "kguard_record_get_reasons": (c_uint32, (c_void_p,)),
    "kguard_record_is_file_load": (c_bool, (c_void_p,)),
    "kguard_settle": (c_int, (c_void_p, c_int64, c_int64)),
    "kguard_status_free": (None, (c_void_p,)),
    "kguard_status_get_changes": (c_uint64, (c_void_p,)),
    "kguard_status_get_generation": (c_uint64, (c_void_p,)),
    "kguard_status_get_missing": (c_uint32, (c_void_p,)),
    "kguard_status_get_state": (c_int, (c_void_p,)),
    "kguard_status_get_unloads": (c_uint64, (c_void_p,)),
    "kguard_status_is_changing": (c_bool, (c_void_p,)),
    "kguard_status_is_confirmed": (c_bool, (c_void_p,)),
    "kguard_status_is_loaded": (c_bool, (c_void_p,)),
    "kguard_unload": (c_int, (c_void_p,)),
    "kguard_verdict_get_reason": (c_char_p, (c_int, c_void_p, c_void_p)),
    "kguard_wait_event": (c_int, (c_void_p, c_int64)),
    "kguard_windows_free": (None, (c_void_p,)),
    "kguard_windows_get_nr": (c_size_t, (c_void_p,)),
    "kguard_windows_get_window": (c_int, (
        c_void_p, c_size_t, POINTER(c_uint64), POINTER(c_uint64),
        POINTER(c_uint64))),
}

_lib = ctypes.CDLL("libkguard.so.1", use_errno=True)
for _name, (_result, _arguments) in _FUNCTIONS.items():
    _function = getattr(_lib, _name)
    _function.restype = _result
    _function.argtypes = _arguments
_libc = ctypes.CDLL(None)
_libc.free.argtypes = (c_void_p,)
_libc.free.restype = None


class Verdict(enum.Enum):
    """What can be said of the normal image; see enum kguard_verdict."""

    UNKNOWN = 0
    VALID = 1
    NONE = 2
    CHANGING = 3
    OUTDATED = 4
    UNSAFE = 5


class State(enum.Enum):
    """What the guard is doing; see enum kguard_state."""

    IDLE = 0
    LOADED = 1
    CHANGING = 2
    OUTDATED = 3
    EXECUTING = 4


class Level(enum.Enum):
    """How suitable memory is for an image; see enum kexecguard_level."""

    UNSAFE = 0
    REMOVABLE = 1
    SAFE = 2
    UNKNOWN = 3


def _level(number: int) -> Level:
    """UNKNOWN for one of a newer module, which has no verdict here."""
    return Level(number) if number <= Level.UNKNOWN.value else Level.UNKNOWN


@dataclass(frozen=True)
class Info:
    """What the module is."""

    version: str
    block_size: int
    protections: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """The guard's state."""

    state: State
    generation: int
    is_loaded: bool
    is_changing: bool
    is_confirmed: bool
    missing: tuple[str, ...]
    changes: int
    unloads: int


@dataclass(frozen=True)
class Record:
    """Who loaded the image, and how well it is placed."""

    pid: int
    comm: str
    generation: int
    image: int
    is_file_load: bool
    level: Level
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Hook:
    """One hook on a kernel function."""

    name: str
    state: str
    errno: int
    without: str


@dataclass(frozen=True)
class Event:
    """One event; @cause and @trigger are names, the latter may be empty."""

    sequence: int
    boottime: float
    generation: int
    start: int
    end: int
    cause: str
    trigger: str
    pid: int
    is_overrun: bool


@dataclass(frozen=True)
class Range:
    """A range of the memory map."""

    start: int
    end: int
    classes: tuple[str, ...]
    level: Level
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Window:
    """Where an image may be placed."""

    start: int
    end: int
    address: int


@dataclass(frozen=True)
class Loaded:
    """How a load went."""

    generation: int
    attempts: int
    is_by_tools: bool


class LoadError(OSError):
    """A load failed: filename is what the error is about, complaint what
    kexec(8) printed."""

    complaint = ""


def _check(result: int, filename: Optional[str] = None) -> None:
    if result < 0:
        raise OSError(-result, os.strerror(-result), filename)


def _text(value: Optional[bytes]) -> str:
    return (value or b"").decode(errors="surrogateescape")


def _names(bits: int, name_of: Callable[[int], Optional[bytes]]
           ) -> tuple[str, ...]:
    return tuple(_text(name_of(1 << bit)) or f"bit-{bit}"
                 for bit in range(32) if bits >> bit & 1)


def _path(path: Optional[str]) -> Optional[bytes]:
    return None if path is None else os.fsencode(path)


class Map:
    """The memory map, of the guard or of a machine's files."""

    def __init__(self, handle: c_void_p) -> None:
        self._handle = handle

    def __del__(self) -> None:
        _lib.kguard_map_free(self._handle)

    @classmethod
    def read(cls, root: str = "/") -> "Map":
        """Read it from the files below a directory; "/" is this machine."""
        handle, where = c_void_p(), c_char_p()
        result = _lib.kguard_map_read(_path(root), byref(handle), byref(where))
        name = _text(where.value)
        _libc.free(where)
        _check(result, name or root)
        return cls(handle)

    @property
    def page_size(self) -> int:
        return int(_lib.kguard_map_get_page_size(self._handle))

    @property
    def unknown(self) -> tuple[str, ...]:
        """The classes that could not be read."""
        return _names(_lib.kguard_map_get_unknown(self._handle),
                      _lib.kguard_class_get_name)

    def ranges(self) -> Iterator[Range]:
        """All ranges, in ascending order."""
        start, end, classes = c_uint64(), c_uint64(), c_uint32()
        level, reasons = c_int(), c_uint32()
        index = 0
        while not _lib.kguard_map_get_range(self._handle, index, byref(start),
                                            byref(end), byref(classes)):
            _check(_lib.kguard_map_judge(self._handle, start, end,
                                         byref(level), byref(reasons)))
            yield Range(start.value, end.value,
                        _names(classes.value, _lib.kguard_class_get_name),
                        _level(level.value),
                        _names(reasons.value, _lib.kguard_reason_get_name))
            index += 1

    def windows(self, size: int = 0, removable: bool = False) -> list[Window]:
        """Where an image of this size may be placed, the lowest first."""
        query, windows = c_void_p(), c_void_p()
        _check(_lib.kguard_query_new(byref(query)))
        try:
            _lib.kguard_query_set_size(query, size)
            _lib.kguard_query_set_removable(query, removable)
            _check(_lib.kguard_map_find_windows(self._handle, query,
                                                byref(windows)))
        finally:
            _lib.kguard_query_free(query)
        try:
            return [self._window(windows, index) for index in
                    range(_lib.kguard_windows_get_nr(windows))]
        finally:
            _lib.kguard_windows_free(windows)

    @staticmethod
    def _window(windows: c_void_p, index: int) -> Window:
        start, end, address = c_uint64(), c_uint64(), c_uint64()
        _check(_lib.kguard_windows_get_window(
            windows, index, byref(start), byref(end), byref(address)))
        return Window(start.value, end.value, address.value)


class Guard:
    """The open device."""

    def __init__(self, path: Optional[str] = None) -> None:
        self._handle = c_void_p()
        _check(_lib.kguard_open(_path(path), byref(self._handle)),
               path or "/dev/kexecguard")

    def __enter__(self) -> "Guard":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]],
                 value: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def close(self) -> None:
        """Close the device; nothing else may be called then."""
        _lib.kguard_close(self._handle)
        self._handle = c_void_p()

    def _open(self) -> c_void_p:
        """The library aborts on a NULL object; a program in Python does not."""
        if not self._handle:
            raise ValueError("the device is closed")
        return self._handle

    def fileno(self) -> int:
        """For select(): readable if there is an event."""
        return int(_lib.kguard_get_fd(self._open()))

    def info(self) -> Info:
        info = c_void_p()
        _check(_lib.kguard_get_info(self._open(), byref(info)))
        try:
            return Info(_text(_lib.kguard_info_get_version(info)),
                        _lib.kguard_info_get_block_size(info),
                        _names(_lib.kguard_info_get_protections(info),
                               _lib.kguard_protection_get_name))
        finally:
            _lib.kguard_info_free(info)

    def hooks(self) -> list[Hook]:
        info = c_void_p()
        _check(_lib.kguard_get_info(self._open(), byref(info)))
        number = _lib.kguard_info_get_nr_hooks(info)
        _lib.kguard_info_free(info)
        return [self._hook(index) for index in range(number)]

    def _hook(self, index: int) -> Hook:
        hook = c_void_p()
        _check(_lib.kguard_get_hook(self._handle, index, byref(hook)))
        try:
            state = _lib.kguard_hook_get_state(hook)
            return Hook(_text(_lib.kguard_hook_get_name(hook)),
                        _text(_lib.kguard_hook_state_get_name(state)) or
                        "unknown", -_lib.kguard_hook_get_error(hook),
                        _text(_lib.kguard_hook_get_without(hook)))
        finally:
            _lib.kguard_hook_free(hook)

    def _snapshot(self) -> tuple[c_void_p, c_void_p]:
        status, record = c_void_p(), c_void_p()
        _check(_lib.kguard_get_snapshot(self._open(), byref(status),
                                        byref(record)))
        return status, record

    @staticmethod
    def _free(status: c_void_p, record: c_void_p) -> None:
        _lib.kguard_status_free(status)
        _lib.kguard_record_free(record)

    def status(self) -> Status:
        status, record = self._snapshot()
        try:
            return Status(
                State(_lib.kguard_status_get_state(status)),
                _lib.kguard_status_get_generation(status),
                _lib.kguard_status_is_loaded(status),
                _lib.kguard_status_is_changing(status),
                _lib.kguard_status_is_confirmed(status),
                _names(_lib.kguard_status_get_missing(status),
                       _lib.kguard_protection_get_name),
                _lib.kguard_status_get_changes(status),
                _lib.kguard_status_get_unloads(status))
        finally:
            self._free(status, record)

    def record(self) -> Optional[Record]:
        """The load record, or None if there is none."""
        status, record = self._snapshot()
        try:
            if not record:
                return None
            return Record(
                _lib.kguard_record_get_pid(record),
                _text(_lib.kguard_record_get_comm(record)),
                _lib.kguard_record_get_generation(record),
                _lib.kguard_record_get_image(record),
                _lib.kguard_record_is_file_load(record),
                _level(_lib.kguard_record_get_level(record)),
                _names(_lib.kguard_record_get_reasons(record),
                       _lib.kguard_reason_get_name))
        finally:
            self._free(status, record)

    def verdict(self) -> Verdict:
        """Is the loaded image good?"""
        return self.judge()[0]

    def judge(self) -> tuple[Verdict, str]:
        """Is the loaded image good, and why, in a sentence."""
        status, record = self._snapshot()
        try:
            verdict = _lib.kguard_judge(status, record)
            reason = _lib.kguard_verdict_get_reason(verdict, status, record)
            return Verdict(verdict), _text(reason)
        finally:
            self._free(status, record)

    def map(self) -> Map:
        """The guard's memory map; takes root."""
        handle = c_void_p()
        _check(_lib.kguard_get_map(self._open(), byref(handle)))
        return Map(handle)

    def unload(self) -> None:
        """Unload the normal image; takes root."""
        _check(_lib.kguard_unload(self._open()))

    def settle(self, quiet: float, timeout: float = -1) -> bool:
        """Wait until memory has been quiet for so long; False if it was not in
        time. Takes the waiting events."""
        result = _lib.kguard_settle(self._open(), _nanoseconds(quiet),
                                    _nanoseconds(timeout))
        return _in_time(result)

    def load(self, kernel: str, initrd: Optional[str], command_line: str,
             settle: float = 0, timeout: float = 60) -> Loaded:
        """Load an image and have it confirmed; raises LoadError."""
        loader = c_void_p()
        _check(_lib.kguard_loader_new(byref(loader)))
        # The loader keeps pointers to these.
        texts = _path(kernel), _path(initrd), os.fsencode(command_line)
        try:
            _lib.kguard_loader_set_files(loader, *texts)
            _lib.kguard_loader_set_settle(loader, _nanoseconds(settle))
            _lib.kguard_loader_set_timeout(loader, _nanoseconds(timeout))
            result = _lib.kguard_loader_run(loader, self._open())
            if result < 0:
                raise _load_error(loader, result)
            return Loaded(_lib.kguard_loader_get_generation(loader),
                          _lib.kguard_loader_get_attempts(loader),
                          _lib.kguard_loader_is_by_tools(loader))
        finally:
            _lib.kguard_loader_free(loader)

    def wait_event(self, timeout: float = -1) -> bool:
        """Wait for an event; False if none came in time."""
        return _in_time(_lib.kguard_wait_event(self._open(),
                                               _nanoseconds(timeout)))

    def events(self) -> Iterator[Event]:
        """The events that wait to be read."""
        event = c_void_p()
        while True:
            try:
                _check(_lib.kguard_read_event(self._open(), byref(event)))
            except BlockingIOError:
                return
            yield _take_event(event)

    def last_unload(self) -> Optional[Event]:
        """The newest unload since the module was inserted, or None."""
        event = c_void_p()
        try:
            _check(_lib.kguard_get_last_unload(self._open(), byref(event)))
        except OSError as error:
            if error.errno == _ENODATA:
                return None
            raise
        return _take_event(event)


_ENODATA = 61
_ETIMEDOUT = 110


def _nanoseconds(seconds: float) -> int:
    return int(seconds * _NSEC)


def _in_time(result: int) -> bool:
    if result == -_ETIMEDOUT:
        return False
    _check(result)
    return True


def _load_error(loader: c_void_p, result: int) -> LoadError:
    error = LoadError(-result, os.strerror(-result),
                      _text(_lib.kguard_loader_get_culprit(loader)))
    error.complaint = _text(_lib.kguard_loader_get_complaint(loader))
    return error


def _take_event(event: c_void_p) -> Event:
    try:
        return Event(
            _lib.kguard_event_get_sequence(event),
            _lib.kguard_event_get_boottime_ns(event) / _NSEC,
            _lib.kguard_event_get_generation(event),
            _lib.kguard_event_get_start(event),
            _lib.kguard_event_get_end(event),
            _text(_lib.kguard_cause_get_name(
                _lib.kguard_event_get_cause(event))),
            _text(_lib.kguard_cause_get_name(
                _lib.kguard_event_get_trigger(event))),
            _lib.kguard_event_get_pid(event),
            _lib.kguard_event_is_overrun(event))
    finally:
        _lib.kguard_event_free(event)


def library_version() -> str:
    """The version of libkguard."""
    return _text(_lib.kguard_get_library_version())


def policy_get(name: str = "policy", root: Optional[str] = None) -> str:
    """Read a parameter of the policy, such as policy, on_offline, placement."""
    value = ctypes.create_string_buffer(256)
    _check(_lib.kguard_policy_get(_path(root), os.fsencode(name), value,
                                  len(value)), name)
    return _text(value.value)


def policy_set(value: str, name: str = "policy",
               root: Optional[str] = None) -> None:
    """Change a parameter of the policy; takes root."""
    _check(_lib.kguard_policy_set(_path(root), os.fsencode(name),
                                  os.fsencode(value)), name)
