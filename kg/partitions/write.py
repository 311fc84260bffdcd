"""From sources to partitions: what is there is passed over, all else is read and written."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from kg.documents import Document, Failure
from kg.errors import KgError
from kg.gather import Given, Note, Workers, given_items, outcomes
from kg.grounds import ReadBy
from kg.partitions.done import FILE, Done, Listed, Seen, Told, read_done, write_done
from kg.partitions.files import about, libraries, name_of, write_partition
from kg.partitions.share import SIZE, Cut, Share
from kg.work.lock import only_one
from kg.work.task import Outcome, Task


class Extracted(msgspec.Struct):
    """How far a job is: documents (of them `known`, those that were there) and failures."""

    documents: int = 0
    known: int = 0
    failures: int = 0
    files: int = 0


class _Whole(msgspec.Struct, frozen=True):
    """The end of a partition: its documents came before, or they are `known`."""

    listed: Listed
    known: bool


def extract_to(
    folder: Path,
    given: Given,
    read: ReadBy,
    task: Task,
    workers: Workers,
    share: Share | None = None,
    *,
    size: int = SIZE,
    on_failure: Callable[[Failure], None] = lambda failure: None,
    on_note: Callable[[Failure], None] = lambda note: None,
    on_step: Callable[[Extracted], None] = lambda now: None,
) -> Extracted:
    """Read one job's share of sources into Parquet files, below a folder in one of its own.

    A file is named by the documents in it and what they were read by. One that is there is not
    made again, unless a document in it could not be read; so a job that was interrupted goes on
    where it was. At the end it is written which files belong to it, and those that did before are
    removed.

    Args:
        folder: Where all jobs write to; made if it is not there.
        given: What is to be read; every job is given the same.
        read: What documents are read by.
        task: What reads them.
        workers: Who reads.
        share: Which documents are this job's (default: all).
        size: How many documents a file has, in the mean.
        on_failure: Called with each of the job's inputs that could not be read.
        on_note: Called with each that was read, but has something to be known about.
        on_step: Called with how far the job is, after each document or failure.

    Raises:
        KgError: The folder cannot be written, another job writes it, pyarrow is not installed, or
            documents cannot be read at all.
    """
    libraries()
    share = share or Share()
    own = folder / share.folder
    try:
        own.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise KgError(f"{own}: cannot write: {e.strerror}") from e
    job = _Job(own, given, read, share, Cut(size))
    now = Extracted()
    with (
        only_one(own, "kg extract"),
        contextlib.closing(outcomes(job.items(), task, workers)) as found,
    ):
        job.clean()
        rows: list[tuple[Document, Outcome]] = []
        for item, outcome in found:
            if isinstance(item, Failure):
                now.failures += 1
                on_failure(item)
            elif isinstance(item, Note):
                on_note(item.told)
                continue
            elif isinstance(item, Document):
                assert outcome is not None
                rows.append((item, outcome))
                now.documents += 1
                if outcome.report is None:
                    now.failures += 1
                    on_failure(Failure(item.id, outcome.failure or ""))
            else:
                if item.known:
                    now.documents += len(item.listed.places)
                    now.known += len(item.listed.places)
                else:
                    write_partition(own / item.listed.name, rows, read)
                    rows = []
                now.files += 1
            on_step(now)
        job.finish()
    return now


class _Job:
    """One job's view of the sources, and its folder."""

    def __init__(self, own: Path, given: Given, read: ReadBy, share: Share, cut: Cut) -> None:
        self._own, self._given, self._read = own, given, read
        self._share, self._cut = share, cut
        self._seen = Seen()
        self._files: list[Listed] = []
        self._told: list[Told] = []

    def clean(self) -> None:
        """Remove what a job that was killed had half written."""
        for path in self._own.glob(".kg-*.tmp"):
            path.unlink(missing_ok=True)

    def items(self) -> Iterator[Failure | Note | Document | _Whole]:
        """Give what is this job's; documents of partitions that are there are left out."""
        held: list[tuple[int, Document]] = []
        for place, item in enumerate(given_items(self._given)):
            if isinstance(item, Document):
                self._seen.add(item, item.digest())
                if self._share.has(item.id):
                    held.append((place, item))
                    if self._cut.after(item.id, len(item.text)):
                        yield from self._partition(held)
                        held = []
                continue
            self._seen.add(item, "")
            problem = item.told if isinstance(item, Note) else item
            if self._share.has(problem.source):
                failure = isinstance(item, Failure)
                self._told.append(Told(place, failure, problem.source, problem.reason))
                yield item
        if held:
            yield from self._partition(held)

    def _partition(self, held: list[tuple[int, Document]]) -> Iterator[Document | _Whole]:
        name = name_of((document for _, document in held), self._read)
        listed = Listed(name, tuple(place for place, _ in held))
        self._files.append(listed)
        known = self._known(self._own / name)
        if not known:
            yield from (document for _, document in held)
        yield _Whole(listed, known)

    def _known(self, path: Path) -> bool:
        """Say whether a file is there, whole, and no document in it is to be tried again."""
        if not path.is_file():
            return False
        try:
            return about(path).failures == 0
        except KgError:
            return False

    def finish(self) -> None:
        """Write that the job is done, and remove files that were its own before."""
        before = None
        with contextlib.suppress(KgError):  # what cannot be read is written anew
            before = read_done(self._own)
        files, told = tuple(self._files), tuple(self._told)
        done = Done(1, self._read, self._seen.hexdigest(), files, told)
        write_done(self._own, done)
        mine = {listed.name for listed in files}
        for listed in before.files if before is not None else ():
            if listed.name not in mine and listed.name != FILE:
                (self._own / listed.name).unlink(missing_ok=True)
