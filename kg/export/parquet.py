"""Two Parquet tables, nodes and edges, for pandas, polars and DuckDB. Needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import KgError
from kg.export.elements import Elements
from kg.export.views import NODE_COLUMNS

if TYPE_CHECKING:
    import pyarrow

_ROWS = 20_000  # a row group


def write(elements: Elements, nodes: BinaryIO, edges: BinaryIO) -> None:
    """Write the nodes to one stream and the edges to the other, as Parquet (zstd).

    Columns are those of GraphML, after ``id``, and ``source`` and ``target`` of an edge; what has
    no value is null.

    Raises:
        KgError: pyarrow is not installed.
    """
    _write(
        nodes,
        {"id": str, **NODE_COLUMNS},
        ({"id": node.id, **node.attributes} for node in elements.nodes()),
    )
    _write(
        edges,
        {"id": str, "source": str, "target": str, **elements.view.edges},
        (
            {"id": edge.id, "source": edge.source, "target": edge.target, **edge.attributes}
            for edge in elements.edges()
        ),
    )


def _write(stream: BinaryIO, columns: dict[str, type], rows: Iterable[dict[str, Any]]) -> None:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as e:
        raise KgError("Parquet needs pyarrow: pip install 'chutri-kg[parquet]'") from e
    types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64()}
    schema = arrow.schema([(name, types[kind]) for name, kind in columns.items()])
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in _batches(rows, schema, arrow):
            writer.write_batch(batch)


def _batches(
    rows: Iterable[dict[str, Any]], schema: pyarrow.Schema, arrow: Any
) -> Iterator[pyarrow.RecordBatch]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _ROWS)):
        yield arrow.RecordBatch.from_pylist(batch, schema=schema)
