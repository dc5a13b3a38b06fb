"""The wire format of protocol buffers, as far as Anki's packages need it."""

from __future__ import annotations

from collections.abc import Iterator

FIXED = {1: 8, 5: 4}
"""Bytes of the wire types of fixed length."""
LONGEST_VARINT = 10


def wire_fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the fields of a message in order: the number of each, and its value.

    A varint is a whole number, every other value its bytes. Raises ValueError where the bytes are no message.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, wire_type = key >> 3, key & 7
        if wire_type == 0:
            value, at = _varint(message, at)
            yield number, value
            continue
        length, at = _varint(message, at) if wire_type == 2 else (FIXED.get(wire_type, 0), at)
        if (wire_type != 2 and wire_type not in FIXED) or at + length > len(message):
            raise ValueError("not a protocol buffer")
        yield number, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins at a byte, and where the next thing begins."""
    value = 0
    for shift, byte in enumerate(message[at : at + LONGEST_VARINT]):
        value |= (byte & 0x7F) << 7 * shift
        if byte < 0x80:
            return value, at + shift + 1
    raise ValueError("not a protocol buffer")


def wire_text(message: bytes, number: int) -> str:
    """Return the text in the field of this number, empty where there is none; the last one counts."""
    found = [value for field, value in wire_fields(message) if field == number and isinstance(value, bytes)]
    return found[-1].decode("utf-8", "replace") if found else ""


def wire_number(message: bytes, number: int) -> int:
    """Return the whole number in the field of this number, 0 where there is none; the last one counts."""
    found = [value for field, value in wire_fields(message) if field == number and isinstance(value, int)]
    return found[-1] if found else 0
