"""Bodies at meetings: they chair, organise, meet, are met with, or are present through others."""

from __future__ import annotations

from kg.ner.chunker import MINISTERS_REACH
from kg.ner.model import BodyRef
from kg.report.drafts import MeetingDraft
from kg.report.namings import ASKING
from kg.report.scene import RoleDraft, Scene
from kg.report.sentences import Item

_ORGANISES = frozenset({"tổ chức", "phối hợp", "khai mạc", "họp để", "triệu tập", "đăng cai"})
_MEETS = frozenset({"tiến hành", "bế mạc", "kết thúc", "bước vào", "tham dự"})
_IN_SESSION = (
    "Hội đồng nhân dân", "Quốc hội", "Ủy ban Thường vụ Quốc hội", "Ủy ban nhân dân"
)  # fmt: skip
_ASIDE = 14  # tokens that an aside in brackets may take, the brackets with them
_AFTER = frozenset({"với", "bởi", "giao", "của", "cho", "để", "và", "do"})
_DAYTIMES = frozenset({"ngày", "sáng", "trưa", "chiều", "tối", "nay", "qua"})
_GROUPS = frozenset({
    "các", "một", "số", "nhiều", "đơn", "vị", "cơ", "quan", "tổ", "chức", "ban", "ngành", "bộ",
    "sở", "phòng", "cục", "vụ", "viện", "doanh", "nghiệp", "tập", "đoàn", "công", "ty", "trường",
    "hội", "hiệp", "thể", "quốc", "tế", "tài", "chính", "lớn", "liên", "trực",
    "thuộc", "năng", "của", ",", "và", "trong", "nước", "ngoài",
})  # fmt: skip
_OF_WHERE = frozenset({"trung", "ương", "địa", "phương", "hai", "ba", "bốn", "phía"})
_LISTING = frozenset({"có", "gồm", ":", "là"})
_HOSTS = 40  # tokens of the bodies that hold a meeting together
_SHARING = frozenset({",", "-", "–", "và", "cùng", "với", "phối", "hợp"})
_JOINTS = frozenset({",", ";", "và", "cùng", "với", "các"})
_ORDINAL = frozenset(["lần", "thứ", "của", "toàn", "thể", "nhất", "hai", "ba", "cán", "bộ"])


def bodies_acting(scene: Scene) -> list[RoleDraft]:
    """Return the roles of the bodies in a sentence."""
    out: list[RoleDraft] = []
    for item in scene.bodies:
        several = scene.low[item.j : item.j + 1] in (["các"], ["63"])
        if not (several and item.value.local):  # "Sở Y tế | các tỉnh"
            out += _acting(item, scene)
    return out + _unnamed_holders(scene)


def _acting(item: Item, scene: Scene) -> list[RoleDraft]:
    body: BodyRef = item.value
    low, named = scene.low, scene.named
    k = scene.skip_adverbs(_behind_its_term(item.j, scene))
    verb = scene.verb_at(k)
    before = low[item.i - 1] if item.i > scene.view.i else ""
    if (
        verb is not None
        and verb[1] == "chair"
        and (scene.is_task(verb[0]) or _told_to(item, scene))
    ):
        earlier = [m for m in named if m < item.i]
        if not earlier or before != "do" or not _with_others(k, scene):
            return []  # "do Bộ A chủ trì soạn thảo", "giao Sở B chủ trì cuộc họp"
        meeting, span = named[max(earlier)], (k, verb[0])
        return [
            RoleDraft(body, role, meeting, span, "body-chairs") for role in ("chair", "organise")
        ]
    if verb is not None and verb[1] == "chair" and any(0 <= m - verb[0] <= 4 for m in named):
        return [RoleDraft(body, "chair", scene.meeting_for(k), (k, verb[0]), "body-chairs")]
    if before in ("tại", "ở"):
        return []  # where it is
    if verb is not None and verb[1] == "chair" and _by_whom(item, scene):
        meeting = named[max(m for m in named if m < item.i)]
        return [RoleDraft(body, "chair", meeting, (k, verb[0]), "body-chairs")]
    if k in named and named[k].kind == "session" and _sits_down(item, k, scene):
        span = (k, k + 1)
        return [
            RoleDraft(b.value, "attend", named[k], span, "body-sits") for b in _joined(item, scene)
        ]
    if k + 1 in named and low[k] == "có" and _has(item, named[k + 1], scene):
        span = (k, k + 1)  # "Bộ A | đã có buổi làm việc với …"
        return [
            RoleDraft(b.value, "attend", named[k + 1], span, "body-has-meeting")
            for b in _joined(item, scene)
        ]
    said = _says(item.j, scene)
    if said is not None and _told_of(item, said, scene):
        span = (said.i, said.j)
        return [
            RoleDraft(b.value, "speak", scene.meeting_for(b.i), span, "body-speaks")
            for b in _joined(item, scene)
        ]
    held = _holds(item, k, before, scene)
    if held is not None:
        meeting, role = held
        span = (k, min(k + 2, scene.view.j))
        return [
            RoleDraft(b.value, r, meeting, span, "body-holds")
            for b in _joined(item, scene)
            for r in (
                [role, "attend"] if role == "organise" and _sits(b.value, meeting) else [role]
            )
        ]
    if k < scene.view.j and low[k] == "nghe":
        return [RoleDraft(body, "attend", scene.meeting_for(k), (k, k + 1), "body-hears")]
    if verb is not None and verb[1] == "speak" and before == "nghe":
        return [RoleDraft(body, "speak", scene.meeting_for(k), (k, verb[0]), "body-heard")]
    own = _its_own(item, scene)
    if own is not None:
        span = (item.i, item.j)
        roles = ["organise", "attend"] if _sits(body, own) else ["organise"]
        return [RoleDraft(body, role, own, span, "meeting-of") for role in roles]
    met = _met_with(item, scene)
    if met is not None:
        return [RoleDraft(body, "attend", met, (item.i - 1, item.i), "met-with")]
    listed = bool(named) or bool(scene.hits(scene.lexicon.present, scene.view.i, item.i))
    if (listed or _heard(item, scene)) and stands_for(item, scene):
        meeting = scene.meeting_for(item.i)
        return [RoleDraft(body, "represented", meeting, (item.i, item.j), "represented")]
    return []


