"""What a question about one official costs does not depend on how many others there are."""

from __future__ import annotations

import pytest

from kg.documents.document import Document
from kg.link.model import (
    DocumentRow,
    Graph,
    MeetingRow,
    MembershipRow,
    MentionRow,
    Official,
    ParticipationRow,
    PostRow,
)
from kg.report.model import Report
from kg.store.queries import appearances
from kg.store.store import Store

TEXT = "Ủy viên Trung ương Đảng Nguyễn Văn A chủ trì cuộc họp."


def crowd(officials: int) -> Store:
    """A store of officials who all hold one post, each told of in a document of his own."""
    numbers = [f"{number:05}" for number in range(officials)]
    store = Store.create(":memory:")
    with store.transaction():
        for n in numbers:
            document = Document(id=n, text=TEXT)
            report = Report(document=n, digest=document.digest(), version="1")
            store.put_report(document, report)
        store.replace_graph(
            Graph(
                documents=tuple(DocumentRow(f"document/{n}", n, None, None, None) for n in numbers),
                officials=tuple(Official(f"official/{n}", f"Nguyễn Văn {n}") for n in numbers),
                posts=(PostRow("post/uv", "Ủy viên Trung ương Đảng", "Ủy viên"),),
                meetings=tuple(MeetingRow(f"meeting/{n}", "cuộc họp", "cuộc họp") for n in numbers),
                mentions=tuple(
                    MentionRow(
                        f"mention/{n}", f"document/{n}", 0, 23, "post", "post/uv", "rule:x", 1.0
                    )
                    for n in numbers
                ),
                memberships=tuple(
                    MembershipRow(
                        f"membership/{n}",
                        f"official/{n}",
                        "post/uv",
                        "current",
                        None,
                        None,
                        (),
                        (f"document/{n}",),
                        (f"mention/{n}",),
                        1.0,
                    )
                    for n in numbers
                ),
                participations=tuple(
                    ParticipationRow(
                        f"participation/{n}",
                        f"meeting/{n}",
                        f"official/{n}",
                        "chair",
                        None,
                        None,
                        None,
                        None,
                        (f"document/{n}",),
                        (),
                        1.0,
                    )
                    for n in numbers
                ),
            )
        )
    return store


def steps(store: Store) -> int:
    """Instructions of SQLite that the appearances of the first official take, in tens."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    store.connection.set_progress_handler(step, 10)
    (found,) = appearances(store, "official/00000")
    assert (found.post, found.documents) == ("Ủy viên Trung ương Đảng", ("00000",))
    return taken


@pytest.mark.parametrize("times", [20])
def test_appearances_of_one_of_many(times: int) -> None:
    assert steps(crowd(20 * times)) < 1.5 * steps(crowd(20)) + 10
