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
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import KgError
from kg.export.output import open_output
from kg.grounds import SHARED, code_version
from kg.lexicon.rules import rules_dir, rules_version
from kg.link.binding import Bound
from kg.link.candidates import Candidate, Clue
from kg.link.cluster import Cluster, Join, Reason
from kg.link.contradictions import PostView
from kg.link.decisions import Decisions
from kg.link.join_rows import JoinKind
from kg.link.officials import people_here, people_of
from kg.link.rules import LinkRules, load_link_rules
from kg.link.sources import Ref
from kg.partitions.files import libraries
from kg.partitions.share import hashed
from kg.work.driver import in_order
from kg.work.task import Job, Outcome, Task, Work, failed

_JOINER = "kg.partitions.people:joining"
_SUFFIX, _FOUND = ".people.parquet", ".joined.parquet"
_JOBS = 4  # a worker
_ROWS = 256


class _Person(msgspec.Struct, array_like=True):
    """A `Candidate` without what the others of its name have as well; posts by their numbers."""

    document: str
    id: str
    name: str
    foreign: bool
    day: int | None
    posts: tuple[int, ...]
    loose: tuple[bool, ...]
    clues: tuple[Clue, ...]
    age: int
    parts: tuple[tuple[int, int], ...]
    copied: tuple[str, str] | None


class _Block(msgspec.Struct, array_like=True):
    """The people of one name, in order, and the posts that they hold."""

    posts: tuple[PostView, ...]
    people: list[_Person]


class _Joined(msgspec.Struct, array_like=True):
    """One official: members by their numbers, what joined them, and how many only reprint."""

    members: list[int]
    joins: list[tuple[JoinKind, str, list[int]]]
    copies: int


_BLOCK = msgspec.msgpack.Decoder(_Block)
_JOINED = msgspec.msgpack.Decoder(list[_Joined])
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
            self._job((name, _packed(blocks[name], decided, copied)) for name in several[n])
            for n in sorted(several)
        ]
        todo = (job for job in jobs if not _there(_found(job)))
        for job, outcome in in_order(todo, self._executor, self._task, self._workers):
            assert outcome is not None
            if outcome.report is None:
                _join(job, rules)
        joined: dict[str, list[_Joined]] = {}
        for job in jobs:
            joined |= _answered(job, rules)
        people: list[Cluster] = []
        for name in sorted(blocks):
            block = blocks[name]
            if name in joined:
                people += (_cluster(one, block, decided) for one in joined[name])
            else:
                people += people_here({name: block}, rules, decided, copied)
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
        _write(path, ((name, _answer(name, data, rules)) for name, data in _read(Path(job.path))))


def _answered(job: Job, rules: LinkRules) -> dict[str, list[_Joined]]:
    """Return the answer to a job by name; one that an earlier build left broken is made anew."""
    for _ in range(2):
        try:
            return {name: _JOINED.decode(data) for name, data in _read(_found(job))}
        except (KgError, msgspec.DecodeError):
            _found(job).unlink(missing_ok=True)
            _join(job, rules)
    raise KgError(f"{_found(job)}: cannot be read")


def _answer(name: str, data: bytes, rules: LinkRules) -> bytes:
    packed = _BLOCK.decode(data)
    block, decided, copied = _unpacked(name, packed)
    numbers = {id(c): i for i, c in enumerate(block)}
    return msgspec.msgpack.encode(
        [
            _Joined(
                [numbers[id(c)] for c in cluster.members],
                [(*reason, [numbers[id(c)] for c in who]) for reason, who in cluster.joins],
                cluster.copies,
            )
            for cluster in people_of(name, block, rules, decided, copied)
        ]
    )


def _packed(block: Sequence[Candidate], decided: Bound, copied: Mapping[Ref, Ref]) -> bytes:
    posts: dict[PostView, int] = {}  # each is equal to itself alone
    people = [
        _Person(
            *c.ref,
            c.name,
            c.foreign,
            c.day,
            tuple(posts.setdefault(post, len(posts)) for post in c.posts),
            c.loose,
            c.clues,
            c.age,
            tuple(sorted(decided.parts_of([c.ref]))),
            copied.get(c.ref),
        )
        for c in block
    ]
    return msgspec.msgpack.Encoder(order="deterministic").encode(_Block(tuple(posts), people))


def _unpacked(name: str, packed: _Block) -> tuple[list[Candidate], Bound, dict[Ref, Ref]]:
    decided = Bound(Decisions(), [])
    copied: dict[Ref, Ref] = {}
    block = []
    for p in packed.people:
        ref = Ref(p.document, p.id)
        if p.parts:
            decided.parts[ref] = frozenset(p.parts)
        if p.copied is not None:
            copied[ref] = Ref(*p.copied)
        posts = tuple(packed.posts[n] for n in p.posts)
        block.append(Candidate(ref, p.name, name, p.foreign, p.day, posts, p.loose, p.clues, p.age))
    return block, decided, copied


def _cluster(joined: _Joined, block: Sequence[Candidate], decided: Bound) -> Cluster:
    """Return the cluster that a job made: its profile is in the order of its members, as there."""
    first, *others = (
        Cluster(c, decided.parts_of([c.ref])) for c in (block[i] for i in joined.members)
    )
    cluster = first
    for other in others:
        cluster.add(other)
    cluster.joins = [
        Join(Reason(kind, what), tuple(block[i] for i in who)) for kind, what, who in joined.joins
    ]
    cluster.copies = joined.copies
    return cluster


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