def _told_to(item: Item, scene: Scene) -> bool:
    """Tell whether a body is only asked to do something: "giao (cho) Sở A", "đề nghị Bộ B"."""
    before = scene.low[max(scene.view.i, item.i - 2) : item.i]
    return "giao" in before or tuple(before) in ASKING


def _behind_its_term(k: int, scene: Scene) -> int:
    """Return the token behind an aside in brackets or "khóa XIII, nhiệm kỳ 2021 - 2026" at token
    `k`; `k` if there is none."""
    low, end = scene.low, scene.view.j
    if low[k : k + 1] == ["("] and ")" in low[k : min(end, k + _ASIDE)]:
        k = low.index(")", k) + 1  # "Cục A (Bộ B) | chủ trì"
    if low[k : k + 1] == ["khóa"]:
        k += 2
        if low[k : k + 3] == [",", "nhiệm", "kỳ"]:
            k += 3
            while k < end and (low[k].isdigit() or low[k] in "-–"):
                k += 1
    return min(k, end)


def _has(item: Item, meeting: MeetingDraft, scene: Scene) -> bool:
    """Tell whether a body itself has a meeting: "Sở A có buổi làm việc", not "phóng viên Báo A"."""
    first = _joined(item, scene)[0]
    before = scene.low[first.i - 1] if first.i > scene.view.i else ""
    return meeting.kind == "session" and before not in ("viên", "của", "bộ", "đạo", "diện")


def _sits(body: BodyRef, meeting: MeetingDraft) -> bool:
    """Tell whether a meeting is a session of the body itself: "kỳ họp HĐND", "phiên họp UBND"."""
    return meeting.noun.endswith(("kỳ họp", "phiên họp")) and body.base.startswith(_IN_SESSION)


def _holds(item: Item, k: int, before: str, scene: Scene) -> tuple[MeetingDraft, str] | None:
    """Return the meeting that a body holds ("organise") or sits in ("attend")."""
    if k >= scene.view.j:
        return None
    two = " ".join(scene.low[k : k + 2])
    behind = [m for m in scene.named if k < m <= k + 14]
    if behind:
        if two in _ORGANISES or scene.low[k] in ("họp", "mở"):
            return scene.named[min(behind)], "organise"
        if two in _MEETS:
            return scene.named[min(behind)], "attend"
    earlier = [m for m in scene.named if m < item.i]
    if earlier and (before == "do" or _by_whom(item, scene)) and two in _ORGANISES:
        return scene.named[max(earlier)], "organise"
    return None


def _with_others(k: int, scene: Scene) -> bool:
    """Tell whether the verb at token `k` says that a body holds a meeting along with others: "do A
    | chủ trì, phối hợp với B tổ chức"."""
    behind = scene.low[k : min(k + _HOSTS, scene.view.j)]
    return behind[:5] == ["chủ", "trì", ",", "phối", "hợp"] and "tổ" in behind


