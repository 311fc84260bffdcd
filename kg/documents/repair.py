"""Texts that were read wrongly before they came here: what is undone, and what is past reading."""

from __future__ import annotations

import html
import re
from html.entities import html5

from kg.documents.encoding import SURE_MARGIN, SURE_SHARE, Decoded
from kg.documents.failure import Unreadable
from kg.documents.legacy import ENCODINGS, GUESSED, reread
from kg.documents.mojibake import remains, undone
from kg.documents.spelling import Fit, fit

MOJIBAKE = "UTF-8 shown as Windows-1252"
ENTITIES = "HTML entities"

_HEAD = 65_536
# Letters that no Western language has, and tones that stand by themselves: a sixth of any
# Vietnamese text.
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ăđĩũơưĂĐĨŨƠƯ\u0300\u0301\u0303\u0309\u0323]")
_GENUINE_SHARE = 0.03
# Below this many words with a mark another encoding is not thought of: "på gå" is Swedish.
_FEWEST_WORDS = 3
# Lines of a text that is right: shorter ones tell nothing, and a text with more is no report.
_SHORTEST_LINE = 15
_MOST_LINES = 2000
# What a text that is right by itself spells at least.
_RIGHT_SHARE = 0.6

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Those of letters that ASCII has not, and of typographic marks: "&amp;" alone stays.
_ENTITY_OF_LETTER = re.compile(
    r"&(?:amp;)?(?:#(?:19[2-9]|2[0-9]{2}|[3-9][0-9]{2}|[1-9][0-9]{3,6})|#[xX](?:0?[c-fC-F][0-9A-Fa-f]"
    r"|0?[1-9A-Fa-f][0-9A-Fa-f]{2,5})|[A-Za-z](?:grave|acute|tilde|circ|uml|ring|cedil|breve|strok));"
)

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_LETTER_LOST = re.compile(
    r"[?\ufffd](?:(?<=[^\W\d_][?\ufffd])(?=[^\W\d_])|(?<=\s[?\ufffd])(?=[a-z]))"
)
_UNKNOWN = re.compile("[\ufffd\x80-\x84\x86-\x9f\ue000-\uf8ff]")
_SYMBOL = re.compile("[¡-©«-´¶-¹»-¿×÷]")
_GARBAGE = "reads as garbage"
_LOST_SHARE = 0.1
_UNKNOWN_SHARE = 0.02
_SYMBOL_SHARE = 0.15


def repaired(text: str, likely: str | None = None) -> Decoded:
    """Return a text as it was meant, and as what it had been read, None where it is right.

    Undone are HTML entities of letters in plain text, UTF-8 that was read as Latin-1 or
    Windows-1252 (also twice), and a legacy encoding that was read so: in all of a text, or in
    whole lines of it. What spells Vietnamese, or another language, stays as it is. Time is linear.

    Args:
        text: What was read.
        likely: What the text beside this one had been read as: for a title, its report.
    """
    plain = _without_entities(text)
    found = _reread(plain, likely)
    if plain == text:
        return found
    told = f"{ENTITIES}, {found.encoding}" if found.encoding else ENTITIES
    return Decoded(found.text, told)


def refuse_garbage(text: str) -> None:
    """Raise `Unreadable` if a text is past reading: letters lost, wrong bytes, random ones.

    Texts in other languages and scripts pass.
    """
    if text.isascii() and "?" not in text:
        return
    head = text[:_HEAD]
    if len(_LETTER_LOST.findall(head)) > 2:
        plain = _ADDRESS.sub("", head)
        lost = len(_LETTER_LOST.findall(plain))
        if lost > max(2, _LOST_SHARE * len(_WORD.findall(plain))):
            raise Unreadable(f"{_GARBAGE}: letters are lost, with question marks in their place")
    size = len(head) - head.count(" ")
    if len(_UNKNOWN.findall(head)) > max(1, _UNKNOWN_SHARE * size):
        raise Unreadable(f"{_GARBAGE}: many of its characters stand for none")
    if _genuine(head):
        return
    broken = remains(head)
    if len(_SYMBOL.findall(head)) > max(20, _SYMBOL_SHARE * size) or (
        broken > 2 and broken > _LOST_SHARE * len(_WORD.findall(head))
    ):
        raise Unreadable(f"{_GARBAGE}: it was read in another encoding than it was written in")


def _genuine(text: str) -> bool:
    return len(_VIETNAMESE.findall(text)) > _GENUINE_SHARE * len(text)


def _without_entities(text: str) -> str:
    """Return a text with its entities written out if some of them are letters, also if twice."""
    for _ in range(2):
        if "&" not in text or not _ENTITY_OF_LETTER.search(text):
            break
        text = _ENTITY.sub(_written_out, text)
    return text


def _written_out(entity: re.Match[str]) -> str:
    """Return the character of an entity; one that there is not stays as it stands."""
    if entity[0][1] != "#":
        return html5.get(entity[0][1:], entity[0])
    character = html.unescape(entity[0])
    return entity[0] if character in ("", "\ufffd") else character


def _reread(text: str, likely: str | None) -> Decoded:
    head = text[:_HEAD]
    if head.isascii():
        return Decoded(text)
    return _reread_lines(text) if _genuine(head) else _reread_whole(text, likely)


def _reread_lines(text: str) -> Decoded:
    """Return a text that is right as a whole with those of its lines undone that are not.

    They are looked for among those that have no letter of Vietnamese alone, as "Héi nghÞ" has none.
    """
    lines = text.split("\n")
    told: list[str] = []
    tries = 0
    for number, line in enumerate(lines):
        if len(line) < _SHORTEST_LINE or line.isascii() or _VIETNAMESE.search(line):
            continue
        found = _reread_whole(line, None)
        if found.encoding is not None:
            lines[number] = found.text
            told += [] if found.encoding in told else [found.encoding]
        tries += 1
        if tries == _MOST_LINES:
            break
    return Decoded("\n".join(lines), f"{' and '.join(told)} in part") if told else Decoded(text)


def _reread_whole(text: str, likely: str | None) -> Decoded:
    head = text[:_HEAD]
    here = fit(head)
    if here.share >= _RIGHT_SHARE and not here.odd:
        return Decoded(text)
    readings = [(name, reread(head, name)) for name in GUESSED]
    if remains(head):
        readings.append((MOJIBAKE, undone(head)))
    found = sorted(
        ((fit(read), read, name) for name, read in readings if read != head),
        key=lambda one: -one[0].score,
    )
    if not found:
        return Decoded(text)
    best, read, name = found[0]
    second = next((f for f, other, _ in found[1:] if other.casefold() != read.casefold()), None)
    known = name == MOJIBAKE or ENCODINGS[name] == likely
    sure = known or second is None or best.score - second.score >= SURE_MARGIN
    if not (sure and _better(best, here, 1 if known else _FEWEST_WORDS)):
        return Decoded(text)
    if name == MOJIBAKE:
        return Decoded(undone(text), MOJIBAKE)
    return Decoded(reread(text, name), ENCODINGS[name])


def _better(fitted: Fit, than: Fit, words: int) -> bool:
    """Whether a reading spells Vietnamese in enough words, and better than another one does.

    Of several words that are needed, each has two letters or more: "Ì 0 Û 0 ç" is no Vietnamese.
    """
    return (
        fitted.words >= words
        and (words == 1 or fitted.telling >= words)
        and fitted.share >= SURE_SHARE
        and fitted.score >= than.score + SURE_MARGIN
    )
