"""Which meetings a document tells of, and which of them each sentence speaks of."""

from __future__ import annotations

from kg.lexicon.lexicon import Lexicon
from kg.report.drafts import MeetingDraft
from kg.report.encounters import EncounterFinder
from kg.report.namings import MeetingNoticed, NamingFinder
from kg.report.occasions import OccasionFinder
from kg.report.pairs import PairMemory
from kg.report.parties import keys_of
from kg.report.reference import Reference
from kg.report.register import MeetingRegister
from kg.report.sentences import SentenceView
from kg.report.sittings import SittingFinder
from kg.report.talks import TalkFinder
from kg.text.tokens import Tokens


class MeetingFinder:
    """Reads sentence by sentence which meetings are told of, and which one is spoken of."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, quoted: list[bool]) -> None:
        self._t = tokens
        self._x = lexicon
        self._quoted = quoted
        self._told = MeetingRegister(tokens, lexicon)
        self._namings = NamingFinder(tokens, lexicon)
        self._pairs = PairMemory(tokens, lexicon)
        self._talks = TalkFinder(tokens, lexicon, self._told, self._pairs)
        self._encounters = EncounterFinder(tokens, lexicon, quoted, self._told, self._namings)
        self._sittings = SittingFinder(tokens, lexicon, self._told, self._namings)
        self._occasions = OccasionFinder(tokens, lexicon, self._told, self._namings)
        self._reference = Reference(tokens, self._told, self._namings)

    @property
    def meetings(self) -> list[MeetingDraft]:
        """The meetings told of so far, in order."""
        return self._told.meetings

    @property
    def current(self) -> MeetingDraft | None:
        """The meeting spoken of."""
        return self._told.current

    def read(self, view: SentenceView) -> dict[int, MeetingDraft]:
        """Take in one sentence; return the meeting at each token where one is named."""
        at: dict[int, MeetingDraft] = {}
        other = self._another(view)
        aside, self._told.aside = self._told.aside, None
        if aside is not None and self._goes_on(view):
            at[view.i] = aside  # "Cùng đi có …" behind "Trước đó, … đã đến thăm …"
        for told in self._encounters.read(view, other):
            here = told.mentions[-1][0]
            at[here if here not in at else told.parties[-1].i] = told
            self._told.follow(told, view)
        covered = [m.mentions[-1] for m in at.values()]
        outer: MeetingNoticed | None = None
        for noticed in self._namings.noticed(view):
            if outer is not None and self._within(noticed, outer):
                continue
            if self._quoted[noticed.i] or (
                noticed.passing and not self._talks.of_both(noticed, view)
            ):
                continue
            beside = bool(at) and not noticed.brought  # another meeting is told of here
            if any(i <= noticed.i < j for i, j in covered) or (
                beside and noticed.noun.kind != "visit"
            ):
                continue
            if at and self._t.words[noticed.i - 1] == "(":
                continue  # "hội nghị Trung ương Đoàn lần thứ 11 (hội nghị 11)"
            meetings = self._talks.read(noticed, view, other)
            if meetings is None:
                one = None if beside else self._reference.resolve(noticed, view, other)
                meetings = [one] if one is not None else []
            for n, meeting in enumerate(meetings):
                at[meeting.parties[-1].i if n else noticed.i] = meeting
                self._talks.guests(meeting, noticed, view)
                self._told.follow(meeting, view)
            outer = noticed if meetings else outer
        sitting = self._sittings.read(view) if not at else None
        if sitting is not None:
            at[sitting[0]] = sitting[1]
            self._told.follow(sitting[1], view)
        occasion = self._occasions.read(view) if not at else None
        if occasion is not None:
            at[view.i] = occasion
            self._told.follow(occasion, view)
        self._occasions.remember(view)
        if not covered:
            self._reference.name_by_its_report(view)
        for meeting in dict.fromkeys(at.values()):
            meeting.seen |= keys_of(view.of("person"), self._t)
        self._encounters.remember(view)
        self._pairs.remember(view, list(dict.fromkeys(at.values())))
        return at

    def _within(self, noticed: MeetingNoticed, outer: MeetingNoticed) -> bool:
        """Tell whether a naming is part of another's name: "họp báo về | kỳ họp thứ 13"; a visit is
        what the other one is part of, and "sau đó" leads on to the next.
        """
        if not outer.item.j <= noticed.i < outer.j or noticed.noun.kind == "visit":
            return False
        return "đó" not in self._t.low[outer.item.j : noticed.i]

    def _goes_on(self, view: SentenceView) -> bool:
        """Tell whether a sentence lists those present without saying where."""
        low = self._t.low[view.i : view.i + 3]
        return low[:2] in (["cùng", "đi"], ["cùng", "dự"], ["tại", "đây"], ["đi", "cùng"]) or (
            low == ["tham", "gia", "đoàn"]
        )

    def _another(self, view: SentenceView) -> bool:
        t, x = self._t, self._x
        return any(
            x.another.longest(t.low, k, view.j) is not None
            for k in range(view.i, min(view.i + 6, view.j))
        )


def note_places(view: SentenceView, named: dict[int, MeetingDraft], tokens: Tokens) -> None:
    """Give meetings the provinces where their sentence says that they are held ("tại Sơn La")."""
    for meeting in dict.fromkeys(named.values()):
        for item in view.of("place"):
            place = item.value
            before = tokens.low[max(view.i, item.i - 3) : item.i]
            settled = len(place.provinces) == 1 and place.provinces[0] not in meeting.places
            if settled and {"tại", "ở"} & set(before):
                meeting.places.append(place.provinces[0])
