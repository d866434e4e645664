# SPDX-License-Identifier: GPL-2.0-or-later
"""What python.sh checks of the binding, one function a step."""

import errno
import sys

import kguard
from kguard import Guard, Level, State, Verdict

KERNEL = "/boot/vmlinuz"
INITRD = "/boot/second.img"


def idle() -> None:
    with Guard() as guard:
        info = guard.info()
        assert info.version == kguard.library_version(), info
        assert info.block_size >= 1 << 20, info
        assert "add" in info.protections, info
        hooks = guard.hooks()
        assert hooks and all(hook.state in ("armed", "unused")
                             for hook in hooks), hooks
        status = guard.status()
        assert status.state is State.IDLE and not status.missing, status
        assert guard.judge() == (Verdict.NONE, "none loaded")
        assert guard.record() is None and guard.last_unload() is None
        assert guard.settle(0, 10)
        ranges = list(guard.map().ranges())
        assert any(item.level is Level.SAFE for item in ranges), ranges
        assert guard.map().windows(1 << 24)
        assert not guard.wait_event(0.01)


def load() -> None:
    with Guard() as guard:
        try:
            guard.load("/nonexistent", None, "")
            raise AssertionError("loaded what does not exist")
        except kguard.LoadError as error:
            assert error.errno == errno.ENOENT, error
            assert error.filename == "/nonexistent", error
        loaded = guard.load(KERNEL, INITRD, "console=ttyS0", settle=0.1)
        assert loaded.attempts == 1 and not loaded.is_by_tools, loaded
        assert guard.verdict() is Verdict.VALID
        record = guard.record()
        assert record and record.is_file_load and record.comm, record
        assert record.level is Level.SAFE and not record.reasons, record
        assert guard.status().is_confirmed
        causes = [event.cause for event in guard.events()]
        assert "load" in causes, causes


def outdated() -> None:
    with Guard() as guard:
        assert guard.verdict() is Verdict.NONE
        event = guard.last_unload()
        assert event and event.cause == "guard-unload", event
        assert event.trigger == "add" and event.end > event.start, event
        assert guard.status().unloads == 1
        guard.load(KERNEL, INITRD, "", timeout=30)
        assert guard.verdict() is Verdict.VALID
        guard.unload()
        assert guard.verdict() is Verdict.NONE


def policy() -> None:
    assert kguard.policy_get() == "strict"
    kguard.policy_set("map")
    assert kguard.policy_get() == "map"
    assert kguard.policy_get("on_offline") == "keep"
    try:
        kguard.policy_set("nonsense")
        raise AssertionError("a policy that does not exist")
    except OSError as error:
        assert error.errno == errno.EINVAL, error
    assert kguard.policy_get() == "map"


def gone() -> None:
    try:
        Guard()
        raise AssertionError("opened what is gone")
    except FileNotFoundError:
        pass


STEPS = {"idle": idle, "load": load, "outdated": outdated, "policy": policy,
         "gone": gone}
STEPS[sys.argv[1]]()
