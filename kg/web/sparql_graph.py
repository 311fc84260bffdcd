"""The answer to a query as a graph to draw: entities that a row or a triple names together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import unquote

import msgspec
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.sparql.prefixes import short
from kg.web import serving
from kg.web.asked_query import AskedQuery
from kg.web.graphs import graph_json
from kg.web.pages.base import labels
from kg.web.pages.graph import Edge, GraphData, Node
from kg.web.querying import Full, Querying

_MOST_BYTES = 16 << 20
_MOST = 20_000  # edges
_Joined = tuple[str, str, str]  # keys of two entities, and how they are joined


async def sparql_graph(request: Request) -> Response:
    """Answer a query with nodes and edges; with a ``focus``, with what is around that."""
    if request.query_params.get("focus"):
        return await graph_json(request)
    query = request.query_params.get("query", "")
    querying: Querying = request.app.state.querying
    try:
        told, file = await querying.ask(AskedQuery(query, "json", "nt"))
    except Full:
        return JSONResponse({"error": "busy", "status": 503}, 503, {"retry-after": "2"})
    if told.outcome != "done" or file is None:
        status = 400 if told.outcome == "malformed" else 503
        return JSONResponse({"error": told.message, "status": status}, status)
    with file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        return JSONResponse({"error": "large", "status": 413}, 413)
    answers = serving.answers_of(request)
    joined = joined_in(data, told.form, answers.settings.base)
    named = await answers.read(
        lambda store: labels(store, {k for a, b, _ in joined for k in (a, b)})
    )
    graph = _graph(joined, named, request)
    return Response(msgspec.json.encode(graph), media_type="application/json")


def joined_in(data: bytes, form: str, base: str) -> Counter[_Joined]:
    """Return which entities an answer joins, and how often: those next to each other in a row of
    solutions, by the variable of the second; subject and object of a triple, by the predicate.
    """
    joined: Counter[_Joined] = Counter()
    if form == "json":
        answer = msgspec.json.decode(data)
        names = answer.get("head", {}).get("vars", [])
        for row in answer.get("results", {}).get("bindings", []):
            keys = [(name, _key(row[name]["value"], base)) for name in names if name in row]
            found = [(name, key) for name, key in keys if key]
            joined.update((a, b, name) for (_, a), (name, b) in pairwise(found) if a != b)
    else:
        for triple in parse(input=data, format=RdfFormat.N_TRIPLES):
            subject, value = triple.subject, triple.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode):
                a, b = _key(subject.value, base), _key(value.value, base)
                if a and b and a != b:
                    joined[a, b, short(triple.predicate.value, base)] += 1
    return joined


def _key(iri: str, base: str) -> str:
    return unquote(iri[len(base) :]) if iri.startswith(base) else ""


def _graph(joined: Counter[_Joined], named: dict[str, str], request: Request) -> GraphData:
    kept = joined.most_common(_MOST)
    degree = Counter(key for (a, b, _), _ in kept for key in (a, b))
    edges = (Edge(f"e{n}", a, b, how, "", times) for n, ((a, b, how), times) in enumerate(kept))
    nodes = (
        Node(
            key,
            named.get(key, key),
            key.partition("/")[0],
            request.app.state.addresses.page(key),
            size,
        )
        for key, size in degree.items()
    )
    return GraphData(tuple(nodes), tuple(edges), len(joined) > len(kept))


def has_graph(rows: Iterable[Iterable[str]]) -> bool:
    """Say whether some row names two entities (keys, "" for what is none)."""
    return any(len({key for key in row if key}) > 1 for row in rows)
