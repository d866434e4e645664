# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a case has passed, and if not, every reason."""

import re

from .case import Case
from .guest import Outcome

COMPLAINT = re.compile(
    r"BUG:|WARNING:|Oops|Call Trace|CFI failure|Missing ENDBR|control protection|"
    r"lockdep|soft lockup|hard LOCKUP|"
    r"rcu_.*stall|general protection|kernel BUG|refcount_t|KASAN|UBSAN|ODEBUG|"
    r"Failed to disarm|Kernel panic|scheduling while atomic|"
    r"blocked for more than|Bad page|leaked")

# From here on the output is that of a crash which the case asked for.
ASKED_PANIC = re.compile(r"sysrq: Trigger a crash|"
                         r"Kernel panic - not syncing: (sysrq|as asked)")


def complaints(case: Case, console: list[str]) -> list[str]:
    allowed = [re.compile(text) for text in case.allow]
    found = []
    for line in console:
        if case.ends == "crash-kernel" and ASKED_PANIC.search(line):
            break
        if COMPLAINT.search(line) and \
                not any(pattern.search(line) for pattern in allowed):
            found.append(line)
    return found


def judge(case: Case, outcome: Outcome) -> list[str]:
    """The reasons why a case failed; empty if it passed."""
    reasons = [f"{name}: {details or 'failed'}"
               for name, ok, details in outcome.checks if not ok]
    if outcome.end != case.ends:
        reasons.append(f"ended in {outcome.end} ({outcome.why}), "
                       f"not in {case.ends}")
    elif case.ends == "poweroff" and not outcome.finished:
        reasons.append("powered off before the case was over")
    if not outcome.checks:
        reasons.append("checked nothing")
    reasons += [f"never said: {text}" for text in case.says
                if not any(re.search(text, line) for line in outcome.console)]
    reasons += [f"the kernel complained: {line}"
                for line in complaints(case, outcome.console)[:5]]
    return reasons
