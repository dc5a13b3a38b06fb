"""Which items cannot stand on one paper: one gives away the other's answer, or both ask the same.

What ties a clue to a question is the question's own words, each weighed by how few stems of its bank have it (inverse
document frequency, Spärck Jones 1972), squared as in a cosine: a country's name standing somewhere says nothing;
beside the name of the tower asked about it says all. Only texts with one of a question's weightiest words are looked at
(prefix filtering: Chaudhuri, Ganti and Kaushik 2006), so that the work grows with the number of items and not with its
square.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from quizgen.grounding.support import stands_in
from quizgen.model.entity import Entities, folded
from quizgen.model.item import Item
from quizgen.reviewing.words import WORD

SAID = 0.5
"""The share of a question, by the weight of its words, that a text must say to be about the same matter."""
SAME = 0.85
"""The share that two stems must have in common, both ways, to be one question in other words."""
RARE = 3
"""A word of so few stems weighs as much as a word can: one more question about a thing makes it no less distinct."""
NUMBERS = re.compile(r"\d+")
YEARS = re.compile(r"\d{3,}s?")
YEAR = re.compile(r"[12]\d{3}s?")
LISTS = frozenset({"order", "match"})
"""Interactions whose stems are all alike: what is asked about are the options."""
NOBODY = Entities()
Text = tuple[str, frozenset[str]]
"""A text with its words."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why an item cannot stand beside one that is on the paper: `other` is that one's id, `what` the reason."""

    other: str
    what: str


class Weights:
    """What the items of a project tell about their words, and their banks about names (`entities`, by bank)."""

    def __init__(self, items: Iterable[Item], entities: Mapping[str, Entities] | None = None) -> None:
        self._entities = entities or {}
        self._stems: Counter[str] = Counter()
        self._having: dict[str, Counter[str]] = defaultdict(Counter)
        self._events: dict[tuple[str, str], str] = {}
        for item in items:
            self._stems[item.bank] += 1
            self._having[item.bank].update(words_of(item.stem))
            if _on_timeline(item):
                self._events.update({(item.bank, option.fact): option.text for option in item.options if option.fact})

    def weigh(self, word: str, bank: str) -> float:
        """Return the word's weight in the bank, 0 or more."""
        return math.log((self._stems[bank] + RARE) / max(self._having[bank][word], RARE)) ** 2

    def entities(self, bank: str) -> Entities:
        """Return what the bank says of names; of a bank unknown, nothing."""
        return self._entities.get(bank, NOBODY)

    def event(self, item: Item) -> str:
        """Return the event that an item on a timeline has come to, as the stem has it; else nothing."""
        event = self._events.get((item.bank, item.fact), "")
        return event if event in item.stem and _on_timeline(item) else ""


