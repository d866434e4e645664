# SPDX-License-Identifier: GPL-2.0-or-later
"""Hotplug, in a guest whose time is instructions: what the guard costs, and how
soon an image is unloaded and reloaded."""

from statistics import median

from .guest import Memory, measure
from .report import Table
from .samples import column, count, factor, nanoseconds, percent, ratios, \
    spread
from .tool import BIG, where

SIZES = (8, 64, 512, 4096)


def notifier(rounds: int) -> Table:
    """What one event costs inside the guard as the map grows."""
    samples = measure("event", BIG, rounds=rounds,
                      sizes=",".join(map(str, SIZES)))
    rows = []
    series: dict[str, list[tuple[float, float]]] = {"online": [],
                                                    "offline": []}
    for name, points in series.items():
        for size in SIZES:
            taken = column(samples[f"{size}-{name}"])
            points.append((size, median(taken)))
            rows.append([name, count(size), spread(taken),
                         factor(points[-1][1] / points[0][1])])
    return Table("notifier", ["event", "blocks", "instructions",
                              "to 8 blocks"], rows, where(rounds), series)


def operations(name: str, memory: Memory, rounds: int) -> Table:
    """Blocks go online and offline, with the module and without."""
    samples = measure("hotplug", memory, rounds=rounds)
    rows = []
    for image, what in (("", "none"), ("-image", "loaded")):
        for way in ("online", "offline"):
            bare, guard = (column(samples[f"{side}{image}-{way}"])
                           for side in ("bare", "guard"))
            rows.append([f"{memory.blocks} blocks {way}", what, spread(bare),
                         spread(guard), spread(ratios(guard, bare), percent)])
    return Table(name, ["operation", "image", "without", "with", "more"],
                 rows, where(rounds))


def few(rounds: int) -> Table:
    return operations("hotplug", Memory(64), rounds)


def many(rounds: int) -> Table:
    return operations("hotplug512", Memory(512, 3), rounds)


SIDES = (("ours", "the guard"), ("rule", "udev rule: `kexec -u`"),
         ("settle", "udev rule: settle, then reload"))


def gone(rounds: int) -> Table:
    """From the end of an operation until the stale image is unloaded."""
    samples = measure("gone", Memory(8), rounds=rounds)
    rows = [[what, *(spread([1000 * us for us in column(
        samples[f"{side}-{state}"])], nanoseconds)
        for state in ("online", "offline"))] for side, what in SIDES]
    return Table("gone", ["who unloads", "after online", "after offline"],
                 rows, where(rounds))


RELOADERS = (("ours", "`kexecguardctl reload`"),
             ("throttled", "throttled, as Fedora"),
             ("each", "on every event, as Debian"))
EACH_MOST = 64		# more would take the peer that loads most hours


def reload_after(name: str, storms: tuple[int, ...], rounds: int) -> Table:
    """From the last event until a valid image is loaded again."""
    rows = []
    series: dict[str, list[tuple[float, float]]] = {}
    for events in storms:
        samples = measure("reload", Memory(8), rounds=rounds, events=events,
                          each=EACH_MOST)
        for side, what in RELOADERS:
            if side not in samples:
                continue
            last, first, end = (
                [1e6 * ms for ms in column(samples[side], index)]
                for index in (0, 1, 3))
            series.setdefault(what.replace("`", ""), []).append(
                (events, median(first) / 1e9))
            rows.append([count(events), what,
                         spread(column(samples[side], 2)),
                         spread(last, nanoseconds),
                         spread(first, nanoseconds),
                         spread(end, nanoseconds)])
    return Table(name, ["events", "who reloads", "loads",
                        "from the last event", "from the first",
                        "last event to last load"], rows,
                 where(rounds), series)


def reload(rounds: int) -> Table:
    return reload_after("reload", (8, 64, 512), rounds)


def reload_4000(rounds: int) -> Table:
    return reload_after("reload4000", (4000,), rounds)
