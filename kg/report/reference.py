"""Which meeting a naming is about: one told of before, or another that begins."""

from __future__ import annotations

from kg.lexicon.entries import MeetingNoun
from kg.report.drafts import MeetingDraft, content, occasion, ordinals
from kg.report.namings import MeetingNoticed, NamingFinder
from kg.report.register import (
    MeetingRegister,
    alike,
    dated,
    days_told,
    far_days,
    lately,
    of_a_kind,
    same_day,
    told_above,
    told_in_lead,
)
from kg.report.sentences import SentenceView
from kg.text.tokens import Tokens

# Words of bodies' names, without accents: two meetings of one council are alike in these alone.
_OF_BODIES = frozenset(
    {"uy", "ban", "nhan", "dan", "hoi", "dong", "tinh", "huyen", "thanh", "pho", "xa", "phuong"}
)


_AT_ONE_TIME = (["cùng", "thời", "gian"], ["cùng", "thời", "điểm"])
_OWN_WORDS = 2  # words of its own that a name must have to be told from others
_IN_COMMON = 0.34  # of the words of the shorter of two names
_BEFORE_CHAIR = 4  # tokens from a meeting's name to who chairs it: "do Phó Thủ tướng | A"
# Nouns that any session may be called by: "cuộc họp với A" is the "buổi làm việc" of that day.
_ANY_SESSION = frozenset({"họp", "việc"})


def _head(noun: str) -> str:
    """Return the word that tells a kind of session: "buổi làm việc", "làm việc với" -> "việc"."""
    words = [w for w in noun.split() if w not in ("với", "cùng", "tại")]
    return words[-1]


