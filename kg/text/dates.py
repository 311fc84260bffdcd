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
_QUARTER = re.compile(rf"\bquý\s+(?P<quarter>iv|i{{1,3}}|[1-4])\s*(?:[/\-]|năm|\s)\s*{_YEAR}", re.I)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_UNTIL = re.compile(r"\s*(?:-|–|đến|tới|đến hết)\s*(?:ngày\s*)?", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:!?…\n]|(?<!TP)\.")
# Where a day may stand: the full pattern is tried only around these.
_HINT = re.compile(r"\d\s?[/.\-]\s?\d|\d\s+tháng\s", re.IGNORECASE)
_NAME = 110  # characters of an occasion's name before its year
_PAST = 60  # characters behind a day in which its clause tells what was done then
_AIM = 70  # characters behind a year in which its aims are spoken of
_LATE = 10  # the month from which a report may speak of the next year's plans
_RARE = 3  # a year named no oftener than this says nothing
_ACT = 70  # characters of an act's name before its day
_Window = tuple[int, int]
# How many days before and behind a day without a year another with one may lie to lend it its
# year. Reports speak of what has just been and of what comes soon; a day told with its year and
# farther off is more often of another year. (Counted over 1,100 reports of known year.)
_OF_DAY: _Window = (-45, 28)
_OF_DAY_AHEAD: _Window = (-14, 90)
_OF_ACT: _Window = (-14, 0)
_OF_DEED: _Window = (-45, 0)
_SO_FAR: _Window = (-75, 0)
_OF_MONTH: _Window = (-75, 15)
_OF_MONTH_AHEAD: _Window = (-15, 100)
_IN_MONTH: _Window = (-60, 100)  # past or to come


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
        window = (max(at, hint.start() - 34), min(len(text), hint.end() + 24))
        for pattern in (_WORDS, _NUMERIC):
            for m in pattern.finditer(text, *window):
                if m.start() >= hint.end():
                    break  # of the next hint, and perhaps cut off here
                mention = _mention(m, text)
                if mention is not None and not any(
                    mention.start < d.end and d.start < mention.end for d in here
                ):
                    here.append(mention)
                    at = max(at, mention.end)
        found += sorted(here, key=lambda d: d.start)
    return _ranges_across_months(found, text)


