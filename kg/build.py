"""From reports to a store: readers, extraction, linking and store put together."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kg.crew import at_work, elsewhere, reader
from kg.documents import Failure, Fields, Selection, size_of
from kg.documents.encoding import AUTO
from kg.documents.fields import USUAL
from kg.documents.selection import ALL
from kg.gather import Given, Note, Read, gather
from kg.grounds import ReadBy, grounds_of, read_by
from kg.link.decisions import Decisions
from kg.link.graph import link
from kg.link.officials import PeopleOf
from kg.sites import reading
from kg.store.chosen import Chosen
from kg.store.duplicates import find_copies
from kg.store.history import Renamed, replace_graph
from kg.store.store import GROUNDS, Store
from kg.work.lock import only_build

# Decisions that gave linking nothing to do: line, verb, reason.
_Idle = list[tuple[int, str, str]]
_IDLE = "idle"
# Keys that the last linking gave to others than before: the key, what is to be said of it.
_Reused = list[tuple[str, str]]
_REUSED = "reused"


class Step(msgspec.Struct, frozen=True):
    """How far a build is: documents, facts and failures so far, and the share of the sources that
    was read (0 to 1; None where their size is not known).
    """

    documents: int
    facts: int
    failures: int
    share: float | None


def build(
    paths: Sequence[str | Path],
    store: str | Path,
    *,
    rules: Path | None = None,
    model: str | Path | None = None,
    decisions: str | Path | None = None,
    reference: bool | None = None,
    encoding: str = AUTO,
    fields: Fields = USUAL,
    selection: Selection = ALL,
    workers: int | None = 1,
    timeout: float | None = None,
    max_memory: int | None = None,
    dask: str | None = None,
    shuffle: Path | None = None,
    on_failure: Callable[[Failure], None] | None = None,
    on_note: Callable[[Failure], None] | None = None,
    on_progress: Callable[[int], None] | None = None,
    on_step: Callable[[Step], None] | None = None,
    on_rename: Callable[[Renamed], None] | None = None,
) -> Store:
    """Read reports and make them the content of a store; return the store, open.

    What the store held before and is not given any more is dropped, with all that rested on it
    alone; but where not one document can be read, the store stays as it was. A document that the
    store knows is not read anew as long as it, the rules and the program are the same. Reading is
    kept while it goes on, the graph is replaced at the end and at once, and only if something that
    it rests on changed: a build that is interrupted leaves the old graph, and the next one goes on
    from there.

    Processes that read are other programs than the caller's: a script that calls this needs no
    ``if __name__ == "__main__"``.

    Args:
        paths: Files, folders, archives, or ``-`` for JSON Lines on standard input.
        store: The file to write; made if it is not there.
        rules: A folder of rules to use in place of the package's own.
        model: The statistical recogniser: None for the shipped one, "none" for rules alone, weights
            of ``kg train``, or a spaCy pipeline (a folder or an installed package).
        decisions: The file of analysts' decisions: None for the one that the store was last built
            with, else ``decisions.yaml`` beside it, if there is one; "none" for no decisions.
        reference: Whether the rules' list of known tenures is held against what the reports say:
            None for as the store was last built, a new one with it.
        encoding: What all files are in: "utf-8", "utf-16", "tcvn3" and others
            (`kg.documents.encoding.NAMES`); "auto" guesses where they are not UTF-8.
        fields: The names under which JSON Lines, CSV and Parquet hold the text and so on.
        selection: Which of the documents are built; what is left out is dropped from the store.
        workers: How many processes read: 1 for this one alone, None for one a core where there is
            enough to read. The store is the same whatever their number.
        timeout: Seconds that reading a document may take (default: 60); more for one of more than a
            million characters. It holds in other processes: if it or `max_memory` is given, there
            is always one.
        max_memory: Megabytes that such a process may take beside what it has loaded (default:
            4096). A document that goes past a limit, or ends the process, twice is a failure.
        dask: The address of a Dask scheduler ("tcp://…:8786") whose workers read, in place of
            `workers`; they must have the same kg, rules and model.
        shuffle: A folder that these workers and this process can see: then who is whom is found by
            them, too, by way of Parquet files in it.
        on_failure: Called with each input that could not be built; the others are.
        on_note: Called with each document in which no meeting was found, or that was read from
            another encoding than UTF-8; it is built all the same.
        on_progress: Called with the number of documents done so far.
        on_step: Called with how far the build is, after each document.
        on_rename: Called with each entity that has another key than the store knew it by.

    Raises:
        KgError: The store cannot be written, another build is writing it, the rules or the
            decisions cannot be read, or a decision does not fit the reports; the graph in the store
            is then as it was.
    """
    told = Told(on_failure, on_note, on_progress, on_step)
    with only_build(Path(store)):
        read = read_by(rules, model)
        by = By(Path(store), rules, read, decisions, reference)
        options = reading(by.rules, fields, encoding)
        if on_step is not None:
            told.total = size_of(paths)
        task = reader(rules, model, read)
        given = Given(paths, options, selection)
        with (
            at_work(workers, timeout, max_memory, dask) as who,
            elsewhere(shuffle, Path(store), who, by.rules) as people,
        ):
            opened = Store.create(store)
            try:
                for one in gather(given, opened, read.version, task, who, told.tell):
                    told.tell(one)
                renamed = linked(opened, by, told, people)
            except BaseException:
                opened.close()
                raise
    if on_rename is not None:
        for entity in renamed:
            on_rename(entity)
    return opened


class By:
    """What linking goes by, all of it read before anything is written; reports were `read` by that.

    Raises:
        KgError: There is a mistake in it.
    """

    def __init__(
        self,
        store: Path,
        rules: Path | None,
        read: ReadBy,
        decisions: str | Path | None,
        reference: bool | None,
    ) -> None:
        from kg.link.rules import load_link_rules
        from kg.link.tenures import load_tenures

        self.rules = Path(rules) if rules is not None else None
        self.read = read
        load_link_rules(self.rules)
        self.reference = _with_reference(store) if reference is None else reference
        if self.reference:
            load_tenures(self.rules)
        self.chosen = Chosen.of(store, decisions)
        self.decided: Decisions = self.chosen.read()

    def note(self, store: Store) -> None:
        """Keep in the store what it was built with."""
        store.put_meta("rules", self.read.rules)
        store.put_meta("rules_folder", str(self.rules.resolve()) if self.rules else "")
        store.put_meta("model", self.read.model)
        store.put_meta("reference", "yes" if self.reference else "no")
        self.chosen.remember(store, self.decided)


class Told:
    """What was told so far, and to whom it goes."""

    def __init__(
        self,
        on_failure: Callable[[Failure], None] | None,
        on_note: Callable[[Failure], None] | None,
        on_progress: Callable[[int], None] | None,
        on_step: Callable[[Step], None] | None,
    ) -> None:
        self.failures: list[Failure] = []
        self.notes: list[Failure] = []
        self.digests: dict[str, str] = {}
        self.total: int | None = None
        self._facts = 0
        self._share: float | None = None
        self._on_failure, self._on_note = on_failure, on_note
        self._on_progress, self._on_step = on_progress, on_step

    def tell(self, one: Read | Failure | Note) -> None:
        """Take one result of reading."""
        if isinstance(one, Note):
            self.note(one.told)
            return
        if isinstance(one, Failure):
            self.failures.append(one)
            if self._on_failure is not None:
                self._on_failure(one)
        else:
            self.digests[one.id] = one.digest
            self._facts += one.facts
            if not one.meetings:
                self.note(Failure(one.id, "no meeting found"))
            if self.total:
                self._share = min(1.0, one.position / self.total)
        if self._on_progress is not None:
            self._on_progress(len(self.digests) + len(self.failures))
        if self._on_step is not None:
            documents, failures = len(self.digests), len(self.failures)
            self._on_step(Step(documents, self._facts, failures, self._share))

    def note(self, note: Failure) -> None:
        """Take something to know about an input that was built all the same."""
        self.notes.append(note)
        if self._on_note is not None:
            self._on_note(note)


def linked(store: Store, by: By, told: Told, people: PeopleOf | None = None) -> list[Renamed]:
    """Link what was read, if that is not what the graph in the store rests on, and write it.

    Returns the entities that have another key than before. `people` is as `kg.link.graph.link` has
    it.

    Raises:
        KgError: The store cannot be written, or a decision does not fit the reports.
    """
    graph = None
    waiting: _Idle | None = None
    grounds = grounds_of(told.digests, by.read.version, by.rules, by.decided, by.reference)
    known = store.meta(_IDLE) if store.meta(GROUNDS) == grounds else None
    if known is not None:
        waiting = msgspec.json.decode(known, type=_Idle)
    elif told.digests or not told.failures:
        found: _Idle = []
        graph = link(
            store.reports_of(told.digests.values()),
            by.rules,
            by.decided,
            lambda entry, reason: found.append((entry.line, entry.verb, reason)),
            reference=by.reference,
            copies=find_copies(store, told.digests),
            people=people,
        )
        waiting = found
    for line, verb, reason in waiting or ():
        told.note(Failure(f"{by.decided.path}, line {line}", f"{verb}: {reason}"))
    renamed: list[Renamed] = []
    with store.transaction():
        store.clear_problems()
        for failure in told.failures:
            store.put_failure(failure.source, failure.reason)
        if graph is not None:
            renamed = replace_graph(store, graph, told.digests)
            store.put_meta(GROUNDS, grounds)
            store.put_meta(_IDLE, msgspec.json.encode(waiting).decode())
            reused = [(r.key, str(r)) for r in renamed if r.reused]
            store.put_meta(_REUSED, msgspec.json.encode(reused).decode())
        elif waiting is not None:
            store.drop_unused()  # what a build that was cut off read and nobody gives any more
        if waiting is not None:  # where not one report can be read, the store stays as it was
            for note in told.notes:
                store.put_note(note.source, note.reason)
            # Also where the graph stays: a build that was killed after it could not tell of them.
            for key, reason in msgspec.json.decode(store.meta(_REUSED) or "[]", type=_Reused):
                store.put_note(key, reason)
            by.note(store)
    return renamed


def _with_reference(store: Path) -> bool:
    """Whether the store at a path, which need not be there yet, goes by known tenures."""
    if not store.is_file() or store.stat().st_size == 0:
        return True
    with Store(store) as opened:
        return opened.reference()


class _Module(types.ModuleType):
    """Makes ``kg.build(…)`` call `build`, although ``kg.build`` is this module."""

    def __call__(self, *args: Any, **kwargs: Any) -> Store:
        return build(*args, **kwargs)


sys.modules[__name__].__class__ = _Module
