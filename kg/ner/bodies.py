"""Bodies and territories: "Ban Thường vụ Tỉnh ủy Nghệ An", "UBND quận Đồ Sơn, Hải Phòng"."""

from __future__ import annotations

import re

from msgspec import structs

from kg.lexicon.entries import Head
from kg.lexicon.lexicon import UNIT_NOUNS, Lexicon
from kg.ner.model import BodyRef, Territory
from kg.ner.names import NameGrammar, is_syllable
from kg.report.model import Level
from kg.text.tokens import Tokens

_LEVELS: dict[str, Level] = {
    "tỉnh": "province",
    "thành phố": "province",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}
PARTY_COMMITTEE = "Đảng ủy"
BARE_COMMITTEES = (PARTY_COMMITTEE, "Ban Cán sự Đảng", "Đảng đoàn", "Chi bộ")
_LONG_STOPS = frozenset(';:()."?!…')
_CONNECTORS = frozenset({"và", "-", "–", "&", ",", "của", "về"})
_MISSIONS = frozenset({
    "Đại sứ quán", "Tổng lãnh sự quán", "Lãnh sự quán", "Tổng Lãnh sự", "Phái đoàn",
    "Phái đoàn đại diện thường trú", "Phái đoàn thường trực", "Văn phòng đại diện",
    "Văn phòng Kinh tế và Văn hóa",
})  # fmt: skip
_LOWER, _WORDY = 8, 10  # words in lower case that a name has in a row: any, a steering committee's
_LONG_NAMED = frozenset({"Ban Chỉ đạo", "Ban Quản lý", "Ban Tổ chức"})
# What begins the name of an organ's whole in small letters: "Ban Thường vụ | huyện ủy A"
_OWNED_BY = frozenset({
    "tỉnh", "thành", "huyện", "quận", "đảng", "hội", "ủy", "công", "tổng", "tập", "ngân", "ban",
    "cục", "sở", "trường",
})  # fmt: skip
_DISTRICTS = ("huyện", "quận", "thị xã", "thành phố")
_UNDERTAKINGS = frozenset({"chương trình", "dự án"})
_ABOUT = frozenset({"Ủy ban", "Ban Chỉ đạo"})
# Who sets up a team of his own: "Tổ công tác | của Thủ tướng"
_OWNERS = (
    ["của", "thủ", "tướng", "chính", "phủ"],
    ["của", "thủ", "tướng"],
    ["của", "chính", "phủ"],
)
_PACIFIC = ["thái", "bình", "dương"]  # no province: "châu Á - Thái | Bình Dương"
_PARTIES = (["cộng", "sản"], ["nhân", "dân"], ["lao", "động"], ["cách", "mạng"], ["dân", "chủ"])
_HOUSES = (["hạ", "viện"], ["thượng", "viện"])
_HYPHENS = frozenset({"-", "–"})
_UNITS_IN_NAMES = frozenset({"tỉnh", "huyện", "xã", "phường", "quận"})
_LONG_UNITS = (["thành", "phố"], ["thị", "xã"], ["thị", "trấn"])
_PARTS = frozenset({"Cục", "Vụ", "Phòng", "Đội", "Viện", "Trung tâm", "Chi cục", "Văn phòng"})
_COMMITTEES = frozenset({"Ủy ban", "Tiểu ban", "Hội đồng"})
_DEPARTMENTS = frozenset({"Cục", "Vụ", "Phòng", "Tổng cục"})
# What stands behind a mark as the whole of a part that has no name of its own without it
_WHOLES: dict[str, tuple[str, ...]] = {
    "Vụ ": ("bộ ", "tổng cục", "văn phòng", "ban "),
    "Phòng ": (
        *("cục ", "sở ", "công an", "tổng cục", "viện ", "chi cục", "trung tâm", "bệnh viện"),
        *("trường đại", "đại học", "học viện"),
    ),
    "Khoa ": ("trường đại", "đại học", "bệnh viện", "học viện"),
    "Viện ": ("đại học", "trường đại"),
    "Trường ": ("đại học",),
}
_COUNCIL = ["hội", "đồng"]  # "Hội đồng Nhà nước và Hội đồng Bộ trưởng Cuba" is one
_NOBODY = frozenset(
    {"cơ quan trung ương", "cơ quan nhà nước", "cơ quan đảng", "ban trung ương đảng"}
)
_SCHOOLS = frozenset({"đại học", "cao đẳng", "phổ thông", "tiểu học", "trung học", "cơ sở"})
_LEGAL_FORMS = frozenset({"tnhh", "mtv", "cp", "phần", "viên", "hạn"})
_TRADES = frozenset({
    "xây dựng", "dịch vụ", "sản xuất", "thương mại", "đầu tư", "vận tải", "du lịch",
})  # fmt: skip
# Words that head names but do not stand for a body known by its noun: boards set up for a task, and
# forces, which are bodies themselves.
_NO_NOUNS = (
    "ban chỉ đạo", "ban tổ chức", "tiểu ban", "tổ ", "mặt trận", "cảnh sát", "cảnh vệ", "hải quân",
    "không quân", "quân đội", "lực lượng", "vệ binh", "đường sắt",
)  # fmt: skip
_FIRMS = frozenset({"Tập đoàn", "Tổng công ty", "Công ty"})
_ABOUT_ENDS = frozenset({"đã", "đang", "sẽ", "vừa", "họp", "để", "nhằm"})
_BEHIND_NUMBER = frozenset({"quốc", "trung", "tỉnh", "thành", "của", "về", "và", "-", "–", ","})
_WITH_OFFICES = (["ủy", "ban"], ["ban", "chỉ"], ["hội", "đồng"])
_WORDS = frozenset({"Thuế", "Thống kê"})  # bodies only before the noun of a province
_ROMAN = re.compile(r"[IVX]{1,5}")
_SHARING = frozenset({",", "và", "-", "–"})
_NO_TERRITORY = frozenset({"các cấp", "các", "cấp"})


