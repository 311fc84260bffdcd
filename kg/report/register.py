"""The meetings a document has told of so far, and the one spoken of."""

from __future__ import annotations

import re

from kg.lexicon.entries import MeetingNoun
from kg.lexicon.lexicon import Lexicon
from kg.report.drafts import MeetingDraft, content, occasion
from kg.report.namings import MeetingNoticed
from kg.report.parties import keys_of
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

_DAY = re.compile(r"(?<![\d/.-])(\d{1,2}) ?[/.-] ?(\d{1,2})(?!\d)")
# A day that a word brings in: "ngày 5/7", "sáng nay (5/7)"; not "cách đây 5-7 năm".
_DAY_TOLD = re.compile(
    r"\b(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|nay|qua|mai)[ ,(]{1,3}"
    r"(\d{1,2}) ?[/.-] ?(\d{1,2})(?!\d| ?[/.-] ?\d{1,2}(?!\d))",
    re.IGNORECASE,
)
_FIRST_LINES = 2  # sentences behind the headline that may be its lead
_FIRST_PEOPLE = 10  # people of a sentence whom it may tell of as those who meet again
_FAR = 60  # tokens of a sentence among which its day is looked for
_FULL_STOPS = frozenset('.!?…"')
NEAR = 8  # tokens before a talk or a visit in which it is said to be planned
_LEAD = 3  # sentences below a headline that tell its meeting again
_LATELY = frozenset({"vừa qua", "mới đây", "gần đây", "tuần trước", "tháng trước", "năm ngoái"})
_LONGEST_MEETING = 3  # days that a meeting may last, but those that last for weeks
_LONGEST_SESSION = 31  # days of the National Assembly's between two that one report tells of
OF_MANY_DAYS = frozenset({"kỳ họp", "đại hội", "khóa họp"})
_REMEMBERED = 40  # meetings a naming may refer back to; real reports tell of far fewer


