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
_HELD_ON = tuple(
    f"{will} {verb}"
    for will in ("sẽ", "sẽ được", "dự kiến", "dự kiến được", "dự kiến sẽ")
    for verb in ("diễn ra", "khai mạc", "tổ chức", "bắt đầu", "họp")
)
_SAME_DAY = ("cùng ngày",)


class Dated:
    """A meeting's day as far as it is settled."""

    __slots__ = ("date", "day_month", "end_date", "session")

    def __init__(
        self,
        date: str | None,
        day_month: str | None,
        session: str | None,
        end_date: str | None = None,
    ) -> None:
        self.date = date
        self.day_month = day_month
        self.session = session
        self.end_date = end_date


class Dating:
    """Reads the days of a document and gives them to its meetings, sentence by sentence."""

    def __init__(self, document: Document, text: str, prepared: Prepared, lexicon: Lexicon) -> None:
        self.issued = document.issued or find_dateline(text)
        self._text = text
        self._t = prepared.tokens
        self._phrases = lexicon.dates
        self._cues: YearCues | None = None  # read only where a year is missing
        self._earliest = lexicon.earliest_year
        self._dates = [d for d in find_dates(text) if d.year is None or d.year >= self._earliest]
        self._starts = [d.start for d in self._dates]
        self._given: dict[str, Dated] = {}
        self._sure: set[str] = set()  # ids of meetings whose sentence says when they are held
        self._last: DateMention | None = None
        self._lead: DateMention | None = None

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
            held = self._held_on(days, offset, named)
            if held is not None and meeting.id not in self._sure:
                self._sure.add(meeting.id)
                self._give(meeting, held)
            if meeting.id in self._given and self._given[meeting.id].date:
                continue
            day = self._nearest(days, offset)
            if day is not None:
                self._give(meeting, day)
            elif same_day and self._last is not None:
                self._give(meeting, self._last)
            elif self.issued is not None:
                for phrase, shift in _RELATIVE.items():
                    if phrase in words:
                        date = dt.date.fromisoformat(self.issued) + dt.timedelta(days=shift)
                        session = phrase.split()[0]
                        self._given[meeting.id] = Dated(
                            date.isoformat(),
                            None,
                            session if session not in ("hôm", "ngày") else None,
                        )
                        break
            if (
                meeting.id not in self._given
                and self._lead is not None
                and meeting.id == "m1"
                and view.number <= 6
            ):
                self._give(meeting, self._lead)
        if days:
            self._last = days[0]
            if self._lead is None and view.number <= 3 and days[0].session is not None:
                self._lead = days[0]

    def _held_on(
        self, days: list[DateMention], offset: int, named: dict[int, MeetingDraft]
    ) -> DateMention | None:
        """Return the day on which a meeting is said to be held: "sẽ khai mạc vào ngày 3/7"."""
        day = next((d for d in days if d.start > offset), None)
        if day is None or day.start - offset > _HELD:
            return None
        if any(offset < self._t.start[k] < day.start for k in named):
            return None
        words = self._text[offset : day.start].lower()
        verb = next((v for v in _HELD_ON if v in words), None)
        return day if verb is not None and "," not in words.rpartition(verb)[2] else None

    def _nearest(self, days: list[DateMention], offset: int) -> DateMention | None:
        before = [d for d in days if d.end <= offset]
        if before:
            return before[-1]
        after = [d for d in days if d.start >= offset and d.start - offset < 260]
        return after[0] if after else None

    def _give(self, meeting: MeetingDraft, day: DateMention) -> None:
        first = day.first_day or day.day
        year = day.year or self._year(first, day.month)
        if year is None:
            self._given[meeting.id] = Dated(None, f"--{day.month:02d}-{first:02d}", day.session)
            return
        end = iso(year, day.month, day.day) if day.first_day else None
        self._given[meeting.id] = Dated(iso(year, day.month, first), None, day.session, end)

    def _year(self, day: int, month: int) -> int | None:
        if self.issued is not None:
            return year_near(day, month, self.issued)
        if self._cues is None:
            self._cues = YearCues(self._text, self._phrases, self._earliest)
        return self._cues.year(day, month)

    def of(self, meeting: MeetingDraft) -> Dated:
        """Return the day of a meeting."""
        return self._given.get(meeting.id) or Dated(None, None, None)
