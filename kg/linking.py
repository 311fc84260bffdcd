"""From partitions of reports (`kg.partitions`) to a store: linking without reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kg.build import By, Told, linked
from kg.crew import at_work, elsewhere
from kg.documents import Failure
from kg.errors import KgError
from kg.grounds import READING, ReadBy, code_version
from kg.partitions.read import collect, find_parts
from kg.store.history import Renamed
from kg.store.store import Store
from kg.work.lock import only_build


def link_partitions(
    folders: Sequence[str | Path],
    store: str | Path,
    *,
    rules: Path | None = None,
    decisions: str | Path | None = None,
    reference: bool | None = None,
    dask: str | None = None,
    shuffle: Path | None = None,
    on_failure: Callable[[Failure], None] | None = None,
    on_note: Callable[[Failure], None] | None = None,
    on_progress: Callable[[int], None] = lambda count: None,
    on_rename: Callable[[Renamed], None] | None = None,
) -> Store:
    """Make what `kg.partitions.write.extract_to` wrote the content of a store; return it, open.

    The store is what `kg.build` makes of the same sources, one after the other. All files must be
    whole, and read by the rules that are given here and by this very program.

    Args:
        folders: Those that all jobs wrote to.
        store: The file to write; made if it is not there.
        rules: The folder of rules that the reports were read with (default: the package's own).
        decisions: As `kg.build` takes it.
        reference: As `kg.build` takes it.
        dask: The address of a Dask scheduler whose workers find out who is whom.
        shuffle: The folder for that, which they can see; without it, it is done here.
        on_failure: Called with each input that could not be read.
        on_note: Called with each that was read, but has something to be known about.
        on_progress: Called with the number of documents so far.
        on_rename: Called with each entity that has another key than the store knew it by.

    Raises:
        KgError: A job is not done, a file cannot be read, or what `kg.build` raises; the graph in
            the store is then as it was.
    """
    parts = find_parts([Path(folder) for folder in folders])
    told = Told(on_failure, on_note, None, None)
    with only_build(Path(store)):
        _check(parts.read, rules, parts.folders[0][0].path)
        by = By(Path(store), rules, parts.read, decisions, reference)
        with (
            at_work(1, None, None, dask if shuffle is not None else None) as who,
            elsewhere(shuffle, Path(store), who, by.rules) as people,
        ):
            opened = Store.create(store)
            try:
                for one in collect(parts, opened, on_progress):
                    told.tell(one)
                renamed = linked(opened, by, told, people)
            except BaseException:
                opened.close()
                raise
    if on_rename is not None:
        for entity in renamed:
            on_rename(entity)
    return opened


def _check(read: ReadBy, rules: Path | None, where: Path) -> None:
    from kg.lexicon.lexicon import load_lexicon

    if read.code != code_version(READING):
        raise KgError(f"{where}: another version of kg read these reports: kg extract them anew")
    here = load_lexicon(rules).version
    if read.rules != here:
        told = f"read with other rules ({read.rules}) than those given here ({here})"
        raise KgError(f"{where}: {told}: see --rules")
