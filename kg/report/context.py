"""What a sentence has said that bare titles in it leave out: whose side, which committee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kg.ner.model import BodyRef, Chunk, Territory, TitleRef
from kg.report.chains import organ_of, with_country
from kg.text.tokens import Tokens

if TYPE_CHECKING:
    from kg.report.entries import Entry

_GOVERNMENT = "Ủy ban nhân dân"


class ListContext:
    """The bodies of one sentence that its titles may take up.

    "Về phía VKSND tỉnh có các đồng chí Phó Viện trưởng: …", "…, Bí thư Tỉnh ủy; A, Phó Bí thư, …",
    "Tại Đồn Biên phòng B, Trung tá A, Đồn trưởng …".
    """

    def __init__(self) -> None:
        self._sent = -1
        self._side: BodyRef | None = None
        self._committee: BodyRef | None = None
        self._bodies: list[BodyRef] = []
        self._place: Territory | None = None
        self._country: str | None = None

    def see(self, chunks: list[Chunk], k: int, tokens: Tokens) -> None:
        """Take in chunk `k`."""
        chunk = chunks[k]
        sent = tokens.sent[chunk.i]
        if sent != self._sent:
            self._sent, self._side, self._committee, self._bodies = sent, None, None, []
            self._place = self._country = None
        if chunk.kind == "body" and isinstance(chunk.value, BodyRef):
            self._bodies.append(chunk.value)
            if chunk.i > 0 and tokens.low[chunk.i - 1] == "phía":
                self._side = chunk.value
        elif chunk.kind == "country" and chunk.i > 0 and tokens.low[chunk.i - 1] == "phía":
            if chunk.i < 2 or tokens.low[chunk.i - 2] != "từ":  # "xoa dịu sự giận dữ từ phía Nga"
                self._country = chunk.value
        elif chunk.kind == "place" and chunk.i > 0 and tokens.low[chunk.i - 1] == "phía":
            self._place = chunk.value

    def note(self, titles: list[TitleRef]) -> None:
        """Take note of the Party committee that a list's first titles name, and of their bodies.

        Not of one that only an office of it is named of: "Chánh Văn phòng Tỉnh ủy A" leads none.
        """
        for title in titles:
            body = title.body
            if body is None:
                continue
            self._bodies += [b for b in (body.of, body) if b is not None and b.kind != "ministry"]
            office = body.kind == "organ" and not body.member
            for named in () if office else (body, body.of):
                if named is not None and named.committee and self._committee is None:
                    self._committee = named

    def complete(self, title: TitleRef, *, guest: bool = False) -> TitleRef:
        """Return a title with the body that the sentence gives it; itself if none is needed.

        `guest`: it is whom a side has to do with, not one of it.
        """
        rank = title.rank
        if not guest and self._country not in (None, "Việt Nam") and _of_a_state(title):
            return with_country(title, self._country)  # "Về phía Lào có Bộ trưởng Ngoại giao A"
        organ = title.body
        if organ is not None and organ.kind == "organ" and organ.of is None and organ.local:
            known = self._committee
            return replace(title, body=organ_of(organ, known)) if known is not None else title
        if title.body is not None or title.country is not None or rank.reference or rank.civil:
            return title
        if rank.rank == "bí thư":
            body = self._committee
        elif rank.rank == "chủ tịch" and self._place is not None and self._side is None:
            # "Về phía TP.HCM, Chủ tịch A cho rằng …": who governs the place
            place = self._place
            body = BodyRef(
                place.i, place.j, _GOVERNMENT, "territorial", place.level, place, local=True
            )
        elif rank.implies:
            body = self._that_is_a(rank.implies.split()[0])
        else:
            body = None if rank.alone or rank.head else self._side
        return title if body is None else replace(title, body=body)

    def _that_is_a(self, noun: str) -> BodyRef | None:
        """Return the body named last that is what the rank leads: a "Viện" of a "Viện trưởng"."""
        for body in reversed(self._bodies):
            if body.country is not None:
                continue
            if noun == "Bộ":
                if body.kind == "ministry" and body.base.startswith("Bộ "):
                    return body
                _, of, ministry = body.base.partition(" của Bộ ")
                if of:  # "Đoàn công tác của Bộ Y tế do Thứ trưởng A …"
                    return BodyRef(body.i, body.j, f"Bộ {ministry}", "ministry", "central")
            elif body.base.split()[0] == noun:
                return body
        return None


def _of_a_state(title: TitleRef) -> bool:
    """Tell whether every state has a post: a minister's, a head's, an envoy's."""
    if title.body is not None:
        return title.rank.implies == "Bộ" or title.body.kind == "ministry"
    return title.rank.alone and not title.rank.reference


def counterpart(title: TitleRef, before: Sequence[Entry]) -> list[TitleRef]:
    """Return the post of "người đồng cấp Lào": that of the one told of last, in the other country.

    Empty where nobody with a post stands before, or no country is named.
    """
    if title.country in (None, "Việt Nam"):
        return []
    for entry in reversed(before):
        for held in entry.titles:
            home = held.country or (held.body.country if held.body is not None else None)
            office = held.rank.alone and not held.rank.reference and not held.group
            if office and entry.name is not None and home != title.country:
                plain = replace(held, country=None, country_printed=None, status="current")
                if plain.body is not None and plain.body.country is not None:
                    base = plain.body.base.removesuffix(f" {plain.body.country}")
                    plain = replace(plain, body=replace(plain.body, base=base, country=None))
                post = with_country(plain, title.country)
                return [replace(post, i=title.i, j=title.j)]
        homes = {
            t.country or (t.body.country if t.body is not None else None) for t in entry.titles
        }
        if entry.name is not None and entry.titles and title.country not in homes:
            return []  # "Chủ tịch Trung Quốc A tiếp người đồng cấp Mỹ": not the post told of before
    return []
