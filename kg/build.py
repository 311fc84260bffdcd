"""From reports to a store: readers, extraction, linking and store put together."""

from __future__ import annotations

import functools
import hashlib
import sys
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kg.documents import Document, Failure, Fields, Selection, read, select
from kg.documents.encoding import AUTO
from kg.documents.fields import USUAL
from kg.documents.selection import ALL
from kg.errors import KgError
from kg.link.decisions import Decision
from kg.link.graph import link
from kg.report.model import Report
from kg.sites import load_sites, reading
from kg.store.chosen import Chosen
from kg.store.duplicates import find_copies
from kg.store.history import Renamed, replace_graph
from kg.store.store import Store

# The rooms whose code decides what is read from a document; `kg.link` works anew on every build.
_READING = ("text", "lexicon", "ner", "report")
_PACKAGE = Path(__file__).resolve().parent


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
    on_failure: Callable[[Failure], None] | None = None,
    on_note: Callable[[Failure], None] | None = None,
    on_progress: Callable[[int], None] | None = None,
    on_rename: Callable[[Renamed], None] | None = None,
) -> Store:
    """Read reports and make them the content of a store; return the store, open.

    What the store held before and is not given any more is dropped, with all that rested on it
    alone; but where not one document can be read, the store stays as it was. A document that the
    store knows is not read anew as long as it, the rules and the program are the same. Reading is
    kept document by document, the graph is replaced at the end and at once: a build that is
    interrupted leaves the old graph, and the next one goes on from there.

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
        on_failure: Called with each input that could not be built; the others are.
        on_note: Called with each document in which no meeting was found, or that was read from
            another encoding than UTF-8; it is built all the same.
        on_progress: Called with the number of documents done so far.
        on_rename: Called with each entity that has another key than the store knew it by.

    Raises:
        KgError: The store cannot be written, the rules or the decisions cannot be read, or a
            decision does not fit the reports; the graph in the store is then as it was.
    """
    from kg.lexicon.lexicon import load_lexicon
    from kg.link.rules import load_link_rules
    from kg.link.tenures import load_tenures
    from kg.ner.combine import load_recogniser
    from kg.report.extract import extract

    folder = Path(rules) if rules is not None else None
    lexicon = load_lexicon(folder)
    load_link_rules(folder)  # what is wrong with the rules is told before anything is written
    load_sites(folder)
    if reference is None:
        reference = _with_reference(Path(store))
    if reference:
        load_tenures(folder)
    recogniser = load_recogniser(model, lexicon)
    read_by = recogniser.version if recogniser is not None else "rules"
    version = f"{lexicon.version}-{read_by}-{_code_version()}"
    chosen = Chosen.of(Path(store), decisions)
    decided = chosen.read()
    opened = Store.create(store)
    try:
        failures: list[Failure] = []
        notes: list[Failure] = []
        reports: list[Report] = []
        digests: dict[str, str] = {}

        def fail(failure: Failure) -> None:
            failures.append(failure)
            if on_failure is not None:
                on_failure(failure)

        def note(told: Failure) -> None:
            notes.append(told)
            if on_note is not None:
                on_note(told)

        options = reading(folder, fields, encoding, note)
        for document in select(read(paths, fail, options), selection):
            report = _report(
                opened, document, version, lambda d: extract(d, lexicon, recogniser), fail
            )
            if report is not None:
                reports.append(report)
                digests[document.id] = document.digest()
                if not report.meetings:
                    note(Failure(document.id, "no meeting found"))
            if on_progress is not None:
                on_progress(len(reports) + len(failures))

        def idle(entry: Decision, reason: str) -> None:
            note(Failure(f"{decided.path}, line {entry.line}", f"{entry.verb}: {reason}"))

        copies = find_copies(opened, reports, digests)
        # Where not one report can be read, the store stays as it was.
        graph = (
            link(reports, folder, decided, idle, reference=reference, copies=copies)
            if reports or not failures
            else None
        )
        with opened.transaction():
            opened.clear_problems()
            for failure in failures:
                opened.put_failure(failure.source, failure.reason)
            if graph is not None:
                renamed = replace_graph(opened, graph, digests)
                for told in (*notes, *(Failure(r.key, str(r)) for r in renamed if r.reused)):
                    opened.put_note(told.source, told.reason)
                opened.put_meta("rules", lexicon.version)
                opened.put_meta("rules_folder", str(folder.resolve()) if folder else "")
                opened.put_meta("model", read_by)
                opened.put_meta("reference", "yes" if reference else "no")
                chosen.remember(opened, decided)
                if on_rename is not None:
                    for one in renamed:
                        on_rename(one)
    except BaseException:
        opened.close()
        raise
    return opened


def _with_reference(store: Path) -> bool:
    """Whether the store at a path, which need not be there yet, goes by known tenures."""
    if not store.is_file() or store.stat().st_size == 0:
        return True
    with Store(store) as opened:
        return opened.reference()


def _report(
    store: Store,
    document: Document,
    version: str,
    extract: Callable[[Document], Report],
    fail: Callable[[Failure], None],
) -> Report | None:
    """Return what a document says, from the store if it knows; None if reading it failed."""
    cached = store.cached_report(document.digest(), version)
    if cached is not None:
        return cached
    try:
        report = extract(document)
        store.put_report(document, report, version)
    except KgError:
        raise
    except Exception as e:
        # A mistake in the program that one text brings out must not cost the others.
        fail(Failure(document.id, f"extraction failed: {type(e).__name__}: {_line(e)}"))
        return None
    return report


def _line(e: Exception) -> str:
    return " ".join(str(e).encode("ascii", "backslashreplace").decode().split())[:200]


@functools.cache
def _code_version() -> str:
    """Return a hash of the code that reads documents, so that no other code's reports are used."""
    h = hashlib.blake2b(digest_size=4)
    for room in _READING:
        for path in sorted((_PACKAGE / room).glob("*.py")):
            h.update(path.name.encode())
            h.update(path.read_bytes())
    return h.hexdigest()


class _Module(types.ModuleType):
    """Makes ``kg.build(…)`` call `build`, although ``kg.build`` is this module."""

    def __call__(self, *args: Any, **kwargs: Any) -> Store:
        return build(*args, **kwargs)


sys.modules[__name__].__class__ = _Module
