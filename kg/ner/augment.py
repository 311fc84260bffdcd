"""Variations of training sentences: other names, other capitals, missing commas."""

from __future__ import annotations

import random
import re
from pathlib import Path

import msgspec

from kg.lexicon.lexicon import Lexicon
from kg.lexicon.rules import load_csv, load_yaml
from kg.ner.crf import labelled_spans
from kg.ner.silver import THING, Sample
from kg.text.tokens import scan

_Piece = tuple[list[str], str | None]
_ONSET = re.compile(r"[bcdđghklmnpqrstvx]+", re.IGNORECASE)
_CAPITALS = "ABCDEFGHIKLMNOPSTUV"
_BARE = 3  # words of a title at most that a made-up organisation may follow
_COMMAS = frozenset({",", "-", "–"})


class Augmentation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section ``augmentation`` of ``training.yaml``; the values are probabilities, except for the
    last three: what foreign names are made of.
    """

    copies: int
    replace: float
    ethnic: float
    foreign: float
    rare: float
    small_thi: float
    lower_title: float
    organisation: float
    drop_comma: float
    upper_name: float
    onsets: list[str]
    vowels: list[str]
    codas: list[str]


class Names:
    """Makes up names from the lists of surnames and syllables; whose they are is left to chance."""

    def __init__(self, lexicon: Lexicon, config: Augmentation) -> None:
        names = lexicon.folder / "names"
        self._surnames = _weighted(names / "surnames.csv", "syllable", "count")
        self._middle = _weighted(names / "syllables.csv", "syllable", "count_middle")
        self._given = _weighted(names / "syllables.csv", "syllable", "count_given")
        ethnic = load_yaml(names / "ethnic.yaml")
        self._clans = sorted(ethnic["surnames"])
        self._finals = sorted([*ethnic["final"], *ethnic["pairs"]])
        self._prefixes = sorted(entry["form"] for entry in ethnic["prefix"])
        asian = load_yaml(names / "foreign.yaml")["surnames"]
        self._asian = [s for s in sorted(asian) if not _begins_a_body(s, lexicon)]
        rare = {*self._given[0], *self._middle[0]}
        self._rare = [s for s in sorted(rare) if not _begins_a_body(s, lexicon)]
        self._config = config

    def full(self, chance: random.Random) -> list[str]:
        """Return the words of a name of two to five words."""
        kind = chance.random()
        if kind < self._config.foreign:
            return self._foreign(chance)
        if kind < self._config.foreign + self._config.ethnic:
            return self._ethnic(chance)
        size = chance.choices((1, 2, 3), (3, 12, 2))[0]
        middle = [self._pick(self._middle, chance) for _ in range(size - 1)]
        words = [self._surname(chance), *middle, self._pick(self._given, chance)]
        if chance.random() < self._config.rare:
            words[-1] = self._unheard(chance)
        return [words[0], *(w.lower() if self._is_small(w, chance) else w for w in words[1:])]

    def short(self, chance: random.Random) -> list[str]:
        """Return one word, as behind "ông": a given name, or a foreigner's surname."""
        if chance.random() < self._config.foreign:
            return [self._word(chance)]
        return [self._pick(self._given, chance)]

    def organisation(self, chance: random.Random) -> str:
        """Return one word as an organisation's name: an acronym or a foreign word."""
        if chance.random() < 0.5:
            return "".join(chance.choice(_CAPITALS) for _ in range(chance.choice((3, 4, 4, 5))))
        return self._word(chance)

    def _surname(self, chance: random.Random) -> str:
        lot = chance.random() / self._config.rare
        if lot < 0.5:
            return self._unheard(chance)
        return chance.choice(self._rare) if lot < 1 else self._pick(self._surnames, chance)

    def _unheard(self, chance: random.Random) -> str:
        """Return a syllable that mostly stands in no list: one's onset, another's rime."""
        onset, rime = (_parts(chance.choice(self._rare))[n] for n in (0, 1))
        return (onset + rime).capitalize()

    def _is_small(self, word: str, chance: random.Random) -> bool:
        return word == "Thị" and chance.random() < self._config.small_thi

    def _ethnic(self, chance: random.Random) -> list[str]:
        given = self._pick(self._given, chance)
        if chance.random() < 0.5:
            more = [self._pick(self._given, chance)] if chance.random() < 0.6 else []
            return [*_words(chance.choice(self._clans)), given, *more]
        prefix = chance.choice(self._prefixes)
        first = prefix + given if prefix.endswith("'") else f"{prefix} {given}"
        last = f" {chance.choice(self._finals)}" if chance.random() < 0.7 else ""
        return _words(first + last)

    def _foreign(self, chance: random.Random) -> list[str]:
        if chance.random() < 0.3:
            size = chance.choice((1, 2, 2))
            return [
                chance.choice(self._asian),
                *(self._pick(self._given, chance) for _ in range(size)),
            ]
        return [self._word(chance) for _ in range(chance.choice((2, 2, 2, 3)))]

    def _word(self, chance: random.Random) -> str:
        c = self._config
        word = "".join(
            chance.choice(c.onsets) + chance.choice(c.vowels)
            for _ in range(chance.choice((1, 2, 2, 3)))
        )
        return (word + chance.choice(c.codas)).capitalize()

    def _pick(self, of: tuple[list[str], list[float]], chance: random.Random) -> str:
        return chance.choices(*of)[0]


