"""Chains of titles: what the titles of one person leave to each other."""

from __future__ import annotations

from msgspec.structs import replace

from kg.lexicon.entries import Rank
from kg.ner.bodies import BARE_COMMITTEES
from kg.ner.model import BodyRef, Chunk, Territory, TitleRef

_BOARDS = frozenset({"Hội đồng quản trị", "Hội đồng thành viên"})

# Kinds of bodies that have a Party committee of their own.
_HAVE_COMMITTEES = frozenset({
    "territorial", "head", "central", "ministry", "government", "assembly", "group", "mass", "army",
    "agency", "court", "front", "other",
})  # fmt: skip

_OF_COMMITTEES = frozenset({"bí thư", "ủy viên"})
_OF_PLACES = frozenset({"tỉnh trưởng", "thị trưởng", "thống đốc", "thủ hiến"})
_SOCIETIES = ("Hội ", "Hiệp hội", "Liên hiệp", "Câu lạc bộ", "Quỹ")


_DELEGATION = "Đoàn đại biểu Quốc hội"
_DEPUTY = Rank(rank="đại biểu quốc hội", alone=True, body="Quốc hội")


def of_the_past(titles: list[TitleRef]) -> list[TitleRef]:
    """Let "nguyên" hold for the posts behind it: "nguyên Bí thư …, Chủ tịch HĐQT …".

    Not for a seat in a society or a post of honour, which former officials take afterwards.
    """
    out = list(titles)
    for k in range(1, len(out)):
        later = out[k].body
        society = later is not None and later.base.startswith(_SOCIETIES)
        council = later is not None and later.base.startswith("Hội đồng")
        after = (society and not council) or (
            out[k].rank.rank == "thành viên" or "danh dự" in out[k].words.lower()
        )
        if out[k - 1].status == "former" and out[k].status == "current" and not after:
            out[k] = replace(out[k], status="former")
    return out


def complete_chain(titles: list[TitleRef]) -> list[TitleRef]:
    """Give each title of one chain what the others say: body, company, committee, country."""
    return of_one_country(of_one_committee(of_one_company(of_one_body(titles))))


def of_one_body(titles: list[TitleRef]) -> list[TitleRef]:
    """Put bare ranks at the body of the post behind them: "Phó Chủ tịch kiêm Tổng Thư ký Hội …"."""
    out = list(titles)
    for k in range(len(out) - 2, -1, -1):
        bare = out[k].body is None and out[k].country is None and not out[k].rank.alone
        whole = out[k + 1].body
        if out[k].rank.rank not in _OF_COMMITTEES and _bare_committee(whole) is not None:
            later = (t.body for t in out[k + 2 :] if t.body is not None)
            whole = next((b for b in later if _bare_committee(b) is None), None)
        if whole is None or (out[k].rank.rank == "bí thư" and whole.kind == "territorial"):
            continue  # "Phó Bí thư, Chủ tịch UBND tỉnh": of the committee, not of the UBND
        board = whole.base.startswith(tuple(_BOARDS))
        if bare and (board or not out[k + 1].rank.glue):
            part = _directs(out[k]) and whole.of is not None and (board or not whole.member)
            out[k] = replace(out[k], body=whole.of if part else whole)
    return out


def of_one_company(titles: list[TitleRef]) -> list[TitleRef]:
    """Say whose a board is that a chain leaves bare: the company's of the director beside it.

    "Chủ tịch HĐQT kiêm Tổng giám đốc Công ty Tây Bắc" chairs the "Hội đồng quản trị Công ty Tây
    Bắc"; a board beside no director stays as it stands.
    """
    out = list(titles)
    for k, title in enumerate(titles):
        board = title.body
        if board is None or board.base not in _BOARDS or board.territory is not None:
            continue
        for other in (*titles[k + 1 :], *reversed(titles[:k])):
            company = other.body
            if company is not None and _directs(other) and company.base not in _BOARDS:
                whole = replace(
                    company, i=board.i, j=board.j, kind="organ", of=company, member=True
                )
                out[k] = replace(title, body=replace(whole, base=f"{board.base} {company.base}"))
                break
    return out


def _directs(title: TitleRef) -> bool:
    return title.rank.rank.startswith(("giám đốc", "tổng giám đốc"))


def of_one_committee(titles: list[TitleRef]) -> list[TitleRef]:
    """Say whose a Party committee is that a chain leaves bare: the body's of the post beside it.

    "Bí thư Đảng ủy, Chủ tịch HĐND xã Tân Lập" leads the "Đảng ủy xã Tân Lập"; "Bí thư Đảng ủy,
    Viện trưởng VKSND tỉnh" the "Đảng ủy Viện kiểm sát nhân dân tỉnh".
    """
    out = list(titles)
    for k, title in enumerate(titles):
        body = title.body
        if body is not None and body.kind == "organ" and body.of is None and body.local:
            out[k] = _organ_of(title, body, [*titles[k + 1 :], *reversed(titles[:k])])
        bare = _bare_committee(body)
        if body is None or bare is None:
            continue
        beside = [t.body for t in (*titles[k + 1 :], *reversed(titles[:k])) if t.body is not None]
        beside = [b.of if b.member and b.of is not None else _company(b) for b in beside]
        whole = next(
            (b for b in beside if b.kind in _HAVE_COMMITTEES and b.base not in _BOARDS), None
        )
        if whole is None or _bare_committee(whole) is not None:
            continue
        place = whole.territory
        commune = place is not None and place.level == "commune"
        full = replace(
            bare,
            base=bare.base if commune else f"{bare.base} {whole.base}",
            level=whole.level,
            territory=place,
            local=whole.local,
        )
        out[k] = replace(title, body=full if body is bare else _part_of(body, full))
    return out


