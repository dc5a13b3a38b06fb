"""Cards as students see them: what Anki's own backend hands over, in pages such as Anki and AnkiDroid make of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from quizgen.exporting.anki import Options, export
from quizgen.model.quiz import Quiz
from tests.anki_profile import Student


class Face(NamedTuple):
    """One side of one card, as Anki hands it over; `order` is the number of the card on its note."""

    name: str
    side: str
    order: int
    html: str
    css: str
    sounds: int

    @property
    def title(self) -> str:
        return f"{self.name} {self.side}" if self.order == 0 else f"{self.name} {self.side} {self.order + 1}"


class Look(NamedTuple):
    """An app in a mode: the size of its window, the classes of its page, and those of its rules that meet ours."""

    name: str
    width: int
    height: int
    html: str
    body: str
    container: str
    rules: str

    @property
    def night(self) -> bool:
        return "night" in self.name


DESKTOP = """
body { margin: 20px; overflow-wrap: break-word }  body.nightMode { background-color: #2c2c2c; color: #fcfcfc }
hr { background-color: #999 }  li { text-align: start }  img { max-width: 100%; max-height: 95vh }
#typeans { width: 100% }  .typeGood { background: #afa; color: #000 }  .typeBad { background: #faa; color: #000 }
.typeMissed { background: #ccc; color: #000 }  .replay-button svg { width: 40px; height: 40px }
"""
ANDROID = """
body { margin: 0; padding: 0; margin-bottom: 30px }  body.night_mode { color: white; background-color: black }
body.ankidroid_dark_mode { background-color: #303030 }  #content { margin: .5em }  #typeans { width: 100% }
.typeGood { background-color: #0f0 }  .typeBad { background-color: #f00 }  .typeMissed { background-color: #ccc }
.night_mode .typeGood { background-color: #508040 }  .night_mode .typeBad { background-color: #905050 }
.night_mode input#typeans { color: white; background-color: black }  .replaybutton svg { width: 32px; height: 32px }
"""
PHONE, NIGHT = "mobile android linux js chrome", "night_mode nightMode"
LOOKS = (
    Look("phone light", 360, 640, PHONE, "", "content", ANDROID),
    Look("phone night", 360, 640, PHONE, f"{NIGHT} ankidroid_dark_mode", "content", ANDROID),
    Look("desk light", 1000, 700, "", "isLin fancy", "qa", DESKTOP),
    Look("desk night", 1000, 700, "night-mode", f"isLin fancy {NIGHT}", "qa", DESKTOP),
)
BUTTON = (
    '<a class="replay-button replaybutton soundLink" href="#" aria-label="Play"><svg viewBox="0 0 8 8">'
    '<circle cx="4" cy="4" r="3.9" fill="#fff" stroke="#444" stroke-width=".2"/>'
    '<path d="M3 2l3 2-3 2z" fill="#333"/></svg></a>'
)
"""Stands for Anki's button to hear a sound, which has no name for those who cannot see it."""


def page(face: Face, look: Look) -> str:
    """Return the whole page that an app would show."""
    return f"""<!doctype html>
<html lang="en" class="{look.html}"><head><meta charset="utf-8"><title>Card</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{look.rules}</style></head>
<body class="card card{face.order + 1} {look.body}"><div id="{look.container}" dir="auto"><style>{face.css}</style>
{face.html}
</div></body></html>
"""


def faces(student: Student, typed: str = "Neal Armstrng") -> list[Face]:
    """Return both sides of all cards, with what a student typed."""
    made = []
    for card_id in student.col.find_cards("", order="c.id"):
        made += both(student, student.col.get_card(card_id), typed)
    return made


def both(student: Student, card, typed: str = "") -> list[Face]:
    """Return the front and the back of a card, with the box to type in, or with what was typed held against it."""
    output, note = card.render_output(), card.note()
    name = note["Key"].removeprefix("moon.")
    front = boxed(output.question_text, '<center><input type="text" id="typeans" aria-label="Answer"></center>')
    back = compared(student, note, output.answer_text, typed)
    sides = (("front", front, output.question_av_tags), ("back", back, output.answer_av_tags))
    return [Face(name, side, card.ord, heard(html), output.css, len(tags)) for side, html, tags in sides]


def boxed(html: str, box: str) -> str:
    return re.sub(r"\[\[type:.+?\]\]", lambda _: box, html)


def compared(student: Student, note, html: str, typed: str) -> str:
    """As Anki does it: its own comparison in a font of its own, and the line above it, where the line was known."""
    found = re.search(r"\[\[type:(cloze:)?(.+?)\]\]", html)
    if not found:
        return html
    text = note[found[2]]
    expected = student.col.extract_cloze_for_typing(text, 1) if found[1] else text
    told = f"<div style=\"font-family: 'Arial'; font-size: 20px\">{student.col.compare_answer(expected, typed)}</div>"
    rest = html.replace("<hr id=answer>", "")
    return boxed(rest, told if rest == html else f"<hr id=answer>{told}")


def heard(html: str) -> str:
    return re.sub(r"\[anki:play:[qa]:\d+\]", BUTTON, html)


def taken(folder: Path, made: Quiz, *, typing: bool = True) -> Student:
    """A student who has taken the deck."""
    export(made, folder / "deck.apkg", Options(typing=typing))
    student = Student(folder / "profile")
    student.take(folder / "deck.apkg")
    return student


def fill(student: Student, name: str, **texts: str) -> None:
    """Let the student write something into a note of hers."""
    note = student.card(f"moon.{name}").note()
    for field, text in texts.items():
        note[field] = text
    student.col.update_note(note)


# ---- what is there --------------------------------------------------------------------------------------------------

MEASURE = """() => {
  const whole = document.documentElement, width = whole.clientWidth
  const all = [...document.body.querySelectorAll('*')].filter(one => one.checkVisibility() && !one.closest('svg'))
  const texts = all.filter(one => one.textContent.trim())
  const pictures = [...document.images].filter(one => one.checkVisibility())
  const named = one => one.tagName.toLowerCase() + (one.className ? '.' + one.className : '')
  const lines = one => {
    const range = document.createRange()
    range.selectNodeContents(one)
    return [...range.getClientRects()].filter(box => box.width > 0)
  }
  const style = one => {
    const it = getComputedStyle(one), after = getComputedStyle(one, '::after').content
    return [it.color, it.backgroundColor, it.font, it.textDecorationLine, it.listStyleType, after].join()
  }
  const atTheRight = one => {
    const boxes = lines(one), box = one.getBoundingClientRect(), it = getComputedStyle(one)
    const first = boxes.filter(line => line.top < boxes[0].bottom - 2)
    const edge = box.right - parseFloat(it.paddingRight) - parseFloat(it.borderRightWidth)
    return Math.abs(Math.max(...first.map(line => line.right)) - edge) < 3
  }
  const holdsMore = one => one.clientWidth && one.scrollWidth > one.clientWidth + 1
  const sticksOut = one => lines(one).some(box => box.left < -1 || box.right > width + 1)
  return {
    wide: [whole, document.body, ...all].filter(holdsMore).concat(texts.filter(sticksOut)).map(named),
    empty: all.filter(one => !one.textContent.trim() && !one.querySelector('img, svg, input')
      && !['IMG', 'INPUT', 'HR', 'BR'].includes(one.tagName)).map(named),
    options: [...document.querySelectorAll('.options ol:first-child li')].map(style),
    rows: [...document.querySelectorAll('.timeline tr')].map(one => [one.className, style(one.cells[1])]),
    answer: all.filter(one => one.matches('.answer, .asked .cloze') && one.offsetHeight > 8).map(one => one.innerText),
    banner: all.filter(one => one.matches('.retired')).map(one => one.innerText),
    text: document.body.innerText,
    rightToLeft: texts.filter(one => one.matches('.side [dir=auto]:dir(rtl)'))
      .map(one => [named(one), atTheRight(one)]),
    pictures: pictures.map(one => ({loaded: one.naturalWidth > 0, wide: one.width, high: one.height,
      bent: Math.abs(one.width / one.height - one.naturalWidth / one.naturalHeight) * one.height > 2})),
    scripts: document.querySelectorAll('script, [onclick], [onerror], [onmouseover]').length,
    ground: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
  }
}"""
"""What is on a page: what stands out at its side, boxes with nothing in them, how its options look, and so on."""
