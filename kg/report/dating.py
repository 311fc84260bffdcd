"""The day of each meeting: what the text says beside it, and the year it leaves out."""

from __future__ import annotations

import bisect
import datetime as dt

from kg.documents.document import Document
from kg.lexicon.lexicon import Lexicon
from kg.ner.prepare import Prepared
from kg.report.drafts import MeetingDraft
from kg.report.sentences import SentenceView
from kg.text.dates import DateMention, YearCues, find_dateline, find_dates, iso, year_near

_RELATIVE = {
    "hôm nay": 0, "sáng nay": 0, "chiều nay": 0, "tối nay": 0, "trưa nay": 0,
    "hôm qua": -1, "chiều qua": -1, "sáng qua": -1, "tối qua": -1, "ngày mai": 1,
}  # fmt: skip
_HELD = 100  # characters between a meeting's name and the day on which it is said to be held
_SOME_YEAR = 2024  # a leap year
_ASIDE = 40  # characters of a meeting's name before its day in brackets
_HELD_ON = tuple(
    f"{will} {verb}"
    for will in ("sẽ", "sẽ được", "dự kiến", "dự kiến được", "dự kiến sẽ")
    for verb in ("diễn ra", "khai mạc", "tổ chức", "bắt đầu", "họp")
)
# The day stands right behind these: "cuộc họp diễn ra chiều 7/2".
_HELD_THEN = ("diễn ra", "được tổ chức", "khai mạc")
_BEFORE_DAY = frozenset(
    ["vào", "trong", "từ", "các", "hai", "ba", "hôm", "nay", "qua", "ngày", "(",
     "sáng", "chiều", "tối", "trưa"]
)  # fmt: skip
_DEADLINE = ("trước", "trước ngày", "chậm nhất", "muộn nhất", "đến hết", "hết")
_UNTIL = ("đến", "đến ngày", "tới", "tới ngày")
_SAME_DAY = ("cùng ngày",)


_OPENS = 16  # characters before a day that opens a sentence


class Dated:
    """A meeting's day as far as it is settled."""

    __slots__ = ("date", "day_month", "end_date", "session", "weak")

    def __init__(
        self,
        date: str | None,
        day_month: str | None,
        session: str | None,
        end_date: str | None = None,
        weak: bool = False,
    ) -> None:
        self.date = date
        self.day_month = day_month
        self.session = session
        self.end_date = end_date
        self.weak = weak  # told elsewhere in the text: a day beside the meeting's name is better


