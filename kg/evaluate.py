"""Precision, recall and F1 of an export against gold annotations.

Each measure compares two sets of tuples over the gold's documents; what the export says of other
documents does not count. Names are compared after `kg.gold.normal_form`.

| measure | tuples |
| --- | --- |
| people, provinces | (document, name), referred to by a mention in the document |
| bodies | (document, body) in which a post is held, or that take part, organise, are acted for |
| posts, posts~ | (document, name, post); ``~`` takes a post as right at 0.75 token overlap |
| roles, chair, attend, speak | (document, meeting, who, role), meetings aligned one to one |
| roles* | (document, who, role) |
| sites | (document, who, role, province of the site) |
| dates | (document, date of a meeting) |
| same-meeting, same-person | pairs of documents' meetings or people that are one entity |
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from kg import claims
from kg.claims import Claims
from kg.gold import GoldDocument, normal_form, read_gold

MEASURES: Final = (
    "people",
    "posts",
    "posts~",
    "bodies",
    "provinces",
    "roles",
    "roles*",
    "chair",
    "attend",
    "speak",
    "sites",
    "dates",
    "same-meeting",
    "same-person",
)
# Measures whose single errors are listed; the others would repeat these.
LISTED: Final = (
    "people",
    "posts",
    "bodies",
    "provinces",
    "roles",
    "sites",
    "dates",
    "same-meeting",
    "same-person",
)
_POST_OVERLAP: Final = 0.75

Item = tuple[str, ...]


class Score(msgspec.Struct, frozen=True):
    """One measure: precision, recall and F1 (to 3 digits), and how many tuples there are."""

    P: float
    R: float
    F1: float
    gold: int
    found: int


class Evaluation(msgspec.Struct, frozen=True):
    """All measures by name, in the order of `MEASURES`.

    `bylines` counts the gold's ``not_people`` that the export has as officials. `missing` and
    `spurious` are errors: (measure, document, ...), sorted.
    """

    measures: dict[str, Score]
    bylines: int
    missing: list[Item]
    spurious: list[Item]

    def as_dict(self) -> dict[str, Any]:
        """Return measures and ``bylines-as-people`` as plain data."""
        return {**msgspec.to_builtins(self.measures), "bylines-as-people": self.bylines}

    def text(self, *, errors: bool = False) -> str:
        """Return a line a measure; with `errors` also a line for each missing or spurious tuple."""
        lines = []
        for measure, values in self.as_dict().items():
            pairs = values.items() if isinstance(values, dict) else ()
            shown = "  ".join(f"{k} {v}" for k, v in pairs) or str(values)
            lines.append(f"{measure:18} {shown}")
        if errors:
            lines += [" | ".join(("missing", *item)) for item in self.missing]
            lines += [" | ".join(("spurious", *item)) for item in self.spurious]
        return "\n".join(lines)


def evaluate(gold: Path, nt: Path) -> Evaluation:
    """Compare an RDF export (``.nt``, ``.ttl`` or any other syntax by suffix) with a gold file.

    Raises:
        KgError: A file cannot be read; the message names the line of the gold where there is one.
    """
    documents = read_gold(Path(gold))
    expected, found, bylines = tuples(documents, Claims(Path(nt), {d.id for d in documents}))
    return Evaluation(
        {measure: score(expected[measure], found[measure]) for measure in MEASURES},
        bylines,
        _listed((measure, expected[measure] - found[measure]) for measure in LISTED),
        _listed((measure, found[measure] - expected[measure]) for measure in LISTED),
    )


Tuples = Mapping[str, set[Item]]


def score(gold: set[Item], found: set[Item]) -> Score:
    """Return precision, recall and F1 of found tuples."""
    right = len(gold & found)
    precision = right / len(found) if found else float(not gold)
    recall = right / len(gold) if gold else float(not found)
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return Score(round(precision, 3), round(recall, 3), round(f1, 3), len(gold), len(found))


def _listed(errors: Iterable[tuple[str, set[Item]]]) -> list[Item]:
    return [(measure, *item) for measure, items in errors for item in sorted(items)]


class _Meeting(msgspec.Struct):
    roles: set[tuple[str, str]]  # who, role
    date: str | None = None


_ROLES = {"Chair": "chair", "Attendee": "attend", "Speaker": "speak"}


def tuples(documents: list[GoldDocument], export: Claims) -> tuple[Tuples, Tuples, int]:
    """Return the gold's tuples, the export's, and the number of bylines taken for officials."""
    gold, found = defaultdict[str, set[Item]](set), defaultdict[str, set[Item]](set)
    norm = normal_form
    for d in documents:
        gold["people"] |= {(d.id, norm(name)) for name in d.people}
        gold["bodies"] |= {(d.id, norm(body)) for body in d.bodies}
        gold["provinces"] |= {(d.id, norm(province)) for province in d.provinces}
        gold["posts"] |= {
            (d.id, norm(n), norm(post)) for n, posts in d.people.items() for post in posts
        }
    gold["posts~"] = gold["posts"]
    people = export.rows(claims.MENTIONED % "kg:Official")
    provinces = export.rows(claims.MENTIONED % "kg:Province")
    found["people"] = {(doc, norm(label)) for doc, label, _ in people}
    found["provinces"] = {(doc, norm(label)) for doc, label, _ in provinces}
    found["bodies"] = {(doc, norm(label)) for doc, label in export.rows(claims.BODIES)}
    found["posts"] = {
        (doc, norm(name), norm(post)) for doc, name, post in export.rows(claims.POSTS)
    }
    found["posts~"] = _loose(found["posts"], gold["posts"])
    _meetings(documents, export, gold, found)
    for side in (gold, found):
        side["roles*"] = {(doc, who, role) for doc, _, who, role in side["roles"]}
        for role in ("chair", "attend", "speak"):
            side[role] = {item for item in side["roles"] if item[3] == role}
    named: dict[Item, str] = {
        (d.id, norm(name)): unicodedata.normalize("NFC", name)
        for d in documents
        for name in d.people
    }
    gold["same-person"] = _pairs(named)
    linked: dict[Item, str] = {(doc, norm(label)): iri for doc, label, iri in people}
    found["same-person"] = _pairs({item: iri for item, iri in linked.items() if item in named})
    bylines = [(d.id, norm(name)) for d in documents for name in d.not_people]
    return gold, found, sum(item in found["people"] for item in bylines)


def _meetings(
    documents: list[GoldDocument],
    export: Claims,
    gold: dict[str, set[Item]],
    found: dict[str, set[Item]],
) -> None:
    """Add roles, sites, dates and same-meeting to both sides."""
    read = defaultdict[str, dict[str, _Meeting]](dict)
    for doc, key, name, role_iri, site in export.rows(claims.PARTICIPATIONS):
        role = _ROLES.get(role_iri.rsplit("#", 1)[-1], role_iri)
        who = normal_form(name)
        read[doc].setdefault(key, _Meeting(set())).roles.add((who, role))
        if site:
            found["sites"].add((doc, who, role, normal_form(site)))
    for doc, key, date in export.rows(claims.DATES):
        read[doc].setdefault(key, _Meeting(set())).date = date[:10]
        found["dates"].add((doc, date[:10]))
    gold_clusters: dict[Item, str] = {}
    found_clusters: dict[Item, str] = {}
    for d in documents:
        told: dict[str, _Meeting] = {}
        for m in d.meetings:
            told[m.id] = _Meeting({(normal_form(p.name), p.role) for p in m.participants}, m.date)
            gold["sites"] |= {
                (d.id, normal_form(p.name), p.role, normal_form(p.site))
                for p in m.participants
                if p.site
            }
            if m.date:
                gold["dates"].add((d.id, m.date))
        for key, meeting in told.items():
            gold["roles"] |= {(d.id, key, *who_role) for who_role in meeting.roles}
            gold_clusters[d.id, key] = key
        matched = _align(told, read[d.id])
        for key, meeting in read[d.id].items():
            found["roles"] |= {(d.id, matched.get(key, key), *pair) for pair in meeting.roles}
            if key in matched:
                found_clusters[d.id, matched[key]] = key
    gold["same-meeting"], found["same-meeting"] = _pairs(gold_clusters), _pairs(found_clusters)


def _align(gold: Mapping[str, _Meeting], found: Mapping[str, _Meeting]) -> dict[str, str]:
    """Match found meetings to gold ones, one to one, the best pair first.

    A pair's strength: 2 a shared (who, role), 1 a shared participant, 0.5 the same date.
    """

    def strength(g: _Meeting, f: _Meeting) -> float:
        people = {who for who, _ in g.roles} & {who for who, _ in f.roles}
        same_day = 0.5 if g.date and g.date == f.date else 0.0
        return 2 * len(g.roles & f.roles) + len(people) + same_day

    pairs = sorted(((strength(gold[g], found[f]), g, f) for g in gold for f in found), reverse=True)
    matched: dict[str, str] = {}
    taken = set[str]()
    for value, g, f in pairs:
        if value > 0 and g not in taken and f not in matched:
            taken.add(g)
            matched[f] = g
    return matched


def _loose(posts: set[Item], gold: set[Item]) -> set[Item]:
    """Map each post to the gold's post of that person which it overlaps best, if enough."""
    by_person = defaultdict[Item, list[Item]](list)
    for item in sorted(gold):
        by_person[item[:2]].append(item)
    loose = set[Item]()
    for item in posts:
        rivals = by_person.get(item[:2], [])
        best = max(rivals, key=lambda rival: _overlap(rival[2], item[2]), default=item)
        loose.add(best if _overlap(best[2], item[2]) >= _POST_OVERLAP else item)
    return loose


def _overlap(a: str, b: str) -> float:
    x, y = set(a.split()), set(b.split())
    return len(x & y) / max(1, len(x | y))


def _pairs(clusters: Mapping[Item, str]) -> set[Item]:
    """Return all pairs of items of one cluster, each as one flat tuple."""
    members = defaultdict[str, list[Item]](list)
    for item, cluster in clusters.items():
        members[cluster].append(item)
    return {
        (*a, *b) for items in members.values() for a, b in itertools.combinations(sorted(items), 2)
    }
