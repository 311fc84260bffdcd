"""Which people of all reports are one official: blocked by name, joined by evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.link.binding import Bound
from kg.link.block import Block
from kg.link.candidates import Candidate
from kg.link.cluster import Cluster
from kg.link.joins import Why, why
from kg.link.model import Official
from kg.link.rules import LinkRules
from kg.link.settled import Settled
from kg.link.slugs import slug
from kg.link.sources import Keys, Ref, Source
from kg.link.spelling import best
from kg.link.variants import same_people


class Officials:
    """Rows of officials; the keys of reports' people are noted in `keys`.

    `blocks` are the candidates of each name. What is `decided` goes before everything.
    """

    def __init__(
        self,
        blocks: Mapping[str, list[Candidate]],
        keys: Keys,
        rules: LinkRules,
        decided: Bound,
    ) -> None:
        people: list[Cluster] = []
        for name in sorted(blocks):
            distinctive = rules.distinctive(name)
            block = blocks[name]
            if " " not in name and not distinctive:
                # A given name alone: who that is, its document knows.
                lone = [c for c in block if not c.foreign]
                people += (Cluster(c, decided.parts_of([c.ref])) for c in lone)
                block = [c for c in block if c.foreign]
            people += Block(block, rules.provinces, distinctive, decided).joined()
        self._people, self._near = same_people(people, rules)
        settled = Settled(decided, (person.members for person in self._people), lambda c: c.ref)
        groups = settled.groups
        labels = [best(c.name for c in group) for group in settled.leads]
        by_age = sorted(range(len(groups)), key=lambda i: min(c.seniority() for c in groups[i]))
        numbered = settled.keys((f"official/{slug(labels[i])}", i) for i in by_age)
        names = settled.names()
        for i, group in enumerate(groups):
            for c in group:
                keys[c.ref] = numbered[i]
        self._keys = keys
        rows = [
            Official(
                key=numbered[i],
                label=names.get(i, labels[i]),
                variants=tuple(sorted({c.name for c in group})),
                foreign=any(c.foreign for c in group),
            )
            for i, group in enumerate(groups)
        ]
        self.rows = sorted(rows, key=lambda row: row.key)

    def why(
        self,
        sources: Sequence[Source],
        meetings: Mapping[Ref, Ref],
        rules: LinkRules,
        decided: Bound,
    ) -> Why:
        """Return why these are who they are; `meetings` as in `Candidates.add_meetings`.

        It can be asked once: what was collected for it takes room and is let go.
        """
        people, near = self._people, self._near
        self._people, self._near = [], []
        told = {str(ref): self._keys[ref] for ref in set(meetings.values())}
        return why(people, near, self._keys, sources, told, rules, decided)
