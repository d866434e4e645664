#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Type into bash and zsh on a terminal, and see what is completed:
check-completion.py TOOL.

Each row is what is typed before a tab, and what must then stand on the line or
be offered. A shell that is not installed is skipped, and said so.
"""

import os
import pty
import re
import select
import shutil
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PROMPT = "READY> "
LIMIT = 60.0

# Typed; expected after it. The tab ends what is typed.
ROWS = (
    ("kexecguardctl stat", "status "),
    ("kexecguardctl status --js", "--json"),
    ("kexecguardctl wait --for val", "valid"),
    ("kexecguardctl wait --for=val", "--for=valid"),
    ("kexecguardctl map --color=al", "--color=always"),
    ("kexecguardctl policy offline=ve", "offline=veto"),
    ("kexecguardctl load --entry=de", "--entry=default"),
    ("kexecguardctl load --init", "--initrd"),
    ("kexecguardctl load --initrd=fi", "--initrd=file-to-complete"),
    ("kexecguardctl load fi", "file-to-complete"),
    ("kexecguardctl doctor -o MEA", "MEANING"),
    ("kexecguardctl doctor --output=MEA", "--output=MEANING"),
    ("kexecguardctl --sysroot dir", "directory-to-complete"),
    ("kexecguardctl help mon", "monitor"),
)
ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[a-zA-Z]|[=>]|\][^\x07]*\x07)|[\r\a]")


class Shell:
    """A shell on a terminal, in a directory of its own."""

    def __init__(self, argv: list[str], start: str, home: str, tool: str):
        self.seen = ""
        pid, self.terminal = pty.fork()
        if not pid:
            os.chdir(home)
            os.environ.update(
                HOME=home, ZDOTDIR=home, TERM="xterm", PS1=PROMPT,
                LC_ALL="C.UTF-8", COLUMNS="200", LINES="50",
                PATH=f"{Path(tool).parent}:{os.environ['PATH']}")
            os.execvp(argv[0], argv)
        self.pid = pid
        self.type(start + f"PS1='{PROMPT}'; stty cols 200\necho be''gin\n")
        self.wait("begin\n" + PROMPT)

    def type(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def wait(self, text: str) -> bool:
        """Read until the text was printed."""
        end = time.monotonic() + LIMIT
        while text not in self.seen:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.terminal], [], [],
                                              left)[0]:
                return False
            try:
                got = os.read(self.terminal, 65536)
            except OSError:
                return False
            self.seen = ESCAPES.sub("", self.seen +
                                    got.decode(errors="replace"))
        return True

    def try_row(self, typed: str, expected: str) -> bool:
        # A line is dropped by ^U, and the next prompt means that it is gone.
        self.seen = ""
        self.type(typed + "\t")
        known = typed[:typed.rfind(" ") + 1]
        found = self.wait(known + expected)
        self.type("\x15\x0becho ga''p\n")
        self.wait("gap\n" + PROMPT)
        return found

    def close(self) -> None:
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def shells(home: str) -> dict[str, tuple[list[str], str]]:
    bash = TOP / "dist/completions/kexecguardctl.bash"
    zsh = Path(home) / "functions"
    zsh.mkdir()
    shutil.copy(TOP / "dist/completions/_kexecguardctl", zsh)
    return {
        "bash": (["bash", "--norc", "--noprofile", "-i"],
                 f"source {bash}; bind 'set bell-style none'\n"),
        "zsh": (["zsh", "-f", "-i"],
                f"fpath=({zsh} $fpath); autoload -Uz compinit; "
                "compinit -u -D; unsetopt beep prompt_cr prompt_sp\n"),
    }


def main() -> int:
    tool = str(Path(sys.argv[1]).resolve())
    failed = count = 0
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "file-to-complete").touch()
        (Path(home) / "directory-to-complete").mkdir()
        for name, (argv, start) in shells(home).items():
            if not shutil.which(name):
                print(f"check-completion: {name} is not installed: skipped")
                continue
            shell = Shell(argv, start, home, tool)
            for typed, expected in ROWS:
                count += 1
                if not shell.try_row(typed, expected):
                    print(f"check-completion: {name}: {typed!r} became "
                          f"{shell.seen!r}", file=sys.stderr)
                    failed = 1
            shell.close()
    if not failed:
        print(f"check-completion: {count} lines, completed as typed")
    return failed


sys.exit(main())
