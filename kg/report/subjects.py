"""Subjects of verbs: "A chủ trì …", "Phát biểu tại hội nghị, B nhấn mạnh …", "Theo C, …"."""

from __future__ import annotations

import bisect
from itertools import pairwise

import msgspec

from kg.report.drafts import MeetingDraft
from kg.report.entries import Entry
from kg.report.hearsay import Hearsay
from kg.report.mainclause import along, goes_on_with, main_subject
from kg.report.papers import Writing, written
from kg.report.parties import backwards, headed, last_before
from kg.report.register import OF_MANY_DAYS, days_told, far_days
from kg.report.scene import RoleDraft, Scene
from kg.report.sentences import Item

_NOT_FINITE = frozenset(["để", "phải", "cần", "sẽ", "được", "bị", "việc", "sự", "các"])
_BREAKS = frozenset({";", ":", "rằng", "để", "của", "và"})
_OPENING = frozenset({"theo", "thực", "được", "dưới", "với", "tiếp", "nhận", "trước", "sau"})
_ASKING = frozenset({("yêu", "cầu"), ("đề", "nghị"), ("chỉ", "đạo"), ("kiến", "nghị")})
_RELATIVE = frozenset({"từng", "đã", "đang", "sẽ", "vừa", "mới", "luôn", "trực", "tiếp"})
_ABOUT = frozenset({"về", "việc", "vụ", "đến", "tới", "quan", "với"})
_PURPOSE = frozenset({"để", "giúp", "mời"})
_WORDS_OF = frozenset({"kiến", "biểu", "luận", "cáo", "lời", "nghị", "cầu", "vấn", "hỏi", "sẻ"})
_OBJECT = frozenset({"của", "cho", "với", "về", "giao"})
_OPENS_ASIDE = (",", "-", "–", "(")
_CLAUSE = frozenset({";", ":", '"', "rằng", "để", "mà"})
# What opens an aside between a subject and its verb, and what opens a post in apposition.
_ASIDES = frozenset({"với", "trên", "thay", "đại", "thừa", "người", "trong", "tại", "nhân", "theo"})
_POST_HEADS = frozenset(
    ["trưởng", "phó", "giám", "chủ", "bí", "ủy", "tổng", "chánh", "cục", "vụ", "viện", "hiệu", "tổ"]
)
_POST_HEADS |= {"thành", "nguyên", "đại", "đội", "thư", "chi", "đồng", "kiêm"}
# What the rest of a post between a subject and a weak verb begins with: "Giám đốc | công ty nói".
_REST = frozenset(["công", "tập", "trường", "viện", "ban", "sở"])
_REST |= {"phòng", "huyện", "quận", "xã", "phường", "tỉnh", "thành", "trung", "hội", "khu"}
# What opens the words for where somebody lives: "trú tại tổ 7", "ngụ phường B", "ở xã C".
_DWELLS = frozenset({"trú", "ngụ", "ở", "cư", "thường", "tổ", "ấp", "thôn", "xóm", "phường", "xã"})
_LONGEST_ASIDE = 30  # tokens of an aside between a subject and its verb
_LONGEST_REST = 16  # tokens that may be left of a post of which only the rank was known
_BEHALF = 4  # tokens of the longest phrase that says for whom somebody acts
_SAME_DAY = frozenset({"cũng", "cùng", "nay", "trình", "báo", "phát"})
_AGREES = frozenset({"đồng", "nhất", "tán", "thống", "hoan"})  # to deny these is to speak
_WHEN = frozenset({"đã", "sẽ", "vừa", "sáng", "trưa", "chiều", "tối", "nay", "hôm", "qua", ","})
_WHEN_WHERE = frozenset(["sáng", "trưa", "chiều", "tối", "ngày", "hôm", "tại", "cũng", "cùng"])
_WEAKLY_CHAIRED = 2  # tokens between "điều hành" and the noun of what is chaired
_LONGEST_NAME = 70  # tokens from a meeting's noun to "do A chủ trì" behind its name
_LONGEST_WHEN = 18  # tokens of the time and place that open a sentence
_OPENS_IN = 10  # tokens of a time before what opens a sentence: "Chiều 7/3, sau khi | dự …"
_TIME = 5  # tokens of a time between a subject and "cùng B"
_LONGEST_ADVERB = 3  # tokens
_PRONOUNS = frozenset({"ông", "bà", "anh", "chị", "đồng"})
_DAYTIMES = frozenset({"ngày", "hôm", "sáng", "trưa", "chiều", "tối"})
_EARLIER = frozenset({"trước đó", "trước đây", "mới đây", "hồi tháng", "hồi năm", "hồi đầu"})
_THEN = frozenset({"trước đó", "trước đây", "khi đó", "lúc đó", "khi ấy", "lúc ấy"})
_OPENING_DAY = 8  # tokens that a sentence's opening day may take
_IN_MEETING = frozenset(["phát", "kết", "tại", "khai", "chủ", "bế"])


