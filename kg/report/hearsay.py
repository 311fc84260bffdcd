"""Words that a report only hands on: "A cho biết, B đã yêu cầu …": B says nothing here."""

from __future__ import annotations

from kg.report.scene import Scene
from kg.report.sentences import Item

# Words by which a sentence goes on to the next speaker: what follows is said here, too.
_NEXT_SPEAKER = frozenset({"còn", "và", "nhưng", "song", "khi", "lúc", "sau"})


class Hearsay:
    """Notes, verb by verb, from which token on a sentence hands on what its first speaker says."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._since = scene.view.j
        self._speakers: set[str | None] = set()
        self._by_source()

    def _by_source(self) -> None:
        """ "Theo ông A, B đã …": what follows is A's word."""
        scene = self._scene
        i = scene.view.i
        first = next(iter(scene.people), None)
        if first is not None and scene.low[i] == "theo" and first.i - i == 1:
            self._since, self._speakers = first.j, {first.value.person}

    def note(self, verb: Item, speakers: list[Item]) -> None:
        """Take in a verb with its subjects: people, or none where a body is the subject."""
        scene = self._scene
        words = " ".join(scene.low[verb.i : verb.j])
        if verb.value != "speak" or words not in scene.lexicon.reporting:
            return
        by_body = not speakers and any(
            b.j <= verb.i == scene.skip_adverbs(b.j, verb.i) for b in scene.bodies
        )
        if (speakers or by_body) and self._since == scene.view.j:
            self._since, self._speakers = verb.j, {p.value.person for p in speakers}

    def hands_on(self, verb: Item, speakers: list[Item]) -> bool:
        """Tell whether the words of a verb with these subjects are only handed on."""
        scene = self._scene
        if verb.value != "speak" or not speakers or speakers[0].i < self._since:
            return False
        if self._speakers & {p.value.person for p in speakers}:
            return False
        i = speakers[0].i
        between = scene.tokens.words[self._since : i]
        if ";" in between or "." in between or scene.low[i - 1] in _NEXT_SPEAKER:
            return False
        return not any(self._since <= k < verb.i for k in scene.named)
