"""How one sentence is read, step by step."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest

import kg.cli
from kg.lexicon.lexicon import load_lexicon
from kg.reading import Reading, read_steps

SENTENCE = (
    "Sáng 5/3, đồng chí Trần Thị Bưởi, UVTW Đảng, Bí thư Tỉnh ủy Hà Nam chủ trì hội nghị tổng kết "
    "công tác năm 2023 của UBND tỉnh; ông Lê Văn Cam, nguyên Giám đốc Sở Y tế phát biểu."
)


def steps(text: str, issued: str | None = None) -> Reading:
    return read_steps(text, load_lexicon(), issued)


def test_each_step() -> None:
    r = steps(SENTENCE, "2024-03-06")
    assert [(w.printed, w.words) for w in r.written_out] == [
        ("UVTW Đảng", "Ủy viên Trung ương Đảng"),
        ("UBND", "Ủy ban nhân dân"),
    ]
    chunks = {(c.kind, c.words): c.read_as for c in r.chunks}
    assert chunks["title", "Bí thư Tỉnh ủy Hà Nam"] == (
        "Bí thư at Tỉnh ủy | tỉnh Hà Nam [party, province]"
    )
    assert chunks["title", "nguyên Giám đốc Sở Y tế"].startswith("Giám đốc at Sở Y tế")
    assert chunks["title", "nguyên Giám đốc Sở Y tế"].endswith("(former)")
    assert chunks["role", "chủ trì"] == "chair"
    assert chunks["honour", "đồng chí"] == "one"
    assert chunks["meeting", "hội nghị"] == "session"
    assert [(e.name, e.person, e.official) for e in r.entries][:2] == [
        ("Trần Thị Bưởi", "Trần Thị Bưởi", True),
        ("Lê Văn Cam", "Lê Văn Cam", True),
    ]
    assert len(r.entries[0].titles) == 2
    assert [(d.words, d.read_as) for d in r.dates] == [("Sáng 5/3", "????-03-05 sáng")]
    (meeting,) = r.meetings
    assert (meeting.date, meeting.session, meeting.planned) == ("2024-03-05", "sáng", False)
    assert ("Bí thư Tỉnh ủy Hà Nam", "current") in [(p.post, p.status) for p in r.posts]
    chair = next(x for x in r.roles if x.role == "chair")
    assert (chair.who, chair.words) == ("Trần Thị Bưởi", "chủ trì")
    assert chair.rule.startswith("rule:")


@pytest.mark.parametrize(
    "text",
    [SENTENCE, SENTENCE.replace(" ", "\u00a0"), "Uỷ\u200b ban  họp", "a\n\nb", "…"],
)
def test_offsets_lead_into_the_text(text: str) -> None:
    for form in ("NFC", "NFD"):
        given = unicodedata.normalize(form, text)
        r = steps(given)
        at = 0
        for c in r.chunks:
            assert at <= c.start < c.end <= len(given)
            at = c.end
        for w in r.written_out:
            assert given[w.start : w.end] == w.printed
        for d in r.dates:
            assert given[d.start : d.end] == d.words


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Tỉnh ủy Hà Nam họp.\nẢnh: T.B", ("Ảnh: T.B",)),
        ("Tỉnh ủy họp. https://bao.example/a", ("https://bao.example/a",)),
        ("Tỉnh ủy Hà Nam họp.", ()),
    ],
)
def test_page_furniture_is_told(text: str, left_out: tuple[str, ...]) -> None:
    assert steps(text).left_out == left_out


def test_a_noun_that_no_meeting_came_of_is_told() -> None:
    r = steps("Thực hiện nghị quyết đại hội, tỉnh đã trồng 5 ha rừng.")
    assert r.meetings == ()
    assert r.passed_over == ("đại hội",)


def test_a_person_left_open() -> None:
    r = steps("Chủ tịch UBND tỉnh yêu cầu báo cáo.")
    assert [(e.name, e.person) for e in r.entries] == [(None, None)]


# The command


def run(*args: str) -> int:
    return kg.cli.run(["rules", "try", *args])


def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(SENTENCE, "--date", "2024-03-06") == 0
    out = capsys.readouterr().out
    headers = [block.splitlines()[0].split()[0] for block in out.split("\n\n")]
    assert headers == [
        "abbreviation", "chunk", "person", "date", "meeting", "post", "role",
    ]  # fmt: skip
    assert "2024-03-05 sáng" in out


def test_json_and_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(SENTENCE, "--json") == 0
    given = json.loads(capsys.readouterr().out)
    assert given["text"] == SENTENCE
    assert given["tokens"][:4] == ["Sáng", "5", "/", "3"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SENTENCE.encode())))
    assert run("-", "--json") == 0
    assert json.loads(capsys.readouterr().out) == given


@pytest.mark.parametrize(
    ("args", "status"), [([""], 2), ([" \n"], 2), (["a", "--date", "5/3"], 2), (["a"], 0)]
)
def test_usage(args: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*args) == status
    assert "Traceback" not in capsys.readouterr().err


def test_standard_input_that_is_no_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a\x00b")))
    assert run("-") == 1
    assert capsys.readouterr() == ("", "kg: stdin: binary file, not text\n")
