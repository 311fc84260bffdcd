"""Meetings and their sites: what all reports of one meeting together say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.link.binding import Bound
from kg.link.likeness import telling_words
from kg.link.model import MeetingRow, SiteRow
from kg.link.places import Places
from kg.link.rules import LinkRules
from kg.link.settled import Settled
from kg.link.slugs import canonical, number, slug
from kg.link.sources import Keys, Ref, Source, firsthand, most_common
from kg.report.model import Meeting, Site

_Found = list[tuple[Source, Meeting]]
LABEL_IN_KEY = 60


class Meetings:
    """Rows of meetings and of their sites; the keys of reports' meetings are noted in `keys`.

    `told` gives the reports of a meeting by its key, in order, `dates` its day, `days` that or,
    where it is not known, the day of its first report. `site_keys` gives the key of a site by the
    meeting's reference and the site's local id.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        same: Mapping[Ref, Ref],
        keys: Keys,
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
        dates = {root: min(_days(found), default=None) for root, found in groups.items()}
        roots = sorted(groups)
        refs = [[source.ref(meeting.id) for source, meeting in groups[root]] for root in roots]
        settled = Settled(decided, refs, lambda ref: ref)
        numbered = settled.keys(
            (f"meeting/{dates[root] or 'nodate'}-{slug(labels[root], LABEL_IN_KEY)}", i)
            for i, root in enumerate(roots)
        )
        by_root = {root: numbered[i] for i, root in enumerate(roots)}
        labels |= {roots[i]: name for i, name in settled.names().items()}
        self.told = {by_root[root]: found for root, found in groups.items()}
        for key, found in self.told.items():
            for source, meeting in found:
                keys.of(source)[meeting.id] = key
        self.dates = {by_root[root]: date for root, date in dates.items()}
        self.days: dict[str, str | None] = {}
        self.rows: list[MeetingRow] = []
        self.sites: list[SiteRow] = []
        self.site_keys: dict[tuple[Ref, str], str] = {}
        for root, found in groups.items():
            self._add(by_root[root], labels[root], dates[root], found, keys, places)
        self.rows.sort(key=lambda row: row.key)
        self.sites.sort(key=lambda row: row.key)

    def reports(self, key: str) -> list[Source]:
        """Return the reports of a meeting, in order."""
        return list(dict.fromkeys(source for source, _ in self.told[key]))

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
        keys: Keys,
        places: Places,
    ) -> None:
        meetings = [m for _, m in found]
        sessions = {m.session for m in meetings if m.session}
        last = max((m.end_date for _, m in firsthand(found) if m.end_date), default=None)
        # Without the year of any report, a province is that of the time the reports came out.
        day = self.days[key] = date or min((s.date for s, _ in found if s.date), default=None)
        organisers = {body for s, m in found for o in m.organisers if (body := keys.of(s).get(o))}
        self.rows.append(
            MeetingRow(
                key=key,
                label=label,
                kind=most_common(m.kind for _, m in firsthand(found)),
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
        numbered = number((f"site/{stem}--{slug(named[room])}", room) for room in sorted(rooms))
        for room, told in rooms.items():
            province = next((site.province for _, site in told if site.province), None)
            self.sites.append(
                SiteRow(
                    numbered[room],
                    key,
                    named[room],
                    places.province(province, day) if province else None,
                )
            )
            for ref, site in told:
                self.site_keys[ref, site.id] = numbered[room]


def _days(found: _Found) -> list[str]:
    """Return the days told; of copies, in which "hôm nay" is another, only if none else has one."""
    return [m.date for _, m in firsthand(found) if m.date] or [m.date for _, m in found if m.date]


def _room(site: Site) -> tuple[str, str]:
    """Return what two reports' sites of one meeting share if they are one room."""
    return ("province", canonical(site.province)) if site.province else ("", canonical(site.label))
