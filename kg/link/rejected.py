"""Facts that analysts reject: out of the graph, and listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.link.binding import Bound
from kg.link.decisions import Reject
from kg.link.meetings import Meetings
from kg.link.model import MembershipRow, ParticipationRow, RejectedRow
from kg.link.slugs import canonical
from kg.link.sources import Keys, Ref, Source

_Row = MembershipRow | ParticipationRow


class Rejections:
    """The rejected among the rows of a graph. `rows` tells what they were.

    A fact is found by what it says (who, in which role, at which meeting), whichever reports say
    it: the same fact in a new report is rejected, too.
    """

    def __init__(
        self,
        bound: Bound,
        sources: Sequence[Source],
        entities: Keys,
        meetings: Meetings,
        facts: Iterable[_Row],
    ) -> None:
        self._sources, self._entities, self._meetings = sources, entities, meetings
        by_fact: dict[tuple[str | None, ...], _Row] = {}
        if bound.rejects:
            by_fact = {_identity(row): row for row in facts}
        by_key = {row.key: row for row in by_fact.values()}
        found: dict[str, RejectedRow] = {}
        for entry, refs in bound.rejects:
            row = by_fact.get(self._fact(entry, refs)) if refs else by_key.get(entry.key)
            if row is None:
                bound.idle.append((entry, "no report says so any more"))
            else:
                found.setdefault(row.key, _rejected(row, entry))
        self.keys = frozenset(found)
        for (document, start, end, kind), entry in bound.unread.items():
            key = next(s.slug for s in sources if s.id == document)
            found[entry.key] = RejectedRow(
                key=entry.key,
                decision=entry.id,
                kind="mention",
                subject=f"document/{key}",
                how=kind,
                what=entry.fact.get("words", f"{start}-{end}"),
                documents=(f"document/{key}",),
            )
        self.rows = tuple(found[key] for key in sorted(found))

    def _fact(self, entry: Reject, refs: Mapping[str, Sequence[Ref]]) -> tuple[str | None, ...]:
        fact = entry.fact
        who = meant(refs[fact["who"]], self._entities)
        if "post" in fact:
            return who, meant(refs[fact["post"]], self._entities), fact["status"]
        meeting = meant(refs[fact["meeting"]], self._entities)
        site = self._site(meeting, fact["site"]) if "site" in fact else None
        return who, meeting, fact["role"], site

    def _site(self, meeting: str | None, label: str) -> str:
        """Return the key of the meeting's site that some report calls so; "" if none does."""
        wanted = canonical(label)
        for row in self._meetings.sites:
            if row.meeting == meeting and canonical(row.label) == wanted:
                return row.key
        for source in self._sources:
            for told in source.report.meetings:
                ref = source.ref(told.id)
                if ref in self._entities and self._entities[ref] == meeting:
                    for site in told.sites:
                        if canonical(site.label) == wanted:
                            return self._meetings.site_keys[ref, site.id]
        return ""


def meant(refs: Iterable[Ref], entities: Keys) -> str | None:
    """Return the key of what most of some references stand for."""
    counted = Counter(entities[r] for r in refs if r in entities)
    return min(counted, key=lambda key: (-counted[key], key)) if counted else None


def _identity(row: _Row) -> tuple[str | None, ...]:
    if isinstance(row, MembershipRow):
        return row.official, row.post, row.status
    return row.participant, row.meeting, row.role, row.site


def _rejected(row: _Row, entry: Reject) -> RejectedRow:
    if isinstance(row, MembershipRow):
        kind, subject, how, what = "membership", row.official, str(row.status), row.post
    else:
        kind, subject, how, what = "participation", row.participant, str(row.role), row.meeting
    return RejectedRow(
        row.key, entry.id, kind, subject, how, what, documents=row.documents, mentions=row.mentions
    )
