"""What each page shows: plain structs made of rows, the same for HTML and for JSON."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from kg.store.store import Store
from kg.web.pages import (
    body,
    calendar,
    compare,
    document,
    doubts,
    fact,
    graph,
    home,
    map,
    meeting,
    official,
    province,
    search,
)
from kg.web.pages.base import Asked

Make = Callable[[sqlite3.Connection | None, Store, Asked], Any]
MakeEntity = Callable[[sqlite3.Connection | None, Store, str, Asked], Any]


class EntityPage(NamedTuple):
    """How the page of an entity is made: its template, the parameters it knows, its maker."""

    template: str
    parameters: Sequence[str]
    make: MakeEntity


class OtherPage(NamedTuple):
    """The same of a page that is not an entity's."""

    template: str
    parameters: Sequence[str]
    make: Make


def _plain(make: Callable[[Store, Asked], Any]) -> Make:
    return lambda side, store, asked: make(store, asked)


def _of(make: Callable[[Store, str, Asked], Any]) -> MakeEntity:
    return lambda side, store, key, asked: make(store, key, asked)


ENTITIES: Final = {
    "official": EntityPage("official.html", official.PARAMETERS, _of(official.official_page)),
    "meeting": EntityPage("meeting.html", meeting.PARAMETERS, _of(meeting.meeting_page)),
    "body": EntityPage("body.html", body.BODY_PARAMETERS, _of(body.body_page)),
    "post": EntityPage("post.html", body.POST_PARAMETERS, _of(body.post_page)),
    "province": EntityPage("province.html", province.PARAMETERS, province.province_page),
    "place": EntityPage("province.html", province.PARAMETERS, province.province_page),
    "document": EntityPage("document.html", document.PARAMETERS, _of(document.document_page)),
    "participation": EntityPage("fact.html", fact.PARAMETERS, _of(fact.participation_page)),
    "membership": EntityPage("fact.html", fact.PARAMETERS, _of(fact.membership_page)),
    "conflict": EntityPage("fact.html", fact.PARAMETERS, _of(fact.conflict_page)),
}
OTHERS: Final = {
    "/": OtherPage("home.html", home.PARAMETERS, home.home_page),
    "/search": OtherPage("search.html", search.PARAMETERS, search.search_page),
    "/compare": OtherPage("compare.html", compare.PARAMETERS, _plain(compare.compare_page)),
    "/conflicts": OtherPage(
        "conflicts.html", doubts.CONFLICT_PARAMETERS, _plain(doubts.conflicts_page)
    ),
    "/unsure": OtherPage("unsure.html", doubts.UNSURE_PARAMETERS, _plain(doubts.unsure_page)),
    "/calendar": OtherPage("calendar.html", calendar.CALENDAR_PARAMETERS, calendar.calendar_page),
    "/map": OtherPage("map.html", map.PARAMETERS, map.map_page),
    "/graph": OtherPage("graph.html", graph.PARAMETERS, _plain(graph.graph_page)),
}
# What is shown on another entity's page.
INNER: Final = ("mention", "event", "site", "telling", "side")
