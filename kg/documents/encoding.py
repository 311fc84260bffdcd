"""Which encoding bytes are in: by their marks, else by the reading that spells Vietnamese best."""

from __future__ import annotations

import codecs
import re

import msgspec

from kg.documents.failure import Unreadable
from kg.documents.legacy import ENCODINGS, GUESSED, reread, seen
from kg.documents.spelling import Fit, fit

AUTO = "auto"
NAMES = (AUTO, "utf-8", "utf-16", *ENCODINGS)
"""What can be asked for; "utf-16" goes by its byte order mark, or else by the bytes."""

# UTF-32 before UTF-16, whose mark its own begins with.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 65_536
_MAX_CONTROL_SHARE = 0.02
# Control characters that no text holds but for accidents: all of C0 without tab, line ends, form
# feed and escape.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

# A guess must spell three of four words with a mark, and be 150 times as likely as any other
# that reads something else (`Fit.score`).
SURE_SHARE = 0.75
SURE_MARGIN = 5.0
# Fewer marked words a word than any Vietnamese has: a text of the West in Windows-1252.
_WESTERN_SHARE = 0.2
# What a line of a file gains by the encoding that the lines before it were in.
_HABIT = 20.0
# How much rarer these are met than the others.
_RARE = {"viscii": -3.0, "vps": -3.0, "tcvn": -3.0}
_WORD = re.compile(r"[^\W\d_]+")


class Decoded(msgspec.Struct, frozen=True):
    """A text and the encoding it was in, as it is shown; None for UTF-8."""

    text: str
    encoding: str | None = None


def decode_bytes(
    data: bytes, encoding: str = AUTO, *, offset: int = 0, likely: str | None = None
) -> Decoded:
    """Return the text that bytes stand for, without a byte order mark.

    Args:
        data: A whole file, or a line of one.
        encoding: One of `NAMES`; "auto" goes by marks, then takes UTF-8 where the bytes are
            UTF-8, then guesses.
        offset: Where `data` begins in its file, in bytes; marks are looked for at 0 alone.
        likely: The encoding of lines before this one, as `Decoded` has it.

    Raises:
        Unreadable: The bytes are not in the encoding named, are no text, or the guess is not sure.
    """
    wide = None
    if encoding == "utf-16" or (encoding == AUTO and not offset):
        wide = wide_encoding(data) or ("utf-16-le" if encoding == "utf-16" else None)
    if wide is not None:
        text = _plain(_wide(data, wide))
        if encoding == AUTO and wide[-2:] in ("le", "be"):  # by its zeros alone
            fitted = fit(text[:_HEAD])
            if fitted.words and not fitted.legal:
                raise Unreadable("binary file, not text")
        return Decoded(text, wide_name(wide))
    if encoding in ENCODINGS:
        return Decoded(_plain(reread(seen(data), encoding)), ENCODINGS[encoding])
    try:
        text = _utf8(data, offset)
    except Unreadable as e:
        if encoding != AUTO:
            raise
        return _guessed(data, likely, str(e))
    return Decoded(_plain(text))


def wide_encoding(head: bytes) -> str | None:
    """Return Python's name of the UTF-16 or UTF-32 that bytes are in by their mark or their zeros.

    In UTF-16 without a mark each second byte of ASCII is zero, and hardly one of the others.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    head = head[: _HEAD - _HEAD % 2]
    half = len(head) // 2
    first, second = head[0::2].count(0), head[1::2].count(0)
    if half > 1 and second > 0.4 * half and first <= 0.02 * half:
        return "utf-16-le"
    if half > 1 and first > 0.4 * half and second <= 0.02 * half:
        return "utf-16-be"
    return None


def wide_name(encoding: str) -> str:
    """Return how the result of `wide_encoding` is shown."""
    return encoding[:6].upper()


def _utf8(data: bytes, offset: int) -> str:
    skip = 3 if offset == 0 and data.startswith(codecs.BOM_UTF8) else 0
    try:
        return data[skip:].decode("utf-8")
    except UnicodeDecodeError as e:
        at = skip + e.start
        raise Unreadable(f"not UTF-8 at byte {offset + at} (0x{data[at]:02x})") from None


def _wide(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise Unreadable(f"not {wide_name(encoding)} at byte {e.start}") from None


def _plain(text: str) -> str:
    """Return a text if it has no zero and hardly a control character.

    Raises:
        Unreadable: It has.
    """
    head = text[:_HEAD]
    if "\x00" in text or len(_CONTROL.findall(head)) > _MAX_CONTROL_SHARE * len(head):
        raise Unreadable("binary file, not text")
    return text


def _guessed(data: bytes, likely: str | None, why: str) -> Decoded:
    """Return the reading of bytes, that are not UTF-8, that is surely the best.

    Raises:
        Unreadable: None is; `why` says that they are not UTF-8.
    """
    shown = seen(data)
    head = shown[:_HEAD]
    habit = next((name for name, told in ENCODINGS.items() if told == likely), None)
    if habit is not None:
        fitted = fit(reread(head, habit))
        if not fitted.odd and fitted.legal >= SURE_SHARE * fitted.words:
            return Decoded(_plain(reread(shown, habit)), likely)
    found: list[tuple[float, str, str, Fit]] = []
    for name in GUESSED:
        read = reread(head, name)
        fitted = fit(read)
        extra = _RARE.get(name, 0.0) + (_HABIT if name == habit else 0.0)
        found.append((fitted.score + extra, name, read, fitted))
    found.sort(key=lambda one: -one[0])
    score, encoding, text, fitted = found[0]
    second = next((one for one in found[1:] if one[2].casefold() != text.casefold()), None)
    sure = second is None or score - second[0] >= SURE_MARGIN
    if not (sure and fitted.share >= SURE_SHARE):
        if not _western(head):
            _plain(head)
            names = " or ".join(ENCODINGS[one[1]] for one in found[:2])
            raise Unreadable(f"{why}, perhaps {names}: say which with --encoding")
        encoding = "windows-1252"
    return Decoded(_plain(reread(shown, encoding)), ENCODINGS[encoding])


def _western(text: str) -> bool:
    """Whether a text is of ASCII words but for a few, as English in Windows-1252 is."""
    words = len(_WORD.findall(text))
    fitted = fit(text)
    return words >= 5 and not fitted.odd and fitted.words < _WESTERN_SHARE * words
