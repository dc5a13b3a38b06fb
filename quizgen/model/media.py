"""Pictures and sounds that go with a question or with its answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from quizgen.model.frozen import Frozen

Sort = Literal["image", "audio"]
CALLED: dict[Sort, str] = {"image": "picture", "audio": "sound"}
"""What messages and reports call them."""
ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
    "image/avif": "avif",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "audio/flac": "flac",
}
"""The kinds of file that there may be, with their usual ending."""


class Medium(Frozen):
    """One picture or sound.

    `file` is as the author names it, `alt` says in words what is seen or heard, `credit` and `licence` whose it is.
    `asks` says that it is the question, or a part of it, and so is shown before the answer. `path` is where to read it;
    it is not exported.
    """

    kind: Sort
    file: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    type: str
    alt: str
    credit: str
    licence: str
    asks: bool = False
    path: Path = Field(exclude=True, repr=False)

    @property
    def name(self) -> str:
        """A file name made of the content: equal content, equal name; other content, another name."""
        return f"qg-{self.sha256[:16]}.{ENDINGS[self.type]}"


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture or sound of a fact, and the names of the slots that it asks for."""

    medium: Medium
    slots: frozenset[str] = frozenset()

    def beside(self, slot: str) -> Medium:
        """Return the medium as it stands beside the question for a slot."""
        return self.medium.model_copy(update={"asks": True}) if slot in self.slots else self.medium
