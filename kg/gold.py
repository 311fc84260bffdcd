"""Gold annotations: what a correct graph says about one document, and how names are compared."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

import msgspec

from kg.errors import KgError


class GoldParticipant(msgspec.Struct, frozen=True):
    """One entry of a gold meeting's ``participants``; `site` is a province."""

    name: str
    role: str
    site: str | None = None


class GoldMeeting(msgspec.Struct, frozen=True):
    """A gold meeting; one `id` in two documents is one meeting."""

    id: str
    date: str | None
    participants: list[GoldParticipant]


class GoldDocument(msgspec.Struct, frozen=True):
    """What a correct graph says about one document: one line of the gold file."""

    id: str
    people: dict[str, list[str]]
    bodies: list[str]
    provinces: list[str]
    meetings: list[GoldMeeting]
    not_people: list[str] = []


def read_gold(path: Path) -> list[GoldDocument]:
    """Read a gold file (JSONL); of two lines with one id the later counts.

    Raises:
        KgError: The file cannot be read or holds nothing, or a line is not as it should be.
    """
    documents: dict[str, GoldDocument] = {}
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    document = msgspec.json.decode(line, type=GoldDocument)
                except (msgspec.DecodeError, UnicodeDecodeError) as e:
                    raise KgError(f"{path}, line {number}: {e}") from e
                documents[document.id] = document
    except OSError as e:
        raise KgError(f"{path}: cannot read: {e.strerror or e}") from e
    if not documents:
        raise KgError(f"{path}: no gold document in it")
    return list(documents.values())


# How names are made comparable belongs to the measures: another table gives other figures. Hence it
# stands here and not among the rules, which steer what is extracted.
_TONE_MARKS = "\u0300\u0301\u0309\u0303\u0323"
_OLD_TONES: Final = [
    (unicodedata.normalize("NFC", f"{a}{b}{tone}"), unicodedata.normalize("NFC", f"{a}{tone}") + b)
    for a, b in ("oa", "oe", "uy")
    for tone in _TONE_MARKS
]
_WRITTEN_OUT: Final = [
    (re.compile(pattern), full)
    for pattern, full in (
        (r"\btp\s*\.?\s*hcm\b|\btphcm\b|\b(tp\.?|thành phố) hồ chí minh\b", "hồ chí minh"),
        (r"\btp\b\.?", "thành phố"),
        (r"\bubnd\b", "ủy ban nhân dân"),
        (r"\bhđnd\b", "hội đồng nhân dân"),
        (r"\bmttq\b", "mặt trận tổ quốc"),
        (r"\bđbqh\b", "đại biểu quốc hội"),
        (r"\bbch\b", "ban chấp hành"),
        (r"\bbtv\b", "ban thường vụ"),
        (r"\btw\b|\bt\.ư\b|\btư\b", "trung ương"),
        (r"\buv", "ủy viên "),
        (r"\bqh\b", "quốc hội"),
        (r"\bgtvt\b|\bgiao thông - vận tải\b", "giao thông vận tải"),
        (r"ban chấp hành trung ương đảng|ban chấp hành trung ương", "trung ương đảng"),
        (r"\b(bộ trưởng|thứ trưởng) bộ\b", r"\1"),
        (r"\bthủ tướng chính phủ\b", "thủ tướng"),
        (r"\btrưởng ban ban\b", "trưởng ban"),
        (r"\b(tỉnh|thành phố) (?!ủy)", ""),
    )
]


def normal_form(name: str) -> str:
    """Return the form in which names are compared.

    What stands behind ``#`` is dropped; case, tone placement, abbreviations, the words "tỉnh" and
    "thành phố" and punctuation are levelled; accents stay.
    """
    text = unicodedata.normalize("NFC", name.split("#")[0]).casefold()
    for old, new in _OLD_TONES:
        text = text.replace(old, new)
    for pattern, full in _WRITTEN_OUT:
        text = pattern.sub(full, text)
    return re.sub(r"[\s\-–,.]+", " ", text).strip()
