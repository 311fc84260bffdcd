"""A report's text with what was read drawn over it: nothing lost, nothing let through."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.cli
from kg.documents.document import Document
from kg.report.extract import extract
from kg.report.model import Body, Mention, MentionKind, Report
from kg.show.marks import KINDS, Mark, events, marks
from kg.show.page import to_html
from kg.show.printable import printable
from kg.show.terminal import to_terminal

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
SENTENCE = (
    "Sáng 5/3/2024, Bí thư Tỉnh ủy Hà Nam Trần Thị Bưởi chủ trì "
    "hội nghị tổng kết công tác năm 2023."
)
HOSTILE = '<script>alert("1")</script> & Bí thư Tỉnh ủy Hà Nam Trần Thị Bưởi \x1b[2J\x9b1m \u202e'
_SGR = re.compile(r"\x1b\[[\d;]*m")


def read(text: str, **more: str) -> tuple[Document, Report]:
    document = Document(id="bao", text=text, **more)
    return document, extract(document)


def report_of(*spans: tuple[int, int, MentionKind]) -> Report:
    mentions = tuple(Mention(s, e, kind, "b1", "rule:x") for s, e, kind in spans)
    body = Body("b1", "Tỉnh ủy", "tinh-uy", "province")
    return Report(document="x", digest="", version="", mentions=mentions, bodies=(body,))


class Page(HTMLParser):
    """The text inside the first ``div.text``, and every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self._inside = False
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta",):
            self.open.append(tag)
        self._inside = self._inside or ("class", "text") in attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._inside = self._inside and tag != "div"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data


# Nesting

spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 12), st.sampled_from(get_args(MentionKind))),
    max_size=12,
)


@given(spans)
def test_marks_nest_and_cover_what_they_should(found: list[tuple[int, int, MentionKind]]) -> None:
    text = "".join(chr(0x61 + i % 26) for i in range(42))
    drawn = marks(report_of(*((s, s + n, kind) for s, n, kind in found)))
    assert {(m.start, m.end, m.kind) for m in drawn} == {(s, s + n, k) for s, n, k in found}
    stack: list[Mark] = []
    covered: dict[Mark, str] = dict.fromkeys(drawn, "")
    ended: dict[Mark, int] = dict.fromkeys(drawn, 0)
    whole = ""
    for event in events(text, drawn):
        if event.mark is None:
            whole += event.text
            for mark in stack:
                covered[mark] += event.text
        elif event.what == "open":
            stack.append(event.mark)
        else:
            assert stack.pop() is event.mark
            ended[event.mark] += event.last
    assert whole == text
    assert stack == []
    assert covered == {m: text[m.start : m.end] for m in drawn}
    assert set(ended.values()) <= {1}
    for mark in drawn:
        inside = [m for m in drawn if mark.start <= m.start and m.end <= mark.end and m is not mark]
        assert mark.levels <= len(drawn) - 1
        assert mark.levels >= (1 if any(m.start > mark.start for m in inside) else 0)


def test_crossing_marks_are_drawn_in_pieces() -> None:
    drawn = marks(report_of((0, 6, "post"), (4, 10, "body")))
    assert [m.levels for m in drawn] == [1, 0]
    told = [
        (e.what, e.mark.kind if e.mark else e.text, e.last) for e in events("abcdefghij", drawn)
    ]
    assert told == [
        ("open", "post", True),
        ("text", "abcd", True),
        ("open", "body", True),
        ("text", "ef", True),
        ("close", "body", False),
        ("close", "post", True),
        ("open", "body", True),
        ("text", "ghij", True),
        ("close", "body", True),
    ]


def test_equal_stretches_nest_by_kind() -> None:
    drawn = marks(report_of(*((0, 3, kind) for kind in reversed(KINDS))))
    assert [m.kind for m in drawn] == list(KINDS)
    assert [m.levels for m in drawn] == [5, 4, 3, 2, 1, 0]


# The terminal


def test_brackets_without_colours() -> None:
    shown = to_terminal(*read(SENTENCE), color=False, width=None)
    assert shown.splitlines()[2] == (
        "Sáng 5/3/2024, [post: Bí thư [body: Tỉnh ủy [place: Hà Nam]]] [person p1: Trần Thị Bưởi] "
        "[role chair: chủ trì] [meeting m1: hội nghị tổng kết công tác năm 2023]."
    )
    assert "\x1b" not in shown
    assert re.search(r"^p1 +Trần Thị Bưởi +Bí thư Tỉnh ủy Hà Nam ", shown, re.MULTILINE)
    assert re.search(r"^chair +Trần Thị Bưởi +Bí thư Tỉnh ủy Hà Nam +rule:", shown, re.MULTILINE)
    assert "    2024-03-05, sáng, Hà Nam" in shown


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem[:3])
def test_without_its_colours_the_text_is_the_text(path: Path) -> None:
    document, report = read(path.read_text(encoding="utf-8"))
    shown = to_terminal(document, report, color=True, width=None)
    assert "\x1b" not in _SGR.sub("", shown)
    assert printable(document.text).strip("\n") in _SGR.sub("", shown)
    for line in shown.splitlines():
        assert line.count("\x1b[0m") * 2 == line.count("\x1b")  # no colour runs over a line's end


