# SPDX-License-Identifier: GPL-2.0-or-later
"""The host's end of the line to the guest; guest/channel.h has the format."""

import re
import zlib
from typing import NamedTuple, Optional

FRAME = re.compile(rb"^#KG ([0-9a-f]{8}) ([0-9a-f]{8}) (.*)$")


class Message(NamedTuple):
    id: str
    text: str


def decode(line: bytes) -> Optional[Message]:
    """The message in a line, or None if that is no complete frame."""
    match = FRAME.match(line.rstrip(b"\r\n"))
    if not match:
        return None
    body = match[1] + b" " + match[3]
    if int(match[2], 16) != zlib.crc32(body):
        return None
    return Message(match[1].decode(), match[3].decode(errors="replace"))


def encode(message: Message) -> bytes:
    body = f"{message.id} {message.text}".encode()
    return b"\n#KG %s %08x %s\n" % (
        message.id.encode(), zlib.crc32(body), message.text.encode())