class Dating:
    """Reads the days of a document and gives them to its meetings, sentence by sentence."""

    def __init__(self, document: Document, text: str, prepared: Prepared, lexicon: Lexicon) -> None:
        self.issued = document.issued or find_dateline(text)
        self._text = text
        self._t = prepared.tokens
        self._phrases = lexicon.dates
        self._cues: YearCues | None = None  # read only where a year is missing
        self._earliest = lexicon.earliest_year
        self._dates = [
            d
            for d in find_dates(text)
            if (d.year is None or d.year >= self._earliest)
            and not text[max(0, d.start - 12) : d.start].lower().rstrip().endswith(_DEADLINE)
        ]
        self._starts = [d.start for d in self._dates]
        self._given: dict[str, Dated] = {}
        self._sure: set[str] = set()  # ids of meetings whose sentence says when they are held
        self._last: DateMention | None = None
        self._lead: DateMention | None = None
        self._today = _today(self._dates, text)

    def read(self, view: SentenceView, named: dict[int, MeetingDraft]) -> None:
        """Give the days of one sentence to the meetings named in it that have none yet."""
        lo, hi = self._t.start[view.i], self._t.end[view.j - 1]
        days = self._dates[
            bisect.bisect_left(self._starts, lo - 12) : bisect.bisect_left(self._starts, hi)
        ]
        days = [d for d in days if d.end > lo]
        words = self._text[lo:hi].lower()
        same_day = any(s in words for s in _SAME_DAY)
        for at in sorted(named):
            meeting = named[at]
            offset = self._t.start[at]
            dated = meeting.id in self._given and not self._given[meeting.id].weak
            held = self._held_on(days, offset, named, dated)
            if held is not None and meeting.id not in self._sure:
                self._sure.add(meeting.id)
                self._give(meeting, held)
            given = self._given.get(meeting.id)
            if given is not None and given.date:
                continue
            day = self._nearest(days, offset)
            if day is not None and (given is None or given.weak or _same(given, day)):
                self._give(meeting, day)
            elif given is not None:
                continue
            elif same_day and self._last is not None:
                self._give(meeting, self._last, weak=True)
            else:
                self._give_relative(meeting, words)
            if (
                meeting.id not in self._given
                and self._lead is not None
                and meeting.id == "m1"
                and view.number <= 6
            ):
                self._give(meeting, self._lead, weak=True)
        # what somebody reports of other days is not when things are held
        if days and (named or self._last is None or days[0].start - lo <= _OPENS):
            self._last = days[0]
        if days and self._lead is None and view.number <= 3 and days[0].session is not None:
            self._lead = days[0]

    def _held_on(
        self, days: list[DateMention], offset: int, named: dict[int, MeetingDraft], dated: bool
    ) -> DateMention | None:
        """Return the day on which a meeting is said to be held: "sẽ khai mạc vào ngày 3/7".

        One that is `dated` keeps its day unless another is announced.
        """
        day = next((d for d in days if d.start > offset), None)
        if day is None or day.start - offset > _HELD:
            return None
        if any(offset < self._t.start[k] < day.start for k in named):
            return None
        words = self._text[offset : day.start].lower()
        if words.rstrip().endswith(_UNTIL):
            return None  # "dự kiến họp đến 18/5"
        if len(words) <= _ASIDE and words.rpartition("(")[2].strip() in ("", "từ", "từ ngày"):
            # "kỳ họp thứ 35 (từ ngày 24 đến 26/4)"
            return day if "(" in words and not dated else None
        verb = next((v for v in _HELD_ON if v in words), None)
        if verb is not None and "," not in words.rpartition(verb)[2]:
            return day
        if dated:
            return None
        then = next((v for v in _HELD_THEN if v in words), None)
        behind = words.rpartition(then)[2].replace(",", " ").split() if then else ["."]
        return day if _BEFORE_DAY.issuperset(behind) else None

    def _nearest(self, days: list[DateMention], offset: int) -> DateMention | None:
        before = [d for d in days if d.end <= offset]
        if before:
            return before[-1]
        after = [d for d in days if d.start >= offset and d.start - offset < 260]
        return after[0] if after else None

    def _give_relative(self, meeting: MeetingDraft, words: str) -> None:
        """Give a meeting the day that its sentence counts from the day of publication."""
        phrase = next((p for p in _RELATIVE if p in words), None)
        if phrase is None:
            return
        part = phrase.split()[0]
        session = part if part not in ("hôm", "ngày") else None
        shift = dt.timedelta(days=_RELATIVE[phrase])
        if self.issued is not None:
            date = dt.date.fromisoformat(self.issued) + shift
            self._given[meeting.id] = Dated(date.isoformat(), None, session)
            return
        today = self._today or self._day_of_lead(part)
        if today is not None:
            date = today + shift
            self._give(meeting, DateMention(0, 0, date.day, date.month, None, session), weak=True)

    def _day_of_lead(self, part: str) -> dt.date | None:
        """Return the day of a report's first lines if it is the one that "nay" counts from.

        The morning is told of on the same day; the evening perhaps on the next.
        """
        lead = self._lead
        if lead is None or lead.session not in ("sáng", "trưa", part):
            return None
        return dt.date(lead.year or _SOME_YEAR, lead.month, lead.first_day or lead.day)

    def _give(self, meeting: MeetingDraft, day: DateMention, weak: bool = False) -> None:
        first = day.first_day or day.day
        year = day.year or self._year(first, day.month)
        if year is None:
            self._given[meeting.id] = Dated(
                None, f"--{day.month:02d}-{first:02d}", day.session, weak=weak
            )
            return
        end = iso(year, day.month, day.day) if day.first_day else None
        self._given[meeting.id] = Dated(iso(year, day.month, first), None, day.session, end, weak)

    def _year(self, day: int, month: int) -> int | None:
        if self.issued is not None:
            return year_near(day, month, self.issued)
        if self._cues is None:
            self._cues = YearCues(self._text, self._phrases, self._earliest)
        return self._cues.year(day, month)

    def of(self, meeting: MeetingDraft) -> Dated:
        """Return the day of a meeting."""
        return self._given.get(meeting.id) or Dated(None, None, None)


def _same(given: Dated, day: DateMention) -> bool:
    """Tell whether a day told again is the one given, now perhaps with its year."""
    return given.day_month == f"--{day.month:02d}-{day.first_day or day.day:02d}"


def _today(days: list[DateMention], text: str) -> dt.date | None:
    """Return the day that the text calls its own: "sáng nay (20/5)", "chiều qua, 19/5".

    Its year counts for nothing where the text leaves it out.
    """
    for day in days:
        words = text[day.start : day.end].lower().replace(",", " ").replace("(", " ").split()
        shift = 0 if "nay" in words else 1 if "qua" in words else None
        if shift is not None:
            return dt.date(day.year or _SOME_YEAR, day.month, day.day) + dt.timedelta(days=shift)
    return None