def test_a_text_does_not_steer_the_terminal() -> None:
    for color in (False, True):
        shown = _SGR.sub(
            "", to_terminal(*read(HOSTILE, title="\x1b]0;x\x07"), color=color, width=None)
        )
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
        assert "␛[2J" in shown


@given(st.text(st.characters(codec=None), max_size=60))
def test_printable_keeps_places_and_lets_no_control_through(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text) - text.count("\r\n")
    shown.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


# The page


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem[:3])
def test_the_page_holds_the_whole_text_and_asks_for_nothing(path: Path) -> None:
    document, report = read(path.read_text(encoding="utf-8"))
    source = to_html([(document, report)])
    page = Page(source)
    assert page.text == printable(document.text)
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {
        t for t, _ in page.tags
    }
    attributes = {name for _, attrs in page.tags for name in attrs}
    assert not {"src", "href", "style", "srcset", "action"} & attributes
    assert not {name for name in attributes if name.startswith("on")}
    assert not re.search(r"url\(|@import|https?:", source.partition("</style>")[0])
    assert "default-src 'none'" in source
    assert "prefers-color-scheme: dark" in source
    kinds = {a["class"].split()[0] for t, a in page.tags if t == "mark" and a["class"]}
    assert kinds == set(KINDS)
    for person in report.people:
        assert f"<td>{person.name}</td>" in source


def test_hostile_text_is_escaped_everywhere() -> None:
    document, report = read(HOSTILE, title="</title><img src=x onerror=y>", source="javascript:z")
    source = to_html([(document, report)])
    page = Page(source)
    assert page.text == printable(HOSTILE)
    assert "script" not in {tag for tag, _ in page.tags}
    assert "img" not in {tag for tag, _ in page.tags}
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", source)


def test_what_is_pointed_at_tells_what_it_is() -> None:
    page = Page(to_html([read(SENTENCE)]))
    told = {str(a["title"]) for t, a in page.tags if t == "mark" and "title" in a}
    assert "post: Bí thư Tỉnh ủy Hà Nam\nrule:title" in told
    assert any(t.startswith("person: Trần Thị Bưởi; Bí thư Tỉnh ủy Hà Nam\nrule:") for t in told)
    assert any(t.startswith("chair: Trần Thị Bưởi\nat hội nghị tổng kết") for t in told)


def test_several_reports_share_a_page_and_none_says_so() -> None:
    source = to_html([read(SENTENCE), read("Không có gì.")])
    assert source.count("<article>") == 2
    assert "No official was found." in source
    assert "No meeting was found." in source
    assert "<title>2 reports</title>" in source


# The command


def run(*args: str | Path) -> int:
    return kg.cli.run([str(a) for a in args])


def test_the_command_reads_files_stdin_and_stores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)
    Path("bao.txt").write_text(SENTENCE, encoding="utf-8")
    assert run("show", "bao.txt") == 0
    from_file = capsys.readouterr().out
    assert "[person p1: Trần Thị Bưởi]" in from_file
    assert run("build", "bao.txt", "-q") == 0
    assert run("show", "bao") == 0
    assert capsys.readouterr().out == from_file
    assert run("show", "bao.txt", "--color") == 0
    assert "\x1b[1;34mTrần Thị Bưởi\x1b[0m" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SENTENCE.encode())))
    assert run("show", "-") == 0
    assert "[person p1: Trần Thị Bưởi]" in capsys.readouterr().out
    assert run("show", "bao", "--db", "officials.db", "--html", "a.html") == 0
    assert capsys.readouterr() == ("", "")
    assert Page(Path("a.html").read_text(encoding="utf-8")).text == SENTENCE


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["bao.txt"], "kg: bao.txt: no such file or directory"),
        (["bao", "--db", "x.db"], "kg: error: x.db: no such store"),
        (
            ["ba", "--db", "y.db"],
            'kg: error: "ba" is no file, and no document of y.db; nearest: bao',
        ),
        (["leer.txt", "--html", "z.html"], "kg: leer.txt: empty file"),
    ],
)
def test_what_cannot_be_shown(
    args: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DB", raising=False)
    Path("bao.jsonl").write_text('{"id": "bao", "text": "Tỉnh ủy họp."}\n', encoding="utf-8")
    Path("leer.txt").write_text("")
    assert run("build", "bao.jsonl", "-o", "y.db", "-q") == 0
    capsys.readouterr()
    assert run("show", *args) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(told)
    assert not Path("z.html").exists()