def _company(body: BodyRef) -> BodyRef:
    """Return the company whose board a body is; any other body as it is."""
    board = next((b for b in _BOARDS if body.base.startswith(f"{b} ")), None)
    return body if board is None else replace(body, base=body.base.removeprefix(f"{board} "))


def _bare_committee(body: BodyRef | None) -> BodyRef | None:
    """Return the Party committee that a body is, or is an organ of, where it says not whose."""
    if body is None or body.territory is not None:
        return None
    if body.base in BARE_COMMITTEES:
        return body
    return _bare_committee(body.of) if body.kind == "organ" else None


def _part_of(organ: BodyRef, whole: BodyRef) -> BodyRef:
    """Return "Ban Thường vụ Đảng ủy" as the organ of the committee with its full name."""
    head = organ.base.removesuffix(organ.of.base).strip() if organ.of is not None else organ.base
    return replace(
        organ,
        base=f"{head} {whole.base}",
        level=whole.level,
        territory=whole.territory,
        local=whole.local,
        of=whole,
    )


def _organ_of(title: TitleRef, organ: BodyRef, beside: list[TitleRef]) -> TitleRef:
    """Put a bare organ at the committee beside it: "Ủy viên Ban Thường vụ, … Tỉnh ủy"."""
    for other in beside:
        for body in (other.body, other.body.of if other.body is not None else None):
            if body is not None and body.committee:
                whole = body.of if body.of is not None and body.kind == "organ" else body
                return replace(title, body=organ_of(organ, whole))
    return title


def organ_of(organ: BodyRef, whole: BodyRef) -> BodyRef:
    """Return an organ ("Ban Thường vụ") as a part of its committee ("Tỉnh ủy Nghệ An")."""
    return replace(
        organ,
        base=f"{organ.base} {whole.base}",
        level=whole.level,
        territory=whole.territory,
        local=whole.local,
        of=whole,
        committee=whole.committee,
    )


def of_one_country(titles: list[TitleRef]) -> list[TitleRef]:
    """Put a whole chain in the foreign country that it names.

    "Ủy viên Quốc vụ, Bộ trưởng Bộ Quốc phòng Trung Quốc": both posts are of Trung Quốc.
    """
    country = foreign_country(titles)
    if country is None:
        return titles
    return [_of_a_place(t) or with_country(t, country) for t in titles]


def _of_a_place(title: TitleRef) -> TitleRef | None:
    """Return a post of a territory abroad as it stands; None for one of the country.

    "Bí thư Tỉnh ủy", "Tỉnh trưởng": neither of Lào nor of the province that the text is about.
    """
    body = title.body
    if body is not None and body.committee and body.territory is None:
        return replace(title, body=replace(body, local=False))
    return title if body is None and title.rank.rank in _OF_PLACES else None


def foreign_country(titles: list[TitleRef]) -> str | None:
    """Return the foreign country that the titles name, the last one if several."""
    found = [
        country
        for t in titles
        for country in (t.country, t.body.country if t.body is not None else None)
        if country not in (None, "Việt Nam")
    ]
    return found[-1] if found else None


def with_country(title: TitleRef, country: str) -> TitleRef:
    """Return a title that leaves its country out with the country put in."""
    body = title.body
    if title.country is not None:
        return title
    if body is None:
        return replace(title, country=country)
    if body.country is not None or body.territory is not None:
        return title
    foreign = replace(
        body, base=f"{body.base} {country}", level="foreign", country=country, local=False
    )
    return replace(title, body=foreign)


def of_guests(title: TitleRef, country: str, sender: str) -> TitleRef:
    """Return the title of a guest in his country, or in the party that sends the guests.

    A local body ("Tỉnh ủy") stays as it is: its place is not the country.
    """
    body = title.body
    if body is not None and body.local:
        return title
    if body is not None and body.kind in ("party", "head") and sender.startswith("Đảng "):
        whole = replace(body, base=f"{body.base} {sender}", level="foreign", country=country)
        return replace(title, body=whole)
    return with_country(title, country)


def names_delegation(chunk: Chunk) -> bool:
    """Tell whether a chunk is a body of deputies of a province."""
    return isinstance(chunk.value, BodyRef) and chunk.value.base == _DELEGATION


def delegation(before: Chunk | None, place: Chunk) -> TitleRef | None:
    """Return the post of a deputy whose delegation stands behind his name: "đại biểu A (Hà Tĩnh)".

    `before` is what stands in front of the name. Where it does not say that he is a deputy, the
    body itself must: "ông A thuộc Đoàn đại biểu Quốc hội tỉnh Hà Tĩnh".
    """
    territory = place.value.territory if names_delegation(place) else place.value
    if not isinstance(territory, Territory) or territory.level != "province":
        return None
    title = before.value if before is not None and before.kind == "title" else None
    rank, at, term = _DEPUTY, place.i, ""
    if isinstance(title, TitleRef) and title.rank.rank.startswith("đại biểu"):
        rank, at, term = title.rank, title.i, title.words.partition(" khóa ")[2]
    elif not names_delegation(place):
        return None
    words = f"Đại biểu Quốc hội khóa {term} đoàn" if term else "Đại biểu Quốc hội đoàn"
    whole = BodyRef(at, territory.i, "Quốc hội", "assembly", "central")
    body = BodyRef(
        territory.i,
        territory.j,
        _DELEGATION,
        "delegation",
        "province",
        territory,
        True,
        whole,
        True,
    )
    return TitleRef(at, territory.j, words, rank, "current", body)
