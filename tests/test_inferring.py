"""What a list of known tenures adds to the graph, and what it must leave alone."""

from __future__ import annotations

import csv
import itertools
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec
import pytest
from graph_source import GraphSource
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from report_maker import Maker
from test_tenures import tenure

import kg.cli
from kg.build import build
from kg.errors import KgError
from kg.evaluate import evaluate
from kg.export import export
from kg.link.graph import link
from kg.link.model import Graph
from kg.link.tenures import Tenure, Tenures
from kg.report.model import Report
from kg.store.queries import appearances, explain, officials
from kg.store.store import Store

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
GOLD = ROOT.parent / "shared" / "gold" / "seeds.jsonl"

DAY = "2018-05-07"
ME, DEPUTY, OTHER = "Lê Văn Bưởi", "Trần Thị Cam", "Phạm Văn Đào"
OPEN = "Bí thư @ Tỉnh ủy / province"
LIST = [
    tenure(ME, "Bí thư Tỉnh ủy Hà Nam"),
    tenure(OTHER, "Chủ tịch Ủy ban nhân dân tỉnh Bắc Ninh", province="Bắc Ninh"),
    tenure(OTHER, "Bí thư Thành ủy Thành phố Hồ Chí Minh", "2004", "2008", "Hồ Chí Minh"),
]


def told(graph: Graph) -> set[tuple[str, str, str]]:
    """Return (person, post as the text has it, post in full) of all that is inferred."""
    names = {o.key: o.label for o in graph.officials}
    posts = {p.key: p.label for p in graph.posts}
    held = {m.key: (names[m.official], posts[m.post]) for m in graph.memberships}
    return {(*held[row.membership], row.label) for row in graph.inferred}


def against(graph: Graph) -> set[tuple[str, str, str]]:
    """Return (person, post, day) of all that is disputed."""
    names = {o.key: o.label for o in graph.officials}
    posts = {p.key: p.label for p in graph.posts}
    held = {m.key: (names[m.official], posts[m.post]) for m in graph.memberships}
    return {(*held[row.membership], row.day) for row in graph.disputed}


def plain(*posts: str, day: str | None = DAY, name: str = ME) -> Maker:
    """Return a report on a meeting that somebody chairs."""
    maker = Maker("a", issued=day)
    who = maker.person(name, *(posts or (OPEN,)))
    maker.meeting("Hội nghị tổng kết", (who, "chair"), date=day)
    return maker


def with_deputy() -> Maker:
    maker = plain()
    maker.person(DEPUTY, "Phó Bí thư @ Tỉnh ủy / province", "former: " + OPEN)
    return maker


def with_place(*names: str) -> Maker:
    maker = plain()
    for name in names:
        maker.place(name, name)
    return maker


def with_deputy_and_places(*names: str) -> Maker:
    maker = with_deputy()
    for name in names:
        maker.place(name, name)
    return maker


def guest() -> Maker:
    """At a meeting of another province, which the report names beside one's own."""
    maker = Maker("a", issued=DAY)
    who = maker.person(ME, OPEN)
    maker.place("Hà Nam", "Hà Nam")
    maker.meeting("Hội nghị", (who, "attend"), date=DAY, provinces=("Nam Định",))
    return maker


def host_elsewhere() -> Maker:
    maker = Maker("a", issued=DAY)
    who = maker.person(ME, OPEN)
    maker.place("Hà Nam", "Hà Nam")
    maker.meeting("Hội nghị", (who, "chair"), date=DAY, provinces=("Nam Định",))
    return maker


def at_a_site(site: str) -> Maker:
    maker = Maker("a", issued=DAY)
    who = maker.person(ME, OPEN)
    maker.meeting("Hội nghị", (who, "chair", site), date=DAY, sites=("Hà Nam", "Nam Định"))
    return maker


def two_secretaries() -> Maker:
    maker = plain()
    maker.person(DEPUTY, OPEN)
    return maker


def beside_the_real_one() -> Maker:
    maker = plain()
    maker.person(DEPUTY, "Bí thư @ Tỉnh ủy Hà Nam / province / Hà Nam")
    return maker


def two_provinces() -> Maker:
    maker = plain()
    maker.person(OTHER, "Chủ tịch @ Ủy ban nhân dân tỉnh / province")
    return maker


