"""Events that no noun names: "Sáng 1/7, xã A ra mắt chính quyền mới. Tham dự có …".

Where a report lists those present before it has named a meeting, they are at what the sentence
before tells of, if that has a verb by which people come together.
"""

from __future__ import annotations

from kg.lexicon.entries import MeetingNoun
from kg.lexicon.lexicon import Lexicon
from kg.report.drafts import MeetingDraft
from kg.report.namings import NamingFinder
from kg.report.register import MeetingRegister
from kg.report.sentences import SentenceView
from kg.text.tokens import Tokens

_OCCASION = MeetingNoun(noun="lễ", kind="ceremony")
_HEAD = 12  # tokens from the words for being present to "có"


class OccasionFinder:
    """Finds the event at which a list of people is present."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, told: MeetingRegister, namings: NamingFinder
    ) -> None:
        self._t = tokens
        self._x = lexicon
        self._told = told
        self._namings = namings
        self._before: SentenceView | None = None

    def read(self, view: SentenceView) -> MeetingDraft | None:
        """Return the event whose guests a sentence lists; None where it lists none, or the report
        has named a meeting."""
        before = self._before
        if before is None or self._told.meetings or not self._lists(view):
            return None
        for k in range(before.i, before.j):
            hit = self._x.occasions.longest(self._t.low, k, before.j)
            if hit is not None and self._t.low[k - 1] not in ("sẽ", "được", "để", "ngày"):
                end = self._namings.end_of_phrase(k, hit[0], before)
                label = self._t.text(k, min(end, before.j))
                return self._told.add(_OCCASION, label, before, (k, end), before.i)
        return None

    def remember(self, view: SentenceView) -> None:
        """Take note of the sentence before the next one."""
        self._before = view

    def _lists(self, view: SentenceView) -> bool:
        """Tell whether a sentence lists people present: "Tham dự có …", "Đến dự sự kiện có …"."""
        hit = self._x.present.longest(self._t.low, view.i, view.j)
        if hit is None or not self._t.low[hit[0] - 1].endswith("dự"):
            return False
        people = view.of("person")
        head = self._t.low[hit[0] : min(view.j, hit[0] + _HEAD)]
        return bool(people) and bool({"có", "gồm"} & set(head))
