"""Data of the graph view: JSON to draw, GraphML and GEXF to keep."""

from __future__ import annotations

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.store.store import Store
from kg.web import serving
from kg.web.answers import Made
from kg.web.pages.base import Asked, Missing
from kg.web.pages.graph import PARAMETERS, GraphData, graph_data


async def graph_json(request: Request) -> Response:
    """Answer with nodes and edges around an entity, or of the latest meetings."""
    return await _give(request, "json")


async def graph_file(request: Request) -> Response:
    """Answer with the same as a file for other programs."""
    return await _give(request, request.scope["path"].rpartition(".")[2])


async def _give(request: Request, form: str) -> Response:
    answers = serving.answers_of(request)
    values = serving.given(request, PARAMETERS)

    def make(store: Store) -> Made:
        try:
            data = graph_data(answers.side.open(), store, Asked(values), answers.settings.prefix)
        except Missing:
            raise HTTPException(404) from None
        return _written(data, form)

    return await answers.give(request, ("graph", form, *values.items()), make, heavy=True)


def _written(data: GraphData, form: str) -> Made:
    if form == "json":
        return 200, {"content-type": "application/json"}, msgspec.json.encode(data)
    from kg.web.graph_files import gexf, graphml

    body = graphml(data) if form == "graphml" else gexf(data)
    headers = {
        "content-type": "application/xml",
        "content-disposition": f'attachment; filename="graph.{form}"',
    }
    return 200, headers, body