class SubjectFinder:
    """Gives the roles of verbs to their subjects; remembers who spoke last for "Ông nói"."""

    def __init__(self) -> None:
        self._speaker: Entry | None = None
        self._pair: list[Entry] = []
        self._to_reporters: set[str] = set()  # local ids of people who speak outside the meeting
        self._there: set[str] = set()  # local ids of people who had a part in a meeting
        self._away = False  # the text has gone on to what is said to reporters
        self._goes_on = False  # the sentence tells what "Ông" says: he speaks on in the next one
        self._writers: set[str] = set()  # local ids of those whose documents the text tells of

    def read(self, scene: Scene) -> list[RoleDraft]:
        """Return the roles of one sentence."""
        self._goes_on = False
        press = self._told_to_press(scene)
        writing = self._writing(scene)
        out: list[RoleDraft] = []
        subject: list[Item] = []
        pending: list[Item] = []
        used_until = scene.view.i
        hearsay = Hearsay(scene)
        for verb in scene.view.of("verb"):
            if scene.quoted[verb.i]:
                continue
            both = self._both(verb, scene)
            if both:
                out += [r for who in both for r in self._role(who, verb, scene, press)]
                continue
            if _asked(last_before(scene.people, verb.i), scene):
                subject = []
                continue
            direct = _subject_before(verb, scene)
            if writing is not None and writing.has(verb, direct, scene):
                subject = []
                continue
            if hearsay.hands_on(verb, direct):
                subject = []
                continue
            hearsay.note(verb, direct)
            if direct:
                subject = direct
                for opening in pending:
                    out += self._give(subject, opening, scene, press)
                pending = []
            elif not subject and _pronoun(verb, scene) and self._speaker is not None:
                if scene.is_noun(verb):
                    continue
                self._goes_on = True
                out += self._role(self._speaker, verb, scene, press)
                continue
            shared = bool(subject) and not _is_weak(verb, scene)
            if direct or (shared and _shares_subject(used_until, verb, scene)):
                if _tells(verb, direct, scene):
                    out += self._give(subject, verb, scene, press)
                    used_until = verb.j
            elif not subject and _opens_sentence(verb, scene):
                pending.append(verb)
            elif not subject and verb.value != "speak" and not scene.is_noun(verb):
                out += self._give(main_subject(verb, scene), verb, scene, press)
        if pending and not subject:
            group = _subject_behind(pending[-1], scene)
            for opening in pending:
                out += self._give(group, opening, scene, press)
        out += _have_meeting(scene)
        out += self._according_to(scene, press)
        out += self._quoted_words(scene, press)
        return out

    def remember(self, scene: Scene, found: list[RoleDraft]) -> None:
        """Take note of whom "Ông" of the next sentences means: the first person of this one; and
        of those who had a part in a meeting."""
        for r in found:
            if isinstance(r.who, Entry) and r.who.person is not None:
                self._there.add(r.who.person)
        known = [p for p in scene.people if p.value.person is not None]
        if known and not self._goes_on:
            self._speaker = known[0].value
        for meeting in scene.named.values():
            met = {p.value.person: p.value for p in meeting.parties if p.kind == "person"}
            if len(met) == 2 and None not in met:
                self._pair = list(met.values())
        first = {p.value.person: p.value for p in known[:2]}
        if len(first) == 2 and scene.only_list_words(known[0].j, known[1].i):
            self._pair = list(first.values())

    def _both(self, verb: Item, scene: Scene) -> list[Entry]:
        """Return the two that "hai nhà lãnh đạo" means: the parties of the last talk, or the last
        two of whom one sentence told as its subject.
        """
        if verb.value == "speak":
            return []
        for k, end, _ in scene.hits(scene.lexicon.pairs, verb.i - 9, verb.i):
            if scene.skip_adverbs(end, verb.i) == verb.i and not scene.quoted[k]:
                return self._pair
        return []

    # -- words outside the meeting ---------------------------------------------------------------

    def overhear(self, scene: Scene) -> None:
        """Take note of who speaks to reporters in a sentence above the first meeting named."""
        self._told_to_press(scene)

    def _writing(self, scene: Scene) -> Writing | None:
        """Return what the sentence tells of a document, if anything; remember who wrote it."""
        if any(m.kind != "visit" for m in scene.named.values()):
            self._writers.clear()
            return None  # "thông báo kết luận của A tại cuộc họp …": said there
        writing = written(scene)
        for p in writing.writers if writing is not None else ():
            if p.value.person is not None:
                self._writers.add(p.value.person)
        return writing

    def _told_to_press(self, scene: Scene) -> int:
        """Return up to which token the sentence tells of words to reporters (its start: none)."""
        hits = [
            hit
            for hit in scene.hits(scene.lexicon.press)
            if not scene.quoted[hit[0]] and not self._answers_there(hit[0], scene)
        ]
        if not hits:
            if _meetings(scene):
                self._away = False
            return scene.view.i
        words = scene.tokens.words
        if scene.low[scene.view.i] not in _PRONOUNS:
            self._away = True  # not "Ông đề nghị thường xuyên trao đổi với báo chí"
        until = next((m for m in range(hits[0][0], scene.view.j) if words[m] == ":"), scene.view.j)
        spoken = first_said(hits[0][1], scene)
        for p in scene.people:
            if p.value.person is not None and p.i < min(until, spoken):
                self._to_reporters.add(p.value.person)
        return until

    def _answers_there(self, k: int, scene: Scene) -> bool:
        """Tell whether words to reporters at token `k` answer them at the press conference spoken
        of: "Trả lời Báo B, ông A cho biết …".
        """
        answers = scene.low[k : k + 2] == ["trả", "lời"] and scene.current.kind == "press"
        return answers and (k == scene.view.i or scene.low[k + 2] in ("câu", "các"))

    def _outside(self, who: Entry, i: int, scene: Scene, press: int) -> bool:
        """Tell whether what somebody says at token `i` is said outside the meeting."""
        if i < press:
            return True
        low, start = scene.low, scene.view.i
        told = _meetings(scene)
        if not any(k < i for k in scene.named) and _of_another_day(scene):
            if who.person is not None and who.person not in self._there:
                self._to_reporters.add(who.person)
            return True
        if who.person not in self._there and _of_others(who, scene):
            return True
        in_meeting = bool(told) and (
            low[start] in _IN_MEETING or (low[start] == "trong" and told[0].i - start <= 2)
        )
        if in_meeting or who.person is None:
            return False
        if who.person not in self._there and not told and self._elsewhere(who, scene):
            return True
        return who.person in self._to_reporters

    def _elsewhere(self, who: Entry, scene: Scene) -> bool:
        """Tell whether one who had no part in the meeting yet speaks somewhere else.

        Behind words to reporters ("Trao đổi với phóng viên, A … Ông B cho rằng …"), in the time
        before ("Trước đó, B cho biết …"), or for somebody else ("Người phát ngôn Bộ A cho biết").
        """
        if self._away and who.person is not None:
            self._to_reporters.add(who.person)
            return True
        if who.person in self._writers:
            return True
        low, i = scene.low, scene.view.i
        if low[i : i + 2] == ["cùng", "ngày"] or (
            low[i : i + 2] == ["cũng", "trong"] and low[i + 2] in _DAYTIMES
        ):
            if who.person is not None:
                self._writers.add(who.person)  # and what he goes on to say below
            return True  # "Cũng trong chiều nay, A đã yêu cầu …"
        if " ".join(low[i : i + 2]) in _EARLIER and not _SAME_DAY & set(low[i + 2 : i + 8]):
            return True
        if scene.current.kind != "press" and any("phát ngôn" in t.rank.rank for t in who.titles):
            if who.person is not None:
                self._to_reporters.add(who.person)
            return True
        return False

    # -- giving roles ----------------------------------------------------------------------------

    def _give(self, group: list[Item], verb: Item, scene: Scene, press: int) -> list[RoleDraft]:
        if group and verb.value == "attend":
            group = [*group, *along(verb, scene)]
        several = len(group) > 1
        return [
            msgspec.structs.replace(r, order=n if several else None, behalf=scene.behalf(p))
            for n, p in enumerate(group, 1)
            for r in self._role(p.value, verb, scene, press)
        ]

    def _role(self, who: Entry, verb: Item, scene: Scene, press: int) -> list[RoleDraft]:
        role = verb.value
        fits = {"chair": _chairs_meeting, "attend": _attends_meeting}.get(role)
        if fits is not None and not fits(verb, scene):
            return []
        if role == "speak" and self._outside(who, verb.i, scene, press):
            return []
        site = scene.site if _at_site(verb, scene) else None
        span = (verb.i, verb.j)
        meeting = scene.meeting_of_words(verb) if role == "speak" else scene.meeting_for(verb.i)
        if meeting is None or (role == "speak" and _to_come(meeting, scene)):
            return []
        return [RoleDraft(who, role, meeting, span, "subject-verb", None, site)]

    def _according_to(self, scene: Scene, press: int) -> list[RoleDraft]:
        """ "Theo ông A, …"."""
        for p in scene.people:
            if scene.view.i < p.i <= scene.view.i + 4 and scene.low[p.i - 1] == "theo":
                if self._outside(p.value, p.i, scene, press):
                    return []
                span = (p.i - 1, p.i)
                meeting = scene.meeting_for(p.i)
                return [RoleDraft(p.value, "speak", meeting, span, "according-to")]
        return []

    def _quoted_words(self, scene: Scene, press: int) -> list[RoleDraft]:
        """ "Ông A, Giám đốc …: “…”": a person, a colon, a quotation."""
        words, last = scene.tokens.words, scene.view.j - 1
        for p in scene.people:
            if (
                p.j < last
                and words[p.j] == ":"
                and words[p.j + 1] == '"'
                and p.i - scene.view.i < 4
            ):
                if self._outside(p.value, p.i, scene, press):
                    return []
                meeting = scene.meeting_for(p.j)
                return [RoleDraft(p.value, "speak", meeting, (p.j, p.j + 1), "quoted-words")]
        return []


