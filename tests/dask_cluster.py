"""A real Dask cluster of processes on this machine: a scheduler and workers that may be killed."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import poison

SECONDS = 100.0
"""Nothing in these tests may take longer."""

_RUN = [sys.executable, "-m"]


class DaskCluster:
    """A scheduler, which knows nothing of kg, and workers with one thread each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.marks = folder / "marks"
        self.marks.mkdir(parents=True)
        self.workers: list[subprocess.Popen[bytes]] = []
        self._file = folder / "scheduler.json"
        without = self.without_kg()
        self.scheduler = self._start(
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--dashboard-address",
            "127.0.0.1:0",
            "--scheduler-file",
            self._file,
            path=[without],
        )

    def without_kg(self) -> Path:
        """Return a folder that hides kg from who has it on his path."""
        package = self.folder / "hidden" / "kg"
        package.mkdir(parents=True, exist_ok=True)
        told = "raise ModuleNotFoundError(\"No module named 'kg'\", name='kg')\n"
        (package / "__init__.py").write_text(told)
        return package.parent

    def add_workers(self, count: int = 1, *path: Path) -> None:
        """Start workers; `path` is where they find modules (default: this checkout)."""
        where = list(path) or [poison.TESTS.parent, poison.TESTS]
        for _ in range(count):
            self.workers.append(
                self._start(
                    "distributed.cli.dask_worker",
                    "--scheduler-file",
                    self._file,
                    "--host",
                    "127.0.0.1",
                    "--nthreads",
                    "1",
                    "--no-nanny",
                    "--no-dashboard",
                    "--local-directory",
                    self.folder,
                    path=where,
                )
            )

    @property
    def address(self) -> str:
        """The scheduler's address, once it has one."""
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            assert self.scheduler.poll() is None, self.log()
            with contextlib.suppress(OSError, ValueError):
                return str(json.loads(self._file.read_text())["address"])
            time.sleep(0.02)
        raise AssertionError(self.log())

    def wait_for(self, count: int) -> None:
        """Wait until the scheduler has so many workers."""
        deadline = time.monotonic() + SECONDS
        while self.log().count("Register worker addr") < count:
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.02)

    def log(self) -> str:
        """Return what the scheduler said."""
        return (self.folder / "log-0").read_text()

    def ended(self) -> list[int]:
        """Return the statuses of workers that ended."""
        return [s for worker in self.workers if (s := worker.poll()) is not None]

    def close(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait(SECONDS)

    def children(self) -> list[int]:
        """Return the processes that read for a worker, waiting for their end."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found = [pid for worker in self.workers for pid in _children(worker.pid)]
            if not found:
                return []
            time.sleep(0.05)
        return found

    def _start(self, module: str, *args: str | Path, path: list[Path]) -> subprocess.Popen[bytes]:
        number = len(list(self.folder.glob("log-*")))
        with (self.folder / f"log-{number}").open("wb") as log:
            return subprocess.Popen(
                [*_RUN, module, *map(str, args)],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(map(str, path)),
                    poison.MARKS: str(self.marks),
                },
            )


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(c) for t in tasks for c in (t / "children").read_text().split()]
    except OSError:
        return []


@contextlib.contextmanager
def dask_cluster(folder: Path, workers: int = 0) -> Iterator[DaskCluster]:
    """Give a cluster; at the end no process of it is left."""
    cluster = DaskCluster(folder)
    try:
        cluster.add_workers(workers)
        yield cluster
    finally:
        cluster.close()
    assert poison.alive(cluster.marks) == []
