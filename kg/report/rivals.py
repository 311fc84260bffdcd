"""Titles side by side that cannot be one person's, by the order in which protocol names them."""

from __future__ import annotations

from kg.ner.model import TitleRef

_ONE_MAN = frozenset({"tổng bí thư", "chủ tịch nước"})  # held together at times
_PARTY = "Đảng"


def rivals(first: TitleRef, second: TitleRef) -> bool:
    """Tell whether two titles before a name, without "kiêm" between them, are two people's.

    A chief's title stands before a minister's, and nobody is chief and minister, or twice chief:
    "Tại cuộc gặp Tổng thống Mỹ, | Thủ tướng A", "Bộ trưởng Bộ Y tế, | Phó Thủ tướng A"; but "Phó
    Thủ tướng, Bộ trưởng Bộ Ngoại giao A".
    """
    before, behind = first.rank.precedence, second.rank.precedence
    if behind == "chief":
        if before == "chief":
            return not {first.rank.rank, second.rank.rank} <= _ONE_MAN
        abroad = _abroad(first) and not _abroad(second) and not _of_party(first)
        return before == "minister" or (abroad and not second.deputy)
    return before == "chief" and not first.deputy and behind == "minister"


def two_countries(first: TitleRef, second: TitleRef) -> bool:
    """Tell whether two titles that "và" joins are of two countries: "người đồng cấp Pháp và Thủ
    tướng Đức A", "Đại diện Thương mại Mỹ và Bộ trưởng Bộ Công Thương A".
    """
    return _abroad(first) and _home(first) != _home(second)


def of_two_states(first: TitleRef, second: TitleRef) -> bool:
    """Tell whether two titles are of the heads or ministers of two states: "Chủ tịch Trung Quốc A,
    | Tổng thống Nga", "Bộ trưởng Bộ Ngoại giao A, | Bộ trưởng Bộ Ngoại giao Lào".
    """
    if not _abroad(second) or not (second.rank.alone or second.rank.implies == "Bộ"):
        return False
    ministry = first.rank.implies == "Bộ" or first.rank.alone
    return (_abroad(first) or ministry) and (_home(first) or "Việt Nam") != _home(second)


def _home(title: TitleRef) -> str | None:
    return title.country or (title.body.country if title.body is not None else None)


def _abroad(title: TitleRef) -> bool:
    body = title.body
    if body is not None and (body.level == "foreign" or body.country not in (None, "Việt Nam")):
        return True
    return title.country not in (None, "Việt Nam")


def _of_party(title: TitleRef) -> bool:
    return title.body is not None and title.body.base.startswith(_PARTY)
