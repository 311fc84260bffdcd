"""A store without a file: the reference for what exporters may ask of one. And a small graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kg.link.copy_row import CopyRow
from kg.link.model import (
    BodyRow,
    DisputedRow,
    DocumentRow,
    Graph,
    InferredRow,
    MeetingRow,
    MembershipRow,
    MentionRow,
    Official,
    ParticipationRow,
    PlaceRow,
    PostRow,
    RedirectRow,
    SiteRow,
)
from kg.link.standing_row import StandingRow
from kg.link.telling_rows import ConflictRow, SideRow, TellingRow
from kg.store.told import TenureEvent


class GraphSource:
    """The tables of a `Graph` and the documents' texts (by key), read as from a store."""

    documents: Callable[[], Iterator[DocumentRow]]
    copies: Callable[[], Iterator[CopyRow]]
    officials: Callable[[], Iterator[Official]]
    places: Callable[[], Iterator[PlaceRow]]
    bodies: Callable[[], Iterator[BodyRow]]
    posts: Callable[[], Iterator[PostRow]]
    meetings: Callable[[], Iterator[MeetingRow]]
    sites: Callable[[], Iterator[SiteRow]]
    mentions: Callable[[], Iterator[MentionRow]]
    memberships: Callable[[], Iterator[MembershipRow]]
    participations: Callable[[], Iterator[ParticipationRow]]
    redirects: Callable[[], Iterator[RedirectRow]]
    inferred: Callable[[], Iterator[InferredRow]]
    disputed: Callable[[], Iterator[DisputedRow]]
    tellings: Callable[[], Iterator[TellingRow]]
    conflicts: Callable[[], Iterator[ConflictRow]]
    sides: Callable[[], Iterator[SideRow]]
    standings: Callable[[], Iterator[StandingRow]]

    def __init__(
        self, graph: Graph, texts: Mapping[str, str], events: Sequence[TenureEvent] = ()
    ) -> None:
        self._texts, self._events = texts, events
        for table in graph.__struct_fields__:
            rows: tuple[Any, ...] = tuple(sorted(getattr(graph, table), key=lambda row: row.key))
            setattr(self, table, lambda rows=rows: iter(rows))

    def tenure_events(self) -> Iterator[TenureEvent]:
        return iter(sorted(self._events, key=lambda e: (e.membership, e.key)))

    def text(self, document: str, /) -> str:
        return self._texts[document]


TEXT = (
    "Ngày 5/3/2024, Bí thư Tỉnh ủy Hà Nam Lê Thị Bưởi chủ trì hội nghị; đại diện Sở Y tế dự. "
    "Ông Trần Văn Cam, nguyên Bí thư, phát biểu tại điểm cầu Nam Định."
)
DOCUMENT = "document/bao-a"


def mention(number: int, words: str, kind: Any, target: str, text: str = TEXT) -> MentionRow:
    start = text.index(words)
    return MentionRow(
        f"mention/bao-a-{number}",
        DOCUMENT,
        start,
        start + len(words),
        kind,
        target,
        "rule-a",
        0.95,
    )


