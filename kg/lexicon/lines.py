"""Where in a rules file an entry stands, and the error that says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.errors import KgError


class RuleError(KgError):
    """Something is wrong on one line of a rules file; `problem` says what, without the place."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


def line_of(path: Path, steps: Sequence[str | int]) -> int:
    """Return the line (from 1) of the entry of a YAML file that keys and indices lead to.

    Where they lead nowhere, the line of the last entry on the way. The file must parse.
    """
    return Lines(path.read_text(encoding="utf-8")).of(*steps)


class Lines:
    """The lines of all entries of one YAML text, which must parse."""

    def __init__(self, text: str) -> None:
        import yaml

        self._mapping, self._sequence = yaml.MappingNode, yaml.SequenceNode
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.root: Any = yaml.compose(text, Loader=loader)

    def of(self, *steps: str | int) -> int:
        """Return the line of the entry behind keys and indices, or of the last one on the way."""
        node, line = self.root, 1
        for step in steps:
            found = self._child(node, step)
            if found is None:
                break
            key, node = found
            line = key.start_mark.line + 1
        return line

    def _child(self, node: Any, step: str | int) -> tuple[Any, Any] | None:
        """Return what tells the line of a child, and the child."""
        if isinstance(node, self._mapping):
            return next(((k, v) for k, v in node.value if k.value == str(step)), None)
        if isinstance(node, self._sequence) and isinstance(step, int) and step < len(node.value):
            return node.value[step], node.value[step]
        return None

    def repeated_keys(self) -> list[tuple[int, str]]:
        """Return (line, key) of each key that its mapping has already: only the last one counts."""
        found: list[tuple[int, str]] = []
        todo = [self.root] if self.root is not None else []
        while todo:
            node = todo.pop()
            if isinstance(node, self._mapping):
                seen: set[str] = set()
                for key, value in node.value:
                    if key.value in seen:
                        found.append((key.start_mark.line + 1, str(key.value)))
                    seen.add(str(key.value))
                    todo.append(value)
            elif isinstance(node, self._sequence):
                todo += node.value
        return sorted(found)
