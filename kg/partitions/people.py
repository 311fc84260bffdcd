"""People joined elsewhere: those of each name are one block, and blocks know nothing of each other.

What linking has found of people so far is parted by a hash of their names into Parquet files; each
file is a job, which writes who is whom to another one. What a lost worker had is done again, and a
file that is there is not made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import KgError
from kg.export.output import open_output
from kg.grounds import SHARED, code_version
from kg.lexicon.rules import rules_dir, rules_version
from kg.link.binding import Bound
from kg.link.candidates import Candidate
from kg.link.cluster import Cluster
from kg.link.officials import people_here
from kg.link.rules import LinkRules, load_link_rules
from kg.link.sources import Ref
from kg.partitions.blocks import answer, clusters, packed
from kg.partitions.files import libraries
from kg.partitions.share import hashed
from kg.work.driver import in_order
from kg.work.task import Job, Outcome, Task, Work, failed

_JOINER = "kg.partitions.people:joining"
_SUFFIX, _FOUND = ".people.parquet", ".joined.parquet"
_JOBS = 4  # a worker
_ROWS = 256


_Rows = list[tuple[str, bytes]]


class Shuffle:
    """Joins people on an executor, through files in a folder that all its processes can see.

    It stands in the place of `kg.link.officials.people_here`, and gives the same, in the same
    order. A job that two workers were lost with is done here.
    """

    def __init__(
        self, folder: Path, store: Path, executor: Executor, workers: int, rules: Path | None
    ) -> None:
        """Work in a folder of the store's own below `folder`, made if it is not there.

        Raises:
            KgError: It cannot be written, or pyarrow is not installed.
        """
        libraries()
        mine = f"{socket.gethostname()}:{store.resolve()}".encode("utf-8", "surrogateescape")
        name = hashlib.blake2b(mine, digest_size=8).hexdigest()
        self._folder = folder.resolve() / f"link-{name}"
        self._executor, self._workers = executor, workers
        here = rules.resolve() if rules is not None else None
        version = rules_version(here or rules_dir())
        self._task = Task(_JOINER, (str(here) if here is not None else None, version))
        self._count = _JOBS * workers
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise KgError(f"{self._folder}: cannot write: {e.strerror}") from e

    def __call__(
        self,
        blocks: Mapping[str, list[Candidate]],
        rules: LinkRules,
        decided: Bound,
        copied: Mapping[Ref, Ref],
    ) -> list[Cluster]:
        """Return the people of all blocks, as `people_here` does.

        Raises:
            KgError: A file cannot be written or read, or a worker cannot see it.
        """
        several: dict[int, list[str]] = defaultdict(list)
        for name in sorted(blocks):
            if len(blocks[name]) > 1:
                several[hashed(name)[0] % self._count].append(name)
        jobs = [
            self._job((name, packed(blocks[name], decided, copied)) for name in several[n])
            for n in sorted(several)
        ]
        todo = (job for job in jobs if not _there(_found(job)))
        for job, outcome in in_order(todo, self._executor, self._task, self._workers):
            assert outcome is not None
            if outcome.report is None:
                _join(job, rules)
        joined: dict[str, list[Cluster]] = {}
        for job in jobs:
            joined |= _joined(job, rules, blocks, decided)
        people: list[Cluster] = []
        for name in sorted(blocks):
            if name in joined:
                people += joined[name]
            else:
                people += people_here({name: blocks[name]}, rules, decided, copied)
        return people

    def remove(self) -> None:
        """Remove the files, which nobody needs once the graph is written."""
        for suffix in (_SUFFIX, _FOUND, ".tmp"):
            for path in self._folder.glob(f"*{suffix}"):
                path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    def _job(self, rows: Iterator[tuple[str, bytes]]) -> Job:
        """Write the blocks of a job, named by what is in them and what they are linked by."""
        held = list(rows)
        by = (code_version(SHARED), self._task.options)
        h = hashlib.blake2b(repr(by).encode("utf-8", "backslashreplace"), digest_size=16)
        for name, data in held:
            h.update(f"{name} {len(data)} ".encode("utf-8", "surrogatepass") + data)
        path = self._folder / f"{h.hexdigest()}{_SUFFIX}"
        if not _there(path):
            _write(path, held)
        return Job(str(path))


def joining(rules: str | None, version: str) -> Work:
    """Return the work of a job: to say who is whom of the blocks in a file, in another file.

    Raises:
        KgError: The rules cannot be read, or are not those that linking goes by.
    """
    folder = Path(rules) if rules is not None else None
    loaded = load_link_rules(folder)
    if rules_version(folder or rules_dir()) != version:
        raise KgError("the rules are not those that this run began with")

    def work(job: Job) -> Outcome:
        try:
            _join(job, loaded)
            return Outcome(report=b"")
        except KgError as e:
            return Outcome(error=str(e))
        except MemoryError:
            raise
        except Exception as e:
            return Outcome(failure=failed(e))

    return work


def _join(job: Job, rules: LinkRules) -> None:
    path = _found(job)
    if not _there(path):
        _write(path, ((name, answer(name, data, rules)) for name, data in _read(Path(job.path))))


def _joined(
    job: Job, rules: LinkRules, blocks: Mapping[str, list[Candidate]], decided: Bound
) -> dict[str, list[Cluster]]:
    """Return the answer to a job by name; one that an earlier build left broken is made anew."""
    for _ in range(2):
        try:
            found = _read(_found(job))
            return {name: clusters(data, blocks[name], decided) for name, data in found}
        except (KgError, msgspec.DecodeError):
            _found(job).unlink(missing_ok=True)
            _join(job, rules)
    raise KgError(f"{_found(job)}: cannot be read")


def _found(job: Job) -> Path:
    return Path(job.path.removesuffix(_SUFFIX) + _FOUND)


def _there(path: Path) -> bool:
    """Say whether a file is there, whole: it took its name when it was."""
    return path.is_file()


def _write(path: Path, rows: Iterator[tuple[str, bytes]] | _Rows) -> None:
    arrow, parquet = libraries()
    held = list(rows)
    names = arrow.array([name.encode("utf-8", "surrogatepass") for name, _ in held], "binary")
    blocks = arrow.array([data for _, data in held], "binary")
    table = arrow.table([names, blocks], names=["name", "block"])
    with open_output(path) as out:
        parquet.write_table(
            table, out, compression="zstd", row_group_size=_ROWS, write_page_checksum=True
        )


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    arrow, parquet = libraries()
    try:
        with parquet.ParquetFile(path, page_checksum_verification=True) as file:
            for batch in file.iter_batches(_ROWS, columns=["name", "block"], use_threads=False):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    name, block = row
                    yield name.decode("utf-8", "surrogatepass"), block
    except FileNotFoundError as e:
        told = "not there: must all workers see the folder of --shuffle?"
        raise KgError(f"{path}: {told}") from e
    except _broken(arrow) as e:
        said = " ".join(str(e).encode("ascii", "backslashreplace").decode().split())[:120]
        raise KgError(f"{path}: cannot be read: {said}") from e


def _broken(arrow: Any) -> tuple[type[Exception], ...]:
    return arrow.ArrowException, OSError, ValueError, KeyError, AttributeError