def deputy_known_elsewhere() -> Maker:
    maker = plain()
    maker.person(OTHER, "Phó Bí thư @ Tỉnh ủy / province")
    return maker


def foreigner() -> Maker:
    maker = Maker("a", issued=DAY)
    who = maker.person(ME, OPEN, foreign=True)
    maker.meeting("Hội đàm", (who, "chair"), date=DAY)
    return maker


HERE = (ME, "Bí thư Tỉnh ủy", "Bí thư Tỉnh ủy Hà Nam")
DEPUTYS = (DEPUTY, "Phó Bí thư Tỉnh ủy", "Phó Bí thư Tỉnh ủy Hà Nam")
INFERRED: list[tuple[str, Callable[[], Maker], set[tuple[str, str, str]]]] = [
    ("name, post and day agree", plain, {HERE}),
    ("the body of another's post, too", with_deputy, {HERE, DEPUTYS}),
    ("the report names the province", lambda: with_place("Hà Nam"), {HERE}),
    ("the report names it beside others", lambda: with_place("Hà Nam", "Nam Định"), {HERE}),
    ("others' posts then stay open", lambda: with_deputy_and_places("Hà Nam", "Nam Định"), {HERE}),
    ("appointed", lambda: plain("appointed: " + OPEN), {HERE}),
    ("a guest elsewhere", guest, {HERE}),
    ("at the province's site", lambda: at_a_site("Hà Nam"), {HERE}),
    ("a city, its noun left out",
     lambda: plain("Bí thư @ Thành ủy / province", day="2006-01-09", name=OTHER),
     {(OTHER, "Bí thư Thành ủy", "Bí thư Thành ủy Thành phố Hồ Chí Minh")}),
    ("of two known people, one at the body", deputy_known_elsewhere, {HERE}),
    # Must stay unplaced
    ("day unknown", lambda: plain(day=None), set()),
    ("before the tenure", lambda: plain(day="2014-05-07"), set()),
    ("perhaps in the tenure", lambda: plain(day="2015-05-07"), set()),
    ("after the tenure", lambda: plain(day="2025-05-07"), set()),
    ("another name", lambda: plain(name="Lê Văn Bưởng"), set()),
    ("a name without its accents", lambda: plain(name="Le Van Buoi"), set()),
    ("another post", lambda: plain("Phó Bí thư @ Tỉnh ủy / province"), set()),
    ("a district's", lambda: plain("Bí thư @ Tỉnh ủy / district"), set()),
    ("former", lambda: plain("former: " + OPEN), set()),
    ("acting", lambda: plain("acting: " + OPEN), set()),
    ("placed by the text", lambda: plain("Bí thư @ Tỉnh ủy Nam Định / province / Nam Định"), set()),
    ("another post of the person is placed elsewhere",
     lambda: plain(OPEN, "Đại biểu @ Hội đồng nhân dân tỉnh Nam Định / province / Nam Định"),
     set()),
    ("the report names another province alone", lambda: with_place("Nam Định"), set()),
    ("chairs a meeting elsewhere", host_elsewhere, set()),
    ("at another province's site", lambda: at_a_site("Nam Định"), set()),
    ("two people in one post", two_secretaries, set()),
    ("the report gives the post to somebody else", beside_the_real_one, set()),
    ("two provinces in one report", two_provinces, set()),
    ("a foreigner", foreigner, set()),
]  # fmt: skip


@pytest.mark.parametrize(("case", "make", "found"), INFERRED, ids=[case for case, *_ in INFERRED])
def test_inferred(case: str, make: Callable[[], Maker], found: set[tuple[str, str, str]]) -> None:
    report = make().report()
    graph = link([report], reference=Tenures(LIST))
    assert told(graph) == found
    # and the rest of the graph is the same, with and without
    rest = msgspec.structs.replace(graph, inferred=(), disputed=())
    assert rest == link([report], reference=False)


def test_what_a_row_says() -> None:
    named = Maker("b", issued=DAY)
    named.person("Ngô Văn Gấc", "Bí thư @ Tỉnh ủy Hà Nam / province / Hà Nam")
    (row,) = link([plain().report()], reference=Tenures(LIST)).inferred
    assert row.label == "Bí thư Tỉnh ủy Hà Nam"
    assert (row.post, row.body, row.province) == (None, None, "province/ha-nam")
    assert row.source == LIST[0].source
    assert row.why == f"{ME}, Bí thư Tỉnh ủy Hà Nam, 2015 to 2024"
    (row,) = link([plain().report(), named.report()], reference=Tenures(LIST)).inferred
    keys = (row.post, row.body, row.province)
    assert keys == ("post/bi-thu-tinh-uy-ha-nam", "body/tinh-uy-ha-nam", "province/ha-nam")


