"""Where documents give one person, on one day, titles that nobody holds at once.

Two such titles are a head's and a deputy's at one body, and one post as held, as held for the time
being, and as left. On a day on which somebody takes up or gives up one of the posts, both are true.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.link.conflicts import Question, Side, opposed
from kg.link.meetings import Meetings
from kg.link.mentions import Mentions
from kg.link.model import MembershipRow, PostRow
from kg.link.rules import LinkRules
from kg.link.slugs import canonical
from kg.link.sources import Keys, Source
from kg.link.statements import days_seen
from kg.report.model import Membership


class Held(NamedTuple):
    """A title as one document gives it: `bare` is its title without words of status."""

    label: str
    post: str
    bare: str
    status: str


_Given = dict[Held, list[tuple[str, list[str]]]]  # -> document, keys of mentions


def of_titles(
    sources: Sequence[Source],
    keys: Keys,
    memberships: Iterable[MembershipRow],
    posts: Mapping[str, PostRow],
    meetings: Meetings,
    mentions: Mentions,
    rules: LinkRules,
) -> list[Question]:
    """Return the disputed titles; `posts` are the rows by key."""
    asked = several_titles(memberships, posts)
    by_official: dict[str, list[tuple[Source, Membership, PostRow]]] = defaultdict(list)
    for source in sources:
        own = keys.of(source)
        for m in source.report.memberships:
            who = own.get(m.person, "")
            if who in asked and (post := posts[own[m.post]]).body in asked[who] and post.placed:
                by_official[who].append((source, m, post))
    out = list[Question]()
    for who, told in sorted(by_official.items()):
        out += _of_one(who, told, keys, meetings, mentions, rules)
    return out


def several_titles(
    memberships: Iterable[MembershipRow], posts: Mapping[str, PostRow]
) -> dict[str, set[str]]:
    """Return by official the bodies at which several titles may be given for one day.

    The days on which an official is seen with a title lie in the span of the membership. Those who
    have one title at a body, or one after the other, are most: no report of theirs is gone through.
    """
    held: dict[str, dict[str, list[MembershipRow]]] = defaultdict(lambda: defaultdict(list))
    for row in memberships:
        post = posts[row.post]
        if post.body is not None and post.placed:
            held[row.official][post.body].append(row)
    out: dict[str, set[str]] = defaultdict(set)
    for who, at in held.items():
        for body, rows in at.items():
            if any(_overlap(a, b) for a, b in itertools.combinations(rows, 2)):
                out[who].add(body)
    return dict(out)


def _overlap(a: MembershipRow, b: MembershipRow) -> bool:
    if a.first_seen is None or a.last_seen is None or b.first_seen is None or b.last_seen is None:
        return False
    return a.first_seen <= b.last_seen and b.first_seen <= a.last_seen


def _of_one(
    who: str,
    told: Sequence[tuple[Source, Membership, PostRow]],
    keys: Keys,
    meetings: Meetings,
    mentions: Mentions,
    rules: LinkRules,
) -> Iterable[Question]:
    """Give the disputed titles of one official, by what each document tells of them."""
    given: dict[tuple[str, str], _Given] = defaultdict(lambda: defaultdict(list))
    for source, m, post in told:
        held = Held(post.label, post.key, rules.bare(post.title), m.status)
        if m.status == "former" and not any(rules.left(words) for words in m.printed):
            # Dismissed, not former: it was held until that day.
            held = held._replace(status="dismissed")
        words = mentions.keys(source, m.mentions)
        for day in set(days_seen(source, keys, meetings)(m.person)):
            given[post.body or "", day][held].append((source.key, words))
    for (body, day), held_by in sorted(given.items()):
        if len({d for found in held_by.values() for d, _ in found}) > 1:
            yield from _question(who, body, day, held_by, rules)


def _question(who: str, body: str, day: str, given: _Given, rules: LinkRules) -> Iterable[Question]:
    said: dict[str, set[Held]] = defaultdict(set)
    for held, told in given.items():
        for document, _ in told:
            said[document].add(held)
    changed = [h for h in given if h.status in ("appointed", "dismissed")]

    def contradict(a: Held, b: Held) -> bool:
        if any(_one_office(h, x, rules) for h in changed for x in (a, b)):
            return False
        return _contradict(a, b, rules)

    # A document that says both does not take a side.
    sure = {d: held for d, held in said.items() if not opposed(held, contradict)}
    standing = sorted(h for h in given if any(h in held for held in sure.values()))
    sides: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for held in opposed(standing, contradict):
        sides[canonical(held.label), held.status].append(held)
    if len(sides) < 2:
        return []
    tail = f"{who.removeprefix('official/')}--{body.removeprefix('body/')}--{day}"
    shown = tuple(_side(held, given, set(sure)) for held in sides.values())
    return [Question("title", who, tail, day, shown)]


def _side(held: Sequence[Held], given: _Given, sure: set[str]) -> Side:
    told = [t for h in held for t in given[h] if t[0] in sure]
    return Side(
        held[0].label,
        tuple(sorted({h.post for h in held})),
        tuple(sorted({document for document, _ in told})),
        tuple(sorted({m for _, words in told for m in words})),
    )


def _contradict(a: Held, b: Held, rules: LinkRules) -> bool:
    if a.bare == b.bare:
        return a.status != b.status
    if "former" in (a.status, b.status):
        return False  # of another post
    return _deputy_of(a, b, rules) or _deputy_of(b, a, rules)


def _deputy_of(a: Held, b: Held, rules: LinkRules) -> bool:
    head = rules.stands_for(a.bare)
    return head is not None and (head == b.bare or head.startswith(b.bare + " "))


def _one_office(changed: Held, held: Held, rules: LinkRules) -> bool:
    """Whether taking up or giving up the one says something of the other: head and deputy are."""
    return (
        changed.bare == held.bare
        or _deputy_of(changed, held, rules)
        or _deputy_of(held, changed, rules)
    )
