"""Which body a title means that names it by its noun alone: "Giám đốc Sở", "Chủ tịch Hội".

It is the only body of that noun that the text names, or the one named last, not far before.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from msgspec.structs import replace

from kg.ner.model import BodyRef, TitleRef

_NEAR = 60  # tokens between a body and the title of who leads it, where the text names several
_BESIDE = 12  # the same for a title without any noun: "Đoàn công tác của Sở A do Phó Giám đốc B"
_BOARDS = ("ban chỉ đạo", "ban tổ chức", "tiểu ban", "tổ")  # `Coreference.place_heads` knows them
_SCHOOLS = ("trường", "đại học", "học viện", "cao đẳng")
# Nouns whose names are other bodies' beginnings: "Hội" is no "Hội đồng".
_OTHERS = {
    "hội": ("hội đồng", "hội nghị"),
    "ban": ("ban thường vụ", "ban chấp hành", "ban bí thư", "ban cán sự"),
    "đoàn": ("đoàn công tác", "đoàn giám sát"),
}


class BodiesByNoun:
    """The bodies of a text by the words that they begin with."""

    def __init__(self, bodies: Iterable[BodyRef]) -> None:
        self._bodies = [(b.base.casefold(), b) for b in bodies if b.country is None]
        self._known: dict[tuple[str, ...], list[BodyRef]] = {}

    def complete(self, title: TitleRef) -> TitleRef:
        """Return a title at the body that its noun means; itself where none or several fit."""
        if title.noun is None or title.body is not None or title.group:
            return title
        noun = title.noun.casefold()
        if noun.startswith(_BOARDS):
            return title
        named = self._of((noun,) if noun else title.rank.leads)
        if len({_identity(b) for b in named}) != 1:
            reach = _NEAR if noun else _BESIDE
            k = bisect.bisect_left(named, title.i, key=lambda b: b.i)
            named = [b for b in named[max(0, k - 1) : k] if title.i - b.j <= reach]
        return replace(title, body=named[0]) if named else title

    def _of(self, nouns: tuple[str, ...]) -> list[BodyRef]:
        """Return the bodies whose names begin with one of the nouns, in the text's order."""
        if nouns not in self._known:
            begins = _SCHOOLS if nouns[0] in ("nhà trường", "trường") else nouns
            others = _OTHERS.get(nouns[0], ())
            self._known[nouns] = [
                body
                for base, body in self._bodies
                if base.startswith(tuple(f"{b} " for b in begins)) and not base.startswith(others)
            ]
        return self._known[nouns]


def _identity(body: BodyRef) -> tuple[str, str | None]:
    place = body.territory
    return body.base.casefold(), place.name if place is not None else None
