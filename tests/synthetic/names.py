"""Names of people as frequent as in the corpus, and what printers make of them."""

from __future__ import annotations

import csv
import unicodedata
from itertools import accumulate
from pathlib import Path
from random import Random

RULES = Path(__file__).resolve().parents[2] / "rules"
# Words of a name, and how many of a hundred names have so many (press corpus).
LENGTHS = {2: 9, 3: 72, 4: 19}
# Of a thousand printings of a name: an accent wrong, a letter wrong, all accents left out. The
# corpus has about three a thousand of all kinds; here are more, since it is what is to be tried.
WRONG_ACCENT, WRONG_LETTER, NO_ACCENTS = 4, 3, 2
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _rows(name: str) -> list[dict[str, str]]:
    lines = (RULES / "names" / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


class _Drawn:
    """Words drawn as often as a column of counts says."""

    def __init__(self, rows: list[dict[str, str]], column: str) -> None:
        counted = [(row["syllable"], int(row[column] or 0)) for row in rows]
        self._words = [word for word, n in counted if n]
        self._sums = list(accumulate(n for _, n in counted if n))

    def draw(self, rng: Random) -> str:
        return rng.choices(self._words, cum_weights=self._sums)[0]


class Names:
    """Draws surnames, middle and given names by their counts in ``rules/names``."""

    def __init__(self) -> None:
        syllables = _rows("syllables.csv")
        self._surname = _Drawn(_rows("surnames.csv"), "count")
        self._middle = _Drawn(syllables, "count_middle")
        self._given = _Drawn(syllables, "count_given")

    def draw(self, rng: Random) -> str:
        """Return a name; the same one may come again, as often as in life."""
        words = [self._surname.draw(rng)]
        length = rng.choices(list(LENGTHS), list(LENGTHS.values()))[0]
        words += (self._middle.draw(rng) for _ in range(length - 2))
        return " ".join([*words, self._given.draw(rng)])


def printed(name: str, rng: Random) -> str:
    """Return a name as a paper prints it: nearly always right."""
    chance = rng.random() * 1000
    if chance < WRONG_ACCENT:
        return _in_one_word(name, rng, _wrong_accent)
    if chance < WRONG_ACCENT + WRONG_LETTER:
        return _in_one_word(name, rng, _wrong_letter)
    if chance < WRONG_ACCENT + WRONG_LETTER + NO_ACCENTS:
        return without_accents(name)
    return name


def new_tones(name: str) -> str:
    """Return a name with its tones placed the other way ("Hòa": "Hoà"), where there is one."""
    out = unicodedata.normalize("NFC", name)
    for old, new in _PLACINGS:
        out = " ".join(
            word[: -len(old)] + new if word.endswith(old) and not word.startswith("Qu") else word
            for word in out.split()
        )
    return out


def without_accents(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def _placings() -> list[tuple[str, str]]:
    out = []
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            old = unicodedata.normalize("NFC", first + tone) + second
            out.append((old, first + unicodedata.normalize("NFC", second + tone)))
    return out


_PLACINGS = _placings()


def _in_one_word(name: str, rng: Random, change: object) -> str:
    words = name.split()
    i = rng.randrange(len(words))
    words[i] = change(words[i], rng)  # type: ignore[operator]
    return " ".join(words)


def _wrong_accent(word: str, rng: Random) -> str:
    """Change, add or drop the tone of a word."""
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(c for c in letters if c not in _TONES)
    vowels = [i for i, c in enumerate(bare) if c.lower() in "aeiouy"]
    if not vowels:
        return word
    old = next((c for c in letters if c in _TONES), "")
    tone = rng.choice([t for t in ("", *_TONES) if t != old])
    # Behind the marks that belong to the letter itself.
    at = vowels[-1] + 1
    while at < len(bare) and unicodedata.combining(bare[at]):
        at += 1
    return unicodedata.normalize("NFC", bare[:at] + tone + bare[at:])


def _wrong_letter(word: str, rng: Random) -> str:
    """Drop, double or replace a letter behind the first."""
    if len(word) < 3:
        return word
    i = rng.randrange(1, len(word))
    how = rng.randrange(3)
    if how == 0:
        return word[:i] + word[i + 1 :]
    return (
        word[:i] + (word[i] * 2 if how == 1 else rng.choice("abceghiklmnoprstuv")) + word[i + 1 :]
    )
