"""Decisions of analysts on a store: taken, written down, and at once in the graph."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.link.decisions import (
    Anchor,
    Decision,
    Decisions,
    Merge,
    Reject,
    Rename,
    Split,
    Undo,
    append_decision,
    signed,
    undoing,
)
from kg.link.graph import link
from kg.store.chosen import Chosen
from kg.store.duplicates import known_copies
from kg.store.entities import ENOUGH, anchors, fresh_key, labels, require_entity, require_fact
from kg.store.history import Renamed, replace_graph
from kg.store.store import Store


class Taken(msgspec.Struct, frozen=True):
    """A decision as it was written to `path`, and what else came of it.

    `renamed` lists entities with another key than before; `idle` decisions, this one or others,
    that the reports give nothing to do, and why.
    """

    decision: Decision
    path: Path
    renamed: tuple[Renamed, ...] = ()
    idle: tuple[str, ...] = ()


def merge(
    store: Path, names: Sequence[str], why: str, who: str = "", decisions: Path | None = None
) -> Taken:
    """Say that two entities or more, by keys or names, are one; the first one's key stays.

    Raises:
        KgError: A name means nothing or more than one, the entities are of several kinds, or an
            earlier decision contradicts. Nothing is changed then; so for the functions below.
    """

    def make(opened: Store, before: Decisions) -> Decision:
        keys = tuple(dict.fromkeys(require_entity(opened, name) for name in names))
        if len(keys) < 2:
            raise KgError(f"not decided: that is one entity already: {labels(opened, keys)}")
        if len({key.partition("/")[0] for key in keys}) > 1:
            raise KgError(f"not decided: not of one kind: {labels(opened, keys)}")
        return Merge(keys=keys, seen=_seen(opened, keys), who=who, why=why)

    return decide(store, make, decisions)


def split(
    store: Path,
    name: str,
    by: Sequence[str],
    why: str,
    who: str = "",
    decisions: Path | None = None,
) -> Taken:
    """Say that what some documents name is not the same as what the others do.

    Args:
        store: The store.
        name: Key or name of what is to be split.
        by: For each new entity the ids of its documents, parted by commas; the others stay with
            the old one.
        why: The reason.
        who: Who says so (default: the user).
        decisions: The file of decisions (default: the store's).
    """

    def make(opened: Store, before: Decisions) -> Decision:
        key = require_entity(opened, name)
        rest = list(anchors(opened, key))
        parts: dict[str, tuple[Anchor, ...]] = {}
        for given in by:
            documents = _ids(given, {a.document for a in rest})
            part = [a for a in rest if a.document in documents]
            missing = sorted(documents - {a.document for a in part})
            if missing or not part:
                told = f"does not name {key}, or is in another part"
                raise KgError(f'not decided: "{", ".join(missing) or given}" {told}')
            rest = [a for a in rest if a not in part]
            parts[fresh_key(opened, key, part, [*parts, *_given(before)])] = tuple(part)
        if not rest:
            raise KgError(f"not decided: no other document names {key}")
        return Split(key=key, into={key: tuple(rest), **parts}, who=who, why=why)

    return decide(store, make, decisions)


def apart(
    store: Path, names: Sequence[str], why: str, who: str = "", decisions: Path | None = None
) -> Taken:
    """Say that entities which are apart must stay so, whatever reports may come."""

    def make(opened: Store, before: Decisions) -> Decision:
        keys = tuple(dict.fromkeys(require_entity(opened, name) for name in names))
        if len(keys) < 2:
            raise KgError(f"not decided: that is one entity: {labels(opened, keys)}")
        return Split(key=keys[0], into={k: anchors(opened, k) for k in keys}, who=who, why=why)

    return decide(store, make, decisions)


def rename(
    store: Path, name: str, to: str, why: str, who: str = "", decisions: Path | None = None
) -> Taken:
    """Say what an entity is called; its key stays."""

    def make(opened: Store, before: Decisions) -> Decision:
        key = require_entity(opened, name)
        label = " ".join(to.split())
        if not label:
            raise KgError("not decided: the new name is empty")
        return Rename(key=key, to=label, seen=_seen(opened, [key]), who=who, why=why)

    return decide(store, make, decisions)


def reject(store: Path, fact: str, why: str, who: str = "", decisions: Path | None = None) -> Taken:
    """Say that a participation, a membership or a mention, by its key, is wrong."""

    def make(opened: Store, before: Decisions) -> Decision:
        found = require_fact(opened, fact)
        seen = _seen(opened, found.about)
        return Reject(key=fact, fact=found.says, seen=seen, who=who, why=why)

    return decide(store, make, decisions)


def undo(
    store: Path, id: int | None = None, why: str = "", who: str = "", decisions: Path | None = None
) -> Taken:
    """Undo a decision (default: the last one that holds); an undone undo holds again."""

    def make(opened: Store, before: Decisions) -> Decision:
        return undoing(before, id, who=who, why=why)

    return decide(store, make, decisions)


def decide(
    store: Path,
    make: Callable[[Store, Decisions], Decision],
    decisions: Path | None = None,
) -> Taken:
    """Take a decision: check it against all reports, link them anew, write it down.

    `make` makes the decision of the open store and the decisions before it. The reports in the
    store are linked as they are, none is read anew.

    Raises:
        KgError: The decision does not fit, or something cannot be written. Both the file and the
            store are then as they were.
    """
    with _deciding(store) as opened:
        chosen = Chosen.of_open(opened, decisions)
        if chosen.path is None:
            raise KgError(f"{store}: was built without decisions: --decisions FILE gives a file")
        before = Decisions(chosen.path)
        if decisions is None or chosen.path.exists():
            before = chosen.read()
        entry = signed(make(opened, before))
        after = before.adding(entry)
        renamed, idle = _relink(opened, chosen, after)
        written = append_decision(chosen.path, entry)
    # That the key of what was decided on means more or less than before is no news.
    meant = _keys(after, entry)
    return Taken(written, chosen.path, tuple(r for r in renamed if r.key not in meant), idle)


def relink(
    store: Path, decisions: Path | None = None
) -> tuple[tuple[Renamed, ...], tuple[str, ...]]:
    """Bring a store up to date with its file of decisions, as after many `append_decision`.

    Returns:
        What got another key, and the decisions that the reports give nothing to do, with why.

    Raises:
        KgError: The file is not sound or does not fit the reports; the store is as it was.
    """
    with _deciding(store) as opened:
        chosen = Chosen.of_open(opened, decisions)
        return _relink(opened, chosen, chosen.read())


@contextlib.contextmanager
def _deciding(store: Path) -> Iterator[Store]:
    """Open a store that is there; whoever else decides on it waits."""
    Store(store).close()  # deciding makes no store
    with Store(store, write=True) as opened, opened.transaction():
        yield opened


def _relink(
    store: Store, chosen: Chosen, decisions: Decisions
) -> tuple[tuple[Renamed, ...], tuple[str, ...]]:
    idle: list[str] = []
    graph = link(
        store.reports(),
        store.rules_folder(),
        decisions,
        lambda d, reason: idle.append(f"decision {d.id} ({d.verb}): {reason}"),
        reference=store.reference(),
        copies=known_copies(store),
    )
    renamed = replace_graph(store, graph, store.digests())
    chosen.remember(store, decisions)
    return tuple(renamed), tuple(idle)


def _seen(store: Store, keys: Sequence[str]) -> dict[str, tuple[Anchor, ...]]:
    found = {key: anchors(store, key, ENOUGH) for key in keys}
    return {key: named for key, named in found.items() if named}


def _keys(decisions: Decisions, entry: Decision) -> frozenset[str]:
    """Return the entities that a decision, or the one that it undoes, is about."""
    match entry:
        case Merge():
            return frozenset(entry.keys)
        case Split():
            return frozenset(entry.into)
        case Rename():
            return frozenset([entry.key])
        case Undo():
            of = next(d for d in decisions.entries if d.id == entry.of)
            return _keys(decisions, of)
    return frozenset()


def _ids(given: str, known: set[str]) -> set[str]:
    """Return the ids in a list parted by commas; a known id may hold commas itself."""
    if given in known:
        return {given}
    return {id.strip() for id in given.split(",") if id.strip()}


def _given(before: Decisions) -> list[str]:
    """Return the keys that decisions, even undone ones, have given to parts."""
    return [key for entry in before.entries if isinstance(entry, Split) for key in entry.into]
