#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the documents name exists: links and their anchors, files, functions of
the module, targets of make, verbs, and in tables of invariants cases and
mutants. Prints one line a complaint. docs/results keeps the names of its day,
so only its links are checked."""
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Iterator

TREE = Path(__file__).resolve().parent.parent.parent
PATH = re.compile(r"(?<![\w/.~-])((?:uapi|core|module|lib|cli|dist|debian|docs|"
                  r"scripts|tests)/[\w./*-]*\w(?:\.\[ch\])?)")
PLACEHOLDER = re.compile(r"\b(NAME|SUITE|ARCH)\b")
VARIABLE = re.compile(r"\b(SET|SUITE)=\"?((?:(?<=\")[\w -]+|[\w-]+))")


def files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=TREE, check=True, capture_output=True, text=True).stdout.split("\n")
    return sorted({name for name in listed if name and (TREE / name).exists()})


def anchor(heading: str) -> str:
    """As GitHub and others make it of a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {anchor(line.lstrip("#")) for line in path.read_text().split("\n")
            if line.startswith("#")}


def links(path: Path, line: str) -> Iterator[str]:
    for link in re.findall(r"\]\(([^)\s]+)\)", line):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, place = link.partition("#")
        target = path.parent / name if name else path
        if not target.exists():
            yield f"link to {link}"
        elif place and place not in anchors(target):
            yield f"link to {link}: no such heading"


def prefix_exists(words: set[str], wanted: str) -> bool:
    return any(fnmatch(word, wanted) for word in words)


def main() -> None:
    tracked = files()
    folders = {str(parent) for name in tracked for parent in Path(name).parents}
    known = set(tracked) | folders
    source = "\n".join((TREE / name).read_text() for name in tracked if re.match(
        r"(core|module|lib|cli|uapi)/.*\.[ch]$", name))
    functions = set(re.findall(r"\b(k(?:g|guard)_\w+)\(", source))
    makefiles = "\n".join((TREE / name).read_text()
                          for name in ("Makefile", "dist/install.mk"))
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefiles, re.MULTILINE))
    scripts = {re.sub(r"^.*/", "", name)[:-len(".sh")] for name in tracked
               if name.startswith("tests/vm/") and name.endswith(".sh")}
    verbs = set(re.findall(r"\tX\((\w+)\)",
                           (TREE / "cli/commands/command.h").read_text()))
    parts = {
        "SET": {Path(name).name for name in tracked
                if name.startswith("tests/vm/sets/")},
        "SUITE": {name.split("/")[3] for name in tracked
                  if name.startswith("tests/vm/suites/")},
    }
    broken = {re.sub(r"^.*/|\.\w+$", "", name) for name in tracked
              if name.startswith("tests/vm/mutants/")}

    for name in tracked:
        if not name.endswith(".md"):
            continue
        path = TREE / name
        dated = name.startswith("docs/results/")
        promises = False
        for number, line in enumerate(path.read_text().split("\n"), 1):
            wrong = list(links(path, line))
            if not dated:
                for word in re.findall(PATH, line):
                    word = PLACEHOLDER.sub("*", word)
                    if not prefix_exists(known, word):
                        wrong.append(f"no {word}")
                for word in re.findall(r"\b(k(?:g|guard)_[\w*]+)\(\)", line):
                    if not prefix_exists(functions, word):
                        wrong.append(f"no function {word}()")
                for word in re.findall(r"(?:`|^ {4}|&& )make ([a-z][a-z-]*)",
                                       line):
                    if word not in targets:
                        wrong.append(f"no target {word}")
                for word in re.findall(r"(?:`|^ {4}(?:[#$] )?|&& )"
                                       r"kexecguardctl ([a-z]+)", line):
                    if word not in verbs:
                        wrong.append(f"no verb {word}")
                for kind, words in VARIABLE.findall(line):
                    for word in set(words.split()) - parts[kind] - {"NAME"}:
                        wrong.append(f"no {kind.lower()} {word}")
            promises = line.startswith("|") and (
                promises or "promise |" in line)
            if promises and re.match(r"\| \d", line):
                for word in re.findall(r"`([a-z][\w/*-]*)`", line):
                    case = word.rpartition("/")[2]
                    if not prefix_exists(scripts | broken, case):
                        wrong.append(f"no case or mutant {word}")
            for what in wrong:
                print(f"{name}:{number}: {what}")


if __name__ == "__main__":
    main()
