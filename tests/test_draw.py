from __future__ import annotations

import itertools
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest
from drawn import SVG, inside, nodes, overlapping, size, text_width, texts, titles, words
from graph_source import TEXT, small_graph
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.document import Document
from kg.draw import MOST, MOST_NODES, Filter, draw, render
from kg.draw.letters import cut, is_shipped, width, wrapped
from kg.errors import KgError
from kg.link.model import (
    BodyRow,
    Graph,
    MeetingRow,
    MembershipRow,
    Official,
    ParticipationRow,
    PlaceRow,
    PostRow,
)
from kg.report.model import Report
from kg.store.store import Store

LE = "official/le-thi-buoi"


def store_of(path: Path | str, graph: Graph) -> Store:
    store = Store.create(path)
    document = Document(id="bao-a", text=TEXT)
    store.put_report(document, Report(document="bao-a", digest=document.digest(), version="1"))
    store.replace_graph(graph)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_of(tmp_path / "a.db", small_graph()) as store:
        yield store


def part(who: str, meeting: str, role: Any = "attend", confidence: float = 1.0) -> ParticipationRow:
    key = f"participation/{meeting.partition('/')[2]}--{who.partition('/')[2]}--{role}"
    return ParticipationRow(key, meeting, who, role, None, None, None, None, (), (), confidence)


def large_graph(officials: int, meetings: int) -> Graph:
    """One province, its committee, a crowd of people and meetings with long names."""
    people = tuple(
        Official(f"official/{n:03}", f"{'WM' * (n % 3 == 0)} Nguyễn Thị Ngọc Huyền Trường Số {n}")
        for n in range(officials)
    )
    held = tuple(
        MeetingRow(
            f"meeting/{n:03}",
            f"hội nghị tổng kết công tác năm {n} " * (n % 4 + 1),
            "x",
            f"20{n % 30:02}-01-{n % 28 + 1:02}",
            provinces=("province/ha-nam",),
        )
        for n in range(meetings)
    )
    committee = BodyRow(
        "body/tinh-uy-ha-nam", "Tỉnh ủy Hà Nam", "x", "province", province="province/ha-nam"
    )
    post = PostRow("post/uy-vien", "Ủy viên Ban Chấp hành Tỉnh ủy Hà Nam", "x", committee.key)
    return Graph(
        officials=people,
        meetings=held,
        places=(PlaceRow("province/ha-nam", "Hà Nam", "Tỉnh Hà Nam", "province"),),
        bodies=(committee,),
        posts=(post,),
        memberships=tuple(
            MembershipRow(
                f"membership/{n}", p.key, post.key, "current", None, None, (), (), (), 1.0
            )
            for n, p in enumerate(people)
        ),
        participations=tuple(
            part(people[n].key, held[m].key, "chair" if n == m else "attend")
            for n, m in itertools.product(range(officials), range(meetings))
            if (n + m) % 3 == 0
        ),
    )


def test_the_picture_names_all_that_is_in_the_graph(store: Store, tmp_path: Path) -> None:
    draw(store, tmp_path / "g.svg")
    picture = (tmp_path / "g.svg").read_text("utf-8")
    for word in (
        "Lê Thị Bưởi",
        "Bí thư Tỉnh ủy Hà Nam",
        "Trần Văn Cam",
        "Sở Y tế",
        "hội nghị",
        "2024-03-05",
        "Hà Nam",
        "Nam Định",
        "was represented",
        "chaired",
    ):
        assert word in words(picture)
    assert "Trần Văn Cam – spoke (điểm cầu Nam Định) – hội nghị" in titles(picture)
    assert picture == render(store)[0]


def check_layout(picture: str) -> None:
    """No box on another, no text on another, each text of a box in it, all within the picture."""
    drawn = nodes(picture)
    assert overlapping(box for box, _ in drawn) == []
    assert overlapping(texts(picture)) == []
    for box, labels in drawn:
        assert labels
        assert all(inside(label, box) for label in labels)
    page = (0.0, 0.0, *size(picture))
    assert all(inside(x, page) for x in [*texts(picture), *(box for box, _ in drawn)])
    legend = [t for t in texts(picture) if t[1] > max(box[3] for box, _ in drawn)]
    assert len(legend) >= 2


