"""A property that is worked out once: `functools.cached_property` without the lock that it takes before Python 3.12."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801  (a decorator, as `property` is)
    """Decorate a method of one argument: what it returns stays with the object, under the method's name.

    The object needs a `__dict__`, which is where Python looks first from then on.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make, self.__doc__ = make, make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, thing: Any, owner: type | None = None) -> T:
        made = thing.__dict__[self.name] = self.make(thing)
        return made