def varied(sample: Sample, names: Names, config: Augmentation, chance: random.Random) -> Sample:
    """Return a sentence with some of its names, capitals and commas changed; tags go along."""
    out: list[_Piece] = []
    for words, label in _pieces(sample):
        if label in ("PER", THING):
            if chance.random() < config.replace:
                words = names.short(chance) if len(words) == 1 else names.full(chance)
            if chance.random() < config.upper_name:
                words = [w.upper() for w in words]
        elif label == "TITLE":
            if chance.random() < config.lower_title:
                words = [words[0].lower(), *words[1:]]
            if len(words) <= _BARE and chance.random() < config.organisation:
                words = [*words, names.organisation(chance)]
        elif (
            label is None
            and words[0] in _COMMAS
            and out
            and out[-1][1] in ("PER", "TITLE")
            and chance.random() < config.drop_comma
        ):
            continue
        out.append((words, label))
    tags: list[str] = []
    for words, label in out:
        tags += ["O"] if label is None else [f"B-{label}", *[f"I-{label}"] * (len(words) - 1)]
    return Sample(tuple(w for words, _ in out for w in words), tuple(tags), sample.telling)


def _pieces(sample: Sample) -> list[_Piece]:
    """Return a sentence as its spans and, one by one, the words between them."""
    out: list[_Piece] = []
    at = 0
    for i, j, label in labelled_spans(list(sample.tags)):
        out += [([w], None) for w in sample.words[at:i]]
        out.append((list(sample.words[i:j]), label))
        at = j
    return out + [([w], None) for w in sample.words[at:]]


def _weighted(path: Path, word: str, count: str) -> tuple[list[str], list[float]]:
    """Return words and weights; the square root brings the rare ones forward."""
    rows = sorted((row[word], int(row[count]) ** 0.5) for row in load_csv(path) if int(row[count]))
    return [w for w, _ in rows], [n for _, n in rows]


def _parts(syllable: str) -> tuple[str, str]:
    """Return a syllable's consonants at the front, and the rest."""
    match = _ONSET.match(syllable)
    cut = match.end() if match else 0
    return syllable[:cut], syllable[cut:].lower()


def _begins_a_body(word: str, lexicon: Lexicon) -> bool:
    low = word.lower()
    tries = (lexicon.heads, lexicon.organs, lexicon.territorial, lexicon.committees)
    return any(trie.starts(low) for trie in tries)


def _words(name: str) -> list[str]:
    return [word for word, _, _ in scan(name, 0, len(name))]
