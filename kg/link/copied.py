"""What a copy names is what the report that it reprints names: found without further evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple

from kg.link.slugs import canonical
from kg.link.sources import Ref, Source
from kg.report.model import Report


class _Named(NamedTuple):
    """A statement and what it is known by in another print: the surest first, None for nothing."""

    id: str
    names: tuple[Hashable, ...]


def people_copied(sources: Sequence[Source]) -> dict[Ref, Ref]:
    """Return the people of copies, each with the one of the same name whom it repeats."""
    return _copied(sources, _people)


def meetings_copied(sources: Sequence[Source]) -> dict[Ref, Ref]:
    """Return the meetings of copies, each with the one that it repeats.

    That is one of the same name and day; else of the same name, since "hôm nay" is another day in
    the paper of the day after; else with the very same people in the same roles, since another
    headline may name it otherwise.
    """
    return _copied(sources, _meetings)


def _people(report: Report) -> Iterator[_Named]:
    for p in report.people:
        yield _Named(p.id, (canonical(p.name),))


def _meetings(report: Report) -> Iterator[_Named]:
    labels = {p.id: p.name for p in report.people} | {b.id: b.label for b in report.bodies}
    there: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for p in report.participations:
        there[p.meeting].add((canonical(labels.get(p.participant, "")), p.role))
    for m in report.meetings:
        name = m.kind, canonical(m.label)
        day = m.date or m.day_month, m.session
        yield _Named(m.id, ((name, day), name, frozenset(there[m.id]) or None))


def _copied(
    sources: Sequence[Source], named: Callable[[Report], Iterator[_Named]]
) -> dict[Ref, Ref]:
    """Return what copies name, by what it is in the first document of their text that has it.

    Of several that bear one name the first is the first in the other print, too, where both have as
    many; else nobody knows which is which.
    """
    out: dict[Ref, Ref] = {}
    for group in _groups(sources):
        known: list[tuple[Ref, _Named]] = []
        for source in group:
            left = [(source.ref(one.id), one) for one in named(source.report)]
            free = known
            for n in range(len(left[0][1].names) if left else 0):
                mine, theirs = _by_name(left, n), _by_name(free, n)
                paired = {
                    ref: first
                    for name, refs in mine.items()
                    if len(refs) == len(theirs.get(name, ()))
                    for ref, first in zip(refs, theirs[name], strict=True)
                }
                out |= paired
                taken = set(paired.values())
                left = [one for one in left if one[0] not in paired]
                free = [one for one in free if one[0] not in taken]
            known = known + left
    return out


def _by_name(statements: Sequence[tuple[Ref, _Named]], n: int) -> dict[Hashable, list[Ref]]:
    out: dict[Hashable, list[Ref]] = defaultdict(list)
    for ref, one in statements:
        if one.names[n] is not None:
            out[one.names[n]].append(ref)
    return out


def _groups(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Give each document that has copies, with its copies."""
    copies: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        if source.first is not None:
            copies[source.origin].append(source)
    for source in sources:
        if source.slug in copies:
            yield [source, *copies[source.slug]]
