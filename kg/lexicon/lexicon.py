"""The compiled rules: everything extraction looks words up in."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kg.errors import KgError
from kg.lexicon.entries import (
    CentralBody,
    Committee,
    Head,
    MeetingNoun,
    Organ,
    Rank,
    Territorial,
    Unit,
)
from kg.lexicon.lines import RuleError
from kg.lexicon.rules import load_csv, load_yaml, numbered_rows, rules_dir, rules_version
from kg.lexicon.trie import Trie, phrase_tokens
from kg.text.tokens import scan

T = TypeVar("T")
_CONNECTORS = ("và", "-", "–", "&", ",")
# Marks, and the words that link titles and people to each other.
MARKS = frozenset(",;:-–—()/|\"'.!?…•+")
LINKS = frozenset({"và", "kiêm", "đồng", "thời", "là", "hiện", "từng", "nguyên", "các", "cùng"})
UNIT_NOUNS: dict[str, str] = {
    "tỉnh": "province",
    "thành phố": "city",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}


class Lexicon:
    """Tries and sets compiled from one folder of rules; read-only after construction.

    Raises:
        KgError: A file is missing or an entry is not of its form; the message names file and line.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = rules_version(folder)
        self._titles()
        self._honorifics()
        self._bodies()
        self._places()
        self._names()
        self._meetings()
        self._roles()
        self._furniture()
        # Words that begin something: cheap tests before the tries themselves are asked.
        self.title_openers = self.deputies.union(
            self.ranks.first_words(), self.status.first_words()
        )
        self.body_openers = frozenset().union(
            *(
                trie.first_words()
                for trie in (
                    self.central,
                    self.committees,
                    self.organs,
                    self.territorial,
                    self.heads,
                )
            )
        )
        self.openers = frozenset(MARKS | LINKS | self.title_openers | self.body_openers).union(
            *(
                trie.first_words()
                for trie in (
                    self.honorifics,
                    self.plural,
                    self.service_ranks,
                    self.adverbs,
                    self.meeting_nouns,
                    self.meeting_verbs,
                    self.role_verbs,
                )
            ),
            (unit.split()[0] for unit in UNIT_NOUNS),
        )

    def _yaml(self, name: str) -> Any:
        return load_yaml(self.folder / name)

    def _entries(self, name: str, raw: Any, of: type[T]) -> list[T]:
        try:
            return msgspec.convert(raw, list[of], strict=False)  # type: ignore[valid-type]
        except msgspec.ValidationError as e:
            raise KgError(f"{self.folder / name}: {e}") from e

    def _csv(self, name: str) -> list[dict[str, str]]:
        return load_csv(self.folder / name)

    def _of_provinces(self, name: str, column: str) -> list[dict[str, str]]:
        """Read a table whose `column` names a province."""
        path = self.folder / name
        rows = numbered_rows(path)
        for line, row in rows:
            if row[column] not in self.province_units:
                raise RuleError(path, line, f'{column}: no province has the name "{row[column]}"')
        return [row for _, row in rows]

    def _titles(self) -> None:
        raw = self._yaml("titles.yaml")
        ranks = self._entries("titles.yaml", raw["ranks"], Rank)
        self.ranks = Trie((r.rank, r) for r in ranks if r.deputy is None)
        self.deputy_ranks = Trie((r.rank, r) for r in ranks)
        self.status: Trie[str] = Trie(raw["status"].items())
        self.deputies = frozenset(raw["deputy"])
        self.modifiers = Trie((m, m) for m in raw["modifiers"])
        self.generic = Trie((g, g) for g in raw["generic"])
        for key in ("appointed", "office", "elected", "removed"):
            setattr(self, key, Trie((p, p) for p in raw["events"][key]))
        self.appointed: Trie[str]
        self.office: Trie[str]
        self.elected: Trie[str]
        self.removed: Trie[str]
        self.abbreviations: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for entry in self._yaml("abbreviations.yaml"):
            short = tuple(w for w, _, _ in scan(entry["abbr"], 0, len(entry["abbr"])))
            full = tuple(w for w, _, _ in scan(entry["full"], 0, len(entry["full"])))
            self.abbreviations.setdefault(short[0], []).append((short, full))
        for options in self.abbreviations.values():
            options.sort(key=lambda o: -len(o[0]))

    def _honorifics(self) -> None:
        raw = self._yaml("honorifics.yaml")
        self.honorifics = Trie((h, h) for h in raw["honorifics"])
        self.plural = Trie((h, h) for h in raw["plural"])
        self.service_ranks = Trie((h, h) for h in [*raw["ranks"], *raw["degrees"]])

    def _bodies(self) -> None:
        raw = self._yaml("bodies.yaml")
        self.committees = Trie(
            (c.name, c) for c in self._entries("bodies.yaml", raw["committees"], Committee)
        )
        self.organs: Trie[Organ] = Trie()
        for o in self._entries("bodies.yaml", raw["organs"], Organ):
            for tokens in _variants(o.name):
                self.organs.add(tokens, o)
        self.territorial = Trie(
            (t.name, t) for t in self._entries("bodies.yaml", raw["territorial"], Territorial)
        )
        self.body_stops = frozenset(raw["stops"])
        self.compounds = frozenset(raw["compounds"])
        self.compound_words = frozenset(raw["compound_words"])
        heads = self._entries("bodies.yaml", raw["heads"], Head)
        self.heads = Trie((h.name, h) for h in heads)
        # behind a rank nouns begin the name of a body that are common words elsewhere
        led = [Head(name, long=True) for name in raw["led_heads"]]
        self.led_heads = Trie((h.name, h) for h in (*led, *heads))
        self.sectors: Trie[str] = Trie()
        for name in self._yaml("sectors.yaml"):
            for tokens in _variants(name):
                self.sectors.add(tokens, name)
            bare = tuple(w for w in phrase_tokens(name) if w not in _CONNECTORS)
            if len(bare) >= 4:
                self.sectors.add(bare, name)  # "Tài nguyên môi trường"
        self.central: Trie[CentralBody] = Trie()
        central = self._entries(
            "bodies_central.yaml", self._yaml("bodies_central.yaml"), CentralBody
        )
        self.central_by_name = {b.name: b for b in central}
        for b in central:
            for name in (b.name, *b.aliases):
                for tokens in _variants(name):
                    self.central.add(tokens, b)

    def _places(self) -> None:
        self.provinces: Trie[str] = Trie()
        self.province_units: dict[str, str] = {}
        self.bare_needs_unit: set[str] = set()
        lists = ("places/provinces.csv", "places/former_provinces.csv")
        for row in (row for name in lists for row in self._csv(name)):
            self.provinces.add(phrase_tokens(row["name"]), row["name"])
            self.province_units[row["name"]] = (
                "thành phố" if row["full_name"].startswith("Thành phố") else "tỉnh"
            )
        for row in self._of_provinces("places/province_aliases.csv", "name"):
            self.provinces.add(phrase_tokens(row["alias"]), row["name"])
            if row.get("needs_prefix") == "1":
                self.bare_needs_unit.add(row["alias"].lower())
        self.units: Trie[Unit] = Trie()
        homes: dict[tuple[str, str, str], set[str]] = {}
        for row in self._of_provinces("places/units.csv", "province"):
            homes.setdefault((row["full_name"], row["name"], row["level"]), set()).add(
                row["province"]
            )
        for (full, name, level), provinces in homes.items():
            unit = Unit(
                name,
                full,
                "district" if level == "district" else "commune",
                tuple(sorted(provinces)),
            )
            self.units.add(phrase_tokens(full), unit)
        # "Krông", "Ea": what names of places in other languages begin with
        openers = Counter(name.split()[0].lower() for _, name, _ in homes if " " in name)
        self.unit_openers = {opener for opener, n in openers.items() if n > 2}
        self.countries: Trie[str] = Trie()
        for row in self._csv("places/countries.csv"):
            for name in [
                row["name"],
                *filter(None, row["aliases"].split(";")),
                *filter(None, row["full_names"].split(";")),
            ]:
                self.countries.add(phrase_tokens(name), row["name"])

    def _names(self) -> None:
        ethnic = self._yaml("names/ethnic.yaml")
        self.surnames = {
            row["syllable"].lower(): int(row["count"]) for row in self._csv("names/surnames.csv")
        }
        foreign = self._yaml("names/foreign.yaml")
        self.sino = {s.lower() for s in foreign["surnames"]}
        self.korean_surnames = {s.lower() for s in foreign["korean_surnames"]}
        self.korean_syllables = set(foreign["korean_syllables"])
        self.ethnic = {s.lower() for s in ethnic["surnames"]}
        self.syllables = {row["syllable"].lower() for row in self._csv("names/syllables.csv")}
        raw = self._yaml("names/context_not_person.yaml")
        self.not_person_before = Trie((p, p) for p in raw["before"])
        self.memorial = Trie((p, p) for p in raw["memorial"])
        self.not_person = Trie((p, p) for p in raw["phrases"])

    def _meetings(self) -> None:
        raw = self._yaml("meetings.yaml")
        nouns = [
            {"noun": n["noun"], "kind": n["class"], "weak": n.get("weak", False)}
            for n in raw["nouns"]
        ]
        verbs = [
            {
                "noun": v["verb"],
                "kind": v["class"],
                "weak": v.get("weak", False),
                "alone": v.get("alone", False),
            }
            for v in raw["verbs"]
        ]
        self.meeting_nouns = Trie(
            (n.noun, n) for n in self._entries("meetings.yaml", nouns, MeetingNoun)
        )
        self.meeting_verbs = Trie(
            (n.noun, n) for n in self._entries("meetings.yaml", verbs, MeetingNoun)
        )
        for key in (
            "held",
            "another",
            "passing",
            "planned",
            "sites",
            "not_verbs",
            "not_nouns",
            "sits",
            "occasions",
            "groups",
        ):
            setattr(self, key, Trie((p, p) for p in raw[key]))
        self.held: Trie[str]
        self.another: Trie[str]
        self.passing: Trie[str]
        self.planned: Trie[str]
        self.sites: Trie[str]
        self.not_verbs: Trie[str]
        self.not_nouns: Trie[str]
        self.sits: Trie[str]
        self.occasions: Trie[str]
        self.groups: Trie[str]
        self.one_by_one = frozenset(raw["one_by_one"])
        dates = self._yaml("dates.yaml")
        self.earliest_year = int(dates.pop("earliest_year"))
        self.dates: dict[str, list[str]] = dates

    def _roles(self) -> None:
        raw = self._yaml("roles.yaml")
        self.role_verbs: Trie[str] = Trie(
            (v, role) for role in ("chair", "attend", "speak") for v in raw[role]["verbs"]
        )
        self.role_before: Trie[str] = Trie(
            (v, role) for role in ("chair", "attend", "speak") for v in raw[role]["before"]
        )
        self.reporting = frozenset(raw["reporting"])
        self.weak_verbs = frozenset(raw["weak"])
        self.adverbs = Trie((a, a) for a in raw["adverbs"])
        self.not_role_verbs = Trie((a, a) for a in raw["not_verbs"])
        self.absent = Trie((a, a) for a in raw["absent"])
        self.captions = Trie((a, a) for a in raw["captions"])
        self.behalf = Trie((a, a) for a in raw["behalf"])
        told = [f"{v} với {o}" for v in raw["press_verbs"] for o in raw["outlets"]]
        told += [f"trả lời {o}" for o in raw["outlets"]]
        self.press = Trie((a, a) for a in (*raw["press"], *told))
        self.papers = Trie((a, a) for a in raw["papers"])
        self.paper_verbs = Trie((a, a) for a in raw["paper_verbs"])
        self.carried = Trie((a, a) for a in raw["carried"])
        self.present = Trie((a, a) for a in raw["present"])
        self.represented = Trie((a, a) for a in raw["represented"])
        self.sides = Trie((a, a) for a in raw["sides"])
        self.pairs = Trie((a, a) for a in raw["pairs"])
        self.other_words = Trie((a, a) for a in raw["other_words"])
        self.acts = Trie((a, a) for a in raw["acts"])

    def _furniture(self) -> None:
        self.furniture: dict[str, list[str]] = self._yaml("furniture.yaml")