class BodyGrammar:
    """Reads the body or the territory that begins at a token."""

    def __init__(
        self, tokens: Tokens, lexicon: Lexicon, names: NameGrammar, *, led: bool = False
    ) -> None:
        self._t = tokens
        self._x = lexicon
        self._names = names
        self._led = led  # a rank stands before: any noun of a body begins one

    def on(self, tokens: Tokens) -> BodyGrammar:
        """Return the same grammar over other tokens (a body with a word left out)."""
        return BodyGrammar(tokens, self._x, NameGrammar(tokens, self._x))

    def led(self, i: int, *, split: bool = True) -> BodyRef | None:
        """Return the body behind a rank whose field is in small letters.

        "Giám đốc | Ban giải phóng mặt bằng thành phố B", "Chủ tịch | hiệp hội nuôi tôm Bình
        Thuận"; one whose noun has no capital ends in a name of its own.
        """
        t = self._t
        hit = self._x.led_heads.longest(t.low, i, min(len(t), i + 6))
        if hit is None or hit[1].name in _UNDERTAKINGS:
            return None  # somebody's, whom the text names behind: "Giám đốc | dự án …, Bộ Y tế"
        country = self._country(hit[0])
        if country is not None and t.sent[hit[0]] == t.sent[i] and not hit[1].sector:
            base = f"{_capital_head(t.text(i, hit[0]))} {country[1]}"  # "Không quân | Mỹ"
            return BodyRef(i, country[0], base, "head", "foreign", country=country[1])
        common = self._x.heads.longest(t.low, i, min(len(t), i + 6)) is None
        whole = self.body(hit[0], split=split) if common else None
        if whole is not None and whole.j - hit[0] >= 2 and t.sent[hit[0]] == t.sent[i]:
            base = f"{_capital_head(t.text(i, hit[0]))} {whole.base}"  # "Đoàn | Học viện …"
            return structs.replace(whole, i=i, base=base, kind="head", of=whole, member=False)
        if t.cap[i] and self._names.vietnamese(i) is not None:
            return None  # "Phó Chủ tịch | Đoàn Văn An": a name
        if t.low[hit[0] : hit[0] + 1] and t.low[hit[0]] in _CONNECTORS:
            return None  # "kế toán trưởng công ty | và giám đốc …"
        pair = " ".join(t.low[hit[0] : hit[0] + 2])
        if pair not in self._x.compound_words and self._begins_other(hit[0], len(t), hit[0]):
            return None  # "Tư lệnh Hải quân | dự hội nghị"
        found = BodyGrammar(t, self._x, self._names, led=True).body(i, split=split)
        if found is None or found.kind not in ("head", "organ"):
            return None
        if t.low[found.j : found.j + 1] == ["các"]:
            return None  # "Bí thư Đoàn khối | các cơ quan tỉnh": its name goes on
        return found if any(t.cap[i : found.j]) else None

    # -- territories
    # ---------------------------------------------------------------------------------

    def territory(self, i: int, *, hint: bool = True) -> Territory | None:
        """Return the territory at token `i`; with `hint`, also a bare noun ("tỉnh")."""
        t, x = self._t, self._x
        n = len(t)
        if i >= n:
            return None
        low = t.low
        end = min(n, i + 9)
        if t.cap[i] and x.provinces.starts(low[i]):
            hit = x.provinces.longest(low, i, end)
            if (
                hit
                and all(t.cap[k] or not t.words[k][0].isalpha() for k in range(i, hit[0]))
                and " ".join(low[i : hit[0]]) not in x.bare_needs_unit
            ):
                name = hit[1]
                return Territory(i, hit[0], x.province_units[name], "province", name, (name,))
        size = 2 if i + 1 < n and f"{low[i]} {low[i + 1]}" in UNIT_NOUNS else 1
        unit = " ".join(low[i : i + size])
        if unit not in UNIT_NOUNS:
            return None
        j = i + size
        if j < n and unit in ("tỉnh", "thành phố"):
            hit = x.provinces.longest(low, j, min(n, j + 8)) if t.cap[j] else None
            if hit and (
                x.province_units[hit[1]] == unit or (unit == "thành phố" and hit[1] == "Huế")
            ):
                return Territory(i, hit[0], unit, "province", hit[1], (hit[1],))
        found = x.units.longest(low, i, end)
        if found and found[0] > j and t.cap[j] | t.words[j].isdigit():
            u = found[1]
            return Territory(i, found[0], unit, u.level, u.name, u.provinces)
        level = _LEVELS[unit]
        if j < n and level in ("district", "commune") and t.sent[j] == t.sent[i]:
            if t.words[j].isdigit():
                return Territory(i, j + 1, unit, level, t.words[j], ())
            run = self._names.capital_run(j, 3)
            # "Bí thư Đảng ủy xã | Lô Đình Thắng": a rare surname, and no commune on record
            person = self._names.vietnamese(j, trusted=run - j >= 3)
            if run > j and person is None:
                return Territory(i, run, unit, level, " ".join(t.words[j:run]), ())
        return Territory(i, j, unit, level) if hint else None

    def chain(self, i: int, *, hint: bool = True) -> Territory | None:
        """Return the territory at `i` with the larger one behind it: "quận Đồ Sơn, Hải Phòng"."""
        first = self.territory(i, hint=hint)
        if first is None or first.level == "province" or first.name is None:
            return first
        t = self._t
        j = first.j
        skip = j + 1 if j < len(t) and t.words[j] in ",(-–" else j
        if skip < len(t) and t.sent[skip] == t.sent[i]:
            outer = self.territory(skip, hint=False)
            if (
                outer
                and outer.level == "province"
                and (not first.provinces or outer.name in first.provinces)
            ):
                close = (
                    outer.j + 1
                    if t.words[j] == "(" and outer.j < len(t) and t.words[outer.j] == ")"
                    else outer.j
                )
                return Territory(i, close, first.unit, first.level, first.name, outer.provinces)
        return first

    # -- bodies
    # --------------------------------------------------------------------------------------

    def body(self, i: int, *, split: bool = True) -> BodyRef | None:
        """Return the body whose name begins at token `i`.

        `split`: a person's name may follow at once and must not be swallowed.
        """
        t, x = self._t, self._x
        n = len(t)
        if i >= n:
            return None
        first = t.low[i]
        end = min(n, i + 20)
        found = self._central(i, end)
        if found is None and x.committees.starts(first):
            found = self._committee(i, end)
        joint = x.territorial.longest(t.low, i, end) if first == "văn" else None
        if joint is not None:
            found = self._territorial(i, end)  # "Văn phòng Hội đồng nhân dân | và Ủy ban nhân dân"
        if found is None and x.organs.starts(first):
            found = self._organ(i, end, split)
        if found is None and x.territorial.starts(first):
            found = self._territorial(i, end)
        if found is None and (self._led or x.heads.starts(first)):
            found = self._headed(i, end, split)
        return found if found is not None else self._bare_committee(i)

    def noun(self, i: int) -> str | None:
        """Return the noun of a body at token `i`, whatever follows: "Sở", "Công ty"."""
        t = self._t
        if i >= len(t):
            return None
        if t.low[i : i + 2] == ["nhà", "trường"]:
            return t.text(i, i + 2)
        end = min(len(t), i + 4)
        hit = self._x.led_heads.longest(t.low, i, end)
        if hit is None or self._central(i, min(len(t), i + 20)) is not None:
            return None
        noun = t.text(i, hit[0])
        return None if noun.casefold().startswith(_NO_NOUNS) else noun

    def committee(self, i: int) -> BodyRef | None:
        """Return the Party committee at token `i` behind the rank of who sits in it."""
        if self._t.low[i : i + 3] == ["đảng", "ủy", "khối"]:
            return None  # its name goes on: "đảng ủy khối các cơ quan tỉnh"
        named = self.led(i) if self._t.low[i] != "ban" else None
        return named if named is not None else self._bare_committee(i, printed=False)

    def _bare_committee(self, i: int, *, printed: bool = True) -> BodyRef | None:
        """ "Đảng ủy", "Ban cán sự đảng" alone: whose, the chain of titles or the text tells.

        `printed`: a capital tells that it is one.
        """
        t = self._t
        for base in BARE_COMMITTEES[: 3 if printed else 4]:  # a cell's noun is a common word
            words = base.lower().split()
            j = i + len(words)
            capital = any(t.cap[i:j]) or not printed
            if t.low[i:j] == words and capital and t.low[j : j + 1] != ["viên"]:
                return BodyRef(i, j, base, "party", "other", local=True)
        return None

    def listed(self, head: str, i: int) -> BodyRef | None:
        """Return the body at token `i` of a list that said its noun once: "các bộ: Y tế, …"."""
        t = self._t
        if self._x.sectors.longest(t.low, i, min(len(t), i + 12)) is None:
            return None
        made = Tokens()
        made.add(head.capitalize(), t.start[i], t.end[i], t.sent[i], False)
        for k in range(i, min(len(t), i + 14)):
            made.add(t.words[k], t.start[k], t.end[k], t.sent[k], t.glued[k])
        body = self.on(made).body(0)
        if body is None or body.j < 2 or body.of is not None:
            return None
        place = body.territory
        shift = i - 1
        if place is not None:
            place = structs.replace(place, i=place.i + shift, j=place.j + shift)
        return structs.replace(body, i=i, j=body.j + shift, territory=place)

    def _central(self, i: int, end: int) -> BodyRef | None:
        t, x = self._t, self._x
        if not x.central.starts(t.low[i]):
            return None
        hit = x.central.longest(t.low, i, end)
        if hit is None or not (t.cap[i] or any(t.cap[i : hit[0]])):
            return None
        j, body = hit
        if t.low[j : j + 2] == ["điện", "tử"]:
            return None  # "Chính phủ | điện tử"
        if body.kind == "ministry" and self._longer_ministry(i, j, end):
            return None
        name = body.name
        if t.low[j - 3 : j] == ["của", "quốc", "hội"] and not name.endswith("Quốc hội"):
            name = f"{name} của Quốc hội"  # kept as printed
        if t.low[i : i + 3] == ["trung", "ương", "hội"] and not name.startswith("Trung ương"):
            name = f"Trung ương {name}"
        if j + 1 < end and t.low[j] == "của":
            owner = self._x.central.longest(t.low, j + 1, end)
            if owner is not None and owner[1].name == body.parent:
                name = f"{name} của {body.parent}"
                j = owner[0]
        inside = self._central_organ(i, j, end)
        if inside is not None:
            return inside
        if self._region(j) is not None:
            return None  # "Học viện Chính trị | khu vực I": a school of its own
        whole = self._mass_organisation(i, j) or self._abroad(i, j)
        if whole is not None:
            return whole
        country = self._country(j)
        if country is not None:
            k, name = country
            if name == "Việt Nam":
                return BodyRef(i, k, body.name, body.kind, body.level, country=name)
            named = _capital_head(f"{t.text(i, j)} {name}")
            return BodyRef(i, k, named, body.kind, "foreign", country=name)
        whole = None
        if body.member and body.parent is not None:
            whole = BodyRef(i, j, body.parent, body.kind, body.level)
        return BodyRef(i, j, name, body.kind, body.level, of=whole, member=body.member)

    def _longer_ministry(self, i: int, j: int, end: int) -> bool:
        """Tell whether more fields follow than the known ministry has: "Bộ Khoa học - công nghệ |
        và môi trường", as it was called before."""
        if j >= end or self._t.low[j] not in ("và", "-", "–", "&"):
            return False
        sector = self._x.sectors.longest(self._t.low, i + 1, end)
        return sector is not None and sector[0] > j

    def _central_organ(self, i: int, j: int, end: int) -> BodyRef | None:
        """A longer reading: what looks central is the first part of a territory's organ ("Công an
        | tỉnh …").
        """
        t = self._t
        hit = self._x.territorial.longest(t.low, i, j)
        if hit is None or hit[0] != j or j >= end:
            return None
        place = self.territory(j, hint=False)
        bare = place is not None and place.level == "province"  # "Kho bạc Nhà nước | Thái Bình"
        if bare or t.low[j] in ("tỉnh", "thành") or self._region(j) is not None:
            return self._territorial(i, end)
        return None

    def _region(self, j: int) -> int | None:
        """Return the end of the number of a region: "khu vực | 3", "khu vực | XII"."""
        t = self._t
        if j + 2 >= len(t) or t.low[j : j + 2] != ["khu", "vực"]:
            return None
        number = t.words[j + 2]
        return j + 3 if number.isdigit() or _ROMAN.fullmatch(number) else None

    def _mass_organisation(self, i: int, j: int) -> BodyRef | None:
        """ "Ban Chấp hành Trung ương | Hội Luật gia Việt Nam": not the Party's committee."""
        t = self._t
        if (
            t.low[j - 1] != "ương"
            or j >= len(t)
            or t.low[j] not in ("hội", "đoàn", "mặt")
            or not t.cap[j]
            or t.sent[j] != t.sent[i]
        ):
            return None
        whole = self.body(j)
        if whole is None:
            return None
        return BodyRef(
            i,
            whole.j,
            _capital_head(f"{t.text(i, j)} {whole.base}"),
            "organ",
            "central",
            None,
            False,
            whole,
        )

    def _abroad(self, i: int, j: int) -> BodyRef | None:
        """Return a body of a party or a house abroad whose first words name one of ours.

        "Ban Chấp hành Trung ương Đảng | Cộng sản Trung Quốc", "Bộ Chính trị | Đảng Cộng sản Cuba",
        "Ủy ban Tư pháp | Hạ viện Mỹ".
        """
        t = self._t
        at = j - 1 if t.low[j - 1] == "đảng" else j
        if j >= len(t) or not t.cap[j] or t.sent[j] != t.sent[i]:
            return None
        party = t.low[at] == "đảng" and t.low[at + 1 : at + 3] in _PARTIES
        if not party and t.low[j : j + 2] not in _HOUSES:
            return None
        whole = self.body(at)
        if whole is None or whole.level != "foreign" or whole.j <= j:
            return None
        base = _capital_head(f"{t.text(i, at)} {whole.base}")
        return structs.replace(whole, i=i, base=base, kind="head", of=whole)

    def _country(self, j: int) -> tuple[int, str] | None:
        t = self._t
        if j >= len(t):
            return None
        if t.low[j] in ("nước", "của") and j + 1 < len(t) and not t.cap[j]:
            hit = self._x.countries.longest(
                t.low, j, min(len(t), j + 9)
            ) or self._x.countries.longest(t.low, j + 1, min(len(t), j + 9))
        elif t.cap[j]:
            hit = self._x.countries.longest(t.low, j, min(len(t), j + 9))
        else:
            return None
        if hit is None:
            return None
        k = hit[0]
        ocean = k < len(t) and t.low[k] in ("dương", "đại") and t.cap[k]
        if ocean and not (t.low[k] == "dương" and t.cap[k + 1 : k + 2] == [True]):
            return None  # "Ấn Độ | Dương"; but "Trung Quốc | Dương Khiết Anh"
        return hit

    country = _country

    def _committee(self, i: int, end: int) -> BodyRef | None:
        t = self._t
        hit = self._x.committees.longest(t.low, i, end)
        if hit is None:
            return None
        j, c = hit
        if t.low[j - 1] == "ủy" and j < end and t.low[j] == "viên":
            return None
        if c.tail:
            place = self.chain(j - c.tail)
            base = " ".join(c.name.split()[: -c.tail])
            return BodyRef(
                i, max(j, place.j if place else j), base, "party", c.level, place, local=True
            )
        place = self._committee_place(j, c.unit)
        return BodyRef(
            i, place.j if place else j, c.name, "party", c.level, place, local=True, committee=True
        )

    def _committee_place(self, j: int, unit: str) -> Territory | None:
        t = self._t
        if j >= len(t):
            return None
        place = self.chain(j, hint=False)
        if place is not None and unit == "thành phố" and place.unit == "tỉnh":
            # a province's own city: "Thành ủy | Trà Vinh"
            return structs.replace(place, unit=unit, level="district")
        if place is not None:
            return place
        if unit == "tỉnh" or not t.cap[j]:
            return None
        # "Huyện ủy Lệ Thủy": the noun is part of the committee's name
        nouns = [unit, *(noun for noun in _DISTRICTS if unit in _DISTRICTS and noun != unit)]
        for noun in nouns:  # "Huyện ủy Phú Quốc", which is a city now
            low = [*noun.split(), *t.low[j : j + 4]]
            size = len(noun.split())
            hit = self._x.units.longest(low, 0, len(low))
            if hit is not None and hit[0] > size:
                break
        if hit is not None and hit[0] > size:
            u = hit[1]
            k = j + hit[0] - size
            if unit == "thành phố" and (u.level == "province" or t.sent[k - 1] != t.sent[j]):
                return None
            outer = (
                self.territory(k + 1, hint=False)
                if k < len(t) and t.words[k] in ",("
                else self.territory(k, hint=False)
            )
            if (
                outer
                and outer.level == "province"
                and outer.name in u.provinces
                and t.sent[k] == t.sent[j]
            ):
                return Territory(j, outer.j, unit, u.level, u.name, outer.provinces)
            return Territory(j, k, unit, u.level, u.name, u.provinces)
        run = self._names.capital_run(j, 3)
        strange = any(not is_syllable(t.low[k]) for k in range(j, run))
        if unit in _DISTRICTS and run - j >= 2 and strange and t.low[j] in self._x.unit_openers:
            # "Huyện ủy Krông Ana": places of other languages are spelt in several ways
            return Territory(j, run, unit, "district", " ".join(t.words[j:run]), ())
        return None

    def _organ(self, i: int, end: int, split: bool) -> BodyRef | None:
        t = self._t
        hit = self._x.organs.longest(t.low, i, end)
        if hit is None or not (t.cap[i] or t.low[i] in ("ban", "thường", "ủy", "văn")):
            return None
        j, organ = hit
        if j < end and t.low[j] in ("của", ",") and t.sent[j] == t.sent[i]:
            if t.low[j] == "," and not (organ.member and j + 1 < end and t.low[j + 1] == "thường"):
                return None
            j += 1
        if j >= end or t.sent[j] != t.sent[i] or not (t.cap[j] or t.low[j] in _OWNED_BY):
            return None
        whole = self.body(j, split=split)
        if whole is None and t.low[j] in _OWNED_BY and not t.cap[j]:
            whole = self.led(j, split=split)  # "Hội đồng quản trị | công ty lọc dầu A"
        sits = organ.member or organ.name in ("Đảng ủy", "Đảng bộ")
        if whole is None or (whole.kind == "head" and whole.level == "other" and not sits):
            return None
        base = f"{organ.canonical or organ.name} {whole.base}"
        return BodyRef(
            i,
            whole.j,
            base,
            "organ",
            whole.level,
            whole.territory,
            whole.local,
            whole,
            organ.member,
            whole.country,
            whole.committee,
        )

    def _territorial(self, i: int, end: int) -> BodyRef | None:
        t = self._t
        hit = self._x.territorial.longest(t.low, i, end)
        if hit is None or not (t.cap[i] or (hit[0] - i >= 3)):
            return None
        j, organ = hit
        if organ.name == "Bộ Tư lệnh" and j < end and t.low[j] in ("vùng", "quân", "cảnh"):
            return None  # its name goes on: "Bộ Tư lệnh | Quân khu 9"
        place = self.chain(j) if j < len(t) and t.sent[j] == t.sent[i] else None
        if place is None and j + 1 < end and t.low[j] == "của":
            place = self.chain(j + 1)
        if place is None:
            place = self._shared_place(j, end)
        base = organ.canonical or organ.name
        region = self._region(j)
        if region is not None:
            return BodyRef(i, region, f"{base} {t.text(j, region)}", "territorial", "district")
        if base in _WORDS and t.low[j : j + 1] not in (["tỉnh"], ["thành"]):
            return None
        if place is None:
            if (j < end and " ".join(t.low[j : j + 2]) in _NO_TERRITORY) or (
                j < end and t.low[j] in _NO_TERRITORY
            ):
                return None
            country = self._country(j)
            if country:
                return BodyRef(
                    i,
                    country[0],
                    f"{base} {country[1]}" if country[1] != "Việt Nam" else f"{base} Việt Nam",
                    "territorial",
                    "central" if country[1] == "Việt Nam" else "foreign",
                    country=country[1],
                )
            if (
                len(base.split()) < 3
            ):  # "Công an", "Thanh tra": a trade, not a body, without a territory
                return None
            return BodyRef(i, j, base, "territorial", "province", None, local=True)
        level = place.level
        end_of_name = place.j if place.i <= j + 1 else j
        return BodyRef(i, end_of_name, base, "territorial", level, place, local=True)

    def _shared_place(self, j: int, end: int) -> Territory | None:
        """Return the territory that the last of several organs bears for all: "HĐND | , UBND xã
        Mường Bú", "HĐND | , UBND huyện"."""
        t = self._t
        if j + 1 >= end or t.low[j] not in _SHARING or t.sent[j + 1] != t.sent[j - 1]:
            return None
        if self._x.territorial.longest(t.low, j + 1, end) is None or not t.cap[j + 1]:
            return None
        following = self._territorial(j + 1, end)
        return following.territory if following is not None else None

    def _headed(self, i: int, end: int, split: bool) -> BodyRef | None:
        t, x = self._t, self._x
        hit = (x.led_heads if self._led else x.heads).longest(t.low, i, end)
        meets = not self._led and x.meeting_nouns.longest(t.low, i, end) is not None
        if meets and t.cap[i] and " ".join(t.low[i + 1 : i + 3]) in x.compound_words:
            meets = not t.cap[i + 1]  # "Hội | Kiến trúc sư Việt Nam"
        if hit is None or meets:
            return None
        j, head = hit
        if self._led and (t.cap[i] or not head.sector):
            head = structs.replace(head, long=True)
        if t.low[i : i + 2] == ["tổ", "chức"] and not (t.cap[i] and j < end and t.cap[j]):
            return None  # the verb, not the noun
        if j >= len(t) or t.sent[j] != t.sent[i] or self._country(i) is not None:
            return None  # "Đài Loan" is no broadcaster
        team = self._task_force(i, j, head)
        if team is not None:
            return team
        if head.name.startswith("Tổ ") and t.cap[j] and self._names.vietnamese(j) is not None:
            return BodyRef(i, j, _capital_head(t.text(i, j)), "head", "other")
        if head.name == "Doanh nghiệp" and self._country(j) is not None:
            return None  # those of a country, whichever they are
        syllable = i > 0 and not (t.cap[i] or self._led)
        if syllable and t.low[i - 1] in x.compounds and t.sent[i - 1] == t.sent[i]:
            return None  # the second syllable of a word: "cán | bộ", "trụ | sở"
        if syllable and f"{t.low[i - 1]} {t.low[i]}" in x.compound_words:
            return None  # "phiên họp | báo Chính phủ": no newspaper
        whole = self._office_of(j, end, head)
        if whole is not None:
            base = _capital_head(f"{t.text(i, j)} {whole.base}")
            return structs.replace(whole, i=i, base=base, kind="head", of=None, member=False)
        k = j
        sector = x.sectors.longest(t.low, j, end)
        if sector is None and head.name == "Bộ":
            return None
        if sector is not None and (t.cap[j] or t.cap[i] or head.sector):
            k = sector[0]
        elif not (
            t.cap[j]
            or t.words[j][0].isdigit()
            or (
                head.long
                and (self._led or any(t.cap[i:j]))
                and t.words[j][0].isalpha()
                and not self._firm_acts(j, end, head)
                and (
                    t.low[j] not in x.body_stops
                    or self._says_of_what(j, head)
                    or " ".join(t.low[j : j + 2]) in x.compound_words
                )
            )
        ):
            return None
        if k == j or not head.sector or self._sector_goes_on(k, head):
            k = self._complement(k, j, end, head, split)
        country = self._country(k)
        of_country = country is not None and country[1] == "Việt Nam"  # "thuốc lá | Việt Nam"
        while (
            head.level == "other"
            and k > j
            and not (t.cap[j] or of_country or _named(t.words[k - 1]) or self._field_ends(j, k))
        ):
            k -= 1  # "Công ty thép Sơn La | dừng hoạt động"; "Công ty quy định": no firm at all
        if k == j:
            return None
        continents = t.low[k - 2 : k - 1] == t.low[k + 1 : k + 2] == ["châu"]
        if continents and t.words[k] in _HYPHENS and t.cap[k + 2 : k + 3] == [True]:
            k += 3  # "Vụ Thị trường châu Á | - châu Phi"
        if head.sector and t.low[k : k + 1] == ["số"] and t.text(k + 1, min(k + 2, end)).isdigit():
            k += 2  # "Đội Quản lý thị trường | số 6"
        region = self._region(k)
        if region is not None:
            k = region  # "Học viện Chính trị | khu vực I"
        organ = x.territorial.longest(t.low, i, end)
        if organ is not None and organ[0] == k and t.low[k : k + 1] == ["các"]:
            return None  # "Viện kiểm sát nhân dân | các khu vực"
        base = _capital_head(t.text(i, k))
        if base.lower() in _NOBODY:
            return None  # of no name of their own
        if base.lower() in ("ban chấp hành", "ban thường vụ", "ban thường", "ban thường trực"):
            return None  # an organ: of what, its name does not say
        whole = self._whole_of(k, head)
        if whole is not None:
            return structs.replace(
                whole, i=i, base=f"{base} {whole.base}", kind="head", of=None, member=False
            )
        owner = self._owner_abroad(k, head)
        if owner is not None:
            return structs.replace(
                owner, i=i, base=f"{base} của {owner.base}", kind="head", of=owner, member=False
            )
        place = None
        last = self._trailing_territory(j, k)
        if last is not None and head.level == "other" and t.cap[last.i - 1] and t.cap[last.i]:
            last = None  # part of a firm's own name: "Hoàng Anh | Gia Lai"
        if last is not None and (head.local or last.level == "province") and last.i > j:
            place = last
            base = _capital_head(t.text(i, last.i))
        elif k < len(t) and t.sent[k] == t.sent[i]:
            at = k + 1 if t.low[k] == "của" else k
            place = self.chain(at) if at < len(t) else None
            if place is not None and place.name is None and not (head.local or head.sector):
                place = None if not (head.long or head.name in ("Phòng", "Đội", "Ban")) else place
            if place is not None:
                k = place.j
        team = self._task_force(i, k, head) if place is None else None
        if team is not None:
            return team
        line = None if place is None or head.local or head.sector else self._line(place)
        if line is not None:
            return BodyRef(i, line, _capital_head(t.text(i, line)), "head", head.level or "other")
        if place is None:
            country = self._country(k)
            seat = self._seat(k if country is None else country[0], head)
            if seat is not None:
                return BodyRef(i, seat, f"{base} {t.text(k, seat)}", "head", "foreign")
            if country is not None and split is not None:
                at = k
                k, name = country
                second = self._second_country(k)
                if second is not None:
                    if second + 1 < len(t) and t.low[second] == "về":
                        second = self._about(second + 1, min(len(t), second + 16))
                    return BodyRef(i, second, f"{base} {t.text(at, second)}", "head", "foreign")
                if k < len(t) and t.words[k].isdigit() and len(t.words[k]) == 4:
                    # our own for one year: "Ủy ban Quốc gia ASEAN | 2020"
                    return BodyRef(i, k + 1, f"{base} {t.text(at, k + 1)}", "head", "central")
                if head.level == "other" and k == at + 1:
                    name = t.words[at]  # as printed: "Công ty thép Hoa Ban | Ý"
                if name != "Việt Nam":
                    return BodyRef(i, k, f"{base} {name}", "head", "foreign", country=name)
                base = base if head.name == "Bộ" else f"{base} {name}"
        level: Level = place.level if place is not None else (head.level or "other")
        return BodyRef(
            i,
            k,
            base,
            "head",
            level,
            place,
            local=head.local or (place is not None and place.name is None),
        )

    def _task_force(self, i: int, k: int, head: Head) -> BodyRef | None:
        """Return a team of the head of government, whose name goes on at token `k`.

        "Tổ công tác | của Thủ tướng", "Tổ tư vấn kinh tế | của Thủ tướng Chính phủ".
        """
        if not head.name.startswith("Tổ "):
            return None
        t = self._t
        owner = next((w for w in _OWNERS if t.low[k : k + len(w)] == w and t.cap[k + 1]), None)
        if owner is None or t.sent[k] != t.sent[i]:
            return None
        end = k + len(owner)
        return BodyRef(i, end, _capital_head(t.text(i, end)), "head", "central")

    def _office_of(self, j: int, end: int, head: Head) -> BodyRef | None:
        """Return the committee whose office a name is: "Văn phòng | Ủy ban Ứng phó sự cố …"."""
        t = self._t
        if head.name != "Văn phòng" or not t.cap[j] or t.low[j : j + 2] not in _WITH_OFFICES:
            return None
        hit = self._x.heads.longest(t.low, j, end)
        whole = self.body(j) if hit is not None else None
        return whole if whole is not None and whole.kind == "head" else None

    def _firm_acts(self, j: int, end: int, head: Head) -> bool:
        """Tell whether a firm's noun is its subject alone: "Tập đoàn | bày tỏ …"."""
        if head.level != "other" or not self._x.role_verbs.starts(self._t.low[j]):
            return False
        verb = self._x.role_verbs.longest(self._t.low, j, end)
        return verb is not None and verb[0] - j > 1

    def _sector_goes_on(self, k: int, head: Head) -> bool:
        """Tell whether more words name a department behind its field: "Vụ Thông tin | báo chí"."""
        t, x = self._t, self._x
        n = min(len(t), k + 8)
        return (
            head.name in _DEPARTMENTS
            and k + 1 < len(t)
            and t.sent[k] == t.sent[k - 1]
            and not t.cap[k]
            and t.words[k].isalpha()
            and (
                (head.name == "Phòng" and self._and_field(k, n))
                or f"{t.low[k]} {t.low[k + 1]}" in x.compound_words
                or (
                    t.low[k] not in _CONNECTORS
                    and t.low[k] not in _UNITS_IN_NAMES
                    and t.low[k] not in x.body_stops
                    and not self._begins_other(k, n, k)
                )
            )
        )

    def _and_field(self, k: int, n: int) -> bool:
        """Tell whether a field that is on no list follows: "Hợp tác quốc tế | và Xúc tiến"."""
        t = self._t
        return (
            t.low[k] == "và"
            and t.cap[k + 1]
            and t.low[k + 1] not in self._x.body_openers
            and k + 2 < len(t)
            and not t.cap[k + 2]
            and t.sent[k + 2] == t.sent[k]
            and self._names.vietnamese(k + 1, trusted=True) is None
            and self.body(k + 1) is None
            and not self._begins_other(k + 1, n, k)
        )

    def with_whole(self, part: BodyRef) -> BodyRef:
        """Return a part with the whole that a comma or brackets set behind it.

        "Vụ Thông tin báo chí | , Bộ Ngoại giao", "Phòng Dịch tễ | (Cục Thú y)"; the part itself
        where none is.
        """
        t = self._t
        k = part.j
        wholes = next((w for p, w in _WHOLES.items() if part.base.startswith(p)), ())
        if not wholes or part.territory is not None or k + 2 >= len(t) or t.words[k] not in "(,":
            return part
        if t.sent[k + 1] != t.sent[part.i] or not " ".join(t.low[k + 1 : k + 3]).startswith(wholes):
            return part
        whole = self.body(k + 1)
        if whole is None:
            return part
        end = whole.j
        if t.words[k] == "(":
            if end >= len(t) or t.words[end] != ")":
                return part
            end += 1
        place = whole.territory
        if place is None and whole.local and end < len(t) and t.sent[end] == t.sent[part.i]:
            place = self.chain(end, hint=False)
            end = place.j if place is not None else end
        return structs.replace(
            whole,
            i=part.i,
            j=end,
            base=f"{part.base} {whole.base}",
            kind="head",
            territory=place,
            of=structs.replace(whole, territory=place),
            member=False,
        )

    def _owner_abroad(self, k: int, head: Head) -> BodyRef | None:
        """Return the parliament or organisation whose committee a name is: "Ủy ban Thương mại quốc
        tế | của Nghị viện châu Âu"."""
        t = self._t
        if head.name not in _COMMITTEES or k + 2 >= len(t) or t.low[k] != "của" or not t.cap[k + 1]:
            return None
        owner = self.body(k + 1) if t.sent[k + 1] == t.sent[k - 1] else None
        return owner if owner is not None and owner.level == "foreign" else None

    def _whole_of(self, k: int, head: Head) -> BodyRef | None:
        """Return the whole that follows a part's name: "Cục Tổ chức cán bộ | Bộ Công an"."""
        t = self._t
        if head.name not in _PARTS or k >= len(t) or not t.cap[k] or t.sent[k] != t.sent[k - 1]:
            return None
        if t.low[k] not in ("bộ", "công", "sở", "văn", "cục", "tổng", "ủy", "thanh"):
            return None
        whole = self.body(k)
        return whole if whole is not None and whole.of is None else None

    def _seat(self, k: int, head: Head) -> int | None:
        """Return the end of where a mission is: "Đại sứ quán Việt Nam | tại Nhật Bản"."""
        t = self._t
        if head.name not in _MISSIONS or k + 1 >= len(t) or t.low[k] not in ("tại", "ở"):
            return None
        country, place = self._country(k + 1), self.territory(k + 1, hint=False)
        if country is not None:
            return country[0]
        end = place.j if place is not None else self._names.capital_run(k + 1, 3)
        return end if end > k + 1 and t.sent[end - 1] == t.sent[k] else None

    def _between_countries(self, k: int) -> bool:
        """Tell whether two countries stand at token `k`: "Việt Nam - Lào"."""
        first = self._country(k)
        return first is not None and self._second_country(first[0]) is not None

    def _second_country(self, k: int) -> int | None:
        """Return the end of the other party of a bilateral body: "Việt Nam | - Lào"."""
        t = self._t
        if k + 1 < len(t) and t.words[k] in ("-", "–") and t.cap[k + 1]:
            other = self._country(k + 1)
            return other[0] if other is not None else None
        return None

    def _trailing_territory(self, j: int, k: int) -> Territory | None:
        """A territory that ends a run: "Sở Nội vụ Cao Bằng", "Hiệp hội Bất động sản TP HCM"."""
        for m in range(max(j + 1, k - 6), k):
            place = self.territory(m, hint=False)
            if place is not None and place.j >= k and self._t.low[m - 1 : k] != _PACIFIC:
                return place
        return None

    def _in_name(self, k: int, j: int) -> bool:
        """Tell whether token `k`, which a country is called too, is a syllable of a person's name.

        "Cục Viễn thông Nguyễn | Đức An", "Sở Y tế Lò Thị | Nga".
        """
        t = self._t
        for m in range(k - 1, max(j, k - 4), -1):
            if not t.cap[m] or t.sent[m] != t.sent[k]:
                return False
            if t.low[m] in self._x.surnames:
                name = self._names.vietnamese(m)
                if name is not None and name.j > k and (name.j - m >= 3):
                    return True
        return False

    def _line(self, start: Territory) -> int | None:
        """Return the end of a road or railway that a body is named after, at its second place.

        "Ban Quản lý dự án cao tốc Hà Giang | - Sơn La": of neither province.
        """
        t, k = self._t, start.j
        if k + 1 >= len(t) or t.words[k] not in _HYPHENS or t.sent[k + 1] != t.sent[start.i]:
            return None
        other = self.territory(k + 1, hint=False)
        return other.j if other is not None and t.cap[k + 1] else None

    def _complement(self, k: int, j: int, end: int, head: Head, split: bool) -> int:
        """Return where the words that name a body end; `k` is where its known part ended.

        A proper name has capitals on its first syllables only ("Hiệp hội Bất động sản"),
        so words in lower
        case go on until one that begins something else: a verb, a function word, a title, a name.
        """
        t, x = self._t, self._x
        n = min(len(t), j + 22)
        start = floor = k
        lower = 0
        while k < n and t.sent[k] == t.sent[j]:
            low = t.low[k]
            if k > j and self._begins_other(k, end, start):
                break
            inside = split and self._in_name(k, j)
            opens = t.cap[k] and not inside and self._ends_in_country(k, head)
            if k > j and opens:
                break  # the country ends the name; what follows it is a person's
            if k > j and low == "nước" and not t.cap[k] and self._country(k) is not None:
                break
            if k > j and t.words[k - 1].isdigit() and low not in _BEHIND_NUMBER and not t.cap[k]:
                break  # "Ban Chỉ đạo 138 | giải quyết …"
            nested = self._nested(k, j, head)
            if nested is not None:
                return nested
            hit = x.sectors.longest(t.low, k, n)
            if hit is not None and hit[0] - k > 1:
                k, lower = hit[0], 0
                start = k
            elif k + 1 < n and f"{low} {t.low[k + 1]}" in x.compound_words:
                k, lower = k + 2, 1 if t.cap[k] else lower + 2
                floor = k  # "Cục Viễn thông": no syllable of it is a verb
            elif (
                low == "việt"
                and t.words[k + 1 : k + 2] in (["-"], ["–"])
                and t.cap[k + 2 : k + 3] == [True]
            ):
                k, lower = k + 3, 0  # "Hội Hữu nghị Việt - Lào"
                start = k
            elif t.cap[k] or t.words[k][0].isdigit():
                k, lower = k + 1, 0
            elif (
                low == "về"
                and k + 1 < n
                and t.low[k + 1] != "việc"  # "Ban Chỉ đạo 389 | về việc kiểm tra …"
                and (k > j or self._says_of_what(j, head))
                and (head.long or head.sector)
                and head.level != "other"
                and t.low[k + 1 : k + 3] != ["tình", "hình"]
            ):
                start = k = self._about(k + 1, n)
                break
            elif (
                k > j and not t.cap[k] and low in _UNITS_IN_NAMES and t.low[k + 1 : k + 2] != ["ủy"]
            ):
                break  # "Ban Chỉ đạo … | tỉnh": its territory
            elif k > j and not t.cap[k] and t.low[k : k + 2] in _LONG_UNITS:
                break  # "Sở Giao dịch Chứng khoán | thành phố Hồ Chí Minh"
            elif low in _CONNECTORS and k + 1 < n and k > j:
                nxt = x.sectors.longest(t.low, k + 1, n)
                if low != "," and nxt is not None and not x.ranks.longest(t.low, k + 1, end):
                    k, lower = nxt[0], 0
                    start = k
                elif (
                    (
                        low == "và"
                        and (head.name in _PARTS or head.proper)
                        and t.cap[k + 1]
                        and self._names.vietnamese(k + 1, trusted=True) is None
                        and self.body(k + 1) is None
                        and not self._begins_other(k + 1, end, start)
                    )
                    or (
                        head.level == "other"
                        and (low == "và" or " ".join(t.low[k + 1 : k + 3]) in _TRADES)
                        and self._leads_to_name(k + 1, n)
                    )
                    or self._joins_words(k, end)
                ):
                    k += 1
                elif self._led and low == "và" and self._more_of_field(k + 1, end, start):
                    k, lower = k + 2, lower + 1
                elif (low in "-–&" and t.cap[k + 1] and t.glued[k] and t.glued[k + 1]) or (
                    low == "và"
                    and head.long
                    and t.cap[k + 1]
                    and not self._begins_other(k + 1, end, start)
                    and x.meeting_nouns.longest(t.low, k + 1, n) is None
                    and self._names.vietnamese(k + 1) is None
                    and (
                        x.heads.longest(t.low, k + 1, n) is None
                        or t.low[k + 1 : k + 3] == head.name.lower().split()[:2] == _COUNCIL
                    )
                ):
                    twice = x.heads.longest(t.low, k + 1, n) is not None
                    k += 1 + (len(head.name.split()) if twice else self._word_at(k + 1))
                else:
                    break
            elif (
                t.words[k][0].isalpha()
                and (k > j or head.long)
                and lower < (_WORDY if self._led or head.name in _LONG_NAMED else _LOWER)
                and low not in x.body_stops
            ):
                k, lower = k + 1, lower + 1
            else:
                break
        while (
            k > max(j, floor)
            and " ".join(t.low[k - 2 : k]) not in x.compound_words
            and (t.low[k - 1] in _CONNECTORS or (t.low[k - 1] in x.body_stops and not t.cap[k - 1]))
        ):
            k -= 1
        noun = x.heads.longest(t.low, k - 1, end) if k > max(j, floor) and t.cap[k - 1] else None
        if noun is not None and noun[0] > k and t.sent[k] == t.sent[j]:
            k -= 1  # "Hội đồng quản trị | Tổng công ty": no name ends within a word
            while k > j and t.low[k - 1] in _CONNECTORS:
                k -= 1
        if t.low[k - 2 : k] == ["công", "ty"] and k - 2 >= j and not t.cap[k - 2]:
            k -= 2 if t.low[k - 3] != "tổng" or t.cap[k - 3] else 3  # of which firm is not said
        if not any(t.cap[j - len(head.name.split()) : k]):
            return j
        if (split or head.sector) and k - start >= 2:
            run = k
            while run > start and t.cap[run - 1]:
                run -= 1
            cut = self._names.split(run, k, empty=run > j or self._led)
            if cut == j and head.name in _FIRMS and k - cut > 2:
                return j  # "Chủ tịch Tập đoàn | Lò Văn An": nobody's full name is a firm's
            nameless = (head.proper and (cut == j or t.low[cut - 1] in _LEGAL_FORMS)) or (
                " ".join(t.low[cut - 2 : cut]) in _SCHOOLS  # schools bear people's names
            )
            if cut < k and not nameless and (split or k - cut > 2):
                return cut
        return k

    def _word_at(self, k: int) -> int:
        """Return how many tokens the word at token `k` has: two for "Phát triển"."""
        return 2 if " ".join(self._t.low[k : k + 2]) in self._x.compound_words else 1

    def _more_of_field(self, k: int, end: int, start: int) -> bool:
        """Tell whether words in small letters at token `k` add to a field: "Ban giải phóng mặt
        bằng và | tái định cư"."""
        t = self._t
        return (
            not t.cap[k]
            and t.words[k].isalpha()
            and t.low[k] not in self._x.body_stops
            and not self._begins_other(k, end, start)
            and self._x.heads.longest(t.low, k, end) is None
        )

    def _field_ends(self, j: int, k: int) -> bool:
        """Tell whether a capitalised field ends at token `k`: "tư vấn thiết kế Giao thông vận
        tải |"."""
        t = self._t
        for m in range(max(j, k - 5), k - 1):
            field = self._x.sectors.longest(t.low, m, k) if t.cap[m] else None
            if field is not None and field[0] == k:
                return True
        return False

    def _ends_in_country(self, k: int, head: Head) -> bool:
        """Tell whether a country stands at token `k`, and no syllable of a firm's own name: "Công
        ty TNHH | Mỹ Hưng"."""
        country = self._country(k)
        if country is None:
            return False
        one = country[0] == k + 1 and self._t.cap[k + 1 : k + 2] == [True]
        after = head.proper and self._t.cap[k - 1]  # "Trường Đại học Tôn | Đức Thắng"
        return not (one and (head.level == "other" or after))

    def _leads_to_name(self, k: int, end: int) -> bool:
        """Tell whether words in small letters lead to a firm's proper name: "Thương mại và | dịch
        vụ Hoa Ban"."""
        t, begin = self._t, k
        while k < min(end, begin + _LOWER) and t.sent[k] == t.sent[begin] and not t.cap[k]:
            word = f"{t.low[k]} {t.low[k + 1]}" if k + 1 < end else ""
            if word in self._x.compound_words:
                k += 2
            elif t.words[k].isalpha() and t.low[k] not in self._x.body_stops:
                k += 1
            else:
                return False
        return (
            begin < k < end
            and t.cap[k]
            and t.sent[k] == t.sent[begin]
            and not self._begins_other(begin, end, begin)
            and not self._begins_other(k, end, k)
            and self.body(begin) is None
        )

    def _joins_words(self, k: int, end: int) -> bool:
        """Tell whether the hyphen at token `k` joins words of one name: "Huyết học | - Truyền máu",
        "châu Á | - Thái Bình Dương"; a person, a title, a place or another body begins a new one.
        """
        t, x = self._t, self._x
        nxt = k + 1
        if t.words[k] not in _HYPHENS or nxt + 1 >= end or t.sent[nxt + 1] != t.sent[k]:
            return False
        if not t.cap[nxt] or t.cap[nxt + 1] or not t.words[nxt + 1].isalpha():
            return False
        if t.low[nxt] == "ảnh":
            return False  # the credit of a picture
        if t.low[nxt + 1] in x.body_stops or t.low[nxt + 1] in _CONNECTORS:
            return f"{t.low[nxt]} {t.low[nxt + 1]}" in x.compound_words
        return (
            not self._begins_other(nxt, end, nxt)
            and x.meeting_nouns.longest(t.low, nxt, end) is None
            and self.territory(nxt) is None
            and self.body(nxt) is None
        )

    def _begins_other(self, k: int, end: int, start: int) -> bool:
        """Tell whether token `k` begins a title, a verb or a dated clause rather than more of a
        body's name.
        """
        t, x = self._t, self._x
        if k >= len(t):
            return True  # the text ends here
        low = t.low[k]
        if low == "phó" and t.cap[k]:
            return True
        rank = x.ranks.longest(t.low, k, end) if x.ranks.starts(low) else None
        head = x.heads.longest(t.low, k, end) if rank is not None else None
        council = t.low[max(0, k - 2) : k] == ["hội", "đồng"]  # "Hội đồng | Bộ trưởng Cuba"
        if rank is not None and (head is None or head[0] < rank[0]) and not council:
            return True  # "Hội đồng Tư vấn - | Bộ trưởng"; no title: "Ủy ban | Văn phòng"
        if t.cap[k]:
            return False
        return any(
            trie.starts(low) and trie.longest(t.low, k, end) is not None
            for trie in (x.role_verbs, x.held, x.adverbs)
        )

    def _nested(self, k: int, j: int, head: Head) -> int | None:
        """Return the end of a whole that closes a part's name: "Ban Chỉ huy … | Bộ Y tế"."""
        t, x = self._t, self._x
        if not head.long or k <= j or not t.cap[k] or not x.central.starts(t.low[k]):
            return None
        if t.low[k - 1] == "liên":
            return None  # "Ủy ban liên Chính phủ": of several
        hit = x.central.longest(t.low, k, min(len(t), k + 12))
        return hit[0] if hit is not None and hit[0] - k >= 2 else None

    def _says_of_what(self, k: int, head: Head) -> bool:
        """Tell whether a name is all "về …" behind its noun: "Ủy ban | về người Việt Nam ở nước
        ngoài".
        """
        t = self._t
        return (
            head.name in _ABOUT
            and t.low[k] == "về"
            and k + 1 < len(t)
            and (
                t.cap[k + 1]
                or t.low[k + 1] == "người"
                or self._x.sectors.longest(t.low, k + 1, min(len(t), k + 12)) is not None
            )
        )

    def _about(self, k: int, n: int) -> int:
        """Words behind "về": up to a mark that is no list comma, or a title, name or verb."""
        t, x = self._t, self._x
        begin = k
        while k < n and t.sent[k] == t.sent[begin] and t.words[k] not in _LONG_STOPS:
            low = t.low[k]
            if low in (",", "và", "-", "–"):
                nxt = k + 1
                if (
                    nxt >= n
                    or (t.cap[nxt] and low != "-")
                    or x.role_verbs.longest(t.low, nxt, n)
                    or (not x.sectors.longest(t.low, nxt, n) and low != "và")
                ):
                    break
            elif (
                k > begin
                and t.cap[k]
                and (t.low[k] == "phó" or x.ranks.longest(t.low, k, n) or self._names.vietnamese(k))
            ) or (
                k > begin
                and x.role_verbs.longest(t.low, k, n)
                and low not in ("phòng", "kiểm", "chỉ")
            ):
                break
            elif (
                k > begin and t.cap[k] and (self._between_countries(k) or t.words[k - 1].isupper())
            ):
                break  # "về EU | Jane Doe"
            elif k > begin and (low in _ABOUT_ENDS or t.low[k : k + 2] == ["với", "các"]):
                break
            hit = x.sectors.longest(t.low, k, n)
            k = hit[0] if hit else k + 1
        return k


def _named(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _capital_head(text: str) -> str:
    return text[:1].upper() + text[1:]