@pytest.mark.parametrize(("officials", "meetings"), [(5, 3), (45, 15), (80, 40)])
def test_a_whole_graph_without_overlaps(officials: int, meetings: int) -> None:
    with store_of(":memory:", large_graph(officials, meetings)) as store:
        picture = render(store)[0]
    assert len(nodes(picture)) == officials + meetings + 2
    check_layout(picture)


@pytest.mark.parametrize("most", [MOST, 25])
@pytest.mark.parametrize("name", ["official/000", "meeting/000", "body/tinh-uy-ha-nam", "Hà Nam"])
def test_surroundings_of_sixty_nodes_without_overlaps(name: str, most: int) -> None:
    with store_of(":memory:", large_graph(240, 90)) as store:
        picture = render(store, name, most=most)[0]
    # A body or a province is two kinds that share the room: half for each, and itself.
    assert 0.7 * most < len(nodes(picture)) <= most
    assert "more not shown" in words(picture)
    check_layout(picture)


def test_one_meeting_with_sixty_participants_is_drawn_whole() -> None:
    graph = large_graph(176, 1)
    assert len(graph.participations) == 59
    with store_of(
        ":memory:",
        msgspec.structs.replace(
            graph,
            places=(),
            bodies=(),
            posts=(),
            memberships=(),
            meetings=(msgspec.structs.replace(graph.meetings[0], provinces=()),),
        ),
    ) as s:
        picture = render(s, "meeting/000")[0]
    assert len(nodes(picture)) == 60
    assert "more not shown" not in words(picture)
    check_layout(picture)
    (meeting,) = [box for box, _ in nodes(picture) if box[2] - box[0] > 300]
    sides = [box[2] < meeting[0] for box, _ in nodes(picture) if box != meeting]
    assert sides.count(True) - sides.count(False) in (0, 1)


@pytest.mark.parametrize(
    "label",
    [
        "<b>&\"'</b>",
        "\x00\x08\ufffe",
        "a\r\nb",
        "😀" * 90,
        "W" * 500,
        "từ " * 300,
        "Ổ" * 40,
        "x",
        "",
    ],
)
def test_any_label_is_drawn_within_its_box(label: str) -> None:
    graph = small_graph()
    rows = {
        table: tuple(msgspec.structs.replace(row, label=label) for row in getattr(graph, table))
        for table in ("officials", "bodies", "posts", "meetings", "sites", "places")
    }
    with store_of(":memory:", msgspec.structs.replace(graph, **rows)) as store:
        for picture in (render(store)[0], render(store, LE)[0]):
            drawn = nodes(picture)
            assert overlapping(box for box, _ in drawn) == []
            assert all(inside(line, box) for box, lines in drawn for line in lines)
        assert tags_of(page_of(store, LE)) >= {"svg", "article"}


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=400),
    st.floats(20, 400),
    st.sampled_from([10.0, 14.0]),
    st.booleans(),
    st.integers(1, 4),
)
def test_lines_fit_whatever_the_text(
    text: str, room: float, letters: float, bold: bool, most: int
) -> None:
    lines = wrapped(text, room, letters, most, bold=bold)
    assert len(lines) <= most
    for line in lines:
        assert len(line) <= 3 or width(line, letters, bold=bold) <= room + 1e-6
    if not any("…" in line for line in lines):
        whole = unicodedata.normalize("NFC", text)
        assert "".join("".join(lines).split()) == "".join(whole.split())


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_never_less_than_the_fonts(bold: bool) -> None:
    codes = [*range(0x20, 0x7F), *range(0xC0, 0x100), *range(0x1EA0, 0x1EFA)]
    letters = [*map(chr, codes), *"ĂăĐđĨĩŨũƠơƯư–—…“”‘’•"]
    narrow = [c for c in letters if width(c, 100, bold=bold) < text_width(c, 100, bold) - 0.01]
    assert narrow == []
    sentence = "Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy, Trưởng đoàn đại biểu Quốc hội tỉnh Hà Nam"
    assert width(sentence, 100, bold=bold) < 1.03 * text_width(sentence, 100, bold)


def test_words_are_not_cut_in_two() -> None:
    assert cut("Phó Bí thư Thường trực", 90, 12) == "Phó Bí thư …"
    assert is_shipped("Nguyễn Thị Ngọc Ánh – 2024…")
    assert not is_shipped("会议")


