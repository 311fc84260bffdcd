"""Rules files as they stand on disk, with the line of every entry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from kg.errors import KgError
from kg.lexicon.lines import Lines, RuleError
from kg.lexicon.rules import numbered_rows
from kg.rulecheck.finding import Finding

# Folders whose files are no lists of words.
_OTHERS = frozenset({"schema", "queries", "decisions"})
Steps = tuple[str | int, ...]


class Entry(msgspec.Struct, frozen=True):
    """One entry of a list: its value and where it stands."""

    file: str
    line: int
    value: Any

    def error(self, message: str) -> Finding:
        """Return a finding about the entry that changes what the rules mean."""
        return Finding(self.file, self.line, "error", message)

    def warning(self, message: str) -> Finding:
        """Return a finding about the entry that does no harm by itself."""
        return Finding(self.file, self.line, "warning", message)


class Source:
    """One file: its data and the lines of its entries; `name` is its path below the rules."""

    def __init__(self, path: Path, name: str, shown: str) -> None:
        self.path = path
        self.name = name
        self.shown = shown
        self.data: Any
        if path.suffix == ".csv":
            rows = numbered_rows(path)
            self.data = [row for _, row in rows]
            self._rows: list[int] | None = [line for line, _ in rows]
            return
        self._rows = None
        text = path.read_text(encoding="utf-8")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.data = yaml.load(text, Loader=loader)
        self._lines = Lines(text)

    def line(self, *steps: str | int) -> int:
        """Return the line of the entry behind keys and indices, or of the last one on the way."""
        if self._rows is None:
            return self._lines.of(*steps)
        first = steps[0] if steps else 0
        return self._rows[first] if isinstance(first, int) and first < len(self._rows) else 1

    def entries(self, *steps: str | int) -> list[Entry]:
        """Return the entries of the list behind keys; none where there is no such list."""
        data = self.data
        for step in steps:
            data = data.get(step) if isinstance(data, dict) else None
        if not isinstance(data, list):
            return []
        return [Entry(self.shown, self.line(*steps, i), value) for i, value in enumerate(data)]

    def lists(self) -> Iterator[Steps]:
        """Give the keys that lead to each list of the file."""
        todo: list[tuple[Steps, Any]] = [((), self.data)]
        while todo:
            steps, data = todo.pop()
            if isinstance(data, list):
                yield steps
            elif isinstance(data, dict):
                todo += [((*steps, key), value) for key, value in data.items()]

    def repeated_keys(self) -> list[Finding]:
        """Return a finding for each key that its mapping has already."""
        if self._rows is not None:
            return []
        return [
            Finding(
                self.shown, line, "error", f'the key "{key}" was given before: only this counts'
            )
            for line, key in self._lines.repeated_keys()
        ]


def read_sources(folder: Path) -> tuple[dict[str, Source], list[Finding]]:
    """Return the files of a folder of rules by name, and findings about those that do not parse.

    Raises:
        KgError: There is no such folder, or no rules file in it.
    """
    sources: dict[str, Source] = {}
    findings: list[Finding] = []
    paths = [p for p in sorted(folder.rglob("*")) if p.suffix in (".yaml", ".csv")]
    paths = [p for p in paths if p.relative_to(folder).parts[0] not in _OTHERS]
    if not paths:
        raise KgError(f"{folder}: no rules in it")
    for path in paths:
        name, shown = path.relative_to(folder).as_posix(), shown_path(path)
        try:
            sources[name] = Source(path, name, shown)
        except RuleError as e:
            findings.append(Finding(shown, e.line, "error", e.problem))
        except UnicodeDecodeError as e:
            findings.append(Finding(shown, 1, "error", f"not UTF-8 at byte {e.start}"))
        except KgError as e:
            findings.append(Finding(shown, 1, "error", str(e)))
        except yaml.YAMLError as e:
            mark = getattr(e, "problem_mark", None)
            told = getattr(e, "problem", None) or "not valid YAML"
            findings.append(Finding(shown, mark.line + 1 if mark else 1, "error", told))
    return sources, findings


def shown_path(path: Path) -> str:
    """Return the path as a user in this folder writes it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
