#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The Python binding, as far as it needs no device: check-python.py BUILD.

What it says of each function of the library is what the header says, and what
it reads of a captured machine is what the tool prints. The suite "fleet" of the
VM tests has the rest.
"""

import ctypes
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]
PROTOTYPE = re.compile(r"^([a-z][\w ]*?[ *]+)(kguard_\w+)\(([^;]*)\);", re.M)
SIMPLE = {
    "void": None, "bool": ctypes.c_bool, "int": ctypes.c_int,
    "pid_t": ctypes.c_int, "uid_t": ctypes.c_uint, "size_t": ctypes.c_size_t,
    "uint32_t": ctypes.c_uint32, "uint64_t": ctypes.c_uint64,
    "int64_t": ctypes.c_int64, "unsigned int": ctypes.c_uint,
    "unsigned long": ctypes.c_ulong,
}


def type_of(text: str) -> object:
    """The type that the binding must have for one of the header."""
    text = re.sub(r"\bconst\b", "", text).strip()
    text = re.sub(r" +", " ", text)
    stars = text.count("*")
    base = text.replace("*", "").strip()
    if base == "char" and stars:
        return ctypes.c_char_p if stars == 1 else \
            ctypes.POINTER(ctypes.c_char_p)
    if base.startswith("struct ") or base == "void" and stars:
        return ctypes.c_void_p if stars == 1 else \
            ctypes.POINTER(ctypes.c_void_p)
    base = "int" if base.startswith("enum ") else base
    plain = SIMPLE[base]
    return ctypes.POINTER(plain) if stars else plain  # type: ignore


def parameters(text: str) -> tuple[object, ...]:
    parts = [part.strip() for part in text.split(",")]
    if parts == ["void"]:
        return ()
    return tuple(type_of(re.sub(r"\w+$", "", part)) for part in parts)


def header() -> dict[str, tuple[object, tuple[object, ...]]]:
    text = (TOP / "lib/kguard.h").read_text()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\n[ \t]+", " ", text)
    text = re.sub(r"\n(kguard_\w+\()", r" \1", text)
    return {name: (type_of(result), parameters(arguments))
            for result, name, arguments in PROTOTYPE.findall(text)
            if "(*" not in arguments}


def differences(kguard: Any) -> list[str]:
    known = header()
    found = []
    for name, declared in kguard._FUNCTIONS.items():
        if name not in known:
            found.append(f"{name}: not in the header")
        elif declared != known[name]:
            found.append(f"{name}: {declared}, the header has {known[name]}")
    return found


def compare_machine(kguard: Any, tool: Path, root: str) -> list[str]:
    """The windows and ranges of one machine, and what the tool prints."""
    memory = kguard.Map.read(root)
    text = subprocess.run([str(tool), "--sysroot", root, "map", "--json"],
                          stdout=subprocess.PIPE, check=True).stdout
    printed = [(item["start"], item["end"], tuple(item["classes"]))
               for item in json.loads(text)["ranges"]]
    read = [(item.start, item.end, item.classes) for item in memory.ranges()]
    text = subprocess.run([str(tool), "--sysroot", root, "windows", "--json"],
                          stdout=subprocess.PIPE, check=True).stdout
    windows = [(item["start"], item["end"], item["address"])
               for item in json.loads(text)["windows"]]
    found = [(item.start, item.end, item.address)
             for item in memory.windows()]
    return ([] if read == printed and read else [f"ranges differ: {read}"]) + \
        ([] if windows == found and found else [f"windows differ: {found}"])


def try_policy(kguard: Any, root: str) -> list[str]:
    place = Path(root) / "sys/module/kexecguard/parameters"
    place.mkdir(parents=True)
    (place / "policy").write_text("strict\n")
    if kguard.policy_get(root=root) != "strict":
        return ["the policy is not read"]
    kguard.policy_set("map", root=root)
    found = [] if (place / "policy").read_text() == "map" else \
        ["the policy is not written"]
    try:
        kguard.policy_get("nonsense", root=root)
        found.append("no error for a parameter that does not exist")
    except FileNotFoundError:
        pass
    return found


def try_errors(kguard: Any) -> list[str]:
    found = []
    for what, path in ((kguard.Guard, "/dev/null"),
                       (kguard.Map.read, "/nonexistent")):
        try:
            what(path)
            found.append("no error")
        except OSError:
            pass
    closed = kguard.Guard.__new__(kguard.Guard)
    closed._handle = ctypes.c_void_p()
    try:
        closed.status()
        found.append("no error for a closed device")
    except ValueError:
        pass
    return found


def main() -> int:
    build = Path(sys.argv[1]).resolve()
    if os.environ.get("LD_LIBRARY_PATH") != str(build):
        os.environ["LD_LIBRARY_PATH"] = str(build)
        os.execv(sys.executable, [sys.executable, *sys.argv])
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(TOP / "lib/python"))
    import kguard  # pylint: disable=import-outside-toplevel

    found = differences(kguard)
    version = (TOP / "VERSION").read_text().strip()
    if kguard.library_version() != version:
        found.append(f"the version is {kguard.library_version()}")
    with tempfile.TemporaryDirectory() as root:
        subprocess.run([str(TOP / "tests/golden/unpack"),
                        str(TOP / "tests/golden/machines/x86-dimm.machine"),
                        root], check=True)
        found += compare_machine(kguard, build / "kexecguardctl", root)
        found += try_policy(kguard, root)
    found += try_errors(kguard)
    for text in found:
        print(f"check-python: {text}", file=sys.stderr)
    if not found:
        print(f"check-python: {len(kguard._FUNCTIONS)} functions, "
              "declared as in the header")
    return 1 if found else 0


sys.exit(main())
