"""The competency questions of ``rules/queries/``: queries that come with kg, one a file.

A file begins with comments: ``# en:`` and ``# vi:`` hold the question, a line ``# set day: day``
names a parameter and its type (`kg.sparql.values`). A parameter is a line of the query of the form
``VALUES ?day { … }``; what stands there is the default.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.lexicon.rules import rules_dir

_HEADER = re.compile(r"# (en|vi|set ([a-z_]+)): (.+)")


class Question(msgspec.Struct, frozen=True):
    """A competency question: its name, in English and Vietnamese, its parameters (name -> type)."""

    name: str
    english: str
    vietnamese: str
    parameters: dict[str, str]
    query: str


def questions(folder: Path | None = None) -> list[Question]:
    """Return all questions by name; `folder` takes the place of ``rules/queries``.

    Raises:
        KgError: A file cannot be read.
    """
    folder = folder or rules_dir() / "queries"
    return [read_question(path) for path in sorted(folder.glob("*.rq"))]


def require_question(name: str, folder: Path | None = None) -> Question:
    """Return the question of a name.

    Raises:
        KgError: There is none; the message lists the names.
    """
    path = (folder or rules_dir() / "queries") / f"{name}.rq"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        names = ", ".join(q.name for q in questions(folder))
        raise KgError(f'no question "{name}"; there are {names}')
    return read_question(path)


def read_question(path: Path) -> Question:
    """Return the question that a file holds.

    Raises:
        KgError: The file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as e:
        raise KgError(f"{path}: cannot read: {e.strerror or e}") from e
    except UnicodeDecodeError as e:
        raise KgError(f"{path}: not UTF-8 at byte {e.start}") from e
    said, types = header(text)
    return Question(path.stem, said.get("en", ""), said.get("vi", ""), types, text)


def header(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the comments before a query say: the question by language, and the types."""
    said: dict[str, str] = {}
    types: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if m := _HEADER.fullmatch(line.rstrip()):
            if m[2]:
                types[m[2]] = m[3].strip()
            else:
                said[m[1]] = m[3].strip()
    return said, types
