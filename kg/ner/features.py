"""Features of tokens for the statistical recogniser: words, their form, the lists they stand in.

The model sees of most lists only that a word or phrase stands in one, so the lists may grow without
a new training; which lists there are is settled in ``rules/training.yaml`` and has a version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import KgError
from kg.lexicon.lexicon import Lexicon
from kg.lexicon.rules import load_yaml
from kg.lexicon.trie import Trie
from kg.ner.names import is_syllable
from kg.text.tokens import Tokens

FORMAT = 1  # of the features themselves; every change below that changes one of them raises it
CONFIG = "training.yaml"
_REACH = 12  # tokens; no phrase of the lists is longer
_MOST_KEPT = 150_000  # entries of what is worked out once; some 100 MB
_OFFSETS = (-2, -1, 0, 1, 2)
_LONGEST_RUN = 6
_OUTSIDE = "_"

Feature = bytes
Row = list[Feature]


class FeatureConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section ``features`` of ``training.yaml``; see the comments there."""

    phrases: dict[str, list[str]]
    words: dict[str, list[str]]
    common: int


def feature_config(folder: Path) -> FeatureConfig:
    """Read which lists the features look words up in.

    Raises:
        KgError: The file is missing or not of its form.
    """
    path = folder / CONFIG
    raw: Any = load_yaml(path)
    try:
        return msgspec.convert(raw["features"], FeatureConfig)
    except (KeyError, TypeError, msgspec.ValidationError) as e:
        raise KgError(f"{path}: section features: {e}") from e


def feature_version(config: FeatureConfig) -> str:
    """Return the version (8 hex digits) that weights and rules must have in common."""
    h = hashlib.blake2b(digest_size=4)
    h.update(f"{FORMAT}\n".encode())
    h.update(msgspec.json.encode(config, order="sorted"))
    return h.hexdigest()


