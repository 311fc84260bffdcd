"""What a user sees of the commands, on the five reports in seeds/."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import kg.cli

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
COMMANDS = list(kg.cli._COMMANDS)
BASE = "https://example.org/id/"


class Result(NamedTuple):
    status: int
    out: str
    err: str


class Runner:
    """Runs `kg` in this process, in a folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str | Path) -> Result:
        self._capsys.readouterr()
        status = kg.cli.run([str(a) for a in args])
        return Result(status, *self._capsys.readouterr())


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Runner:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)
    return Runner(capsys)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "officials.db"
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", SEEDS, "-o", path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert re.search(r"officials\.db: 5 documents, \d+ officials, \d+ meetings\n$", done.stderr)
    return path


def rows(result: Result) -> list[dict[str, str]]:
    assert result.status == 0, result.err
    return list(csv.DictReader(io.StringIO(result.out)))


# Help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Runner, command: str) -> None:
    result = run(command, "--help")
    assert (result.status, result.err) == (0, "")
    assert "\n  Example:\n    " in result.out
    assert f"kg {command}" in result.out


def test_help_names_every_command_whole(run: Runner) -> None:
    out = run("--help").out
    listed = out.partition("Commands:")[2].splitlines()[1:]
    assert [line.split()[0] for line in listed] == COMMANDS
    assert not any(line.endswith("...") for line in listed)
    assert re.fullmatch(r"kg \d+\.\d+\.\d+\S*\n", run("--version").out)


@pytest.mark.parametrize(
    "args",
    [
        ["nope"],
        ["build"],
        ["appearances"],
        ["export", "x.db"],
        ["export", "x.db", "-"],
        ["export", "x.db", "y", "--format", "xls"],
        ["meetings", "--from", "2024"],
        ["meetings", "--from", "2024-02-30"],
        ["meetings", "--from", "2024-02-01", "--to", "2024-01-01"],
        ["officials", "--nope"],
        ["officials", "--csv", "--json"],
    ],
    ids=" ".join,
)
def test_wrong_usage(run: Runner, args: list[str]) -> None:
    result = run(*args)
    assert result.status == 2
    assert result.out == ""
    assert "Usage: kg" in result.err
    assert "Traceback" not in result.err


# Questions


def test_appearances(run: Runner, store: Path) -> None:
    result = run("appearances", "truong thi mai", "--db", store)
    assert result.status == 0
    lines = result.out.splitlines()
    assert lines[0] == "Trương Thị Mai (official/truong-thi-mai)"
    assert re.split("  +", lines[1]) == [
        *("date", "role", "meeting", "site", "post as printed", "document")
    ]
    dates = [line[:10] for line in lines[3:]]
    assert dates == sorted(dates)
    assert set(dates) == {"2023-07-28", "2024-01-17"}


@pytest.mark.parametrize("name", ["TRƯƠNG THỊ MAI", "Trương Thị Mai", "truong mai", "thi mai"])
def test_names_without_accents_and_case(run: Runner, store: Path, name: str) -> None:
    expected = run("appearances", "truong thi mai", store).out
    assert run("appearances", name, store).out == expected


def test_appearances_in_all_forms_say_the_same(run: Runner, store: Path) -> None:
    table = run("appearances", "thái thanh quý", store).out
    from_csv = rows(run("appearances", "thái thanh quý", store, "--csv"))
    from_json = json.loads(run("appearances", "thái thanh quý", store, "--json").out)
    assert len(table.splitlines()) - 3 == len(from_csv) == len(from_json) > 1
    for c, j in zip(from_csv, from_json, strict=True):
        assert c["official"] == j["official"] == "Thái Thanh Quý"
        assert (c["date"], c["role"], c["site"]) == (j["date"] or "", j["role"], j["site"] or "")
        assert c["document"] == "; ".join(j["documents"])
    chaired = [r for r in from_json if r["role"] == "chair"]
    assert [(r["date"], "Nghệ An" in r["site"]) for r in chaired] == [("2023-07-28", True)]


def test_several_matches_are_listed_one_by_one(run: Runner, store: Path) -> None:
    lines = run("appearances", "nguyễn", store).out.splitlines()
    headings = [line for line in lines if "(official/" in line]
    assert len(headings) > 1
    assert {line.split(" ")[0] for line in headings} == {"Nguyễn"}


@pytest.mark.parametrize("command", ["appearances", "explain"])
def test_nobody_bears_the_name(run: Runner, store: Path, command: str) -> None:
    result = run(command, "Trương Thị Mái Hiên", store)
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith("kg: error: no official matches")
    assert "Trương Thị Mai" in result.err
    assert result.err.count("\n") == 1


