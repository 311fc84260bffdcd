"""What a sentence says of a post given to somebody: elected, appointed, dismissed; and when.

The words are those of ``rules/tenure_events.yaml``. Where they say nothing, nothing is made up: a
post of which nobody tells how it came is held, and a day that the text leaves out is not that of
the text.
"""

from __future__ import annotations

import functools
import re
import typing
import unicodedata
from datetime import date as Date
from pathlib import Path
from typing import Final, Literal, NamedTuple

from kg.lexicon.rules import load_yaml, rules_dir
from kg.lexicon.trie import Trie, phrase_tokens
from kg.text.dates import DateMention, find_dates, iso, year_near
from kg.text.normalise import new_tone_placement
from kg.text.tokens import scan

Told = Literal["elected", "appointed", "assigned", "transferred", "nominated", "dismissed"]
Event = Told | Literal["announced"]

_EVENTS: Final = frozenset(typing.get_args(Told))
_MONTH = re.compile(
    r"\btháng\s+(0?[1-9]|1[0-2])\s*(?:[/\-.]|,?\s*năm)\s*((?:19|20)\d\d)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\bnăm\s+((?:19|20)\d\d)\b(?!\s*[-–/]\s*\d)", re.IGNORECASE)
# "sẽ chính thức được bổ nhiệm": so many words may stand between what is ahead and the event.
_AHEAD = 3
# A new day, month or year behind a post is looked for in so many words.
_BEHIND = 8


class _Hit(NamedTuple):
    """A phrase of a kind: its offset, first token, and the token behind it."""

    kind: str
    at: int
    i: int
    j: int


class TenureWords:
    """The words of a folder of rules, ready for use."""

    def __init__(self, folder: Path) -> None:
        raw = load_yaml(folder / "tenure_events.yaml")
        self._trie: Trie[str] = Trie()
        for kind in ("held", "takes_up", "purpose", "ahead", "ignored"):
            for phrase in raw.get(kind, ()):
                self._trie.add(phrase_tokens(phrase), kind)
        for event, phrases in raw["events"].items():
            for phrase in phrases:
                self._trie.add(phrase_tokens(phrase), event)
        self._since = Trie((phrase, phrase) for phrase in raw["since"])

    def event(self, before: str) -> Told | None:
        """Return what the words before a post say; None where they say that it is or was held."""
        kinds = [hit.kind for hit in self._hits(before) if hit.kind != "ahead"]
        taken = bool(kinds) and kinds[-1] == "takes_up"
        told = [kind for kind in kinds if kind != "takes_up"]
        while told and told[-1] == "purpose":
            told.pop()
        if not told:
            return "appointed" if taken else None
        if told[-1] == "held":
            return None
        if told[-3:-1] == ["nominated", "purpose"]:
            return "nominated"
        if told[-1] == "dismissed" and taken:
            return "appointed"  # left one post for this one
        return told[-1]  # type: ignore[return-value]

    def ahead(self, before: str) -> bool:
        """Say whether the words before a post say that what they tell is still to come."""
        hits = self._hits(before)
        for n in range(len(hits) - 1, 0, -1):
            verb, word = hits[n], hits[n - 1]
            if word.kind == "ahead" and verb.i - word.j <= _AHEAD:
                return True
            if verb.kind not in ("takes_up", "purpose", "ahead"):
                return False
        return False

    def day(self, before: str, behind: str, told: str | None) -> str | None:
        """Return the day, month or year (ISO 8601) that a sentence gives; None if it gives none.

        Args:
            before: The words before the post, in the same sentence.
            behind: Those behind it.
            told: The day of the report, which says the year that a text leaves out. Without it,
                such a day is ``--MM-DD``.
        """
        hits = self._hits(before)
        verb = next((hit.at for hit in reversed(hits) if hit.kind in _EVENTS), len(before))
        before, behind = (unicodedata.normalize("NFC", text) for text in (before, behind))
        return (
            _last_time(before[:verb], told)
            or _last_time(before[verb:], told)
            or self._time_behind(behind, told)
        )

    def _time_behind(self, behind: str, told: str | None) -> str | None:
        words = list(scan(behind, 0, len(behind)))[:_BEHIND]
        low = [new_tone_placement(w.lower()) for w, _, _ in words]
        if not words or self._since.longest(low, 0, len(low)) is None:
            return None
        return _last_time(behind[: words[-1][2]], told)

    def _hits(self, text: str) -> list[_Hit]:
        """Return the phrases of the rules in a text, in order."""
        text = unicodedata.normalize("NFC", text)
        words = list(scan(text, 0, len(text)))
        low = [new_tone_placement(w.lower()) for w, _, _ in words]
        out, i = list[_Hit](), 0
        while i < len(low):
            hit = self._trie.longest(low, i, len(low))
            if hit is None:
                i += 1
                continue
            if hit[1] != "ignored":
                out.append(_Hit(hit[1], words[i][1], i, hit[0]))
            i = hit[0]
        return out


@functools.lru_cache(maxsize=4)
def load_tenure_words(folder: Path | None = None) -> TenureWords:
    """Read the words of a folder of rules (default: those shipped with the package).

    Raises:
        KgError: The file is missing or not of its form; the message names it.
    """
    return TenureWords(folder or rules_dir())


def _last_time(text: str, told: str | None) -> str | None:
    """Return the last day that a text names, else its last month, else its last year."""
    days = find_dates(text)
    if days:
        return _day(days[-1], told)
    months = _MONTH.findall(text)
    if months:
        return f"{months[-1][1]}-{int(months[-1][0]):02d}"
    years = _YEAR.findall(text)
    return years[-1] if years else None


def _day(day: DateMention, told: str | None) -> str | None:
    year = day.year
    if year is None and told is not None:
        year = year_near(day.day, day.month, told)
    try:
        Date(year or 2024, day.month, day.day)
    except ValueError:
        return None
    return iso(year, day.month, day.day) if year else f"--{day.month:02d}-{day.day:02d}"
