# SPDX-License-Identifier: GPL-2.0-or-later
"""Signs a module as the kernel's scripts/sign-file does, with a key that no
kernel trusts.

The kernel's own program is not used: it is built for another Debian release.
"""

import struct
import subprocess
from pathlib import Path

SIGNER = "nobody that a kernel trusts"
PKCS7 = 2
MAGIC = b"~Module signature appended~\n"


def make_key(directory: Path) -> Path:
    """Make, once, a key with its certificate in one file."""
    path = directory / "signing.pem"
    if not path.exists():
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-days", "36500", "-subj", f"/CN={SIGNER}",
             "-keyout", f"{path}.new", "-out", f"{path}.crt"],
            check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with Path(f"{path}.new").open("a") as out:
            out.write(Path(f"{path}.crt").read_text())
        Path(f"{path}.crt").unlink()
        Path(f"{path}.new").rename(path)
    return path


def sign(module: Path, key: Path) -> bytes:
    """The module followed by signature, lengths and magic."""
    signature = subprocess.run(
        ["openssl", "cms", "-sign", "-binary", "-noattr", "-nocerts",
         "-nosmimecap", "-md", "sha256", "-signer", str(key), "-in",
         str(module), "-outform", "DER"],
        check=True, stdout=subprocess.PIPE).stdout
    return module.read_bytes() + signature + \
        struct.pack(">5B3xI", 0, 0, PKCS7, 0, 0, len(signature)) + MAGIC