ELSEWHERE = "Bí thư @ Tỉnh ủy Nam Định / province / Nam Định"


@pytest.mark.parametrize(
    ("posts", "day", "found"),
    [
        # Another report shows somebody of the name in the like post elsewhere, at that time or not.
        ([ELSEWHERE], "2019-01-02", set()),
        ([ELSEWHERE], None, set()),
        ([ELSEWHERE], "2005-01-02", {HERE}),
        (["Bí thư @ Tỉnh ủy Hà Nam / province / Hà Nam"], "2019-01-02", {HERE}),
        (["former: " + ELSEWHERE], "2019-01-02", {HERE}),
    ],
)
def test_other_reports(posts: list[str], day: str | None, found: set[tuple[str, str, str]]) -> None:
    known = [*LIST, tenure("Ngô Văn Gấc", "Bí thư Tỉnh ủy Nam Định", province="Nam Định")]
    second = Maker("b", issued=day)
    second.person(ME, *posts)
    for order in itertools.permutations([plain().report(), second.report()]):
        assert told(link(order, reference=Tenures(known))) == found


def test_two_reports_are_two_memberships() -> None:
    first, second = plain(), plain()
    second.id = "b"
    graph = link([first.report(), second.report()], reference=Tenures(LIST))
    assert told(graph) == {HERE}
    assert len(graph.inferred) == 2


HELD = "Bí thư @ Tỉnh ủy Hà Nam / province / Hà Nam"
CENTRE = "Bộ trưởng @ Bộ Y tế / central"
MINISTER = tenure(OTHER, "Bộ trưởng Bộ Y tế", "2016-04-09", "2021-04-07", province="")
DISPUTED: list[tuple[str, str, str, str | None, list[Tenure], bool]] = [
    ("held by another", DEPUTY, HELD, DAY, LIST, True),
    ("the person held it at another time", ME, HELD, "2013-05-07", LIST, True),
    ("a post of the centre", ME, CENTRE, DAY, [MINISTER], True),
    ("an acting one", DEPUTY, "acting: " + HELD, DAY, LIST, True),
    # Must stay undisputed
    ("as the list has it", ME, HELD, DAY, LIST, False),
    ("accents apart", "Le Van Buoi", HELD, DAY, LIST, False),
    ("perhaps in the tenure", ME, HELD, "2015-02-01", LIST, False),
    ("a month before it", OTHER, CENTRE, "2016-03-20", [MINISTER], False),
    ("two months before it", OTHER, CENTRE, "2016-02-01", [MINISTER], True),
    ("another's, a few days before the change of hands", ME, CENTRE, "2021-03-30", [MINISTER],
     False),
    ("after the list's last day", DEPUTY, HELD, "2024-06-01",
     [tenure(ME, "Bí thư Tỉnh ủy Hà Nam", end="2024-01-01+")], False),
    ("day unknown", DEPUTY, HELD, None, LIST, False),
    ("former", DEPUTY, "former: " + HELD, DAY, LIST, False),
    ("just appointed", DEPUTY, "appointed: " + HELD, DAY, LIST, False),
    ("no place", DEPUTY, OPEN, DAY, LIST, False),
    ("a post that the list does not have", DEPUTY, ELSEWHERE, DAY, LIST, False),
    ("the list gives it to two", DEPUTY, HELD, DAY,
     [*LIST, tenure("Ngô Văn Gấc", "Bí thư Tỉnh ủy Hà Nam", "2018", "2019")], False),
    ("two people of the name", ME, HELD, "2013-05-07",
     [tenure(ME, "Bí thư Tỉnh ủy Hà Nam", bearers=2)], False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "name", "post", "day", "known", "found"), DISPUTED, ids=[c for c, *_ in DISPUTED]
)
def test_disputed(
    case: str, name: str, post: str, day: str | None, known: list[Tenure], found: bool
) -> None:
    report = plain(post, day=day, name=name).report()
    graph = link([report], reference=Tenures(known))
    assert bool(against(graph)) == found
    assert {day for _, _, day in against(graph)} <= {day}
    rest = msgspec.structs.replace(graph, inferred=(), disputed=())
    assert rest == link([report], reference=False)


