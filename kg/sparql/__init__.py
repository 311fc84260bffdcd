"""SPARQL over a store: queries put to an index beside it, with limits of time and memory.

from kg.sparql import rows

rows("officials.db", "SELECT ?name { ?o a kg:Official ; rdfs:label ?name }")
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.errors import KgError
from kg.export.names import DEFAULT_BASE
from kg.sparql.child import Damaged, Limits, run

if TYPE_CHECKING:
    from kg.sparql.engine import Format

__all__ = ["Limits", "ask", "rows"]


def ask(
    store: str | Path,
    query: str,
    out: IO[bytes],
    form: Format | None = None,
    *,
    settings: Mapping[str, str] | None = None,
    name: str = "query",
    limits: Limits | None = None,
    base: str = DEFAULT_BASE,
    folder: Path | None = None,
    width: int | None = None,
    progress: Callable[[int], object] = lambda number: None,
) -> None:
    """Write the answer of a store to a query: all of it, or nothing if anything goes wrong.

    Prefixes of the exports need not be declared; relative IRIs are those of entities. The
    vocabulary is the graph ``<https://w3id.org/chutri/ns>``. The first query to a store, and the
    first after each change of it, builds an index, which `limits` do not hold for.

    Args:
        store: Path of a store.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE of SPARQL 1.1; no SERVICE, no update.
        out: Binary stream to write to.
        form: ``json`` (SPARQL results) or ``csv``; ``ttl`` or ``nt`` of triples; ``table``. If
            None, a table, and Turtle of triples.
        settings: Values of parameters, see `kg.sparql.values`.
        name: What messages call the query.
        limits: Seconds and megabytes it may take.
        base: What the IRIs of entities begin with, as in the exports.
        folder: Where the index lies, if not beside the store.
        width: Columns that a table must fit; None for one that stays whole.
        progress: Told the number of triples while the index is built.

    Raises:
        KgError: There is no such store, the query is refused, malformed (line and column) or fails,
            a limit is reached, or the index cannot be written.
    """
    from kg.sparql.engine import Question, answer
    from kg.sparql.index import index
    from kg.sparql.prefixes import known_prefixes
    from kg.sparql.syntax import check
    from kg.store.store import Store

    path, known = Path(store), known_prefixes(base)
    check(query, known, name)
    with Store(path) as opened:
        if settings:
            from kg.sparql.values import set_values

            query = set_values(query, settings, opened, base, name)
            check(query, known, name)
    question = Question(query, name, base, form, width)
    for anew in (False, True):
        with index(path, base, folder, progress, anew=anew) as there:
            try:
                result, _ = run(
                    lambda file, opened, there=there: answer(there, question, file, opened),  # type: ignore[misc]
                    limits or Limits(),
                    name,
                )
            except Damaged:
                if anew:
                    raise
                continue
        with result:
            shutil.copyfileobj(result, out)
        out.flush()
        return


def rows(store: str | Path, query: str, **options: Any) -> list[dict[str, Any]]:
    """Return the solutions of a SELECT, one dict a row: variable -> value.

    IRIs and texts are `str`, numbers `int` or `float`, truth values `bool`; what is unbound is not
    in the dict. `options` are those of `ask`.

    Raises:
        KgError: As `ask`, or the query is no SELECT.
    """
    import io

    out = io.BytesIO()
    ask(store, query, out, "json", **options)
    found = json.loads(out.getvalue())
    if "results" not in found:
        raise KgError(f"{options.get('name', 'query')}: no SELECT")
    return [
        {variable: _python(term) for variable, term in row.items()}
        for row in found["results"]["bindings"]
    ]


def _python(term: dict[str, str]) -> str | int | float | bool:
    value, datatype = term["value"], term.get("datatype", "").rpartition("#")[2]
    try:
        if datatype in ("integer", "nonNegativeInteger", "int", "long"):
            return int(value)
        if datatype in ("decimal", "double", "float"):
            return float(value)
    except ValueError:
        return value
    return value == "true" if datatype == "boolean" else value