def names(picture: str) -> set[str]:
    """What the nodes of a picture are called, with their details."""
    out = set()
    for group in ET.fromstring(picture).iter(SVG + "g"):
        if "node" in group.get("class", "").split():
            out.add(str(group.findtext(SVG + "title")).partition(" – ")[0])
    return out


A, B, C, D, E = (f"official/{c}" for c in "abcde")
ONE, TWO, THREE = (f"meeting/{n}" for n in ("one", "two", "three"))


def chain() -> Graph:
    """A meets B at one, B meets C at two, C meets D at three; all sit in the Government."""
    days = {ONE: "2024-01-01", TWO: "2024-02-01", THREE: None}
    return Graph(
        officials=tuple(Official(k, k[-1].upper()) for k in (A, B, C, D, E)),
        meetings=tuple(
            MeetingRow(
                k, k.partition("/")[2], "x", day, provinces=("province/ha-nam",) * (k == ONE)
            )
            for k, day in days.items()
        ),
        places=(
            PlaceRow("province/ha-nam", "Hà Nam", "Tỉnh Hà Nam", "province", valid_to="2025-06-30"),
            PlaceRow("province/ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình", "province"),
        ),
        bodies=(
            BodyRow("body/chinh-phu", "Chính phủ", "x", "central"),
            BodyRow("body/tinh-uy", "Tỉnh ủy", "x", "province", province="province/ha-nam"),
        ),
        posts=(
            PostRow("post/bo-truong", "Bộ trưởng", "x", "body/chinh-phu"),
            PostRow("post/bi-thu", "Bí thư", "x", "body/tinh-uy"),
        ),
        memberships=tuple(
            MembershipRow(
                f"membership/{who[-1]}", who, post, "current", day, day, (), (), (), confidence
            )
            for who, post, day, confidence in (
                (A, "post/bo-truong", "2024-01-01", 1.0),
                (B, "post/bo-truong", None, 0.4),
                (C, "post/bo-truong", "2020-01-01", 1.0),
                (D, "post/bi-thu", None, 1.0),
                (E, "post/bo-truong", None, 1.0),
            )
        ),
        participations=(
            part(A, ONE, "chair"),
            part(B, ONE, confidence=0.5),
            part(B, TWO, "speak"),
            part(C, TWO),
            part(C, THREE),
            part(D, THREE),
        ),
    )


@pytest.mark.parametrize(
    ("name", "hops", "limits", "found"),
    [
        (A, 0, Filter(), "A"),
        (A, 1, Filter(), "A one Chính phủ"),
        (A, None, Filter(), "A one Chính phủ B Hà Nam"),
        (A, 4, Filter(), "A one Chính phủ B Hà Nam two C"),
        (A, 6, Filter(), "A one Chính phủ B Hà Nam two C three D"),
        (ONE, None, Filter(), "one A B Hà Nam"),
        (ONE, 2, Filter(), "one A B Hà Nam two Chính phủ"),
        ("chinh phu", 1, Filter(), "Chính phủ A B C E"),
        ("chinh phu", None, Filter(), "Chính phủ A B C E one two three"),
        ("ha nam", 1, Filter(), "Hà Nam one"),
        ("ha nam", None, Filter(), "Hà Nam one A B Tỉnh ủy D"),
        (C, 1, Filter(start="2024-01-15"), "C two"),
        (C, 1, Filter(end="2024-01-15"), "C Chính phủ"),
        (C, 1, Filter(start="2024-01-15", end="2024-02-01"), "C two"),
        (C, 1, Filter(end="2024-01-31"), "C Chính phủ"),
        (B, 1, Filter(roles=("speak",)), "B two Chính phủ"),
        (B, 1, Filter(provinces=("province/ha-nam",)), "B one Chính phủ"),
        (B, 1, Filter(confidence=0.6), "B two"),
        (B, 1, Filter(confidence=0.5), "B one two"),
    ],
)
def test_what_is_around(name: str, hops: int | None, limits: Filter, found: str) -> None:
    with store_of(":memory:", chain()) as store:
        picture = render(store, name, hops=hops, limits=limits)[0]
    labels = ["Chính phủ", "Hà Nam", "Tỉnh ủy", "A", "B", "C", "D", "E", "one", "two", "three"]
    assert names(picture) == {
        label for label in labels if label in found.split() or (" " in label and label in found)
    }


