"""From what each report says to what all of them together say."""

from __future__ import annotations

import contextlib
import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.link.binding import Bound
from kg.link.bodies import Bodies, Posts
from kg.link.body_rules import BodyRules, load_body_rules
from kg.link.candidates import Candidates
from kg.link.conflicts import of_meetings, of_several, rows
from kg.link.copied import people_copied
from kg.link.copy_row import CopyRow, Reprint
from kg.link.decisions import Decision, Decisions
from kg.link.disputes import disputed
from kg.link.inferring import Known, inferred
from kg.link.located import located
from kg.link.matching import same_meetings
from kg.link.meetings import Meetings
from kg.link.mentions import Mentions
from kg.link.model import DocumentRow, Graph
from kg.link.officials import Officials, PeopleOf
from kg.link.places import Places
from kg.link.redirects import redirects
from kg.link.rejected import Rejections
from kg.link.rules import LinkRules, load_link_rules
from kg.link.settled import bearers
from kg.link.sources import Keys, Ref, Source, ordered
from kg.link.standings import first_days, standings
from kg.link.statements import memberships, participations
from kg.link.tellings import tellings
from kg.link.tenures import Tenures, load_tenures
from kg.link.title_conflicts import of_titles
from kg.report.model import Report


def link(
    reports: Iterable[Report],
    rules: Path | None = None,
    decisions: Decisions | None = None,
    on_idle: Callable[[Decision, str], None] | None = None,
    *,
    reference: bool | Tenures = True,
    copies: Mapping[str, Reprint] | None = None,
    people: PeopleOf | None = None,
) -> Graph:
    """Return the graph that reports tell together; the same for the same reports in any order.

    `rules` is a folder of rules (default: those shipped with the package). Of several reports on
    one document, that of the least digest is read. `decisions` go before everything; `on_idle` is
    called with each decision that these reports give nothing to do, and why. `reference` says
    whether the rules' list of known tenures is held against the reports; or it is a list to take in
    its place. What comes of it stands in the tables `inferred` and `disputed` alone. `copies` says
    which documents (ids) reprint another one (`kg.link.reprints`): what they all say counts once.
    `people` does what `kg.link.officials.people_here` does, elsewhere.

    Raises:
        DecisionError: A decision names an unknown id, or two of them contradict each other.
        KgError: The rules cannot be read.
    """
    with _no_collection():
        return _link(reports, rules, decisions, on_idle, reference, copies, people)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the collector of cycles: it would walk through millions of rows again and again.

    Linking makes next to no cycles; what it lets go is freed all the same.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _link(
    reports: Iterable[Report],
    rules: Path | None,
    decisions: Decisions | None,
    on_idle: Callable[[Decision, str], None] | None,
    reference: bool | Tenures,
    copies: Mapping[str, Reprint] | None,
    people: PeopleOf | None,
) -> Graph:
    words = load_link_rules(rules)
    sources = ordered((located(report, words.units) for report in reports), copies)
    decided = Bound(decisions or Decisions(), sources)
    tenures = reference if isinstance(reference, Tenures) else Tenures(())
    if reference is True:
        tenures = load_tenures(rules)
    rulings = _Rulings(words, load_body_rules(rules), tenures, copies or {})
    linked = _Linked(sources, rulings, decided, people)
    if decided.loose:
        # Keys without anchors are those of the graph that the other decisions make.
        decided = Bound(decided.decisions, sources, linked.bearers(), linked.spans())
        linked = _Linked(sources, rulings, decided, people)
    if on_idle is not None:
        for entry, reason in decided.idle:
            on_idle(entry, reason)
    return linked.graph


class _Rulings(NamedTuple):
    """What the rules say to linking, and which documents are copies."""

    words: LinkRules
    bodies: BodyRules
    tenures: Tenures
    copies: Mapping[str, Reprint]


