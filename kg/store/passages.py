"""The sentences of documents that say most of an official."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.store.evidence import Evidence, EvidenceReader
from kg.store.store import Store

_TABLES = {
    "official": "officials",
    "post": "posts",
    "body": "bodies",
    "meeting": "meetings",
    "province": "places",
    "place": "places",
}


class Passages:
    """Finds what documents say of officials beside other things; keeps what it has read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._evidence = EvidenceReader(store)
        self._ids = {d.key: d.id for d in store.documents()}
        self._keys = {id: key for key, id in self._ids.items()}
        self._issued = {d.key: d.issued or "" for d in store.documents()}
        self._labels: dict[str, str] = {}

    def document(self, id: str) -> str:
        """Return the key of a document."""
        return self._keys[id]

    def label(self, key: str) -> str:
        """Return the label of what bears a key (a document's id); words that are no key stay."""
        if key not in self._labels:
            table = _TABLES.get(key.partition("/")[0])
            row = (
                table
                and self._store.connection.execute(
                    f"SELECT label FROM {table} WHERE key = ?", (key,)
                ).fetchone()
            )
            self._labels[key] = row[0] if row else self._ids.get(key, key)
        return self._labels[key]

    def posts(self, official: str) -> list[str]:
        """Return the keys of all posts of an official."""
        rows = self._store.connection.execute(
            "SELECT DISTINCT post FROM memberships WHERE official = ? ORDER BY post", (official,)
        )
        return [post for (post,) in rows]

    def held(self, official: str, post: str, n: int) -> tuple[Evidence, ...]:
        """Return the words of up to `n` documents that give an official a post."""
        mentions = self._store.connection.execute(
            "SELECT m.key, m.document FROM memberships ms, json_each(ms.mentions) "
            "JOIN mentions m ON m.key = value WHERE ms.official = ? AND ms.post = ?",
            (official, post),
        ).fetchall()
        first = sorted({document for _, document in mentions}, key=lambda d: (self._issued[d], d))
        return self._evidence.of(key for key, document in mentions if document in first[:n])

    def of(
        self,
        official: str,
        beside: Iterable[str],
        n: int,
        documents: Sequence[str] | None = None,
    ) -> tuple[Evidence, ...]:
        """Return what up to `n` documents say of an official, one sentence of each.

        It is the sentence that names the official beside most of the other things (keys). Documents
        that name most of them come first, then the earlier ones; `documents` (keys) leaves out all
        others.
        """
        targets = json.dumps(sorted({official, *beside}))
        said = self._store.connection.execute(
            "SELECT document, count(DISTINCT target) FROM mentions WHERE kind != 'role' "
            "AND document IN (SELECT document FROM mentions WHERE target = ?) "
            "AND target IN (SELECT value FROM json_each(?)) GROUP BY document",
            (official, targets),
        )
        wanted = None if documents is None else set(documents)
        best = sorted(
            (-number, self._issued[document], document)
            for document, number in said
            if wanted is None or document in wanted
        )
        found = (self._sentence(document, official, targets) for _, _, document in best[:n])
        return tuple(e for sentence in found for e in sentence)

    def _sentence(self, document: str, official: str, targets: str) -> list[Evidence]:
        """Return the mentions of targets in the sentence of a document that has most of them."""
        rows = self._store.connection.execute(
            "SELECT key, target FROM mentions WHERE document = ? AND kind != 'role' "
            "AND target IN (SELECT value FROM json_each(?))",
            (document, targets),
        )
        target = dict(rows.fetchall())
        sentences: dict[str, list[Evidence]] = defaultdict(list)
        for e in self._evidence.of(target):
            sentences[e.sentence].append(e)
        said = {
            text: {target[e.key] for e in found}
            for text, found in sentences.items()
            if any(target[e.key] == official for e in found)
        }
        # Of several, the first one.
        return sentences[max(said, key=lambda t: len(said[t]))] if said else []
