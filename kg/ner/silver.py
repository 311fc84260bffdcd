"""Silver labels: sentences that the rules read without a doubt, as training material."""

from __future__ import annotations

import itertools
from collections import Counter
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

_Span = tuple[int, int, str]  # tokens, end exclusive, and a label
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
_OFTEN_LED = 2  # times behind a title: a name wherever it stands
_OFTEN_UNREAD = 4  # times, and never behind a title: no name
_SHORTEST, _LONGEST = 5, 90  # tokens


THING = "THING"
"""Label of a name that a thing bears ("đường …"): outside to the model, but varied as names are."""


class Sample(msgspec.Struct, frozen=True):
    """A sentence's words and their tags; `telling`: a title, honorific or verb of a role in it."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    telling: bool


class Evidence(msgspec.Struct, frozen=True):
    """What all documents together tell of runs of capitalised words (words in lower case).

    `names` stand behind titles or honorifics here and there, so that they are names elsewhere too;
    `plain` never do, however often they occur.
    """

    names: frozenset[tuple[str, ...]] = frozenset()
    plain: frozenset[tuple[str, ...]] = frozenset()


class Known(msgspec.Struct, frozen=True):
    """What an annotation says of a document: its people's full names, strings that are none."""

    people: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def gather(texts: Iterable[str], lexicon: Lexicon) -> Evidence:
    """Count which runs of capitalised words are names and which are none.

    A name stands behind a title at least half as often as it stands alone and unread: places do too
    where a leader is called by his country, but more rarely.
    """
    led: Counter[tuple[str, ...]] = Counter()
    unread: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        prepared = Prepared(normalise(text).text, lexicon)
        t = prepared.tokens
        chunks = Chunker(prepared, lexicon).chunks()
        led.update(k for k in _led(t, chunks) if len(k) > 1)
        unread.update(tuple(t.low[i:j]) for i, j in _unread(t, chunks))
    names = frozenset(k for k, n in led.items() if n >= _OFTEN_LED and 2 * n >= unread[k])
    plain = frozenset(k for k, n in unread.items() if n >= _OFTEN_UNREAD and k not in led)
    return Evidence(names, plain)


def silver(
    text: str, lexicon: Lexicon, evidence: Evidence, known: Known | None = None
) -> Iterator[Sample]:
    """Yield the sentences of a document that leave no doubt.

    Args:
        text: The document as read.
        lexicon: The compiled rules.
        evidence: What other documents tell of capitalised words that the rules do not read.
        known: The document's annotation, where there is one; it overrules the rules on names.
    """
    prepared = Prepared(normalise(text).text, lexicon)
    t = prepared.tokens
    chunks = Chunker(prepared, lexicon).chunks()
    titled = evidence.names.union(_led(t, chunks))
    unread = _unread(t, chunks)
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
        settled = _settled(t, (i, j), own, unread, lexicon, evidence, people, others)
        whole = own[0].i == i and own[-1].j == j
        if not whole or _doubtful(t, own, lexicon, titled, settled):
            continue
        spans = _spans(own, settled)
        telling = any(c.kind in _LEADS or c.kind == "role" for c in own)
        tags = tags_of([(a - i, b - i, label) for a, b, label in spans], j - i)
        yield Sample(tuple(t.words[i:j]), tuple(tags), telling)


def tokens_of(words: Iterable[str]) -> Tokens:
    """Return words as the tokens of one sentence, without offsets."""
    tokens = Tokens()
    for word in words:
        tokens.add(word, 0, 0, 0, False)
    return tokens


def _led(t: Tokens, chunks: list[Chunk]) -> Iterator[tuple[str, ...]]:
    """Yield the names that stand directly behind a title or an honorific in a text."""
    for a, b in itertools.pairwise(chunks):
        if b.kind == "name" and a.kind in _LEADS and not (b.value.short and b.j - b.i > 1):
            yield tuple(t.low[b.i : b.j])


