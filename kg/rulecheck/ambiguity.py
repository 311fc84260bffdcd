"""Entries that can be read in two ways: titles, and phrases that tell a year."""

from __future__ import annotations

from collections.abc import Iterator

from kg.rulecheck.finding import Finding
from kg.rulecheck.rules import FIELDS, Rules, words
from kg.rulecheck.source import Entry


def check_ambiguity(rules: Rules) -> Iterator[Finding]:
    """Give a finding for each entry that the rules can also read in another way."""
    yield from _titles(rules)
    yield from _years(rules)


def _titles(rules: Rules) -> Iterator[Finding]:
    ranks = rules.names("titles.yaml", "ranks")
    modifiers = rules.names("titles.yaml", "modifiers")
    deputies = rules.names("titles.yaml", "deputy")
    for said, entry in ranks.items():
        for section in ("modifiers", "generic", "deputy"):
            known = rules.names("titles.yaml", section).get(said)
            if known is not None:
                yield entry.warning(f'rank "{said}" is in {section} too (line {known.line})')
        for head, known in ranks.items():
            rest = said.removeprefix(head).strip()
            if head != said and said.startswith(head + " ") and rest in modifiers:
                told = f'rank "{head}" (line {known.line}) with the modifier "{rest}"'
                yield _second(entry, known, told)
        first, _, rest = said.partition(" ")
        if first in deputies and rest in ranks:
            known = ranks[rest]
            told = f'"{first}" and rank "{rest}" (line {known.line})'
            yield _second(entry, known, told)


def _second(entry: Entry, known: Entry, told: str) -> Finding:
    own, other = (
        {k: v for k, v in e.value.items() if k not in FIELDS and v} for e in (entry, known)
    )
    unlike = sorted(k for k in own.keys() | other.keys() if own.get(k) != other.get(k))
    how = f"; they differ in {', '.join(unlike)}" if unlike else " and says nothing more"
    return entry.warning(f'rank "{words(entry)}" is ambiguous: it is {told} too{how}')


def _years(rules: Rules) -> Iterator[Finding]:
    """A phrase that ends in another list's phrase is counted in both lists."""
    lists = ("same", "plan", "review", "school_year", "year_before")
    phrases = [
        (name, e, words(e).casefold()) for name in lists for e in rules.entries("dates.yaml", name)
    ]
    for name, entry, said in phrases:
        for other, known, tail in phrases:
            if other != name and said.endswith(f" {tail}"):
                yield entry.warning(
                    f'{name}: "{said}" ends in "{tail}", so it is read as {other} too'
                    f" (line {known.line})"
                )