class MeetingRegister:
    """The meetings told of, in order; `current` is the one spoken of, `aside` one that the last
    sentence only looked back to.
    """

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._t = tokens
        self._x = lexicon
        self.meetings: list[MeetingDraft] = []
        self.current: MeetingDraft | None = None
        self.aside: MeetingDraft | None = None

    def recent(self) -> list[MeetingDraft]:
        """Return the meetings that a naming may refer back to, in order."""
        return self.meetings[-_REMEMBERED:]

    def of_these_days(self, view: SentenceView) -> list[MeetingDraft]:
        """Return the recent meetings, the last one first, but those of another day than a sentence
        tells of.
        """
        here = days_told(view, self._t)
        far = len(here) == 1
        return [m for m in reversed(self.recent()) if not (far and far_days(here, m.days, m.noun))]

    def met(
        self, noun: MeetingNoun, parties: list[Item], view: SentenceView
    ) -> MeetingDraft | None:
        """Return the talk or visit told before that has these parties, and is not of another day
        than the sentence tells of.
        """
        keys = keys_of(parties, self._t)
        for meeting in self.of_these_days(view):
            same = keys <= meeting.keys or meeting.keys <= keys
            if meeting.kind == noun.kind and same and not apart(meeting.noun, noun.noun):
                return meeting
        return None

    def add(
        self, noun: MeetingNoun, label: str, view: SentenceView, span: tuple[int, int], since: int
    ) -> MeetingDraft:
        """Add a meeting; it is planned if a word from token `since` up to its naming says so."""
        draft = MeetingDraft(len(self.meetings) + 1, noun.noun, noun.kind, label, view.number, span)
        draft.planned = any(
            self._x.planned.longest(self._t.low, k, span[0]) for k in range(since, span[0])
        )
        draft.days = days(view, self._t)
        draft.of_headline = view.number == 0 and self._t.words[view.j - 1] not in _FULL_STOPS
        self.meetings.append(draft)
        return draft

    def mention(self, meeting: MeetingDraft, noticed: MeetingNoticed, *, upgrade: bool) -> None:
        """Take in another naming of a meeting; `upgrade` where it may tell its name better."""
        meeting.mentions.append((noticed.i, noticed.j))
        if not upgrade:
            return
        label = self._t.text(noticed.i, noticed.j)
        words = content(label)
        if len(words) > len(meeting.words) and len(label) < 300:
            meeting.label, meeting.span, meeting.noun = (
                label,
                (noticed.i, noticed.j),
                noticed.noun.noun,
            )
        meeting.words = meeting.words | words
        meeting.specific = meeting.specific or noticed.specific

    def new(self, noticed: MeetingNoticed, view: SentenceView) -> MeetingDraft:
        """Add the meeting that a naming begins."""
        label = self._t.text(noticed.i, noticed.j)
        draft = self.add(noticed.noun, label, view, (noticed.i, noticed.j), view.i)
        draft.specific = noticed.specific
        ahead = self._t.low[max(noticed.item.j, noticed.j - 1) : min(noticed.j + 1, view.j)]
        draft.planned = draft.planned or "sẽ" in ahead  # "Hội nghị B | sẽ diễn ra …"
        return draft

    def follow(self, meeting: MeetingDraft, view: SentenceView) -> None:
        """Make a meeting the one spoken of, unless the sentence only looks back ("Trước đó, …") or
        ahead to one that is still to come.
        """
        if meeting.silent and self.current is not None and not self.current.silent:
            return  # what is said then is said at the talks
        if self._told_there(meeting, view):
            self.aside = meeting
            return
        ahead = meeting.planned and self.current is not None and not self.current.planned
        told = meeting.kind == "press"  # what follows is said there
        if self.current is None or not (ahead or (self._looks_back(view) and not told)):
            self.current = meeting
        elif not ahead:
            self.aside = meeting

    def _told_there(self, meeting: MeetingDraft, view: SentenceView) -> bool:
        """Tell whether a meeting is one of those that a press conference tells of; not where the
        sentence is told from it: "Tại phiên họp Chính phủ, …".
        """
        if self.current is None or self.current.kind != "press" or meeting.kind == "press":
            return False
        low, i = self._t.low, meeting.mentions[-1][0]
        opened = low[view.i] in ("tại", "trong", "phát", "kết")
        there = bool(view.of("person")) and low[i - 1] in ("tại", "trong", "mạc", "luận")
        return not (opened or there)

    def _looks_back(self, view: SentenceView) -> bool:
        """Tell whether a sentence goes back in time: "Trước đó, …"; "Vừa qua, …" does where the
        meeting spoken of has its own day.
        """
        low, dated_one = self._t.low, self.current is not None and bool(self.current.days)
        back = low[view.i] == "hồi" or (
            low[view.i : view.i + 2] in (["trước", "đó"], ["trước", "đây"])
        )
        return back or (dated_one and lately(view, self._t))


def told_above(meeting: MeetingDraft, view: SentenceView) -> bool:
    """Tell whether a meeting was told by the headline above, and by nothing else: the first lines
    tell it again, in other words.
    """
    below = 0 < view.number - meeting.sent <= _LEAD
    return meeting.of_headline and below and len(meeting.mentions) == 1


def of_a_kind(meeting: MeetingDraft, noun: MeetingNoun) -> bool:
    """Tell whether a noun may name a meeting: a ceremony of welcome is not one of signing."""
    if meeting.kind != noun.kind:
        return False
    own, new = occasion(meeting.noun), occasion(noun.noun)
    return noun.kind not in ("ceremony", "talk") or not own or not new or own == new


