"""One spelling of a body for a person of whom it is printed in several."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg.report.people import PersonDraft

_WORD = re.compile(r"[^\W_]+")
_JOINS = "và"


def spell_alike(draft: PersonDraft) -> None:
    """Write the bodies of a person's posts alike that differ in how their words are joined.

    "Giám đốc Sở Tài nguyên - Môi trường A" and "Giám đốc Sở Tài nguyên và Môi trường A" are one
    post: the spelling with "và" stands for those with a comma, a dash or nothing.
    """
    best: dict[tuple[str, ...], str] = {}
    for title, _ in draft.titles:
        if title.body is not None:
            words = _words(title.body.base)
            known = best.setdefault(words, title.body.base)
            best[words] = max(known, title.body.base, key=_joined)
    for n, (title, entry) in enumerate(draft.titles):
        if title.body is None:
            continue
        base = best[_words(title.body.base)]
        if _joined(base) > _joined(title.body.base):
            draft.titles[n] = (replace(title, body=replace(title.body, base=base)), entry)


def _words(base: str) -> tuple[str, ...]:
    return tuple(w for w in _WORD.findall(base.casefold()) if w != _JOINS)


def _joined(base: str) -> int:
    return base.casefold().split().count(_JOINS)
