"""All that reports and a graph rest on, as hashes: as long as these are the same, so are they."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from kg.lexicon.rules import rules_dir
from kg.link.decisions import Decisions
from kg.link.tenures import FILE as TENURES

_PACKAGE = Path(__file__).resolve().parent
# The rooms whose code decides what a report says, and those that decide what becomes of reports.
READING = ("text", "lexicon", "ner", "report")
LINKING = ("link", "store")
# Those that must be the same on all machines that work together.
SHARED = ("documents", *READING, *LINKING, "work", "partitions")


class ReadBy(msgspec.Struct, frozen=True):
    """What documents were read by: the versions of rules, model and code."""

    rules: str
    model: str
    code: str

    @property
    def reading(self) -> str:
        """What `kg.work.task.reading_version` gives."""
        return f"{self.rules}-{self.model}"

    @property
    def version(self) -> str:
        """What tells these reports from any others: no other code's reports are used."""
        return f"{self.reading}-{self.code}"


def read_by(rules: Path | None, model: str | Path | None) -> ReadBy:
    """Return what documents are read by, with a folder of rules and a model (`kg.build`).

    Raises:
        KgError: One of them cannot be read.
    """
    from kg.lexicon.lexicon import load_lexicon
    from kg.ner.combine import load_recogniser

    lexicon = load_lexicon(Path(rules) if rules is not None else None)
    recogniser = load_recogniser(model, lexicon)
    named = recogniser.version if recogniser is not None else "rules"
    return ReadBy(lexicon.version, named, code_version(READING))


@functools.cache
def code_version(rooms: tuple[str, ...]) -> str:
    """Return a hash (8 hex digits) of the code of some rooms."""
    h = hashlib.blake2b(digest_size=4)
    for room in rooms:
        for path in sorted((_PACKAGE / room).glob("*.py")):
            h.update(path.name.encode())
            h.update(path.read_bytes())
    return h.hexdigest()


def grounds_of(
    digests: Mapping[str, str],
    version: str,
    rules: Path | None,
    decisions: Decisions,
    reference: bool,
) -> str:
    """Return a hash (32 hex digits) of all that a graph rests on.

    Args:
        digests: The digest of each document, by id.
        version: The version of rules, model and code that the documents were read with.
        rules: The folder of rules (default: those shipped), for the list of known tenures.
        decisions: The decisions, with their lines, since notes name these.
        reference: Whether the list of known tenures is held against the reports.
    """
    h = hashlib.blake2b(digest_size=16)
    for part in _parts(version, rules, decisions, reference):
        h.update(len(part).to_bytes(8, "little") + part)
    for id, digest in sorted(digests.items()):
        h.update(f"{digest} {id}\n".encode("utf-8", "surrogatepass"))
    return h.hexdigest()


def _parts(
    version: str, rules: Path | None, decisions: Decisions, reference: bool
) -> Iterable[bytes]:
    yield version.encode()
    yield code_version(LINKING).encode()
    yield ((rules or rules_dir()) / TENURES).read_bytes() if reference else b""
    yield repr(decisions.path).encode("utf-8", "backslashreplace")
    yield repr(decisions.entries).encode("utf-8", "backslashreplace")
