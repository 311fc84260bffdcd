"""From what each report says to what all of them together say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.link.bodies import Bodies, Posts
from kg.link.body_rules import load_body_rules
from kg.link.conflicts import of_meetings, rows
from kg.link.matching import same_meetings
from kg.link.meetings import Meetings
from kg.link.mentions import Mentions
from kg.link.model import DocumentRow, Graph
from kg.link.officials import Officials
from kg.link.places import Places
from kg.link.rules import load_link_rules
from kg.link.settle import settled
from kg.link.sources import Ref, Source, ordered
from kg.link.standings import first_days, standings
from kg.link.statements import memberships, participations
from kg.link.tellings import tellings
from kg.link.title_conflicts import of_titles
from kg.report.model import Report


def link(reports: Iterable[Report], rules: Path | None = None) -> Graph:
    """Return the graph that reports tell together; the same for the same reports in any order.

    `rules` is a folder of rules (default: those shipped with the package). Of several reports on
    one document, that of the least digest is read.

    Raises:
        KgError: The rules cannot be read.
    """
    words = load_link_rules(rules)
    sources = ordered(settled(report, words.units) for report in reports)
    places = Places(sources, words.provinces, words.units)
    bodies = Bodies(sources, places)
    posts = Posts(sources, bodies)
    officials = Officials(sources, bodies, posts, words, {})
    same = same_meetings(sources, officials.keys | bodies.keys, words)
    if shared := _told_twice(same):
        # Meetings known to be one tell more of who is who.
        officials = Officials(sources, bodies, posts, words, shared)
    meetings = Meetings(sources, same, bodies, places, words)
    entities: dict[Ref, str] = {}
    for keys in (places.keys, bodies.keys, posts.keys, officials.keys, meetings.keys):
        entities.update(keys)
    mentions = Mentions(sources, entities)
    took_part = participations(sources, entities, mentions, meetings)
    told = tellings(sources, entities, meetings, places, mentions, took_part)
    grounds = places.rows()
    disputed = of_meetings(
        told, took_part, officials.rows, grounds, meetings.sites, mentions.rows, words
    ) + of_titles(sources, entities, posts.by_key, meetings, mentions, words)
    conflicts, sides = rows(disputed)
    placed_bodies, known = standings(
        bodies.rows, grounds, first_days(sources, bodies.keys), load_body_rules(rules)
    )
    return Graph(
        documents=_documents(sources),
        officials=tuple(officials.rows),
        places=tuple(grounds),
        bodies=placed_bodies,
        posts=tuple(posts.rows),
        meetings=tuple(meetings.rows),
        sites=tuple(meetings.sites),
        mentions=mentions.rows,
        memberships=memberships(sources, entities, mentions, meetings),
        participations=took_part,
        tellings=told,
        conflicts=conflicts,
        sides=sides,
        standings=known,
    )


def _told_twice(same: dict[Ref, Ref]) -> dict[Ref, Ref]:
    members: dict[Ref, list[Ref]] = defaultdict(list)
    for ref, root in same.items():
        members[root].append(ref)
    return {ref: root for ref, root in same.items() if len(members[root]) > 1}


def _documents(sources: Sequence[Source]) -> tuple[DocumentRow, ...]:
    rows = [
        DocumentRow(s.key, s.id, s.report.title, s.report.issued, s.report.source) for s in sources
    ]
    return tuple(sorted(rows, key=lambda row: row.key))
