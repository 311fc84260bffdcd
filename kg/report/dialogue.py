"""Questions and answers printed one below the other: "- Thứ trưởng A: …" at a press conference."""

from __future__ import annotations

from kg.report.scene import RoleDraft, Scene

_DASHES = frozenset({"-", "–", "—", "*", "•"})


def answering(scene: Scene) -> list[RoleDraft]:
    """Return who speaks in a line that opens with a speaker and a colon, where the press is met.

    In any other report such a line may be an interview with the paper.
    """
    view, words = scene.view, scene.tokens.words
    first = view.i + (words[view.i] in _DASHES)
    speaker = next((p for p in scene.people if p.i == first), None)
    if speaker is None or scene.current.kind != "press" or scene.quoted[first]:
        return []
    colon = speaker.j
    if words[colon : colon + 1] != [":"] or colon + 1 >= view.j:
        return []
    return [RoleDraft(speaker.value, "speak", scene.current, (colon, colon + 1), "answers")]
