"""Reading as a build does it, but for texts that do harm: what hostile input may bring about.

`reading` stands in the place of `kg.work.task.reading`, by name, in whatever process reads. Words
of a text say what it does, each after it left a mark that it was there: a file in the folder that
the environment's ``KG_TEST_MARKS`` names, made so that two of them never share one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kg.documents.document import Document
from kg.work import task
from kg.work.task import Job, Outcome, Work

MARKS = "KG_TEST_MARKS"
TESTS = Path(__file__).parent
_CODE = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); import kg.crew, kg.partitions.people; "
    "kg.crew._READER = 'poison:reading'; kg.partitions.people._JOINER = 'poison:joining'; "
    "from kg.cli import main; main()"
)
LINKING = "linking"
"""The mark of the first job of linking; it harms where a file of this name lies beside the marks.

What such a file holds is one of the words of `HARM`.
"""


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_parent() -> None:
    """Kill who started this process, such as a worker of Dask; it ends as its input does."""
    os.kill(os.getppid(), signal.SIGKILL)
    _hang()


def _hang() -> None:
    while True:
        pass


def _hog() -> None:
    held = []
    while True:
        held.append(bytearray(1 << 20))


def _fail() -> None:
    raise IndexError("list index out of range")


HARM: dict[str, Callable[[], None]] = {
    "SIGKILL": _kill,
    "PARENT": _kill_parent,
    "SIGSEGV": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "EXIT": lambda: os._exit(3),
    "HANG": _hang,
    "HOG": _hog,
    "FAIL": _fail,
    "PRINT": lambda: print("x" * 100_000, flush=True),
}


def reading(rules: str | None, model: str | None, version: str) -> Work:
    """Return the work of `kg.work.task.reading`, with what the text says done before."""
    work = task.reading(rules, model, version)

    def harmful(document: Document) -> Outcome:
        for word, harm in HARM.items():
            if word in document.text:
                first = mark(document.id)
                if first or f"{word} ONCE" not in document.text:
                    try:
                        harm()
                    except IndexError as e:
                        return Outcome(failure=task.failed(e))
        return work(document)

    return harmful


def joining(rules: str | None, version: str) -> Work:
    """Return the work of `kg.partitions.people.joining`, with harm done at the first job."""
    from kg.partitions import people

    work = people.joining(rules, version)

    def harmful(job: Job) -> Outcome:
        word = Path(f"{os.environ[MARKS]}-{LINKING}")
        if word.exists() and mark(LINKING):
            HARM[word.read_text()]()
        return work(job)

    return harmful


def dying(rules: str | None, version: str) -> Work:
    """Return work that kills the process at every unit."""

    def deadly(job: Job) -> Outcome:
        _kill()
        raise AssertionError("killed, and lives")

    return deadly


def mark(id: str) -> bool:
    """Leave a mark of being at a document; say whether it is the first."""
    folder = Path(os.environ[MARKS])
    for number in range(1000):
        try:
            os.close(os.open(folder / f"{id}-{number}", os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            continue
        return number == 0
    raise AssertionError("tried a thousand times")


def start(
    *args: str | Path, marks: Path, code: str = _CODE, **more: object
) -> subprocess.Popen[str]:
    """Start `kg` with `reading` and `joining` of this module in a process of its own."""
    marks.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", code, str(TESTS), *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, MARKS: str(marks)},
        cwd=TESTS.parent,
        **more,  # type: ignore[call-overload]
    )


def alive(marks: Path) -> list[int]:
    """Return the processes that were started with this folder of marks, waiting for their end."""
    wanted = f"{MARKS}={marks}".encode()
    found: list[int] = []
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    if wanted in (entry / "environ").read_bytes().split(b"\0"):
                        found.append(int(entry.name))
                except OSError:
                    continue
        if not found:
            break
        time.sleep(0.05)
    return found


def corpus(path: Path, count: int, length: int = 1, **harm: str) -> Path:
    """Write reports as JSON Lines: `count` good ones, and at places of their own harmful ones.

    Args:
        path: The file.
        count: How many.
        length: How many times each text is said.
        harm: What the report of this id (``d`` and five digits) does.
    """
    names = ("Lê Văn Thử", "Trần Thị Nghiệm", "Hồ Văn Mẫu", "Phạm Thị Dụ", "Võ Văn Thí")
    provinces = ("Nghệ An", "Hà Tĩnh", "Bình Định", "Cà Mau", "Lào Cai", "Bắc Ninh", "Kon Tum")
    with path.open("w", encoding="utf-8") as f:
        for i in range(count):
            id = f"d{i:05}"
            who, where = names[i % len(names)], provinces[i % len(provinces)]
            text = (
                f"Ngày {i % 28 + 1}/{i % 12 + 1}, đồng chí {who}, Bí thư Tỉnh ủy {where} chủ trì "
                f"hội nghị giao ban công tác lần thứ {i} của Tỉnh ủy {where}. "
            )
            if i % 10 == 9:
                text = f"Thời tiết {where} hôm nay nắng nóng, nhiệt độ {i % 40} độ. "
            text = text * length + harm.get(id, "")
            day = f"2024-{i % 12 + 1:02}-28"
            f.write(json.dumps({"id": id, "text": text, "date": day}, ensure_ascii=False) + "\n")
    return path
