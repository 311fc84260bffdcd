"""``kg draw`` and ``kg extract --json`` as a user sees them, and the help of what lies deeper."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest

import kg.cli
from kg.report.model import Report

SEEDS = Path(__file__).parent.parent / "seeds"


def run(*args: str | Path) -> int:
    return kg.cli.run([str(a) for a in args])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("draw") / "x.db"
    assert run("build", SEEDS, "-o", path, "-q") == 0
    return path


def words(svg: str) -> str:
    return " ".join(ET.fromstring(svg).itertext())


def test_the_whole_graph_and_one_official(store: Path, tmp_path: Path) -> None:
    whole, one = tmp_path / "whole.svg", tmp_path / "one.svg"
    assert run("draw", "-o", whole, "--db", store) == 0
    assert run("draw", "truong thi mai", "-o", one, "--db", store) == 0
    assert "Nghệ An" in words(whole.read_text(encoding="utf-8"))
    assert "Trương Thị Mai" in words(one.read_text(encoding="utf-8"))
    assert one.stat().st_size < whole.stat().st_size


def test_standard_output(store: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("draw", "-o", "-", "--db", store) == 0
    assert capfdbinary.readouterr().out.startswith(b"<svg ")


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        ([], 2, "Missing option '--output' / '-o'"),
        (["nguyễn", "-o", "a.svg"], 1, '"nguyễn" is more than one official'),
        (["xyz", "-o", "a.svg"], 1, 'no official, province, body or meeting matches "xyz"'),
        (["xyz", "-o", "a.svg", "--kind", "body"], 1, 'no body matches "xyz"'),
        (["mai", "-o", "a.gif"], 1, "a.gif: the suffix names no format"),
        (["mai", "-o", "a.svg", "--province", "xyz"], 1, 'no province matches "xyz"'),
        (["mai", "-o", "a.svg", "--hops", "-1"], 2, "Invalid value for '--hops'"),
        (["mai", "-o", "a.svg", "--from", "2024"], 2, "'2024' is not a date"),
        (["mai", "-o", "a.svg", "--db", "none.db"], 1, "none.db"),
        (["-o", "no-folder/a.svg"], 1, "cannot write"),
    ],
)
def test_what_cannot_be_drawn(
    args: list[str],
    status: int,
    told: str,
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("draw", "--db", store, *args) == status
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["check", "try"])
def test_help_of_the_rules_commands(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules", command, "--help") == 0
    out = capsys.readouterr().out
    assert "\n  Example:\n" in out
    assert f"    kg rules {command}" in out


def test_a_report_as_json_is_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", SEEDS, "--json") == 0
    reports = [
        msgspec.json.decode(line, type=Report) for line in capsys.readouterr().out.splitlines()
    ]
    assert sorted(r.document for r in reports) == sorted(p.stem for p in SEEDS.glob("*.txt"))
    for report in reports:
        text = (SEEDS / f"{report.document}.txt").read_text(encoding="utf-8")
        names = {p.id: p.name for p in report.people}
        found = [text[m.start : m.end] for m in report.mentions if m.target in names]
        assert found
        assert all(m.end <= len(text) and m.start < m.end for m in report.mentions)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "kg: stdin: empty file"),
        (b"a\x00", "kg: stdin: binary file, not text"),
        (b"Ch\xfb", "kg: stdin: not UTF-8 at byte 2"),
    ],
)
def test_standard_input_that_is_no_report(
    data: bytes, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run("extract", "-", "--json") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(told)


def test_standard_input_with_a_byte_order_mark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = "\ufeffTỉnh ủy Hà Nam họp.".encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run("extract", "-", "--json") == 0
    assert json.loads(capsys.readouterr().out)["document"] == "stdin"


@pytest.mark.parametrize(
    ("form", "begins"), [("svg", b"<svg "), ("png", b"\x89PNG"), ("html", b"<!doctype html>")]
)
@pytest.mark.parametrize("command", ["draw", "timeline"])
def test_any_format_on_standard_output(
    command: str,
    form: str,
    begins: bytes,
    store: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run(command, "truong thi mai", "-o", "-", "-f", form, "--db", store) == 0
    assert capfdbinary.readouterr().out.startswith(begins)


@pytest.mark.parametrize("args", [["draw"], ["draw", "Nghệ An"], ["timeline", "truong thi mai"]])
def test_the_same_bytes_whatever_the_order_of_sets(args: list[str], store: Path) -> None:
    found = {
        subprocess.run(
            [sys.executable, "-m", "kg", *args, "-o", "-", "-f", "html", "--db", store],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1
    assert len(found.pop()) > 3000


def test_options_narrow_a_picture_down(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.svg"

    def drawn(*args: str) -> str:
        assert run("draw", *args, "-o", out, "--db", store) == 0
        return words(out.read_text(encoding="utf-8"))

    assert "hội nghị giao ban công tác năm 2023" in drawn("truong thi mai")
    assert "hội nghị giao ban công tác năm 2023" not in drawn("mai", "--to", "2023-12-31")
    assert "hội nghị" not in drawn("truong thi mai", "--role", "attend")
    assert "hội nghị giao ban trực tuyến" not in drawn("mai", "--province", "Bình Phước")
    assert "1 official" in drawn("truong thi mai", "--hops", "0")
    assert "more not shown" in drawn("truong thi mai", "--most", "5")
    assert "Tỉnh ủy Nghệ An" in drawn("Nghệ An", "--kind", "province")
    assert capsys.readouterr() == ("", "")


def test_the_picture_in_the_readme_is_what_is_drawn_now(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "seeds.svg"
    assert run("draw", "-o", out, "--db", store) == 0
    kept = SEEDS.parent / "notebooks" / "seeds.svg"
    assert out.read_bytes() == kept.read_bytes(), "run: kg draw -o notebooks/seeds.svg"
