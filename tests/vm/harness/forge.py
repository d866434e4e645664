# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes of a module one that says that it was built for another kernel, as
weak-modules links them."""


def for_other(module: bytes, release: str) -> bytes:
    """Both where the kernel looks and where the module itself does."""
    other = release[:-1] + ("x" if release[-1] != "x" else "y")
    return module.replace(f"{release}\0".encode(), f"{other}\0".encode()) \
        .replace(f"vermagic={release} ".encode(),
                 f"vermagic={other} ".encode())


def moved(module: bytes) -> bytes:
    """It reads a member that no kernel has."""
    return module.replace(b"\0start_pfn\0", b"\0start_pfx\0")