def test_filters_are_told_in_the_picture() -> None:
    limits = Filter("2024-01-01", None, ("chair", "speak"), ("province/ha-nam",), 0.25)
    with store_of(":memory:", chain()) as store:
        told = words(render(store, A, limits=limits)[0])
    assert (
        "only from 2024-01-01 to today; roles: chair, speak; meetings in one province; "
        "confidence of at least 0.25" in told
    )


@pytest.mark.parametrize("name", ["Lê Thị Bưởi", "le thi buoi", "BUOI", "official/le-thi-buoi"])
def test_one_officials_surroundings(name: str, store: Store, tmp_path: Path) -> None:
    draw(store, tmp_path / "g.svg", name)
    text = words((tmp_path / "g.svg").read_text("utf-8"))
    for word in ("Lê Thị Bưởi", "Trần Văn Cam", "Tỉnh ủy Hà Nam", "hội nghị", "Hà Nam"):
        assert word in text


def test_of_many_meetings_the_latest_are_drawn_and_the_rest_counted() -> None:
    graph = large_graph(3, 90)
    with store_of(":memory:", graph) as store:
        picture = render(store, "official/000", hops=1, most=11)[0]
    mine = {p.meeting for p in graph.participations if p.participant == "official/000"}
    days = sorted((str(m.date) for m in graph.meetings if m.key in mine), reverse=True)
    assert sorted(re.findall(r"\b20\d\d-\d\d-\d\d\b", words(picture)), reverse=True) == days[:10]
    assert f"{len(mine) + 1 - 10} more not shown" in words(picture)


def test_an_official_without_any_meeting_stands_alone() -> None:
    graph = msgspec.structs.replace(small_graph(), participations=(), memberships=())
    with store_of(":memory:", graph) as store:
        picture = render(store, LE)[0]
    assert "Lê Thị Bưởi" in words(picture)
    assert len(nodes(picture)) == 1


def test_an_empty_graph_is_an_empty_picture() -> None:
    with store_of(":memory:", Graph()) as store:
        assert nodes(render(store)[0]) == []


def test_a_graph_too_large_to_read_is_refused() -> None:
    with (
        store_of(":memory:", large_graph(MOST_NODES - 11, 10)) as store,
        pytest.raises(KgError, match=f"{MOST_NODES + 1} nodes are too many"),
    ):
        render(store)


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("Phạm Thị Ổi", None, 'no official, province, body or meeting matches "Phạm Thị Ổi"'),
        ("Lê Thị Bướng", "official", 'no official matches "Lê Thị Bướng"; nearest: Lê Thị Bưởi'),
        ("tinh uy ha nan", "body", 'no body matches "tinh uy ha nan"; nearest: Tỉnh ủy Hà Nam'),
        ("hà nam", "official", 'no official matches "hà nam"'),
        ("", None, 'no official, province, body or meeting matches ""'),
    ],
)
def test_names_that_fit_nothing(name: str, kind: Any, told: str, store: Store) -> None:
    with pytest.raises(KgError, match=f"^{re.escape(told)}"):
        render(store, name, kind=kind)


def test_names_that_fit_several(tmp_path: Path) -> None:
    graph = small_graph()
    twice = (*graph.officials, Official("official/le-thi-buoi-2", "Lê Thị Bưởi"))
    meeting = MeetingRow("meeting/2024-03-06-hoi-nghi", "Hội nghị", "hoi-nghi", "2024-03-06")
    graph = msgspec.structs.replace(graph, officials=twice, meetings=(*graph.meetings, meeting))
    with store_of(tmp_path / "b.db", graph) as other:
        with pytest.raises(KgError, match=r"more than one official: .*le-thi-buoi-2"):
            draw(other, tmp_path / "g.svg", "Lê Thị Bưởi")
        with pytest.raises(KgError, match=r"more than one meeting: meeting/2024-03-05-hoi-nghi, "):
            draw(other, tmp_path / "g.svg", "hoi nghi")
        assert names(render(other, "2024-03-06-hoi-nghi")[0]) == {"Hội nghị"}
    assert not (tmp_path / "g.svg").exists()


