"""Pictures and sounds as HTML: what is asked with the question, everything else after the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from quizgen.exporting.evidence import said
from quizgen.exporting.markup import escaped, flat, html
from quizgen.model.item import Item
from quizgen.model.media import CALLED, Medium
from quizgen.model.quiz import Quiz

IMAGE = '<p><img src="{address}" alt="{alt}"/></p>'
FITTED = '<p><img src="{address}" alt="{alt}" style="max-width:100%"/></p>'
"""A picture no wider than its page, where that may be said."""
SOUND = '<p><audio controls="controls" src="{address}" aria-label="{alt}">{alt}</audio></p>'


class Frame(NamedTuple):
    """How a platform's HTML shows what is in a file.

    `address` is where it finds a picture or a sound. `image` and `sound` show one, with places for `address`, `type`
    and `alt`, its name for who does not see or hear it. `direction` is the attribute of a text's direction, if any.
    """

    address: Callable[[Medium], str]
    image: str = IMAGE
    sound: str = SOUND
    direction: str = ' dir="auto"'


def shown_html(media: Iterable[Medium], frame: Frame) -> str:
    """Return pictures with their alternative texts, and sounds with a player, a paragraph each."""
    return "".join(
        (frame.image if one.kind == "image" else frame.sound).format(
            address=escaped(frame.address(one)), type=one.type, alt=escaped(flat(one.alt))
        )
        for one in media
    )


def answered_html(quiz: Quiz, item: Item, frame: Frame, shows: Callable[[Medium], bool] = lambda _: True) -> str:
    """Return what belongs after the answer: the pictures and sounds that are no question, and the credit of each.

    Credits stand here only, because the credit of a picture that is the question could tell its answer.
    """
    if not item.media:
        return ""
    kept = [one for one in item.media if shows(one)]
    words = said(quiz, item)
    lines = filter(None, (credit_line(words, one) for one in kept))
    owed = "".join(f"<p{frame.direction}><small>{html(line)}</small></p>" for line in lines)
    return shown_html((one for one in kept if not one.asks), frame) + owed


def credit_line(words: Mapping[str, str], medium: Medium) -> str:
    """Return whose a picture or sound is as one line of plain text; empty if that is not known."""
    credit = ", ".join(filter(None, (flat(medium.credit), flat(medium.licence))))
    return words.get(CALLED[medium.kind], "{credit}").replace("{credit}", credit) if credit else ""
