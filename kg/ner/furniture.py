"""Page furniture: what stands on the page but is not the report."""

from __future__ import annotations

import re

from kg.lexicon.lexicon import Lexicon
from kg.text.normalise import CAPITALS

_CAP = rf"[{CAPITALS}][^\W\d_]*\.?"
_CREDIT = re.compile(
    r"(?:\(\s*|(?<!\s)\s*)\b(?:Ảnh|ẢNH|ảnh|Bài, ảnh|Tin, ảnh|Ảnh, clip|Clip|Video|Nguồn|Tác giả"
    r"|Đồ họa|Thực hiện|Nguồn ảnh|Bài và ảnh|Ảnh minh họa)\s*(?::|\b(?=\s[A-ZĐ]{2}))"
    r"\s*(?!Ông |Bà |Đồng chí |Các |Phó |Chủ tịch |Bí thư |Thủ tướng |Bộ trưởng |Đại )"
    rf"(?P<who>{_CAP}(?:[ \-–]*{_CAP}){{0,4}}"
    rf"(?:\s*[/,\-–]\s*{_CAP}(?: {_CAP}){{0,3}})*)?[^\S\n]*\)?"
)
_LINE = re.compile(r"[^\n]+")
_IMAGE = re.compile(r"\[[^\[\]\n]{0,40}\]")
_LINK = re.compile(r"https?://\S+")
_WORDS = re.compile(r"[^\W\d_]+")


def furniture_spans(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the spans (sorted, apart) of credits, bylines, counters and links in a normalised
    text.
    """
    spans = [m.span() for pattern in (_IMAGE, _LINK) for m in pattern.finditer(text)]
    agencies = frozenset(lexicon.furniture.get("agencies", ()))
    for m in _CREDIT.finditer(text):
        spans.append((m.start(), _credit_end(text, m, agencies)))
    lines = frozenset(line.lower() for line in lexicon.furniture.get("lines", ()))
    for m in _LINE.finditer(text):
        line = m[0].strip()
        if line.lower().rstrip(".:") in lines or not any(c.isalpha() for c in line):
            spans.append(m.span())
    spans += _bylines(text, agencies)
    out: list[tuple[int, int]] = []
    for s, e in sorted(spans):
        if out and s < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], e))
        else:
            out.append((s, e))
    return out


def _credit_end(text: str, m: re.Match[str], agencies: frozenset[str]) -> int:
    """End a credit behind the first agency: in running text the next sentence follows without a
    stop.
    """
    if m["who"] is None:
        return m.end()
    for w in re.finditer(r"[^\W_]+", text[m.start("who") : m.end("who")]):
        if w[0] in agencies:
            return m.start("who") + w.end()
    return m.end()


def _bylines(text: str, agencies: frozenset[str]) -> list[tuple[int, int]]:
    """Return lines of nothing but names: the authors at the foot of a report."""
    out = []
    stop = max(
        text.rfind("\n"), text.rfind(". "), text.rfind("./."), text.rfind("” "), text.rfind('" ')
    )
    for m in [*_LINE.finditer(text)][1:]:
        if _only_names(m[0], agencies):
            out.append(m.span())
    if stop >= 0 and _only_names(text[stop + 1 :].lstrip("/. "), agencies):
        out.append((stop + 1, len(text)))
    return out


def _only_names(line: str, agencies: frozenset[str]) -> bool:
    words = _WORDS.findall(line)
    if (
        not words
        or len(words) > 8
        or len(line) > 60
        or line.rstrip().endswith((".", ":", ";", "?", "!", ","))
    ):
        return False
    return all(w[0].isupper() for w in words) and not any(c.isdigit() for c in line)
