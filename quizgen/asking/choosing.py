"""Choice without chance: every pick comes from a hash of the seed, the item and the purpose."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


def draw(seed: str, item: str, purpose: str) -> int:
    """Return a number below 2**64, the same on every machine and in every order of work."""
    return int.from_bytes(blake2b(f"{seed}\x1f{item}\x1f{purpose}".encode(), digest_size=8).digest(), "big")


def shuffled(things: Iterable[T], start: int) -> list[T]:
    """Return the things in an order that depends only on them, their number and `start` (a `draw`)."""
    left = list(things)
    out: list[T] = []
    state = start
    while left:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64  # Knuth's MMIX generator
        out.append(left.pop((state >> 33) % len(left)))
    return out
