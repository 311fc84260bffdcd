"""What analysts decide about the graph: merge, split, rename, reject, undo.

Decisions stand in a plain YAML file, one entry each, in the order they were taken::

    - id: 1
      merge: [official/tran-van-a, official/tran-van-a-2]
      who: lan
      when: '2026-03-01T09:30:00+07:00'
      why: one man, before and after his transfer
      seen:
        official/tran-van-a: {Trần Văn A: [bao-1, bao-7]}
        official/tran-van-a-2: {Trần Văn A: [bao-9]}

Keys are for reading; what counts are the documents and names under `seen`, since keys may shift
when reports are added. An entry written by hand may leave `seen` out: its keys are then looked up
in the graph. Nothing is ever taken out of the file: an `undo` is an entry, too.
"""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec

from kg.errors import KgError
from kg.lexicon.lines import RuleError

KINDS = ("official", "body", "meeting")


class DecisionError(RuleError):
    """Something is wrong with a decision; `line` (from 1) is that of its entry in the file."""


class Anchor(msgspec.Struct, frozen=True, order=True):
    """An entity as one document names it; `at` is the offset of its first mention there.

    `at` is given only where the document has several entities of the name.
    """

    document: str
    name: str
    at: int | None = None


Seen = Mapping[str, tuple[Anchor, ...]]  # by the key that the entity had when it was decided


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. `id` and `line` are given when it is read; 0 in one that is yet to be written."""

    verb: ClassVar[str] = ""

    id: int = 0
    who: str = ""
    when: str = ""
    why: str = ""
    line: int = 0

    def subject(self) -> str:
        """Return in a few words what is decided."""
        return ""


class Merge(Decision, frozen=True, kw_only=True):
    """These entities are one. The first key stays, the others redirect to it."""

    verb: ClassVar[str] = "merge"

    keys: tuple[str, ...]
    seen: Seen = {}

    def subject(self) -> str:
        """Return the keys."""
        return ", ".join(self.keys)


class Split(Decision, frozen=True, kw_only=True):
    """The entities of these documents are two or more. `into` holds each part's, by its key.

    To say that two entities which are apart must stay so, give both of them as parts.
    """

    verb: ClassVar[str] = "split"

    key: str
    into: Seen

    def subject(self) -> str:
        """Return the keys."""
        return f"{self.key} into {', '.join(self.into)}"


class Rename(Decision, frozen=True, kw_only=True):
    """An entity's label is this. Its key stays."""

    verb: ClassVar[str] = "rename"

    key: str
    to: str
    seen: Seen = {}

    def subject(self) -> str:
        """Return the key and the label."""
        return f"{self.key} to {self.to}"


class Reject(Decision, frozen=True, kw_only=True):
    """A fact is wrong: a participation, a membership, or the reading of one stretch of text.

    `fact` tells what it says, by kind: `who`, `role`, `meeting`, `site`; or `who`, `post`,
    `status`; or `document`, `start`, `end`, `kind`. Where it is empty, `key` says it all.
    """

    verb: ClassVar[str] = "reject"

    key: str
    fact: Mapping[str, str] = {}
    seen: Seen = {}

    def subject(self) -> str:
        """Return the key."""
        return self.key


class Undo(Decision, frozen=True, kw_only=True):
    """An earlier decision does not hold any more; undoing an undo brings it back."""

    verb: ClassVar[str] = "undo"

    of: int

    def subject(self) -> str:
        """Return which one."""
        return f"decision {self.of}"


class Decisions(msgspec.Struct, frozen=True):
    """The entries of a file in their order. Without any, there need not be a file."""

    path: Path = Path("decisions.yaml")
    entries: tuple[Decision, ...] = ()

    def live(self) -> tuple[Decision, ...]:
        """Return those that hold: neither undone nor themselves an undoing."""
        gone = self.undone()
        return tuple(d for d in self.entries if d.id not in gone and not isinstance(d, Undo))

    def undone(self) -> dict[int, int]:
        """Return the ids of those that do not hold, each with the id of the undoing."""
        out: dict[int, int] = {}
        for entry in reversed(self.entries):
            if isinstance(entry, Undo) and entry.id not in out:
                out.setdefault(entry.of, entry.id)
        return out

    def adding(self, entry: Decision) -> Decisions:
        """Return these and one more, with the next id."""
        id = max((d.id for d in self.entries), default=0) + 1
        return Decisions(self.path, (*self.entries, msgspec.structs.replace(entry, id=id)))

    def error(self, entry: Decision, problem: str) -> KgError:
        """Return the error that something is wrong with an entry, or with one yet to be written."""
        if not entry.line:
            return KgError(f"not decided: {problem}")
        return DecisionError(self.path, entry.line, f"decision {entry.id}: {problem}")


def read_decisions(path: Path) -> Decisions:
    """Read a file of decisions; a file that is not there holds none.

    Raises:
        DecisionError: It does not parse, an entry is not of its form, an id stands twice, an undo
            has nothing to undo, or merges run in a circle; the message names line and reason.
        KgError: It cannot be read.
    """
    from kg.link.decisions_file import read

    return read(path)


def append_decision(path: Path, decision: Decision) -> Decision:
    """Write one more decision to the end of a file, which is made if it is not there.

    The file keeps its comments and its form. An empty `who` becomes the user's name, an empty
    `when` the present time. Whether the decision fits the reports is for `kg.link.graph.link` to
    say; `kg.decide` does both, and brings a store up to date.

    Returns:
        The decision as it was written, with its id and line.

    Raises:
        DecisionError: The file is not sound.
        KgError: The decision is not (no `why`, a circle of merges), or the file cannot be read or
            written; it stays as it was.
    """
    from kg.link.decisions_file import append

    return append(path, signed(decision))


def undo(path: Path, id: int | None = None, *, who: str = "", why: str = "") -> Decision:
    """Undo a decision (default: the last one that holds); return the entry that says so.

    Raises:
        KgError: There is no such decision, or it does not hold any more; or the file cannot be read
            or written.
    """
    return append_decision(path, undoing(read_decisions(path), id, who=who, why=why))


def undoing(decisions: Decisions, id: int | None, *, who: str = "", why: str = "") -> Undo:
    """Return the entry, not written yet, that undoes one of these (default: the last that holds).

    Raises:
        KgError: There is no such decision, or it does not hold any more.
    """
    gone = decisions.undone()
    last = max((d.id for d in decisions.live()), default=None)
    wanted = last if id is None else id
    found = next((d for d in decisions.entries if d.id == wanted), None)
    if found is None:
        told = "no decision to undo" if id is None else f"no decision {id} to undo"
        raise KgError(f"{decisions.path}: {told}")
    if found.id in gone:
        raise KgError(
            f"{decisions.path}: decision {found.id} is undone already, by decision {gone[found.id]}"
        )
    return Undo(of=found.id, who=who, why=why)


def signed(decision: Decision) -> Decision:
    """Return a decision with `who` and `when` filled in where they are empty."""
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    return msgspec.structs.replace(decision, who=decision.who or _user(), when=decision.when or now)


def kind_of(key: str) -> str:
    """Return the first segment of a key: "official"."""
    return key.partition("/")[0]


def named(anchors: Sequence[Anchor]) -> dict[str, list[Anchor]]:
    """Return anchors by their names, both in order: how a file shows them."""
    out: dict[str, list[Anchor]] = {}
    for anchor in sorted(anchors, key=lambda a: (a.name, a.document, a.at or 0)):
        out.setdefault(anchor.name, []).append(anchor)
    return out


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in some containers
        return "unknown"
