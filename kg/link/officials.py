"""Which people of all reports are one official: blocked by name, joined by evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.link.binding import Bound
from kg.link.block import Block
from kg.link.candidates import Candidate
from kg.link.cluster import Cluster
from kg.link.joins import Why, why
from kg.link.model import Official
from kg.link.rules import LinkRules
from kg.link.settled import Settled
from kg.link.slugs import slug
from kg.link.sources import Ref, Source
from kg.link.spelling import best
from kg.link.variants import same_people

PeopleOf = Callable[
    [Mapping[str, list[Candidate]], LinkRules, Bound, Mapping[Ref, Ref]], list[Cluster]
]


def people_here(
    blocks: Mapping[str, list[Candidate]],
    rules: LinkRules,
    decided: Bound,
    copied: Mapping[Ref, Ref],
) -> list[Cluster]:
    """Return the people of all blocks, name by name."""
    return [
        person
        for name in sorted(blocks)
        for person in people_of(name, blocks[name], rules, decided, copied)
    ]


def people_of(
    name: str,
    block: list[Candidate],
    rules: LinkRules,
    decided: Bound,
    copied: Mapping[Ref, Ref],
) -> list[Cluster]:
    """Return which candidates of one name are one person; no other name has a say in that."""
    people: list[Cluster] = []
    distinctive = rules.distinctive(name)
    if " " not in name and not distinctive:
        # A given name alone: who that is, its document knows.
        lone = [c for c in block if not c.foreign]
        people += Block(lone, rules.provinces, False, decided, copied).join_copied()
        block = [c for c in block if c.foreign]
    return people + Block(block, rules.provinces, distinctive, decided, copied).joined()


class Officials:
    """Finds who each candidate is, and notes it there (`Candidate.official`).

    `blocks` are the candidates of each name. What is `decided` goes before everything; then
    `copied`: what people of copies repeat. `joined` is `people_here`, or what does the same
    elsewhere.
    """

    def __init__(
        self,
        blocks: Mapping[str, list[Candidate]],
        rules: LinkRules,
        decided: Bound,
        copied: Mapping[Ref, Ref],
        joined: PeopleOf | None = None,
    ) -> None:
        joined = joined or people_here
        self._people, self._near = same_people(joined(blocks, rules, decided, copied), rules)
        settled = Settled(decided, (person.members for person in self._people), lambda c: c.ref)
        groups = settled.groups
        labels = [
            best([c.name for c in group if c.ref not in copied] or [c.name for c in group])
            for group in settled.leads
        ]
        by_age = sorted(range(len(groups)), key=lambda i: min(c.age for c in groups[i]))
        numbered = settled.keys((f"official/{slug(labels[i])}", i) for i in by_age)
        names = settled.names()
        for i, group in enumerate(groups):
            for c in group:
                c.official = numbered[i]
        self._groups = groups
        self._labels = [(numbered[i], names.get(i, labels[i])) for i in range(len(groups))]

    def rows(self) -> list[Official]:
        """Return the rows of the officials, by key; it can be asked once, and before `why`."""
        groups, self._groups = self._groups, []
        rows = [
            Official(
                key=key,
                label=label,
                variants=tuple(sorted({c.name for c in group})),
                foreign=any(c.foreign for c in group),
            )
            for (key, label), group in zip(self._labels, groups, strict=True)
        ]
        return sorted(rows, key=lambda row: row.key)

    def why(
        self,
        sources: Sequence[Source],
        meetings: Mapping[str, str],
        rules: LinkRules,
        decided: Bound,
    ) -> Why:
        """Return why these are who they are; `meetings` are keys, by what a clue says of them.

        It can be asked once: what was collected for it takes room and is let go.
        """
        people, near = self._people, self._near
        self._people, self._near = [], []
        return why(people, near, sources, meetings, rules, decided)
