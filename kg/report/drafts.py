"""A meeting while its document is being read, and the words that tell one meeting from another."""

from __future__ import annotations

from itertools import pairwise

from kg.report.sentences import Item
from kg.text.normalise import fold

_FUNCTION = frozenset(
    fold(w)
    for w in (
        "về", "và", "các", "của", "với", "trong", "cho", "để", "theo", "tại", "năm", "công", "tác",
        "thực", "hiện", "nhiệm", "vụ", "tình", "hình", "lần", "thứ",
    )
)  # fmt: skip
_ORDINALS = {
    "nhat": "1", "hai": "2", "ba": "3", "tu": "4", "nam": "5", "sau": "6", "bay": "7", "tam": "8",
    "chin": "9", "muoi": "10",
}  # fmt: skip
_PLAIN = frozenset({"lễ", "buổi", "cuộc", "chương", "trình", "gặp", "gỡ"})


def content(label: str) -> frozenset[str]:
    """Return a label's telling words without accents; "thứ hai" tells "2", too."""
    words = fold(label).split()
    telling = (w for w in words if w not in _FUNCTION and (len(w) > 1 or w.isdigit()))
    return ordinals(label) | frozenset(telling)


def ordinals(label: str) -> frozenset[str]:
    """Return the numbers by which a label counts a meeting: "lần thứ hai", "lần thứ 2" -> "2"."""
    pairs = pairwise(fold(label).split())
    return frozenset(_ORDINALS.get(b, b) for a, b in pairs if a == "thu" and _counts(b))


def _counts(word: str) -> bool:
    return word in _ORDINALS or word.isdigit()


def occasion(noun: str) -> str:
    """Return what kind of ceremony or talk a noun means, "" if it leaves that open.

    "lễ đón" -> "đón", "cuộc hội đàm" -> "hội đàm", "buổi lễ" -> "".
    """
    for talk in ("hội đàm", "hội kiến", "điện đàm"):
        if talk in noun:
            return talk
    return next((w for w in noun.split() if w not in _PLAIN), "")


class MeetingDraft:
    """A meeting of the document while it is being read.

    `parties` are those said to meet, each at its place in the text; `keys` tell them apart (local
    ids of people, names of bodies); `visitors` are those of them who go there; `seen` are the keys
    of all people whom its sentences name; `days` are the days ("7/3") that the sentence tells that
    named it first; `of_headline` is set where a first line without a full
    stop tells it.
    """

    __slots__ = (
        "days",
        "id",
        "keys",
        "kind",
        "label",
        "mentions",
        "noun",
        "of_headline",
        "parties",
        "places",
        "planned",
        "seen",
        "sent",
        "span",
        "specific",
        "visitors",
        "words",
    )

    def __init__(
        self, number: int, noun: str, kind: str, label: str, sent: int, span: tuple[int, int]
    ) -> None:
        self.id = f"m{number}"
        self.noun = noun
        self.kind = kind
        self.label = label
        self.sent = sent
        self.span = span
        self.words = content(label)
        self.mentions: list[tuple[int, int]] = [span]
        self.places: list[str] = []
        self.parties: list[Item] = []
        self.keys: set[str] = set()
        self.seen: set[str] = set()
        self.visitors: set[str] = set()
        self.days: frozenset[str] = frozenset()
        self.planned = False
        self.of_headline = False
        self.specific = False

    @property
    def silent(self) -> bool:
        """Tell whether what is said next is hardly said there: at a banquet, on a journey."""
        return self.kind == "banquet" or self.noun.startswith(("chuyến thăm", "chuyến công du"))

    def meet(self, parties: list[Item], keys: set[str]) -> None:
        """Take in those who are said to meet; a country that is visited is none of them."""
        self.parties += [p for p in parties if p.kind in ("person", "body")]
        self.keys |= keys