class Reference:
    """Follows the discourse: a verb of holding begins a new meeting; other namings refer back."""

    def __init__(self, tokens: Tokens, told: MeetingRegister, namings: NamingFinder) -> None:
        self._t = tokens
        self._told = told
        self._namings = namings

    def resolve(
        self, noticed: MeetingNoticed, view: SentenceView, other: bool
    ) -> MeetingDraft | None:
        """Return the meeting a naming is about: one known already unless the text clearly begins
        another.
        """
        noun = noticed.noun
        words = content(self._t.text(noticed.i, noticed.j))
        if not self._told.meetings:
            if noticed.brought or (noticed.specific and view.number <= 4) or view.of("person"):
                return self._told.new(noticed, view)
            return None
        if noticed.direct and self._t.low[view.i : view.i + 3] in _AT_ONE_TIME:
            return self._told.new(noticed, view)  # "Cùng thời gian trên, tại huyện A, …"
        if noticed.specific:
            for meeting in reversed(self._told.recent()):
                if alike(meeting, words, noun) and not (
                    noticed.brought and self._of_other_days(meeting, view)
                ):
                    of_its_name = meeting.noun.split()[-1] == noun.noun.split()[-1]
                    upgrade = noticed.brought and (of_its_name or not noun.weak)
                    self._told.mention(meeting, noticed, upgrade=upgrade)
                    return meeting
        known = [m for m in self._told.recent() if of_a_kind(m, noun)]
        pressed = self._told.current
        if pressed is not None and self._of_the_press(noticed, pressed, known):
            self._told.mention(pressed, noticed, upgrade=False)
            return pressed
        at = noticed.i > view.i and self._t.low[noticed.i - 1] in ("tại", "trong")
        begun = noticed.direct or (at and noticed.specific and bool(view.of("person")))
        if known and begun and all(self._of_other_days(m, view) for m in known):
            return self._told.new(noticed, view)  # "Trước đó, ngày 5/3, B chủ trì cuộc họp"
        if noticed.specific and noticed.brought and known and self._counted_apart(noticed, known):
            return self._told.new(noticed, view)  # "hội nghị lần thứ ba" behind "lần thứ hai"
        if known and begun and at and other and self._days_apart(known, view):
            return self._told.new(noticed, view)  # "Trước đó tại cuộc họp B hôm 5/3, …"
        if (
            noticed.specific
            and noticed.brought
            and self._begins(noticed, view, other, known, words)
        ):
            return self._told.new(noticed, view)
        if known and noticed.specific and self._another_time(noticed, view, other, known, words):
            return self._told.new(noticed, view)
        if not known:
            guests = any(noticed.item.j <= p.i < noticed.j for p in view.of("person"))
            if noun.kind == "ceremony" and noticed.i == view.i and guests:
                return self._told.new(noticed, view)  # a caption: "Lễ đón Thủ tướng A tại …"
            lead = self._t.low[noticed.i - 1] if noticed.i > view.i else ""
            told = noticed.direct or lead in ("tại", "trong")
            if noun.kind == "press" and told and view.of("person"):
                return self._told.new(noticed, view)
            spoken = noticed.brought or (occasion(noun.noun) and lead in ("tại", "trong"))
            if noun.kind in ("talk", "banquet") and spoken and view.of("person"):
                return self._told.new(noticed, view)
            if noun.noun.startswith("lễ đón") and noticed.brought and view.of("person"):
                return self._told.new(noticed, view)  # "Lễ đón diễn ra … do A chủ trì"
            visited = self._told.current is not None and self._told.current.kind == "visit"
            if visited and noticed.brought and not noun.noun.endswith(("làm việc", "gặp mặt")):
                return self._told.new(noticed, view)
            return (
                self._told.current
                if not noticed.specific and noun.kind in ("session", "talk")
                else None
            )
        target = self._meant(noun, known)
        same_noun = target.noun.split()[-1] == noun.noun.split()[-1]
        again = same_noun and not target.specific
        again = again or told_in_lead(target, view, self._t)
        upgrade = noticed.specific and noticed.brought and again
        self._told.mention(target, noticed, upgrade=upgrade)
        return target

    def _of_the_press(
        self, noticed: MeetingNoticed, spoken_of: MeetingDraft, known: list[MeetingDraft]
    ) -> bool:
        """Tell whether a bare "buổi họp" means the press conference ("họp báo") spoken of."""
        bare = not noticed.specific and noticed.noun.noun.endswith("họp")
        sessions = any(m.noun.endswith("họp") for m in known)
        return bare and spoken_of.kind == "press" and not sessions

    def _of_other_days(self, meeting: MeetingDraft, view: SentenceView) -> bool:
        """Tell whether the sentence of a naming tells of a day far from a meeting's."""
        here = days_told(view, self._t)
        return len(here) == 1 and far_days(here, meeting.days, meeting.noun)

    def _another_time(
        self,
        noticed: MeetingNoticed,
        view: SentenceView,
        other: bool,
        known: list[MeetingDraft],
        words: frozenset[str],
    ) -> bool:
        """Tell whether a sentence tells what somebody did at a meeting that has nothing in common
        with those known: at another time, or under a chair of its own.

        "Trước đó, trong buổi làm việc với Sở B, A …", "Tại buổi đối thoại hôm 11/9, A …", "Trong
        cuộc họp về C do A chủ trì, B …".
        """
        low, i = self._t.low, noticed.i
        if not view.of("person") or i == view.i or low[i - 1] not in ("tại", "trong"):
            return False
        if low[i] == "phiên":
            return False  # one day or part of a session, or of a conference
        new = words - content(noticed.noun.noun) - _OF_BODIES
        told = [m.words - content(m.noun) - _OF_BODIES for m in known]
        if len(new) < _OWN_WORDS or any(
            not own or len(own & new) / min(len(own), len(new)) >= _IN_COMMON for own in told
        ):
            return False
        here = days_told(view, self._t)
        far = len(here) == 1 and all(far_days(here, m.days) for m in known)
        return (
            other
            or lately(view, self._t)
            or far
            or self._namings.led_behind(noticed.j, view, _BEFORE_CHAIR)
        )

    def _counted_apart(self, noticed: MeetingNoticed, known: list[MeetingDraft]) -> bool:
        """Tell whether a naming counts its meeting, and all known are counted otherwise."""
        own = ordinals(self._t.text(noticed.i, noticed.j))
        return bool(own) and all(ordinals(m.label) - own for m in known)

    def _days_apart(self, known: list[MeetingDraft], view: SentenceView) -> bool:
        """Tell whether a sentence tells of a day and the meetings known are of others."""
        here = days_told(view, self._t)
        return bool(here) and all(m.days and not here & m.days for m in known)

    def _meant(self, noun: MeetingNoun, known: list[MeetingDraft]) -> MeetingDraft:
        """Return which meeting known a bare noun means: of its own name, spoken of, last."""
        named = [m for m in known if m.noun.split()[-1] == noun.noun.split()[-1]]
        bare = noun.kind == "ceremony" and not occasion(noun.noun)
        for group in (known,) if bare else (named, known):
            if self._told.current in group:
                return self._told.current
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
        if not other and (told_above(known[-1], view) or told_in_lead(known[-1], view, self._t)):
            return False
        before = self._t.low[max(view.i, noticed.i - 2) : noticed.i]
        one_more = before[-1:] == ["một"] and before[0] not in ("như", "là", "thành")
        if (other or one_more) and noticed.direct:
            return True  # "Ông cũng sẽ chủ trì một hội nghị B"
        # said to be chaired or attended by somebody, with words that have little in
        # common with the known ones
        last = known[-1]
        own = last.words - content(last.noun) - _OF_BODIES
        new = words - content(noticed.noun.noun) - _OF_BODIES
        common = len(own & new) / max(1, min(len(own), len(new)))
        heads = {_head(last.noun), _head(noticed.noun.noun)}
        if heads & _ANY_SESSION and not other and same_day(last, view, self._t):
            return False
        unlike = len(heads) > 1
        if not view.of("person") and any(b.j <= noticed.i for b in view.of("body")):
            return noticed.direct and common < 0.34 and unlike and dated(view, self._t)
        return noticed.direct and bool(view.of("person")) and common < 0.34 and (
            unlike or dated(view, self._t)
        )  # fmt: skip

    def name_by_its_report(self, view: SentenceView) -> None:
        """Name a meeting that is only called so after the report it hears.

        "trình bày báo cáo tóm tắt tổng kết công tác …": it is the "hội nghị tổng kết công tác …".
        """
        meeting, low = self._told.current, self._t.low
        if meeting is None or meeting.specific or meeting.kind != "session":
            return
        for k in range(view.i, view.j - 3):
            if low[k : k + 2] != ["báo", "cáo"]:
                continue
            j = k + 4 if low[k + 2 : k + 4] == ["tóm", "tắt"] else k + 2
            if " ".join(low[j : j + 2]) in ("tổng kết", "sơ kết"):
                end = self._namings.end_of_phrase(j, j + 2, view)
                meeting.label = f"{meeting.noun} {self._t.text(j, end)}"
                meeting.words = meeting.words | content(meeting.label)
                meeting.mentions.append((j, end))
                meeting.specific = True
                return
