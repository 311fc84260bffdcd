"""Nouns that name a meeting in a sentence: how far the phrase goes, what brings it in."""

from __future__ import annotations

import bisect

from kg.lexicon.entries import MeetingNoun
from kg.lexicon.lexicon import Lexicon
from kg.report.parties import last_before
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

_STOPS = frozenset(',;:.!?…"|')
_EMPTY = frozenset({
    "này", "trên", "nói", "đã", "đang", "sẽ", "do", "có", "là", "và", "với", "cùng", "của", "các",
    "ngày", "sáng", "chiều", "tối", "hôm", "nay", "vừa", "qua", "được", "diễn", "ra", "tại", "ở",
    "đó", "kia", "lần", "ấy", "trong",
})  # fmt: skip


ASKING = frozenset({("yêu", "cầu"), ("đề", "nghị"), ("chỉ", "đạo"), ("phân", "công")})
ASKING |= {("kiến", "nghị")}
_SPEAKS = frozenset({"khi", "biểu"})  # before "kết luận": to conclude, not a conclusion
_WHEN_SAID = 6  # tokens from a verb of speech to the meeting: "nhấn mạnh khi kết luận | hội nghị"
_OPENINGS = ("khai mạc", "bế mạc")
_POINTS_BACK = frozenset({"này", "đó", "ấy", "kia"})
_LONGEST_CHAIRS = 5  # tokens of the longest verb of chairing, with one word more
_ADVERBS = 3  # tokens of the adverbs between who chairs and the verb
_FOR_BODIES = frozenset({"trình", "giao", "để", "cho", "mời", "nghị", "cầu"})
_ADVERBS_BACK = (
    6  # tokens of the adverbs between a body and the verb: "Chính phủ | đã tiếp tục họp"
)
_AHEAD = frozenset({"sẽ", "từng", "cần", "phải"})
_ASKED = frozenset({"cần", "phải", "nên", "không", "chưa", "hãy", "từng"})


def _start(item: Item) -> int:
    return item.i


class MeetingNoticed:
    """One naming of a meeting: the noun phrase, whether it is specific, whether a verb brings it
    in.
    """

    __slots__ = ("brought", "direct", "i", "item", "j", "noun", "passing", "specific")

    def __init__(
        self, item: Item, j: int, specific: bool, brought: bool, direct: bool, passing: bool
    ) -> None:
        self.item = item
        self.noun: MeetingNoun = item.value
        self.i = item.i
        self.j = j
        self.specific = specific
        self.brought = brought
        self.direct = direct
        self.passing = passing


