"""What a fact rests on: stretches of text with the sentence around them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kg.link.model import MentionRow
from kg.report.model import MentionKind
from kg.store.store import Store
from kg.text.sentences import sentence_at


class Evidence(msgspec.Struct, frozen=True):
    """A stretch of a document that a fact rests on; offsets in code points, `end` exclusive.

    `key` is that of the mention, `exact` is ``text[start:end]``, `sentence` the sentence around it,
    its white space made single.
    """

    document: str
    start: int
    end: int
    exact: str
    sentence: str
    kind: MentionKind
    rule: str
    confidence: float
    key: str


class EvidenceReader:
    """Reads mentions with their sentences; keeps the texts it has read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: dict[str, str] = {}
        self._ids = {d.key: d.id for d in store.documents()}

    def of(self, mentions: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the evidence that mentions (keys) are, by document and place in its text."""
        rows = [row for key in mentions for row in self._store.select(MentionRow, "key = ?", key)]
        return tuple(sorted(map(self._read, rows), key=lambda e: (e.document, e.start, e.end)))

    def _read(self, mention: MentionRow) -> Evidence:
        text = self._texts.get(mention.document)
        if text is None:
            text = self._texts[mention.document] = self._store.text(mention.document)
        start, end = sentence_at(text, mention.start, mention.end)
        return Evidence(
            document=self._ids[mention.document],
            start=mention.start,
            end=mention.end,
            exact=text[mention.start : mention.end],
            sentence=" ".join(text[start:end].split()),
            kind=mention.kind,
            rule=mention.rule,
            confidence=mention.confidence,
            key=mention.key,
        )