def first_said(start: int, scene: Scene) -> int:
    """Return the first verb of reported speech behind words to reporters and who speaks them: who
    is named behind it is only told of. The sentence's end if there is none.
    """
    speaker = next((p.j for p in scene.people if p.i >= start), scene.view.j)
    return next(
        (
            v.i
            for v in scene.view.of("verb")
            if v.i >= speaker and " ".join(scene.low[v.i : v.j]) in scene.lexicon.reporting
        ),
        scene.view.j,
    )


def _meetings(scene: Scene) -> list[Item]:
    """Return the nouns of meetings in a sentence; "làm việc với …" only where it is one."""
    return [m for m in scene.view.of("meeting") if not m.value.weak or m.i in scene.named]


def _of_others(who: Entry, scene: Scene) -> bool:
    """Tell whether the meeting spoken of is a talk of two people named, and he is neither."""
    meeting = scene.current
    if meeting.kind != "talk" or meeting in scene.named.values() or who.person is None:
        return False
    parties = {p.value.person for p in meeting.parties if p.kind == "person"} - {None}
    return len(parties) > 1 and who.person not in parties


def _of_another_day(scene: Scene) -> bool:
    """Tell whether a sentence opens with a day far from that of the meeting spoken of: "Ngày 20/3,
    Bí thư A đã yêu cầu …".
    """
    told = scene.current.days
    if not told or scene.current.noun in OF_MANY_DAYS:
        return False
    return far_days(days_told(scene.view, scene.tokens, _OPENING_DAY), told)