class NamingFinder:
    """Finds the namings of meetings in a sentence and the ends of their phrases."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self._t = tokens
        self._x = lexicon

    def noticed(self, view: SentenceView) -> list[MeetingNoticed]:
        out = []
        said = self.said_from(view)
        for n, item in enumerate(view.items):
            if item.kind != "meeting":
                continue
            if self._is_none(item.i, view) or self._only_asked_for(item.i, view):
                continue
            lead = self._t.low[item.i - 1] if item.i > view.i else ""
            told = (
                item.i < said
                or self._led_by_another(said, item.i, view)
                or (item.i == said and item.value.kind == "visit")
                or (self._t.low[said : said + 1] == ["khi"] and item.i - said <= _WHEN_SAID)
            )
            if not told and lead not in ("tại", "trong", "kết", "tới", "dự"):
                continue  # what somebody says about meetings, not a meeting told of
            end = self.end_of_phrase(item.i, item.j, view)
            if self._t.low[item.j : item.j + 1] and self._t.low[item.j] in _POINTS_BACK:
                end = min(end, item.j + 1)  # "buổi đối thoại này | nên đề nghị …"
            words = [w for w in self._t.low[item.j : end] if w not in _EMPTY]
            specific = len(words) >= 2
            direct = self._brought(view, n, end, 3)
            sits = item.value.noun == "họp" and self._body_before(item.i, view)
            direct = direct or sits
            brought = direct or self._brought(view, n, end, 6)
            near = view.items[
                n + 1 : n + 4
            ]  # items are apart, so no others are within three tokens
            inner = [m for m in near if m.kind == "meeting" and m.i - item.j <= 3]
            if item.value.weak and self._of_one_asked(item.i, view):
                continue  # "giao Giám đốc A | làm việc với Sở B"
            if self._to_be_led(item.i, view):
                continue
            if inner and item.value.noun.endswith(_OPENINGS) and inner[0].i - item.j <= 1:
                continue  # "lễ khai mạc | hội nghị": the one is the other's beginning
            if item.value.weak and inner:
                continue  # "chương trình làm việc | phiên họp thứ 10"
            if item.value.weak and not (direct or (specific and self._t.cap[item.i])):
                continue
            if (
                item.value.weak
                and self._t.low[item.i - 1] in ("hành", "và", "để", "khi", "thời", "cần", "phải")
                and item.i > view.i
            ):
                continue
            passing = self._passing(item.i, view) and not self.led_behind(end, view)
            out.append(MeetingNoticed(item, end, specific, brought, direct, passing))
        return out

    def _is_none(self, i: int, view: SentenceView) -> bool:
        """Tell whether the noun at token `i` is part of other words: "chương trình công tác",
        "ngày làm việc".
        """
        for k in range(max(view.i, i - 2), i + 1):
            hit = self._x.not_nouns.longest(self._t.low, k, view.j)
            if hit is not None and hit[0] > i:
                return True
        return False

    def _only_asked_for(self, i: int, view: SentenceView) -> bool:
        """Tell whether a meeting is only asked for, or was not held: "cần tổ chức cuộc họp",
        "không tổ chức lễ"."""
        for size in (1, 2):
            k = i - size
            hit = self._x.held.longest(self._t.low, k, i) if k > view.i else None
            if hit is not None and hit[0] == i:
                return self._t.low[k - 1] in _ASKED and self._t.low[k - 2] != "đã"
        return False

    def _led_by_another(self, said: int, i: int, view: SentenceView) -> bool:
        """Tell whether words reported tell who chaired or attended the meeting at token `i`:
        "Tin từ Sở A cho biết, Bí thư B đã chủ trì cuộc họp".
        """
        if tuple(self._t.low[said - 2 : said]) in ASKING:
            return False  # "đề nghị Bí thư B chủ trì cuộc họp"
        for k in range(max(said + 1, i - _LONGEST_CHAIRS), i):
            hit = self._x.role_verbs.longest(self._t.low, k, i)
            if hit is None or hit[1] != "chair" or hit[0] < i - 1:
                continue
            who = last_before(view.of("person"), k)
            near = who is not None and who.i >= said and k - who.j <= _ADVERBS
            return near and not _AHEAD & set(self._t.low[max(said, k - 2) : k])
        return False

    def led_behind(self, end: int, view: SentenceView, reach: int = 1) -> bool:
        """Tell whether somebody named at most `reach` tokens behind is said to chair what a phrase
        up to `end` names: "sau phiên họp | do Thủ tướng A chủ trì".
        """
        low = self._t.low
        who = next((p for p in view.of("person") if p.i > end), None)
        if who is None or who.i - end > reach or who.j >= view.j:
            return False
        hit = self._x.role_verbs.longest(low, who.j, view.j)
        return "do" in low[end : who.i] and hit is not None and hit[1] == "chair"

    def _of_one_asked(self, i: int, view: SentenceView) -> bool:
        """Tell whether the person right before token `i` is asked to do what stands there."""
        low = self._t.low
        p = last_before(view.of("person"), i)
        return (
            p is not None
            and p.j == i
            and (low[p.i - 1] in ("giao", "mời") or tuple(low[p.i - 2 : p.i]) in ASKING)
        )

    def _to_be_led(self, i: int, view: SentenceView) -> bool:
        """Tell whether somebody is only charged with a meeting: "giao A chủ trì | cuộc họp"."""
        low = self._t.low
        p = last_before(view.of("person"), i)
        if p is None or i - p.j > _LONGEST_CHAIRS:
            return False
        asked = low[p.i - 1] == "giao" or tuple(low[p.i - 2 : p.i]) in ASKING
        held = any(self._x.held.longest(low, k, i) is not None for k in range(p.j, i))
        return asked and held

    def said_from(self, view: SentenceView) -> int:
        """Return the token where a speaker's words begin; the sentence's end if nobody speaks."""
        t = self._t
        people = [*view.of("person"), *view.of("body")]
        for item in view.of("verb"):
            words = " ".join(t.low[item.i : item.j])
            quotes = t.low[item.j : item.j + 1] in ([":"], ["rằng"])
            if (
                item.value == "speak"
                and (quotes or words in self._x.reporting)
                and (
                    item.i - view.i <= 4
                    or any(p.j <= item.i for p in people)
                    or t.low[item.i - 2] == "hai"  # "hai bên nhất trí …"
                )
            ):
                return item.j
        return view.j

    def _phrase_end(self, item: Item, view: SentenceView) -> int:
        return self.end_of_phrase(item.i, item.j, view)

    def end_of_phrase(self, i: int, j: int, view: SentenceView) -> int:
        """Return where a noun phrase ends: at a mark or a verb that has another subject."""
        t = self._t
        k = j
        limit = min(view.j, j + 60)
        while k < limit:
            if t.words[k] == '"' and k - j <= 4:  # "Chương trình | “Xuân biên phòng …”"
                close = next((m for m in range(k + 1, min(k + 30, limit)) if t.words[m] == '"'), k)
                return close + 1 if close > k else k
            if t.words[k] in _STOPS:
                if t.words[k] == "," and k + 1 < limit and self._list_comma(k, k - j):
                    k += 1
                    continue
                break
            if t.cap[k] and t.low[k] in ("ông", "bà") and k > j:
                break  # another sentence, after a headline or a caption
            if t.low[k] == "là" and self._people_follow(k + 1, limit):
                break  # "Chủ tọa phiên họp | là các đồng chí …"
            if t.low[k] in ("và", "để", "cùng") and self._another_act(k + 1, limit):
                break
            if (
                (k > i and t.low[k] in ("do", "dưới", "nhằm", "tại", "có", "gồm"))
                or t.low[k : k + 2] == ["diễn", "ra"]
                or t.low[k : k + 2]
                in (["đã", "nghe"], ["sẽ", "diễn"], ["đã", "diễn"], ["được", "tổ"])
            ):
                break
            k += 1
        return k

    def _people_follow(self, k: int, end: int) -> bool:
        """Tell whether a form of address stands at token `k`: "ông", "các đồng chí"."""
        k += self._t.low[k : k + 1] == ["các"]
        return k < end and self._x.honorifics.longest(self._t.low, k, end) is not None

    def _another_act(self, k: int, end: int) -> bool:
        """Tell whether a verb of taking part or another meeting's noun stands at token `k`."""
        t, x = self._t, self._x
        if k >= end:
            return False
        if x.held.longest(t.low, k, end) is not None:
            return True
        noun = x.meeting_nouns.longest(t.low, k, end)
        return noun is not None and not noun[1].weak

    def _list_comma(self, k: int, behind: int) -> bool:
        """A comma inside a name: "phòng, chống tham nhũng, tiêu cực", "năm 2023, phương hướng năm
        2024".
        """
        if self._t.low[k - 1 : k + 2] in (["bố", ",", "trao"], ["giao", ",", "nhận"]):
            return True  # "hội nghị công bố, trao quyết định", "lễ giao, nhận quân"
        if behind < 2:
            return False
        if self._x.committees.longest(self._t.low, k + 1, min(len(self._t), k + 6)):
            return True
        return self._t.low[k + 1] in (
            "chống",
            "tiêu",
            "lãng",
            "phương",
            "nhiệm",
            "triển",
            "sơ",
            "tổng",
            "đánh",
            "rút",
        ) or (
            k + 2 < len(self._t)
            and self._x.sectors.longest(self._t.low, k + 1, min(len(self._t), k + 6)) is not None
            and not self._t.cap[k + 1]
        )

    def _brought(self, view: SentenceView, n: int, end: int, reach: int) -> bool:
        """Tell whether a verb of holding or taking part governs the noun: just before it, or
        behind its phrase.
        """
        t, x = self._t, self._x
        item = view.items[n]
        for k in range(max(view.i, item.i - 8), item.i):
            hit = x.held.longest(t.low, k, item.i)
            if (
                hit is not None
                and x.other_words.longest(t.low, k, item.i) is None  # "dự thảo chương trình"
                and item.i - hit[0] <= reach
                and not any(t.words[m] in ";:" for m in range(hit[0], item.i))
            ):
                return True
        if t.low[end : end + 1] == ["do"]:  # "cuộc họp báo do UBND tỉnh A | tổ chức"
            bodies = view.of("body")
            n = bisect.bisect_left(bodies, end + 1, key=_start)
            end = bodies[n].j if n < len(bodies) and bodies[n].i == end + 1 else end
        for k in range(item.j, min(view.j, end + reach)):
            hit = x.held.longest(t.low, k, view.j)
            if x.other_words.longest(t.low, k, view.j) is not None:
                continue  # "thảo luận về dự án"
            if hit is not None and hit[1] not in ("có", "họp", "dự", "mở"):
                return True
        return False

    def _body_before(self, i: int, view: SentenceView) -> bool:
        """Tell whether a body is the subject of a verb at token `i`: "Ban Chỉ đạo … họp …"."""
        low, adverbs = self._t.low, self._x.adverbs
        ends = {b.j for b in view.of("body") if low[b.i - 1] not in _FOR_BODIES}
        reach = {i}  # tokens from which nothing but adverbs leads to the verb
        for k in range(i - 1, max(view.i, i - _ADVERBS_BACK) - 1, -1):
            hit = adverbs.longest(low, k, i)
            if hit is not None and hit[0] in reach:
                reach.add(k)
        return bool(ends & reach)

    def _passing(self, i: int, view: SentenceView) -> bool:
        t, x = self._t, self._x
        for size in (6, 5, 4, 3, 2, 1):
            k = i - size
            if k >= view.i:
                hit = x.passing.longest(t.low, k, i)
                if (
                    hit is not None
                    and hit[0] == i
                    and not (hit[1] in ("sau", "trước", "từ") and view.i == k)
                    and not (hit[1] == "kết luận" and (view.i == k or t.low[k - 1] in _SPEAKS))
                ):
                    return True
        return False
