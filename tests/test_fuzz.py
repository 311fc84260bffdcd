"""A short run of the fuzzers; ``tests/fuzz/`` has the long ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from readers import SEEDS, run

NEEDS = {
    "html": "trafilatura",
    "warc": "trafilatura",
    "parquet": "pyarrow",
    "docx": "docx",
    "pdf": "pypdf",
}


@pytest.mark.skipif(sys.platform == "win32", reason="no alarms")
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_damaged_files_give_failures_alone(tmp_path: Path, name: str) -> None:
    for kind, library in NEEDS.items():
        if f".{kind}" in name:
            pytest.importorskip(library, exc_type=ImportError)
    assert run(name, 60, 1, tmp_path) == 60
