"""Zip files of no time and no owner, the same bytes from the same content.

Python's own writer compresses on one core and cannot take in what was compressed elsewhere; a deck's collection is
large enough to make that the longest part of a build. So it is cut into pieces of a fixed size that are compressed side
by side and stand one behind the other: to a reader that is one ordinary deflated member.
"""

from __future__ import annotations

import errno
import struct
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
VERSION = 20  # 2.0, the first that knows deflate
UNIX = 3 << 8  # written on Unix, wherever we are
FIRST_DAY = 1 << 5 | 1  # 1980-01-01, the first day a zip file can name
OWN_FILE = 0o100644 << 16
STORED, DEFLATED = 0, 8
PIECE = 1 << 18
"""Bytes compressed at a time. Each piece begins without a memory of the one before, which costs 1 % in size."""
LEVEL = 1
"""9 takes nine times as long for 7 % less."""
MOST_BYTES = (1 << 32) - 1
MOST_MEMBERS = (1 << 16) - 1


class Member(NamedTuple):
    """A file to be zipped. `name` is ASCII; what is compressed already, such as a picture, is only stored.

    A large content may come in parts: then it is never in memory whole, but for what it is compressed to.
    """

    name: str
    content: bytes | Iterable[bytes]
    compress: bool = True


class Packed(NamedTuple):
    """A content as it stands in the zip file, in parts, with its checksum and how many bytes it was."""

    parts: list[bytes]
    checksum: int
    size: int


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    """Yield a zip file's bytes in parts. The members are asked for one by one, so that one at a time is in memory.

    Raises OSError for what only the 64-bit variant of the format could hold: 4 GB, or 65,535 members.
    """
    listed: list[bytes] = []
    offset = 0
    for member in members:
        parts, checksum, size = _packed(member)
        packed = sum(map(len, parts))
        name = member.name.encode("ascii")
        refuse_too_much(max(offset + packed, size), len(listed) + 1)
        method = DEFLATED if member.compress else STORED
        told = (0, method, 0, FIRST_DAY, checksum, packed, size, len(name), 0)
        yield LOCAL.pack(b"PK\3\4", VERSION, *told) + name
        yield from parts
        listed.append(CENTRAL.pack(b"PK\1\2", UNIX | VERSION, VERSION, *told, 0, 0, 0, OWN_FILE, offset) + name)
        offset += LOCAL.size + len(name) + packed
        del member, parts  # before the next one comes into memory
    yield from listed
    yield END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), sum(map(len, listed)), offset, 0)


def refuse_too_much(size: int, members: int) -> None:
    """Raise OSError where a zip file of so many bytes and members is none that every reader opens."""
    if size > MOST_BYTES or members > MOST_MEMBERS:
        message = (
            f"{members:,} files of {size / 1e9:.1f} GB are too much for one package (at most 65,535 and 4.3 GB): "
            "build fewer banks at a time, or with smaller pictures and sounds"
        )
        raise OSError(errno.EFBIG, message)


def _packed(member: Member) -> Packed:
    content = member.content
    if not isinstance(content, bytes):
        return _streamed(content)
    if not member.compress:
        return Packed([content], zlib.crc32(content), len(content))
    if len(content) <= PIECE:
        return Packed([_deflated(memoryview(content), zlib.Z_FINISH)], zlib.crc32(content), len(content))
    whole = memoryview(content)
    pieces = [whole[start : start + PIECE] for start in range(0, len(whole), PIECE)]
    with ThreadPoolExecutor() as cores:
        checksum = cores.submit(zlib.crc32, whole)
        parts = list(cores.map(_deflated, pieces, [zlib.Z_SYNC_FLUSH] * (len(pieces) - 1) + [zlib.Z_FINISH]))
        return Packed(parts, checksum.result(), len(content))


def _streamed(content: Iterable[bytes]) -> Packed:
    """Compress what comes in parts."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    parts: list[bytes] = []
    checksum = size = 0
    for part in content:
        parts.append(packer.compress(part))
        checksum, size = zlib.crc32(part, checksum), size + len(part)
    return Packed([*filter(None, parts), packer.flush()], checksum, size)


def _deflated(piece: memoryview, ending: int) -> bytes:
    """Return a piece as raw deflate that ends on a whole byte; only the last piece says that it is the last."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(ending)
