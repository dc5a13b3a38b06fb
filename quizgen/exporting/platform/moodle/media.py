"""Pictures and sounds in Moodle's XML: in the file itself, beside the text that shows them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from quizgen.exporting.pictures import FITTED, Frame
from quizgen.model.media import Medium

FRAME = Frame(lambda one: f"@@PLUGINFILE@@/{one.name}", FITTED)


def files(media: Sequence[Medium]) -> str:
    """Return the `file` elements that go beside a text, each file once."""
    if not media:
        return ""
    named = {one.name: one for one in media}
    return "".join(
        f'<file name="{name}" path="/" encoding="base64">{b64encode(one.path.read_bytes()).decode("ascii")}</file>'
        for name, one in named.items()
    )
