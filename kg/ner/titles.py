"""Titles: status + deputy + rank + modifiers + body: "nguyên Phó Bí thư Thường trực Tỉnh ủy Nghệ
An".
"""

from __future__ import annotations

import re

from msgspec import structs

from kg.lexicon.entries import Rank
from kg.lexicon.lexicon import Lexicon
from kg.ner.apposition import Appositions
from kg.ner.bodies import BodyGrammar
from kg.ner.model import BodyRef, Territory, TitleRef
from kg.ner.names import NameGrammar, is_syllable
from kg.report.model import Level
from kg.text.tokens import Tokens

_COMMITTEES: dict[str, Level] = {
    "Tỉnh ủy": "province",
    "Thành ủy": "province",
    "Huyện ủy": "district",
    "Quận ủy": "district",
    "Thị ủy": "district",
}


_GOVERNMENT = "Ủy ban nhân dân"
_PLACE_NOUNS = frozenset({"tỉnh", "thành", "huyện", "quận", "xã", "phường", "thị"})
# The Party committee of a place by its noun.
_COMMITTEE_OF = {
    "tỉnh": "Tỉnh ủy",
    "thành phố": "Thành ủy",
    "huyện": "Huyện ủy",
    "quận": "Quận ủy",
    "thị xã": "Thị ủy",
}

_OF_TERRITORIES = frozenset({"thống đốc", "tỉnh trưởng", "thị trưởng", "thủ hiến"})
# The next syllable of a longer word: "đại sứ | quán", "chủ tịch hội | nghị".
_LONGER_WORDS = {
    "sứ": frozenset({"quán"}),
    "sự": frozenset({"quán"}),
    "hội": frozenset({"đồng", "nghị", "thảo"}),
}
# Ranks behind which a field of work may stand before the body: "giám đốc | tài chính Tập đoàn …".
_WITH_FIELD = frozenset({"giám đốc", "tổng giám đốc", "chủ tịch"})
# Offices that no person gives his name to.
_OF_THE_STATE = frozenset({"Bộ", "Cục", "Vụ", "Tổng cục", "Chi cục"})
_OF_THE_PARTY = frozenset({"đảng", "ban", "chi", "đoàn"})  # what their committees begin with
_LONGEST_FIELD = 6  # words
# What begins the whole of a department, in small letters too: "Trưởng khoa Nhi, | bệnh viện C".
_WHOLES = frozenset({"trường", "bệnh", "học", "cục", "sở", "bộ", "tổng"})
_FUNCTION_WORDS = frozenset({
    "tại", "có", "là", "được", "bị", "trong", "với", "ngày", "để", "khi", "do", "từ", "đến", "cho",
    "theo", "trên", "sau", "trước", "này", "đó", "cũng", "đã", "sẽ", "đang", "vừa", "cần", "phải",
    "không", "nên", "mà", "nếu", "như", "vì", "bởi", "thì", "hay", "hoặc", "nhưng", "ở", "vào",
    "ra", "lên", "lại", "rằng", "cùng", "các", "những", "một", "ông", "bà", "của", "nói", "và",
    "gửi", "gặp", "ký", "kiêm", "làm", "thay", "mời", "thuộc", "về", "giữa", "đối", "đi", "bỏ",
})  # fmt: skip
_LONGEST_RANK = 9  # tokens
_PARTS = frozenset({"văn phòng", "thanh tra"})
# Bodies that are named after people: "Trường Lê Quý Đôn", "Bệnh viện Nguyễn Tri Phương".
_BEAR_NAMES = frozenset({
    "trường", "đại học", "trường đại học", "cao đẳng", "trường cao đẳng", "học viện", "bệnh viện",
    "thư viện", "bảo tàng", "nhà hát", "quỹ", "câu lạc bộ", "cảng", "doanh nghiệp", "xí nghiệp",
})  # fmt: skip
_NUMBER = re.compile(r"[IVX]+|[0-9]+")
_OF_SOMEBODY = frozenset({"người phát ngôn", "phát ngôn viên", "trợ lý", "cố vấn", "thư ký"})


