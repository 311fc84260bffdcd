"""Posts over time: what a sentence says of a post, and the tenures that all reports make."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from report_maker import Maker

import kg.cli
from kg.documents.document import Document
from kg.errors import KgError
from kg.lexicon.lexicon import load_lexicon
from kg.link.graph import link
from kg.report.extract import extract
from kg.store.store import Store
from kg.store.tenure import tenure
from kg.store.tenure_events import load_tenure_words

TOLD = "2024-05-20"


@pytest.mark.parametrize(
    ("before", "event"),
    [
        # How a post comes
        ("HĐND tỉnh đã bầu bà Lê Thị Thử giữ chức", "elected"),
        ("Bà Lê Thị Thử được bầu làm", "elected"),
        ("Ông Lê Văn Thử đã trúng cử chức danh", "elected"),
        ("Ông Lê Văn Thử tái đắc cử", "elected"),
        (
            "Thủ tướng bổ nhiệm ông Lê Văn Thử, Vụ trưởng Vụ Thử, giữ chức vụ",
            "appointed",
        ),
        ("Ông Lê Văn Thử được bổ nhiệm", "appointed"),
        ("Ban Bí thư chỉ định ông Lê Văn Thử tham gia Ban Chấp hành và giữ chức", "assigned"),
        ("Bộ Chính trị phân công ông Lê Văn Thử làm", "assigned"),
        ("Quyết định điều động ông Lê Văn Thử đến nhận nhiệm vụ", "transferred"),
        ("Từ năm 2019, ông Thử luân chuyển về làm", "transferred"),
        ("Theo đó, ông Lê Văn Thử giữ chức", "appointed"),
        ("Ông Lê Văn Thử nhận nhiệm vụ", "appointed"),
        ("ông được hoà giải rồi được BỔ NHIỆM làm", "appointed"),
        # Not yet
        ("Ông Lê Văn Thử được giới thiệu giữ chức", "nominated"),
        ("Ông Lê Văn Thử được giới thiệu để HĐND tỉnh bầu giữ chức", "nominated"),
        ("Được giới thiệu ứng cử, sau đó ông Thử được HĐND tỉnh bầu làm", "elected"),
        # How it goes
        ("HĐND tỉnh đã miễn nhiệm chức danh", "dismissed"),
        ("Ông Lê Văn Thử thôi giữ chức", "dismissed"),
        ("Bộ Chính trị đồng ý cho thôi giữ chức vụ", "dismissed"),
        ("Ông Thử bị cách chức", "dismissed"),
        # One post for another
        ("Ông Lê Văn Thử thôi giữ chức Phó Bí thư Tỉnh ủy để giữ chức", "appointed"),
        ("Ông Lê Văn Thử thôi giữ chức Trưởng ban đến nhận nhiệm vụ", "appointed"),
        # Held all the while: no event
        ("Ông Lê Văn Thử từng giữ chức", None),
        ("Ông Thử chịu trách nhiệm trong thời gian giữ cương vị", None),
        ("Ông Thử trong thời gian ông giữ chức", None),
        ("Bà Thử trúng cử khi đang giữ chức", None),
        ("Bà Lê Thị Thử tiếp tục giữ chức", None),
        # Nothing told
        ("Chủ trì hội nghị là ông Lê Văn Thử,", None),
        ("Hội đồng bầu cử do ông Lê Văn Thử,", None),
        ("Đoàn làm việc với ông Lê Văn Thử,", None),
        ("", None),
    ],
)
def test_what_a_sentence_says(before: str, event: str | None) -> None:
    assert load_tenure_words().event(before) == event


@pytest.mark.parametrize(
    ("before", "ahead"),
    [
        ("Hội đồng nhân dân tỉnh sẽ bầu bà Lê Thị Thử giữ chức", True),
        ("Tháng tới, ông Lê Văn Thử sẽ chính thức được bổ nhiệm làm", True),
        ("Ông Lê Văn Thử sẽ giữ chức", True),
        ("Được bổ nhiệm hôm qua, ông Lê Văn Thử sẽ giữ chức", True),
        ("Hội nghị dự kiến miễn nhiệm ông Lê Văn Thử chức", True),
        ("Ông Lê Văn Thử sắp thôi giữ chức", True),
        # What is to come is something else
        ("Hội nghị sẽ bế mạc sau khi bổ nhiệm ông Lê Văn Thử làm", False),
        ("Ông Lê Văn Thử, người sẽ trình bày báo cáo, được bầu làm", False),
        ("Ông Lê Văn Thử được bầu làm", False),
        ("Sẽ do ông Lê Văn Thử,", False),
        ("", False),
    ],
)
def test_what_is_still_to_come(before: str, ahead: bool) -> None:
    assert load_tenure_words().ahead(before) is ahead


@pytest.mark.parametrize(
    ("before", "behind", "told", "day"),
    [
        ("Ngày 12/7/2021, Bộ trưởng bổ nhiệm ông Thử giữ chức", "", TOLD, "2021-07-12"),
        ("Ngày 12/4, Bộ trưởng bổ nhiệm ông Thử giữ chức", "", TOLD, "2024-04-12"),
        ("Ngày 12/4, Bộ trưởng bổ nhiệm ông Thử giữ chức", "", None, "--04-12"),
        ("Tháng 9/2015, hội nghị bầu ông Thử giữ chức", "", TOLD, "2015-09"),
        ("Tháng 9 năm 2015, hội nghị bầu ông Thử giữ chức", "", TOLD, "2015-09"),
        ("Năm 2004, ông được bầu làm", "", TOLD, "2004"),
        ("Ông Thử được bổ nhiệm làm", "từ năm 2004.", TOLD, "2004"),
        ("Ông Thử được bổ nhiệm làm", "từ ngày 01/6/2022.", TOLD, "2022-06-01"),
        (
            "Quyết định ngày 16/7/2019 bổ nhiệm ông Thử giữ chức",
            "",
            TOLD,
            "2019-07-16",
        ),
        ("Ngày 1/2/2020, ông sinh năm 1970 được bầu làm", "", TOLD, "2020-02-01"),
        # The text does not say when
        ("Ông Thử được bầu làm", "nhiệm kỳ 2015-2020.", TOLD, None),
        ("Ông Thử được bầu làm", "nhiệm kỳ năm 2015-2020.", TOLD, None),
        ("Ông Thử được bầu làm", "và đến năm 2019 phụ trách dự án.", TOLD, None),
        ("Theo quyết định bổ nhiệm ông Thử giữ chức", "", TOLD, None),
    ],
)
def test_when(before: str, behind: str, told: str | None, day: str | None) -> None:
    assert load_tenure_words().day(before, behind, told) == day


TEXTS = {
    "a": (
        "2023-01-10",
        "Sáng 10/1/2023, Bí thư Tỉnh ủy Hà Nam Lê Văn Cam chủ trì hội nghị tổng kết của Tỉnh ủy.",
    ),
    "b": (
        "2023-06-02",
        "Sáng 2/6/2023, Bí thư Tỉnh ủy Hà Nam Lê Văn Cam chủ trì cuộc họp của Tỉnh ủy.",
    ),
    "c": (
        "2024-03-01",
        "Ngày 28/2/2024, tại hội nghị, Ban Chấp hành Đảng bộ tỉnh bầu bà Trần Thị Bưởi giữ chức "
        "Bí thư Tỉnh ủy Hà Nam.",
    ),
    "f": (
        "2024-03-02",
        "Sáng 1/3/2024, Bí thư Tỉnh ủy Hà Nam Trần Thị Bưởi chủ trì cuộc họp của Tỉnh ủy.",
    ),
    "d": (
        "2024-04-05",
        "Sáng 5/4/2024, ông Lê Văn Cam, nguyên Bí thư Tỉnh ủy Hà Nam, dự lễ kỷ niệm tại Hà Nam.",
    ),
    "e": (
        "2024-04-06",
        "Sáng 6/4/2024, Quyền Chủ tịch UBND tỉnh Hà Nam Vũ Văn Dừa chủ trì cuộc họp.",
    ),
}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(":memory:") as opened:
        reports = []
        for id, (issued, text) in TEXTS.items():
            document = Document(id=id, text=text, issued=issued)
            reports.append(extract(document, load_lexicon()))
            opened.put_report(document, reports[-1])
        opened.replace_graph(link(reports))
        yield opened


def told(store: Store, text: str) -> list[tuple[str, str, str | None, str | None, str]]:
    """Return (official or post, how, first, last, documents) of each step, in order."""
    return [
        (
            t.post if asked.kind == "official" else t.official,
            step.how,
            f"by {step.first}" if step.by else step.first,
            step.last,
            "".join(step.documents),
        )
        for asked in tenure(store, text)
        for t in asked.tenures
        for step in t.steps
    ]


SECRETARY = "Bí thư Tỉnh ủy Hà Nam"


@pytest.mark.parametrize(
    "typed", [SECRETARY, "bi thu tinh uy ha nam", "BÍ THƯ TỈNH UỶ HÀ NAM", "nguyên " + SECRETARY,
              "post/bi-thu-tinh-uy-ha-nam", "bi-thu-tinh-uy-ha-nam"]
)  # fmt: skip
def test_the_holders_of_a_post(store: Store, typed: str) -> None:
    assert told(store, typed) == [
        ("Lê Văn Cam", "current", "2023-01-10", "2023-06-02", "ab"),
        ("Lê Văn Cam", "former", "2024-04-05", "2024-04-05", "d"),
        ("Trần Thị Bưởi", "elected", "2024-02-28", None, "c"),
        ("Trần Thị Bưởi", "current", "2024-03-01", "2024-03-01", "f"),
    ]


@pytest.mark.parametrize("typed", ["Lê Văn Cam", "le van cam", "CAM"])
def test_the_posts_of_an_official(store: Store, typed: str) -> None:
    assert told(store, typed) == [
        (SECRETARY, "current", "2023-01-10", "2023-06-02", "ab"),
        (SECRETARY, "former", "2024-04-05", "2024-04-05", "d"),
    ]


def test_a_tenure_ends_where_it_was_last_seen_held(store: Store) -> None:
    (asked,) = tenure(store, SECRETARY)
    assert (asked.kind, asked.label, asked.key) == ("post", SECRETARY, "post/bi-thu-tinh-uy-ha-nam")
    first, second = asked.tenures
    assert (first.first, first.last) == ("2023-01-10", "2023-06-02")
    assert (second.first, second.last) == ("2024-02-28", "2024-03-01")
    assert second.body == "body/tinh-uy-ha-nam"
    assert second.steps[0].words[0].startswith("Ngày 28/2/2024, tại hội nghị,")


def test_an_acting_holder_is_one_of_the_post(store: Store) -> None:
    found = told(store, "Chủ tịch UBND tỉnh Hà Nam".replace("UBND", "Ủy ban nhân dân"))
    assert found == [("Vũ Văn Dừa", "acting", "2024-04-06", "2024-04-06", "e")]


def test_a_part_of_a_label_gives_every_post_that_has_it(store: Store) -> None:
    found = tenure(store, "ha nam")
    assert {a.label for a in found} >= {SECRETARY, "Chủ tịch Ủy ban nhân dân tỉnh Hà Nam"}
    assert {a.kind for a in found} == {"post"}


@pytest.mark.parametrize("typed", ["Giám đốc Sở Thử", "Nguyễn Thị Không", "", "%"])
def test_what_nobody_is(store: Store, typed: str) -> None:
    with pytest.raises(KgError, match="no official and no post matches"):
        tenure(store, typed)


def test_a_miss_names_the_nearest(store: Store) -> None:
    with pytest.raises(KgError, match=r"nearest: .*Bí thư Tỉnh ủy Hà Nam"):
        tenure(store, "Bí thơ Tỉnh ủy Hà Nan")


HEAD = "Bí thư @ Huyện ủy Thử / district / "


def test_posts_of_one_label_in_two_provinces_stay_two() -> None:
    makers = [Maker("a", "2024-01-01"), Maker("b", "2024-01-02"), Maker("c", "2024-01-03")]
    makers[0].person("Lê Văn Cam", HEAD + "Hà Nam")
    makers[1].person("Vũ Văn Dừa", HEAD + "Cà Mau")
    makers[2].person("Hồ Văn Xoài", HEAD)
    with Store(":memory:") as store:
        for m in makers:
            store.put_report(Document(id=m.id, text=m.text), m.report())
        store.replace_graph(link([m.report() for m in makers]))
        found = tenure(store, "Bí thư Huyện ủy Thử")
    assert [[t.official for t in a.tenures] for a in found] == [
        ["Vũ Văn Dừa"],
        ["Lê Văn Cam"],
        ["Hồ Văn Xoài"],
    ]


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    folder = tmp_path / "texts"  # type: ignore[operator]
    folder.mkdir()
    db = str(tmp_path / "x.db")  # type: ignore[operator]
    for id, (_, text) in TEXTS.items():
        (folder / f"{id}.txt").write_text(text, encoding="utf-8")
    assert kg.cli.run(["build", str(folder), "-q", "-o", db]) == 0
    assert kg.cli.run(["tenure", "tran thi buoi", db]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Trần Thị Bưởi (official/tran-thi-buoi)\npost")
    assert "elected  2024-02-28" in out
    assert kg.cli.run(["tenure", "Trần Thị Bưởi", db, "--json"]) == 0
    (asked,) = json.loads(capsys.readouterr().out)
    assert [s["how"] for s in asked["tenures"][0]["steps"]] == ["elected", "current"]
    assert kg.cli.run(["tenure", SECRETARY, db, "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "official,post,how,first,last,words,documents"
    assert len(lines) == 5
    assert kg.cli.run(["tenure", "nobody", db]) == 1
    err = capsys.readouterr().err
    assert err.startswith("kg: error: no official and no post matches") and err.count("\n") == 1