def _ranges_across_months(found: list[DateMention], text: str) -> list[DateMention]:
    """Give the first day of a range the year that only its last day bears.

    "từ ngày 29/3 đến 3/4/2019", "28/12 - 2/1/2020".
    """
    out = found[:1]
    for day in found[1:]:
        first = out[-1]
        joint = first.year is None and day.year is not None
        if joint and day.year and _UNTIL.fullmatch(text[first.end : day.start]):
            year = day.year - (first.month > day.month)
            out[-1] = msgspec.structs.replace(first, year=year)
        out.append(day)
    return out


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
        self._days = _dated_days(text, cues)
        dated = [int(m["year"]) for m in _MONTH_YEAR.finditer(text)]
        self._last_day = max([*dated, *(day.year for day, _ in self._days)], default=0)
        self._same = _cue_years(text, cues.get("same", ()))
        self._same |= _years_before(text, cues.get("same_behind", ()), cues.get("not_now", ()))
        self._quarters = _quarters(text, cues.get("planned", ()))
        self._plan = _cue_years(text, cues.get("plan", ()))
        self._plan |= _aimed_years(text, cues)
        held, looking_back = _occasion_years(text, cues)
        self._review = _cue_years(text, cues.get("review", ())) | looking_back
        self._review |= _years_before(text, cues.get("review_behind", ()), ())
        self._held = held
        self._before = {year + 1 for year in _cue_years(text, cues.get("year_before", ()))}
        self._events = _event_years(text, tuple(cues.get("not_event", ())))
        named = _counted_years(text, cues)
        self._named = _most_named(named)
        self._counted = set(named)
        self._past = max((d.year for d, window in self._days if window != _OF_DAY_AHEAD), default=0)
        self._latest = max(named, default=0)
        self._school = set(_school_years(text, cues.get("school_year", ())))
        self._term = _congress_years(text, cues.get("term", ()))
        self._earliest = earliest

    def year(self, day: int, month: int) -> int | None:
        """Return the year of a day, or None where the text does not settle it."""
        near: set[int] = set()
        for other, window in self._days:
            near |= _near_years(day, month, other, window)
        review: set[int] = set()
        for year in self._review:
            review |= {year} if month >= 10 else {year + 1} if month <= 4 else set()
        plan = {year - 1 if month >= 11 else year for year in self._plan}
        same = self._same | plan | {y for y, first in self._quarters if month >= first}
        if review and month <= 4:
            # a report that looks back on one year and ahead to the next speaks from the second
            same = same & review or same
        school = [
            {a} if month >= 9 else {b} if month <= 5 else {a, b} for a, b in sorted(self._school)
        ]
        learned = set.intersection(*school) if school else set()
        plans = 1 if month >= _LATE else 0  # a year named late in the one before is of plans
        tiers = (
            # years before one that the text names as its own are of its histories
            {y for y in near if y == max(near) and y >= self._latest - plans},
            same,
            review,
            {y for y in self._before if y >= self._latest},
            {y for y in self._held if y >= max(self._latest, self._last_day) - plans},
            {y for y in self._events if y >= self._past},
            learned & self._counted or learned,  # of its two years the one that the text names
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


def _dated_days(text: str, cues: Mapping[str, Sequence[str]]) -> set[tuple[dt.date, _Window]]:
    """Return the days and months that bear a year, each with how far it reaches.

    A month is its fifteenth day. Months since which something holds are of the past: left out.
    """
    since, ahead = tuple(cues.get("since", ())), tuple(cues.get("ahead", ()))
    acts, inside = tuple(cues.get("act", ())), tuple(cues.get("inside", ()))
    in_force, so_far = cues.get("in_force", ()), cues.get("so_far", ())
    out: set[tuple[dt.date, _Window]] = set()
    for m in _FULL.finditer(text):
        day, month, year = int(m[1]), int(m[2]), int(m[3])
        if not _valid(day, month, year):
            continue
        before = _behind(text, m.start(), _ACT).removesuffix("ngày").rstrip(" ,")
        window = _OF_DAY
        if _names(before, in_force):
            window = _OF_ACT
        elif _names(before, so_far):
            window = _SO_FAR
        elif before.endswith(ahead or " "):
            window = _OF_DAY_AHEAD
        elif _names(before, acts):
            window = _OF_ACT
        elif _told_as_past(text, m.end()):
            window = _OF_DEED
        out.add((dt.date(year, month, day), window))
    for m in _MONTH_YEAR.finditer(text):
        before = _behind(text, m.start())
        if before.endswith(since or " "):
            continue
        window = _OF_MONTH
        if before.endswith(inside or " "):
            window = _IN_MONTH
        elif before.endswith(ahead or " ") and not _names(before, (*since, *so_far)):
            window = _OF_MONTH_AHEAD
        out.add((dt.date(int(m["year"]), int(m["month"]), 15), window))
    return out


def _told_as_past(text: str, end: int) -> bool:
    """Tell whether a clause right behind a day speaks of what was done: "…, Sở đã kết luận"."""
    return " đã " in text[end : end + _PAST]


def _names(words: str, phrases: Sequence[str]) -> bool:
    clause = f" {_CLAUSE_END.split(words)[-1]} "
    return any(f" {phrase} " in clause for phrase in phrases)


def _behind(text: str, i: int, reach: int = 45) -> str:
    """Return what stands before offset `i`, in lower case, without the marks before the year."""
    return text[max(0, i - reach) : i].rstrip(" :,/(\n").lower()


def _years_before(text: str, phrases: Sequence[str], apart: Sequence[str]) -> set[int]:
    """Return the years right before one of the phrases: "năm 2017 và những năm tới"."""
    starts, plans = tuple(phrases), tuple(apart)
    out: set[int] = set()
    for m in _PLAIN_YEAR.finditer(text):
        follows = text[m.end() : m.end() + 30].lstrip().lower()
        if starts and follows.startswith(starts) and not _behind(text, m.start()).endswith(plans):
            out.add(int(m[0]))
    return out


def _aimed_years(text: str, cues: Mapping[str, Sequence[str]]) -> set[int]:
    """Return the years for which a clause sets aims.

    "Năm 2017, tổng công ty đặt mục tiêu …", "phấn đấu kim ngạch năm 2017 tăng 10%".
    """
    behind, ahead = tuple(cues.get("aim", ())), tuple(cues.get("aimed", ()))
    apart = tuple(cues.get("not_now", ()))
    out: set[int] = set()
    for m in _PLAIN_YEAR.finditer(text):
        if text[max(0, m.start() - 4) : m.start()].lower() != "năm ":
            continue
        clause = text[m.end() : m.end() + _AIM]
        if clause.startswith(","):
            clause = _CLAUSE_END.split(clause[1:])[0].lower()
            if any(phrase in clause for phrase in behind):
                out.add(int(m[0]))
        before = _behind(text, m.start(), _ACT)
        if not before.endswith(apart) and _names(before, ahead):
            out.add(int(m[0]))
    return out


def _quarters(text: str, planned: Sequence[str]) -> set[tuple[int, int]]:
    """Return the quarters named, each as its year and first month: "quý II/2017" -> (2017, 4).

    "vào quý II/2018", "dự kiến quý II/2018" are of plans.
    """
    plans = tuple(planned) or " "
    return {
        (int(m["year"]), 3 * _ROMAN[m["quarter"].lower()] - 2)
        for m in _QUARTER.finditer(text)
        if not _behind(text, m.start()).endswith(plans)
    }


def _occasion_years(text: str, cues: Mapping[str, Sequence[str]]) -> tuple[set[int], set[int]]:
    """Return the years in the names of occasions held, and of those that look back on a year.

    "lễ tuyên dương điển hình toàn quốc năm 2017", "hội nghị tổng kết công tác dân vận năm 2017".
    """
    nouns, looks = tuple(cues.get("occasion", ())), tuple(cues.get("looks_back", ()))
    apart = (*cues.get("not_event", ()), *cues.get("not_held", ()))
    plans = tuple(cues.get("not_now", ()))
    held: set[int] = set()
    back: set[int] = set()
    for m in _PLAIN_YEAR.finditer(text):
        clause = _CLAUSE_END.split(text[max(0, m.start() - _NAME) : m.start()])[-1].lower()
        words = f" {' '.join(clause.split())} "
        before = _behind(text, m.start())
        if before.endswith(("-", "–", *plans)) or before[-1:].isdigit():
            continue  # a span's, a month's, a day's
        if not any(f" {noun} " in words for noun in nouns):
            continue
        if any(f" {look} " in words for look in looks):
            back.add(int(m[0]))
        elif not any(f" {a} " in words for a in apart):
            held.add(int(m[0]))
    return held, back


def _cue_years(text: str, phrases: Sequence[str]) -> set[int]:
    """Return the years right behind one of the phrases, "năm" between them or not."""
    ends = tuple(phrases)
    out: set[int] = set()
    for m in _PLAIN_YEAR.finditer(text):
        before = _behind(text, m.start())
        other = before.removesuffix(" năm") if before.endswith(" năm") else f"{before} năm"
        if ends and (before.endswith(ends) or other.endswith(ends)):
            out.add(int(m[0]))
    return out


def _event_years(text: str, apart: tuple[str, ...]) -> set[int]:
    """Return the years right behind a capitalised word: "APEC 2017", not "tầm nhìn ASEAN 2025"."""
    named: list[int] = []
    for m in _PLAIN_YEAR.finditer(text):
        words = text[max(0, m.start() - 40) : m.start()].split()
        last = words[-1].removesuffix("-").lstrip("(") if words else ""
        if not last[:1].isupper() or not last.isalnum():
            continue
        if words[-1].lower() in ("năm", "từ", "đến", "trong", "tháng", "quý", "trước", "sau"):
            continue  # the first word of a sentence
        name = _CLAUSE_END.split(" ".join(words).lower())[-1]
        if text[m.start() - 1] in " -" and not any(a in name for a in apart):
            named.append(int(m[0]))
    often = sorted(set(named), key=named.count)
    if len(often) > 1 and named.count(often[-1]) > named.count(often[-2]) + 1:
        return {often[-1]}  # "APEC 2017" all along, once "APEC 2018" of the next host
    return set(named)


def _counted_years(text: str, cues: Mapping[str, Sequence[str]]) -> dict[int, int]:
    """Return how often each year is named; years of plans, spans and acts do not count."""
    apart, acts = tuple(cues.get("not_now", ())), tuple(cues.get("act", ()))
    counted: dict[int, int] = {}
    for m in _PLAIN_YEAR.finditer(text):
        before = text[max(0, m.start() - _ACT) : m.start()].rstrip().lower()
        number = text[m.end() : m.end() + 1] == "/" or before.endswith(("-", "–"))
        plan = before.endswith(apart) or before.removesuffix(" năm").endswith(apart)
        if not number and not plan and not _names(before, acts):
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


def _near_years(day: int, month: int, other: dt.date, window: _Window) -> set[int]:
    for year in (other.year - 1, other.year, other.year + 1):
        if _valid(day, month, year):
            apart = (other - dt.date(year, month, day)).days
            if window[0] <= apart <= window[1]:
                return {year}
    return set()


def _valid(day: int, month: int, year: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
