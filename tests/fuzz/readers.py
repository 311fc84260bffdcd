"""Feeds the readers small files that were damaged by chance: nothing but failures may come of it.

    python tests/fuzz/readers.py --seconds 120 --seed 7 warc zip

A case that raises, or that takes longer than `SLOWEST` seconds, is written to the current folder
and ends the run of its kind; the status is 1 then. The same seed damages the same files in the
same way.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import random
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import inputs
import zstandard

from kg.documents import Failure, Fields, Options, Site, read

SLOWEST = 20
OPTIONS = Options(
    fields=Fields(), sites=(Site(site="bao.vn", body=("//article",), drop=("//nav", "//@class")),)
)
_PAGE = inputs.page(head="<link rel='canonical' href='https://bao.vn/tin.html'>").encode()
_ITEM = "<title>T</title><link>https://a.vn/1</link><description>&lt;p&gt;x</description>"
_MEMBERS = [("a.txt", b"text"), ("b/c.html", _PAGE), ("d.jsonl", inputs.records("x", "y"))]
_ROWS = 'id;text;date\n1;"một\nhai";2024-01-17\n2;"b ""c""";\n'.encode()

# Name of a file -> a small one that is sound. One that is packed is damaged within and without.
SEEDS: dict[str, Callable[[], bytes]] = {
    "x.txt": lambda: "Họp tại Hà Nội".encode(),
    "x.html": lambda: _PAGE,
    "x.jsonl": lambda: inputs.records("a", "b", "c"),
    "x.csv": lambda: _ROWS,
    "x.parquet": lambda: inputs.parquet(id=["a", "b"], text=["x", None], date=["2024-01-17", ""]),
    "x.warc": lambda: inputs.warc([("https://a.vn/1", _PAGE), ("https://a.vn/2", _PAGE)]),
    "y.warc": lambda: inputs.warc(
        [("https://a.vn/1", inputs.packed(_PAGE))], more=[("Content-Encoding", "gzip")]
    ),
    "x.rss": lambda: inputs.rss(_ITEM, "<guid>7</guid><content>y</content>"),
    "x.docx": lambda: inputs.word("một", "hai", row=("a", "b")),
    "x.pdf": lambda: inputs.pdf("Xin chao"),
    "x.zip": lambda: inputs.zipped(_MEMBERS),
    "x.tar": lambda: inputs.taped(_MEMBERS),
    "x.jsonl.gz": lambda: inputs.packed(inputs.records("a", "b")),
    "x.jsonl.zst": lambda: zstandard.compress(inputs.records("a", "b")),
    "x.csv.gz": lambda: inputs.packed(_ROWS),
    "x.warc.gz": lambda: inputs.warc([("https://a.vn/1", _PAGE)], packed=True),
    "x.tar.gz": lambda: inputs.taped(_MEMBERS, "w:gz"),
}
# What readers stumble over: ends of numbers, marks of the formats, nesting.
_ODD = (
    b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x80\x00\x00\x00", b"\xef\xbb\xbf", b"\xed\xa0\x80",
    b"\r\n\r\n", b"\n", b'"', b"<", b">", b"</p>", b"<![CDATA[", b"<!--", b"<!DOCTYPE x [", b"&#0;",
    b"&#xD800;", b"{", b"[" * 3000, b"<b>" * 300, b"-1", b"99999999999999999999", b"../",
    b"WARC/1.0", b"%PDF", b"endobj", b"PK\x01\x02", b"Content-Length: ",
    b"Transfer-Encoding: chunked\r\n", b"charset=utf-7", b"charset=idna", b"<meta charset=rot13>",
    b" " * 2000,
)  # fmt: skip


class Slow(BaseException):
    """A case took too long; no reader may catch it."""


def damage(data: bytes, chance: random.Random) -> bytes:
    """Return data with one to six things wrong."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        size = min(chance.choice((1, 2, 4, 16, 200)), len(made) - at)
        match chance.randrange(7):
            case 0:
                made[at : at + size] = chance.randbytes(size)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = chance.choice(_ODD)
            case 3:
                made[at : at + size] = chance.choice(_ODD)
            case 4:
                made[at:at] = made[at : at + size] * chance.choice((1, 2, 50))
            case 5 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case _ if chance.random() < 0.3:
                del made[at:]
    return bytes(made)


@functools.cache
def _sound(name: str) -> bytes:
    return SEEDS[name]()


def damaged(name: str, chance: random.Random) -> bytes:
    """Return a damaged file; of one that is packed, half of the time what it holds is damaged."""
    data = _sound(name)
    if name.endswith((".gz", ".zst")) and chance.random() < 0.5:
        inner = _sound(name.rpartition(".")[0])
        pack = inputs.packed if name.endswith("gz") else zstandard.compress
        return pack(damage(inner, chance))
    if name == "x.docx" and chance.random() < 0.7:
        return _inside(data, chance)
    return damage(data, chance)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """Return a zip archive with one member damaged, so that more than its packing is tried."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = [(i.filename, file.read(i)) for i in file.infolist()]
    wrong = chance.randrange(len(members))
    return inputs.zipped(
        (n, damage(d, chance) if i == wrong else d) for i, (n, d) in enumerate(members)
    )


def check(path: Path) -> None:
    """Read a file.

    Raises:
        AssertionError: A document or a failure is not as it must be.
        Slow: It takes too long.
    """
    failures: list[Failure] = []
    for document in read([path], failures.append, OPTIONS):
        for text in (document.id, document.text, document.title or "", document.source or ""):
            text.encode()  # no lone surrogates
        assert document.id and document.text.strip()
        assert "\x00" not in document.text
    for failure in failures:
        line = f"{failure.source}: {failure.reason}"
        line.encode()
        assert len(line.splitlines()) == 1, line


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Raise `Slow` in a block that takes too long (where the system has such alarms)."""

    def stop(*_: object) -> None:
        raise Slow

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SLOWEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(name: str, cases: int, seed: int, folder: Path, until: float = float("inf")) -> int:
    """Try a number of cases of a kind; return how many there were time for.

    Raises:
        Exception: What a case raised; the file that did it stays in the folder.
    """
    for number in range(cases):
        if time.monotonic() > until:
            return number
        chance = random.Random(f"{name} {seed} {number}")
        path = folder / name
        path.write_bytes(damaged(name, chance))
        with in_time(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check(path)
    return cases


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="ends of the names of the kinds, such as warc")
    parser.add_argument("--seconds", type=float, default=60, help="for each kind")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    status = 0
    for name in SEEDS:
        if args.names and not name.endswith(tuple(args.names)):
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                until = time.monotonic() + args.seconds
                count = run(name, 10**9, args.seed, Path(folder), until)
                print(f"{name}: {count} cases", flush=True)
            except (Exception, Slow) as e:
                found = Path(f"fuzz-{args.seed}-{name}")
                found.write_bytes(Path(folder, name).read_bytes())
                print(f"{name}: {type(e).__name__}: {e} ({found})", flush=True)
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