class Features:
    """Makes the features of tokens; what a word alone tells is worked out once a word."""

    def __init__(self, lexicon: Lexicon) -> None:
        config = feature_config(lexicon.folder)
        self.version = feature_version(config)
        self._common = config.common
        self._surnames = lexicon.surnames
        self._words: list[tuple[str, frozenset[str]]] = [
            (letter, frozenset().union(*(getattr(lexicon, name) for name in names)))
            for letter, names in config.words.items()
        ]
        self._tries: list[tuple[str, Trie[Any]]] = [
            (letter, getattr(lexicon, name))
            for letter, names in config.phrases.items()
            for name in names
        ]
        self._starting: dict[str, list[tuple[str, Trie[Any]]]] = {}
        self._classes: dict[str, str] = {}
        self._rows: dict[tuple[str, str], tuple[Row, ...]] = {}
        self._joined: dict[tuple[str, ...], Row] = {}
        self._edges = tuple([[f"{d}{mark}".encode()] for d in range(-2, 3)] for mark in ("<", ">"))

    def of(self, tokens: Tokens, i: int, j: int) -> list[Row]:
        """Return a row of features for each of the tokens `i` to `j` (exclusive): one sentence."""
        if max(len(self._rows), len(self._joined)) > _MOST_KEPT:
            for kept in (self._rows, self._joined, self._classes, self._starting):
                kept.clear()
        n = j - i
        tags = self._tags(tokens, i, j)
        words = tokens.words
        rows, classes = self._rows, self._classes
        own: list[tuple[Row, ...]] = []
        kinds: list[str] = []
        for k in range(n):
            word, tag = words[i + k], tags[k]
            row = rows.get((word, tag))
            if row is None:
                row = self._row(word, tokens.low[i + k], tag)
            own.append(row)
            kinds.append(classes[word])
        before, behind = self._edges
        own = [before, before, *own, behind, behind]  # type: ignore[list-item]
        kinds = ["<", *kinds, ">"]
        joined = self._joined
        out: list[Row] = []
        runs = self._runs(tokens, tags, i, j)
        for k, run in enumerate(runs):
            key = (kinds[k], kinds[k + 1], kinds[k + 2], tags[k - 1] if k else "<", tags[k], *run)
            extra = joined.get(key)
            if extra is None:
                extra = joined[key] = _join(key)
            a, b, c, d, e = own[k : k + 5]
            out.append([*a[0], *b[1], *c[2], *d[3], *e[4], *extra])
        return out

    def _row(self, word: str, low: str, tag: str) -> tuple[Row, ...]:
        """Work out what a word tells at each distance; kept."""
        kind = self._classes.get(word)
        if kind is None:
            kind = self._classes[word] = self._class(word, low)
        row = tuple(
            [
                f"{d}w{low}".encode("utf-8", "replace"),  # a lone surrogate is no letter
                f"{d}c{kind}".encode("utf-8", "replace"),
                *([f"{d}t{tag}".encode()] if tag else ()),
            ]
            for d in _OFFSETS
        )
        self._rows[word, tag] = row
        return row

    def _class(self, word: str, low: str) -> str:
        """Return a word's form and, for a capitalised one, the lists of names that hold it."""
        if word[0].isdigit():
            return "9" if len(word) < 3 else "99"
        if not word[0].isalpha():
            return word[0]
        if not word[0].isupper():
            return "a" if is_syllable(low) else "ax"
        form = "A" if len(word) == 1 else "AA" if word.isupper() else "Aa"
        if not is_syllable(low):
            form += "x"
        letters = "".join(letter for letter, words in self._words if low in words)
        if self._surnames.get(low, 0) >= self._common:
            letters += "!"
        return form + letters

    def _tags(self, tokens: Tokens, i: int, j: int) -> list[str]:
        """Return of each token the lists that the longest phrase over it stands in ("" if none)."""
        low, cap = tokens.low, tokens.cap
        out = [""] * (j - i)
        starting = self._starting
        k = i
        while k < j:
            word = low[k]
            tries = starting.get(word)
            if tries is None:
                tries = starting[word] = [(s, t) for s, t in self._tries if t.starts(word)]
            if tries:
                end, letters = k, ""
                limit = min(j, k + _REACH)
                for letter, trie in tries:
                    hit = trie.longest(low, k, limit)
                    if hit is not None and hit[0] >= end:
                        letters = letters + letter if hit[0] == end else letter
                        end = hit[0]
                if letters:
                    if cap[k]:
                        letters += "^"
                    out[k - i] = letters
                    for m in range(k + 1, end):
                        out[m - i] = "+" + letters
                    k = end
                    continue
            k += 1
        return out

    def _runs(self, tokens: Tokens, tags: list[str], i: int, j: int) -> Iterator[tuple[str, ...]]:
        """Yield of each token its place in a run of capitals, the run's length, what precedes."""
        cap, low = tokens.cap, tokens.low
        k = i
        while k < j:
            if not cap[k]:
                yield ()
                k += 1
                continue
            end = k + 1
            while end < j and cap[end]:
                end += 1
            lead = "<" if k == i else (tags[k - 1 - i].lstrip("+") or low[k - 1])
            size = str(min(end - k, _LONGEST_RUN))
            for place in range(end - k):
                yield (lead, str(min(place, _LONGEST_RUN)), size)
            k = end


def _join(key: tuple[str, ...]) -> Row:
    """Write features of several things at once: the classes around a token, tags, its run."""
    before, own, behind, tag_before, tag, *run = key
    row = [
        f"b{before}|{own}",
        f"f{own}|{behind}",
        f"s{before}|{own}|{behind}",
        f"u{tag_before}|{own}",
        f"v{tag_before}|{tag}",
    ]
    if run:
        lead, place, size = run
        row += [f"l{lead}|{place}", f"r{place}/{size}", f"q{lead}|{own}|{place}"]
    return [feature.encode("utf-8", "replace") for feature in row]
