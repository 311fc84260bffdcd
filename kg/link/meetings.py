"""Meetings and their sites: what all reports of one meeting together say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.link.binding import Bound
from kg.link.bodies import Bodies
from kg.link.likeness import telling_words
from kg.link.model import MeetingRow, SiteRow
from kg.link.places import Places
from kg.link.rules import LinkRules
from kg.link.settled import Settled
from kg.link.slugs import canonical, number, slug
from kg.link.sources import Ref, Source, most_common
from kg.report.model import Meeting, Site

_Found = list[tuple[Source, Meeting]]
LABEL_IN_KEY = 60


class Meetings:
    """Keys and rows of meetings and of their sites.

    `keys` gives the key of each report's meeting, `site_keys` that of a site by the meeting's
    reference and the site's local id; `dates` the day of a meeting by its key, `days` that or,
    where it is not known, the day of its first report.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        same: Mapping[Ref, Ref],
        bodies: Bodies,
        places: Places,
        rules: LinkRules,
        decided: Bound,
    ) -> None:
        groups: dict[Ref, _Found] = defaultdict(list)
        for source in sources:
            for meeting in source.report.meetings:
                groups[same[source.ref(meeting.id)]].append((source, meeting))
        self._rules = rules
        labels = {root: self._label(found) for root, found in groups.items()}
        dates = {
            root: min((m.date for _, m in f if m.date), default=None) for root, f in groups.items()
        }
        roots = sorted(groups)
        members: dict[Ref, list[Ref]] = defaultdict(list)
        for ref, root in same.items():
            members[root].append(ref)
        settled = Settled(decided, [members[root] for root in roots], lambda ref: ref)
        numbered = settled.keys(
            (f"meeting/{dates[root] or 'nodate'}-{slug(labels[root], LABEL_IN_KEY)}", i)
            for i, root in enumerate(roots)
        )
        keys = {root: numbered[i] for i, root in enumerate(roots)}
        labels |= {roots[i]: name for i, name in settled.names().items()}
        self.keys = {ref: keys[root] for ref, root in same.items()}
        self.dates = {keys[root]: date for root, date in dates.items()}
        self.days: dict[str, str | None] = {}
        self.rows: list[MeetingRow] = []
        self.sites: list[SiteRow] = []
        self.site_keys: dict[tuple[Ref, str], str] = {}
        for root, found in groups.items():
            self._add(keys[root], labels[root], dates[root], found, bodies, places)
        self.rows.sort(key=lambda row: row.key)
        self.sites.sort(key=lambda row: row.key)

    def _label(self, found: _Found) -> str:
        """Return the fullest wording: that with the most telling words, then the longest."""
        labels = sorted({m.label for _, m in found})
        if len(labels) == 1:
            return labels[0]
        return max(labels, key=lambda text: (len(telling_words(text, self._rules)), len(text)))

    def _add(
        self,
        key: str,
        label: str,
        date: str | None,
        found: _Found,
        bodies: Bodies,
        places: Places,
    ) -> None:
        meetings = [m for _, m in found]
        sessions = {m.session for m in meetings if m.session}
        last = max((m.end_date for m in meetings if m.end_date), default=None)
        # Without the year of any report, a province is that of the time the reports came out.
        day = self.days[key] = date or min((s.date for s, _ in found if s.date), default=None)
        organisers = {
            bodies.keys[ref]
            for s, m in found
            for o in m.organisers
            if (ref := s.ref(o)) in bodies.keys
        }
        self.rows.append(
            MeetingRow(
                key=key,
                label=label,
                kind=most_common(m.kind for m in meetings),
                date=date,
                end_date=last if last and date and last > date else None,
                session=sessions.pop() if len(sessions) == 1 else None,
                provinces=tuple(
                    sorted({places.province(p, day) for m in meetings for p in m.provinces})
                ),
                organisers=tuple(sorted(organisers)),
                planned=all(m.planned for m in meetings),
            )
        )
        rooms: dict[tuple[str, str], list[tuple[Ref, Site]]] = defaultdict(list)
        for source, meeting in found:
            for site in meeting.sites:
                rooms[_room(site)].append((source.ref(meeting.id), site))
        stem = key.removeprefix("meeting/")
        named = {room: most_common(site.label for _, site in told) for room, told in rooms.items()}
        keys = number((f"site/{stem}--{slug(named[room])}", room) for room in sorted(rooms))
        for room, told in rooms.items():
            province = next((site.province for _, site in told if site.province), None)
            self.sites.append(
                SiteRow(
                    keys[room],
                    key,
                    named[room],
                    places.province(province, day) if province else None,
                )
            )
            for ref, site in told:
                self.site_keys[ref, site.id] = keys[room]


def _room(site: Site) -> tuple[str, str]:
    """Return what two reports' sites of one meeting share if they are one room."""
    return ("province", canonical(site.province)) if site.province else ("", canonical(site.label))
