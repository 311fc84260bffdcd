"""Who did what at a meeting, sentence by sentence."""

from __future__ import annotations

from kg.lexicon.lexicon import Lexicon
from kg.ner.model import BodyRef
from kg.report.acting_bodies import bodies_acting
from kg.report.dialogue import answering
from kg.report.drafts import MeetingDraft
from kg.report.entries import Entry
from kg.report.present import OpenList, acting_there, led_by, parties, shown, those_present
from kg.report.scene import RoleDraft, Scene
from kg.report.sentences import SentenceView
from kg.report.subjects import SubjectFinder, first_said
from kg.text.tokens import Tokens

_PRONOUNS = frozenset({"ông", "bà"})
_ABOVE = 12  # sentences above that may tell of a meeting that is named as one known
_BARE = 3  # tokens of a noun without a name: "buổi làm việc"
_LEAD = 3  # sentences before the first meeting is named that may be of it


class RoleFinder:
    """Reads roles; keeps what one sentence leaves to the next (who spoke, an open list)."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, quoted: list[bool]) -> None:
        self._t = tokens
        self._x = lexicon
        self._quoted = quoted
        self._list = OpenList()
        self._subjects = SubjectFinder()
        self._before: MeetingDraft | None = None  # the meeting spoken of up to the last sentence
        self._early: list[tuple[SentenceView, str | None]] = []  # read before any meeting
        self._aside: MeetingDraft | None = None  # another meeting that was only looked back to
        self._there: dict[str, set[str]] = {}  # local ids of people by the meeting's they were at

    def read(
        self,
        view: SentenceView,
        named: dict[int, MeetingDraft],
        current: MeetingDraft | None,
        site: str | None,
    ) -> list[RoleDraft]:
        """Return the roles of one sentence.

        Args:
            view: The sentence.
            named: The meeting at each token that names one.
            current: The meeting spoken of; without one there are no roles.
            site: The province of the site that the sentence speaks of.
        """
        if current is None:
            self._early.append((view, site))
            return []
        out = self._told_early(current, view)
        here = self._spoken_of(view, named, current)
        scene = Scene(view, self._t, self._x, self._quoted, named, here, site, self._before)
        self._before = current
        listed = self._list.read(scene)
        out += listed or self._read(scene)
        self._subjects.remember(scene, out)
        for r in out:
            if isinstance(r.who, Entry) and r.who.person is not None:
                self._there.setdefault(r.meeting.id, set()).add(r.who.person)
        return out

    def _spoken_of(
        self, view: SentenceView, named: dict[int, MeetingDraft], current: MeetingDraft
    ) -> MeetingDraft:
        """Return the meeting that a sentence speaks of: the one that the sentence before only
        looked back to, while it tells of those who were there and not at the one spoken of.

        "Trước đó, A chủ trì cuộc họp về giá nước. A giao Sở B rà soát."
        """
        if named:
            others = [m for m in named.values() if m is not current]
            self._aside = others[-1] if len(others) == len(named) else None
            return current
        if self._aside is not None and self._t.low[view.i] in _PRONOUNS and not view.of("person"):
            return self._aside  # "Ông cho rằng …"
        first = [p.value.person for p in view.of("person")[:2] if not self._quoted[p.i]]
        there = self._there.get(self._aside.id, set()) if self._aside is not None else set()
        known = set(first) <= there and not set(first) <= self._there.get(current.id, set())
        if self._aside is not None and first and known:
            return self._aside
        self._aside = None if first else self._aside
        return current

    def _read(self, scene: Scene) -> list[RoleDraft]:
        out = those_present(scene) + led_by(scene) + parties(scene) + shown(scene)
        out += acting_there(scene) + answering(scene)
        done = {_what(r) for r in out}
        out += [r for r in self._subjects.read(scene) if _what(r) not in done]
        led = any(r.role == "chair" and not isinstance(r.who, BodyRef) for r in out)
        return out + [r for r in bodies_acting(scene) if not (led and r.rule == "body-chairs")]

    def _told_early(self, current: MeetingDraft, first: SentenceView) -> list[RoleDraft]:
        """Return what the head lines quote of those whom the sentence that first names the meeting
        tells of, not of whom somebody only speaks there. Where it names the meeting as one known
        ("Tại cuộc họp, A …"), all that was said above was said at it.
        """
        out: list[RoleDraft] = []
        here = Scene(first, self._t, self._x, self._quoted, {}, current, None)
        to_press = bool(here.hits(self._x.press))
        said = first_said(first.i, here)
        there = {p.value.person for p in here.people if p.i < said and not to_press} - {None}
        known = not to_press and self._known(current, first)
        lead = _ABOVE if known else _LEAD
        early, self._early = self._early, []
        for view, _ in early[:-lead]:
            self._subjects.overhear(Scene(view, self._t, self._x, self._quoted, {}, current, None))
        for view, site in early[-lead:]:
            scene = Scene(view, self._t, self._x, self._quoted, {}, current, site)
            out += [
                r
                for r in self._subjects.read(scene)
                if r.role == "speak"
                and isinstance(r.who, Entry)
                and (known or r.who.person in there)
            ]
            self._subjects.remember(scene, [])
        return out

    def _known(self, meeting: MeetingDraft, first: SentenceView) -> bool:
        """Tell whether the sentence that first names a meeting does so by a bare noun: "(Cũng) tại
        phiên họp, A …".
        """
        i, j = meeting.span
        low = self._t.low
        bare = j - i <= _BARE and low[j : j + 1] == [","]
        return bare and low[i - 1] == "tại" and i - first.i <= 2


def _what(r: RoleDraft) -> tuple[int, str, str]:
    """Return what two rules must not both say: who, what, at which meeting."""
    return id(r.who), r.role, r.meeting.id
