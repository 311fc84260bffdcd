"""Known tenures: who held which post when, from a list outside the reports.

The list (``rules/reference/tenures.csv``) holds posts that one person holds at a time. Its days may
be known to the month or the year alone: what it says surely of a day and what it leaves possible
are two questions, and whoever asks takes the careful one.
"""

from __future__ import annotations

import calendar
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from kg.lexicon.lines import RuleError
from kg.lexicon.rules import numbered_rows, rules_dir
from kg.link.slugs import canonical

FILE = "reference/tenures.csv"
_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
# "Bí thư Thành ủy Thành phố …": a committee has its place in its name, so reports drop the noun. An
# office does not: "Chủ tịch Ủy ban nhân dân" may be that of a district.
_COMMITTEE, _NOUN = canonical("ủy"), canonical("thành phố")


class Tenure(msgspec.Struct, frozen=True):
    """One person in one post: `post` is its label, with the place.

    `province` is a short name, "" for a post of the centre. `start` and `end` are ISO 8601, to the
    day, the month or the year; `end` with "+" behind it is a day on which the post was still held.
    `bearers` is how many people of this name the list's source knows; `source` its address.
    """

    holder: str
    post: str
    province: str
    start: str
    end: str
    bearers: int
    source: str

    @property
    def open(self) -> bool:
        """Whether the last day is not known."""
        return self.end.endswith("+")

    def sure_span(self) -> tuple[str, str]:
        """First and last day on which the post was surely held; empty where the first is later."""
        return span(self.start)[1], span(self.end.rstrip("+"))[0]

    def possible_span(self) -> tuple[str, str | None]:
        """First and last day on which the post may have been held; None for an open end."""
        return span(self.start)[0], None if self.open else span(self.end)[1]

    def surely(self, day: str) -> bool:
        """Say whether the post was surely held on a day (ISO 8601)."""
        first, last = self.sure_span()
        return first <= day <= last

    def perhaps(self, day: str) -> bool:
        """Say whether the post may have been held on a day."""
        first, last = self.possible_span()
        return first <= day and (last is None or day <= last)

    def place_behind(self, bare: str) -> str:
        """Return what the label says of the place behind one of `bare_labels`, as it is printed."""
        return " ".join(self.post.split()[len(canonical(bare).split()) :])

    def bare_labels(self) -> frozenset[str]:
        """Return the label as reports print it without its place ("bí thư tỉnh ủy"), canonical.

        None for a post of the centre.
        """
        if not self.province:
            return frozenset()
        bare = canonical(self.post).removesuffix(canonical(self.province)).strip()
        short = bare.removesuffix(f" {_NOUN}")
        return frozenset({bare, short} if short.endswith(_COMMITTEE) else {bare})

    def told(self) -> str:
        """Return the tenure in one line."""
        end = f"{self.end.rstrip('+')} or later" if self.open else self.end
        return f"{self.holder}, {self.post}, {self.start} to {end}"


class Tenures:
    """A list of tenures, to be asked by name and by post."""

    def __init__(self, tenures: Iterable[Tenure]) -> None:
        self._by_holder: dict[str, list[Tenure]] = defaultdict(list)
        self._by_post: dict[str, list[Tenure]] = defaultdict(list)
        self._bare: set[str] = set()
        for tenure in tenures:
            self._by_holder[canonical(tenure.holder)].append(tenure)
            self._by_post[canonical(tenure.post)].append(tenure)
            self._bare |= tenure.bare_labels()

    def of_holder(self, names: Iterable[str]) -> list[Tenure]:
        """Return the tenures of everybody who bears one of these names."""
        return [t for name in {canonical(n) for n in names} for t in self._by_holder.get(name, ())]

    def of_post(self, label: str) -> list[Tenure]:
        """Return the tenures of a post, by its label with the place."""
        return self._by_post.get(canonical(label), [])

    def one_holds(self, label: str) -> bool:
        """Say whether a label without a place is that of a post which one person holds."""
        return canonical(label) in self._bare

    def only(self, names: Iterable[str], label: str, days: Iterable[str]) -> Tenure | None:
        """Return the one tenure that a post printed without its place can mean, or None: abstain.

        It is that of the only bearer of the names, surely held on all `days`; None where another of
        that bearer's posts could be meant as well, or where the list gives the post to somebody
        else, too.
        """
        known, days = self.of_holder(names), list(days)
        if not days or len({t.source for t in known}) != 1 or any(t.bearers > 1 for t in known):
            return None
        printed = canonical(label)
        fit = [t for t in known if printed in t.bare_labels()]
        fit = [t for t in fit if any(t.perhaps(day) for day in days)]
        if len({canonical(t.post) for t in fit}) != 1:
            return None
        found = next((t for t in fit if all(t.surely(day) for day in days)), None)
        if found is None or self._claimed(found, days):
            return None
        return found

    def _claimed(self, tenure: Tenure, days: Iterable[str]) -> bool:
        """Whether the list gives the post to somebody else on one of the days, or may."""
        others = [t for t in self.of_post(tenure.post) if t.source != tenure.source]
        return any(t.perhaps(day) for t in others for day in days)


@functools.lru_cache(maxsize=1 << 14)
def span(said: str) -> tuple[str, str]:
    """Return the first and the last day that a day, a month or a year can mean, ISO 8601.

    Raises:
        ValueError: It is none of these.
    """
    found = _DAY.fullmatch(said)
    if found is None or found[1] == "0000":
        raise ValueError(said)
    year, month, day = found.groups()
    last = calendar.monthrange(int(year), int(month or 12))[1]
    if day is not None and not 1 <= int(day) <= last:
        raise ValueError(said)
    first = f"{year}-{month or '01'}-{day or '01'}"
    return first, f"{year}-{month or '12'}-{day or last}"


def fault(row: Mapping[str, str]) -> str | None:
    """Return what is wrong with the form of a line of the list, or None."""
    for column, said in (("start", row["start"]), ("end", row["end"].removesuffix("+"))):
        try:
            span(said)
        except ValueError:
            return f'{column}: expected a day, a month or a year (2024-01-31), got "{said}"'
    if row["province"] and not canonical(row["post"]).endswith(f" {canonical(row['province'])}"):
        return f'post: expected it to end with "{row["province"]}"'
    return None


def read_tenures(path: Path) -> Tenures:
    """Read a list of tenures (CSV).

    Raises:
        KgError: The file cannot be read, or a line is not of its form; the message names both.
    """
    out = []
    for line, row in numbered_rows(path):
        if told := fault(row):
            raise RuleError(path, line, told)
        out.append(msgspec.convert(row, Tenure, strict=False))
    return Tenures(out)


@functools.lru_cache(maxsize=4)
def load_tenures(folder: Path | None = None) -> Tenures:
    """Read the list of a folder of rules (default: the one shipped), once a process.

    A folder without a list has none: nothing is inferred then.

    Raises:
        KgError: The list is not of its form; the message names file and line.
    """
    path = (folder or rules_dir()) / FILE
    return read_tenures(path) if path.is_file() else Tenures(())
