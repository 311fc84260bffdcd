"""The list of known tenures: days out of order, provinces that are none, posts with two holders."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from kg.link.slugs import canonical
from kg.link.tenures import FILE, Tenure, fault
from kg.rulecheck.finding import Finding
from kg.rulecheck.rules import Rules
from kg.rulecheck.source import Entry

_PROVINCES = ("places/provinces.csv", "places/former_provinces.csv")
_Line = tuple[Entry, Tenure]


def check_tenures(rules: Rules) -> Iterator[Finding]:
    """Give a finding for each tenure that cannot be, stands twice, or overlaps another's.

    Overlapping tenures do no harm: linking takes neither of them for granted where they overlap.
    """
    names = {entry.value["name"] for file in _PROVINCES for entry in rules.entries(file)}
    by_post: dict[str, list[_Line]] = defaultdict(list)
    for entry in rules.entries(FILE):
        row = entry.value
        if told := fault(row):
            yield entry.error(told)
            continue
        if row["province"] and row["province"] not in names and rules.has(*_PROVINCES):
            near = difflib.get_close_matches(row["province"], names, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield entry.error(f'no province has the name "{row["province"]}"{hint}')
        tenure = msgspec.convert(row, Tenure, strict=False)
        first, last = tenure.possible_span()
        if first > (last or first):
            yield entry.error(f"ends ({row['end']}) before it begins ({row['start']})")
        else:
            by_post[canonical(tenure.post)].append((entry, tenure))
    for lines in by_post.values():
        yield from _overlaps(lines)


def _overlaps(lines: Sequence[_Line]) -> Iterator[Finding]:
    """Give a finding for each tenure of one post that surely overlaps an earlier one.

    The day on which one follows the other is both's.
    """
    lines = sorted(lines, key=lambda line: (line[1].sure_span(), line[0].line))
    latest: _Line | None = None  # of those gone through, the one that ends last
    for line in lines:
        entry, tenure = line
        first, last = tenure.sure_span()
        if latest is not None and first < latest[1].sure_span()[1] and first <= last:
            other, known = latest
            yield entry.warning(
                f"{tenure.post}: {tenure.holder} ({tenure.start} to {tenure.end}) overlaps"
                f" {known.holder} ({known.start} to {known.end}), line {other.line}"
            )
        if latest is None or last > latest[1].sure_span()[1]:
            latest = line
