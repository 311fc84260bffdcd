"""A sentence as the rules of meetings and roles see it: people, bodies, verbs, meeting nouns in
order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from kg.lexicon.entries import MeetingNoun
from kg.ner.model import Chunk
from kg.report.entries import Entry
from kg.text.tokens import Tokens

ItemKind = Literal["person", "verb", "body", "meeting", "place", "mark", "word", "country"]


class Item(msgspec.Struct, frozen=True):
    """One item: tokens `i` to `j`; `value` is the Entry, role, BodyRef, MeetingNoun, Territory or
    word.
    """

    kind: ItemKind
    i: int
    j: int
    value: Any


class SentenceView(msgspec.Struct, frozen=True):
    """The items of one sentence; tokens `i` to `j`. `words` are its words in lower case."""

    number: int
    i: int
    j: int
    items: tuple[Item, ...]
    words: frozenset[str]
    _by_kind: dict[str, list[Item]]

    def of(self, kind: ItemKind) -> list[Item]:
        """Return the items of one kind in order."""
        return self._by_kind.get(kind, [])


_KINDS: dict[str, ItemKind] = {
    "role": "verb",
    "body": "body",
    "meeting": "meeting",
    "place": "place",
    "mark": "mark",
    "country": "country",
}


_FORUM = ["diễn", "đàn"]
_FORUM_NOUN = MeetingNoun(noun="diễn đàn", kind="session")
_AT_FORUM = frozenset({"dự", "tại", "mạc", "trì", "trong"})


def sentence_views(
    tokens: Tokens, chunks: list[Chunk], entries: list[Entry]
) -> Iterator[SentenceView]:
    """Yield each sentence's view in order."""
    owner: dict[int, Entry] = {e.a: e for e in entries}
    items: list[Item] = []
    number = -1
    k = 0
    while k < len(chunks):
        chunk = chunks[k]
        sent = tokens.sent[chunk.i]
        if sent != number and items:
            yield _view(number, items, tokens)
            items = []
        number = sent
        entry = owner.get(k)
        if entry is not None and entry.b > k:
            items.append(Item("person", chunk.i, chunks[entry.b - 1].j, entry))
            k = entry.b
            continue
        if chunk.kind == "body" and _met_at(chunk, tokens):
            items.append(Item("meeting", chunk.i, chunk.i + len(_FORUM), _FORUM_NOUN))
            k += 1
            continue
        kind = _KINDS.get(chunk.kind, "word")
        items.append(
            Item(kind, chunk.i, chunk.j, tokens.low[chunk.i] if kind == "word" else chunk.value)
        )
        k += 1
    if items:
        yield _view(number, items, tokens)


def _met_at(chunk: Chunk, tokens: Tokens) -> bool:
    """Tell whether a body is named as the meeting that it is called after: "dự Diễn đàn Kinh tế
    Thế giới".
    """
    i = chunk.i
    named = tokens.low[i : i + len(_FORUM)] == _FORUM
    return named and i > 0 and tokens.low[i - 1] in _AT_FORUM


def _view(number: int, items: list[Item], tokens: Tokens) -> SentenceView:
    by_kind: dict[str, list[Item]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    i, j = items[0].i, items[-1].j
    return SentenceView(number, i, j, tuple(items), frozenset(tokens.low[i:j]), by_kind)
