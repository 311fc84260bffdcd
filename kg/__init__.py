"""Who chaired and attended which official meeting: a knowledge graph from Vietnamese press reports.

    import kg

    report = kg.extract("Ngày 17-1, …")             # one text -> what it says
    store = kg.build(["seeds/"], "officials.db")    # files -> a store on disk
    graph = kg.graph(store)                         # a store -> a networkx graph

Nothing below is imported before it is asked for, so that ``import kg`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from kg.build import build as build
    from kg.documents.document import Document as Document
    from kg.errors import KgError as KgError
    from kg.export.filters import Filter as Filter
    from kg.export.network import graph as graph
    from kg.report.model import Report as Report
    from kg.store.store import Store as Store

    __version__: str

_HOMES = {
    "Document": "kg.documents.document",
    "Filter": "kg.export.filters",
    "KgError": "kg.errors",
    "Report": "kg.report.model",
    "Store": "kg.store.store",
    "graph": "kg.export.network",
}
__all__ = [
    "Document",
    "Filter",
    "KgError",
    "Report",
    "Store",
    "__version__",
    "build",
    "extract",
    "graph",
]


def extract(source: Document | str, *, rules: Path | None = None) -> Report:
    """Return what one report says.

    Args:
        source: The report's text, or a `Document`, which knows its day of publication.
        rules: A folder of rules to use in place of the package's own.

    Raises:
        KgError: The rules cannot be read.
    """
    from kg.documents.document import Document
    from kg.lexicon.lexicon import load_lexicon
    from kg.report.extract import extract as read

    document = Document(id="text", text=source) if isinstance(source, str) else source
    return read(document, load_lexicon(rules))


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if name == "build":
        return importlib.import_module("kg.build")
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("chutri-kg")
        except PackageNotFoundError:
            return "0+unknown"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
