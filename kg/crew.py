"""Who does the work of a run: this process, others on this machine, or those of a cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from kg.errors import KgError
from kg.gather import Workers
from kg.grounds import ReadBy
from kg.link.officials import PeopleOf
from kg.work.limits import MEGABYTES, SECONDS, Limits
from kg.work.task import Task

# What reads documents, by the name that it has in every process.
_READER = "kg.work.task:reading"


@contextlib.contextmanager
def at_work(
    count: int | None, timeout: float | None, max_memory: int | None, dask: str | None = None
) -> Iterator[Workers]:
    """Give who works, as `build` takes it; a cluster is left at the end.

    Raises:
        KgError: There is to be none, or the cluster cannot be used.
    """
    if count is not None and count < 1:
        raise KgError(f"{count} workers: at least one is needed")
    limits = Limits(timeout or SECONDS, max_memory or MEGABYTES)
    if dask is None:
        guarded = timeout is not None or max_memory is not None
        yield Workers(count, limits, guarded)
        return
    from kg.work.cluster import DaskExecutor

    executor = DaskExecutor(dask, limits)
    try:
        yield Workers(executor.workers, limits, executor=executor)
    finally:
        executor.shutdown(cancel_futures=True)


@contextlib.contextmanager
def elsewhere(
    folder: Path | None, store: Path, who: Workers, rules: Path | None
) -> Iterator[PeopleOf | None]:
    """Give what joins people on a cluster, by way of files in a folder; None without either.

    The files are removed at the end, if it is a good one; else the next build goes on with them.

    Raises:
        KgError: The folder cannot be written.
    """
    if folder is None or who.executor is None:
        yield None
        return
    from kg.partitions.people import Shuffle

    shuffle = Shuffle(folder, store, who.executor, who.count or 1, rules)
    yield shuffle
    shuffle.remove()


def reader(rules: Path | None, model: str | Path | None, read: ReadBy) -> Task:
    """Return what is done with each document; rules and model must be those of `read`."""
    folder = str(Path(rules).resolve()) if rules is not None else None
    return Task(_READER, (folder, _anywhere(model), read.reading))


def _anywhere(model: str | Path | None) -> str | None:
    """Return a model as processes know it whose current folder is another one."""
    text = str(model) if model is not None else None
    if text is None or text == "none" or not Path(text).exists():
        return text
    if Path(text).name == text:  # a package of spaCy goes before a folder of its name
        with contextlib.suppress(PackageNotFoundError, ValueError):
            distribution(text)
            return text
    return str(Path(text).resolve())
