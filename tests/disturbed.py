"""Builds that are killed at random moments, beside one that nobody disturbs."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import poison

from kg.cli import run
from kg.store.store import Store

SECONDS = 100.0
"""No build of these tests may take longer."""


class Sources:
    """Two states of a source, so that a store is first made, then changed; and clean stores."""

    def __init__(self, folder: Path, count: int = 200, length: int = 8) -> None:
        self.folder = folder
        self.marks = folder / "marks"
        self.first = poison.corpus(folder / "first.jsonl", count, length)
        lines = self.first.read_text(encoding="utf-8").splitlines(keepends=True)
        changed = [line.replace("chủ trì", "dự") for line in lines[count // 2 :]]
        self.second = folder / "second.jsonl"
        self.second.write_text("".join(lines[: count // 4] + changed), encoding="utf-8")

    def clean(self, *states: Path) -> bytes:
        """Return the export of a store built of one state after the other, undisturbed."""
        db = self.folder / f"clean{len(states)}.db"
        db.unlink(missing_ok=True)
        for source in states:
            self.build(source, db)
        return export(db)

    def build(self, source: Path, db: Path) -> None:
        """Build without disturbance, and check that all went well."""
        process = self.start(source, db)
        _, err = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, err

    def start(self, source: Path, db: Path) -> subprocess.Popen[str]:
        """Start a build."""
        return poison.start("build", source, "-o", db, "-q", "-j", "2", marks=self.marks)

    def killed(self, source: Path, db: Path, after: float) -> bool:
        """Start a build and kill it after so many seconds; say whether it was still at work."""
        process = self.start(source, db)
        try:
            process.communicate(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        assert process.returncode in (0, -signal.SIGKILL)
        return process.returncode != 0


def export(db: Path) -> bytes:
    """Return a store's N-Triples and tables of what was told, and check the file."""
    out = db.with_suffix(".nt")
    assert run(["export", str(db), str(out)]) == 0
    with Store(db) as store:
        assert store.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        told: list[Any] = [*store.failures(), *store.notes(), store.counts()]
        kept = store.connection.execute("SELECT digest FROM reports ORDER BY digest").fetchall()
    return out.read_bytes() + repr((told, kept)).encode()


def left_behind(db: Path) -> list[str]:
    """Return the files beside a store that a build should not leave."""
    known = {db.name, f"{db.name}-wal", f"{db.name}-shm", db.with_suffix(".nt").name}
    return sorted(p.name for p in db.parent.glob(f"{db.name}*") if p.name not in known)


def power_cut(process: subprocess.Popen[str], db: Path, to: Path) -> None:
    """Copy what a loss of power at this moment would leave of a store that is being built."""
    process.send_signal(signal.SIGSTOP)
    try:
        for suffix in ("", "-wal", "-journal"):
            old = db.with_name(db.name + suffix)
            if old.exists():
                shutil.copy(old, to.with_name(to.name + suffix))
    finally:
        process.send_signal(signal.SIGCONT)


def kills(sources: Sources, db: Path, count: int, seed: int) -> int:
    """Kill builds at random moments, then build both states; return how many were at work.

    Each state is built under kills and then at one go; what comes out must be that of a clean
    build, byte for byte.
    """
    moments = random.Random(seed)
    hit = 0
    states: list[Path] = []
    for source in (sources.first, sources.second):
        states.append(source)
        begin = time.monotonic()
        clean = sources.clean(*states)
        whole = (time.monotonic() - begin) / len(states)
        for _ in range(count // 2):
            hit += sources.killed(source, db, moments.uniform(0.05, whole))
        sources.build(source, db)
        assert export(db) == clean
        assert left_behind(db) == []
        assert poison.alive(sources.marks) == []
    return hit