def test_officials(run: Runner, store: Path) -> None:
    everyone = rows(run("officials", store, "--csv"))
    there = rows(run("officials", store, "--province", "nghe an", "--csv"))
    assert {"Thái Thanh Quý", "Hoàng Nghĩa Hiếu"} <= {r["official"] for r in there}
    assert len(there) < len(everyone)
    (quy,) = [r for r in there if r["official"] == "Thái Thanh Quý"]
    assert "Bí thư Tỉnh ủy Nghệ An" in quy["posts"].split("; ")
    assert quy["appearances"] == "2"
    result = run("officials", store, "--province", "Atlantis")
    assert (result.status, result.out) == (1, "")


def test_meetings(run: Runner, store: Path) -> None:
    listed = rows(run("meetings", store, "--from", "2024-01-01", "--to", "2024-12-31", "--csv"))
    assert all(r["date"].startswith("2024") for r in listed)
    (joint,) = [r for r in listed if r["date"] == "2024-01-17"]
    assert joint["documents"] == "000_8813f1eaa29561c0; 001_47439332d31f91e3"
    assert "Trương Thị Mai" in joint["chairs"]
    assert len(rows(run("meetings", store, "--csv"))) > len(listed)


def test_explain_shows_the_very_words(run: Runner, store: Path) -> None:
    (official,) = json.loads(run("explain", "Thái Thanh Quý", store, "--json").out)
    assert official["key"] == "official/thai-thanh-quy"
    evidence = [e for fact in official["facts"] for e in fact["evidence"]]
    assert all(fact["evidence"] for fact in official["facts"])
    for e in evidence:
        text = (SEEDS / f"{e['document']}.txt").read_bytes().decode()
        assert text[e["start"] : e["end"]] == e["exact"]
        assert " ".join(e["exact"].split()) in e["sentence"]
        assert e["rule"]
    table = run("explain", "Thái Thanh Quý", store).out
    assert all(f"“{e['exact']}”" in table for e in evidence)
    assert len(rows(run("explain", "Thái Thanh Quý", store, "--csv"))) == len(evidence)


def test_status(run: Runner, store: Path) -> None:
    status = json.loads(run("status", store, "--json").out)
    assert status["documents"] == 5
    assert status["failures"] == []
    assert re.search(r"^documents +5$", run("status", store).out, re.MULTILINE)


