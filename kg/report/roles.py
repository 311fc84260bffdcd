"""Who did what at a meeting, sentence by sentence."""

from __future__ import annotations

from kg.lexicon.lexicon import Lexicon
from kg.ner.model import BodyRef
from kg.report.acting_bodies import bodies_acting
from kg.report.drafts import MeetingDraft
from kg.report.present import OpenList, led_by, parties, those_present
from kg.report.scene import RoleDraft, Scene
from kg.report.sentences import SentenceView
from kg.report.subjects import SubjectFinder
from kg.text.tokens import Tokens


class RoleFinder:
    """Reads roles; keeps what one sentence leaves to the next (who spoke, an open list)."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon, quoted: list[bool]) -> None:
        self._t = tokens
        self._x = lexicon
        self._quoted = quoted
        self._list = OpenList()
        self._subjects = SubjectFinder()

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
            return []
        scene = Scene(view, self._t, self._x, self._quoted, named, current, site)
        out = self._list.read(scene)
        if not out:
            out = those_present(scene) + led_by(scene) + parties(scene)
            done = {_what(r) for r in out}
            out += [r for r in self._subjects.read(scene) if _what(r) not in done]
            led = any(r.role == "chair" and not isinstance(r.who, BodyRef) for r in out)
            out += [r for r in bodies_acting(scene) if not (led and r.rule == "body-chairs")]
        self._subjects.remember(scene)
        return out


def _what(r: RoleDraft) -> tuple[int, str, str]:
    """Return what two rules must not both say: who, what, at which meeting."""
    return id(r.who), r.role, r.meeting.id
