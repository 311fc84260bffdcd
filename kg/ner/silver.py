"""Silver labels: sentences that the rules read without a doubt, as training material."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from kg.lexicon.lexicon import Lexicon
from kg.lexicon.trie import phrase_tokens
from kg.ner.chunker import Chunker
from kg.ner.crf import SpanLabel, sentences, tags_of
from kg.ner.model import Chunk, NameRef
from kg.ner.names import is_syllable
from kg.ner.prepare import Prepared
from kg.text.normalise import normalise
from kg.text.tokens import Tokens

_LABELS: dict[str, SpanLabel] = {
    "title": "TITLE",
    "name": "PER",
    "body": "BODY",
    "place": "PLACE",
    "country": "PLACE",
    "meeting": "MEETING",
}
_LEADS = frozenset({"title", "honour", "rank"})
_OPENING = frozenset("\"'(-–:•.“")
_COMMON = 20  # distinct bearers of a surname that is believed without a title
_SHORTEST, _LONGEST = 5, 90  # tokens


class Sample(msgspec.Struct, frozen=True):
    """A sentence's words and their tags; `telling`: a title, honorific or verb of a role in it."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    telling: bool


class Known(msgspec.Struct, frozen=True):
    """What an annotation says of a document: full names of its people, and strings that are none."""

    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def silver(text: str, lexicon: Lexicon, known: Known | None = None) -> Iterator[Sample]:
    """Yield the sentences of a document that leave no doubt.

    Args:
        text: The document as read.
        lexicon: The compiled rules.
        known: The document's annotation, where there is one; it overrules the rules on names.
    """
    prepared = Prepared(normalise(text).text, lexicon)
    t = prepared.tokens
    chunks = Chunker(prepared, lexicon).chunks()
    titled = _titled(t, chunks)
    people = [phrase_tokens(normalise(p).text) for p in known.people] if known else []
    others = [phrase_tokens(normalise(p).text) for p in known.others] if known else []
    k = 0
    for i, j in sentences(t):
        own = []
        while k < len(chunks) and chunks[k].i < j:
            own.append(chunks[k])
            k += 1
        if not _SHORTEST <= j - i <= _LONGEST or True not in t.cap[i + 1 : j]:
            continue
        sure = _occurrences(t, i, j, people)
        if own[0].i != i or own[-1].j != j or _doubtful(t, i, own, lexicon, titled, sure):
            continue
        spans = _spans(own, sure, _occurrences(t, i, j, others))
        telling = any(c.kind in _LEADS or c.kind == "role" for c in own)
        tags = tags_of([(a - i, b - i, label) for a, b, label in spans], j - i)
        yield Sample(tuple(t.words[i:j]), tuple(tags), telling)


def tokens_of(words: Iterable[str]) -> Tokens:
    """Return words as the tokens of one sentence, without offsets."""
    tokens = Tokens()
    for word in words:
        tokens.add(word, 0, 0, 0, False)
    return tokens


def _titled(t: Tokens, chunks: list[Chunk]) -> set[str]:
    """Return the names that stand directly behind a title or an honorific somewhere in a text."""
    return {
        " ".join(t.low[b.i : b.j])
        for a, b in zip(chunks, chunks[1:], strict=False)
        if b.kind == "name" and a.kind in _LEADS
    }


def _occurrences(
    t: Tokens, i: int, j: int, phrases: Collection[tuple[str, ...]]
) -> list[tuple[int, int]]:
    """Return the spans in a sentence of any of the phrases, capitalised; the longest first."""
    out: list[tuple[int, int]] = []
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        for k in range(i, j - len(phrase) + 1):
            if (
                t.cap[k]
                and tuple(t.low[k : k + len(phrase)]) == phrase
                and all(k >= b or k + len(phrase) <= a for a, b in out)
            ):
                out.append((k, k + len(phrase)))
    return out


def _spans(
    chunks: list[Chunk], people: list[tuple[int, int]], others: list[tuple[int, int]]
) -> list[tuple[int, int, SpanLabel]]:
    """Return what the rules read, except where an annotation says otherwise."""
    out: list[tuple[int, int, SpanLabel]] = [(i, j, "PER") for i, j in people]
    for c in chunks:
        label = _LABELS.get(c.kind)
        if label is None or any(c.i < j and i < c.j for i, j in people):
            continue
        if label == "PER" and any(c.i < j and i < c.j for i, j in others):
            continue
        out.append((c.i, c.j, label))
    return sorted(out)


def _doubtful(
    t: Tokens,
    first: int,
    chunks: list[Chunk],
    lexicon: Lexicon,
    titled: set[str],
    sure: list[tuple[int, int]],
) -> bool:
    """Tell whether the rules may have missed or cut something in a sentence."""
    for n, c in enumerate(chunks):
        if any(c.i < j and i < c.j for i, j in sure):
            continue
        last = chunks[n - 1] if n else None
        if c.kind == "name":
            behind = chunks[n + 1] if n + 1 < len(chunks) else None
            if _doubtful_name(t, c, last, behind, lexicon, titled):
                return True
        elif c.kind == "word" and c.j - c.i == 1 and t.cap[c.i]:
            if last is not None and last.kind in ("title", "rank", "honour", "name"):
                return True
            if c.i > first and t.words[c.i - 1] not in _OPENING and _strange(t, c, last):
                return True
    return False


def _strange(t: Tokens, c: Chunk, last: Chunk | None) -> bool:
    """Tell whether an unread capitalised word may belong to a name."""
    word = t.words[c.i]
    if last is not None and last.kind == "word" and last.j == c.i and t.cap[last.i]:
        return True
    return not (word.isupper() or is_syllable(t.low[c.i]))


def _doubtful_name(
    t: Tokens,
    c: Chunk,
    last: Chunk | None,
    behind: Chunk | None,
    lexicon: Lexicon,
    titled: set[str],
) -> bool:
    name: NameRef = c.value
    led = last is not None and last.kind in _LEADS
    size = c.j - c.i
    if name.short:
        return size > 1 or last is None or last.kind != "honour"
    if name.foreign:
        return not led or size > 4
    if behind is not None and behind.kind == "word" and t.cap[behind.i]:
        return True
    if led or " ".join(t.low[c.i : c.j]) in titled:
        return size > 4 and t.low[c.i] not in lexicon.ethnic
    return not (size in (3, 4) and lexicon.surnames.get(t.low[c.i], 0) >= _COMMON)
