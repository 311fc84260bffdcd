"""Keys: ASCII slugs, folded names, and their numbering where two entities want the same one."""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from operator import attrgetter
from typing import TypeVar

import msgspec

from kg.link.model import MembershipRow, ParticipationRow
from kg.link.telling_rows import TellingRow

T = TypeVar("T", bound=Hashable)
Row = TypeVar("Row", MembershipRow, ParticipationRow, TellingRow)

_D = str.maketrans("đĐðÐ", "dDdD")


def _old_and_new_tones() -> list[tuple[str, str]]:
    pairs = []
    for first, second in ("oa", "oe", "uy"):
        for tone in "\u0300\u0301\u0309\u0303\u0323":
            new_style = first + unicodedata.normalize("NFC", second + tone)
            pairs.append((new_style, unicodedata.normalize("NFC", first + tone) + second))
    return pairs


_TONES = dict(_old_and_new_tones())
_NEW_TONES = re.compile("|".join(_TONES))
_MARKS = re.compile(
    "[" + "".join(c for c in map(chr, range(0x300, 0x370)) if unicodedata.combining(c)) + "]+"
)


@functools.lru_cache(maxsize=1 << 18)
def fold(text: str) -> str:
    """Return `text` without accents and case, "đ" as "d": for search, never for identity."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.translate(_D)))
    if not bare.isascii():
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return bare.casefold()


def search_form(text: str) -> str:
    """Return the folded words of `text`, single blanks between: what name searches compare."""
    return " ".join(re.findall(r"\w+", fold(text)))


@functools.lru_cache(maxsize=1 << 18)
def canonical(text: str) -> str:
    """Return the form in which names and labels are compared: accents kept, the rest levelled.

    Case, kind of white space, punctuation and the two ways of placing a tone mark (hoà, hòa) do not
    count. The result is for comparing alone: it may break the spelling of closed syllables.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    text = _NEW_TONES.sub(lambda found: _TONES[found[0]], text)
    return " ".join(re.findall(r"\w+", text))


def slug(text: str, limit: int = 100) -> str:
    """Return a readable ASCII slug of `text`, cut at a word's end to at most `limit` characters.

    A text without a letter or digit that ASCII can show gives a hash of itself.
    """
    # Texts of keys seldom come twice: they would only drive others out of the cache.
    words = re.findall(r"[a-z0-9]+", fold.__wrapped__(text))
    if not words:
        return "x" + hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()
    out: str = words[0][:limit]
    for word in words[1:]:
        if len(out) + 1 + len(word) > limit:
            break
        out += "-" + word
    return out


def number(wanted: Iterable[tuple[str, T]], taken: Iterable[str] = ()) -> dict[T, str]:
    """Give each item a key of its own: the one it wants, or that with ``-2``, ``-3`` … behind it.

    `wanted` yields (key, item) in the order of precedence; where several want one key, the first
    gets it as it stands. A number never takes a key that another item wants as it stands, and
    nobody gets one of those `taken`.
    """
    pairs = list(wanted)
    numbered = numbered_apart([key for key, _ in pairs], taken)
    return {item: key for (_, item), key in zip(pairs, numbered, strict=True)}


def numbered_apart(wanted: Sequence[str], taken: Iterable[str] = ()) -> Sequence[str]:
    """Return the keys that items get which want these, as `number` gives them, in their order."""
    reserved, used = set(wanted), set(taken)
    if len(reserved) == len(wanted) and reserved.isdisjoint(used):
        return wanted
    counters: dict[str, int] = {}
    out: list[str] = []
    for key in wanted:
        if key in used:
            n = counters.get(key, 1) + 1
            while f"{key}-{n}" in reserved or f"{key}-{n}" in used:
                n += 1
            counters[key] = n
            key = f"{key}-{n}"
        used.add(key)
        out.append(key)
    return out


def rows_apart(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows by key; of those that want one key, the first gets it as it stands."""
    keys = numbered_apart([row.key for row in rows])
    apart = [
        row if row.key == key else msgspec.structs.replace(row, key=key)
        for row, key in zip(rows, keys, strict=True)
    ]
    return tuple(sorted(apart, key=attrgetter("key")))