def _to_come(meeting: MeetingDraft, scene: Scene) -> bool:
    """Tell whether a meeting was only announced, in another sentence: nothing is said at it yet."""
    return meeting.planned and len(meeting.mentions) == 1 and meeting not in scene.named.values()


def _have_meeting(scene: Scene) -> list[RoleDraft]:
    """ "Ông A, Chánh Văn phòng, đã có buổi làm việc với …": those who have it are there."""
    out: list[RoleDraft] = []
    for i, meeting in scene.named.items():
        if scene.low[i - 1] == "có" and i - 1 > scene.view.i and not scene.quoted[i]:
            having = Item("verb", i - 1, i, "attend")
            last = last_before(scene.people, i - 1)
            near = last is not None and (
                _behind_mark(last, having, scene) == i - 1 or _aside(last.j, having, scene)
            )
            if near and last is not None:
                span = (i - 1, i)
                out += [
                    RoleDraft(p.value, "attend", meeting, span, "has-meeting")
                    for p in _with_joined(last, scene)
                ]
    return out


# -- the subject ---------------------------------------------------------------------------------


def _start(item: Item) -> int:
    return item.i


def _subject_before(verb: Item, scene: Scene) -> list[Item]:
    """Return the people right before a verb; adverbs, a mark or an aside may stand between."""
    last = _acting(last_before(scene.people, verb.i), scene)
    if last is None:
        return []
    if verb.value == "speak" and _belongs(last, scene):
        return []
    going_on = goes_on_with(verb, scene)
    if going_on:
        return going_on
    before = scene.low[last.i - 1] if last.i > scene.view.i else ""
    if verb.value == "attend" and before == "của":
        return []  # "lời mời của A dự …"
    if verb.value == "speak" and before == "được" and _is_weak(verb, scene):
        return []  # "Sở A được Chủ tịch B giao …"
    return _with_joined(last, scene) if _reaches(last, verb, scene) else []


