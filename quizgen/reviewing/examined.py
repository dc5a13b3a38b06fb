"""An item under review, and what several rules want to know of it, worked out once."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen import dates, numbers
from quizgen.grounding.normalising import plain
from quizgen.model.entity import folded, unmarked
from quizgen.model.fact import Answer, Bank, Fact, Slot
from quizgen.model.item import Item, Option
from quizgen.once import once
from quizgen.reviewing.right_answers import RightAnswers
from quizgen.reviewing.words import WORD, Words, flat, words_for, words_of

TIMELINE = frozenset({"next", "before", "first", "order", "match"})
"""The kinds whose options are events, right by their order in time."""


@dataclass(frozen=True)
class Context:
    """The bank that items under review come from."""

    bank: Bank

    @once
    def facts(self) -> dict[str, Fact]:
        """The bank's facts by id."""
        return {fact.id: fact for fact in self.bank.facts}

    @once
    def words(self) -> Words:
        """What is looked for in texts of the bank's language."""
        return words_for(self.bank.language)

    @once
    def rights(self) -> RightAnswers:
        """What the bank holds to be right where several facts ask the same."""
        return RightAnswers(self.bank)


class Examined:
    """One item with its context. Words are folded: no case, no accents."""

    def __init__(self, item: Item, context: Context) -> None:
        self.item, self.context = item, context
        self.words = context.words if item.language == context.bank.language else words_for(item.language)

    @once
    def fact(self) -> Fact:
        """The fact that the item asks about."""
        return self.context.facts[self.item.fact]

    @once
    def slot(self) -> Slot | None:
        """The slot that the item asks for, which its id tells; None where events of a timeline are asked for."""
        item = self.item
        tail = item.id[len(item.bank) + len(item.fact) + 2 :]
        name = tail[len(item.kind) + 1 :] or item.kind
        return self.fact.statement.named.get(name)

    @once
    def answer(self) -> Answer | None:
        """What the slot holds."""
        return self.fact.answers[self.slot.index] if self.slot else None

    @once
    def stem(self) -> str:
        """The stem as names are compared."""
        return folded(self.item.stem)

    @once
    def plain_stem(self) -> str:
        """The stem as quotes are compared."""
        return plain(self.item.stem)

    @once
    def stem_words(self) -> tuple[str, ...]:
        """The words of the stem."""
        return tuple(WORD.findall(unmarked(self.item.stem)))

    @once
    def stem_set(self) -> frozenset[str]:
        """The words of the stem, each once."""
        return frozenset(self.stem_words)

    @once
    def named(self) -> bool:
        """Whether the options are names or phrases, right by what they say: no dates, numbers or events."""
        item, answer = self.item, self.answer
        typed = answer is not None and (answer.date is not None or answer.number is not None)
        return bool(item.options) and not item.ordered and not typed and item.kind not in TIMELINE

    @once
    def wrong(self) -> tuple[Option, ...]:
        """The wrong options."""
        return tuple([option for option in self.item.options if not option.correct])

    @once
    def option_words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each option, in the order of the options."""
        return tuple([words_of(option.text) for option in self.item.options])

    @once
    def distinct(self) -> bool:
        """Whether no word of the options stands there twice."""
        return len(set().union(*self.option_words)) == sum(map(len, self.option_words))

    @once
    def option_phrases(self) -> tuple[str, ...]:
        """The words of each option with one space between, in the order of the options."""
        return tuple([flat(option.text) for option in self.item.options])

    @once
    def identities(self) -> tuple[str, ...]:
        """What tells the options apart, in their order."""
        identity = self.context.bank.entities.identity
        return tuple([identity(option.text) for option in self.item.options])

    @once
    def option_dates(self) -> tuple[dates.Date, ...]:
        """The date of each option, in the order of the options; none where one of them cannot be read as a date."""
        if self.answer is None or (own := self.answer.date) is None:
            return ()
        read = [own if o.text == self.answer.text else self.date_of(o.text) for o in self.item.options]
        known = tuple(date for date in read if date is not None)
        return known if len(known) == len(read) else ()

    @once
    def option_numbers(self) -> tuple[int, ...]:
        """The number of each option, in the order of the options; none where one of them is no number."""
        if self.answer is None or self.answer.number is None:
            return ()
        read = [numbers.read(option.text) for option in self.item.options]
        known = tuple(number for number in read if number is not None)
        return known if len(known) == len(read) else ()

    def date_of(self, text: str) -> dates.Date | None:
        """Return the date that the words mean in the item's language, or None."""
        try:
            return dates.read(text, self.item.language.partition("-")[0])
        except dates.DateError:
            return None

    def identity(self, text: str) -> str:
        """Return what tells two things apart, whatever they are called."""
        return self.context.bank.entities.identity(text)
