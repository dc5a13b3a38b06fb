"""What a reader's print dialogue should begin with, written into a finished PDF.

"Fit to the page" is what makes cards miss their stock, and Typst cannot say that it must not be. So the document's
catalogue is appended once more with the wish, as PDF lets a file be updated (ISO 32000-1, 7.5.6); all else stays.
"""

from __future__ import annotations

import re

from quizgen.exporting.paper.card_stock import Flip

DUPLEX: dict[Flip, bytes] = {"long": b"DuplexFlipLongEdge", "short": b"DuplexFlipShortEdge", "fold": b"Simplex"}
PREFERENCES = b"/ViewerPreferences<<"
TRAILER = re.compile(rb"trailer\s*(<<.*>>)\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)
ROOT = re.compile(rb"/Root (\d+) 0 R")


def unscaled(pdf: bytes, flip: Flip) -> bytes:
    """Return the PDF with the wish to be printed at its own size, on paper of its size, and turned over like this.

    It must be as Typst writes it: with a table of its objects, and a catalogue that has preferences.
    """
    trailer, root = _found(TRAILER, pdf[pdf.rindex(b"trailer") :]), _found(ROOT, pdf[pdf.rindex(b"trailer") :])
    begin = pdf.rindex(b"\n%s 0 obj" % root[1]) + 1
    catalogue = pdf[begin : pdf.index(b"endobj", begin)]
    wish = b"/PrintScaling/None/PickTrayByPDFSize true/Duplex/" + DUPLEX[flip]
    updated = catalogue.replace(PREFERENCES, PREFERENCES + wish) + b"endobj\n"
    at = len(pdf) + 1
    return b"".join(
        (
            pdf,
            b"\n" + updated,
            b"xref\n%s 1\n%010d 00000 n\r\n" % (root[1], at),
            b"trailer\n" + trailer[1].removesuffix(b">>") + b"/Prev %s>>\n" % trailer[2],
            b"startxref\n%d\n%%%%EOF\n" % (at + len(updated)),
        )
    )


def _found(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes]:
    found = pattern.search(text)
    assert found  # noqa: S101 - the tests hold this against the pinned Typst
    return found
