"""Building again: what changed is read and linked anew, and the store is that of a clean build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import poison
import pytest
from disturbed import Sources

import kg.build
from kg.decide import rename
from kg.link.graph import link
from kg.store.schema import TABLES
from kg.store.store import GROUNDS, Store

ROOT = Path(__file__).parent.parent


class Builder:
    """Builds one folder into one store, and counts how often it links."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.db = folder, folder / "x.db"
        self.source = poison.corpus(folder / "in.jsonl", 40)
        self.more: dict[str, Any] = {}
        self.linked = 0

        def counted(*args: Any, **more: Any) -> Any:
            self.linked += 1
            return link(*args, **more)

        monkeypatch.setattr("kg.build.link", counted)

    def __call__(self, db: Path | None = None) -> tuple[Any, ...]:
        """Build, and return all rows of the graph with what was told."""
        told: list[tuple[str, str]] = []
        with kg.build.build(
            [self.source],
            db or self.db,
            on_failure=lambda f: told.append((f.source, f.reason)),
            on_note=lambda n: told.append((n.source, n.reason)),
            **self.more,
        ) as store:
            assert sorted([*store.failures(), *store.notes()]) == sorted(told)
            rows = {t: tuple(getattr(store, t)()) for t in TABLES if t != "redirects"}
            kept = {digest for (digest,) in store.connection.execute("SELECT digest FROM reports")}
            assert kept == set(store.digests().values())
            return rows, told

    def lines(self) -> list[str]:
        return self.source.read_text(encoding="utf-8").splitlines(keepends=True)

    def write(self, lines: list[str]) -> None:
        self.source.write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builder:
    return Builder(tmp_path, monkeypatch)


def nothing(b: Builder) -> None:
    pass


def other_order(b: Builder) -> None:
    b.write(b.lines()[::-1])


def a_failure_more(b: Builder) -> None:
    b.write([*b.lines(), "{\n"])


def one_changed(b: Builder) -> None:
    b.write([*b.lines()[:-2], b.lines()[-2].replace("chủ trì", "dự"), b.lines()[-1]])


def one_deleted(b: Builder) -> None:
    b.write(b.lines()[:-6])


def one_more(b: Builder) -> None:
    extra = poison.corpus(b.folder / "extra.jsonl", 41).read_text(encoding="utf-8")
    b.write(extra.splitlines(keepends=True))


def no_reference(b: Builder) -> None:
    b.more["reference"] = False


def rules_copied(b: Builder) -> None:
    shutil.copytree(ROOT / "rules", b.folder / "rules")
    b.more["rules"] = b.folder / "rules"


def other_rules(b: Builder) -> None:
    rules_copied(b)
    with (b.folder / "rules" / "meetings.yaml").open("a", encoding="utf-8") as f:
        f.write("# a word more\n")


def other_tenures(b: Builder) -> None:
    rules_copied(b)
    path = b.folder / "rules" / "reference" / "tenures.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")


def other_model(b: Builder) -> None:
    b.more["model"] = "none"


def a_decision_that_waits(b: Builder) -> None:
    (b.folder / "decisions.yaml").write_text(
        "- {id: 1, merge: [official/a, official/b], who: x, when: '2026-01-01T00:00:00+07:00',"
        " why: y, seen: {official/a: {A: [gone]}, official/b: {B: [gone]}}}\n"
    )


def a_decision_taken(b: Builder) -> None:
    rename(b.db, "official/le-van-thu", "Lê Văn Thử (Nghệ An)", "a test")


@pytest.mark.parametrize(
    "change, links",
    [
        (nothing, 0),
        (other_order, 0),
        (a_failure_more, 0),
        (rules_copied, 0),
        (one_changed, 1),
        (one_deleted, 1),
        (one_more, 1),
        (no_reference, 1),
        (other_rules, 1),
        (other_tenures, 1),
        (other_model, 1),
        (a_decision_that_waits, 1),
        (a_decision_taken, 1),
    ],
    ids=lambda x: x.__name__ if callable(x) else "",
)
def test_the_second_build_is_a_clean_one(
    builder: Builder, change: Callable[[Builder], None], links: int
) -> None:
    builder()
    change(builder)
    builder.linked = 0
    again = builder()
    assert builder.linked == links
    third = builder()
    assert builder.linked == links
    clean = builder(builder.folder / "clean.db")
    assert again == third == clean


def test_a_build_cut_off_leaves_nothing_of_what_is_not_given_again(builder: Builder) -> None:
    before = builder()
    lines = builder.lines()
    one_more(builder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.build.link", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            builder()
    builder.write(lines)
    assert builder() == before


def test_whatever_replaces_the_graph_makes_the_next_build_link(builder: Builder) -> None:
    builder()
    with Store.create(builder.db) as store:
        assert store.meta(GROUNDS)
        store.replace_graph(link(store.reports()))
        assert store.meta(GROUNDS) is None
    builder.linked = 0
    builder()
    assert builder.linked == 1


def test_notes_of_keys_that_mean_others_now_stay_with_the_graph(tmp_path: Path) -> None:
    sources, db = Sources(tmp_path), tmp_path / "x.db"
    told = []
    for source in (sources.first, sources.second, sources.second):
        with kg.build.build([source], db) as store:
            told.append(sorted(reason for _, reason in store.notes()))
    assert any("means another now" in reason for reason in told[1])
    assert told[2] == told[1]