BEFORE, IN, EARLY = "2013-05-07", "2018-05-07", "2016-03-01"  # the tenure is 2015 to 2024


def met(name: str, issued: str | None, *days: str | None, also: str = "") -> Maker:
    """Return a report with a meeting a day that somebody chairs ("--MM-DD": its year left out)."""
    maker = Maker("a", issued=issued)
    who = maker.person(name, HELD, *([also] if also else []))
    for i, day in enumerate(days):
        left_out = day is not None and day.startswith("--")
        date, day_month = (None, day) if left_out else (day, None)
        maker.meeting(f"Hội nghị {i}", (who, "chair"), date=date, day_month=day_month)
    return maker


def named(name: str, issued: str | None, day: str) -> Maker:
    """Return a report that only names somebody; the meeting in it is others'."""
    maker = met(OTHER, issued, day)
    maker.memberships.clear()
    maker.person(name, HELD)
    return maker


SHOWN: list[tuple[str, Maker, str | None]] = [
    # The secretary at another time: on days that are sure alone
    ("a meeting on the report's day", met(ME, BEFORE, BEFORE), BEFORE),
    ("a meeting a week ago", met(ME, "2013-05-14", BEFORE), BEFORE),
    ("a meeting of no known day", met(ME, BEFORE, None), BEFORE),
    ("a day without its year", met(ME, BEFORE, "--05-07"), None),
    ("a meeting of years ago", met(ME, IN, BEFORE), None),
    ("beside one of today", met(ME, IN, BEFORE, IN), None),
    ("the report's day is not known", met(ME, None, BEFORE), None),
    ("only named", named(ME, BEFORE, BEFORE), None),
    ("left another post", met(ME, BEFORE, BEFORE, also="former: " + ELSEWHERE), None),
    ("got another post", met(ME, BEFORE, BEFORE, also="appointed: " + ELSEWHERE), None),
    ("got this post", met(ME, BEFORE, BEFORE, also="appointed: " + HELD), None),
    ("holds another post", met(ME, BEFORE, BEFORE, also="acting: " + CENTRE), BEFORE),
    # Somebody else: on any day well within the secretary's tenure
    ("else, the report's day is not known", met(DEPUTY, None, IN), IN),
    ("else, only named", named(DEPUTY, IN, IN), IN),
    ("else, only named, the report's day is not known", named(DEPUTY, None, IN), IN),
    ("else, early in the tenure", met(DEPUTY, EARLY, EARLY), EARLY),
    ("else, early in the tenure, not sure", met(DEPUTY, None, EARLY), None),
    ("else, early in the tenure, only named", named(DEPUTY, EARLY, EARLY), None),
    ("else, before it, too", met(DEPUTY, None, BEFORE, IN), None),
    ("else, a meeting of years ago", met(DEPUTY, IN, EARLY), None),
    ("else, got another post", met(DEPUTY, IN, IN, also="appointed: " + ELSEWHERE), None),
]


@pytest.mark.parametrize(("case", "maker", "day"), SHOWN, ids=[case for case, *_ in SHOWN])
def test_what_a_list_may_contradict(case: str, maker: Maker, day: str | None) -> None:
    graph = link([maker.report()], reference=Tenures(LIST))
    assert {found for _, _, found in against(graph)} == ({day} if day else set())


def test_a_day_misread_in_one_report_does_not_hide_that_of_another() -> None:
    first, second = met(ME, BEFORE, BEFORE), met(ME, None, "1957-06-14")
    second.id = "b"
    graph = link([first.report(), second.report()], reference=Tenures(LIST))
    assert against(graph) == {(ME, "Bí thư Tỉnh ủy Hà Nam", BEFORE)}


_REPORTS = st.lists(
    st.tuples(
        st.sampled_from([ME, DEPUTY, OTHER]),
        st.sampled_from([OPEN, HELD, ELSEWHERE, CENTRE, "Phó Bí thư @ Tỉnh ủy / province"]),
        st.sampled_from([None, DAY, "2013-05-07", "2019-01-02"]),
        st.sampled_from([(), ("Hà Nam",), ("Nam Định",)]),
    ),
    min_size=1,
    max_size=5,
)


