"""The closed classes of English words that tell the parts of a sentence apart."""

from __future__ import annotations

from quizgen.asking import verbs
from quizgen.model.fact import STARTERS


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPENERS = _set(
    "in on at after before during by from since between under following shortly within throughout as for according "
    "until despite"
)
BE = _set("was were is are")
HAVE = _set("has had have")
MODALS = _set("will would can could may might must shall should")
FINITE = BE | HAVE | MODALS | _set("did does do")
SINGULAR = {"were": "was", "are": "is", "have": "has"}
PLURAL = {"was": "were", "is": "are", "has": "have"}
JOINING = _set("and but or")
ADVERBS = _set("first later also then once soon again still already instead thus jointly twice")
"""Adverbs that may stand before the verb; `never` is none of them, for what never happened is not asked."""
NO_ADVERBS = _set(
    "family italy only supply reply ally assembly monopoly butterfly anomaly bully belly lily holy ugly lonely "
    "friendly elderly likely unlikely deadly july sicily fly jelly costly"
)
DETERMINERS = _set("the a an")
POSSESSIVES = _set("his her its their our my your")
TIME_PREPOSITIONS = _set("on in at during")
PLACE_PREPOSITIONS = _set("in at on near inside outside over off along")
NEAR_PREPOSITIONS = _set("near inside outside over off along")
LIMITS = _set("since until by before after")
"""What may stand before the question phrase of a date: "Since which year"."""
PREPOSITIONS = PLACE_PREPOSITIONS | _set(
    "to from by with for of about against under into onto through across between among during within upon"
)
NESTING = _set(
    "that which who whom whose while after before because when where although though but if whether since until "
    "as than not never"
)
STATING = _set(
    "say think believe know hope claim feel announce report state predict promise suggest argue declare insist admit "
    "deny tell learn prove show find reveal confirm warn write"
)
"""Verbs that may be followed by a clause without `that`."""
CARRYING_ON = _set("begin start continue cease stop finish keep manage help")
"""Verbs that share their time and place with the verb they govern: "began to paint"."""
PARTICLES = _set("up out off down over away back forward apart aside together on in along about through")
PHRASAL = {
    "over": _set("take hand win turn make roll knock carry think talk give"),
    "on": _set("take put carry pass switch turn bring try sign move hold lead"),
    "off": _set("call set put carry hold kick lay pay pull break cut write sell switch turn round fend see spark ward"),
    "in": _set("bring usher phase trade take hand fill"),
    "about": _set("bring"),
    "through": _set("put push carry see"),
    "along": _set("bring take"),
}
"""Verbs that make one word with a particle, so that the particle stays where it is: "take over"."""
PLACE_NOUNS = _set("city town village country state province region county district continent island")
PARTS = _set("one two three some many most few part all several none half both each any")
PRONOUNS = _set("he she it they we i you this that these those his her its their our my someone everyone nobody one")
COMMON = _set("people police men women children troops")
"""Nouns in the plural that need no article and show no -s."""
TITLES = _set(
    "president king queen prince princess emperor empress pope saint st. sir dame lord lady dr. mr. mrs. ms. general "
    "captain colonel admiral professor senator chancellor sultan tsar caliph father mother brother sister bishop "
    "archbishop cardinal duke count baron"
)
NAME_PARTS = _set("of the de da do dos du di la le van von der den bin ibn al el y e and")
ABBREVIATIONS = _set(
    "st dr mr mrs ms jr sr prof gen col lt sgt capt maj adm gov sen rep rev hon no nos vol ch fig inc ltd co corp bros "
    "mt ft vs ca c e.g i.e etc al"
)
GROUPED = _set("formed founded established created merged disbanded dissolved assembled organised organized")
"""What is done to groups only, of which "who" would not be asked."""


def is_adverb(word: str) -> bool:
    """Tell whether the word may stand between subject and verb."""
    return word in ADVERBS or (word.endswith("ly") and word not in NO_ADVERBS and verbs.base_of(word) is None)


def is_finite(word: str) -> bool:
    """Tell whether the word may be a finite verb."""
    return word in FINITE or verbs.base_of(word) is not None


def is_starter(word: str) -> bool:
    """Tell whether a word has a capital only because it begins its sentence."""
    return word.lower() in STARTERS or word.lower() == "there"


def is_plural(role: str) -> bool:
    """Tell whether the noun of a role such as `which mountains` is in the plural."""
    noun = role.rpartition(" ")[2]
    return (
        role.startswith("how many")
        or noun in {"people", "men", "women", "children"}
        or (" " in role and noun.endswith("s") and not noun.endswith(("ss", "us", "is", "series", "species")))
    )


def abbreviated(word: str) -> bool:
    """Tell whether the full stop behind `word` is part of it: "U.S", "St", "J"."""
    bare = word.strip("(\"'“‘").lower()
    return bare in ABBREVIATIONS or "." in bare or (len(bare) == 1 and bare.isalpha() and bare not in {"i", "a"})