def _with_joined(last: Item, scene: Scene) -> list[Item]:
    """Return a person with those named right before as one subject: "A, Bí thư …, và B"."""
    group = [last]
    for p in backwards(scene.people, last.i):
        if not (
            scene.only_list_words(p.j, group[0].i)
            or headed(scene.low, p.j, group[0])
            or _together(p, group[0], scene)
        ):
            break
        if p.i > scene.view.i and scene.low[p.i - 1] == "của" and _opened(p, scene):
            break  # "Theo phân công của A, B điều hành …"
        if p.i - 1 == scene.view.i and scene.low[p.i - 1] == "theo":
            break  # "Theo A, B đã yêu cầu …"
        if scene.low[p.j] == "," and (_met(p, scene) or _only_about(p, scene)):
            break  # "Tiếp A, B khẳng định …", "Liên quan đến A, B nói"
        group.insert(0, p)
    return group


def _only_about(item: Item, scene: Scene) -> bool:
    """Tell whether words are about somebody, or said to him: "về A", "liên quan đến A"."""
    return item.i > scene.view.i and scene.low[item.i - 1] in _ABOUT


def _belongs(last: Item, scene: Scene) -> bool:
    """Tell whether a person only owns what the subject is: "Chính phủ của Thủ tướng A | cam kết";
    not where his words are the subject: "ý kiến của A | cho rằng".
    """
    i = last.i
    return i - 1 > scene.view.i and scene.low[i - 1] == "của" and scene.low[i - 2] not in _WORDS_OF


def _together(first: Item, other: Item, scene: Scene) -> bool:
    """Tell whether one does something along with another: "A sáng nay đã cùng B đồng chủ trì"."""
    gap = scene.low[first.j : other.i]
    return gap[-1:] == ["cùng"] and len(gap) <= _TIME and set(gap[:-1]) <= _WHEN


def _acting(last: Item | None, scene: Scene) -> Item | None:
    """Return who acts where the last one named is only acted for: "A, thay mặt Thủ tướng, …"."""
    if last is None:
        return None
    hits = scene.hits(scene.lexicon.behalf, last.i - _BEHALF, last.i)
    start = next((k for k, end, _ in hits if end == last.i), None)
    if start is None:
        return last
    actor = last_before(scene.people, start)
    near = actor is not None and scene.skip_adverbs(actor.j, start) >= start - 1
    return actor if near else last


def _reaches(last: Item, verb: Item, scene: Scene) -> bool:
    """Tell whether nothing that makes a new clause stands between a person and a verb."""
    gap = scene.low[_behind_mark(last, verb, scene) : verb.i]
    if not gap:
        return True
    if last.i > scene.view.i and scene.low[last.i - 1] in _OBJECT:
        return False
    if verb.value == "speak" and _is_weak(verb, scene) and not _of_his_post(last.j, gap[0], scene):
        return False  # "A đã ký quyết định | giao …"
    if not _is_weak(verb, scene) and (_aside(last.j, verb, scene) or _joined(last, verb, scene)):
        return True
    items = scene.view.items
    between = items[
        bisect.bisect_left(items, last.j, key=_start) : bisect.bisect_left(
            items, verb.i, key=_start
        )
    ]
    if len(gap) > 10 or any(i.kind in ("verb", "meeting") for i in between):
        return False
    if _BREAKS & set(gap):
        return False
    bodies = len(gap) > 3 and any(i.kind == "body" for i in between)
    return not bodies or scene.behalf(last) is not None


