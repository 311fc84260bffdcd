"""Popolo JSON: persons, organizations, posts, memberships, events and areas.

The standard (popoloproject.com) has no place for some of what the graph knows; it stands in members
of its own: ``first_seen`` and ``last_seen`` of a membership (when reports show it, which is not
when it began or ended: ``start_date`` and ``end_date`` are left out), ``status``, ``confidence``;
``roles`` of an event's attendees; ``organization_ids``, where several organised one. Who was only
represented is no attendee. Ids are the entities' keys, sources the documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any, BinaryIO

from kg.errors import KgError
from kg.export.elements import Elements
from kg.export.names import is_iri, path_of, valid_date
from kg.export.nodelink import write_array
from kg.export.reopen import told

Item = dict[str, Any]

_THERE = "IN (SELECT key FROM present)"
_ORGANIZATIONS = (
    "SELECT b.key, b.label, b.kind, b.level, b.parent, coalesce(b.place, b.province), "
    "s.valid_from, s.valid_to FROM bodies b LEFT JOIN standings s ON s.key = b.key "
    f"WHERE b.key {_THERE} ORDER BY b.key"
)
_POSTS = (
    "SELECT t.key, t.label, t.title, t.body, coalesce(b.place, b.province) FROM posts t "
    f"LEFT JOIN bodies b ON b.key = t.body WHERE t.key {_THERE} ORDER BY t.key"
)
_MEMBERSHIPS = (
    "SELECT h.key, h.official, h.post, t.label, t.title, t.body, h.status, h.first_seen, "
    "h.last_seen, h.confidence, h.documents FROM held h JOIN posts t ON t.key = h.post "
    f"WHERE h.official {_THERE} AND h.post {_THERE} ORDER BY h.key"
)
_ATTENDEES = (
    "SELECT p.meeting, p.participant, o.label, p.role, p.documents FROM part p "
    f"JOIN officials o ON o.key = p.participant WHERE p.participant {_THERE} "
    f"AND p.meeting {_THERE} ORDER BY p.meeting, p.participant, p.role"
)


def write(elements: Elements, stream: BinaryIO, base: str) -> None:
    """Write what a view of everything holds to `stream` as Popolo JSON (UTF-8).

    Raises:
        KgError: The view is another one: Popolo is about people, posts and events.
    """
    if elements.view.name != "full":
        raise KgError(f"Popolo holds people, posts and events: no view {elements.view.name!r}")
    popolo = _Popolo(elements, base)
    stream.write(b'{"@context": "http://www.popoloproject.com/contexts/"')
    with told(elements.store):
        for name, items in (
            ("persons", popolo.persons()),
            ("organizations", popolo.organizations()),
            ("posts", popolo.posts()),
            ("memberships", popolo.memberships()),
            ("events", popolo.events()),
            ("areas", popolo.areas()),
        ):
            write_array(stream, name, items)
    stream.write(b"\n}\n")


class _Popolo:
    def __init__(self, elements: Elements, base: str) -> None:
        self._run = elements.store.connection.execute
        self._base = base
        self._source = lru_cache(maxsize=1 << 12)(self._read_source)
        self._label = lru_cache(maxsize=1 << 12)(self._read_label)

    def persons(self) -> Iterator[Item]:
        for key, label, variants in self._run(
            f"SELECT key, label, variants FROM officials WHERE key {_THERE} ORDER BY key"
        ):
            others = [{"name": v} for v in json.loads(variants) if v != label]
            yield _filled({"id": key, "name": label or key, "other_names": others})

    def organizations(self) -> Iterator[Item]:
        for key, label, kind, level, parent, place, first, last in self._run(_ORGANIZATIONS):
            yield _filled(
                {
                    "id": key,
                    "name": label or key,
                    "classification": kind,
                    "level": level,
                    "parent_id": parent,
                    "area_id": place,
                    "founding_date": valid_date(first),
                    "dissolution_date": valid_date(last),
                }
            )

    def posts(self) -> Iterator[Item]:
        for key, label, title, body, place in self._run(_POSTS):
            yield _filled(
                {
                    "id": key,
                    "label": label or key,
                    "role": title,
                    "organization_id": body,
                    "area_id": place,
                }
            )

    def memberships(self) -> Iterator[Item]:
        for (
            key, official, post, label, title, body, status, first, last, confidence, documents,
        ) in self._run(_MEMBERSHIPS):  # fmt: skip
            yield _filled(
                {
                    "id": key,
                    "label": label,
                    "role": title,
                    "person_id": official,
                    "post_id": post,
                    "organization_id": body,
                    "status": status,
                    "first_seen": first,
                    "last_seen": last,
                    "confidence": confidence,
                    "sources": self._sources(documents),
                }
            )

    def events(self) -> Iterator[Item]:
        attending = groupby(self._run(_ATTENDEES), key=lambda row: row[0])
        meeting, rows = next(attending, (None, iter(())))
        for key, label, kind, first, last, provinces, organisers, planned in self._run(
            "SELECT key, label, kind, date, end_date, provinces, organisers, planned FROM met "
            f"WHERE key {_THERE} ORDER BY key"
        ):
            here = list[tuple[Any, ...]]()
            if meeting == key:
                here = list(rows)
                meeting, rows = next(attending, (None, iter(())))
            bodies = json.loads(organisers)
            yield _filled(
                {
                    "id": key,
                    "name": label or key,
                    "classification": kind,
                    "start_date": valid_date(first),
                    "end_date": valid_date(last),
                    "location": "; ".join(map(self._label, json.loads(provinces))),
                    "status": "planned" if planned else None,
                    "organization_id": bodies[0] if bodies else None,
                    "organization_ids": bodies if len(bodies) > 1 else None,
                    "attendees": list(_attendees(here)),
                    "sources": self._sources(*[row[4] for row in here]),
                }
            )

    def areas(self) -> Iterator[Item]:
        for key, label, full_name, level, province, gso, iso, wikidata in self._run(
            "SELECT key, label, full_name, level, province, gso, iso, wikidata FROM places "
            f"WHERE key {_THERE} ORDER BY key"
        ):
            schemes = {"gso": gso, "iso": iso, "wikidata": wikidata}
            yield _filled(
                {
                    "id": key,
                    "name": label or key,
                    "identifier": iso,
                    "classification": level,
                    "parent_id": province,
                    "other_names": [{"name": full_name}] if full_name != label else None,
                    "other_identifiers": [
                        {"identifier": value, "scheme": scheme}
                        for scheme, value in schemes.items()
                        if value and scheme != "iso"
                    ],
                }
            )

    def _sources(self, *documents: str) -> list[Item]:
        keys = dict.fromkeys(key for each in documents for key in json.loads(each))
        return [self._source(key) for key in keys]

    def _read_source(self, key: str) -> Item:
        """Return the link to a document: its own address, or its IRI where it has none."""
        id, source = self._run("SELECT id, source FROM documents WHERE key = ?", (key,)).fetchone()
        url = source if source and is_iri(source) else self._base + path_of(key)
        return {"url": url, "note": id}

    def _read_label(self, place: str) -> str:
        found = self._run("SELECT label FROM places WHERE key = ?", (place,)).fetchone()
        return str(found[0]) if found else place


def _attendees(rows: list[tuple[Any, ...]]) -> Iterator[Item]:
    for (official, label), found in groupby(rows, key=lambda row: row[1:3]):
        roles = list(dict.fromkeys(row[3] for row in found))
        if roles != ["represented"]:
            yield {"id": official, "name": label or official, "roles": roles}


def _filled(item: Item) -> Item:
    return {name: value for name, value in item.items() if value not in (None, "", [])}