class TitleGrammar:
    """Reads the title that begins at a token."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, bodies: BodyGrammar, names: NameGrammar
    ) -> None:
        self._t = tokens
        self._x = lexicon
        self._bodies = bodies
        self._names = names
        self._appositions = Appositions(tokens, lexicon, bodies, names)

    def title(self, i: int, *, after_name: bool = False) -> TitleRef | None:
        """Return the title at token `i`.

        `after_name`: a name stands before it, so that what follows the body's name is no name.
        """
        t, x = self._t, self._x
        n, sent = len(t), t.sent[i]
        if not t.cap[i] and i > 0 and t.low[i] == "vụ" and t.low[i - 1] in x.compounds:
            return None  # "chức vụ | Phó Giám đốc"
        if i > 0 and t.low[i - 1] == "phủ" and t.cap[i - 1]:
            return None  # "Phủ | Chủ tịch": a house
        if not t.cap[i] and i > 0 and f"{t.low[i - 1]} {t.low[i]}" == "chính quyền":
            return None  # "chính quyền | Tổng thống A": a government, not who acts for him
        j, status = i, "current"
        while j < n and t.sent[j] == sent:
            hit = x.status.longest(t.low, j, n)
            if hit is None:
                break
            j, status = hit
        begin = j
        deputy = j < n and t.low[j] in x.deputies
        if deputy:
            j += 1
        if j >= n or t.sent[j] != sent:
            return None
        trie = x.deputy_ranks if deputy else x.ranks
        found = trie.longest(t.low, j, min(n, j + _LONGEST_RANK))
        if found is None:
            return None
        rank_end, rank = found
        if t.low[rank_end : rank_end + 1] == ["quán"]:
            return None  # "Đại sứ | quán": the house, not who leads it
        if begin > i and not (t.cap[begin] or t.cap[i] or rank_end - begin > 1):
            return None
        j = rank_end
        while j < n and t.sent[j] == sent:
            hit = x.modifiers.longest(t.low, j, n)
            if hit is None:
                break
            j = hit[0]
        return self._complete(i, begin, rank_end, j, rank, status, deputy, after_name)

    def _complete(
        self,
        i: int,
        begin: int,
        rank_end: int,
        j: int,
        rank: Rank,
        status: str,
        deputy: bool,
        after_name: bool,
    ) -> TitleRef | None:
        t = self._t
        words = t.text(begin, j)
        group = _is_group(t, i, self._x)
        noun = None if after_name or rank.alone else self._noun_before_name(j)
        body, end = (None, j) if noun else self._complement(rank, rank_end, j, after_name)
        if body is None and end == rank_end and self._goes_on(rank_end):
            return None
        if body is None and rank.rank in _WITH_FIELD and end < len(t) and t.sent[end] == t.sent[i]:
            field = self._field(end, capital=False)
            if field is not None:
                at, body, end = field
                words = t.text(begin, at)
        if body is not None and body.kind == "head" and body.of is None and body.j == end:
            body = self._bodies.with_whole(body)
            end = body.j
        if body is not None and rank.rank in _OF_SOMEBODY and t.low[j : j + 1] == ["của"]:
            words += " của"  # as printed: "người phát ngôn của Bộ Nội vụ"
        if rank.rank == "đại biểu quốc hội":
            term = self._numbered_term(j)
            if term == j + 2:  # a seat is one of a term, where the report says of which
                words += f" khóa {t.words[j + 1]}"
            if {"đoàn", "("} & set(t.low[j:end]):
                words += " đoàn"
        if body is None and rank.rank in _OF_TERRITORIES:
            seat = self._foreign_seat(end, after_name=after_name)
            if seat > end:
                # "Thống đốc tỉnh Aichi": of a territory abroad, which is no body
                words, end = t.text(begin, seat), seat
                rank = structs.replace(rank, alone=True)
        country = None
        if body is None and t.low[end - 2 : end] == ["phụ", "trách"]:
            end = self._charge(end)
            words = t.text(begin, end)
        start = end
        if body is None and end < len(t) and t.sent[end] == t.sent[i]:
            found = self._bodies.country(end)
            if found is not None:
                start, (end, country) = end, found
                if rank.rank == "tổng thư ký":
                    # not of a country: "Tổng thư ký ASEAN"
                    body, country = BodyRef(start, end, country, "other", "foreign"), None
                host = self._host(rank, end)
                if host is not None:
                    words, country = f"{words} {t.text(start, end)} {host[1]}", None
                    end = host[0]
                    rank = structs.replace(rank, alone=True)  # his seat says whose he is
        k = end
        while k < len(t) and t.sent[k] == t.sent[i] and body is not None:
            hit = self._x.modifiers.longest(t.low, k, len(t))
            if hit is None or (not t.cap[k] and t.low[k] != "phụ"):
                break
            charge = self._charge(hit[0]) if t.low[k] == "phụ" else hit[0]
            if charge > hit[0]:
                end = charge  # "Phó Chủ tịch UBND tỉnh | phụ trách kinh tế A": a field, not more
                break
            words += " " + t.text(k, hit[0])
            k = end = hit[0]
        if body is not None:
            body = self._in_vietnam(self._branch(body, end), end)
            end = max(end, body.j)
        printed = t.text(start, end) if country is not None and end - start <= 2 else None
        if after_name and country is None:
            whole = self._appositions.body(i, j, end, body, alone=rank.alone)
            if whole is not None:
                body, end = whole, whole.j
        if body is not None:
            end = self._term(end)
        if body is None and country is None and end == j and noun is None:
            noun, end = self._noun_alone(rank, j)
        elif noun is not None:
            end = j + len(noun.split())
        return TitleRef(i, end, words, rank, status, body, country, deputy, group, printed, noun)

    def _noun_before_name(self, j: int) -> str | None:
        """Return the noun of a body that stands alone before somebody's full name: "Giám đốc | Sở
        Nguyễn Văn An"; None where a body may bear that name ("Bệnh viện Nguyễn Tri Phương").
        """
        t = self._t
        noun = self._bodies.noun(j)
        if noun is None or noun.lower() in _BEAR_NAMES:
            return None
        k = j + len(noun.split())
        name = self._names.vietnamese(k, trusted=True) if k < len(t) else None
        full = name is not None and name.j - k > 2 and t.sent[k] == t.sent[j]
        return noun if full else None

    def _noun_alone(self, rank: Rank, j: int) -> tuple[str | None, int]:
        """Return the noun of a body without a name, and where the title ends: "Giám đốc | Bệnh viện
        phát biểu", "Cục trưởng | A"."""
        t = self._t
        if rank.glue:
            noun, end = " ".join(rank.rank.split()[-rank.glue :]), j
            if noun in _PARTS:
                return None, j  # of which body it is a part, the noun does not tell
        elif rank.implies is not None and rank.implies != "Bộ":
            noun = rank.implies
            end = j + 2 if t.low[j : j + 2] == ["nhà", "trường"] else j
        elif rank.free and not rank.reference and (behind := self._bodies.noun(j)) is not None:
            noun, end = behind, j + len(behind.split())
            if self._bodies.body(j) is not None:
                return None, j
        elif rank.leads:
            noun, end = "", j
        else:
            return None, j
        return (noun, end) if end >= len(t) or self._closes(end) else (None, j)

    def _closes(self, k: int) -> bool:
        """Tell whether the name of a body cannot go on at token `k`."""
        t, x = self._t, self._x
        if t.sent[k] != t.sent[k - 1] or not t.words[k][0].isalnum():
            return True
        if t.cap[k]:
            return self._names.vietnamese(k, trusted=True) is not None
        return t.low[k] in x.body_stops or x.role_verbs.longest(t.low, k, len(t)) is not None

    def _charge(self, end: int) -> int:
        """Return the end of the field that a deputy is in charge of, before his name; `end` itself
        if no name follows: "Phó Chủ tịch phụ trách | kinh tế Lê Văn An"."""
        t, k = self._t, end
        while k < len(t) and k - end < _LONGEST_FIELD and t.sent[k] == t.sent[end - 1]:
            field = self._x.sectors.longest(t.low, k, len(t)) if t.cap[k] else None
            if field is not None and not t.cap[field[0] - 1]:
                k = field[0]  # "phụ trách | Thương mại Lê Văn An"
                continue
            if t.cap[k]:
                break
            if not (t.words[k].isalpha() or t.words[k] == "-") or t.low[k] in _FUNCTION_WORDS:
                return end
            k += 1
        if k >= len(t) or t.sent[k] != t.sent[end - 1]:
            return end
        read = (self._names.vietnamese(k, trusted=True), self._names.foreign(k))
        named = any(name is not None for name in read)
        return k if named or self._bodies.country(k) is not None else end

    def _branch(self, body: BodyRef, end: int) -> BodyRef:
        """Return the branch of a firm that is named behind it: "OceanBank | chi nhánh Hà Nội"."""
        t = self._t
        if body.kind not in ("other", "group") or t.low[end : end + 2] != ["chi", "nhánh"]:
            return body
        place = self._bodies.territory(end + 2, hint=False)
        run = self._names.capital_run(end + 2, 3) if place is None else place.j
        if run == end + 2 or t.sent[end + 2] != t.sent[end - 1]:
            return body
        return structs.replace(body, j=run, base=f"{body.base} {t.text(end, run)}")

    def _in_vietnam(self, body: BodyRef, end: int) -> BodyRef:
        """Return the office that an organisation keeps here: "Ngân hàng Thế giới (WB) | tại Việt
        Nam"; any other body as it is.
        """
        t = self._t
        k = end
        if t.words[k : k + 1] == ["("] and t.words[k + 2 : k + 3] == [")"]:
            k += 3
        abroad = body.level in ("foreign", "other") and body.territory is None
        if not abroad or body.kind in ("territorial", "ministry", "assembly", "party"):
            return body
        if t.low[k : k + 3] != ["tại", "việt", "nam"] or t.sent[k] != t.sent[end - 1]:
            return body
        return structs.replace(body, j=k + 3, base=f"{body.base} tại Việt Nam", country=None)

    def _term(self, k: int) -> int:
        """Return the end of the term of office behind a title, `k` if none.

        "Bí thư Tỉnh ủy | nhiệm kỳ 2010 - 2015", "Đại biểu Quốc hội | khóa XII, XIII",
        "Đại biểu HĐND tỉnh | (khóa XIV)": the posts behind it are still his.
        """
        while (end := self._part_of_term(k)) > k:
            k = end
        return k

    def _part_of_term(self, k: int) -> int:
        t = self._t
        if k >= len(t) or t.sent[k] != t.sent[k - 1]:
            return k
        if t.words[k] == "(":
            inner = self._term(k + 1)
            return inner + 1 if inner > k + 1 and t.words[inner : inner + 1] == [")"] else k
        numbered = self._numbered_term(k)
        if numbered > k:
            return numbered
        years = k + 1 if t.words[k] == "," else k
        if t.low[years : years + 2] != ["nhiệm", "kỳ"] or not _is_year(
            t.words[years + 2 : years + 3]
        ):
            return k
        spaced = t.words[years + 3 : years + 4] in (["-"], ["–"])
        return years + 5 if spaced and _is_year(t.words[years + 4 : years + 5]) else years + 3

    def _numbered_term(self, k: int) -> int:
        """Return the end of "khóa XII", "khóa X, XI và XII" at token `k`; `k` if it is none."""
        t = self._t
        if t.low[k : k + 1] != ["khóa"] or t.sent[k] != t.sent[k - 1]:
            return k
        end = k + 2 if t.low[k + 1 : k + 2] == ["thứ"] else k + 1
        if not _is_number(t.words[end : end + 1]):
            return k
        end += 1
        while t.words[end : end + 1] in ([","], ["và"]) and _is_number(t.words[end + 1 : end + 2]):
            end += 2
        return end

    def _goes_on(self, k: int) -> bool:
        """Tell whether the rank before token `k` is the beginning of a longer word."""
        t = self._t
        return k < len(t) and t.low[k] in _LONGER_WORDS.get(t.low[k - 1], ())

    def _foreign_seat(self, j: int, *, after_name: bool) -> int:
        """Return the end of a territory abroad at token `j`; `j` if none: "tỉnh Svay Rieng"."""
        t = self._t
        if j >= len(t) or t.low[j] not in ("tỉnh", "bang", "thành", "vùng"):
            return j
        k = j + 2 if t.low[j : j + 2] == ["thành", "phố"] else j + 1
        run = self._names.capital_run(k, 4)
        if run > k and t.words[run : run + 1] == ["-"] and t.glued[run]:
            run = max(run, self._names.capital_run(run + 1, 1))  # "bang Nieder-Ostfalen"
        elif run - k > 2 and not (after_name or all(map(is_syllable, t.low[run - 2 : run]))):
            run -= 2  # "tỉnh Aichi | Omura Hideaki"
        return run if run > k and t.sent[k] == t.sent[j - 1] else j

    def _host(self, rank: Rank, end: int) -> tuple[int, str] | None:
        """Return where an envoy's seat ends, and its words: "Đại sứ Mỹ | tại Việt Nam", "Tổng lãnh
        sự Lào | tại thành phố Đà Nẵng".
        """
        t = self._t
        envoy = rank.rank.startswith(("đại sứ", "tổng lãnh sự", "đại biện", "tham tán", "tùy viên"))
        if not envoy or end + 1 >= len(t) or t.low[end] != "tại":
            return None
        country = self._bodies.country(end + 1)
        if country is not None:
            return country[0], t.text(end, country[0])
        city = self._bodies.territory(end + 1, hint=False)
        if city is None or city.name is None or t.sent[end + 1] != t.sent[end]:
            return None
        name = f"{city.unit} {city.name}" if city.unit == "thành phố" else t.text(city.i, city.j)
        return city.j, f"tại {name}"

    def _complement(
        self, rank: Rank, rank_end: int, j: int, after_name: bool
    ) -> tuple[BodyRef | None, int]:
        """Return the body a rank is at and where the title ends."""
        t = self._t
        n = len(t)
        sent = t.sent[rank_end - 1]
        here = j if j < n and t.sent[j] == sent else n
        if rank.rank in ("đại biểu quốc hội", "đại biểu"):
            return self._deputy_of_assembly(rank, here, j)
        if rank.rank == "ủy viên":
            bare = self._bare_organ(here)
            if bare is not None:
                return bare, bare.j
        if rank.body is not None:
            return self._named_by_rank(rank.body, rank_end, j, here)
        if here >= n:
            return None, j
        if t.low[here] == "của" and here + 1 < n and t.cap[here + 1]:
            here += 1
        if rank.glue or rank.implies:
            head = rank.implies.lower() if rank.implies else rank.rank.split()[-rank.glue]
            said = t.low[here : here + len(head.split())] == head.split()
            implied = None if said else self._implied(rank, rank_end, here, after_name)
            if implied is not None and implied.kind not in ("head", "other"):
                return implied, implied.j  # with the rank's own words it is a body known by name
            body = (
                self._bodies.body(here, split=not after_name)
                if self._says_head(rank, here)
                else None
            )
            if body is None:
                body = implied
            if body is None and said:
                part, end = self._department(rank, here, j)  # "Cục quản lý giá (Bộ Tài chính)"
                if part is not None:
                    return part, end
                body = self._bodies.led(here, split=not after_name)
            if body is None and rank.implies == "Bộ" and not said:
                body = self._ministry_abroad(here)
            if body is None and rank.implies == "Bộ":
                return None, j  # no ministry is part of anything: "Thứ trưởng Vương, Ban Bí thư …"
            return (body, body.j) if body is not None else self._department(rank, here, j)
        body = self._bodies.body(here, split=not after_name)
        if body is None and rank.rank in ("bí thư", "ủy viên") and t.low[here] in _OF_THE_PARTY:
            body = self._bodies.committee(here)
        elif body is None and rank.free:
            body = self._bodies.led(here, split=not after_name)
        if body is not None:
            return body, body.j
        if rank.rank in ("chủ tịch", "bí thư"):
            ruled = self._ruled(rank, here)
            if ruled is not None:
                return ruled, ruled.j
        if rank.free and t.cap[here]:
            return self._free(here, j, after_name)
        return None, j

    def _ministry_abroad(self, here: int) -> BodyRef | None:
        """Return a ministry of a field that we have none of, before its country.

        "Bộ trưởng | Tái thiết kinh tế Nhật Bản", "Bộ trưởng | Văn phòng Tổng thống Myanmar".
        """
        t, x, k = self._t, self._x, here
        n = len(t)
        person = self._names.vietnamese(here, trusted=True) is not None
        if person or not t.cap[here] or x.sectors.longest(t.low, here, min(n, here + 12)):
            return None
        while k < n and k - here < _LONGEST_FIELD and t.sent[k] == t.sent[here]:
            country = self._bodies.country(k) if k > here else None
            if country is not None:
                end, name = country
                named = end < n and t.cap[end] and t.sent[end] == t.sent[here]
                if name == "Việt Nam" or not named or all(t.cap[here:k]):
                    return None
                base = f"Bộ {t.text(here, k)} {name}"
                return BodyRef(here, end, base, "ministry", "foreign", country=name)
            linked = t.low[k] in ("và", "-") and k > here
            if not (t.words[k].isalpha() or linked):
                return None
            small = not t.cap[k] and not linked
            within = f"{t.low[k - 1]} {t.low[k]}" in x.compound_words  # "Văn phòng Tổng | thống"
            verb = t.low[k] in x.body_stops or x.meeting_verbs.longest(t.low, k, n)
            if small and verb and not within:
                return None
            k += 1
        return None

    def _ruled(self, rank: Rank, here: int) -> BodyRef | None:
        """Return who governs the place that a rank names alone, or its Party committee.

        "Chủ tịch | huyện Sìn Hồ": the "Ủy ban nhân dân"; "Bí thư | Hà Nội": the "Thành ủy". Without
        its noun only a province is a place, and not where a person's name begins with it.
        """
        t = self._t
        if t.sent[here] != t.sent[here - 1]:
            return None
        noun = t.low[here] in _PLACE_NOUNS
        place = self._bodies.chain(here) if noun else self._bodies.territory(here, hint=False)
        if place is None or (not noun and self._begins_name(here, place.j)):
            return None
        if rank.rank == "chủ tịch":
            return BodyRef(
                here, place.j, _GOVERNMENT, "territorial", place.level, place, local=True
            )
        name, level = place.name, place.level
        if name is None or name.isdigit():
            return None
        city = level == "province" and self._x.province_units.get(name) != "tỉnh"
        base = "Thành ủy" if city else _COMMITTEE_OF.get(place.unit)
        if base is None:
            return None
        return BodyRef(here, place.j, base, "party", level, place, local=True, committee=True)

    def _begins_name(self, here: int, end: int) -> bool:
        """Tell whether the name of a place only begins a person's: "Chủ tịch | Thái Bình An"."""
        name = self._names.vietnamese(here)
        behind = self._names.vietnamese(end, trusted=True)
        return name is not None and name.j > end and behind is None

    def _department(self, rank: Rank, here: int, j: int) -> tuple[BodyRef | None, int]:
        """Return a department in small letters at its whole, and where the title ends.

        "trưởng ban | thanh niên trường học Thành đoàn TP.HCM", "trưởng Phòng | dịch tễ (Cục Thú
        y)"; nothing where no whole follows.
        """
        found = self._field(here, capital=True)
        if found is None:
            return None, j
        k, whole, end = found
        head = " ".join(rank.rank.split()[-rank.glue :]) if rank.glue else rank.implies or ""
        said = self._t.text(here, k)
        if not said.lower().startswith(f"{head.lower()} "):
            said = f"{head} {said}"  # "trưởng ban | thanh niên", not "Cục trưởng | Cục quản lý giá"
        base = f"{said[:1].upper()}{said[1:]} {whole.base}"
        return structs.replace(whole, i=here, base=base, kind="organ", of=whole, member=False), end

    def _field(self, here: int, *, capital: bool) -> tuple[int, BodyRef, int] | None:
        """Return where a field of work at token `here` ends, the body behind it, the title's end.

        "nghiên cứu quốc phòng | , Viện Đông Á"; with `capital` its first word may have one.
        """
        t, x = self._t, self._x
        n, k = len(t), here
        if x.ranks.longest(t.low, here, min(n, here + _LONGEST_RANK)) is not None:
            return None  # "Bộ trưởng | Chủ nhiệm Văn phòng Chính phủ": a second post
        while k < n and k - here < _LONGEST_FIELD and t.sent[k] == t.sent[here]:
            ward = capital and len(t.words[k]) == 1 and k > here  # "Khoa Ngoại | A"
            if t.cap[k] and not ((k == here and capital) or ward):
                break
            numbered = capital and t.words[k].isdigit()
            if not (t.words[k].isalpha() or numbered) or t.low[k] in _FUNCTION_WORDS:
                break
            if x.role_verbs.starts(t.low[k]) and x.role_verbs.longest(t.low, k, n) is not None:
                break
            if capital and k > here and t.low[k] in _WHOLES and self._bodies.body(k) is not None:
                break  # "Trưởng khoa Bỏng | bệnh viện C"
            k += 1
        if k - here < (1 if capital else 2) or k + 1 >= n or t.sent[k + 1] != t.sent[here]:
            return None
        opened = t.words[k] == "("
        at = k + 1 if t.words[k] in "(," else k
        noun = t.cap[at] or (capital and t.low[at] in _WHOLES)
        whole = self._bodies.body(at) if noun else None
        if whole is None or whole.j - at < 2 or whole.kind == "delegation":
            return None
        if opened and t.words[whole.j : whole.j + 1] != [")"]:
            return None
        return k, whole, whole.j + 1 if opened else whole.j

    def _bare_organ(self, here: int) -> BodyRef | None:
        """ "Ủy viên Ban Thường vụ, …": whose organ it is, the chain of titles tells."""
        t = self._t
        if " ".join(t.low[here : here + 3]) not in ("ban thường vụ", "ban chấp hành"):
            return None
        known = self._bodies.body(here)
        if known is not None and known.kind != "head":
            return None
        base = "Ban Thường vụ" if t.low[here + 2] == "vụ" else "Ban Chấp hành"
        return BodyRef(here, here + 3, base, "organ", "other", local=True, member=True)

    def _named_by_rank(self, name: str, rank_end: int, j: int, here: int) -> tuple[BodyRef, int]:
        """Return the body that a rank names itself: "Tỉnh ủy viên", "Chủ tịch Quốc hội"."""
        t = self._t
        words = name.lower().split()
        starts = range(rank_end - len(words), rank_end - len(words) - 4, -1)
        i = next((k for k in starts if t.low[k : k + len(words)] == words), None)
        # "Tổng tham mưu trưởng": the rank's last word stands for a name that it does not print
        i, end = (rank_end - 1, rank_end) if i is None else (i, i + len(words))
        if name in _COMMITTEES:
            place = self._bodies.territory(here, hint=False) if here < len(t) else None
            last = place.j if place is not None else j
            level = _COMMITTEES[name]
            return BodyRef(i, last, name, "party", level, place, local=True, committee=True), last
        foreign = self._bodies.country(here) if here < len(t) else None
        if foreign is not None and foreign[1] != "Việt Nam":
            last, country = foreign
            return BodyRef(i, last, f"{name} {country}", "other", "foreign", country=country), last
        central = self._x.central_by_name.get(name)
        kind = central.kind if central is not None else "other"
        level = central.level if central is not None else "central"
        return BodyRef(i, end, name, kind, level), j

    def _says_head(self, rank: Rank, here: int) -> bool:
        """Tell whether the text names the body in full: "Bộ trưởng | Bộ Công an"."""
        head = rank.implies.split()[0].lower() if rank.implies else rank.rank.split()[-rank.glue]
        return (
            self._t.low[here] == head and self._t.low[here : here + 2] != ["phòng", "chống"]
        ) or self._x.central.longest(self._t.low, here, min(len(self._t), here + 12)) is not None

    def _implied(self, rank: Rank, rank_end: int, here: int, after_name: bool) -> BodyRef | None:
        """Read the body with the words that the rank stands for put before it."""
        t = self._t
        lead = (
            rank.implies.split()
            if rank.implies
            else [
                w.capitalize() if k == 0 else w
                for k, w in enumerate(rank.rank.split()[-rank.glue :])
            ]
        )
        sent = t.sent[rank_end - 1]
        if t.sent[here] != sent:
            return None
        made = Tokens()
        for word in lead:
            made.add(word, t.start[rank_end - 1], t.end[rank_end - 1], sent, False)
        size = len(lead)
        for k in range(here, min(len(t), here + 24)):
            made.add(t.words[k], t.start[k], t.end[k], t.sent[k], t.glued[k])
        if (
            (not after_name or rank.implies in _OF_THE_STATE)
            and self._x.sectors.longest(t.low, here, min(len(t), here + 12)) is None
            and self._names.vietnamese(here, trusted=not after_name)
            and self._bodies.territory(here, hint=False) is None
        ):
            return None  # "Bộ trưởng Nguyễn Văn An": the name of a person, not of a ministry
        next_rank = self._x.ranks.longest(t.low, here, min(len(t), here + _LONGEST_RANK))
        if rank.implies == "Bộ" and t.cap[here] and next_rank is not None:
            return None  # "Bộ trưởng | Chủ nhiệm Văn phòng Chính phủ": a second post
        body = self._bodies.on(made).body(0, split=not after_name)
        if body is None or body.j <= size:
            return None
        shift = here - size
        place = body.territory
        if place is not None:
            place = Territory(
                place.i + shift,
                place.j + shift,
                place.unit,
                place.level,
                place.name,
                place.provinces,
            )
        return BodyRef(
            here,
            body.j + shift,
            body.base,
            body.kind,
            body.level,
            place,
            body.local,
            body.of,
            body.member,
            body.country,
            body.committee,
        )

    def _deputy_of_assembly(self, rank: Rank, here: int, j: int) -> tuple[BodyRef | None, int]:
        """ "đại biểu Quốc hội đoàn TP HCM", "đại biểu Quốc hội (Hà Tĩnh)", "đại biểu Quốc hội tỉnh
        Bình Định".
        """
        t = self._t
        n = len(t)
        if rank.rank == "đại biểu":
            council = self._bodies.body(here) if here < n and t.low[here] == "hội" else None
            return (council, council.j) if council is not None else (None, j)
        k = here
        paren = k < n and t.words[k] == "("
        if paren:
            k += 1
        if k + 3 < n and t.low[k : k + 4] == ["thuộc", "đoàn", "đại", "biểu"]:
            k += 6 if t.low[k + 4 : k + 6] == ["quốc", "hội"] else 4
        elif k < n and t.low[k] == "khóa" and k + 1 < n:
            k += 2
        if k < n and t.low[k] == "đoàn":
            k += 1
        place = (
            self._bodies.territory(k, hint=False) if k < n and t.sent[k] == t.sent[j - 1] else None
        )
        whole = BodyRef(j - 2, j, "Quốc hội", "assembly", "central")
        if place is not None and place.level == "province":
            end = place.j + 1 if paren and place.j < n and t.words[place.j] == ")" else place.j
            return BodyRef(
                k, end, "Đoàn đại biểu Quốc hội", "delegation", "province", place, True, whole, True
            ), end
        return whole, j

    def _acronyms(self, here: int, run: int) -> tuple[BodyRef, int]:
        """Return the body that acronyms in a row name, with a year behind: "SOM APEC 2017"."""
        t = self._t
        end = run + 1 if _is_year(t.words[run : run + 1]) else run
        return BodyRef(here, end, t.text(here, end), "other", "other"), end

    def _given_name(self, here: int, end: int) -> bool:
        """Tell whether a single capital is a person's given name: "Chủ tịch | Chung"."""
        word = self._t.words[here]
        return end == here + 1 and not word.isupper() and word.lower() in self._x.syllables

    def _cut_short(self, here: int, end: int) -> bool:
        """Tell whether a run of capitals ends within a word: "Chủ tịch Tổng | hội người Việt"."""
        t, k = self._t, end
        return (
            k < len(t)
            and t.sent[k] == t.sent[here]
            and not t.cap[k]
            and t.words[k].isalpha()
            and all(is_syllable(word) for word in t.low[here:end])
            and is_syllable(t.low[k])
            and (
                f"{t.low[k - 1]} {t.low[k]}" in self._x.compound_words
                or (
                    t.low[k] not in self._x.body_stops
                    and t.low[k] not in _FUNCTION_WORDS
                    and self._x.role_verbs.longest(t.low, k, min(len(t), k + 6)) is None
                )
            )
        )

    def _free(self, here: int, j: int, after_name: bool) -> tuple[BodyRef | None, int]:
        """Any capitalised words as a body's name: "Tổng Biên tập VnExpress", "Chủ tịch VCCI"."""
        t = self._t
        run = self._names.capital_run(here, 8)
        noun = self._x.led_heads.longest(t.low, here, min(len(t), here + 4))
        known = self._x.heads.longest(t.low, here, min(len(t), here + 4))
        if noun is not None and known is None and here + 1 < noun[0] >= run:
            words = t.text(here, noun[0])  # "Tư lệnh | Hải quân"
            return BodyRef(here, noun[0], words, "other", "other"), noun[0]
        country = self._bodies.country(here)
        if country is not None or self._x.heads.longest(t.low, here, min(len(t), here + 3)):
            return None, j
        if t.words[here].isupper() and len(t.words[here]) > 2 and run - here > 1:
            run = here + 1  # an acronym is the body: "Chủ tịch VCCI | Nguyễn Văn An"
            while run < len(t) and t.sent[run] == t.sent[here] and _is_acronym(t.words[run]):
                run += 1  # "Chủ tịch SOM APEC | Bùi Văn An"
            if run - here > 1 and not after_name:
                return self._acronyms(here, run)
        if t.words[here].isupper() and _is_year(t.words[here + 1 : here + 2]):
            return BodyRef(here, here + 2, t.text(here, here + 2), "other", "other"), here + 2
        whole = self._names.vietnamese(here, trusted=True)
        if whole is not None and whole.j == run and 3 <= run - here <= 4:
            return None, j  # "Phó Chủ tịch | Uông Chu Lưu": his name, whatever its parts look like
        cut = run if after_name else self._names.split(here, run, empty=True)
        if cut == here:
            return None, j
        if self._names.vietnamese(here, trusted=True) is not None and cut == run:
            return None, j
        if (
            not after_name
            and cut == run
            and run - here > 1
            and self._names.foreign(here) is not None
        ):
            return None, j  # more likely the person's own name
        place = self._bodies.territory(here, hint=False)
        if place is not None or self._cut_short(here, cut) or self._given_name(here, cut):
            return None, j
        name = t.text(here, cut)
        return BodyRef(here, cut, name, "other", "other"), cut


def _is_acronym(word: str) -> bool:
    return word.isupper() and word.isalpha() and len(word) > 2


def _is_number(words: list[str]) -> bool:
    """Tell whether the first word, if any, counts terms: "XIV", "14"."""
    return bool(words) and len(words[0]) <= 5 and bool(_NUMBER.fullmatch(words[0]))


def _is_year(words: list[str]) -> bool:
    return bool(words) and len(words[0]) == 4 and words[0].isdigit() and words[0][:2] in "1920"


def _is_group(t: Tokens, i: int, lexicon: Lexicon) -> bool:
    """Tell whether a title is said of several people or of nobody ("các bí thư tỉnh ủy")."""
    for size in (2, 1):
        k = i - size
        if k >= 0 and t.sent[k] == t.sent[i]:
            hit = lexicon.generic.longest(t.low, k, i)
            if hit is not None and hit[0] == i:
                return True
    return False
