"""How well a text spells Vietnamese: what a guess at its encoding is scored by."""

from __future__ import annotations

import csv
import functools
import math
import re
import unicodedata
from collections import Counter
from pathlib import Path

import msgspec

_WORD = re.compile(r"[^\W\d_]+")
# What stands in press reports beside letters and ASCII: anywhere, or but seldom beside a letter.
_USUAL = "“”‘’–—…•\u00a0\u200b\ufeff"
_APART = "°²³½×€₫®™«»·§\u00ad"
_ODD = re.compile(
    rf"[^\x00-\x9f\ufffd{_USUAL}{_APART}\w]|[ªº¹¼¾µ]"
    rf"|[{_APART}](?=[^\W\d_])|(?<=[^\W\d_])(?:[{_APART}“‘]|[”–—…•](?=[^\W\d_]))"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_TONES = "\u0300\u0301\u0309\u0303\u0323"

# In natural logarithms. A syllable of the press has about -8.
_ILLEGAL = -25.0
_ODD_COST = -16.0
_CONTROL_COST = -32.0
_CASE_COST = -12.0


class Fit(msgspec.Struct, frozen=True):
    """What was found: words with a mark, how many of them spell a syllable, odd characters.

    `telling` are those of the syllables that have two letters or more: one alone is soon met.
    `score` is how likely the text is, a sum of natural logarithms: of two readings of the same
    bytes the one whose score is higher by 5 is 150 times as likely.
    """

    words: int
    legal: int
    odd: int
    score: float
    telling: int

    @property
    def share(self) -> float:
        """The share of words with a mark that spell a Vietnamese syllable; 0 without words."""
        return self.legal / self.words if self.words else 0.0


def fit(text: str) -> Fit:
    """Score a text by its words with a mark (a letter beyond ASCII) and its odd characters.

    ASCII words say nothing, as all encodings have them alike; a word that stands ten times is not
    ten proofs, and its likelihood counts once. Time is linear.
    """
    words = legal = telling = 0
    odd, control = len(_ODD.findall(text)), len(_CONTROL.findall(text))
    score = _ODD_COST * odd + _CONTROL_COST * control
    for word, count in Counter(_WORD.findall(text)).items():
        if word.isascii():
            continue
        likelihood = _likelihood(word.lower())
        words += count
        if likelihood is None:
            score += _ILLEGAL
            continue
        legal += count
        telling += count if len(word) > 1 else 0
        score += likelihood
        if not (word.islower() or word.isupper() or word[1:].islower()):
            score += _CASE_COST
    return Fit(words, legal, odd + control, score, telling)


@functools.lru_cache(maxsize=50_000)
def _likelihood(word: str) -> float | None:
    """Return the logarithm of how often a word in small letters is met, None for no syllable."""
    if len(word) > 7:
        return None
    onsets, rhymes = _tables()
    best = None
    for end in range(min(3, len(word) - 1) + 1):
        onset = onsets.get(word[:end])
        rhyme = rhymes.get(word[end:])
        if onset is not None and rhyme is not None and (best is None or onset + rhyme > best):
            best = onset + rhyme
    return best


@functools.cache
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    """Return the logarithms of beginnings and rhymes, with the tone on any of its vowels."""
    path = Path(__file__).with_name("syllables.csv")
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(line for line in f if not line.startswith("#")))
    total = sum(int(row["count"]) for row in rows if row["part"] == "onset")
    onsets: dict[str, float] = {}
    rhymes: dict[str, float] = {}
    for row in rows:
        likelihood = math.log(int(row["count"]) / total)
        if row["part"] == "onset":
            onsets[row["letters"]] = likelihood
            continue
        for spelled in _toned(row["letters"], int(row["tone"])):
            rhymes[spelled] = likelihood
    return onsets, rhymes


def _toned(rhyme: str, tone: int) -> list[str]:
    """Return a rhyme with its tone (0 to 5) on each of its vowels: "hoà" is met beside "hòa"."""
    if not tone:
        return [rhyme]
    return [
        unicodedata.normalize("NFC", rhyme[: i + 1] + _TONES[tone - 1]) + rhyme[i + 1 :]
        for i, letter in enumerate(rhyme)
        if letter in "aăâeêioôơuưy"
    ]
