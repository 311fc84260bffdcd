"""The page to ask a query by hand: its answer as a table, a chart or a graph, without scripts."""

from __future__ import annotations

import functools
from typing import IO, Any, Final

import msgspec
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError
from kg.sparql.prefixes import short
from kg.sparql.questions import Question, questions
from kg.web import serving
from kg.web.answer_graph import answer_graph
from kg.web.answers import keep, respond
from kg.web.asked_query import AskedQuery, Told
from kg.web.querying import Full, Querying

_SHOWN: Final = 1000
_BARS: Final = 60
_MOST: Final = 16 << 20  # bytes of an answer that a page is made of


class NoQuery(Exception):
    """There is no query in a request."""


class Cell(msgspec.Struct, frozen=True):
    """A value as the table shows it; `key` is that of an entity, `url` another address."""

    text: str
    key: str = ""
    number: float | None = None


class Bar(msgspec.Struct, frozen=True):
    """A bar of the chart; `share` is its length, 0 to 1."""

    label: str
    value: str
    share: float


class Shown(msgspec.Struct, frozen=True):
    """An answer as the page shows it."""

    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    bars: tuple[Bar, ...] = ()
    error: str = ""
    outcome: str = ""


@functools.cache
def _questions() -> tuple[Question, ...]:
    try:
        return tuple(questions())
    except KgError:
        return ()


async def query_page(request: Request, asked: AskedQuery | None) -> Response:
    """Return the page, with the answer to a query if there is one."""
    answers = serving.answers_of(request)
    settings = answers.settings
    shown, status = None, 200
    if asked is not None:
        querying: Querying = request.app.state.querying
        try:
            told, file = await querying.ask(asked)
        except Full:
            told, file = Told("stopped", "too many queries run already"), None
        shown = _shown(told, file, settings.base)
        status = {"done": 200, "malformed": 400}.get(told.outcome, 503)
    language = serving.language_of(request)
    chosen = request.query_params.get("example", "")
    network = None
    if shown is not None and any(cell.key for row in shown.rows for cell in row):
        heads, rows, prefix = shown.heads, shown.rows, settings.prefix
        network = await answers.read(lambda store: answer_graph(store, heads, rows, prefix))
    example = next((q for q in _questions() if q.name == chosen), None)
    query = asked.query if asked else example.query if example else _first()
    page = {
        "query": query.replace("\r\n", "\n"),
        "example": chosen,
        "questions": _questions(),
        "shown": shown,
        "network": msgspec.to_builtins(network),
        "asked": asked,
        "seconds": settings.seconds,
        "megabytes": settings.megabytes,
        "most": _SHOWN,
    }
    values = serving.given(request, ("query", "example"))
    _, headers, body = serving.html(request, language, "sparql.html", page, values)
    headers = {**headers, "cache-control": "no-store"}
    if status == 503:
        headers["retry-after"] = "5"
    return respond(request, keep(status, headers, body))


def _first() -> str:
    return (
        "# kg:, rdfs: … need not be declared\n"
        "SELECT ?official ?name (COUNT(?meeting) AS ?chaired) {\n"
        "  ?official kg:chaired ?meeting ; rdfs:label ?name\n"
        "} GROUP BY ?official ?name ORDER BY DESC(?chaired) LIMIT 20\n"
    )


def _shown(told: Told, file: IO[bytes] | None, base: str) -> Shown:
    if told.outcome != "done" or file is None:
        return Shown(error=told.message, outcome=told.outcome)
    with file:
        if told.size > _MOST:
            why = "the answer is too large for a page: take it as CSV or JSON"
            return Shown(error=why, outcome="large")
        if told.form == "json":
            return _solutions(msgspec.json.decode(file.read()), base)
        return _triples(file, base)


def _solutions(answer: dict[str, Any], base: str) -> Shown:
    if "boolean" in answer:
        return Shown(truth=bool(answer["boolean"]))
    heads = tuple(answer["head"].get("vars", ()))
    bindings = answer["results"]["bindings"]
    rows = tuple(tuple(_cell(row.get(name), base) for name in heads) for row in bindings[:_SHOWN])
    return Shown(heads, rows, len(bindings), bars=_bars(rows))


def _triples(file: IO[bytes], base: str) -> Shown:
    rows: list[tuple[Cell, ...]] = []
    total = 0
    for triple in parse(input=file.read(), format=RdfFormat.N_TRIPLES):
        total += 1
        if len(rows) < _SHOWN:
            terms = (triple.subject, triple.predicate, triple.object)
            rows.append(tuple(_term(term, base) for term in terms))
    return Shown(("subject", "predicate", "object"), tuple(rows), total)


def _term(term: object, base: str) -> Cell:
    if isinstance(term, NamedNode):
        return _iri(term.value, base)
    return Cell(term.value if isinstance(term, Literal) else str(term))


def _cell(value: dict[str, Any] | None, base: str) -> Cell:
    if value is None:
        return Cell("")
    text = str(value.get("value", ""))
    if value.get("type") == "uri":
        return _iri(text, base)
    kind = str(value.get("datatype", "")).rpartition("#")[2]
    if kind in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"):
        try:
            number = float(text)
        except ValueError:
            return Cell(text)
        return Cell(text, number=number if abs(number) < 1e15 else None)
    return Cell(text)


def _iri(iri: str, base: str) -> Cell:
    if iri.startswith(base):
        from urllib.parse import unquote

        key = unquote(iri[len(base) :])
        return Cell(key, key=key)
    return Cell(short(iri, base))


def _bars(rows: tuple[tuple[Cell, ...], ...]) -> tuple[Bar, ...]:
    """Return a chart of the last column that holds numbers alone, if there is one beside others."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return ()
    columns = range(len(rows[0]))
    numbers = [i for i in columns if all(row[i].number is not None for row in rows)]
    named = [i for i in columns if i not in numbers]
    if not numbers or not named:
        return ()
    column = numbers[-1]
    label = next((i for i in named if not any(row[i].key for row in rows)), named[0])
    most = max((row[column].number or 0.0) for row in rows[:_BARS])
    if most <= 0 or any((row[column].number or 0.0) < 0 for row in rows[:_BARS]):
        return ()
    return tuple(
        Bar(row[label].text, row[column].text, (row[column].number or 0.0) / most)
        for row in rows[:_BARS]
    )
