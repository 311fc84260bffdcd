"""The words that facts rest on: each with the sentence around it and the place in its document."""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec

from kg.store.store import Store
from kg.text.sentences import sentence_at
from kg.web.pages.base import Source, rows, sources

_MOST = 60


class Said(msgspec.Struct, frozen=True):
    """A sentence of a document that a fact rests on.

    `pieces` are the sentence cut where the words of the fact begin and end: every second one, from
    the second, is such words. `anchor` is the place of the first on the document's page.
    """

    source: Source
    anchor: str
    pieces: tuple[str, ...]
    rule: str
    confidence: float


def anchor(kind: str, start: int, end: int) -> str:
    """Return the name of a place on a document's page."""
    return f"{kind}-{start}-{end}"


def said(store: Store, mentions: Iterable[str]) -> tuple[Said, ...]:
    """Return the sentences that hold some mentions (keys), by document and place."""
    keys = json.dumps(list(mentions)[: _MOST * 4])
    found = rows(
        store,
        'SELECT m.document, m.start, m."end", m.kind, m.rule, m.confidence '
        "FROM json_each(?) j CROSS JOIN mentions m ON m.key = j.value",
        keys,
    )
    cited = sources(store, {row[0] for row in found})
    texts: dict[str, str] = {}
    sentences: dict[tuple[str, int, int], list[tuple[int, int, str, str, float]]] = {}
    for document, start, end, kind, rule, confidence in sorted(found):
        if document not in texts:
            if len(texts) >= _MOST:
                continue
            texts[document] = store.text(document)
        first, last = sentence_at(texts[document], start, end)
        sentences.setdefault((document, first, last), []).append(
            (start, end, kind, rule, confidence)
        )
    out = []
    for (document, first, last), spans in sentences.items():
        if document not in cited:
            continue
        start, end, kind, _, _ = spans[0]
        out.append(
            Said(
                cited[document],
                anchor(kind, start, end),
                _pieces(texts[document], first, last, [(a, b) for a, b, *_ in spans]),
                ", ".join(dict.fromkeys(rule for *_, rule, _ in spans)),
                min(confidence for *_, confidence in spans),
            )
        )
    return tuple(out)


def _pieces(text: str, first: int, last: int, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    out: list[str] = []
    at = first
    for start, end in sorted(spans):
        start, end = max(start, at), min(end, last)
        if start >= end:
            continue
        if out and start == at:
            out[-1] += text[start:end]
        else:
            out += [text[at:start], text[start:end]]
        at = end
    out.append(text[at:last])
    return tuple(" ".join(f"|{piece}|".split())[1:-1] for piece in out)
