"""What runs in the child: a query put to an index, its answer in a form of the SPARQL protocol."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    serialize,
)

from kg.errors import KgError
from kg.export.names import is_iri
from kg.sparql.child import Damaged
from kg.sparql.engine import Question, answer
from kg.sparql.prefixes import known_prefixes
from kg.web.asked_query import AskedQuery

_RESULTS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_TRIPLES: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


class Unacceptable(KgError):
    """The client takes no form that this kind of answer has."""


def work(
    index: Path, asked: AskedQuery, base: str, out: IO[bytes], opened: Callable[[], None]
) -> str:
    """Write the answer to `out`; return its form, "" if the client takes none.

    Raises:
        Damaged: The index cannot be read.
        KgError: The query is malformed (with line and column) or fails.
    """
    try:
        store = Store.read_only(str(index))
    except (OSError, RuntimeError) as e:
        raise Damaged(f"cannot read the index: {' '.join(str(e).split())}") from e
    opened()
    try:
        found = store.query(
            asked.query,
            base_iri=base,
            prefixes=known_prefixes(base),
            default_graph=_graphs(asked.default_graphs, asked.named_graphs),
            named_graphs=_graphs(asked.named_graphs, asked.default_graphs),
        )
        if isinstance(found, (QueryBoolean, QuerySolutions)):
            form = asked.select
            if form is None:
                return ""
            if isinstance(found, QueryBoolean) and form in ("csv", "tsv"):
                out.write(b"true\n" if found else b"false\n")
            else:
                found.serialize(out, _RESULTS[form])
            return form
        form = asked.graph
        if form is None:
            return ""
        serialize(found, out, _TRIPLES[form], prefixes=known_prefixes(base))
        return form
    except SyntaxError:
        del store
        # Asked once more for what is wrong, and where.
        answer(index, Question(asked.query, "query", base, None), out, lambda: None)
        raise KgError("query: malformed") from None
    except (OSError, RuntimeError, ValueError) as e:
        if isinstance(e, OSError) and e.errno is not None:
            raise
        raise KgError(f"query: {' '.join(str(e).split())}") from e


def _graphs(graphs: tuple[str, ...] | None, others: tuple[str, ...] | None) -> list[Any] | None:
    """Return the graphs named; an empty list if only the other kind is (SPARQL protocol, 2.1.4)."""
    if graphs is None:
        return None if others is None else []
    for iri in graphs:
        if not is_iri(iri):
            raise KgError(f"query: {iri[:200]!r} is no IRI of a graph")
    return [NamedNode(iri) for iri in graphs]