def _joined(item: Item, scene: Scene) -> list[Item]:
    """Return the bodies that share a verb: "Ban Nội chính Trung ương và Đảng ủy … tổ chức"."""
    out = [item]
    for b in reversed([b for b in scene.bodies if b.j <= item.i]):
        gap = scene.low[b.j : out[0].i]
        if not 0 < len(gap) <= 3 or not set(gap) <= _SHARING:
            break
        if b.i > scene.view.i and scene.low[b.i - 1] in ("tại", "ở", "của", "theo"):
            break  # "theo báo cáo của Sở A, Sở B …"
        if scene.low[max(scene.view.i, b.i - 2) : b.i] == ["trụ", "sở"]:
            break  # "tại trụ sở Trung ương Đảng, Ban Bí thư …"
        out.insert(0, b)
    return out


def _by_whom(item: Item, scene: Scene) -> bool:
    """Tell whether a body, or the first of those joined with it, holds a meeting named before:
    "hội nghị do A và B phối hợp tổ chức"."""
    first = _joined(item, scene)[0]
    low, i = scene.low, first.i
    along = low[max(scene.view.i, i - 3) : i] == ["phối", "hợp", "với"]
    return (
        i > scene.view.i
        and (low[i - 1] == "do" or (along and "do" in low[scene.view.i : i]))
        and any(m < i for m in scene.named)
    )


def _sits_down(item: Item, k: int, scene: Scene) -> bool:
    """Tell whether the verb at token `k` says that a body meets on some day or in a headline:
    "Sáng 7/3, Thường trực Chính phủ họp …", not "HĐND họp 2 kỳ một năm"."""
    low = scene.low
    behind = low[k + 1 : min(k + 6, scene.view.j)]
    if low[k] != "họp" or "lần" in behind or any(w.isdigit() for w in behind[:1]):
        return False
    first = _joined(item, scene)[0]
    if first.i == scene.view.i:
        return scene.view.number == 0
    return low[first.i - 1] not in _AFTER and bool(_DAYTIMES & set(low[scene.view.i : first.i]))


def _told_of(item: Item, verb: Item, scene: Scene) -> bool:
    """Tell whether a body speaks at a meeting: "Tại cuộc họp, Sở A và Sở B đã đề xuất …"."""
    first = _joined(item, scene)[0]
    if any(p.i < item.i for p in scene.view.of("person")):
        return False  # "các Bí thư Tỉnh ủy, | Thành ủy nêu …"
    words = " ".join(scene.low[verb.i : verb.j])
    if words in scene.lexicon.weak_verbs or scene.low[first.i - 1] != ",":
        return False
    told = [m for m in scene.view.of("meeting") if m.j < first.i]
    return bool(told) and scene.low[scene.view.i] in ("tại", "trong")


def _its_own(item: Item, scene: Scene) -> MeetingDraft | None:
    """Return the meeting whose name says whose it is: "kỳ họp thứ 10 Hội đồng nhân dân tỉnh"."""
    for m, meeting in scene.named.items():
        noun = scene.lexicon.meeting_nouns.longest(scene.low, m, item.i) if m < item.i else None
        if noun is None:
            continue
        between = [w for w in scene.low[noun[0] : item.i] if not w.isdigit()]
        if len(between) <= 4 and all(w in _ORDINAL or set(w) <= set("ivxl") for w in between):
            return meeting
    return None


def _met_with(item: Item, scene: Scene) -> MeetingDraft | None:
    """Return the meeting a body is met with at: "buổi làm việc với Thành ủy …"."""
    if scene.low[item.i - 1] != "với" or item.i == scene.view.i:
        before = [b for b in scene.bodies if b.j <= item.i]
        joined = before and scene.low[before[-1].j : item.i] in (["và"], [","], ["cùng"])
        return _met_with(before[-1], scene) if joined else None
    near = [
        m
        for m, meeting in scene.named.items()
        if m < item.i and item.i - m <= 7 and meeting.kind in ("session", "talk", "visit")
    ]
    return scene.named[max(near)] if near else None


def _says(j: int, scene: Scene) -> Item | None:
    """Return the verb of speech behind token `j`; only adverbs may stand between."""
    verb = next((v for v in scene.view.of("verb") if v.i >= j), None)
    if verb is None or verb.value != "speak" or scene.skip_adverbs(j, verb.i) != verb.i:
        return None
    return verb


def _heard(item: Item, scene: Scene) -> bool:
    """Tell whether those who stand for a list of bodies say something: "Đại diện các bộ: Tài chính,
    Nội vụ bày tỏ …"."""
    j = item.j
    for b in scene.bodies:
        if b.i >= j and scene.low[j : b.i] in ([","], ["và"]):
            j = b.j
    return _says(j, scene) is not None


