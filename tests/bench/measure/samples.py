# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers that were measured: medians, bounds, and the ratios of pairs."""

from statistics import median
from typing import Callable, Iterable, Sequence

Format = Callable[[float], str]


def count(value: float) -> str:
    """1234567 is 1,234,567."""
    return f"{value:,.0f}"


def nanoseconds(value: float) -> str:
    for size, unit in ((1e9, "s"), (1e6, "ms"), (1e3, "µs")):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value:.0f} ns"


def factor(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:.0f}"


def percent(value: float) -> str:
    """A ratio as a difference: 1.0123 is +1.23 %."""
    return f"{100 * (value - 1):+.2f} %"


def share(value: float) -> str:
    return f"{100 * value:.3g} %"


def spread(values: Iterable[float], form: Format = count) -> str:
    """The median, and in brackets the smallest and the largest."""
    known = sorted(values)
    middle, low, high = (form(value) for value in
                         (median(known), known[0], known[-1]))
    return middle if low == high else f"{middle} ({low} … {high})"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Of each pair; those that took turns belong together."""
    assert len(ours) == len(theirs) and ours
    return [one / other for one, other in zip(ours, theirs)]


def column(samples: list[list[float]], index: int = 0) -> list[float]:
    return [numbers[index] for numbers in samples]
