"""What the rules know of bodies: branch, what stands above them, and when they began and ended."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

from kg.lexicon.rules import load_yaml, rules_dir
from kg.link.slugs import canonical

# `kind` of bodies_central.yaml -> branch
_BRANCHES = {
    "party": "party",
    "state": "state",
    "ministry": "state",
    "agency": "state",
    "assembly": "assembly",
    "front": "front",
    "mass": "mass",
    "army": "army",
    "court": "court",
}


class Central(msgspec.Struct, frozen=True):
    """A body of the centre: days are the first and the last one, `acts` what they rest on."""

    name: str
    kind: str
    branch: str | None
    parent: str | None
    valid_from: str | None
    valid_to: str | None
    replaced_by: str | None
    acts: tuple[str, ...]


class Line(msgspec.Struct, frozen=True):
    """A line of bodies from the centre down: an entry of ``hierarchy.yaml``.

    `ended` gives the last day and the act by level.
    """

    names: tuple[str, ...]
    branch: str
    centre: str | None
    part_of: str | None
    ended: dict[str, tuple[str, str]]


class BodyRules:
    """The bodies of the centre by name, and the lines below it by beginning."""

    def __init__(
        self,
        central: list[dict[str, Any]],
        hierarchy: list[dict[str, Any]],
        history: dict[str, Any],
    ) -> None:
        # The act by the last day of the provinces that were taken over.
        self.merged_by = {_day_before(a["day"]): str(a["act"]) for a in history["provinces"]}
        days = {(a["day"], b): a["act"] for a in history["central"] for b in a["bodies"]}
        self.central: dict[str, Central] = {}
        for entry in central:
            known = _central(entry, days)
            self.central[canonical(known.name)] = known
            if known.parent is not None:
                # So a report may name it: "Ủy ban Pháp luật của Quốc hội".
                self.central[canonical(f"{known.name} của {known.parent}")] = known
        self._lines: dict[str, Line | None] = {}
        for entry in hierarchy:
            ended = {
                act["level"]: (_day_before(act["day"]), act["act"])
                for act in history["local"]
                if set(act["names"]) & set(entry["names"])
            }
            line = Line(
                tuple(entry["names"]),
                entry["branch"],
                entry.get("centre"),
                entry.get("part_of"),
                ended,
            )
            for name in entry["names"]:
                self._lines[canonical(name)] = line
            for name in entry.get("except", ()):
                self._lines[canonical(name)] = None

    def line(self, label: str) -> Line | None:
        """Return the line that a body below the centre stands in, by how its name begins."""
        words = canonical(label).split()
        for size in range(len(words), 0, -1):
            beginning = " ".join(words[:size])
            if beginning in self._lines:
                return self._lines[beginning]
        return None

    def above(self, name: str) -> list[str]:
        """Return the names of the bodies above one of the centre, the nearest first."""
        out: list[str] = []
        known = self.central.get(canonical(name))
        while known is not None and known.parent is not None and known.parent not in out:
            out.append(known.parent)
            known = self.central.get(canonical(known.parent))
        return out


def _central(entry: dict[str, Any], days: dict[tuple[str, str], str]) -> Central:
    name, since, until = entry["name"], entry.get("since"), entry.get("until")
    began, ended = days.get((since or "", name)), days.get((until or "", name))
    return Central(
        name=name,
        kind=entry.get("kind", "other"),
        branch=_BRANCHES.get(entry.get("kind", "")),
        parent=entry.get("parent"),
        valid_from=since if began else None,
        valid_to=_day_before(until) if until and ended else None,
        replaced_by=entry.get("replaced_by") if ended else None,
        acts=tuple(dict.fromkeys(act for act in (began, ended) if act)),
    )


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


@functools.lru_cache(maxsize=4)
def load_body_rules(folder: Path | None = None) -> BodyRules:
    """Read the rules of a folder (default: those shipped with the package), once a process.

    Raises:
        KgError: A file is missing or not of its form; the message names it.
    """
    folder = folder or rules_dir()
    return BodyRules(
        load_yaml(folder / "bodies_central.yaml"),
        load_yaml(folder / "hierarchy.yaml"),
        load_yaml(folder / "bodies_history.yaml"),
    )
