"""Decisions on a store, as a user takes them: at once in the graph, and in every later build."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph as Rdf
from rdflib import Namespace, URIRef

import kg.build
from kg.cli import run as kg_run
from kg.commands.deciding import tell_renamed
from kg.decide import relink
from kg.errors import KgError
from kg.link.decisions import Merge, Rename, append_decision, read_decisions
from kg.store.entities import anchors
from kg.store.history import Renamed
from kg.store.queries import find_officials
from kg.store.store import Store

ROOT = Path(__file__).parent.parent
BASE = "https://w3id.org/chutri/id/"
ISREPLACEDBY = Namespace("http://purl.org/dc/terms/").isReplacedBy
HIEU, QUY, MAI = (f"official/{n}" for n in ("hoang-nghia-hieu", "thai-thanh-quy", "truong-thi-mai"))

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("decide") / "officials.db"
    kg.build.build([ROOT / "seeds"], path).close()
    return path


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seeds: Path,
) -> Run:
    shutil.copy(seeds, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)

    def call(*args: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        status = kg_run([str(a) for a in args])
        return status, *capsys.readouterr()

    return call


def export() -> bytes:
    out = Path("graph.nt")
    assert kg_run(["export", "officials.db", str(out)]) == 0
    return out.read_bytes()


def facts(triples: bytes) -> list[bytes]:
    """Return what is said of what there is: a key that a split gave redirects when it is undone."""
    return [line for line in triples.splitlines() if b"isReplacedBy" not in line]


def rebuild(run: Run) -> str:
    status, _, err = run("build", ROOT / "seeds", "-o", "officials.db")
    assert status == 0, err
    return err


def report(text: str, id: str, date: str = "2024-05-05") -> str:
    return json.dumps({"id": id, "text": text, "date": date}, ensure_ascii=False) + "\n"


DECISIONS: dict[str, list[str]] = {
    "merge": ["merge", "hoang nghia hieu", QUY, "--why", "w"],
    "merge meetings": [
        "merge",
        "meeting/2024-01-17-hoi-nghi-giao-ban-cong-tac-nam-2023-voi-cac-bi-thu-tinh-uy",
        "meeting/2024-03-07-hoi-nghi-tong-ket-cong-tac-xay-dung-dang-nam-2023",
        "--why",
        "w",
    ],
    "merge bodies": ["merge", "tinh uy nghe an", "Tỉnh ủy Bình Phước", "--why", "w"],
    "split": ["split", "mai", "--by", "003_5f2caca0118feb31", "--why", "w"],
    "split a meeting": [
        "split",
        "meeting/2024-01-17-hoi-nghi-giao-ban-cong-tac-nam-2023-voi-cac-bi-thu-tinh-uy",
        "--by",
        "000_8813f1eaa29561c0",
        "--why",
        "w",
    ],
    "split a body": ["split", "Tỉnh ủy Nghệ An", "--by", "003_5f2caca0118feb31", "--why", "w"],
    "apart": ["split", "mai", "--from", "thai thanh quy", "--why", "w"],
    "rename": ["rename", "mai", "Trương Thị Mái", "--why", "w"],
    "rename a body": ["rename", "tinh uy nghe an", "Đảng bộ Nghệ An", "--why", "w"],
}


# A part's posts get keys of their own.
_POST = "post/bi-thu-tinh-uy-nghe-an"
MOVED = {"split a body": f"kg: {_POST} is {_POST}--tinh-uy-nghe-an now\n"}


def keys(kind: str) -> list[str]:
    with Store("officials.db") as store:
        return [row.key for row in getattr(store, kind)()]


@pytest.mark.parametrize("name", DECISIONS)
def test_at_once_and_after_every_rebuild_and_undone(run: Run, name: str) -> None:
    args = list(DECISIONS[name])
    args = [next((k for k in keys("meetings") if k.startswith(a)), a) for a in args]
    before = export()
    status, out, err = run(*args)
    assert out.startswith(f"decisions.yaml: decision 1: {args[0]} ")
    assert (status, err) == (0, MOVED.get(name, ""))
    decided = export()
    assert (decided == before) == (name == "apart")
    assert rebuild(run) == "officials.db: 5 documents, " + _counts() + "\n"
    assert export() == decided
    Path("officials.db").unlink()
    rebuild(run)
    assert facts(export()) == facts(decided)
    assert run("undo", "--why", "no")[1] == "decisions.yaml: decision 2: undo decision 1\n"
    assert facts(export()) == facts(before)
    rebuild(run)
    assert facts(export()) == facts(before)
    assert run("undo", "2")[0] == 0
    assert facts(export()) == facts(decided)


def _counts() -> str:
    return ", ".join(f"{len(keys(kind))} {kind}" for kind in ("officials", "meetings"))


def test_a_merged_id_redirects(run: Run) -> None:
    run("merge", HIEU, QUY, "--why", "w")
    for old in (QUY, "thai-thanh-quy", "Thái Thanh Quý"):
        status, out, _ = run("appearances", old)
        assert status == 0 and out.startswith(f"Hoàng Nghĩa Hiếu ({HIEU})")
    export()
    graph = Rdf().parse("graph.nt")
    assert list(graph.objects(URIRef(BASE + QUY), ISREPLACEDBY)) == [URIRef(BASE + HIEU)]
    assert set(graph.predicates(URIRef(BASE + QUY))) == {ISREPLACEDBY}
    assert f"{QUY},{HIEU},1" in run("decisions", "--redirects", "--csv")[1]
    # The old key stands for the new one in later decisions, too.
    assert run("merge", MAI, QUY, "--why", "w")[0] == 0
    assert read_decisions(Path("decisions.yaml")).entries[-1].subject() == f"{MAI}, {HIEU}"
    assert run("appearances", QUY)[1].startswith("Trương Thị Mai")


def test_every_rejectable_fact(run: Run) -> None:
    before = export()
    facts = json.loads(run("explain", MAI, "--json")[1])[0]["facts"]
    shown = run("explain", MAI, "--keys")[1]
    chosen = [
        next(f["key"] for f in facts if f["kind"] == "participation"),
        next(f["key"] for f in facts if f["kind"] == "membership"),
        facts[-1]["evidence"][0]["key"],
    ]
    for key in chosen:
        assert key in shown
        assert run("reject", key, "--why", "w")[0] == 0
        status, out, _ = run("reject", key, "--why", "w")
        assert (status, out) == (1, "")
    left = json.loads(run("explain", MAI, "--json")[1])[0]["facts"]
    assert not {f["key"] for f in left} & set(chosen)
    assert not {e["key"] for f in left for e in f["evidence"]} & set(chosen)
    listed = json.loads(run("decisions", "--rejected", "--json")[1])
    assert [r["key"] for r in listed] == chosen
    assert [r["decision"] for r in listed] == [1, 2, 3]
    assert listed[0]["who"] == listed[1]["who"] == "Trương Thị Mai"
    assert listed[0]["documents"] and listed[2]["what"]
    after = export()
    rebuild(run)
    assert export() == after
    for _ in chosen:
        run("undo")
    assert export() == before


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["merge", "official/x", MAI, "--why", "w"], "unknown id official/x"),
        (["merge", "nobody at all", MAI, "--why", "w"], 'is called "nobody at all"'),
        (["merge", "nguyen", MAI, "--why", "w"], '"nguyen" may mean official/'),
        (["merge", MAI, "truong thi mai", "--why", "w"], "that is one entity already: Trương"),
        (["merge", MAI, "tinh uy nghe an", "--why", "w"], "not of one kind"),
        (["merge", MAI, QUY, "--why", " "], "why: expected a text"),
        (["split", MAI, "--by", "none", "--why", "w"], '"none" does not name'),
        (["split", MAI, "--by", ",", "--why", "w"], "does not name"),
        (["split", HIEU, "--by", "002_9061e898ab2a6f8c", "--why", "w"], "no other document"),
        (["split", MAI, "--from", "truong thi mai", "--why", "w"], "that is one entity"),
        (["rename", MAI, " ", "--why", "w"], "the new name is empty"),
        (["reject", MAI, "--why", "w"], "is not the key of a participation"),
        (["reject", "membership/x", "--why", "w"], "unknown id membership/x"),
        (["undo"], "no decision to undo"),
        (["undo", "7"], "no decision 7"),
        (["merge", MAI, QUY, "--why", "w", "--db", "no.db"], "no such store"),
        (["decisions", "--decisions", "no.yaml"], "no.yaml: cannot read decisions: no such file"),
    ],
)
def test_what_cannot_be_decided(run: Run, args: list[str], message: str) -> None:
    before = export()
    status, out, err = run(*args)
    assert (status, out) == (1, "") and message in err
    assert err.startswith("kg: error: ") and err.count("\n") == 1
    assert export() == before
    assert not list(Path().glob("*.yaml")) and not Path("no.db").exists()


@pytest.mark.parametrize(
    "args",
    [
        ["merge", MAI, "--why", "w"],
        ["merge", MAI, QUY],
        ["split", MAI, "--why", "w"],
        ["split", MAI, "--by", "x", "--from", "y", "--why", "w"],
        ["undo", "x"],
        ["decisions", "--redirects", "--rejected"],
    ],
)
def test_wrong_usage(run: Run, args: list[str]) -> None:
    status, out, err = run(*args)
    assert (status, out) == (2, "") and "Usage: kg" in err


def test_a_contradiction_is_not_written(run: Run) -> None:
    run("split", MAI, "--by", "003_5f2caca0118feb31", "--why", "two women")
    file, before = Path("decisions.yaml").read_bytes(), export()
    status, _, err = run("merge", MAI, MAI + "-2", "--why", "w")
    assert status == 1
    assert err.startswith(
        f"kg: error: not decided: merge {MAI}, {MAI}-2 contradicts decision 1 (line 4: split {MAI}"
    )
    assert (Path("decisions.yaml").read_bytes(), export()) == (file, before)


BROKEN = {
    "- id: 1\n  merge: [official/a\n": "line 3: ",
    "- id: 1\n  merge: [official/x, official/y]\n  who: a\n  when: b\n  why: c\n": (
        "line 1: decision 1: unknown id official/x"
    ),
    "- id: 1\n  merge: [official/x, official/y]\n  who: a\n  when: b\n  why: c\n"
    "- id: 2\n  merge: [official/y, official/x]\n  who: a\n  when: b\n  why: c\n": (
        "line 6: decision 2: merges in a cycle: official/x → official/y → official/x"
    ),
}


@pytest.mark.parametrize("text", BROKEN, ids=["syntax", "unknown id", "cycle"])
def test_a_build_stops_before_it_changes_the_store(run: Run, text: str) -> None:
    before = export()
    Path("decisions.yaml").write_text(text, encoding="utf-8")
    Path("one.jsonl").write_text(report("Ông Lê Hòa chủ trì cuộc họp.", "one"), encoding="utf-8")
    status, out, err = run("build", "one.jsonl", "-o", "officials.db", "--quiet")
    assert (status, out) == (1, "")
    assert err.startswith("kg: error: decisions.yaml, " + BROKEN[text]) and err.count("\n") == 1
    assert export() == before
    assert run("merge", HIEU, QUY, "--why", "w")[0] == 1
    assert (export(), Path("decisions.yaml").read_text(encoding="utf-8")) == (before, text)


def test_the_file_is_remembered(run: Run) -> None:
    Path("mine").mkdir()
    run("merge", HIEU, QUY, "--why", "w", "--decisions", "mine/d.yaml")
    decided = export()
    rebuild(run)
    assert export() == decided and not Path("decisions.yaml").exists()
    assert run("decisions", "--csv")[1].count("\n") == 2
    # A store moves together with a file below its folder.
    Path("moved").mkdir()
    Path("officials.db").rename("moved/officials.db")
    Path("mine").rename("moved/mine")
    assert run("build", ROOT / "seeds", "-o", "moved/officials.db")[0] == 0
    assert "10 officials" in run("build", ROOT / "seeds", "-o", "moved/officials.db")[2]
    Path("moved/mine/d.yaml").unlink()
    status, _, err = run("build", ROOT / "seeds", "-o", "moved/officials.db")
    assert status == 1 and "the store was built with it" in err
    status, _, err = run("build", ROOT / "seeds", "-o", "moved/officials.db", "--decisions", "none")
    assert status == 0 and "11 officials" in err
    status, _, err = run("merge", HIEU, QUY, "--why", "w", "--db", "moved/officials.db")
    assert status == 1 and "--decisions FILE gives a file" in err


def test_decisions_about_other_reports_wait(run: Run) -> None:
    run("merge", HIEU, QUY, "--why", "w")
    Path("one.jsonl").write_text(report("Ông Lê Hòa chủ trì cuộc họp.", "one"), encoding="utf-8")
    status, _, err = run("build", "one.jsonl", "-o", "officials.db")
    told = f"kg: decisions.yaml, line 4: merge: {HIEU}: none of its documents is among the reports"
    assert status == 0 and told in err
    assert "none of its documents" in run("status")[1]
    rebuild(run)
    assert "10 officials" in rebuild(run)


THU = "Ông Nguyễn Văn Thử, Chủ tịch UBND tỉnh {}, chủ trì cuộc họp ngày {}."


def test_who_gets_another_key_is_told(tmp_path: Path, run: Run) -> None:
    one = report(THU.format("Nghệ An", "5/5/2024"), "b")
    older = report(THU.format("Cà Mau", "5/5/2024"), "a", "2024-05-04")
    older = older.replace("5/5/2024", "4/5/2024")
    Path("one.jsonl").write_text(one, encoding="utf-8")
    Path("two.jsonl").write_text(older + one, encoding="utf-8")
    thu = "official/nguyen-van-thu"
    run("build", "one.jsonl", "-o", "t.db")
    status, _, err = run("build", "two.jsonl", "-o", "t.db")
    told = f"kg: {thu} means another now: most of what it stood for is {thu}-2\n"
    assert status == 0 and told in err
    assert thu in run("status", "t.db")[1]
    assert told not in run("build", "two.jsonl", "-o", "t.db")[2]
    status, _, err = run("build", "one.jsonl", "-o", "t.db")
    assert f"kg: {thu}-2 is {thu} now\n" in err
    assert f"{thu}-2,{thu}," in run("decisions", "t.db", "--redirects", "--csv")[1]
    assert run("appearances", f"{thu}-2", "t.db")[1].startswith(f"Nguyễn Văn Thử ({thu})")
    # It stays so until another bears the key.
    run("build", "one.jsonl", "-o", "t.db")
    assert f"{thu}-2,{thu}," in run("decisions", "t.db", "--redirects", "--csv")[1]
    run("build", "two.jsonl", "-o", "t.db")
    assert f"{thu}-2," not in run("decisions", "t.db", "--redirects", "--csv")[1]


def test_a_meeting_whose_name_gets_fuller_redirects(run: Run) -> None:
    text = "Ngày 5/5/2024, Bí thư Tỉnh ủy Nghệ An Lê Văn Thử và ông Lê Văn Hai dự hội nghị {}."
    short, long = (
        text.format("tổng kết công tác"),
        text.format("tổng kết công tác phòng chống lụt bão"),
    )
    Path("one.jsonl").write_text(report(short, "a"), encoding="utf-8")
    Path("two.jsonl").write_text(report(short, "a") + report(long, "b"), encoding="utf-8")
    run("build", "one.jsonl", "-o", "t.db")
    _, _, err = run("build", "two.jsonl", "-o", "t.db")
    old = "meeting/2024-05-05-hoi-nghi-tong-ket-cong-tac"
    assert f"kg: {old} is {old}-phong-chong-lut-bao now\n" in err


def test_names_from_python(tmp_path: Path) -> None:
    renamed: list[Renamed] = []
    path = tmp_path / "x.db"
    with kg.build.build([ROOT / "seeds"], path, on_rename=renamed.append) as store:
        assert [h.key for h in find_officials(store, MAI)] == [MAI]
    with pytest.raises(KgError, match="no such file"):
        kg.build.build([ROOT / "seeds"], tmp_path / "y.db", decisions=tmp_path / "no.yaml")
    assert not (tmp_path / "y.db").exists() and renamed == []


def test_renamed_officials_are_all_told(capsys: pytest.CaptureFixture[str]) -> None:
    renamed = [
        Renamed(f"{kind}/{i}", f"{kind}/x{i}", False)
        for kind in ("meeting", "official", "post")
        for i in range(30)
    ]
    tell_renamed(renamed)
    lines = capsys.readouterr().err.splitlines()
    assert lines[:30] == [f"kg: official/{i} is official/x{i} now" for i in range(30)]
    assert len(lines) == 51 and lines[-1].startswith("kg: 40 more bodies, meetings and posts")


def test_many_decisions_at_once(run: Run) -> None:
    with Store("officials.db") as store:
        seen = {key: anchors(store, key, 1) for key in (HIEU, QUY)}
    append_decision(Path("decisions.yaml"), Merge(keys=(HIEU, QUY), seen=seen, why="w"))
    append_decision(Path("decisions.yaml"), Rename(key=MAI, to="Mai", why="w"))
    assert relink(Path("officials.db")) == ((), ())
    assert QUY not in keys("officials")
    assert run("officials", "--name", "mai", "--csv")[1].splitlines()[1].startswith("Mai,")


def test_two_decide_at_once(run: Run, tmp_path: Path) -> None:
    """Neither loses what the other decided: the second waits, and reads the file then."""
    calls = [
        subprocess.Popen(
            [sys.executable, "-m", "kg", "rename", key, f"Tên {i}", "--why", "w"], cwd=tmp_path
        )
        for i, key in enumerate((HIEU, QUY, MAI))
    ]
    assert [call.wait(60) for call in calls] == [0, 0, 0]
    found = read_decisions(Path("decisions.yaml")).entries
    assert sorted(d.id for d in found) == [1, 2, 3]
    with Store("officials.db") as store:
        assert len([o for o in store.officials() if o.label.startswith("Tên ")]) == 3


def test_rules_of_the_build_are_those_of_the_decision(run: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", "rules")
    run("build", ROOT / "seeds", "-o", "officials.db", "--rules", "rules")
    Path("rules/linking.yaml").write_text("status: 3\n", encoding="utf-8")
    status, _, err = run("merge", HIEU, QUY, "--why", "w")
    assert status == 1 and "linking.yaml" in err and not Path("decisions.yaml").exists()
