"""Names that are nearly one: accents left out or wrong, one letter wrong."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

from kg.link.rules import LinkRules
from kg.link.slugs import canonical, fold

# How two names differ: "slip", where one of them is no name as it stands, so that it must be the
# other misspelt ("Trẩn", "Hung", "Nguyen Van Hung"); "near", where both are names.
Likeness = Literal["slip", "near"]
# Longer names have no neighbours, and what more names than this have in common is none's key.
LONGEST = 60
CROWD = 32
_LAST_Y = re.compile(r"(?<=[bcdđghklmnpqrstvx])y(?=[\u0300-\u036f]*$)")


@functools.lru_cache(maxsize=1 << 14)
def _folded(word: str) -> str:
    return fold(word)


def likeness(a: str, b: str, rules: LinkRules) -> Likeness | None:
    """Return how two names (as `canonical` gives them) are nearly one; None: they are not.

    They differ in the accents of one word, in one letter of one word, or one of them leaves out all
    accents. Two ways to write one sound ("Sĩ", "Sỹ") are a slip. The same name is not near to
    itself.
    """
    if a == b:
        return None
    x, y = a.split(), b.split()
    if len(x) != len(y) or len(x) < 2:
        return None
    differing = [(p, q) for p, q in zip(x, y, strict=True) if p != q]
    for bare, full in ((x, y), (y, x)):
        # Without any accent, while the other has some in several words: typed so throughout.
        plain = all(_folded(w) == w for w in bare)
        if plain and len(differing) > 1 and [_folded(w) for w in full] == bare:
            return "slip"
    if len(differing) > 1:
        return None
    p, q = differing[0]
    if _folded(p) != _folded(q) and (_letters_apart(p, q) > 1 or min(len(p), len(q)) < 2):
        return None
    if _one_sound(p) == _one_sound(q):
        return "slip"
    return "slip" if rules.name_word(p) != rules.name_word(q) else "near"


def _one_sound(word: str) -> str:
    """Return a word with "i" for a last "y" behind a consonant, where both are written."""
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _LAST_Y.sub("i", letters))


def neighbours(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give pairs of names that may be nearly one, in time linear to their number.

    Names are compared that are the same without accents, once at most one letter is left out of
    each; where very many are, only those with the names of which no letter is left out: a much
    misspelt name with its misspellings. Each pair comes once, in order.
    """
    keys: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        bare = _folded(name).replace(" ", "")
        if len(bare) <= LONGEST:
            for key in {bare, *(bare[:i] + bare[i + 1 :] for i in range(len(bare)))}:
                keys[key].append(name)
    found = set[tuple[str, str]]()
    for key, alike in keys.items():
        if len(alike) <= CROWD:
            found.update(itertools.combinations(alike, 2))
            continue
        whole = [name for name in alike if _folded(name).replace(" ", "") == key]
        if len(whole) <= CROWD:
            found.update((min(a, b), max(a, b)) for a in whole for b in alike if a != b)
    yield from sorted(found)


def best(names: Iterable[str]) -> str:
    """Return the best spelling of an official's names, one an occurrence.

    The most frequent one, but never one that leaves out accents which another one has.
    """
    counted: dict[str, int] = defaultdict(int)
    for name in names:
        counted[name] += 1
    if len(counted) == 1:
        return next(iter(counted))
    full = {fold(n) for n in counted if canonical(n) != canonical(fold(n))}
    kept = [n for n in counted if canonical(n) != canonical(fold(n)) or fold(n) not in full]
    return min(kept, key=lambda n: (-counted[n], n))


def _letters_apart(a: str, b: str) -> int:
    """Return 0, 1 or 2 (for more): letters to change, add or leave out, accents and all."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1:
        return 2
    start = next((i for i, (p, q) in enumerate(zip(a, b, strict=False)) if p != q), len(a))
    if len(a) == len(b):
        return 0 if start == len(a) else 1 if a[start + 1 :] == b[start + 1 :] else 2
    return 1 if a[start:] == b[start + 1 :] else 2