def test_the_store_is_found_by_option_argument_environment_and_default(
    run: Runner, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run("officials", "--db", store).out
    assert run("officials", store).out == expected
    assert run("officials").status == 1
    monkeypatch.setenv("KG_DB", str(store))
    assert run("officials").out == expected
    monkeypatch.delenv("KG_DB")
    Path("officials.db").symlink_to(store)
    assert run("officials").out == expected


@pytest.mark.parametrize("command", ["officials", "meetings", "status", "export"])
def test_no_store(run: Runner, command: str) -> None:
    Path("text.db").write_text("not a store " * 100)
    more = ["out.nt"] if command == "export" else []
    for path in ("missing.db", "text.db"):
        result = run(command, path, *more)
        assert (result.status, result.out) == (1, "")
        assert re.fullmatch(rf"kg: error: .*{path}.*\n", result.err)
    assert not Path("missing.db").exists()


# Export, extract, evaluate


@pytest.mark.parametrize("suffix", ["graphml", "ttl", "nt", "jsonld", "rdf"])
def test_export(run: Runner, store: Path, suffix: str) -> None:
    assert run("export", store, f"graph.{suffix}", "--base", BASE) == (
        0,
        "",
        "",
    )
    data = Path(f"graph.{suffix}").read_text(encoding="utf-8")
    assert "Trương Thị Mai" in data or "Tr\\u01B0\\u01A1ng" in data
    assert re.search("official[/:]truong-thi-mai", data)
    piped = subprocess.run(
        [sys.executable, "-m", "kg", "export", store, "-", "-f", suffix, "--base", BASE],
        capture_output=True,
        check=True,
    )
    assert piped.stdout.decode() == data


def test_extract(run: Runner) -> None:
    path = SEEDS / "003_5f2caca0118feb31.txt"
    (line,) = run("extract", path, "--json").out.splitlines()
    report = json.loads(line)
    assert report["document"] == path.stem
    assert {"Trương Thị Mai", "Thái Thanh Quý"} == {p["name"] for p in report["people"]}
    assert "2023-07-28" in run("extract", path).out
    assert run("extract", "missing.txt").status == 1


def test_evaluate(run: Runner, tmp_path: Path) -> None:
    gold = ROOT.parent / "shared" / "gold" / "seeds.jsonl"
    if not gold.exists():
        pytest.skip("needs the gold annotations of the seeds")
    scores = json.loads(run("evaluate", gold, "--json").out)
    assert {m: s["F1"] for m, s in scores.items() if m != "bylines-as-people"} == dict.fromkeys(
        (m for m in scores if m != "bylines-as-people"), 1.0
    )
    assert scores["bylines-as-people"] == 0
    assert run("evaluate", gold, "--errors").out.count("missing") == 0


# Bad input: the others are built, the exit status is 1


def test_bad_reports_do_not_stand_in_the_way(run: Runner, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    seed = next(SEEDS.glob("003*.txt"))
    (reports / "good.txt").write_bytes(seed.read_bytes())
    (reports / "empty.txt").write_bytes(b"")
    (reports / "binary.txt").write_bytes(bytes(range(256)))
    (reports / "legacy.txt").write_bytes("Hội nghị".encode("utf-16-le")[1:] + b"\xff")
    (reports / "wrong.txt").write_bytes(b"abc \xe1")
    with (reports / "huge.txt").open("wb") as f:
        f.truncate(50_000_000)
    (reports / "plain.txt").write_text("Giá cà phê hôm nay tăng nhẹ, nông dân phấn khởi.")
    (reports / "lines.jsonl").write_text('{"id": "l1", "text": "Trời mưa."}\n{oops\n')
    result = run("build", "reports", "missing.txt", "-o", "x.db")
    assert result.status == 1
    told = dict(
        line.removeprefix("kg: ").split(": ", 1)
        for line in result.err.splitlines()
        if line.startswith("kg: ")
    )
    assert set(told) >= {
        "reports/empty.txt",
        "reports/binary.txt",
        "reports/legacy.txt",
        "reports/wrong.txt",
        "reports/huge.txt",
        "reports/lines.jsonl, line 2",
        "missing.txt",
    }
    assert "reports/good.txt" not in told
    assert "byte 4" in told["reports/wrong.txt"]
    assert "Traceback" not in result.err
    assert run("appearances", "truong thi mai", "x.db").status == 0
    assert json.loads(run("status", "x.db", "--json").out)["documents"] == 3


def test_a_failed_build_loses_nothing_stored(run: Runner, store: Path, tmp_path: Path) -> None:
    assert run("build", SEEDS, "-o", "x.db", "--quiet") == (0, "", "")
    before = run("officials", "x.db", "--json").out
    assert run("build", "missing", "-o", "x.db").status == 1
    assert run("officials", "x.db", "--json").out == before


def test_standard_input(store: Path, tmp_path: Path) -> None:
    seed = next(SEEDS.glob("003*.txt"))
    line = json.dumps({"id": "from-stdin", "text": seed.read_text()})
    build = [sys.executable, "-m", "kg", "build", "-", "-o", tmp_path / "x.db"]
    done = subprocess.run(build, input=f"{line}\nnonsense\n", capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("kg: stdin, line 2: not JSON")
    again = [sys.executable, "-m", "kg", "officials", tmp_path / "x.db", "--json"]
    assert "Trương Thị Mai" in subprocess.run(again, capture_output=True, text=True).stdout


def test_a_rules_folder_that_is_none(run: Runner) -> None:
    result = run("build", SEEDS, "--rules", "nowhere")
    assert result.status == 1
    assert re.fullmatch(r"kg: error: .*nowhere.*\n", result.err)


# The shell around it


def test_a_reader_that_goes_away_is_no_error(store: Path) -> None:
    command = f"{sys.executable} -m kg export {store} - --format nt | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_a_full_disk_is_told(store: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "officials", store], stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    assert re.fullmatch(rb"kg: error: .*No space left on device\n", done.stderr)


def test_interruption_ends_with_one_line(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "kg", "build", "-", "-o", tmp_path / "x.db", "--workers", "1"]
    with subprocess.Popen(build, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b'{"id": "x", "text": "y"}\noops\n')
        process.stdin.flush()
        while b"line 2" not in process.stderr.readline():  # now it waits for more input
            pass
        process.send_signal(signal.SIGINT)
        err = process.stderr.read()
    assert process.returncode == 130
    assert err.strip() == b"kg: interrupted"  # click ends the line that holds ^C


def test_output_is_utf8_in_any_locale(store: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "officials", store, "--csv"],
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert "Trương Thị Mai" in done.stdout.decode("utf-8")
