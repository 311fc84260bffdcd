"""Lists of those present: "Dự hội nghị có các đồng chí: …", "dưới sự chủ trì của …", "A tiếp B"."""

from __future__ import annotations

from kg.report.acting_bodies import stands_for
from kg.report.drafts import MeetingDraft
from kg.report.entries import Entry
from kg.report.mainclause import is_object
from kg.report.papers import handed_on
from kg.report.parties import last_before
from kg.report.people import Coreference
from kg.report.scene import RoleDraft, Scene
from kg.report.sentences import Item

_HAVE = frozenset({"có", "gồm", "là"})
_ALSO = frozenset({"còn", "cũng", "này"})
_REACH = 9  # tokens from "có" to the first name of a list
_COMMON_TITLES = 30  # tokens that the titles before a list's colon may take
_SIDE = 8  # tokens that the name of a side of those present may take
_TO_MEETING = 4  # tokens from "tại" to the meeting's noun in a caption
_AT = frozenset({"tại", "trong", "ở", "dự"})
# What a caption adds to the names: "(thứ hai từ trái sang)", "cùng các đại biểu".
_NOTES = frozenset(
    [",", ";", "và", "cùng", "với", "các", "đại", "biểu", "phu", "nhân", "đoàn", "(", ")", "đồng"]
)
_NOTES |= {"chí", "ông", "bà", "trái", "phải", "giữa", "bìa", "thứ", "hai", "ba", "từ", "sang"}
PICTURED, ACTS = "pictured", "acts-there"
_BY_SIGNS = frozenset({PICTURED, ACTS})  # rules that give a role only to those without another
_WITH_ACTS = frozenset({"ceremony", "session", "visit"})  # kinds of meeting at which that is done
_ELSEWHERE = frozenset({";", ":", ".", '"', "sẽ", "từng", "để", "mà", "rằng"})
_BULLETS = frozenset({"-", "–", "+", "•", "*"})


class OpenList:
    """A list that a colon opens and the lines below go on with, one person a line."""

    def __init__(self) -> None:
        self._head: tuple[str, MeetingDraft, tuple[int, int], str | None] | None = None
        self._order = 0

    def read(self, scene: Scene) -> list[RoleDraft]:
        """Return the roles of a line of the list; close it at a line of another kind."""
        view, words = scene.view, scene.tokens.words
        if self._head is not None and words[view.i] in _BULLETS:
            listed, meeting, verb, site = self._head
            out = []
            for p in scene.people:
                self._order += 1
                out.append(
                    RoleDraft(p.value, listed, meeting, verb, "present-list", self._order, site)
                )
            return out
        self._head, self._order = None, 0
        if words[view.j - 1] == ":" and not scene.people:
            role = _role_of_list(scene, view.i, view.j - 1)
            if role is not None:
                meeting = scene.meeting_for(view.i)
                self._head = (role, meeting, (view.i, view.j), scene.site)
        return []


def those_present(scene: Scene) -> list[RoleDraft]:
    """ "Dự hội nghị có …", "Về phía tỉnh có …", "Tại điểm cầu X, có …", "Chủ tọa gồm …"."""
    view, words = scene.view, scene.tokens.words
    for k in range(view.i, view.j):
        colon = words[k] == ":" and k - view.i < 14
        if scene.quoted[k] or not (scene.low[k] in _HAVE or colon):
            continue
        after = [p for p in scene.people if p.i >= k]  # from "gồm" on: "gồm các đồng chí …"
        if not after or (
            after[0].i - _list_starts(scene, k, after[0].i) > _REACH
            and not scene.hits(scene.lexicon.represented, k)
        ):
            continue
        if scene.low[after[0].i - 1] == "của" or scene.low[k - 1] == "đó":
            continue  # "có thư của ông A", "em học sinh nghèo, đó là A": nobody is listed
        lo = max([view.i, *(m for m in range(view.i, k) if words[m] in ";.")])
        role = _role_of_list(scene, lo, k)
        if role is None or (scene.low[k] == "là" and _somebody(scene, lo, k)):
            continue
        if colon and role != "chair" and not scene.lexicon.present.starts(scene.low[lo]):
            continue
        stop = _next_chair(scene, after[0].i)
        meeting = scene.meeting_for(lo)
        return [
            RoleDraft(p.value, role, meeting, (lo, k + 1), "present-list", n, scene.site)
            for n, p in enumerate([q for q in after if q.i < stop], 1)
        ]
    return []


