"""Which meetings a document tells of, and which of them each sentence speaks of."""

from __future__ import annotations

from itertools import pairwise

from kg.lexicon.entries import MeetingNoun
from kg.lexicon.lexicon import Lexicon
from kg.report.drafts import MeetingDraft, content, occasion
from kg.report.entries import Entry
from kg.report.parties import PartyFinder, keys_of, last_before
from kg.report.sentences import Item, SentenceView
from kg.text.tokens import Tokens

_NEAR_ITEMS = 40  # items of a sentence among which the second party of a verb is looked for
_NEAR = 8  # tokens before a talk or a visit in which it is said to be planned
_REMEMBERED = 40  # meetings a naming may refer back to; real reports tell of far fewer
_STOPS = frozenset(',;:.!?…"|')
# Words of bodies' names, without accents: two meetings of one council are alike in these alone.
_OF_BODIES = frozenset(
    {"uy", "ban", "nhan", "dan", "hoi", "dong", "tinh", "huyen", "thanh", "pho", "xa", "phuong"}
)
_EMPTY = frozenset(
    [
        "này",
        "trên",
        "nói",
        "đã",
        "đang",
        "sẽ",
        "do",
        "có",
        "là",
        "và",
        "với",
        "cùng",
        "của",
        "các",
        "ngày",
        "sáng",
        "chiều",
        "tối",
        "hôm",
        "nay",
        "vừa",
        "qua",
        "được",
        "diễn",
        "ra",
        "tại",
        "ở",
        "đó",
        "kia",
        "lần",
        "ấy",
        "trong",
    ]
)


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


