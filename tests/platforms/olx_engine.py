"""Plays problems in the engine of Open edX: run by its own Python, with problems and answers as JSON on stdin.

Each problem comes as {"id", "xml", "right", "wrong"}, the answers as lists with one for each place to answer at. What
comes back says of each how much every answer scored, and what a student sees before and after answering, as HTML.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from typing import Any
from unittest.mock import MagicMock

import django
from django.conf import settings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
APPS = ["django.contrib.contenttypes", "django.contrib.auth"]
settings.configure(
    STATIC_URL="/static/", INSTALLED_APPS=APPS, TEMPLATES=TEMPLATES, CODE_JAIL={}, FEATURES={}, USE_TZ=True
)
django.setup()

from xblocks_contrib.problem.capa.capa_problem import LoncapaProblem, LoncapaSystem  # noqa: E402
from xblocks_contrib.problem.capa_block import ProblemBlock  # noqa: E402


def template(_: str, context: dict[str, Any]) -> str:
    """The texts that the engine hands to a template, all of them: they are HTML, except those of a list."""
    offered = [text for _, text in context.get("choices", ())]
    listed = [text.replace("&", "&amp;").replace("<", "&lt;") for _, text in context.get("options") or ()]
    texts = [str(context.get("response_data", {}).get("label", "")), *offered, *listed, str(context.get("msg", ""))]
    return f"<div>{''.join(f'<p>{text}</p>' for text in texts)}</div>"


def problem(one: dict[str, Any]) -> LoncapaProblem:
    i18n = MagicMock()
    i18n.gettext = i18n.ugettext = lambda text: text
    system = LoncapaSystem("/x", "a", None, lambda: False, lambda: None, False, i18n, template, None, 1, None)
    block = MagicMock()
    block.scope_ids.usage_id = "x"
    return LoncapaProblem(one["xml"], one["id"], system, block, state={"seed": 1}, seed=1)


def score(one: dict[str, Any], answers: list[Any]) -> tuple[float, str]:
    """The part of the full score, and the page with what is said of the answers."""
    played = problem(one)
    places = [place for places in played.get_answer_ids() for place in places]
    scored = played.calculate_score(played.grade_answers(dict(zip(places, answers, strict=False))))
    return scored["score"] / scored["total"], page(played)


def page(played: LoncapaProblem) -> str:
    """The problem as a student's page has it: without what only the engine reads."""
    told: str = ProblemBlock.remove_tags_from_html(None, played.get_html())
    return told


def play(one: dict[str, Any]) -> dict[str, Any]:
    fresh = problem(one)
    told = fresh.get_question_answers()
    wrong, after = score(one, one["wrong"])
    return {
        "places": sum(map(len, fresh.get_answer_ids())),
        "right": score(one, one["right"])[0],
        "wrong": wrong,
        "empty": score(one, [])[0],
        "before": page(fresh),
        "after": after,
        "explanation": "".join(text for name, text in told.items() if "solution" in name),
        "hints": ["".join(hint.itertext()) for hint in fresh.tree.xpath("//problem/demandhint/hint")],
    }


print(json.dumps([play(one) for one in json.load(sys.stdin)]))