def _list_starts(scene: Scene, k: int, first: int) -> int:
    """Return the token of the colon behind the titles that a list has in common, else `k`.

    "có các Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy: A, …".
    """
    words = scene.tokens.words
    colon = next((m for m in range(k, first) if words[m] == ":"), k)
    return colon if colon - k <= _COMMON_TITLES else k


def _role_of_list(scene: Scene, lo: int, k: int) -> str | None:
    """Return the role of those listed behind a head: what its last verb says.

    "Chủ trì hội nghị có …" lists those who chair; "do A chủ trì, có sự tham gia của …" does not;
    "Người trả lời chất vấn đầu tiên là …" tells who speaks.
    """
    if scene.low[lo] == "người" and scene.low[k] == "là":
        verb = scene.verb_at(scene.skip_adverbs(lo + 1, k))
        if verb is not None:
            return verb[1]
    chairs = [hit for hit in scene.hits(scene.lexicon.role_verbs, lo, k) if hit[2] == "chair"]
    present = [
        hit for hit in scene.hits(scene.lexicon.present, lo, k) if not _other_word(hit[0], scene)
    ]
    if chairs:
        at, end, _ = chairs[-1]
        told = _somebody(scene, lo, at)
        if not told and "dự" not in scene.low[end:k]:
            return "chair"
        present = [hit for hit in present if hit[0] >= end] if told else present
    listed = present or _from_a_side(scene, lo, k) or _at_a_meeting(scene, lo, k)
    return "attend" if listed else None


def _at_a_meeting(scene: Scene, lo: int, k: int) -> bool:
    """Tell whether a head is the meeting itself: "Buổi họp báo còn có | ông A, …"."""
    start = lo if lo == scene.view.i else lo + 1
    named = next((m for m in scene.view.of("meeting") if m.i == start), None)
    if named is None or scene.low[k] != "có" or not set(scene.low[named.j : k]) <= _ALSO:
        return False
    return any(p.i == k + 1 and p.value.name is not None for p in scene.people)


def _from_a_side(scene: Scene, lo: int, k: int) -> bool:
    """Tell whether a head names a side of those present: "Lãnh đạo huyện A có | các đồng chí …",
    "Đơn vị nhận quân có | Thượng tá …"."""
    start = lo if lo == scene.view.i else lo + 1
    side = scene.lexicon.sides.longest(scene.low, start, k)
    at_once = any(p.i == k + 1 for p in scene.people)  # "có | ý kiến khác với ông A": no list
    return side is not None and scene.low[k] == "có" and k - side[0] <= _SIDE and at_once


def _other_word(k: int, scene: Scene) -> bool:
    """Tell whether the word at token `k` is part of another: "dự | thảo", "vinh | dự"."""
    for other in (scene.lexicon.other_words, scene.lexicon.not_role_verbs):
        for at in (k - 1, k):
            hit = other.longest(scene.low, at, scene.view.j) if at >= scene.view.i else None
            if hit is not None and hit[0] > k and hit[0] - at > 1:
                return True
    return False


def _somebody(scene: Scene, lo: int, k: int) -> bool:
    return any(p.j <= k and p.i >= lo for p in scene.people)


def _next_chair(scene: Scene, first: int) -> int:
    """Return where a list ends because the next person in it is said to chair.

    "có A, B; C chủ trì", "có A, B; dưới sự chủ trì của C".
    """
    led = scene.hits(scene.lexicon.role_before, first)
    if led:
        return led[0][0]
    for p in scene.people:
        verb = scene.verb_at(scene.skip_adverbs(p.j))
        if verb is not None and verb[1] == "chair" and p.i > first:
            return p.i
    return scene.view.j


def led_by(scene: Scene) -> list[RoleDraft]:
    """ "dưới sự chủ trì của …", "với sự tham dự của …": those who follow, or the body."""
    out: list[RoleDraft] = []
    for k, end, role in scene.hits(scene.lexicon.role_before):
        if scene.quoted[k] or (role == "speak" and handed_on(k, scene)):
            continue
        meeting = scene.meeting_for(k)
        group = scene.list_from(end)
        out += [
            RoleDraft(p.value, role, meeting, (k, end), "led-by", n, scene.site)
            for n, p in enumerate(group, 1)
        ]
        body = next((b for b in scene.bodies if 0 <= b.i - end <= 4), None)
        at_site = scene.low[end - 1] == "cầu"  # "đồng chủ trì tại điểm cầu Bộ A": where it is
        if not group and role == "chair" and body is not None and not at_site:
            out.append(RoleDraft(body.value, role, meeting, (k, end), "led-by", None, scene.site))
        elif role == "speak" and "nghe" in scene.low[max(scene.view.i, k - 1) : end]:
            out += [
                RoleDraft(b.value, role, meeting, (k, end), "led-by") for b in _heard(end, scene)
            ]
    return out