@settings(deadline=None, max_examples=60)
@given(_REPORTS, st.randoms(use_true_random=False))
def test_the_list_only_ever_adds(
    cases: list[tuple[str, str, str | None, tuple[str, ...]]], random: object
) -> None:
    reports: list[Report] = []
    for i, (name, post, day, places) in enumerate(cases):
        maker = plain(post, day=day, name=name)
        maker.id = f"r{i}"
        for place in places:
            maker.place(place, place)
        reports.append(maker.report())
    known = Tenures([*LIST, MINISTER])
    graph = link(reports, reference=known)
    random.shuffle(reports)  # type: ignore[attr-defined]
    assert link(reports, reference=known) == graph
    rest = msgspec.structs.replace(graph, inferred=(), disputed=())
    assert rest == link(reports, reference=False)
    held = {m.key: m for m in graph.memberships}
    placed = {p.key: p.placed for p in graph.posts}
    assert all(not placed[held[row.membership].post] for row in graph.inferred)
    assert all(placed[held[row.membership].post] for row in graph.disputed)


# The seeds, from reports to what users see


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return stores of the seeds, with the shipped list and without."""
    folder = tmp_path_factory.mktemp("stores")
    paths = folder / "with.db", folder / "without.db"
    for path, option in zip(paths, ([], ["--no-reference"]), strict=True):
        assert kg.cli.run(["build", str(SEEDS), "-o", str(path), "--quiet", *option]) == 0
    return paths


@cache
def secretary() -> str:
    """Return the name of the one whom a seed calls Bí thư Tỉnh ủy of it does not say where."""
    text = next(SEEDS.glob("004_*")).read_text(encoding="utf-8")
    return text.partition("đồng chí ")[2].partition(",")[0]


def test_the_place_that_a_seed_leaves_open(stores: tuple[Path, Path]) -> None:
    with Store(stores[0]) as store:
        (key,) = [o.key for o in store.officials() if o.label == secretary()]
        (summary,) = [o for o in officials(store) if o.key == key]
        assert "Bí thư Tỉnh ủy" in summary.posts
        assert not any("Ninh Thuận" in post for post in summary.posts)
        (row,) = summary.inferred
        assert (row.post, row.label) == ("Bí thư Tỉnh ủy", "Bí thư Tỉnh ủy Ninh Thuận")
        assert row.source.startswith("https://vi.wikipedia.org/")
        assert {a.inferred for a in appearances(store, key)} == {("Bí thư Tỉnh ủy Ninh Thuận",)}
        assert all("Ninh Thuận" not in a.post for a in appearances(store, key))
        marked = [f for f in explain(store, key) if f.inferred is not None]
        assert [f.what for f in marked] == ["Bí thư Tỉnh ủy"]
        assert list(store.disputed()) == []
        assert {row.label for row in store.inferred()} == {
            "Bí thư Tỉnh ủy Ninh Thuận",
            "Phó Bí thư Tỉnh ủy Ninh Thuận",
            "Phó Bí thư Thường trực Tỉnh ủy Ninh Thuận",
            "Chủ tịch Ủy ban nhân dân tỉnh Ninh Thuận",
        }


def test_no_reference_leaves_it_out(stores: tuple[Path, Path]) -> None:
    with Store(stores[0]) as with_it, Store(stores[1]) as without:
        assert list(without.inferred()) == []
        assert [*without.memberships()] == [*with_it.memberships()]
        assert [*without.posts()] == [*with_it.posts()]


def _rebuild(db: str) -> list[str]:
    return ["build", str(SEEDS), "--db", db, "-q"]


def _rename(db: str) -> list[str]:
    return ["rename", secretary(), "Người Khác", "--why", "test", "--who", "a", "--db", db]


def _merge(db: str) -> list[str]:
    with Store(db) as store:
        first, second, *_ = (o.key for o in store.officials())
    return ["merge", first, second, "--why", "test", "--who", "a", "--db", db]


def _undo(db: str) -> list[str]:
    return ["undo", "--why", "test", "--who", "a", "--db", db]


@pytest.mark.parametrize(("which", "option"), [(0, "--no-reference"), (1, "--reference")])
def test_what_links_anew_keeps_to_the_last_build(
    stores: tuple[Path, Path], which: int, option: str, tmp_path: Path
) -> None:
    db = str(tmp_path / "x.db")
    shutil.copy(stores[which], db)

    def placed() -> bool:
        with Store(db) as store:
            return any(store.inferred()) or any(o.inferred for o in officials(store))

    for command in (_rebuild, _rename, _rebuild, _merge, _undo, _rebuild):
        assert kg.cli.run(command(db)) == 0
        assert placed() == (which == 0), command.__name__
    # until a build says otherwise
    for said in (option, option.replace("--no-", "--") if which == 0 else "--no-reference"):
        assert kg.cli.run([*_rebuild(db), said]) == 0
        for command in (_rename, _undo, _rebuild):
            assert kg.cli.run(command(db)) == 0
            assert placed() == (said == "--reference"), command.__name__


def test_what_the_commands_show(
    stores: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    shown: dict[str, list[str]] = {}
    for command in ("officials --name", "appearances", "explain"):
        for path in stores:
            args = [*command.split(), secretary(), "--db", str(path)]
            assert kg.cli.run(args) == 0
            shown.setdefault(command, []).append(capsys.readouterr().out)
    for with_it, without in shown.values():
        assert "nferred" in with_it
        assert "Ninh Thuận" in with_it
        assert "nferred" not in without
        assert "Ninh Thuận" not in without
    assert "    inferred, in no report: Bí thư Tỉnh ủy Ninh Thuận\n" in shown["explain"][0]


@pytest.mark.parametrize("typed", ["Ninh Thuận", "ninh thuan", "tỉnh Ninh Thuận"])
def test_officials_of_a_province_that_is_only_inferred(
    stores: tuple[Path, Path], typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = ["officials", "--province", typed, "--db"]
    assert kg.cli.run([*ask, str(stores[0]), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert secretary() in {o["label"] for o in found} and len(found) == 3
    assert all(o["province_inferred"] and o["inferred"] for o in found)
    assert kg.cli.run([*ask, str(stores[0]), "--csv"]) == 0
    head, *rows = list(csv.reader(capsys.readouterr().out.splitlines()))
    assert {row[head.index("province")] for row in rows} == {"inferred"}
    assert kg.cli.run([*ask, str(stores[0])]) == 0
    assert capsys.readouterr().out.count("  inferred  ") == 3
    assert kg.cli.run([*ask, str(stores[1])]) == 1
    assert capsys.readouterr().err.startswith(f'kg: error: no province matches "{typed}"')


def test_who_a_report_places_is_not_marked() -> None:
    named = Maker("b", issued=DAY)
    named.person("Ngô Văn Gấc", "Chánh Văn phòng @ Tỉnh ủy Hà Nam / province / Hà Nam")
    both = Maker("c", issued=DAY)
    host = both.person(DEPUTY, "Phó Bí thư @ Tỉnh ủy / province")
    both.person(ME, OPEN)
    both.meeting("Lễ kỷ niệm", (host, "chair"), date=DAY, provinces=("Hà Nam",))
    makers = [named, both]
    for known, marked in ((Tenures(LIST), {ME: True}), (Tenures(()), {})):
        with Store(":memory:") as store:
            store.replace_graph(link([m.report() for m in makers], reference=known))
            found = {o.label: o.province_inferred for o in officials(store, province="Hà Nam")}
            assert found == {"Ngô Văn Gấc": False, DEPUTY: False, **marked}
            assert not any(o.province_inferred for o in officials(store))


def test_an_inferred_province_is_that_of_its_day() -> None:
    known = Tenures([tenure(ME, "Bí thư Tỉnh ủy Bắc Ninh", "2015", "2030", "Bắc Ninh")])
    for day, key in (("2024-05-07", "bac-ninh"), ("2026-05-07", "bac-ninh-2025")):
        graph = link([plain(day=day).report()], reference=known)
        assert [row.province for row in graph.inferred] == [f"province/{key}"]
        with Store(":memory:") as store:
            store.replace_graph(graph)
            for name, successors, found in (
                ("Bắc Ninh", False, True),
                ("Bắc Giang", True, day > "2025-07"),
            ):
                try:
                    held = officials(store, province=name, successors=successors)
                except KgError:
                    held = []
                assert bool(held) == found


def test_json_and_csv_carry_it_apart(
    stores: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    db = ["--db", str(stores[0])]
    assert kg.cli.run(["appearances", secretary(), *db, "--json"]) == 0
    (row, *_) = json.loads(capsys.readouterr().out)
    assert row["inferred"] == ["Bí thư Tỉnh ủy Ninh Thuận"]
    assert "Ninh Thuận" not in json.dumps({**row, "inferred": []}, ensure_ascii=False)
    for path in map(str, stores):
        assert kg.cli.run(["officials", "--db", path, "--csv"]) == 0
        head = capsys.readouterr().out.partition("\n")[0].split(",")
        assert head[-2:] == ["inferred posts", "disputed posts"]


def test_rdf_says_that_it_is_inferred_and_from_what(
    stores: tuple[Path, Path], tmp_path: Path
) -> None:
    found: list[set[str]] = []
    for i, path in enumerate(stores):
        with Store(path) as store:
            export(store, tmp_path / f"{i}.nt")
        found.append(set((tmp_path / f"{i}.nt").read_text(encoding="utf-8").splitlines()))
    assert found[1] < found[0]
    ns = "https://w3id.org/chutri/ns#"
    added = list(parse("\n".join(found[0] - found[1]), format=RdfFormat.N_TRIPLES))
    assert {t.predicate.value for t in added} == {ns + "inferredPost", ns + "inferredFrom"}
    posts = {t.subject.value: t.object for t in added if t.predicate.value == ns + "inferredPost"}
    sources = {t.subject.value: t.object for t in added if t.predicate.value == ns + "inferredFrom"}
    assert posts.keys() == sources.keys()
    assert {p.language for p in posts.values()} == {"vi"}  # type: ignore[union-attr]
    assert all("/membership/" in subject for subject in posts)


def test_graphml_is_the_same_with_and_without(stores: tuple[Path, Path], tmp_path: Path) -> None:
    texts = []
    for i, path in enumerate(stores):
        with Store(path) as store:
            export(store, tmp_path / f"{i}.graphml")
        texts.append((tmp_path / f"{i}.graphml").read_bytes())
    assert texts[0] == texts[1]


def test_a_disputed_title_is_shown_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    maker = plain(HELD, name=DEPUTY)
    graph = link([maker.report()], reference=Tenures(LIST))
    with Store.create(tmp_path / "x.db") as store:
        store.replace_graph(graph)
        (summary,) = officials(store)
        assert summary.posts == ("Bí thư Tỉnh ủy Hà Nam",)
        (row,) = summary.disputed
        assert (row.post, row.day, row.source) == ("Bí thư Tỉnh ủy Hà Nam", DAY, LIST[0].source)
    export(GraphSource(graph, {"document/a": maker.text}), tmp_path / "x.nt")
    nt = (tmp_path / "x.nt").read_text(encoding="utf-8")
    assert f"ns#disputedBy> <{LIST[0].source}>" in nt
    assert kg.cli.run(["officials", "--db", str(tmp_path / "x.db")]) == 0
    out = capsys.readouterr().out
    assert "disputed posts" in out
    assert f"Bí thư Tỉnh ủy Hà Nam, {DAY}" in out


@pytest.mark.skipif(not GOLD.exists(), reason="needs the gold annotations")
def test_scores_are_the_same_with_and_without(tmp_path: Path) -> None:
    found = []
    for reference in (True, False):
        name = tmp_path / f"{reference}"
        with build([GOLD], name.with_suffix(".db"), reference=reference) as store:
            assert bool(list(store.inferred())) == reference
            export(store, name.with_suffix(".nt"))
        found.append(evaluate(GOLD, name.with_suffix(".nt")))
    assert found[0] == found[1]


def test_a_list_that_is_wrong_stops_the_build_before_it_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", rules)
    path = rules / "reference" / "tenures.csv"
    with path.open("a", encoding="utf-8") as f:
        f.write("A B,Chủ tịch nước,,bald,2024,1,https://example.org/\n")
    line = path.read_text(encoding="utf-8").count("\n")
    args = ["build", str(SEEDS), "-o", str(tmp_path / "x.db"), "--rules", str(rules)]
    assert kg.cli.run(args) == 1
    err = capsys.readouterr().err
    assert err.startswith(f"kg: error: {path}, line {line}: start: expected a day")
    assert err.count("\n") == 1
    assert not (tmp_path / "x.db").exists()
    assert kg.cli.run([*args, "--no-reference", "--quiet"]) == 0
