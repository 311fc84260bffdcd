"""The reports in the order that linking reads them, and the days they speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from kg.link.copy_row import Reprint
from kg.link.slugs import numbered_apart, slug
from kg.report.model import Report

V = TypeVar("V", bound=str)
F = TypeVar("F", bound=tuple[Any, ...])


class Ref(NamedTuple):
    """A statement's local id in a document."""

    document: str
    id: str


# A named tuple's own constructor takes three times as long, and this is called for every statement.
_made = tuple.__new__


class Source:
    """A report, the key of its document, and its day: of publication, else of its first meeting.

    `number` is its place among all reports. `first` is the one that it reprints: a copy is of the
    day of what it reprints, and `origin` is the slug of that (else its own).
    """

    __slots__ = ("date", "first", "key", "number", "report", "slug")

    def __init__(
        self, report: Report, key: str, number: int = 0, first: Source | None = None
    ) -> None:
        self.report = report
        self.number = number
        self.key = key
        self.slug = key.removeprefix("document/")
        self.first = first
        self.date = report.issued or min((m.date for m in report.meetings if m.date), default=None)
        if first is not None:
            self.date = first.date or self.date

    @property
    def origin(self) -> str:
        """The slug of the document that the report is known from."""
        return self.first.slug if self.first is not None else self.slug

    @property
    def id(self) -> str:
        """The document's id."""
        return self.report.document

    def ref(self, id: str) -> Ref:
        """Return the reference to a local id of this report."""
        return _made(Ref, (self.report.document, id))


class Keys:
    """The keys of what reports name, by reference: a small table of local ids for each report.

    Whoever goes through a report asks its table alone. One table of all references would be asked
    all over the memory, and be made of references that nothing else needs.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._numbers = {s.id: s.number for s in sources}
        self._tables: list[dict[str, str]] = [{} for _ in self._numbers]

    def of(self, source: Source) -> dict[str, str]:
        """Return the keys of what a report names, by local id."""
        return self._tables[source.number]

    def __contains__(self, ref: Ref) -> bool:
        number = self._numbers.get(ref.document)
        return number is not None and ref.id in self._tables[number]

    def __getitem__(self, ref: Ref) -> str:
        return self._tables[self._numbers[ref.document]][ref.id]

    def items(self) -> Iterator[tuple[Ref, str]]:
        """Give each reference with its key."""
        for document, number in self._numbers.items():
            for id, key in self._tables[number].items():
                yield Ref(document, id), key

    def values(self) -> Iterator[str]:
        """Give the keys, each as often as something bears it."""
        for keys in self._tables:
            yield from keys.values()


def ordered(reports: Iterable[Report], copies: Mapping[str, Reprint] | None = None) -> list[Source]:
    """Return the reports by document id, one a document (of several, that of the least digest).

    `copies` says which documents (ids) reprint another one; it holds as far as both are there.
    """
    by_id: dict[str, Report] = {}
    for report in reports:
        other = by_id.setdefault(report.document, report)
        if (report.digest, report.version) < (other.digest, other.version):
            by_id[report.document] = report
    ids = sorted(by_id)
    keys = numbered_apart([f"document/{slug(id)}" for id in ids])
    sources = [Source(by_id[id], key, n) for n, (id, key) in enumerate(zip(ids, keys, strict=True))]
    if copies:
        known = {s.id: s for s in sources}
        for i, source in enumerate(sources):
            found = copies.get(source.id)
            if found is not None and (first := known.get(found.of)) is not None:
                sources[i] = Source(source.report, source.key, source.number, first)
    return sources


def firsthand(found: Sequence[F]) -> Sequence[F]:
    """Return those of (source, …) whose source reprints no other; all, where all of them do.

    What is most often said is asked of these: thirty papers that print one text say it once.
    """
    if all(one[0].first is None for one in found):
        return found
    return [one for one in found if one[0].first is None] or found


def most_common(values: Iterable[V]) -> V:
    """Return the value seen most often; of several, the least."""
    counted = Counter(values)
    if len(counted) == 1:
        return next(iter(counted))
    return min(counted, key=lambda v: (-counted[v], v))
