"""The rules at work: each flaw is planted in real items of the repository's banks, and how many are caught is counted.

The items are drawn by a fixed seed over banks and kinds. A `plant` makes one flawed item of a real one, or None where
the flaw cannot be planted in it; it knows what the flaw is, not how the rule looks for it. Errors must all be caught;
of warnings at least the share that stands beside them, which was measured and leaves a little room for other items.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from quizgen import api, reviewing
from quizgen.asking.choosing import draw
from quizgen.dates import parse
from quizgen.model.entity import Entities, Entity
from quizgen.model.fact import Bank, Fact
from quizgen.model.item import Item
from quizgen.problem import Severity
from quizgen.reviewing.examined import TIMELINE, Context, Examined

ROOT = Path(__file__).parents[1]
SAMPLE = 240
ARTICLE = re.compile(r"^(the|an|a) ", re.IGNORECASE)
HEDGES = ("accus", "alleg", "charg", "said", "according", "call", "claim", "comment", "describ", "report", "suspect")
LEAST = 10
"""A flaw that can be planted in fewer items of the sample proves nothing."""


@dataclass(frozen=True)
class Real:
    """A real item, with what it was made from."""

    item: Item
    bank: Bank
    fact: Fact
    facts: dict[str, Fact]

    def seen(self, item: Item | None = None, **facts: Fact) -> Examined:
        """The item, or what was made of it, under review; `facts` take the place of those of the same id."""
        context = Context(self.bank)
        if facts:
            changed = {fact.id: fact for fact in facts.values()}
            context = Context(replace(self.bank, facts=tuple(changed.get(f.id, f) for f in self.bank.facts)))
        return Examined(item or self.item, context)

    @property
    def names(self) -> bool:
        """Whether the options are names: no dates, numbers or events."""
        return bool(self.item.options) and not self.item.ordered and self.item.kind not in TIMELINE

    @property
    def words(self) -> str:
        """The key without its article."""
        return self.item.key[0].removeprefix("the ")

    def stem(self, text: str) -> Item:
        return self.item.model_copy(update={"stem": text})

    def first_wrong(self, text: str) -> Item:
        """The item with another text as its first wrong option."""
        place = next(n for n, option in enumerate(self.item.options) if not option.correct)
        return self.option(place, text)

    def option(self, place: int, text: str) -> Item:
        options = list(self.item.options)
        options[place] = options[place].model_copy(update={"text": text})
        return self.item.model_copy(update={"options": tuple(options)})

    def key(self, text: str) -> Item:
        """The item with another text as its right option."""
        place = next(n for n, option in enumerate(self.item.options) if option.correct)
        return self.option(place, text).model_copy(update={"key": (text,)})


Plant = Callable[[Real], Examined | None]
PLANTS: dict[str, list[tuple[Plant, float]]] = defaultdict(list)


def plant(code: str, floor: float = 1.0) -> Callable[[Callable[[Real], Item | Examined | None]], None]:
    """Register how a flaw is planted, and the least share that must be caught."""

    def register(make: Callable[[Real], Item | Examined | None]) -> None:
        def planted(real: Real) -> Examined | None:
            made = make(real)
            return real.seen(made) if isinstance(made, Item) else made

        planted.__name__ = make.__name__
        PLANTS[code].append((planted, floor))

    return register


@plant("Q101")
def two_right(real: Real) -> Item | None:
    options = real.item.options
    if real.item.interaction != "choice":
        return None
    right = tuple(option.model_copy(update={"correct": n < 2 or option.correct}) for n, option in enumerate(options))
    return real.item.model_copy(update={"options": right})


@plant("Q101")
def key_among_the_wrong(real: Real) -> Item | None:
    return real.first_wrong(real.item.key[0]) if real.names else None


@plant("Q101")
def alias_among_the_wrong(real: Real) -> Item | None:
    entity = real.bank.entities.find(real.item.key[0])
    return real.first_wrong(entity.aka[0]) if real.names and entity and entity.aka else None


@plant("Q101")
def wider_name_among_the_wrong(real: Real) -> Item | None:
    return real.first_wrong(f"Greater {real.words}") if real.names else None


@plant("Q101")
def also_right_by_the_bank(real: Real) -> Examined | None:
    """The bank comes to know that a wrong option is right: the fact once more, with that answer."""
    slot = real.seen().slot
    if not real.names or slot is None:
        return None
    wrong = next(option.text for option in real.item.options if not option.correct)
    answers = list(real.fact.answers)
    answers[slot.index] = replace(answers[slot.index], text=wrong)
    more = replace(real.fact, id="planted", answers=tuple(answers))
    return Examined(real.item, Context(replace(real.bank, facts=(*real.bank.facts, more))))


@plant("Q101")
def a_wider_date_among_the_wrong(real: Real) -> Item | None:
    answer = real.seen().answer
    if not real.item.ordered or answer is None or answer.date is None:
        return None
    year = answer.date.edtf[:4]
    return real.first_wrong(f"{year[:3]}0s (decade)" if answer.date.precision == "year" else year)


@plant("Q102")
def the_same_twice(real: Real) -> Item | None:
    wrong = [option.text for option in real.item.options if not option.correct]
    return real.first_wrong(wrong[1]) if len(wrong) > 1 and real.item.kind not in TIMELINE else None


@plant("Q102")
def the_same_in_other_letters(real: Real) -> Item | None:
    wrong = [option.text for option in real.item.options if not option.correct]
    return real.first_wrong(f"the {ARTICLE.sub('', wrong[1]).upper()}") if len(wrong) > 1 and real.names else None


@plant("Q103")
def key_in_the_stem(real: Real) -> Item:
    return real.stem(f"{real.item.stem.rstrip('?:.')}, that is {real.words}?")


@plant("Q103")
def year_in_the_stem(real: Real) -> Item | None:
    if real.item.kind != "when" or not real.item.key[0][-4:].isdigit():
        return None
    return real.stem(f"In the year {real.item.key[0][-4:]}: {real.item.stem}")


@plant("Q104", 0.9)
def a_word_of_the_key_in_the_stem(real: Real) -> Item | None:
    words = [word for word in real.words.split() if len(word) > 5 and word.isalpha()]
    others = " ".join(option.text for option in real.item.options if not option.correct)
    telling = [word for word in words if word not in others]
    if not real.names or len(real.words.split()) < 2 or not telling:
        return None
    return real.stem(f"{real.item.stem.rstrip('?')} with {telling[0].lower()} matters?")


@plant("Q105", 0.95)
def a_qualified_key(real: Real) -> Item | None:
    if not real.names:
        return None
    return real.key(f"{real.item.key[0]}, which was by far the most important of all at that particular time")


@plant("Q106", 0.95)
def one_option_at_length(real: Real) -> Item | None:
    return (
        real.first_wrong(f"the well-known and widely respected {real.item.options[0].text} of old renown")
        if (real.names and len(real.words) < 20)
        else None
    )


@plant("Q107")
def a_day_among_years(real: Real) -> Item | None:
    answer = real.seen().answer
    years = real.item.ordered and answer and answer.date and answer.date.precision == "year"
    return real.first_wrong("3 May 1816") if years else None


@plant("Q107")
def a_key_with_an_article(real: Real) -> Item | None:
    bare = all(not option.text.startswith("the ") for option in real.item.options)
    return real.key(f"the {real.item.key[0]}") if real.names and bare else None


@plant("Q107")
def a_lower_case_key(real: Real) -> Item | None:
    lower = real.item.key[0].lower()
    return real.key(lower) if real.names and not any(option.text.islower() for option in real.item.options) else None


@plant("Q107")
def another_kind_of_thing(real: Real) -> Examined | None:
    """The bank comes to know that a wrong option is of another kind than the key."""
    wrong = next((option.text for option in real.item.options if not option.correct), "")
    if not real.names or real.bank.entities.find(wrong):
        return None
    told = [Entity(name=real.item.key[0], kind="country"), Entity(name=wrong, kind="river")]
    return Examined(real.item, Context(replace(real.bank, entities=Entities([*real.bank.entities, *told]))))


@plant("Q108")
def turned_round(real: Real) -> Item | None:
    return real.item.model_copy(update={"options": real.item.options[::-1]}) if real.item.ordered else None


@plant("Q111")
def none_of_the_above(real: Real) -> Item | None:
    return real.option(-1, "None of the above") if real.item.options else None


@plant("Q112")
def both_of_two(real: Real) -> Item | None:
    return real.option(-1, "Both A and B") if real.names else None


@plant("Q112")
def two_options_in_one(real: Real) -> Item | None:
    texts = [option.text for option in real.item.options]
    return real.option(-1, f"{texts[0]} and {texts[1]}") if real.names and len(texts) > 2 else None


@plant("Q113", 0.95)
def turned_into_its_contrary(real: Real) -> Item | None:
    for verb in (" was ", " is ", " were ", " did "):
        head, found, tail = real.item.stem.partition(verb)
        if found and head.count(" ") < 5:
            return real.stem(f"{head}{verb}not {tail}")
    return None


@plant("Q114", 0.95)
def always(real: Real) -> Item | None:
    return real.first_wrong(f"{real.item.options[0].text} and always only that") if real.names else None


@plant("Q115", 0.95)
def usually(real: Real) -> Item | None:
    return real.key(f"usually {real.item.key[0]}") if real.names else None


@plant("Q116", 0.95)
def a_key_where_others_meet(real: Real) -> Item | None:
    if not real.names or len(real.item.options) < 4:
        return None
    texts = iter(("red cube", "blue ball", "green ring"))
    options = tuple(o.model_copy(update={"text": "red ball" if o.correct else next(texts)}) for o in real.item.options)
    return real.item.model_copy(update={"options": options, "key": ("red ball",)})


@plant("Q117")
def an_article_before_the_blank(real: Real) -> Item | None:
    vowels = {option.text[0].lower() in "aei" for option in real.item.options if option.text[0].isalpha()}
    return real.stem("What was seen there in that year was an ____.") if real.names and len(vowels) > 1 else None


@plant("Q118", 0.95)
def a_blank_in_the_middle(real: Real) -> Item | None:
    if real.item.interaction != "choice":
        return None
    return real.stem(f"As every reader knows, ____ belongs to {real.item.rationale.rstrip('.')}.".replace("?", ""))


@plant("Q119")
def no_question(real: Real) -> Item:
    return real.stem(real.item.stem.rstrip('?:"”').replace("____", "it"))


@plant("Q119")
def which_is_true(real: Real) -> Item | None:
    return real.stem("Which of the following is correct?") if real.item.kind not in TIMELINE else None


@plant("Q120")
def window_dressing(real: Real) -> Item:
    return real.stem(f"{'As has been told in many books and in many places, ' * 5}{real.item.stem}")


@plant("Q121", 0.95)
def a_date_of_another_age(real: Real) -> Item | None:
    answer = real.seen().answer
    if not real.item.ordered or answer is None or answer.date is None or answer.date.precision not in {"day", "year"}:
        return None
    return real.first_wrong("1 May 1212" if answer.date.precision == "day" else "1212")


@plant("Q121", 0.95)
def a_key_that_everybody_knows(real: Real) -> Examined | None:
    right = [option.fact for option in real.item.right]
    famous = real.item.kind in {"next", "before", "first"} and all(o.fact or o.correct for o in real.item.options)
    if not famous or len(right) != 1 or real.fact.fame is None:
        return None
    fact = real.facts[right[0]] if right[0] else real.fact
    return real.seen(None, own=replace(real.fact, fame=1.0), key=replace(fact, fame=1e6))


@plant("P206")
def a_charge_as_a_fact(real: Real) -> Examined | None:
    hedged = any(
        word in f"{real.item.stem} {real.item.key[0]}".lower() for word in (*HEDGES, "wrote", "told", "assert")
    )
    said = any(word in real.item.stem for word in ("perceiv", "attribut"))
    if hedged or said:
        return None
    return real.seen(None, own=replace(real.fact, status="alleged", by="Somebody Else"))


@plant("P208")
def she(real: Real) -> Item | None:
    head, did, _ = real.item.stem.partition(" was ")
    return real.stem(f"{head} was she born?") if did and head.startswith(("When", "In which")) else None


@plant("P208")
def this(real: Real) -> Item | None:
    return real.stem("When did this happen in the end?") if real.item.kind == "when" else None


@plant("P208")
def today(real: Real) -> Item | None:
    return real.stem(f"{real.item.stem.rstrip('?')} today?") if real.item.stem.endswith("?") else None


def behind(real: Real, right: str) -> Examined | None:
    """A choice of a timeline whose right event has another date, in EDTF."""
    item = real.item
    if item.kind not in {"next", "before", "first"}:
        return None
    return real.seen(None, key=moved(real.facts[item.right[0].fact or item.fact], right))


def moved(fact: Fact, edtf: str) -> Fact:
    """The fact with another date."""
    first = next(n for n, answer in enumerate(fact.answers) if answer.date)
    answers = list(fact.answers)
    answers[first] = replace(answers[first], date=parse(edtf))
    return replace(fact, answers=tuple(answers))


@plant("T301")
def a_key_out_of_order(real: Real) -> Examined | None:
    """The right event comes to lie where it is wrong: long before what it follows, long after what it precedes."""
    return behind(real, right="0900" if real.item.kind == "next" else "2999")


@plant("T302")
def a_tie(real: Real) -> Examined | None:
    """The right event gets the date of what it must be told apart from."""
    return behind(real, right=other) if (other := apart_from(real)) else None


@plant("T303")
def an_overlap(real: Real) -> Examined | None:
    other = apart_from(real)[:4]
    return behind(real, right=f"{int(other) - 1}/{int(other) + 1}") if other.isdigit() else None


@plant("Q123")
def key_in_the_hint(real: Real) -> Item | None:
    if real.item.kind in TIMELINE:
        return None
    return real.item.model_copy(update={"hint": f"Some say that it is {real.item.key[0]}."})


def apart_from(real: Real) -> str:
    """The date, in EDTF, of the event asked from, or of the first wrong one where none is asked from."""
    if real.item.kind not in {"next", "before", "first"}:
        return ""
    wrong = next(option.fact for option in real.item.options if not option.correct)
    date = real.facts[(wrong if real.item.kind == "first" else None) or real.item.fact].date
    return date.edtf if date else ""


@plant("T304")
def no_year(real: Real) -> Examined | None:
    return behind(real, right="XXXX-12-27")


@pytest.fixture(scope="session")
def sample() -> list[Real]:
    """Real items of every bank and kind, each kind of a bank with as many as the others as far as they go."""
    checked = api.check(api.load(ROOT))
    banks = {bank.id: bank for bank in checked.banks}
    facts = {bank.id: {fact.id: fact for fact in bank.facts} for bank in checked.banks}
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in api.ask(checked):
        groups[item.bank, item.kind].append(item)
    drawn = {
        group: sorted(items, key=lambda item: draw("planted", item.id, "sample")) for group, items in groups.items()
    }
    chosen = [items[turn] for turn in range(SAMPLE) for _, items in sorted(drawn.items()) if turn < len(items)]
    return [Real(item, banks[item.bank], facts[item.bank][item.fact], facts[item.bank]) for item in chosen[:SAMPLE]]


def findings(real: Real, seen: Examined) -> Iterator[tuple[str, Severity]]:
    for code, rule in reviewing.rules().items():
        if hasattr(rule, "review") and rule.review(seen):
            yield code, rule.SEVERITY


def test_the_sample_has_every_bank_and_kind(sample: list[Real]):
    assert len(sample) == SAMPLE
    assert {real.bank.id for real in sample} == {"nobel", "soleimani", "spaceflight", "structures"}
    assert {real.item.kind for real in sample} >= {"who", "when", "where", "which", "how-many", "next"}


def test_real_items_have_no_errors_and_few_warnings(sample: list[Real]):
    found = [(real.item.id, *one) for real in sample for one in findings(real, real.seen())]
    assert [one for one in found if one[2] is Severity.ERROR] == []
    assert len({one[0] for one in found}) <= len(sample) * 0.05, found


def test_every_rule_about_an_item_has_a_plant():
    rules = {code for code, rule in reviewing.rules().items() if hasattr(rule, "review")}
    assert rules - {"Q122"} == PLANTS.keys()


@pytest.mark.parametrize(
    ("code", "number"), [(code, n) for code, plants in sorted(PLANTS.items()) for n in range(len(plants))]
)
def test_planted_flaws_are_caught(sample: list[Real], code: str, number: int):
    make, floor = PLANTS[code][number]
    rule = reviewing.rules()[code]
    made = [seen for real in sample if (seen := make(real)) is not None]
    missed = [
        (seen.item.id, seen.item.stem, [o.text for o in seen.item.options]) for seen in made if not rule.review(seen)
    ]
    assert len(made) >= LEAST, f"{make.__name__}: planted in {len(made)} items only"
    assert floor == 1.0 or rule.SEVERITY is Severity.WARNING
    assert len(made) - len(missed) >= floor * len(made), (
        f"{make.__name__}: {len(missed)} of {len(made)} missed {missed[:3]}"
    )
