"""Dates in running text, and the year that a text leaves out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

import msgspec

_SESSION = r"(?P<session>rạng sáng|sáng sớm|sáng|trưa|chiều tối|chiều|tối|đêm|ngày|hôm)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_NUMERIC = re.compile(
    rf"(?:\b{_SESSION}\b(?:\s+(?:ngày|mùng|hôm|nay|qua|cùng ngày))*,?\s*\(?\s*)?"
    rf"(?<![\d/.,\-])(?:(?P<first>\d{{1,2}})\s*(?P<join>-|–|và|đến|đến ngày|,)\s*)?"
    rf"{_DAY}\s?(?P<sep>[/.\-])\s?{_MONTH}"
    rf"(?:\s?(?P=sep)\s?{_YEAR})?(?![\d/%]|[.,]\d)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?:\b{_SESSION}\s+)?(?:ngày\s+)?(?:(?P<first>\d{{1,2}})\s*(?P<join>-|–|và|đến)\s*)?{_DAY}\s+tháng\s+{_MONTH}(?:\s*[,/\-]?\s*(?:năm\s+)?{_YEAR})?(?!\d)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    rf"(?:thứ\s*\w+|chủ nhật|\d{{1,2}}[:h]\d{{2}})\s*[,|\-]?\s*(?:ngày\s*)?"
    rf"{_DAY}\s?[/.\-]\s?{_MONTH}\s?[/.\-]\s?{_YEAR}"
    r"|^\s*(?P<day2>0?[1-9]|[12]\d|3[01])\s?[/\-]\s?(?P<month2>0?[1-9]|1[0-2])"
    r"\s?[/\-]\s?(?P<year2>(?:19|20)\d\d)\s*[|,\-]?\s*\d{1,2}[:h]\d{2}",
    re.IGNORECASE | re.MULTILINE,
)
_MONTH_YEAR = re.compile(
    rf"\btháng\s+{_MONTH}\s*(?:[/\-]|\s+năm\s+|,\s*năm\s+)\s*{_YEAR}(?!\d)", re.IGNORECASE
)
_FULL = re.compile(r"(?<![\d/])(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?((?:19|20)\d\d)(?!\d)")
_PLAIN_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)(?!\s*[-–]\s*\d)")
_YEAR_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)(?!\d)")
# Where a day may stand: the full pattern is tried only around these.
_HINT = re.compile(r"\d\s?[/.\-]\s?\d|\d\s+tháng\s", re.IGNORECASE)
_RARE = 2  # a year named no oftener than this says nothing
_NEAR_DAYS = 75  # a dated day this near speaks of the same season, hence of the year


class DateMention(msgspec.Struct, frozen=True):
    """A day in the text: `start`, `end` offsets; `year` None where it is left out; `end_day` of a
    range.
    """

    start: int
    end: int
    day: int
    month: int
    year: int | None
    session: str | None = None
    first_day: int | None = None


def find_dates(text: str) -> list[DateMention]:
    """Return the days named in a text by number, in order: 17-1, 17/1, 21.4, "ngày 7 tháng 3"."""
    found: list[DateMention] = []
    at = 0
    for hint in _HINT.finditer(text):
        if hint.start() < at:
            continue
        here: list[DateMention] = []  # no other reaches into the window
        window = (max(at, hint.start() - 34), min(len(text), hint.end() + 16))
        for pattern in (_WORDS, _NUMERIC):
            for m in pattern.finditer(text, *window):
                mention = _mention(m, text)
                if mention is not None and not any(
                    mention.start < d.end and d.start < mention.end for d in here
                ):
                    here.append(mention)
                    at = max(at, mention.end)
        found += sorted(here, key=lambda d: d.start)
    return found


def _mention(m: re.Match[str], text: str) -> DateMention | None:
    day, month = int(m["day"]), int(m["month"])
    year = int(m["year"]) if m["year"] else None
    if not _valid(day, month, year or 2024):
        return None
    groups = m.groupdict()
    session = m["session"].lower() if m["session"] else None
    separator = groups.get("sep")
    if separator is not None and session is None and year is None:
        before = text[max(0, m.start() - 14) : m.start()].lower().split()
        if separator in ".-" and not (
            before
            and (
                before[-1] in ("ngày", "nay", "qua", "mai", "từ", "đến", "hôm", "nay,")
                or before[-2:] in (["ngày", "("], ["nay", "("], ["qua", "("])
            )
        ):
            return None
        if separator == "/" and not (
            before
            and before[-1].strip("(,")
            in (
                "ngày",
                "nay",
                "qua",
                "mai",
                "từ",
                "đến",
                "trước",
                "hôm",
                "sau",
                "vào",
                "",
                "(ngày",
                "hết",
                "đầu",
            )
        ):
            return None
    first = int(m["first"]) if m["first"] else None
    if first is not None and not (0 < first < day):
        first = None
    return DateMention(
        m.start(),
        m.end(),
        day,
        month,
        year,
        session if session not in ("ngày", "hôm") else None,
        first,
    )


def find_dateline(text: str) -> str | None:
    """Return the day of publication (ISO 8601) that the text's own head or foot prints with a time
    or a weekday.
    """
    m = _DATELINE.search(text, 0, 700)
    if m is None:
        return None
    day, month, year = (int(m[k] or m[k + "2"]) for k in ("day", "month", "year"))
    return iso(year, month, day) if _valid(day, month, year) else None


def iso(year: int, month: int, day: int) -> str:
    """Return ``YYYY-MM-DD``."""
    return f"{year:04d}-{month:02d}-{day:02d}"


def year_near(day: int, month: int, issued: str) -> int | None:
    """Return the year that puts a day nearest to the date of publication; None if that is half a
    year away.
    """
    published = dt.date.fromisoformat(issued)
    best = min(
        (abs((dt.date(y, month, day) - published).days), y)
        for y in (published.year - 1, published.year, published.year + 1)
        if _valid(day, month, y)
    )
    return best[1] if best[0] <= 183 else None


class YearCues:
    """What a text says of its own time, read once: `year` then settles the years of its days.

    Tiers, strongest first: full dates and months near the day, the latest if several (the others
    are of careers and histories); phrases of the present year ("6 tháng đầu năm 2019"); reviews of
    a year; comparisons with the year before ("cùng kỳ năm 2018"); events named by their year
    ("APEC 2017"); school years; the term that a congress opens; the year most often named, if none
    is later. Any but the first that names two years settles nothing. `cues` is
    ``rules/dates.yaml``; years before `earliest` are history.
    """

    def __init__(self, text: str, cues: Mapping[str, Sequence[str]], earliest: int = 0) -> None:
        days = [(int(m[3]), int(m[2]), int(m[1])) for m in _FULL.finditer(text)]
        days += [(int(m["year"]), int(m["month"]), 15) for m in _MONTH_YEAR.finditer(text)]
        self._days = sorted({dt.date(y, m, d) for y, m, d in days if _valid(d, m, y)})
        self._same = _cue_years(text, cues.get("same", ()))
        self._plan = _cue_years(text, cues.get("plan", ()))
        self._review = _cue_years(text, cues.get("review", ()))
        self._before = {year + 1 for year in _cue_years(text, cues.get("year_before", ()))}
        self._events = _event_years(text, tuple(cues.get("not_event", ())))
        named = _counted_years(text, tuple(cues.get("not_now", ())))
        self._named = _most_named(named)
        self._latest = max(named, default=0)
        self._school = set(_school_years(text, cues.get("school_year", ())))
        self._term = _congress_years(text, cues.get("term", ()))
        self._earliest = earliest

    def year(self, day: int, month: int) -> int | None:
        """Return the year of a day, or None where the text does not settle it."""
        near: set[int] = set()
        for other in self._days:
            near |= _near_years(day, month, other)
        review: set[int] = set()
        for year in self._review:
            review |= {year} if month >= 10 else {year + 1} if month <= 4 else set()
        plan = {year - 1 if month >= 11 else year for year in self._plan}
        same = self._same | plan
        if review and month <= 4:
            # a report that looks back on one year and ahead to the next speaks from the second
            same = same & review or same
        school = [
            {a} if month >= 9 else {b} if month <= 5 else {a, b} for a, b in sorted(self._school)
        ]
        tiers = (
            # years before one that the text names as its own are of its histories
            {y for y in near if y == max(near) and y >= self._latest},
            same,
            review,
            {y for y in self._before if y >= self._latest},
            self._events,
            set.intersection(*school) if school else set(),
            self._term,
            self._named,
        )
        for tier in tiers:
            years = {year for year in tier if year >= self._earliest}
            if len(years) == 1:
                year = years.pop()
                return year if _valid(day, month, year) else None
            if years:
                return None
        return None


def _cue_years(text: str, phrases: Sequence[str]) -> set[int]:
    """Return the years right behind one of the phrases."""
    ends = tuple(phrases)
    out: set[int] = set()
    for m in _PLAIN_YEAR.finditer(text):
        before = text[max(0, m.start() - 45) : m.start()].rstrip(" :,/\n").lower()
        if before.endswith(ends):
            out.add(int(m[0]))
    return out


def _event_years(text: str, apart: tuple[str, ...]) -> set[int]:
    """Return the years right behind a capitalised word: "APEC 2017", not "tầm nhìn ASEAN 2025"."""
    out: set[int] = set()
    for m in _PLAIN_YEAR.finditer(text):
        words = text[max(0, m.start() - 40) : m.start()].split()
        if not words or not words[-1][:1].isupper() or not words[-1].isalnum():
            continue
        if words[-1].lower() in ("năm", "từ", "đến", "trong", "tháng", "quý", "trước", "sau"):
            continue  # the first word of a sentence
        if text[m.start() - 1] == " " and not any(a in " ".join(words).lower() for a in apart):
            out.add(int(m[0]))
    return out


def _counted_years(text: str, apart: tuple[str, ...]) -> dict[int, int]:
    """Return how often each year is named; years of plans and spans do not count."""
    counted: dict[int, int] = {}
    for m in _PLAIN_YEAR.finditer(text):
        before = text[max(0, m.start() - 20) : m.start()].rstrip().lower()
        number = text[m.end() : m.end() + 1] == "/" or before.endswith(("-", "–"))
        if not number and not before.endswith(apart):
            counted[int(m[0])] = counted.get(int(m[0]), 0) + 1
    return counted


def _most_named(counted: Mapping[int, int]) -> set[int]:
    """Return the latest year named, if no other is named as often and it is named often."""
    if not counted:
        return set()
    latest = max(counted)
    others = [n for year, n in counted.items() if year != latest]
    return {latest} if counted[latest] > max([_RARE, *others]) else set()


def _school_years(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Return the spans of school years: "năm học 2019-2020"."""
    ends = tuple(phrases)
    return [
        (int(m[1]), int(m[2]))
        for m in _YEAR_SPAN.finditer(text)
        if text[max(0, m.start() - 20) : m.start()].rstrip().lower().endswith(ends)
    ]


def _congress_years(text: str, phrases: Sequence[str]) -> set[int]:
    """Return the first years of the terms that a congress's report names: it opens the term."""
    if "đại hội" not in text[:600].lower():
        return set()
    return {a for a, _ in _school_years(text, phrases)}


def _near_years(day: int, month: int, other: dt.date) -> set[int]:
    for year in (other.year - 1, other.year, other.year + 1):
        if _valid(day, month, year) and abs((dt.date(year, month, day) - other).days) <= _NEAR_DAYS:
            return {year}
    return set()


def _valid(day: int, month: int, year: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