def _heard(k: int, scene: Scene) -> list[Item]:
    """Return the bodies named one after the other from token `k` on, whose report is heard."""
    out: list[Item] = []
    for body in scene.bodies:
        if body.i == k:
            out.append(body)
            joined = scene.low[body.j : body.j + 1] in ([","], ["và"])
            k = body.j + 1 if joined else -1
    return out


def parties(scene: Scene) -> list[RoleDraft]:
    """ "A tiếp B", "lễ đón B": those who meet, with those joined to them; "A có buổi …"."""
    out: list[RoleDraft] = []
    for meeting in dict.fromkeys(scene.named.values()):
        for party in meeting.parties:
            if scene.view.i <= party.i < scene.view.j and not scene.quoted[party.i]:
                through = party.kind == "body" and stands_for(party, scene)
                role = "represented" if through else "attend"
                out.append(RoleDraft(party.value, role, meeting, meeting.span, "meets"))
    return out


def shown(scene: Scene) -> list[RoleDraft]:
    """ "Thủ tướng A (trái) và B tại lễ đón": a picture's caption, with no verb, shows who is there.

    The role is for those alone of whom nothing else is told: see `told_only_by_pictures`.
    """
    view = scene.view
    if not scene.people or not scene.named:
        return []
    if any(not scene.is_noun(verb) for verb in view.of("verb")):
        return []
    first = scene.people[0].i
    opened = scene.hits(scene.lexicon.captions, view.i, first)
    if first - view.i > _REACH or (first - view.i > 1 and not opened):
        return []
    group, k = _in_picture(scene)
    if k >= view.j or scene.low[k] not in _AT:
        return []
    at = next((i for i in sorted(scene.named) if k < i <= k + _TO_MEETING), None)
    if at is None:
        return []
    meeting = scene.named[at]
    return [RoleDraft(p.value, "attend", meeting, (k, k + 1), PICTURED) for p in group]


def _in_picture(scene: Scene) -> tuple[list[Item], int]:
    """Return the people that a caption lists and the token behind them and their notes.

    "A (trái) và B cùng các đại biểu" are A and B.
    """
    group: list[Item] = []
    k = scene.people[0].i
    for p in scene.people:
        if not set(scene.low[k : p.i]) <= _NOTES:
            break
        group.append(p)
        k = p.j
    while k < scene.view.j and scene.low[k] in _NOTES:
        k += 1
    return group, k


def acting_there(scene: Scene) -> list[RoleDraft]:
    """ "A cùng các đại biểu cắt băng khánh thành", "A trao quyết định": who does so is there."""
    out: list[RoleDraft] = []
    for k, end, _ in scene.hits(scene.lexicon.acts):
        meeting = scene.meeting_for(k)
        if scene.quoted[k] or meeting.planned or meeting.kind not in _WITH_ACTS:
            continue
        last = last_before(scene.people, k)
        if last is None or k - last.j > _REACH or scene.low[k - 1] in ("được", "lễ", "buổi"):
            continue
        between = (i for i in scene.view.items if last.j <= i.i < k)
        if any(i.kind in ("verb", "meeting", "body") for i in between) or is_object(last, scene):
            continue
        gap = set(scene.low[last.j : k])
        if not gap & _ELSEWHERE:
            out.append(RoleDraft(last.value, "attend", meeting, (k, end), ACTS))
    return out


def told_only_by_pictures(found: list[RoleDraft]) -> list[RoleDraft]:
    """Return the roles without those that pictures and acts show of people of whom the text tells
    more."""
    told = {
        (r.who.person, id(r.meeting))
        for r in found
        if r.rule not in _BY_SIGNS and isinstance(r.who, Entry)
    }
    return [
        r
        for r in found
        if r.rule not in _BY_SIGNS
        or (isinstance(r.who, Entry) and (r.who.person, id(r.meeting)) not in told)
    ]


def present_at_their_appointment(
    appointed: set[str], people: Coreference, meetings: list[MeetingDraft]
) -> list[RoleDraft]:
    """Return roles of those appointed at a meeting that was held to hand over the decisions."""
    out: list[RoleDraft] = []
    meeting = next((m for m in meetings if {"quyet", "dinh"} <= m.words), None)
    if meeting is None:
        return out
    for key in sorted(appointed):
        entry: Entry | None = next((e for e in people.person(key).entries if e.name), None)
        if entry is not None and entry.name is not None:
            span = (entry.name.i, entry.name.j)
            out.append(RoleDraft(entry, "attend", meeting, span, "appointed-at"))
    return out