def _of_his_post(k: int, first: str, scene: Scene) -> bool:
    """Tell whether words behind a person, from token `k` on, belong to him: an aside, or a post."""
    return scene.low[k] in _OPENS_ASIDE or first in _REST


def _behind_mark(last: Item, verb: Item, scene: Scene) -> int:
    """Return the token behind the adverbs and the mark that follow a person."""
    k = scene.skip_adverbs(last.j, verb.i)
    if k < verb.i and scene.low[k] in (",", "-", "–", ")", "("):
        k = scene.skip_adverbs(k + 1, verb.i)
    return k


def _aside(start: int, verb: Item, scene: Scene) -> bool:
    """Tell whether all that stands between a person and a verb is an aside.

    A post of a form of its own (", Trưởng ban Chỉ đạo Đổi mới và Phát triển doanh nghiệp"), or
    anything that one comma opens and another closes (", với tư cách Chủ tịch hội nghị,").
    """
    low = scene.low
    if verb.i - start > _LONGEST_ASIDE or low[start] not in _OPENS_ASIDE:
        return False
    words = low[start + 1 : verb.i]
    if _CLAUSE & set(words) or not words:
        return False
    end = verb.i - 1
    while end > start and scene.skip_adverbs(end, verb.i) == verb.i:
        end -= 1
    closed = low[end] in (",", ")", "-", "–") and end > start
    if closed and words[0] in _ASIDES:
        return True
    return words[0] in _POST_HEADS | _DWELLS and _no_clause(start, verb, scene)


def _joined(last: Item, verb: Item, scene: Scene) -> bool:
    """Tell whether the words between a person and a verb belong to the person as a subject.

    "A và các đại biểu đã dự …", or the rest of a post: "A, Trưởng phòng Dịch tễ (Cục Thú y), nói",
    or where he lives: "ông A trú tại tổ 7, phường B, kiến nghị".
    """
    gap = scene.low[last.j : verb.i]
    if len(gap) > _LONGEST_ASIDE or _CLAUSE & set(gap) or not _no_clause(last.j, verb, scene):
        return False
    name = last.value.name
    if name is None:
        return False
    if gap[0] in _DWELLS:
        return True
    rest = name.j < last.j and gap[0] != "," and len(gap) <= _LONGEST_REST
    others = scene.skip_adverbs(last.j + 1, verb.i) < verb.i  # not "tiếp B và | đề nghị …"
    return rest or (gap[0] in ("và", "cùng") and others)


def _no_clause(start: int, verb: Item, scene: Scene) -> bool:
    """Tell whether no meeting and no verb but in a body's name stands between."""
    return not any(
        i.kind == "meeting"
        or (i.kind == "verb" and not scene.tokens.cap[i.i] and not scene.is_noun(i))
        for i in scene.view.items
        if start < i.i < verb.i
    )


def _opened(item: Item, scene: Scene) -> bool:
    """Tell whether a person belongs to a phrase that opens the sentence: "Theo … của A, …"."""
    return scene.low[scene.view.i] in _OPENING and not any(
        i.kind == "person" for i in scene.view.items if i.i < item.i
    )


def _met(item: Item, scene: Scene) -> bool:
    """Tell whether a verb opens the sentence and a person is its object: "Tiếp Đại sứ A, …"."""
    verb = scene.verb_at(scene.view.i)
    return verb is not None and "," not in scene.low[verb[0] : item.i]


def _asked(last: Item | None, scene: Scene) -> bool:
    """Tell whether somebody is only asked to do what follows: "yêu cầu Giám đốc A báo cáo"."""
    if last is not None and last.i > scene.view.i and scene.low[last.i - 1] in _PURPOSE:
        return True  # "để Thủ tướng chỉ đạo", "giúp Chủ tịch A điều hành"
    if last is None or last.i - 2 < scene.view.i:
        return False
    return tuple(scene.low[last.i - 2 : last.i]) in _ASKING


def _subject_behind(verb: Item, scene: Scene) -> list[Item]:
    """ "Phát biểu tại hội nghị, A …": the subject stands behind the opening phrase."""
    first = next((p for p in scene.people if p.i >= verb.j), None)
    if first is None or _only_about(first, scene):
        return []
    gap = scene.low[verb.j : first.i]
    closed = bool({",", ":", "-", "–"} & set(gap[-12:]))
    return [first] if closed and len(gap) <= 40 else []