def test_a_province_of_before_and_after_the_merger_is_one_subject() -> None:
    places = (
        PlaceRow("province/dong-nai", "Đồng Nai", "", "province", valid_to="2025-06-30"),
        PlaceRow("province/dong-nai-2025", "Đồng Nai", "", "province", valid_from="2025-07-01"),
    )
    held = tuple(
        MeetingRow(f"meeting/{n}", f"cuộc họp {n}", "x", provinces=(place.key,))
        for n, place in enumerate(places)
    )
    with store_of(":memory:", Graph(places=places, meetings=held)) as store:
        picture = render(store, "dong nai")[0]
    assert names(picture) == {"Đồng Nai", "cuộc họp 0", "cuộc họp 1"}
    assert "until 2025-06-30" in words(picture)
    assert "from 2025-07-01" in words(picture)


def page_of(store: Store, name: str | None) -> str:
    from kg.draw.page import page

    return page(*render(store, name, linked=True))


def tags_of(page: str) -> set[str]:
    return {tag for tag, _ in _Tags.of(page)}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    @classmethod
    def of(cls, page: str) -> list[tuple[str, dict[str, str | None]]]:
        parser = cls()
        parser.feed(page)
        return parser.found


def test_a_page_tells_each_node_and_asks_nobody(store: Store, tmp_path: Path) -> None:
    draw(store, tmp_path / "g.html", LE)
    page = (tmp_path / "g.html").read_text("utf-8")
    tags = _Tags.of(page)
    assert {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "object"} == set()
    addresses = [v for _, a in tags for k, v in a.items() if k in ("href", "src", "xlink:href")]
    assert all(str(v).startswith("#") for v in addresses)
    assert not re.search(r"@import|url\(|\son\w+=", page)
    articles = {a["id"] for tag, a in tags if tag == "article"}
    assert {f"#{id}" for id in articles} | {"#none"} == set(addresses)
    assert len(articles) == len(nodes(render(store, LE)[0]))
    assert "<li>chaired – hội nghị</li>" in page
    for id in articles:
        number = id.removeprefix("i")
        assert f"main:has(.node.n{number}:hover) .node:not(.n{number}, .a{number})" in page
        assert f"body:has(#{id}:target)" in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "\"><img src=x onerror='x'>", "]]>"])
def test_labels_cannot_break_out_of_a_page(evil: str) -> None:
    graph = small_graph()
    officials = tuple(msgspec.structs.replace(o, label=evil) for o in graph.officials)
    with store_of(":memory:", msgspec.structs.replace(graph, officials=officials)) as store:
        tags = _Tags.of(page_of(store, "hoi nghi"))
    assert {tag for tag, _ in tags} & {"script", "img"} == set()
    assert not any(name.startswith("on") for _, attributes in tags for name in attributes)


def test_a_png_is_the_picture_twice_as_large(store: Store, tmp_path: Path) -> None:
    draw(store, tmp_path / "g.png", LE)
    data = (tmp_path / "g.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    pixels = tuple(int.from_bytes(data[i : i + 4], "big") for i in (16, 20))
    assert pixels == tuple(2 * round(x) for x in size(render(store, LE)[0]))
    draw(store, tmp_path / "again.png", LE)
    assert (tmp_path / "again.png").read_bytes() == data


def test_a_png_shows_letters(tmp_path: Path) -> None:
    from kg.draw.raster import png
    from kg.draw.svg import document, text

    def ink(words: str) -> int:
        return len(png(document((200, 40), "", [text(5, 25, words, 14)])))

    assert ink("Ủy ban Đỗ Ngữ") > ink("Ủ") + 200 > ink("") + 200


def test_without_resvg_a_png_is_refused_in_one_line(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    with pytest.raises(KgError, match=r"pip install 'chutri-kg\[draw\]'"):
        draw(store, tmp_path / "g.png", LE)
    assert not (tmp_path / "g.png").exists()


@pytest.mark.parametrize("name", ["g.jpg", "g", "g.svg.gz"])
def test_a_suffix_that_is_no_format(name: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="the suffix names no format"):
        draw(store, tmp_path / name)


def test_an_unwritable_target_is_one_line(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot write"):
        draw(store, tmp_path / "none" / "g.svg")
