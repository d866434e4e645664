# SPDX-License-Identifier: GPL-2.0-or-later
"""Hotplug, in a guest whose time is instructions: what the guard adds to it,
and how soon an image is gone and there again."""

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


def operations(rounds: int) -> Table:
    """Blocks go online and offline, with the module and without."""
    rows = []
    for blocks, ram, most in ((64, 1, 10), (512, 3, 2)):
        taken = min(rounds, most)
        samples = measure("hotplug", Memory(blocks, ram), rounds=taken)
        for image, what in (("", "none"), ("-image", "loaded")):
            for way in ("online", "offline"):
                bare, guard = (column(samples[f"{side}{image}-{way}"])
                               for side in ("bare", "guard"))
                rows.append([f"{blocks} blocks {way}", what, spread(bare),
                             spread(guard),
                             spread(ratios(guard, bare), percent),
                             str(taken)])
    return Table("hotplug", ["operation", "image", "without", "with",
                             "more", "rounds"], rows, where(rounds))


SIDES = (("ours", "the guard"), ("rule", "udev rule: `kexec -u`"),
         ("settle", "udev rule: settle, then reload"))


def gone(rounds: int) -> Table:
    """From the end of an operation until the stale image is gone."""
    samples = measure("gone", Memory(8), rounds=rounds)
    rows = [[what, *(spread([1000 * us for us in column(
        samples[f"{side}-{state}"])], nanoseconds)
        for state in ("online", "offline"))] for side, what in SIDES]
    return Table("gone", ["who unloads", "after online", "after offline"],
                 rows, where(rounds))


RELOADERS = (("ours", "`kexecguardctl reload`"),
             ("throttled", "throttled, as Fedora"),
             ("each", "on every event, as Debian"))
EACH_MOST = 512		# more would take the peer hours
EVENTS = ((8, 10), (64, 10), (512, 3), (4000, 1))


def reload(rounds: int) -> Table:
    """From the last event until a valid image is loaded again."""
    rows = []
    series: dict[str, list[tuple[float, float]]] = {}
    for events, most in EVENTS:
        taken = min(rounds, most)
        samples = measure("reload", Memory(16), rounds=taken, events=events,
                          each=EACH_MOST)
        for side, what in RELOADERS:
            if side not in samples:
                continue
            times = [1e6 * ms for ms in column(samples[side], 0)]
            whole = [1e6 * ms for ms in column(samples[side], 1)]
            series.setdefault(side, []).append(
                (events, median(whole) / 1e9))
            rows.append([count(events), what,
                         spread(column(samples[side], 2)),
                         spread(times, nanoseconds),
                         spread(whole, nanoseconds), str(taken)])
    return Table("reload", ["events", "who reloads", "loads",
                            "from the last event", "from the first",
                            "rounds"], rows, where(rounds), series)
