"""Reliability: how often names of each confidence are right, against annotated reports."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import msgspec

from kg.gold import normal_form, read_gold
from kg.store.store import Store


class Reliability(msgspec.Struct, frozen=True):
    """Names of one confidence: how many there are, and the share of them that the gold has."""

    confidence: float
    names: int
    right: float


def reliability(gold: Path, store: Store) -> list[Reliability]:
    """Return the reliability of officials' names in a store built from annotated reports.

    A name counts once a document, with the confidence of its best mention; it is right where the
    gold lists the person in that document. Sorted by confidence, the highest first.

    Raises:
        KgError: The gold cannot be read.
    """
    people = {d.id: {normal_form(name) for name in d.people} for d in read_gold(gold)}
    documents = {d.key: d.id for d in store.documents()}
    labels = {o.key: o.label for o in store.officials()}
    best: dict[tuple[str, str], float] = {}
    for mention in store.mentions():
        if mention.kind == "person" and mention.rule != "rule:title-refers-back":
            key = (documents[mention.document], mention.target)
            best[key] = max(best.get(key, 0.0), mention.confidence)
    groups: defaultdict[float, list[bool]] = defaultdict(list)
    for (document, target), confidence in best.items():
        if document in people:
            groups[confidence].append(normal_form(labels[target]) in people[document])
    return [
        Reliability(confidence, len(found), sum(found) / len(found))
        for confidence, found in sorted(groups.items(), reverse=True)
    ]
