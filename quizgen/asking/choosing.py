"""Choice without chance: every pick comes from a hash of the seed, the item and the purpose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
MASK = 2**64 - 1


def draw(seed: str, item: str, purpose: str) -> int:
    """Return a number below 2**64, the same on every machine and in every order of work."""
    return int.from_bytes(blake2b(f"{seed}\x1f{item}\x1f{purpose}".encode(), digest_size=8).digest(), "big")


def drawn(things: Iterable[T], start: int) -> Iterator[T]:
    """Yield the things in an order that depends only on their own order, their number and `start` (a `draw`)."""
    left = list(things)
    state = start
    for count in range(len(left), 0, -1):
        state = (state * 6364136223846793005 + 1442695040888963407) & MASK  # Knuth's MMIX generator
        place = (state >> 33) % count
        yield left[place]
        left[place] = left[count - 1]


def shuffled(things: Iterable[T], start: int) -> list[T]:
    """Return the things as `drawn`."""
    return list(drawn(things, start))