def _variants(name: str) -> list[tuple[str, ...]]:
    """Return the phrase's tokens with each connector the press uses in place of the others."""
    tokens = phrase_tokens(name)
    at = [i for i, t in enumerate(tokens) if t in _CONNECTORS]
    out = {tokens}
    for connector in _CONNECTORS if len(at) == 1 else ("-", "–", "&"):
        out.add(tuple(connector if i in at else t for i, t in enumerate(tokens)))
    if len(at) == 2:
        for pair in itertools.product(_CONNECTORS, repeat=2):
            out.add(tuple(pair[at.index(i)] if i in at else t for i, t in enumerate(tokens)))
    if len(at) > 1:
        # "Văn hóa Thể thao và Du lịch"
        out.add(tuple(t for i, t in enumerate(tokens) if i not in at[:-1]))
        out.add(
            tuple(("-" if i == at[0] else "và") if i in at else t for i, t in enumerate(tokens))
        )
        out.add(
            tuple(("và" if i == at[-1] else ",") if i in at else t for i, t in enumerate(tokens))
        )
        out.add(tuple(("-" if i == at[0] else "&") if i in at else t for i, t in enumerate(tokens)))
        out.add(
            tuple(("–" if i == at[0] else "và") if i in at else t for i, t in enumerate(tokens))
        )
        out.add(tuple(("," if i == at[0] else "-") if i in at else t for i, t in enumerate(tokens)))
    return sorted(out)


@functools.lru_cache(maxsize=4)
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Compile the rules of a folder (default: those shipped with the package), once a process."""
    return Lexicon(folder or rules_dir())