def _opens_sentence(verb: Item, scene: Scene) -> bool:
    """Tell whether a verb opens its sentence, so that its subject may stand behind it."""
    before = [i for i in scene.view.items if i.i < verb.i]
    subject = any(i.kind in ("meeting", "body", "person") for i in before)
    before_it = scene.low[verb.i - 1] if verb.i > scene.view.i else ""
    if before_it in ("bị", "có", "nghe") or scene.is_noun(verb):
        return False  # "Sau khi bị chủ trì nhắc", "Sau khi có thông tin"
    if scene.low[scene.view.i] == "như":
        return False  # "Như Báo A thông tin, …"
    if _told_by_source(verb, scene):
        return False  # "Nguồn tin cho hay Thủ tướng A …"
    timed = verb.value != "speak" and before_it in (",", "khi")
    if verb.i - scene.view.i <= (_OPENS_IN if timed else 3) and not subject:
        return True
    return before_it == "," and _time_and_place(verb, before, scene)


def _told_by_source(verb: Item, scene: Scene) -> bool:
    """Tell whether a verb of reported speech has words before it that are its subject."""
    if " ".join(scene.low[verb.i : verb.j]) not in scene.lexicon.reporting:
        return False
    before = scene.low[scene.view.i : verb.i]
    return (
        bool(before)
        and before[-1] not in (",", "khi")
        and scene.skip_adverbs(scene.view.i, verb.i) < verb.i
    )


def _time_and_place(verb: Item, before: list[Item], scene: Scene) -> bool:
    """Tell whether nothing but a day and a place stands before a verb: "Sáng 7/3, tại trụ sở Bộ Y
    tế, | chủ trì hội nghị B, C nhấn mạnh …".
    """
    low, i = scene.low, scene.view.i
    if low[i] not in _WHEN_WHERE or verb.i - i > _LONGEST_WHEN:
        return False
    for item in before:
        comma = max((k for k in range(i, item.i) if low[k] == ","), default=i - 1)
        at = low[comma + 1] in ("tại", "ở")
        if item.kind in ("verb", "meeting", "person") or (item.kind == "body" and not at):
            return False
    return True


def _shares_subject(used_until: int, verb: Item, scene: Scene) -> bool:
    """Tell whether a further verb has the subject of the last: "…, nhấn mạnh", "và yêu cầu"."""
    if verb.i == scene.view.i:
        return False
    before = scene.low[verb.i - 1]
    return before in (",", ";", "và", "thời", "cũng", "khi") or verb.i - used_until <= 2


def _pronoun(verb: Item, scene: Scene) -> bool:
    """ "Ông nói", "Đồng chí nhấn mạnh": an address without a name right before the verb."""
    k = verb.i - 1
    while size := _adverb_before(k + 1, verb.i, scene):
        k -= size
    words = scene.low[max(scene.view.i, k - 1) : k + 1]
    if "các" in scene.low[max(scene.view.i, k - 2) : k]:
        return False  # "các đồng chí": nobody alone
    return words[-1:] in (["ông"], ["bà"], ["anh"], ["chị"]) or words == ["đồng", "chí"]


def _adverb_before(k: int, end: int, scene: Scene) -> int:
    """Return how many tokens the adverb has that ends before token `k`; 0 if none does."""
    for size in range(1, min(_LONGEST_ADVERB, k - scene.view.i - 1) + 1):
        hit = scene.lexicon.adverbs.longest(scene.low, k - size, end)
        if hit is not None and hit[0] >= k:
            return size
    return 0


def _tells(verb: Item, direct: list[Item], scene: Scene) -> bool:
    """Tell whether a verb that has a subject says what was done here.

    Not "ông A, người từng tuyên bố …": that says who he is.
    """
    if scene.is_noun(verb) or _denied(verb, scene):
        return False
    if not direct:
        return not _is_infinitive(verb, scene)
    if verb.value == "speak" and _said_before(direct[-1].j, verb, scene):
        return False
    gap = scene.low[max(direct[-1].j, verb.i - 4) : verb.i]
    at = gap.index("người") if "người" in gap else len(gap)
    relative = set(gap[at + 1 :]) <= _RELATIVE and gap[at - 1 : at] != ["là"] and at < len(gap)
    return verb.value == "chair" or not relative


