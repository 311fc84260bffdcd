from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from graph_source import GraphSource, small_source
from hypothesis import example, given, settings
from hypothesis import strategies as st
from synthetic.corpus import corpus
from test_export_views import small, stored

import kg
from kg.errors import KgError
from kg.export import export
from kg.link.graph import link
from kg.store.store import Store

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "tests/schemas/popolo.json").read_text("utf-8"))


def popolo(source: Store | GraphSource, **options: Any) -> dict[str, Any]:
    out = io.BytesIO()
    export(source, out, "popolo", **options)
    read: dict[str, Any] = json.loads(out.getvalue())
    jsonschema.Draft202012Validator(SCHEMA).validate(read)
    return read


def one(items: list[dict[str, Any]], id: str) -> dict[str, Any]:
    (found,) = [item for item in items if item["id"] == id]
    return found


def test_people_posts_and_bodies() -> None:
    read = popolo(small_source())
    assert one(read["persons"], "official/le-thi-buoi") == {
        "id": "official/le-thi-buoi",
        "name": "Lê Thị Bưởi",
        "other_names": [{"name": "Lê Thị Bửơi"}],
    }
    held = one(read["memberships"], "membership/le-thi-buoi-1")
    assert held == {
        "id": "membership/le-thi-buoi-1",
        "label": "Bí thư Tỉnh ủy Hà Nam",
        "role": "Bí thư",
        "person_id": "official/le-thi-buoi",
        "post_id": "post/bi-thu-tinh-uy-ha-nam",
        "organization_id": "body/tinh-uy-ha-nam",
        "status": "current",
        "first_seen": "2024-03-05",
        "last_seen": "2024-03-05",
        "confidence": 1.0,
        "sources": held["sources"],
    }
    assert one(read["organizations"], "body/tinh-uy-ha-nam")["area_id"] == "province/ha-nam"
    # A body that no report places: a post, and no organization with it.
    assert "organization_id" not in one(read["posts"], "post/bi-thu")


def test_a_meeting_is_an_event_with_who_was_there() -> None:
    read = popolo(stored(small()))
    assert one(read["events"], "meeting/m2") == {
        "id": "meeting/m2",
        "name": "hội nghị hai",
        "classification": "hội nghị",
        "start_date": "2024-02-20",
        "end_date": "2024-02-21",
        "organization_id": "body/tinh-uy",
        "attendees": [
            {"id": "official/an", "name": "An", "roles": ["chair"]},
            {"id": "official/binh", "name": "Bình", "roles": ["chair"]},
            {"id": "official/chi", "name": "Chi", "roles": ["attend"]},
            {"id": "official/dung", "name": "Dũng", "roles": ["attend"]},
        ],
        "sources": [{"url": "https://w3id.org/chutri/id/document/c", "note": "c"}],
    }
    chi = [a for a in one(read["events"], "meeting/m1")["attendees"] if a["id"] == "official/chi"]
    assert chi[0]["roles"] == ["attend", "speak"]
    assert "start_date" not in one(read["events"], "meeting/m3")


def test_a_filter_narrows_it_down_and_a_view_cannot() -> None:
    read = popolo(stored(small()), only=kg.Filter(end="2024-01-31"))
    assert [event["id"] for event in read["events"]] == ["meeting/m1"]
    assert {person["name"] for person in read["persons"]} == {"An", "Bình", "Chi"}
    with pytest.raises(KgError, match="no view 'officials'"):
        popolo(stored(small()), view="officials")


@pytest.mark.parametrize("seeds", [True, False])
def test_it_conforms_and_refers_to_what_is_there(seeds: bool, tmp_path: Path) -> None:
    if seeds:
        store = kg.build([str(ROOT / "seeds")], tmp_path / "seeds.db")
    else:
        store = Store.create(":memory:")
        store.replace_graph(link(labelled.report for labelled in corpus(150, 5)))
    read = popolo(store)
    ids = {kind: {item["id"] for item in items} for kind, items in read.items() if kind[0] != "@"}
    for kind, items in ids.items():
        assert len(items) == len(read[kind]), kind
    assert all(m["person_id"] in ids["persons"] for m in read["memberships"])
    assert all(m["post_id"] in ids["posts"] for m in read["memberships"])
    for kind in ("posts", "memberships", "events"):
        assert {i.get("organization_id") for i in read[kind]} <= ids["organizations"] | {None}
    assert {i.get("parent_id") for i in read["organizations"]} <= ids["organizations"] | {None}
    for kind in ("posts", "organizations"):
        assert {i.get("area_id") for i in read[kind]} <= ids["areas"] | {None}
    there = {a["id"] for event in read["events"] for a in event.get("attendees", ())}
    assert there and there <= ids["persons"]
    rows = {
        "persons": "officials",
        "organizations": "bodies",
        "posts": "posts",
        "memberships": "memberships",
        "events": "meetings",
        "areas": "places",
    }
    assert {kind: len(read[kind]) for kind in rows} == {
        kind: store.counts()[table] for kind, table in rows.items()
    }


@settings(max_examples=50, deadline=None)
@given(label=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example(label='"\\<&\x00\x08\r\n\u2028')
@example(label="Nguye\u0302\u0303n 😀" * 1000)
def test_labels_come_back(label: str) -> None:
    read = popolo(small_source(label))
    assert one(read["persons"], "official/le-thi-buoi")["name"] == label
    assert label in {post["label"] for post in read["posts"]}
