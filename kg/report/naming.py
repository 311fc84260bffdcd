"""Canonical names of bodies and posts, once their places are settled."""

from __future__ import annotations

import msgspec

from kg.lexicon.lexicon import Lexicon
from kg.ner.bodies import PARTY_COMMITTEE
from kg.ner.model import BodyRef, TitleRef
from kg.report.model import Level
from kg.report.placing import Placing

# What is named after a place without being its organ.
_NAMED_AFTER = (
    "công ty", "tổng công ty", "tập đoàn", "nhà máy", "ngân hàng", "xí nghiệp", "trường đại học",
    "đại học", "học viện", "cảng", "khách sạn",
)  # fmt: skip


class NamedBody(msgspec.Struct, frozen=True):
    """A body with its full name; `parent` is its whole, `member` as in `BodyRef`."""

    label: str
    kind: str
    level: Level
    province: str | None
    placed: bool
    territory: str | None
    parent: NamedBody | None = None
    member: bool = False


def name_body(
    ref: BodyRef, sent: int, near: list[TitleRef], placing: Placing, lexicon: Lexicon
) -> NamedBody:
    """Write a body's name in full: "Ủy ban nhân dân" + tỉnh + the province the text settles."""
    parent = name_body(ref.of, sent, near, placing, lexicon) if ref.of is not None else None
    place = ref.territory
    if place is None and parent is None and ref.kind == "head" and ref.base.startswith("Phòng "):
        seat = placing.seat()
        if seat is not None and "Cảnh sát" not in ref.base:
            where = f"{seat[0]} {seat[1]}"
            label = f"{ref.base} {where}"
            return NamedBody(label, ref.kind, "district", seat[2], True, where, parent)
    if not ref.local and place is None:
        return NamedBody(ref.base, ref.kind, ref.level, None, True, None, parent, ref.member)
    unit = place.unit if place is not None else None
    name = place.name if place is not None else None
    province = place.provinces[0] if place is not None and len(place.provinces) == 1 else None
    level: Level = place.level if place is not None else ref.level
    if name is None and place is None and ref.base == PARTY_COMMITTEE:
        commune = placing.commune()
        if commune is not None:
            unit, name, province = commune
            level = "commune"
    elif name is None:
        near_city = placing.city(ref.i) if unit == "thành phố" or ref.base == "Thành ủy" else None
        if near_city is not None:
            name, level = near_city.name, near_city.level
            province = near_city.provinces[0] if len(near_city.provinces) == 1 else None
        elif level == "province" or unit == "thành phố":
            province = placing.province(ref, sent, near)
            name = province
            city = (
                placing.district("thành phố", ref.i)
                if province is None and unit == "thành phố"
                else None
            )
            if city is not None:
                name, province, level = city[0], city[1], "district"
        elif unit is not None or ref.committee:
            found = _beside(near, unit or _district_unit(ref))
            found = found or placing.district(unit or _district_unit(ref), ref.i)
            if found is not None:
                name, province = found
                unit = unit or _district_unit(ref)
    elif place is not None and place.level != "province" and province is None and place.provinces:
        home = placing.home(None)
        province = home if home in place.provinces else None
    if name is None:
        base = ref.base if ref.committee or unit is None else f"{ref.base} {unit}"
        return NamedBody(base, ref.kind, level, None, not ref.local, None, parent, ref.member)
    if name in lexicon.province_units and level == "province":
        unit = lexicon.province_units[name]
    label = (
        f"{ref.base} {name}"
        if ref.committee and not name.isdigit()
        else f"{ref.base} {unit} {name}"
        if unit
        else f"{ref.base} {name}"
    )
    if place is not None and _carries_place(ref, place.j - place.i, name):
        label = f"{ref.base} {name}"
    if ref.committee and name == "Hồ Chí Minh":
        label = f"{ref.base} Thành phố Hồ Chí Minh"
    if unit == "quận" and name.isdigit():
        label = f"{ref.base} Quận {name}"
    territory = f"{unit} {name}" if unit else name
    return NamedBody(label, ref.kind, level, province, True, territory, parent, ref.member)


def _carries_place(ref: BodyRef, tokens: int, name: str) -> bool:
    """Tell whether the name of a firm or a school ends in that of a place, printed in so many
    tokens: "Tổng công ty Gang thép Thái Nguyên" is of no province."""
    bare = tokens <= len(name.split()) and name != "Hồ Chí Minh"
    return ref.kind == "head" and bare and ref.base.casefold().startswith(_NAMED_AFTER)


def _beside(near: list[TitleRef], unit: str) -> tuple[str, str | None] | None:
    """Return (name, province) of the district of the post beside: "Ủy viên Ban Thường vụ Huyện ủy,
    Trưởng Công an huyện Đồng Xuân"."""
    for title in near:
        place = title.body.territory if title.body is not None else None
        if place is not None and place.unit == unit and place.name is not None:
            return place.name, place.provinces[0] if len(place.provinces) == 1 else None
    return None


def _district_unit(ref: BodyRef) -> str:
    for word, unit in (("Huyện", "huyện"), ("Quận", "quận"), ("Thị", "thị xã")):
        if word in ref.base.split():
            return unit
    return "huyện"


def post_label(title: TitleRef, body: NamedBody | None) -> str:
    """Write a post in full: rank, body, place; "nguyên" and "quyền" stay in front."""
    words = title.words[:1].upper() + title.words[1:]
    if body is None:
        country = title.country_printed or title.country
        label = f"{words} {country}" if country else words
    elif body.kind == "delegation" or title.rank.rank == "đại biểu quốc hội":
        group = " đoàn" if title.words.endswith("đoàn") else ""
        term = title.words.removesuffix(" đoàn").partition(" khóa ")[2]
        label = f"Đại biểu Quốc hội khóa {term}" if term else "Đại biểu Quốc hội"
        label += f"{group} {body.territory}" if body.territory else ""
    elif title.rank.body is not None:
        label = words + _tail(body, title)
    else:
        label = _join(words, body.label, title.rank.glue)
    if (
        title.body is not None
        and title.body.country == "Việt Nam"
        and title.body.level == "central"
    ):
        label += (
            " Việt Nam"  # kept as printed: reports on guests tell hosts' posts from theirs by it
        )
    prefix = {"former": "nguyên ", "acting": "quyền "}.get(title.status, "")
    return prefix + label if prefix else label


def _tail(body: NamedBody, title: TitleRef) -> str:
    """What a rank that names its body itself still needs: the place or the country."""
    base = title.rank.body or ""
    return body.label[len(base) :] if body.label.startswith(base) else ""


def _join(words: str, body: str, glue: int) -> str:
    if glue:
        tail = words.lower().split()[-glue:]
        if body.lower().split()[:glue] == tail:
            return " ".join([*words.split(), *body.split()[glue:]])
    return f"{words} {body}"
