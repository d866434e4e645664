#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The rules for Prometheus and the dashboard for Grafana: check-prometheus.py
[PROMTOOL].

Each metric that they ask for is one that the tool writes or a rule records, and
each expression is one that Prometheus understands. promtool is that of the
argument, of this machine, or of Debian's package; without it, only names are
checked, and that is said.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Iterator, Optional

TOP = Path(__file__).resolve().parents[2]
RULES = TOP / "dist/prometheus/kexecguard.rules.yml"
TESTS = TOP / "dist/prometheus/kexecguard.test.yml"
DASHBOARD = TOP / "dist/grafana/kexecguard.json"
WRITTEN = re.compile(r'\b(?:head|value|moment)\(out,\s*"(\w+)"')
RECORD = re.compile(r"^ *- record: (\S+)$", re.M)
NAME = re.compile(r"(?<![\w:])((?:instance:)?kexecguard_\w+(?::\w+)?)")
# What Grafana replaces.
MACROS = {"$__rate_interval": "5m", "$instance": ".*"}


def known() -> set[str]:
    source = (TOP / "cli/view/metrics.c").read_text()
    names = {f"kexecguard_{name}" for name in WRITTEN.findall(source)}
    return names | set(RECORD.findall(RULES.read_text()))


def queries(node: object) -> Iterator[str]:
    """All expressions of a dashboard."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("expr", "query") and isinstance(value, str):
                yield value
            else:
                yield from queries(value)
    elif isinstance(node, list):
        for value in node:
            yield from queries(value)


def promtool() -> Optional[str]:
    if sys.argv[1:]:
        return sys.argv[1]
    if found := shutil.which("promtool"):
        return found
    done = subprocess.run(
        [str(TOP / "scripts/fetch.sh"), "--packages", "bookworm", "prometheus"],
        text=True, stdout=subprocess.PIPE)
    path = Path(done.stdout.strip() or "/nonexistent") / "usr/bin/promtool"
    return str(path) if path.exists() else None


def run(*command: str, cwd: Path) -> bool:
    done = subprocess.run(command, cwd=cwd, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        print(f"check-prometheus: {' '.join(command)}\n{done.stdout}",
              file=sys.stderr)
    return not done.returncode


def as_rules(expressions: list[str]) -> str:
    """Expressions of the dashboard as rules, which promtool can parse."""
    lines = ["groups:", "- name: dashboard", "  rules:"]
    for number, text in enumerate(expressions):
        for macro, value in MACROS.items():
            text = text.replace(macro, value)
        lines += [f"  - record: dashboard:{number}",
                  f"    expr: {json.dumps(text)}"]
    return "\n".join(lines) + "\n"


def main() -> int:
    names = known()
    expressions = list(queries(json.loads(DASHBOARD.read_text())))
    if len(names) < 15 or len(expressions) < 10:
        print("check-prometheus: the sources were not understood",
              file=sys.stderr)
        return 1
    failed = 0
    for where, text in ((RULES.name, RULES.read_text()),
                        (DASHBOARD.name, "\n".join(expressions)),
                        (TESTS.name, TESTS.read_text())):
        for name in sorted(set(NAME.findall(text)) - names):
            print(f"check-prometheus: {where}: there is no {name}",
                  file=sys.stderr)
            failed = 1
    tool = promtool()
    if not tool:
        print("check-prometheus: no promtool here: rules are not tried")
        return failed
    with tempfile.TemporaryDirectory() as place:
        probe = Path(place) / "dashboard.yml"
        probe.write_text(as_rules([text for text in expressions if
                                   "label_values" not in text and
                                   text != "prometheus"]))
        for command in (("check", "rules", str(RULES)),
                        ("test", "rules", str(TESTS)),
                        ("check", "rules", str(probe))):
            if not run(tool, *command, cwd=RULES.parent):
                failed = 1
    if not failed:
        print(f"check-prometheus: {len(expressions)} queries of the dashboard, "
              f"rules tried by {Path(tool).name}")
    return failed


sys.exit(main())
