"""Sentence boundaries in press text; a line break always ends a sentence."""

from __future__ import annotations

import re

from kg.text.normalise import CAPITALS

# Behind these a full stop does not end a sentence. Compared without case, against the word
# before the stop.
_ABBREVIATIONS = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "q",
        "p",
        "t",
        "ts",
        "ths",
        "pgs",
        "gs",
        "bs",
        "ths.bs",
        "pgs.ts",
        "gs.ts",
        "gs.tskh",
        "ks",
        "kts",
        "ls",
        "th.s",
        "đ/c",
        "mr",
        "mrs",
        "dr",
        "st",
        "ts.bs",
        "bscki",
        "bsckii",
        "tskh",
        "nsnd",
        "nsưt",
        "ông",
        "vv",
        "no",
        "cp",
        "tnhh",
    ]
)
_END = re.compile(rf"\n+|[.!?…]{{1,9}}[\"')\]]{{0,9}}(?=\s+(?:[-–•] )?[\"'(\[]*[{CAPITALS}0-9])|\|")
_LAST_WORD = re.compile(r"[^\s(\"']+$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans (start, end exclusive, blanks trimmed) of the sentences, in order."""
    spans: list[tuple[int, int]] = []
    start = 0
    for m in _END.finditer(text):
        if m[0] == "." and _is_abbreviation(text, start, m.start()):
            continue
        _add(text, start, m.end(), spans)
        start = m.end()
    _add(text, start, len(text), spans)
    return spans


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence, or the sentences, that a span of the text touches."""
    lo = text.rfind("\n", 0, start) + 1
    hi = text.find("\n", end)
    line = text[lo : hi if hi >= 0 else len(text)]
    touched = [(s + lo, e + lo) for s, e in sentence_spans(line) if s + lo < end and e + lo > start]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    word = _LAST_WORD.search(text, max(start, stop - 12), stop)
    if word is None:
        return False
    w = word[0]
    return (
        w.casefold() in _ABBREVIATIONS
        or (len(w) == 1 and w.isupper())
        or (len(w) > 2 and w[-2] == "." and w[-1].isupper())
    )


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))
