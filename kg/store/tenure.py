"""Posts over time: who held one, and which ones somebody held, with what that rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from kg.errors import KgError
from kg.link.model import MembershipRow, PostRow
from kg.link.rules import LinkRules, load_link_rules
from kg.link.slugs import canonical, search_form
from kg.store.names import find_officials, nearest, nearest_names
from kg.store.store import Store
from kg.store.tenure_events import Event
from kg.store.told import ToldReader

How = Literal["current", "acting", "former", "held"] | Event
_HOLDING = ("current", "acting", "held")
_TAKEN_UP = ("elected", "appointed", "assigned", "transferred")


class Step(msgspec.Struct, frozen=True):
    """Something that documents tell of a tenure.

    Of ``current``, ``acting`` and ``former`` `first` and `last` are the days of the first and the
    last document, or meeting, that shows it so. An event (`Event`) has one day, month or year in
    `first`, and none in `last`; where the text does not say when it was, `first` is the day of the
    text, and `by` is true: it was then or before. ``held`` is told without any time. `words` are
    the title as printed, or the sentences that tell of the event; `documents` are ids.
    """

    how: How
    first: str | None
    last: str | None
    by: bool
    words: tuple[str, ...]
    documents: tuple[str, ...]


class Tenure(msgspec.Struct, frozen=True):
    """One official in one post: `first` and `last` are the outermost days known of it."""

    official: str
    official_key: str
    post: str
    post_keys: tuple[str, ...]
    body: str | None
    first: str | None
    last: str | None
    steps: tuple[Step, ...]


class Asked(msgspec.Struct, frozen=True):
    """What a text asks for: an official or a post, with its tenures by time."""

    kind: Literal["official", "post"]
    label: str
    key: str
    tenures: tuple[Tenure, ...]


class _Post(msgspec.Struct, frozen=True):
    """All rows of one post, whether held, acting or former: `label` without words of status."""

    label: str
    body: str | None
    keys: tuple[str, ...]


def tenure(store: Store, text: str, rules: Path | None = None) -> list[Asked]:
    """Return the tenures of the officials and of the posts that a text names.

    Names and labels match without accents and case; a whole name or label wins over a part of one,
    and accents tell apart where the text has them. All that match equally well are given. `rules`
    is a folder of rules (default: the one that the store was built with).

    Raises:
        KgError: Nobody and no post matches; the message lists the nearest.
    """
    rules = rules or store.rules_folder()
    words = load_link_rules(rules)
    posts = _posts(store, words)
    people = find_officials(store, text)
    whole, parts = _matching(posts, text, words)
    exact = [hit for hit in people if hit.exact]
    if exact or whole:
        people, found = exact, whole
    else:
        found = parts
    if not people and not found:
        labels = sorted({(search_form(p.label), p.label) for p in posts})
        near = [*nearest_names(store, text, 3), *nearest(text, labels, 3)]
        raise KgError(
            f'no official and no post matches "{text}"'
            + (f"; nearest: {', '.join(near)}" if near else "")
        )
    by_key = {key: post for post in posts for key in post.keys}
    reader = _Reader(store, rules, by_key)
    out = []
    for hit in people:
        rows = store.select(MembershipRow, "official = ?", hit.key)
        out.append(Asked("official", hit.label, hit.key, reader.tenures(rows)))
    for post in found:
        rows = (r for key in post.keys for r in store.select(MembershipRow, "post = ?", key))
        out.append(Asked("post", post.label, post.keys[0], reader.tenures(rows)))
    return out


def _posts(store: Store, words: LinkRules) -> list[_Post]:
    """Return all posts by label and body, those "nguyên …" and "quyền …" with the post itself."""
    alike: dict[tuple[str, str | None], list[PostRow]] = defaultdict(list)
    for row in store.posts():
        # A post of no known place is its document's alone.
        alike[words.bare(row.label), row.body if row.placed else row.key].append(row)
    out = []
    for (_, _), rows in sorted(alike.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        plain = [r for r in rows if not words.left(r.label)]
        label = plain[0].label if plain else _without_status(rows[0].label, words)
        keys = tuple(r.key for r in [*plain, *(r for r in rows if r not in plain)])
        out.append(_Post(label, rows[0].body, keys))
    return out


def _without_status(label: str, words: LinkRules) -> str:
    while words.left(label):
        label = label.split(maxsplit=1)[1]
    return label[:1].upper() + label[1:]


def _matching(
    posts: Sequence[_Post], text: str, words: LinkRules
) -> tuple[list[_Post], list[_Post]]:
    """Return the posts whose whole label a text is, and those whose label holds all its words."""
    sought = search_form(words.bare(text))
    if not sought:
        return [], []
    by_key = [p for p in posts if text in p.keys or f"post/{text}" in p.keys]
    if by_key:
        return by_key, []
    folded = [(p, search_form(p.label)) for p in posts]
    whole = _as_spelt([p for p, label in folded if label == sought], text, words, whole=True)
    phrase = [p for p, label in folded if f" {sought} " in f" {label} "]
    if not phrase:
        every = set(sought.split())
        phrase = [p for p, label in folded if every <= set(label.split())]
    return whole, _as_spelt(phrase, text, words, whole=False)


def _as_spelt(found: list[_Post], text: str, words: LinkRules, *, whole: bool) -> list[_Post]:
    """Keep those with the accents of a text that has some, if there are any."""
    if text.isascii():
        return found
    spelt = words.bare(text)

    def same(post: _Post) -> bool:
        label = canonical(post.label)
        return label == spelt if whole else set(spelt.split()) <= set(label.split())

    return [p for p in found if same(p)] or found


class _Reader:
    """Makes tenures of memberships; keeps what it has read."""

    def __init__(self, store: Store, rules: Path | None, posts: dict[str, _Post]) -> None:
        self._store = store
        self._posts = posts
        self._told = ToldReader(store, rules)
        self._labels = {o.key: o.label for o in store.officials()}
        self._ids = {d.key: d.id for d in store.documents()}

    def tenures(self, rows: Iterable[MembershipRow]) -> tuple[Tenure, ...]:
        """Return one tenure an official and post, by time; those of no known day come last."""
        alike: dict[tuple[str, str], list[MembershipRow]] = defaultdict(list)
        for row in rows:
            alike[row.official, self._posts[row.post].keys[0]].append(row)
        found = [self._tenure(*identity, held) for identity, held in sorted(alike.items())]
        return tuple(sorted(found, key=_when))

    def _tenure(self, official: str, post: str, rows: Sequence[MembershipRow]) -> Tenure:
        steps = [step for row in rows for step in self._steps(row)]
        # What happened on a day comes before what was so from then on.
        steps.sort(
            key=lambda s: (
                _undated(s.first),
                s.first or "",
                s.how in (*_HOLDING, "former"),
                s.how,
                s.documents,
            )
        )
        # A day without its year, or one that is only a bound, is no end of a tenure.
        began = [s.first for s in steps if s.how in _HOLDING or (s.how in _TAKEN_UP and not s.by)]
        ended = [s.last for s in steps if s.how in _HOLDING]
        ended += [s.first for s in steps if s.how == "dismissed" and not s.by]
        known = [d for d in [*began, *ended] if d and not _undated(d)]
        return Tenure(
            official=self._labels[official],
            official_key=official,
            post=self._posts[post].label,
            post_keys=self._posts[post].keys,
            body=self._posts[post].body,
            first=min(known, default=None),
            last=max(known, default=None),
            steps=tuple(steps),
        )

    def _steps(self, row: MembershipRow) -> list[Step]:
        if row.status in ("current", "acting"):
            return [self._span(row.status, row, row.documents)]
        told = self._told.told(row)
        out = [
            Step(e.kind, e.day, None, e.by, e.sentences, self._named(e.documents))
            for e in told.events
        ]
        if told.held:
            words = tuple(dict.fromkeys(told.held.values()))
            out.append(Step("held", None, None, False, words, self._named(told.held)))
        if told.rest and row.status == "former":
            out.append(self._span("former", row, told.rest))
        return out

    def _span(self, how: How, row: MembershipRow, documents: Sequence[str]) -> Step:
        return Step(how, row.first_seen, row.last_seen, False, row.printed, self._named(documents))

    def _named(self, documents: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self._ids[d] for d in documents))


def _when(tenure: Tenure) -> tuple[bool, str, str, str]:
    first = tenure.first or next((s.first for s in tenure.steps if s.first), None)
    return _undated(first), first or "", tenure.post, tenure.official_key


def _undated(day: str | None) -> bool:
    """Whether the year is not known."""
    return day is None or day.startswith("--")
