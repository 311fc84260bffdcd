"""The words of a SPARQL query: enough of them to refuse what must not run, and to name places.

This is no parser: whether a query is well-formed, the engine says. What is here reads a text once,
from left to right, in time linear to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from kg.errors import KgError

LONGEST: Final = 1_000_000  # characters of a query
DEEPEST: Final = 200  # brackets within brackets: the engine's parser recurses

_TOKEN = re.compile(
    r"""
      (?P<blank>\s+|\#[^\r\n]*)
    | (?P<string>\"\"\"(?:[^"\\]|\\(?s:.)|"(?!""))*+\"\"\"|"(?!"")(?:[^"\\\r\n]|\\.)*+"
        | \'\'\'(?:[^'\\]|\\(?s:.)|'(?!''))*+\'\'\'|'(?!'')(?:[^'\\\r\n]|\\.)*+')
    | (?P<open>(?:\"\"\"|\'\'\')(?s:.*)|["'].*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z][A-Za-z0-9-]*)
    | (?P<blank_node>_:\w[\w.·-]*)
    | (?:(?P<run>[^\W\d_][\w.·-]*+)|(?=:))(?P<name>:(?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\.)*+)?+
    | (?P<word>\d+|\w)
    | (?P<sign>&&|\|\||\^\^|[<>!]=|(?s:.))
    """,
    re.VERBOSE,
)
_PART = re.compile(r"\w+|\W")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES: Final = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"]
)
_OPEN, _CLOSE = frozenset("({["), frozenset(")}]")


class Token(NamedTuple):
    """A stretch of a query; `start` counts characters from 0, `kind` is a group of `_TOKEN`."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query in order, without blanks and comments."""
    found: list[Token] = []
    for m in _TOKEN.finditer(text):
        if m.lastgroup == "run":  # letters, dots and hyphens that no colon made a prefix
            found += [
                Token("word" if w[0][0].isalnum() else "sign", w[0], m.start() + w.start())
                for w in _PART.finditer(m[0])
            ]
        elif m.lastgroup != "blank":
            found.append(Token(str(m.lastgroup), m[0], m.start()))
    return found


def place(text: str, offset: int) -> str:
    """Return where an offset is, as messages say it: "line 2, column 12" (characters, from 1)."""
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - text.rfind(chr(10), 0, offset)}"


def check(text: str, prefixes: Mapping[str, str], source: str = "query") -> list[Token]:
    """Return the tokens of a query that may be run.

    Args:
        text: The query.
        prefixes: The prefixes that are known without a ``PREFIX`` line.
        source: What messages call the query: its file.

    Raises:
        KgError: It is an update, asks another server (``SERVICE``), has a string without an end or
            an unknown prefix, or is too long or too deep. The message gives line and column.
    """
    if len(text) > LONGEST:
        raise KgError(f"{source}: longer than {LONGEST:,} characters")
    found = tokens(text)
    for token in found:
        if token.kind == "open":
            raise KgError(f"{source}: {place(text, token.start)}: a string that does not end")
    _refuse(text, found, source)
    decoded = _ESCAPE.sub(_decoded, text)
    if decoded != text:  # escapes count before anything else is read
        _refuse(decoded, tokens(decoded), source)
    _check_prefixes(text, found, prefixes, source)
    return found


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def _refuse(text: str, found: Iterable[Token], source: str) -> None:
    depth, operation = 0, False
    previous = ""
    for token in found:
        word = token.text.upper() if token.kind == "word" else ""
        # The engine reads "trueSERVICE" as two words, hence no comparison of whole ones.
        if "SERVICE" in (word or token.text.partition(":")[0].upper() * (token.kind == "name")):
            told = "SERVICE asks another server: refused"
            raise KgError(f"{source}: {place(text, token.start)}: {told}")
        if word and not operation and word not in ("PREFIX", "BASE"):
            operation = True
            if word in _UPDATES:
                told = f"{word} changes data: refused, a query only reads"
                raise KgError(f"{source}: {place(text, token.start)}: {told}")
        elif word in _UPDATES and previous in (";", ""):
            told = f"{word} changes data: refused, a query only reads"
            raise KgError(f"{source}: {place(text, token.start)}: {told}")
        depth += (token.text in _OPEN) - (token.text in _CLOSE)
        if depth > DEEPEST:
            told = f"more than {DEEPEST} brackets within each other"
            raise KgError(f"{source}: {place(text, token.start)}: {told}")
        previous = token.text


def _check_prefixes(
    text: str, found: list[Token], prefixes: Mapping[str, str], source: str
) -> None:
    known = set(prefixes)
    for before, token in zip([None, *found], found, strict=False):
        if token.kind != "name":
            continue
        prefix = token.text.partition(":")[0]
        if before is not None and before.kind == "word" and before.text.upper() == "PREFIX":
            known.add(prefix)
        elif prefix not in known:
            names = ", ".join(sorted(known - {""}))
            raise KgError(
                f'{source}: {place(text, token.start)}: unknown prefix "{prefix}:"; known: {names}'
            )