class MeetingFinder:
    """Follows the discourse: a new meeting is brought in by a verb of holding; other namings refer
    back.
    """

    def __init__(self, tokens: Tokens, lexicon: Lexicon, quoted: list[bool]) -> None:
        self._t = tokens
        self._x = lexicon
        self._quoted = quoted
        self.meetings: list[MeetingDraft] = []
        self.current: MeetingDraft | None = None
        self._parties = PartyFinder(tokens, lexicon)
        self._person: Entry | None = None
        self._aside: MeetingDraft | None = None  # one only looked back to, for the next sentence

    def read(self, view: SentenceView) -> dict[int, MeetingDraft]:
        """Take in one sentence; return the meeting at each token where one is named."""
        at: dict[int, MeetingDraft] = {}
        other = self._another(view)
        aside, self._aside = self._aside, None
        if aside is not None and self._goes_on(view):
            at[view.i] = aside  # "Cùng đi có …" behind "Trước đó, … đã đến thăm …"
        for told in self._told_by_verb(view, other):
            here = told.mentions[-1][0]
            at[here if here not in at else told.parties[-1].i] = told
            self._follow(told, view)
        covered = [m.mentions[-1] for m in at.values()]
        for noticed in self._noticed(view):
            if noticed.passing or self._quoted[noticed.i]:
                continue
            if any(i <= noticed.i < j for i, j in covered) or (at and not noticed.brought):
                continue
            if at and self._t.words[noticed.i - 1] == "(":
                continue  # "hội nghị Trung ương Đoàn lần thứ 11 (hội nghị 11)"
            meetings = self._of_parties(noticed, view, other)
            if meetings is None:
                one = self._resolve(noticed, view, other)
                meetings = [one] if one is not None else []
            for n, meeting in enumerate(meetings):
                at[meeting.parties[-1].i if n else noticed.i] = meeting
                self._guests(meeting, noticed, view)
                self._follow(meeting, view)
        if not covered:
            self._name_by_its_report(view)
        for meeting in dict.fromkeys(at.values()):
            meeting.seen |= keys_of(view.of("person"), self._t)
        self._remember(view)
        return at

    def _remember(self, view: SentenceView) -> None:
        """Take note of whom "ông" of the next sentence means: the first person of this one."""
        known = [p for p in view.of("person") if p.value.person is not None]
        if known:
            self._person = known[0].value

    def _follow(self, meeting: MeetingDraft, view: SentenceView) -> None:
        """Make a meeting the one spoken of, unless the sentence only looks back ("Trước đó, …") or
        ahead to one that is still to come.
        """
        ahead = meeting.planned and self.current is not None and not self.current.planned
        if self.current is None or not (ahead or self._looks_back(view)):
            self.current = meeting
        elif not ahead:
            self._aside = meeting

    def _looks_back(self, view: SentenceView) -> bool:
        low = self._t.low
        return low[view.i] == "hồi" or (
            low[view.i : view.i + 2] in (["trước", "đó"], ["trước", "đây"])
        )

    def _goes_on(self, view: SentenceView) -> bool:
        """Tell whether a sentence lists those present without saying where."""
        low = self._t.low[view.i : view.i + 3]
        return low[:2] in (["cùng", "đi"], ["cùng", "dự"], ["tại", "đây"], ["đi", "cùng"]) or (
            low == ["tham", "gia", "đoàn"]
        )

    def _guests(self, meeting: MeetingDraft, noticed: MeetingNoticed, view: SentenceView) -> None:
        """People named inside the noun phrase are met: "lễ đón Chủ tịch A"."""
        if not noticed.noun.noun.startswith(("lễ đón", "lễ trao")):
            return
        guests = [p for p in view.of("person") if noticed.item.j <= p.i < noticed.j]
        meeting.meet(guests, keys_of(guests, self._t))

    # -- those who meet --------------------------------------------------------------------------

    def _of_parties(
        self, noticed: MeetingNoticed, view: SentenceView, other: bool
    ) -> list[MeetingDraft] | None:
        """Return the talks or the visit that a noun with its parties names; None: none are told.

        "cuộc gặp giữa A và B", "A đã có các cuộc gặp với B, C và D", "chuyến thăm của A".
        """
        if noticed.noun.kind not in ("talk", "visit"):
            return None
        low = self._t.low
        subject = self._parties.before(noticed.i, view)
        targets = self._parties.behind(noticed.item.j, view.j, view)
        if noticed.noun.kind == "visit":
            subject, targets = subject or targets, []
        if not subject and not targets:
            return None
        if self._remembered_event(noticed, view, subject):
            return []
        parties = [*subject, *targets]
        for meeting in reversed(self.meetings[-_REMEMBERED:]):
            # "trong cuộc gặp": the session of which both were told before
            if (
                noticed.noun.kind == "talk"
                and not noticed.specific
                and meeting.kind == "session"
                and keys_of(parties, self._t) <= meeting.seen
            ):
                meeting.mentions.append((noticed.i, noticed.j))
                return [meeting]
        several = low[noticed.i - 1] in ("các", "những", "loạt") and noticed.i > view.i
        groups = [[t] for t in targets] if several and len(targets) > 1 else [targets]
        out = []
        for group in groups:
            parties = [*subject, *group]
            span = (noticed.i, noticed.j)
            told = self._met(noticed.noun, parties)
            if told is None:
                label = self._t.text(noticed.i, max(noticed.j, group[-1].j if group else 0))
                told = self._add(noticed.noun, label, view, span, max(view.i, span[0] - _NEAR))
                told.specific = True
            else:
                told.mentions.append(span)
            told.meet(parties, keys_of(parties, self._t))
            out.append(told)
        return out

    def _remembered_event(
        self, noticed: MeetingNoticed, view: SentenceView, subject: list[Item]
    ) -> bool:
        """Tell whether a talk or a visit is one of the past, or any of its kind, named in passing.

        "chuyến thăm của A vào tháng 8", "duy trì các chuyến thăm".
        """
        low = self._t.low
        if low[noticed.i - 1] in ("các", "những") and noticed.i > view.i and not subject:
            return True
        behind = low[noticed.item.j : min(view.j, noticed.item.j + 16)]
        return any(
            a in ("vào", "hồi") and b in ("tháng", "năm", "đầu", "cuối")
            for a, b in pairwise(behind)
        ) and not self._x.planned.longest(low, noticed.i - 1, noticed.i)

    def _met(self, noun: MeetingNoun, parties: list[Item]) -> MeetingDraft | None:
        """Return the talk or visit told before that has these parties."""
        keys = keys_of(parties, self._t)
        for meeting in reversed(self.meetings[-_REMEMBERED:]):
            same = keys <= meeting.keys or meeting.keys <= keys
            if meeting.kind == noun.kind and same and not _apart(meeting.noun, noun.noun):
                return meeting
        return None

    def _add(
        self, noun: MeetingNoun, label: str, view: SentenceView, span: tuple[int, int], since: int
    ) -> MeetingDraft:
        """Add a meeting; it is planned if a word from token `since` up to its naming says so."""
        draft = MeetingDraft(len(self.meetings) + 1, noun.noun, noun.kind, label, view.number, span)
        draft.planned = any(
            self._x.planned.longest(self._t.low, k, span[0]) for k in range(since, span[0])
        )
        self.meetings.append(draft)
        return draft

    # -- naming ----------------------------------------------------------------------------------

    def _noticed(self, view: SentenceView) -> list[MeetingNoticed]:
        out = []
        said = self._said_from(view)
        for n, item in enumerate(view.items):
            if item.kind != "meeting":
                continue
            lead = self._t.low[item.i - 1] if item.i > view.i else ""
            if item.i > said and lead not in ("tại", "trong", "kết", "tới", "dự"):
                continue  # what somebody says about meetings, not a meeting told of
            end = self._phrase_end(item, view)
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
            out.append(
                MeetingNoticed(item, end, specific, brought, direct, self._passing(item.i, view))
            )
        return out

    def _said_from(self, view: SentenceView) -> int:
        """Return the token where a speaker's words begin; the sentence's end if nobody speaks."""
        t = self._t
        people = [*view.of("person"), *view.of("body")]
        for item in view.of("verb"):
            words = " ".join(t.low[item.i : item.j])
            if (
                item.value == "speak"
                and words in self._x.reporting
                and (item.i - view.i <= 4 or any(p.j <= item.i for p in people))
            ):
                return item.j
        return view.j

    def _name_by_its_report(self, view: SentenceView) -> None:
        """Name a meeting that is only called so after the report it hears.

        "trình bày báo cáo tóm tắt tổng kết công tác …": it is the "hội nghị tổng kết công tác …".
        """
        meeting, low = self.current, self._t.low
        if meeting is None or meeting.specific or meeting.kind != "session":
            return
        for k in range(view.i, view.j - 3):
            if low[k : k + 2] != ["báo", "cáo"]:
                continue
            j = k + 4 if low[k + 2 : k + 4] == ["tóm", "tắt"] else k + 2
            if " ".join(low[j : j + 2]) in ("tổng kết", "sơ kết"):
                end = self._end_of_phrase(j, j + 2, view)
                meeting.label = f"{meeting.noun} {self._t.text(j, end)}"
                meeting.words = meeting.words | content(meeting.label)
                meeting.mentions.append((j, end))
                meeting.specific = True
                return

    def _phrase_end(self, item: Item, view: SentenceView) -> int:
        return self._end_of_phrase(item.i, item.j, view)

    def _end_of_phrase(self, i: int, j: int, view: SentenceView) -> int:
        """Return where a noun phrase ends: at a mark or a verb that has another subject."""
        t = self._t
        k = j
        limit = min(view.j, j + 60)
        while k < limit:
            if t.words[k] == '"' and k - j <= 4:  # "Chương trình | “Xuân biên phòng …”"
                close = next((m for m in range(k + 1, min(k + 30, limit)) if t.words[m] == '"'), k)
                return close + 1 if close > k else k
            if t.words[k] in _STOPS:
                if t.words[k] == "," and k + 1 < limit and k - j > 1 and self._list_comma(k):
                    k += 1
                    continue
                break
            if t.low[k] in ("và", "để", "cùng") and self._another_act(k + 1, limit):
                break
            if (
                (k > i and t.low[k] in ("do", "dưới", "nhằm", "tại", "có"))
                or t.low[k : k + 2] == ["diễn", "ra"]
                or t.low[k : k + 2]
                in (["đã", "nghe"], ["sẽ", "diễn"], ["đã", "diễn"], ["được", "tổ"])
            ):
                break
            k += 1
        return k

    def _another_act(self, k: int, end: int) -> bool:
        """Tell whether a verb of taking part or another meeting's noun stands at token `k`."""
        t, x = self._t, self._x
        if k >= end:
            return False
        if x.held.longest(t.low, k, end) is not None:
            return True
        noun = x.meeting_nouns.longest(t.low, k, end)
        return noun is not None and not noun[1].weak

    def _list_comma(self, k: int) -> bool:
        """A comma inside a name: "phòng, chống tham nhũng, tiêu cực", "năm 2023, phương hướng năm
        2024".
        """
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
                and item.i - hit[0] <= reach
                and not any(t.words[m] in ";:" for m in range(hit[0], item.i))
            ):
                return True
        for k in range(item.j, min(view.j, end + reach)):
            hit = x.held.longest(t.low, k, view.j)
            if hit is not None and hit[1] not in ("có", "họp", "dự", "mở"):
                return True
        return False

    def _body_before(self, i: int, view: SentenceView) -> bool:
        """Tell whether a body is the subject of a verb at token `i`: "Ban Chỉ đạo … họp …"."""
        k = i
        while k > view.i and self._x.adverbs.longest(self._t.low, k - 1, i) is not None:
            k -= 1
        return any(b.j == k for b in view.of("body"))

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
                ):
                    return True
        return False

    def _another(self, view: SentenceView) -> bool:
        t, x = self._t, self._x
        return any(
            x.another.longest(t.low, k, view.j) is not None
            for k in range(view.i, min(view.i + 6, view.j))
        )

    # -- discourse
    # -----------------------------------------------------------------------------------

    def _resolve(
        self, noticed: MeetingNoticed, view: SentenceView, other: bool
    ) -> MeetingDraft | None:
        """Return the meeting a naming is about: one known already unless the text clearly begins
        another.
        """
        noun = noticed.noun
        words = content(self._t.text(noticed.i, noticed.j))
        if not self.meetings:
            if noticed.brought or (noticed.specific and view.number <= 4) or view.of("person"):
                return self._new(noticed, view)
            return None
        if noticed.specific:
            for meeting in reversed(self.meetings[-_REMEMBERED:]):
                if self._alike(meeting, words, noun):
                    of_its_name = meeting.noun.split()[-1] == noun.noun.split()[-1]
                    upgrade = noticed.brought and (of_its_name or not noun.weak)
                    self._mention(meeting, noticed, upgrade=upgrade)
                    return meeting
        known = [m for m in self.meetings[-_REMEMBERED:] if self._of_a_kind(m, noun)]
        if (
            noticed.specific
            and noticed.brought
            and self._begins(noticed, view, other, known, words)
        ):
            return self._new(noticed, view)
        if not known:
            guests = any(noticed.item.j <= p.i < noticed.j for p in view.of("person"))
            if noun.kind == "ceremony" and noticed.i == view.i and guests:
                return self._new(noticed, view)  # a caption: "Lễ đón Thủ tướng A tại …"
            lead = self._t.low[noticed.i - 1] if noticed.i > view.i else ""
            if noun.kind == "press" and lead in ("tại", "trong") and view.of("person"):
                return self._new(noticed, view)
            spoken = noticed.brought or (occasion(noun.noun) and lead in ("tại", "trong"))
            if noun.kind == "talk" and spoken and view.of("person"):
                return self._new(noticed, view)
            visited = self.current is not None and self.current.kind == "visit"
            if visited and noticed.brought and not noun.noun.endswith(("làm việc", "gặp mặt")):
                return self._new(noticed, view)
            return (
                self.current if not noticed.specific and noun.kind in ("session", "talk") else None
            )
        target = self._meant(noun, known)
        same_noun = target.noun.split()[-1] == noun.noun.split()[-1]
        upgrade = noticed.specific and noticed.brought and same_noun and not target.specific
        self._mention(target, noticed, upgrade=upgrade)
        return target

    def _meant(self, noun: MeetingNoun, known: list[MeetingDraft]) -> MeetingDraft:
        """Return which meeting known a bare noun means: of its own name, spoken of, last."""
        named = [m for m in known if m.noun.split()[-1] == noun.noun.split()[-1]]
        bare = noun.kind == "ceremony" and not occasion(noun.noun)
        for group in (known,) if bare else (named, known):
            if self.current in group:
                return self.current
            if group:
                return group[-1]
        raise AssertionError("none is known")

    def _begins(
        self,
        noticed: MeetingNoticed,
        view: SentenceView,
        other: bool,
        known: list[MeetingDraft],
        words: frozenset[str],
    ) -> bool:
        """Tell whether a specific naming that a verb brings in is another meeting than those known
        of its kind.
        """
        if not known:
            return noticed.direct or other
        if any(not m.specific for m in known):
            return False
        if other and noticed.direct:
            return True
        # said to be chaired or attended by somebody, with words that have little in
        # common with the known ones
        last = known[-1]
        own = last.words - content(last.noun) - _OF_BODIES
        new = words - content(noticed.noun.noun) - _OF_BODIES
        common = len(own & new) / max(1, min(len(own), len(new)))
        unlike = last.noun.split()[-1] != noticed.noun.noun.split()[-1]
        if not view.of("person") and any(b.j <= noticed.i for b in view.of("body")):
            return noticed.direct and common < 0.34 and unlike and self._dated(view)
        return noticed.direct and bool(view.of("person")) and common < 0.34 and (
            unlike or self._dated(view)
        )  # fmt: skip

    def _dated(self, view: SentenceView) -> bool:
        low = self._t.low
        return any(
            low[k] in ("ngày", "sáng", "chiều", "tối", "hồi", "hôm")
            for k in range(view.i, min(view.j, view.i + 12))
        )

    def _of_a_kind(self, meeting: MeetingDraft, noun: MeetingNoun) -> bool:
        """Tell whether a noun may name a meeting: a ceremony of welcome is not one of signing."""
        if meeting.kind != noun.kind:
            return False
        own, new = occasion(meeting.noun), occasion(noun.noun)
        return noun.kind not in ("ceremony", "talk") or not own or not new or own == new

    def _alike(self, meeting: MeetingDraft, words: frozenset[str], noun: MeetingNoun) -> bool:
        if not self._of_a_kind(meeting, noun):
            return False
        own = meeting.words - content(meeting.noun)
        new = words - content(noun.noun)
        if not own or not new:
            return False
        numbers = {w for w in own if w.isdigit()}, {w for w in new if w.isdigit()}
        if numbers[0] and numbers[1] and not numbers[0] & numbers[1] and meeting.noun == noun.noun:
            return False  # the 39th session is not the 40th
        if numbers[0] & numbers[1] and meeting.noun == noun.noun and min(len(own), len(new)) == 1:
            return True
        shared = len(own & new)
        return shared / min(len(own), len(new)) >= 0.6 and shared >= 2

    def _new(self, noticed: MeetingNoticed, view: SentenceView) -> MeetingDraft:
        label = self._t.text(noticed.i, noticed.j)
        draft = self._add(noticed.noun, label, view, (noticed.i, noticed.j), view.i)
        draft.specific = noticed.specific
        return draft

    def _mention(self, meeting: MeetingDraft, noticed: MeetingNoticed, *, upgrade: bool) -> None:
        meeting.mentions.append((noticed.i, noticed.j))
        if not upgrade:
            return
        label = self._t.text(noticed.i, noticed.j)
        words = content(label)
        if len(words) > len(meeting.words) and len(label) < 300:
            meeting.label, meeting.span, meeting.noun = (
                label,
                (noticed.i, noticed.j),
                noticed.noun.noun,
            )
        meeting.words = meeting.words | words
        meeting.specific = meeting.specific or noticed.specific

    def _told_by_verb(self, view: SentenceView, other: bool) -> list[MeetingDraft]:
        """ "A tiếp B", "A hội kiến B", "A thăm và làm việc với X": meetings without a noun, one
        for each verb.
        """
        t, x = self._t, self._x
        out: list[MeetingDraft] = []
        people = view.of("person")
        said = self._said_from(view)
        subject: list[Item] = []
        until = view.i
        for n, item in enumerate(view.items):
            if (
                not until <= item.i < said
                or item.kind not in ("verb", "word", "meeting")
                or self._quoted[item.i]
                or not x.meeting_verbs.starts(t.low[item.i])
            ):
                continue
            hit = x.meeting_verbs.longest(t.low, item.i, view.j)
            if hit is None or (
                t.low[item.i - 1] in ("cuộc", "buổi", "lễ", "chuyến", "phiên") and item.i > view.i
            ):
                continue
            end, verb = hit
            if x.not_verbs.longest(t.low, item.i, view.j) is not None:
                continue
            if verb.weak and t.low[item.i - 1] in ("công", "đoàn") and item.i > view.i:
                continue  # "Đoàn kiểm tra", "công tác kiểm tra"
            if self._parties.unreal(item.i, view) or self._heads_list(item.i, view):
                continue
            target = self._target(view.items[n + 1 : n + _NEAR_ITEMS], end, verb)
            if not out or "." in t.words[max(out[-1].mentions[-1][0], item.i - 60) : item.i]:
                subject = self._subject(item.i, view)
            if not subject and not (item.i - view.i <= 4 and people):
                continue
            if target is None and not (verb.alone and subject):
                continue
            if verb.weak and not (
                verb.kind == "visit"
                and self._dated(view)
                and (
                    verb.alone
                    or (target is not None and target.kind in ("place", "country", "body"))
                )
            ):
                continue
            if out and verb.kind == "visit" and out[-1].kind == "visit":
                # "đến thăm A và dâng hương tại B": one round
                out[-1].mentions.append((item.i, end))
                if target is not None and target.kind == "person":
                    out[-1].meet([target], keys_of([target], t))
                continue
            if out and verb.kind == "visit" and verb.weak:
                continue  # "tiếp Đoàn … sang thăm, làm việc": what the guests came for
            told = self._told(item, target, subject, verb, view, other)
            out += told
            if told:
                until = target.j if target is not None else end
        return out

    def _heads_list(self, i: int, view: SentenceView) -> bool:
        """Tell whether a verb heads a list of those present: "Cùng tiếp đoàn có …"."""
        low = self._t.low
        first = next((p.i for p in view.of("person")), view.j)
        return i - view.i <= 2 and i < first and "có" in low[i : min(first, i + 16)]

    def _target(self, items: tuple[Item, ...], end: int, verb: MeetingNoun) -> Item | None:
        """Return whom or what a verb of meeting that ends before token `end` is about."""
        kinds = (
            ("person", "body") if verb.kind == "talk" else ("person", "body", "place", "country")
        )
        led = self._delegation(items, end)
        if led is not None:
            return led
        for item in items:
            if item.i - end > 6:
                return None
            if item.i >= end and item.kind in ("person", "body", "place", "country"):
                if item.kind == "body" and self._t.low[item.i - 1] in ("tại", "ở"):
                    return None  # where it is, not whom it is with
                if "liệt" in self._t.low[max(0, item.i - 3) : item.i]:
                    return None  # "gia đình liệt sĩ A"
                return item if item.kind in kinds else None
        return None

    def _delegation(self, items: tuple[Item, ...], end: int) -> Item | None:
        """Return who leads the delegation met: "tiếp Đoàn … do đồng chí B làm trưởng đoàn"."""
        low = self._t.low
        if low[end : end + 1] != ["đoàn"]:
            return None
        for item in items:
            if item.i - end > 30:
                return None
            if item.kind == "person" and "do" in low[max(end, item.i - 2) : item.i]:
                return item
        return None

    def _subject(self, i: int, view: SentenceView) -> list[Item]:
        """Return who meets: the people before a verb at token `i`, or whom "ông" means."""
        before = self._parties.before(i, view)
        if before:
            return before
        near = last_before(view.of("person"), i)
        if near is not None and (i - near.j <= 9 or self._leads_delegation(near, i)):
            return [near]
        k = i - 1
        while k > view.i and self._x.adverbs.longest(self._t.low, k, i):
            k -= 1
        if self._person is not None and self._t.low[k] in ("ông", "bà") and k >= view.i:
            return [Item("person", k, k + 1, self._person)]
        return []

    def _leads_delegation(self, person: Item, i: int) -> bool:
        """ "Đoàn công tác do đồng chí A làm trưởng đoàn đã đến …": A is the subject."""
        low = self._t.low[person.j : min(i, person.j + 8)]
        return low[:3] == ["làm", "trưởng", "đoàn"] or low[:2] == ["dẫn", "đầu"]

    def _told(
        self,
        item: Item,
        target: Item | None,
        subject: list[Item],
        verb: MeetingNoun,
        view: SentenceView,
        other: bool,
    ) -> list[MeetingDraft]:
        """Return the meetings of a verb and its parties: told before, or new ones."""
        t = self._t
        targets = [target] if target is not None else []
        if target is not None and target.kind == "person":
            targets = self._parties.listed(target, view)
        end = target.j if target is not None else self._end_of_phrase(item.i, item.j, view)
        label = t.text(item.i, min(targets[-1].j if targets else end, item.i + 30))
        span = (item.i, end)
        own = keys_of(subject, t)
        if verb.kind != "talk":
            words = content(label)
            for meeting in reversed(self.meetings[-_REMEMBERED:]):
                common = len(meeting.words & words) / max(1, len(words))
                others = subject and meeting.visitors and not own & meeting.visitors
                if meeting.kind == verb.kind and common >= 0.5 and not others:
                    meeting.mentions.append(span)
                    meeting.meet([*subject, *targets], keys_of([*subject, *targets], t))
                    return [meeting]
        opened = any(m.kind in ("talk", "visit", "ceremony") for m in self.meetings)
        known = any(m.kind in (verb.kind, "session") for m in self.meetings)
        free = not known or other or self._dated(view) or (verb.kind == "talk" and opened)
        groups = [[x] for x in targets] if self._parties.apart(verb.noun, targets) else [targets]
        out = []
        for group in groups:
            worked_with = verb.kind != "visit" or "làm việc" in verb.noun
            group = [x for x in group if worked_with or x.kind != "body"]
            parties = [*subject, *group]
            found = self._met(verb, parties) if verb.kind == "talk" else None
            if found is None:
                if not free:
                    continue
                found = self._add(verb, label, view, span, max(view.i, span[0] - _NEAR))
                found.specific = True
            else:
                found.mentions.append(span)
            found.meet(parties, keys_of(parties, t))
            found.visitors |= own
            out.append(found)
        return out


def _apart(told: str, named: str) -> bool:
    """Tell whether two names of talks cannot mean one: guests are received, then talked with."""
    received = ("tiếp" in told, "tiếp" in named)
    talked = ("hội đàm" in told, "hội đàm" in named)
    return (received[0] and talked[1]) or (talked[0] and received[1])


def note_places(view: SentenceView, named: dict[int, MeetingDraft], tokens: Tokens) -> None:
    """Give meetings the provinces where their sentence says that they are held ("tại Sơn La")."""
    for meeting in dict.fromkeys(named.values()):
        for item in view.of("place"):
            place = item.value
            before = tokens.low[max(view.i, item.i - 3) : item.i]
            settled = len(place.provinces) == 1 and place.provinces[0] not in meeting.places
            if settled and {"tại", "ở"} & set(before):
                meeting.places.append(place.provinces[0])
