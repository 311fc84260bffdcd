"""The words and the list of provinces that linking goes by."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.lexicon.rules import load_csv, load_yaml, rules_dir
from kg.link.provinces import Provinces, read_provinces
from kg.link.slugs import canonical, fold
from kg.link.units import Units

_DEPUTY = canonical("phó") + " "


class LinkRules:
    """What ``rules/linking.yaml`` and the lists of provinces and syllables say, ready for use."""

    def __init__(
        self,
        words: dict[str, Any],
        meetings: dict[str, Any],
        provinces: Provinces,
        syllables: frozenset[str],
        units: Units,
    ) -> None:
        self.provinces = provinces
        self.units = units
        self._status = frozenset(canonical(w) for w in words["status"])
        self._syllables = syllables
        self._firms = tuple(canonical(w) for w in words["firms"])
        self._leading = tuple(canonical(w) for w in words["leading"])
        self._single = frozenset(canonical(w) for w in words["single"])
        self._elsewhere = tuple(canonical(w) for w in words["elsewhere"])
        self._collective = frozenset(canonical(w) for w in words["collective"])
        self._one_holder = frozenset(canonical(w) for w in words["one_holder"])
        self.meeting_words = frozenset(fold(words["meeting_words"]).split())
        own = frozenset(words["events_of_their_own"])
        nouns = {canonical(n["noun"]): n["class"] for n in meetings["nouns"]}
        verbs = {canonical(v["verb"]): v["class"] for v in meetings["verbs"]}
        self._events = {noun: c if c in own else "" for noun, c in (verbs | nouns).items()}
        self.ordinal_words = frozenset(fold(w) for w in words["ordinal_words"])
        self._deputies = {canonical(d): canonical(h) for d, h in words["deputies"].items()}
        self._several_places = tuple(canonical(w) for w in words["several_places"])

    def bare(self, post: str) -> str:
        """Return a post's words for comparing, without those that say whether it is still held."""
        words = canonical(post).split()
        while len(words) > 1 and words[0] in self._status:
            del words[0]
        return " ".join(words)

    def leading(self, post: str) -> bool:
        """Say whether a bare post begins like one of the country's leading posts."""
        return _begins(post, self._leading)

    def single(self, post: str) -> bool:
        """Say whether a bare post, as it stands, is one that few in the country can hold."""
        return post in self._single

    def elsewhere(self, post: str) -> bool:
        """Say whether a bare post is held for a province without working there."""
        return _begins(post, self._elsewhere)

    def collective(self, title: str) -> bool:
        """Say whether many hold a bare title at once beside another post."""
        return title in self._collective

    def firm(self, body: str) -> bool:
        """Say whether a bare body's name begins like a firm's or its board's."""
        return _begins(body, self._firms)

    def one_holder(self, title: str) -> bool:
        """Say whether only one at a time holds a bare title at a body."""
        return title in self._one_holder

    def stands_for(self, title: str) -> str | None:
        """Return the bare title of whom a deputy of a bare title stands for; None for no deputy.

        "phó bí thư thường trực" gives "bí thư thường trực", "thứ trưởng" gives "bộ trưởng".
        """
        if title.startswith(_DEPUTY):
            return title.removeprefix(_DEPUTY)
        return next((h for d, h in self._deputies.items() if _begins(title, (d,))), None)

    def left(self, post: str) -> bool:
        """Say whether the words of a post themselves say that it is held no more, or not fully."""
        words = canonical(post).split()
        return len(words) > 1 and words[0] in self._status

    def several_places(self, label: str) -> bool:
        """Say whether a meeting's name says that it is held at several places at once."""
        words = f" {canonical(label)} "
        return any(f" {phrase} " in words for phrase in self._several_places)

    def event(self, kind: str) -> str | None:
        """Return what an event of a kind of meeting can only be told as; "" for any meeting.

        None for a kind that the rules do not know.
        """
        return self._events.get(canonical(kind))

    def distinctive(self, name: str) -> bool:
        """Say whether a name, as `canonical` gives it, has a word that no Vietnamese name has.

        Few bear such a one.
        """
        return not self.name(name)

    def name_word(self, word: str) -> bool:
        """Say whether a word, as `canonical` gives it, is one that Vietnamese names have."""
        return word in self._syllables

    def name(self, name: str) -> bool:
        """Say whether all words of a name, as `canonical` gives it, are such words."""
        return all(word in self._syllables for word in name.split())


def _syllables(path: Path) -> frozenset[str]:
    return frozenset(canonical(row["syllable"]) for row in load_csv(path))


def _units(folder: Path, provinces: Provinces) -> Units:
    former = load_csv(folder / "places" / "former_units.csv")
    return Units(
        load_csv(folder / "places" / "units.csv"),
        ((row["full_name"], row["province"]) for row in former),
        {
            c["name"]: c["unit"]
            for c in load_yaml(folder / "bodies.yaml")["committees"]
            if not c.get("tail")
        },
        provinces,
    )


def _begins(label: str, beginnings: tuple[str, ...]) -> bool:
    return any(label == b or label.startswith(b + " ") for b in beginnings)


@functools.lru_cache(maxsize=4)
def load_link_rules(folder: Path | None = None) -> LinkRules:
    """Read the rules of a folder (default: those shipped with the package), once a process.

    Raises:
        KgError: A file is missing or not of its form; the message names it.
    """
    folder = folder or rules_dir()
    path = folder / "linking.yaml"
    try:
        provinces = read_provinces(
            folder / "places" / "provinces.csv", folder / "places" / "former_provinces.csv"
        )
        return LinkRules(
            load_yaml(path),
            load_yaml(folder / "meetings.yaml"),
            provinces,
            _syllables(folder / "names" / "surnames.csv")
            | _syllables(folder / "names" / "syllables.csv"),
            _units(folder, provinces),
        )
    except (KeyError, TypeError, AttributeError) as e:
        raise KgError(f"{path}: not of the form that linking reads: {e}") from e