def _said_before(start: int, verb: Item, scene: Scene) -> bool:
    """Tell whether words were said on an earlier occasion: "A trước đó nói", "A từng cho biết"."""
    gap = scene.low[start : verb.i]
    earlier = "từng" in gap or any(pair in _THEN for pair in map(" ".join, pairwise(gap)))
    return earlier and not any(k < verb.i for k in scene.named)


def _denied(verb: Item, scene: Scene) -> bool:
    """Tell whether a verb says what somebody did not say ("không cho biết", "chưa trả lời"), or
    what was said of him or once by him ("bị kết luận", "từng đề nghị").
    """
    before = scene.low[verb.i - 1] if verb.i > scene.view.i else ""
    refuses = scene.low[max(scene.view.i, verb.i - 2) : verb.i] == ["từ", "chối"]
    return verb.value == "speak" and (
        refuses
        or before in ("bị", "được")
        or (before in ("không", "chưa") and scene.low[verb.i] not in _AGREES)
    )


# -- the verb ------------------------------------------------------------------------------------


def _is_weak(verb: Item, scene: Scene) -> bool:
    """Tell whether a verb counts only right behind its subject: "giao", "kể", "trình"."""
    return " ".join(scene.low[verb.i : verb.j]) in scene.lexicon.weak_verbs


def _is_infinitive(verb: Item, scene: Scene) -> bool:
    return verb.i > 0 and scene.low[verb.i - 1] in _NOT_FINITE


def _chairs_meeting(verb: Item, scene: Scene) -> bool:
    """ "chủ trì" of a meeting or a site, not of a task ("giao Bộ X chủ trì, phối hợp")."""
    behind = scene.low[verb.j : min(verb.j + 2, scene.view.j)]
    if scene.is_task(verb.j):
        return False
    if verb.j >= scene.view.j - 1 or behind[0] in (".", ",", ";", ":", "và"):
        return True
    if behind[0] in ("sự", "buổi", "phiên", "hoạt") or behind == ["tiếp", "đoàn"]:
        return True  # "chủ trì sự kiện", "chủ trì hoạt động này", "chủ trì tiếp đoàn"
    if "cầu" in scene.low[verb.j : min(verb.j + 7, scene.view.j)]:
        return True
    if _is_weak(verb, scene):  # "điều hành phiên họp", not "điều khiển xe tải đến hội nghị"
        content = behind == ["nội", "dung"]  # "điều hành nội dung này"
        return content or any(verb.j <= k <= verb.j + _WEAKLY_CHAIRED for k in scene.named)
    return any(
        verb.j <= k <= verb.j + 12 or verb.i - _LONGEST_NAME <= k < verb.i for k in scene.named
    )


def _attends_meeting(verb: Item, scene: Scene) -> bool:
    """ "dự" and its like of a meeting; other verbs of meeting are read with both their parties."""
    word = " ".join(scene.low[verb.i : verb.j])
    if word in ("làm trưởng đoàn", "dẫn đầu"):
        return True
    if word == "chứng kiến":
        return any(0 <= k - verb.j <= 3 for k in scene.named)
    if word in ("cùng đi", "đi cùng"):  # "A cùng đi với đoàn"; "Cùng đi có …" heads a list
        company = scene.low[verb.j : verb.j + 2]
        return not company or company[0] in (".", ",", ";") or "đoàn" in company
    if not (word.endswith("dự") or "dự và" in word):
        return False
    if word.startswith("cùng") and scene.low[verb.j : verb.j + 1] == ["có"]:
        return False  # "…; cùng dự có B": a list of others
    near = any(verb.i - 3 <= k <= verb.j + 12 for k in scene.named)
    near = near or any(m.kind == "meeting" and 0 <= m.i - verb.j <= 6 for m in scene.view.items)
    behind = scene.low[verb.j] if verb.j < scene.view.j - 1 else "."
    return near or behind in (".", ",", ";", "và")


def _at_site(verb: Item, scene: Scene) -> bool:
    """Tell whether a verb is said of one site only: "chủ trì tại điểm cầu …", "Tại điểm cầu …"."""
    sites = scene.lexicon.sites
    behind = scene.hits(sites, verb.j, scene.view.j)
    opening = scene.hits(sites, scene.view.i, scene.view.j)
    return any(k < verb.j + 4 for k, _, _ in behind) or any(
        k < scene.view.i + 4 for k, _, _ in opening
    )
