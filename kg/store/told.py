"""What documents tell of how somebody got a post, or lost it: read off the words of each mention.

`kg.store.tenure` and the exports both ask here, so that they never tell two stories.
"""

from __future__ import annotations

import functools
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.link.model import MembershipRow, MentionRow
from kg.store.store import Store
from kg.store.tenure_events import Event, TenureWords, load_tenure_words
from kg.text.sentences import sentence_at

# Of the others no sentence is asked: "Bí thư" and "quyền Bí thư" say themselves how it is held.
_TOLD_IN_WORDS = ("appointed", "former")
_TEXTS = 512


class TenureEvent(msgspec.Struct, frozen=True):
    """An election, an appointment, a dismissal or the like, as documents tell of it.

    `day` is a day, month or year (ISO 8601), ``--MM-DD`` where the year is not known. Where the
    text does not say when it was, it is the day on which the text shows the official, and `by` is
    true: it was then or before. What is only announced has the day that the text gives, or none.
    `sentences` are the words, one a document. The others are keys;
    `mentions` those of the official and of the post in these words.
    """

    key: str
    membership: str
    official: str
    post: str
    kind: Event
    day: str | None
    by: bool
    sentences: tuple[str, ...]
    documents: tuple[str, ...]
    mentions: tuple[str, ...]


class Told(NamedTuple):
    """What is told of a membership: events by key, sentences (by document) that only say that the
    post was held, and the documents that tell neither.
    """

    events: tuple[TenureEvent, ...]
    held: dict[str, str]
    rest: tuple[str, ...]


class _Words(NamedTuple):
    """One sentence of a document, and the keys of the membership's mentions in it."""

    document: str
    sentence: str
    mentions: tuple[str, ...]


_When = tuple[Event, str | None, bool]


class ToldReader:
    """Reads memberships of a store; keeps what it has read of documents and officials.

    `rules` is a folder of rules (default: the one that the store was built with).
    """

    def __init__(self, store: Store, rules: Path | None = None) -> None:
        self._store, self._folder = store, rules
        self._text = functools.lru_cache(maxsize=_TEXTS)(store.text)
        self._days: dict[str, dict[str, str]] = {}
        self._issue: dict[str, str | None] = {}

    def told(self, row: MembershipRow) -> Told:
        """Return what the documents tell of a membership.

        Raises:
            KgError: The rules cannot be read.
        """
        if row.status not in _TOLD_IN_WORDS:
            return Told((), {}, row.documents)
        found: dict[_When, list[_Words]] = defaultdict(list)
        held: dict[str, str] = {}
        rest = dict.fromkeys(row.documents)
        mentions = self._mentions(row)
        for mention in mentions:
            if mention.kind != "post" or mention.target != row.post:
                continue
            text = self._text(mention.document)
            start, end = sentence_at(text, mention.start, mention.end)
            before, behind = text[start : mention.start], text[mention.end : end]
            how: Event | None = self._words.event(before)
            if row.status == "former" and how != "dismissed":
                continue
            if how is not None and self._words.ahead(before):
                how = "announced"
            rest.pop(mention.document, None)
            sentence = " ".join(text[start:end].split())
            if how is None:
                held.setdefault(mention.document, sentence)
                continue
            day = self._words.day(before, behind, self._issued(mention.document))
            seen = day
            if seen is None and how != "announced":  # what is to come is not bounded by its report
                seen = self._day(row.official, mention.document)
            said = (m.key for m in mentions if _within(m, mention.document, start, end))
            words = _Words(mention.document, sentence, tuple(said))
            found[how, seen, day is None and seen is not None].append(words)
        return Told(_events(row, found), held, tuple(rest))

    @functools.cached_property
    def _words(self) -> TenureWords:
        return load_tenure_words(self._folder or self._store.rules_folder())

    def _issued(self, document: str) -> str | None:
        """Return the day of a document (key); of one without a day the first that it tells of."""
        if document not in self._issue:
            run = self._store.connection.execute
            copied = run("SELECT original FROM copies WHERE document = ?", (document,)).fetchone()
            if copied and (day := self._own_day(copied[0])):
                self._issue[document] = day  # a copy is of the day of what it reprints
            else:
                self._issue[document] = self._own_day(document)
        return self._issue[document]

    def _own_day(self, document: str) -> str | None:
        (day,) = self._store.connection.execute(
            "SELECT coalesce((SELECT issued FROM documents WHERE key = ?1 AND issued <> ''), "
            "(SELECT min(date) FROM tellings WHERE document = ?1))",
            (document,),
        ).fetchone()
        return None if day is None else str(day)

    def _mentions(self, row: MembershipRow) -> list[MentionRow]:
        """Return the mentions of a membership in the order of documents and texts."""
        keys = json.dumps(row.mentions)
        found = self._store.select(MentionRow, "key IN (SELECT value FROM json_each(?))", keys)
        return sorted(found, key=lambda m: (m.document, m.start, m.key))

    def _day(self, official: str, document: str) -> str | None:
        """Return the day on which a document shows an official: that of a meeting, else its own."""
        if official not in self._days:
            days: dict[str, str] = {}
            for day, where in self._store.connection.execute(
                "SELECT m.date, t.document FROM participations p "
                "JOIN meetings m ON m.key = p.meeting AND m.date IS NOT NULL "
                "JOIN tellings t ON t.meeting = p.meeting WHERE p.participant = ? "
                "AND EXISTS (SELECT 1 FROM json_each(t.claims) WHERE value = p.key)",
                (official,),
            ):
                days[where] = min(day, days.get(where, day))
            self._days[official] = days
        return self._days[official].get(document) or self._issued(document)


def told_events(store: Store, rules: Path | None = None) -> Iterator[TenureEvent]:
    """Give the events of all memberships of a store, by the membership's key and their own."""
    reader = ToldReader(store, rules)
    marks = ", ".join("?" * len(_TOLD_IN_WORDS))
    for row in store.select(MembershipRow, f"status IN ({marks})", *_TOLD_IN_WORDS):
        yield from reader.told(row).events


def _within(mention: MentionRow, document: str, start: int, end: int) -> bool:
    return mention.document == document and start <= mention.start and mention.end <= end


def _events(row: MembershipRow, found: dict[_When, list[_Words]]) -> tuple[TenureEvent, ...]:
    """Return one event a kind and day. A bound is left out where each of its documents says the
    day of such an event in another sentence.
    """
    out = []
    for (kind, day, by), words in found.items():
        documents = {w.document for w in words}
        dated = {w.document for (k, _, b), ws in found.items() if k == kind and not b for w in ws}
        if by and documents <= dated:
            continue
        first: dict[str, str] = {}
        for said in words:
            first.setdefault(said.document, said.sentence)
        out.append(
            TenureEvent(
                key=_key(row.key, kind, day, by),
                membership=row.key,
                official=row.official,
                post=row.post,
                kind=kind,
                day=day,
                by=by,
                sentences=tuple(dict.fromkeys(first.values())),
                documents=tuple(sorted(documents)),
                mentions=tuple(sorted({key for w in words for key in w.mentions})),
            )
        )
    return tuple(sorted(out, key=lambda event: event.key))


def _key(membership: str, kind: Event, day: str | None, by: bool) -> str:
    """Return a key that reports added elsewhere leave as it is.

    The last two parts hold no "--", so that two memberships never share one.
    """
    when = "undated" if day is None else day.removeprefix("--")
    name = membership.removeprefix("membership/")
    return "--".join(("event/" + name, kind, f"by-{when}" if by else when))
