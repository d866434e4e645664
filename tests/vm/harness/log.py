# SPDX-License-Identifier: GPL-2.0-or-later
"""A guest's log: console, channel and QMP lines in order, with times."""

import time
from pathlib import Path
from typing import Callable, Optional

Watcher = Callable[[float, str, str], None]


class Log:
    """Written line by line, so that it can be followed while it grows."""

    def __init__(self, path: Path, watch: Optional[Watcher] = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("w", encoding="utf-8", buffering=1)
        self._begin = time.monotonic()
        self._watch = watch

    def elapsed(self) -> float:
        return time.monotonic() - self._begin

    def write(self, source: str, text: str) -> None:
        printable = "".join(c if c.isprintable() or c == "\t" else "?"
                            for c in text)
        self._file.write(f"{self.elapsed():8.3f} {source:7} {printable}\n")
        if self._watch:
            self._watch(self.elapsed(), source, printable)

    def close(self) -> None:
        self._file.close()
