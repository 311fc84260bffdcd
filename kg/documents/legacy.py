"""The letters of the Vietnamese encodings from before Unicode, that Python has no codec for.

Bytes are looked at as Windows-1252 shows them, so that the same tables read a file and a text
that was pasted into UTF-8 as if it were English: "TØnh ñy" and "Tænh uûy" are "Tỉnh ủy".

Sources: TCVN 5712:1993 and RFC 1456 (VISCII), as iconv has them; the charts of VNI, VPS and the ABC
fonts in the converters UniKey and xvnkb, which agree; for the capitals of VPS in the place of
control characters the chart at Wikipedia, "VPSKeys".
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ENCODINGS: Final = {
    "tcvn3": "TCVN3",
    "vni": "VNI",
    "windows-1258": "Windows-1258",
    "vps": "VPS",
    "viscii": "VISCII",
    "tcvn": "TCVN 5712-1",
    "windows-1252": "Windows-1252",
}
"""What `reread` knows, with the name shown; the likeliest first."""
GUESSED: Final = tuple(ENCODINGS)[:-1]
"""Those of Vietnamese."""

# Code charts: first byte and the letters from there on, "·" where a byte is none.
_ABC = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ·ằẳẵắ",
    0xC6: "ặầẩẫấậè·ẻẽ",
    0xD0: "éẹềểễếệìỉ···ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
_TCVN = _ABC | {
    0x01: "ÚỤ·ỪỬỮ",
    0x11: "ỨỰỲỶỸÝỴ",
    0x80: "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
    0xAF: "Ằ\u0300\u0309\u0303\u0301\u0323",
    0xBA: "Ẳ",
    0xBF: "ẴẮẦẨẪẤỀ",
    0xCD: "Ể",
    0xD9: "ỄẾỒ",
    0xE0: "Ổ",
    0xF0: "Ỗ",
    0xFF: "Ố",
}
_VISCII = {
    0x02: "Ẳ··ẴẪ",
    0x14: "Ỷ",
    0x19: "Ỹ",
    0x1E: "Ỵ",
    0x80: "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ",
    0xA0: "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ",
    0xC0: "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư",
    0xE0: "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
}
_VPS = {
    0x02: "ẠẬẶẸỆ",
    0x10: "ỊỌỘỢỤỰ",
    0x19: "Ỵ",
    0x1C: "ẪỮ",
    0x80: "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ··ỀỂỄỐỒỔỖýỷỵỚỜỞ",
    0xA1: "ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự",
    0xC0: "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ",
    0xE0: "àáâãảạă·èéêẽìí·ĩẴĐòóôõ·Ơụùúủ·ỶẼỳ",
}

_WINDOWS = {
    byte: letter
    for byte in range(0x80, 0xA0)
    if (letter := bytes([byte]).decode("cp1252", "ignore"))
}


def _shown(byte: int) -> tuple[str, str]:
    """Return how a byte looks where it is taken for Latin-1 and for Windows-1252."""
    return chr(byte), _WINDOWS.get(byte, chr(byte))


def _table(chart: dict[int, str]) -> dict[int, str]:
    return {
        ord(shown): letter
        for first, letters in chart.items()
        for byte, letter in enumerate(letters, first)
        if letter != "·"
        for shown in _shown(byte)
    }


def _windows_1258() -> dict[int, str]:
    table = {}
    for byte in range(0x80, 0x100):
        letter = bytes([byte]).decode("cp1258", "ignore")
        if letter:
            table.update(dict.fromkeys(map(ord, _shown(byte)), letter))
    return table


_TABLES = {
    "tcvn3": _table(_ABC),
    "tcvn": _table(_TCVN),
    "viscii": _table(_VISCII),
    "vps": _table(_VPS),
    "windows-1258": _windows_1258(),
    "windows-1252": {},
}

# VNI writes a vowel's marks behind it: "aù" is "á", "aâ" is "â", "aá" is "ấ".
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_MARKS = (
    dict(zip("ùøûõï", _TONES, strict=True))
    | {"â": "\u0302", "ê": "\u0306"}
    | {mark: "\u0302" + tone for mark, tone in zip("áàåãä", _TONES, strict=True)}
    | {mark: "\u0306" + tone for mark, tone in zip("éèúüë", _TONES, strict=True)}
)
_VNI_ALONE = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))
_VNI_ALONE |= {a.upper(): b.upper() for a, b in _VNI_ALONE.items()}
_VNI_MARKED = {
    base: "".join(_VNI_MARKS) if base == "a" else "ùøûõï" + ("âáàåãä" if base in "eo" else "")
    for base in "aeouyôö"
}
_VNI = re.compile(
    "|".join(f"[{base}{base.upper()}][{m}{m.upper()}]" for base, m in _VNI_MARKED.items())
    + f"|[{''.join(_VNI_ALONE)}]"
)

_WORD = re.compile(r"[^\W\d_]+")
# Lines, and of very long ones pieces that end with a word: what is held at once stays small.
_LINE = re.compile(r"[^\n]{1,4000}[^\W\d_]*")
# What may be a word in capitals, and "UBND" or "GDP" is not.
_SYLLABLE = re.compile("[B-DĐGHK-NP-TVX]{1,3}[AEIOUYĂÂÊÔƠƯ]{1,3}(?:CH|NG|NH|[CMNPT])?")


def seen(data: bytes) -> str:
    """Return bytes as Windows-1252 shows them; those it leaves open stay control characters."""
    return data.decode("latin-1").translate(_WINDOWS)


def reread(text: str, encoding: str) -> str:
    """Return what a text says that is shown as Windows-1252 and written in `encoding`, in NFC.

    ABC fonts (TCVN3) have no capitals with a tone, VPS keeps some in the place of control
    characters that most programs lose: either writes the small letter and shows it in a font of
    capitals. Within a word or between words of capitals such a letter becomes the capital.

    Raises:
        KeyError: `encoding` is not among `ENCODINGS`.
    """
    if encoding == "vni":
        return _VNI.sub(_vni_letter, text)
    letters = unicodedata.normalize("NFC", text.translate(_TABLES[encoding]))
    return _with_capitals(letters) if encoding in ("tcvn3", "vps") else letters


def _vni_letter(match: re.Match[str]) -> str:
    letters = match[0]
    base = _VNI_ALONE.get(letters[0], letters[0])
    if len(letters) == 1:
        return base
    return unicodedata.normalize("NFC", base + _VNI_MARKS[letters[1].lower()])


def _with_capitals(text: str) -> str:
    return _LINE.sub(_line_with_capitals, text)


def _line_with_capitals(line: re.Match[str]) -> str:
    """Raise the small letters of the words that are meant in capitals.

    Words that cannot tell ("Hµ", "ñ", "UBND") go with those on both sides of them.
    """
    text = line[0]
    words = list(_WORD.finditer(text))
    kinds = [_kind(word[0]) for word in words]
    if "capitals" not in kinds:
        return text
    before, after = _decided(kinds), _decided(kinds[::-1])[::-1]
    out, at = [], 0
    for word, kind, left, right in zip(words, kinds, before, after, strict=True):
        if kind == "capitals" or (kind == "" and {left, right} in ({"capitals"}, {"capitals", ""})):
            out += [text[at : word.start()], word[0].upper()]
            at = word.end()
    return "".join((*out, text[at:]))


def _kind(word: str) -> str:
    """Return "capitals" or "small" where the letters without a tone are all of one kind, or ""."""
    plain = [c for c in word if c.isascii() or c in "ĂÂÊÔƠƯĐ"]
    marked = len(plain) < len(word)
    if any(c.islower() for c in plain):
        return "small"
    if marked and len(plain) > 1:
        return "capitals"
    return "capitals" if _SYLLABLE.fullmatch(word) else ""


def _decided(kinds: list[str]) -> list[str]:
    """Return for each word the kind of the nearest one before it that has one, or ""."""
    out, last = [], ""
    for kind in kinds:
        out.append(last)
        last = kind or last
    return out