class Asked:
    """An item as others may give it away, and as it may give away others."""

    def __init__(self, item: Item, weights: Weights) -> None:
        self.item = item
        self.entities = weights.entities(item.bank)
        self.event = weights.event(item)
        listed = " ".join(option.text for option in item.options) if item.interaction in LISTS else ""
        of_key = frozenset() if listed else words_of(" ".join(item.key))  # "Apollo 8" is not meant by a Soyuz 8
        words = words_of(listed or self.event or item.stem) - of_key
        self.words = {word: weights.weigh(word, item.bank) for word in words}
        self.weight = sum(self.words.values())

    @cached_property
    def texts(self) -> list[Text]:
        """The stem, and the options that may say more than a name."""
        several = (option.text for option in self.item.options if " " in option.text)
        return [(text, words_of(text)) for text in (self.item.stem, *several)]

    @cached_property
    def subject(self) -> frozenset[str]:
        """The weightiest words, years aside: without one of them a text is about something else."""
        weights = {word: weight for word, weight in self.words.items() if not YEAR.fullmatch(word)}
        most = max(weights.values(), default=0)
        return frozenset(word for word, weight in weights.items() if weight == most)

    @cached_property
    def leading(self) -> tuple[str, ...]:
        """The weightiest words of all: a text without any of them says less than `SAID` of the question."""
        found, left = [], self.weight
        for word in sorted(self.words, key=lambda word: (-self.words[word], word)):
            if left < SAID * self.weight or not left:
                break
            found.append(word)
            left -= self.words[word]
        return tuple(found)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What tells the right answers apart from others."""
        return tuple(self.entities.identity(text) for text in self.item.key)

    def share(self, words: Iterable[str]) -> float:
        """Return how much of the question the words say, from 0 to 1."""
        return sum(self.words[word] for word in words if word in self.words) / self.weight if self.weight else 0.0

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """The right answers and their other spellings, as names are compared."""
        return tuple(dict.fromkeys((*self.key, *(self.entities.identity(text) for text in self.item.accept))))

    @property
    def question(self) -> tuple[str, ...]:
        """What is equal for the same question: the stem and, of one that is nothing without its options, the key."""
        bare = self.item.closed or self.item.interaction in LISTS
        return (folded(self.item.stem), *(self.key if bare else ()))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in a question for a date or a number: Gemini 3 is not Gemini 5, though of the same year."""
        return frozenset(word for word in self.words if word.isdigit()) if self.item.ordered else frozenset()

    def given_away_by(self, other: Asked, text: Text) -> bool:
        """Tell whether the other's text names the answer, and no wrong option, where it speaks of the same matter.

        Texts of another bank do not: a word that is rare in one bank may be on every page of the other.
        """
        if self.item.bank != other.item.bank or self.subject.isdisjoint(text[1]) or not self.numbers <= text[1]:
            return False
        if self.event and not stands_in(self.event, text[0]):
            return False
        return self.share(text[1]) >= SAID and self._told(text[0])

    def same_as(self, other: Asked) -> bool:
        """Tell whether two questions with one answer say nearly the same, and the same numbers."""
        alike = self.key == other.key and min(self.share(other.words), other.share(self.words)) >= SAME
        return alike and NUMBERS.findall(self.item.stem) == NUMBERS.findall(other.item.stem)

    def _told(self, text: str) -> bool:
        options = self.item.options
        if self.item.interaction == "order":
            return sum(self._named(option.text, text) for option in options) > 1
        if self.item.interaction == "match":
            return any(self._named(o.text, text) and self._named(o.match or o.text, text) for o in options)
        wrong = [] if _on_timeline(self.item) else [option.text for option in options if not option.correct]
        right = (*self.item.key, *self.item.accept)
        return any(self._named(one, text) for one in right) and not any(self._named(one, text) for one in wrong)

    def _named(self, answer: str, text: str) -> bool:
        """Whether the text has the answer, by any name; where dates are offered, the year is as good as the day."""
        years = YEARS.findall(answer) if self.item.ordered or self.item.targets else []
        return any(stands_in(name, text) for name in (*self.entities.traces(answer), *years))


class Paper:
    """The items of a paper, as they are added, and what speaks against one more."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._stems: dict[tuple[str, ...], str] = {}
        self._answers: dict[tuple[str, str, str], str] = {}
        self._saying: dict[str, list[tuple[Asked, Text]]] = defaultdict(list)
        self._asking: dict[str, list[Asked]] = defaultdict(list)

    def add(self, item: Item) -> None:
        """Put the item on the paper."""
        asked = Asked(item, self.weights)
        self._stems.setdefault(asked.question, item.id)
        self._answers.update({(item.bank, item.fact, answer): item.id for answer in asked.answers})
        for text in asked.texts:
            for word in text[1]:
                self._saying[word].append((asked, text))
        for word in asked.leading:
            self._asking[word].append(asked)

    def conflicts(self, item: Item) -> Iterator[Conflict]:
        """Yield every reason why the item cannot stand beside those on the paper."""
        asked = Asked(item, self.weights)
        if other := self._stems.get(asked.question):
            yield Conflict(other, f"asks the same as `{other}`")
        for answer in asked.answers:
            if other := self._answers.get((item.bank, item.fact, answer)):
                yield Conflict(other, f"asks for the same part of the same fact as `{other}`")
        yield from self._given_away(asked)
        yield from self._giving_away(asked)

    def _given_away(self, asked: Asked) -> Iterator[Conflict]:
        """What on the paper gives the item away, or asks the same in other words."""
        for word in asked.leading:
            for other, text in self._saying.get(word, ()):
                if asked.given_away_by(other, text):
                    yield Conflict(other.item.id, f"its answer stands in `{other.item.id}`")
                elif text is other.texts[0] and asked.same_as(other):
                    yield Conflict(other.item.id, f"asks the same as `{other.item.id}` in other words")

    def _giving_away(self, asked: Asked) -> Iterator[Conflict]:
        for text in asked.texts:
            for word in text[1]:
                for other in self._asking.get(word, ()):
                    if other.given_away_by(asked, text):
                        yield Conflict(other.item.id, f"it shows the answer of `{other.item.id}`")


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, without case and accents."""
    return frozenset(WORD.findall(folded(text)))


def _on_timeline(item: Item) -> bool:
    """Whether the right answer is another fact's event."""
    return any(option.fact for option in item.right)
