"""Longest match of many phrases over a list of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

from kg.text.normalise import new_tone_placement
from kg.text.tokens import scan

T = TypeVar("T")
_LEAF = ""  # no token is empty, so this key is free


def phrase_tokens(phrase: str) -> tuple[str, ...]:
    """Return a phrase's tokens in lower case, as the text's own tokens are made."""
    plain = new_tone_placement(phrase)
    return tuple(word.lower() for word, _, _ in scan(plain, 0, len(plain)))


class Trie(Generic[T]):
    """Phrases by their tokens; `longest` finds the longest that begins at a token."""

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        self._root: dict[str, Any] = {}
        for phrase, value in entries:
            self.add(phrase_tokens(phrase), value)

    def add(self, tokens: Sequence[str], value: T) -> None:
        """Add a phrase; the first value given for a phrase stays."""
        node = self._root
        for token in tokens:
            node = node.setdefault(token, {})
        node.setdefault(_LEAF, value)

    def longest(self, low: Sequence[str], i: int, end: int) -> tuple[int, T] | None:
        """Return (end token, value) of the longest phrase that begins at token `i`, or None."""
        node = self._root.get(low[i])
        if node is None:
            return None
        best: tuple[int, T] | None = None
        j = i + 1
        while True:
            if _LEAF in node:
                best = (j, node[_LEAF])
            if j >= end:
                return best
            node = node.get(low[j])
            if node is None:
                return best
            j += 1

    def first_words(self) -> frozenset[str]:
        """Return the words with which phrases begin."""
        return frozenset(self._root)

    def may_hit(self, words: frozenset[str]) -> bool:
        """Tell whether a phrase begins with any of the words: cheap, before many `longest`."""
        return not self._root.keys().isdisjoint(words)

    def starts(self, word: str) -> bool:
        """Tell whether any phrase begins with the word: a cheap test before `longest`."""
        return word in self._root
