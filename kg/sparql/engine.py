"""What runs in the child: a query put to an index, its answer written in the form asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Final, Literal, NamedTuple

import msgspec
from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)
from pyoxigraph import Literal as Text

from kg.errors import KgError
from kg.output import Cell, csv_text, table
from kg.sparql.child import Damaged, watched
from kg.sparql.prefixes import known_prefixes, short
from kg.sparql.syntax import place, tokens

Format = Literal["table", "csv", "json", "ttl", "nt"]
Term = NamedNode | BlankNode | Text | Triple | None

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = frozenset(
    _XSD + name for name in ("integer", "nonNegativeInteger", "int", "long", "positiveInteger")
)
_REAL: Final = frozenset(_XSD + name for name in ("decimal", "double", "float"))
_WHERE: Final = re.compile(r"error at (\d+):(\d+): (?s:.*)")
# What the engine says of a query whose words are in order.
_SAID: Final = re.compile(r"[A-Z][A-Za-z ]*(?: [a-z]+){2,}[^,\[\n]*")
_BROKEN: Final = re.compile("(?i)corrupt|no such file|checksum|truncated")
_ROOM: Final = 40  # characters; longer than any word that the engine looks for


class Question(NamedTuple):
    """A query to an index: its text, what messages call it, and the form of its answer.

    `form`: None means a table, and Turtle for triples. `width`: columns of the terminal that a
    table must fit, None for a table that stays whole.
    """

    text: str
    name: str
    base: str
    form: Format | None
    width: int | None = None


def answer(index: Path, question: Question, out: IO[bytes], opened: Callable[[], None]) -> str:
    """Write the answer of the index to a question; return the kind of the query in a word.

    `opened` is called when the index is open.

    Raises:
        Damaged: The index cannot be read.
        KgError: The query is malformed (with line and column), fails, or has no such form.
    """
    try:
        store = Store.read_only(str(index))
    except (OSError, RuntimeError) as e:
        raise Damaged(f"{index}: cannot read the index: {' '.join(str(e).split())}") from e
    opened()
    try:
        found = _ask(store, question)
        if isinstance(found, QueryBoolean):
            _boolean(bool(found), question, out)
            return "ask"
        if isinstance(found, QuerySolutions):
            _solutions(found, question, out)
            return "select"
        _triples(found, question, out)
        return "triples"
    except SyntaxError as e:
        raise KgError(_malformed(store, question, str(e))) from e
    except (OSError, RuntimeError, ValueError) as e:
        if isinstance(e, OSError) and e.errno is not None:  # of the file written to
            raise
        told = " ".join(str(e).split())
        if _BROKEN.search(told):
            raise Damaged(f"{index}: cannot read the index: {told}") from e
        raise KgError(f"{question.name}: {told}") from e


def _ask(store: Store, question: Question) -> QueryBoolean | QuerySolutions | QueryTriples:
    return store.query(
        question.text, base_iri=question.base, prefixes=known_prefixes(question.base)
    )


def _boolean(value: bool, question: Question, out: IO[bytes]) -> None:
    if question.form in ("ttl", "nt"):
        raise KgError(f"{question.name}: ASK gives no triples: --json, --csv or --table")
    text = "true" if value else "false"
    if question.form == "json":
        text = f'{{"head": {{}}, "boolean": {text}}}'
    elif question.form == "csv":
        text = f"answer\n{text}"
    out.write(f"{text}\n".encode())


def _solutions(found: QuerySolutions, question: Question, out: IO[bytes]) -> None:
    if question.form in ("ttl", "nt"):
        raise KgError(f"{question.name}: SELECT gives no triples: --json, --csv or --table")
    names = [variable.value for variable in found.variables]
    if question.form == "json":
        raw = found.serialize(format=QueryResultsFormat.JSON)
        out.write(msgspec.json.format(raw or b"{}", indent=2) + b"\n")
        return
    rows = ([solution[i] for i in range(len(names))] for solution in found)
    _rows(names, rows, question, out)


def _triples(found: QueryTriples, question: Question, out: IO[bytes]) -> None:
    if question.form == "json":
        told = "CONSTRUCT and DESCRIBE give triples: --ttl, --nt, --csv or --table"
        raise KgError(f"{question.name}: {told}")
    if question.form == "nt":
        serialize(found, out, RdfFormat.N_TRIPLES)
        return
    ordered = sorted(
        set(watched(found)), key=lambda t: (str(t.subject), str(t.predicate), str(t.object))
    )
    if question.form in ("ttl", None):
        iris = {iri for triple in ordered for iri in _iris(triple)}
        used = {
            prefix: namespace
            for prefix, namespace in known_prefixes(question.base).items()
            if any(iri.startswith(namespace) for iri in iris)
        }
        serialize(ordered, out, RdfFormat.TURTLE, prefixes=used)
        return
    rows = ([t.subject, t.predicate, t.object] for t in ordered)
    _rows(["subject", "predicate", "object"], rows, question, out)


def _iris(triple: Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Text):
            yield term.datatype.value


def _rows(names: list[str], rows: Iterable[list[Term]], question: Question, out: IO[bytes]) -> None:
    if question.form == "csv":
        out.write(csv_text(names, []).encode())
        for row in rows:
            cells = [_cell(term, None) for term in row]
            out.write(csv_text([], [cells]).partition("\n")[2].encode())
        return
    shown = [[_cell(term, question.base) for term in row] for row in watched(rows)]
    out.write(table(names, shown, question.width).encode())


def _cell(term: Term, base: str | None) -> Cell:
    """Return a term as a table shows it; in CSV (no `base`) IRIs are whole."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return short(term.value, base) if base is not None else term.value
    if isinstance(term, Text):
        try:
            if term.datatype.value in _WHOLE:
                return int(term.value)
            if term.datatype.value in _REAL:
                return float(term.value)
        except ValueError:  # "x"^^xsd:integer
            return term.value
        return term.value
    return str(term)


def _malformed(store: Store, question: Question, said: str) -> str:
    """Return what is wrong with a query, and where.

    The place that the engine names lies behind the mistake: it counts the letters of every word
    that it looked for. So the query is cut before each word in turn (by halves: what is wrong
    stays wrong) and ended with what no query holds: the first word that the engine does not get
    past is the one.
    """
    text, found = question.text, tokens(question.text)
    low, high = 0, len(found)  # the words before `low` can be read, those before `high + 1` can't
    while low < high:
        middle = (low + high + 1) // 2
        end = found[middle].start if middle < len(found) else len(text)
        if _gets_past(store, question, text[:end]):
            low = middle
        else:
            high = middle - 1
    why = _SAID.search(said.partition("expected")[2])
    where = found[low].start if low < len(found) else len(text.rstrip())
    if why:
        told = why[0].strip()
    else:
        told = f'malformed at "{found[low].text[:40]}"' if low < len(found) else "ends too early"
    return f"{question.name}: {place(text, where)}: {told}"


def _gets_past(store: Store, question: Question, begin: str) -> bool:
    """Say whether the engine reads all of the begin of a query."""
    poison = begin + "\n" + " " * _ROOM + "\n\0" + " " * _ROOM
    try:
        _ask(store, question._replace(text=poison))
    except SyntaxError as e:
        where = _WHERE.match(str(e))
        return where is not None and int(where[1]) > poison.count("\n", 0, -_ROOM - 1)
    return True
