"""What is said of a node in an export beyond its own row: counts, days, province, level."""

from __future__ import annotations

from collections import Counter, defaultdict

from kg.export.appearances import Appearances
from kg.export.source import Source

Days = tuple[str | None, str | None]  # first and last, ISO 8601


class Summary:
    """Figures of all nodes of a store, read in one pass a table.

    Attributes:
        labels: Key of every node -> label. What is not in it is no node.
        provinces: Key -> label of the province, for officials, bodies and posts that have one. An
            official's is that of the posts last seen and still held, where they agree.
        levels: Key -> level, for bodies and posts at one.
        counts: Key -> of an official or a body the meetings taken part in, of a meeting its
            participants, of a post those who hold or held it, of a province the meetings there.
        days: Key -> first and last day: of a meeting; of an official, a body or a province those of
            its meetings; of a post those on which it was seen held, and so of an official who took
            part in no dated meeting.
        documents: Key of a document -> its id.
        sites: Key of a site -> its label.
    """

    def __init__(self, source: Source) -> None:
        self.labels: dict[str, str] = {}
        self.provinces: dict[str, str] = {}
        self.levels: dict[str, str] = {}
        self.counts = Counter[str]()
        self.days: dict[str, Days] = {}
        self.documents = {row.key: row.id for row in source.documents()}
        self.sites = {row.key: row.label for row in source.sites()}
        self._read_places(source)
        self._read_memberships(source)
        self._read_meetings(source)

    def _read_places(self, source: Source) -> None:
        self.labels.update((row.key, row.label) for row in source.officials())
        self.labels.update((row.key, row.label) for row in source.places())
        for body in source.bodies():
            self.labels[body.key] = body.label
            self.levels[body.key] = body.level
            if body.province in self.labels:
                self.provinces[body.key] = self.labels[body.province]
        for post in source.posts():
            self.labels[post.key] = post.label
            for table in (self.levels, self.provinces):
                if post.body in table:
                    table[post.key] = table[post.body]

    def _read_memberships(self, source: Source) -> None:
        holders = defaultdict[str, set[str]](set)
        latest: dict[str, tuple[str, set[str]]] = {}
        for row in source.memberships():
            holders[row.post].add(row.official)
            for key in (row.official, row.post):
                self._extend(key, (row.first_seen, row.last_seen))
            province, day = self.provinces.get(row.post), row.last_seen or ""
            if province is None or row.status == "former":
                continue
            known = latest.get(row.official)
            if known is None or known[0] < day:
                latest[row.official] = (day, {province})
            elif known[0] == day:
                known[1].add(province)
        self.counts.update({post: len(officials) for post, officials in holders.items()})
        for official, (_, found) in latest.items():
            if len(found) == 1:
                self.provinces[official] = min(found)

    def _read_meetings(self, source: Source) -> None:
        for row in source.meetings():
            self.labels[row.key] = row.label
            self.days[row.key] = (row.date, row.end_date or row.date)
            for province in set(row.provinces):
                self.counts[province] += 1
                self._extend(province, self.days[row.key])
        appearances = Appearances(source)
        for participant in appearances.participants():
            meetings = {meeting for meeting, _ in appearances.of(participant)}
            self.counts.update(meetings)
            self.counts[participant] = len(meetings)
            if any(self.days[meeting][0] for meeting in meetings):
                self.days.pop(participant, None)  # those of its posts
            for meeting in meetings:
                self._extend(participant, self.days[meeting])

    def _extend(self, key: str, days: Days) -> None:
        first, last = self.days.get(key, (None, None))
        self.days[key] = (
            min(filter(None, (first, days[0])), default=None),
            max(filter(None, (last, days[1])), default=None),
        )