def stands_for(item: Item, scene: Scene) -> bool:
    """Tell whether somebody without a name stands for a body: "đại diện lãnh đạo X, Y và Z"."""
    for size in range(1, 6):
        k = item.i - size
        hit = scene.lexicon.represented.longest(scene.low, k, item.i) if k >= scene.view.i else None
        if hit is None:
            continue
        if hit[0] == item.i or (hit[0] == item.i - 1 and scene.low[hit[0]] in ("các", "của")):
            return True
    if scene.low[item.i - 1] in ("gồm", ":", "như") and item.i > scene.view.i:
        # "lãnh đạo các đơn vị trực thuộc Bộ Y tế gồm Vụ …, Cục …"
        heads = scene.hits(scene.lexicon.represented, item.i - 16, item.i - 1)
        if heads or _heads_a_list(item.i - 1, scene):
            return True
    if _some_of(item, scene):
        return True
    if _named_of_a_group(item, scene):
        return True
    before = [b for b in scene.bodies if b.j <= item.i]
    if not before or before[-1].j == item.i:
        return False
    at = before[-1].j
    if scene.low[at] == "(":
        at = _behind_its_term(at, scene)  # "Tập đoàn A (tên khác), …"
    joined = item.i > at and set(scene.low[at : item.i]) <= _JOINTS
    return joined and stands_for(before[-1], scene)


def _named_of_a_group(item: Item, scene: Scene) -> bool:
    """Tell whether a group present is told body by body: "đại diện các cơ quan Trung ương có A,
    B", "các khách mời thuộc A"."""
    low, k = scene.low, item.i - 1
    if k <= scene.view.i or low[k] not in ("có", "là", "thuộc"):
        return False
    heads = scene.hits(scene.lexicon.represented, k - 9, k)
    return any(set(low[end:k]) <= _GROUPS | _OF_WHERE for _, end, _ in heads)


def _heads_a_list(k: int, scene: Scene) -> bool:
    """Tell whether a list of bodies begins behind token `k`: "cùng các tổ chức quốc tế như …",
    "các Bộ trưởng cùng tham gia: …"."""
    low = scene.low
    near = range(max(scene.view.i, k - MINISTERS_REACH), k - 2)
    if any(low[m : m + 3] == ["các", "bộ", "trưởng"] for m in near):
        return True
    several = [m for m in range(max(scene.view.i, k - 6), k) if low[m] in ("các", "một")]
    return bool(several) and set(low[several[-1] : k]) <= _GROUPS


def _some_of(item: Item, scene: Scene) -> bool:
    """Tell whether parts of a body without a name are there: "đại diện một số đơn vị của Bộ A"."""
    low = scene.low
    if low[item.i - 1] not in ("của", "thuộc"):
        return False
    heads = scene.hits(scene.lexicon.represented, item.i - 12, item.i - 1)
    return any(set(low[end : item.i]) <= _GROUPS for _, end, _ in heads)


def _unnamed_holders(scene: Scene) -> list[RoleDraft]:
    """Office-holders without a name: their body is represented, or speaks through them."""
    out: list[RoleDraft] = []
    opening = scene.hits(scene.lexicon.present, scene.view.i, scene.view.i + 8)
    opens = any(k < scene.view.i + 6 for k, _, _ in opening)
    told = any(m.kind == "meeting" for m in scene.view.items)
    for p in scene.view.of("person"):
        entry = p.value
        if scene.quoted[p.i] or entry.name is not None or entry.person is not None:
            continue
        title = entry.titles[0]
        listed = opens and bool(_LISTING & set(scene.low[scene.view.i : p.i]))
        if title.body is None or (title.group and not listed) or "ủy viên" in title.rank.rank:
            continue  # members of a committee are no representatives of it
        k = scene.skip_adverbs(p.j)
        verb = scene.verb_at(k)
        meeting = scene.meeting_for(p.i)
        says = verb is not None and verb[1] == "speak" and told and _opens_clause(p, scene)
        if scene.named and (listed or (opens and says)):
            span = (p.i, p.j)
            out.append(RoleDraft(title.body, "represented", meeting, span, "unnamed-holder"))
        elif verb is not None and says:
            span = (k, verb[0])
            out.append(RoleDraft(title.body, "speak", meeting, span, "unnamed-holder"))
    return out


def _opens_clause(item: Item, scene: Scene) -> bool:
    return item.i == scene.view.i or scene.low[item.i - 1] == ","
