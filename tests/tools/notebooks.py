"""Runs the notebooks and keeps what they print and draw.

    python tests/tools/notebooks.py             # all, after a change of what they show
    python tests/tools/notebooks.py notebooks/1-from-reports-to-a-graph.ipynb

Each runs in the folder ``notebooks/``, on the seeds unless KG_STORE names a store.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent.parent
NOTEBOOKS = tuple(sorted((ROOT / "notebooks").glob("*.ipynb")))
# Of one cell, so that a cell that hangs ends the run; a whole notebook takes a few seconds.
LIMIT = 120
_BACKEND = "module://matplotlib_inline.backend_inline"
_OURS = ("KG_STORE", "KG_GOLD", "KG_DB")


def run(path: Path, **variables: str) -> Any:
    """Return the notebook executed, without what differs from run to run.

    Args:
        path: The notebook's file, which stays as it is.
        variables: Those of KG_STORE and KG_GOLD that are to be set; the others are not.

    Raises:
        CellExecutionError: A cell ended with an exception.
    """
    notebook = nbformat.read(path, as_version=4)
    environment = {k: v for k, v in os.environ.items() if k not in _OURS}
    environment |= {"PYTHONPATH": str(ROOT), "MPLBACKEND": _BACKEND}
    client = NotebookClient(
        notebook,
        timeout=LIMIT,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
    )
    with tempfile.TemporaryDirectory() as settings:
        # Without what somebody has IPython do on every start.
        environment["IPYTHONDIR"] = settings
        with mock.patch.dict(os.environ, environment | variables, clear=True):
            client.execute()
    notebook.metadata.language_info = {"name": "python"}
    return notebook


def texts(notebook: Any) -> list[str]:
    """Return what the cells printed, one text a cell that printed, and SVG pictures; no pixels."""
    out = []
    for outputs in _outputs(notebook):
        told = ""
        for output in outputs:
            told += output.get("text", "")
            told += output.get("data", {}).get("image/svg+xml", "")
        if told:
            out.append(told)
    return out


def pictures(notebook: Any) -> list[str]:
    """Return the kinds of the pictures in a notebook, in order."""
    return [
        kind
        for outputs in _outputs(notebook)
        for output in outputs
        for kind in output.get("data", {})
        if kind.startswith("image/")
    ]


def _outputs(notebook: Any) -> Iterator[list[Mapping[str, Any]]]:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield cell.outputs


if __name__ == "__main__":
    for chosen in map(Path, sys.argv[1:] or NOTEBOOKS):
        nbformat.write(run(chosen.resolve()), chosen)
