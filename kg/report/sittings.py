"""Sessions that no noun names: "Dưới sự chủ trì của A, Ban Chấp hành Trung ương thảo luận …"."""

from __future__ import annotations

from kg.lexicon.entries import MeetingNoun
from kg.lexicon.lexicon import Lexicon
from kg.report.drafts import MeetingDraft
from kg.report.namings import NamingFinder
from kg.report.register import MeetingRegister, dated
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

# Bodies that do nothing but by sitting; of others the text must say who chairs.
_SIT = (
    "Quốc hội", "Ủy ban Thường vụ Quốc hội", "Ban Chấp hành", "Bộ Chính trị", "Ban Bí thư",
    "Hội đồng nhân dân",
)  # fmt: skip
_SITTING = MeetingNoun(noun="phiên làm việc", kind="session")
_REACH = 9  # tokens from a body to what it does: "đã dành một ngày để tiến hành | chất vấn"


class SittingFinder:
    """Finds bodies that sit in a sentence that names no meeting."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, told: MeetingRegister, namings: NamingFinder
    ) -> None:
        self._t = tokens
        self._x = lexicon
        self._told = told
        self._namings = namings

    def read(self, view: SentenceView) -> tuple[int, MeetingDraft] | None:
        """Return the session that a sentence tells of and the token of the body that sits; None if
        a session is spoken of already, or nobody sits.
        """
        if any(m.kind in ("session", "press") for m in self._told.meetings):
            return None
        if not dated(view, self._t):
            return None
        led = [
            hit[0]
            for k in range(view.i, view.j)
            if (hit := self._x.role_before.longest(self._t.low, k, view.j)) and hit[1] == "chair"
        ]
        for body in view.of("body"):
            verb = self._does(body, view)
            if verb is None or not (any(k <= body.i for k in led) or self._sits(body)):
                continue
            end = self._namings.end_of_phrase(verb[0], verb[1], view)
            label = self._t.text(body.i, end)
            told = self._told.add(_SITTING, label, view, (body.i, end), view.i)
            told.specific = True
            told.meet([body], {label})
            return body.i, told
        return None

    def _sits(self, body: Item) -> bool:
        return body.value.country is None and body.value.base.startswith(_SIT)

    def _does(self, body: Item, view: SentenceView) -> tuple[int, int] | None:
        """Return the tokens of what a body is said to do in its session."""
        low = self._t.low
        for k in range(body.j, min(view.j, body.j + _REACH)):
            if self._t.words[k] in ",.;:":
                return None
            hit = self._x.sits.longest(low, k, view.j)
            if hit is not None:
                return k, hit[0]
        return None
