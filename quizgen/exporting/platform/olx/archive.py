"""Tar archives, compressed by gzip, of no time and no owner: the same bytes from the same content."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""The head of a gzip file that tells neither time nor system."""
LEVEL = 1
BLOCK = 512


class File(NamedTuple):
    """A file of the archive."""

    name: str
    content: bytes


def packed(files: Iterable[File]) -> Iterator[bytes]:
    """Yield the bytes of a `.tar.gz` in parts, with one file in memory at a time."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum = size = 0
    yield GZIP
    for part in _tar(files):
        checksum, size = zlib.crc32(part, checksum), size + len(part)
        yield packer.compress(part)
    yield packer.flush()
    yield checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


def _tar(files: Iterable[File]) -> Iterator[bytes]:
    for file in files:
        head = tarfile.TarInfo(file.name)
        head.size = len(file.content)
        yield head.tobuf(tarfile.USTAR_FORMAT)
        yield file.content
        yield bytes(-len(file.content) % BLOCK)
    yield bytes(2 * BLOCK)