class _Linked:
    """One pass over the reports: `graph`, and what bears each of its keys."""

    def __init__(
        self,
        sources: Sequence[Source],
        rulings: _Rulings,
        decided: Bound,
        elsewhere: PeopleOf | None,
    ) -> None:
        words = rulings.words
        self._sources = sources = decided.read(sources)
        self._entities = entities = Keys(sources)
        places = Places(sources, entities, words.provinces, words.units)
        bodies = Bodies(sources, entities, places, decided)
        posts = Posts(sources, entities, bodies)
        people = Candidates(sources, entities, bodies, posts, words)
        copied = people_copied(sources)
        officials = Officials(people.blocks, words, decided, copied, elsewhere)
        people.note_keys(sources)
        same = same_meetings(sources, entities, words, decided)
        if shared := _told_twice(same):
            # Meetings known to be one tell more of who is who.
            del officials  # before others are made: they take room
            people.add_meetings(sources, shared)
            officials = Officials(people.blocks, words, decided, copied, elsewhere)
            people.note_keys(sources)
        del people
        meetings = Meetings(sources, same, entities, places, words, decided)
        del same
        who = officials.rows()
        met = {str(one): entities[one] for one in set(shared.values())}
        why = officials.why(sources, met, words, decided)
        mentions = Mentions(sources, entities)
        held = memberships(sources, entities, mentions, meetings)
        present = participations(entities, mentions, meetings)
        rejections = Rejections(decided, sources, entities, meetings, (*held, *present))
        live = set(entities.values())
        accepted = tuple(row for row in held if row.key not in rejections.keys)
        took_part = tuple(row for row in present if row.key not in rejections.keys)
        told = tellings(entities, meetings, places, mentions, took_part)
        grounds = tuple(places.rows())  # read last: provinces asked for above are among them
        questions = of_meetings(told, took_part, who, grounds, meetings.sites, mentions.rows, words)
        questions += of_titles(sources, entities, held, posts.by_key, meetings, mentions, words)
        originals = {s.key: s.first.key for s in sources if s.first is not None}
        conflicts, sides = rows(of_several(questions, originals, mentions.rows))
        placed_bodies, standing = standings(
            bodies.rows, grounds, first_days(sources, entities), rulings.bodies
        )
        known = Known(
            memberships=accepted,
            officials={row.key: row for row in who},
            posts=posts.by_key,
            bodies=bodies.by_key,
        )
        self.graph = Graph(
            documents=_documents(sources),
            copies=_copies(sources, rulings.copies),
            officials=tuple(who),
            places=grounds,
            bodies=placed_bodies,
            posts=tuple(posts.rows),
            meetings=tuple(meetings.rows),
            sites=tuple(meetings.sites),
            mentions=mentions.rows,
            memberships=accepted,
            participations=took_part,
            tellings=told,
            conflicts=conflicts,
            sides=sides,
            standings=standing,
            inferred=inferred(known, rulings.tenures, sources, entities, words.provinces),
            disputed=disputed(known, rulings.tenures, sources, entities),
            joins=why.joins,
            apart=why.apart,
            unsure=why.unsure,
            redirects=redirects(decided, entities, live),
            rejected=rejections.rows,
        )

    def bearers(self) -> dict[str, list[Ref]]:
        """Return by each key what it stands for in the reports; of a fact's key, nothing."""
        out = bearers(self._entities)
        for redirect in self.graph.redirects:
            out[redirect.key] = out[redirect.target]
        graph = self.graph
        facts = [m.key for m in graph.memberships] + [p.key for p in graph.participations]
        for key in (*facts, *(row.key for row in graph.rejected)):
            out.setdefault(key, [])
        return out

    def spans(self) -> dict[str, tuple[str, int, int, str]]:
        """Return by each mention's key where it stands: document id, offsets, kind."""
        ids = {s.key: s.id for s in self._sources}
        return {m.key: (ids[m.document], m.start, m.end, m.kind) for m in self.graph.mentions}


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


def _copies(sources: Sequence[Source], copies: Mapping[str, Reprint]) -> tuple[CopyRow, ...]:
    rows = [
        CopyRow(f"copy/{s.slug}", s.key, s.first.key, copies[s.id].similarity)
        for s in sources
        if s.first is not None
    ]
    return tuple(sorted(rows, key=lambda row: row.key))