def alike(meeting: MeetingDraft, words: frozenset[str], noun: MeetingNoun) -> bool:
    """Tell whether a naming of these words is like enough to a meeting told of."""
    if not of_a_kind(meeting, noun):
        return False
    own = meeting.words - content(meeting.noun)
    new = words - content(noun.noun)
    if not own or not new:
        return False
    numbers = {w for w in own if w.isdigit()}, {w for w in new if w.isdigit()}
    if numbers[0] and numbers[1] and not numbers[0] & numbers[1] and meeting.noun == noun.noun:
        return False  # the 39th session is not the 40th
    if numbers[0] & numbers[1] and meeting.noun == noun.noun and min(len(own), len(new)) == 1:
        return True
    shared = len(own & new)
    return shared / min(len(own), len(new)) >= 0.6 and shared >= 2


def apart(told: str, named: str) -> bool:
    """Tell whether two names of talks cannot mean one: guests are received, then talked with."""
    received = ("tiếp" in told, "tiếp" in named)
    talked = ("hội đàm" in told, "hội đàm" in named)
    return (received[0] and talked[1]) or (talked[0] and received[1])


def told_in_lead(meeting: MeetingDraft, view: SentenceView, tokens: Tokens) -> bool:
    """Tell whether a meeting was told, without a day, by one of the first lines alone, and these
    people have part in both: the dated sentence below tells it again.

    "Giám đốc A chủ trì buổi tiếp dân về giá nước. Ngày 7/3, Giám đốc A đã chủ trì buổi tiếp …".
    """
    below = 0 < view.number - meeting.sent <= _LEAD and meeting.sent <= _FIRST_LINES
    return (
        below
        and len(meeting.mentions) == 1
        and not meeting.days
        and bool(days(view, tokens))
        and _seen_at(meeting, view, tokens)
    )


def same_day(meeting: MeetingDraft, view: SentenceView, tokens: Tokens) -> bool:
    """Tell whether a sentence tells of the same day and people as the one that began a meeting."""
    return bool(meeting.days & days(view, tokens)) and _seen_at(meeting, view, tokens)


def _seen_at(meeting: MeetingDraft, view: SentenceView, tokens: Tokens) -> bool:
    """Tell whether the first people of a sentence were told of with a meeting."""
    return bool(meeting.seen & keys_of(view.of("person")[:_FIRST_PEOPLE], tokens))


def days(view: SentenceView, tokens: Tokens) -> frozenset[str]:
    """Return the days that the beginning of a sentence tells in numbers: "07-03-2019" -> "7/3"."""
    return _days(_DAY, view, tokens, _FAR)


def days_told(view: SentenceView, tokens: Tokens, far: int = _FAR) -> frozenset[str]:
    """Return the days among the first `far` tokens of a sentence that a word brings in."""
    return _days(_DAY_TOLD, view, tokens, far)


def _days(form: re.Pattern[str], view: SentenceView, tokens: Tokens, far: int) -> frozenset[str]:
    found = form.findall(tokens.text(view.i, min(view.j, view.i + far)))
    return frozenset(f"{int(d)}/{int(m)}" for d, m in found)


def lately(view: SentenceView, tokens: Tokens) -> bool:
    """Tell whether a sentence opens with a time past that is no day: "Vừa qua, …"."""
    return " ".join(tokens.low[view.i : view.i + 2]) in _LATELY


def far_days(ones: frozenset[str], others: frozenset[str], noun: str = "") -> bool:
    """Tell whether days of unknown years ("7/3") are too far from others for one meeting, called
    by a noun.
    """
    apart = [abs(_in_year(a) - _in_year(b)) for a in ones for b in others]
    longest = _LONGEST_SESSION if noun in OF_MANY_DAYS else _LONGEST_MEETING
    return bool(apart) and min(apart) > longest


def _in_year(day: str) -> int:
    """Return about which day of the year a day is: "7/3" -> 100."""
    d, m = day.split("/")
    return int(d) + 31 * int(m)


def dated(view: SentenceView, tokens: Tokens) -> bool:
    """Tell whether a sentence begins with a day or a time of day."""
    low = tokens.low
    return any(
        low[k] in ("ngày", "sáng", "chiều", "tối", "hồi", "hôm")
        for k in range(view.i, min(view.j, view.i + 12))
    )
