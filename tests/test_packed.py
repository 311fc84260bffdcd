"""Texts and reports packed in a store: what comes out is what went in, and damage is told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import cli
from kg.errors import KgError
from kg.store.packed import packed, packed_text, unpacked, unpacked_text

HELD = "Sáng 5/3, Bí thư Tỉnh ủy Hà Nam Lê Văn Bình chủ trì hội nghị. Dự có bà Lò Thị Mây."


@given(st.binary(max_size=2000))
def test_bytes_come_out_as_they_went_in(content: bytes) -> None:
    assert unpacked(packed(content)) == content


@given(st.text(st.characters(exclude_categories=())))
def test_texts_come_out_as_they_went_in(text: str) -> None:
    assert unpacked_text(packed_text(text)) == text


def test_a_report_takes_a_quarter_of_its_json() -> None:
    report = msgspec.json.encode(kg.extract(HELD))
    assert len(packed(report)) * 4 < len(report)


def test_threads_do_not_share_a_state() -> None:
    texts = [HELD * n for n in range(1, 200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda t: unpacked_text(packed_text(t)), texts * 5)) == texts * 5


@pytest.mark.parametrize("kept", [b"", b"plain", packed(b"x" * 99)[:-3], bytes(40)])
def test_damage_is_told(kept: bytes) -> None:
    with pytest.raises(KgError, match="damaged"):
        unpacked(kept)


def test_a_damaged_store_gives_one_line(tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    source = tmp_path / "d.txt"
    source.write_text(HELD, encoding="utf-8")
    assert CliRunner().invoke(cli, ["build", str(source), "-o", str(db)]).exit_code == 0
    with sqlite3.connect(db) as con:
        con.execute("UPDATE reports SET text = ?, report = ?", (b"no", b"no"))
    con.close()
    command = [sys.executable, "-m", "kg", "explain", "le van binh", "--db", str(db)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "damaged" in done.stderr and len(done.stderr.splitlines()) == 1
