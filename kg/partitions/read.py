"""From partitions of all jobs to a store, checked, as if one process had read the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from kg.documents import Failure
from kg.documents.failure import reason
from kg.errors import KgError
from kg.gather import Kept, Note, Read
from kg.grounds import ReadBy
from kg.partitions.done import Done, read_done
from kg.partitions.files import about, libraries, rows
from kg.partitions.share import Share
from kg.report.model import Report
from kg.store.store import Store

_REPORT = msgspec.json.Decoder(Report)


class Part(msgspec.Struct, frozen=True):
    """What one job has done, and where."""

    path: Path
    done: Done


class Parts(msgspec.Struct, frozen=True):
    """What all jobs have done, by the folders that were given; and what documents were read by."""

    folders: tuple[tuple[Part, ...], ...]
    read: ReadBy


def find_parts(folders: Sequence[Path]) -> Parts:
    """Return the jobs that wrote to folders, which are all done and went by the same.

    Raises:
        KgError: A folder holds no partitions, a job is not done, or two do not fit together.
    """
    libraries()
    found = tuple(_of_folder(folder) for folder in dict.fromkeys(folders))
    first = found[0][0]
    for part in (part for parts in found for part in parts):
        if part.done.read != first.done.read:
            told = f"read by other rules, another model or another kg than {first.path}"
            raise KgError(f"{part.path}: {told}: kg extract it anew")
    return Parts(found, first.done.read)


def _of_folder(folder: Path) -> tuple[Part, ...]:
    try:
        shares = [
            share
            for path in folder.iterdir()
            if (share := Share.of_folder(path.name)) is not None and path.is_dir()
        ]
    except OSError as e:
        raise KgError(f"{folder}: {reason(e)}") from e
    if not shares:
        raise KgError(f"{folder}: holds no partitions of kg extract")
    numbers = sorted({share.of for share in shares})
    if len(numbers) > 1:
        told = f"holds parts of {numbers[0]} and parts of {numbers[1]}"
        raise KgError(f"{folder}: {told}: remove those of an earlier run")
    (count,) = numbers
    parts: list[Part] = []
    for number in range(1, count + 1):
        share = Share(number, count)
        path = folder / share.folder
        done = read_done(path)
        if done is None:
            told = f"part {number} of {count} is not done"
            raise KgError(f"{folder}: {told}: run kg extract with --part {number}/{count}")
        parts.append(Part(path, done))
        if done.sources != parts[0].done.sources:
            told = f"was given other sources than {parts[0].path}, or they changed in between"
            raise KgError(f"{path}: {told}: run kg extract anew")
    return tuple(parts)


def collect(
    parts: Parts, store: Store, on_document: Callable[[int], None] = lambda count: None
) -> Iterator[Read | Failure | Note]:
    """Keep what is in partitions in a store, and tell of each document or failure in order.

    That is the order in which one process would have met them in the sources, one folder after the
    other. Of documents of one id in several folders the first is kept, the others are failures.
    `on_document` is called with the number of documents so far.

    Raises:
        KgError: A file cannot be read or is not whole, or the store cannot be written.
    """
    collector = _Collector(store, parts.read, on_document)
    for folder in parts.folders:
        found = [one for part in folder for one in collector.of_part(part)]
        collector.kept.flush()
        found.sort(key=_place)
        for _, one in found:
            yield one


def _place(found: tuple[int, Read | Failure | Note]) -> int:
    return found[0]


class _Collector:
    def __init__(self, store: Store, read: ReadBy, on_document: Callable[[int], None]) -> None:
        self._store, self._read = store, read
        self._on_document = on_document
        self._ids: dict[str, str] = {}
        self.kept = Kept(store, read.version)

    def of_part(self, part: Part) -> Iterator[tuple[int, Read | Failure | Note]]:
        """Give what a job met, with its places."""
        for told in part.done.told:
            failure = Failure(told.source, told.reason)
            yield told.place, failure if told.failure else Note(failure)
        for listed in part.done.files:
            path = part.path / listed.name
            said = about(path)
            if said.read != self._read or said.documents != len(listed.places):
                raise KgError(f"{path}: not the file that its job wrote: run kg extract anew")
            yield from zip(listed.places, self._of_file(path), strict=True)

    def _of_file(self, path: Path) -> Iterator[Read | Failure]:
        name = str(path)
        for number, row in enumerate(rows(path), 1):
            document = row.document
            first = self._ids.setdefault(document.id, name)
            self._on_document(len(self._ids))
            if first is not name:
                told = f"id {document.id!r} was already read from {first}"
                yield Failure(f"{name}, row {number}", told)
            elif row.report is None:
                yield Failure(document.id, row.failure or "")
            else:
                report = _report(row.report, path, number)
                if (report.document, report.digest) != (document.id, row.digest):
                    raise KgError(f"{path}, row {number}: the report of another document")
                if self._store.cached_json(row.digest, self._read.version) != row.report:
                    self.kept.add(document, row.report)
                facts = len(report.memberships) + len(report.participations)
                yield Read(document.id, row.digest, facts, len(report.meetings), 0)


def _report(data: bytes, path: Path, number: int) -> Report:
    try:
        return _REPORT.decode(data)
    except (msgspec.DecodeError, RecursionError) as e:
        raise KgError(f"{path}, row {number}: no report: {e}") from e