def small_graph() -> Graph:
    """Two officials at one meeting with a site, and a body represented there."""
    return Graph(
        documents=(
            DocumentRow(DOCUMENT, "bao-a", "Hội nghị", "2024-03-06", "https://bao.example/a?x=1"),
        ),
        officials=(
            Official("official/le-thi-buoi", "Lê Thị Bưởi", ("Lê Thị Bưởi", "Lê Thị Bửơi")),
            Official("official/tran-van-cam", "Trần Văn Cam"),
        ),
        places=(
            PlaceRow(
                "province/ha-nam",
                "Hà Nam",
                "Tỉnh Hà Nam",
                "province",
                gso="35",
                iso="VN-63",
                wikidata="Q36393",
                valid_to="2025-06-30",
                replaced_by="province/ninh-binh",
            ),
            PlaceRow("province/nam-dinh", "Nam Định", "Tỉnh Nam Định", "province"),
            PlaceRow("province/ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình", "province"),
        ),
        bodies=(
            BodyRow("body/so-y-te", "Sở Y tế", "so", "province", placed=False),
            BodyRow(
                "body/tinh-uy-ha-nam",
                "Tỉnh ủy Hà Nam",
                "tinh-uy",
                "province",
                province="province/ha-nam",
                place="province/ha-nam",
            ),
        ),
        posts=(
            PostRow("post/bi-thu", "Bí thư", "Bí thư", placed=False),
            PostRow(
                "post/bi-thu-tinh-uy-ha-nam",
                "Bí thư Tỉnh ủy Hà Nam",
                "Bí thư",
                "body/tinh-uy-ha-nam",
            ),
        ),
        meetings=(
            MeetingRow(
                "meeting/2024-03-05-hoi-nghi",
                "hội nghị",
                "hoi-nghi",
                "2024-03-05",
                provinces=("province/ha-nam",),
                organisers=("body/tinh-uy-ha-nam",),
            ),
        ),
        sites=(
            SiteRow(
                "site/2024-03-05-hoi-nghi-nam-dinh",
                "meeting/2024-03-05-hoi-nghi",
                "điểm cầu Nam Định",
                "province/nam-dinh",
            ),
        ),
        mentions=(
            mention(1, "Lê Thị Bưởi", "person", "official/le-thi-buoi"),
            mention(2, "Trần Văn Cam", "person", "official/tran-van-cam"),
            mention(3, "Bí thư Tỉnh ủy Hà Nam", "post", "post/bi-thu-tinh-uy-ha-nam"),
            mention(4, "Sở Y tế", "body", "body/so-y-te"),
            mention(5, "Hà Nam", "place", "province/ha-nam"),
            mention(6, "Nam Định", "place", "province/nam-dinh"),
            mention(7, "phát biểu", "role", "meeting/2024-03-05-hoi-nghi"),
            mention(8, "nguyên Bí thư", "post", "post/bi-thu"),
        ),
        memberships=(
            MembershipRow(
                "membership/le-thi-buoi-1",
                "official/le-thi-buoi",
                "post/bi-thu-tinh-uy-ha-nam",
                "current",
                "2024-03-05",
                "2024-03-05",
                ("Bí thư Tỉnh ủy Hà Nam",),
                (DOCUMENT,),
                ("mention/bao-a-1", "mention/bao-a-3"),
                1.0,
            ),
            MembershipRow(
                "membership/tran-van-cam-1",
                "official/tran-van-cam",
                "post/bi-thu",
                "former",
                "2024-03-05",
                "2024-03-05",
                ("nguyên Bí thư",),
                (DOCUMENT,),
                ("mention/bao-a-2", "mention/bao-a-8"),
                0.8,
            ),
        ),
        participations=tuple(
            ParticipationRow(
                f"participation/2024-03-05-hoi-nghi-{number}",
                "meeting/2024-03-05-hoi-nghi",
                participant,
                role,
                site,
                acting_as,
                behalf,
                order,
                (DOCUMENT,),
                (f"mention/bao-a-{words}",),
                confidence,
            )
            for number, participant, role, site, acting_as, behalf, order, words, confidence in (
                (
                    1,
                    "official/le-thi-buoi",
                    "chair",
                    None,
                    "post/bi-thu-tinh-uy-ha-nam",
                    None,
                    1,
                    1,
                    1.0,
                ),
                (2, "body/so-y-te", "represented", None, None, None, None, 4, 0.7),
                (
                    3,
                    "official/tran-van-cam",
                    "speak",
                    "site/2024-03-05-hoi-nghi-nam-dinh",
                    None,
                    "body/so-y-te",
                    None,
                    2,
                    0.123456,
                ),
            )
        ),
    )


EVENT = TenureEvent(
    key="event/tran-van-cam-1--dismissed--2024-02",
    membership="membership/tran-van-cam-1",
    official="official/tran-van-cam",
    post="post/bi-thu",
    kind="dismissed",
    day="2024-02",
    by=False,
    sentences=("Ông Trần Văn Cam, nguyên Bí thư, phát biểu tại điểm cầu Nam Định.",),
    documents=(DOCUMENT,),
    mentions=("mention/bao-a-2", "mention/bao-a-8"),
)


def small_source(label: str | None = None) -> GraphSource:
    """The small graph; `label` names one row of each kind and begins the text."""
    graph, text = small_graph(), TEXT
    if label is not None:
        text = label + " | " + TEXT
        mentions = [
            msgspec.structs.replace(m, start=m.start + len(label) + 3, end=m.end + len(label) + 3)
            for m in graph.mentions
        ]
        mentions[0] = msgspec.structs.replace(mentions[0], start=0, end=len(label))
        changed = {
            table: (msgspec.structs.replace(rows[0], label=label), *rows[1:])
            for table in ("officials", "places", "bodies", "posts", "meetings", "sites")
            for rows in [getattr(graph, table)]
        }
        document = msgspec.structs.replace(graph.documents[0], title=label)
        graph = msgspec.structs.replace(
            graph, documents=(document,), mentions=tuple(mentions), **changed
        )
    return GraphSource(graph, {DOCUMENT: text}, [EVENT])
