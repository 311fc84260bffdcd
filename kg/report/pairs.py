"""Whom "hai nhà lãnh đạo" means: the two told of together last."""

from __future__ import annotations

from kg.lexicon.lexicon import Lexicon
from kg.report.drafts import MeetingDraft
from kg.report.entries import Entry
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

_JOINED = frozenset({"và", "cùng", "với"})
_BEFORE = 14  # tokens between "hai Thủ tướng" and the talks that they hold
_BEHIND = 4  # tokens from "cuộc gặp" to the end of "giữa hai Thủ tướng"


class PairMemory:
    """Remembers, sentence by sentence, the last two people who met or were named together."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._t = tokens
        self._x = lexicon
        self._pair: list[Entry] = []

    def holding(self, i: int, j: int, view: SentenceView) -> list[Item]:
        """Return the pair that holds the talks named by tokens `i` to `j`, each as an item at its
        words: "hai Thủ tướng tiến hành hội đàm", "cuộc gặp giữa hai nhà lãnh đạo".
        """
        if not self._pair:
            return []
        low = self._t.low
        for k in range(max(view.i, i - _BEFORE), min(view.j, j + _BEHIND)):
            hit = self._x.pairs.longest(low, k, view.j) if self._x.pairs.starts(low[k]) else None
            if hit is None or (i <= k < j):
                continue
            if k < i or "giữa" in low[j:k]:
                return [Item("person", k, hit[0], entry) for entry in self._pair]
        return []

    def joined(self, a: Item, b: Item) -> bool:
        """Tell whether two people stand side by side: "A và B"."""
        return a.j < b.i and set(self._t.low[a.j : b.i]) <= _JOINED

    def remember(self, view: SentenceView, named: list[MeetingDraft]) -> None:
        """Take in a sentence and the meetings that it names."""
        for meeting in named:
            met = {p.value.person: p.value for p in meeting.parties if p.kind == "person"}
            if len(met) == 2 and None not in met:
                self._pair = list(met.values())
        known = [p for p in view.of("person") if p.value.person is not None]
        told = {p.value.person: p.value for p in known}
        joined = len(known) > 1 and self.joined(known[0], known[1])
        if len(told) == 2 and (joined or view.of("meeting")):
            self._pair = list(told.values())