def _unread(t: Tokens, chunks: list[Chunk]) -> list[tuple[int, int]]:
    """Return the runs of capitals that the rules leave unread, none at a sentence's head."""
    out: list[tuple[int, int]] = []
    for n, c in enumerate(chunks):
        if c.kind != "word" or not t.cap[c.i] or c.j - c.i > 1:
            continue
        if n == 0 or t.sent[c.i - 1] != t.sent[c.i]:
            continue
        if out and out[-1][1] == c.i:
            out[-1] = (out[-1][0], c.j)
        else:
            out.append((c.i, c.j))
    return out


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


def _settled(
    t: Tokens,
    sentence: tuple[int, int],
    chunks: list[Chunk],
    unread: list[tuple[int, int]],
    lexicon: Lexicon,
    evidence: Evidence,
    people: Collection[tuple[str, ...]],
    others: Collection[tuple[str, ...]],
) -> list[_Span]:
    """Return the spans of a sentence that more than the rules settles; the label "" is none."""
    i, j = sentence
    out: list[_Span] = [(a, b, "PER") for a, b in _occurrences(t, i, j, people)]
    found = [(a, b, THING) for a, b in _occurrences(t, i, j, others)]
    for c in chunks:
        run = c.kind == "word" and c.j - c.i > 1 and t.cap[c.i] and t.low[c.i] in lexicon.surnames
        if run and _names_a_thing(t, c.i, i, lexicon):
            found.append((c.i, c.j, THING))
    for a, b in unread:
        if i <= a < j:
            words = tuple(t.low[a:b])
            if words in evidence.names:
                found.append((a, b, "PER"))
            elif words in evidence.plain:
                found.append((a, b, ""))
    return out + [f for f in found if not _overlaps(f[0], f[1], out)]


def _names_a_thing(t: Tokens, a: int, i: int, lexicon: Lexicon) -> bool:
    """Tell whether a street, a school or the like is named by what begins at token `a`."""
    if t.low[max(i, a - 2) : a] == ["thành", "phố"]:
        return False
    for k in range(max(i, a - 3), a):
        hit = lexicon.not_person_before.longest(t.low, k, a)
        if hit is not None and hit[0] == a:
            return True
    return False


def _overlaps(a: int, b: int, spans: Iterable[_Span]) -> bool:
    return any(a < j and i < b for i, j, _ in spans)


def _spans(chunks: list[Chunk], settled: list[_Span]) -> list[_Span]:
    """Return what the rules read, except where something else settles it."""
    out = [span for span in settled if span[2]]
    for c in chunks:
        label = _LABELS.get(c.kind)
        if label is not None and not _overlaps(c.i, c.j, out):
            out.append((c.i, c.j, label))
    return sorted(out)


def _doubtful(
    t: Tokens,
    chunks: list[Chunk],
    lexicon: Lexicon,
    titled: Collection[tuple[str, ...]],
    settled: list[_Span],
) -> bool:
    """Tell whether the rules may have missed or cut something in a sentence."""
    for n, c in enumerate(chunks):
        if _overlaps(c.i, c.j, settled):
            continue
        last = chunks[n - 1] if n else None
        if c.kind == "name":
            behind = chunks[n + 1] if n + 1 < len(chunks) else None
            if _doubtful_name(t, c, last, behind, lexicon, titled):
                return True
        elif c.kind == "word" and c.j - c.i == 1 and t.cap[c.i]:
            if last is not None and last.kind in ("title", "rank", "honour", "name"):
                return True
            if n and t.words[c.i - 1] not in _OPENING and _strange(t, c, last):
                return True
    return False


def _strange(t: Tokens, c: Chunk, last: Chunk | None) -> bool:
    """Tell whether an unread capitalised word may belong to a name."""
    word = t.words[c.i]
    if last is not None and last.kind == "word" and t.cap[c.i - 1]:
        return True
    return not (word.isupper() or is_syllable(t.low[c.i]))


def _doubtful_name(
    t: Tokens,
    c: Chunk,
    last: Chunk | None,
    behind: Chunk | None,
    lexicon: Lexicon,
    titled: Collection[tuple[str, ...]],
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
    if led or tuple(t.low[c.i : c.j]) in titled:
        return size > 4 and t.low[c.i] not in lexicon.ethnic
    return not (size in (3, 4) and lexicon.surnames.get(t.low[c.i], 0) >= _COMMON)
